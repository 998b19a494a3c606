"""Hostile workbooks: refused with a sentence before a library opens them."""

import io
import zipfile

import pytest

from generator.errors import DataError
from generator.workbooks import read_sheets
from generator.workbooks.archives import MAX_CONTENT_BYTES, repack
from tests.office_files import edit_parts, make_book

BOOK = make_book([["a", "b"], ["1", "2"]])
SHEET = "xl/worksheets/sheet1.xml"


def refuse(content: bytes, words: str, name: str = "liste.xlsx") -> None:
    with pytest.raises(DataError, match=words):
        read_sheets(content, name)


def test_a_plain_workbook_passes() -> None:
    (sheet,) = read_sheets(BOOK, "liste.xlsx")
    assert sheet.cells[2, 2].value == "2"


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("xl/vbaProject.bin", "Makros"),
        ("xl/externalLinks/externalLink1.xml", "andere Dateien"),
        ("xl/embeddings/oleObject1.bin", "eingebettete Dateien"),
        ("xl/activeX/activeX1.xml", "Steuerelemente"),
    ],
)
def test_active_parts_are_refused(part: str, words: str) -> None:
    refuse(edit_parts(BOOK, {}, **{part: b"<a/>"}), words)


def test_a_workbook_with_macros_is_refused_by_its_name() -> None:
    refuse(BOOK, "Makros", "liste.xlsm")


def test_a_bomb_is_refused_without_unpacking_it() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        archive.writestr(SHEET, b" " * (MAX_CONTENT_BYTES + 1))
    assert len(buffer.getvalue()) < 1_000_000
    refuse(buffer.getvalue(), "ausgepackt größer als 80 MB")


@pytest.mark.parametrize(
    "attack",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]>',
    ],
)
def test_declared_entities_are_refused(attack: bytes) -> None:
    refuse(edit_parts(BOOK, {SHEET: lambda part: attack + part}), "unzulässiges XML")


def test_other_encodings_cannot_hide_them() -> None:
    refuse(edit_parts(BOOK, {SHEET: lambda part: part.decode().encode("utf-16")}), "unzulässiges XML")
    declared = b'<?xml version="1.0" encoding="cp037"?>'
    refuse(edit_parts(BOOK, {SHEET: lambda part: declared + part}), "unzulässiges XML")


@pytest.mark.parametrize("reference", ["A1:XFD1048576", "A1:&#88;FD1048576"])
@pytest.mark.parametrize(
    "element", ["<mergeCells><mergeCell ref='{}'/></mergeCells>", '<hyperlinks><hyperlink ref="{}"/></hyperlinks>']
)
def test_ranges_that_fill_the_memory_are_refused(element: str, reference: str) -> None:
    insert = element.format(reference).encode()
    refuse(
        edit_parts(BOOK, {SHEET: lambda part: part.replace(b"</sheetData>", b"</sheetData>" + insert)}),
        "Verbundene Zellen",
    )


def test_a_cell_far_outside_is_refused_and_costs_nothing() -> None:
    def add(part: bytes) -> bytes:
        far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        return part.replace(b"</sheetData>", far)

    refuse(edit_parts(BOOK, {SHEET: add}), "bis Zeile 1048576 und Spalte 16384")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "keine Arbeitsmappe"),
        (b"Name;Ort\n", "keine Arbeitsmappe"),
        (b"PK\x03\x04", "beschädigt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Kennwort"),
        (BOOK[:-100], "beschädigt"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, words: str) -> None:
    refuse(content, words)


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (SHEET, b"<worksheet"),
        (SHEET, b"<a/>"),
        ("xl/workbook.xml", b"<a/>"),
        ("xl/styles.xml", b"<styleSheet"),
        ("[Content_Types].xml", b"<a/>"),
        ("xl/_rels/workbook.xml.rels", b"<a/>"),
    ],
)
def test_broken_parts_end_in_a_sentence(part: str, text: bytes) -> None:
    refuse(edit_parts(BOOK, {part: lambda _: text}), "liste.xlsx: Die Arbeitsmappe")


def test_an_archive_of_something_else_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("content.xml", "<a/>")
    refuse(buffer.getvalue(), "keine Excel-Arbeitsmappe")


def test_packing_anew_takes_out_the_clock() -> None:
    packed = repack(BOOK)
    assert repack(packed) == packed
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert archive.read("docProps/core.xml").count(b"2000-01-01T00:00:00Z") == 2
