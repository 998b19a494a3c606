"""Whether numbers jump from one time to the next further than the package calls normal."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from generator.checks.plausibility.tables import (
    Finding,
    Panel,
    Tables,
    make_finding_issue,
    make_panels,
    say_number,
    title_of,
    unit_fields,
)
from generator.formatting import format_difference, format_number
from generator.model import Issue, Row
from generator.rules import Rule

MANY = 5
"""From so many jumps of one column at one time on, if they are half of all, one finding speaks for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """A change that is too large."""

    row: Row
    unit: tuple[Any, ...]
    before: float
    after: float
    growth: float
    """How much the whole grew, where that alone was a jump; else 1."""


def check_jumps(tables: Tables, rule: Rule) -> Iterator[Finding]:
    """Find jumps for which no reason stands beside the row.

    Where the whole jumps, that is the finding, and its parts are compared with what the whole lets expect.
    """
    panels = tuple(make_panels(tables, rule.resource_id, tuple(rule.arguments["fields"])))
    wholes = {(panel.field, time) for panel in panels if len(panel.units) == 1 for time in _jumping_times(rule, panel)}
    for panel in panels:
        for former, time in pairwise(panel.times):
            growth = common_growth(panel, former, time) if (panel.field, time) in wholes else 1.0
            yield from _check_step(tables, rule, panel, (former, time), growth if len(panel.units) > 1 else 1.0)


def common_growth(panel: Panel, former: Any, time: Any) -> float:
    """How many times as much all units together have, of those known at both times; 1 where nothing was."""
    pairs = [(panel.value(former, unit), panel.value(time, unit)) for unit in panel.units]
    known = [(before, after) for before, after in pairs if before is not None and after is not None]
    before_sum = sum(before for before, _ in known)
    return sum(after for _, after in known) / before_sum if before_sum > 0 else 1.0


def _jumping_times(rule: Rule, panel: Panel) -> Iterator[Any]:
    """When the one unit of a panel jumps, with a reason or without."""
    for former, time in pairwise(panel.times):
        before, after = panel.value(former, panel.units[0]), panel.value(time, panel.units[0])
        if before is not None and after is not None and _is_jump(rule, before, after):
            yield time


def _check_step(tables: Tables, rule: Rule, panel: Panel, span: tuple[Any, Any], growth: float) -> Iterator[Finding]:
    """The jumps from one time to the next."""
    jumps, count = _find_jumps(rule, panel, span, growth)
    if len(jumps) >= MANY and 2 * len(jumps) >= count:
        about = frozenset(panel.cell(time, jump.unit) for jump in jumps for time in span)
        yield Finding(issue=_report_many(tables, rule, panel, span, (jumps, count)), corrections={}, about=about)
    else:
        for jump in jumps:
            about = frozenset(panel.cell(time, jump.unit) for time in span)
            yield Finding(issue=_report_jump(tables, rule, panel, span[0], jump), corrections={}, about=about)


def _find_jumps(rule: Rule, panel: Panel, span: tuple[Any, Any], growth: float) -> tuple[list[Jump], int]:
    """The jumps between two times, and how many units could have jumped."""
    reason_field = rule.arguments.get("reason_field")
    jumps = []
    count = 0
    for unit in panel.units:
        before, after = (panel.value(time, unit) for time in span)
        if before is None or after is None:
            continue
        count += 1
        row = panel.rows[(span[1], unit)]
        has_reason = reason_field is not None and row.values[reason_field] is not None
        if _is_jump(rule, before * growth, after) and not has_reason:
            jumps.append(Jump(row=row, unit=unit, before=before, after=after, growth=growth))
    return jumps, count


def _is_jump(rule: Rule, expected: float, found: float) -> bool:
    """Tell whether a number is too far from the one before."""
    change = abs(found - expected)
    return bool(change >= rule.arguments["min_change"] and change * 100 > rule.arguments["max_change_pct"] * expected)


def _report_jump(tables: Tables, rule: Rule, panel: Panel, former: Any, jump: Jump) -> Issue:
    resource = panel.resource
    change = jump.after - jump.before
    verb = "steigt" if change > 0 else "fällt" if change < 0 else "bleibt"
    amounts = (
        f"von {say_number(jump.before)} auf {say_number(jump.after)}" if change else f"bei {say_number(jump.after)}"
    )
    share = f" ({format_difference(100 * change / jump.before)} %)" if jump.before else ""
    all_units = ""
    if jump.growth != 1:
        all_units = f", während sich alle Gebiete zusammen um {format_difference(100 * (jump.growth - 1))} % ändern"
    message = (
        f"In {tables.place(resource, jump.row)} {verb} {title_of(resource, panel.field)} gegenüber "
        f"{tables.describe('', former)} {amounts}{share}{all_units}; "
        f"üblich sind höchstens {format_number(rule.arguments['max_change_pct'])} %. "
        f"{_advise(rule, panel)}"
    )
    return make_finding_issue(rule, resource, "year-jump", message, jump.row, panel.field)


def _report_many(
    tables: Tables, rule: Rule, panel: Panel, span: tuple[Any, Any], found: tuple[list[Jump], int]
) -> Issue:
    """Most units jump together: a new law, a new way to count, or another table."""
    former, time = (tables.describe("", one) for one in span)
    jumps, count = found
    message = (
        f"Von {former} auf {time} ändert sich {title_of(panel.resource, panel.field)} in {len(jumps)} von {count} "
        f"Zeilen um mehr als {format_number(rule.arguments['max_change_pct'])} %, zuerst in "
        f"{tables.place(panel.resource, jumps[0].row)} von {say_number(jumps[0].before)} auf "
        f"{say_number(jumps[0].after)}. {_advise(rule, panel)}"
    )
    issue = make_finding_issue(rule, panel.resource, "year-jump", message, jumps[0].row, panel.field)
    level = tables.district_levels.get(str(jumps[0].unit[0]), "") if unit_fields(panel.resource) else ""
    return Issue(
        severity=issue.severity,
        code=issue.code,
        path=issue.path,
        message=issue.message,
        row=issue.row,
        field=issue.field,
        subject="/".join(part for part in (str(span[1]), level) if part),
    )


def _advise(rule: Rule, panel: Panel) -> str:
    """What to do about a jump."""
    reason_field = rule.arguments.get("reason_field")
    if reason_field is None:
        return "Prüfe die Zahl; stimmt sie, nimm den Befund mit einer Begründung als Ausnahme auf."
    return f"Prüfe die Zahl; stimmt sie, schreibe den Grund in {title_of(panel.resource, reason_field)}."
