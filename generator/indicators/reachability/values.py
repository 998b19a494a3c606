"""What is known about walking distances: ranges instead of points, because many positions are only approximate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from generator.model import ObservationStatus, Polygons, Position, Quantity


@dataclass(frozen=True, slots=True)
class Span:
    """A number of which only the limits are known; both are the same where it is known exactly."""

    low: Quantity
    high: Quantity

    @classmethod
    def absent(cls, status: ObservationStatus) -> "Span":
        """Nothing is known, for this reason."""
        return cls(Quantity.absent(status), Quantity.absent(status))


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkProfile:
    """How fast somebody walks."""

    id: str
    title: str
    """Such as "gut zu Fuß"."""
    speed_m_per_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where people walk to."""

    id: str
    """``meeting_place``, ``stop``, or ``tier_`` with the id of a tier."""
    title: str
    title_plural: str
    minutes: float
    """Longest acceptable walk."""
    service_type_ids: tuple[str, ...] = ()
    tier_id: str | None = None

    def limit_m(self, profile: WalkProfile) -> float:
        """How far that is on foot."""
        return self.minutes * 60 * profile.speed_m_per_s


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCounts:
    """What a target's distances rest on."""

    exact: int
    approximate: int
    """Somewhere in a circle."""
    district_only: int
    """Somewhere in a district."""
    nowhere: int
    """Not even that is known: they cannot be taken into account."""
    left_out: int
    """Open, but not confirmed for too long; they are only part of the second reading."""

    @property
    def total(self) -> int:
        """All that count."""
        return self.exact + self.approximate + self.district_only + self.nowhere


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictReach:
    """How people aged 65 and over in a district reach one target."""

    target_id: str
    district_code: str
    shares_pct: Mapping[str, Span]
    """Of the people, within the threshold; by profile."""
    shares_open_pct: Mapping[str, Span]
    """The same if places that nobody has confirmed for long are there."""
    across_border_pct: Mapping[str, Quantity]
    """Of the people, those who at best reach the target only outside their district; by profile."""
    median_m: Span
    """Half of the people have a shorter way on foot; the upper limit is missing where nobody can tell."""
    people: Quantity
    """Estimated number aged 65 and over in cells whose share is known."""
    unknown_population: int
    """Inhabitants of cells whose share aged 65 and over is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReach:
    """What one place means to people aged 65 and over; estimates, rounded."""

    site_id: str
    target_id: str
    people: Mapping[str, Span]
    """Those who reach it; by profile."""
    people_lost: Mapping[str, Span]
    """Those of them who reach no other place of this kind; by profile."""
    district_people: Mapping[str, Span]
    """Those who reach it when they walk well, by district of the finest level; only from ten people up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhiteSpot:
    """Connected cells from which no meeting place is in reach, not even at best."""

    id: str
    """Name of its first cell."""
    number: int
    district_code: str | None
    """Of the finest level."""
    cell_count: int
    inhabitants: int
    people: int
    """Estimated number aged 65 and over, rounded."""
    distance_m: Quantity
    """Half of these people have a longer way to the next meeting place, at best."""
    polygons: Polygons
    polygons_m: Polygons
    label: Position
    label_m: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachChange:
    """What a planned change means for one district."""

    district_code: str
    target_id: str
    before_pct: Mapping[str, Span]
    """By profile."""
    after_pct: Mapping[str, Span]
    people_gained: Mapping[str, Span]
    """Estimated people who come into reach, or lose it where negative; rounded; by profile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A place that might open or close, and what that would change."""

    id: str
    title: str
    is_opening: bool
    service_type_id: str
    tier_id: str | None
    service_id: str | None
    """The existing offering it speaks of."""
    location_id: str | None
    position: Position | None
    position_m: Position | None
    radius_m: float
    date_text: str
    source: str
    note: str
    line: int
    changes: tuple[ReachChange, ...] = ()
    """Only districts where something changes, the city first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellClass:
    """Cells of one kind on the map."""

    id: str
    """``reached``, ``unclear`` or ``missed``."""
    polygons_m: Polygons
    cell_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachability:
    """Everything about walking distances in a city."""

    targets: tuple[Target, ...]
    profiles: tuple[WalkProfile, ...]
    counts: Mapping[str, SiteCounts]
    """By target."""
    reach: Mapping[tuple[str, str], DistrictReach]
    """By target and district."""
    white_spots: tuple[WhiteSpot, ...]
    spots_of: Mapping[str, tuple[WhiteSpot, ...]]
    """The same by district of the finest level: many pages ask for those of one district."""
    small_spots: int
    """Connected cells where fewer people live than is reported."""
    small_spot_people: int
    """Estimated people in all of them, rounded."""
    cell_classes: tuple[CellClass, ...]
    """Cells by whether a meeting place is in reach, for the profile of the white spots."""
    meeting_places_m: tuple[tuple[Position, bool], ...]
    """Counted meeting places with a position, in metres, and whether they lie exactly there."""
    scenarios: tuple[Scenario, ...]
    all_at_once: tuple[ReachChange, ...]
    """What changes if all of several scenarios come true; empty where there are fewer than two."""
    sites: tuple[SiteReach, ...]
    """Every counted place of a tier, tier by tier."""
    supply_index: Mapping[str, Quantity]
    """Places per person in reach, relative to the city = 100, by district."""
    unassigned_population: int
    """Inhabitants of cells that belong to no district."""
    uncounted_cells: int
    """Cells of which nobody says how many people live there; they are left out."""
    share_date: date | None
    """Reference date of the share aged 65 and over; ``None`` where no district has one."""
    detour_factor: float
    measured_pairs: int
    """Ways that a router has measured; 0 where all are air lines."""
    resource_ids: tuple[str, ...]
    """The datasets it all rests on."""

    def target(self, target_id: str) -> Target:
        """The target with this id."""
        return next(one for one in self.targets if one.id == target_id)
