"""Single cells: what is read, what is repaired and said, and what is never guessed."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from generator.model import ObservationStatus
from generator.packages.cells import Column
from generator.workbooks.grids import Cell
from generator.workbooks.spelling import Habits, Reading, read_text
from tests.package_builder import describe_field


def make_column(kind: str, signs: tuple[str, ...] = ("",), **constraints: Any) -> Column:
    from frictionless import Schema

    from generator.model import SIGN_STATUS
    from generator.packages.cells import make_columns
    from generator.packages.descriptor import make_field

    field = {**describe_field("wert"), "type": kind, "constraints": constraints}
    schema = Schema.from_descriptor({"fields": [{key: field[key] for key in ("name", "type", "constraints")}]})
    (column,) = make_columns(schema, (make_field(field),))
    assert all(sign in SIGN_STATUS for sign in signs)
    return Column(field=column.field, signs={sign: SIGN_STATUS[sign] for sign in signs}, judge=column.judge)


def habits(kind: str, *, signs: tuple[str, ...] = ("",), known: tuple[str, ...] = (), **more: Any) -> Habits:
    options = {
        name: more.pop(name) for name in ("existing", "names", "is_workbook", "counts_from_1904") if name in more
    }
    if "existing" in options:
        options["existing"] = frozenset(options["existing"])
    return Habits(column=make_column(kind, signs, **more), known=frozenset(known), **options)


def read(value: Any, kind: str, number_format: str = "General", **more: Any) -> Reading:
    return read_text(Cell(value, number_format), habits(kind, **more))


CODE = r"^[0-9]{2}$"
PARTIAL = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (1585, "integer", "1585"),
        (1585.0, "integer", "1585"),
        ("1585", "integer", "1585"),
        (12.5, "number", "12.5"),
        (1.1000000000000001, "number", "1.1"),
        (1e-05, "number", "0.00001"),
        (datetime.fromisoformat("2025-12-31"), "date", "2025-12-31"),
        ("2025-12-31", "date", "2025-12-31"),
        (True, "boolean", "true"),
        ("ja", "boolean", "true"),
        ("Nein", "boolean", "false"),
        ("Treff am Markt", "string", "Treff am Markt"),
        (7, "string", "7"),
    ],
)
def test_what_needs_no_repair_gets_no_note(value: Any, kind: str, text: str) -> None:
    reading = read(value, kind)
    assert (reading.text, reading.reason, reading.complaint) == (text, "", "")


@pytest.mark.parametrize(
    ("value", "kind", "text", "more"),
    [
        ("1.234.567", "integer", "1234567", {}),
        ("12 345", "integer", "12345", {}),
        ("12\u00a0345", "integer", "12345", {}),
        ("1585,0", "integer", "1585", {}),
        ("\N{MINUS SIGN}5", "integer", "-5", {}),
        ("12,5", "number", "12.5", {}),
        ("1.234,5", "number", "1234.5", {}),
        ("10,007", "number", "10.007", {}),
        ("10.007", "number", "10.007", {"minimum": 9, "maximum": 11}),
        ("1.585", "number", "1585", {"minimum": 100}),
        (0.1 + 0.2, "number", "0.3", {}),
        ("31.12.2025", "date", "2025-12-31", {}),
        ("1.3.2025", "date", "2025-03-01", {}),
        ("31.12.2025 00:00:00", "date", "2025-12-31", {}),
        ("2025/12/31", "date", "2025-12-31", {}),
        (46022, "date", "2025-12-31", {}),
        (44560, "date", "2025-12-31", {"counts_from_1904": True}),
        ("wahr", "boolean", "true", {}),
        ("falsch", "boolean", "false", {}),
        ("x", "boolean", "true", {}),
        ("...", "integer", "…", {"signs": (".", "…")}),
        ("X", "integer", "x", {"signs": ("x",)}),
        (5, "string", "05", {"pattern": CODE, "existing": ("05", "52")}),
        (5, "string", "05", {"pattern": CODE, "existing": ("01", "52")}),
        ("5", "string", "05", {"known": ("05", "52")}),
        (5, "string", "05", {"pattern": "^([0-9]{2}|[0-9]{8})$", "existing": ("05",)}),
        ("39104.0", "string", "39104", {"pattern": "^[0-9]{5}$"}),
        ("39104,0", "string", "39104", {"pattern": "^[0-9]{5}$"}),
        ("Buckau", "string", "52", {"known": ("52", "54"), "names": {"buckau": "52"}}),
        ("52 – Buckau", "string", "52", {"known": ("52", "54"), "names": {"buckau": "52"}}),
        ("Aktiv", "string", "aktiv", {"enum": ["aktiv", "geplant"]}),
        ("31.12.2025", "string", "2025-12-31", {"pattern": PARTIAL}),
        ("03/2026", "string", "2026-03", {"pattern": PARTIAL}),
        ("8:30", "string", "08:30", {"pattern": CLOCK}),
        ("08:30:00", "string", "08:30", {"pattern": CLOCK}),
        (" Neue Neustadt ", "string", "Neue Neustadt", {}),
        ("Neue\nNeustadt", "string", "Neue Neustadt", {}),
        ("Neue Neustadt\u00a0", "string", "Neue Neustadt", {}),
    ],
)
def test_a_repair_that_leaves_no_doubt_is_made_and_has_a_reason(
    value: Any, kind: str, text: str, more: dict[str, Any]
) -> None:
    reading = read(value, kind, **more)
    assert (reading.text, reading.complaint) == (text, "")
    assert reading.reason
    assert reading.before


@pytest.mark.parametrize(
    ("value", "kind", "words", "more"),
    [
        ("1.585", "integer", ("1585", "1,585"), {}),
        (1.585, "integer", ("1585", "1,585"), {}),
        ("1,585", "integer", ("1585", "1,585"), {}),
        ("1.585", "number", ("1585", "1,585"), {}),
        ("31.12.25", "date", ("Jahrhundert",), {}),
        ("46022", "date", ("Tageszahl",), {}),
        ("#NV", "string", ("Fehlerwert #NV",), {}),
        ("#DIV/0!", "integer", ("Fehlerwert #DIV/0!",), {}),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked(
    value: Any, kind: str, words: tuple[str, ...], more: dict[str, Any]
) -> None:
    reading = read(value, kind, **more)
    assert all(word in reading.complaint for word in words)


@pytest.mark.parametrize(
    ("value", "kind", "more"),
    [
        (3910, "string", {"pattern": "^[0-9]{5}$", "existing": ("39104",)}),
        ("3910", "string", {"pattern": "^[0-9]{5}$", "existing": ("01067",)}),
        (5, "string", {"pattern": "^([0-9]{2}|[0-9]{8})$"}),
        ("5", "string", {"known": ("05", "005")}),
        ("Neustadt", "string", {"known": ("01", "02"), "names": {}}),
        ("12,5", "integer", {}),
        ("30.2.2025", "date", {}),
        ("12/31/2025", "date", {}),
        ("vielleicht", "boolean", {}),
        ("–", "integer", {}),
        ("...", "integer", {"signs": ("",)}),
    ],
)
def test_what_is_not_certain_stays_as_it_is_for_the_gate(value: Any, kind: str, more: dict[str, Any]) -> None:
    reading = read(value, kind, **more)
    assert (reading.text, reading.reason, reading.complaint) == (str(value), "", "")
    assert not habits(kind, **more).passes(reading.text)


def test_a_file_with_commas_between_its_cells_writes_decimal_points() -> None:
    assert read("1.585", "number", is_workbook=False) == Reading("1.585", "1.585")


def test_a_month_that_excel_made_a_day_is_a_month_again() -> None:
    typed = datetime.fromisoformat("2026-03-01")
    assert read(typed, "string", "mmm\\-yy", pattern=PARTIAL).text == "2026-03"
    assert read(typed, "string", "dd.mm.yyyy", pattern=PARTIAL).text == "2026-03-01"
    assert read(date(2026, 3, 1), "string", "yyyy", pattern=PARTIAL).text == "2026"


def test_times_are_written_with_two_digits() -> None:
    assert read(time(9, 0), "string", "h:mm", pattern=CLOCK).text == "09:00"
    assert read(timedelta(hours=9, minutes=30), "string", "[h]:mm", pattern=CLOCK).text == "09:30"


def test_a_format_that_shows_leading_zeros_says_what_is_meant() -> None:
    assert read(5, "string", "00").text == "05"
    assert read(5, "string", "00").reason


def test_a_percentage_is_not_taken_for_its_number() -> None:
    reading = read(0.25, "number", "0%")
    assert "25 %" in reading.complaint
    assert "0,25" in reading.complaint


def test_a_formula_without_result_is_an_error() -> None:
    reading = read_text(Cell(None, is_formula=True), habits("integer"))
    assert "kein gespeichertes Ergebnis" in reading.complaint


def test_an_error_value_is_never_a_text() -> None:
    assert "Fehlerwert #NAME?" in read_text(Cell("#NAME?", is_error=True), habits("string")).complaint


def test_a_declared_sign_wins_over_yes() -> None:
    assert read("x", "boolean", signs=("x",)).text == "x"
    assert habits("boolean", signs=("x",)).column.signs["x"] is ObservationStatus.NOT_MEANINGFUL
