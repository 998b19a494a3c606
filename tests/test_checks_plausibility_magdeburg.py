"""The mistakes that published atlases carry, made on purpose in the project's own data: each is one sentence."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from generator.model import Issue, Package, Severity
from generator.packages import find_rows, load_packages
from tests.package_builder import City
from tests.plausibility import change_cells, exchange, find_issues, find_line, move_cells, real_packages
from tests.sites import copy_magdeburg

BENEFIT = "demographics/housing_benefit"
POPULATION = "demographics/population"
AGES = "demographics/age_groups"
AGE_FIELDS = ("age_0_6_count", "age_7_17_count", "age_18_44_count", "age_45_64_count", "age_65_plus_count")
RECIPIENTS = "recipient_count"
PEOPLE = "population_count"
OLVENSTEDT, BUCKAU = "22", "44"


@cache
def known_findings() -> frozenset[str]:
    return frozenset(str(issue) for issue in find_issues(real_packages()))


def new_issues(packages: Sequence[Package]) -> list[Issue]:
    return [issue for issue in find_issues(packages) if str(issue) not in known_findings()]


def only_new_issue(packages: Sequence[Package]) -> Issue:
    issues = new_issues(packages)
    assert len(issues) == 1, [str(issue) for issue in issues]
    return issues[0]


def line(resource_id: str, year: int, code: str) -> int:
    return find_line(real_packages(), resource_id, year=year, district_code=code)


def exchange_districts(resource_id: str, year: int, codes: tuple[str, str], *fields: str) -> tuple[Package, ...]:
    one, two = codes
    return exchange(real_packages(), resource_id, (line(resource_id, year, one), line(resource_id, year, two)), *fields)


def exchange_years(
    resource_id: str, years: tuple[int, int], *fields: str, codes: Sequence[str] = ()
) -> tuple[Package, ...]:
    lines = {
        (row.values["reference_date"].year, row.values["district_code"]): row.line
        for row in find_rows(real_packages(), resource_id)
        if not codes or row.values["district_code"] in codes
    }
    one, two = years
    sources = {lines[one, code]: lines[two, code] for year, code in lines if year == one}
    return move_cells(real_packages(), resource_id, {**sources, **{two: one for one, two in sources.items()}}, *fields)


# --- as they are --------------------------------------------------------------------------------------------------


def test_every_sum_of_the_real_packages_adds_up() -> None:
    assert [str(issue) for issue in find_issues(real_packages()) if issue.severity is Severity.ERROR] == []


def test_the_jumps_of_the_real_packages_are_known() -> None:
    assert sorted((issue.code, issue.subject) for issue in find_issues(real_packages())) == [
        ("year-jump", "2010-12-31/15003000"),
        ("year-jump", "2016-12-31/64"),
        ("year-jump", "2022"),
        ("year-jump", "2023-12-31/68"),
        ("year-jump", "2023-12-31/68"),
        ("year-jump", "2023-12-31/68"),
        ("year-jump", "2024-12-31/15003000"),
    ]


# --- benefit ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2009, 2015, 2020, 2024])
def test_the_benefit_of_two_districts_exchanged_in_one_year(year: int) -> None:
    issue = only_new_issue(exchange_districts(BENEFIT, year, (OLVENSTEDT, BUCKAU), RECIPIENTS))
    assert (issue.code, issue.severity, issue.row) == ("row-swap", Severity.ERROR, line(BENEFIT, year, OLVENSTEDT))
    assert f"am 31.12.{year} wohl „Neu Olvenstedt“ und „Buckau“ vertauscht" in issue.message
    assert "Vergleiche beide mit der Quelle und tausche sie zurück." in issue.message


def test_the_benefit_of_two_districts_exchanged_in_all_years() -> None:
    packages: Sequence[Package] = real_packages()
    for year in range(2009, 2025):
        lines = line(BENEFIT, year, OLVENSTEDT), line(BENEFIT, year, BUCKAU)
        packages = exchange(packages, BENEFIT, lines, RECIPIENTS)
    issue = only_new_issue(packages)
    assert (issue.code, issue.severity) == ("share-range", Severity.ERROR)
    assert "(31.12.2011, Buckau) steht in „Wohngeld beziehend“ 453 bei 5.058" in issue.message
    assert "Prüfe, ob die Zahlen mit denen eines anderen Gebiets vertauscht sind" in issue.message


@pytest.mark.parametrize("years", [(2015, 2016), (2019, 2020), (2022, 2023)])
def test_two_years_of_benefit_exchanged(years: tuple[int, int]) -> None:
    issue = only_new_issue(exchange_years(BENEFIT, years, RECIPIENTS))
    assert (issue.code, issue.severity) == ("year-swap", Severity.ERROR)
    assert f"alle Zahlen vom 31.12.{years[0]} und vom 31.12.{years[1]} vertauscht" in issue.message


def test_benefit_that_slipped_by_one_row() -> None:
    rows = [row.line for row in find_rows(real_packages(), BENEFIT) if row.values["reference_date"].year == 2014]
    run = rows[9:25]
    issues = new_issues(move_cells(real_packages(), BENEFIT, dict(zip(run[1:], run, strict=False)), RECIPIENTS))
    assert "row-shift" in {issue.code for issue in issues}


# --- people -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("years", [(2011, 2012), (2013, 2014), (2022, 2023), (2024, 2025)])
def test_two_years_of_people_exchanged(years: tuple[int, int]) -> None:
    issue = only_new_issue(exchange_years(POPULATION, years, PEOPLE))
    assert issue.code == "year-swap"
    assert f"alle Zahlen vom 31.12.{years[0]} und vom 31.12.{years[1]} vertauscht" in issue.message


def test_two_years_of_one_district_exchanged_break_the_sum_of_the_city() -> None:
    issue = only_new_issue(exchange_years(POPULATION, (2013, 2014), PEOPLE, codes=[OLVENSTEDT]))
    assert issue.code == "exchanged-cells"
    assert "(31.12.2013, Neu Olvenstedt) und" in issue.message
    assert "Das erklärt 2 Summen, die nicht aufgehen." in issue.message


@pytest.mark.parametrize("fields", [("age_65_plus_count",), AGE_FIELDS, (*AGE_FIELDS, PEOPLE)])
def test_age_groups_of_two_districts_exchanged(fields: tuple[str, ...]) -> None:
    issue = only_new_issue(exchange_districts(AGES, 2023, ("02", "04"), *fields))
    assert issue.code == "row-swap"
    assert "am 31.12.2023 wohl „Werder“ und „Alte Neustadt“ vertauscht" in issue.message


def test_age_groups_that_slipped_by_one_row() -> None:
    rows = [row.line for row in find_rows(real_packages(), AGES) if row.values["reference_date"].year == 2023]
    run = rows[9:25]
    slipped = move_cells(real_packages(), AGES, dict(zip(run[1:], run, strict=False)), *AGE_FIELDS)
    issues = [issue for issue in new_issues(slipped) if issue.code == "row-shift"]
    assert len(issues) == 1
    assert "der eigenen Zeile, sondern einer Nachbarzeile" in issues[0].message
    assert "parts-total" not in {issue.code for issue in new_issues(slipped)}


# --- digits -------------------------------------------------------------------------------------------------------


def test_a_point_between_thousands_is_refused_with_both_readings(tmp_path: Path) -> None:
    copy_magdeburg(tmp_path / "city")
    city = City(tmp_path / "city")
    city.replace(AGES, "2021-12-31,02,194,178,998,703,1014,3087", "2021-12-31,02,194,178,998,703,1.014,3087")
    (issue,) = load_packages(city.project)[1]
    assert (issue.code, issue.row, issue.field) == ("type-error", 3, "age_65_plus_count")
    assert "Trennt der Punkt Tausender, schreibe ‚1014‘; ist es der Bruch 1,014" in issue.message


def test_people_who_were_read_as_thousands() -> None:
    place = (POPULATION, line(POPULATION, 2020, OLVENSTEDT), PEOPLE)
    issues = new_issues(change_cells(real_packages(), {place: 11}))
    assert "digit-group" in {issue.code for issue in issues}
    assert "levels-total" not in {issue.code for issue in issues}


def test_a_key_figure_that_was_read_as_a_fraction() -> None:
    figures = "demographics/city_key_figures"
    place = (figures, find_line(real_packages(), figures, key_figure_id="KZ07"), "value")
    issue = only_new_issue(change_cells(real_packages(), {place: 3.232}))
    assert (issue.code, issue.severity) == ("digit-group", Severity.ERROR)
    assert "Die Quelle schreibt ‚3.232‘. Schreibe ‚3232‘." in issue.message
