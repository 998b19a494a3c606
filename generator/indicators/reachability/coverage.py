"""From distances to what a district says: shares within a threshold, and the way that half of the people do not exceed.

Both are ranges with two reasons: positions that are only approximate, and cells whose share aged 65 and over is not
known. Such a cell counts with as few or as many older people, between nobody and everybody, as makes the result lowest
or highest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.indicators.reachability.cells import Cells
from generator.indicators.reachability.values import Span
from generator.model import ObservationStatus, Quantity, worst_status

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """The people of all cells, as they count in shares."""

    cells: Cells
    known: "Floats"
    unknown: "Floats"

    @classmethod
    def of(cls, cells: Cells) -> "Crowd":
        """Worked out once for all targets."""
        return cls(cells, cells.known_people(), cells.unknown_people())

    def sum_districts(self, people: "Floats", flags: "Flags | None" = None) -> "Floats":
        """Sums by finest district, the last one of cells without district."""
        import numpy as np

        weights = people if flags is None else people * flags
        sums = np.bincount(self.cells.districts, weights=weights, minlength=len(self.cells.codes) + 1)
        return sums.astype(np.float64)


@dataclass(frozen=True, slots=True)
class Sums:
    """People of a district."""

    known: float
    known_reached: float
    unknown: float
    unknown_reached: float


def share_range(low: Sums, high: Sums, absence: ObservationStatus) -> Span:
    """Percent of people in reach: at worst (``low``) and at best (``high``).

    >>> span = share_range(Sums(100, 40, 20, 0), Sums(100, 40, 20, 20), ObservationStatus.MISSING)
    >>> round(span.low.value, 1), round(span.high.value, 1)
    (33.3, 50.0)
    """
    worst = low.known + low.unknown - low.unknown_reached
    best = high.known + high.unknown_reached
    if low.known <= 0:
        return Span.absent(absence)
    # The same cells added in another order may differ in the last bit; all of the people are never more than all.
    return Span(
        Quantity(min(100.0, 100 * low.known_reached / worst)),
        Quantity(min(100.0, 100 * (high.known_reached + high.unknown_reached) / best)),
    )


def median_range(low_m: "Floats", high_m: "Floats", known: "Floats", unknown: "Floats") -> tuple[float, float]:
    """The distance within which half of the people live, at best and at worst; infinite where nobody can tell."""
    return (
        _find_half(low_m, known, unknown, is_best=True),
        _find_half(high_m, known, unknown, is_best=False),
    )


def _find_half(distances_m: "Floats", known: "Floats", unknown: "Floats", *, is_best: bool) -> float:
    """Smallest distance with half of the people within; people of unknown age count where they help, or hurt."""
    import numpy as np

    order = np.argsort(distances_m, kind="stable")
    near_known, near_unknown = np.cumsum(known[order]), np.cumsum(unknown[order])
    if not len(order) or near_known[-1] <= 0:
        return float("inf")
    if is_best:
        reached, everybody = near_known + near_unknown, near_known[-1] + near_unknown
    else:
        reached, everybody = near_known, near_known[-1] + near_unknown[-1] - near_unknown
    # The sums of halves are not exact in binary; nobody is a billionth of a person.
    enough = np.flatnonzero(2 * reached >= everybody - 1e-9)
    return float(distances_m[order[enough[0]]])


def explain_absence(cells: Cells, numbers: Iterable[int]) -> ObservationStatus:
    """Why nothing can be said about districts without any cell of known share."""
    statuses = [cells.shares[number].status for number in numbers if number < len(cells.shares)]
    found = worst_status(statuses)
    return ObservationStatus.MISSING if found is ObservationStatus.NORMAL else found


def number_districts(
    cells: Cells, finest: Mapping[str, Sequence[str]], city_code: str
) -> Mapping[str, tuple[int, ...]]:
    """For every district the numbers of its finest parts; the city also has the cells without district."""
    number = {code: position for position, code in enumerate(cells.codes)}
    return {
        code: (
            *(number[part] for part in parts if part in number),
            *((len(cells.codes),) if code == city_code else ()),
        )
        for code, parts in finest.items()
    }
