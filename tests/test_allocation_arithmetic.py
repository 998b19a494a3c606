"""Sharing a whole: what must hold for every budget, every weight and every bound."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.planning.allocation.arithmetic import (
    Bounds,
    fill_bounds,
    find_gap,
    round_to_whole,
    share_by_quotients,
)

OPEN = Bounds(0, None)
CALM = settings(max_examples=40)
"""A busy machine is no mistake."""
Case = tuple[list[Fraction], list[Bounds], int]


def fractions(numbers: Sequence[int]) -> list[Fraction]:
    return [Fraction(number) for number in numbers]


def fill(weights: Sequence[Fraction], bounds: Sequence[Bounds], budget: Fraction) -> tuple[Fraction, ...]:
    """Exact amounts."""
    return fill_bounds(weights, bounds, budget).amounts


def keys_of(weights: Sequence[Fraction]) -> list[str]:
    return [f"{place:03}" for place in range(len(weights))]


@st.composite
def weights(draw: st.DrawFn) -> list[Fraction]:
    """Some weights, not all of them zero."""
    found = draw(st.lists(st.fractions(0, 1000, max_denominator=60), min_size=1, max_size=8))
    assume(any(found))
    return found


@st.composite
def bounded(draw: st.DrawFn) -> Case:
    """Weights, bounds, and a budget within their reach."""
    found = draw(weights())
    limits = [
        Bounds(low, None if width is None else low + width)
        for low, width in draw(
            st.lists(
                st.tuples(st.integers(0, 50), st.none() | st.integers(0, 80)),
                min_size=len(found),
                max_size=len(found),
            )
        )
    ]
    budget = draw(st.integers(0, 2000))
    gap = find_gap(found, limits, Fraction(budget))
    return found, limits, budget - int(gap)


def unbounded(found: Sequence[Fraction], budget: int) -> tuple[int, ...]:
    """Proportional shares, rounded."""
    shares = fill(found, [OPEN] * len(found), Fraction(budget))
    return round_to_whole(shares, found, keys_of(found))


# --- bounds -------------------------------------------------------------------------------------------------------


@CALM
@given(bounded())
def test_what_is_handed_out_is_exactly_the_budget_and_within_bounds(case: Case) -> None:
    found, limits, budget = case
    shares = fill(found, limits, Fraction(budget))
    amounts = round_to_whole(shares, found, keys_of(found))
    assert sum(shares) == budget
    assert sum(amounts) == budget
    for amount, one in zip(amounts, limits, strict=True):
        assert one.low <= amount <= (amount if one.high is None else one.high)


@CALM
@given(bounded())
def test_whoever_is_not_at_a_bound_gets_in_proportion_to_the_weight(case: Case) -> None:
    found, limits, budget = case
    shares = fill(found, limits, Fraction(budget))
    free = [
        (share, weight)
        for share, weight, one in zip(shares, found, limits, strict=True)
        if one.low < share and (one.high is None or share < one.high)
    ]
    assert len({share / weight for share, weight in free}) <= 1


@CALM
@given(bounded(), st.integers(0, 500))
def test_a_larger_budget_takes_nothing_from_anybody_before_rounding(case: Case, more: int) -> None:
    found, limits, budget = case
    larger = budget + more
    larger -= int(find_gap(found, limits, Fraction(larger)))
    before, after = (fill(found, limits, Fraction(one)) for one in (budget, larger))
    assert all(small <= large for small, large in zip(before, after, strict=True))


@CALM
@given(bounded(), st.data())
def test_more_weight_never_means_less_and_never_more_for_others(case: Case, data: st.DataObject) -> None:
    found, limits, budget = case
    place = data.draw(st.integers(0, len(found) - 1))
    assume(found[place])
    heavier = [weight + (5 if at == place else 0) for at, weight in enumerate(found)]
    before, after = (fill(one, limits, Fraction(budget)) for one in (found, heavier))
    for at, (old, new) in enumerate(zip(before, after, strict=True)):
        assert new >= old if at == place else new <= old


@CALM
@given(bounded(), st.fractions(Fraction(1, 50), 50, max_denominator=50))
def test_only_the_proportions_of_weights_count(case: Case, factor: Fraction) -> None:
    found, limits, budget = case
    scaled = [weight * factor for weight in found]
    assert fill(found, limits, Fraction(budget)) == fill(scaled, limits, Fraction(budget))


@CALM
@given(bounded(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(case: Case, dice: object) -> None:
    found, limits, budget = case
    keys = keys_of(found)
    places = list(range(len(found)))
    dice.shuffle(places)  # type: ignore[attr-defined]
    mixed = [found[at] for at in places], [limits[at] for at in places], [keys[at] for at in places]
    shares = fill(found, limits, Fraction(budget))
    shuffled = fill(mixed[0], mixed[1], Fraction(budget))
    plain = dict(zip(keys, round_to_whole(shares, found, keys), strict=True))
    assert dict(zip(mixed[2], round_to_whole(shuffled, mixed[0], mixed[2]), strict=True)) == plain
    posts = dict(zip(keys, share_by_quotients(found, limits, budget, keys), strict=True))
    assert dict(zip(mixed[2], share_by_quotients(*mixed[:2], budget, mixed[2]), strict=True)) == posts


@CALM
@given(weights(), st.integers(1, 500))
def test_merged_districts_get_what_their_parts_get_before_rounding_and_without_bounds(
    found: list[Fraction], budget: int
) -> None:
    assume(len(found) > 1)
    merged = [found[0] + found[1], *found[2:]]
    parts = fill(found, [OPEN] * len(found), Fraction(budget))
    whole = fill(merged, [OPEN] * len(merged), Fraction(budget))
    assert whole == (parts[0] + parts[1], *parts[2:])


def test_merged_districts_may_get_less_where_each_had_a_floor() -> None:
    parts = fill(fractions([1, 1, 8]), [Bounds(3, None)] * 3, Fraction(10))
    merged = fill(fractions([2, 8]), [Bounds(3, None)] * 2, Fraction(10))
    assert parts[0] + parts[1] == 6
    assert merged[0] == 3


@CALM
@given(weights(), st.integers(0, 500))
def test_no_weight_and_no_floor_is_no_money(found: list[Fraction], budget: int) -> None:
    assert unbounded([*found, Fraction(0)], budget)[-1] == 0


def test_naive_clipping_would_miss_the_budget() -> None:
    limits = [Bounds(40, None), OPEN, OPEN]
    assert fill(fractions([1, 4, 5]), limits, Fraction(100)) == (40, Fraction(80, 3), Fraction(100, 3))


@pytest.mark.parametrize(
    ("budget", "gap"),
    [(9, -1), (10, 0), (30, 0), (31, 1)],
)
def test_the_gap_names_what_is_missing_or_too_much(budget: int, gap: int) -> None:
    assert find_gap(fractions([1, 2]), [Bounds(5, 10), Bounds(5, 20)], Fraction(budget)) == gap


def test_who_has_no_weight_cannot_take_what_is_left() -> None:
    assert find_gap(fractions([0, 1]), [Bounds(2, None), Bounds(0, 5)], Fraction(10)) == 3


# --- largest remainders -------------------------------------------------------------------------------------------


@CALM
@given(weights(), st.integers(0, 500))
def test_rounding_stays_next_to_the_exact_share(found: list[Fraction], budget: int) -> None:
    shares = fill(found, [OPEN] * len(found), Fraction(budget))
    for share, amount in zip(shares, unbounded(found, budget), strict=True):
        assert share - 1 < amount < share + 1


@CALM
@given(weights(), st.integers(0, 500))
def test_more_weight_never_gets_less(found: list[Fraction], budget: int) -> None:
    amounts = unbounded(found, budget)
    for (heavy, more), (light, less) in product(zip(found, amounts, strict=True), repeat=2):
        assert heavy <= light or more >= less


@CALM
@given(st.integers(1, 9), st.integers(0, 500))
def test_equal_districts_differ_by_one_unit_at_most(count: int, budget: int) -> None:
    amounts = unbounded([Fraction(7)] * count, budget)
    assert max(amounts) - min(amounts) <= 1


def test_equal_remainders_go_to_the_smaller_key() -> None:
    shares = [Fraction(5, 2), Fraction(5, 2)]
    assert round_to_whole(shares, fractions([1, 1]), ["b", "a"]) == (2, 3)


def test_largest_remainders_are_those_nearest_to_the_exact_shares() -> None:
    """Against every way to share five units among three: nothing lies nearer, as the sum of squares."""
    for found in product(range(4), repeat=3):
        if any(found):
            shares = fill(fractions(found), [OPEN] * 3, Fraction(5))
            amounts = round_to_whole(shares, fractions(found), ["a", "b", "c"])
            ways = [one for one in product(range(6), repeat=3) if sum(one) == 5]
            assert miss(shares, amounts) == min(miss(shares, way) for way in ways)


def miss(shares: Sequence[Fraction], amounts: Sequence[int]) -> Fraction:
    return sum(((share - amount) ** 2 for share, amount in zip(shares, amounts, strict=True)), Fraction(0))


# --- quotients ----------------------------------------------------------------------------------------------------


@CALM
@given(bounded())
def test_quotients_hand_out_everything_within_bounds(case: Case) -> None:
    found, limits, budget = case
    amounts = share_by_quotients(found, limits, budget, keys_of(found))
    assert sum(amounts) == budget
    for amount, one in zip(amounts, limits, strict=True):
        assert one.low <= amount <= (amount if one.high is None else one.high)


@CALM
@given(weights(), st.integers(0, 60))
def test_one_post_more_takes_none_from_anybody(found: list[Fraction], total: int) -> None:
    open_ends = [OPEN] * len(found)
    before, after = (share_by_quotients(found, open_ends, one, keys_of(found)) for one in (total, total + 1))
    assert all(small <= large for small, large in zip(before, after, strict=True))


def test_largest_remainders_may_take_one_where_quotients_do_not() -> None:
    """The Alabama paradox: why posts are not shared by remainders."""
    found = fractions([6, 6, 2])
    assert (unbounded(found, 10)[2], unbounded(found, 11)[2]) == (2, 1)
    posts = [share_by_quotients(found, [OPEN] * 3, one, ["a", "b", "c"])[2] for one in (10, 11)]
    assert posts == sorted(posts)


def test_quotients_are_those_of_a_common_divisor() -> None:
    """Against the definition: some divisor, ordinary rounding, the right sum."""
    for found in product(range(1, 6), repeat=3):
        amounts = share_by_quotients(fractions(found), [OPEN] * 3, 7, ["a", "b", "c"])
        low = max(Fraction(2 * amount - 1, 2 * weight) for amount, weight in zip(amounts, found, strict=True))
        high = min(Fraction(2 * amount + 1, 2 * weight) for amount, weight in zip(amounts, found, strict=True))
        assert low <= high


def test_remainders_that_look_alike_as_floats_are_still_told_apart() -> None:
    tiny = Fraction(1, 10**30)
    shares = [Fraction(1, 3), Fraction(1, 3) - tiny, Fraction(1, 3) + tiny]
    assert float(shares[0]) == float(shares[2])
    assert round_to_whole(shares, [Fraction(1)] * 3, ["a", "b", "c"]) == (0, 0, 1)
