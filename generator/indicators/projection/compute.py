"""From counts of several years to those of years to come, district by district, controlled to the city.

Five-year age groups are not known by district, so cohorts cannot be followed there. What can be said is how the people
aged 65 and over of the city, whose number is projected first, may be spread over the districts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from generator.errors import ConfigurationError
from generator.indicators.compute import Inputs, is_supported, sum_term
from generator.indicators.population import AGED_65_PLUS, INHABITANTS
from generator.indicators.projection.arithmetic import continue_shares, round_half_up, split_total
from generator.indicators.projection.cohorts import (
    FROM_AGE,
    SINGLE_YEARS_ID,
    Ages,
    find_ratios,
    project_city,
    read_ages,
)
from generator.indicators.projection.values import SCENARIOS, Backtest, Method, Miss, Projection, Trend
from generator.model import ObservationStatus, Package, Quantity, add_quantities
from generator.packages import find_resource, find_rows
from generator.parameters import PARAMETERS_ID, parameter_value

FORECAST_ID = "demographics/city_forecast_65_plus"
MINIMUM = "projection_min_population"
HORIZON = "projection_horizon_years"
STEP = "projection_step_years"
REST = ""
"""Stands for everybody in the city who lives in a district without a known count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """The numbers of the whole city that districts are made to add up to."""

    method: Method
    totals: Mapping[int, int]
    """By year after the base."""
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """The districts whose counts are projected, with their counts by date."""

    codes: tuple[str, ...]
    counts: Mapping[tuple[str, date], Quantity]
    city: Mapping[date, int]
    """Only dates at which the number of the whole city is known."""


def compute_projection(packages: Sequence[Package], inputs: Inputs) -> Projection | None:
    """Everything about years to come; ``None`` where a city has set no minimum size or lacks the data."""
    if MINIMUM not in inputs.parameters or not is_supported(inputs, AGED_65_PLUS):
        return None
    units = _collect(inputs)
    if units is None or len(units.city) < 2:
        return None
    first, *_, base = sorted(units.city)
    series = read_ages(find_rows(packages, SINGLE_YEARS_ID))
    control = _control(packages, inputs, units.city[base], base, series)
    if control is None:
        return None
    told = _tell_sizes(inputs)
    people: dict[tuple[str, int, str], Quantity] = {}
    for year, total in control.totals.items():
        for trend in SCENARIOS:
            found = project_units(units, first, base, year - base.year, trend, total)
            for code in inputs.geography.districts:
                people[code, year, trend.id] = _tell(inputs, units, code, found, total, told)
    return Projection(
        base_date=base,
        first_date=first,
        years=tuple(control.totals),
        method=control.method,
        forecast_titles=control.titles,
        base={code: sum_term(inputs, AGED_65_PLUS, code, base).quantity for code in inputs.geography.districts},
        totals=control.totals,
        people=people,
        backtests=tuple(_test_back(inputs, units, told)),
        city_misses=_test_city(inputs, units, series) if control.method is Method.COHORTS else (),
        city_test_dates=_test_dates(units, series) if control.method is Method.COHORTS else None,
        resource_ids=tuple(
            one
            for one in (AGED_65_PLUS.resource_id, INHABITANTS.resource_id, FORECAST_ID, SINGLE_YEARS_ID)
            if find_resource(packages, one) is not None
            and (one not in (FORECAST_ID, SINGLE_YEARS_ID) or (one == FORECAST_ID) is bool(control.titles))
        ),
    )


def _collect(inputs: Inputs) -> Units | None:
    """Counts on the finest level that has any, at all dates."""
    geography, days = inputs.geography, inputs.dates[AGED_65_PLUS.resource_id]
    city = {day: sum_term(inputs, AGED_65_PLUS, geography.city.code, day).quantity for day in days}
    known = {day: int(one.value) for day, one in city.items() if one.value}
    for level in reversed(geography.levels[1:]):
        codes = tuple(sorted(one.code for one in geography.districts_on(level)))
        counts = {(code, day): sum_term(inputs, AGED_65_PLUS, code, day).quantity for code in codes for day in known}
        if any(one.value is not None for one in counts.values()):
            return Units(codes=codes, counts=counts, city=known)
    return None


def project_units(
    units: Units, first: date, base: date, years: int, trend: Trend, total: int
) -> Mapping[str, Quantity]:
    """Every unit and the rest of the city some years after the base; together they are ``total`` people."""
    known = [code for code in units.codes if all(units.counts[code, day].value is not None for day in (first, base))]
    then, now = (_count(units, known, day) for day in (first, base))
    weights = continue_shares(
        then,
        now,
        years=Fraction(max(1, base.year - first.year)),
        ahead=Fraction(years),
        damping=trend.damping,
    )
    found = {code: Quantity(people) for code, people in split_total(total, weights).items()}
    gaps = {code: units.counts[code, day] for day in (first, base) for code in units.codes if code not in found}
    return found | {code: Quantity.absent(_reason(units, code, (first, base))) for code in gaps}


def _reason(units: Units, code: str, days: tuple[date, date]) -> ObservationStatus:
    """Why a unit cannot be projected: the newest gap."""
    statuses = [units.counts[code, day].status for day in reversed(days)]
    return next(one for one in statuses if one is not ObservationStatus.NORMAL)


def _count(units: Units, codes: Sequence[str], day: date) -> Mapping[str, int]:
    """Counts of these units, and of everybody else in the city together."""
    found = {code: int(units.counts[code, day].value or 0) for code in codes}
    return {**found, REST: max(0, units.city[day] - sum(found.values()))}


def _tell_sizes(inputs: Inputs) -> Mapping[str, ObservationStatus]:
    """Districts for which nothing may be told, and why."""
    if not is_supported(inputs, INHABITANTS):
        return {}
    day, minimum = inputs.dates[INHABITANTS.resource_id][-1], parameter_value(inputs.parameters, MINIMUM)
    people = {code: sum_term(inputs, INHABITANTS, code, day).quantity for code in inputs.geography.districts}
    return {
        code: ObservationStatus.UNRELIABLE if one.value is not None else one.status
        for code, one in people.items()
        if one.value is None or one.value < minimum
    }


def _tell(
    inputs: Inputs,
    units: Units,
    code: str,
    found: Mapping[str, Quantity],
    total: int,
    told: Mapping[str, ObservationStatus],
) -> Quantity:
    """A district's number, the sum of its units; a gap stays that gap, and small districts are not told."""
    if code == inputs.geography.city.code:
        return Quantity(total)
    result = add_units(inputs, units, code, found)
    return Quantity.absent(told[code]) if code in told and result.value is not None else result


def add_units(inputs: Inputs, units: Units, code: str, found: Mapping[str, Quantity]) -> Quantity:
    """The sum over all units in a district; missing for districts that are smaller than a unit."""
    if code in found:
        return found[code]
    return add_quantities(add_units(inputs, units, one, found) for one in inputs.geography.districts[code].part_codes)


# --- the whole city -----------------------------------------------------------------------------------------------


def _control(
    packages: Sequence[Package], inputs: Inputs, now: int, base: date, series: Mapping[date, Ages]
) -> Control | None:
    """A published forecast, or else cohorts; ``None`` where there is neither."""
    rows = sorted(find_rows(packages, FORECAST_ID), key=lambda row: int(row.values["target_year"]))
    later = [row for row in rows if row.values["target_year"] > base.year and row.values["age_65_plus_count"]]
    if later:
        return Control(
            method=Method.FORECAST,
            totals={row.values["target_year"]: int(row.values["age_65_plus_count"]) for row in later},
            titles=tuple(dict.fromkeys(row.values["forecast"] for row in later)),
        )
    ratios = find_ratios(series)
    if base not in series or not ratios:
        return None
    start = sum(series[base][FROM_AGE:])
    if not start:
        return None
    horizon, step = (int(parameter_value(inputs.parameters, one)) for one in (HORIZON, STEP))
    if step < 1:
        raise ConfigurationError(f"Der Parameter ‚{STEP}‘ muss mindestens 1 sein. Berichtige ihn in {PARAMETERS_ID}.")
    # Registers may differ by a few people: the growth of one is applied to the count of the other.
    return Control(
        method=Method.COHORTS,
        totals={
            base.year + ahead: round_half_up(now * project_city(series[base], ratios, ahead) / start)
            for ahead in range(step, min(horizon, FROM_AGE) + 1, step)
        },
    )


# --- back-test ----------------------------------------------------------------------------------------------------


def _test_back(inputs: Inputs, units: Units, told: Mapping[str, ObservationStatus]) -> list[Backtest]:
    """Constant shares over all years of the data, and all assumptions from the middle of them."""
    days = sorted(units.city)
    first, middle, last = days[0], days[len(days) // 2], days[-1]
    plans = [(SCENARIOS[0], first, first)]
    if first < middle < last:
        plans += [(one, first, middle) for one in SCENARIOS]
    return [
        Backtest(
            scenario_id=trend.id,
            first_date=first if trend.damping else start,
            start_date=start,
            end_date=last,
            misses=_compare(
                inputs,
                units,
                told,
                project_units(units, begin, start, last.year - start.year, trend, units.city[last]),
                last,
            ),
        )
        for trend, begin, start in plans
    ]


def _compare(
    inputs: Inputs,
    units: Units,
    told: Mapping[str, ObservationStatus],
    found: Mapping[str, Quantity],
    day: date,
) -> Mapping[str, Miss]:
    """What was predicted beside what came, district by district."""
    misses = {}
    for code in inputs.geography.districts:
        actual = sum_term(inputs, AGED_65_PLUS, code, day).quantity
        predicted = add_units(inputs, units, code, found)
        if code == inputs.geography.city.code or code in told or not actual.value or predicted.value is None:
            continue
        misses[code] = Miss(district_code=code, predicted=int(predicted.value), actual=int(actual.value))
    return misses


def _test_dates(units: Units, series: Mapping[date, Ages]) -> tuple[date, date] | None:
    """From where to where the number of the city can be tested."""
    days = sorted(day for day in units.city if day in series)
    middle = days[len(days) // 2] if days else None
    has_ratios = middle is not None and bool(find_ratios({day: series[day] for day in days if day <= middle}))
    return (middle, days[-1]) if middle is not None and has_ratios and middle < days[-1] else None


def _test_city(inputs: Inputs, units: Units, series: Mapping[date, Ages]) -> tuple[Miss, ...]:
    """The city's number from cohorts, started in the middle of the data."""
    dates = _test_dates(units, series)
    if dates is None or not sum(series[dates[0]][FROM_AGE:]):
        return ()
    start, end = dates
    ratios = find_ratios({day: one for day, one in series.items() if day <= start})
    grown = project_city(series[start], ratios, end.year - start.year) / sum(series[start][FROM_AGE:])
    predicted = round_half_up(units.city[start] * grown)
    code = inputs.geography.city.code
    return (Miss(district_code=code, predicted=predicted, actual=units.city[end]),)
