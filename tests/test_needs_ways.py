"""Ranges about ways on foot in rules: yes only if both ends meet the threshold, no only if neither does."""

import csv
import io
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import layout
from generator.indicators.reachability import Span
from generator.model import ObservationStatus, Quantity
from generator.planning.needs.definition import Bound, Comparison, Criterion, Uncertainty
from generator.planning.needs.evaluation import apply_rules, list_findings
from generator.planning.needs.findings import Inputs, Previous, collect_inputs, find_number
from generator.planning.needs.logic import Truth
from generator.planning.needs.reach_numbers import WHITE_SPOT_PEOPLE
from generator.planning.needs.reading import RULES_PATH
from generator.profiles.atlas import Atlas
from generator.profiles.needs_district import profile_district_needs
from generator.profiles.needs_wording import fill_sentence
from generator.render.files import prepare_downloads, render_needs_files
from generator.render.reports import describe
from generator.site import pass_gate
from tests.package_builder import City
from tests.tiny import copy_tiny_city, evaluate_city, tiny_atlas

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
SLOW = "reach_meeting_place_restricted"


@pytest.fixture
def city(tmp_path: Path) -> City:
    return copy_tiny_city(tmp_path / "city")


def edit(city: City, old: str, new: str) -> None:
    """Change the rules as an editor would."""
    file = city.project / RULES_PATH
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def inputs_of(atlas: Atlas, previous: dict[tuple[str, str], Previous] | None = None) -> Inputs:
    """What rules look at."""
    return collect_inputs(
        atlas.results,
        atlas.geography,
        atlas.catalog,
        previous or {},
        reach_numbers=atlas.needs.reach_numbers,
        reachability=atlas.reachability,
    )


def with_share(atlas: Atlas, code: str, low: float, high: float) -> Inputs:
    """The same town where so many slow walkers of a district reach a meeting place."""
    reachability = atlas.reachability
    assert reachability is not None
    key = ("meeting_place", code)
    reach = reachability.reach[key]
    shares = {**reach.shares_pct, "restricted": Span(Quantity(low), Quantity(high))}
    changed = replace(reachability, reach={**reachability.reach, key: replace(reach, shares_pct=shares)})
    return replace(inputs_of(atlas), reachability=changed)


def ask(inputs: Inputs, comparison: Comparison, number: float, *, code: str = "001", name: str = SLOW) -> Truth:
    """Whether a number about ways meets a bound."""
    criterion = Criterion(
        indicator_id=name,
        bounds=((comparison, Bound(number)),),
        leave_at=None,
        uncertainty=Uncertainty.POSITION,
        source="ausgedacht",
    )
    return find_number(criterion, code, inputs, 95).truth


def test_40_percent_is_below_45_and_nobody_knows_of_0_to_50() -> None:
    found = {one.district_code: one.truth for one in tiny_atlas().needs.results if one.rule.id == "ways"}
    assert found == {"001": YES, "002": UNKNOWN, "003": UNKNOWN}


def test_80_people_in_a_white_spot_are_at_least_50() -> None:
    result = next(one for one in tiny_atlas().needs.answers["001"] if one.rule.id == "ways")
    (finding,) = list_findings(result.class_conclusions[0])
    assert finding.reach is not None
    assert (finding.reach.span, result.class_id) == (Span(Quantity(80), Quantity(80)), "soon")


def test_people_in_white_spots_reach_from_the_certain_to_the_possible() -> None:
    # 002: nobody certainly has no meeting place; half of 300 have none if the café lies at the far end of its street.
    assert ask(inputs_of(tiny_atlas()), Comparison.AT_LEAST, 1, code="002", name=WHITE_SPOT_PEOPLE) is UNKNOWN
    assert ask(inputs_of(tiny_atlas()), Comparison.AT_MOST, 150, code="002", name=WHITE_SPOT_PEOPLE) is YES


def test_a_share_that_is_not_told_is_unknown_and_so_are_its_people() -> None:
    inputs = inputs_of(tiny_atlas())
    assert {ask(inputs, Comparison.AT_LEAST, 0, code="003", name=one) for one in (SLOW, WHITE_SPOT_PEOPLE)} == {UNKNOWN}


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_yes_needs_both_ends_and_no_needs_both_ends_too(one: int, other: int, bound: int) -> None:
    low, high = sorted((one, other))
    truth = ask(with_share(tiny_atlas(), "001", low, high), Comparison.BELOW, bound)
    assert truth is {(True, True): YES, (False, False): NO}.get((low < bound, high < bound), UNKNOWN)


@given(st.floats(0, 100), st.floats(0, 100), st.integers(1, 100))
def test_a_wider_range_never_turns_an_answer_round(one: float, other: float, bound: int) -> None:
    low, high = sorted((one, other))
    narrow = ask(with_share(tiny_atlas(), "001", low, high), Comparison.BELOW, bound)
    wide = ask(with_share(tiny_atlas(), "001", low / 2, (high + 100) / 2), Comparison.BELOW, bound)
    assert wide in {narrow, UNKNOWN}


def test_what_decides_is_the_whole_percentage_that_readers_see() -> None:
    # 44.6 is printed as 45, and 45 is not below 45.
    assert ask(with_share(tiny_atlas(), "001", 44.6, 44.6), Comparison.BELOW, 45) is NO


def test_a_need_of_the_last_edition_ends_at_the_other_bound(city: City) -> None:
    edit(city, "      below: 45\n", "      below: 40\n      leave_at: 42\n")
    atlas = evaluate_city(city.project)
    assert atlas.needs.book is not None
    # 40 % is not below 40, but still below 42.
    was_there = {("ways", "001"): Previous(edition_date=atlas.edition, rule_version=1, truth=YES)}
    for previous, wanted in (({}, NO), (was_there, YES)):
        results = apply_rules(atlas.needs.book, inputs_of(atlas, previous))
        result = next(one for one in results if (one.rule.id, one.district_code) == ("ways", "001"))
        assert (result.truth, result.is_kept) == (wanted, wanted is YES)


def test_without_census_cells_nobody_knows() -> None:
    atlas = tiny_atlas()
    assert ask(replace(inputs_of(atlas), reachability=None), Comparison.BELOW, 100) is UNKNOWN
    assert fill_sentence(replace(atlas, reachability=None), f"{{{SLOW}}}", "001") == "keine Daten"


def test_a_sentence_may_name_a_range() -> None:
    assert (
        fill_sentence(tiny_atlas(), f"{{{SLOW}}} und {{{WHITE_SPOT_PEOPLE}}}", "002") == "0 bis 50\u00a0% und 0 bis 150"
    )


def test_the_evidence_names_number_range_threshold_and_leads_to_the_ways() -> None:
    atlas = tiny_atlas()
    page = PurePosixPath("ortsteile/altmuehlau/index.md")
    needs = profile_district_needs(atlas, page, atlas.geography.districts["001"])
    assert needs is not None
    evidence = next(one for hit in needs.hits if hit.anchor == "regel-ways" for one in hit.evidence)
    assert evidence.indicator.href == layout.relative_url(page, layout.REACHABILITY)
    assert "Begegnungsort" in evidence.indicator.text
    assert (evidence.measured, evidence.wanted) == ("40\u00a0%, Anteil ab 65 vom 31.12.2025", "unter 45\u00a0%")


def test_an_open_answer_says_between_what_it_lies() -> None:
    atlas = tiny_atlas()
    needs = profile_district_needs(atlas, PurePosixPath("x/y/index.md"), atlas.geography.districts["002"])
    assert needs is not None
    reason = next(one.reason for one in needs.unknown if one.anchor == "regel-ways")
    assert reason.endswith("mit eingeschränktem Gehen: 0 bis 50\u00a0%, also auf beiden Seiten der Schwelle")


def test_the_table_of_evidence_carries_both_ends_and_where_they_stand() -> None:
    edition, _ = prepare_downloads(tiny_atlas())
    files = {one.path: one.content for one in render_needs_files(tiny_atlas(), edition)}
    table = csv.DictReader(io.StringIO(files[layout.needs_download("csv", topic="belege")].decode("utf-8-sig")))
    rows = {row["district_code"]: row for row in table if row["rule_id"] == "ways"}
    row = rows["002"]
    assert (row["value"], row["low"], row["high"], row["wanted_high"], row["answer"]) == (
        "",
        "0",
        "50",
        "45",
        "unknown",
    )
    assert row["source_rows"] == "erreichbarkeit-gebiete: target_id meeting_place, profile_id restricted"
    assert (rows["001"]["value"], rows["003"]["value"]) == ("40", "x")


def test_show_goes_down_to_cells_and_places() -> None:
    text = "\n".join(describe(tiny_atlas(), "ways", "Altmühlau"))
    assert "demographics/census_cells, 3 Zeilen (001) × demographics/age_groups, Zeile 8" in text
    assert "offerings/services, Zeilen 2-3: 2 Orte" in text


def test_doubtful_places_widen_a_range_upwards(city: City) -> None:
    # The café in 001 has not been confirmed for long: perhaps there is no place within reach, perhaps there is.
    edit(city, "      below: 45\n      uncertainty: position", "      below: 45\n      uncertainty: unconfirmed")
    assert not pass_gate(city.project).errors
    atlas = evaluate_city(city.project)
    reachability = atlas.reachability
    assert reachability is not None
    reach = reachability.reach["meeting_place", "001"]
    opened = {**reach.shares_open_pct, "restricted": Span(Quantity(40), Quantity(90))}
    changed = replace(
        reachability, reach={**reachability.reach, ("meeting_place", "001"): replace(reach, shares_open_pct=opened)}
    )
    assert atlas.needs.book is not None
    results = apply_rules(atlas.needs.book, replace(inputs_of(atlas), reachability=changed))
    assert next(one for one in results if (one.rule.id, one.district_code) == ("ways", "001")).truth is UNKNOWN


WRONG = [
    (
        "      uncertainty: position\n      source",
        "      source",
        "rules.3.when",
        f"Die Kennzahl ‚{SLOW}‘ ist eine Spanne und braucht ‚uncertainty‘; erlaubt: ‚position‘, ‚unconfirmed‘.",
    ),
    ("uncertainty: position", "uncertainty: share", "rules.3.when.uncertainty", "erlaubt: ‚position‘, ‚unconfirmed‘."),
    (
        "          at_least: 50\n          uncertainty: position",
        "          at_least: 50\n          uncertainty: unconfirmed",
        "rules.3.classes.1.when.uncertainty",
        "erlaubt: ‚position‘.",
    ),
    ("below: 45", "below: {city: 0.9}", "rules.3.when.below", "Schreibe hier eine feste Zahl."),
    (
        "indicator: reach_meeting_place_restricted",
        "indicator: reach_meeting_place_restrikted",
        "rules.3.when.indicator",
        "Gemeint ist vielleicht ‚reach_meeting_place_restricted‘.",
    ),
    (
        "    - indicator: supply_meeting_place\n      group",
        f"    - indicator: {SLOW}\n      group",
        "screening.parts.2.indicator",
        f"‚{SLOW}‘ ist eine Spanne und passt nicht in die Vorauswahl.",
    ),
    (
        "at_least: 10\n          source",
        "at_least: 10\n          uncertainty: position\n          source",
        "rules.1.when.all.1.uncertainty",
        "Für die Kennzahl ‚population_65_plus‘ gibt es ‚position‘ nicht",
    ),
]


@pytest.mark.parametrize(("old", "new", "place", "sentence"), WRONG)
def test_a_wrong_edit_gets_one_exact_error(city: City, old: str, new: str, place: str, sentence: str) -> None:
    edit(city, old, new)
    (issue,) = [one for one in pass_gate(city.project).issues if one.path == str(RULES_PATH)]
    assert (issue.code, issue.field) == ("invalid-rule", place)
    assert sentence in issue.message


def test_absent_is_never_a_number() -> None:
    atlas = tiny_atlas()
    hidden = Quantity.absent(ObservationStatus.CONFIDENTIAL)
    reachability = atlas.reachability
    assert reachability is not None
    reach = reachability.reach["meeting_place", "001"]
    shares = {one: Span(hidden, hidden) for one in reach.shares_pct}
    changed = replace(
        reachability, reach={**reachability.reach, ("meeting_place", "001"): replace(reach, shares_pct=shares)}
    )
    text = fill_sentence(replace(atlas, reachability=changed), f"{{{SLOW}}}; {{{WHITE_SPOT_PEOPLE}}}", "001")
    assert text == "Zahlenwert geheim gehalten; Zahlenwert geheim gehalten"
