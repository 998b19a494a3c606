"""Whether a point that groups digits was read as a decimal point: 1.585 instead of 1585."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.checks.plausibility.identities import Violation, judge
from generator.checks.plausibility.tables import Finding, Tables, make_finding_issue, make_panels, say_number, title_of
from generator.formatting import MINUS
from generator.model import Quantity, Resource, Row
from generator.rules import Cell, Rule

GERMAN_NUMBER = re.compile(rf"[{MINUS}-]?[0-9]{{1,3}}(?:\.[0-9]{{3}})+(?:,[0-9]+)?")
"""A number with grouping points."""
GROUP = 1000
NEIGHBOURS = "die Nachbarjahre haben"
NEAR = 3.0
"""A neighbour in time is at most so many times larger or smaller."""
MIN_WHOLE = 5
"""So many other whole numbers make a column of whole numbers."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A number that may stand for a thousand times as much."""

    row: Row
    value: float
    evidence: str
    """Why, as the rest of a sentence."""


def check_digit_groups(tables: Tables, rule: Rule, violations: Sequence[Violation]) -> Iterator[Finding]:
    """Find numbers that fit their neighbours, their sum or their column only a thousand times larger."""
    resource = tables.resources[rule.resource_id]
    for field in rule.arguments["fields"]:
        neighbours = _find_neighbours(tables, resource, field)
        known = [row.values[field] for row in resource.rows if row.values[field] is not None]
        whole_count = sum(map(_is_whole, known))
        for row in resource.rows:
            value = row.values[field]
            if value is None or not _may_be_grouped(value):
                continue
            evidence = (
                _compare_text(value, rule.arguments.get("text_field"), row)
                or _compare_sums(tables, Cell(resource.id, row.line, field), value, violations)
                or _compare_times(value, neighbours.get(row.line, ()))
                or _compare_column(value, whole_count, len(known))
            )
            if evidence:
                yield _report(tables, rule, resource, field, Suspect(row, value, evidence))


def _may_be_grouped(value: float) -> bool:
    """Tell whether a number can be what is left of one with a grouping point.

    >>> _may_be_grouped(1.585), _may_be_grouped(2), _may_be_grouped(1.5855), _may_be_grouped(1585.0), _may_be_grouped(0)
    (True, True, False, False, False)
    """
    return 0 < abs(value) < GROUP and _is_whole(round(value * GROUP, 6))


def _is_whole(value: float) -> bool:
    return float(value).is_integer()


def _find_neighbours(tables: Tables, resource: Resource, field: str) -> dict[int, tuple[float, ...]]:
    """Per line, the numbers of the same unit just before and after."""
    found: dict[int, tuple[float, ...]] = {}
    for panel in make_panels(tables, resource.id, (field,)):
        for unit in panel.units:
            for place, time in enumerate(panel.times):
                near = [panel.times[other] for other in (place - 1, place + 1) if 0 <= other < len(panel.times)]
                values = tuple(value for other in near if (value := panel.value(other, unit)) is not None)
                if (time, unit) in panel.rows:
                    found[panel.rows[(time, unit)].line] = values
    return found


def _compare_text(value: float, text_field: str | None, row: Row) -> str:
    """The same number in German words of the source, written beside it."""
    text = None if text_field is None else row.values[text_field]
    match = GERMAN_NUMBER.match(str(text)) if text is not None else None
    if match is not None and read_german(match[0]) == round(value * GROUP, 6):
        return f"die Quelle schreibt ‚{match[0]}‘"
    return ""


def read_german(text: str) -> float:
    """The number that a German spelling means.

    >>> read_german("1.585"), read_german("−1,9")
    (1585.0, -1.9)
    """
    return float(text.replace(".", "").replace(",", ".").replace(MINUS, "-"))


def _compare_sums(tables: Tables, cell: Cell, value: float, violations: Sequence[Violation]) -> str:
    """A sum that does not add up, and does so with the larger number."""
    for violation in violations:
        is_exact = violation.is_complete and not violation.relation.is_bound
        if is_exact and any(term.cell == cell for term in violation.relation.terms):
            larger = {cell: Quantity(value * GROUP)}
            if judge(tables, violation.relation, larger) is None:
                return "erst damit geht die Summe auf"
    return ""


def _compare_times(value: float, neighbours: Sequence[float]) -> str:
    """Neighbours in time that are about a thousand times larger."""
    larger = value * GROUP
    is_far_larger = larger >= GROUP and bool(neighbours)
    if is_far_larger and all(larger / NEAR <= other <= larger * NEAR for other in neighbours):
        return f"{NEIGHBOURS} {' und '.join(say_number(other) for other in neighbours)}"
    return ""


def _compare_column(value: float, whole_count: int, count: int) -> str:
    """The only fraction in a column of whole numbers."""
    if not _is_whole(value) and whole_count >= MIN_WHOLE and whole_count == count - 1:
        return "alle anderen Zahlen der Spalte sind ganz"
    return ""


def _report(tables: Tables, rule: Rule, resource: Resource, field: str, suspect: Suspect) -> Finding:
    cell = Cell(resource.id, suspect.row.line, field)
    larger = round(suspect.value * GROUP)
    # Of a whole number the digits behind the point are lost: somebody rounded 1.585 to 2.
    is_exact = not _is_whole(suspect.value) or not suspect.evidence.startswith(NEIGHBOURS)
    meant = say_number(larger) if is_exact else f"eine Zahl um {say_number(larger)}"
    advice = f"Schreibe ‚{larger}‘" if is_exact else "Schreibe alle Ziffern und keinen Punkt"
    message = (
        f"In {tables.place(resource, suspect.row)} steht in {title_of(resource, field)} "
        f"{say_number(suspect.value)}. Gemeint ist wohl {meant}, in der Quelle mit einem Punkt zwischen den Tausendern "
        f"geschrieben: {suspect.evidence[0].upper()}{suspect.evidence[1:]}. {advice}."
    )
    return Finding(
        issue=make_finding_issue(rule, resource, "digit-group", message, suspect.row, field),
        corrections={cell: Quantity(larger)} if is_exact else {},
        covered=frozenset() if is_exact else frozenset({cell}),
    )
