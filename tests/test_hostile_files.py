"""The hostile city's files: each text as it is, and none that a spreadsheet would run."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import openpyxl
import pytest

from generator.render.downloads.csv_files import guard_formula
from tests.hostile import TEXTS
from tests.hostile_reading import find_damage
from tests.test_hostile import texts_of
from tests.tiny import evaluate_city

pytestmark = pytest.mark.slow

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def downloads(hostile_city: Path) -> Path:
    return hostile_city / "build/site/downloads"


@pytest.fixture(scope="module")
def texts(hostile_city: Path) -> set[str]:
    """Every free text of every table."""
    return set(texts_of(evaluate_city(hostile_city).packages))


def csv_cells(content: bytes) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(content.decode())) for cell in row]


def workbook_cells(path: Path) -> Iterator[tuple[str, object]]:
    """Type and value of every cell."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        yield from ((cell.data_type, cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def test_csv_files_carry_every_text_and_guard_those_that_look_like_formulas(downloads: Path, texts: set[str]) -> None:
    cells = {cell for path in downloads.glob("daten/**/*.csv") for cell in csv_cells(path.read_bytes())}
    assert {guard_formula(text) for text in texts} <= cells
    guarded = [text for text in texts if text.startswith(FORMULA)]
    assert len(guarded) > 50
    assert all(guard_formula(text) == f"'{text}" for text in guarded)


def test_no_cell_of_any_csv_file_starts_a_formula(downloads: Path) -> None:
    dangerous = {
        cell
        for path in downloads.rglob("*.csv")
        for cell in csv_cells(path.read_bytes())
        if cell.startswith(FORMULA) and not is_number(cell)
    }
    assert dangerous == set()


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_workbooks_hold_texts_and_no_formulas_or_links(downloads: Path, texts: set[str]) -> None:
    found: set[object] = set()
    for path in sorted(downloads.glob("daten/**/*.xlsx")):
        for kind, value in workbook_cells(path):
            assert kind != "f", (path.name, value)
            found.add(value)
    assert texts <= found


def test_a_district_takes_the_names_of_its_offerings_along_in_every_form(hostile_city: Path, downloads: Path) -> None:
    atlas = evaluate_city(hostile_city)
    names = [one.name for one in atlas.catalog.offerings if one.district_code == "001"]
    assert len(names) == 2
    table = csv_cells((downloads / "ortsteile/altmuehlau-angebote.csv").read_bytes())
    values = {value for _, value in workbook_cells(downloads / "ortsteile/altmuehlau.xlsx")}
    collection = json.loads((downloads / "ortsteile/altmuehlau.geojson").read_text("utf-8"))
    titles = {value for feature in collection["features"] for value in feature["properties"].values()}
    for name in names:
        assert guard_formula(name) in table
        assert name in values
        assert name in titles


def test_archives_hold_the_same_texts_and_plain_names(downloads: Path, texts: set[str]) -> None:
    cells: set[str] = set()
    for path in sorted(downloads.glob("daten/**/*.zip")):
        with zipfile.ZipFile(path) as archive:
            assert all(name.replace("_", "").replace("-", "").replace(".", "").isalnum() for name in archive.namelist())
            for name in archive.namelist():
                if name.endswith(".csv"):
                    cells.update(csv_cells(archive.read(name)))
                if name.endswith("datapackage.json"):
                    json.loads(archive.read(name))
    assert {guard_formula(text) for text in texts} <= cells


def test_nothing_was_computed_in_any_file(downloads: Path, texts: set[str]) -> None:
    assert {text.rpartition(" ")[0] for text in texts} == set(TEXTS)
    computed = [
        path.name
        for path in downloads.rglob("*")
        if path.suffix in (".csv", ".geojson") and b"1337" in path.read_bytes()
    ]
    assert computed == []


def test_the_search_index_holds_texts_and_nothing_that_acts(hostile_city: Path) -> None:
    index = json.loads((hostile_city / "build/site/search/search_index.json").read_text("utf-8"))
    found = 0
    for entry in index["docs"]:
        for part in ("title", "text"):
            count, damage = find_damage(PurePosixPath("entry.html"), entry[part].encode())
            assert damage == [], (entry["location"], part)
            found += count
    assert found > 300


def test_built_pages_and_maps_carry_no_attack_into_attributes_heads_or_links(hostile_city: Path) -> None:
    site = hostile_city / "build/site"
    damaged = {}
    for path in sorted(site.rglob("*.html")):
        _, damage = find_damage(PurePosixPath(path.name), path.read_bytes())
        if damage:
            damaged[path.relative_to(site).as_posix()] = damage[:3]
    assert damaged == {}
