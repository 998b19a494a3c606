"""Rules applied to districts: answers with evidence, hysteresis, the matrix, and the chain of planning."""

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import layout
from generator.formatting import NBSP
from generator.indicators.compute import IndicatorResults
from generator.model import Observation, ObservationStatus, OutputFile
from generator.planning.needs.chain import Agreement, link_chain
from generator.planning.needs.definition import All, Bound, Comparison, Criterion, Not, Uncertainty
from generator.planning.needs.definition import Any as OneOf
from generator.planning.needs.evaluation import (
    Conclusion,
    NeedResult,
    apply_rules,
    conclude,
    judge_again,
    list_findings,
)
from generator.planning.needs.findings import Inputs, Previous, collect_inputs
from generator.planning.needs.logic import Truth
from generator.planning.needs.matrix import Step, place_districts
from generator.planning.needs.reading import RULES_PATH
from generator.profiles.atlas import Atlas
from generator.profiles.needs import profile_needs
from generator.profiles.needs_district import profile_district_needs
from generator.profiles.needs_rules import profile_rule_book
from generator.render.files import prepare_downloads, render_needs_files
from generator.render.pages import render_district_pages, render_pages
from generator.render.reports import describe
from generator.site import pass_gate
from tests.package_builder import City
from tests.tiny import copy_tiny_city, evaluate_city, tiny_atlas

ROOT = Path(__file__).parents[1]
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def inputs_of(atlas: Atlas, previous: Mapping[tuple[str, str], Previous] | None = None) -> Inputs:
    """What rules look at."""
    return collect_inputs(
        atlas.results,
        atlas.geography,
        atlas.catalog,
        previous or {},
        reach_numbers=atlas.needs.reach_numbers,
        reachability=atlas.reachability,
    )


def answers(atlas: Atlas, rule_id: str) -> dict[str, Truth]:
    """What a rule says, by district."""
    return {one.district_code: one.truth for one in atlas.needs.results if one.rule.id == rule_id}


def replace_value(results: IndicatorResults, indicator_id: str, code: str, value: float | None) -> IndicatorResults:
    """The same results with another newest number."""
    status = ObservationStatus.CONFIDENTIAL if value is None else ObservationStatus.NORMAL
    changed: Observation = replace(results.latest(indicator_id, code), value=value, status=status)
    return replace(results, series={**results.series, (indicator_id, code): (changed,)})


def criterion(indicator_id: str, comparison: Comparison, bound: Bound, **more: object) -> Criterion:
    """A test of an indicator."""
    return Criterion(
        indicator_id=indicator_id,
        bounds=((comparison, bound),),
        leave_at=more.get("leave_at"),  # type: ignore[arg-type]
        uncertainty=more.get("uncertainty", Uncertainty.NONE),  # type: ignore[arg-type]
        source="ausgedacht",
    )


# --- answers ------------------------------------------------------------------------------------------------------


def test_rules_are_asked_on_their_levels_alone() -> None:
    assert {one.district_code for one in tiny_atlas().needs.results} == {"001", "002", "003"}


def test_37_5_percent_is_more_than_12_tenths_of_the_citys_26_percent() -> None:
    # 26 % × 1.2 = 31.2 %; 20 % in 001, 37.5 % in 002, and in 003 too few people live for a share.
    assert answers(tiny_atlas(), "many_older") == {"001": NO, "003": UNKNOWN, "002": YES}


def test_a_share_that_is_not_shown_makes_an_answer_unknown_and_not_no() -> None:
    result = next(one for one in tiny_atlas().needs.answers["003"] if one.rule.id == "many_older")
    (finding,) = list_findings(result.conclusion)
    assert (finding.observation and finding.observation.status) is ObservationStatus.NOT_MEANINGFUL
    assert (result.truth, result.class_id) == (UNKNOWN, None)


def test_the_first_class_whose_condition_holds_is_taken() -> None:
    # 300 people are fewer than 1 000, so the second class takes the district.
    result = next(one for one in tiny_atlas().needs.answers["002"] if one.rule.id == "many_older")
    assert (result.class_id, [one.truth for one in result.class_conclusions]) == ("later", [NO])


def test_a_class_is_unknown_where_an_earlier_one_may_hold() -> None:
    atlas = tiny_atlas()
    book = atlas.needs.book
    assert book is not None
    hidden = replace_value(atlas.results, "population_65_plus", "002", None)
    results = apply_rules(book, replace(inputs_of(atlas), results=hidden))
    result = next(one for one in results if (one.rule.id, one.district_code) == ("many_older", "002"))
    assert (result.truth, result.class_id) == (YES, None)


def test_offerings_that_nobody_confirms_make_an_answer_unknown(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("offerings/services", "closing,2026-12", "closed,2026-12")
    # The café in 002 has closed; the game meeting there was last confirmed in 2022.
    assert answers(evaluate_city(city.project), "treff")["002"] is UNKNOWN
    city.replace("offerings/services", "unconfirmed,,Seit", "closed,,Seit")
    assert answers(evaluate_city(city.project), "treff")["002"] is YES


def test_a_share_near_its_bound_is_unknown_and_one_far_from_it_is_not() -> None:
    atlas = tiny_atlas()
    # 300 of 800: Wilson's interval goes from about 34.2 to 40.9 %.
    found = [
        conclude(
            criterion("share_65_plus", Comparison.AT_LEAST, Bound(bound), uncertainty=Uncertainty.SHARE),
            "002",
            inputs_of(atlas),
            95,
        ).truth
        for bound in (34, 37, 41)
    ]
    assert found == [YES, UNKNOWN, NO]


def test_a_bound_that_refers_to_a_hidden_number_of_the_city_is_unknown() -> None:
    atlas = tiny_atlas()
    test = criterion("share_one_person_households", Comparison.AT_LEAST, Bound(1, is_city=True))
    assert conclude(test, "002", inputs_of(atlas), 95).truth is UNKNOWN


def test_an_indicator_without_data_is_unknown() -> None:
    atlas = tiny_atlas()
    test = criterion("housing_benefit_per_1000", Comparison.AT_LEAST, Bound(1))
    assert conclude(test, "002", inputs_of(atlas), 95).truth is UNKNOWN


def test_a_need_carries_the_cells_it_rests_on() -> None:
    result = next(one for one in tiny_atlas().needs.answers["002"] if one.rule.id == "many_older")
    (finding,) = list_findings(result.conclusion)
    assert finding.observation is not None
    cells = [(one.resource_id, one.line, one.field) for one in finding.observation.evidence]
    assert cells == [
        ("demographics/age_groups", 9, "age_65_plus_count"),
        ("demographics/age_groups", 9, "population_count"),
    ]


CRITERIA = st.builds(
    criterion,
    st.sampled_from(["share_65_plus", "population_65_plus", "share_one_person_households", "supply_meeting_place"]),
    st.sampled_from(Comparison),
    st.builds(Bound, st.floats(0.1, 400), st.booleans()),
)
CONDITIONS = st.recursive(
    CRITERIA,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: OneOf(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=5,
)


@settings(max_examples=50)
@given(CONDITIONS, st.sampled_from(["001", "002", "003"]))
def test_the_evidence_alone_leads_to_the_same_answer(condition: Criterion, code: str) -> None:
    conclusion = conclude(condition, code, inputs_of(tiny_atlas()), 95)
    assert judge_again(conclusion) is conclusion.truth


@settings(max_examples=50)
@given(CONDITIONS, st.sampled_from(["001", "002"]), st.sampled_from(["share_65_plus", "population_65_plus"]))
def test_hiding_a_number_never_turns_an_answer_round(condition: Criterion, code: str, indicator_id: str) -> None:
    atlas = tiny_atlas()
    before = conclude(condition, code, inputs_of(atlas), 95).truth
    hidden = replace(inputs_of(atlas), results=replace_value(atlas.results, indicator_id, code, None))
    assert conclude(condition, code, hidden, 95).truth in {before, UNKNOWN}


# --- hysteresis ---------------------------------------------------------------------------------------------------


def judge_series(values: list[float]) -> list[NeedResult]:
    """The answers of edition after edition for a district whose share changes; enters at 31.2, leaves below 26."""
    atlas = tiny_atlas()
    assert atlas.needs.book is not None
    previous: dict[tuple[str, str], Previous] = {}
    found = []
    for value in values:
        inputs = replace(
            inputs_of(atlas, previous), results=replace_value(atlas.results, "share_65_plus", "002", value)
        )
        results = apply_rules(atlas.needs.book, inputs)
        found.append(next(one for one in results if (one.rule.id, one.district_code) == ("many_older", "002")))
        truth = found[-1].truth
        previous = {
            ("many_older", "002"): Previous(edition_date=atlas.edition, rule_version=2, truth=truth),
        }
    return found


def test_a_need_stays_until_its_number_has_fallen_far_enough() -> None:
    found = judge_series([30, 32, 30, 26, 25, 30])
    assert [one.truth for one in found] == [NO, YES, YES, YES, NO, NO]
    assert [one.is_kept for one in found] == [False, False, True, True, False, False]


def test_after_a_change_of_the_rule_its_former_answer_does_not_count() -> None:
    atlas = tiny_atlas()
    assert atlas.needs.book is not None
    old = {("many_older", "001"): Previous(edition_date=atlas.edition, rule_version=1, truth=YES)}
    same = {("many_older", "001"): Previous(edition_date=atlas.edition, rule_version=2, truth=YES)}
    lower = replace_value(atlas.results, "share_65_plus", "001", 27.0)
    for previous, wanted in ((old, NO), (same, YES)):
        results = apply_rules(atlas.needs.book, replace(inputs_of(atlas, previous), results=lower))
        assert next(one for one in results if (one.rule.id, one.district_code) == ("many_older", "001")).truth is wanted


@settings(max_examples=30)
@given(st.lists(st.floats(10, 60), min_size=2, max_size=6))
def test_an_answer_changes_only_where_its_number_crosses_a_bound(values: list[float]) -> None:
    found = judge_series(values)
    for (before, after), (old, new) in zip(pairwise(values), pairwise(one.truth for one in found), strict=True):
        if (old, new) == (NO, YES):
            assert after >= 31.2 - 1e-9
        if (old, new) == (YES, NO):
            assert after < 26 <= before


def test_the_last_edition_is_read_from_its_table(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    add_table(
        city,
        "previous_needs",
        ["edition_date", "rule_id", "rule_version", "district_code", "state"],
        "2024-06-30,many_older,2,001,yes\n2025-06-30,many_older,2,001,no\n2025-06-30,many_older,2,002,yes\n",
        key=["edition_date", "rule_id", "district_code"],
    )
    results = {
        one.district_code: one for one in evaluate_city(city.project).needs.results if one.rule.id == "many_older"
    }
    previous = results["001"].previous
    assert previous is not None
    assert (previous.edition_date.year, previous.truth) == (2025, NO)
    assert results["003"].previous is None


# --- matrix -------------------------------------------------------------------------------------------------------


def test_a_district_stands_where_its_numbers_put_it() -> None:
    # 001: 20 % is below 23.4 %; one place for 200 people is 5 per 1 000; 200 after 160 is growth.
    position = tiny_atlas().needs.positions["001"]
    assert (position.need.step, position.supply.step, position.change.step) == (Step.LOW, Step.HIGH, Step.HIGH)
    assert position.class_id == "later"


def test_a_district_without_numbers_has_no_place() -> None:
    position = tiny_atlas().needs.positions["003"]
    assert (position.need.step, position.class_id) == (None, None)


def test_the_matrix_does_not_depend_on_the_order_of_districts() -> None:
    atlas = tiny_atlas()
    assert atlas.needs.book is not None
    turned = replace(atlas.geography, districts=dict(reversed(atlas.geography.districts.items())))
    found = place_districts(atlas.needs.book, replace(inputs_of(atlas), geography=turned))
    assert {one.district_code: one for one in found} == atlas.needs.positions


# --- chain --------------------------------------------------------------------------------------------------------


def add_table(city: City, name: str, fields: list[str], rows: str, *, key: list[str] | None = None) -> None:
    """Another table in the package of planning, described like its neighbours."""

    def describe_more(descriptor: dict[str, list[dict[str, object]]]) -> None:
        model = next(one for one in descriptor["resources"] if one["name"] == "need_rules")
        types = {"edition_date": "date", "rule_version": "integer"}
        resource = {one: value for one, value in model.items() if one not in {"bytes", "hash", "schema"}}
        columns = [
            {"name": field, "type": types.get(field, "string"), "title": field, "description": "Ausgedacht."}
            for field in fields
        ]
        resource |= {
            "name": name,
            "path": f"{name}.csv",
            "schema": {"fields": columns, "missingValues": [""], "primaryKey": key or fields[:2]},
        }
        descriptor["resources"].append(resource)

    city.describe("planning", describe_more)
    city.write(f"planning/{name}", f"{','.join(fields)}\n{rows}".encode())


def test_a_named_need_without_number_is_open_and_not_refuted() -> None:
    (comparison,) = tiny_atlas().needs.chain.comparisons
    assert (comparison.need.id, comparison.district_code, comparison.agreement) == ("B1", "003", Agreement.UNKNOWN)


@pytest.mark.parametrize(
    ("code", "rule", "agreement"),
    [
        ("002", "many_older", Agreement.AGREES),
        ("001", "many_older", Agreement.DIFFERS),
        ("000", "many_older", Agreement.NOT_COMPARABLE),
    ],
)
def test_a_named_need_agrees_with_a_rule_or_not(tmp_path: Path, code: str, rule: str, agreement: Agreement) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("planning/need_districts", "B1,003", f"B1,{code}")
    city.replace("planning/need_rules", "B1,treff", f"B1,{rule}")
    (comparison,) = evaluate_city(city.project).needs.chain.comparisons
    assert comparison.agreement is agreement


def test_a_need_of_no_rule_cannot_be_compared() -> None:
    atlas = tiny_atlas()
    planning = replace(atlas.planning, needs=tuple(replace(one, rule_ids=()) for one in atlas.planning.needs))
    (comparison,) = link_chain(atlas.needs.results, planning, atlas.geography).comparisons
    assert comparison.agreement is Agreement.NO_RULE


def test_in_magdeburg_the_rules_find_what_the_council_named_for_whole_districts_and_not_for_parts() -> None:
    atlas = evaluate_city(ROOT)
    found = {(one.need.id, one.district_code): one.agreement for one in atlas.needs.chain.comparisons if one.rule_id}
    agreed = [("B02", "02"), ("B03", "52"), ("B03", "54"), ("B05", "46"), ("B05", "48"), ("B05", "50"), ("B06", "44")]
    assert {key: found[key] for key in agreed} == dict.fromkeys(agreed, Agreement.AGREES)
    # The middle of 06 and the north of 30 have no place, the rest of these districts has.
    assert (found["B01", "06"], found["B04", "30"]) == (Agreement.DIFFERS, Agreement.DIFFERS)
    assert atlas.needs.screening[0].variant_count == 243


def test_a_computed_need_that_nobody_has_named_is_listed() -> None:
    assert [(one.rule.id, one.district_code) for one in tiny_atlas().needs.chain.unnamed] == [
        ("many_older", "002"),
        ("ways", "001"),
    ]


def test_a_measure_answers_a_rule_in_its_districts_alone(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    add_table(city, "measure_rules", ["measure_id", "rule_id"], "M1,many_older\n")
    chain = evaluate_city(city.project).needs.chain
    assert [one.id for one in chain.measures_of["many_older", "002"]] == ["M1"]
    assert [(one.rule.id, one.district_code) for one in chain.results_without_measure] == [("ways", "001")]
    assert chain.measures_without_need == ()
    add_table(city, "measure_districts", ["measure_id", "district_code"], "M1,001\n")
    chain = evaluate_city(city.project).needs.chain
    assert chain.measures_of["many_older", "002"] == ()


def test_where_no_links_are_declared_nothing_is_missing(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    codes = {one.code for one in pass_gate(city.project).issues}
    assert not codes & {"need-without-evidence", "measure-without-need"}


def test_a_need_that_rests_on_nothing_stops_the_gate(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("planning/needs", "B1,", "B2,am Bach,Brücke,Es fehlt eine Brücke.,,hoch,offen,Verein,Aushang\nB1,")
    found = [one for one in pass_gate(city.project).errors if one.code == "need-without-evidence"]
    assert [(one.path, one.row, one.subject) for one in found] == [("datapackages/planning/needs.csv", 2, "B2")]


def test_a_measure_that_answers_nothing_stops_the_gate_until_it_is_accepted(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("planning/measures", "M1,", "M2,,Fest,Konzept,Ein Fest.,,2024,2028,planned,Nichts.,,,,Aushang\nM1,")
    add_table(city, "measure_needs", ["measure_id", "need_id"], "M1,B1\n")
    found = [one for one in pass_gate(city.project).errors if one.code == "measure-without-need"]
    assert [(one.row, one.subject) for one in found] == [(2, "M2")]
    file = city.file("parameters/exceptions")
    accepted = "fest,measure-without-need,planning/measures,M2,,Feste brauchen keinen Bedarf.,Gemeinderat,2026-02-03\n"
    city.write("parameters/exceptions", file.read_bytes() + accepted.encode())
    gate = pass_gate(city.project)
    assert (len(gate.accepted), [one for one in gate.errors if one.code == "measure-without-need"]) == (1, [])


# --- guidelines ---------------------------------------------------------------------------------------------------


def test_a_guideline_counts_offerings_needs_and_measures_of_a_district(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    add_table(city, "measure_guidelines", ["measure_id", "guideline_id"], "M1,G1\n")
    cells = {(one.guideline_id, one.district_code): one for one in evaluate_city(city.project).needs.coverage}
    cell = cells["G1", "002"]
    # One café for 300 people; a rule of G1 holds, another has no answer; the measure for the whole town runs here, too.
    assert cell.supply is not None
    assert round(cell.supply.value or 0, 3) == round(1000 / 300, 3)
    assert (len(cell.named), len(cell.computed), len(cell.unknown), len(cell.running)) == (0, 1, 1, 1)
    assert [one.id for one in cells["G1", "003"].named] == ["B1"]
    assert len(cells["G1", "003"].unknown) == 3
    assert [one.id for one in cells["G1", "000"].named] == ["B1"]


# --- pages, files and the terminal --------------------------------------------------------------------------------


def render_tables(atlas: Atlas) -> dict[str, bytes]:
    """All tables about needs as files."""
    edition, _ = prepare_downloads(atlas)
    found = render_needs_files(atlas, edition)
    return {str(one.path): one.content for one in found if one.path.suffix == ".csv"}


def test_secret_numbers_leave_no_trace_in_what_the_rules_say(tmp_path: Path) -> None:
    tables = []
    for others, older in ((89, 1), (88, 2)):
        city = copy_tiny_city(tmp_path / f"city-{older}")
        old, new = "003,0,40,70,70,20,200", f"003,0,40,70,{others},{older},200"
        city.replace("demographics/age_groups", f"2025-12-31,{old}", f"2025-12-31,{new}")
        tables.append(render_tables(evaluate_city(city.project)))
    assert tables[0] == tables[1]


@cache
def files() -> dict[PurePosixPath, OutputFile]:
    """All downloads about needs, by path."""
    atlas = tiny_atlas()
    edition, _ = prepare_downloads(atlas)
    return {one.path: one for one in render_needs_files(atlas, edition)}


def read_csv(topic: str) -> list[dict[str, str]]:
    """A table as anybody would read it."""
    text = files()[layout.needs_download("csv", topic=topic)].content.decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_page_file_and_terminal_give_the_same_answers() -> None:
    atlas = tiny_atlas()
    (page,) = profile_needs(atlas, {})
    (level,) = page.levels
    words = {"yes": "ja", "no": "nein", "unknown": "unbekannt"}
    rules = [one.id for one in atlas.needs.book.rules] if atlas.needs.book else []
    shown = {
        (rule_id, row.header.text): cell.text.split(":")[0]
        for row in level.answers.rows
        for rule_id, cell in zip(rules, row.cells[: len(rules)], strict=True)
    }
    written = {
        (row["rule_id"], row["district"]): words[row["answer"]]
        for row in read_csv("antworten")
        if row["kind"] == "need"
    }
    told = {
        (rule_id, district.name): next(
            line.split(": ", 1)[1].split(":")[0].split(" ")[0]
            for line in describe(atlas, rule_id, district.code)
            if line.startswith(f"  {district.name}: ")
        )
        for rule_id in rules
        for district in atlas.geography.districts.values()
        if district.level_id == "quarter"
    }
    assert shown == written == told


def test_every_answer_can_be_worked_out_again_from_the_file_of_evidence() -> None:
    (row,) = [one for one in read_csv("belege") if (one["rule_id"], one["district_code"]) == ("many_older", "002")]
    assert (row["value"], row["wanted_low"], row["has_wanted_low"], row["city_value"]) == ("37.5", "31.2", "true", "26")
    assert row["source_rows"] == (
        "demographics/age_groups[age_65_plus_count]: 9; demographics/age_groups[population_count]: 9"
    )


def test_a_hidden_number_is_a_sign_in_the_file_of_evidence_too() -> None:
    (row,) = [one for one in read_csv("belege") if (one["rule_id"], one["district_code"]) == ("many_older", "003")]
    assert (row["value"], row["low"], row["answer"]) == ("x", "", "unknown")


def test_a_district_page_tells_strengths_tasks_and_open_questions() -> None:
    atlas = tiny_atlas()
    districts = atlas.geography.districts
    page = layout.district_page(districts["002"], atlas.geography.level_of(districts["002"]))
    view = profile_district_needs(atlas, page, districts["002"])
    assert view is not None
    assert [one.sentence for one in view.strengths] == ["Hier gibt es einen Treff."]
    assert all(one.indicator.href for found in view.strengths for one in found.evidence)
    (hit,) = view.hits
    assert hit.sentence.replace(NBSP, " ") == (
        "Mühlengrund: 37,5 % der Menschen sind 65 oder älter. Die Gemeinde sollte Wege verkürzen."
    )
    assert [(one.measured, one.wanted) for one in hit.evidence] == [
        (
            f"37,5{NBSP}%, 31.12.2025",
            f"mindestens 120{NBSP}% vom Wert von Klein Mühlau = 31,2{NBSP}%".replace(f"120{NBSP}", "120 "),
        )
    ]


def test_the_whole_town_is_not_asked_and_says_nothing() -> None:
    atlas = tiny_atlas()
    city = atlas.geography.city
    page = layout.district_page(city, atlas.geography.level_of(city))
    assert profile_district_needs(atlas, page, city) is None


def test_the_method_follows_from_the_file_of_rules(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    file = city.project / RULES_PATH
    file.write_text(file.read_text("utf-8").replace("at_least: 10\n", "at_least: 12.5\n"), encoding="utf-8")
    view = profile_rule_book(evaluate_city(city.project), layout.METHOD)
    assert view is not None
    assert view.rules[0].conditions[0] == (
        "Menschen ab 65 Jahren: mindestens 12,5 (Quelle der Schwelle: Beschluss BV-7/2024)"
    )


def test_what_people_write_in_rules_is_text_and_never_markup(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    file = city.project / RULES_PATH
    text = file.read_text("utf-8")
    for old in (
        "Bänke und kurze Wege schaffen",
        "Wo fehlt eine Bank?",
        "Die Regeln sind ausgedacht.",
        "Beschluss BV-7",
    ):
        text = text.replace(old, "<img src=x onerror=alert(1)> [a](javascript:b) *c*")
    file.write_text(text, encoding="utf-8")
    atlas = evaluate_city(city.project)
    pages = [
        *render_pages(atlas, {}, ""),
        *render_district_pages(atlas, {}, [atlas.geography.districts["002"]]),
    ]
    assert any(b"onerror" in page.content for page in pages)
    for page in pages:
        body = page.content.decode().split("---\n", 2)[2]
        assert "<img src=x" not in body
        assert "](javascript" not in body


def test_show_tells_how_a_need_was_worked_out_down_to_the_rows() -> None:
    lines = [line.replace(NBSP, " ") for line in describe(tiny_atlas(), "many_older", "Mühlengrund")]
    assert lines[3:] == [
        "  Mühlengrund: ja: später",
        "  Mühlengrund: 37,5 % der Menschen sind 65 oder älter. Die Gemeinde sollte Wege verkürzen.",
        "  ja: Anteil der Menschen ab 65 Jahren: 37,5 %, 31.12.2025; verlangt: mindestens 120 % vom Wert von Klein "
        "Mühlau = 31,2 %",
        "      demographics/age_groups, Zeile 9, age_65_plus_count (002): 300",
        "      demographics/age_groups, Zeile 9, population_count (002): 800",
        "  Einordnung, Bedingung 1: nein",
        "    nein: Menschen ab 65 Jahren: 300, 31.12.2025; verlangt: mindestens 1.000",
        "        demographics/age_groups, Zeile 9, age_65_plus_count (002): 300",
    ]


def test_show_tells_what_the_rules_say_to_a_named_need() -> None:
    lines = list(describe(tiny_atlas(), "B1", None))
    assert lines[0] == "B1: Treff für Hinterm Wald"
    assert "  Hinterm Wald, treff: offen: für die Regel fehlt eine Angabe" in lines


def test_no_page_about_needs_ranks_or_names_people() -> None:
    (page,) = profile_needs(tiny_atlas(), {})
    texts = " ".join([page.lead, *page.notes, *(row.header.text for row in page.rules.rows)])
    for word in ("Problem", "Brennpunkt", "Rang ", "Platz ", "schlechteste"):
        assert word not in texts


def conclusions(result: NeedResult) -> list[Conclusion]:
    return [result.conclusion, *result.class_conclusions]


def test_all_evidence_of_the_town_leads_to_its_answers_again() -> None:
    for result in tiny_atlas().needs.results:
        assert [judge_again(one) for one in conclusions(result)] == [one.truth for one in conclusions(result)]
