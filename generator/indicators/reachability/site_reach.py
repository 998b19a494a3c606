"""What every single place means: who reaches it, who reaches another one as well, and who would be left without.

All numbers are ranges. At worst, everybody whose own district keeps the share of older people secret is younger, the
place is as far away as it may be and all others are as near as they may be; at best it is the other way round.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.indicators.reachability.distances import ROUNDING_M, Points
from generator.indicators.reachability.reach import Town
from generator.indicators.reachability.sites import Places, Site, line_up
from generator.indicators.reachability.values import SiteReach, Span, Target, WalkProfile
from generator.indicators.reachability.ways import list_steps, measure_ways
from generator.indicators.reachability.white_spots import round_people
from generator.model import ObservationStatus, Quantity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indexes = NDArray[np.intp]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _Contacts:
    """Cells and places that may be in reach of each other, for one way of walking."""

    cells: "Indexes"
    places: "Indexes"
    sure: "Flags"
    """In reach wherever the place lies in its circle; the others only at best."""
    alone_sure: "Flags"
    """No other place may be in reach of the cell."""
    alone_maybe: "Flags"
    """No other place is certainly in reach of the cell."""


def describe_sites(town: Town, target: Target, sites: Sequence[Site]) -> tuple[SiteReach, ...]:
    """All counted places of a target in the order of their ids."""
    counted = [one for one in sites if one.is_counted]
    placed = [one for one in counted if one.position_m is not None]
    places = line_up(counted, town.crowd.cells.codes)
    contacts = {one.id: _find_contacts(town, places, target.limit_m(one)) for one in town.profiles}
    sums = {one.id: _sum_up(town, contacts[one.id], len(placed)) for one in town.profiles}
    served = _list_districts(town, contacts[town.profiles[0].id], len(placed))
    number = {one.id: position for position, one in enumerate(placed)}
    return tuple(_describe(target, site, town.profiles, number.get(site.id), sums, served) for site in counted)


def _describe(
    target: Target,
    site: Site,
    profiles: Sequence[WalkProfile],
    number: int | None,
    sums: "Mapping[str, tuple[Floats, ...]]",
    served: Sequence[Mapping[str, Span]],
) -> SiteReach:
    """One place; where its position is not known nobody can say who reaches it."""
    if number is None:
        nothing = {one.id: Span.absent(ObservationStatus.MISSING) for one in profiles}
        return SiteReach(site_id=site.id, target_id=target.id, people=nothing, people_lost=nothing, district_people={})
    return SiteReach(
        site_id=site.id,
        target_id=target.id,
        people={one.id: _tell(*(float(part[number]) for part in sums[one.id][:2])) for one in profiles},
        people_lost={one.id: _tell(*(float(part[number]) for part in sums[one.id][2:])) for one in profiles},
        district_people=served[number],
    )


def _tell(low: float, high: float) -> Span:
    """Estimates in tens."""
    return Span(Quantity(round_people(low)), Quantity(round_people(high)))


def _find_contacts(town: Town, places: Places, limit_m: float) -> _Contacts:
    """Who may reach what, and who else is near; every pair of cell and place is looked at once."""
    import numpy as np

    limit = limit_m + ROUNDING_M
    steps = list_steps(town.terrain, places, limit_m)
    near = steps.low_m <= limit
    cells, of = steps.cells[near], steps.places[near]
    sure = 2 * steps.middle_m[near] - steps.low_m[near] <= limit
    size = len(town.crowd.cells.ids)
    maybe_count = np.bincount(cells, minlength=size) + _reach_vague(town, places, limit)
    sure_count = np.bincount(cells, weights=sure, minlength=size)
    return _Contacts(
        cells=cells,
        places=of,
        sure=sure,
        alone_sure=maybe_count[cells] == 1,
        alone_maybe=sure_count[cells] - sure == 0,
    )


def _reach_vague(town: Town, places: Places, limit: float) -> "Indexes":
    """1 for cells that may reach a place of which only the district is known."""
    import numpy as np

    nowhere = Points(np.zeros(0), np.zeros(0))
    vague = replace(
        places, destination_ids=(), points=nowhere, radii_m=np.zeros(0), districts=np.zeros(0, dtype=np.intp)
    )
    return (measure_ways(town.terrain, vague).low_m <= limit).astype(np.intp)


def _sum_up(town: Town, contacts: _Contacts, size: int) -> "tuple[Floats, ...]":
    """By place: people in reach at worst and at best, people left without at worst and at best."""
    known, everybody = town.crowd.known, town.crowd.known + town.crowd.unknown
    return (
        _add(contacts, known, contacts.sure, size),
        _add(contacts, everybody, None, size),
        _add(contacts, known, contacts.sure & contacts.alone_sure, size),
        _add(contacts, everybody, contacts.alone_maybe, size),
    )


def _add(contacts: _Contacts, people: "Floats", flags: "Flags | None", size: int) -> "Floats":
    """People of the cells in contact with each place."""
    import numpy as np

    weights = people[contacts.cells] if flags is None else people[contacts.cells] * flags
    return np.bincount(contacts.places, weights=weights, minlength=size).astype(np.float64)


def _list_districts(town: Town, contacts: _Contacts, size: int) -> list[dict[str, Span]]:
    """By place the finest districts from which at least ten people may come, with how many."""
    import numpy as np

    crowd = town.crowd
    codes, home = crowd.cells.codes, crowd.cells.districts[contacts.cells]
    width = len(codes) + 1
    keys, pairs = np.unique(contacts.places * width + home, return_inverse=True)
    low = np.bincount(pairs, weights=crowd.known[contacts.cells] * contacts.sure, minlength=len(keys))
    high = np.bincount(pairs, weights=(crowd.known + crowd.unknown)[contacts.cells], minlength=len(keys))
    found: list[dict[str, Span]] = [{} for _ in range(size)]
    for key, least, most in zip(keys.tolist(), low.tolist(), high.tolist(), strict=True):
        place, district = divmod(key, width)
        if district < len(codes) and round_people(most):
            code = codes[district]
            status = town.withheld.get(code)
            found[place][code] = Span.absent(status) if status else _tell(least, most)
    return found
