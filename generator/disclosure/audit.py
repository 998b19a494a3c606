"""The attack on our own publication: the range in which a secret cell must lie, given everything published.

Solved as linear programs in whole numbers (HiGHS in scipy): counts of people are whole numbers, an attacker knows that,
and the range of fractions would look safer than it is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.disclosure.tables import Counts
from generator.rules import Cell

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOLERANCE = 1e-5
"""Numbers closer than this to a whole number are one."""
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

    def solve(self, goal: Mapping[int, int]) -> list[int]:
        """Numbers for all cells for which Σ factor × cell is as small as can be."""
        import numpy as np
        from scipy.optimize import Bounds

        costs: NDArray[Any] = np.zeros(len(self.cells))
        costs[list(goal)] = list(goal.values())
        solution = solve_whole(costs, self._constraints, Bounds(0, self._limit))
        if solution is None:
            raise SecrecyError(
                self.cells[next(iter(goal))],
                "Die Geheimhaltung lässt sich nicht prüfen: Die Zahlen um diese Zelle widersprechen sich, gleich was "
                "in den geheimen Zellen steht. Prüfe die Summen dieser Zeile.",
            )
        return solution


def solve_whole(costs: "NDArray[Any]", constraints: list[Any], bounds: Any) -> list[int] | None:
    """The cheapest solution in whole numbers; ``None`` if there is none.

    Without asking for whole numbers, HiGHS is several times faster and mostly finds whole numbers all the same.
    """
    import numpy as np
    from scipy.optimize import milp

    for is_whole in (0, 1):
        result = milp(costs, constraints=constraints, bounds=bounds, integrality=np.full(len(costs), is_whole))
        if result.x is None:
            return None
        rounded = np.rint(result.x)
        if np.abs(result.x - rounded).max() < TOLERANCE:
            return [int(value) for value in rounded]
    raise ArithmeticError("HiGHS broke its promise of whole numbers.")
