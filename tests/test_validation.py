"""The verdict on a table: the fast pass first, and where it has no proof, frictionless' own complete report."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from generator.packages import load_packages
from generator.packages.proving import MAX_DOUBTFUL_ROWS
from generator.packages.validation import (
    TableError,
    TableReport,
    make_table_source,
    validate_table,
)
from tests.table_samples import Sample, ask_frictionless, make_sample, place_sample, samples

KEY = {"name": "key", "type": "string"}
COUNT = {"name": "count", "type": "integer"}
CODE_KEY = {"fields": ["code"], "reference": {"resource": "target", "fields": ["code"]}}


def validate(sample: Sample) -> TableReport:
    project, table, target = place_sample(sample)
    return validate_table(project, table, (target,))


def list_errors(sample: Sample) -> list[tuple[Any, ...]]:
    """Type, note, row and column of what frictionless finds."""
    (task,) = ask_frictionless(sample).tasks
    found = [error.to_descriptor() for error in task.errors]
    return [
        (
            error["type"],
            error["note"],
            (error.get("rowNumbers") or [error.get("rowNumber")])[0],
            ", ".join(error.get("fieldNames") or []) or error.get("fieldName") or None,
        )
        for error in found
    ]


@settings(max_examples=80, database=None, derandomize=True)
@given(samples())
def test_the_report_is_that_of_frictionless(sample: Sample) -> None:
    report = validate(sample)
    theirs = ask_frictionless(sample)
    assert report.is_valid == theirs.valid
    assert report.row_count == theirs.tasks[0].stats.get("rows", 0)
    assert [(error.type, error.note, error.row, error.field) for error in report.errors] == list_errors(sample)


def test_a_clean_table_is_proven() -> None:
    report = validate(make_sample("key,count\na,1\nb,2\n", KEY, COUNT))
    assert report == TableReport(row_count=2, is_valid=True, was_proven=True, errors=())


@pytest.mark.parametrize("cell", [" 5", "1_000", "+1", "007", "٣"])
def test_what_frictionless_accepts_is_valid_though_not_proven(cell: str) -> None:
    report = validate(make_sample(f"key,count\na,1\nb,{cell}\n", KEY, COUNT))
    assert report == TableReport(row_count=2, is_valid=True, was_proven=False, errors=())


def test_a_bad_cell_is_reported_in_the_words_of_frictionless() -> None:
    report = validate(make_sample("key,count\na,1\nb,1.5\n", KEY, COUNT))
    error = TableError(type="type-error", note='type is "integer/default"', row=3, field="count")
    assert report == TableReport(row_count=2, is_valid=False, was_proven=False, errors=(error,))


def test_every_error_is_reported_beyond_a_thousand() -> None:
    lines = [f"k{number},x" for number in range(MAX_DOUBTFUL_ROWS + 500)]
    report = validate(make_sample("\n".join(["key,count", *lines]), KEY, COUNT))
    assert len(report.errors) == report.row_count == MAX_DOUBTFUL_ROWS + 500


def test_odd_rows_beside_a_broken_key_do_not_hide_it() -> None:
    report = validate(make_sample("key,count\na, 1\na,2\n", KEY, COUNT))
    assert [(error.type, error.row) for error in report.errors] == [("primary-key", 3)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"key,count\n\xfcber,1\n", "encoding-error"),
        (b"key;count\na;1\n", "missing-label"),
        (b"key,count\na,1,2\n", "extra-cell"),
        (b"key,count\na\n", "missing-cell"),
        (b"key,count\na,1\n\nb,2\n", "blank-row"),
        (b"", "source-error"),
        (b"key\na\n", "missing-label"),
    ],
)
def test_what_frictionless_would_guess_at_is_an_error(content: bytes, expected: str) -> None:
    report = validate(make_sample(content, KEY, COUNT))
    assert expected in {error.type for error in report.errors}
    assert not report.is_valid


def test_a_dangling_foreign_key_names_its_columns() -> None:
    code = {"name": "code", "type": "string"}
    report = validate(make_sample("key,code\na,01\nb,07\n", KEY, code, foreignKeys=[CODE_KEY]))
    assert [(error.type, error.row, error.field) for error in report.errors] == [("foreign-key", 3, "code")]


def test_a_table_may_refer_to_itself() -> None:
    part_of = {"name": "part_of", "type": "string"}
    key = {"fields": ["part_of"], "reference": {"resource": "", "fields": ["key"]}}
    good = make_sample("key,part_of\na,\nb,a\n", KEY, part_of, foreignKeys=[key])
    assert validate(good).was_proven
    bad = make_sample("key,part_of\na,\nb,c\n", KEY, part_of, foreignKeys=[key])
    assert [error.type for error in validate(bad).errors] == ["foreign-key"]


def test_a_schema_that_frictionless_refuses_is_reported() -> None:
    report = validate(
        make_sample("key,count\na,1\n", KEY, {"name": "count", "type": "integer", "constraints": {"x": 1}})
    )
    assert report.row_count == 0
    assert [error.type for error in report.errors] == ["field-error"]


def test_every_table_of_the_real_packages_is_proven_with_its_keys() -> None:
    project = Path(__file__).parents[1]
    packages, _ = load_packages(project)
    for package in packages:
        tables = [resource for resource in package.resources if resource.format == "csv" and resource.rows]
        sources = {resource.name: make_table_source(resource) for resource in tables}
        for name, source in sources.items():
            others = tuple(other for other in sources.values() if other.name != name)
            assert validate_table(project, source, others).was_proven, f"{package.name}/{name}"


def test_large_tables_are_read_in_one_process() -> None:
    # A copy of a process that used polars has only one of its threads, and may wait for the others for ever.
    program = (
        "import os, sys\n"
        "from generator.processes import run_beside\n"
        "before = len({*run_beside(os.getpid, os.getpid)})\n"
        "import polars\n"
        "polars.DataFrame({'a': ['1', '1']}).select(polars.col('a').n_unique())\n"
        "print(before, len({*run_beside(os.getpid, os.getpid)}))\n"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert answer.stdout == "2 1\n"
