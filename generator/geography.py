"""Districts, how they nest, their outlines and neighbours; the only CRS arithmetic.

Outlines of coarser levels are unions of the finest ones, so that borders fit exactly on every level.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from generator.formatting import sort_key
from generator.model import (
    ContextLine,
    District,
    Level,
    ObservationStatus,
    Outline,
    Package,
    Polygons,
    Position,
    Ring,
    Row,
    add_quantities,
)
from generator.packages import find_resource, find_rows
from generator.parameters import Parameters, parameter_value

if TYPE_CHECKING:
    from shapely import MultiPolygon

LEVELS_ID = "districts/levels"
DISTRICTS_ID = "districts/districts"
CROSSWALK_ID = "districts/crosswalk"
BOUNDARIES_ID = "districts/boundaries"
RIVER_ID = "districts/river"

Project = Callable[[Sequence[Position]], Ring]
"""Longitude/latitude to easting/northing in metres, many positions at once."""


@dataclass(frozen=True, kw_only=True)
class Geography:
    """The city and all its districts."""

    levels: tuple[Level, ...]
    """From the whole city to the finest level."""
    districts: Mapping[str, District]
    """By code, level by level, in the order people expect (by number, then by name)."""
    outlines: Mapping[str, Outline]
    """By district code."""
    context_lines: tuple[ContextLine, ...]
    to_metres: Project

    @cached_property
    def city(self) -> District:
        """The district that everything else is a part of."""
        return self.districts_on(self.levels[0])[0]

    def level_of(self, district: District) -> Level:
        """The level a district is on."""
        return next(level for level in self.levels if level.id == district.level_id)

    def districts_on(self, level: Level) -> tuple[District, ...]:
        """All districts of a level in order."""
        return self._by_level.get(level.id, ())

    @cached_property
    def _by_level(self) -> Mapping[str, tuple[District, ...]]:
        """All districts in order by level: they are asked for once per district."""
        found: dict[str, list[District]] = defaultdict(list)
        for district in self.districts.values():
            found[district.level_id].append(district)
        return {level_id: tuple(districts) for level_id, districts in found.items()}

    def place_of(self, district: District) -> int:
        """Where a district stands among those of its level, from 0."""
        return self._places[district.code]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """Places by code: every district asks for its own, and looking along the list would take longer and longer."""
        return {one.code: place for level in self.levels for place, one in enumerate(self.districts_on(level))}

    def finest_codes(self, code: str) -> tuple[str, ...]:
        """Codes of the finest districts that make up a district; its own if it has no parts."""
        parts = self.districts[code].part_codes
        return tuple(finest for part in parts for finest in self.finest_codes(part)) if parts else (code,)

    def ancestors(self, code: str) -> tuple[District, ...]:
        """The districts that contain a district, the city first."""
        parent = self.districts[code].parent_code
        return (*self.ancestors(parent), self.districts[parent]) if parent else ()


def compute_geography(packages: Sequence[Package], parameters: Parameters) -> Geography:
    """Read levels, districts and crosswalk, and work out outlines, surfaces and neighbours."""
    levels = _read_levels(packages)
    rows = {row.values["district_code"]: row for row in find_rows(packages, DISTRICTS_ID)}
    parent_of = {row.values["part_code"]: row.values["whole_code"] for row in find_rows(packages, CROSSWALK_ID)}
    parts_of: dict[str, list[str]] = defaultdict(list)
    for part, whole in sorted(parent_of.items()):
        parts_of[whole].append(part)
    to_metres = _projection(int(parameter_value(parameters, "projected_crs_epsg")))
    shapes = _read_shapes(packages)
    ordered = sorted(rows.values(), key=lambda row: _order(row, levels))
    bare = {
        row.values["district_code"]: _read_district(row, parent_of, parts_of[row.values["district_code"]])
        for row in ordered
    }
    for level in reversed(levels):
        for district in (one for one in bare.values() if one.level_id == level.id and one.part_codes):
            shapes[district.code] = _join(shapes[code] for code in district.part_codes)
    neighbours = _find_neighbours(
        bare, levels, shapes, to_metres, parameter_value(parameters, "neighbour_border_min_m")
    )
    districts = _add_surfaces(
        {code: replace(one, neighbour_codes=neighbours.get(code, ())) for code, one in bare.items()}, levels
    )
    outlines = {
        code: _draw_outline(code, shapes[code], _label(rows[code]), to_metres) for code in districts if code in shapes
    }
    lines = tuple(_read_lines(packages, to_metres))
    return Geography(levels=levels, districts=districts, outlines=outlines, context_lines=lines, to_metres=to_metres)


def _read_levels(packages: Sequence[Package]) -> tuple[Level, ...]:
    """Levels from the whole city down."""
    levels = (
        Level(
            id=row.values["level_id"],
            name_singular=row.values["name_singular"],
            name_plural=row.values["name_plural"],
            slug=row.values["slug"],
            sort_order=row.values["sort_order"],
            is_official=row.values["is_official"],
            status_note=row.values["status_note"] or "",
            name_with_article=row.values.get("name_with_article") or "",
        )
        for row in find_rows(packages, LEVELS_ID)
    )
    return tuple(sorted(levels, key=lambda level: level.sort_order))


def _order(row: Row, levels: Sequence[Level]) -> tuple[int, tuple[str, str], tuple[str, str]]:
    """Where a district stands in lists."""
    level = next(number for number, level in enumerate(levels) if level.id == row.values["level_id"])
    return level, sort_key(row.values["number"] or ""), sort_key(row.values["name"])


def _read_district(row: Row, parent_of: Mapping[str, str], parts: Sequence[str]) -> District:
    """A district as its row tells it; surface and neighbours follow later."""
    code = row.values["district_code"]
    return District(
        code=code,
        level_id=row.values["level_id"],
        name=row.values["name"],
        slug=row.values["slug"],
        number=row.values["number"] or "",
        status=row.values["status"],
        basis=row.values["basis"] or "",
        area_km2=row.quantity("area_km2"),
        parent_code=parent_of.get(code),
        part_codes=tuple(parts),
        neighbour_codes=(),
        name_nominative=row.values.get("name_nominative") or "",
        name_locative=row.values.get("name_locative") or "",
    )


def _add_surfaces(districts: Mapping[str, District], levels: Sequence[Level]) -> dict[str, District]:
    """Give districts without a surface of their own the sum of their parts, from fine to coarse."""
    found = dict(districts)
    for level in reversed(levels):
        for code, district in districts.items():
            if (
                district.level_id == level.id
                and district.part_codes
                and (district.area_km2.status is ObservationStatus.MISSING)
            ):
                area = add_quantities(found[part].area_km2 for part in district.part_codes)
                found[code] = replace(district, area_km2=area)
    return found


def _projection(epsg: int) -> Project:
    """Longitude/latitude to metres in the city's projected CRS."""
    from pyproj import Transformer

    transformer = Transformer.from_crs("OGC:CRS84", f"EPSG:{epsg}", always_xy=True)

    def to_metres(positions: Sequence[Position]) -> Ring:
        xs, ys = transformer.transform([position[0] for position in positions], [position[1] for position in positions])
        return tuple(zip(map(float, xs), map(float, ys), strict=True))

    return to_metres


def to_degrees(positions: Sequence[Position], epsg: int) -> Ring:
    """Positions in a projected CRS as longitude and latitude, rounded to a tenth of a metre."""
    xs, ys = _inverse(epsg).transform([position[0] for position in positions], [position[1] for position in positions])
    return tuple((round(float(x), 6), round(float(y), 6)) for x, y in zip(xs, ys, strict=True))


@cache
def _inverse(epsg: int) -> Any:
    """The transformation that ``to_degrees`` applies; making one takes longer than using it."""
    from pyproj import Transformer

    return Transformer.from_crs(f"EPSG:{epsg}", "OGC:CRS84", always_xy=True)


def _read_shapes(packages: Sequence[Package]) -> "dict[str, MultiPolygon]":
    """Outlines of the finest level by code."""
    from shapely.geometry import shape

    resource = find_resource(packages, BOUNDARIES_ID)
    features = resource.features if resource else ()
    return {str(one["properties"]["district_code"]): _as_multi(shape(one["geometry"])) for one in features}


def _as_multi(geometry: Any) -> "MultiPolygon":
    """The same surface as a multipolygon with rings turning the way RFC 7946 asks."""
    import shapely
    from shapely.geometry.polygon import orient

    polygons = [orient(part) for part in shapely.get_parts(geometry)]
    return shapely.MultiPolygon(polygons)


def _join(shapes: "Iterable[MultiPolygon]") -> "MultiPolygon":
    """One surface of several that share borders."""
    import shapely

    return _as_multi(shapely.union_all(list(shapes)))


def _find_neighbours(
    districts: Mapping[str, District],
    levels: Sequence[Level],
    shapes: "Mapping[str, MultiPolygon]",
    to_metres: Project,
    minimum_m: float,
) -> dict[str, tuple[str, ...]]:
    """Districts of one level that share at least ``minimum_m`` of border."""
    finest = [code for code, one in districts.items() if one.level_id == levels[-1].id and code in shapes]
    shared = _shared_borders({code: shapes[code] for code in finest}, to_metres)
    found: dict[str, set[str]] = defaultdict(set)
    for depth in range(len(levels)):
        lengths: dict[tuple[str, str], float] = defaultdict(float)
        for (one, other), length in shared.items():
            pair = tuple(sorted(_climb(districts, code, depth) for code in (one, other)))
            lengths[pair[0], pair[1]] += length
        for (one, other), length in lengths.items():
            if one != other and length >= minimum_m:
                found[one].add(other)
                found[other].add(one)
    order = {code: place for place, code in enumerate(districts)}
    return {code: tuple(sorted(others, key=order.__getitem__)) for code, others in found.items()}


def _climb(districts: Mapping[str, District], code: str, steps: int) -> str:
    """The district ``steps`` levels above; the topmost if there are fewer."""
    for _ in range(steps):
        code = districts[code].parent_code or code
    return code


def _shared_borders(shapes: "Mapping[str, MultiPolygon]", to_metres: Project) -> dict[tuple[str, str], float]:
    """Length in metres of the border that two districts share."""
    import numpy as np
    import shapely

    borders = {
        code: shapely.transform(one, lambda array: np.array(to_metres(array.tolist()))).boundary
        for code, one in shapes.items()
    }
    codes, surfaces = list(shapes), list(shapes.values())
    pairs = sorted(shapely.STRtree(surfaces).query(surfaces).T.tolist())
    return {
        (codes[one], codes[other]): float(borders[codes[one]].intersection(borders[codes[other]]).length)
        for one, other in pairs
        if one < other
    }


def _label(row: Row) -> Position | None:
    """Where the name of a district is best written, if the package says so."""
    longitude, latitude = row.values.get("label_lon"), row.values.get("label_lat")
    return (longitude, latitude) if longitude is not None and latitude is not None else None


def _draw_outline(code: str, shape: "MultiPolygon", label: Position | None, to_metres: Project) -> Outline:
    """Rings as plain numbers, in degrees and in metres."""
    polygons: Polygons = tuple(
        tuple(_plain_ring(ring.coords) for ring in (part.exterior, *part.interiors)) for part in shape.geoms
    )
    if label is None:
        point = max(shape.geoms, key=lambda part: part.area).representative_point()
        label = (round(point.x, 6), round(point.y, 6))
    polygons_m: Polygons = tuple(tuple(to_metres(ring) for ring in rings) for rings in polygons)
    return Outline(
        district_code=code, polygons=polygons, polygons_m=polygons_m, label=label, label_m=to_metres([label])[0]
    )


def _plain_ring(positions: Iterable[Sequence[float]]) -> Ring:
    """A ring of pairs, rounded as the source is."""
    return tuple((round(position[0], 6), round(position[1], 6)) for position in positions)


def _read_lines(packages: Sequence[Package], to_metres: Project) -> Iterable[ContextLine]:
    """Rivers and the like."""
    resource = find_resource(packages, RIVER_ID)
    for feature in resource.features if resource else ():
        geometry = feature["geometry"]
        parts = geometry["coordinates"] if geometry["type"] == "MultiLineString" else [geometry["coordinates"]]
        lines = tuple(_plain_ring(part) for part in parts)
        yield ContextLine(
            name=str(feature["properties"]["name"]),
            note=str(feature["properties"].get("note") or ""),
            lines=lines,
            lines_m=tuple(to_metres(line) for line in lines),
        )
