"""From need to status: one sentence for each step, the same on pages, in the table and in the files."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator import layout
from generator.indicators.reachability import MEETING_PLACE, Span
from generator.model import ObservationStatus, Quantity
from generator.planning.records import Measure
from generator.profiles.chain import STEPS, list_sentences, profile_chain, profile_chain_section
from generator.profiles.chain_facts import GapFacts, MeasureFacts, NeedFacts, StatusFacts, SupplyFacts, collect_facts
from generator.profiles.chain_wording import say_gap, say_measures, say_need, say_status, say_supply
from generator.render.files import prepare_downloads, render_chain_files
from tests.tiny import copy_tiny_city, evaluate_city, tiny_atlas

NO_NEED = NeedFacts(asked=3, tasks=0, classes=(), unknown=0, named=0)
SOME_NEED = NeedFacts(asked=3, tasks=1, classes=(("bald", 1),), unknown=0, named=1)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (NO_NEED, "Nach den Regeln gibt es hier keine Aufgabe; benannt ist kein Bedarf."),
        (SOME_NEED, "Nach den Regeln gibt es hier 1 Aufgabe („bald“); benannt ist 1 Bedarf."),
        (
            NeedFacts(asked=5, tasks=2, classes=(("bald", 1), ("später", 1)), unknown=1, named=2),
            "Nach den Regeln gibt es hier 2 Aufgaben (1-mal „bald“ und 1-mal „später“), 1 Regel bleibt ohne Antwort; "
            "benannt sind 2 Bedarfe.",
        ),
        (
            NeedFacts(asked=5, tasks=0, classes=(), unknown=2, named=0),
            "Nach den Regeln gibt es hier keine Aufgabe, aber 2 Regeln bleiben ohne Antwort; benannt ist kein Bedarf.",
        ),
        (
            NeedFacts(asked=2, tasks=0, classes=(), unknown=2, named=1),
            "Keine Regel lässt sich hier beantworten, weil Angaben fehlen oder zu unsicher sind; benannt ist 1 Bedarf.",
        ),
        (
            NeedFacts(asked=0, tasks=0, classes=(), unknown=0, named=12),
            "Benannt sind 12 Bedarfe; für diese Gebietsebene gibt es keine Regel.",
        ),
    ],
)
def test_unknown_needs_never_read_as_none(facts: NeedFacts, sentence: str) -> None:
    assert say_need(facts) == sentence


@pytest.mark.parametrize(
    ("places", "unconfirmed", "older", "sentence"),
    [
        (0, 0, Quantity(1503), "Erfasst und bestätigt ist kein Begegnungsort für 1.503 Menschen ab 65."),
        (
            1,
            1,
            Quantity(9),
            "Erfasst und bestätigt ist 1 Begegnungsort (dazu 1 lange nicht bestätigter) für 9 Menschen ab 65.",
        ),
        (
            2,
            2,
            Quantity(9),
            "Erfasst und bestätigt sind 2 Begegnungsorte (dazu 2 lange nicht bestätigte) für 9 Menschen ab 65.",
        ),
        (
            2,
            0,
            Quantity.absent(ObservationStatus.CONFIDENTIAL),
            "Erfasst und bestätigt sind 2 Begegnungsorte; die Zahl der Menschen ab 65 fehlt (Zahlenwert geheim "
            "gehalten).",
        ),
    ],
)
def test_supply_is_told_with_people_or_why_they_are_not_counted(
    places: int, unconfirmed: int, older: Quantity, sentence: str
) -> None:
    assert say_supply(SupplyFacts(places=places, unconfirmed=unconfirmed, older_people=older)) == sentence


def test_without_any_kind_of_meeting_place_nothing_is_said_of_them() -> None:
    assert say_supply(None) == "Zu Begegnungsorten gibt es keine Angaben."


@pytest.mark.parametrize(
    ("low", "high", "spots", "people", "reached", "spotted"),
    [
        (60, 60, 1, 80, "erreichen 60", "1 weißen Fleck mit etwa 80 Menschen ab 65"),
        (1, 100, 2, 90, "erreichen 1 bis 100", "2 weiße Flecken mit zusammen etwa 90 Menschen ab 65"),
        (0, 0, 0, 0, "erreicht niemand", "keinen größeren weißen Fleck"),
    ],
)
def test_the_gap_is_people_of_a_hundred_and_white_spots(
    low: float, high: float, spots: int, people: int, reached: str, spotted: str
) -> None:
    reachability = tiny_atlas().reachability
    assert reachability
    facts = GapFacts(share_pct=Span(Quantity(low), Quantity(high)), spots=spots, spot_people=people)
    sentence = say_gap(facts, reachability.target(MEETING_PLACE))
    assert sentence == (
        f"Von 100 Menschen ab 65 Jahren, die gut zu Fuß sind, {reached} einen bekannten Begegnungsort in höchstens "
        f"10 Minuten; es gibt {spotted}."
    )


def test_where_nobody_can_tell_the_gap_is_said_to_be_unknown() -> None:
    reachability = tiny_atlas().reachability
    assert reachability
    facts = GapFacts(share_pct=Span.absent(ObservationStatus.CONFIDENTIAL), spots=0, spot_people=0)
    assert say_gap(facts, reachability.target(MEETING_PLACE)) == (
        "Wie viele einen Begegnungsort zu Fuß erreichen, lässt sich nicht sagen (Zahlenwert geheim gehalten)."
    )
    assert say_gap(None, None) == "Wie weit die Wege zum nächsten Begegnungsort sind, ist nicht bekannt."


def measured(statuses: Mapping[str, int], tasks: int = 0, needs: int = 0) -> MeasureFacts:
    (measure,) = tiny_atlas().planning.measures
    return MeasureFacts(
        measures=(measure,) * sum(statuses.values()),
        statuses=statuses,
        unanswered_tasks=tasks,
        unanswered_needs=needs,
    )


@pytest.mark.parametrize(
    ("facts", "need", "sentence"),
    [
        (measured({}), NO_NEED, "Eigens für dieses Gebiet ist keine Maßnahme bekannt."),
        (
            measured({}, tasks=1),
            SOME_NEED,
            "Eigens für dieses Gebiet ist keine Maßnahme bekannt; ohne Maßnahme ist 1 Aufgabe.",
        ),
        (
            measured({"running": 1}),
            SOME_NEED,
            "Bekannt ist 1 Maßnahme, sie läuft; zu jeder bekannten Aufgabe gibt es eine Maßnahme.",
        ),
        (
            measured({"unknown": 1, "running": 2, "done": 1}, tasks=2, needs=1),
            SOME_NEED,
            "Bekannt sind 4 Maßnahmen: 2 laufen, 1 ist umgesetzt und 1 ist ohne bekannten Stand; ohne Maßnahme sind "
            "2 Aufgaben und 1 benannter Bedarf.",
        ),
        (
            measured({"planned": 2}, needs=2),
            SOME_NEED,
            "Bekannt sind 2 Maßnahmen: 2 sind geplant; ohne Maßnahme sind 2 benannte Bedarfe.",
        ),
    ],
)
def test_measures_are_told_with_what_nobody_answers(facts: MeasureFacts, need: NeedFacts, sentence: str) -> None:
    assert say_measures(facts, need) == sentence


@pytest.mark.parametrize(
    ("measures", "reported", "sentence"),
    [
        (0, 0, "Solange keine Maßnahme bekannt ist, gibt es keinen Stand."),
        (1, 0, "Wie weit die Maßnahme ist, ist nicht belegt."),
        (2, 0, "Wie weit die Maßnahmen sind, ist nicht belegt."),
        (1, 1, "Wie weit die Maßnahme ist, ist zuletzt für das Jahr 2025 belegt."),
        (
            3,
            2,
            "Bei 2 von 3 Maßnahmen ist belegt, wie weit sie sind, zuletzt für das Jahr 2025.",
        ),
    ],
)
def test_the_status_is_told_with_its_year_or_as_unknown(measures: int, reported: int, sentence: str) -> None:
    latest: Measure | None = tiny_atlas().planning.measures[0] if reported else None
    year = 2025 if reported else None
    facts = StatusFacts(measures=measures, reported=reported, latest=latest, latest_year=year)
    assert say_status(facts) == sentence


# --- the tiny city ------------------------------------------------------------------------------------------------


def sentences(code: str) -> tuple[str, ...]:
    atlas = tiny_atlas()
    return tuple(map(plain, list_sentences(atlas, collect_facts(atlas, atlas.geography.districts[code]))))


def plain(text: str) -> str:
    """With spaces where lines must not break."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_old_village_is_told_in_six_sentences() -> None:
    assert sentences("001") == (
        "Nach den Regeln gibt es hier 1 Aufgabe („bald“); benannt ist kein Bedarf.",
        "Erfasst und bestätigt ist 1 Begegnungsort für 200 Menschen ab 65.",
        "Von 100 Menschen ab 65 Jahren, die gut zu Fuß sind, erreichen 60 einen bekannten Begegnungsort in höchstens "
        "10 Minuten; es gibt 1 weißen Fleck mit etwa 80 Menschen ab 65.",
        "Eigens für dieses Gebiet ist keine Maßnahme bekannt; ohne Maßnahme ist 1 Aufgabe.",
        "Altmühlau bekommt 4.908,33 € von 13.400,00 € im Jahr 2026 (Beschluss der Gemeinde).",
        "Solange keine Maßnahme bekannt ist, gibt es keinen Stand.",
    )


def test_the_whole_town_is_told_with_its_budget_and_its_measure() -> None:
    assert sentences("000")[3:] == (
        "Bekannt ist 1 Maßnahme, sie läuft; ohne Maßnahme ist 1 benannter Bedarf.",
        "13.400,00 € werden im Jahr 2026 auf die Ortsteile verteilt (Beschluss der Gemeinde).",
        "Wie weit die Maßnahme ist, ist zuletzt für das Jahr 2026 belegt.",
    )


def test_every_step_leads_to_what_it_rests_on() -> None:
    atlas = tiny_atlas()
    district = atlas.geography.districts["001"]
    section = profile_chain_section(atlas, layout.district_page(district, atlas.geography.level_of(district)), district)
    assert section
    assert [(one.link.text, one.link.href) for one in section.steps] == [
        ("Bedarf", "#berechnet"),
        ("Angebot", "#angebote"),
        ("Lücke", "#wege-zu-fuss"),
        ("Maßnahme", "#massnahmen"),
        ("Geld", "../../planung/verteilung/altmuehlau/"),
        ("Stand", "#massnahmen"),
    ]


def test_the_table_has_every_district_of_every_level_with_a_link_in_each_cell() -> None:
    atlas = tiny_atlas()
    (page,) = profile_chain(atlas, {})
    (level,) = page.levels
    assert [row.header.text for row in level.table.rows] == [
        f"{one.number} {one.name}".strip() for one in atlas.geography.districts_on(atlas.geography.levels[1])
    ]
    assert all(len(row.cells) == len(STEPS) and all(cell.href for cell in row.cells) for row in level.table.rows)
    _, supply, gap, *_ = level.table.rows[0].cells
    assert (supply.text, plain(gap.text)) == ("1 Ort für 200", "60 %, 1 weißer Fleck")


def read_rows() -> dict[str, dict[str, str]]:
    edition, _ = prepare_downloads(tiny_atlas())
    files = {one.path: one for one in render_chain_files(tiny_atlas(), edition)}
    text = files[layout.chain_download("csv", topic="gebiete")].content.decode("utf-8-sig")
    return {row["district_code"]: row for row in csv.DictReader(io.StringIO(text))}


def test_the_file_says_what_the_pages_say() -> None:
    rows = read_rows()
    assert set(rows) == set(tiny_atlas().geography.districts)
    for code, row in rows.items():
        assert tuple(plain(row[f"sentence_{number}"]) for number in range(1, 7)) == sentences(code)
    assert (rows["001"]["meeting_places"], rows["001"]["people_65_plus"], rows["001"]["amount"]) == (
        "1",
        "200",
        "4908.33",
    )
    assert (rows["001"]["white_spots"], rows["001"]["white_spot_people_estimate"]) == ("1", "80")


def test_the_file_leaves_out_what_nobody_can_tell() -> None:
    rows = read_rows()
    # Rules are not asked of the whole town, and few people live behind the wood.
    assert (rows["000"]["tasks"], rows["000"]["amount"]) == ("", "")
    assert (rows["003"]["share_low_pct"], rows["003"]["white_spots"]) == ("x", "")


def test_a_city_without_money_and_ways_says_so(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    (city.project / "datapackages/parameters/allocation.yaml").unlink()
    city.describe("demographics", lambda package: package["resources"].pop())
    city.file("demographics/census_cells").unlink()
    city.stamp()
    atlas = evaluate_city(city.project)
    _, _, gap, _, money, _ = list_sentences(atlas, collect_facts(atlas, atlas.geography.districts["001"]))
    assert gap == "Wie weit die Wege zum nächsten Begegnungsort sind, ist nicht bekannt."
    assert money == "Wie viel Geld für dieses Gebiet da ist, ist nicht bekannt."
