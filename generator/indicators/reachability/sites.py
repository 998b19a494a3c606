"""Where people walk to: offerings and stops with all that is known about where they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.geography import Geography
from generator.indicators.reachability.distances import Points
from generator.indicators.reachability.values import SiteCounts, Target, WalkProfile
from generator.model import Offering, Package, Position
from generator.offerings import SERVICES_ID, OfferingCatalog, is_counted, is_open
from generator.packages import find_rows
from generator.parameters import Parameters, parameter_value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indexes = NDArray[np.intp]

STOPS_ID = "offerings/stops"
MEETING_PLACE = "meeting_place"
STOP = "stop"
TIER = "tier_"
MINUTES = "walk_minutes_"
"""A target exists where this, followed by its id, is a parameter."""
PROFILES = (("mobile", "gut zu Fuß"), ("restricted", "mit eingeschränktem Gehen"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place that a target's ways lead to."""

    id: str
    destination_id: str
    """How a table of walking distances names it."""
    district_code: str | None
    """Of the finest level."""
    position_m: Position | None
    """``None`` where at most the district is known."""
    radius_m: float
    is_counted: bool
    """Otherwise it is open, but nobody has confirmed it for too long."""


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Sites as columns, in the order of their ids."""

    destination_ids: tuple[str, ...]
    points: Points
    radii_m: "Floats"
    districts: "Indexes"
    """Number of the finest district; the number after the last one stands for none."""
    vague_districts: frozenset[int]
    """Numbers of the districts in which there are sites of which nothing else is known."""

    def __len__(self) -> int:
        """How many sites have a position."""
        return len(self.destination_ids)


def define_profiles(parameters: Parameters) -> tuple[WalkProfile, ...]:
    """How fast people walk, from the fastest."""
    return tuple(
        WalkProfile(id=one, title=title, speed_m_per_s=parameter_value(parameters, f"walk_speed_{one}_m_per_s"))
        for one, title in PROFILES
    )


def define_targets(catalog: OfferingCatalog, parameters: Parameters, *, has_stops: bool) -> tuple[Target, ...]:
    """Those targets that the city has set a threshold for: tiers, any meeting place, stops."""
    meeting = tuple(one.id for one in catalog.service_types if one.is_meeting_place and one.is_in_supply_ratio)
    found = [
        Target(
            id=f"{TIER}{tier.id}",
            title=tier.title,
            title_plural=tier.title_plural,
            minutes=parameters[f"{MINUTES}{TIER}{tier.id}"].value,
            tier_id=tier.id,
        )
        for tier in catalog.tiers
        if f"{MINUTES}{TIER}{tier.id}" in parameters
    ]
    if meeting and f"{MINUTES}{MEETING_PLACE}" in parameters:
        minutes = parameters[f"{MINUTES}{MEETING_PLACE}"].value
        found.append(
            Target(
                id=MEETING_PLACE,
                title="Begegnungsort (alle Arten)",
                title_plural="Begegnungsorte (alle Arten)",
                minutes=minutes,
                service_type_ids=meeting,
            )
        )
    if has_stops and f"{MINUTES}{STOP}" in parameters:
        minutes = parameters[f"{MINUTES}{STOP}"].value
        found.append(Target(id=STOP, title="Haltestelle", title_plural="Haltestellen", minutes=minutes))
    return tuple(found)


def belongs_to(target: Target, service_type_id: str, tier_id: str | None) -> bool:
    """Tell whether an offering of this kind and tier is one that the target's ways lead to."""
    is_tier = target.tier_id is not None and tier_id == target.tier_id
    return is_tier or service_type_id in target.service_type_ids


def read_sites(
    packages: Sequence[Package], geography: Geography, catalog: OfferingCatalog, targets: Sequence[Target]
) -> Mapping[str, tuple[Site, ...]]:
    """All sites by target, those not confirmed for long included."""
    locations = {row.values["service_id"]: row.values["location_id"] or "" for row in find_rows(packages, SERVICES_ID)}
    return {
        target.id: _read_stops(packages, geography)
        if target.id == STOP
        else _place_offerings(
            geography,
            [one for one in catalog.offerings if is_open(one) and belongs_to(target, one.service_type_id, one.tier_id)],
            locations,
        )
        for target in targets
    }


def _place_offerings(
    geography: Geography, offerings: Sequence[Offering], locations: Mapping[str, str]
) -> tuple[Site, ...]:
    """Offerings with their positions in metres."""
    drawn = [(one.id, one.position) for one in offerings if one.position is not None]
    metres = dict(zip((one for one, _ in drawn), geography.to_metres([place for _, place in drawn]), strict=True))
    return tuple(
        Site(
            id=one.id,
            destination_id=locations[one.id],
            district_code=one.district_code,
            position_m=metres.get(one.id),
            radius_m=one.position_radius_m or 0.0,
            is_counted=is_counted(one),
        )
        for one in sorted(offerings, key=lambda one: one.id)
    )


def _read_stops(packages: Sequence[Package], geography: Geography) -> tuple[Site, ...]:
    """Stops of trams and buses that are served."""
    rows = sorted(find_rows(packages, STOPS_ID), key=lambda row: str(row.values["stop_id"]))
    metres = geography.to_metres([(row.values["longitude"], row.values["latitude"]) for row in rows])
    return tuple(
        Site(
            id=row.values["stop_id"],
            destination_id=row.values["stop_id"],
            district_code=row.values["district_code"],
            position_m=position,
            radius_m=0.0,
            is_counted=True,
        )
        for row, position in zip(rows, metres, strict=True)
    )


def line_up(sites: Iterable[Site], codes: Sequence[str]) -> Places:
    """Sites as columns; ``codes`` are the districts of the finest level."""
    import numpy as np

    listed = tuple(sites)
    number = {code: position for position, code in enumerate(codes)}
    placed = [(one, one.position_m) for one in listed if one.position_m is not None]
    return Places(
        destination_ids=tuple(one.destination_id for one, _ in placed),
        points=Points(
            np.array([place[0] for _, place in placed], dtype=np.float64),
            np.array([place[1] for _, place in placed], dtype=np.float64),
        ),
        radii_m=np.array([one.radius_m for one, _ in placed], dtype=np.float64),
        districts=np.array([number.get(one.district_code or "", len(codes)) for one, _ in placed], dtype=np.intp),
        vague_districts=frozenset(
            number[one.district_code] for one in listed if one.position_m is None and one.district_code in number
        ),
    )


def count_sites(sites: Sequence[Site], codes: Sequence[str]) -> SiteCounts:
    """How exactly the counted sites are known, and how many are left out."""
    counted = [one for one in sites if one.is_counted]
    placed = [one for one in counted if one.position_m is not None]
    vague = sum(one.position_m is None and one.district_code in codes for one in counted)
    exact = sum(one.radius_m == 0 for one in placed)
    return SiteCounts(
        exact=exact,
        approximate=len(placed) - exact,
        district_only=vague,
        nowhere=len(counted) - len(placed) - vague,
        left_out=len(sites) - len(counted),
    )
