"""Offerings are spelled once, and stand the same in every file."""

import json
from pathlib import PurePosixPath

from download_samples import HOSTILE, OFFERINGS, TERMS, make_offering

from generator.model import PositionPrecision
from generator.render.downloads.csv_files import render_csv
from generator.render.downloads.offerings import make_offering_table, spell_offerings
from generator.render.downloads.workbooks import measure_row, spell_rows

PATH = PurePosixPath("angebote.csv")


def test_a_table_of_spelled_offerings_is_written_like_any_other_table() -> None:
    table, written = make_offering_table(PATH, "Angebote", tuple(spell_offerings(OFFERINGS).values()), TERMS)
    assert written.sheet is not None
    assert written.csv.content == render_csv(table).content
    assert dict(written.csv.guarded) == render_csv(table).guarded == {"phone": 3, "note": 1}
    assert list(written.sheet.rows) == spell_rows(table).rows
    assert list(written.sheet.lengths) == list(map(measure_row, table.rows))


def test_an_offering_is_spelled_the_same_whatever_stands_beside_it() -> None:
    together = spell_offerings(OFFERINGS)
    for row in OFFERINGS:
        assert spell_offerings((row,))[row.offering.id] == together[row.offering.id]


def test_a_table_counts_the_guarded_texts_of_its_own_rows_only() -> None:
    spelled = spell_offerings((*OFFERINGS, make_offering(4, PositionPrecision.NONE, phone=None, name=HOSTILE)))
    _, written = make_offering_table(PATH, "Angebote", (spelled["F004"],), TERMS)
    assert dict(written.csv.guarded) == {"name": 1}


def test_features_of_offerings_say_what_they_are_first() -> None:
    feature = json.loads(spell_offerings(OFFERINGS)["F001"].feature)
    assert next(iter(feature["properties"].items())) == ("kind", "offering")
    assert feature["id"] == "F001"
    assert feature["geometry"] == {"type": "Point", "coordinates": [11.123457, 52.765432]}
