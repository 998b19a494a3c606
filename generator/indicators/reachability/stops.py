"""The stop nearest to every offering: air line, and how long the way on foot is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.geography import Geography
from generator.indicators.reachability.compute import DETOUR
from generator.indicators.reachability.sites import PROFILES, STOPS_ID
from generator.indicators.reachability.values import WalkProfile
from generator.model import Offering, Package
from generator.packages import find_rows
from generator.parameters import Parameters, parameter_value

ROUGH_LIMIT = "stop_radius_m"
"""Where an offering may lie farther from its position than this, nobody can say which stop is the nearest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearStop:
    """A stop with the way to it."""

    stop_id: str
    name: str
    distance_m: float
    """Air line."""
    walks: tuple[tuple[WalkProfile, float], ...]
    """Minutes on foot by how people walk; empty where the city says nothing about that."""
    is_rough: bool
    """The position of the offering is only known about."""


def find_near_stops(
    packages: Sequence[Package], geography: Geography, offerings: Sequence[Offering], parameters: Parameters
) -> Mapping[str, NearStop]:
    """The nearest stop by offering; offerings without a position that is good enough have none."""
    rows = sorted(find_rows(packages, STOPS_ID), key=lambda row: str(row.values["stop_id"]))
    limit_m = parameter_value(parameters, ROUGH_LIMIT) if rows else 0
    placed = [
        (one, one.position)
        for one in offerings
        if one.position is not None and (one.position_radius_m is None or one.position_radius_m <= limit_m)
    ]
    if not rows or not placed:
        return {}
    import shapely

    stops = geography.to_metres([(row.values["longitude"], row.values["latitude"]) for row in rows])
    places = geography.to_metres([position for _, position in placed])
    tree = shapely.STRtree(shapely.points(stops))
    pairs, distances = tree.query_nearest(shapely.points(places), return_distance=True, all_matches=True)
    found: dict[str, NearStop] = {}
    # Of stops that are equally near, the first id counts: the tree does not promise an order.
    for place, stop, distance_m in sorted(zip(*pairs.tolist(), distances.tolist(), strict=True)):
        offering, values = placed[place][0], rows[stop].values
        if offering.id not in found:
            found[offering.id] = NearStop(
                stop_id=values["stop_id"],
                name=values["name"],
                distance_m=distance_m,
                walks=_walk(distance_m, parameters),
                is_rough=offering.position_radius_m is not None,
            )
    return found


def _walk(distance_m: float, parameters: Parameters) -> tuple[tuple[WalkProfile, float], ...]:
    """Minutes for everybody whose speed the city has set."""
    if DETOUR not in parameters:
        return ()
    profiles = [
        WalkProfile(id=one, title=title, speed_m_per_s=parameter_value(parameters, speed))
        for one, title in PROFILES
        if (speed := f"walk_speed_{one}_m_per_s") in parameters
    ]
    metres = distance_m * parameter_value(parameters, DETOUR)
    return tuple((one, metres / one.speed_m_per_s / 60) for one in profiles)
