"""Events, findings and surveys: what may be told of an answer, and how far it may be off."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import layout
from generator.formatting import NBSP
from generator.model import ObservationStatus, OutputFile, Quantity
from generator.planning.participation import Estimate, PublicationRule, Verdict, estimate_share
from generator.planning.participation.estimation import RULE_PARAMETERS, Weights, effective_answers
from generator.profiles.participation import profile_participation, profile_participation_section
from generator.render.files import prepare_downloads, render_record_files
from generator.render.reports import describe
from generator.site import pass_gate
from tests.tiny import copy_tiny_city, evaluate_city, tiny_atlas

RULE = PublicationRule(
    confidence_pct=95, min_respondents=30, max_width_points=30, min_width_points=5, max_relative_width_pct=130
)
OPEN_RULE = PublicationRule(
    confidence_pct=95, min_respondents=0, max_width_points=1000, min_width_points=1000, max_relative_width_pct=0
)
"""Tells everything, so that properties of intervals can be seen."""
UNKNOWN = Quantity.absent(ObservationStatus.MISSING)


def ask(count: int, respondents: int, population: int | None = None, rule: PublicationRule = RULE) -> Estimate:
    people = UNKNOWN if population is None else Quantity(population)
    return estimate_share(Quantity(count), Quantity(respondents), people, rule, is_random=True)


def bounds(estimate: Estimate) -> tuple[float, float, float]:
    low, share, high = estimate.low_pct.value, estimate.share_pct.value, estimate.high_pct.value
    assert low is not None
    assert share is not None
    assert high is not None
    return low, share, high


# --- arithmetic ---------------------------------------------------------------------------------------------------

SAMPLES = st.integers(1, 2_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(0, 5_000)))


@given(SAMPLES)
def test_the_interval_contains_the_share_and_stays_between_nothing_and_all(sample: tuple[int, int, int]) -> None:
    count, respondents, others = sample
    low, share, high = bounds(ask(count, respondents, respondents + others, OPEN_RULE))
    assert 0 <= low <= share <= high <= 100


@given(SAMPLES, st.integers(2, 10))
def test_more_answers_with_the_same_share_never_widen_the_interval(sample: tuple[int, int, int], factor: int) -> None:
    count, respondents, _ = sample
    low, _, high = bounds(ask(count, respondents, rule=OPEN_RULE))
    later_low, _, later_high = bounds(ask(count * factor, respondents * factor, rule=OPEN_RULE))
    assert later_high - later_low <= high - low + 1e-9


@given(SAMPLES)
def test_knowing_how_few_people_there_are_never_widens_the_interval(sample: tuple[int, int, int]) -> None:
    count, respondents, others = sample
    low, _, high = bounds(ask(count, respondents, rule=OPEN_RULE))
    known_low, _, known_high = bounds(ask(count, respondents, respondents + others, OPEN_RULE))
    assert known_high - known_low <= high - low + 1e-9


@given(SAMPLES, st.floats(1, 10))
def test_weights_never_narrow_the_interval(sample: tuple[int, int, int], effect: float) -> None:
    count, respondents, others = sample
    people = Quantity(respondents + others)
    low, _, high = bounds(ask(count, respondents, respondents + others, OPEN_RULE))
    weighted = estimate_share(
        Quantity(count),
        Quantity(respondents),
        people,
        OPEN_RULE,
        is_random=True,
        weights=Weights(design_effect=effect),
    )
    weighted_low, _, weighted_high = bounds(weighted)
    assert weighted_high - weighted_low >= high - low - 1e-9


@given(sample=SAMPLES, is_random=st.booleans())
def test_a_stricter_rule_never_tells_more(sample: tuple[int, int, int], *, is_random: bool) -> None:
    count, respondents, others = sample
    shown = [
        estimate_share(
            Quantity(count), Quantity(respondents), Quantity(respondents + others), rule, is_random=is_random
        ).share_pct.value
        for rule in (OPEN_RULE, RULE)
    ]
    assert shown[1] is None or shown[1] == shown[0]


def test_whoever_asks_everybody_and_hears_from_everybody_knows_it() -> None:
    assert bounds(ask(30, 100, 100)) == (30, 30, 30)


@pytest.mark.parametrize(("respondents", "margin"), [(50, 13.9), (100, 9.8), (200, 6.9), (400, 4.9)])
def test_half_of_many_answers_is_as_exact_as_textbooks_say(respondents: int, margin: float) -> None:
    low, _, high = bounds(ask(respondents // 2, respondents, rule=OPEN_RULE))
    # Wilson's interval is a little narrower than the plain one, the more so the fewer have answered.
    assert margin - 0.6 < (high - low) / 2 <= margin + 0.05


def test_97_answers_are_enough_for_ten_points_and_87_of_900_people_too() -> None:
    assert effective_answers(87, 1, Quantity(900)) == pytest.approx(96.2, abs=0.1)


def test_no_population_means_no_correction() -> None:
    assert effective_answers(100, 2, UNKNOWN) == 50


# --- the rule of publication --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "respondents", "population", "verdict"),
    [
        (10, 29, 10_000, Verdict.TOO_FEW),
        (15, 30, 10_000, Verdict.TOO_WIDE),
        (3, 100, 10_000, Verdict.TOO_ROUGH),
        (50, 100, 10_000, Verdict.INTERVAL),
        (0, 1_000, 10_000, Verdict.INTERVAL),
        (0, 40, 10_000, Verdict.TOO_ROUGH),
    ],
)
def test_the_rule_of_publication(count: int, respondents: int, population: int, verdict: Verdict) -> None:
    found = ask(count, respondents, population)
    assert found.verdict is verdict
    assert (found.share_pct.value is None) == (verdict is not Verdict.INTERVAL)
    if verdict is not Verdict.INTERVAL:
        assert found.share_pct.status is found.low_pct.status is ObservationStatus.UNRELIABLE


def test_people_who_chose_themselves_get_no_interval() -> None:
    found = estimate_share(Quantity(25), Quantity(40), Quantity(10_000), RULE, is_random=False)
    assert (found.share_pct.value, found.verdict) == (62.5, Verdict.SHARE_ONLY)
    assert (found.low_pct, found.high_pct) == (Quantity.absent(ObservationStatus.NOT_MEANINGFUL),) * 2


@pytest.mark.parametrize("status", [ObservationStatus.CONFIDENTIAL, ObservationStatus.MISSING])
def test_no_number_stays_no_number_with_its_reason(status: ObservationStatus) -> None:
    found = estimate_share(Quantity.absent(status), Quantity(100), Quantity(500), RULE, is_random=True)
    assert (found.share_pct.status, found.low_pct.status, found.verdict) == (status, status, Verdict.ABSENT)


def test_nobody_answered_is_not_zero_percent() -> None:
    found = estimate_share(Quantity(0), Quantity(0), Quantity(500), RULE, is_random=True)
    assert found.share_pct == Quantity.absent(ObservationStatus.NOT_MEANINGFUL)


# --- the invented town --------------------------------------------------------------------------------------------


def verdicts() -> dict[tuple[str, str, str], str]:
    return {
        (group.survey.id, group.district_code, answer.answer): str(answer.estimate.verdict)
        for group in tiny_atlas().participation.results
        for answer in group.answers
    }


def test_the_town_has_every_kind_of_result() -> None:
    found = verdicts()
    assert found["U1", "002", "zufrieden"] == "interval"
    assert found["U1", "001", "zufrieden"] == "too_wide"
    assert found["U1", "002", "unzufrieden"] == "too_rough"
    assert found["U1", "003", "zufrieden"] == "too_few"
    assert found["U2", "000", "ja"] == "share_only"


def test_few_equal_answers_are_kept_secret_and_cannot_be_worked_out(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("participation/survey_answers", "002,2,teils,35", "002,2,teils,37")
    city.replace("participation/survey_answers", "002,3,unzufrieden,5", "002,3,unzufrieden,3")
    city.replace("participation/survey_stratum_answers", "S2,2,25", "S2,2,27")
    city.replace("participation/survey_stratum_answers", "S2,3,5", "S2,3,3")
    atlas = evaluate_city(city.project)
    (group,) = [one for one in atlas.participation.results if one.district_code == "002"]
    hidden = [one.answer for one in group.answers if one.count.status is ObservationStatus.CONFIDENTIAL]
    assert "unzufrieden" in hidden
    assert len(hidden) > 1


def test_a_finding_knows_where_it_was_said_and_what_it_backs() -> None:
    (page,) = profile_participation(tiny_atlas(), {})
    first = page.findings[0]
    assert first.origin.text == "Werkstatt zum Zusammensein (Februar 2026)"
    assert [one.text for one in first.needs] == ["Treff für Hinterm Wald"]
    assert [one.text for one in (*first.districts, *first.guidelines)] == ["Hinterm Wald", "G1"]


def test_a_need_may_rest_on_a_finding_alone(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.write("planning/need_papers", b"need_id,paper_id\n")
    city.write("planning/need_rules", b"need_id,rule_id,basis\n")
    assert "need-without-evidence" not in {one.code for one in pass_gate(city.project).errors}
    city.write("planning/need_findings", b"need_id,finding_id\n")
    assert "need-without-evidence" in {one.code for one in pass_gate(city.project).errors}


def test_what_is_not_known_of_an_event_is_said_and_not_zero() -> None:
    (page,) = profile_participation(tiny_atlas(), {})
    assert [one.participants for one in page.events] == ["24", "nicht bekannt"]


def test_a_survey_tells_who_was_asked_and_how() -> None:
    (page,) = profile_participation(tiny_atlas(), {})
    first, second = page.surveys
    assert first.responses == f"141 (Rücklauf 58,8{NBSP}%)"
    assert second.selection == "wer wollte, machte mit"
    assert "keinen Bereich" in second.limits


def test_a_district_shows_its_own_records_and_the_town_none_of_them() -> None:
    atlas = tiny_atlas()
    sections = {code: profile_participation_section(atlas, layout.START, code) for code in atlas.geography.districts}
    assert {code for code, one in sections.items() if one} == {"000", "001", "002", "003"}
    town, wood = sections["000"], sections["003"]
    assert town is not None
    assert wood is not None
    assert (town.events, [one.text for one in town.surveys]) == (
        (),
        ["Befragung ab 65 (2025)", "Umfrage im Internet (2026)"],
    )
    assert [one.text for one in wood.findings] == ["Am Waldrand fehlt ein Ort zum Zusammensein."]


def read_results() -> list[dict[str, str]]:
    edition, _ = prepare_downloads(tiny_atlas())
    files: dict[object, OutputFile] = {one.path: one for one in render_record_files(tiny_atlas(), edition)}
    content = files[layout.surveys_download("csv", topic="ergebnisse")].content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_page_file_and_command_line_tell_the_same_shares() -> None:
    (page,) = profile_participation(tiny_atlas(), {})
    shown = [
        row.cells[0].text.replace(f"{NBSP}%", "")
        for survey in page.surveys
        for question in survey.questions
        for row in question.table.rows
    ]
    written = [row["share_pct"].replace(".", ",") if row["share_pct"] != "." else "." for row in read_results()]
    lines = [*describe(tiny_atlas(), "U1", None), *describe(tiny_atlas(), "U2", None)]
    told = [
        line.split(": ", 1)[1].split(" (")[0].split(", Bereich")[0].replace(f"{NBSP}%", "")
        for line in lines
        if line.startswith("  ")
        and ("Bereich" in line or "(" in line)
        and not line.startswith(("      ", "  Grundgesamtheit"))
    ]
    assert [one.removesuffix(",0") for one in shown] == written
    assert [one.removesuffix(",0") for one in told] == written


def test_show_leads_a_share_back_to_its_rows() -> None:
    lines = [line.replace(NBSP, " ") for line in describe(tiny_atlas(), "U1/Q1", "002")]
    assert "  zufrieden: 66,7 %, Bereich 58,3 bis 74,1 %" in lines
    assert "      participation/survey_answers, Zeile 5, answer_count (002): 60" in lines


# --- the gate -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "old", "new", "field"),
    [
        ("surveys", "520,240,141", "520,240,251", "response_count"),
        ("surveys", "520,240,141", "230,240,141", "sent_count"),
        ("survey_groups", "003,20,20,11", "003,10,,11", "respondent_count"),
        ("survey_groups", "003,20,20,11", "003,20,10,11", "respondent_count"),
        ("survey_groups", "001,200,80,30", "001,200,201,30", "sent_count"),
        ("survey_answers", "002,1,zufrieden,60", "002,1,zufrieden,101", "answer_count"),
    ],
)
def test_more_answers_than_people_stop_the_gate(tmp_path: Path, table: str, old: str, new: str, field: str) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.drop_rules()
    city.replace(f"participation/{table}", old, new)
    (found,) = [one for one in pass_gate(city.project).errors if one.code == "survey-count"]
    assert (found.field, found.path) == (field, f"datapackages/participation/{table}.csv")
    assert found.subject


@pytest.mark.parametrize("parameter", RULE_PARAMETERS.values())
def test_no_share_is_published_before_somebody_has_decided_on_the_rule(tmp_path: Path, parameter: str) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("parameters/parameters", f"\n{parameter},", f"\nother_{parameter},")
    found = [one for one in pass_gate(city.project).errors if one.code == "missing-parameter"]
    assert [parameter in one.message for one in found] == [True]


def test_answers_that_do_not_add_up_stop_the_gate(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("participation/survey_answers", "002,1,zufrieden,60", "002,1,zufrieden,59")
    assert "rows-total" in {one.code for one in pass_gate(city.project).errors}
