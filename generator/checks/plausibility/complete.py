"""Whether a table covers what it promises: every district of a level, every year."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from generator.checks.plausibility.tables import DISTRICT, Finding, Tables, make_finding_issue
from generator.model import Issue, Resource
from generator.packages import quote_list
from generator.rules import Rule, time_field


def check_complete(tables: Tables, rule: Rule) -> Iterator[Finding]:
    """Find years and districts without a row."""
    resource = tables.resources[rule.resource_id]
    yield from (Finding(issue=issue, corrections={}) for issue in _find_gaps(tables, rule, resource))


def _find_gaps(tables: Tables, rule: Rule, resource: Resource) -> Iterator[Issue]:
    level_id = rule.arguments.get("level_id")
    members = {code for code, level in tables.district_levels.items() if level == level_id}
    if level_id is not None and not members:
        message = f"Die Ebene ‚{level_id}‘ gibt es nicht oder sie hat kein Gebiet. Berichtige die Regel."
        yield _report(rule, resource, message, None)
        return
    if "count" in rule.arguments:
        yield from _check_count(rule, resource, members)
    present = _group_codes(resource, members if level_id else None)
    if "years" in rule.arguments:
        first, last = rule.arguments["years"]
        missing = [str(year) for year in range(first, last + 1) if year not in present]
        if missing:
            verb = "fehlt das Jahr" if len(missing) == 1 else "fehlen die Jahre"
            message = f"In der Tabelle {verb} {', '.join(missing)}{_say_level(level_id)}. Ergänze die Zeilen."
            yield _report(rule, resource, message, time_field(resource))
    if members and DISTRICT in {field.name for field in resource.fields}:
        for year in sorted(present, key=str):
            gaps = sorted(members - present[year])
            if gaps:
                verb = "fehlt" if len(gaps) == 1 else "fehlen"
                when = f" im Jahr {year}" if year is not None else ""
                message = (
                    f"Von {len(members)} Gebieten der Ebene ‚{level_id}‘ {verb}{when} {quote_list(gaps)}. "
                    "Ergänze die Zeilen; wo die Quelle keinen Wert hat, mit dem Zeichen dafür."
                )
                yield _report(rule, resource, message, DISTRICT)


def _check_count(rule: Rule, resource: Resource, members: set[str]) -> Iterator[Issue]:
    """How many districts there are is a fact of its own."""
    wanted = rule.arguments["count"]
    found = len(members) if "level_id" in rule.arguments else len(resource.rows)
    if found != wanted:
        message = f"Erwartet: {wanted}{_say_level(rule.arguments.get('level_id'))}; gefunden: {found}. "
        yield _report(rule, resource, f"{message}Ergänze oder lösche Zeilen, oder berichtige die Regel.", None)


def _group_codes(resource: Resource, members: set[str] | None) -> dict[Any, set[str]]:
    """Codes of the level per year; under ``None`` where the table has no time."""
    time = time_field(resource)
    groups: dict[Any, set[str]] = defaultdict(set)
    for row in resource.rows:
        code = row.values.get(DISTRICT)
        if members is None or code in members:
            value = row.values[time] if time else None
            groups[value.year if isinstance(value, date) else value].add(str(code))
    return groups


def _say_level(level_id: str | None) -> str:
    return f" für die Ebene ‚{level_id}‘" if level_id else ""


def _report(rule: Rule, resource: Resource, message: str, field: str | None) -> Issue:
    return make_finding_issue(rule, resource, "coverage", message, None, field)
