"""Template, filled in, checked, imported, validated: the way of a table through an office, as its clerks go it."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from generator.cli import main
from tests.office_files import edit_book, make_book
from tests.package_builder import City
from tests.tiny import copy_tiny_city

NEW_SERVICE = {
    "Angebot": "A7",
    "Träger": "muehlenverein",
    "Ort": "O3",
    "Name": "Kaffeerunde, donnerstags",
    "Art": "treff",
    "Art laut Quelle": "Treff",
    "Stand": "active",
    "Verlässlichkeit": "high",
    "Quelle": "Gemeindeblatt 9/2026",
    "Fundstellen": "https://klein-muehlau.example/angebote",
    "Zuletzt bestätigt": "2026-09",
}


@pytest.fixture
def city(tmp_path: Path) -> City:
    return copy_tiny_city(tmp_path / "city")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Where the clerk keeps files."""
    folder = tmp_path / "schreibtisch"
    folder.mkdir()
    return folder


def run(city: City, *arguments: str | Path) -> Result:
    """Run the command in this process; an exception that it lets through fails the test."""
    result = CliRunner().invoke(main, ["--project", str(city.project), *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def make_template(city: City, desk: Path, resource_id: str, *options: str) -> Path:
    file = desk / "liste.xlsx"
    assert run(city, "template", resource_id, "--output", file, *options).exit_code == 0
    return file


def edit(file: Path, change: Callable[[Any], object]) -> None:
    file.write_bytes(edit_book(file.read_bytes(), change))


def place(sheet: Any, title: str, row: int) -> Any:
    """The cell below a title."""
    for cell in sheet[1]:
        if re.sub(r" *(\*|\(.*\))", "", str(cell.value)) == title:
            return sheet.cell(row, cell.column)
    raise AssertionError(title)


def fill(row: int, values: dict[str, Any]) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        for title, value in values.items():
            place(sheet, title, row).value = value

    return change


def files_of(city: City) -> dict[str, bytes]:
    return {
        str(path.relative_to(city.project)): path.read_bytes() for path in city.project.rglob("*") if path.is_file()
    }


def comments(file: Path) -> dict[str, str]:
    book = load_workbook(io.BytesIO(file.read_bytes()))
    return {cell.coordinate: cell.comment.text for row in book.worksheets[0] for cell in row if cell.comment}


# --- the whole way ------------------------------------------------------------------------------------------------


def test_template_filled_in_checked_imported_and_valid(city: City, desk: Path) -> None:
    before = city.file("offerings/services").read_bytes()
    file = make_template(city, desk, "offerings/services")
    edit(file, fill(3, NEW_SERVICE))
    checked = run(city, "check", file)
    assert (checked.exit_code, checked.stdout.splitlines()[-1]) == (0, "0 Fehler, 1 Zeile geprüft")
    imported = run(city, "import", file, "offerings/services")
    assert imported.exit_code == 0
    assert "Zeilen: 1 neu, 0 geändert (0 Zellen), 0 gelöscht" in imported.stdout
    after = city.file("offerings/services").read_bytes()
    assert after.startswith(before)
    assert after[len(before) :].decode() == (
        'A7,muehlenverein,O3,"Kaffeerunde, donnerstags",treff,Treff,,active,,,,,,,high,2026-09,'
        "Gemeindeblatt 9/2026,https://klein-muehlau.example/angebote,,\n"
    )
    assert run(city, "validate").exit_code == 0
    assert "Alle Prüfsummen sind aktuell" in run(city, "stamp").stdout


def test_a_template_with_data_comes_back_without_a_change(city: City, desk: Path) -> None:
    before = files_of(city)
    file = make_template(city, desk, "demographics/age_groups", "--with-data")
    result = run(city, "import", file, "demographics/age_groups")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "Nichts geschrieben: Es gibt keine Änderung.")
    assert files_of(city) == before


def test_a_changed_cell_changes_one_line_and_its_seal(city: City, desk: Path) -> None:
    before = files_of(city)
    file = make_template(city, desk, "offerings/locations", "--with-data")
    edit(file, fill(3, {"Straße und Hausnummer": "Marktplatz 1, Hinterhaus"}))
    result = run(city, "import", file, "offerings/locations")
    title = "Straße und Hausnummer"
    assert f"~ O1, {title}: ‚Marktplatz 1‘ → ‚Marktplatz 1, Hinterhaus‘" in result.stdout
    after = files_of(city)
    assert sorted(name for name in after if after[name] != before.get(name)) == [
        "datapackages/offerings/datapackage.json",
        "datapackages/offerings/locations.csv",
    ]
    name = "datapackages/offerings/locations.csv"
    assert after[name] == before[name].replace(b",Marktplatz 1,", b',"Marktplatz 1, Hinterhaus",')
    assert run(city, "validate").exit_code == 0


def test_a_dry_run_shows_everything_and_writes_nothing(city: City, desk: Path) -> None:
    before = files_of(city)
    file = make_template(city, desk, "offerings/services")
    edit(file, fill(3, NEW_SERVICE))
    result = run(city, "import", file, "offerings/services", "--dry-run")
    assert result.exit_code == 0
    assert "+ A7: Angebot: A7; Träger: muehlenverein" in result.stdout
    assert files_of(city) == before


def test_the_reply_of_an_office_as_csv_is_imported_too(city: City, desk: Path) -> None:
    text = (
        "Stichtag;Gebietsschlüssel;Haushalte;Haushalte mit einer Person\r\n"
        "31.12.2025;001;501;200\r\n31.12.2025;2;400;200\r\n"
    )
    file = desk / "antwort.csv"
    file.write_bytes(text.encode("cp1252"))
    result = run(city, "import", file, "demographics/households")
    assert "Windows-1252" in result.stdout
    assert "‚2‘ wird gelesen als ‚002‘ – die führende Null fehlte" in result.stdout
    assert "~ 2025-12-31/001, Haushalte: ‚500‘ → ‚501‘" in result.stdout
    assert result.exit_code == 0
    assert b"2025-12-31,001,501,200\n" in city.file("demographics/households").read_bytes()
    assert run(city, "validate").exit_code == 0


# --- findings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [3910, "3910"])
def test_a_bad_cell_has_its_address_its_sentence_and_its_comment(city: City, desk: Path, value: object) -> None:
    file = make_template(city, desk, "offerings/locations", "--with-data")
    edit(file, fill(4, {"Postleitzahl": value}))
    original = file.read_bytes()
    result = run(city, "check", file)
    address = place(load_workbook(file).worksheets[0], "Postleitzahl", 4).coordinate
    sentence = "Die Postleitzahl braucht 5 Ziffern, gefunden: 3910"
    assert f"Blatt Orte, Zelle {address}: {sentence}\n" in result.stdout
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (1, "1 Fehler, 4 Zeilen geprüft")
    assert comments(desk / "liste-geprueft.xlsx") == {address: sentence}
    assert load_workbook(desk / "liste-geprueft.xlsx").worksheets[0][address].fill.fill_type == "solid"
    assert file.read_bytes() == original


def test_addresses_hold_below_title_rows(city: City, desk: Path) -> None:
    rows = [
        ["Träger der Gemeinde"],
        [],
        [None, "Träger", "Name"],
        [None, "neuer-verein", "Neuer Verein"],
        [None, "Ä", "Alter"],
    ]
    file = desk / "traeger.xlsx"
    file.write_bytes(make_book(rows, sheet="Liste"))
    result = run(city, "check", file, "offerings/organizations")
    assert (
        "Blatt Liste, Zelle B5: Der Träger braucht nur Kleinbuchstaben, Ziffern und ‚-‘, gefunden: Ä\n" in result.stdout
    )
    assert comments(desk / "traeger-geprueft.xlsx").keys() == {"B5"}


def test_a_csv_file_gets_the_list_with_row_column_and_address(city: City, desk: Path) -> None:
    file = desk / "traeger.csv"
    file.write_text("Träger;Name\nneu;Neu\nÄ;Alt\n", encoding="utf-8")
    result = run(city, "check", file, "offerings/organizations")
    assert "Zeile 3, Spalte 1 (Zelle A3): Der Träger braucht" in result.stdout
    assert (result.exit_code, sorted(path.name for path in desk.iterdir())) == (1, ["traeger.csv"])


SERVICE_MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "required": ({"Name": None}, "Der Name fehlt. Diese Spalte ist Pflicht: Trage den Wert ein."),
    "enum": ({"Stand": "offen"}, "Der Stand braucht eines von ‚active‘, ‚planned‘"),
    "key": (
        {"Träger": "muehlenverien"},
        "Der Träger: ‚muehlenverien‘ steht nicht in der Liste. Gemeint ist vielleicht",
    ),
    "sign": ({"Zuletzt bestätigt": "…"}, "geschrieben wie 2026, 2026-03 oder 2026-03-14, gefunden: …"),
    "pattern": ({"Zuletzt bestätigt": "Mai"}, "geschrieben wie 2026, 2026-03 oder 2026-03-14, gefunden: Mai"),
    "error value": ({"Name": "#NV"}, "Hier steht der Fehlerwert #NV"),
    "formula": ({"Name": '="a"'}, "Die Formel hat kein gespeichertes Ergebnis"),
}


@pytest.mark.parametrize("mistake", SERVICE_MISTAKES)
def test_mistakes_are_said_in_the_words_of_a_clerk_at_their_cell(city: City, desk: Path, mistake: str) -> None:
    values, sentence = SERVICE_MISTAKES[mistake]
    file = make_template(city, desk, "offerings/services", "--with-data")
    edit(file, fill(5, values))
    result = run(city, "check", file)
    address = place(load_workbook(file).worksheets[0], next(iter(values)), 5).coordinate
    lines = [line for line in result.stdout.splitlines() if line.startswith("Blatt Angebote, Zelle")]
    assert len(lines) == 1
    assert lines[0].startswith(f"Blatt Angebote, Zelle {address}: ")
    assert sentence in lines[0]
    assert "_id" not in lines[0]
    assert "^" not in lines[0]


def test_a_doubled_key_names_the_row_of_the_sheet(city: City, desk: Path) -> None:
    file = make_template(city, desk, "offerings/organizations")
    edit(file, fill(3, {"Träger": "neu", "Name": "Neu"}))
    edit(file, fill(7, {"Träger": "neu", "Name": "Auch neu"}))
    result = run(city, "check", file)
    (line,) = [line for line in result.stdout.splitlines() if "Zelle B7" in line]
    assert "steht schon in Zeile 3" in line


def test_what_other_tables_need_cannot_be_deleted(city: City, desk: Path) -> None:
    before = files_of(city)
    file = make_template(city, desk, "offerings/locations", "--with-data")
    edit(file, lambda sheet: sheet.delete_rows(3))
    kept = run(city, "import", file, "offerings/locations")
    assert "Nicht in der Datei, bleibt stehen: O1" in kept.stdout
    assert kept.exit_code == 0
    result = run(city, "import", file, "offerings/locations", "--allow-delete")
    assert "- O1: wird gelöscht" in result.stdout
    assert "Außerdem: datapackages/offerings/services.csv, Zeile 2" in result.stdout
    assert result.exit_code == 1
    assert files_of(city) == before


def test_rows_are_deleted_when_that_is_allowed_and_nothing_needs_them(city: City, desk: Path) -> None:
    file = make_template(city, desk, "offerings/schedules", "--with-data")
    edit(file, lambda sheet: sheet.delete_rows(6))
    assert run(city, "import", file, "offerings/schedules", "--allow-delete").exit_code == 0
    assert b"Z4" not in city.file("offerings/schedules").read_bytes()
    assert run(city, "validate").exit_code == 0


def test_an_import_with_errors_leaves_every_file_as_it_was(city: City, desk: Path) -> None:
    before = files_of(city)
    file = make_template(city, desk, "demographics/households", "--with-data")
    edit(file, fill(3, {"Haushalte": "1.585"}))
    result = run(city, "import", file, "demographics/households")
    assert "‚1.585‘ lässt sich auf zwei Arten lesen: als 1585" in result.stdout
    assert "Nichts geschrieben: Berichtige zuerst die Fehler." in result.stdout
    assert (result.exit_code, files_of(city)) == (1, before)


def test_a_corrected_copy_loses_its_comments_and_colours(city: City, desk: Path) -> None:
    file = make_template(city, desk, "offerings/locations", "--with-data")
    edit(file, fill(3, {"Postleitzahl": "3910"}))
    edit(file, fill(4, {"Postleitzahl": "3910"}))
    run(city, "check", file)
    copy = desk / "liste-geprueft.xlsx"
    edit(copy, fill(3, {"Postleitzahl": "99999"}))
    run(city, "check", copy)
    second = desk / "liste-geprueft-2.xlsx"
    address = place(load_workbook(second).worksheets[0], "Postleitzahl", 4).coordinate
    assert comments(second).keys() == {address}
    assert place(load_workbook(second).worksheets[0], "Postleitzahl", 3).fill.fill_type is None


def test_comments_of_others_stay(city: City, desk: Path) -> None:
    from openpyxl.comments import Comment

    def remark(sheet: Any) -> None:
        place(sheet, "Postleitzahl", 3).value = "3910"
        place(sheet, "Postleitzahl", 3).comment = Comment("bitte nachfragen", "Frau Muster")

    file = make_template(city, desk, "offerings/locations", "--with-data")
    edit(file, remark)
    run(city, "check", file)
    (text,) = comments(desk / "liste-geprueft.xlsx").values()
    assert text.startswith("Die Postleitzahl braucht")
    assert text.endswith("bitte nachfragen")


def test_the_same_check_gives_the_same_bytes(city: City, desk: Path) -> None:
    file = make_template(city, desk, "offerings/locations", "--with-data")
    edit(file, fill(3, {"Postleitzahl": "3910"}))
    run(city, "check", file)
    first = (desk / "liste-geprueft.xlsx").read_bytes()
    run(city, "check", file)
    assert (desk / "liste-geprueft.xlsx").read_bytes() == first


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("–", "„Haushalte“ braucht eine ganze Zahl ohne Punkt, Komma und Einheit, gefunden: –. Ist genau null gemeint"),
        ("/", "„Haushalte“: Das Zeichen ‚/‘ (Zahlenwert nicht sicher genug) ist in dieser Spalte nicht vereinbart."),
        ("500 Stück", "„Haushalte“ braucht eine ganze Zahl ohne Punkt, Komma und Einheit, gefunden: 500 Stück"),
        (-3, "„Haushalte“ braucht mindestens 0, gefunden: -3"),
        (0.5, "„Haushalte“ braucht eine ganze Zahl ohne Punkt, Komma und Einheit, gefunden: 0,5"),
    ],
)
def test_what_is_no_number_is_said(city: City, desk: Path, raw: object, sentence: str) -> None:
    file = make_template(city, desk, "demographics/households", "--with-data")
    edit(file, fill(3, {"Haushalte": raw}))
    assert f"Blatt Haushalte, Zelle D3: {sentence}" in run(city, "check", file).stdout


def test_the_meaning_of_a_code_is_read_as_the_code(city: City, desk: Path) -> None:
    file = make_template(city, desk, "offerings/services", "--with-data")
    edit(file, fill(3, {"Stand": "in Betrieb"}))
    result = run(city, "import", file, "offerings/services")
    assert "‚in Betrieb‘ wird gelesen als ‚active‘" in result.stdout
    assert result.stdout.splitlines()[-1] == "Nichts geschrieben: Es gibt keine Änderung."


def test_a_file_cannot_steer_the_terminal(city: City, desk: Path) -> None:
    file = desk / "traeger.csv"
    file.write_text("Träger;Name;a\x1b[2Jb\nneu; \x1b[2JNeu;x\n", encoding="utf-8")
    result = run(city, "check", file, "offerings/organizations")
    assert "\x1b" not in result.output
    assert "Steuerzeichen (U+001B)" in result.stdout
    assert result.exit_code == 1


# --- wrong use ----------------------------------------------------------------------------------------------------


def test_an_unknown_dataset_ends_with_2_and_a_hint(city: City, desk: Path) -> None:
    result = run(city, "template", "offerings/service", "--output", desk / "a.xlsx")
    assert (result.exit_code, "Gemeint ist vielleicht ‚offerings/services‘" in result.stderr) == (2, True)


def test_a_template_is_not_imported_into_another_dataset(city: City, desk: Path) -> None:
    file = make_template(city, desk, "offerings/services", "--with-data")
    result = run(city, "import", file, "offerings/locations")
    assert (result.exit_code, "Vorlage für ‚offerings/services‘" in result.stderr) == (2, True)


def test_a_template_never_overwrites_a_file(city: City, desk: Path) -> None:
    file = make_template(city, desk, "offerings/services")
    before = file.read_bytes()
    assert run(city, "template", "offerings/locations", "--output", file).exit_code == 2
    assert file.read_bytes() == before


def test_a_hostile_file_ends_with_1_and_a_sentence(city: City, desk: Path) -> None:
    file = desk / "liste.xlsx"
    file.write_bytes(b"PK\x03\x04")
    result = run(city, "check", file)
    assert (result.exit_code, "beschädigt" in result.stderr) == (1, True)


def test_an_unsealed_change_is_not_sealed_by_an_import(city: City, desk: Path) -> None:
    file = make_template(city, desk, "offerings/services")
    edit(file, fill(3, NEW_SERVICE))
    path = city.file("offerings/schedules")
    path.write_bytes(path.read_bytes().replace(b"12:00", b"13:00"))
    before = files_of(city)
    result = run(city, "import", file, "offerings/services")
    assert (result.exit_code, "offerings/schedules: seit der letzten Prüfsumme geändert" in result.stderr) == (1, True)
    assert files_of(city) == before


def test_a_file_that_cannot_be_written_leaves_all_as_it_was(city: City) -> None:
    from pathlib import PurePosixPath

    from generator.errors import SiteError
    from generator.model import OutputFile
    from generator.site import update_files

    before = files_of(city)
    files = [
        OutputFile(path=PurePosixPath("datapackages/offerings/services.csv"), content=b"neu"),
        OutputFile(path=PurePosixPath("fehlt/datapackage.json"), content=b"neu"),
    ]
    with pytest.raises(SiteError, match="lässt sich nicht schreiben"):
        update_files(city.project, files)
    assert files_of(city) == before
