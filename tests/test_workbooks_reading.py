"""Whole files as offices send them: header, rows, addresses, and what is said about them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from generator.errors import DataError, GeneratorError, UsageError
from generator.workbooks import read_sheets, recognize_resource
from generator.workbooks.notes import describe_notes
from tests.office_files import Rows, column_texts, make_book, submit, tiny_packages

HOUSEHOLDS = ["Stichtag", "Gebietsschlüssel", "Haushalte", "Haushalte mit einer Person"]
FIRST = [date(2024, 12, 31), "001", 500, 160]
SECOND = [date(2024, 12, 31), "002", 400, 200]
TABLE = [HOUSEHOLDS, FIRST, SECOND]


def said(rows_or_content: Rows | bytes, name: str = "liste.xlsx") -> list[str]:
    content = rows_or_content if isinstance(rows_or_content, bytes) else make_book(rows_or_content)
    return list(describe_notes(submit(content, "demographics/households", name=name).notes))


# --- header -------------------------------------------------------------------------------------------------------


def test_a_plain_table_is_read_without_a_word() -> None:
    submission = submit(make_book(TABLE), "demographics/households")
    assert [dict(row.texts) for row in submission.rows] == [
        {"reference_date": "2024-12-31", "district_code": "001", "household_count": "500", "one_person_count": "160"},
        {"reference_date": "2024-12-31", "district_code": "002", "household_count": "400", "one_person_count": "200"},
    ]
    assert (submission.notes, submission.findings) == ((), ())


def test_title_rows_above_the_header_are_read_over_and_rows_keep_their_numbers() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("A1:D1")

    content = make_book([["Haushalte 2024, Amt für Statistik"], [], *TABLE], change=merge)
    submission = submit(content, "demographics/households")
    assert (submission.header.row, [row.number for row in submission.rows]) == (3, [4, 5])
    assert "Die Kopfzeile ist Zeile 3" in next(iter(describe_notes(submission.notes)))


@pytest.mark.parametrize(
    "label",
    [
        "haushalte mit einer person",
        "  Haushalte  mit einer Person *",
        "Haushalte mit\neiner Person",
        "one_person_count",
        "Haushalte mit einer Person:",
    ],
)
def test_a_header_may_differ_in_capitals_signs_and_blanks(label: str) -> None:
    submission = submit(make_book([[*HOUSEHOLDS[:3], label], FIRST]), "demographics/households")
    assert column_texts(submission, "one_person_count") == ["160"]
    assert submission.notes == ()


def test_a_header_with_a_slip_is_read_and_said() -> None:
    assert said([[*HOUSEHOLDS[:3], "Haushalt mit einer Persn"], FIRST]) == [
        "Blatt Tabelle1, Zelle D1: „Haushalt mit einer Persn“ wird gelesen als Spalte „Haushalte mit einer Person“."
    ]


def test_a_foreign_column_is_not_read_and_said() -> None:
    (note,) = said([[*HOUSEHOLDS, "Kürzel der Bearbeiterin"], [*FIRST, "Mü"]])
    assert note.startswith("Blatt Tabelle1, Zelle E1: „Kürzel der Bearbeiterin“ gehört nicht zum Datensatz")


def test_columns_may_stand_in_any_order() -> None:
    submission = submit(make_book([HOUSEHOLDS[::-1], FIRST[::-1]]), "demographics/households")
    assert submission.rows[0].texts["household_count"] == "500"
    assert submission.header.columns["reference_date"] == 4


def test_a_doubled_column_is_refused() -> None:
    with pytest.raises(DataError, match="„Haushalte“ steht zweimal da"):
        submit(make_book([[*HOUSEHOLDS, "Haushalte"], [*FIRST, 500]]), "demographics/households")


def test_a_missing_required_column_is_an_error_and_another_one_a_note() -> None:
    submission = submit(
        make_book([HOUSEHOLDS[:1] + HOUSEHOLDS[2:3], [date(2024, 12, 31), 500]]), "demographics/households"
    )
    assert [finding.message for finding in submission.findings] == [
        "Die Spalte „Gebietsschlüssel“ fehlt. Sie ist Pflicht: Ergänze sie."
    ]
    assert "„Haushalte mit einer Person“ fehlt in der Datei" in "".join(describe_notes(submission.notes))


def test_a_file_without_a_header_is_refused_with_the_titles_it_needs() -> None:
    with pytest.raises(DataError, match="‚Stichtag‘, ‚Gebietsschlüssel‘"):
        submit(make_book([FIRST, SECOND]), "demographics/households")


def test_a_header_without_rows_is_refused() -> None:
    with pytest.raises(DataError, match="Unter der Kopfzeile"):
        submit(make_book([HOUSEHOLDS]), "demographics/households")


# --- rows ---------------------------------------------------------------------------------------------------------


def test_empty_rows_and_columns_are_left_out_and_the_others_keep_their_numbers() -> None:
    rows = [[None, *HOUSEHOLDS], [None, *FIRST], [], [None, " ", None, None, ""], [None, *SECOND], []]
    submission = submit(make_book(rows), "demographics/households")
    assert [row.number for row in submission.rows] == [2, 5]
    assert submission.header.columns["reference_date"] == 2


def test_hidden_rows_are_read_and_counted() -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True

    assert said(make_book(TABLE, change=hide)) == ["1 ausgeblendete Zeile wird mitgelesen."]


def test_merged_cells_in_the_table_are_an_error() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("A2:A3")

    submission = submit(make_book(TABLE, change=merge), "demographics/households")
    (finding,) = submission.findings
    assert "A2 bis A3 sind verbunden" in finding.message
    assert (finding.row, finding.column) == (2, 1)


def test_repairs_are_told_with_their_cells_and_equal_ones_together() -> None:
    rows = [HOUSEHOLDS, *([["31.12.2024", f"{number:03}", 1, 1] for number in range(1, 4)])]
    assert said(rows) == [
        "Spalte „Stichtag“, Zellen A2:A4: ‚31.12.2024‘ wird gelesen als ‚2024-12-31‘ – Tag.Monat.Jahr."
    ]


def test_a_workbook_that_counts_from_1904_keeps_its_days() -> None:
    content = make_book(TABLE, counts_from_1904=True)
    assert column_texts(submit(content, "demographics/households"), "reference_date") == ["2024-12-31"] * 2


def test_a_day_that_lost_its_format_is_counted_as_its_workbook_counts() -> None:
    from_1900 = make_book([HOUSEHOLDS, [45657, "001", 500, 160]])
    from_1904 = make_book([HOUSEHOLDS, [44195, "001", 500, 160]], counts_from_1904=True)
    assert column_texts(submit(from_1900, "demographics/households"), "reference_date") == ["2024-12-31"]
    assert column_texts(submit(from_1904, "demographics/households"), "reference_date") == ["2024-12-31"]


def test_codes_that_became_numbers_get_their_zeros_from_the_present_table() -> None:
    submission = submit(make_book([HOUSEHOLDS, [date(2024, 12, 31), 1, 500, 160]]), "demographics/households")
    assert column_texts(submission, "district_code") == ["001"]
    assert "die führende Null fehlte" in next(iter(describe_notes(submission.notes)))


def test_the_name_of_another_table_is_read_as_its_key() -> None:
    rows = [["Kennung", "Angebot", "Wochentag", "Öffnet", "Schließt"], ["Z9", "Mühlencafé", 1, "9:00", "12:00"]]
    submission = submit(make_book(rows), "offerings/schedules")
    assert dict(submission.rows[0].texts) == {
        "schedule_id": "Z9", "service_id": "A2", "weekday": "1", "opens_at": "09:00", "closes_at": "12:00",
    }  # fmt: skip


# --- formulas -----------------------------------------------------------------------------------------------------


def test_a_formula_without_stored_result_is_an_error_at_its_cell() -> None:
    submission = submit(make_book([HOUSEHOLDS, [*FIRST[:2], "=400+100", 160]]), "demographics/households")
    (finding,) = submission.findings
    assert (finding.row, finding.column) == (2, 3)
    assert "kein gespeichertes Ergebnis" in finding.message


def test_a_formula_with_stored_result_is_read() -> None:
    from tests.office_files import edit_parts

    def calculate(part: bytes) -> bytes:
        assert b"<f>400+100</f><v />" in part or b"<f>400+100</f><v></v>" in part
        return part.replace(b"<f>400+100</f><v />", b"<f>400+100</f><v>500</v>").replace(
            b"<f>400+100</f><v></v>", b"<f>400+100</f><v>500</v>"
        )

    content = edit_parts(
        make_book([HOUSEHOLDS, [*FIRST[:2], "=400+100", 160]]), {"xl/worksheets/sheet1.xml": calculate}
    )
    submission = submit(content, "demographics/households")
    assert column_texts(submission, "household_count") == ["500"]
    assert list(describe_notes(submission.notes)) == [
        "1 Zelle enthält eine Formel; gelesen wird das gespeicherte Ergebnis."
    ]


# --- sheets -------------------------------------------------------------------------------------------------------


def add_sheet(name: str, rows: Rows) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        other = sheet.parent.create_sheet(name)
        for row in rows:
            other.append(list(row))

    return change


def test_the_sheet_with_the_header_is_taken() -> None:
    content = make_book([["Lies mich"]], change=add_sheet("Zahlen", TABLE))
    assert submit(content, "demographics/households").header.sheet.name == "Zahlen"


def test_two_sheets_with_the_header_are_asked_about() -> None:
    content = make_book(TABLE, change=add_sheet("Kopie", TABLE))
    with pytest.raises(UsageError, match="‚Tabelle1‘, ‚Kopie‘"):
        submit(content, "demographics/households")


def test_the_dataset_is_told_by_its_headers_or_asked_for() -> None:
    packages = tiny_packages()
    assert recognize_resource(read_sheets(make_book(TABLE), "a.xlsx"), packages, None).id == "demographics/households"
    with pytest.raises(UsageError, match="Nenne ihn hinter dem Dateinamen"):
        recognize_resource(read_sheets(make_book([["a", "b"]]), "a.xlsx"), packages, None)
    with pytest.raises(UsageError, match="Gemeint ist vielleicht ‚demographics/households‘"):
        recognize_resource((), packages, "demographics/household")


# --- CSV ----------------------------------------------------------------------------------------------------------

LINES = "Stichtag{0}Gebietsschlüssel{0}Haushalte{0}Haushalte mit einer Person\n31.12.2024{0}001{0}500{0}160\n"


@pytest.mark.parametrize("delimiter", [";", "\t", ",", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_csv_files_are_read_in_every_spelling(delimiter: str, encoding: str, line_break: str) -> None:
    content = LINES.format(delimiter).replace("\n", line_break).encode(encoding)
    submission = submit(content, "demographics/households", name="liste.csv")
    assert list(submission.rows[0].texts.values()) == ["2024-12-31", "001", "500", "160"]


def test_windows_1252_is_said() -> None:
    assert said(LINES.format(";").encode("cp1252"), "liste.csv")[:2] == [
        "Die Datei ist in Windows-1252 geschrieben und wird so gelesen.",
        "Trennzeichen der Datei: Semikolon.",
    ]


def test_the_line_that_tells_excel_the_delimiter_is_no_row() -> None:
    content = f"sep=;\r\n{LINES.format(';')}".encode()
    assert [row.number for row in submit(content, "demographics/households", name="a.csv").rows] == [2]


def test_cells_with_line_breaks_do_not_move_the_rows_below() -> None:
    lines = ("Kennung;Angebot;Wochentag;Öffnet;Hinweis;Schließt", 'Z8;A1;1;09:00;"a\nb";12:00', "Z9;A1;2;09:00;;12:00")
    content = "\n".join(lines).encode()
    submission = submit(content, "offerings/schedules", name="a.csv")
    assert [row.number for row in submission.rows] == [2, 3]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "leer"),
        ("a.csv", b'a;b\n"c;d\n', "Anführungszeichen"),
        ("a.csv", b"\x81\xff;b\n", "Windows-1252"),
        ("a.csv", b"PK\x03\x04", "Arbeitsmappe"),
        ("a.ods", b"PK\x03\x04", ".xlsx und .csv"),
        ("a.xls", b"\xd0\xcf\x11\xe0", ".xlsx und .csv"),
        ("a", b"", ".xlsx und .csv"),
    ],
)
def test_files_that_cannot_be_read_are_refused_in_words(name: str, content: bytes, words: str) -> None:
    with pytest.raises(GeneratorError, match=words):
        read_sheets(content, name)
