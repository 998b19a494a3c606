"""Articles and prepositions of district names: data, checked against a table written by hand."""

import csv
from pathlib import Path

import pytest

from tests.sites import ROOT
from tests.tiny import TINY_CITY, tiny_atlas

MAGDEBURG = {
    # code: article, preposition, and the name in the dative where it changes
    "15003000": ("", "in", ""),
    "01": ("die", "in der", ""),
    "02": ("der", "auf dem", ""),
    "04": ("die", "in der", "Alten Neustadt"),
    "06": ("die", "in der", "Neuen Neustadt"),
    "08": ("", "am", ""),
    "10": ("der", "im", ""),
    "12": ("das", "im", ""),
    "14": ("der", "im", ""),
    "16": ("der", "am", "Großen Silberberg"),
    "18": ("", "in", ""),
    "20": ("", "in", ""),
    "22": ("", "in", ""),
    "24": ("", "in", ""),
    "26": ("", "in", ""),
    "28": ("", "in", ""),
    "30": ("", "in", ""),
    "32": ("", "in", ""),
    "34": ("", "in", ""),
    "36": ("die", "an der", ""),
    "38": ("", "in", ""),
    "40": ("der", "im", ""),
    "42": ("der", "im", ""),
    "44": ("", "in", ""),
    "46": ("", "in", ""),
    "48": ("", "in", ""),
    "50": ("", "in", ""),
    "52": ("", "in", ""),
    "54": ("die", "an der", ""),
    "56": ("", "in", ""),
    "58": ("", "in", ""),
    "60": ("", "in", ""),
    "62": ("die", "in der", ""),
    "64": ("der", "im", ""),
    "66": ("", "in", ""),
    "68": ("der", "am", ""),
    "70": ("das", "im", ""),
    "72": ("", "am", ""),
    "74": ("", "in", ""),
    "76": ("", "in", ""),
    "78": ("", "in", ""),
    "VG01": ("die", "in der", ""),
    "VG02": ("der", "auf dem", ""),
    "VG03": ("die", "in der", "Alten Neustadt"),
    "VG04": ("die", "in der", "Neuen Neustadt"),
    "VG05": ("das Gebiet", "im", "Kannenstieg und am Neustädter See"),
    "VG06": ("das", "im", ""),
    "VG07": ("", "in", ""),
    "VG08": ("", "in", ""),
    "VG09": ("", "in", ""),
    "VG10": ("das Gebiet", "in", "Stadtfeld West und Diesdorf"),
    "VG11": ("das Gebiet", "in", "Sudenburg und Lemsdorf"),
    "VG12": ("", "in", ""),
    "VG13": ("das Gebiet", "an der", "Leipziger Straße und im Hopfengarten"),
    "VG14": ("das Gebiet", "in", "Reform und Beyendorf-Sohlen"),
    "VG15": ("", "in", ""),
    "VG16": ("", "in", ""),
    "VG17": ("", "in", ""),
    "VG18": ("", "in", ""),
}
AFTER_AN_ARTICLE = {"16": "Große Silberberg"}
"""Names that change behind their article in the nominative, too."""
NEUTER_OR_MASCULINE = ("im", "am", "vom", "zum", "auf dem", "hinterm")
FEMININE = ("in der", "an der", "auf der")


def read_districts(project: Path) -> list[dict[str, str]]:
    with (project / "datapackages/districts/districts.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


NAMES = {row["district_code"]: row for row in read_districts(ROOT)}


def test_the_table_knows_every_district_of_magdeburg() -> None:
    assert set(MAGDEBURG) == set(NAMES)


@pytest.mark.parametrize("code", MAGDEBURG)
def test_a_name_of_magdeburg_has_its_article_and_its_case(code: str) -> None:
    article, preposition, dative = MAGDEBURG[code]
    row = NAMES[code]
    assert row["name_nominative"] == f"{article} {AFTER_AN_ARTICLE.get(code, row['name'])}".strip()
    assert row["name_locative"] == f"{preposition} {dative or row['name']}"


@pytest.mark.parametrize("row", [*read_districts(ROOT), *read_districts(TINY_CITY)], ids=lambda row: row["name"])
def test_article_and_preposition_agree(row: dict[str, str]) -> None:
    article, where = row["name_nominative"].partition(" ")[0], row["name_locative"]
    if article == "die":
        assert where.startswith(FEMININE)
    elif article in ("der", "das") and not row["name_nominative"].startswith("das Gebiet "):
        assert where.startswith(NEUTER_OR_MASCULINE)


def test_without_grammar_a_sentence_is_stiff_but_correct() -> None:
    district = tiny_atlas().geography.districts["001"]
    assert (district.who, district.where) == ("das Gebiet „Altmühlau“", "im Gebiet „Altmühlau“")


def test_with_grammar_it_is_what_people_say() -> None:
    district = tiny_atlas().geography.districts["003"]
    assert (district.who, district.where) == ("Hinterm Wald", "hinterm Wald")
