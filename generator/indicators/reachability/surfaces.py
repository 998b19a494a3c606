"""The surface of census cells as polygons: squares joined, corners kept, in degrees and in metres.

A large city has hundred thousand cells: rings are worked on all at once, never one by one.
"""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from generator.geography import to_degrees
from generator.indicators.reachability.cells import GRID_EPSG, GRID_M, Cells
from generator.model import Polygons, Position, Ring

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Indexes = NDArray[np.intp]


def union_cells(cells: Cells, members: Sequence[int]) -> Any:
    """The surface of some cells in the grid's own coordinates, without points on straight edges."""
    import shapely

    left, bottom = cells.columns[members] * GRID_M, cells.rows[members] * GRID_M
    boxes = shapely.box(left, bottom, left + GRID_M, bottom + GRID_M)
    return drop_straight_points(shapely.coverage_union_all(boxes))


def drop_straight_points(surface: Any) -> Any:
    """The same surface with nothing but the corners of its rings.

    ``shapely.simplify`` would do it, but in a time that grows with the square of the corners. Like there, a ring that
    began on a straight edge begins at the corner before.
    """
    import numpy as np
    import shapely

    rings, part_of = shapely.get_rings(shapely.get_parts(surface), return_index=True)
    points, ring_of = shapely.get_coordinates(rings, return_index=True)
    is_last = np.append(ring_of[1:] != ring_of[:-1], True)
    # The last point of a ring is its first once more.
    points, ring_of = points[~is_last], ring_of[~is_last]
    counts = np.bincount(ring_of)
    starts = np.cumsum(counts) - counts
    is_corner = _mark_corners(points, starts, counts)
    corners, ring_of = _begin_at_corners(points, ring_of, is_corner, starts)
    rings = shapely.linearrings(corners, indices=ring_of)
    firsts = np.searchsorted(part_of, np.arange(part_of[-1] + 1)).tolist()
    polygons = [
        shapely.Polygon(rings[first], rings[first + 1 : end])
        for first, end in zip(firsts, [*firsts[1:], len(rings)], strict=True)
    ]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def _mark_corners(points: "Floats", starts: "Indexes", counts: "Indexes") -> "Flags":
    """Where a ring changes its direction."""
    import numpy as np

    before, after = np.arange(len(points)) - 1, np.arange(len(points)) + 1
    before[starts] = starts + counts - 1
    after[starts + counts - 1] = starts
    coming, going = points - points[before], points[after] - points
    crossed: Flags = coming[:, 0] * going[:, 1] != coming[:, 1] * going[:, 0]
    return crossed


def _begin_at_corners(
    points: "Floats", ring_of: "Indexes", is_corner: "Flags", starts: "Indexes"
) -> "tuple[Floats, Indexes]":
    """The corners with the number of their ring."""
    import numpy as np

    corners, ring_of = points[is_corner], ring_of[is_corner]
    ends = np.cumsum(np.bincount(ring_of))
    for ring in np.flatnonzero(~is_corner[starts]):
        own = slice(ends[ring - 1] if ring else 0, ends[ring])
        corners[own] = np.roll(corners[own], 1, axis=0)
    return corners, ring_of


def unproject_grid(grid: Any) -> Polygons:
    """A surface of the grid in longitude and latitude, rings turning the way RFC 7946 asks."""
    import shapely
    from shapely.geometry.polygon import orient

    parts = [orient(part) for part in shapely.get_parts(grid)]
    polygons = tuple(tuple(_list_points(ring) for ring in (part.exterior, *part.interiors)) for part in parts)
    return convert_polygons(polygons, lambda positions: to_degrees(positions, GRID_EPSG))


def _list_points(ring: Any) -> Ring:
    import shapely

    return tuple((x, y) for x, y in shapely.get_coordinates(ring).tolist())


def convert_polygons(polygons: Polygons, convert: Callable[[Sequence[Position]], Ring]) -> Polygons:
    """The same surface in other coordinates; all of its points are converted at once.

    >>> convert_polygons((((( 1.0, 2.0), (3.0, 4.0)),),), lambda ring: tuple((y, x) for x, y in ring))
    ((((2.0, 1.0), (4.0, 3.0)),),)
    """
    positions = [position for rings in polygons for ring in rings for position in ring]
    found = iter(convert(positions) if positions else ())
    return tuple(tuple(tuple(islice(found, len(ring))) for ring in rings) for rings in polygons)
