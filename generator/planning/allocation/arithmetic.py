"""Sharing a whole without losing any of it: bounds, then rounding, in exact fractions.

Everything counts in the smallest unit that is handed out (cents, quarters of a post). Amounts are whole numbers of it.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Bounds:
    """Least and most that somebody may get."""

    low: int
    high: int | None
    """``None`` is open."""

    def clip(self, amount: Fraction) -> Fraction:
        """The nearest amount within the bounds."""
        raised = max(amount, Fraction(self.low))
        return raised if self.high is None else min(raised, Fraction(self.high))


def find_gap(weights: Sequence[Fraction], bounds: Sequence[Bounds], budget: Fraction) -> Fraction:
    """By how much a budget misses what the bounds allow: positive if it is too large, negative if it is too small.

    >>> find_gap([Fraction(1), Fraction(1)], [Bounds(6, None), Bounds(5, None)], Fraction(10))
    Fraction(-1, 1)
    """
    least = sum(one.low for one in bounds)
    if budget < least:
        return budget - least
    # Whoever has no weight gets the least: nothing says how much more it should be.
    reached = [one.high if weight else one.low for weight, one in zip(weights, bounds, strict=True)]
    most = sum(one for one in reached if one is not None)
    return Fraction(0) if None in reached else max(budget - most, Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """A budget in amounts between bounds."""

    level: Fraction
    """The amount for each unit of weight of those who are at no bound."""
    amounts: tuple[Fraction, ...]


def fill_bounds(weights: Sequence[Fraction], bounds: Sequence[Bounds], budget: Fraction) -> Filling:
    """The only amounts in proportion to the weights, each clipped to its bounds, that add up to the budget.

    Like water in connected vessels: one level for all, vessels begin at ``low`` and are closed at ``high``.
    The budget must be within reach (``find_gap`` is zero).

    >>> filling = fill_bounds([Fraction(1), Fraction(3)], [Bounds(4, None), Bounds(0, None)], Fraction(10))
    >>> str(filling.level), [str(one) for one in filling.amounts]
    ('2', ['4', '6'])
    """
    level = _find_level(weights, bounds, budget)
    amounts = tuple(one.clip(level * weight) for weight, one in zip(weights, bounds, strict=True))
    return Filling(level=level, amounts=amounts)


def _find_level(weights: Sequence[Fraction], bounds: Sequence[Bounds], budget: Fraction) -> Fraction:
    """The level at which what is handed out is the budget."""
    # What is handed out grows with the level, in straight pieces.
    bends: list[tuple[Fraction, Fraction, int]] = []
    """Level, change of slope, change of what does not grow."""
    for weight, one in zip(weights, bounds, strict=True):
        if weight:
            bends.append((one.low / weight, weight, -one.low))
            if one.high is not None:
                bends.append((one.high / weight, -weight, one.high))
    slope, constant, level = Fraction(0), Fraction(sum(one.low for one in bounds)), Fraction(0)
    # Floats keep the order of fractions and are compared far sooner; only equal ones are looked at exactly.
    for level, turn, step in sorted(bends, key=lambda bend: (float(bend[0]), bend)):
        if constant + slope * level >= budget:
            break
        slope, constant = slope + turn, constant + step
    return (budget - constant) / slope if slope else level


def round_to_whole(shares: Sequence[Fraction], weights: Sequence[Fraction], keys: Sequence[str]) -> tuple[int, ...]:
    """Largest remainders: everybody gets the whole part, what is left goes to the largest remainders.

    The shares must add up to a whole number. Equal remainders: larger weight first, then the smaller key.

    >>> round_to_whole([Fraction(4, 3)] * 3, [Fraction(1)] * 3, ["a", "b", "c"])
    (2, 1, 1)
    """
    whole = [int(share // 1) for share in shares]
    left = sum(shares) - sum(whole)
    missing = [share - amount for share, amount in zip(shares, whole, strict=True)]
    order = sorted(
        range(len(shares)),
        key=lambda place: (-float(missing[place]), -missing[place], -weights[place], keys[place]),
    )
    raised = set(order[: int(left)])
    return tuple(amount + (place in raised) for place, amount in enumerate(whole))


def share_by_quotients(
    weights: Sequence[Fraction], bounds: Sequence[Bounds], total: int, keys: Sequence[str]
) -> tuple[int, ...]:
    """Sainte-Laguë (Webster): one unit after the other goes to the largest weight ÷ (units + ½).

    More units in total never mean less for anybody. Everybody begins with ``low`` and stops at ``high``. Equal
    quotients: larger weight first, then the smaller key. The total must be within reach (``find_gap`` is zero).

    >>> share_by_quotients([Fraction(53), Fraction(24), Fraction(23)], [Bounds(0, None)] * 3, 7, ["a", "b", "c"])
    (3, 2, 2)
    """
    amounts = [one.low for one in bounds]

    def bid(place: int) -> tuple[Fraction, Fraction, str, int]:
        return -weights[place] / (2 * amounts[place] + 1), -weights[place], keys[place], place

    queue = [bid(place) for place in range(len(amounts)) if weights[place] and amounts[place] != bounds[place].high]
    heapq.heapify(queue)
    for _ in range(total - sum(amounts)):
        place = queue[0][3]
        amounts[place] += 1
        if amounts[place] == bounds[place].high:
            heapq.heappop(queue)
        else:
            heapq.heapreplace(queue, bid(place))
    return tuple(amounts)
