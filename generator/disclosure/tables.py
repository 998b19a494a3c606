"""All counts of all tables with the relations between them: what disclosure control thinks about."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from generator.model import ObservationStatus, Package, Row
from generator.packages import find_resource
from generator.rules import Cell, Relation, Secrecy, list_relations, read_secrecy


@dataclass(frozen=True, slots=True, kw_only=True)
class Equation:
    """Σ coefficient × cell = ``offset``, or ≤ ``offset`` for a bound."""

    terms: tuple[tuple[Cell, int], ...]
    is_bound: bool
    offset: int
    """Zero, unless the tables contradict their own rule and somebody accepted that: then the difference. An attacker
    is taken to know it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Every cell that relations or protection speak of, as the packages hold it."""

    values: Mapping[Cell, int]
    """Cells with a number."""
    secrets: frozenset[Cell]
    """Cells that are kept secret: by the source, or by us."""
    unknown: frozenset[Cell]
    """Cells without a number for other reasons."""
    equations: tuple[Equation, ...]
    equations_of: Mapping[Cell, tuple[int, ...]]
    """Numbers of the equations in which a cell stands."""
    secrecy: Mapping[str, Secrecy]
    """By resource id."""

    def may_be_hidden(self, cell: Cell) -> bool:
        """Tell whether a cell belongs to a table that is protected; others are published as they are."""
        return cell.resource_id in self.secrecy and cell.field in self.secrecy[cell.resource_id].cells

    @property
    def hidden(self) -> frozenset[Cell]:
        """Cells without a number."""
        return self.secrets | self.unknown

    def hide(self, cells: Set[Cell]) -> "Counts":
        """The same tables with further cells kept secret; their numbers are gone."""
        return replace(
            self,
            values={cell: value for cell, value in self.values.items() if cell not in cells},
            secrets=self.secrets | cells,
        )

    def is_hidden(self, cell: Cell) -> bool:
        """Tell whether a cell is without a number."""
        return cell in self.secrets or cell in self.unknown

    def connect(self, start: Cell, is_passable: Callable[[Cell], bool]) -> tuple[tuple[Cell, ...], tuple[int, ...]]:
        """The cells connected with ``start`` by way of passable cells, and the numbers of their equations."""
        cells, numbers, open_cells = {start}, set(), [start]
        while open_cells:
            for number in self.equations_of.get(open_cells.pop(), ()):
                if number not in numbers:
                    numbers.add(number)
                    fresh = [one for one, _ in self.equations[number].terms if one not in cells and is_passable(one)]
                    cells.update(fresh)
                    open_cells += fresh
        return tuple(sorted(cells)), tuple(sorted(numbers))


def collect_counts(packages: Sequence[Package]) -> Counts:
    """Look up every cell that a relation or a protection names."""
    secrecy = read_secrecy(packages)
    relations = tuple(
        one for one in list_relations(packages) if any(cell.resource_id in secrecy for cell in _cells(one))
    )
    rows = _index_rows(packages, {*secrecy, *(cell.resource_id for one in relations for cell in _cells(one))})
    values: dict[Cell, int] = {}
    gaps: dict[Cell, ObservationStatus] = {}
    for cell in dict.fromkeys([*_protected_cells(secrecy, rows), *(cell for one in relations for cell in _cells(one))]):
        row = rows[cell.resource_id][cell.line]
        value = row.values[cell.field]
        if value is None:
            gaps[cell] = row.signs[cell.field]
        else:
            values[cell] = int(value)
    equations = tuple(_make_equation(relation, values) for relation in relations)
    return Counts(
        values=values,
        secrets=frozenset(cell for cell, status in gaps.items() if status is ObservationStatus.CONFIDENTIAL),
        unknown=frozenset(cell for cell, status in gaps.items() if status is not ObservationStatus.CONFIDENTIAL),
        equations=equations,
        equations_of=_index_equations(equations),
        secrecy=secrecy,
    )


def _index_equations(equations: Sequence[Equation]) -> Mapping[Cell, tuple[int, ...]]:
    """Where each cell stands."""
    found: dict[Cell, list[int]] = defaultdict(list)
    for number, equation in enumerate(equations):
        for cell, _ in equation.terms:
            found[cell].append(number)
    return {cell: tuple(numbers) for cell, numbers in found.items()}


def _index_rows(packages: Sequence[Package], resource_ids: Iterable[str]) -> Mapping[str, Mapping[int, Row]]:
    """Rows by resource and line."""
    found = {}
    for resource_id in sorted(resource_ids):
        resource = find_resource(packages, resource_id)
        found[resource_id] = {row.line: row for row in resource.rows} if resource else {}
    return found


def _protected_cells(secrecy: Mapping[str, Secrecy], rows: Mapping[str, Mapping[int, Row]]) -> Iterator[Cell]:
    """Every cell of the protected tables."""
    for resource_id, protection in secrecy.items():
        for line in rows[resource_id]:
            yield from (Cell(resource_id, line, name) for name in protection.cells)


def _cells(relation: Relation) -> Iterator[Cell]:
    """The cells of a relation."""
    return (term.cell for term in relation.terms)


def _make_equation(relation: Relation, values: Mapping[Cell, int]) -> Equation:
    """A relation with the difference that was accepted in it."""
    terms = tuple((term.cell, term.coefficient) for term in relation.terms)
    is_known = all(cell in values for cell, _ in terms)
    sides = sum(factor * values[cell] for cell, factor in terms) if is_known else 0
    return Equation(terms=terms, is_bound=relation.is_bound, offset=max(sides, 0) if relation.is_bound else sides)
