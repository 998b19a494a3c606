"""How long the way on foot from every cell is: air line times a detour factor, or as a router has measured it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.indicators.reachability.cells import Cells
from generator.indicators.reachability.distances import ROUNDING_M, Points, find_nearest, find_pairs
from generator.indicators.reachability.sites import Places
from generator.model import Row

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indexes = NDArray[np.intp]
    Flags = NDArray[np.bool_]

WALKS_ID = "demographics/walking_distances"


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Metres on foot from every cell to the next place, at best and at worst."""

    low_m: "Floats"
    high_m: "Floats"
    """Infinite where nobody can tell."""


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredWays:
    """What a router has measured, way by way."""

    cells: "Indexes"
    destinations: "Indexes"
    metres: "Floats"
    numbers: Mapping[str, int]
    """Number of every destination that occurs."""
    origins: "Flags"
    """Per cell, whether it occurs."""

    def __len__(self) -> int:
        """How many ways there are."""
        return len(self.metres)


@dataclass(frozen=True, slots=True, eq=False)
class Terrain:
    """What all ways of a city have in common."""

    cells: Cells
    detour_factor: float
    measured: MeasuredWays


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Cells and places with the way between them at best."""

    cells: "Indexes"
    places: "Indexes"
    low_m: "Floats"
    middle_m: "Floats"
    """To the middle of the place."""


def read_measured(rows: Sequence[Row], cells: Cells) -> MeasuredWays:
    """The table of a router; cells without people do not matter."""
    import numpy as np

    number = {one: position for position, one in enumerate(cells.ids)}
    kept = sorted(
        (number[row.values["cell_id"]], row.values["destination_id"], float(row.values["distance_m"]))
        for row in rows
        if row.values["cell_id"] in number
    )
    destinations = {one: position for position, one in enumerate(sorted({one for _, one, _ in kept}))}
    origins = np.zeros(len(cells.ids), dtype=bool)
    origins[[cell for cell, _, _ in kept]] = True
    return MeasuredWays(
        cells=np.array([cell for cell, _, _ in kept], dtype=np.intp),
        destinations=np.array([destinations[one] for _, one, _ in kept], dtype=np.intp),
        metres=np.array([metres for _, _, metres in kept], dtype=np.float64),
        numbers=destinations,
        origins=origins,
    )


def measure_ways(terrain: Terrain, places: Places) -> Ways:
    """The way to the next place from every cell.

    A way that the router's table could hold but does not is longer than the router was asked for, so it counts as
    infinite. Cells or places that do not occur in the table at all are reached by air line.
    """
    import numpy as np

    cells, factor = terrain.cells, terrain.detour_factor
    low, high = np.full(len(cells.ids), np.inf), np.full(len(cells.ids), np.inf)
    for some, of in _split(terrain, places):
        own, added = _choose(cells.points, some), places.radii_m[of]
        chosen = _choose(places.points, of)
        low[some] = np.minimum(low[some], factor * np.maximum(0, find_nearest(own, chosen, -added)))
        high[some] = np.minimum(high[some], factor * find_nearest(own, chosen, added))
    steps = _walk_measured(terrain, places)
    np.minimum.at(low, steps.cells, np.maximum(0, steps.low_m))
    np.minimum.at(high, steps.cells, 2 * steps.middle_m - steps.low_m)
    if places.vague_districts:
        low = np.minimum(low, factor * _reach_vague(cells, places))
    return Ways(low, high)


def _choose(points: Points, some: "Indexes") -> Points:
    """Some of the points."""
    return Points(points.xs_m[some], points.ys_m[some])


def _split(terrain: Terrain, places: Places) -> "tuple[tuple[Indexes, Indexes], ...]":
    """Cells and places between which the air line counts."""
    import numpy as np

    everybody, everything = np.arange(len(terrain.cells.ids)), np.arange(len(places))
    if not len(terrain.measured):
        return ((everybody, everything),)
    is_measured = np.array([one in terrain.measured.numbers for one in places.destination_ids], dtype=bool)
    strangers = np.flatnonzero(~terrain.measured.origins)
    return ((everybody, everything[~is_measured]), (strangers, everything[is_measured]))


def _walk_measured(terrain: Terrain, places: Places) -> Steps:
    """The router's ways to these places; the uncertainty of a place is that of its position."""
    import numpy as np

    measured = terrain.measured
    parts: list[tuple[Indexes, Indexes, Floats, Floats]] = []
    if len(measured):
        order = np.argsort(measured.destinations, kind="stable")
        starts = np.searchsorted(measured.destinations[order], np.arange(len(measured.numbers) + 1))
        for place, destination_id in enumerate(places.destination_ids):
            number = measured.numbers.get(destination_id)
            if number is not None:
                rows = order[starts[number] : starts[number + 1]]
                middle = measured.metres[rows]
                # Below zero at best is kept here: at worst the way is as much longer.
                low = middle - terrain.detour_factor * places.radii_m[place]
                parts.append((measured.cells[rows], np.full(len(rows), place, dtype=np.intp), low, middle))
    if not parts:
        nothing = np.zeros(0, dtype=np.intp)
        return Steps(nothing, nothing, np.zeros(0), np.zeros(0))
    return Steps(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _reach_vague(cells: Cells, places: Places) -> "Floats":
    """Air line to the nearest cell of a district in which a place lies nobody knows where."""
    import numpy as np

    is_there = np.isin(cells.districts, sorted(places.vague_districts))
    there = _choose(cells.points, np.flatnonzero(is_there))
    elsewhere = np.flatnonzero(~is_there)
    metres = np.zeros(len(cells.ids))
    metres[elsewhere] = find_nearest(_choose(cells.points, elsewhere), there, np.zeros(len(there)))
    return metres


def list_steps(terrain: Terrain, places: Places, limit_m: float) -> Steps:
    """All cells and places whose way may be within ``limit_m``; places with nothing but a district are left out."""
    import numpy as np

    cells, factor = terrain.cells, terrain.detour_factor
    found = []
    for some, of in _split(terrain, places):
        radii = places.radii_m[of]
        pairs = find_pairs(_choose(cells.points, some), _choose(places.points, of), radii, limit_m / factor)
        middle = factor * pairs.distances_m
        found.append((some[pairs.points], of[pairs.places], middle - factor * radii[pairs.places], middle))
    walked = _walk_measured(terrain, places)
    near = walked.low_m <= limit_m + ROUNDING_M
    found.append((walked.cells[near], walked.places[near], walked.low_m[near], walked.middle_m[near]))
    return Steps(*(np.concatenate(part) for part in zip(*found, strict=True)))
