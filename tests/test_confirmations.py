"""The list of what providers are asked to confirm."""

import csv
import io
from typing import Any

import openpyxl
from download_samples import EDITION, TERMS, make_offering

from generator.model import PositionPrecision
from generator.render.downloads.confirmations import ConfirmationContent, render_confirmation_downloads
from generator.render.downloads.offerings import OfferingRow


def offer(number: int, **changes: Any) -> OfferingRow:
    return make_offering(number, PositionPrecision.NONE, **changes)


OFFERINGS = (
    offer(1, last_confirmed="2026", step_free="yes", street="Am Deich 1"),
    offer(2, last_confirmed="2019-06", is_stale=True),
    offer(3, last_confirmed=None, is_stale=True, phone=None, opening_times=()),
    offer(4, last_confirmed="2018", is_stale=True),
    offer(5, last_confirmed="2010", status="closed"),
    offer(6, last_confirmed="2025-11-22"),
)


def render() -> dict[str, bytes]:
    content = ConfirmationContent(offerings=OFFERINGS, stale_after_months=36, version="2026.11.22", terms=TERMS)
    return {file.path.suffix[1:]: file.content for file in render_confirmation_downloads(content, EDITION)}


def read_rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render()["csv"].decode())))


def test_stale_ones_come_first_then_by_age_and_closed_ones_not_at_all() -> None:
    shown = [(row["offering_id"], row["is_stale"]) for row in read_rows()]
    assert shown == [("F003", "true"), ("F004", "true"), ("F002", "true"), ("F006", "false"), ("F001", "false")]


def test_months_are_counted_up_to_the_edition_of_22_november_2026() -> None:
    months = {row["offering_id"]: row["months_since_confirmed"] for row in read_rows()}
    assert months == {"F001": "0", "F002": "88", "F003": "", "F004": "94", "F006": "12"}


def test_the_list_says_what_is_missing() -> None:
    gaps = {row["offering_id"]: row["to_complete"] for row in read_rows()}
    assert gaps["F001"] == ""
    assert gaps["F002"] == "Anschrift und stufenfreier Zugang"
    assert gaps["F003"] == "Datum des Belegs, Anschrift, Öffnungszeiten, Telefon und stufenfreier Zugang"


def test_a_workbook_and_a_zip_hold_the_same_list() -> None:
    files = render()
    assert set(files) == {"csv", "xlsx", "zip"}
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    assert [row[0] for row in book["Zu bestätigen"].iter_rows(min_row=2, values_only=True)] == [
        row["offering_id"] for row in read_rows()
    ]
    description = [cell for row in book["Beschreibung"].iter_rows(values_only=True) for cell in row if cell]
    assert any("nach mehr als 36 Monaten" in str(text) for text in description)
