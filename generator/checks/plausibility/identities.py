"""Whether what must add up adds up.

A sum with unknown parts is a bound: what is known of it must not exceed the total. No sentence tells a difference from
which an unknown part could be worked out, since it is only written where the known parts alone are too much.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.checks.plausibility.tables import (
    Finding,
    Tables,
    knows_relation,
    make_finding_issue,
    say_number,
    title_of,
    titles_of,
)
from generator.model import Issue, Quantity, Resource, Row
from generator.rules import Cell, Relation

TOLERANCE = 1e-6
"""Relative; sums of decimal fractions differ in the last digit."""
MAX_PAIRS = 100
"""Who has more sums that are wrong by the same amount has not exchanged two cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A relation that does not hold, with its two sides."""

    relation: Relation
    parts: float
    """What is known of the parts, added up."""
    total: float
    is_complete: bool
    """Whether every part is known."""

    @property
    def total_cell(self) -> Cell:
        """Where the total stands."""
        return self.relation.terms[-1].cell

    @property
    def difference(self) -> float:
        """Parts minus total."""
        return self.parts - self.total


def find_violations(tables: Tables, relations: Sequence[Relation]) -> tuple[Violation, ...]:
    """Every relation that does not hold."""
    non_negative = {
        (resource.id, field.name)
        for resource in tables.resources.values()
        for field in resource.fields
        if field.type in ("integer", "number") and float(field.constraints.get("minimum", -1)) >= 0
    }
    found = []
    for relation in relations:
        if knows_relation(tables, relation):
            violation = judge(tables, relation, {})
            if violation is not None and (violation.is_complete or _has_no_negative(relation, non_negative)):
                found.append(violation)
    return tuple(found)


def judge(tables: Tables, relation: Relation, corrections: Mapping[Cell, Quantity]) -> Violation | None:
    """What is wrong with a relation if some cells had other values; nothing where it holds or cannot be judged."""
    *parts, last = relation.terms
    total = _value(tables, last.cell, corrections)
    if total is None:
        return None
    known = 0.0
    is_complete = True
    for term in parts:
        value = _value(tables, term.cell, corrections)
        if value is None:
            is_complete = False
        else:
            known += term.coefficient * value
    limit = TOLERANCE * max(1.0, abs(total))
    excess = known + last.coefficient * total
    is_bound = relation.is_bound or not is_complete
    if excess > limit or (excess < -limit and not is_bound):
        return Violation(relation=relation, parts=known, total=total, is_complete=is_complete)
    return None


def _value(tables: Tables, cell: Cell, corrections: Mapping[Cell, Quantity]) -> float | None:
    """The number in a cell, corrected if it is among those."""
    corrected = corrections.get(cell)
    if corrected is not None:
        return corrected.value
    value: float | None = tables.rows[cell.resource_id][cell.line].values[cell.field]
    return value


def _has_no_negative(relation: Relation, non_negative: set[tuple[str, str]]) -> bool:
    """Tell whether an unknown part can only add to the sum, as the schema has it."""
    return all((term.cell.resource_id, term.cell.field) in non_negative for term in relation.terms[:-1])


# --- sentences ----------------------------------------------------------------------------------------------------


def report_violation(tables: Tables, violation: Violation) -> Issue:
    """A relation that does not hold, in one sentence."""
    kind = violation.relation.rule.kind
    sentence = SENTENCES[kind](tables, violation)
    cell = _home_of(violation)
    resource = tables.resources[cell.resource_id]
    row = tables.rows[cell.resource_id][cell.line]
    code = kind.replace("_", "-")
    return make_finding_issue(violation.relation.rule, resource, code, sentence, row, cell.field)


def _home_of(violation: Violation) -> Cell:
    """The cell that an editor is led to: in the table whose rule it is."""
    rule = violation.relation.rule
    total = violation.total_cell
    return total if rule.kind in ("parts_total", "levels_total") else violation.relation.terms[0].cell


def _look_up(tables: Tables, cell: Cell) -> tuple[Resource, Row]:
    return tables.resources[cell.resource_id], tables.rows[cell.resource_id][cell.line]


def _say_parts(violation: Violation) -> str:
    """The sum of the parts in words."""
    amount = say_number(violation.parts)
    return f"zusammen {amount}" if violation.is_complete else f"schon ohne die unbekannten Zahlen {amount}"


def _describe_parts(tables: Tables, violation: Violation) -> str:
    resource, row = _look_up(tables, violation.total_cell)
    fields = tuple(term.cell.field for term in violation.relation.terms[:-1])
    return (
        f"In {tables.place(resource, row)} ergeben {titles_of(resource, fields)} {_say_parts(violation)}, "
        f"in {title_of(resource, violation.total_cell.field)} steht {say_number(violation.total)}. "
        "Berichtige eine der Zahlen."
    )


def _describe_levels(tables: Tables, violation: Violation) -> str:
    resource, row = _look_up(tables, violation.total_cell)
    count = len(violation.relation.terms) - 1
    return (
        f"In {title_of(resource, violation.total_cell.field)} steht in {tables.place(resource, row)} "
        f"{say_number(violation.total)}; die {count} Gebiete darunter ergeben {_say_parts(violation)}. "
        "Berichtige eine der Zahlen."
    )


def _describe_equal(tables: Tables, violation: Violation) -> str:
    return f"{_describe_pair(tables, violation)} Beide Zahlen müssen gleich sein: Berichtige die falsche."


def _describe_limit(tables: Tables, violation: Violation) -> str:
    pair = _describe_pair(tables, violation)
    return f"{pair} Ein Teil kann nicht größer sein als das Ganze: Berichtige die falsche Zahl."


def _describe_pair(tables: Tables, violation: Violation) -> str:
    own, other = violation.relation.terms[0].cell, violation.total_cell
    resource, row = _look_up(tables, own)
    partner = tables.resources[other.resource_id]
    return (
        f"In {tables.place(resource, row)} steht in {title_of(resource, own.field)} {say_number(violation.parts)}, "
        f"in {partner.path.name} (Zeile {other.line}) in {title_of(partner, other.field)} "
        f"{say_number(violation.total)}."
    )


def _describe_rows(tables: Tables, violation: Violation) -> str:
    first, last = violation.relation.terms[0].cell, violation.relation.terms[-2].cell
    other = violation.total_cell
    resource, row = _look_up(tables, first)
    partner = tables.resources[other.resource_id]
    match = violation.relation.rule.arguments["match"]
    group = ", ".join(tables.describe(name, row.values[name]) for name in match)
    return (
        f"Für {group} ergeben die Zahlen in {title_of(resource, first.field)} (Zeilen {first.line} bis {last.line}) "
        f"{_say_parts(violation)}, in {partner.path.name} (Zeile {other.line}) steht in "
        f"{title_of(partner, other.field)} {say_number(violation.total)}. Berichtige eine der Zahlen."
    )


SENTENCES = {
    "parts_total": _describe_parts,
    "levels_total": _describe_levels,
    "same_value": _describe_equal,
    "at_most": _describe_limit,
    "rows_total": _describe_rows,
}


# --- exchanged cells ----------------------------------------------------------------------------------------------


def find_exchanged_cells(tables: Tables, violations: Sequence[Violation]) -> Iterator[Finding]:
    """Two sums that are wrong by the same amount up and down, and right again if two cells change places."""
    exact = [one for one in violations if one.is_complete and not one.relation.is_bound]
    by_difference: dict[tuple[int, str, int], list[Violation]] = {}
    for violation in exact:
        rule = violation.relation.rule
        by_difference.setdefault((rule.number, rule.resource_id, round(violation.difference)), []).append(violation)
    for (number, resource_id, difference), wrong in sorted(by_difference.items()):
        others = by_difference.get((number, resource_id, -difference), []) if difference > 0 else []
        if len(wrong) * len(others) > MAX_PAIRS:
            continue
        for first in wrong:
            for second in others:
                yield from _find_exchange(tables, first, second)


def _find_exchange(tables: Tables, first: Violation, second: Violation) -> Iterator[Finding]:
    """The one pair of cells that repairs both relations; nothing where several would."""
    pairs = [
        (one.cell, two.cell)
        for one in first.relation.terms
        for two in second.relation.terms
        if _is_exchangeable(tables, one.cell, two.cell) and one.coefficient == two.coefficient
    ]
    repairing = [pair for pair in pairs if _repairs(tables, pair, first, second)]
    if len(repairing) != 1:
        return
    one, two = sorted(repairing[0])
    resource, row = _look_up(tables, one)
    _, other_row = _look_up(tables, two)
    title = title_of(resource, one.field)
    message = (
        f"In {title} sind wohl zwei Zahlen vertauscht: {say_number(row.values[one.field])} in "
        f"{tables.place(resource, row)} und {say_number(other_row.values[two.field])} in "
        f"{tables.place(resource, other_row)}. Andersherum gehen alle Summen auf. Tausche die beiden zurück."
    )
    yield Finding(
        issue=make_finding_issue(first.relation.rule, resource, "exchanged-cells", message, row, one.field),
        corrections=_exchange(tables, (one, two)),
    )


def _is_exchangeable(tables: Tables, one: Cell, two: Cell) -> bool:
    """Tell whether two cells stand in one column, in rows whose keys differ in one part only."""
    if one == two or (one.resource_id, one.field) != (two.resource_id, two.field):
        return False
    resource, row = _look_up(tables, one)
    _, other = _look_up(tables, two)
    return len([name for name in resource.primary_key if row.values[name] != other.values[name]]) == 1


def _exchange(tables: Tables, pair: tuple[Cell, Cell]) -> Mapping[Cell, Quantity]:
    return {pair[0]: tables.quantity(pair[1]), pair[1]: tables.quantity(pair[0])}


def _repairs(tables: Tables, pair: tuple[Cell, Cell], first: Violation, second: Violation) -> bool:
    corrections = _exchange(tables, pair)
    return all(judge(tables, one.relation, corrections) is None for one in (first, second))
