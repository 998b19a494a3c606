"""Whether the parts of a total slipped into a neighbouring row, as happens when a spreadsheet is sorted by half."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.checks.plausibility.identities import TOLERANCE
from generator.checks.plausibility.tables import (
    DISTRICT,
    Finding,
    Tables,
    make_finding_issue,
    title_of,
    titles_of,
)
from generator.model import Quantity, Resource, Row
from generator.rules import Cell, Rule, time_field

MIN_ROWS = 3
"""Two rows may fit by chance; three do not."""
STEPS = (-1, 1, -2, 2)
"""The parts of a row belong to the row so many places away; minus is above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """A row with what it says of its parts and their total."""

    row: Row
    parts: float | None
    """``None`` if a part is unknown."""
    total: float | None

    @property
    def is_wrong(self) -> bool:
        """Tell whether the row's own parts do not make its total."""
        return self.parts is not None and self.total is not None and not _agree(self.parts, self.total)


def check_shifts(tables: Tables, rule: Rule) -> Iterator[Finding]:
    """Find runs of rows whose parts make the total of the row above or below."""
    resource = tables.resources[rule.resource_id]
    seen: set[frozenset[int]] = set()
    for rows in _order_rows(resource):
        sums = [_add_up(row, rule) for row in rows]
        for step in STEPS:
            for run in _find_runs(sums, step):
                lines = frozenset(one.row.line for one in sums[run.start : run.stop] if one.is_wrong)
                if lines not in seen:
                    seen.add(lines)
                    yield _report(tables, rule, resource, sums, run, step)


def _order_rows(resource: Resource) -> Iterator[list[Row]]:
    """The orders in which rows may have slipped: that of the file, and that of the districts at each time."""
    yield list(resource.rows)
    time = time_field(resource)
    if DISTRICT in resource.primary_key:
        groups: dict[Any, list[Row]] = defaultdict(list)
        for row in resource.rows:
            groups[row.values[time] if time else None].append(row)
        for rows in groups.values():
            yield sorted(rows, key=lambda row: str(row.values[DISTRICT]))


def _add_up(row: Row, rule: Rule) -> Sums:
    parts = [row.values[name] for name in rule.arguments["parts"]]
    known = [part for part in parts if part is not None]
    return Sums(
        row=row,
        parts=sum(known) if len(known) == len(parts) else None,
        total=row.values[rule.arguments["total"]],
    )


def _agree(parts: float, total: float) -> bool:
    return abs(parts - total) <= TOLERANCE * max(1.0, abs(total))


def _find_runs(sums: Sequence[Sums], step: int) -> Iterator[range]:
    """Longest runs of rows that are wrong as they stand and right with the total of the row ``step`` away.

    A row with an unknown part neither carries a run nor ends it.
    """
    start: int | None = None
    last = count = 0
    for place in range(len(sums) + 1):
        verdict = _fits(sums, place, step) if place < len(sums) else False
        if verdict is True:
            start = place if start is None else start
            last, count = place, count + 1
        elif verdict is False:
            if start is not None and count >= MIN_ROWS:
                yield range(start, last + 1)
            start, count = None, 0


def _fits(sums: Sequence[Sums], place: int, step: int) -> bool | None:
    """Tell whether the parts of a row make another row's total instead of its own; ``None`` if that is unknown."""
    own = sums[place]
    other = place + step
    if own.parts is None or own.total is None:
        return None
    if not own.is_wrong or not 0 <= other < len(sums):
        return False
    total = sums[other].total
    return None if total is None else _agree(own.parts, total)


def _report(tables: Tables, rule: Rule, resource: Resource, sums: Sequence[Sums], run: range, step: int) -> Finding:
    wrong = [one.row for one in sums[run.start : run.stop] if one.is_wrong]
    fields = tuple(rule.arguments["parts"])
    total = rule.arguments["total"]
    way = {-1: "eine Zeile nach oben", 1: "eine Zeile nach unten"}.get(
        step, f"{abs(step)} Zeilen nach {'oben' if step < 0 else 'unten'}"
    )
    message = (
        f"Von {tables.place(resource, wrong[0])} bis {tables.place(resource, wrong[-1])} sind die Zeilen verrutscht: "
        f"In {len(wrong)} Zeilen ergeben {titles_of(resource, fields)} nicht {title_of(resource, total)} der eigenen "
        f"Zeile, sondern einer Nachbarzeile. Vergleiche sie mit der Quelle und schiebe diese Spalten {way}."
    )
    return Finding(
        issue=make_finding_issue(rule, resource, "row-shift", message, wrong[0], total),
        corrections=_move(sums, run, step, resource, fields),
        covered=frozenset(Cell(resource.id, row.line, total) for row in wrong),
    )


def _move(
    sums: Sequence[Sums], run: range, step: int, resource: Resource, fields: tuple[str, ...]
) -> dict[Cell, Quantity]:
    """The parts where they belong."""
    return {
        Cell(resource.id, sums[place + step].row.line, field): sums[place].row.quantity(field)
        for place in run
        if 0 <= place + step < len(sums)
        for field in fields
    }
