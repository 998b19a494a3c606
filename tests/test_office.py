"""The round trip through LibreOffice, as an office goes it; run by ``make test-office`` only."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.package_builder import City
from tests.test_workbooks_round_trip import NEW_SERVICE, edit, fill, make_template, place, run
from tests.tiny import copy_tiny_city

pytestmark = pytest.mark.office

GERMAN = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>de-DE</value></prop>
</item>
</oor:items>
"""
"""Offices in Germany write decimal commas and days like 31.12.2025."""
CSV_AS_SHOWN = "csv:Text - txt - csv (StarCalc):59,34,{charset},1,,0,false,true,false"
"""Semicolons, cells as they are shown."""
UTF_8, WINDOWS_1252 = 76, 1


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command with a profile of its own, set to German."""
    program = os.environ.get("SOFFICE") or shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "make test-office installs LibreOffice"
    profile = tmp_path_factory.mktemp("profil")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(GERMAN, encoding="utf-8")
    return [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]


@pytest.fixture
def city(tmp_path: Path) -> City:
    return copy_tiny_city(tmp_path / "city")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "schreibtisch"
    folder.mkdir()
    return folder


def convert(soffice: list[str], file: Path, kind: str) -> Path:
    """The same table, saved by LibreOffice."""
    folder = file.parent / f"aus-libreoffice-{file.suffix[1:]}"
    answer = subprocess.run(
        [*soffice, "--convert-to", kind, "--outdir", str(folder), str(file)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    result = folder / f"{file.stem}.{kind.partition(':')[0]}"
    assert result.is_file(), answer.stdout + answer.stderr
    return result


def accept(city: City, file: Path, resource_id: str) -> str:
    """Check, import and validate; returns what the import said."""
    checked = run(city, "check", file, resource_id)
    assert checked.exit_code == 0, checked.stdout
    imported = run(city, "import", file, resource_id)
    assert imported.exit_code == 0, imported.stdout
    assert run(city, "validate").exit_code == 0
    return imported.stdout


@pytest.mark.parametrize("stations", [("xlsx",), ("ods", "xlsx")])
def test_a_template_filled_in_and_saved_by_libreoffice_is_imported(
    city: City, desk: Path, soffice: list[str], stations: tuple[str, ...]
) -> None:
    before = city.file("offerings/services").read_bytes()
    file = make_template(city, desk, "offerings/services", "--with-data")
    edit(file, fill(9, NEW_SERVICE))
    for station in stations:
        file = convert(soffice, file, station)
    assert run(city, "check", file).stdout.splitlines()[-1] == "0 Fehler, 7 Zeilen geprüft"  # recognized by its mark
    accept(city, file, "offerings/services")
    after = city.file("offerings/services").read_bytes()
    assert after.startswith(before)
    assert b'A7,muehlenverein,O3,"Kaffeerunde, donnerstags",treff' in after


@pytest.mark.parametrize("charset", [UTF_8, WINDOWS_1252])
def test_a_template_saved_as_csv_is_imported(city: City, desk: Path, soffice: list[str], charset: int) -> None:
    before = city.file("offerings/services").read_bytes()
    file = make_template(city, desk, "offerings/services", "--with-data")
    edit(file, fill(9, NEW_SERVICE))
    said = accept(city, convert(soffice, file, CSV_AS_SHOWN.format(charset=charset)), "offerings/services")
    assert "Trennzeichen der Datei: Semikolon." in said
    assert city.file("offerings/services").read_bytes().startswith(before)


@pytest.mark.parametrize(
    "resource_id",
    [
        "demographics/age_groups",
        "demographics/households",
        "districts/districts",
        "offerings/location_positions",
        "offerings/locations",
        "offerings/schedules",
        "offerings/service_types",
        "parameters/class_sets",
        "planning/measures",
    ],
)
@pytest.mark.parametrize("kind", ["xlsx", CSV_AS_SHOWN.format(charset=UTF_8)])
def test_untouched_tables_come_back_unchanged(
    city: City, desk: Path, soffice: list[str], resource_id: str, kind: str
) -> None:
    before = city.file(resource_id).read_bytes()
    file = convert(soffice, make_template(city, desk, resource_id, "--with-data"), kind)
    assert "Nichts geschrieben: Es gibt keine Änderung." in accept(city, file, resource_id)
    assert city.file(resource_id).read_bytes() == before


def test_libreoffice_stores_the_results_of_formulas(city: City, desk: Path, soffice: list[str]) -> None:
    file = make_template(city, desk, "demographics/households", "--with-data")
    edit(file, fill(3, {"Haushalte": "=250+251"}))
    assert "kein gespeichertes Ergebnis" in run(city, "check", file).stdout
    said = accept(city, convert(soffice, file, "xlsx"), "demographics/households")
    assert "‚500‘ → ‚501‘" in said


def test_the_checked_copy_opens_and_keeps_its_comment(city: City, desk: Path, soffice: list[str]) -> None:
    def break_cell(sheet: Any) -> None:
        place(sheet, "Postleitzahl", 3).value = "3910"

    file = make_template(city, desk, "offerings/locations", "--with-data")
    edit(file, break_cell)
    assert run(city, "check", file).exit_code == 1
    copy = convert(soffice, desk / "liste-geprueft.xlsx", "xlsx")
    from tests.test_workbooks_round_trip import comments

    assert list(comments(copy).values()) == ["Die Postleitzahl braucht 5 Ziffern, gefunden: 3910"]
    edit(copy, fill(3, {"Postleitzahl": "99999"}))
    assert "Nichts geschrieben" in accept(city, copy, "offerings/locations")
