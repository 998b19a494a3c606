"""Packages whose cells a test changes in memory, and what the checks of numbers then find."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from generator.checks.inventory import take_inventory
from generator.checks.plausibility import check_plausibility
from generator.model import Field, Issue, ObservationStatus, Package, Resource, Row
from generator.packages import find_rows, load_packages
from generator.rules import read_rules

ROOT = Path(__file__).parents[1]
Place = tuple[str, int, str]
"""Resource, line and column."""


@cache
def real_packages() -> tuple[Package, ...]:
    """The project's own city, loaded once."""
    packages, issues = load_packages(ROOT)
    assert issues == (), [str(issue) for issue in issues]
    return packages


def change_cells(packages: Sequence[Package], changes: Mapping[Place, Any]) -> tuple[Package, ...]:
    """The same packages with other values in some cells; a status stands for its sign."""
    return tuple(
        replace(package, resources=tuple(_change_resource(resource, changes) for resource in package.resources))
        for package in packages
    )


def _change_resource(resource: Resource, changes: Mapping[Place, Any]) -> Resource:
    if not any(place[0] == resource.id for place in changes):
        return resource
    return replace(resource, rows=tuple(_change_row(resource.id, row, changes) for row in resource.rows))


def _change_row(resource_id: str, row: Row, changes: Mapping[Place, Any]) -> Row:
    own = {place[2]: value for place, value in changes.items() if place[:2] == (resource_id, row.line)}
    if not own:
        return row
    signs = {field: value for field, value in own.items() if isinstance(value, ObservationStatus)}
    values = {field: None if field in signs else value for field, value in own.items()}
    return replace(row, values={**row.values, **values}, signs={**row.signs, **signs})


def find_line(packages: Sequence[Package], resource_id: str, **key: Any) -> int:
    """The line of the one row with these values; a year stands for its reference date."""
    year = key.pop("year", None)
    lines = [
        row.line
        for row in find_rows(packages, resource_id)
        if all(row.values[name] == value for name, value in key.items())
        and (year is None or row.values["reference_date"].year == year)
    ]
    assert len(lines) == 1, lines
    return lines[0]


def exchange(
    packages: Sequence[Package], resource_id: str, lines: tuple[int, int], *fields: str
) -> tuple[Package, ...]:
    """The same packages with the cells of two lines at each other's place."""
    one, two = lines
    return move_cells(packages, resource_id, {one: two, two: one}, *fields)


def move_cells(
    packages: Sequence[Package], resource_id: str, sources: Mapping[int, int], *fields: str
) -> tuple[Package, ...]:
    """The same packages with the cells of some lines taken from other lines."""
    rows = {row.line: row for row in find_rows(packages, resource_id)}
    return change_cells(
        packages,
        {
            (resource_id, line, field): rows[source].signs.get(field, rows[source].values[field])
            for line, source in sources.items()
            for field in fields
        },
    )


def find_issues(packages: Sequence[Package]) -> list[Issue]:
    """What the checks of numbers find."""
    return list(check_plausibility(take_inventory(tuple(packages), ())))


# --- invented tables ----------------------------------------------------------------------------------------------

SIGNS = {".": ObservationStatus.CONFIDENTIAL, "…": ObservationStatus.MISSING, "": ObservationStatus.MISSING}
DISTRICTS_OF_TOWN = """
district_code,level_id,name
00,town,Musterstadt
01,ward,Altstadt
02,ward,Werder
03,ward,Sudenburg
04,ward,Buckau
05,ward,Reform
06,ward,Cracau
"""
CROSSWALK_OF_TOWN = "part_code,whole_code\n" + "".join(f"0{number},00\n" for number in range(1, 7))


def make_table(resource_id: str, text: str, rules: Sequence[Mapping[str, Any]] = (), keys: int = 1) -> Resource:
    """A table from CSV text; the first columns are its key, ``_date`` and ``_count`` in a name give its type."""
    package, _, name = resource_id.partition("/")
    header, *lines = [line.split(",") for line in text.strip().splitlines()]
    fields = tuple(
        Field(
            name=one,
            type="date" if one.endswith("_date") else "integer" if one.endswith(("_count", "_years")) else "string",
            title=one.removesuffix("_count").replace("_", " ").capitalize(),
            description="",
            constraints={"minimum": 0} if one.endswith("_count") else {},
        )
        for one in header
    )
    rows = tuple(_make_row(line, header, cells) for line, cells in enumerate(lines, start=2))
    return Resource(
        package=package,
        name=name,
        title=name,
        description="",
        path=PurePosixPath(f"datapackages/{resource_id}.csv"),
        file=Path(),
        format="csv",
        bytes=0,
        hash="",
        temporal="",
        caveats=(),
        fields=fields,
        primary_key=tuple(header[:keys]),
        foreign_keys=(),
        missing_values=tuple(SIGNS),
        licenses=(),
        sources=(),
        rows=rows,
        features=(),
        descriptor={"plausibility": list(rules)},
    )


def _make_row(line: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    values = {name: _read(name, cell) for name, cell in zip(header, cells, strict=True)}
    return Row(line, values, {name: SIGNS[cell] for name, cell in zip(header, cells, strict=True) if cell in SIGNS})


def _read(name: str, cell: str) -> Any:
    if cell in SIGNS:
        return None
    if name.endswith("_date"):
        return date.fromisoformat(cell)
    if name.endswith("_count"):
        return float(cell) if "." in cell else int(cell)
    return int(cell) if name.endswith(("_years", "_year")) else cell


def check_tables(*tables: Resource) -> list[Issue]:
    """What the checks of numbers find in invented tables of an invented town with six wards."""
    levels = "level_id,sort_count\ntown,1\nward,2"
    districts = (
        make_table("districts/levels", levels),
        make_table("districts/districts", DISTRICTS_OF_TOWN),
        make_table("districts/crosswalk", CROSSWALK_OF_TOWN, keys=2),
    )
    everything = (*districts, *tables)
    packages = [
        make_package(name, tuple(one for one in everything if one.package == name))
        for name in sorted({one.package for one in everything})
    ]
    wrong = read_rules(packages)[1]
    assert wrong == (), [str(issue) for issue in wrong]
    return find_issues(packages)


def only_issue(*tables: Resource) -> Issue:
    """The one thing that is found."""
    issues = check_tables(*tables)
    assert len(issues) == 1, [str(issue) for issue in issues]
    return issues[0]


def make_package(name: str, resources: tuple[Resource, ...]) -> Package:
    """A package of invented tables."""
    return Package(
        name=name,
        title=name,
        description="",
        version="1",
        created=date(2026, 1, 31),
        directory=PurePosixPath(f"datapackages/{name}"),
        resources=resources,
        descriptor={},
    )


def write_series(series: Mapping[str, Sequence[object]], *, first_year: int = 2020, field: str = "people_count") -> str:
    """A table with one column from the series of each ward, sorted by year."""
    years = range(len(next(iter(series.values()))))
    lines = [f"{first_year + year}-12-31,{code},{series[code][year]}" for year in years for code in series]
    return "\n".join([f"reference_date,district_code,{field}", *lines])
