"""The frozen values that flow through every stage.

Nothing here computes more than a sum or a ratio, reads a file or knows a city.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any

Position = tuple[float, float]
"""Longitude and latitude in degrees (CRS84), or easting and northing in metres where a name ends in ``_m``."""
Ring = tuple[Position, ...]
"""A closed line: the first position stands again at the end."""
Polygons = tuple[tuple[Ring, ...], ...]
"""A multipolygon: per polygon the outer ring, then its holes."""

# --- findings -----------------------------------------------------------------------------------------------------


class Severity(StrEnum):
    """How much a finding weighs: an error stops the build, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A finding about data: where, what, and what to do."""

    severity: Severity
    code: str
    """Stable identifier in lower case with hyphens, such as ``type-error``."""
    path: str
    """File, relative to the project folder, with forward slashes."""
    message: str
    """One German sentence that names the remedy."""
    row: int | None = None
    """Line in the file as an editor counts it; the header is line 1."""
    field: str | None = None
    subject: str | None = None
    """What the finding is about in words that outlive a new sorting of the file, such as ``2025-12-31/52``: the
    primary key of the row, its parts joined by ``/``. Accepted exceptions refer to it."""

    def __str__(self) -> str:
        """Write ``path:row:field: error: sentence [code]``; what is unknown is left out."""
        place = ":".join(str(part) for part in (self.path, self.row, self.field) if part is not None)
        return f"{place}: {self.severity}: {self.message} [{self.code}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedIssue:
    """A finding that was looked into and accepted."""

    issue: Issue
    reason: str
    decided_by: str
    """The role of whoever decided, never a name."""
    decided_date: date


# --- packages -----------------------------------------------------------------------------------------------------


class ObservationStatus(StrEnum):
    """Why there is a value, or why there is none."""

    NORMAL = "normal"
    CONFIDENTIAL = "confidential"
    """Suppressed, by the source or by us; official sign ``.``"""
    MISSING = "missing"
    """The source has no value (yet); official sign ``…``"""
    UNRELIABLE = "unreliable"
    """Too uncertain to be shown; official sign ``/``"""
    NOT_MEANINGFUL = "not_meaningful"
    """The question makes no sense here, such as a share of nobody; official sign ``x``"""


STATUS_PRECEDENCE = (
    ObservationStatus.CONFIDENTIAL,
    ObservationStatus.MISSING,
    ObservationStatus.UNRELIABLE,
    ObservationStatus.NOT_MEANINGFUL,
)
"""Which reason is told where several meet: the first that occurs."""

SIGN_STATUS: Mapping[str, ObservationStatus] = {
    ".": ObservationStatus.CONFIDENTIAL,
    "…": ObservationStatus.MISSING,
    "/": ObservationStatus.UNRELIABLE,
    "x": ObservationStatus.NOT_MEANINGFUL,
    "": ObservationStatus.MISSING,
}
"""The signs of official statistics as they stand in cells; a package declares those it uses as ``missingValues``."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or the reason why there is none."""

    value: float | None
    """Whole numbers stay ``int``; ``None`` exactly when ``status`` is not normal."""
    status: ObservationStatus = ObservationStatus.NORMAL

    @classmethod
    def absent(cls, status: ObservationStatus) -> "Quantity":
        """No number, for this reason."""
        return cls(None, status)


def worst_status(statuses: Iterable[ObservationStatus]) -> ObservationStatus:
    """The reason to tell where several quantities meet; normal where all are."""
    found = set(statuses)
    return next(
        (status for status in STATUS_PRECEDENCE if status in found),
        ObservationStatus.NORMAL,
    )


def add_quantities(quantities: Iterable[Quantity]) -> Quantity:
    """The sum; a sum over a gap is that gap, and a sum over nothing is missing."""
    parts = tuple(quantities)
    status = worst_status(part.status for part in parts) if parts else ObservationStatus.MISSING
    if status is not ObservationStatus.NORMAL:
        return Quantity.absent(status)
    return Quantity(sum(part.value for part in parts if part.value is not None))


def subtract_quantities(minuend: Quantity, subtrahend: Quantity) -> Quantity:
    """The difference; a gap on either side is that gap."""
    negative = Quantity(None if subtrahend.value is None else -subtrahend.value, subtrahend.status)
    return add_quantities((minuend, negative))


def divide_quantities(part: Quantity, whole: Quantity, *, factor: float = 1) -> Quantity:
    """``factor`` × part / whole; not meaningful where the whole is zero."""
    status = worst_status((part.status, whole.status))
    if status is not ObservationStatus.NORMAL or part.value is None or whole.value is None:
        return Quantity.absent(status)
    if whole.value == 0:
        return Quantity.absent(ObservationStatus.NOT_MEANINGFUL)
    return Quantity(factor * part.value / whole.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where facts come from."""

    title: str
    path: str | None = None
    """Web address, if there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class License:
    """Terms of use, with the text that has to be shown."""

    name: str
    """Identifier such as ``ODbL-1.0``."""
    title: str
    path: str | None = None
    attribution: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column as its schema declares it."""

    name: str
    type: str
    title: str
    description: str
    unit: str | None = None
    constraints: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """Columns whose values must stand in another resource, of this package or (``package`` given) of another."""

    fields: tuple[str, ...]
    package: str | None
    resource: str
    """Empty where the key refers to the resource itself."""
    reference_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, cells typed by the schema."""

    line: int
    """Line in the file as an editor counts it; the header is line 1."""
    values: Mapping[str, Any]
    """``None`` only where the cell holds a declared missing-value sign."""
    signs: Mapping[str, ObservationStatus]
    """Per field without value, why."""

    def quantity(self, field: str) -> Quantity:
        """The number in a cell, or why there is none."""
        value = self.values[field]
        if value is None:
            return Quantity.absent(self.signs[field])
        return Quantity(value if isinstance(value, int) else float(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A file of a data package with all that is known about it."""

    package: str
    name: str
    title: str
    description: str
    path: PurePosixPath
    """Relative to the project folder."""
    file: Path
    """Where it lies on this machine."""
    format: str
    """``csv`` or ``geojson``."""
    bytes: int
    hash: str
    """SHA-256 as hexadecimal digits."""
    temporal: str
    """Reference dates in words, such as "31.12. der Jahre 2011 bis 2025"."""
    caveats: tuple[str, ...]
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    missing_values: tuple[str, ...]
    licenses: tuple[License, ...]
    sources: tuple[Source, ...]
    rows: tuple[Row, ...]
    """Empty for ``geojson``."""
    features: tuple[Mapping[str, Any], ...]
    """GeoJSON features as parsed; empty for ``csv``."""
    descriptor: Mapping[str, Any]
    """The resource as ``datapackage.json`` spells it."""

    @property
    def id(self) -> str:
        """Name across packages, such as ``demographics/age_groups``."""
        return f"{self.package}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A Frictionless data package, loaded."""

    name: str
    title: str
    description: str
    version: str
    created: date
    directory: PurePosixPath
    resources: tuple[Resource, ...]
    descriptor: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretCells:
    """How many cells of a dataset are kept secret, and by whom; which ones and how large is told nowhere."""

    resource_id: str
    source_count: int
    """Suppressed by the source already."""
    primary_count: int
    """Suppressed by us because the number itself tells too much."""
    secondary_count: int
    """Suppressed by us because others could be computed from it."""


# --- geography ----------------------------------------------------------------------------------------------------


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


# --- numbers ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A cell that went into a number."""

    resource_id: str
    line: int
    field: str
    district_code: str
    quantity: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One number of one district at one reference date, with all that it rests on."""

    indicator_id: str
    district_code: str
    reference_date: date
    value: float | None
    status: ObservationStatus
    numerator: Quantity
    denominator: Quantity | None
    """``None`` for counts."""
    evidence: tuple[Evidence, ...]


# --- offerings ----------------------------------------------------------------------------------------------------


class PositionPrecision(StrEnum):
    """How exact the position of a location is; never show it finer."""

    EXACT = "exact"
    """The building or its entrance."""
    STREET = "street"
    """Somewhere on this street, or at the stop nearest to it."""
    DISTRICT = "district"
    """Only the district is known."""
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningTime:
    """One span on one weekday."""

    weekday: int
    """1 is Monday."""
    opens_at: str
    """``08:30``"""
    closes_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceType:
    """A kind of offering."""

    id: str
    title: str
    title_plural: str
    slug: str
    description: str
    is_meeting_place: bool
    is_for_older_people: bool
    """Made for older people; otherwise other social infrastructure that could be shared."""
    is_in_supply_ratio: bool
    guideline_ids: tuple[str, ...]
    guideline_basis: str
    """Who assigned the guidelines."""
    map_sign: str
    """One or two letters that mark it on maps."""
    plain_title: str = ""
    """How it is called in plain German; empty where the title is plain."""
    plain_text: str = ""
    """What it is, in short sentences; empty where nobody has written it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guideline:
    """A guideline of the city's policy for older people."""

    id: str
    title: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A step of the graded system."""

    id: str
    title: str
    title_plural: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """A service of an organization at a location. All texts come from data and are not safe to print unescaped."""

    id: str
    name: str
    service_type_id: str
    tier_id: str | None
    organization: str | None
    location_name: str | None
    street: str | None
    postal_code: str | None
    is_postal_code_derived: bool
    city: str | None
    district_code: str | None
    """Finest level; ``None`` where unknown."""
    district_basis: str
    """``source``, ``derived`` or ``unknown``."""
    position: Position | None
    """Longitude, latitude; ``None`` unless precision is exact or street."""
    precision: PositionPrecision
    position_radius_m: float | None
    """How far from the position the location may be; ``None`` where it is exact or not known."""
    position_source: str | None
    opening_times: tuple[OpeningTime, ...]
    opening_note: str | None
    """Opening hours as the source words them, where they do not fit a schedule."""
    schedule_notes: tuple[str, ...] = ()
    """What the sources say about the opening times, such as how old they are."""
    phone: str | None
    url: str | None
    email: str | None = None
    """Of the institution, never of a person."""
    step_free: str
    """``yes``, ``partial``, ``no`` or ``unknown``."""
    accessibility_note: str | None
    status: str
    """``active``, ``planned``, ``closing``, ``closed`` or ``unconfirmed``."""
    status_note: str | None
    note: str | None
    confidence: str
    """``high``, ``medium`` or ``low``."""
    last_confirmed: str | None
    """Year, year and month, or day: as exact as it is known."""
    confirmed_by: str | None = None
    """Role of whoever confirmed it, never a name; ``None`` where it is only known from sources."""
    is_stale: bool
    """Not confirmed for longer than the city allows, or nobody knows when; never true for closed ones."""
    source: str
    source_urls: tuple[str, ...]
    resource_id: str
    line: int


# --- output -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFile:
    """A file to be written below the staged tree."""

    path: PurePosixPath
    content: bytes
    datasets: tuple[str, ...] = ()
    """Ids of the datasets that a download was made from, in order; empty for pages, maps and assets."""


# --- maps ---------------------------------------------------------------------------------------------------------


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
    """1 is the lowest class; ``None`` where there is no number, or no classes."""
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
