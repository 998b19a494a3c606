"""Sharing a budget in the tiny city: amounts one can check in the head, and what must hold for all of them.

2026 there are 13,400 euros: 1,000 for each of three quarters, and 20 for each of 520 people from 65 on (200, 300, 20).
"""

import itertools
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from generator.disclosure import plan_suppression, release_packages
from generator.errors import DataError
from generator.geography import compute_geography
from generator.indicators.compute import collect_inputs
from generator.model import ObservationStatus
from generator.offerings import read_offerings
from generator.packages import load_packages
from generator.parameters import read_parameters
from generator.planning.allocation import (
    POT,
    Allocation,
    Basis,
    Distribution,
    Limit,
    Refusal,
    Transition,
    compute_allocation,
    count_years,
    read_key,
)
from generator.planning.allocation.key import round_half_up
from tests.package_builder import City
from tests.tiny import copy_tiny_city, split_tiny_city, tiny_atlas

KEY = Path("datapackages/parameters/allocation.yaml")
BASIS = Basis("", "")


def allocate(project: Path) -> Allocation:
    """The amounts of a project, from what may be released of it."""
    packages, _ = load_packages(project)
    packages = release_packages(packages, plan_suppression(packages)).packages
    key, issues = read_key(project, packages)
    assert issues == ()
    assert key is not None
    parameters = read_parameters(packages)
    geography = compute_geography(packages, parameters)
    return compute_allocation(
        key, collect_inputs(packages, geography, read_offerings(packages, parameters), parameters)
    )


def edit(city: City, *changes: tuple[str, str]) -> Allocation:
    """The amounts after changes to the key."""
    file = city.project / KEY
    text = file.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    return allocate(city.project)


def no_transition(city: City) -> tuple[str, str]:
    """The change that takes the transition out of the key."""
    text = (city.project / KEY).read_text("utf-8")
    return text[text.index("    transition:") : text.index("weight_shift:")], ""


@pytest.fixture
def city(tmp_path: Path) -> City:
    return copy_tiny_city(tmp_path / "city")


def given() -> Allocation:
    allocation = tiny_atlas().allocation
    assert allocation is not None
    return allocation


def known(result: Distribution | Refusal) -> Distribution:
    assert isinstance(result, Distribution)
    return result


def amounts(result: Distribution | Refusal) -> Mapping[str, int]:
    """Whole cents by district, with the pot if there is one."""
    return {share.district_code: share.amount for share in known(result).rows}


# --- numbers ------------------------------------------------------------------------------------------------------


def test_the_first_year_gives_20_euros_for_each_person_from_65_on() -> None:
    assert amounts(given().rounds[0]) == {"001": 420_000, "002": 700_000, "003": 180_000}


def test_who_would_lose_more_than_a_tenth_keeps_nine_tenths_and_the_others_pay_in_proportion() -> None:
    current = known(given().current)
    assert amounts(current) == {"001": 490_833, "002": 687_167, "003": 162_000}
    assert {share.district_code: share.limit for share in current.shares.values()} == {
        "001": Limit.NONE,
        "002": Limit.NONE,
        "003": Limit.DECREASE,
    }
    assert current.factor == Fraction(11_780, 12_000)


def test_every_budget_is_shared_to_the_cent() -> None:
    allocation = given()
    results = [*allocation.rounds, *allocation.variants.values()]
    for result in (one for one in results if isinstance(one, Distribution)):
        assert sum(share.amount for share in result.rows) == result.round.budget.amount
        for share in result.shares.values():
            assert share.bounds.low <= share.amount <= (share.bounds.high or share.amount)


def test_variants_stand_beside_each_other_without_transition() -> None:
    variants = given().variants
    assert amounts(variants["equal"]) == {"001": 446_667, "002": 446_667, "003": 446_666}
    assert amounts(variants["aged"]) == {"001": 500_000, "002": 700_000, "003": 140_000}


def test_people_of_no_district_keep_their_money_in_the_common_pot() -> None:
    """The town counts 2,040 people, its quarters 2,000: 40 of 2,040 parts of 10,400 euros wait for a decision."""
    found = known(given().variants["people"])
    assert found.pot.target == Fraction(1_040_000 * 40, 2_040)
    assert amounts(found)[POT] in (20_392, 20_393)


def test_a_whole_that_is_not_published_cannot_be_shared_by() -> None:
    refused = given().variants["alone"]
    assert isinstance(refused, Refusal)
    assert refused.reason == (
        "Wie viele es in der ganzen Stadt sind, ist für „Einpersonenhaushalte“ nicht veröffentlicht. "
        "Stichtag 31.12.2025."
    )


def test_one_person_more_brings_a_little_less_than_20_euros_because_the_whole_grows_too() -> None:
    part = known(given().current).share("001").parts[0]
    assert part.one_more == Fraction(1_040_000 * 201, 521) - Fraction(1_040_000 * 200, 520)
    assert 1_200 < part.one_more < 2_000


def test_the_difference_to_the_year_before_splits_into_numbers_that_add_up() -> None:
    changes = given().changes
    assert isinstance(changes, Mapping)
    for one in changes.values():
        assert one.before + one.data + one.formula + one.budget + one.limits == one.after
    first = changes["001"]
    assert (first.data, first.formula, first.budget) == (64_615, 0, 15_385)
    assert first.limits == 490_833 - 420_000 - 64_615 - 15_385


def test_all_effects_of_data_together_move_no_money_in_or_out() -> None:
    changes = given().changes
    assert isinstance(changes, Mapping)
    assert abs(sum(one.data for one in changes.values())) <= len(changes)
    assert abs(sum(one.budget for one in changes.values()) - 40_000) <= len(changes)


def test_steps_add_up_to_the_target(city: City) -> None:
    allocation = edit(city, ("variant: aged\n    reference_date: newest", "variant: mixed\n    reference_date: newest"))
    for share in known(allocation.current).rows:
        assert share.target == share.fixed_part + sum(part.amount for part in share.parts)


def test_more_weight_for_a_criterion_moves_money_and_loses_none(city: City) -> None:
    allocation = edit(city, ("variant: aged\n    reference_date: newest", "variant: mixed\n    reference_date: newest"))
    assert [one.criterion.id for one in allocation.shifts] == ["aged", "people"]
    for one in allocation.shifts:
        assert sum(one.weights.values()) == 1
        assert one.weights[one.criterion.id] == Fraction(60, 100)
        assert sum(one.differences.values()) == 0
        assert one.moved > 0


def test_one_criterion_alone_has_no_weights_to_shift() -> None:
    assert given().shifts == ()


def test_changing_a_weight_changes_pools_and_parts_only(city: City) -> None:
    before = known(allocate(city.project).variants["mixed"])
    after = known(edit(city, ("{aged: 50, people: 50}", "{aged: 75, people: 25}")).variants["mixed"])
    for old, new in zip(before.shares.values(), after.shares.values(), strict=True):
        assert old.fixed_part == new.fixed_part
        assert old.bounds == new.bounds
        assert [part.tally for part in old.parts] == [part.tally for part in new.parts]
        assert new.parts[0].amount == old.parts[0].amount * Fraction(75, 50)
        assert new.parts[1].amount == old.parts[1].amount * Fraction(25, 50)


def test_a_second_year_needs_a_first_one(city: City) -> None:
    allocation = edit(city, ("reference_date: 2023-12-31", "reference_date: 2024-12-31"))
    # In 2024 the number of 003 is secret, and so is that of the town.
    assert isinstance(allocation.rounds[0], Refusal)
    assert isinstance(allocation.current, Refusal)
    assert allocation.current.reason.startswith("Die Übergangsregel braucht die Beträge des Vorjahres.")
    assert isinstance(allocation.changes, Refusal)
    assert isinstance(allocation.variants["aged"], Distribution)


def test_posts_are_shared_by_sainte_lague(city: City) -> None:
    allocation = edit(
        city,
        ("method: largest_remainder", "method: sainte_lague"),
        ("step: 0.01", "step: 0.25"),
        ("{amount: 13000, ", "{amount: 3, "),
        ("{amount: 13400, ", "{amount: 3, "),
        ("    fixed_part: {amount: 1000, reason: Für die Miete, source: Beschluss BV-7/2024}\n    floor", "    floor"),
        ("{amount: 1200, ", "{amount: 0.25, "),
        ("{amount: 7500, ", "{amount: 3, "),
        (
            "    fixed_part: {amount: 1000, reason: Für die Miete, source: Beschluss BV-7/2024}\n  - year: 2026",
            "  - year: 2026",
        ),
        ("max_decrease_pct: 10\n      max_increase_pct: 20", "max_decrease_pct: 100"),
    )
    # Twelve quarters by 160 : 300 : 40 and by 200 : 300 : 20.
    assert amounts(allocation.rounds[0]) == {"001": 4, "002": 7, "003": 1}
    assert amounts(allocation.current) == {"001": 4, "002": 7, "003": 1}
    assert allocation.key.unit.spell(5) == Decimal("1.25")


# --- bounds that cannot be met ------------------------------------------------------------------------------------


def test_bounds_that_cannot_be_met_name_the_gap_and_the_line(city: City) -> None:
    with pytest.raises(DataError) as caught:
        edit(city, ("max_decrease_pct: 10", "max_decrease_pct: 0"), ("{amount: 13400, ", "{amount: 12999.50, "))
    line = (city.project / KEY).read_text("utf-8").splitlines().index("  - year: 2026") + 1
    assert str(caught.value) == (
        f"{KEY}:{line}: Die Untergrenzen der Runde 2026 sind zusammen um 0,50 € zu hoch (Variante „Nach Alter“). "
        "Senke den Mindestbetrag, erlaube größere Kürzungen oder erhöhe das Budget."
    )


def test_money_that_nobody_may_get_names_the_gap(city: City) -> None:
    with pytest.raises(DataError, match=r"Die Obergrenzen der Runde 2026 lassen 400,00 € übrig"):
        edit(city, ("max_increase_pct: 20", "max_increase_pct: 0"))


def test_a_variant_for_comparison_that_cannot_be_met_says_so_and_stops_nothing(city: City) -> None:
    """Of 13,400 euros 203.92 go to the pot; 13,196.08 are less than three times 4,450."""
    allocation = edit(
        city,
        no_transition(city),
        ("{amount: 1200, ", "{amount: 4450, "),
        ("variant: aged\n    reference_date: newest", "variant: equal\n    reference_date: newest"),
    )
    assert amounts(allocation.current)["001"] >= 445_000
    refused = allocation.variants["people"]
    assert isinstance(refused, Refusal)
    assert "um 153,92 € zu hoch (Variante „Nach Bevölkerung“)" in refused.reason


# --- transition ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "target", "years"),
    [(100, 100, 0), (100, 110, 1), (100, 121, 2), (100, 122, 3), (100, 90, 1), (100, 80, 3), (0, 5, None)],
)
def test_years_to_target_at_ten_percent(amount: int, target: int, years: int | None) -> None:
    tenth = Transition(decrease=Fraction(1, 10), increase=Fraction(1, 10), basis=BASIS)
    assert count_years(amount, Fraction(target), tenth) == years


def test_a_transition_of_nothing_never_arrives() -> None:
    frozen = Transition(decrease=Fraction(0), increase=Fraction(0), basis=BASIS)
    assert count_years(100, Fraction(101), frozen) is None


def test_a_floor_comes_before_the_transition(city: City) -> None:
    allocation = edit(city, ("{amount: 1200, ", "{amount: 2500, "))
    share = known(allocation.current).share("003")
    assert share.bounds.low == share.amount == 250_000
    assert share.limit is Limit.FLOOR
    assert share.previous == 180_000


# --- secrets ------------------------------------------------------------------------------------------------------


def test_an_amount_tells_nothing_about_secret_counts(tmp_path: Path) -> None:
    """Two cities that differ in secret cells only share out the same amounts, step by step."""
    found = []
    for name, (first, second) in {"one": (1, 2), "other": (2, 1)}.items():
        city = copy_tiny_city(tmp_path / name)
        split_tiny_city(city)
        plant(city, first, second)
        allocation = edit(city, no_transition(city), ("{amount: 7500, ", "{amount: 13400, "))
        found.append([row for result in allocation.rounds for row in known(result).rows])
    one, other = found
    assert one == other
    gaps = {gap.district_code: gap.status for share in one for part in share.parts for gap in part.tally.gaps}
    assert set(gaps.values()) == {ObservationStatus.CONFIDENTIAL}
    assert len(gaps) >= 2


def plant(city: City, first: int, second: int) -> None:
    """A city row of 500, and two quarters whose small counts are kept secret by us."""
    lines = ["reference_date,district_code,age_0_6_count,age_7_17_count,age_18_44_count,age_45_64_count,"]
    lines[0] += "age_65_plus_count,population_count"
    for year in (2023, 2024, 2025):
        young = 100
        rest = {"001": first, "002": second, "003": 497}
        lines.append(f"{year}-12-31,000,{3 * young},0,0,0,{sum(rest.values())},{3 * young + sum(rest.values())}")
        lines += [f"{year}-12-31,{code},{young},0,0,0,{count},{young + count}" for code, count in rest.items()]
    city.write("demographics/age_groups", ("\n".join(lines) + "\n").encode())
    population = ["reference_date,district_code,population_count"]
    population += [f"{year}-12-31,{code},{count}" for year in (2023, 2024, 2025) for code, count in POPULATION.items()]
    city.write("demographics/population", ("\n".join(population) + "\n").encode())


POPULATION = {"000": 3000, "001": 1000, "002": 1000, "003": 1000}


def test_a_single_secret_number_is_not_shared_by(city: City) -> None:
    """With 500 in all and 480 known, the rest would be the secret itself."""
    city.replace("demographics/age_groups", "2025-12-31,003,0,40,70,70,20,200", "2025-12-31,003,0,40,70,.,.,200")
    text = city.file("demographics/age_groups").read_text("utf-8")
    city.write("demographics/age_groups", (text + "2025-12-31,000,140,300,520,520,520,2000\n").encode())
    packages, _ = load_packages(city.project)
    key, _ = read_key(city.project, packages)
    assert key is not None
    parameters = read_parameters(packages)
    geography = compute_geography(packages, parameters)
    inputs = collect_inputs(packages, geography, read_offerings(packages, parameters), parameters)
    refused = compute_allocation(key, inputs).variants["aged"]
    assert isinstance(refused, Refusal)
    assert refused.reason.startswith("Für „Menschen ab 65 Jahren“ ließe sich aus dem Rest eine geheim gehaltene Zahl")


def test_a_larger_district_is_counted_as_far_as_its_parts_are_known(city: City) -> None:
    split_tiny_city(city)
    city.replace("demographics/population", "2025-12-31,003,200", "2025-12-31,003,…")
    allocation = edit(
        city,
        ("id: quarter", "id: half"),
        ("{amount: 7500, ", "{amount: 13400, "),
    )
    found = known(allocation.variants["people"])
    north, south = found.shares.values()
    assert (north.parts[0].tally.count, south.parts[0].tally.count) == (1_800, 0)
    assert [gap.district_code for gap in south.parts[0].tally.gaps] == ["003"]
    assert found.pot.parts[0].tally.count == 240


def test_cents_are_never_floats() -> None:
    for result in (one for one in (*given().rounds, *given().variants.values()) if isinstance(one, Distribution)):
        for share in result.rows:
            numbers = [share.amount, share.bounds.low, share.fixed_part, share.target, share.bounded]
            numbers += [part.amount for part in share.parts] + [part.pool for part in share.parts]
            assert all(type(one) in (int, Fraction) for one in numbers)


def test_rounding_by_hand() -> None:
    for number, digits in itertools.product(range(-30, 31), (2, 3)):
        exact = Fraction(number, digits)
        assert abs(round_half_up(exact) - exact) <= Fraction(1, 2)
