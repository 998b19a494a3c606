"""Where things are: positions, levels, districts and their outlines."""

from dataclasses import dataclass

from generator.model.quantities import Quantity

Position = tuple[float, float]
"""Longitude and latitude in degrees (CRS84), or easting and northing in metres where a name ends in ``_m``."""
Ring = tuple[Position, ...]
"""A closed line: the first position stands again at the end."""
Polygons = tuple[tuple[Ring, ...], ...]
"""A multipolygon: per polygon the outer ring, then its holes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A kind of district, such as Stadtteil."""

    id: str
    name_singular: str
    name_plural: str
    slug: str
    sort_order: int
    """1 is the whole city; larger numbers are finer."""
    is_official: bool
    status_note: str
    """What readers must know about the cut; empty if nothing."""
    name_with_article: str = ""
    """Such as "ein Stadtteil"; empty where the data do not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A unit with a page, on a level."""

    code: str
    """Unique over all levels; text, with its leading zeros."""
    level_id: str
    name: str
    slug: str
    number: str
    """The number people use, such as "05"; empty if none."""
    status: str
    """``official``, ``documented`` or ``provisional``."""
    basis: str
    """Why the district is cut this way; empty for official ones."""
    area_km2: Quantity
    parent_code: str | None
    """The district one level up that it belongs to."""
    part_codes: tuple[str, ...]
    """Codes one level down; empty on the finest level."""
    neighbour_codes: tuple[str, ...]
    """Districts of the same level that share a border, in code order."""
    name_nominative: str = ""
    """The name with its article, such as "die Altstadt"; empty where the data do not say."""
    name_locative: str = ""
    """The name as an answer to "where?", such as "in der Altstadt"; empty where the data do not say."""

    @property
    def who(self) -> str:
        """The name as the subject of a sentence; always correct, nicer where the data know the article."""
        return self.name_nominative or f"das Gebiet „{self.name}“"

    @property
    def where(self) -> str:
        """The name as the place of a sentence; always correct, nicer where the data know the preposition."""
        return self.name_locative or f"im Gebiet „{self.name}“"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The surface of a district, ready to draw."""

    district_code: str
    polygons: Polygons
    """Longitude/latitude (CRS84), outer rings counter-clockwise as RFC 7946 asks."""
    polygons_m: Polygons
    """The same in metres (the city's projected CRS), y pointing north."""
    label: Position
    label_m: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextLine:
    """A line for orientation on maps, such as a river."""

    name: str
    note: str
    """What it is and is not, such as "schematisch"."""
    lines: tuple[Ring, ...]
    lines_m: tuple[Ring, ...]
