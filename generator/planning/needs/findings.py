"""A number of a district held against the bounds of a rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.geography import Geography
from generator.indicators.compute import IndicatorResults
from generator.indicators.definition import Indicator, OfferingTerm, Ratio
from generator.indicators.reachability import Reachability
from generator.model import Observation, ObservationStatus, Offering
from generator.offerings import OfferingCatalog, is_left_out
from generator.planning.needs.definition import Bound, Comparison, Criterion, Uncertainty
from generator.planning.needs.intervals import count_interval, share_interval
from generator.planning.needs.logic import Interval, Limits, Truth, judge
from generator.planning.needs.reach_numbers import ReachNumber, ReachValue, read_reach_value

UNCONFIRMED_STATUS = "unconfirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """What a rule said of a district in the last edition."""

    edition_date: date
    rule_version: int
    truth: Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything rules may look at."""

    results: IndicatorResults
    indicators: Mapping[str, Indicator]
    """Definitions by id."""
    geography: Geography
    doubtful: Mapping[str | None, tuple[Offering, ...]]
    """Offerings that may be open and do not count, because nobody has confirmed them lately; by finest district."""
    previous: Mapping[tuple[str, str], Previous]
    """By rule id and district code; empty where no earlier edition is on record."""
    reach_numbers: Mapping[str, ReachNumber]
    """Numbers about walking distances by id, whether the city has cells to work them out or not."""
    reachability: Reachability | None


def collect_inputs(
    results: IndicatorResults,
    geography: Geography,
    catalog: OfferingCatalog,
    previous: Mapping[tuple[str, str], Previous],
    *,
    reach_numbers: Mapping[str, ReachNumber],
    reachability: Reachability | None,
) -> Inputs:
    """Index once what every rule asks for every district."""
    doubtful: dict[str | None, list[Offering]] = {}
    for one in catalog.offerings:
        if is_left_out(one) or one.status == UNCONFIRMED_STATUS:
            doubtful.setdefault(one.district_code, []).append(one)
    return Inputs(
        results=results,
        indicators={one.id: one for one in results.indicators},
        geography=geography,
        doubtful={code: tuple(found) for code, found in doubtful.items()},
        previous=previous,
        reach_numbers=reach_numbers,
        reachability=reachability,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A criterion held against the number of a district: enough to judge it again."""

    criterion: Criterion
    observation: Observation | None
    """``None`` where the city has no data for the indicator, and for numbers about walking distances."""
    reach: ReachValue | None = None
    """The range, for a number about walking distances."""
    compared: Observation | None
    """The number of the whole city, where a bound refers to it."""
    interval: Interval | None
    """Where the number lies; ``None`` where there is none."""
    limits: Limits | None
    """What was asked for, as numbers; ``None`` where the city's number is missing."""
    is_leaving: bool
    """Whether the bound is the one at which a need ends."""
    truth: Truth


def find_number(
    criterion: Criterion, code: str, inputs: Inputs, confidence_pct: float, *, is_leaving: bool = False
) -> Finding:
    """One number held against its limits."""
    uses_leaving = is_leaving and criterion.leave_at is not None
    if criterion.indicator_id in inputs.reach_numbers:
        return _find_reach(criterion, code, inputs, uses_leaving=uses_leaving)
    indicator = inputs.indicators.get(criterion.indicator_id)
    if indicator is None:
        return Finding(
            criterion=criterion,
            observation=None,
            compared=None,
            interval=None,
            limits=None,
            is_leaving=uses_leaving,
            truth=Truth.UNKNOWN,
        )
    observation = inputs.results.latest(indicator.id, code)
    city = inputs.results.latest(indicator.id, inputs.geography.city.code)
    interval = measure(observation, indicator, criterion.uncertainty, inputs, confidence_pct)
    bounds = choose_bounds(criterion, uses_leaving=uses_leaving)
    limits = resolve_limits(bounds, city)
    return Finding(
        criterion=criterion,
        observation=observation,
        compared=city if any(bound.is_city for _, bound in bounds) else None,
        interval=interval,
        limits=limits,
        is_leaving=uses_leaving,
        truth=judge(interval, limits),
    )


def _find_reach(criterion: Criterion, code: str, inputs: Inputs, *, uses_leaving: bool) -> Finding:
    """A number about walking distances held against its limits, at both ends of its range."""
    bounds = choose_bounds(criterion, uses_leaving=uses_leaving)
    limits = resolve_limits(bounds, None)
    reach = interval = None
    if inputs.reachability is not None:
        number = inputs.reach_numbers[criterion.indicator_id]
        reach = read_reach_value(inputs.reachability, inputs.geography, number, code, criterion.uncertainty)
        low, high = reach.span.low.value, reach.span.high.value
        interval = Interval(low, high) if low is not None and high is not None else None
    return Finding(
        criterion=criterion,
        observation=None,
        reach=reach,
        compared=None,
        interval=interval,
        limits=limits,
        is_leaving=uses_leaving,
        truth=judge(interval, limits),
    )


def choose_bounds(criterion: Criterion, *, uses_leaving: bool) -> list[tuple[Comparison, Bound]]:
    """The bounds of a criterion, or the one at which a need ends."""
    leave_at = criterion.leave_at if uses_leaving else None
    return [(one, leave_at or bound) for one, bound in criterion.bounds]


def resolve_limits(bounds: Sequence[tuple[Comparison, Bound]], city: Observation | None) -> Limits | None:
    """The bounds as numbers; none where they refer to a number of the city that is not there."""
    found: dict[str, float | bool] = {}
    for comparison, bound in bounds:
        number = bound.number
        if bound.is_city:
            if city is None or city.value is None:
                return None
            number *= city.value
        if comparison in (Comparison.AT_LEAST, Comparison.ABOVE):
            found |= {"low": number, "has_low": comparison is Comparison.AT_LEAST}
        else:
            found |= {"high": number, "has_high": comparison is Comparison.AT_MOST}
    return Limits(
        low=float(found.get("low", Limits().low)),
        high=float(found.get("high", Limits().high)),
        has_low=bool(found.get("has_low", True)),
        has_high=bool(found.get("has_high", True)),
    )


def measure(
    observation: Observation, indicator: Indicator, kind: Uncertainty, inputs: Inputs, confidence_pct: float
) -> Interval | None:
    """Where a number lies: at its value, or in an interval around it; nowhere where there is none."""
    if observation.value is None or observation.status is not ObservationStatus.NORMAL:
        return None
    part = observation.numerator.value
    whole = observation.denominator.value if observation.denominator else None
    factor = indicator.formula.factor if isinstance(indicator.formula, Ratio) else 1
    if kind is Uncertainty.NONE or part is None:
        return Interval(observation.value, observation.value)
    if kind is Uncertainty.SHARE and whole:
        return _scale(share_interval(part, whole, confidence_pct), factor)
    if kind is Uncertainty.COUNT:
        return _scale(count_interval(part, confidence_pct), factor / (whole or 1))
    if kind is Uncertainty.UNCONFIRMED and whole:
        left_out = _count_left_out(indicator, observation.district_code, inputs)
        return Interval(observation.value, factor * (part + left_out) / whole)
    return Interval(observation.value, observation.value)


def _scale(interval: Interval, factor: float) -> Interval:
    """The same in the unit of the indicator."""
    return Interval(interval.low * factor, interval.high * factor)


def _count_left_out(indicator: Indicator, code: str, inputs: Inputs) -> int:
    """Offerings that do not count because nobody has confirmed lately that they are open."""
    formula = indicator.formula
    if not isinstance(formula, Ratio) or not isinstance(formula.numerator, OfferingTerm):
        return 0
    codes: tuple[str | None, ...] = tuple(inputs.geography.finest_codes(code))
    if code == inputs.geography.city.code:
        codes = (*codes, None)
    found = (one for finest in codes for one in inputs.doubtful.get(finest, ()))
    return sum(_is_of(one, formula.numerator) for one in found)


def _is_of(offering: Offering, term: OfferingTerm) -> bool:
    """Tell whether an offering is of the kind or tier that a term counts."""
    is_of_tier = term.tier_id is not None and offering.tier_id == term.tier_id
    return is_of_tier or offering.service_type_id in term.service_type_ids
