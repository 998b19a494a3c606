"""What is drawn on maps."""

from dataclasses import dataclass

from generator.model.offerings import PositionPrecision
from generator.model.places import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class MapMarker:
    """An offering on a map; the list beside the map has the same items with the same numbers."""

    number: int
    title: str
    kind: str
    """Title of the service type."""
    sign: str
    """One or two letters on the marker."""
    lines: tuple[str, ...]
    """Plain text for the popup: address, hours, how exact the position is."""
    position: Position | None
    """``None``: cannot be drawn, the list says so."""
    precision: PositionPrecision
    radius_m: float | None
    """The location lies somewhere in this circle; ``None`` where it is exact or not drawn."""
    is_stale: bool
    """Greyed: nobody has confirmed the offering for too long."""
    page_anchor: str
    """Element on the page around the map that tells more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapArea:
    """A district on a map of an indicator, or for orientation."""

    district_code: str
    name: str
    label: str
    """What fits on the map: the number, or the name of districts without number."""
    text: str
    """The formatted value with its unit, or an official sign with its meaning."""
    sign: str
    """The official sign where there is no number or exactly nothing; empty for other numbers."""
    class_number: int | None
    """1 is the lowest of the map's classes; ``None`` where there is no number, or no classes."""
    amount: float | None
    """For circles: what their surface stands for."""
    href: str
    """Link to the district's page, relative to the root of the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapClass:
    """A named class of a choropleth."""

    number: int
    title: str
    """Limits in words, such as "20 bis unter 25 %"."""
    is_nil: bool = False
    """It holds zero and nothing else, so that it explains the sign for zero, too."""
    from_zero: int | None = None
    """Which class from zero it is, negative below, where classes lie on both sides; 0 holds zero between others."""
