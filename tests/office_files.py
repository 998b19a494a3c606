"""Workbooks and CSV files as offices send them, made for tests."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from generator.model import Package, Resource
from generator.packages import find_resource, load_packages
from generator.workbooks import Submission, read_sheets, read_submission
from tests.tiny import TINY_CITY

Rows = Sequence[Sequence[Any]]


def make_book(
    rows: Rows,
    *,
    sheet: str = "Tabelle1",
    counts_from_1904: bool = False,
    change: Callable[[Any], object] | None = None,
) -> bytes:
    """A workbook with one sheet; ``change`` gets the sheet before it is saved."""
    book = Workbook()
    if counts_from_1904:
        book.epoch = CALENDAR_MAC_1904
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(list(row))
    if change is not None:
        change(page)
    return save(book)


def save(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def edit_book(content: bytes, change: Callable[[Any], object]) -> bytes:
    """The workbook with its first sheet changed, as a clerk would."""
    book = load_workbook(io.BytesIO(content))
    change(book.worksheets[0])
    return save(book)


def edit_parts(content: bytes, change: Mapping[str, Callable[[bytes], bytes]], **new: bytes) -> bytes:
    """The archive with parts changed or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change.get(name, bytes)(source.read(name)))
        for name, part in new.items():
            target.writestr(name, part)
    return buffer.getvalue()


def tiny_packages(project: Path = TINY_CITY) -> tuple[Package, ...]:
    return load_packages(project)[0]


def tiny_table(resource_id: str) -> Resource:
    resource = find_resource(tiny_packages(), resource_id)
    assert resource is not None
    return resource


def submit(content: bytes, resource_id: str, *, name: str = "liste.xlsx") -> Submission:
    """What is read from a file about a dataset of the tiny city."""
    return read_submission(read_sheets(content, name), tiny_table(resource_id), tiny_packages())


def column_texts(submission: Submission, field: str) -> list[str]:
    return [row.texts[field] for row in submission.rows]
