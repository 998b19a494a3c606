"""Whether points lie in the district they are said to lie in."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.checks.geometry.boundaries import read_shapes
from generator.checks.geometry.positions import (
    BORDER_TOLERANCE_M,
    NEAR_M,
    Point,
    PointTable,
    issue_about,
    list_point_tables,
    name_point,
)
from generator.checks.geometry.projection import MAX_LATITUDE, Projection
from generator.checks.geometry.river import check_river
from generator.checks.inventory import BOUNDARIES, DISTRICTS, Inventory, sound_resource
from generator.formatting import format_number
from generator.model import Issue
from generator.packages import make_error, make_warning

MAX_EXAMPLES = 5
METRES_PER_KM = 1000


@dataclass(frozen=True, slots=True)
class _Stray:
    """A point that is not in the district it names."""

    point: Point
    distance: float | None
    """Metres to that district; ``None`` where it names none that has an outline."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """Where points may lie."""

    surfaces: Mapping[str, Any]
    """Districts of the finest level in metres, by code."""
    names: Mapping[str, str]
    """Names of districts by code."""
    projection: Projection

    def name(self, code: str) -> str:
        """A district as people know it, with its code."""
        return f"„{self.names[code]}“ (‚{code}‘)" if self.names.get(code) else f"‚{code}‘"

    def find_code(self, place: Any) -> str | None:
        """The district in which a place in metres lies; ``None`` outside all."""
        import shapely

        return next((code for code in sorted(self.surfaces) if shapely.covers(self.surfaces[code], place)), None)


def check_points(inventory: Inventory) -> Iterator[Issue]:
    """Find points that lie elsewhere than in the district they claim, or in a river."""
    tables = [table for table in list_point_tables(inventory) if table.points]
    boundaries = sound_resource(inventory, BOUNDARIES)
    projection = Projection.find(inventory)
    if not tables or boundaries is None or projection is None or isinstance(projection, Issue):
        return
    shapes, _ = read_shapes(inventory, boundaries)
    districts = sound_resource(inventory, DISTRICTS, "district_code", "name")
    ground = _Ground(
        surfaces={shape.code: projection.project(shape.geometry) for shape in shapes},
        names={row.values["district_code"]: row.values["name"] or "" for row in (districts.rows if districts else ())},
        projection=projection,
    )
    for table in tables if ground.surfaces else ():
        yield from _check_point_table(table, ground)
    yield from check_river(inventory, [table for table in tables if not table.is_grid], projection)


def _check_point_table(table: PointTable, ground: _Ground) -> Iterator[Issue]:
    strays = tuple(_find_strays(table.points, ground))
    issues = [issue for stray in strays for issue in _report_stray(table, stray, ground)]
    if table.is_listed:
        yield from issues
        return
    yield from issues[:MAX_EXAMPLES]
    if len(issues) > MAX_EXAMPLES:
        message = (
            f"{len(issues)} Punkte liegen außerhalb der Gebiete, die sie nennen; {MAX_EXAMPLES} davon sind aufgeführt. "
            "Prüfe die ganze Spalte."
        )
        yield make_error("point-outside", table.resource.path, message, field=table.field)
    yield from _count_outside(table, [stray.point for stray in strays], ground)


def _find_strays(points: Sequence[Point], ground: _Ground) -> Iterator[_Stray]:
    """Points that do not lie in the district they name, or name none."""
    import shapely

    groups: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        groups[point.code or ""].append(point)
    for code in sorted(groups):
        surface = ground.surfaces.get(code)
        if surface is None:
            yield from (_Stray(point, None) for point in groups[code])
            continue
        located = ground.projection.locate([point.position for point in groups[code]])
        shapely.prepare(surface)
        for point, place, is_inside in zip(groups[code], located, shapely.covers(surface, located), strict=True):
            if not is_inside:
                yield _Stray(point, float(shapely.distance(surface, place)))


def _report_stray(table: PointTable, stray: _Stray, ground: _Ground) -> Iterator[Issue]:
    """An error where the position claims to be exact, or is too far off for its precision to explain."""
    import shapely

    point, distance = stray.point, stray.distance
    if distance is None and table.is_listed and not ground.find_code(ground.projection.locate([point.position])[0]):
        message = f"{name_point(point)} liegt außerhalb aller Gebiete. Prüfe die Lage, oder streiche die Koordinate."
        yield issue_about(table, point, "outside-all-districts", message, is_error=point.is_exact)
    if distance is None or point.code is None or distance <= (BORDER_TOLERANCE_M if point.is_exact else NEAR_M):
        return
    lon, lat = point.position
    swapped = abs(lon) <= MAX_LATITUDE and shapely.covers(
        ground.surfaces[point.code], ground.projection.locate([(lat, lon)])[0]
    )
    remedy = (
        "Länge und Breite sind wohl vertauscht; tausche sie."
        if swapped
        else "Berichtige die Koordinate oder den Gebietsschlüssel."
    )
    actual = ground.find_code(ground.projection.locate([point.position])[0]) if math.isfinite(distance) else None
    where = f"in {ground.name(actual)}" if actual else "außerhalb aller Gebiete"
    message = (
        f"{name_point(point)} gehört laut Tabelle zu {ground.name(point.code)}; der Punkt liegt aber {where}, "
        f"{_format_distance(distance)} daneben. {remedy}"
    )
    is_error = not table.is_listed or distance > point.reach_m
    yield issue_about(table, point, "point-outside", message, is_error=is_error)


def _format_distance(distance: float) -> str:
    """Metres, or kilometres from one on.

    >>> _format_distance(207.4), _format_distance(3140.0), _format_distance(math.inf)
    ('207 m', '3,1 km', 'sehr weit')
    """
    if not math.isfinite(distance):
        return "sehr weit"
    return (
        f"{format_number(distance)} m"
        if distance < METRES_PER_KM
        else f"{format_number(distance / METRES_PER_KM, 1)} km"
    )


def _count_outside(table: PointTable, strays: Sequence[Point], ground: _Ground) -> Iterator[Issue]:
    """Points outside every district, in one sentence."""
    import shapely

    if not strays:
        return
    city = shapely.union_all(list(ground.surfaces.values()))
    shapely.prepare(city)
    located = ground.projection.locate([point.position for point in strays])
    covered = shapely.covers(city, located)
    lines = sorted(point.row.line for point, is_inside in zip(strays, covered, strict=True) if not is_inside)
    if lines:
        shown = ", ".join(str(line) for line in lines[:MAX_EXAMPLES])
        more = " …" if len(lines) > MAX_EXAMPLES else ""
        subject = "1 Punkt liegt" if len(lines) == 1 else f"{len(lines)} Punkte liegen"
        place = f"außerhalb aller Gebiete (Zeile {shown}{more})"
        message = f"{subject} {place}. Prüfe die Lage oder streiche, was nicht dazugehört."
        yield make_warning("outside-all-districts", table.resource.path, message, field=table.field)
