"""The signs of official statistics: the same sign with the same meaning wherever a number could stand."""

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import PurePosixPath

import openpyxl
import pytest

from generator import layout
from generator.formatting import SIGN_MEANINGS
from generator.model import District, Observation, ObservationStatus, Quantity
from generator.profiles.atlas import Atlas
from generator.profiles.indicators import profile_indicators
from generator.profiles.start import profile_method
from generator.render.files import prepare_downloads, render_indicator_files, render_maps, spell_boundaries
from generator.render.pages import render_district_pages
from generator.render.templates import render_page
from tests.markup import Element, read_markup
from tests.tiny import copy_tiny_city, evaluate_city, split_tiny_city

AMOUNT, SHARE = "population_65_plus", "share_65_plus"
"""The one is drawn as circles and lines, the other as classes and bars."""
STATES = {
    "101": ("–", "nichts vorhanden, laut Daten genau null", Quantity(0), "normal"),
    "102": (".", "Zahlenwert geheim gehalten", Quantity.absent(ObservationStatus.CONFIDENTIAL), "confidential"),
    "001": ("…", "Angabe liegt nicht vor", Quantity.absent(ObservationStatus.MISSING), "missing"),
    "002": ("/", "Zahlenwert nicht sicher genug", Quantity.absent(ObservationStatus.UNRELIABLE), "unreliable"),
    "003": ("x", "Angabe nicht sinnvoll", Quantity.absent(ObservationStatus.NOT_MEANINGFUL), "not_meaningful"),
}
"""By code of the district: sign, meaning, number and status."""
EACH_STATE = pytest.mark.parametrize("code", STATES)
EACH_STYLE = pytest.mark.parametrize("indicator_id", [AMOUNT, SHARE])


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    """The tiny city with a third level, so that each of its five districts can be in another state."""
    city = copy_tiny_city(tmp_path_factory.mktemp("signs") / "city")
    split_tiny_city(city)
    found = evaluate_city(city.project)
    series = {
        key: tuple(put_state(one) for one in observations) if key[0] in (AMOUNT, SHARE) else observations
        for key, observations in found.results.series.items()
    }
    return replace(found, results=replace(found.results, series=series))


def put_state(observation: Observation) -> Observation:
    """The same observation in the state of its district."""
    if observation.district_code not in STATES:
        return observation
    quantity = STATES[observation.district_code][2]
    denominator = observation.denominator and quantity
    return replace(
        observation, value=quantity.value, status=quantity.status, numerator=quantity, denominator=denominator
    )


@pytest.fixture(scope="module")
def files(atlas: Atlas) -> dict[PurePosixPath, bytes]:
    """Maps and downloads by path."""
    edition, _ = prepare_downloads(atlas)
    return {
        file.path: file.content
        for file in (*render_maps(atlas), *render_indicator_files(atlas, edition, spell_boundaries(atlas)))
    }


@pytest.fixture(scope="module")
def indicator_pages(atlas: Atlas) -> dict[str, Element]:
    """The pages of all indicators by id."""
    return {
        page.indicator.id: read_markup(render_page("indicator.md.j2", page).content.decode())
        for page in profile_indicators(atlas, {})
    }


@pytest.fixture(scope="module")
def district_pages(atlas: Atlas) -> dict[str, Element]:
    """The pages of the five districts by code."""
    districts = [atlas.geography.districts[code] for code in STATES]
    pages = {page.path: page for page in render_district_pages(atlas, {}, districts)}
    return {
        one.code: read_markup(pages[layout.district_page(one, atlas.geography.level_of(one))].content.decode())
        for one in districts
    }


def slug_of(atlas: Atlas, indicator_id: str) -> str:
    return atlas.results.indicator(indicator_id).slug


def district_of(atlas: Atlas, code: str) -> District:
    return atlas.geography.districts[code]


def explained(element: Element) -> list[tuple[str, str]]:
    """Signs with the meaning that belongs to them."""
    return [
        (one.text, one.attributes["title"])
        for one in element.find_all("abbr")
        if one.attributes.get("class") == "ga-sign"
    ]


@EACH_STATE
@EACH_STYLE
def test_a_table_has_the_sign_with_its_meaning(
    indicator_pages: dict[str, Element], indicator_id: str, code: str
) -> None:
    sign, meaning, *_ = STATES[code]
    row = indicator_pages[indicator_id].find("tr", id=f"gebiet-{code}")
    shown = explained(row)
    assert shown[0] == (sign, meaning)
    assert len(shown) == {AMOUNT: 1, SHARE: 3}[indicator_id]  # a share stands beside its parts


@EACH_STATE
def test_a_card_has_the_sign_and_its_meaning_in_words(district_pages: dict[str, Element], code: str) -> None:
    sign, meaning, *_ = STATES[code]
    (facts,) = [one for one in district_pages[code].find_all("dl") if one.attributes.get("class") == "ga-facts"]
    assert explained(facts)[:2] == [(sign, meaning)] * 2
    cards = [one.text for one in facts.find_all("dd")]
    assert [card.startswith(f"{sign} {meaning}") for card in cards[:2]] == [True, True]


@EACH_STATE
@pytest.mark.parametrize("start", ["reihe-menschen-ab-65", "vergleich-anteil-ab-65"])
def test_a_chart_has_the_sign_in_its_drawing_its_words_its_note_and_its_table(
    district_pages: dict[str, Element], start: str, code: str
) -> None:
    sign, meaning, *_ = STATES[code]
    (chart,) = [
        one for one in district_pages[code].find_all("figure") if one.attributes.get("id", "").startswith(start)
    ]
    labels = {one.text.split()[0] for one in chart.find_all("text") if one.text}
    (note,) = [one.text for one in chart.find_all("p") if one.attributes.get("class") == "ga-chart__note"]
    assert sign in labels
    assert f"{sign} ({meaning})" in chart.find("desc").text
    assert f"{sign} ({meaning})" in note
    assert (sign, meaning) in explained(chart)
    assert note.startswith("Schraffiert") is (sign != "–")


def read_picture(atlas: Atlas, files: dict[PurePosixPath, bytes], indicator_id: str, code: str) -> Element:
    """The picture of the district's level."""
    level = atlas.geography.level_of(district_of(atlas, code))
    return read_markup(files[layout.indicator_picture(slug_of(atlas, indicator_id), level)].decode())


@EACH_STATE
@EACH_STYLE
def test_the_picture_of_a_map_has_sign_pattern_words_and_legend(
    atlas: Atlas, files: dict[PurePosixPath, bytes], indicator_id: str, code: str
) -> None:
    sign, meaning, *_ = STATES[code]
    picture = read_picture(atlas, files, indicator_id, code)
    (area,) = [
        one for one in picture.find_all("path") if one.text == f"{district_of(atlas, code).name}: {sign} ({meaning})"
    ]
    texts = [one.text for one in picture.find_all("text")]
    patterns = {f"url(#{one.attributes['id']})" for one in picture.find_all("pattern")}
    assert texts.count(sign) == 1
    assert f"{sign} ({meaning})" in texts
    assert (area.attributes["fill"] in patterns) is (sign != "–")


def test_every_reason_has_another_pattern(atlas: Atlas, files: dict[PurePosixPath, bytes]) -> None:
    fills = {}
    for code in STATES:
        picture = read_picture(atlas, files, AMOUNT, code)
        name = district_of(atlas, code).name
        (fills[code],) = [
            one.attributes["fill"] for one in picture.find_all("path") if one.text.startswith(f"{name}: ")
        ]
    assert len(set(fills.values())) == 5


@EACH_STATE
@EACH_STYLE
def test_the_interactive_map_knows_sign_pattern_words_and_legend(
    atlas: Atlas, files: dict[PurePosixPath, bytes], indicator_id: str, code: str
) -> None:
    sign, meaning, *_ = STATES[code]
    level = atlas.geography.level_of(district_of(atlas, code))
    script = files[layout.map_data(layout.indicator_map(slug_of(atlas, indicator_id), level))].decode()
    data = json.loads(script.partition("]=")[2].rstrip(";\n"))
    (area,) = [one for one in data["areas"] if one["code"] == code]
    (entry,) = [one for one in data["signs"] if one["sign"] == sign]
    assert (area["sign"], area["text"]) == (sign, f"{sign} ({meaning})")
    assert entry["text"] == f"{sign} ({meaning})"
    assert (entry["path"] is None) is (sign == "–")


@EACH_STATE
@EACH_STYLE
def test_the_alt_text_of_a_map_counts_the_sign_with_its_meaning(
    indicator_pages: dict[str, Element], indicator_id: str, code: str
) -> None:
    sign, meaning, *_ = STATES[code]
    alts = [one.attributes["alt"] for one in indicator_pages[indicator_id].find_all("img")]
    assert sum(f"{sign} ({meaning})" in alt for alt in alts) == 1


@EACH_STATE
@EACH_STYLE
def test_a_csv_file_has_sign_status_and_number(
    atlas: Atlas, files: dict[PurePosixPath, bytes], indicator_id: str, code: str
) -> None:
    sign, _, quantity, status = STATES[code]
    content = files[layout.indicator_download(slug_of(atlas, indicator_id), "csv")].decode()
    rows = [row for row in csv.DictReader(io.StringIO(content)) if row["district_code"] == code]
    assert rows
    for row in rows:
        assert (row["value_sign"], row["value_status"]) == (sign, status)
        assert row["value"] == ("0" if quantity.value == 0 else sign)


def test_a_csv_file_has_no_sign_beside_a_number(atlas: Atlas, files: dict[PurePosixPath, bytes]) -> None:
    content = files[layout.indicator_download(slug_of(atlas, AMOUNT), "csv")].decode()
    rows = [row for row in csv.DictReader(io.StringIO(content)) if row["district_code"] == "000"]
    numbers = [row for row in rows if row["value_status"] == "normal"]
    assert all(float(row["value"]) > 0 for row in numbers)
    assert {row["value_sign"] for row in numbers} == {""}


@EACH_STATE
@EACH_STYLE
def test_a_workbook_has_sign_number_and_meaning(
    atlas: Atlas, files: dict[PurePosixPath, bytes], indicator_id: str, code: str
) -> None:
    sign, meaning, quantity, status = STATES[code]
    content = files[layout.indicator_download(slug_of(atlas, indicator_id), "xlsx")]
    book = openpyxl.load_workbook(io.BytesIO(content))
    header, *rows = book["Kennzahlen"].iter_rows(values_only=True)
    found = [dict(zip(header, row, strict=True)) for row in rows]
    states = {(row["Wert"], row["Zeichen"], row["Status"]) for row in found if row["Gebietsschlüssel"] == code}
    legend = {row[:2] for row in book["Beschreibung"].iter_rows(values_only=True)}
    assert states == {(0 if quantity.value == 0 else sign, sign, status)}
    assert (sign, meaning) in legend


@EACH_STATE
@EACH_STYLE
def test_geojson_has_sign_status_and_number(
    atlas: Atlas, files: dict[PurePosixPath, bytes], indicator_id: str, code: str
) -> None:
    sign, _, quantity, status = STATES[code]
    content = files[layout.indicator_download(slug_of(atlas, indicator_id), "geojson")]
    (found,) = [one["properties"] for one in json.loads(content)["features"] if one["id"] == code]
    assert (found["value"], found["value_sign"], found["value_status"]) == (quantity.value, sign, status)
    assert (found["numerator"], found["numerator_sign"], found["numerator_status"]) == (quantity.value, sign, status)


def test_the_method_page_explains_every_sign_and_what_is_none(atlas: Atlas) -> None:
    method = read_markup(render_page("method.md.j2", profile_method(atlas)).content.decode())
    # The first list; those of the indicators may say more than one thing to a term.
    signs = method.find_all("dl")[0]
    terms = dict(
        zip([one.text for one in signs.find_all("dt")], [one.text for one in signs.find_all("dd")], strict=True)
    )
    assert {sign: terms[sign] for sign, *_ in STATES.values()} == SIGN_MEANINGS
    assert {sign: meaning for sign, meaning, *_ in STATES.values()} == SIGN_MEANINGS
    assert re.match("gerundet", terms["0,0"])
