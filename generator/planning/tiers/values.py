"""What is known of the graded system: criteria, places and corridors, with every gap left open."""

from dataclasses import dataclass
from enum import StrEnum

from generator.indicators.reachability import SiteReach, Span, WhiteSpot
from generator.model import Offering, Tier
from generator.parameters import Parameter
from generator.planning.needs.logic import Truth


class Viability(StrEnum):
    """Whether enough people, and not too many, have a place in reach."""

    UNDECIDED = "undecided"
    """Nobody has decided on limits."""
    UNKNOWN = "unknown"
    """Nobody can say how many people have it in reach."""
    INSIDE = "inside"
    BELOW = "below"
    ABOVE = "above"
    UNCERTAIN = "uncertain"
    """The range of people lies on both sides of a limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What a source says about a tier; it can be checked only where a check is named."""

    id: str
    tier_id: str | None
    """``None`` where it holds for the whole system."""
    title: str
    text: str
    year_text: str
    source: str
    check: str | None
    """``open_days_min``, ``open_hours_min`` or ``manual``; ``None`` for what is no demand on a place."""
    threshold: float | None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionResult:
    """Whether a place meets a criterion."""

    criterion: Criterion
    truth: Truth
    reason: str
    """On what the answer rests, or why there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corridor:
    """Between how many people in reach a place of this tier is meant to work; a limit may be open."""

    minimum: Parameter | None
    maximum: Parameter | None

    @property
    def is_decided(self) -> bool:
        """Tell whether there is any limit."""
        return self.minimum is not None or self.maximum is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Future:
    """People who will have a place in reach in a year to come, over all scenarios."""

    year: int
    people: Span
    viability: Viability


@dataclass(frozen=True, slots=True, kw_only=True)
class TierSite:
    """A place of a tier."""

    offering: Offering
    is_counted: bool
    """Otherwise planned, unconfirmed or not confirmed for too long: no numbers are told."""
    criteria: tuple[CriterionResult, ...]
    documented_codes: tuple[str, ...]
    """Districts that a source says it serves."""
    reach: SiteReach | None
    """``None`` where it is not counted, or no ways are worked out for its tier."""
    viability: Viability
    future: tuple[Future, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TierReport:
    """A tier with its places."""

    tier: Tier
    criteria: tuple[Criterion, ...]
    corridor: Corridor
    sites: tuple[TierSite, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearSpot:
    """A white spot near a place."""

    spot: WhiteSpot
    distance_m: float
    """Air line to the nearest dwelling cell, at best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPlace:
    """Other social infrastructure that older people might use as well."""

    offering: Offering
    free_capacity: str | None
    """Free rooms and hours in words."""
    suitability: str
    """``yes``, ``partial``, ``no`` or ``unknown``."""
    consent: str
    """``yes``, ``no`` or ``unknown``: whether whoever runs it agrees."""
    note: str | None
    source: str | None
    near: tuple[NearSpot, ...]
    """White spots that it could help, nearest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers:
    """The graded system of a city."""

    reports: tuple[TierReport, ...]
    common: tuple[Criterion, ...]
    """What holds for the whole system."""
    shared: tuple[SharedPlace, ...]
    shared_distance: Parameter | None
    """How near to a white spot is near; ``None`` where nobody has decided."""

    def sites_in(self, codes: tuple[str, ...]) -> tuple[tuple[TierReport, TierSite], ...]:
        """Places that lie in these districts, are documented for them, or can be reached by people from them."""
        return tuple(
            (report, site)
            for report in self.reports
            for site in report.sites
            if site.offering.district_code in codes
            or not set(codes).isdisjoint(site.documented_codes)
            or (site.reach is not None and not set(codes).isdisjoint(site.reach.district_people))
        )


def judge_viability(people: Span | None, corridor: Corridor) -> Viability:
    """Where a range of people lies in a corridor whose limits belong to it."""
    if not corridor.is_decided:
        return Viability.UNDECIDED
    if people is None or people.low.value is None or people.high.value is None:
        return Viability.UNKNOWN
    least = corridor.minimum.value if corridor.minimum else 0.0
    most = corridor.maximum.value if corridor.maximum else float("inf")
    if people.high.value < least:
        return Viability.BELOW
    if people.low.value > most:
        return Viability.ABOVE
    is_inside = people.low.value >= least and people.high.value <= most
    return Viability.INSIDE if is_inside else Viability.UNCERTAIN
