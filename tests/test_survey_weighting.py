"""Weights, areas put together, bounds without assumptions and distances from all areas."""

import csv
import io
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator import layout
from generator.formatting import NBSP, format_number
from generator.model import ObservationStatus, Quantity
from generator.planning.participation import GroupResult, PublicationRule, Verdict, estimate_share
from generator.planning.participation.comparison import (
    Sample,
    adjust_by_holm,
    chance_of_difference,
    difference_interval,
)
from generator.planning.participation.estimation import Weights
from generator.planning.participation.weighting import (
    Stratum,
    response_bounds,
    standard_error,
    take_tally,
)
from generator.profiles.participation import profile_participation
from generator.render.files import prepare_downloads, render_record_files
from generator.site import pass_gate
from tests.tiny import copy_tiny_city, evaluate_city, split_tiny_city, tiny_atlas

OPEN_RULE = PublicationRule(
    confidence_pct=95, min_respondents=0, max_width_points=1000, min_width_points=1000, max_relative_width_pct=0
)


@st.composite
def strata(draw: st.DrawFn) -> Stratum:
    respondents = draw(st.integers(2, 300))
    return Stratum(
        population=respondents + draw(st.integers(0, 3_000)),
        respondents=respondents,
        count=draw(st.integers(0, respondents)),
    )


MANY = st.lists(strata(), min_size=1, max_size=6)
SAMPLES = st.builds(Sample, share=st.integers(0, 100).map(lambda one: one / 100), answers=st.integers(2, 2_000))


def weighted_interval(parts: list[Stratum]) -> tuple[float, float, float]:
    """Lower bound, share and upper bound in percent."""
    tally = take_tally(parts)
    found = estimate_share(
        Quantity(sum(one.count for one in parts)),
        Quantity(tally.respondents),
        Quantity(tally.population),
        OPEN_RULE,
        is_random=True,
        weights=Weights(design_effect=tally.design_effect, share_pct=Quantity(100 * tally.share)),
    )
    low, share, high = found.low_pct.value, found.share_pct.value, found.high_pct.value
    assert low is not None
    assert share is not None
    assert high is not None
    return low, share, high


# --- weights ------------------------------------------------------------------------------------------------------


@given(MANY, st.integers(1, 20))
def test_weights_change_nothing_where_every_stratum_answered_alike_often(parts: list[Stratum], factor: int) -> None:
    alike = [
        Stratum(population=one.respondents * factor, respondents=one.respondents, count=one.count) for one in parts
    ]
    tally = take_tally(alike)
    crude = sum(one.count for one in alike) / sum(one.respondents for one in alike)
    assert (tally.share, tally.design_effect) == (pytest.approx(crude), pytest.approx(1))


@given(MANY)
def test_a_weighted_share_lies_between_the_strata_and_inside_its_interval(parts: list[Stratum]) -> None:
    low, share, high = weighted_interval(parts)
    shares = [100 * one.count / one.respondents for one in parts]
    assert min(shares) - 1e-9 <= share <= max(shares) + 1e-9
    assert 0 <= low <= share <= high <= 100


@given(MANY, st.integers(2, 5))
def test_more_answers_with_the_same_shares_narrow_the_weighted_interval(parts: list[Stratum], factor: int) -> None:
    people = [one.population + 5 * one.respondents for one in parts]
    few, many = (
        [
            Stratum(population=size, respondents=one.respondents * times, count=one.count * times)
            for size, one in zip(people, parts, strict=True)
        ]
        for times in (1, factor)
    )
    low, _, high = weighted_interval(few)
    later_low, _, later_high = weighted_interval(many)
    assert later_high - later_low <= high - low + 1e-9


@given(MANY)
def test_where_everybody_has_answered_nothing_is_uncertain(parts: list[Stratum]) -> None:
    census = [Stratum(population=one.respondents, respondents=one.respondents, count=one.count) for one in parts]
    low, share, high = weighted_interval(census)
    assert low == share == high
    assert standard_error(census) == 0


@given(MANY)
def test_weights_never_make_answers_worth_more(parts: list[Stratum]) -> None:
    assert take_tally(parts).design_effect >= 1


@given(MANY, MANY)
def test_taking_a_part_out_of_all_leaves_the_rest(part: list[Stratum], rest: list[Stratum]) -> None:
    found = take_tally([*part, *rest]).without(take_tally(part))
    wanted = take_tally(rest)
    assert found.share == pytest.approx(wanted.share, abs=1e-9)
    assert found.design_effect == pytest.approx(wanted.design_effect, rel=1e-6)


def test_the_standard_error_is_that_of_textbooks() -> None:
    # p (1 − p) ÷ (n − 1) = 0.25 ÷ 100, and only a hundredth of all was asked: √(0.0025 × 0.99).
    one = Stratum(population=10_100, respondents=101, count=50.5)
    assert standard_error([one]) == pytest.approx(0.04975, abs=1e-5)


def test_a_single_answer_that_stands_for_others_tells_no_error() -> None:
    assert standard_error([Stratum(population=2, respondents=1, count=1)]) is None


# --- those who kept silent ----------------------------------------------------------------------------------------

RATES = st.floats(0.01, 1)


@given(st.floats(0, 100), RATES, RATES)
def test_bounds_hold_the_share_and_shrink_as_more_people_answer(share: float, one: float, other: float) -> None:
    fewer, more = (response_bounds(share, rate) for rate in sorted((one, other)))
    assert 0 <= fewer.low <= more.low + 1e-9 <= share + 2e-9
    assert share <= more.high <= fewer.high + 1e-9 <= 100 + 2e-9


def test_where_nobody_kept_silent_there_is_nothing_to_bound() -> None:
    assert response_bounds(40, 1).low == response_bounds(40, 1).high == 40


# --- distances ----------------------------------------------------------------------------------------------------


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_never_lowers_a_p_value_and_keeps_their_order(raw: list[float]) -> None:
    adjusted = adjust_by_holm(raw)
    assert all(before <= after <= 1 for before, after in zip(raw, adjusted, strict=True))
    ordered = [after for _, after in sorted(zip(raw, adjusted, strict=True))]
    assert all(first <= second for first, second in pairwise(ordered))


def test_a_single_comparison_needs_no_correction() -> None:
    assert adjust_by_holm([0.03]) == (0.03,)
    assert adjust_by_holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))


@given(SAMPLES, SAMPLES)
def test_the_interval_of_a_difference_holds_it_and_turns_with_its_sign(one: Sample, other: Sample) -> None:
    found, turned = difference_interval(one, other, 95), difference_interval(other, one, 95)
    assert -1 - 1e-9 <= found.low <= one.share - other.share <= found.high <= 1 + 1e-9
    assert (found.low, found.high) == (pytest.approx(-turned.high), pytest.approx(-turned.low))


@given(SAMPLES, SAMPLES, st.integers(2, 9))
def test_more_answers_leave_less_to_chance(one: Sample, other: Sample, factor: int) -> None:
    assume(one.share != other.share)
    more = [Sample(share=each.share, answers=each.answers * factor) for each in (one, other)]
    assert chance_of_difference(*more) <= chance_of_difference(one, other)


def test_two_full_counts_differ_for_certain_or_not_at_all() -> None:
    endless = float("inf")
    first, second = Sample(share=0.4, answers=endless), Sample(share=0.5, answers=endless)
    assert (chance_of_difference(first, second), chance_of_difference(first, first)) == (0, 1)
    assert difference_interval(second, first, 95).low == pytest.approx(0.1)


# --- the invented town --------------------------------------------------------------------------------------------


def results(project: Path | None = None) -> dict[str, GroupResult]:
    """The groups of the drawn survey by district."""
    atlas = evaluate_city(project) if project else tiny_atlas()
    return {one.district_code: one for one in atlas.participation.results if one.survey.id == "U1"}


def test_strata_replace_the_crude_share_which_stands_beside_it() -> None:
    satisfied = results()["002"].answers[0]
    # 200 people with 40 of 50, 100 people with 20 of 50: (160 + 40) ÷ 300.
    assert satisfied.estimate.share_pct.value == pytest.approx(200 / 3)
    assert satisfied.crude_pct.value == 60


def test_a_small_area_is_told_with_all_of_the_town_where_parts_count_by_their_people() -> None:
    found = results()
    assert (found["003"].merged_into, found["001"].merged_into) == ("000", None)
    assert {one.estimate.verdict for one in found["003"].answers} == {Verdict.TOO_FEW}
    town = found["000"]
    assert (town.part_codes, town.respondents.value, town.population.value) == (("001", "002", "003"), 141, 520)
    # 200 × 15/30 + 200 × 40/50 + 100 × 20/50 + 20 × 5/11, of 520.
    assert town.answers[0].estimate.share_pct.value == pytest.approx(100 * (100 + 160 + 40 + 100 / 11) / 520)


def test_a_small_area_asks_the_nearest_larger_one_first(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.drop_rules()
    split_tiny_city(city)
    city.replace("participation/survey_groups", "001,200,80,30", "001,200,80,29")
    city.replace("participation/survey_answers", "001,1,zufrieden,15", "001,1,zufrieden,14")
    found = results(city.project)
    # North is enough for 001; south holds 003 alone, so that the town must speak for it.
    assert (found["001"].merged_into, found["003"].merged_into) == ("101", "000")
    assert (found["101"].part_codes, found["000"].part_codes) == (("001", "002"), ("001", "002", "003"))


def test_nothing_is_put_together_where_nobody_knows_how_many_people_there_are(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("participation/survey_groups", "003,20,20,11", "003,,20,11")
    found = results(city.project)
    assert "000" not in found
    assert found["003"].merged_into is None
    assert all(one.comparison is None for group in found.values() for one in group.answers)


def test_people_who_chose_themselves_are_neither_weighted_nor_put_together_nor_compared() -> None:
    (group,) = [one for one in tiny_atlas().participation.results if one.survey.id == "U2"]
    assert (group.is_weighted, group.merged_into, group.part_codes) == (False, None, ())
    assert {one.comparison for one in group.answers} == {None}


def test_a_secret_stratum_keeps_the_weighted_share_secret_though_the_count_of_the_area_is_told(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("participation/survey_stratum_answers", "S1,3,0", "S1,3,4")
    city.replace("participation/survey_stratum_answers", "S1,2,10", "S1,2,6")
    city.replace("participation/survey_stratum_answers", "S2,3,5", "S2,3,10")
    city.replace("participation/survey_stratum_answers", "S2,2,25", "S2,2,20")
    city.replace("participation/survey_answers", "002,3,unzufrieden,5", "002,3,unzufrieden,14")
    city.replace("participation/survey_answers", "002,2,teils,35", "002,2,teils,26")
    found = results(city.project)
    hidden = found["002"].answers[2]
    assert (hidden.count.value, hidden.estimate.verdict) == (14, Verdict.ABSENT)
    assert hidden.estimate.share_pct == hidden.crude_pct == Quantity.absent(ObservationStatus.CONFIDENTIAL)
    assert found["000"].answers[2].estimate.share_pct.status is ObservationStatus.CONFIDENTIAL
    assert found["001"].answers[2].comparison is None


def test_only_a_distance_beyond_chance_is_called_one() -> None:
    found = results()
    mill, old = found["002"].answers[0].comparison, found["001"].answers[2].comparison
    assert mill is not None
    assert old is not None
    # The interval alone would say so, but six distances of the question are looked at together.
    assert mill.low > 0
    assert (mill.is_clear, old.is_clear) == (False, True)
    # All areas: (200 × 6/30 + 100 × 5/50 + 0) of 520.
    assert old.difference == pytest.approx(20 - 100 * 50 / 520)


def test_the_page_says_in_words_what_the_numbers_say() -> None:
    (page,) = profile_participation(tiny_atlas(), {})
    question, opened = page.surveys[0].questions[0], page.surveys[1].questions[0]
    words = [row.cells[3].text for row in question.table.rows]
    assert words[3] == "Von 100 etwa 67; weil nur ein Teil geantwortet hat, können es 58 bis 74 sein."
    assert words[6] == "zu wenige Antworten; siehe Klein Mühlau"
    assert question.notes[0] == "Mühlengrund ist gewichtet nach: 65 bis 79 Jahre; 80 Jahre und älter."
    assert (opened.notes, opened.details) == (("Die Anteile der Gebiete sind nicht gewichtet.",), None)


def test_page_and_file_tell_the_same_of_how_sure_a_share_is() -> None:
    edition, _ = prepare_downloads(tiny_atlas())
    files = {one.path: one for one in render_record_files(tiny_atlas(), edition)}
    text = files[layout.surveys_download("csv", topic="ergebnisse")].content.decode("utf-8-sig")
    written = [row for row in csv.DictReader(io.StringIO(text)) if row["verdict"] == "interval"]
    (page,) = profile_participation(tiny_atlas(), {})
    details = page.surveys[0].questions[0].details
    assert details is not None
    assert len(details.rows) == len(written) == 7
    for row, line in zip(details.rows, written, strict=True):
        crude, error, silent, distance, _ = (one.text.replace("\N{MINUS SIGN}", "-") for one in row.cells)
        assert spell(line["crude_pct"]) + f"{NBSP}%" == crude
        assert spell(line["standard_error_points"]) == error
        assert f"{spell(line['silent_low_pct'])} bis {spell(line['silent_high_pct'])}{NBSP}%" == silent
        assert spell(line["difference_points"]) == distance.split(" ")[0].lstrip("+")


def spell(number: str) -> str:
    """A number of a file as a page writes it."""
    return number if number in {"x", "."} else format_number(float(number), 1).replace("\N{MINUS SIGN}", "-")


# --- the gate -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "old", "new", "field"),
    [
        ("survey_strata", "79 Jahre,200,50", "79 Jahre,201,50", "population_count"),
        ("survey_strata", "79 Jahre,200,50", "79 Jahre,200,51", "respondent_count"),
        ("survey_strata", "79 Jahre,200,50", "79 Jahre,200,1", "respondent_count"),
        ("survey_strata", "79 Jahre,200,50", "79 Jahre,40,50", "respondent_count"),
        ("survey_stratum_answers", "U1,Q1,002,S1,3,0\n", "", "stratum_id"),
        ("surveys", "paper,random", "paper,self_selected", "survey_id"),
    ],
)
def test_strata_that_would_weight_wrongly_stop_the_gate(
    tmp_path: Path, table: str, old: str, new: str, field: str
) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.drop_rules()
    city.describe("participation", _drop_minimum)
    city.replace(f"participation/{table}", old, new)
    found = [one for one in pass_gate(city.project).errors if one.code == "survey-strata"]
    assert field in {one.field for one in found}
    assert {one.path for one in found} == {"datapackages/participation/survey_strata.csv"}


def _drop_minimum(descriptor: dict[str, list[dict[str, dict[str, list[dict[str, object]]]]]]) -> None:
    """Let the program speak where the schema would."""
    for resource in descriptor["resources"]:
        for field in resource["schema"]["fields"]:
            if field["name"] == "respondent_count":
                field.pop("constraints")
