"""The arithmetic of numbers that may be missing, and the one line in which a finding is told."""

from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import (
    STATUS_PRECEDENCE,
    Issue,
    ObservationStatus,
    Quantity,
    Row,
    Severity,
    add_quantities,
    divide_quantities,
    subtract_quantities,
    worst_status,
)

COUNTS = st.integers(min_value=0, max_value=10**7)
NUMBERS = st.builds(Quantity, COUNTS)
GAPS = st.builds(Quantity.absent, st.sampled_from(STATUS_PRECEDENCE))
QUANTITIES = NUMBERS | GAPS
CONFIDENTIAL = Quantity.absent(ObservationStatus.CONFIDENTIAL)
MISSING = Quantity.absent(ObservationStatus.MISSING)


def test_200_of_1000_is_20_percent() -> None:
    assert divide_quantities(Quantity(200), Quantity(1000), factor=100) == Quantity(20)


def test_a_share_of_nobody_is_not_meaningful_and_not_zero() -> None:
    assert divide_quantities(Quantity(0), Quantity(0)) == Quantity.absent(ObservationStatus.NOT_MEANINGFUL)


def test_nobody_of_1000_is_zero() -> None:
    assert divide_quantities(Quantity(0), Quantity(1000), factor=100) == Quantity(0)


def test_a_sum_over_nothing_is_missing_and_not_zero() -> None:
    assert add_quantities([]) == MISSING


def test_zeros_add_up_to_zero() -> None:
    assert add_quantities([Quantity(0), Quantity(0)]) == Quantity(0)


def test_counts_stay_whole_numbers() -> None:
    assert isinstance(add_quantities([Quantity(2), Quantity(3)]).value, int)


def test_confidential_is_told_before_missing() -> None:
    assert add_quantities([Quantity(1), MISSING, CONFIDENTIAL]) == CONFIDENTIAL


def test_a_gap_divided_by_zero_keeps_the_reason_of_the_gap() -> None:
    assert divide_quantities(CONFIDENTIAL, Quantity(0)) == CONFIDENTIAL
    assert divide_quantities(Quantity(1), MISSING) == MISSING


def test_7_less_10_is_minus_3() -> None:
    assert subtract_quantities(Quantity(7), Quantity(10)) == Quantity(-3)


@given(st.lists(QUANTITIES), GAPS, st.lists(QUANTITIES))
def test_a_gap_anywhere_in_a_sum_is_a_gap(before: list[Quantity], gap: Quantity, after: list[Quantity]) -> None:
    parts = [*before, gap, *after]
    total = add_quantities(parts)
    assert total.value is None
    assert total.status is worst_status(part.status for part in parts)


@given(st.lists(QUANTITIES, min_size=1).flatmap(lambda parts: st.tuples(st.just(parts), st.permutations(parts))))
def test_the_order_of_a_sum_does_not_matter(orders: tuple[list[Quantity], list[Quantity]]) -> None:
    assert add_quantities(orders[0]) == add_quantities(orders[1])


@given(st.lists(QUANTITIES, min_size=1), st.lists(QUANTITIES, min_size=1))
def test_a_sum_of_sums_is_the_sum_of_all(first: list[Quantity], second: list[Quantity]) -> None:
    assert add_quantities([add_quantities(first), add_quantities(second)]) == add_quantities([*first, *second])


@given(QUANTITIES, QUANTITIES)
def test_a_difference_has_a_value_only_if_both_sides_have_one(one: Quantity, other: Quantity) -> None:
    result = subtract_quantities(one, other)
    if one.value is None or other.value is None:
        assert result == Quantity.absent(worst_status([one.status, other.status]))
    else:
        assert add_quantities([result, other]) == one


@given(QUANTITIES, QUANTITIES)
def test_a_ratio_has_a_value_only_if_both_terms_have_one_and_the_whole_is_not_zero(
    part: Quantity, whole: Quantity
) -> None:
    result = divide_quantities(part, whole, factor=100)
    is_possible = part.value is not None and whole.value is not None and whole.value != 0
    assert (result.value is not None) is is_possible
    assert (result.status is ObservationStatus.NORMAL) is is_possible


@given(COUNTS, COUNTS)
def test_a_share_lies_between_0_and_100(part: int, rest: int) -> None:
    share = divide_quantities(Quantity(part), Quantity(part + rest), factor=100)
    assert share.value is None or 0 <= share.value <= 100


@given(st.lists(st.tuples(COUNTS, st.integers(min_value=1, max_value=10**7)), min_size=1))
def test_the_ratio_of_summed_counts_is_the_ratio_of_the_sums(pairs: list[tuple[int, int]]) -> None:
    parts, wholes = zip(*pairs, strict=True)
    total = divide_quantities(
        add_quantities(Quantity(part) for part in parts), add_quantities(Quantity(whole) for whole in wholes)
    )
    assert total.value == pytest.approx(float(Fraction(sum(parts), sum(wholes))))


def test_a_ratio_of_sums_is_not_the_mean_of_ratios() -> None:
    pairs = [(200, 1000), (300, 500)]
    total = divide_quantities(
        add_quantities(Quantity(part) for part, _ in pairs),
        add_quantities(Quantity(whole) for _, whole in pairs),
        factor=150,
    )
    assert total == Quantity(50)  # the mean of 30 and 90 would be 60


def test_a_row_tells_a_number_from_the_reason_for_having_none() -> None:
    row = Row(2, {"a": 0, "b": None}, {"b": ObservationStatus.CONFIDENTIAL})
    assert row.quantity("a") == Quantity(0)
    assert row.quantity("b") == CONFIDENTIAL


def test_values_cannot_be_changed() -> None:
    with pytest.raises((FrozenInstanceError, AttributeError)):
        Quantity(1).value = 2  # type: ignore[misc]


def make_issue(row: int | None, field: str | None) -> Issue:
    return Issue(severity=Severity.ERROR, code="type-error", path="a/b.csv", message="Satz.", row=row, field=field)


def test_a_finding_is_told_with_file_row_and_field() -> None:
    assert str(make_issue(7, "name")) == "a/b.csv:7:name: error: Satz. [type-error]"


def test_a_finding_leaves_out_what_is_not_known() -> None:
    assert str(make_issue(None, None)) == "a/b.csv: error: Satz. [type-error]"
    assert str(make_issue(None, "name")) == "a/b.csv:name: error: Satz. [type-error]"
