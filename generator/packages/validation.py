"""The verdict of the standard on a table: proven where possible, otherwise as frictionless reports it, complete.

What frictionless would guess is told to it: the encoding, and every part of the dialect that it sniffs from a sample.
"""

import copy
import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from generator.model import Resource
from generator.packages.descriptor import column_names, flatten_dialect, list_objects, select_standard_part
from generator.packages.proving import DoubtfulRow, collect_keys, prove_table
from generator.packages.proving_rules import Reference

if TYPE_CHECKING:
    from frictionless import Error, Package

FRICTIONLESS_CELL_CHARACTERS = 2_147_483_646
"""What frictionless sets when it is imported; our strict reader allows less, for the whole process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSource:
    """A CSV file with its declarations, which have passed the checks of descriptors."""

    name: str
    """Under this name foreign keys refer to it."""
    path: PurePosixPath
    """Relative to the project folder."""
    delimiter: str
    schema: Mapping[str, Any]
    """Its standard part, which refers to no other file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableError:
    """What frictionless objects to, in its own words."""

    type: str
    """Such as ``constraint-error``."""
    note: str
    row: int | None
    """Counted as frictionless does: rows, not lines; the header is row 1."""
    field: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReport:
    """Whether a table keeps its schema."""

    row_count: int
    is_valid: bool
    was_proven: bool
    """No row had to be shown to frictionless."""
    errors: tuple[TableError, ...]


def make_table_source(resource: Resource) -> TableSource:
    """The table in a resource that was loaded."""
    return TableSource(
        name=resource.name,
        path=resource.path,
        delimiter=str(flatten_dialect(resource.descriptor)["delimiter"]),
        schema=select_standard_part(resource.descriptor["schema"]),
    )


def validate_table(project: Path, table: TableSource, others: Sequence[TableSource] = ()) -> TableReport:
    """Validate a table; ``others`` are the tables that its foreign keys may refer to."""
    content = (project / table.path).read_bytes()
    proof = prove_table(content, table.schema, table.delimiter, _collect_references(project, table, others))
    if proof is None or not _accept_rows(table.schema, proof.doubtful):
        return _ask_frictionless(project, (table, *others))
    return TableReport(row_count=proof.row_count, is_valid=True, was_proven=not proof.doubtful, errors=())


def _collect_references(
    project: Path, table: TableSource, others: Iterable[TableSource]
) -> dict[tuple[str, tuple[str, ...]], Reference]:
    """The keys that the table may point to, as far as their tables can be read without doubt."""
    sources = {**{other.name: other for other in others}, table.name: table, "": table}
    found = {}
    for key in list_objects(table.schema, "foreignKeys"):
        target = key.get("reference")
        if not isinstance(target, dict) or str(target.get("resource")) not in sources:
            continue
        name, columns = str(target.get("resource")), column_names(target.get("fields"))
        source = sources[name]
        reference = collect_keys((project / source.path).read_bytes(), source.schema, source.delimiter, columns)
        if reference is not None:
            found[name, columns] = reference
    return found


# --- frictionless -------------------------------------------------------------------------------------------------


def _accept_rows(schema: Mapping[str, Any], rows: Iterable[DoubtfulRow]) -> bool:
    """Let frictionless' own readers judge single rows whose keys are proven."""
    doubtful = tuple(rows)
    if not doubtful:
        return True
    from frictionless import Schema

    # Here and below: frictionless changes what it is given.
    readers = Schema.from_descriptor(copy.deepcopy(dict(schema)))
    for row in doubtful:
        values, notes = readers.read_cells(list(row.cells))
        if any(notes) or all(value is None for value in values):
            return False
    return True


def _ask_frictionless(project: Path, tables: Sequence[TableSource]) -> TableReport:
    """Frictionless' own report on the first table."""
    from frictionless import FrictionlessException

    csv.field_size_limit(FRICTIONLESS_CELL_CHARACTERS)
    try:
        package = make_standard_package(project, tables)
    except FrictionlessException as exception:
        return _make_report(0, exception.to_errors())
    report = package.get_resource(tables[0].name).validate(limit_errors=0)
    row_count = sum(task.stats.get("rows") or 0 for task in report.tasks)
    return _make_report(row_count, [*report.errors, *(error for task in report.tasks for error in task.errors)])


def make_standard_package(project: Path, tables: Sequence[TableSource]) -> "Package":
    """The tables as frictionless sees them, with nothing left to guess."""
    from frictionless import Package

    resources = [
        {
            "name": table.name,
            "type": "table",
            "path": str(table.path),
            "scheme": "file",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {
                "header": True,
                "headerRows": [1],
                "csv": {
                    "delimiter": table.delimiter,
                    "lineTerminator": "\r\n",
                    "quoteChar": '"',
                    "doubleQuote": True,
                    "skipInitialSpace": False,
                },
            },
            "schema": copy.deepcopy(dict(table.schema)),
        }
        for table in tables
    ]
    return Package.from_descriptor({"name": "tables", "resources": resources}, basepath=str(project))


def _make_report(row_count: int, errors: Iterable["Error"]) -> TableReport:
    found = tuple(
        TableError(type=error.type, note=error.note, row=_get_row(error), field=_get_field(error)) for error in errors
    )
    return TableReport(row_count=row_count, is_valid=not found, was_proven=False, errors=found)


def _get_row(error: "Error") -> int | None:
    """The row, or of a header its first; errors about the whole file have none."""
    rows = getattr(error, "row_numbers", None) or [getattr(error, "row_number", None)]
    return None if rows[0] is None else int(rows[0])


def _get_field(error: "Error") -> str | None:
    """The column; several where a foreign key has several."""
    names = getattr(error, "field_names", None) or [getattr(error, "field_name", None)]
    return ", ".join(name for name in names if name) or None
