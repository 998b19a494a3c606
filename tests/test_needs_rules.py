"""The file of rules: a wrong edit gets one exact German error with file, line, rule and key."""

from pathlib import Path

import pytest

from generator.model import Issue
from generator.planning.needs.definition import Bound, Comparison, list_tests
from generator.planning.needs.reading import RULES_PATH, read_rule_book, uses
from generator.site import pass_gate
from tests.package_builder import City
from tests.tiny import TINY_CITY, copy_tiny_city, evaluate_city


@pytest.fixture
def city(tmp_path: Path) -> City:
    return copy_tiny_city(tmp_path / "city")


def edit(city: City, old: str, new: str, *, count: int = 1) -> None:
    """Change the rules as an editor would."""
    file = city.project / RULES_PATH
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, count), encoding="utf-8")


def only_error(city: City) -> Issue:
    """The one thing the gate finds in the rules and the tables that name them."""
    places = (str(RULES_PATH), "datapackages/planning/need_rules.csv")
    issues = [one for one in pass_gate(city.project).issues if one.path in places]
    assert len(issues) == 1, [str(issue) for issue in issues]
    return issues[0]


def test_the_rules_of_the_tiny_city_are_read_as_they_stand() -> None:
    book = read_rule_book(TINY_CITY)
    assert book is not None
    assert [(one.id, one.version, one.guideline_ids) for one in book.rules] == [
        ("treff", 1, ("G1",)),
        ("many_older", 2, ("G1", "G2")),
        ("ways", 1, ("G1",)),
    ]
    (share,) = list_tests(book.rules[1].when)
    assert (share.bounds, share.leave_at) == (
        ((Comparison.AT_LEAST, Bound(1.2, is_city=True)),),
        Bound(1, is_city=True),
    )
    assert uses(book) == (
        "population_65_plus",
        "supply_meeting_place",
        "share_65_plus",
        "reach_meeting_place_restricted",
        "white_spot_people",
        "change_65_plus_pct",
    )


def test_a_city_may_have_no_rules(city: City) -> None:
    (city.project / RULES_PATH).unlink()
    city.write("planning/need_rules", b"need_id,rule_id,basis\n")
    city.describe(
        "planning",
        lambda one: next(part for part in one["resources"] if part["name"] == "need_rules").update(may_be_empty=True),
    )
    atlas = evaluate_city(city.project)
    assert (atlas.needs.book, atlas.needs.results) == (None, ())


WRONG = [
    ("    short_title: Treff\n", "", "- id: treff", "rules.1", "Es fehlt ‚short_title‘"),
    ("    version: 2\n", "    version: zwei\n", "version: zwei", "rules.2.version", "muss eine ganze Zahl sein"),
    ("    question: Wo fehlt", "    frage: Wo fehlt", "- id: many_older", "rules.2", "Es fehlt ‚question‘"),
    (
        "levels: [quarter]",
        "levels: [quartier]",
        "levels: [quartier]",
        "rules.1.levels.1",
        "Regel ‚treff‘: Die Ebene ‚quartier‘ gibt es nicht. Gemeint ist vielleicht ‚quarter‘.",
    ),
    (
        "guidelines: [G1]",
        "guidelines: [G9]",
        "guidelines: [G9]",
        "rules.1.guidelines.1",
        "Regel ‚treff‘: Die Leitlinie ‚G9‘ gibt es nicht.",
    ),
    (
        "indicator: population_65_plus",
        "indicator: population_66_plus",
        "indicator: population_66_plus",
        "rules.1.when.all.1.indicator",
        "Regel ‚treff‘: Die Kennzahl ‚population_66_plus‘ gibt es nicht. Gemeint ist vielleicht ‚population_65_plus‘.",
    ),
    (
        "at_least: 10\n",
        "at_most: 10\n          at_least: 12\n",
        "at_most: 10",
        "rules.1.when.all.1.at_most",
        "liegt keine Zahl",
    ),
    (
        "at_least: 10\n",
        "at_least: 10\n          above: 9\n",
        "- indicator: population_65_plus",
        "rules.1.when.all.1",
        "dieselbe Richtung",
    ),
    (
        "          at_least: 10\n",
        "",
        "- indicator: population_65_plus",
        "rules.1.when.all.1",
        "fehlt eine Schwelle",
    ),
    (
        "leave_at: {city: 1}",
        "leave_at: {city: 1.3}",
        "leave_at: {city: 1.3}",
        "rules.2.when.leave_at",
        "höchstens so groß",
    ),
    ("leave_at: {city: 1}", "leave_at: 20", "leave_at: 20", "rules.2.when.leave_at", "beide auf die Stadt"),
    (
        "uncertainty: unconfirmed",
        "uncertainty: share",
        "uncertainty: share",
        "rules.1.when.all.2.uncertainty",
        "gibt es ‚share‘ nicht; erlaubt: ‚none‘, ‚unconfirmed‘.",
    ),
    (
        "{population_65_plus} Menschen",
        "{einwohner} Menschen",
        "sentence: ",
        "rules.1.sentence",
        "Der Platzhalter ‚{einwohner}‘ hat keinen Inhalt.",
    ),
    (
        "{population_65_plus} Menschen",
        "{population_65_plus Menschen",
        "sentence: ",
        "rules.1.sentence",
        "nicht geschlossen",
    ),
    (
        "{population_65_plus} Menschen",
        "{population_65_plus:>99999} Menschen",
        "sentence: ",
        "rules.1.sentence",
        "nicht geschlossen",
    ),
    (
        "- class: later\n    measures",
        "- class: sofort\n    measures",
        "- class: sofort",
        "rules.2.classes.2.class",
        "Die Klasse ‚sofort‘ gibt es nicht.",
    ),
    ("  - id: many_older", "  - id: treff", "- id: treff", "rules.1.id", "steht mehrmals"),
    (
        'decided_date: "2026-02-03"\ndec',
        'decided_date: "2026-02-30"\ndec',
        'decided_date: "2026-02-30"',
        "decided_date",
        "Den Tag ‚2026-02-30‘ gibt es nicht.",
    ),
    (
        "high: {low: soon, ",
        "high: {low: gleich, ",
        "high: {low: gleich, ",
        "matrix.cells.high.low",
        "Die Klasse ‚gleich‘ gibt es nicht.",
    ),
    ("    low: -2\n    high: 2", "    low: 3\n    high: 2", "high: 2", "matrix.change.high", "mindestens so groß"),
]
"""A text in the file, what it is replaced by, the first line with this text has the error, its key, and its words."""


@pytest.mark.parametrize(("old", "new", "at", "place", "sentence"), WRONG)
def test_a_wrong_edit_names_its_place(city: City, old: str, new: str, at: str, place: str, sentence: str) -> None:
    edit(city, old, new)
    lines = (city.project / RULES_PATH).read_text(encoding="utf-8").splitlines()
    issues = pass_gate(city.project).issues
    found = [one for one in issues if one.field == place]
    assert found, [str(one) for one in issues]
    assert found[0].path == str(RULES_PATH)
    assert found[0].row == next(number for number, line in enumerate(lines, start=1) if at in line)
    assert sentence in found[0].message


def test_a_condition_is_one_thing_at_a_time(city: City) -> None:
    edit(city, "      indicator: share_65_plus\n", "      indicator: share_65_plus\n      any: []\n")
    assert any("when.any" in (one.field or "") for one in pass_gate(city.project).issues)


def test_a_class_that_nothing_can_reach_is_an_error(city: City) -> None:
    edit(city, "      - class: soon\n    measures", "      - class: soon\n      - class: later\n    measures")
    assert "würden nie erreicht" in only_error(city).message


def test_a_table_that_names_a_rule_that_is_not_there_is_an_error(city: City) -> None:
    city.replace("planning/need_rules", "B1,treff", "B1,trefff")
    issue = only_error(city)
    assert (issue.code, issue.row, issue.subject) == ("unknown-foreign-key", 2, "B1/trefff")
    assert "Gemeint ist vielleicht ‚treff‘." in issue.message


def test_leaving_has_no_meaning_below_not(city: City) -> None:
    edit(
        city,
        "      indicator: share_65_plus\n      at_least: {city: 1.2}\n      leave_at: {city: 1}\n"
        "      source: Beschluss BV-7/2024",
        "      not:\n        indicator: share_65_plus\n        at_least: {city: 1.2}\n        leave_at: {city: 1}\n"
        "        source: Beschluss BV-7/2024",
    )
    assert "unter ‚not‘ keinen Sinn" in only_error(city).message
