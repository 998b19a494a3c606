"""Whether coordinates are nested as GeoJSON asks, so that surfaces can be read at all."""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.model import Issue, Resource
from generator.packages import make_error

MAX_COORDINATE = 1e9
"""Beyond any metres on Earth; also keeps out infinity and integers that fit into no float."""
MIN_RING_POSITIONS = 4


def check_forms(boundaries: Resource) -> Iterator[Issue]:
    """Coordinates are nested as GeoJSON asks, so that they can be read at all."""
    for number, feature in enumerate(boundaries.features, start=1):
        geometry = feature["geometry"]
        place = f"features.{number}"
        if geometry.get("type") not in ("Polygon", "MultiPolygon"):
            message = f"Objekt {number} ist keine Fläche (Polygon, MultiPolygon). Ersetze es durch die Gebietsfläche."
            yield make_error("wrong-geometry-type", boundaries.path, message, field=place)
        elif not all(_is_ring(ring) for ring in list_rings(geometry)) or not list_rings(geometry):
            message = (
                f"Die Koordinaten von Objekt {number} sind unvollständig oder nicht geschlossen. Exportiere es neu."
            )
            yield make_error("broken-geometry", boundaries.path, message, field=place)


def list_rings(geometry: Mapping[str, Any]) -> list[Any]:
    """All rings of a surface; a part that is no list counts as a broken ring."""
    polygons = [geometry.get("coordinates")] if geometry["type"] == "Polygon" else geometry.get("coordinates")
    if not isinstance(polygons, list):
        return []
    return [ring for polygon in polygons for ring in (polygon if isinstance(polygon, list) and polygon else [None])]


def _is_ring(ring: Any) -> bool:
    is_closed = isinstance(ring, list) and len(ring) >= MIN_RING_POSITIONS and ring[0] == ring[-1]
    return is_closed and all(is_position(position) for position in ring)


def is_position(position: Any) -> bool:
    """Tell whether this is a pair of numbers, perhaps with a height, that could be coordinates."""
    return (
        isinstance(position, list)
        and len(position) in (2, 3)
        and all(isinstance(part, (int, float)) and abs(part) < MAX_COORDINATE for part in position)
    )
