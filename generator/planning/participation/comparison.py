"""Whether an area answers differently from all areas together, or whether that may be chance.

An area is part of the whole. What is tested is therefore the area against the rest; the distance to the whole is that
distance times the weight of the rest, and so is its interval.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from generator.planning.needs.intervals import share_interval
from generator.planning.needs.logic import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A share and how many answers of a simple random sample would tell as much."""

    share: float
    answers: float
    """Endless where everybody has answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The distance of an area from all areas together, in percentage points."""

    difference: float
    low: float
    high: float
    p_value: float
    """How often chance alone makes a distance at least as large, after Holm."""
    is_clear: bool
    """Whether neither the interval nor the test leaves it to chance."""


def interval_of(sample: Sample, confidence_pct: float) -> Interval:
    """Wilson's interval; a point where everybody has answered."""
    if math.isinf(sample.answers):
        return Interval(sample.share, sample.share)
    return share_interval(sample.share * sample.answers, sample.answers, confidence_pct)


def difference_interval(one: Sample, other: Sample, confidence_pct: float) -> Interval:
    """Newcombe's interval for the difference of two shares.

    >>> found = difference_interval(Sample(share=56 / 70, answers=70), Sample(share=48 / 80, answers=80), 95)
    >>> round(found.low, 4), round(found.high, 4)
    (0.0524, 0.3339)
    """
    first, second = interval_of(one, confidence_pct), interval_of(other, confidence_pct)
    distance = one.share - other.share
    below = math.hypot(one.share - first.low, second.high - other.share)
    above = math.hypot(first.high - one.share, other.share - second.low)
    return Interval(distance - below, distance + above)


def chance_of_difference(one: Sample, other: Sample) -> float:
    """How often two samples of the same people lie at least this far apart (two-sided test of two shares).

    >>> same = Sample(share=0.5, answers=100)
    >>> chance_of_difference(same, same)
    1.0
    """
    if one.share == other.share:
        return 1.0
    pooled = _pool(one, other)
    error = math.sqrt(pooled * (1 - pooled) * (1 / one.answers + 1 / other.answers))
    if error == 0:
        return 0.0
    return min(1.0, 2 * NormalDist().cdf(-abs(one.share - other.share) / error))


def _pool(one: Sample, other: Sample) -> float:
    """The share in both samples together."""
    if math.isinf(one.answers) or math.isinf(other.answers):
        known = one if math.isinf(one.answers) else other
        return known.share
    return (one.share * one.answers + other.share * other.answers) / (one.answers + other.answers)


def adjust_by_holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """P-values that stay true when many are looked at together, in the same order.

    >>> adjust_by_holm([0.5, 0.125, 0.25])
    (0.5, 0.375, 0.5)
    """
    found = [0.0] * len(p_values)
    highest = 0.0
    for rank, index in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[index]))
        found[index] = highest
    return tuple(found)
