"""The attack on our own publication: the range in which a secret cell must lie, given everything published.

Solved as linear programs in whole numbers: counts of people are whole numbers, an attacker knows that, and
the range of fractions would look safer than it is.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.disclosure.programs import Constraint, Program
from generator.disclosure.tables import Counts
from generator.rules import Cell

ROOM = 1_000
"""An unlimited cell may grow this far beyond everything published: wide enough to count as unknown."""


class SecrecyError(Exception):
    """A secret that cannot be protected or judged; becomes a finding about its cell."""

    def __init__(self, cell: Cell, message: str) -> None:
        super().__init__(message)
        self.cell = cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """What an attacker can tell about a cell."""

    cell: Cell
    lower: int
    upper: int

    @property
    def width(self) -> int:
        """How far apart the possible numbers lie; zero where there is only one."""
        return self.upper - self.lower


def find_exposed(published: Counts, targets: Mapping[Cell, int]) -> Iterator[Range]:
    """Secret cells that can be told more closely than their protection allows, in order.

    ``targets`` are the widths that secret cells must keep. ``published`` does not hold their numbers.
    """
    left = set(targets)
    for start in sorted(targets):
        if start in left:
            system = _System(published, *published.connect(start, published.is_hidden))
            mine = {cell: targets[cell] for cell in system.cells if cell in left}
            left.difference_update(mine)
            yield from _find_narrow(system, mine)


def complete(published: Counts) -> Mapping[Cell, int]:
    """A number for every cell without one that contradicts nothing published."""
    found: dict[Cell, int] = {}
    for start in sorted(published.hidden):
        if start not in found:
            system = _System(published, *published.connect(start, published.is_hidden))
            found.update(zip(system.cells, system.solve({0: 1}), strict=True))
    return found


def _find_narrow(system: "_System", targets: Mapping[Cell, int]) -> Iterator[Range]:
    """Widen the known ranges with every solution found: most cells need no search of their own.

    First all doubtful cells are pushed apart at once, each time half of them up and half of them down; what stays
    narrow is searched for itself.
    """
    known = _Ranges(system, targets)
    doubtful = known.find_narrow()
    for bit in range(len(doubtful).bit_length()) if len(doubtful) > 1 else ():
        goal = {index: 1 if number >> bit & 1 else -1 for number, index in enumerate(doubtful)}
        known.widen(system.solve(goal))
        known.widen(system.solve({index: -sign for index, sign in goal.items()}))
        doubtful = known.find_narrow()
    for index in doubtful:
        for sign in (1, -1):
            if known.is_narrow(index):
                known.widen(system.solve({index: sign}))
        if known.is_narrow(index):
            yield Range(cell=system.cells[index], lower=known.low[index], upper=known.high[index])


class _Ranges:
    """The least and the greatest number seen in each cell; grows with every solution."""

    def __init__(self, system: "_System", targets: Mapping[Cell, int]) -> None:
        self.low: list[int] = []
        self.high: list[int] = []
        self._widths = {index: targets[cell] for index, cell in enumerate(system.cells) if cell in targets}

    def widen(self, solution: Sequence[int]) -> None:
        """Take a solution into account."""
        self.low = list(map(min, self.low or solution, solution))
        self.high = list(map(max, self.high or solution, solution))

    def is_narrow(self, index: int) -> bool:
        """Tell whether a cell has not been seen to vary as widely as it must."""
        return not self.low or self.high[index] - self.low[index] < self._widths[index]

    def find_narrow(self) -> list[int]:
        """All such cells."""
        return [index for index in self._widths if self.is_narrow(index)]


class _System:
    """The equations among connected cells without a number, with the published numbers put in."""

    def __init__(self, counts: Counts, cells: tuple[Cell, ...], numbers: Iterable[int]) -> None:
        self.cells = cells
        place = {cell: index for index, cell in enumerate(cells)}
        constraints = []
        for number in numbers:
            equation = counts.equations[number]
            factors: dict[int, int] = {}
            side = equation.offset
            for cell, factor in equation.terms:
                if cell in place:
                    factors[place[cell]] = factors.get(place[cell], 0) + factor
                else:
                    side -= factor * counts.values[cell]
            if factors:
                constraints.append(Constraint(factors, -math.inf if equation.is_bound else side, side))
        limit = ROOM + sum(abs(one.upper) for one in constraints)
        self._program = Program(constraints, [0] * len(cells), [limit] * len(cells))

    def solve(self, goal: Mapping[int, int]) -> list[int]:
        """Numbers for all cells for which Σ factor × cell is as small as can be."""
        solution = self._program.minimize(goal)
        if solution is None:
            raise SecrecyError(
                self.cells[next(iter(goal))],
                "Die Geheimhaltung lässt sich nicht prüfen: Die Zahlen um diese Zelle widersprechen sich, gleich was "
                "in den geheimen Zellen steht. Prüfe die Summen dieser Zeile.",
            )
        return solution
