"""People in years to come: whole sums, cohorts that grow older, and gaps that stay gaps."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.indicators.projection import SCENARIOS, Method, Miss, Projection, Trend, summarize
from generator.indicators.projection.arithmetic import continue_shares, split_total
from generator.indicators.projection.cohorts import find_ratios, grow_older, project_city
from generator.indicators.projection.compute import Units, project_units
from generator.model import ObservationStatus, Quantity
from tests.package_builder import City
from tests.tiny import copy_tiny_city, evaluate_city, tiny_atlas

NAMES = st.sampled_from(["", *(f"{one:02}" for one in range(1, 12))])
COUNTS = st.dictionaries(NAMES, st.tuples(st.integers(0, 9999), st.integers(0, 9999)), min_size=1)
PARAMETERS = (
    "projection_min_population,{minimum},Personen,Mindestgröße,Kleinere sind zu unsicher.,Festlegung 2026,Gemeinde\n"
    "projection_horizon_years,10,Jahre,Horizont,Weiter sieht niemand.,Festlegung 2026,Gemeinde\n"
    "projection_step_years,5,Jahre,Schritt,In Schritten.,Festlegung 2026,Gemeinde\n"
)


@pytest.fixture
def city(tmp_path: Path) -> City:
    return copy_tiny_city(tmp_path / "city")


def add_table(city: City, name: str, columns: Mapping[str, str], key: list[str], rows: str) -> None:
    """A resource beside the counts of age groups, as a city may add it."""

    def describe(package: dict[str, list[dict[str, object]]]) -> None:
        model = next(one for one in package["resources"] if one["name"] == "age_groups")
        fields = [{"name": one, "type": kind, "title": one, "description": one} for one, kind in columns.items()]
        schema = {"fields": fields, "missingValues": [""], "primaryKey": key}
        entry = {**model, "name": name, "title": name, "path": f"{name}.csv", "schema": schema}
        kept = {one: entry[one] for one in entry if one != "plausibility"}
        package["resources"].append({**kept, "disclosure": {"exempt": "Nur große Zahlen der ganzen Stadt."}})

    city.describe("demographics", describe)
    city.file(f"demographics/{name}").write_text(rows, encoding="utf-8")


def set_up(city: City, *, minimum: int = 500, forecast: str = "2030,530,Prognose 2026,Landesamt\n") -> Projection:
    """The town with conventions and a forecast of 530 older people for 2030."""
    file = city.file("parameters/parameters")
    file.write_text(file.read_text("utf-8") + PARAMETERS.format(minimum=minimum), encoding="utf-8")
    columns = {"target_year": "integer", "age_65_plus_count": "integer", "forecast": "string", "source": "string"}
    header = f"{','.join(columns)}\n"
    add_table(city, "city_forecast_65_plus", columns, ["target_year"], header + forecast)
    city.stamp()
    found = evaluate_city(city.project).projection
    assert found is not None
    return found


# --- arithmetic ---------------------------------------------------------------------------------------------------


@given(COUNTS, st.integers(0, 99_999), st.integers(1, 10), st.integers(0, 15), st.sampled_from(SCENARIOS))
def test_shares_of_any_town_add_up_to_the_number_of_the_city(
    counts: dict[str, tuple[int, int]], total: int, years: int, ahead: int, trend: Trend
) -> None:
    first, last = ({name: pair[which] + 1 for name, pair in counts.items()} for which in (0, 1))
    damping = trend.damping
    weights = continue_shares(first, last, years=Fraction(years), ahead=Fraction(ahead), damping=damping)
    found = split_total(total, weights)
    assert sum(found.values()) == total
    assert min(found.values()) >= 0


@given(COUNTS, st.integers(0, 99_999), st.randoms(use_true_random=False))
def test_the_order_of_districts_changes_nothing(counts: dict[str, tuple[int, int]], total: int, chance: Random) -> None:
    weights = {name: Fraction(pair[0] + 1) for name, pair in counts.items()}
    names = list(weights)
    chance.shuffle(names)
    assert split_total(total, {name: weights[name] for name in names}) == split_total(total, weights)


@given(COUNTS)
def test_with_constant_shares_and_the_same_total_nothing_changes(counts: dict[str, tuple[int, int]]) -> None:
    first, last = ({name: pair[which] + 1 for name, pair in counts.items()} for which in (0, 1))
    weights = continue_shares(first, last, years=Fraction(4), ahead=Fraction(9), damping=Fraction(0))
    assert split_total(sum(last.values()), weights) == last


def test_a_share_that_shrinks_ends_at_nobody_and_not_below() -> None:
    weights = continue_shares(
        {"a": 5, "b": 5}, {"a": 1, "b": 9}, years=Fraction(1), ahead=Fraction(5), damping=Fraction(1)
    )
    assert split_total(10, weights) == {"a": 0, "b": 10}


# --- cohorts ------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 9999), min_size=91, max_size=91), st.integers(0, 20))
def test_cohorts_that_nobody_leaves_or_joins_keep_their_size(ages: list[int], years: int) -> None:
    ratios = [Fraction(1)] * 90
    assert project_city(tuple(ages), ratios, years) == sum(ages[65 - years :])


def test_ratios_follow_a_cohort_over_all_years_of_the_data() -> None:
    # Of 10 and 30 who are nought, 10 and 20 are one a year later; of 5 and 3 who are older, 4 and 2 are left.
    series = {date(2020, 12, 31): (10, 2, 3), date(2021, 12, 31): (30, 10, 4), date(2022, 12, 31): (0, 20, 7)}
    assert find_ratios(series) == (Fraction(30, 40), Fraction(11, 19))


def test_dates_more_than_a_year_apart_tell_no_ratio() -> None:
    assert find_ratios({date(2020, 12, 31): (1, 1), date(2022, 12, 31): (1, 1)}) == ()


def test_the_oldest_group_takes_in_those_who_reach_it() -> None:
    assert grow_older([Fraction(5), Fraction(6), Fraction(4)], [Fraction(1), Fraction(1, 2)])[2] == 5


# --- errors -------------------------------------------------------------------------------------------------------


def test_errors_in_short() -> None:
    misses = [Miss(district_code=str(one), predicted=100 + one, actual=100) for one in (-10, -4, 2, 6, 8)]
    found = summarize(misses)
    assert found is not None
    assert (found.count, found.mean_absolute_pct, found.mean_pct, found.most_pct) == (5, 6, pytest.approx(0.4), 8)
    assert summarize([]) is None


# --- the invented town --------------------------------------------------------------------------------------------


def test_without_a_minimum_size_there_is_no_projection() -> None:
    assert tiny_atlas().projection is None


def test_districts_and_the_city_add_up_to_the_forecast(city: City) -> None:
    found = set_up(city, minimum=100)
    assert (found.method, found.totals, found.years) == (Method.FORECAST, {2030: 530}, (2030,))
    for trend in SCENARIOS:
        parts = [found.people[code, 2030, trend.id].value for code in ("001", "002", "003")]
        assert sum(one or 0 for one in parts) == 530 == found.people["000", 2030, trend.id].value


def test_constant_shares_of_520_grow_with_the_city_to_530(city: City) -> None:
    found = set_up(city, minimum=100)
    # 200, 300 and 20 of 520 times 530: 203.8, 305.8 and 20.4.
    assert [found.people[code, 2030, "constant"].value for code in ("001", "002", "003")] == [204, 306, 20]


def test_small_districts_are_not_told(city: City) -> None:
    found = set_up(city, minimum=500)
    assert found.people["003", 2030, "constant"] == Quantity.absent(ObservationStatus.UNRELIABLE)
    assert found.span("003", 2030)[0].status is ObservationStatus.UNRELIABLE
    assert "003" not in found.backtests[0].misses


def test_secret_counts_stay_gaps_and_the_others_get_their_part_of_the_city() -> None:
    secret, days = Quantity.absent(ObservationStatus.CONFIDENTIAL), (date(2023, 12, 31), date(2025, 12, 31))
    counts = {(code, day): Quantity(100) for code in ("01", "02") for day in days}
    counts |= {(code, day): secret for code in ("03", "04") for day in days}
    units = Units(codes=("01", "02", "03", "04"), counts=counts, city=dict.fromkeys(days, 400))
    found = project_units(units, *days, 5, SCENARIOS[0], 500)
    # Of 500 people a quarter each; the other half lives in secret districts and is not told.
    assert (found["01"], found["02"], found["03"], found["04"]) == (Quantity(125), Quantity(125), secret, secret)


def test_the_smallest_large_enough_district_around_lends_its_growth(city: City) -> None:
    found, geography = set_up(city, minimum=500), tiny_atlas().geography
    assert found.growth(geography, "001", 2030, "constant") == Fraction(204, 200)
    assert found.growth(geography, "003", 2030, "constant") == Fraction(530, 520)


def test_the_back_test_shows_what_came_instead(city: City) -> None:
    test = set_up(city, minimum=100).backtests[0]
    assert (test.start_date.year, test.end_date.year) == (2023, 2025)
    # 160, 300 and 40 of 500 times the 520 that came: 166.4, 312 and 41.6.
    found = {code: (one.predicted, one.actual) for code, one in test.misses.items()}
    assert found == {"001": (166, 200), "002": (312, 300), "003": (42, 20)}
    assert test.misses["002"].error_pct == 4


def test_without_a_forecast_and_without_single_years_there_is_no_projection(city: City) -> None:
    file = city.file("parameters/parameters")
    file.write_text(file.read_text("utf-8") + PARAMETERS.format(minimum=100), encoding="utf-8")
    city.stamp()
    assert evaluate_city(city.project).projection is None


def test_single_years_of_the_city_take_the_place_of_a_forecast(city: City) -> None:
    file = city.file("parameters/parameters")
    file.write_text(file.read_text("utf-8") + PARAMETERS.format(minimum=100), encoding="utf-8")
    columns = {"reference_date": "date", "age_from_years": "integer", "total_count": "integer"}
    # Ten people of every age in every year, forty from 69 on: nobody comes or goes, so 10 people more are 65 each year.
    rows = "".join(
        f"{year}-12-31,{age},{10 if age < 69 else 40 + 10 * (year - 2023)}\n"
        for year in (2023, 2024, 2025)
        for age in range(70)
    )
    add_table(city, "city_single_years", columns, ["reference_date", "age_from_years"], ",".join(columns) + "\n" + rows)
    city.stamp()
    found = evaluate_city(city.project).projection
    assert found is not None
    assert found.method is Method.COHORTS
    # 100 people in 2025 (40 from 65 to 68, 60 older) are 150 and 200 later on; the town counts 520 instead of 100.
    assert found.totals == {2030: 780, 2035: 1040}
