"""A city in memory that counts people in tables with margins, for tests of rules and disclosure control."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from generator.model import SIGN_STATUS, Field, License, Package, Resource, Row, Source

CITY = "99"
Cells = Mapping[str, Sequence[int | str]]
"""By district code, the cells of its row; a text is a sign."""


def make_resource(resource_id: str, names: Sequence[str], rows: Sequence[Sequence[Any]], **descriptor: Any) -> Resource:
    """A table; its first column is text and its key, the others are whole numbers with ``.`` and ``…`` for gaps."""
    package, _, name = resource_id.partition("/")
    types = ["string", *("integer" for _ in names[1:])]
    fields = [
        {"name": one, "type": kind, "title": one, "description": one} for one, kind in zip(names, types, strict=True)
    ]
    path = PurePosixPath("datapackages") / package / f"{name}.csv"
    return Resource(
        package=package,
        name=name,
        title=name,
        description=name,
        path=path,
        file=Path(path),
        format="csv",
        bytes=1,
        hash="0" * 64,
        temporal="31.12.2025",
        caveats=(),
        fields=tuple(Field(**field, constraints={}) for field in fields),
        primary_key=(names[0],),
        foreign_keys=(),
        missing_values=("…",),
        licenses=(License(name="CC0-1.0", title="CC0"),),
        sources=(Source(title="Ausgedacht"),),
        rows=tuple(_make_row(line, names, cells) for line, cells in enumerate(rows, start=2)),
        features=(),
        descriptor={"schema": {"fields": fields, "missingValues": ["…"]}, **descriptor},
    )


def _make_row(line: int, names: Sequence[str], cells: Sequence[Any]) -> Row:
    """A line in which texts beyond the key are signs."""
    key, *others = cells
    values = {name: None if isinstance(one, str) else one for name, one in zip(names[1:], others, strict=True)}
    signs = {name: SIGN_STATUS[one] for name, one in zip(names[1:], others, strict=True) if isinstance(one, str)}
    return Row(line, {names[0]: key, **values}, signs)


def make_packages(*resources: Resource, minimum_count: int = 3, interval_width: int = 2) -> tuple[Package, ...]:
    """The tables with parameters and a city of all districts they name."""
    codes = dict.fromkeys(
        row.values["district_code"] for one in resources for row in one.rows if "district_code" in row.values
    )
    parameters = make_resource(
        "parameters/parameters",
        ["parameter_id", "value"],
        [["k", minimum_count], ["width", interval_width]],
    )
    crosswalk = make_resource(
        "districts/crosswalk", ["part_code", "whole"], [[code, 0] for code in codes if code != CITY]
    )
    wholes = tuple(
        Row(row.line, {"part_code": row.values["part_code"], "whole_code": CITY}, {}) for row in crosswalk.rows
    )
    tables = {"parameters": [parameters], "districts": [_replace_rows(crosswalk, wholes)]}
    for one in resources:
        tables.setdefault(one.package, []).append(one)
    return tuple(
        Package(
            name=name,
            title=name,
            description=name,
            version="1",
            created=date(2026, 1, 1),
            directory=PurePosixPath("datapackages") / name,
            resources=tuple(members),
            descriptor={},
        )
        for name, members in tables.items()
    )


def _replace_rows(resource: Resource, rows: tuple[Row, ...]) -> Resource:
    """The same table with other rows."""
    from dataclasses import replace

    return replace(resource, rows=rows)


def count_people(
    resource_id: str, names: Sequence[str], cells: Cells, *, rules: Sequence[Mapping[str, Any]] = (), **secrecy: Any
) -> Resource:
    """A protected table with a row per district."""
    return make_resource(
        resource_id,
        ["district_code", *names],
        [[code, *row] for code, row in cells.items()],
        plausibility=[{"level": "error", **rule} for rule in rules],
        disclosure={"cells": list(names), "minimum_count": "k", "interval_width": "width", **secrecy},
    )


def with_margins(cells: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    """Each row with its total, and a last row for the city."""
    rows = {code: [*row, sum(row)] for code, row in cells.items()}
    return {**rows, CITY: [sum(column) for column in zip(*rows.values(), strict=True)]}


def margin_rules(names: Sequence[str]) -> list[dict[str, Any]]:
    """What holds in a table with margins; the last column is the total."""
    return [
        {"kind": "parts_total", "parts": list(names[:-1]), "total": names[-1]},
        {"kind": "levels_total", "fields": list(names)},
    ]
