"""What holds for every budget that is shared by any key, from counts to whole cents."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.model import ObservationStatus
from generator.planning.allocation import (
    Basis,
    Counts,
    Distribution,
    Gap,
    Limit,
    Round,
    Rounding,
    Setting,
    Tally,
    Transition,
    Variant,
    share_budget,
)
from generator.planning.allocation.key import Criterion

BASIS = Basis("weil", "daher")
DAY = date(2025, 12, 31)
CALM = settings(max_examples=40)
"""A busy machine is no mistake."""


def count(name: str, numbers: Sequence[int], rest: int) -> Counts:
    """A criterion with these counts, and ``rest`` people of no district."""
    criterion = Criterion(
        id=name, title=name, one_more=name, resource_id="a/b", field=name, reference_date=None, basis=BASIS
    )
    return Counts(
        criterion=criterion,
        reference_date=DAY,
        tallies=tuple(Tally(count=number, evidence=(), gaps=()) for number in numbers),
        total=sum(numbers) + rest,
        total_evidence=(),
    )


def make_round(budget: int, fixed: int = 0) -> Round:
    return Round(
        year=2026,
        variant_id="v",
        reference_date=None,
        budget=Setting(budget, BASIS),
        fixed_part=Setting(fixed, BASIS) if fixed else None,
        floor=None,
        cap=None,
        transition=None,
        position=0,
    )


def make_variant(**weights: Fraction) -> Variant:
    return Variant(id="v", title="v", description="v", weights=weights, basis=BASIS)


Case = tuple[Round, Variant, tuple[Counts, ...], list[str], dict[str, int]]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A round with all rules, two criteria, and amounts of the year before."""
    size = draw(st.integers(1, 6))
    numbers = st.lists(st.integers(0, 5000), min_size=size, max_size=size)
    counts = tuple(count(name, draw(numbers), draw(st.integers(0, 50))) for name in "ab")
    assume(all(one.total for one in counts))
    weight = draw(st.fractions(Fraction(1, 10), Fraction(9, 10), max_denominator=20))
    fixed = draw(st.integers(0, 1000))
    budget = draw(st.integers(fixed * size, fixed * size + 1_000_000))
    codes = [f"{place:02}" for place in range(size)]
    share = budget // size
    one = replace(
        make_round(budget, fixed),
        floor=draw(st.none() | st.builds(Setting, st.integers(0, share // 2), st.just(BASIS))),
        cap=draw(st.none() | st.builds(Setting, st.integers(share + 1, 4 * share + 1), st.just(BASIS))),
        transition=draw(
            st.none()
            | st.builds(
                Transition,
                decrease=st.none() | st.fractions(0, 1, max_denominator=20),
                increase=st.none() | st.fractions(0, 2, max_denominator=20),
                basis=st.just(BASIS),
            )
        ),
    )
    before = draw(st.dictionaries(st.sampled_from(codes), st.integers(0, 2 * share + 1)))
    return one, make_variant(a=weight, b=1 - weight), counts, codes, before


def share_out(case: Case, rounding: Rounding = Rounding.LARGEST_REMAINDER) -> Distribution:
    """The distribution of a case that is within reach."""
    result = share_budget(*case, rounding)
    assume(isinstance(result, Distribution))
    assert isinstance(result, Distribution)
    return result


@CALM
@given(cases())
def test_all_amounts_are_the_budget_and_keep_their_bounds(case: Case) -> None:
    result = share_out(case)
    assert sum(share.amount for share in result.rows) == case[0].budget.amount
    assert sum(share.bounded for share in result.rows) == case[0].budget.amount
    for share in result.shares.values():
        assert share.bounds.low <= share.amount
        assert share.bounds.high is None or share.amount <= share.bounds.high


@CALM
@given(cases())
def test_every_amount_is_explained_by_its_steps(case: Case) -> None:
    result = share_out(case)
    for share in result.rows:
        assert share.target == share.fixed_part + sum(part.amount for part in share.parts)
        for part in share.parts:
            assert part.amount * part.counts.total == part.pool * part.tally.count
        assert abs(share.amount - share.bounded) < 1
    for share in result.shares.values():
        if share.limit is Limit.NONE:
            assert share.bounded == result.factor * share.target
    assert sum(share.target for share in result.rows) == case[0].budget.amount


@CALM
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_districts_changes_no_amount(case: Case, dice: object) -> None:
    one, variant, counts, codes, before = case
    places = list(range(len(codes)))
    dice.shuffle(places)  # type: ignore[attr-defined]
    mixed = tuple(replace(found, tallies=tuple(found.tallies[place] for place in places)) for found in counts)
    plain = share_out(case)
    shuffled = share_out((one, variant, mixed, [codes[place] for place in places], before))
    assert {code: share.amount for code, share in plain.shares.items()} == {
        code: share.amount for code, share in shuffled.shares.items()
    }
    assert plain.pot.amount == shuffled.pot.amount


@CALM
@given(cases())
def test_ten_times_the_people_everywhere_change_nothing(case: Case) -> None:
    one, variant, counts, codes, before = case
    larger = tuple(
        replace(
            found,
            total=found.total * 10,
            tallies=tuple(replace(tally, count=tally.count * 10) for tally in found.tallies),
        )
        for found in counts
    )
    amounts = [
        [share.amount for share in share_out((one, variant, some, codes, before)).rows] for some in (counts, larger)
    ]
    assert amounts[0] == amounts[1]


@CALM
@given(cases())
def test_one_more_is_what_a_recount_with_one_more_gives(case: Case) -> None:
    one, variant, counts, codes, _ = case
    free = replace(one, floor=None, cap=None, transition=None)
    first = counts[0]
    tallies = (replace(first.tallies[0], count=first.tallies[0].count + 1), *first.tallies[1:])
    raised = (replace(first, total=first.total + 1, tallies=tallies), *counts[1:])
    before, after = (share_out((free, variant, some, codes, {})).shares["00"] for some in (counts, raised))
    assert after.target - before.target == before.parts[0].one_more
    assert before.parts[0].one_more >= 0


@CALM
@given(cases())
def test_nobody_counted_and_nothing_fixed_is_no_money(case: Case) -> None:
    one, variant, counts, codes, _ = case
    free = replace(one, fixed_part=None, floor=None, cap=None, transition=None)
    empty = tuple(replace(found, tallies=(*found.tallies, Tally(count=0, evidence=(), gaps=()))) for found in counts)
    assert share_out((free, variant, empty, [*codes, "99"], {})).shares["99"].amount == 0


@CALM
@given(cases())
def test_without_bounds_two_districts_together_get_what_they_get_apart(case: Case) -> None:
    one, variant, counts, codes, _ = case
    assume(len(codes) > 1)
    free = replace(one, fixed_part=None, floor=None, cap=None, transition=None)
    merged = tuple(
        replace(
            found,
            tallies=(
                Tally(count=found.tallies[0].count + found.tallies[1].count, evidence=(), gaps=()),
                *found.tallies[2:],
            ),
        )
        for found in counts
    )
    apart = share_out((free, variant, counts, codes, {}))
    together = share_out((free, variant, merged, codes[1:], {}))
    assert together.shares["01"].target == apart.shares["00"].target + apart.shares["01"].target


@CALM
@given(cases(), st.integers(0, 50))
def test_more_people_whose_district_is_secret_only_make_the_common_pot_larger(case: Case, more: int) -> None:
    """Who is hidden takes money from everybody alike, and nobody's amount tells whose neighbour it was."""
    one, variant, counts, codes, _ = case
    free = replace(one, floor=None, cap=None, transition=None)
    hidden = tuple(
        replace(
            found,
            total=found.total + more,
            tallies=tuple(
                replace(tally, gaps=(Gap(district_code="x", status=ObservationStatus.CONFIDENTIAL),))
                for tally in found.tallies
            ),
        )
        for found in counts
    )
    before, after = share_out((free, variant, counts, codes, {})), share_out((free, variant, hidden, codes, {}))
    assert after.pot.target >= before.pot.target
    for code in codes:
        assert after.shares[code].target <= before.shares[code].target


@CALM
@given(cases())
def test_posts_are_shared_completely_and_within_bounds(case: Case) -> None:
    _, variant, counts, codes, _ = case
    few = replace(make_round(len(codes) * 7), floor=Setting(1, BASIS), cap=Setting(20, BASIS))
    result = share_budget(few, variant, counts, codes, {}, Rounding.SAINTE_LAGUE)
    assume(isinstance(result, Distribution))
    assert isinstance(result, Distribution)
    assert sum(share.amount for share in (*result.shares.values(), result.pot)) == few.budget.amount
    assert all(1 <= share.amount <= 20 for share in result.shares.values())
