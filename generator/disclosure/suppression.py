"""Which cells are kept secret: small ones, and others so that the small ones cannot be worked out from them.

The second step is the linear programming heuristic of Kelly, Golden and Assad (1992), with whole numbers: a secret cell
is safe when another table agrees with everything published and differs in that cell by the protection width. The
cheapest such table is looked for; every published cell in which it differs is kept secret, too.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.disclosure.audit import Range, SecrecyError, complete, find_exposed
from generator.disclosure.programs import Constraint, Program
from generator.disclosure.tables import Counts, Equation
from generator.packages import quote_list
from generator.rules import Cell

KEEP_COST = 1_000
TOTAL_COST = 100
"""How much dearer it is to give up a total, or a column that should be kept, than an ordinary cell."""
HIDDEN_COST = 1e-4
"""Cells that are secret already cost nearly nothing."""


def find_primary(counts: Counts) -> frozenset[Cell]:
    """Cells whose own number is too small, or tells something about nearly everybody."""
    small = {
        cell
        for cell, value in counts.values.items()
        if counts.may_be_hidden(cell) and 0 < value < counts.secrecy[cell.resource_id].minimum_count
    }
    return frozenset(small | set(_find_dominant(counts)))


def _find_dominant(counts: Counts) -> Iterator[Cell]:
    """Cells that make up (nearly) the whole: who belongs to the whole belongs to the cell."""
    for equation in counts.equations:
        *parts, (whole, _) = equation.terms
        total = counts.values.get(whole)
        if total is None or not _is_share(equation):
            continue
        for cell, _ in parts:
            value = counts.values.get(cell, 0)
            protection = counts.secrecy.get(cell.resource_id)
            if protection and protection.has_dominance and value > 0 and total - value < protection.minimum_count:
                yield cell


def _is_share(equation: Equation) -> bool:
    """Tell whether the parts are people with a feature, not the same people counted twice or by district."""
    columns = {(cell.resource_id, cell.field) for cell, _ in equation.terms}
    return (equation.is_bound or len(equation.terms) > 2) and len(columns) > 1


@dataclass(frozen=True, slots=True)
class Cover:
    """Cells kept secret for the sake of a secret that could have been told too closely."""

    exposed: Range
    cells: frozenset[Cell]


def find_covers(counts: Counts, primary: frozenset[Cell]) -> tuple[Cover, ...]:
    """Further cells to keep secret, until the audit finds no secret that can be told too closely."""
    published = counts.hide(primary)
    targets = find_targets(published)
    state = {**counts.values, **complete(counts)}
    covers: list[Cover] = []
    open_targets = targets
    while exposed := tuple(find_exposed(published, open_targets)):
        fresh: set[Cell] = set()
        for first in exposed:
            target = {first.cell: targets[first.cell]}
            for one in find_exposed(published, target):  # nothing, if the cover of another serves it, too
                cells = _find_cover(published, state, one.cell, targets[one.cell])
                published = published.hide(cells)
                covers += [Cover(one, frozenset(cells))] if cells else []
                fresh |= cells
        if not fresh:
            raise _unprotectable(published, exposed[0].cell)
        # Only what hangs together with new gaps can have changed.
        affected = {one for cell in fresh for one in published.connect(cell, published.is_hidden)[0]}
        open_targets = {cell: width for cell, width in targets.items() if cell in affected}
    return tuple(covers)


def find_targets(published: Counts) -> Mapping[Cell, int]:
    """The width that every secret of a protected table must keep."""
    secrets = (cell for cell in published.secrets if cell.resource_id in published.secrecy)
    return {cell: published.secrecy[cell.resource_id].interval_width for cell in secrets}


def _find_cover(published: Counts, state: Mapping[Cell, int], target: Cell, width: int) -> set[Cell]:
    """Published cells to keep secret for the sake of one secret.

    ``state`` is one possible number for every cell.
    """
    hidden = published.hidden

    def is_free(cell: Cell) -> bool:
        return cell in state and (cell in hidden or published.may_be_hidden(cell))

    def is_free_and_counted(cell: Cell) -> bool:
        return is_free(cell) and (cell in hidden or state[cell] > 0)

    # Asked of the few cells around, not of all cells of all tables: this is done for every secret.
    for is_passable in (is_free_and_counted, is_free):
        cells, numbers = published.connect(target, is_passable)
        costs = {cell: HIDDEN_COST if cell in hidden else _cost(published, cell, state[cell]) for cell in cells}
        for step in (width, -width):
            changes = _find_deviation(published, costs, numbers, state, Step(target, step))
            if changes is not None:
                return {cell for cell in changes if cell not in hidden}
    raise _unprotectable(published, target)


def _unprotectable(published: Counts, cell: Cell) -> SecrecyError:
    """A secret that nothing we may hide can cover, with the tables that give it away."""
    _, numbers = published.connect(cell, published.is_hidden)
    cells = (one for number in numbers for one, _ in published.equations[number].terms)
    tables = sorted({one.resource_id for one in cells if not published.may_be_hidden(one)})
    if tables:
        remedy = f"Was sie verrät, steht in Tabellen ohne Schutz ({quote_list(tables)}). Nimm diese Tabellen in die "
        remedy += "Geheimhaltung auf („disclosure“) oder veröffentliche sie nicht."
    else:
        remedy = "Auch ohne alle Zellen, die wegfallen dürfen, bleibt sie bestimmbar. Veröffentliche die Tabelle nicht."
    return SecrecyError(cell, f"Diese geheime Zahl lässt sich nicht schützen: {remedy}")


def _cost(counts: Counts, cell: Cell, value: int) -> float:
    """How much is lost when a cell is not shown: large numbers, totals and columns that matter are lost last."""
    is_total = sum(1 for number in counts.equations_of.get(cell, ()) if counts.equations[number].terms[-1][0] == cell)
    kept = KEEP_COST if cell.field in counts.secrecy[cell.resource_id].keep else 1
    return float((1 + value) * TOTAL_COST ** min(is_total, 2) * kept)


@dataclass(frozen=True, slots=True)
class Step:
    """By how much a cell must differ in another table."""

    cell: Cell
    amount: int


def _find_deviation(
    counts: Counts, costs: Mapping[Cell, float], numbers: tuple[int, ...], state: Mapping[Cell, int], step: Step
) -> set[Cell] | None:
    """The cells in which the cheapest other table differs; ``None`` if there is none."""
    if state[step.cell] + step.amount < 0:
        return None
    cells = tuple(sorted(costs))
    size = len(cells)
    # A change is a rise less a fall, so that both cost something: variable i is the rise of cell i, i + size its fall.
    place = {cell: index for index, cell in enumerate(cells)}
    constraints = []
    for number in numbers:
        equation = counts.equations[number]
        rises = {place[cell]: factor for cell, factor in equation.terms if cell in place}
        factors = {**rises, **{index + size: -factor for index, factor in rises.items()}}
        slack = equation.offset - sum(factor * state[cell] for cell, factor in equation.terms)
        limits = (-math.inf, max(slack, 0)) if equation.is_bound else (0, 0)
        constraints.append(Constraint(factors, *limits))
    least = [0.0] * (2 * size)
    most = [math.inf] * size + [float(state[cell]) for cell in cells]
    index = place[step.cell]
    least[index] = most[index] = max(step.amount, 0)
    least[index + size] = most[index + size] = max(-step.amount, 0)
    goal = {place[cell] + shift: cost for cell, cost in costs.items() for shift in (0, size)}
    changes = Program(constraints, least, most).minimize(goal)
    return None if changes is None else {cell for cell in cells if changes[place[cell]] != changes[place[cell] + size]}
