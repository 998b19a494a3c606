"""How far a counted number may lie from what it stands for.

Counts of a register are full counts: an interval describes the chance of one year against the next, not an error of
measurement. Offerings are another matter: those that nobody has confirmed may be open or not.
"""

import math
from functools import cache
from statistics import NormalDist

from generator.planning.needs.logic import Interval


@cache
def quantile(confidence_pct: float) -> float:
    """How many standard deviations lie on each side.

    >>> round(quantile(95), 2)
    1.96
    """
    return NormalDist().inv_cdf(0.5 + confidence_pct / 200)


def share_interval(part: float, whole: float, confidence_pct: float) -> Interval:
    """Wilson's interval for a share between 0 and 1.

    >>> found = share_interval(5, 10, 95)
    >>> round(found.low, 3), round(found.high, 3)
    (0.237, 0.763)
    """
    z = quantile(confidence_pct)
    share = part / whole
    factor = 1 + z * z / whole
    middle = (share + z * z / (2 * whole)) / factor
    half = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / factor
    # In exact arithmetic the share always lies inside and nothing below 0 or above 1; floats miss that by a hair.
    return Interval(max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share)))


def count_interval(count: float, confidence_pct: float) -> Interval:
    """The score interval for a count of independent events.

    >>> found = count_interval(100, 95)
    >>> round(found.low), round(found.high)
    (82, 122)
    """
    z = quantile(confidence_pct)
    half = z * math.sqrt(count + z * z / 4)
    middle = count + z * z / 2
    return Interval(max(0.0, min(middle - half, count)), max(middle + half, count))
