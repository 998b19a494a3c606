"""The command: exit codes, messages, and nothing a user can cause ends in a traceback."""

import csv
import io
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.package_builder import City
from tests.tiny import TINY_CITY, copy_tiny_city, split_tiny_city

ROOT = Path(__file__).parents[1]
PROGRAM = "from generator.cli import main; main(prog_name='gebietsatlas')"


@pytest.fixture
def city(tmp_path: Path) -> City:
    return copy_tiny_city(tmp_path / "city")


def run(project: Path, *arguments: str) -> Result:
    """Run the command in this process; an exception that it lets through fails the test."""
    result = CliRunner().invoke(main, ["--project", str(project), *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def run_apart(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command as people do, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


# --- exit codes ---------------------------------------------------------------------------------------------------


def test_a_valid_city_ends_with_0() -> None:
    answer = run_apart("--project", str(TINY_CITY), "validate")
    assert answer.returncode == 0
    assert answer.stdout == "0 Fehler, 0 Warnungen und Hinweise.\n"


def test_the_folder_in_which_one_stands_is_the_project() -> None:
    assert run_apart("validate", cwd=TINY_CITY).returncode == 0


def test_errors_in_the_data_end_with_1_and_are_listed_all_at_once(city: City) -> None:
    city.replace("demographics/age_groups", "250,250,200,1000", "250,abc,2O0,1000")
    city.replace("offerings/services", "A1,muehlenverein", "A1,muehlenverien")
    city.replace("districts/crosswalk", "003,000", "004,000")
    answer = run_apart("--project", str(city.project), "validate")
    lines = answer.stdout.splitlines()
    assert answer.returncode == 1
    assert [line.split(": error: ")[0].removeprefix("datapackages/") for line in lines if ": error: " in line] == [
        "demographics/age_groups.csv:8:age_45_64_count",
        "demographics/age_groups.csv:8:age_65_plus_count",
        "districts/crosswalk.csv:4:part_code",
        "districts/districts.csv:5:district_code",
        "offerings/services.csv:2:organization_id",
    ]
    assert lines[-1] == "5 Fehler, 0 Warnungen und Hinweise."
    assert "Traceback" not in answer.stderr


def test_an_unknown_verb_ends_with_2() -> None:
    answer = run_apart("--project", str(TINY_CITY), "fliegen")
    assert (answer.returncode, "Traceback" in answer.stderr) == (2, False)


def test_an_unknown_indicator_ends_with_2_and_a_hint() -> None:
    answer = run_apart("--project", str(TINY_CITY), "show", "share_66_plus")
    assert answer.returncode == 2
    assert "Meinst du ‚share_65_plus‘" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_unknown_district_ends_with_2_and_a_hint() -> None:
    result = run(TINY_CITY, "show", "population", "Muehlengrunt")
    assert (result.exit_code, "Meinst du ‚Mühlengrund‘?" in result.stderr) == (2, True)


def test_a_missing_project_ends_with_2(tmp_path: Path) -> None:
    answer = run_apart("--project", str(tmp_path / "fehlt"), "validate")
    assert (answer.returncode, "Traceback" in answer.stderr) == (2, False)


def test_a_file_is_no_project(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("", encoding="utf-8")
    assert run(tmp_path / "datei", "validate").exit_code == 2


# --- show ---------------------------------------------------------------------------------------------------------


def test_show_prints_a_number_with_its_cells() -> None:
    result = run(TINY_CITY, "show", "population_65_plus", "000")
    assert result.exit_code == 0
    assert "31.12.2025  Klein Mühlau: 520\n" in result.stdout
    assert "    demographics/age_groups, Zeile 8, age_65_plus_count (001): 200\n" in result.stdout


def test_progress_does_not_mix_with_the_output() -> None:
    result = run(TINY_CITY, "validate")
    assert "geprüft" in result.stderr
    assert "geprüft" not in result.stdout


# --- what users can cause -----------------------------------------------------------------------------------------


def remove_config(city: City) -> None:
    (city.project / "mkdocs.yml").unlink()


def make_config_a_folder(city: City) -> None:
    remove_config(city)
    (city.project / "mkdocs.yml").mkdir()


def break_config(city: City) -> None:
    (city.project / "mkdocs.yml").write_text("site_name: [\n", encoding="utf-8")


def remove_packages(city: City) -> None:
    shutil.rmtree(city.project / "datapackages")


def empty_packages(city: City) -> None:
    remove_packages(city)
    (city.project / "datapackages").mkdir()


def break_descriptor(city: City) -> None:
    (city.project / "datapackages/demographics/datapackage.json").write_text('{"name": ', encoding="utf-8")


def remove_descriptor(city: City) -> None:
    (city.project / "datapackages/demographics/datapackage.json").unlink()


def remove_a_file(city: City) -> None:
    city.file("offerings/locations").unlink()


def remove_a_parameter(city: City) -> None:
    file = city.file("parameters/parameters")
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    city.write("parameters/parameters", "".join(line for line in lines if "change_base_year" not in line).encode())


def invent_a_crs(city: City) -> None:
    city.replace("parameters/parameters", "projected_crs_epsg,25832", "projected_crs_epsg,1")


def write_the_start_text_in_another_encoding(city: City) -> None:
    (city.project / "docs/start.md").write_bytes("Grüße".encode("cp1252"))


@pytest.mark.parametrize(
    ("damage", "verb", "named"),
    [
        (remove_config, "show", "mkdocs.yml"),
        (make_config_a_folder, "show", "mkdocs.yml"),
        (break_config, "show", "mkdocs.yml"),
        (break_config, "build", "mkdocs.yml"),
        (remove_packages, "validate", "datapackages"),
        (remove_packages, "stamp", "datapackages"),
        (empty_packages, "show", "datapackages"),
        (break_descriptor, "validate", "datapackages/demographics/datapackage.json:1"),
        (break_descriptor, "show", "datapackages/demographics/datapackage.json:1"),
        (break_descriptor, "stamp", "datapackages/demographics/datapackage.json:1"),
        (remove_descriptor, "validate", "datapackages/demographics/datapackage.json"),
        (remove_a_file, "show", "datapackages/offerings/locations.csv"),
        (remove_a_parameter, "show", "change_base_year"),
        (invent_a_crs, "show", "datapackages/parameters/parameters.csv"),
        (write_the_start_text_in_another_encoding, "stage", "start.md"),
    ],
)
def test_damage_is_named_and_ends_with_1(city: City, damage: Callable[[City], None], verb: str, named: str) -> None:
    damage(city)
    arguments = [verb, "population"] if verb == "show" else [verb]
    result = run(city.project, *arguments)
    assert result.exit_code == 1
    assert named in result.output


REQUIRED_COLUMNS = (
    ("districts/levels", "status_note"),
    ("districts/districts", "number"),
    ("districts/districts", "status"),
    ("districts/districts", "basis"),
    ("districts/districts", "area_km2"),
    ("offerings/services", "tier_id"),
    ("offerings/services", "status"),
    ("offerings/location_positions", "street_length_m"),
    ("offerings/schedules", "weekday"),
    ("planning/needs", "urgency"),
    ("planning/council_papers", "kind"),
    ("parameters/parameters", "decided_by"),
    ("parameters/class_sets", "lower"),
)


@pytest.mark.parametrize(("resource_id", "column"), REQUIRED_COLUMNS)
def test_a_column_that_the_pages_need_and_the_schema_lacks_is_named(city: City, resource_id: str, column: str) -> None:
    drop_column(city, resource_id, column)
    result = run(city.project, "show", "population")
    assert result.exit_code == 1
    assert f"‚{column}‘" in result.output


def drop_column(city: City, resource_id: str, column: str) -> None:
    """Remove a column from table and schema alike."""
    file = city.file(resource_id)
    rows = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
    index = rows[0].index(column)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([*row[:index], *row[index + 1 :]] for row in rows)
    file.write_text(text.getvalue(), encoding="utf-8")

    def describe(package: dict[str, object]) -> None:
        resources = package["resources"]
        assert isinstance(resources, list)
        schema = next(one for one in resources if one["name"] == resource_id.partition("/")[2])["schema"]
        schema["fields"] = [field for field in schema["fields"] if field["name"] != column]

    city.describe(resource_id.partition("/")[0], describe)
    city.stamp()


# --- stamp --------------------------------------------------------------------------------------------------------


def test_stamp_seals_a_wanted_change_and_nothing_else(city: City) -> None:
    file = city.file("demographics/population")
    file.write_text(file.read_text(encoding="utf-8").replace("000,2040", "000,2041"), encoding="utf-8")
    assert "[hash-mismatch]" in run(city.project, "validate").output
    others = {
        path: path.read_bytes()
        for path in city.project.rglob("*")
        if path.is_file() and path.parent.name != "demographics"
    }
    assert "neu festgehalten für population" in run(city.project, "stamp").output
    assert run(city.project, "validate").exit_code == 0
    assert run(city.project, "stamp").output == "Alle Prüfsummen sind aktuell.\n"
    assert all(path.read_bytes() == content for path, content in others.items())


# --- serve --------------------------------------------------------------------------------------------------------


def test_nothing_to_serve_ends_with_2_and_says_how_to_build(city: City) -> None:
    result = run(city.project, "serve")
    assert (result.exit_code, "gebietsatlas build" in result.stderr) == (2, True)


def test_a_port_in_use_ends_with_2(city: City) -> None:
    keep_old_site(city)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = run(city.project, "serve", "--port", port)
    assert (result.exit_code, f"Port {port} ist nicht frei" in result.stderr) == (2, True)


# --- eight defects ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Defect:
    """A mistake in the data, and what the one sentence about it must name."""

    apply: Callable[[City], None]
    place: str
    """File, row and field as the message begins; a file that cannot be decoded has no field."""
    words: tuple[str, ...]
    """What is wrong and what to do."""


def edit(resource_id: str, old: str, new: str) -> Callable[[City], None]:
    """Change the file and leave its seal alone, as somebody with an editor does."""

    def apply(city: City) -> None:
        file = city.file(resource_id)
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), encoding="utf-8")

    return apply


def lose_a_column(city: City) -> None:
    file = city.file("demographics/households")
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("".join(line.rpartition(",")[0] + "\n" for line in lines), encoding="utf-8")


def save_in_another_encoding(city: City) -> None:
    file = city.file("offerings/organizations")
    file.write_bytes(file.read_text(encoding="utf-8").encode("cp1252"))


def tear_a_gap(city: City) -> None:
    """Pull the west side of Mühlengrund 14 metres away from Altmühlau."""
    file = city.file("districts/boundaries")
    collection = json.loads(file.read_text(encoding="utf-8"))
    (ring,) = collection["features"][1]["geometry"]["coordinates"]
    for position in ring:
        position[0] = 10.0142 if position[0] == 10.014 else position[0]
    file.write_text(json.dumps(collection), encoding="utf-8")


def assign_to_a_second_half(city: City) -> None:
    """With a level between, put Hinterm Wald into the north although it belongs to the south."""
    split_tiny_city(city)
    edit("districts/crosswalk", "003,102", "003,101,official,Entwurf\n003,102")(city)


DEFECTS = {
    "a cell abc": Defect(
        edit("demographics/age_groups", "250,250,200,1000", "250,250,abc,1000"),
        "demographics/age_groups.csv:8:age_65_plus_count",
        ("‚abc‘ ist keine ganze Zahl", "Schreibe nur Ziffern"),
    ),
    "a missing column": Defect(
        lose_a_column,
        "demographics/households.csv:1:one_person_count",
        ("‚one_person_count‘ fehlt", "Ergänze sie"),
    ),
    "a wrong encoding": Defect(
        save_in_another_encoding,
        "offerings/organizations.csv:2:name",
        ("nicht in UTF-8", "Speichere sie als UTF-8"),
    ),
    "a code without its leading zero": Defect(
        edit("demographics/population", "2025-12-31,001,1000", "2025-12-31,01,1000"),
        "demographics/population.csv:11:district_code",
        ("‚01‘", "führende Null", "‚001‘"),
    ),
    "an unknown foreign key": Defect(
        edit("offerings/services", "A1,muehlenverein", "A1,muehlenverien"),
        "offerings/services.csv:2:organization_id",
        ("‚muehlenverien‘ steht nicht in", "Gemeint ist vielleicht ‚muehlenverein‘"),
    ),
    "a district in two areas": Defect(
        assign_to_a_second_half,
        "districts/crosswalk.csv:7:part_code",
        ("‚003‘", "Zeile 6", "Lösche eine"),
    ),
    "a polygon with a gap": Defect(
        tear_a_gap,
        "districts/boundaries.geojson:features",
        ("Zwischen ‚001‘, ‚002‘, ‚003‘ liegt eine Lücke", "Ziehe eine gemeinsame Grenze"),
    ),
    "a decimal comma": Defect(
        edit("offerings/location_positions", "10.007,50.0045", "10,007,50.0045"),
        "offerings/location_positions.csv:2:longitude",
        ("‚10,007‘ mit Dezimalkomma", "Schreibe ‚10.007‘"),
    ),
}


def keep_old_site(city: City) -> dict[str, bytes]:
    """A site from an earlier build; returns what it holds."""
    site = city.project / "build/site"
    (site / "ortsteile").mkdir(parents=True)
    (site / "index.html").write_text("die alte Startseite", encoding="utf-8")
    (site / "ortsteile/index.html").write_text("die alte Liste", encoding="utf-8")
    return files_of(site)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_stops_the_build_with_one_sentence_and_the_old_site_stays(city: City, name: str) -> None:
    defect = DEFECTS[name]
    old = keep_old_site(city)
    defect.apply(city)
    result = run(city.project, "build")
    assert result.exit_code == 1
    found = [line for line in result.stdout.splitlines() if ": error: " in line]
    (sentence,) = [line for line in found if "[hash-mismatch]" not in line]
    assert len(found) == 2
    assert sentence.startswith(f"datapackages/{defect.place}: error: ")
    assert [word for word in defect.words if word not in sentence] == []
    assert files_of(city.project / "build") == {f"site/{path}": content for path, content in old.items()}


def test_a_defect_ends_a_process_of_its_own_with_1_and_without_traceback(city: City) -> None:
    DEFECTS["a cell abc"].apply(city)
    answer = run_apart("--project", str(city.project), "build")
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert "nichts wurde gebaut" in answer.stderr
