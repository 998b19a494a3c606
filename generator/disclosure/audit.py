"""The attack on our own publication: the range in which a secret cell must lie, given everything published.

Solved as linear programs in whole numbers (HiGHS in scipy): counts of people are whole numbers, an attacker knows that,
and the range of fractions would look safer than it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.disclosure.tables import Counts
from generator.rules import Cell

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
            system = _System(published, *published.connect(start, published.hidden))
            mine = {cell: targets[cell] for cell in system.cells if cell in left}
            left.difference_update(mine)
            yield from _find_narrow(system, mine)


def complete(published: Counts) -> Mapping[Cell, int]:
    """A number for every cell without one that contradicts nothing published."""
    found: dict[Cell, int] = {}
    for start in sorted(published.hidden):
        if start not in found:
            system = _System(published, *published.connect(start, published.hidden))
            found.update(zip(system.cells, system.optimize(0, 1), strict=True))
    return found


def _find_narrow(system: "_System", targets: Mapping[Cell, int]) -> Iterator[Range]:
    """Widen the known range of all cells with every solution found: most need no search of their own."""
    lower, upper = system.optimize(0, 1), system.optimize(0, -1)
    low, high = list(map(min, lower, upper)), list(map(max, lower, upper))
    for index, cell in enumerate(system.cells):
        for sign in (1, -1):
            if cell in targets and high[index] - low[index] < targets[cell]:
                found = system.optimize(index, sign)
                low, high = list(map(min, low, found)), list(map(max, high, found))
        if cell in targets and high[index] - low[index] < targets[cell]:
            yield Range(cell=cell, lower=low[index], upper=high[index])


class _System:
    """The equations among connected cells without a number, with the published numbers put in.

    A class, so that the matrix is built once and solved for many cells.
    """

    def __init__(self, counts: Counts, cells: tuple[Cell, ...], numbers: Iterable[int]) -> None:
        self.cells = cells
        place = {cell: index for index, cell in enumerate(cells)}
        rows: list[tuple[dict[int, int], int, bool]] = []
        for number in numbers:
            equation = counts.equations[number]
            unknown = [(place[cell], factor) for cell, factor in equation.terms if cell in place]
            known = sum(factor * counts.values[cell] for cell, factor in equation.terms if cell not in place)
            if unknown:
                factors: dict[int, int] = {}
                for index, factor in unknown:
                    factors[index] = factors.get(index, 0) + factor
                rows.append((factors, equation.offset - known, equation.is_bound))
        self._rows = rows
        self._limit = ROOM + sum(abs(side) for _, side, _ in rows)
        self._constraints = self._make_constraints()

    def _make_constraints(self) -> list[Any]:
        """The matrix as scipy wants it."""
        import numpy as np
        from scipy.optimize import LinearConstraint
        from scipy.sparse import csr_array

        if not self._rows:
            return []
        data = [
            (line, index, factor) for line, (terms, _, _) in enumerate(self._rows) for index, factor in terms.items()
        ]
        lines, columns, factors = zip(*data, strict=True)
        matrix = csr_array((factors, (lines, columns)), shape=(len(self._rows), len(self.cells)))
        sides = np.array([side for _, side, _ in self._rows], dtype=float)
        lowest = np.where([is_bound for _, _, is_bound in self._rows], -np.inf, sides)
        return [LinearConstraint(matrix, lowest, sides)]

    def optimize(self, index: int, sign: int) -> list[int]:
        """The solution in which a cell is as small (``sign`` 1) or as large (−1) as can be."""
        import numpy as np
        from scipy.optimize import Bounds, milp

        goal: NDArray[Any] = np.zeros(len(self.cells))
        goal[index] = sign
        result = milp(
            goal, constraints=self._constraints, bounds=Bounds(0, self._limit), integrality=np.ones(len(self.cells))
        )
        if result.x is None:
            raise SecrecyError(
                self.cells[index],
                "Die Geheimhaltung lässt sich nicht prüfen: Die Zahlen um diese Zelle widersprechen sich, gleich was "
                "in den geheimen Zellen steht. Prüfe die Summen dieser Zeile.",
            )
        return [round(value) for value in result.x]
