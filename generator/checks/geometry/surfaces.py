"""What is measured in metres: districts that overlap, leave gaps or are not as large as declared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from generator.checks.geometry.projection import Projection, find_parameter
from generator.checks.inventory import DISTRICTS, Inventory, sound_resource
from generator.formatting import format_number
from generator.model import Issue, Resource
from generator.packages import make_error, make_warning, quote_list

AREA_DEVIATION = 0.05
"""Simplified outlines keep their area within a few per cent of the official one."""
SLIT_HALF_WIDTHS_M = (25.0, 100.0)
"""A gap that is open to the outside is no hole; it is found as a slit of up to twice this width …"""
SLIT_LENGTH_FACTOR = 5
"""… that two districts border on for at least this many half-widths."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A surface of the boundary file, in degrees."""

    number: int
    """Position among the features, from 1."""
    code: str
    geometry: Any


def check_surfaces(inventory: Inventory, boundaries: Resource, shapes: Sequence[Shape]) -> Iterator[Issue]:
    """All that is measured in metres."""
    tolerance = find_parameter(inventory, "geometry_tolerance_m2")
    projection = Projection.find(inventory)
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
