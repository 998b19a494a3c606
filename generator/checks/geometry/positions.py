"""The positions that tables state, with the district each claims and how exact each says it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.checks.geometry.projection import find_parameter
from generator.checks.inventory import Inventory, sound_resource
from generator.model import Issue, Position, Resource, Row
from generator.packages import make_error, make_warning, name_row

BORDER_TOLERANCE_M = 25.0
"""Outlines are simplified: an exact point this near to its district is not wrong."""
NEAR_M = 150.0
"""A position known only by street or grid cell may miss its district by this much."""
APPROXIMATE_M = 300.0
"""How far the house may be from a position of unknown precision, unless the parameter ``stop_radius_m`` says so."""


@dataclass(frozen=True, slots=True)
class Point:
    """A position in a table, with the district it claims."""

    row: Row
    place: Row | None
    """What else is known of the place; ``None`` where nothing is."""
    key: tuple[str, ...]
    """The columns that name the row."""
    position: Position
    code: str | None
    is_exact: bool
    reach_m: float
    """How far the place may be from the position."""

    @property
    def subject(self) -> str:
        """Key of the row."""
        return name_row(self.row, self.key)

    @property
    def name(self) -> str:
        """What people call the place; empty if it has no name."""
        return str(self.place.values.get("name") or "") if self.place else ""


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


def list_point_tables(inventory: Inventory) -> Iterator[PointTable]:
    """Tables with positions, by convention."""
    radius = find_parameter(inventory, "stop_radius_m") or APPROXIMATE_M
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
                place=place,
                key=resource.primary_key,
                position=(row.values[lon], row.values[lat]),
                code=place.values["district_code"] if place else None,
                is_exact=is_exact,
                reach_m=BORDER_TOLERANCE_M if is_exact else max(NEAR_M, radius if length is None else length / 2),
            )
        )
    return tuple(points)


def name_point(point: Point) -> str:
    """A place at the beginning of a sentence."""
    return f"„{point.name}“" if point.name else f"Der Punkt ‚{point.subject}‘"


def issue_about(table: PointTable, point: Point, code: str, message: str, *, is_error: bool) -> Issue:
    """A finding about one point."""
    make = make_error if is_error else make_warning
    return make(
        code, table.resource.path, message, row=point.row.line, field=table.field, subject=point.subject or None
    )
