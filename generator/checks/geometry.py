"""Whether the boundaries cover the city once and only once, and points lie where they are said to lie."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from generator.checks.inventory import BOUNDARIES, DISTRICTS, PARAMETERS, Inventory, finest_codes, sound_resource
from generator.formatting import format_number
from generator.model import Issue, Position, Resource, Row
from generator.packages import make_error, make_warning, name_row, quote_list

MAX_EXTENT_DEGREES = 1.0
"""No city is wider; a larger box means a stray or swapped coordinate."""
MAX_LONGITUDE, MAX_LATITUDE = 180.0, 90.0
MAX_COORDINATE = 1e9
"""Beyond any metres on Earth; also keeps out infinity and integers that fit into no float."""
MIN_RING_POSITIONS = 4
AREA_DEVIATION = 0.05
"""Simplified outlines keep their area within a few per cent of the official one."""
SLIT_HALF_WIDTHS_M = (25.0, 100.0)
"""A gap that is open to the outside is no hole; it is found as a slit of up to twice this width …"""
SLIT_LENGTH_FACTOR = 5
"""… that two districts border on for at least this many half-widths."""
BORDER_TOLERANCE_M = 25.0
"""Outlines are simplified: an exact point this near to its district is not wrong."""
MAX_EXAMPLES = 5
METRES_PER_KM = 1000
NEAR_M = 150.0
"""A position known only by street or grid cell may miss its district by this much."""
APPROXIMATE_M = 300.0
"""How far the house may be from a position of unknown precision, unless the parameter ``stop_radius_m`` says so."""
RIVER = "districts/river"
RIVER_WIDTH = "river_half_width_m"
INVALIDITIES = {
    "Self-intersection": "überschneidet sich selbst",
    "Ring Self-intersection": "berührt sich selbst",
    "Hole lies outside shell": "hat ein Loch außerhalb der Fläche",
    "Holes are nested": "hat ineinander liegende Löcher",
    "Interior is disconnected": "zerfällt im Innern",
    "Nested shells": "hat ineinander liegende Teilflächen",
    "Duplicate Rings": "hat denselben Ring doppelt",
    "Too few points in geometry component": "hat zu wenige verschiedene Punkte",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """A surface of the boundary file, in degrees."""

    number: int
    """Position among the features, from 1."""
    code: str
    geometry: Any


# --- boundaries ---------------------------------------------------------------------------------------------------


def check_boundaries(inventory: Inventory) -> Iterator[Issue]:
    """Find outlines that are missing, broken, displaced, overlapping or leave gaps, and broken lines of rivers."""
    river = sound_resource(inventory, RIVER)
    if river is not None:
        yield from _check_lines(river)
    boundaries = sound_resource(inventory, BOUNDARIES)
    if boundaries is None:
        return
    shapes, issues = _read_shapes(inventory, boundaries)
    yield from issues
    if not issues:
        yield from _check_surfaces(inventory, boundaries, shapes)


def _read_shapes(inventory: Inventory, boundaries: Resource) -> tuple[tuple[Shape, ...], list[Issue]]:
    """The outlines, unless something is wrong with one of them; each step needs the one before."""
    issues = [*_check_forms(boundaries), *_check_codes(inventory, boundaries)]
    issues = issues or list(_check_position(inventory, boundaries))
    if issues:
        return (), issues
    shapes = _make_shapes(boundaries)
    issues = list(_check_validity(boundaries, shapes))
    return (() if issues else shapes), issues


def _check_forms(boundaries: Resource) -> Iterator[Issue]:
    """Coordinates are nested as GeoJSON asks, so that they can be read at all."""
    for number, feature in enumerate(boundaries.features, start=1):
        geometry = feature["geometry"]
        place = f"features.{number}"
        if geometry.get("type") not in ("Polygon", "MultiPolygon"):
            message = f"Objekt {number} ist keine Fläche (Polygon, MultiPolygon). Ersetze es durch die Gebietsfläche."
            yield make_error("wrong-geometry-type", boundaries.path, message, field=place)
        elif not all(_is_ring(ring) for ring in _list_rings(geometry)) or not _list_rings(geometry):
            message = (
                f"Die Koordinaten von Objekt {number} sind unvollständig oder nicht geschlossen. Exportiere es neu."
            )
            yield make_error("broken-geometry", boundaries.path, message, field=place)


def _list_rings(geometry: Mapping[str, Any]) -> list[Any]:
    """All rings of a surface; a part that is no list counts as a broken ring."""
    polygons = [geometry.get("coordinates")] if geometry["type"] == "Polygon" else geometry.get("coordinates")
    if not isinstance(polygons, list):
        return []
    return [ring for polygon in polygons for ring in (polygon if isinstance(polygon, list) and polygon else [None])]


def _check_lines(river: Resource) -> Iterator[Issue]:
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
        and all(isinstance(part, list) and len(part) > 1 and all(map(_is_position, part)) for part in parts)
    )


def _is_ring(ring: Any) -> bool:
    is_closed = isinstance(ring, list) and len(ring) >= MIN_RING_POSITIONS and ring[0] == ring[-1]
    return is_closed and all(_is_position(position) for position in ring)


def _is_position(position: Any) -> bool:
    return (
        isinstance(position, list)
        and len(position) in (2, 3)
        and all(isinstance(part, (int, float)) and abs(part) < MAX_COORDINATE for part in position)
    )


def _check_codes(inventory: Inventory, boundaries: Resource) -> Iterator[Issue]:
    """Each district of the finest level has one outline, and there are no others."""
    numbers: dict[str, int] = {}
    for number, feature in enumerate(boundaries.features, start=1):
        code = _feature_code(feature)
        if not code:
            message = f"Objekt {number} nennt kein Gebiet. Ergänze „district_code“ in seinen „properties“."
            yield make_error("missing-code", boundaries.path, message, field=f"features.{number}")
        elif code in numbers:
            message = f"Das Gebiet ‚{code}‘ hat zwei Umrisse (Objekt {numbers[code]} und {number}). Fasse sie zusammen."
            yield make_error("duplicate-boundary", boundaries.path, message, field=f"features.{number}")
        else:
            numbers[code] = number
        if code and feature.get("id", code) != code:
            message = (
                f"Objekt {number} hat die „id“ ‚{feature['id']}‘, nennt aber das Gebiet ‚{code}‘. Gleiche beide an."
            )
            yield make_error("contradicting-code", boundaries.path, message, field=f"features.{number}")
    expected = finest_codes(inventory)
    if not expected:
        return
    if missing := sorted(expected - set(numbers)):
        message = f"Der Umriss fehlt für {quote_list(missing)}. Ergänze ihn: jedes Gebiet der feinsten Ebene hat einen."
        yield make_error("missing-boundary", boundaries.path, message, field="features")
    for code in sorted(set(numbers) - expected):
        message = f"‚{code}‘ ist kein Gebiet der feinsten Ebene. Berichtige den Schlüssel oder lösche den Umriss."
        yield make_error("unknown-boundary", boundaries.path, message, field=f"features.{numbers[code]}")


def _feature_code(feature: Mapping[str, Any]) -> str:
    code = feature["properties"].get("district_code")
    return code if isinstance(code, str) else ""


def _check_position(inventory: Inventory, boundaries: Resource) -> Iterator[Issue]:
    """The coordinates are longitude and latitude of one city."""
    rings = [ring for feature in boundaries.features for ring in _list_rings(feature["geometry"])]
    xs = [position[0] for ring in rings for position in ring]
    ys = [position[1] for ring in rings for position in ring]
    box = (min(xs), min(ys), max(xs), max(ys))
    if box[0] < -MAX_LONGITUDE or box[2] > MAX_LONGITUDE or box[1] < -MAX_LATITUDE or box[3] > MAX_LATITUDE:
        message = (
            f"Die Koordinaten sehen nach Metern aus (etwa {xs[0]:.0f}, {ys[0]:.0f}), nicht nach Länge und Breite. "
            "Rechne die Datei in WGS 84 (CRS84) um."
        )
        yield make_error("coordinates-in-metres", boundaries.path, message, field="features")
    elif _is_swapped(inventory, box):
        message = "Länge und Breite sind vertauscht. In GeoJSON steht die Länge (Ost) zuerst: tausche sie überall."
        yield make_error("swapped-coordinates", boundaries.path, message, field="features")
    elif box[2] - box[0] > MAX_EXTENT_DEGREES or box[3] - box[1] > MAX_EXTENT_DEGREES:
        message = (
            f"Die Umrisse reichen von {box[0]:.2f}, {box[1]:.2f} bis {box[2]:.2f}, {box[3]:.2f}: "
            "weiter als eine Stadt. Suche die verirrte Koordinate."
        )
        yield make_error("implausible-extent", boundaries.path, message, field="features")


def _is_swapped(inventory: Inventory, box: tuple[float, float, float, float]) -> bool:
    """Tell whether the label points of the districts lie in the box only with their coordinates swapped."""
    districts = sound_resource(inventory, DISTRICTS, "label_lon", "label_lat")
    points = [
        (row.values["label_lon"], row.values["label_lat"])
        for row in (districts.rows if districts else ())
        if row.values["label_lon"] is not None and row.values["label_lat"] is not None
    ]
    if not points:
        return False
    lon, lat = (sum(parts) / len(points) for parts in zip(*points, strict=True))

    def covers(x: float, y: float) -> bool:
        return box[0] <= x <= box[2] and box[1] <= y <= box[3]

    return covers(lat, lon) and not covers(lon, lat)


def _make_shapes(boundaries: Resource) -> tuple[Shape, ...]:
    from shapely.geometry import shape

    return tuple(
        Shape(number, _feature_code(feature), shape(feature["geometry"]))
        for number, feature in enumerate(boundaries.features, start=1)
    )


def _check_validity(boundaries: Resource, shapes: Sequence[Shape]) -> Iterator[Issue]:
    """Surfaces that GEOS cannot compute with."""
    import shapely

    for item in shapes:
        if not shapely.is_valid(item.geometry):
            reason, _, position = str(shapely.is_valid_reason(item.geometry)).partition("[")
            where = f" bei {position.rstrip(']')}" if position else ""
            wording = INVALIDITIES.get(reason, f"ist ungültig ({reason})")
            message = f"Der Umriss von ‚{item.code}‘ {wording}{where}. Berichtige ihn dort."
            yield make_error("invalid-geometry", boundaries.path, message, field=f"features.{item.number}")


def _check_surfaces(inventory: Inventory, boundaries: Resource, shapes: Sequence[Shape]) -> Iterator[Issue]:
    """All that is measured in metres."""
    tolerance = _parameter(inventory, "geometry_tolerance_m2")
    projection = _Projection.find(inventory)
    if isinstance(projection, Issue):
        yield projection
    elif projection is not None and tolerance is not None:
        surfaces = tuple(Shape(item.number, item.code, projection.project(item.geometry)) for item in shapes)
        yield from _check_overlaps(boundaries.path, surfaces, tolerance)
        yield from _check_gaps(boundaries.path, surfaces, tolerance)
        yield from _check_areas(inventory, surfaces)


def _check_overlaps(path: PurePosixPath, surfaces: Sequence[Shape], tolerance: float) -> Iterator[Issue]:
    import shapely

    geometries = [surface.geometry for surface in surfaces]
    for first, second in sorted(shapely.STRtree(geometries).query(geometries, predicate="intersects").T.tolist()):
        area = shapely.area(shapely.intersection(geometries[first], geometries[second])) if first < second else 0
        if area > tolerance:
            one, other = surfaces[first], surfaces[second]
            message = (
                f"‚{one.code}‘ und ‚{other.code}‘ überlappen sich um {format_number(area)} m². "
                "Ziehe eine gemeinsame Grenze."
            )
            yield make_error("overlap", path, message, field=f"features.{other.number}")


def _check_gaps(path: PurePosixPath, surfaces: Sequence[Shape], tolerance: float) -> Iterator[Issue]:
    """Holes of any size inside the city, and slits between two districts that reach its edge."""
    import shapely

    union = shapely.union_all([surface.geometry for surface in surfaces])
    gaps = [shapely.Polygon(ring) for part in shapely.get_parts(union) for ring in part.interiors]
    for half_width in SLIT_HALF_WIDTHS_M:
        gaps += _find_slits(union, surfaces, half_width)
    found: list[Any] = []
    for gap in gaps:
        if shapely.area(gap) <= tolerance or any(shapely.intersects(gap, other) for other in found):
            continue
        found.append(gap)
        codes = [surface.code for surface in surfaces if _shared_length(gap, surface.geometry) > 0]
        message = (
            f"Zwischen {quote_list(codes)} liegt eine Lücke von {format_number(shapely.area(gap))} m², "
            "die zu keinem Gebiet gehört. Ziehe eine gemeinsame Grenze."
        )
        yield make_error("gap", path, message, field="features")


def _find_slits(union: Any, surfaces: Sequence[Shape], half_width: float) -> list[Any]:
    """What closes when the city swells and shrinks again, as far as it lies between two districts."""
    import shapely

    # Mitred corners come back exactly; round ones would leave a crumb in every bend of the edge.
    swollen = shapely.buffer(union, half_width, join_style="mitre")
    closed = shapely.buffer(swollen, -half_width, join_style="mitre")
    length = SLIT_LENGTH_FACTOR * half_width
    return [
        part
        for part in shapely.get_parts(shapely.difference(closed, union))
        if shapely.area(part) > 1 and sum(_shared_length(part, surface.geometry) > length for surface in surfaces) > 1
    ]


def _shared_length(gap: Any, surface: Any) -> float:
    """How far a gap borders on a surface."""
    import shapely

    if not shapely.dwithin(gap, surface, 0.5):
        return 0.0
    return float(shapely.length(shapely.intersection(shapely.boundary(gap), shapely.buffer(surface, 0.5))))


def _check_areas(inventory: Inventory, surfaces: Sequence[Shape]) -> Iterator[Issue]:
    """Outlines that differ much from the declared area probably belong to another cut."""
    districts = sound_resource(inventory, DISTRICTS, "district_code", "area_km2")
    declared = {row.values["district_code"]: row for row in districts.rows} if districts else {}
    for surface in surfaces:
        row = declared.get(surface.code)
        expected = row.values["area_km2"] if row else None
        measured = surface.geometry.area / 1e6
        if districts and row and expected and abs(measured - expected) > AREA_DEVIATION * expected:
            message = (
                f"Für ‚{surface.code}‘ sind {format_number(expected, 2)} km² angegeben, der Umriss misst "
                f"{format_number(measured, 2)} km². Prüfe Angabe und Umriss."
            )
            yield make_warning("area-mismatch", districts.path, message, row=row.line, field="area_km2")


# --- points -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    """A position in a table, with the district it claims."""

    row: Row
    subject: str
    """Key of the row."""
    name: str
    """What people call the place; empty if it has no name."""
    position: Position
    code: str | None
    is_exact: bool
    reach_m: float
    """How far the place may be from the position."""


@dataclass(frozen=True, slots=True)
class PointTable:
    """A resource with positions."""

    resource: Resource
    field: str
    points: tuple[Point, ...]
    is_listed: bool
    """Whether every point outside is named; otherwise they are counted."""
    is_grid: bool = False
    """Whether the points are the middles of grid cells; those may lie in a river."""


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
    projection: "_Projection"

    def name(self, code: str) -> str:
        """A district as people know it, with its code."""
        return f"„{self.names[code]}“ (‚{code}‘)" if self.names.get(code) else f"‚{code}‘"

    def find_code(self, place: Any) -> str | None:
        """The district in which a place in metres lies; ``None`` outside all."""
        import shapely

        return next((code for code in sorted(self.surfaces) if shapely.covers(self.surfaces[code], place)), None)


def check_points(inventory: Inventory) -> Iterator[Issue]:
    """Find points that lie elsewhere than in the district they claim, or in a river."""
    tables = [table for table in _list_point_tables(inventory) if table.points]
    boundaries = sound_resource(inventory, BOUNDARIES)
    projection = _Projection.find(inventory)
    if not tables or boundaries is None or projection is None or isinstance(projection, Issue):
        return
    shapes, _ = _read_shapes(inventory, boundaries)
    districts = sound_resource(inventory, DISTRICTS, "district_code", "name")
    ground = _Ground(
        surfaces={shape.code: projection.project(shape.geometry) for shape in shapes},
        names={row.values["district_code"]: row.values["name"] or "" for row in (districts.rows if districts else ())},
        projection=projection,
    )
    for table in tables if ground.surfaces else ():
        yield from _check_point_table(table, ground)
    yield from _check_river(inventory, [table for table in tables if not table.is_grid], projection)


def _list_point_tables(inventory: Inventory) -> Iterator[PointTable]:
    """Tables with positions, by convention."""
    radius = _parameter(inventory, "stop_radius_m") or APPROXIMATE_M
    positions = sound_resource(inventory, "offerings/location_positions", "location_id", "longitude", "latitude")
    locations = sound_resource(inventory, "offerings/locations", "location_id", "district_code")
    if positions and locations:
        places = {row.values["location_id"]: row for row in locations.rows}
        points = _make_points(positions, places, "longitude", "latitude", radius)
        yield PointTable(positions, "longitude", points, is_listed=True)
    for resource_id, lon, lat, is_grid in (
        ("offerings/stops", "longitude", "latitude", False),
        ("demographics/census_cells", "lon", "lat", True),
    ):
        resource = sound_resource(inventory, resource_id, lon, lat, "district_code")
        if resource:
            points = _make_points(resource, None, lon, lat, NEAR_M)
            yield PointTable(resource, lon, points, is_listed=False, is_grid=is_grid)


def _make_points(
    resource: Resource, places: Mapping[str, Row] | None, lon: str, lat: str, radius: float
) -> tuple[Point, ...]:
    """The rows with a position; name and claimed district stand in the row or are looked up by location."""
    points = []
    for row in resource.rows:
        place = row if places is None else places.get(row.values["location_id"])
        if row.values[lon] is None or row.values[lat] is None:
            continue
        is_exact = row.values.get("precision") == "exact"
        length = row.values.get("street_length_m")
        points.append(
            Point(
                row=row,
                subject=name_row(row, resource.primary_key),
                name=str(place.values.get("name") or "") if place else "",
                position=(row.values[lon], row.values[lat]),
                code=place.values["district_code"] if place else None,
                is_exact=is_exact,
                reach_m=BORDER_TOLERANCE_M if is_exact else max(NEAR_M, radius if length is None else length / 2),
            )
        )
    return tuple(points)


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
        message = f"{_name_point(point)} liegt außerhalb aller Gebiete. Prüfe die Lage, oder streiche die Koordinate."
        yield _issue_about(table, point, "outside-all-districts", message, is_error=point.is_exact)
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
        f"{_name_point(point)} gehört laut Tabelle zu {ground.name(point.code)}; der Punkt liegt aber {where}, "
        f"{_format_distance(distance)} daneben. {remedy}"
    )
    is_error = not table.is_listed or distance > point.reach_m
    yield _issue_about(table, point, "point-outside", message, is_error=is_error)


def _name_point(point: Point) -> str:
    """A place at the beginning of a sentence."""
    return f"„{point.name}“" if point.name else f"Der Punkt ‚{point.subject}‘"


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


def _issue_about(table: PointTable, point: Point, code: str, message: str, *, is_error: bool) -> Issue:
    """A finding about one point."""
    make = make_error if is_error else make_warning
    return make(
        code, table.resource.path, message, row=point.row.line, field=table.field, subject=point.subject or None
    )


def _check_river(inventory: Inventory, tables: Sequence[PointTable], projection: "_Projection") -> Iterator[Issue]:
    """Places that lie in the water; how wide it is, a feature or the parameter must say."""
    import shapely
    from shapely.geometry import shape

    river = sound_resource(inventory, RIVER)
    for feature in river.features if river else ():
        said = feature["properties"].get("half_width_m")
        width = said if isinstance(said, (int, float)) else _parameter(inventory, RIVER_WIDTH)
        if width is None or not _is_line(feature["geometry"]):
            continue
        line = projection.project(shape(feature["geometry"]))
        for table in tables:
            located = projection.locate([point.position for point in table.points])
            for point, is_wet in zip(table.points, shapely.dwithin(located, line, float(width)), strict=True):
                if is_wet:
                    name = feature["properties"].get("name") or "Gewässer"
                    message = (
                        f"{_name_point(point)} läge mitten im Wasser ({name}, höchstens {format_number(width)} m von "
                        "der Mittellinie). Berichtige die Koordinate."
                    )
                    yield _issue_about(table, point, "position-in-river", message, is_error=point.is_exact)


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


# --- projection ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Projection:
    """From longitude and latitude to metres."""

    transformer: Any

    @classmethod
    def find(cls, inventory: Inventory) -> "_Projection | Issue | None":
        """The projection the parameters ask for; an issue if there is no such one, nothing if none is named."""
        from pyproj import CRS, Transformer
        from pyproj.exceptions import CRSError

        code = _parameter(inventory, "projected_crs_epsg")
        parameters = sound_resource(inventory, PARAMETERS)
        if code is None or parameters is None:
            return None
        try:
            crs = CRS.from_epsg(int(code))
        except CRSError:
            crs = None
        if crs is None or not crs.is_projected:
            line = next(row.line for row in parameters.rows if row.values["parameter_id"] == "projected_crs_epsg")
            message = f"EPSG:{code:.0f} ist kein Bezugssystem in Metern. Trage etwa 25832 (UTM-Zone 32) ein."
            return make_error("unknown-crs", parameters.path, message, row=line, field="value")
        return cls(Transformer.from_crs("OGC:CRS84", crs, always_xy=True))

    def project(self, geometry: Any) -> Any:
        """A geometry in metres; heights are dropped."""
        import numpy as np
        import shapely

        def to_metres(coordinates: Any) -> Any:
            return np.column_stack(self.transformer.transform(coordinates[:, 0], coordinates[:, 1]))

        return shapely.transform(shapely.force_2d(geometry), to_metres)

    def locate(self, positions: Sequence[Position]) -> Any:
        """Points in metres."""
        import shapely

        xs, ys = zip(*positions, strict=True)
        return shapely.points(*self.transformer.transform(xs, ys))


def _parameter(inventory: Inventory, name: str) -> float | None:
    resource = sound_resource(inventory, PARAMETERS, "parameter_id", "value")
    rows = resource.rows if resource else ()
    return next((row.values["value"] for row in rows if row.values["parameter_id"] == name), None)
