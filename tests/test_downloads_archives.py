"""Zips: valid data packages that explain themselves and are the same bytes everywhere."""

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import frictionless
import pytest
from download_samples import (
    FIELDS,
    HOSTILE,
    ROWS,
    make_boundaries,
    make_resource,
    render_district,
    render_indicator,
    render_resource,
)

from generator import layout
from generator.profiles.views import FileFacts
from generator.render.downloads import render_checksums

HELPERS = {
    "datapackage.json",
    "DATENBESCHREIBUNG.md",
    "LIZENZ.txt",
    "ZITIERVORSCHLAG.txt",
    "SHA256SUMS",
    "pruefbericht.json",
}
SAMPLES = {
    "resource": lambda: render_resource(make_resource(), make_boundaries())["zip"],
    "district": lambda: render_district()["werder.zip"],
    "indicator": lambda: render_indicator()["menschen-ab-65.zip"],
}


def unzip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("sample", SAMPLES)
def test_an_unpacked_zip_is_a_valid_data_package(sample: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(SAMPLES[sample]())) as archive:
        archive.extractall(tmp_path)
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])
    assert all(task.stats["bytes"] for task in report.tasks)


def test_frictionless_reads_the_same_cells_back(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(SAMPLES["resource"]())) as archive:
        archive.extractall(tmp_path)
    resource = frictionless.Package(str(tmp_path / "datapackage.json")).get_table_resource("age_groups")
    first, second = (row.to_dict() for row in resource.read_rows())
    assert first["district_code"] == "01"
    assert first["reference_date"] == ROWS[0]["reference_date"]
    assert first["age_65_count"] == 120
    assert first["note"] == "'" + HOSTILE
    assert second["age_65_count"] is None
    assert second["is_official"] is False


def test_a_changed_cell_is_noticed_after_unpacking(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(SAMPLES["resource"]())) as archive:
        archive.extractall(tmp_path)
    table = tmp_path / "age_groups.csv"
    table.write_bytes(table.read_bytes().replace(b"120", b"121"))
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert "hash-count" in {error for (error,) in report.flatten(["type"])}


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_checksums_cover_every_other_file(sample: str) -> None:
    contents = unzip(SAMPLES[sample]())
    assert set(contents) > HELPERS
    lines = [line.split("  ") for line in contents["SHA256SUMS"].decode().splitlines()]
    assert {name: digest for digest, name in lines} == {
        name: hashlib.sha256(content).hexdigest() for name, content in contents.items() if name != "SHA256SUMS"
    }


def test_the_zip_holds_the_very_files_that_are_offered_alone() -> None:
    files = render_district()
    contents = unzip(files.pop("werder.zip"))
    assert set(files) == {"werder-kennzahlen.csv", "werder-angebote.csv", "werder.xlsx", "werder.geojson"}
    assert {name: contents[name] for name in files} == files


def test_entries_are_sorted_and_carry_neither_clock_nor_umask() -> None:
    with zipfile.ZipFile(io.BytesIO(SAMPLES["district"]())) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.create_system, entry.external_attr >> 16) for entry in entries} == {(3, 0o100644)}


def test_keys_to_other_resources_are_kept_under_a_name_of_ours() -> None:
    schema = json.loads(unzip(SAMPLES["resource"]())["datapackage.json"])["resources"][0]["schema"]
    assert "foreignKeys" not in schema
    assert schema["externalForeignKeys"] == [
        {
            "fields": ["district_code"],
            "reference": {"package": "districts", "resource": "districts", "fields": ["district_code"]},
        }
    ]
    assert schema["missingValues"] == [".", ""]
    assert schema["primaryKey"] == ["district_code"]


def test_rules_that_a_guarded_text_would_break_are_waived_and_named() -> None:
    fields = json.loads(unzip(SAMPLES["resource"]())["datapackage.json"])["resources"][0]["schema"]["fields"]
    phone = next(field for field in fields if field["name"] == "phone")
    code = next(field for field in fields if field["name"] == "district_code")
    assert phone["constraintsWithoutGuard"] == {"pattern": r"\+?[0-9 ]+"}
    assert "constraints" not in phone
    assert code["constraints"] == {"required": True, "pattern": "[0-9]{2}"}


def test_the_description_names_every_field_every_sign_and_the_guard() -> None:
    text = unzip(SAMPLES["resource"]())["DATENBESCHREIBUNG.md"].decode()
    assert all(f"- Name in der Datei: {field.name}\n" in text for field in FIELDS)
    assert "- Art: Datum (JJJJ-MM-TT)" in text
    assert "Schlüssel der Zeile; immer angegeben; Muster \\[0-9\\]{2}; verweist auf districts/districts" in text
    assert "- **.**: Zahlenwert geheim gehalten" in text
    assert "Betroffene Zellen in dieser Fassung: 2." in text


def test_hostile_texts_are_no_markup_in_the_description() -> None:
    resource = make_resource(title="<img src=x> [a](b)\n# c", caveats=("# keine Überschrift", "a|b `c`"))
    text = unzip(render_resource(resource)["zip"])["DATENBESCHREIBUNG.md"].decode()
    assert text.startswith("# Datenbeschreibung: \\<img src=x\\> \\[a\\](b) # c\n")
    assert "- **Hinweis**: \\# keine Überschrift\n- **Hinweis**: a\\|b \\`c\\`\n" in text


def test_licence_and_citation_name_everything_that_has_to_be_shown() -> None:
    contents = unzip(SAMPLES["district"]())
    license_text = contents["LIZENZ.txt"].decode()
    assert (
        "Datenlizenz (DL-DE-BY-2.0)\n"
        "Gilt für: werder-angebote.csv, werder-kennzahlen.csv, werder.geojson und werder.xlsx\n"
    ) in license_text
    assert (
        "Datenbanklizenz (ODbL-1.0)\nGilt für: werder.geojson\nText der Lizenz: https://odbl.example/" in license_text
    )
    citation = contents["ZITIERVORSCHLAG.txt"].decode()
    assert (
        "Stadt Kleinau: Atlas. Viertel Werder: Kennzahlen und Angebote. Fassung 2026.11.22, "
        "Datenstand 22. November 2026. Stichtage: 31.12.2025. https://atlas.example/klein/viertel/werder/"
    ) in citation
    assert "Außerdem anzugeben:\n- Stadt Kleinau\n- © Kartenleute\n" in citation


def test_the_district_table_tells_value_status_and_origin() -> None:
    older, newer = csv.DictReader(io.StringIO(render_district()["werder-kennzahlen.csv"].decode()))
    assert (older["reference_date"], older["value"]) == ("2024-12-31", "110")
    assert (newer["reference_date"], newer["value"], newer["value_status"]) == ("2025-12-31", "24.5471", "normal")
    assert newer["denominator"] == ""
    assert newer["source_rows"] == "people/age_groups[age_65_count]: 2"


def test_a_suppressed_indicator_is_a_sign_in_the_table() -> None:
    rows = list(csv.DictReader(io.StringIO(render_indicator()["menschen-ab-65.csv"].decode())))
    assert [(row["district"], row["value"], row["numerator"]) for row in rows] == [
        ("Werder", "110", "110"),
        ("Werder", "24.5471", "24.5471"),
        ("Hafen", ".", "."),
    ]


def test_the_offering_table_shows_hostile_names_letter_for_letter_and_guards_formulas() -> None:
    first, second, third = csv.DictReader(io.StringIO(render_district()["werder-angebote.csv"].decode()))
    assert first["name"] == "{{7*191}}</script><script>alert(1)</script>"
    assert first["postal_code"] == "01067"
    assert first["opening_hours"] == "Montag 9 bis 17 Uhr"
    assert (second["longitude"], third["longitude"]) == ("11.1235", "")
    assert third["note"] == "'" + HOSTILE


def test_a_district_without_anything_still_has_valid_files(tmp_path: Path) -> None:
    files = render_district(observations=(), offerings=())
    with zipfile.ZipFile(io.BytesIO(files["werder.zip"])) as archive:
        archive.extractall(tmp_path)
    assert frictionless.Package(str(tmp_path / "datapackage.json")).validate().valid


def test_checksums_are_sorted_relative_to_the_downloads_and_skip_other_files() -> None:
    empty = hashlib.sha256(b"").hexdigest()
    paths = (layout.DOWNLOADS / "b.csv", layout.DOWNLOADS / "a" / "c.csv", PurePosixPath("index.md"))
    checksums = render_checksums({path: FileFacts(size=0, sha256=empty) for path in paths})
    assert checksums.path == layout.CHECKSUMS
    assert checksums.content.decode() == f"{empty}  a/c.csv\n{empty}  b.csv\n"


def test_two_processes_with_other_hash_seeds_zones_and_places_give_the_same_bytes(tmp_path: Path) -> None:
    tests = Path(__file__).parent
    outputs = set()
    for seed, zone, language, folder in (("1", "UTC", "C", tests), ("2", "Asia/Tokyo", "de_DE.UTF-8", tmp_path)):
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LC_ALL": language,
            "PYTHONPATH": os.pathsep.join((str(tests.parent), str(tests))),
        }
        run = subprocess.run(
            [sys.executable, str(tests / "download_samples.py")],
            env=environment, cwd=folder, capture_output=True, text=True, check=True,
        )  # fmt: skip
        outputs.add(run.stdout)
    assert len(outputs) == 1
    assert outputs.pop().count("\n") > 8


def test_the_descriptor_has_a_line_for_every_resource_and_every_field() -> None:
    with zipfile.ZipFile(io.BytesIO(render_resource(make_resource(), make_boundaries())["zip"])) as archive:
        lines = archive.read("datapackage.json").decode().splitlines()
    assert sum(line.startswith('{"name":"age_groups') for line in lines) == 2
    assert [json.loads(line.rstrip(","))["name"] for line in lines if line.startswith('{"name":"is_official"')] == [
        "is_official"
    ]
    assert len(lines) == 13
