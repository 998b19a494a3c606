"""Checking downloads after the fact: whatever somebody does to them is found and named."""

import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from generator import layout
from generator.cli import main
from generator.errors import UsageError
from generator.model import OutputFile
from generator.render.files import (
    prepare_districts,
    prepare_downloads,
    render_confirmation_files,
    render_district_files,
    render_indicator_files,
    render_resource_files,
    spell_boundaries,
)
from generator.render.templates import TEMPLATES
from generator.seals import ProblemKind, Verdict, verify_download
from generator.seals.holdings import Refusal, open_archive
from generator.site import seal_downloads
from tests.tiny import tiny_atlas

CHANGED, MISSING, EXTRA, INVALID = ProblemKind


@cache
def tiny_downloads() -> Mapping[str, bytes]:
    """Every download of the tiny city by its path below the folder of downloads."""
    atlas = tiny_atlas()
    edition, prepared = prepare_downloads(atlas)
    boundaries = spell_boundaries(atlas)
    taken = (
        *render_resource_files(atlas, edition, boundaries, prepared),
        *render_district_files(
            atlas, edition, prepare_districts(atlas, boundaries), tuple(atlas.geography.districts.values())
        ),
        *render_indicator_files(atlas, edition, boundaries),
        *render_confirmation_files(atlas, edition),
    )
    assert [str(file.path) for file in taken if not file.datasets] == []
    seals, _ = seal_downloads(taken, edition)
    files: tuple[OutputFile, ...] = (*taken, *seals)
    return {str(file.path.relative_to(layout.DOWNLOADS)): file.content for file in files}


def unzip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(contents: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture(name="downloads")
def make_downloads(tmp_path: Path) -> Path:
    """The folder of all downloads, to be tampered with."""
    folder = tmp_path / "downloads"
    for name, content in tiny_downloads().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(name="unpacked")
def unpack_archive(tmp_path: Path) -> Path:
    """One archive, unpacked."""
    folder = tmp_path / "population"
    folder.mkdir()
    for name, content in unzip(tiny_downloads()["daten/demographics/population.zip"]).items():
        (folder / name).write_bytes(content)
    return folder


def replace_text(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def found(verdict: Verdict) -> set[tuple[ProblemKind, str]]:
    return {(problem.kind, problem.name) for problem in verdict.problems}


def seal_again(folder: Path) -> None:
    """What a forger would do: bring every checksum in line with the changed files."""
    report = json.loads((folder / layout.SEAL_NAME).read_text("utf-8"))
    for one in report["files"]:
        content = (folder / one["path"]).read_bytes()
        one["bytes"], one["sha256"] = len(content), hashlib.sha256(content).hexdigest()
    (folder / layout.SEAL_NAME).write_text(json.dumps(report), "utf-8")
    names = sorted({one["path"] for one in report["files"]} | {layout.SEAL_NAME})
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")


# --- nothing is wrong ---------------------------------------------------------------------------------------------


def test_all_downloads_of_a_site_are_in_order(downloads: Path) -> None:
    count = len(tiny_downloads())
    assert verify_download(downloads).line == (
        f"In Ordnung: {count} Dateien vollständig, unverändert und gültig, Stand {tiny_atlas().edition:%d.%m.%Y}."
    )


def test_an_unpacked_archive_is_in_order(unpacked: Path) -> None:
    verdict = verify_download(unpacked)
    assert verdict.is_sound, verdict.details
    assert verdict.line.startswith(f"In Ordnung: {len(list(unpacked.iterdir()))} Dateien ")


def test_every_archive_is_in_order_as_it_is(downloads: Path) -> None:
    archives = sorted(downloads.rglob("*.zip"))
    assert len(archives) > 20
    verdicts = {path.name: verify_download(path) for path in archives}
    assert [(name, verdict.details) for name, verdict in verdicts.items() if not verdict.is_sound] == []


# --- somebody changed something -----------------------------------------------------------------------------------


def test_a_changed_byte_is_found(unpacked: Path) -> None:
    replace_text(unpacked / "population.csv", "0", "1")
    verdict = verify_download(unpacked)
    assert found(verdict) == {(CHANGED, "population.csv")}
    assert verdict.line == "Nicht in Ordnung: 1 Datei verändert (population.csv)."


def test_a_changed_byte_among_all_downloads_is_found(downloads: Path) -> None:
    replace_text(downloads / "daten/demographics/population.csv", "0", "1")
    assert found(verify_download(downloads)) == {(CHANGED, "daten/demographics/population.csv")}


def test_a_deleted_file_is_found(unpacked: Path) -> None:
    (unpacked / "LIZENZ.txt").unlink()
    verdict = verify_download(unpacked)
    assert verdict.line == "Nicht in Ordnung: 1 Datei fehlt (LIZENZ.txt)."


def test_a_deleted_archive_leaves_tables_that_nothing_describes(downloads: Path) -> None:
    (downloads / "daten/demographics/population.zip").unlink()
    assert found(verify_download(downloads)) == {
        (MISSING, "daten/demographics/population.zip"),
        (INVALID, "daten/demographics/population.csv"),
    }


def test_an_added_file_is_named(unpacked: Path) -> None:
    (unpacked / "notizen.txt").write_text("unsere Auswertung", "utf-8")
    assert verify_download(unpacked).line == "Nicht in Ordnung: 1 Datei ohne Siegel (notizen.txt)."


def test_several_files_are_counted_and_the_first_ones_named(unpacked: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        (unpacked / name).write_bytes(b"")
    assert verify_download(unpacked).line == (
        "Nicht in Ordnung: 4 Dateien ohne Siegel (a.txt, b.txt, c.txt und 1 weitere)."
    )


def test_a_changed_report_is_found_by_the_list_of_checksums(unpacked: Path) -> None:
    replace_text(unpacked / layout.SEAL_NAME, '"warnings":0', '"warnings":1')
    assert found(verify_download(unpacked)) == {(CHANGED, layout.SEAL_NAME)}


def test_a_changed_report_beside_a_dataset_is_found(downloads: Path) -> None:
    replace_text(downloads / "daten/demographics/population.pruefbericht.json", '"warnings":0', '"warnings":1')
    assert found(verify_download(downloads)) == {(CHANGED, "daten/demographics/population.pruefbericht.json")}


def test_a_changed_list_of_checksums_is_found(unpacked: Path) -> None:
    replace_text(unpacked / "SHA256SUMS", hashlib.sha256((unpacked / "LIZENZ.txt").read_bytes()).hexdigest(), "0" * 64)
    assert found(verify_download(unpacked)) == {(CHANGED, "SHA256SUMS")}


@pytest.mark.parametrize("name", [layout.SEAL_NAME, "SHA256SUMS"])
def test_a_deleted_seal_is_found(unpacked: Path, name: str) -> None:
    (unpacked / name).unlink()
    assert (MISSING, name) in found(verify_download(unpacked))


# --- believed only where it can be checked ------------------------------------------------------------------------


def test_an_invalid_table_is_found_although_every_checksum_fits(unpacked: Path) -> None:
    table = unpacked / "population.csv"
    header, first, *rest = table.read_text("utf-8").splitlines()
    broken = ["Unsinn" if cell.isdecimal() and len(cell) > 1 else cell for cell in first.split(",")]
    assert ",".join(broken) != first
    table.write_text("\n".join([header, ",".join(broken), *rest]) + "\n", "utf-8")
    seal_again(unpacked)
    verdict = verify_download(unpacked)
    assert found(verdict) == {(INVALID, "population.csv")}
    assert verdict.line == "Nicht in Ordnung: 1 Datei ungültig (population.csv)."
    assert all(line.startswith("population.csv: Zeile 2, Spalte ") for line in verdict.details)


def test_a_doubled_row_is_found_although_every_checksum_fits(unpacked: Path) -> None:
    table = unpacked / "population.csv"
    table.write_text(table.read_text("utf-8") + table.read_text("utf-8").splitlines()[1] + "\n", "utf-8")
    seal_again(unpacked)
    assert found(verify_download(unpacked)) == {(INVALID, "population.csv")}


def test_a_table_that_the_description_leaves_out_is_not_valid(unpacked: Path) -> None:
    descriptor = json.loads((unpacked / "datapackage.json").read_text("utf-8"))
    descriptor["resources"] = []
    (unpacked / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    seal_again(unpacked)
    verdict = verify_download(unpacked)
    assert verdict.details == ("population.csv: Keine datapackage.json beschreibt die Tabelle.",)


def change_report(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    report = json.loads((folder / layout.SEAL_NAME).read_text("utf-8"))
    change(report)
    (folder / layout.SEAL_NAME).write_text(json.dumps(report), "utf-8")
    seal_again(folder)


def test_a_report_that_tells_of_errors_makes_nothing_valid(unpacked: Path) -> None:
    change_report(unpacked, lambda report: report["datasets"][0]["checks"][0].update(errors=1))
    assert verify_download(unpacked).details == (
        "pruefbericht.json: Der Prüfbericht selbst nennt Fehler im Datensatz demographics/population.",
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda report: report.update(format="anderes"),
        lambda report: report.update(format_version=2),
        lambda report: report.update(edition="2026-02-30"),
        lambda report: report.update(datasets=[]),
        lambda report: report.update(datasets=[{}]),
        lambda report: report["files"].append(report["files"][0]),
    ],
)
def test_a_report_of_another_form_is_refused(unpacked: Path, change: Callable[[dict[str, Any]], object]) -> None:
    change_report(unpacked, change)
    assert found(verify_download(unpacked)) == {(INVALID, layout.SEAL_NAME)}


@pytest.mark.parametrize("path", ["../fremd.txt", "/etc/passwd", "a/../../b", "C:\\a", ""])
def test_a_report_cannot_point_outside(unpacked: Path, path: str) -> None:
    report = json.loads((unpacked / layout.SEAL_NAME).read_text("utf-8"))
    report["files"][0]["path"] = path
    (unpacked / layout.SEAL_NAME).write_text(json.dumps(report), "utf-8")
    assert (INVALID, layout.SEAL_NAME) in found(verify_download(unpacked))


# --- hostile archives ---------------------------------------------------------------------------------------------


def with_entry(entry: zipfile.ZipInfo, content: bytes = b"x") -> bytes:
    """The archive of the population with one more entry."""
    buffer = io.BytesIO(tiny_downloads()["daten/demographics/population.zip"])
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(entry, content)
    return buffer.getvalue()


def make_link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("link.csv")
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (zipfile.ZipInfo("../fremd.csv"), "führt aus dem Ordner hinaus"),
        (zipfile.ZipInfo("/etc/passwd"), "führt aus dem Ordner hinaus"),
        (zipfile.ZipInfo("a\\b.csv"), "führt aus dem Ordner hinaus"),
        (zipfile.ZipInfo("C:fremd.csv"), "führt aus dem Ordner hinaus"),
        (zipfile.ZipInfo("a\x1b[31m.csv"), "unzulässige Zeichen"),
        (zipfile.ZipInfo("POPULATION.csv"), "kommt zweimal vor"),
        (make_link(), "ist ein Verweis"),
    ],
)
def test_no_archive_gets_away_with_its_names(tmp_path: Path, entry: zipfile.ZipInfo, reason: str) -> None:
    (tmp_path / "a.zip").write_bytes(with_entry(entry))
    verdict = verify_download(tmp_path / "a.zip")
    assert not verdict.is_sound
    assert verdict.line.startswith("Nicht in Ordnung: ")
    assert reason in verdict.line
    assert verdict.line.isprintable()


def test_an_archive_that_grows_without_end_is_not_unpacked(tmp_path: Path) -> None:
    content = bytearray(pack({"a.csv": bytes(1000)}))
    place = content.rindex((1000).to_bytes(4, "little"))
    content[place : place + 4] = (200_000_001).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(content)
    assert verify_download(tmp_path / "a.zip").line == "Nicht in Ordnung: ‚a.csv‘ ist größer als 200 MB."


def test_no_more_is_unpacked_than_an_archive_admits() -> None:
    content = bytearray(pack({"a.csv": bytes(1000)}))
    place = content.rindex((1000).to_bytes(4, "little"))
    content[place : place + 4] = (10).to_bytes(4, "little")
    holding = open_archive(bytes(content))
    assert not isinstance(holding, Refusal)
    assert isinstance(holding.read("a.csv"), Refusal)


@pytest.mark.parametrize("content", [b"", b"kein Archiv", b"PK\x05\x06" + bytes(17)])
def test_what_is_no_archive_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    assert verify_download(tmp_path / "a.zip").line.startswith("Nicht in Ordnung: Das ist keine lesbare Zip-Datei")


def test_a_link_in_a_folder_is_not_followed(unpacked: Path) -> None:
    (unpacked / "LIZENZ.txt").unlink()
    (unpacked / "LIZENZ.txt").symlink_to("/etc/hostname")
    assert verify_download(unpacked).line == "Nicht in Ordnung: ‚LIZENZ.txt‘ ist ein Verweis (Link) und keine Datei."


def test_a_forged_archive_among_the_downloads_is_looked_into(downloads: Path) -> None:
    inner = unzip(tiny_downloads()["daten/demographics/population.zip"])
    forged = pack(inner | {"population.csv": b"unsinn\n1\n"})
    (downloads / "daten/demographics/population.zip").write_bytes(forged)
    index = json.loads((downloads / layout.SEALS.name).read_text("utf-8"))
    for one in index["files"]:
        if one["path"] == "daten/demographics/population.zip":
            one["sha256"] = hashlib.sha256(forged).hexdigest()
    (downloads / layout.SEALS.name).write_text(json.dumps(index), "utf-8")
    assert (CHANGED, "daten/demographics/population.zip/population.csv") in found(verify_download(downloads))


# --- the command --------------------------------------------------------------------------------------------------


def test_the_command_says_one_line_and_exits_with_0(unpacked: Path) -> None:
    answer = CliRunner().invoke(main, ["verify", str(unpacked)])
    assert answer.exit_code == 0
    assert answer.output.count("\n") == 1


def test_the_command_exits_with_1_and_tells_more_when_asked(unpacked: Path) -> None:
    replace_text(unpacked / "population.csv", "0", "1")
    short, long = (CliRunner().invoke(main, ["verify", str(unpacked), *more]) for more in ([], ["--details"]))
    assert (short.exit_code, long.exit_code) == (1, 1)
    assert short.output == "Nicht in Ordnung: 1 Datei verändert (population.csv).\n"
    assert "  population.csv: Die Prüfsumme ist eine andere als im Prüfbericht.\n" in long.output


def test_the_command_exits_with_2_where_there_is_nothing_to_verify(tmp_path: Path) -> None:
    answer = CliRunner().invoke(main, ["verify", str(tmp_path)])
    assert answer.exit_code == 2
    with pytest.raises(UsageError, match="kein Prüfbericht"):
        verify_download(tmp_path)


# --- the format ---------------------------------------------------------------------------------------------------


def published_reports() -> dict[str, bytes]:
    reports = {name: content for name, content in tiny_downloads().items() if name.endswith(".json")}
    for name, content in tiny_downloads().items():
        if name.endswith(".zip"):
            reports[f"{name}/{layout.SEAL_NAME}"] = unzip(content)[layout.SEAL_NAME]
    return reports


def test_every_report_has_the_form_of_the_published_schema() -> None:
    schema = json.loads((TEMPLATES / "assets" / layout.SEAL_SCHEMA.name).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    reports = published_reports()
    assert len(reports) > 50
    assert [name for name, content in reports.items() if not validator.is_valid(json.loads(content))] == []


def test_the_schema_refuses_a_report_that_says_more_or_less() -> None:
    schema = json.loads((TEMPLATES / "assets" / layout.SEAL_SCHEMA.name).read_text("utf-8"))
    validator = Draft202012Validator(schema)
    report = json.loads(published_reports()["pruefberichte.json"])
    assert not validator.is_valid(report | {"extra": 1})
    assert not validator.is_valid({key: value for key, value in report.items() if key != "edition"})
    report["files"][0]["sha256"] = "0"
    assert not validator.is_valid(report)


def test_every_download_belongs_to_a_report_with_its_checksum() -> None:
    index = json.loads(tiny_downloads()["pruefberichte.json"])
    sealed = {one["path"]: one["sha256"] for one in index["files"]}
    assert sealed == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in tiny_downloads().items()
        if name not in ("pruefberichte.json", "SHA256SUMS")
    }
    assert len(sealed) > 100


def test_a_report_names_the_released_file_by_its_checksum() -> None:
    report = json.loads(tiny_downloads()["daten/demographics/population.pruefbericht.json"])
    (dataset,) = report["datasets"]
    table = tiny_downloads()["daten/demographics/population.csv"]
    assert dataset["sha256"] == hashlib.sha256(table).hexdigest()
    assert dataset["row_count"] == table.count(b"\n") - 1
    assert {one["path"] for one in report["files"]} == {"population.csv", "population.xlsx", "population.zip"}


def test_a_file_about_a_district_rests_on_all_datasets_that_it_shows() -> None:
    files = {one["path"]: one["datasets"] for one in json.loads(tiny_downloads()["pruefberichte.json"])["files"]}
    assert {"offerings/services", "offerings/locations", "districts/districts"} <= set(
        files["ortsteile/muehlengrund-angebote.csv"]
    )
    assert "demographics/population" not in files["ortsteile/muehlengrund-angebote.csv"]
    assert {"demographics/population", "offerings/services", "districts/boundaries"} <= set(
        files["ortsteile/muehlengrund.zip"]
    )
