"""Canaries: secret numbers planted in the data of a city, and looked for in every byte of its built site."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.formatting import NBSP
from generator.model import OutputFile
from generator.packages import stamp_packages
from generator.site import evaluate, pass_gate, render_site, update_files
from tests.sites import build
from tests.tiny import copy_tiny_city

FACTOR = 1_000_003
"""The town's numbers times this, so that a number is recognised wherever it stands."""
MINIMUM_COUNT = 45_000_000
CANARIES = {("2025-12-31", "003"): {"age_7_17_count": 31_415_927, "age_65_plus_count": 27_182_819},
            ("2025-12-31", "002"): {"age_0_6_count": 16_180_339}}  # fmt: skip
BALANCE = {"003": "age_18_44_count", "002": "age_7_17_count"}
"""The column that takes up the difference, so that totals stay."""
RULES = [
    {
        "kind": "parts_total",
        "level": "error",
        "parts": ["age_0_6_count", "age_7_17_count", "age_18_44_count", "age_45_64_count", "age_65_plus_count"],
        "total": "population_count",
    },
    {
        "kind": "same_value",
        "level": "error",
        "field": "population_count",
        "resource": "demographics/population",
        "other_field": "population_count",
        "match": {"reference_date": "reference_date", "district_code": "district_code"},
    },
]


def plant(project: Path, shift: int = 0) -> None:
    """A town of millions with canaries in its age groups; ``shift`` moves people between two secret cells."""
    city = copy_tiny_city(project)
    folder = city.project / "datapackages"
    for name in ("population", "age_groups", "households"):
        _rewrite(folder / "demographics" / f"{name}.csv", has_canaries=name == "age_groups", shift=shift)
    parameters = folder / "parameters/parameters.csv"
    text = parameters.read_text(encoding="utf-8")
    parameters.write_text(
        re.sub(r"(?m)^secret_minimum_count,[0-9]+", f"secret_minimum_count,{MINIMUM_COUNT}", text), encoding="utf-8"
    )
    descriptor = folder / "demographics/datapackage.json"
    package = json.loads(descriptor.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        resource["plausibility"] = RULES if resource["name"] == "age_groups" else []
    descriptor.write_text(json.dumps(package), encoding="utf-8")
    stamped, issues = stamp_packages(city.project)
    assert not issues
    update_files(city.project, [OutputFile(path=one.path, content=one.content) for one in stamped])


def _rewrite(file: Path, *, has_canaries: bool, shift: int) -> None:
    """Multiply every count and plant the canaries."""
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    for row in rows:
        for name, value in row.items():
            if name.endswith("_count") and value.isdigit():
                row[name] = str(int(value) * FACTOR)
        planted = CANARIES.get((row["reference_date"], row["district_code"]), {}) if has_canaries else {}
        for name, value in planted.items():
            moved = value + (shift if name == "age_7_17_count" else -shift if name == "age_65_plus_count" else 0)
            balance = BALANCE[row["district_code"]]
            row[balance] = str(int(row[balance]) + int(row[name]) - moved)
            row[name] = str(moved)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(out.getvalue(), encoding="utf-8")


def spell(number: int) -> set[bytes]:
    """How a number may be written: plain, grouped in any usual way, in thousands or millions."""
    text = str(number)
    groups = f"{number:,}".split(",")
    spellings = {text, *(sign.join(groups) for sign in (".", ",", " ", "_", "'", NBSP, "\N{NARROW NO-BREAK SPACE}"))}
    spellings |= {f"{text[:-6]}{sign}{text[-6:-2]}" for sign in ".,"}
    return {one.encode() for one in spellings}


def unpack(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, and all files inside of it."""
    yield name, content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield from unpack(f"{name}!{inner}", archive.read(inner))


@pytest.mark.slow
def test_no_byte_of_the_built_site_holds_a_planted_secret(tmp_path: Path) -> None:
    project = tmp_path / "town"
    plant(project)
    build(project)
    site = project / "build/site"
    files = [
        part
        for path in sorted(site.rglob("*"))
        if path.is_file()
        for part in unpack(path.relative_to(site).as_posix(), path.read_bytes())
    ]
    published = 1000 * FACTOR  # the population of a quarter: proves that the search finds what is there
    found = {name for name, content in files if any(one in content for one in spell(published))}
    assert {name.rpartition(".")[2] for name in found} >= {"html", "csv", "xml", "svg", "js"}
    secrets = {one for row in CANARIES.values() for number in row.values() for one in spell(number)}
    leaks = [(name, one) for name, content in files for one in secrets if one in content]
    assert leaks == []


def test_what_is_published_does_not_depend_on_secret_numbers(tmp_path: Path) -> None:
    """Two towns that differ in secrets only have the same site, byte for byte: charts, ranks, checksums and all."""
    sites = []
    for name, shift in (("one", 0), ("other", 4_000_000)):
        project = tmp_path / name / "town"
        plant(project, shift)
        gate = pass_gate(project)
        assert gate.errors == ()
        assert len(gate.suppression.primary) >= 3
        sites.append({file.path: file.content for file in render_site(evaluate(project, gate))})
    one, other = sites
    assert one.keys() == other.keys()
    assert [path for path in one if one[path] != other[path]] == []
