"""Finding: streets and their districts, other words for the search, and filters of the list of offerings."""

import json
import re
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from generator import layout
from generator.finding.streets import Street, StreetPart
from generator.finding.thesaurus import Thesaurus, spell_plainly
from generator.model import OutputFile
from generator.profiles.atlas import Atlas
from generator.profiles.filters import FilterForm
from generator.profiles.finding import MOST_LISTED, MOST_SEARCHED, list_places, make_finder, profile_find
from generator.profiles.offering_filter import filter_keys, filter_offerings
from generator.profiles.offerings import profile_offerings
from generator.render.files import render_maps
from generator.render.findable import make_findable
from generator.render.pages import render_pages
from tests.package_builder import City
from tests.tiny import copy_tiny_city, evaluate_city, split_tiny_city, tiny_atlas

HOSTILE = '</script><img src=x onerror="window.PWN=1">{{ 7*191 }}'


def without_streets(tmp_path: Path) -> Atlas:
    city = copy_tiny_city(tmp_path / "city")

    def drop(descriptor: dict[str, object]) -> None:
        resources = descriptor["resources"]
        assert isinstance(resources, list)
        descriptor["resources"] = [one for one in resources if one["name"] != "streets"]

    city.describe("districts", drop)
    city.file("districts/streets").unlink()
    return evaluate_city(city.project)


def many_streets(count: int) -> Atlas:
    parts = (StreetPart(district_code="001", share_pct=100),)
    return replace(tiny_atlas(), streets=tuple(Street(name=f"Weg {number}", parts=parts) for number in range(count)))


def staged(atlas: Atlas, path: PurePosixPath) -> str:
    return next(one.content.decode() for one in render_pages(atlas, {}, "") if one.path == path)


# --- streets ------------------------------------------------------------------------------------------------------


def test_a_street_names_all_its_districts_the_one_with_the_longest_part_first() -> None:
    (street,) = [one for one in tiny_atlas().streets if one.name == "Mühlstraße"]
    assert [(part.district_code, part.share_pct) for part in street.parts] == [("001", 60), ("002", 35)]


def test_a_share_that_nobody_has_measured_stays_unknown() -> None:
    (street,) = [one for one in tiny_atlas().streets if one.name == "An der Brücke"]
    assert street.parts[0].share_pct is None
    assert ["An der Brücke", [["003", None]]] in list_places(tiny_atlas())["streets"]


def test_streets_are_listed_like_in_a_dictionary_umlauts_beside_their_vowels() -> None:
    letters = profile_find(tiny_atlas()).letters
    assert [(one.letter, one.count) for one in letters] == [
        ("A", "2 Straßen"), ("D", "1 Straße"), ("M", "2 Straßen"), ("O", "1 Straße"), ("W", "1 Straße"),
    ]  # fmt: skip
    assert [one.name for one in letters[3].streets] == ["Ölbergweg"]


def test_the_list_names_the_levels_from_fine_to_coarse_without_the_city(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    split_tiny_city(city)
    letters = profile_find(evaluate_city(city.project)).letters
    (street,) = [one for letter in letters for one in letter.streets if one.name == "Waldweg"]
    assert [one.text for one in street.places] == ["Ortsteil Hinterm Wald", "Hälfte Süd"]
    assert street.places[1].href == "../haelften/sued/"


def test_the_search_knows_every_district_with_those_around_it(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    split_tiny_city(city)
    districts = list_places(evaluate_city(city.project))["districts"]
    assert districts["003"] == {
        "name": "Hinterm Wald",
        "kind": "Ortsteil",
        "note": "Zuschnitt vorläufig",
        "href": "ortsteile/hinterm-wald/",
        "parents": ["102"],
    }


def test_a_city_without_streets_says_so_and_offers_map_and_lists(tmp_path: Path) -> None:
    atlas = without_streets(tmp_path)
    page = profile_find(atlas)
    assert page.box.reason.startswith("Eine Suche nach Straßen gibt es nicht")
    assert page.letters == ()
    assert "Karte und Liste führen zu jedem Gebiet" in page.letters_note
    assert "über Ihre Straße" not in page.lead
    text = staged(atlas, layout.FIND)
    assert "data-ga-finder" not in text
    assert "../ortsteile/" in text


def test_a_page_lists_so_many_streets_and_no_more() -> None:
    assert sum(len(one.streets) for one in profile_find(many_streets(MOST_LISTED)).letters) == MOST_LISTED
    page = profile_find(many_streets(MOST_LISTED + 1))
    assert page.letters == ()
    assert "3.001 Straßen" in page.letters_note


def test_too_many_streets_are_not_sent_along_for_a_search() -> None:
    atlas = many_streets(MOST_SEARCHED + 1)
    assert list_places(atlas)["streets"] == []
    assert "20.001 Straßen" in make_finder(atlas, layout.START).reason


def test_the_caveats_of_the_list_stand_by_the_search() -> None:
    assert make_finder(tiny_atlas(), layout.START).notes == (
        "Das Verzeichnis ist unvollständig: Es enthält 7 von etwa 30 Straßen.",
    )
    assert "Es enthält 7 von etwa 30 Straßen." in staged(tiny_atlas(), layout.FIND)


def test_a_name_from_data_cannot_end_the_script_or_the_list() -> None:
    parts = (StreetPart(district_code="001", share_pct=100),)
    atlas = replace(tiny_atlas(), streets=(Street(name=HOSTILE, parts=parts),))
    (script,) = [one for one in render_maps(atlas) if one.path == layout.FINDER_DATA]
    text = script.content.decode()
    assert "<" not in text
    assert json.loads(text[text.index("]=") + 2 : -2])["streets"][0][0] == HOSTILE
    page = staged(atlas, layout.FIND)
    assert "<img src=x" not in page
    assert "onerror&#61;&#34;" in page


def test_a_row_for_an_unknown_district_is_an_error(tmp_path: Path) -> None:
    city: City = copy_tiny_city(tmp_path / "city")
    city.replace("districts/streets", "Waldweg,003,100", "Waldweg,099,100")
    assert "unknown-foreign-key" in {one.code for one in city.issues()}


# --- words --------------------------------------------------------------------------------------------------------

WORDS = Thesaurus(synonyms={"Treff": ("Begegnungsstätten",), "Bürgerhaus": ("Stadtteilhaus",), "Pflege": ("Hilfe",)})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Offene Treffs", ("Begegnungsstätten",)),
        ("Senioren-Treff", ("Begegnungsstätten",)),
        ("Die Bürgerhäuser der Stadt", ("Stadtteilhaus",)),
        ("Das betrifft den Betreff", ()),
        ("Pflegedienst", ()),
    ],
)
def test_a_term_is_found_in_any_number_and_case_but_not_inside_of_another_word(
    text: str, expected: tuple[str, ...]
) -> None:
    assert WORDS.find(text) == expected


def test_what_a_page_says_itself_is_not_said_again() -> None:
    assert WORDS.find("Treff, auch Begegnungsstätten genannt") == ()
    # The search would not find the longer word under the shorter one.
    assert WORDS.find("Treff, auch Begegnungsstätte genannt") == ("Begegnungsstätten",)


def test_umlauts_and_sharp_s_are_written_out_for_names_and_nouns() -> None:
    assert spell_plainly("Große Straße in Öde, schön für Übermut") == ("Grosse", "Oede", "Strasse", "Uebermut")


def make_page(body: str) -> OutputFile:
    return OutputFile(path=PurePosixPath("a.md"), content=f'---\ntitle: "A"\n---\n\n{body}'.encode())


def also(body: str) -> str:
    text = make_findable(make_page(body), WORDS).content.decode()
    return ", ".join(re.findall(r"<p>Auch gesucht als: (.*)</p>", text))


def test_the_words_end_the_first_section_so_that_the_page_is_found_and_not_one_of_its_parts() -> None:
    text = make_findable(make_page("# Treff\n\nText\n\n## Mehr { #mehr }\n\nText\n"), WORDS).content.decode()
    assert text.endswith(
        '# Treff\n\nText\n\n<div class="ga-also" hidden>\n'
        "<p>Auch gesucht als: Begegnungsstätten, Begegnungsstaetten</p>\n</div>\n\n"
        "## Mehr { #mehr }\n\nText\n"
    )


def test_words_for_the_title_are_tags_so_that_this_page_comes_first() -> None:
    of_title = make_findable(make_page("# Offene Treffs\n"), WORDS).content.decode()
    of_names = make_findable(make_page("# Straßen\n\n<p><strong>Treff</strong></p>\n"), WORDS).content.decode()
    assert 'title: "A"\ntags: ["Begegnungsst\\u00e4tten"]\n---\n' in of_title
    assert "tags:" not in of_names


def test_only_what_a_page_is_about_gives_it_other_words() -> None:
    assert also("# A\n\n<p>Ein Treff ist nicht weit.</p>\n") == ""
    assert also('# A\n\n<p class="ga-offer__kind"><a href="x">Treff</a></p>\n').startswith("Begegnungsstätten")
    assert also("# A\n\n<p><strong>Treff</strong></p>\n").startswith("Begegnungsstätten")


def test_what_the_search_does_not_see_gives_no_words() -> None:
    assert also('# A\n\n<ul data-search-exclude="true">\n<li><strong>Treff</strong></li>\n</ul>\n') == ""
    assert also('# A\n\n## Quellen { #quellen data-search-exclude="true" }\n\n<p><strong>Treff</strong></p>\n') == ""


def test_the_mark_of_what_the_search_does_not_see_hides_no_more_than_its_element() -> None:
    treff = "<p><strong>Treff</strong></p>"
    # A smaller heading, an element that is never closed, and the text behind a closed one.
    assert also(f'# A\n\n### B {{ #b data-search-exclude="true" }}\n\n{treff}\n').startswith("Begegnungsstätten")
    assert also(f'# A\n\n<img data-search-exclude="true">\n\n{treff}\n').startswith("Begegnungsstätten")
    assert also(f"# A\n\n<p data-search-exclude><b>B</b></p>{treff}\n").startswith("Begegnungsstätten")


def test_umlauts_are_found_in_text_however_they_are_written_but_not_in_markup() -> None:
    assert also('# Ölberg\n\n<p title="Straße">Zum B&#228;ren, <b>Zur M&uuml;hle</b> am <i>Fluß</i></p>\n') == (
        "Baeren, Fluss, Muehle, Oelberg"
    )


def test_a_page_without_other_words_stays_as_it_is() -> None:
    page = make_page("# Haus\n\nText\n")
    assert make_findable(page, WORDS) is page


def test_many_words_stand_in_short_lines_of_which_the_search_shows_one() -> None:
    many = Thesaurus(synonyms={"Treff": tuple(f"Wort{letter}" for letter in "abcdefg")})
    text = make_findable(make_page("# Treff\n"), many).content.decode()
    assert "<p>Auch gesucht als: Worta, Wortb, Wortc, Wortd, Worte</p>\n<p>Auch gesucht als: Wortf, Wortg</p>" in text


def test_a_hostile_word_stays_text() -> None:
    evil = Thesaurus(synonyms={"Treff": (HOSTILE,)})
    text = make_findable(make_page("# Treff\n"), evil).content.decode()
    # The theme writes tags into the page as markup, and front matter is not read by Markdown.
    assert "<img" not in text
    assert "{{" not in text.split("---\n", 2)[2]


# --- the list of offerings ----------------------------------------------------------------------------------------


def tiny_form() -> FilterForm:
    types = tiny_atlas().catalog.service_types
    return filter_offerings(tiny_atlas(), layout.OFFERINGS, types)


def test_an_offering_is_found_by_kind_days_guideline_access_and_all_its_districts() -> None:
    (meeting,) = [one for one in tiny_atlas().catalog.offerings if one.id == "A1"]
    assert dict(filter_keys(tiny_atlas(), meeting)) == {
        "kind": "treff",
        "days": "1|2|4",
        "guidelines": "G1",
        "access": "yes",
        "districts": "000|001",
    }


def test_days_access_and_district_that_nobody_knows_are_no_guess() -> None:
    (service,) = [one for one in tiny_atlas().catalog.offerings if one.id == "A3"]
    keys = dict(filter_keys(tiny_atlas(), service))
    assert (keys["days"], keys["access"], keys["districts"]) == ("unknown", "unknown", "")


def test_only_days_that_occur_can_be_chosen_and_unknown_ones_have_their_own_choice() -> None:
    days = next(one for one in tiny_form().filters if one.name == "days")
    labels = [option.label for option in days.groups[0].options]
    assert labels == ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Tage nicht bekannt"]


def test_every_offering_on_the_page_carries_the_keys_of_the_form() -> None:
    overview = profile_offerings(tiny_atlas(), {})[0]
    assert overview.filter is not None
    names = {one.name for one in overview.filter.filters}
    views = [view for group in overview.groups for view in group.offerings]
    assert len(views) == int(overview.filter.total)
    assert all(names <= dict(view.filter_keys).keys() for view in views)


def test_only_the_list_of_all_offerings_has_a_form() -> None:
    assert [one.filter is not None for one in profile_offerings(tiny_atlas(), {})].count(True) == 1
