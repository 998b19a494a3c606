"""Whether the boundaries cover the city once and only once, step by step from their form to their surfaces."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.checks.geometry.forms import check_forms, list_rings
from generator.checks.geometry.projection import MAX_LATITUDE, MAX_LONGITUDE
from generator.checks.geometry.river import RIVER, check_lines
from generator.checks.geometry.surfaces import Shape, check_surfaces
from generator.checks.inventory import BOUNDARIES, DISTRICTS, Inventory, finest_codes, sound_resource
from generator.model import Issue, Resource
from generator.packages import make_error, quote_list

MAX_EXTENT_DEGREES = 1.0
"""No city is wider; a larger box means a stray or swapped coordinate."""
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


def check_boundaries(inventory: Inventory) -> Iterator[Issue]:
    """Find outlines that are missing, broken, displaced, overlapping or leave gaps, and broken lines of rivers."""
    river = sound_resource(inventory, RIVER)
    if river is not None:
        yield from check_lines(river)
    boundaries = sound_resource(inventory, BOUNDARIES)
    if boundaries is None:
        return
    shapes, issues = read_shapes(inventory, boundaries)
    yield from issues
    if not issues:
        yield from check_surfaces(inventory, boundaries, shapes)


def read_shapes(inventory: Inventory, boundaries: Resource) -> tuple[tuple[Shape, ...], list[Issue]]:
    """The outlines, unless something is wrong with one of them; each step needs the one before."""
    issues = [*check_forms(boundaries), *_check_codes(inventory, boundaries)]
    issues = issues or list(_check_position(inventory, boundaries))
    if issues:
        return (), issues
    shapes = _make_shapes(boundaries)
    issues = list(_check_validity(boundaries, shapes))
    return (() if issues else shapes), issues


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
    rings = [ring for feature in boundaries.features for ring in list_rings(feature["geometry"])]
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
