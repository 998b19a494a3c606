"""From many points to the nearest of many places, some of which are only known to lie in a circle.

A place that lies somewhere within ``r`` metres of its position is at least d − r and at most d + r away. So both ends
of the range are nearest-neighbour searches with a number added to every distance. Points are halved again and again,
and with every half go only the places that can still be the nearest one for some of its points: no point meets all
places.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indexes = NDArray[np.intp]

LEAF_PAIRS = 8192
"""So many distances are worked out at once rather than halving once more."""
LEAF_POINTS = 8
ROUNDING_M = 1e-6
"""Distances are compared with this tolerance, so that a threshold holds for those who live exactly on it."""


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Positions in metres."""

    xs_m: "Floats"
    ys_m: "Floats"

    def __len__(self) -> int:
        """How many there are."""
        return len(self.xs_m)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Points and places that are near each other, in the order of the points."""

    points: "Indexes"
    places: "Indexes"
    distances_m: "Floats"
    """From the point to the middle of the place."""


@dataclass(frozen=True, slots=True, eq=False)
class _Leaf:
    """Some points with the places that concern them, and all distances between them."""

    points: "Indexes"
    places: "Indexes"
    distances_m: "Floats"


def find_nearest(points: Points, places: Points, added_m: "Floats") -> "Floats":
    """For every point the smallest distance plus ``added_m`` of that place; infinite where there is no place."""
    import numpy as np

    nearest = np.full(len(points), np.inf)
    for leaf in _descend(points, places, added_m, limit_m=None):
        nearest[leaf.points] = (leaf.distances_m + added_m[leaf.places]).min(axis=1)
    return nearest


def find_pairs(points: Points, places: Points, radii_m: "Floats", limit_m: float) -> Pairs:
    """All points and places for which distance minus radius is no more than ``limit_m``."""
    import numpy as np

    found = []
    for leaf in _descend(points, places, -radii_m, limit_m=limit_m):
        rows, columns = np.nonzero(leaf.distances_m - radii_m[leaf.places] <= limit_m + ROUNDING_M)
        found.append((leaf.points[rows], leaf.places[columns], leaf.distances_m[rows, columns]))
    if not found:
        nothing = np.zeros(0, dtype=np.intp)
        return Pairs(nothing, nothing, np.zeros(0))
    near, of, metres = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.argsort(near * len(places) + of, kind="stable")
    return Pairs(near[order], of[order], metres[order])


def _descend(points: Points, places: Points, added_m: "Floats", *, limit_m: float | None) -> Iterator[_Leaf]:
    """Halve the points until few distances are left; only nearest places are kept, or those within ``limit_m``."""
    import numpy as np

    if not len(points) or not len(places):
        return
    waiting = [(np.arange(len(points)), np.arange(len(places)))]
    while waiting:
        own, candidates = waiting.pop()
        xs, ys = points.xs_m[own], points.ys_m[own]
        left, right, bottom, top = xs.min(), xs.max(), ys.min(), ys.max()
        # From the middle of the box no point of it is farther away than half its diagonal.
        reach = np.hypot(right - left, top - bottom) / 2
        middle = np.hypot(places.xs_m[candidates] - (left + right) / 2, places.ys_m[candidates] - (bottom + top) / 2)
        scores = middle + added_m[candidates]
        bound = scores.min() + 2 * reach if limit_m is None else limit_m + reach
        candidates = candidates[scores <= bound + ROUNDING_M]
        if len(own) * len(candidates) <= LEAF_PAIRS or len(own) <= LEAF_POINTS:
            if len(candidates):
                distances = np.hypot(
                    xs[:, None] - places.xs_m[candidates][None, :], ys[:, None] - places.ys_m[candidates][None, :]
                )
                yield _Leaf(own, candidates, distances)
            continue
        half = len(own) // 2
        order = np.argpartition(xs if right - left >= top - bottom else ys, half)
        waiting.extend(((own[order[:half]], candidates), (own[order[half:]], candidates)))
