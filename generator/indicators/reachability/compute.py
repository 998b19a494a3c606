"""Walking distances of a city, worked out once for all pages and files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from generator.indicators.compute import MIN_POPULATION, Inputs, is_supported, sum_term
from generator.indicators.population import AGED_65_PLUS, INHABITANTS
from generator.indicators.reachability.catchments import Zones, find_access, find_supply_index
from generator.indicators.reachability.cells import CELLS_ID, read_cells
from generator.indicators.reachability.coverage import Crowd, number_districts
from generator.indicators.reachability.distances import ROUNDING_M
from generator.indicators.reachability.reach import Reading, Town, describe_reach
from generator.indicators.reachability.scenarios import Today, play_scenarios, read_scenarios
from generator.indicators.reachability.site_reach import describe_sites
from generator.indicators.reachability.sites import (
    MEETING_PLACE,
    STOPS_ID,
    Site,
    count_sites,
    define_profiles,
    define_targets,
    line_up,
    read_sites,
)
from generator.indicators.reachability.values import (
    CellClass,
    DistrictReach,
    Reachability,
    ReachChange,
    Scenario,
    Target,
    WhiteSpot,
)
from generator.indicators.reachability.ways import WALKS_ID, Terrain, list_steps, measure_ways, read_measured
from generator.indicators.reachability.white_spots import Spots, classify_cells, find_white_spots
from generator.model import ObservationStatus, Package, Position, Quantity
from generator.offerings import SERVICES_ID, OfferingCatalog
from generator.packages import find_resource, find_rows
from generator.parameters import Parameters, parameter_value
from generator.processes import run_beside

DETOUR = "walk_detour_factor"
WHITE_SPOT_MINIMUM = "white_spot_min_people"
ZONE_WEIGHTS = ("walk_weight_near", "walk_weight_middle", "walk_weight_far")
MANY_CELLS = 50_000
"""From so many on, surfaces are drawn in a process of their own."""
SOURCES = (CELLS_ID, AGED_65_PLUS.resource_id, SERVICES_ID, "offerings/location_positions", STOPS_ID, WALKS_ID)
"""Datasets that reachability rests on, as far as a city has them."""


@dataclass(frozen=True, slots=True)
class _Walks:
    """What follows from the ways of a city: today's reach, and what would change it."""

    reach: Mapping[str, Mapping[str, DistrictReach]]
    """By target, then by district."""
    scenarios: tuple[Scenario, ...]
    all_at_once: tuple[ReachChange, ...]


def compute_reachability(packages: Sequence[Package], inputs: Inputs) -> Reachability | None:
    """Everything about walking distances; ``None`` where a city has no census cells or has set no threshold."""
    geography = inputs.geography
    cell_rows = find_rows(packages, CELLS_ID)
    targets = list_targets(packages, inputs.catalog, inputs.parameters)
    if not cell_rows or not targets:
        return None
    town = _survey(packages, inputs)
    cells = town.crowd.cells
    sites = read_sites(packages, geography, inputs.catalog, targets)
    readings = {target.id: _read(town, sites[target.id]) for target in targets}
    meeting = next((one for one in targets if one.id == MEETING_PLACE), None)
    draw = partial(_draw_surfaces, town, meeting, readings, inputs)
    walk = partial(_follow_ways, read_scenarios(packages, geography, inputs.catalog), town, targets, sites, readings)
    (spots, classes), walks = run_beside(draw, walk) if len(cell_rows) >= MANY_CELLS else (draw(), walk())
    return Reachability(
        targets=targets,
        profiles=town.profiles,
        counts={target.id: count_sites(sites[target.id], cells.codes) for target in targets},
        reach={(target.id, code): one for target in targets for code, one in walks.reach[target.id].items()},
        white_spots=spots.told,
        spots_of=_group_spots(spots.told),
        small_spots=spots.small_count,
        small_spot_people=spots.small_people,
        cell_classes=classes,
        meeting_places_m=_list_meeting_places(sites),
        scenarios=walks.scenarios,
        all_at_once=walks.all_at_once,
        sites=tuple(
            site for one in targets if one.tier_id is not None for site in describe_sites(town, one, sites[one.id])
        ),
        supply_index=_share_out(inputs, town, meeting, readings) if meeting else {},
        unassigned_population=round(float(cells.population[cells.districts == len(cells.codes)].sum())),
        uncounted_cells=sum(row.values["population_count"] is None for row in cell_rows),
        share_date=max(inputs.dates.get(AGED_65_PLUS.resource_id, ()), default=None),
        detour_factor=town.terrain.detour_factor,
        measured_pairs=len(town.terrain.measured),
        resource_ids=tuple(one for one in SOURCES if find_resource(packages, one) is not None),
    )


def _draw_surfaces(
    town: Town, meeting: Target | None, readings: Mapping[str, Reading], inputs: Inputs
) -> tuple[Spots, tuple[CellClass, ...]]:
    """White spots, and all cells by how far they are from a meeting place."""
    if meeting is None:
        return Spots((), 0, 0), ()
    # Who walks well is the yardstick: where even they have no meeting place in reach, nobody has.
    limit = meeting.limit_m(town.profiles[0]) + ROUNDING_M
    ways, minimum = readings[MEETING_PLACE].ways, parameter_value(inputs.parameters, WHITE_SPOT_MINIMUM)
    spots = find_white_spots(town.crowd, ways.low_m, limit, minimum=minimum, geography=inputs.geography)
    return spots, classify_cells(town.crowd.cells, ways.low_m, ways.high_m, limit, inputs.geography)


def _follow_ways(
    scenarios: Sequence[Scenario],
    town: Town,
    targets: Sequence[Target],
    sites: Mapping[str, Sequence[Site]],
    readings: Mapping[str, Reading],
) -> _Walks:
    """The reach of every target, as it is and as it would be."""
    reach = {target.id: describe_reach(town, target, readings[target.id]) for target in targets}
    today = {
        name: Today(readings[name].ways, {code: one.shares_pct for code, one in found.items()})
        for name, found in reach.items()
    }
    play = partial(play_scenarios, town=town, targets=targets, sites=sites, today=today)
    return _Walks(
        reach=reach,
        scenarios=tuple(replace(one, changes=play([one])) for one in scenarios),
        all_at_once=play(scenarios) if len(scenarios) > 1 else (),
    )


def _list_meeting_places(sites: Mapping[str, Sequence[Site]]) -> tuple[tuple[Position, bool], ...]:
    """Where meeting places are in metres, and whether exactly there."""
    return tuple(
        (one.position_m, one.radius_m == 0)
        for one in sites.get(MEETING_PLACE, ())
        if one.is_counted and one.position_m is not None
    )


def list_targets(packages: Sequence[Package], catalog: OfferingCatalog, parameters: Parameters) -> tuple[Target, ...]:
    """Where people walk to in a city: all that it has data and a threshold for."""
    return define_targets(catalog, parameters, has_stops=bool(find_rows(packages, STOPS_ID)))


def _survey(packages: Sequence[Package], inputs: Inputs) -> Town:
    """Cells, districts and profiles."""
    import numpy as np

    geography = inputs.geography
    cells = read_cells(find_rows(packages, CELLS_ID), inputs)
    numbers = number_districts(
        cells, {code: geography.finest_codes(code) for code in geography.districts}, geography.city.code
    )
    levels, level_of = [], {}
    for position, level in enumerate(geography.levels):
        district_of = np.full(len(cells.codes) + 1, -1, dtype=np.intp)
        for rank, district in enumerate(geography.districts_on(level)):
            level_of[district.code] = position
            district_of[[one for one in numbers[district.code] if one < len(cells.codes)]] = rank
        levels.append(district_of)
    return Town(
        terrain=Terrain(
            cells,
            parameter_value(inputs.parameters, DETOUR),
            read_measured(find_rows(packages, WALKS_ID), cells),
        ),
        crowd=Crowd.of(cells),
        numbers=numbers,
        levels=tuple(levels),
        level_of=level_of,
        withheld=_find_withheld(inputs),
        profiles=define_profiles(inputs.parameters),
    )


def _find_withheld(inputs: Inputs) -> Mapping[str, ObservationStatus]:
    """Districts where so few people live that no share is told, or nobody can say how many."""
    if not is_supported(inputs, INHABITANTS):
        return {}
    day, minimum = inputs.dates[INHABITANTS.resource_id][-1], parameter_value(inputs.parameters, MIN_POPULATION)
    people = {code: sum_term(inputs, INHABITANTS, code, day).quantity for code in inputs.geography.districts}
    return {
        code: ObservationStatus.NOT_MEANINGFUL if one.value is not None else one.status
        for code, one in people.items()
        if one.value is None or one.value < minimum
    }


def _read(town: Town, sites: Sequence[Site]) -> Reading:
    """The ways to all sites that count, and to all that are open."""
    codes = town.crowd.cells.codes
    places = line_up((one for one in sites if one.is_counted), codes)
    ways = measure_ways(town.terrain, places)
    is_same = all(one.is_counted for one in sites)
    return Reading(ways, ways if is_same else measure_ways(town.terrain, line_up(sites, codes)), places)


def _group_spots(spots: Iterable[WhiteSpot]) -> Mapping[str, tuple[WhiteSpot, ...]]:
    """White spots by district; those outside of all districts belong to none."""
    groups: dict[str, list[WhiteSpot]] = {}
    for one in spots:
        if one.district_code is not None:
            groups.setdefault(one.district_code, []).append(one)
    return {code: tuple(found) for code, found in groups.items()}


def _share_out(inputs: Inputs, town: Town, meeting: Target, readings: Mapping[str, Reading]) -> Mapping[str, Quantity]:
    """Meeting places per person in reach, relative to the city; every place counts as one."""
    import numpy as np

    weights = tuple(parameter_value(inputs.parameters, one) for one in ZONE_WEIGHTS)
    zones = Zones(meeting.limit_m(town.profiles[0]), weights)
    places = readings[MEETING_PLACE].places
    steps = list_steps(town.terrain, places, zones.limit_m)
    access = find_access(steps, town.crowd.known, np.ones(len(places)), zones)
    return find_supply_index(town, access)
