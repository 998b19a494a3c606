"""What the ways mean for districts: shares, medians, and what lies across the border."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.indicators.reachability.coverage import Crowd, Sums, explain_absence, median_range, share_range
from generator.indicators.reachability.distances import ROUNDING_M
from generator.indicators.reachability.sites import Places
from generator.indicators.reachability.values import DistrictReach, Span, Target, WalkProfile
from generator.indicators.reachability.ways import Steps, Terrain, Ways, list_steps
from generator.model import ObservationStatus, Quantity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indexes = NDArray[np.intp]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Town:
    """A city as reachability sees it."""

    terrain: Terrain
    crowd: Crowd
    numbers: Mapping[str, tuple[int, ...]]
    """By district, the numbers of its finest parts."""
    levels: "tuple[Indexes, ...]"
    """For each level, which of its districts every finest number belongs to; negative where none."""
    level_of: Mapping[str, int]
    """By district, the place of its level in ``levels``."""
    withheld: Mapping[str, ObservationStatus]
    """Districts for which no share may be told, and why."""
    profiles: tuple[WalkProfile, ...]


def find_shares(town: Town, ways: Ways, target: Target) -> Mapping[str, Mapping[str, Span]]:
    """Percent of people within the threshold, by district and profile."""
    found: dict[str, dict[str, Span]] = {code: {} for code in town.numbers}
    for profile in town.profiles:
        limit = target.limit_m(profile) + ROUNDING_M
        low, high = _sum_up(town, ways.high_m <= limit), _sum_up(town, ways.low_m <= limit)
        for code in town.numbers:
            found[code][profile.id] = _tell_share(town, code, low[code], high[code])
    return found


def _sum_up(town: Town, reached: "Flags") -> Mapping[str, Sums]:
    """People of every district and those of them in reach."""
    import numpy as np

    crowd = town.crowd
    columns = (
        crowd.sum_districts(crowd.known),
        crowd.sum_districts(crowd.known, reached),
        crowd.sum_districts(crowd.unknown),
        crowd.sum_districts(crowd.unknown, reached),
    )
    # Nobody lives in the last column; it stands in every list, because ``reduceat`` knows no empty ones.
    nobody = len(columns[0])
    table = np.column_stack([np.vstack(columns), np.zeros(len(columns))])
    lists = [(*numbers, nobody) for numbers in town.numbers.values()]
    starts = np.cumsum([0, *(len(one) for one in lists[:-1])])
    sums = np.add.reduceat(table[:, [one for numbers in lists for one in numbers]], starts, axis=1)
    return {code: Sums(*one) for code, one in zip(town.numbers, sums.T.tolist(), strict=True)}


def _tell_share(town: Town, code: str, low: Sums, high: Sums) -> Span:
    """The range, unless it may not be told."""
    absence = explain_absence(town.crowd.cells, town.numbers[code])
    span = share_range(low, high, absence)
    return Span.absent(town.withheld[code]) if code in town.withheld and span.low.value is not None else span


def find_across_border(town: Town, ways: Ways, places: Places, target: Target) -> Mapping[str, Mapping[str, Quantity]]:
    """Percent of people who at best reach the target, but only outside their district; by district and profile."""
    farthest = max(target.limit_m(profile) for profile in town.profiles)
    steps = list_steps(town.terrain, places, farthest)
    found: dict[str, dict[str, Quantity]] = {code: {} for code in town.numbers}
    for profile in town.profiles:
        limit = target.limit_m(profile) + ROUNDING_M
        reached, near = ways.low_m <= limit, steps.low_m <= limit
        sums = [
            _sum_up(town, reached & ~_reach_own(town, level, places, steps, near)) for level in range(len(town.levels))
        ]
        for code in town.numbers:
            own = sums[town.level_of[code]][code]
            span = _tell_share(town, code, own, own)
            found[code][profile.id] = span.low
    return found


def _reach_own(town: Town, level: int, places: Places, steps: Steps, near: "Flags") -> "Flags":
    """Cells that reach a place in their own district of this level."""
    import numpy as np

    district_of = town.levels[level]
    cells = district_of[town.crowd.cells.districts]
    own = np.isin(cells, district_of[sorted(places.vague_districts)]) & (cells >= 0)
    homes, theirs = cells[steps.cells[near]], district_of[places.districts[steps.places[near]]]
    own[steps.cells[near][(homes == theirs) & (homes >= 0)]] = True
    return own


def find_medians(town: Town, ways: Ways) -> Mapping[str, Span]:
    """The way that half of the people do not exceed, by district."""
    import numpy as np

    crowd, cells = town.crowd, town.crowd.cells
    order = np.argsort(cells.districts, kind="stable")
    starts = np.searchsorted(cells.districts[order], np.arange(len(cells.codes) + 2))
    found = {}
    for code, numbers in town.numbers.items():
        own = np.concatenate([order[starts[one] : starts[one + 1]] for one in numbers])
        if code in town.withheld or crowd.known[own].sum() <= 0:
            is_empty = crowd.known[own].sum() <= 0
            found[code] = Span.absent(explain_absence(cells, numbers) if is_empty else town.withheld[code])
            continue
        limits = median_range(ways.low_m[own], ways.high_m[own], crowd.known[own], crowd.unknown[own])
        found[code] = Span(*(_tell_metres(one) for one in limits))
    return found


def _tell_metres(metres: float) -> Quantity:
    """A distance, if there is an end to it."""
    return Quantity(metres) if metres < float("inf") else Quantity.absent(ObservationStatus.MISSING)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The ways to a target's places."""

    ways: Ways
    open_ways: Ways
    """With those that nobody has confirmed for long."""
    places: Places


def describe_reach(town: Town, target: Target, reading: Reading) -> Mapping[str, DistrictReach]:
    """Everything about one target, by district."""
    shares = find_shares(town, reading.ways, target)
    is_same = reading.open_ways is reading.ways
    shares_open = shares if is_same else find_shares(town, reading.open_ways, target)
    across = find_across_border(town, reading.ways, reading.places, target)
    medians = find_medians(town, reading.ways)
    people = _sum_up(town, reading.ways.low_m < 0)
    return {
        code: DistrictReach(
            target_id=target.id,
            district_code=code,
            shares_pct=shares[code],
            shares_open_pct=shares_open[code],
            across_border_pct=across[code],
            median_m=medians[code],
            people=_tell_people(town, code, people[code]),
            unknown_population=round(people[code].unknown),
        )
        for code in town.numbers
    }


def _tell_people(town: Town, code: str, sums: Sums) -> Quantity:
    """Estimated people, or why there is no estimate."""
    if sums.known <= 0:
        return Quantity.absent(explain_absence(town.crowd.cells, town.numbers[code]))
    return Quantity.absent(town.withheld[code]) if code in town.withheld else Quantity(sums.known)
