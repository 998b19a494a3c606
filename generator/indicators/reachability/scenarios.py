"""What if: places that might open or close, and what that would change in every district."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.geography import Geography
from generator.indicators.reachability.distances import ROUNDING_M
from generator.indicators.reachability.reach import Town, find_shares
from generator.indicators.reachability.sites import STOP, Site, belongs_to, line_up
from generator.indicators.reachability.values import ReachChange, Scenario, Span, Target, WalkProfile
from generator.indicators.reachability.ways import Ways, measure_ways
from generator.indicators.reachability.white_spots import round_people
from generator.model import Package, Position, Quantity, Row
from generator.offerings import SERVICES_ID, OfferingCatalog
from generator.packages import find_rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SCENARIOS_ID = "planning/site_scenarios"
OPEN = "open"


@dataclass(frozen=True, slots=True, eq=False)
class Today:
    """A target as it is without any change."""

    ways: Ways
    shares_pct: Mapping[str, Mapping[str, Span]]
    """By district and profile."""


def read_scenarios(packages: Sequence[Package], geography: Geography, catalog: OfferingCatalog) -> tuple[Scenario, ...]:
    """All planned or closing sites; one that names a known offering or location lies where that is."""
    offerings = {one.id: one for one in catalog.offerings}
    services = {row.values["location_id"]: row.values["service_id"] for row in find_rows(packages, SERVICES_ID)}
    found = []
    for row in find_rows(packages, SCENARIOS_ID):
        offering = offerings.get(row.values["service_id"] or services.get(row.values["location_id"], ""))
        position, radius = _find_position(row)
        if position is None and offering is not None:
            position, radius = offering.position, offering.position_radius_m or 0.0
        found.append(
            Scenario(
                id=row.values["scenario_id"],
                title=row.values["title"],
                is_opening=row.values["effect"] == OPEN,
                service_type_id=row.values["service_type_id"],
                tier_id=row.values["tier_id"],
                service_id=row.values["service_id"],
                location_id=row.values["location_id"],
                position=position,
                position_m=geography.to_metres([position])[0] if position else None,
                radius_m=radius,
                date_text=row.values["date_text"] or "",
                source=row.values["source"],
                note=row.values["note"] or "",
                line=row.line,
            )
        )
    return tuple(found)


def _find_position(row: Row) -> tuple[Position | None, float]:
    """Coordinates of the row itself."""
    longitude, latitude = row.values["longitude"], row.values["latitude"]
    if longitude is None or latitude is None:
        return None, 0.0
    return (longitude, latitude), float(row.values["radius_m"] or 0)


def play_scenarios(
    scenarios: Sequence[Scenario],
    town: Town,
    targets: Sequence[Target],
    sites: Mapping[str, Sequence[Site]],
    today: Mapping[str, Today],
) -> tuple[ReachChange, ...]:
    """What changes if all of these come true at once."""
    changes = []
    for target in targets:
        own = [one for one in scenarios if belongs_to(target, one.service_type_id, one.tier_id)]
        if own and target.id != STOP:
            after = _change_ways(own, town, sites[target.id], today[target.id].ways)
            changes += _compare(town, target, today[target.id], after)
    return tuple(changes)


def _change_ways(scenarios: Sequence[Scenario], town: Town, sites: Sequence[Site], before: Ways) -> Ways:
    """The ways once all these places have opened or closed."""
    import numpy as np

    codes = town.crowd.cells.codes
    closed = {one.service_id for one in scenarios if not one.is_opening}
    ways = before
    if closed:
        left = [one for one in sites if one.is_counted and one.id not in closed]
        ways = measure_ways(town.terrain, line_up(left, codes))
    opened = [
        Site(
            id=one.id,
            destination_id=one.location_id or "",
            district_code=None,
            position_m=one.position_m,
            radius_m=one.radius_m,
            is_counted=True,
        )
        for one in scenarios
        if one.is_opening
    ]
    if not opened:
        return ways
    new = measure_ways(town.terrain, line_up(opened, codes))
    return Ways(np.minimum(ways.low_m, new.low_m), np.minimum(ways.high_m, new.high_m))


def _compare(town: Town, target: Target, before: Today, after: Ways) -> list[ReachChange]:
    """Before and after, for all districts where anything changes."""
    shares_after = find_shares(town, after, target)
    gains = {profile.id: _count_gains(town, target, profile, before.ways, after) for profile in town.profiles}
    return [
        ReachChange(
            district_code=code,
            target_id=target.id,
            before_pct=before.shares_pct[code],
            after_pct=shares_after[code],
            people_gained={profile.id: gains[profile.id][code] for profile in town.profiles},
        )
        for code in town.numbers
        if before.shares_pct[code] != shares_after[code]
    ]


def _count_gains(town: Town, target: Target, profile: WalkProfile, before: Ways, after: Ways) -> Mapping[str, Span]:
    """Estimated people who come into reach: those who certainly do, and those who at most do."""
    limit = target.limit_m(profile) + ROUNDING_M
    crowd = town.crowd
    low = crowd.sum_districts(crowd.known, after.high_m <= limit) - crowd.sum_districts(
        crowd.known, before.high_m <= limit
    )
    high = crowd.sum_districts(crowd.known, after.low_m <= limit) - crowd.sum_districts(
        crowd.known, before.low_m <= limit
    )
    return {
        code: Span.absent(town.withheld[code])
        if code in town.withheld
        else _order(float(low[list(numbers)].sum()), float(high[list(numbers)].sum()))
        for code, numbers in town.numbers.items()
    }


def _order(one: float, other: float) -> Span:
    """The smaller number first."""
    low, high = sorted((round_people(one), round_people(other)))
    return Span(Quantity(low), Quantity(high))
