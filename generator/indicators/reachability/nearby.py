"""White spots near places that might be opened to older people."""

from collections.abc import Sequence

from generator.indicators.reachability.distances import ROUNDING_M
from generator.indicators.reachability.values import WhiteSpot
from generator.model import Position


def find_near_spots(
    spots: Sequence[WhiteSpot], circles: Sequence[tuple[Position, float]], limit_m: float
) -> tuple[tuple[tuple[WhiteSpot, float], ...], ...]:
    """For every circle in metres the white spots no farther than ``limit_m`` from somewhere in it, nearest first."""
    import shapely

    surfaces = [shapely.MultiPolygon([(rings[0], rings[1:]) for rings in spot.polygons_m]) for spot in spots]
    tree = shapely.STRtree(surfaces)
    found = []
    for place, radius in circles:
        point = shapely.Point(place)
        near = tree.query(point, predicate="dwithin", distance=limit_m + radius + ROUNDING_M).tolist()
        told = [(spots[one], max(0.0, float(shapely.distance(point, surfaces[one])) - radius)) for one in near]
        found.append(tuple(sorted(told, key=lambda one: (one[1], one[0].number))))
    return tuple(found)
