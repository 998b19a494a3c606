"""Yes, no, and what nobody can know: Kleene's logic of three values, and limits for numbers that may be uncertain.

Missing data never reads as "no": only what decides the question all by itself may outweigh a gap.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Truth(StrEnum):
    """The answer to a question about a district."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def all_of(parts: Iterable[Truth]) -> Truth:
    """No as soon as one is no; yes only where all are.

    >>> all_of([Truth.UNKNOWN, Truth.NO]), all_of([Truth.UNKNOWN, Truth.YES])
    (<Truth.NO: 'no'>, <Truth.UNKNOWN: 'unknown'>)
    """
    found = set(parts)
    return next((one for one in (Truth.NO, Truth.UNKNOWN) if one in found), Truth.YES)


def any_of(parts: Iterable[Truth]) -> Truth:
    """Yes as soon as one is yes; no only where all are.

    >>> any_of([Truth.UNKNOWN, Truth.YES]), any_of([Truth.UNKNOWN, Truth.NO])
    (<Truth.YES: 'yes'>, <Truth.UNKNOWN: 'unknown'>)
    """
    found = set(parts)
    return next((one for one in (Truth.YES, Truth.UNKNOWN) if one in found), Truth.NO)


def negate(truth: Truth) -> Truth:
    """The opposite; of what is unknown, that is unknown.

    >>> negate(Truth.YES), negate(Truth.UNKNOWN)
    (<Truth.NO: 'no'>, <Truth.UNKNOWN: 'unknown'>)
    """
    return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(truth, Truth.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a number lies, both ends included; a certain number has one end twice."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The numbers that a condition asks for; an end is part of them or not."""

    low: float = -math.inf
    high: float = math.inf
    has_low: bool = True
    has_high: bool = True

    def contain(self, value: float) -> bool:
        """Tell whether a number is one of them."""
        above = value > self.low or (self.has_low and value == self.low)
        return above and (value < self.high or (self.has_high and value == self.high))


def judge(interval: Interval | None, limits: Limits | None) -> Truth:
    """Yes where every number of the interval lies within the limits, no where none does, else nobody can know.

    >>> judge(Interval(2, 4), Limits(low=3)), judge(Interval(3, 4), Limits(low=3)), judge(None, Limits(low=3))
    (<Truth.UNKNOWN: 'unknown'>, <Truth.YES: 'yes'>, <Truth.UNKNOWN: 'unknown'>)
    """
    if interval is None or limits is None:
        return Truth.UNKNOWN
    if limits.contain(interval.low) and limits.contain(interval.high):
        return Truth.YES
    is_below = interval.high < limits.low or (interval.high == limits.low and not limits.has_low)
    is_above = interval.low > limits.high or (interval.low == limits.high and not limits.has_high)
    return Truth.NO if is_below or is_above else Truth.UNKNOWN
