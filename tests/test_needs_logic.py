"""Three-valued logic, limits and intervals: what holds for all inputs."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.planning.needs.intervals import count_interval, share_interval
from generator.planning.needs.logic import Interval, Limits, Truth, all_of, any_of, judge, negate

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
TRUTHS = st.lists(st.sampled_from(Truth), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("first", "second", "both", "either"),
    [
        (YES, YES, YES, YES),
        (YES, NO, NO, YES),
        (YES, UNKNOWN, UNKNOWN, YES),
        (NO, YES, NO, YES),
        (NO, NO, NO, NO),
        (NO, UNKNOWN, NO, UNKNOWN),
        (UNKNOWN, YES, UNKNOWN, YES),
        (UNKNOWN, NO, NO, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_the_truth_table_of_kleene(first: Truth, second: Truth, both: Truth, either: Truth) -> None:
    assert (all_of([first, second]), any_of([first, second])) == (both, either)


@given(TRUTHS)
def test_not_all_is_any_not(parts: list[Truth]) -> None:
    assert negate(all_of(parts)) is any_of(map(negate, parts))


@given(TRUTHS, st.data())
def test_taking_knowledge_away_never_turns_an_answer_round(parts: list[Truth], data: st.DataObject) -> None:
    gaps = data.draw(st.sets(st.integers(0, len(parts) - 1)))
    vague = [UNKNOWN if number in gaps else one for number, one in enumerate(parts)]
    for combine in (all_of, any_of):
        assert combine(vague) in {combine(parts), UNKNOWN}


@given(TRUTHS)
def test_the_order_of_parts_does_not_matter(parts: list[Truth]) -> None:
    assert (all_of(parts), any_of(parts)) == (all_of(reversed(parts)), any_of(reversed(parts)))


@pytest.mark.parametrize("has_low", [True, False])
def test_a_bound_itself_counts_or_not(*, has_low: bool) -> None:
    assert judge(Interval(5, 5), Limits(low=5, has_low=has_low)) is (YES if has_low else NO)


def test_without_a_number_or_without_a_bound_nobody_knows() -> None:
    assert (judge(None, Limits(low=5)), judge(Interval(5, 5), None)) == (UNKNOWN, UNKNOWN)


def test_a_band_answers_yes_inside_no_outside_and_unknown_across() -> None:
    band = Limits(low=2, high=4, has_high=False)
    answers = [judge(Interval(*ends), band) for ends in ((2, 3), (4, 9), (0, 1.9), (3, 4), (1, 5))]
    assert answers == [YES, NO, NO, UNKNOWN, UNKNOWN]


@given(st.tuples(NUMBERS, NUMBERS), st.tuples(NUMBERS, NUMBERS), st.tuples(st.booleans(), st.booleans()))
def test_judging_agrees_with_every_number_of_the_interval(
    ends: tuple[float, float], bounds: tuple[float, float], closed: tuple[bool, bool]
) -> None:
    interval = Interval(min(ends), max(ends))
    limits = Limits(low=min(bounds), high=max(bounds), has_low=closed[0], has_high=closed[1])
    probes = {*ends, *(one for one in bounds if interval.low <= one <= interval.high)}
    inside = [limits.contain(one) for one in probes]
    truth = judge(interval, limits)
    assert truth is not YES or all(inside)
    assert truth is not NO or not any(inside)


@given(NUMBERS, NUMBERS, NUMBERS, st.floats(0, 1e6))
def test_relaxing_a_bound_never_removes_a_hit(first: float, second: float, bound: float, slack: float) -> None:
    interval = Interval(min(first, second), max(first, second))
    for strict, relaxed in (
        (Limits(low=bound), Limits(low=bound - slack)),
        (Limits(high=bound), Limits(high=bound + slack)),
    ):
        assert judge(interval, strict) is not YES or judge(interval, relaxed) is YES


@given(NUMBERS, NUMBERS, NUMBERS, st.floats(0, 1e3), st.floats(0, 1e3))
def test_a_wider_interval_never_turns_an_answer_round(
    first: float, second: float, bound: float, less: float, more: float
) -> None:
    narrow = Interval(min(first, second), max(first, second))
    wide = Interval(narrow.low - less, narrow.high + more)
    assert judge(wide, Limits(low=bound)) in {judge(narrow, Limits(low=bound)), UNKNOWN}


# --- intervals ----------------------------------------------------------------------------------------------------


def test_wilson_for_half_of_ten_as_in_textbooks() -> None:
    found = share_interval(5, 10, 95)
    assert (round(found.low, 4), round(found.high, 4)) == (0.2366, 0.7634)


def test_nobody_of_ten_may_be_up_to_28_percent() -> None:
    found = share_interval(0, 10, 95)
    assert (found.low, round(found.high, 4)) == (0.0, 0.2775)


@given(st.integers(1, 10_000), st.data(), st.sampled_from([80, 95, 99]))
def test_a_share_interval_holds_the_share_and_stays_within_0_and_1(
    whole: int, data: st.DataObject, confidence: int
) -> None:
    part = data.draw(st.integers(0, whole))
    found = share_interval(part, whole, confidence)
    assert 0 <= found.low <= part / whole <= found.high <= 1


@given(st.integers(1, 1000), st.data())
def test_a_share_interval_narrows_with_more_people_and_widens_with_more_certainty(
    whole: int, data: st.DataObject
) -> None:
    part = data.draw(st.integers(0, whole))
    widths = [
        found.high - found.low
        for found in (
            share_interval(part, whole, 99),
            share_interval(part, whole, 95),
            share_interval(part * 4, whole * 4, 95),
        )
    ]
    assert widths[0] > widths[1] > widths[2]


@given(st.integers(0, 100_000))
def test_a_count_interval_holds_the_count_and_is_never_negative(count: int) -> None:
    found = count_interval(count, 95)
    assert 0 <= found.low <= count <= found.high


def test_sixteen_cases_vary_by_about_a_quarter() -> None:
    found = count_interval(16, 68.27)
    assert math.isclose((found.high - found.low) / 2 / 16, 0.25, rel_tol=0.05)


def test_all_combinations_of_three_answers_have_one() -> None:
    for parts in product(Truth, repeat=3):
        assert all_of(parts) in Truth
        assert any_of(parts) in Truth
