"""What ``gebietsatlas show`` says."""

import re

import pytest

from generator.errors import UsageError
from generator.formatting import NBSP
from generator.render.reports import describe as describe_anything
from generator.render.reports import describe_indicator, list_topics
from tests.tiny import tiny_atlas


def describe(indicator: str, district: str | None = None) -> list[str]:
    """The report as lines, with plain spaces."""
    return [line.replace(NBSP, " ") for line in describe_indicator(tiny_atlas(), indicator, district)]


def test_the_definition_comes_first() -> None:
    assert describe("share_65_plus")[:3] == [
        "Anteil der Menschen ab 65 Jahren",
        "  Wie viele von 100 Menschen, die hier wohnen, 65 Jahre oder älter sind.",
        "  Formel: 100 × Personen ab 65 Jahren ÷ alle Einwohnerinnen und Einwohner",
    ]


def test_every_district_has_a_line_with_its_number_or_the_reason_for_having_none() -> None:
    assert [line.split(maxsplit=1) for line in describe("share_65_plus")[3:]] == [
        ["000", f"{'Klein Mühlau':<32} 26,0 %"],
        ["001", f"{'Altmühlau':<32} 20,0 %"],
        ["003", f"{'Hinterm Wald':<32} x (Angabe nicht sinnvoll)"],
        ["002", f"{'Mühlengrund':<32} 37,5 %"],
    ]


def test_one_district_shows_every_date_with_its_cells() -> None:
    assert describe("population_65_plus", "003")[3:] == [
        "31.12.2023  Hinterm Wald: 40",
        "    demographics/age_groups, Zeile 4, age_65_plus_count (003): 40",
        "31.12.2024  Hinterm Wald: . (Zahlenwert geheim gehalten)",
        "    demographics/age_groups, Zeile 7, age_65_plus_count (003): .",
        "31.12.2025  Hinterm Wald: 20",
        "    demographics/age_groups, Zeile 10, age_65_plus_count (003): 20",
    ]


def test_changes_show_their_sign() -> None:
    assert [line.split()[-1] for line in describe("change_65_plus_count")[3:]] == ["+20", "+40", "−20", "±0"]


@pytest.mark.parametrize("name", ["002", "muehlengrund", "Mühlengrund"])
def test_a_district_goes_by_code_address_or_name(name: str) -> None:
    assert describe("population", name)[-2] == "31.12.2025  Mühlengrund: 800"


def test_an_indicator_goes_by_id_or_address() -> None:
    assert describe("anteil-ab-65") == describe("share_65_plus")


@pytest.mark.parametrize(
    ("indicator", "district", "hint"),
    [
        ("share_66_plus", None, "Meinst du ‚share_65_plus‘?"),
        ("quark", None, "Es gibt: population, population_65_plus"),
        ("population", "Mühlgrund", "Meinst du ‚Mühlengrund‘?"),
        ("population", "quark", "Nenne Schlüssel oder Namen."),
    ],
)
def test_a_wrong_name_gets_a_hint(indicator: str, district: str | None, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        describe(indicator, district)
    assert hint in str(caught.value)


# --- everything that can be asked for -----------------------------------------------------------------------------


def tell(subject: str, district: str | None = None) -> list[str]:
    """Whatever goes by this name, with plain spaces."""
    return [line.replace(NBSP, " ") for line in describe_anything(tiny_atlas(), subject, district)]


def test_every_name_that_is_offered_can_be_shown_for_all_districts_and_for_one() -> None:
    for topic in list_topics(tiny_atlas()):
        for name in topic.names:
            assert tell(name), name
            assert tell(name, "Mühlengrund"), name


def test_every_rule_indicator_need_measure_and_survey_has_a_name() -> None:
    atlas = tiny_atlas()
    names = {name for topic in list_topics(atlas) for name in topic.names}
    assert atlas.needs.book is not None
    wanted = [one.id for one in atlas.results.indicators]
    wanted += [one.id for one in (*atlas.needs.book.rules, *atlas.needs.book.strengths)]
    wanted += [one.id for one in (*atlas.planning.needs, *atlas.planning.measures, *atlas.participation.surveys)]
    assert not set(wanted) - names


def test_a_name_stands_for_one_thing_only() -> None:
    names = [name for topic in list_topics(tiny_atlas()) for name in dict.fromkeys(topic.names)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("share_66_plus", "Meinst du ‚share_65_plus‘"),
        ("many_oldr", "Meinst du ‚many_older‘?"),
        ("Verteilun", "Meinst du ‚verteilung‘?"),
        ("reach_meeting_place_mobil", "Meinst du ‚reach_meeting_place_mobile‘"),
        ("vorauswal", "Meinst du ‚vorauswahl‘?"),
    ],
)
def test_an_unknown_name_gets_those_that_come_near(name: str, hint: str) -> None:
    with pytest.raises(UsageError, match=re.escape(hint)) as caught:
        tell(name)
    assert str(caught.value).startswith(f"‚{name}‘ gibt es nicht.")


def test_a_name_like_no_other_gets_the_list_of_all() -> None:
    with pytest.raises(UsageError) as caught:
        tell("qqqqqqqq")
    text = str(caught.value)
    assert "Kennzahlen: " in text
    assert "Vorauswahl: vorauswahl, screening" in text
    assert "Regeln und Bedarfe: bedarfe, bedarf, treff, many_older, ways" in text


def test_the_composite_index_goes_down_to_numbers_and_rows() -> None:
    lines = tell("vorauswahl", "Mühlengrund")
    # 37.5 and 20 %: one deviation above the mean; 3.33 places are fewer than 5, which is more need: again one.
    assert " ".join(lines[4].split()) == "002 Mühlengrund +1,00; Platz 1, in allen Varianten 1 bis 1"
    assert "    share_65_plus: Beitrag +0,50; ohne sie Platz 1" in lines
    assert any(line.startswith("        37,5 %: demographics/age_groups[age_65_plus_count]: 9") for line in lines)


def test_a_range_of_ways_goes_down_to_cells() -> None:
    lines = tell("reach_meeting_place_restricted", "Mühlengrund")
    assert any(line.split() == ["002", "Mühlengrund", "0", "bis", "50", "%"] for line in lines)
    assert any("demographics/census_cells, 3 Zeilen (002)" in line for line in lines)


def test_a_strength_goes_down_to_its_number() -> None:
    lines = tell("place", "Mühlengrund")
    assert any(line.split() == ["002", "Mühlengrund", "ja"] for line in lines)
    assert any("offerings/services, Zeile 3" in line for line in lines)
