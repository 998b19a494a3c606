"""Every number of the tiny city can be worked out in the head; every gap keeps its reason."""

from datetime import date
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.geography import Geography
from generator.indicators import define_indicators
from generator.indicators.compute import IndicatorResults, Inputs, compute_indicators
from generator.indicators.definition import Direction, Indicator, MapStyle, Ratio, Term
from generator.model import District, Level, Observation, ObservationStatus, Quantity, Row
from generator.offerings import OfferingCatalog
from tests.tiny import copy_tiny_city, evaluate_city, split_tiny_city, tiny_atlas

NORMAL = ObservationStatus.NORMAL
CONFIDENTIAL = ObservationStatus.CONFIDENTIAL
MISSING = ObservationStatus.MISSING
NOT_MEANINGFUL = ObservationStatus.NOT_MEANINGFUL
EMPTY_CATALOG = OfferingCatalog(offerings=(), service_types=(), tiers=(), guidelines=())


@pytest.fixture
def results() -> IndicatorResults:
    return tiny_atlas().results


def at(results: IndicatorResults, indicator_id: str, code: str, year: int) -> Observation:
    """The number of a year."""
    return next(one for one in results.series[indicator_id, code] if one.reference_date.year == year)


@pytest.mark.parametrize(
    ("indicator_id", "code", "value", "status"),
    [
        ("population", "001", 1000, NORMAL),
        ("population", "003", 200, NORMAL),
        ("population_65_plus", "003", 20, NORMAL),
        ("share_65_plus", "001", 20, NORMAL),
        ("share_65_plus", "002", 37.5, NORMAL),
        ("share_65_plus", "003", None, NOT_MEANINGFUL),
        ("change_65_plus_count", "001", 40, NORMAL),
        ("change_65_plus_count", "002", 0, NORMAL),
        ("change_65_plus_count", "003", -20, NORMAL),
        ("change_65_plus_count", "000", 20, NORMAL),
        ("change_65_plus_pct", "001", 25, NORMAL),
        ("change_65_plus_pct", "002", 0, NORMAL),
        ("change_65_plus_pct", "003", None, NOT_MEANINGFUL),
        ("change_65_plus_pct", "000", 4, NORMAL),
        ("change_population_pct", "001", 25, NORMAL),
        ("change_population_pct", "003", None, MISSING),
        ("change_population_pct", "000", 2, NORMAL),
        ("old_age_ratio", "001", 40, NORMAL),
        ("old_age_ratio", "002", 75, NORMAL),
        ("old_age_ratio", "000", 50, NORMAL),
        ("density", "002", 800, NORMAL),
        ("density", "003", 100, NORMAL),
        ("density", "000", 510, NORMAL),
        ("share_one_person_households", "001", 40, NORMAL),
        ("share_one_person_households", "002", 50, NORMAL),
        ("share_one_person_households", "003", None, CONFIDENTIAL),
        ("share_one_person_households", "000", None, CONFIDENTIAL),
    ],
)
def test_the_newest_number(
    results: IndicatorResults, indicator_id: str, code: str, value: float | None, status: ObservationStatus
) -> None:
    observation = results.latest(indicator_id, code)
    assert (observation.value, observation.status) == (value, status)
    assert observation.reference_date == date(2025, 12, 31)


def test_a_row_of_its_own_goes_before_the_sum_of_the_parts(results: IndicatorResults) -> None:
    assert results.latest("population", "000").value == 2040  # the quarters have 1000 + 800 + 200


def test_without_a_row_of_its_own_the_town_is_the_sum_of_its_parts(results: IndicatorResults) -> None:
    assert results.latest("population_65_plus", "000").value == 520  # 200 + 300 + 20


def test_the_share_of_the_town_is_not_the_mean_of_the_shares(results: IndicatorResults) -> None:
    assert results.latest("share_65_plus", "000").value == 26  # 520 of 2000
    assert mean((20, 37.5, 10)) == 22.5


def test_a_sum_over_a_suppressed_cell_is_confidential(results: IndicatorResults) -> None:
    for indicator_id in ("population_65_plus", "share_65_plus", "old_age_ratio"):
        assert at(results, indicator_id, "000", 2024).status is CONFIDENTIAL
    assert at(results, "population_65_plus", "001", 2024).value == 180


def test_a_sum_without_suppressed_cell_is_shown_in_the_same_table(results: IndicatorResults) -> None:
    assert at(results, "share_one_person_households", "000", 2024).value == 40  # 400 of 1000
    assert at(results, "share_one_person_households", "000", 2025).status is CONFIDENTIAL


def test_a_cell_that_the_source_lacks_is_missing_and_not_confidential(results: IndicatorResults) -> None:
    assert at(results, "population", "003", 2023).status is MISSING


def test_nobody_is_zero(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.drop_rules()
    city.replace("demographics/age_groups", "2025-12-31,003,0,40,70,70,20,200", "2025-12-31,003,0,0,0,0,0,0")
    city.replace("demographics/population", "2025-12-31,003,200", "2025-12-31,003,0")
    results = evaluate_city(city.project).results
    assert (results.latest("population", "003").value, results.latest("population", "003").status) == (0, NORMAL)
    assert results.latest("population_65_plus", "003").value == 0
    assert results.latest("density", "003").value == 0
    assert results.latest("share_65_plus", "003").status is NOT_MEANINGFUL


def test_300_inhabitants_are_enough_for_a_share_and_299_are_not(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.drop_rules()
    city.replace("demographics/population", "2025-12-31,003,200", "2025-12-31,003,300")
    assert evaluate_city(city.project).results.latest("share_65_plus", "003").value == 10  # 20 of 200
    city.replace("demographics/population", "2025-12-31,003,300", "2025-12-31,003,299")
    assert evaluate_city(city.project).results.latest("share_65_plus", "003").status is NOT_MEANINGFUL


def test_where_the_number_of_inhabitants_is_not_known_no_share_is_shown(results: IndicatorResults) -> None:
    share = at(results, "share_65_plus", "003", 2023)  # 40 of 160, but how many live there is not published
    assert (share.value, share.status) == (None, MISSING)
    assert share.numerator == Quantity(40)


def test_a_suppressed_share_of_few_people_is_told_as_suppressed(results: IndicatorResults) -> None:
    assert results.latest("share_one_person_households", "003").status is CONFIDENTIAL


def test_a_change_begins_after_the_base_year(results: IndicatorResults) -> None:
    years = [one.reference_date.year for one in results.series["change_65_plus_pct", "001"]]
    assert years == [2024, 2025]


def test_without_the_base_year_there_is_no_change(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("parameters/parameters", "change_base_year,2023", "change_base_year,2011")
    left_out = {one.id for one in evaluate_city(city.project).results.left_out}
    assert left_out >= {"change_65_plus_pct", "change_65_plus_count", "change_population_pct"}


def test_a_series_has_every_date_that_all_its_terms_have(results: IndicatorResults) -> None:
    assert [one.reference_date.year for one in results.series["share_65_plus", "001"]] == [2023, 2024, 2025]
    assert [one.reference_date.year for one in results.series["share_one_person_households", "001"]] == [2024, 2025]


def test_indicators_without_data_are_left_out_and_named(results: IndicatorResults) -> None:
    assert {one.id for one in results.left_out} == {
        "housing_benefit_per_1000",
        "foreign_65_plus",
        "share_foreign_65_plus",
    }


def _drop_last_column(resource: dict[str, Any]) -> None:
    name = resource["schema"]["fields"].pop()["name"]
    resource["disclosure"]["cells"].remove(name)
    resource["disclosure"]["keep"] = []


def test_an_indicator_whose_columns_are_missing_is_left_out(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.drop_rules()
    city.drop_rule_books()
    file = city.file("demographics/households")
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("".join(line.rpartition(",")[0] + "\n" for line in lines), encoding="utf-8")
    city.describe("demographics", lambda package: _drop_last_column(package["resources"][2]))
    city.stamp()
    assert "share_one_person_households" in {one.id for one in evaluate_city(city.project).results.left_out}


def test_without_inhabitants_there_are_counts_and_no_shares(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.drop_rules()
    city.drop_rule_books()
    city.describe("demographics", lambda package: package["resources"].pop(0))
    city.file("demographics/population").unlink()
    assert evaluate_city(city.project).results.ids == {"population_65_plus", "change_65_plus_count"}


def test_every_indicator_has_every_district(results: IndicatorResults) -> None:
    for indicator_id in results.ids:
        for code in ("000", "001", "002", "003"):
            assert results.latest(indicator_id, code).district_code == code


def test_sums_climb_over_several_levels(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    split_tiny_city(city)
    results = evaluate_city(city.project).results
    assert results.latest("population_65_plus", "101").value == 500  # 200 + 300
    assert results.latest("population_65_plus", "000").value == 520
    assert (
        results.latest("share_one_person_households", "101").status is NORMAL
    )  # the suppressed cell lies in the south
    assert results.latest("share_one_person_households", "000").status is CONFIDENTIAL


# --- evidence -----------------------------------------------------------------------------------------------------


def test_a_number_names_the_cells_it_is_made_of(results: IndicatorResults) -> None:
    share = results.latest("share_65_plus", "001")
    assert [(cell.resource_id, cell.line, cell.field, cell.quantity) for cell in share.evidence] == [
        ("demographics/age_groups", 8, "age_65_plus_count", Quantity(200)),
        ("demographics/age_groups", 8, "population_count", Quantity(1000)),
    ]
    assert (share.numerator, share.denominator) == (Quantity(200), Quantity(1000))


def test_a_sum_names_the_cells_of_all_parts(results: IndicatorResults) -> None:
    cells = results.latest("population_65_plus", "000").evidence
    assert [(cell.district_code, cell.line, cell.quantity.value) for cell in cells] == [
        ("001", 8, 200),
        ("002", 9, 300),
        ("003", 10, 20),
    ]


def test_a_change_names_both_dates(results: IndicatorResults) -> None:
    change = results.latest("change_65_plus_count", "001")
    assert [cell.line for cell in change.evidence] == [8, 2]
    assert (change.numerator, change.denominator) == (Quantity(200), Quantity(160))


def test_a_surface_is_named_although_it_has_no_date(results: IndicatorResults) -> None:
    cells = results.latest("density", "002").evidence
    assert [(cell.resource_id, cell.line, cell.field) for cell in cells] == [
        ("demographics/population", 12, "population_count"),
        ("districts/districts", 4, "area_km2"),
    ]


def test_every_named_cell_says_what_its_row_says(results: IndicatorResults) -> None:
    atlas = tiny_atlas()
    for series in results.series.values():
        for cell in (cell for one in series for cell in one.evidence if cell.field != "service_id"):
            row = next(row for row in atlas.resource(cell.resource_id).rows if row.line == cell.line)
            assert row.quantity(cell.field) == cell.quantity
            assert row.values["district_code"] == cell.district_code


# --- supply -------------------------------------------------------------------------------------------------------


def test_supply_counts_what_is_open_or_about_to_close(results: IndicatorResults) -> None:
    cells = results.latest("supply_type_treff", "002")
    assert cells.numerator == Quantity(1)  # A2 closes at the end of the year, A6 is unconfirmed
    assert [(cell.resource_id, cell.line) for cell in cells.evidence if cell.field == "service_id"] == [
        ("offerings/services", 3)
    ]


def test_one_meeting_place_for_200_people_is_5_per_1000(results: IndicatorResults) -> None:
    assert results.latest("supply_type_treff", "001").value == 5
    assert results.latest("supply_meeting_place", "001").value == 5


def test_a_planned_offering_is_no_supply(results: IndicatorResults) -> None:
    assert results.latest("supply_type_treff", "003").numerator == Quantity(0)


def test_an_offering_without_district_counts_only_for_the_town(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("offerings/services", "low,,Aushang", "low,2026,Aushang")
    results = evaluate_city(city.project).results
    counts = {code: results.latest("supply_type_pflegedienst", code).numerator.value for code in ("000", "001", "002")}
    assert counts == {"000": 1, "001": 0, "002": 0}


def test_an_offering_that_nobody_has_confirmed_for_too_long_is_no_supply(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("offerings/services", "high,2026-05-04,", "high,2024-11-21,")
    supply = evaluate_city(city.project).results.latest("supply_type_treff", "001")
    assert (supply.numerator, supply.evidence[0].resource_id) == (Quantity(0), "demographics/age_groups")


def test_supply_says_how_old_a_confirmation_may_be(results: IndicatorResults) -> None:
    indicator = results.indicator("supply_type_treff")
    assert "in den letzten 24 Monaten bestätigte Angebote" in indicator.formula_text
    assert any("seit mehr als 24 Monaten nicht bestätigt" in caveat for caveat in indicator.caveats)


def test_no_offering_is_a_supply_of_zero(results: IndicatorResults) -> None:
    supply = results.latest("supply_type_pflegedienst", "001")
    assert (supply.value, supply.status) == (0, NORMAL)


def test_supply_is_known_for_the_newest_date_only(results: IndicatorResults) -> None:
    assert [one.reference_date.year for one in results.series["supply_type_treff", "000"]] == [2025]


def test_only_kinds_that_count_as_supply_become_indicators(results: IndicatorResults) -> None:
    assert {one for one in results.ids if one.startswith("supply_")} == {
        "supply_meeting_place",
        "supply_type_treff",
        "supply_type_pflegedienst",
    }


def test_a_town_without_offerings_has_no_supply() -> None:
    assert not any(one.id.startswith("supply_") for one in define_indicators(EMPTY_CATALOG, 2023))


# --- definitions --------------------------------------------------------------------------------------------------


def test_ids_and_addresses_are_unique() -> None:
    definitions = define_indicators(tiny_atlas().catalog, 2023)
    assert len({one.id for one in definitions}) == len({one.slug for one in definitions}) == len(definitions)


def test_changes_name_the_year_they_are_counted_from(results: IndicatorResults) -> None:
    for indicator in (one for one in results.indicators if one.id.startswith("change_")):
        for text in (indicator.title, indicator.short_title, indicator.meaning, indicator.formula_text):
            assert "2023" in text
            assert "{" not in text


def test_every_map_with_classes_has_its_classes_in_the_parameters() -> None:
    atlas = tiny_atlas()
    needed = {one.class_set for one in atlas.results.indicators if one.map_style is MapStyle.CLASSES}
    assert needed <= set(atlas.classes)


def test_counts_are_never_drawn_as_filled_areas() -> None:
    for indicator in define_indicators(tiny_atlas().catalog, 2023):
        if type(indicator.formula).__name__ == "Count":
            assert indicator.map_style is MapStyle.CIRCLES


# --- properties ---------------------------------------------------------------------------------------------------

PART = Term("demographics/test", ("part_count",), "Teil")
WHOLE = Term("demographics/test", ("whole_count",), "Ganzes")
DAY = date(2025, 12, 31)
SHARE = Indicator(
    id="share", slug="share", title="", short_title="", topic="", meaning="", formula_text="", unit="%",
    unit_title="", decimals=1, direction=Direction.NEUTRAL, formula=Ratio(PART, WHOLE, 100),
    map_style=MapStyle.CLASSES, needs_population=False,
)  # fmt: skip
CELLS = st.integers(min_value=0, max_value=10**6)
GAPS = st.sampled_from([CONFIDENTIAL, MISSING])


def make_district(code: str, level_id: str, parts: tuple[str, ...], parent: str | None) -> District:
    return District(
        code=code, level_id=level_id, name=code, slug=code, number="", status="official", basis="",
        area_km2=Quantity.absent(MISSING), parent_code=parent, part_codes=parts, neighbour_codes=(),
    )  # fmt: skip


def compute_share(rows: list[tuple[int | ObservationStatus, int]]) -> Observation:
    """The share of a city whose parts have these rows of part and rest."""
    codes = tuple(str(number) for number in range(1, len(rows) + 1))
    districts = {"0": make_district("0", "city", codes, None)}
    table = {}
    for code, (part, rest) in zip(codes, rows, strict=True):
        districts[code] = make_district(code, "part", (), "0")
        known = isinstance(part, int)
        values = {"part_count": part if known else None, "whole_count": rest + (part if isinstance(part, int) else 0)}
        signs = {} if isinstance(part, int) else {"part_count": part}
        table["demographics/test", code, DAY] = Row(int(code) + 1, values, signs)
    levels = tuple(
        Level(id=name, name_singular="", name_plural="", slug=name, sort_order=rank, is_official=True, status_note="")
        for rank, name in enumerate(("city", "part"), start=1)
    )
    geography = Geography(levels=levels, districts=districts, outlines={}, context_lines=(), to_metres=tuple)
    inputs = Inputs(
        rows=table,
        dates={"demographics/test": (DAY,)},
        fields={"demographics/test": frozenset(("part_count", "whole_count"))},
        geography=geography,
        catalog=EMPTY_CATALOG,
        parameters={},
    )
    return compute_indicators([SHARE], inputs).latest("share", "0")


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
def test_the_share_of_a_city_comes_from_its_summed_counts(rows: list[tuple[int, int]]) -> None:
    observation = compute_share(list(rows))
    part, whole = sum(row[0] for row in rows), sum(sum(row) for row in rows)
    if whole == 0:
        assert observation.status is NOT_MEANINGFUL
    else:
        assert observation.value == pytest.approx(100 * part / whole)
        assert 0 <= (observation.value or 0) <= 100


@given(st.lists(st.tuples(CELLS, CELLS), max_size=4), GAPS, CELLS, st.lists(st.tuples(CELLS, CELLS), max_size=4))
def test_one_gap_in_one_part_is_a_gap_of_the_city(
    before: list[tuple[int, int]], gap: ObservationStatus, rest: int, after: list[tuple[int, int]]
) -> None:
    observation = compute_share([*before, (gap, rest), *after])
    assert (observation.value, observation.status) == (None, gap)


@given(st.permutations([(200, 800), (300, 500), (20, 180)]))
def test_the_order_of_the_parts_does_not_matter(rows: list[tuple[int, int]]) -> None:
    assert compute_share(list(rows)).value == 26
