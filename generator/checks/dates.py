"""Whether days exist and beginnings come before ends."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from generator.checks.inventory import Inventory
from generator.formatting import format_date
from generator.model import Issue, Package, Resource, Row
from generator.packages import make_error, read_column

PARTIAL_DATE = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
PARTIAL_DATE_FIELDS = re.compile(r"(^|_)(date|confirmed)(_|$)")
"""Columns in which YYYY-MM means a month; elsewhere "2021-22" may be anything."""


def check_dates(inventory: Inventory) -> Iterator[Issue]:
    """Find days that do not exist, that lie in the future, and spans that end before they begin."""
    for package in inventory.packages:
        for resource in package.resources:
            if resource.rows:
                yield from _check_reference_dates(package, resource)
                yield from _check_partial_dates(resource)
                yield from _check_spans(resource)


def _check_reference_dates(package: Package, resource: Resource) -> Iterator[Issue]:
    """A count cannot be older than the day the package was put together."""
    if "reference_date" not in resource.rows[0].values:
        return
    for row in resource.rows:
        day = row.values["reference_date"]
        if isinstance(day, date) and day > package.created:
            yield make_error(
                "future-date",
                resource.path,
                f"Der Stichtag {format_date(day)} liegt nach dem Stand des Pakets ({format_date(package.created)}). "
                "Berichtige ihn oder „created“ in datapackage.json.",
                row=row.line,
                field="reference_date",
            )


def _check_partial_dates(resource: Resource) -> Iterator[Issue]:
    """Dates written as text, because only the year or the month is known."""
    names = [field.name for field in resource.fields if field.type == "string"]
    for name in names:
        if name not in resource.rows[0].values:
            continue
        dates = filter(PARTIAL_DATE.fullmatch, set(read_column(resource.rows, name)) - {None})
        wrong = {text for text in dates if not _is_possible(text, name)}
        for row in resource.rows if wrong else ():
            value = row.values[name]
            if value in wrong:
                message = f"Den Tag oder Monat ‚{value}‘ gibt es nicht. Berichtige das Datum."
                yield make_error("invalid-date", resource.path, message, row=row.line, field=name)


def _is_possible(text: str, name: str) -> bool:
    """Tell whether what looks like a date is one."""
    match = PARTIAL_DATE.fullmatch(text)
    if match is None or (match[3] is None and not PARTIAL_DATE_FIELDS.search(name)):
        return True
    try:
        date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return False
    return True


def _check_spans(resource: Resource) -> Iterator[Issue]:
    names = {field.name for field in resource.fields}
    for start in sorted(names):
        end = _find_end(start, names)
        if end is not None:
            for row in resource.rows:
                yield from _check_span(resource, row, start, end)


def _check_span(resource: Resource, row: Row, start: str, end: str) -> Iterator[Issue]:
    first, last = row.values.get(start), row.values.get(end)
    if first is None or last is None or not _is_reversed(first, last, is_strict=start.startswith("opens_")):
        return
    message = f"‚{last}‘ ({end}) liegt nicht nach ‚{first}‘ ({start}). Vertausche oder berichtige die beiden."
    yield make_error("reversed-span", resource.path, message, row=row.line, field=end)


def _is_reversed(first: Any, last: Any, *, is_strict: bool) -> bool:
    """Text dates of different precision are compared as far as both are known."""
    if isinstance(first, str) and isinstance(last, str) and not is_strict:
        length = min(len(first), len(last))
        return first[:length] > last[:length]
    if type(first) is not type(last):
        return False
    return bool(first >= last if is_strict else first > last)


def _find_end(start: str, names: set[str]) -> str | None:
    """The column that closes a span.

    >>> _find_end("valid_from", {"valid_from", "valid_to"}), _find_end("start_date", {"start_date"})
    ('valid_to', None)
    """
    for opening, closing in (("start", "end"), ("from", "to"), ("opens", "closes")):
        parts = start.split("_")
        if opening in parts:
            end = "_".join(closing if part == opening else part for part in parts)
            return end if end in names else None
    return None
