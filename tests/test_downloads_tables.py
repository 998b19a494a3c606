"""CSV and XLSX: what is read back is what the package says, and no text becomes a formula."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest
from download_samples import CONFIDENTIAL, HOSTILE, MISSING, ROWS, make_field, make_resource, render_resource
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.escape import unescape

from generator.errors import SiteError
from generator.render.downloads.csv_files import guard_formula, is_harmless
from generator.render.downloads.sheets import CUT_NOTE, MAX_TEXT, cut_text, escape_text


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def read_sheet(content: bytes, name: str = "Daten") -> list[tuple[Cell | MergedCell, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(content))[name].iter_rows())


def test_csv_has_no_byte_order_mark_and_only_line_feeds() -> None:
    content = render_resource(make_resource())["csv"]
    assert content.startswith(b"district_code,reference_date,age_65_count")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert content.count(b"\n") == 3


def test_csv_gives_back_every_cell_and_every_sign() -> None:
    first, second = read_csv(render_resource(make_resource())["csv"])
    assert first["district_code"] == "01"
    assert first["reference_date"] == "2025-12-31"
    assert first["age_65_count"] == "120"
    assert first["change_pct"] == "-39.5"
    assert first["is_official"] == "true"
    assert second["age_65_count"] == "."
    assert second["change_pct"] == "12"
    assert second["phone"] == ""
    assert second["note"] == ROWS[1]["note"]


def test_texts_like_formulas_get_an_apostrophe_but_negative_numbers_do_not() -> None:
    first = read_csv(render_resource(make_resource())["csv"])[0]
    assert first["note"] == "'" + HOSTILE
    assert first["phone"] == "'+49 391 5400"
    assert first["change_pct"] == "-39.5"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", " =", '"=', "\n="])
def test_no_csv_text_starts_as_a_formula(start: str) -> None:
    assert guard_formula(f"{start}1+1").startswith("'")


@pytest.mark.parametrize("text", ["a;=1", "a; =1", 'a;"=1', "a\n=1", "a\t@x"])
def test_no_piece_behind_a_separator_starts_as_a_formula(text: str) -> None:
    assert guard_formula(text) == f"{text[:2]}'{text[2:]}"


@pytest.mark.parametrize("text", ["Mo-Fr 9-12 Uhr", "a@b.example", "1+1", "'x'", "", "a; b", "–", "?a=b"])
def test_harmless_texts_stay_as_they_are(text: str) -> None:
    assert guard_formula(text) == text


@given(st.lists(st.text("'\"=+-@; \t\r\nab", max_size=12), min_size=2, max_size=2, unique=True))
def test_guarding_never_makes_two_texts_equal(texts: list[str]) -> None:
    first, second = texts
    assert guard_formula(first) != guard_formula(second)


@given(st.lists(st.text(max_size=20).filter(lambda text: "\x00" not in text and bool(text)), min_size=1, max_size=5))
def test_any_text_survives_the_csv_round_trip(texts: list[str]) -> None:
    rows: tuple[dict[str, object], ...] = tuple({"note": text} for text in texts)
    content = render_resource(make_resource((make_field("note"),), rows, primary_key=(), foreign_keys=()))["csv"]
    assert [row["note"] for row in read_csv(content)] == [guard_formula(text) for text in texts]


def test_a_single_blank_column_keeps_its_rows() -> None:
    rows: tuple[dict[str, object], ...] = ({"note": MISSING}, {"note": "a"})
    content = render_resource(make_resource((make_field("note"),), rows, primary_key=(), foreign_keys=()))["csv"]
    assert content == b'note\n""\na\n'


def test_a_missing_number_keeps_its_sign_where_texts_are_blank() -> None:
    fields = (make_field("a_count", "integer"), make_field("note"))
    rows: tuple[dict[str, object], ...] = ({"a_count": MISSING, "note": MISSING},)
    resource = make_resource(fields, rows, primary_key=(), foreign_keys=(), missing_values=("", "…"))
    assert render_resource(resource)["csv"].decode() == "a_count,note\n…,\n"


def test_a_type_that_no_file_can_carry_is_refused_by_name() -> None:
    resource = make_resource((make_field("place", "geopoint"),), (), primary_key=(), foreign_keys=())
    with pytest.raises(SiteError, match="people/age_groups: Das Feld „place“ hat den Typ „geopoint“"):
        render_resource(resource)


def test_xlsx_cells_have_their_types() -> None:
    header, first, second = read_sheet(render_resource(make_resource())["xlsx"])
    assert [cell.value for cell in header][:2] == ["District_Code", "Reference_Date"]
    assert [cell.data_type for cell in first] == ["s", "d", "n", "n", "b", "s", "s"]
    assert first[0].value == "01"
    assert first[1].value == datetime(2025, 12, 31)  # noqa: DTZ001
    assert first[1].number_format == "dd.mm.yyyy"
    assert first[2].value == 120
    assert first[3].value == -39.5
    assert first[4].value is True
    assert second[2].value == "."
    assert second[5].value is None


def test_no_text_of_a_workbook_becomes_a_formula_or_a_link() -> None:
    fields = tuple(make_field(name) for name in ("a", "b", "c"))
    row: dict[str, object] = {"a": "=1+1", "b": "{=1}", "c": "https://böse.example/"}
    resource = make_resource(
        fields, (row,), primary_key=(), foreign_keys=(), title="=2+2", description="+3", caveats=("@4",)
    )
    book = openpyxl.load_workbook(io.BytesIO(render_resource(resource)["xlsx"]))
    for sheet in book.worksheets:
        for cells in sheet.iter_rows():
            assert all(cell.data_type in {"s", "n"} and cell.hyperlink is None for cell in cells)
    assert [cell.value for cell in book["Daten"][2]] == ["=1+1", "{=1}", "https://böse.example/"]
    assert book["Daten"]["A2"].quotePrefix


@pytest.mark.parametrize(
    "text", ["<r><t>a</t></r>", "<r>&</r>", "_x0041_", "a\x0bb", " a ", "a\nb", "]]>", "&amp;", "<r>"]
)
def test_a_workbook_gives_back_texts_that_look_like_markup(text: str) -> None:
    rows: tuple[dict[str, object], ...] = ({"note": text},)
    resource = make_resource((make_field("note"),), rows, primary_key=(), foreign_keys=(), title=text)
    content = render_resource(resource)["xlsx"]
    assert unescape(str(read_sheet(content)[1][0].value)) == text
    assert read_sheet(content, "Beschreibung")[1][1].value is not None


def test_days_before_the_calendar_of_spreadsheets_are_written_as_text() -> None:
    rows: tuple[dict[str, object], ...] = ({"day": date(1899, 5, 1)}, {"day": date(1900, 3, 1)})
    resource = make_resource((make_field("day", "date"),), rows, primary_key=(), foreign_keys=())
    cells = [cells[0].value for cells in read_sheet(render_resource(resource)["xlsx"])[1:]]
    assert cells == ["01.05.1899", datetime(1900, 3, 1)]  # noqa: DTZ001


def test_the_header_of_a_sheet_is_frozen_and_filters() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(render_resource(make_resource())["xlsx"]))["Daten"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G3"


def test_the_description_sheet_tells_licence_source_signs_and_fields() -> None:
    rows = [
        tuple(cell.value for cell in cells if cell.value is not None)
        for cells in read_sheet(render_resource(make_resource())["xlsx"], "Beschreibung")
    ]
    assert ("Titel", "Menschen ab 65") in rows
    assert ("Lizenz", "Datenlizenz (DL-DE-BY-2.0)") in rows
    assert ("Bei Nutzung anzugeben", "Stadt Kleinau") in rows
    assert ("Quelle", "Amt für Statistik") in rows
    assert ("Hinweis", "Nur Hauptwohnsitze.") in rows
    assert (".", "Zahlenwert geheim gehalten") in rows
    assert any(row[:3] == ("Age_65_Count", "age_65_count", "ganze Zahl") for row in rows)


def test_a_text_too_long_for_a_cell_says_that_it_was_cut() -> None:
    assert cut_text("x" * MAX_TEXT) == "x" * MAX_TEXT
    cut = cut_text("😀" * MAX_TEXT)
    assert cut.endswith(CUT_NOTE)
    assert len(cut.encode("utf-16-le")) // 2 <= MAX_TEXT


def test_the_workbook_carries_the_date_of_the_data() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_resource(make_resource())["xlsx"]))
    assert book.properties.created.date() == date(2026, 11, 22)
    assert book.properties.creator == "Stadt Kleinau"


def test_a_suppressed_number_is_text_and_never_zero_in_the_workbook() -> None:
    rows: tuple[dict[str, object], ...] = ({"a_count": CONFIDENTIAL}, {"a_count": 0})
    resource = make_resource((make_field("a_count", "integer"),), rows, primary_key=(), foreign_keys=())
    sheet = read_sheet(render_resource(resource)["xlsx"])
    assert [cells[0].value for cells in sheet[1:]] == [".", 0]


@given(st.text(st.sampled_from("aB9ß .:/()-_=+@,;'\"\t\n<&é"), max_size=12))
def test_a_text_that_counts_as_harmless_is_written_alike_everywhere(text: str) -> None:
    if is_harmless(text):
        assert guard_formula(text) == text
        assert escape_text(text) == text == text.strip()
        assert next(csv.reader([f"{text},b"])) == [text, "b"]
        assert not set(text) & set(',"\r\n')


@pytest.mark.parametrize("text", ["Treff am Deich 3", "F001", "Mo 9-12", "Haus (hinten)", "a/b: c."])
def test_words_are_harmless(text: str) -> None:
    assert is_harmless(text)


@pytest.mark.parametrize("text", ["", " a", "a ", "-1", "(a)", "a_b", "a,b", "a;b", "a\nb", "a&b", "'a"])
def test_whatever_a_format_might_change_is_not_harmless(text: str) -> None:
    assert not is_harmless(text)
