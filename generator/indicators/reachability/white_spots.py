"""White spots: connected cells from which no meeting place is in reach, not even at best."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.geography import Geography, to_degrees
from generator.indicators.reachability.cells import GRID_EPSG, Cells
from generator.indicators.reachability.coverage import Crowd, median_range
from generator.indicators.reachability.surfaces import convert_polygons, union_cells, unproject_grid
from generator.indicators.reachability.values import CellClass, WhiteSpot
from generator.model import ObservationStatus, Quantity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

ROUND_TO = 10
"""Estimates of people are told in tens; more digits would only look exact."""
NEIGHBOURS = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))


@dataclass(frozen=True, slots=True)
class Spots:
    """White spots large enough to be told, and what is left over."""

    told: tuple[WhiteSpot, ...]
    small_count: int
    small_people: int


def round_people(people: float) -> int:
    """An estimate in tens, half of them up.

    >>> round_people(94.9), round_people(95), round_people(-95)
    (90, 100, -100)
    """
    tens = int((abs(people) + ROUND_TO / 2) // ROUND_TO) * ROUND_TO
    return tens if people >= 0 else -tens


def connect_cells(places: Mapping[tuple[int, int], int], groups: Sequence[int]) -> list[list[int]]:
    """Cells that touch, at least at a corner, and belong to the same group; each list in order, lists by their first.

    >>> connect_cells({(0, 0): 0, (1, 1): 1, (3, 0): 2}, [7, 7, 7])
    [[0, 1], [2]]
    """
    seen: set[int] = set()
    found = []
    for place, start in sorted(places.items(), key=lambda one: one[1]):
        if start in seen:
            continue
        seen.add(start)
        members, waiting = [start], [place]
        while waiting:
            column, row = waiting.pop()
            own = places[column, row]
            for right, up in NEIGHBOURS:
                other = places.get((column + right, row + up))
                if other is not None and other not in seen and groups[other] == groups[own]:
                    seen.add(other)
                    members.append(other)
                    waiting.append((column + right, row + up))
        found.append(sorted(members))
    return found


def find_white_spots(crowd: Crowd, low_m: "Floats", limit_m: float, *, minimum: float, geography: Geography) -> Spots:
    """Connected cells of one district out of reach, by district; those with few older people are only counted."""
    import numpy as np

    cells = crowd.cells
    missed = np.flatnonzero(low_m > limit_m)
    places = {(int(cells.columns[one]), int(cells.rows[one])): int(one) for one in missed}
    told, small_count, small_people = [], 0, 0.0
    for members in connect_cells(places, [int(one) for one in cells.districts]):
        people = float(crowd.known[members].sum())
        if people < minimum:
            small_count, small_people = small_count + 1, small_people + people
        else:
            told.append((members, people))
    told.sort(key=lambda one: (int(cells.districts[one[0][0]]), -one[1], one[0][0]))
    spots = tuple(
        _describe_spot(crowd, low_m, members, number, geography) for number, (members, _) in enumerate(told, 1)
    )
    return Spots(spots, small_count, round_people(small_people))


def _describe_spot(crowd: Crowd, low_m: "Floats", members: list[int], number: int, geography: Geography) -> WhiteSpot:
    """One spot with its outline."""
    cells = crowd.cells
    district = int(cells.districts[members[0]])
    median, _ = median_range(low_m[members], low_m[members], crowd.known[members], crowd.unknown[members])
    grid = union_cells(cells, members)
    point = grid.representative_point()
    polygons = unproject_grid(grid)
    label = to_degrees([(point.x, point.y)], GRID_EPSG)[0]
    return WhiteSpot(
        id=cells.ids[members[0]],
        number=number,
        district_code=cells.codes[district] if district < len(cells.codes) else None,
        cell_count=len(members),
        inhabitants=round(float(cells.population[members].sum())),
        people=round_people(float(crowd.known[members].sum())),
        distance_m=Quantity(median) if median < float("inf") else Quantity.absent(ObservationStatus.MISSING),
        polygons=polygons,
        polygons_m=convert_polygons(polygons, geography.to_metres),
        label=label,
        label_m=geography.to_metres([label])[0],
    )


def classify_cells(
    cells: Cells, low_m: "Floats", high_m: "Floats", limit_m: float, geography: Geography
) -> tuple[CellClass, ...]:
    """All cells in three surfaces: certainly in reach, perhaps, certainly not."""
    import numpy as np

    classes = (
        ("reached", high_m <= limit_m),
        ("unclear", (low_m <= limit_m) & (high_m > limit_m)),
        ("missed", low_m > limit_m),
    )
    found = []
    for name, flags in classes:
        members = [int(one) for one in np.flatnonzero(flags)]
        polygons = unproject_grid(union_cells(cells, members)) if members else ()
        found.append(
            CellClass(id=name, polygons_m=convert_polygons(polygons, geography.to_metres), cell_count=len(members))
        )
    return tuple(found)
