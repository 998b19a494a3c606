"""Plain German: how shares are said, how readable sentences are, and what the pages say word for word."""

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import layout
from generator.errors import SiteError
from generator.formatting import NBSP
from generator.plain import Limits, Sentence, find_faults, measure_text, read_limits, say, say_share
from generator.plain.readability import count_syllables
from generator.profiles.atlas import Atlas
from generator.profiles.plain.pages import profile_plain_pages
from generator.profiles.plain.views import PlainPage, PlainSection, list_sentences
from generator.profiles.twins import view_full_twin, view_plain_twin
from tests.sites import ROOT
from tests.tiny import copy_tiny_city, evaluate_city, tiny_atlas

LIMITS = Limits(words_max=15, words_mean_max=9, ease_min=60)


def plain_page(path: str, atlas: Atlas | None = None) -> PlainPage:
    return next(page for page in profile_plain_pages(atlas or tiny_atlas()) if str(page.path) == f"{path}/index.md")


def section(page: PlainPage, anchor: str) -> PlainSection:
    return next(one for one in page.sections if one.anchor == anchor)


def lines(part: PlainSection) -> list[str]:
    """Paragraphs, then items, as text."""
    paragraphs = (*part.paragraphs, *part.items)
    return [" ".join(one.text for one in paragraph).replace(NBSP, " ") for paragraph in paragraphs]


def changed_city(tmp_path: Path, resource_id: str, old: str, new: str) -> Atlas:
    city = copy_tiny_city(tmp_path / "city")
    city.drop_rules()
    city.replace(resource_id, old, new)
    return evaluate_city(city.project)


# --- shares -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 10, "niemand"),
        (10, 10, "alle"),
        (1, 2, "1 von 2"),
        (1, 4, "1 von 4"),
        (3, 4, "3 von 4"),
        (245, 1000, "fast 1 von 4"),
        (246, 1000, "etwa 1 von 4"),
        (254, 1000, "etwa 1 von 4"),
        (256, 1000, "etwas mehr als 1 von 4"),
        (270, 1000, "etwas mehr als 1 von 4"),
        (271, 1000, "etwa 27 von 100"),
        (333, 1000, "etwa 1 von 3"),
        (16, 100, "16 von 100"),
        (95, 1000, "fast 1 von 10"),
        (85, 1000, "etwa 9 von 100"),
        (1, 100, "1 von 100"),
        (4, 1000, "weniger als 1 von 100"),
        (997, 1000, "mehr als 99 von 100"),
    ],
)
def test_a_share_is_said_like_this(part: int, whole: int, text: str) -> None:
    assert say_share(part, whole).text == text


@given(st.integers(0, 2000), st.integers(1, 2000))
def test_a_said_share_lies_near_the_true_one_and_its_word_points_the_right_way(part: int, whole: int) -> None:
    part = min(part, whole)
    phrase, share = say_share(part, whole), Fraction(part, whole)
    found = re.fullmatch(r"(fast |etwa |etwas mehr als |weniger als |mehr als |)(\d+) von (\d+)", phrase.text)
    if found is None:
        assert phrase.text == ("niemand" if part == 0 else "alle")
        assert share in (0, 1)
        return
    word, said = found[1].strip(), Fraction(int(found[2]), int(found[3]))
    assert abs(share - said) <= Fraction(2, 100)
    assert phrase.is_one == (found[2] == "1")
    if word in ("fast", "weniger als"):
        assert share < said
    elif word in ("etwas mehr als", "mehr als"):
        assert share > said
    elif word == "etwa":
        assert 0 < abs(share - said) <= Fraction(1, 200)
    else:
        assert share == said


# --- how readable it is -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "count"),
    [("Treff", 1), ("Abend", 2), ("Idee", 2), ("neue", 2), ("ältere", 3), ("Häuser", 2), ("Quelle", 2), ("HNO", 1)],
)
def test_syllables_are_counted_by_their_vowels(word: str, count: int) -> None:
    assert count_syllables(word) == count


def test_the_index_of_a_text_can_be_worked_out_by_hand() -> None:
    reading = measure_text([Sentence("Das ist gut. Hier ist ein Treff.")])
    assert reading is not None
    # Seven words of one syllable in two sentences, but "Hier": i and e are one sound.
    assert (reading.words_max, reading.words_mean, reading.longest) == (4, 3.5, "Hier ist ein Treff.")
    assert reading.ease == pytest.approx(180 - 3.5 - 58.5)


def test_a_date_does_not_end_a_sentence() -> None:
    reading = measure_text([Sentence("So war es am 31. Dezember 2025.")])
    assert reading is not None
    assert reading.words_max == 7


def test_a_name_counts_as_one_word_without_syllables() -> None:
    name = "Verein für generationenübergreifende Seniorenbegegnungsarbeit e. V."
    reading = measure_text([say(f"Hier ist {name}.", name)])
    assert reading is not None
    assert reading.words_max == 3
    assert reading.ease == pytest.approx(180 - 3 - 58.5)


def test_a_long_sentence_is_a_fault_that_is_quoted() -> None:
    (fault,) = find_faults([Sentence(" ".join(["gut"] * 16) + ".")] + [Sentence("So ist es.")] * 3, LIMITS)
    assert fault.startswith("ein Satz hat 16 Wörter, erlaubt sind 15: „gut gut")


def test_hard_words_are_a_fault() -> None:
    faults = find_faults([Sentence("Infrastrukturverbesserungsmaßnahmen.")], LIMITS)
    assert len(faults) == 1
    assert faults[0].startswith("der Lesbarkeitsindex ist ")


def test_many_long_sentences_are_a_fault() -> None:
    (fault,) = find_faults([Sentence("Das ist so und so und so und so und so gut.")], LIMITS)
    assert fault == "ein Satz hat im Mittel 12,0 Wörter, erlaubt sind 9,0"


def test_a_text_of_data_that_is_too_hard_stops_the_build_and_is_named(tmp_path: Path) -> None:
    hard = " ".join(["Wort"] * 16)
    atlas = changed_city(tmp_path, "planning/needs", "Hinterm Wald fehlt ein Treff.", f"{hard}.")
    with pytest.raises(SiteError, match=r"planung/einfach/: ein Satz hat 16 Wörter") as error:
        profile_plain_pages(atlas)
    assert "plain_text" in str(error.value)


def test_without_limits_there_are_no_plain_pages_and_no_switch(tmp_path: Path) -> None:
    atlas = changed_city(tmp_path, "parameters/parameters", "plain_words_max", "andere_grenze")
    assert read_limits(atlas.parameters) is None
    assert profile_plain_pages(atlas) == ()
    assert view_plain_twin(atlas, layout.START) is None


def assert_plain(pages: Iterator[PlainPage] | tuple[PlainPage, ...]) -> None:
    for page in pages:
        reading = measure_text(list_sentences(page))
        assert reading is not None
        assert reading.words_max <= 15, (page.path, reading.longest)
        assert reading.words_mean <= 9, page.path
        assert reading.ease >= 65, (page.path, reading.ease)
        for sentence in list_sentences(page):
            text = sentence.text
            for name in sentence.names:
                text = text.replace(name, "")
            assert not re.search(r"[()\[\];]|\bwürde|\bwäre|\bkönnte|\d,\d", text), text


def test_every_page_of_the_tiny_city_is_plain() -> None:
    assert_plain(profile_plain_pages(tiny_atlas()))


def test_every_page_of_magdeburg_is_plain() -> None:
    pages = profile_plain_pages(evaluate_city(ROOT))
    assert len(pages) == 59 + 5
    assert_plain(pages)


# --- what pages say -----------------------------------------------------------------------------------------------


def test_every_district_and_the_main_pages_have_a_twin() -> None:
    assert [str(page.path) for page in profile_plain_pages(tiny_atlas())] == [
        "einfach/index.md",
        "mein-gebiet/einfach/index.md",
        "angebote/einfach/index.md",
        "planung/einfach/index.md",
        "erreichbarkeit/einfach/index.md",
        "gemeinde/einfach/index.md",
        "ortsteile/altmuehlau/einfach/index.md",
        "ortsteile/hinterm-wald/einfach/index.md",
        "ortsteile/muehlengrund/einfach/index.md",
    ]


def test_twins_lead_to_each_other_and_say_honestly_what_they_are() -> None:
    there, back = view_plain_twin(tiny_atlas(), layout.OFFERINGS), view_full_twin(layout.OFFERINGS)
    assert there is not None
    assert (there.there.text, there.there.href, there.there_language) == ("Einfache Sprache", "einfach/", "de-simple")
    assert (back.there.href, back.there_language) == ("../", "de")
    assert back.here == "Einfache Sprache, nicht geprüft von der Zielgruppe"


def test_what_a_district_is() -> None:
    assert lines(section(plain_page("ortsteile/muehlengrund/einfach"), "das-gebiet")) == [
        "Der Mühlengrund ist ein Ortsteil von Klein Mühlau."
    ]
    assert lines(section(plain_page("ortsteile/hinterm-wald/einfach"), "das-gebiet")) == [
        "Hinterm Wald ist ein Ortsteil von Klein Mühlau.",
        "Die Grenzen stehen noch nicht fest. Vielleicht ändern sie sich.",
    ]
    assert lines(section(plain_page("gemeinde/einfach"), "das-gebiet")) == ["Klein Mühlau ist eine Gemeinde."]


def test_who_lives_in_a_district() -> None:
    part = section(plain_page("ortsteile/altmuehlau/einfach"), "menschen")
    assert part.title == "Wer wohnt im Gebiet „Altmühlau“?"
    assert lines(part) == [
        "Im Gebiet „Altmühlau“ wohnen 1.000 Menschen. So war es am 31. Dezember 2025.",
        "1 von 5 Menschen ist 65 Jahre oder älter. Das sind 200 Menschen. "
        "In ganz Klein Mühlau ist es etwas mehr als 1 von 4 Menschen.",
        "Im Jahr 2023 waren es 160 Menschen. Jetzt sind es 40 mehr.",
        "In 2 von 5 Haushalten wohnt nur 1 Mensch. Das können junge und alte Menschen sein.",
    ]


def test_too_few_people_for_a_share_are_only_counted() -> None:
    assert lines(section(plain_page("ortsteile/hinterm-wald/einfach"), "menschen")) == [
        "Hinterm Wald wohnen 200 Menschen. So war es am 31. Dezember 2025.",
        "20 von ihnen sind 65 Jahre oder älter.",
        "Im Jahr 2023 waren es 40 Menschen. Jetzt sind es 20 weniger.",
    ]


def test_the_same_number_as_before_is_said_so() -> None:
    assert "Im Jahr 2023 waren es genauso viele." in lines(
        section(plain_page("ortsteile/muehlengrund/einfach"), "menschen")
    )


def test_one_person_more_is_said_in_the_singular(tmp_path: Path) -> None:
    atlas = changed_city(tmp_path, "demographics/age_groups", "0,40,70,70,20,200", "0,40,49,70,41,200")
    assert lines(section(plain_page("ortsteile/hinterm-wald/einfach", atlas), "menschen"))[2] == (
        "Im Jahr 2023 waren es 40 Menschen. Jetzt ist es 1 mehr."
    )


def test_a_district_without_people_says_so_and_nothing_else(tmp_path: Path) -> None:
    atlas = changed_city(tmp_path, "demographics/population", "2025-12-31,003,200", "2025-12-31,003,0")
    assert lines(section(plain_page("ortsteile/hinterm-wald/einfach", atlas), "menschen")) == [
        "Hinterm Wald wohnt niemand. So war es am 31. Dezember 2025."
    ]


def test_a_secret_number_says_why_it_is_not_there(tmp_path: Path) -> None:
    atlas = changed_city(tmp_path, "demographics/age_groups", "70,70,20,200", "70,70,.,200")
    assert lines(section(plain_page("ortsteile/hinterm-wald/einfach", atlas), "menschen"))[1:] == [
        "Wie viele Menschen sind 65 Jahre oder älter? Diese Zahl ist geheim. "
        "Sonst kann man vielleicht einzelne Menschen erkennen.",
    ]


def test_a_missing_number_is_not_called_secret(tmp_path: Path) -> None:
    atlas = changed_city(tmp_path, "demographics/population", "2025-12-31,003,200", "2025-12-31,003,…")
    assert lines(section(plain_page("ortsteile/hinterm-wald/einfach", atlas), "menschen"))[0] == (
        "Wie viele Menschen wohnen hinterm Wald? Diese Zahl kennen wir nicht."
    )


def test_an_offering_has_what_people_need_to_go_there() -> None:
    part = section(plain_page("ortsteile/altmuehlau/einfach"), "angebote")
    group = part.groups[0]
    assert (group.title, [one.text for one in group.sentences]) == ("Treff", ["Hier treffen sich Menschen."])
    (offering,) = group.offerings
    assert offering.name == "Seniorentreff im Rathaus"
    assert offering.address == "Marktplatz 1, 99999 Klein Mühlau"
    assert offering.phone is not None
    assert (offering.phone.text, offering.phone.href) == ("0999 1234-5", "tel:+4999912345")
    assert offering.hours == ("Montag und Dienstag: 9 bis 12 Uhr", "Donnerstag: 14 bis 17:30 Uhr")
    assert [one.text for one in offering.sentences] == [
        "Sie kommen ohne Stufen hinein.",
        "Diese Angaben sind vom 4. Mai 2026.",
    ]


def test_an_offering_says_what_is_special_and_what_is_not_known() -> None:
    part = section(plain_page("ortsteile/muehlengrund/einfach"), "angebote")
    said = {one.name: [sentence.text for sentence in one.sentences] for group in part.groups for one in group.offerings}
    assert said["Spieletreff"] == [
        "Vielleicht gibt es das Angebot nicht mehr.",
        "Uns fehlen noch die Telefonnummer und die Öffnungszeiten.",
        "Sie kommen nicht überall ohne Stufen hin.",
        "Diese Angaben sind aus dem Jahr 2022.",
        "Das ist lange her.",
        "Vielleicht stimmt das nicht mehr.",
    ]
    assert said["Mühlencafé"][:3] == [
        "Das Angebot gibt es bald nicht mehr.",
        "Uns fehlt noch die Telefonnummer.",
        "Die Öffnungszeiten stehen auf der ausführlichen Seite.",
    ]


def test_a_kind_has_its_plain_title() -> None:
    groups = section(plain_page("angebote/einfach"), "arten").groups
    assert [(one.title, one.sentences[-1].text.replace(NBSP, " ")) for one in groups] == [
        ("Treff", "Davon kennen wir 4 Angebote."),
        ("Bücherei", "Davon kennen wir 1 Angebot."),
        ("Pflege zu Hause", "Davon kennen wir 1 Angebot."),
    ]


def test_ways_are_said_as_people_of_a_hundred_and_ranges_stay_ranges() -> None:
    assert lines(section(plain_page("ortsteile/altmuehlau/einfach"), "wege"))[2:] == [
        "Manche Menschen können gut gehen. Von ihnen haben etwa 60 von 100 einen kurzen Weg.",
        "Andere Menschen gehen langsam. Von ihnen haben etwa 40 von 100 einen kurzen Weg.",
        "Im Gebiet „Altmühlau“ gibt es 1 Stelle ohne Treffpunkt in der Nähe. Dort wohnen etwa 80 Menschen ab 65.",
    ]
    assert lines(section(plain_page("ortsteile/muehlengrund/einfach"), "wege"))[2:] == [
        "Manche Menschen können gut gehen. Von ihnen haben mindestens 50 von 100 einen kurzen Weg.",
        "Andere Menschen gehen langsam. Von ihnen haben höchstens 50 von 100 einen kurzen Weg.",
        "Genauer wissen wir es nicht. Bei manchen Orten kennen wir die Adresse nicht genau.",
    ]
    assert lines(section(plain_page("ortsteile/hinterm-wald/einfach"), "wege"))[1:] == [
        "Wie viele Menschen haben so einen kurzen Weg? Hier wohnen zu wenige Menschen. "
        "Darum rechnen wir diese Zahl nicht aus."
    ]


def test_needs_and_measures_have_plain_words_or_their_title() -> None:
    page = plain_page("planung/einfach")
    assert lines(section(page, "bedarfe")) == ["Andere haben gesagt: Das ist nötig.", "Hinterm Wald fehlt ein Treff."]
    assert lines(section(page, "massnahmen")) == [
        "Das will die Stadt tun:",
        "Das Thema heißt „Bänke an allen Wegen“. Die Stadt macht das gerade.",
    ]


def test_people_are_told_whom_to_ask() -> None:
    part = section(plain_page("einfach"), "fragen")
    assert lines(part)[0] == "Diese Seite ist von: Gemeinde Klein Mühlau (erfunden)."
    assert [one.href for one in part.links] == ["mailto:atlas@klein-muehlau.example"]
