"""Whether rivers are lines that can be read, and no place lies in one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.checks.geometry.forms import is_position
from generator.checks.geometry.positions import PointTable, issue_about, name_point
from generator.checks.geometry.projection import Projection, find_parameter
from generator.checks.inventory import Inventory, sound_resource
from generator.formatting import format_number
from generator.model import Issue, Resource
from generator.packages import make_error

RIVER = "districts/river"
RIVER_WIDTH = "river_half_width_m"


def check_lines(river: Resource) -> Iterator[Issue]:
    """Rivers are lines that can be read."""
    for number, feature in enumerate(river.features, start=1):
        if not _is_line(feature["geometry"]):
            message = f"Objekt {number} ist keine vollständige Linie (LineString, MultiLineString). Exportiere es neu."
            yield make_error("broken-geometry", river.path, message, field=f"features.{number}")


def _is_line(geometry: Mapping[str, Any]) -> bool:
    coordinates = geometry.get("coordinates")
    parts = [coordinates] if geometry.get("type") == "LineString" else coordinates
    return (
        geometry.get("type") in ("LineString", "MultiLineString")
        and isinstance(parts, list)
        and bool(parts)
        and all(isinstance(part, list) and len(part) > 1 and all(map(is_position, part)) for part in parts)
    )


def check_river(inventory: Inventory, tables: Sequence[PointTable], projection: Projection) -> Iterator[Issue]:
    """Places that lie in the water; how wide it is, a feature or the parameter must say."""
    import shapely
    from shapely.geometry import shape

    river = sound_resource(inventory, RIVER)
    for feature in river.features if river else ():
        said = feature["properties"].get("half_width_m")
        width = said if isinstance(said, (int, float)) else find_parameter(inventory, RIVER_WIDTH)
        if width is None or not _is_line(feature["geometry"]):
            continue
        line = projection.project(shape(feature["geometry"]))
        for table in tables:
            located = projection.locate([point.position for point in table.points])
            for point, is_wet in zip(table.points, shapely.dwithin(located, line, float(width)), strict=True):
                if is_wet:
                    name = feature["properties"].get("name") or "Gewässer"
                    message = (
                        f"{name_point(point)} läge mitten im Wasser ({name}, höchstens {format_number(width)} m von "
                        "der Mittellinie). Berichtige die Koordinate."
                    )
                    yield issue_about(table, point, "position-in-river", message, is_error=point.is_exact)
