"""What is unusual about a district: clearly different from the city, and from most districts of its level.

Both must hold. Against the city, the difference must be larger than the chance of one year against the next; against
the other districts, it must be large compared with how much they usually differ. Numbers that are missing, secret or
too uncertain never take part, neither as a finding nor as a yardstick.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from generator.formatting import round_half_up
from generator.geography import Geography
from generator.indicators.compute import IndicatorResults
from generator.indicators.definition import Change, Indicator, Ratio
from generator.indicators.reachability import MEETING_PLACE, Reachability
from generator.model import Observation
from generator.parameters import Parameters
from generator.planning.needs.intervals import count_interval, quantile, share_interval

COMPARED = (
    "share_65_plus",
    "change_65_plus_pct",
    "change_population_pct",
    "share_one_person_households",
    "housing_benefit_per_1000",
    "supply_meeting_place",
)
"""Indicators that are compared, the first one first where two are equally unusual. Citizenship is left out on purpose:
that many people hold another one is nothing that should strike anybody. So is what says the same twice."""
DEVIATION_MIN = "notable_deviation_min"
DISTRICTS_MIN = "notable_districts_min"
CONFIDENCE = "notable_confidence_pct"
COUNT_MAX = "notable_count_max"
NAMES = (DEVIATION_MIN, DISTRICTS_MIN, CONFIDENCE, COUNT_MAX)
OLDER_PEOPLE = "population_65_plus"
WHITE_SPOTS = "white_spots"
"""Stands beside the ids of indicators: older people who live where no meeting place is near."""
_NORMAL = 1.4826
"""Makes the median absolute deviation comparable with a standard deviation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A number of a district that is unusual."""

    topic: str
    """Id of the indicator, or ``WHITE_SPOTS``."""
    value: float
    city_value: float
    decimals: int
    """As many as the number is printed with."""
    score: float
    """How many typical differences it lies above (or, negative, below) the middle of the districts of its level."""

    @property
    def difference(self) -> float:
        """Between the numbers as they are printed, so that readers can check it."""
        return float(round_half_up(self.value, self.decimals) - round_half_up(self.city_value, self.decimals))


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What came out of comparing a district."""

    deviations: tuple[Deviation, ...]
    """The most unusual first; at most as many as the city wants to read."""
    compared: tuple[str, ...]
    """Topics that could be compared at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """One topic on one level: what its districts are measured with."""

    topic: str
    decimals: int
    values: Mapping[str, float | None]
    """By code, for the districts of the level and for the city."""
    middle: float
    spread: float
    """The typical difference from the middle, more than zero."""
    is_clear: Callable[[str], bool]
    """Tell of a district with a number whether chance does not explain how it differs from the city."""


def compare_districts(
    results: IndicatorResults, geography: Geography, parameters: Parameters, reachability: Reachability | None
) -> Mapping[str, Comparison]:
    """Compare every district but the city itself with the city and its own kind, by code; empty without parameters."""
    if not set(NAMES) <= set(parameters):
        return {}
    city, found = geography.city.code, {}
    for level in geography.levels:
        codes = [one.code for one in geography.districts_on(level)]
        # Once for a level: its middle is the same for all of its districts.
        scales = [
            scale
            for one in COMPARED
            if one in results.ids and (scale := _scale_indicator(results, parameters, one, codes, city))
        ]
        spots = _scale_spots(results, geography, parameters, reachability, codes)
        scales += [spots] if spots else []
        found.update({code: _compare(scales, parameters, code, city) for code in codes if code != city})
    return found


def _compare(scales: Sequence[_Scale], parameters: Parameters, code: str, city: str) -> Comparison:
    """One district on all scales."""
    compared, deviations = [], []
    for scale in scales:
        value, whole = scale.values[code], scale.values[city]
        if value is None or whole is None:
            continue
        compared.append(scale.topic)
        score = (value - scale.middle) / scale.spread
        found = Deviation(topic=scale.topic, value=value, city_value=whole, decimals=scale.decimals, score=score)
        is_unusual = abs(score) >= parameters[DEVIATION_MIN].value and found.difference * score > 0
        if is_unusual and scale.is_clear(code):
            deviations.append(found)
    # Sorting keeps the order of equals: that of the list above.
    deviations.sort(key=lambda one: -abs(one.score))
    return Comparison(deviations=tuple(deviations[: int(parameters[COUNT_MAX].value)]), compared=tuple(compared))


def _scale_indicator(
    results: IndicatorResults, parameters: Parameters, indicator_id: str, codes: Sequence[str], city: str
) -> _Scale | None:
    """One indicator; nothing where too few districts have a number."""
    latest = {one: results.latest(indicator_id, one) for one in (*codes, city)}
    middle = _find_middle([latest[one].value for one in codes], int(parameters[DISTRICTS_MIN].value))
    if middle is None:
        return None
    indicator, confidence = results.indicator(indicator_id), parameters[CONFIDENCE].value
    return _Scale(
        topic=indicator_id,
        decimals=indicator.decimals,
        values={code: one.value for code, one in latest.items()},
        middle=middle[0],
        spread=middle[1],
        is_clear=lambda code: is_beyond_chance(indicator, latest[code], latest[city], confidence),
    )


def _scale_spots(
    results: IndicatorResults,
    geography: Geography,
    parameters: Parameters,
    reachability: Reachability | None,
    codes: Sequence[str],
) -> _Scale | None:
    """Older people in white spots, in percent; only what is more than in the city.

    White spots assume that every place lies as favourably as it may. That proves that many people have no place near;
    few people in them prove nothing.
    """
    if reachability is None or OLDER_PEOPLE not in results.ids:
        return None
    city, confidence = geography.city.code, parameters[CONFIDENCE].value
    shares = {one: _share_in_spots(results, geography, reachability, one) for one in (*codes, city)}
    middle = _find_middle([shares[one] for one in codes], int(parameters[DISTRICTS_MIN].value))
    if middle is None:
        return None

    def is_clear(code: str) -> bool:
        people = results.latest(OLDER_PEOPLE, code).value or 0
        low = share_interval((shares[code] or 0) / 100 * people, people, confidence).low
        return low * 100 > (shares[city] or 0)

    return _Scale(topic=WHITE_SPOTS, decimals=0, values=shares, middle=middle[0], spread=middle[1], is_clear=is_clear)


def _share_in_spots(
    results: IndicatorResults, geography: Geography, reachability: Reachability, code: str
) -> float | None:
    """Percent of the older people of a district; nothing where their number or their ways may not be told."""
    people = results.latest(OLDER_PEOPLE, code).value
    reach = reachability.reach.get((MEETING_PLACE, code))
    if not people or reach is None or any(one.low.value is None for one in reach.shares_pct.values()):
        return None
    spots = (spot for part in geography.finest_codes(code) for spot in reachability.spots_of.get(part, ()))
    return min(100.0, 100 * sum(one.people for one in spots) / people)


def _find_middle(values: Sequence[float | None], districts_min: int) -> tuple[float, float] | None:
    """The median and the typical distance from it; nothing where too few have a number or half of them are equal."""
    known = [one for one in values if one is not None]
    if len(known) < districts_min:
        return None
    middle = median(known)
    spread = _NORMAL * median(abs(one - middle) for one in known)
    return (middle, spread) if spread else None


def is_beyond_chance(indicator: Indicator, observation: Observation, city: Observation, confidence_pct: float) -> bool:
    """Tell whether the number of the city lies outside of what chance explains in the district."""
    part, whole = observation.numerator.value, observation.denominator.value if observation.denominator else None
    if part is None or whole is None or whole <= 0 or city.value is None:
        return False
    match indicator.formula:
        case Change():
            # Of a change, the denominator is the count of the base year.
            return _is_other_change(
                part / whole, city.value, math.sqrt(1 / part + 1 / whole) if part else 0, confidence_pct
            )
        case Ratio(factor=100):
            found, scale = share_interval(part, whole, confidence_pct), 100.0
        case Ratio(factor=factor):
            found, scale = count_interval(part, confidence_pct), factor / whole
        case _:
            return False
    return not found.low * scale <= city.value <= found.high * scale


def _is_other_change(ratio: float, city_change_pct: float, error: float, confidence_pct: float) -> bool:
    """Tell whether a count has changed otherwise than that of the city, on a log scale; nobody left is no change."""
    city_ratio = 1 + city_change_pct / 100
    if not error or city_ratio <= 0:
        return False
    return abs(math.log(ratio / city_ratio)) > quantile(confidence_pct) * error
