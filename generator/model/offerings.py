"""What is there for people, and where."""

from dataclasses import dataclass
from enum import StrEnum

from generator.model.places import Position


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
