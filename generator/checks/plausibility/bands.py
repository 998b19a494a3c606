"""Whether bands, such as age groups, follow each other without gap and overlap."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from generator.checks.plausibility.tables import Finding, Tables, make_finding_issue, say_number, title_of
from generator.model import Issue, Resource, Row
from generator.rules import Rule

COLUMN_BAND = re.compile(r"_([0-9]+)_([0-9]+|plus)(?:_|$)")
"""``age_7_17_count`` holds those from 7 to 17 years, who are under 18; ``age_65_plus_count`` has no end."""


def check_bands(tables: Tables, rule: Rule) -> Iterator[Finding]:
    """Find gaps, overlaps and ends, in rows or in names of columns."""
    resource = tables.resources[rule.resource_id]
    issues = _check_columns(rule, resource) if "columns" in rule.arguments else _check_rows(tables, rule, resource)
    yield from (Finding(issue=issue, corrections={}) for issue in issues)


# --- bands in rows ------------------------------------------------------------------------------------------------


def _check_rows(tables: Tables, rule: Rule, resource: Resource) -> Iterator[Issue]:
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    within = rule.arguments.get("within", ())
    for row in resource.rows:
        if row.values[rule.arguments["from"]] is not None:
            groups[tuple(row.values[name] for name in within)].append(row)
    for rows in groups.values():
        rows.sort(key=lambda row: row.values[rule.arguments["from"]])
        yield from _check_group(tables, rule, resource, rows)


def _check_group(tables: Tables, rule: Rule, resource: Resource, rows: list[Row]) -> Iterator[Issue]:
    """The bands of one group, in order."""
    lower, upper, start = rule.arguments["from"], rule.arguments["until"], rule.arguments["starts_at"]
    first, last = rows[0], rows[-1]
    if first.values[lower] != start:
        yield _report(
            rule,
            resource,
            first,
            lower,
            f"{tables.place(resource, first)} beginnt bei {say_number(first.values[lower])}; das erste Band beginnt "
            f"bei {say_number(start)}. Ergänze die fehlende Zeile oder berichtige die Zahl.",
        )
    for former, row in pairwise(rows):
        yield from _check_seam(tables, rule, resource, former, row)
    if "open_end" in rule.arguments and (last.values[upper] is None) != rule.arguments["open_end"]:
        wanted = "nach oben offen sein" if rule.arguments["open_end"] else "eine obere Grenze haben"
        message = f"{tables.place(resource, last)} ist das letzte Band und muss {wanted}. Berichtige die Grenze."
        yield _report(rule, resource, last, upper, message)


def _check_seam(tables: Tables, rule: Rule, resource: Resource, former: Row, row: Row) -> Iterator[Issue]:
    """Where one band ends, the next begins."""
    lower, upper = rule.arguments["from"], rule.arguments["until"]
    end, begin = former.values[upper], row.values[lower]
    if end == begin:
        return
    where = f"{tables.place(resource, former)} und {tables.place(resource, row)}"
    if end is None:
        message = f"Das Band in {tables.place(resource, former)} ist nach oben offen, aber danach beginnt noch eines"
    elif end < begin:
        message = f"Zwischen {where} ist eine Lücke von {say_number(end)} bis unter {say_number(begin)}"
    else:
        message = f"{where} überlappen sich von {say_number(begin)} bis unter {say_number(end)}"
    yield _report(rule, resource, row, lower, f"{message}. Berichtige die Grenzen oder ergänze die fehlende Zeile.")


def _report(rule: Rule, resource: Resource, row: Row, field: str, message: str) -> Issue:
    return make_finding_issue(rule, resource, "bands-tile", message, row, field)


# --- bands in columns ---------------------------------------------------------------------------------------------


def _check_columns(rule: Rule, resource: Resource) -> Iterator[Issue]:
    """Bands that stand in the names of columns, compared with what the rule says of them."""
    bands = sorted(rule.arguments["columns"].items(), key=lambda item: item[1][0])
    for name, band in bands:
        named = read_column_band(name)
        if named is not None and named != tuple(band):
            message = f"Die Spalte {title_of(resource, name)} (‚{name}‘) reicht {_say_band(named)}, "
            yield _report_column(rule, resource, name, f"{message}die Regel sagt: {_say_band(tuple(band))}.")
    first, (begin, _) = bands[0]
    if begin != rule.arguments["starts_at"]:
        message = f"Das erste Band {title_of(resource, first)} beginnt bei {say_number(begin)} statt bei "
        yield _report_column(rule, resource, first, f"{message}{say_number(rule.arguments['starts_at'])}.")
    for (former, (_, end)), (name, (begin, _)) in pairwise(bands):
        if end != begin:
            message = f"Zwischen {title_of(resource, former)} und {title_of(resource, name)} ist "
            fault = "eine Lücke." if end is not None and end < begin else "eine Überlappung."
            yield _report_column(rule, resource, name, f"{message}{fault}")
    last, (_, end) = bands[-1]
    if "open_end" in rule.arguments and (end is None) != rule.arguments["open_end"]:
        wanted = "nach oben offen sein" if rule.arguments["open_end"] else "eine obere Grenze haben"
        yield _report_column(rule, resource, last, f"Das letzte Band {title_of(resource, last)} muss {wanted}.")


def _report_column(rule: Rule, resource: Resource, name: str, message: str) -> Issue:
    full = f"{message} Berichtige die Spalte oder die Regel in datapackage.json."
    return make_finding_issue(rule, resource, "bands-tile", full, None, name)


def read_column_band(name: str) -> tuple[int, int | None] | None:
    """The band in the name of a column, its end excluded.

    >>> read_column_band("age_7_17_count"), read_column_band("age_65_plus_count"), read_column_band("total_count")
    ((7, 18), (65, None), None)
    """
    match = COLUMN_BAND.search(name)
    if match is None:
        return None
    return int(match[1]), None if match[2] == "plus" else int(match[2]) + 1


def _say_band(band: tuple[float, float | None]) -> str:
    """A band in words.

    >>> _say_band((7, 18)), _say_band((65, None))
    ('von 7 bis unter 18', 'von 65 an')
    """
    begin, end = band
    return f"von {say_number(begin)} an" if end is None else f"von {say_number(begin)} bis unter {say_number(end)}"
