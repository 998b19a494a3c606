"""Work out indicators for every district and date from the rows of the packages.

A district without a row of its own gets the sum of its parts; a sum over a gap is that gap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from generator.geography import DISTRICTS_ID, Geography
from generator.indicators.definition import BASE_YEAR, Change, Count, Indicator, OfferingTerm, Ratio, Term
from generator.indicators.population import INHABITANTS
from generator.model import (
    Evidence,
    Observation,
    ObservationStatus,
    Offering,
    Package,
    Quantity,
    Row,
    add_quantities,
    divide_quantities,
    subtract_quantities,
)
from generator.offerings import OfferingCatalog, is_counted
from generator.packages import find_resource
from generator.parameters import Parameters, parameter_value

UNDATED = date.min
"""Stands for "always" in the index of rows without reference date."""
MIN_POPULATION = "min_population_for_shares"


@dataclass(frozen=True, slots=True)
class Sum:
    """A term worked out for one district: the number and the cells behind it."""

    quantity: Quantity
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything formulas may look at."""

    rows: Mapping[tuple[str, str, date], Row]
    """By resource, district and reference date."""
    dates: Mapping[str, tuple[date, ...]]
    """Reference dates by resource, in order."""
    fields: Mapping[str, frozenset[str]]
    """Names of the columns by resource."""
    geography: Geography
    catalog: OfferingCatalog
    parameters: Parameters


@dataclass(frozen=True, kw_only=True)
class IndicatorResults:
    """All definitions that the packages support, and all numbers."""

    indicators: tuple[Indicator, ...]
    left_out: tuple[Indicator, ...]
    """Defined, but the city has no data for them."""
    series: Mapping[tuple[str, str], tuple[Observation, ...]]
    """By indicator id and district code, in order of date."""

    def indicator(self, indicator_id: str) -> Indicator:
        """The definition with this id."""
        return self._by_id[indicator_id]

    def latest(self, indicator_id: str, district_code: str) -> Observation:
        """The newest number of a district."""
        return self.series[indicator_id, district_code][-1]

    @cached_property
    def ids(self) -> frozenset[str]:
        """Ids of the indicators that could be worked out."""
        return frozenset(self._by_id)

    @cached_property
    def _by_id(self) -> Mapping[str, Indicator]:
        """Definitions by id: every number on every page asks for its own."""
        return {one.id: one for one in self.indicators}


def compute_indicators(definitions: Sequence[Indicator], inputs: Inputs) -> IndicatorResults:
    """Work out every indicator for every district and every date its data cover."""
    dates = {one.id: _dates(inputs, one) for one in definitions}
    supported = tuple(one for one in definitions if dates[one.id])
    return IndicatorResults(
        indicators=supported,
        left_out=tuple(one for one in definitions if one not in supported),
        series={
            (one.id, code): tuple(_observe(inputs, one, code, day) for day in dates[one.id])
            for one in supported
            for code in inputs.geography.districts
        },
    )


def collect_inputs(
    packages: Sequence[Package], geography: Geography, catalog: OfferingCatalog, parameters: Parameters
) -> Inputs:
    """Index the rows of all tables that speak of districts."""
    rows: dict[tuple[str, str, date], Row] = {}
    for resource in (resource for package in packages for resource in package.resources):
        names = {field.name for field in resource.fields}
        if "reference_date" in names and resource.primary_key == ("reference_date", "district_code"):
            for row in resource.rows:
                rows[resource.id, row.values["district_code"], row.values["reference_date"]] = row
    surfaces = find_resource(packages, DISTRICTS_ID)
    for row in surfaces.rows if surfaces else ():
        if row.values["area_km2"] is not None:
            rows[DISTRICTS_ID, row.values["district_code"], UNDATED] = row
    dates: dict[str, set[date]] = {}
    for resource_id, _, day in rows:
        dates.setdefault(resource_id, set()).add(day)
    return Inputs(
        rows=rows,
        dates={resource_id: tuple(sorted(days)) for resource_id, days in dates.items()},
        fields={
            resource.id: frozenset(field.name for field in resource.fields)
            for package in packages
            for resource in package.resources
        },
        geography=geography,
        catalog=catalog,
        parameters=parameters,
    )


def _dates(inputs: Inputs, indicator: Indicator) -> tuple[date, ...]:
    """Reference dates at which all terms have rows; none if the city lacks a dataset."""
    formula = indicator.formula
    terms = (formula.numerator, formula.denominator) if isinstance(formula, Ratio) else (formula.numerator,)
    if any(isinstance(term, OfferingTerm) for term in terms) and not inputs.catalog.offerings:
        return ()
    needed = [term for term in terms if isinstance(term, Term)] + ([INHABITANTS] if indicator.needs_population else [])
    if not all(is_supported(inputs, term) for term in needed):
        return ()
    dated = [inputs.dates[term.resource_id] for term in terms if isinstance(term, Term) and term.is_dated]
    common = sorted(set(dated[0]).intersection(*dated[1:]))
    if isinstance(formula, Change):
        base = _base_date(inputs, formula)
        return tuple(day for day in common if base is not None and day > base)
    if any(isinstance(term, OfferingTerm) for term in terms):
        # Offerings are known for today only: a series would mix today's offerings with yesterday's people.
        return tuple(common[-1:])
    return tuple(common)


def is_supported(inputs: Inputs, term: Term) -> bool:
    """Tell whether the city has the table of a term with all its columns."""
    return term.resource_id in inputs.dates and inputs.fields[term.resource_id].issuperset(term.fields)


def _base_date(inputs: Inputs, formula: Change) -> date | None:
    """The reference date in the base year."""
    year = int(parameter_value(inputs.parameters, BASE_YEAR))
    return next((day for day in inputs.dates[formula.numerator.resource_id] if day.year == year), None)


def _observe(inputs: Inputs, indicator: Indicator, code: str, day: date) -> Observation:
    """One number with what it rests on, held back where too few people live."""
    result, part, whole = _apply(inputs, indicator, code, day)
    if indicator.needs_population and result.value is not None:
        people = sum_term(inputs, INHABITANTS, code, day).quantity
        if people.value is None:
            # Nobody can say that enough people live here.
            result = Quantity.absent(people.status)
        elif people.value < parameter_value(inputs.parameters, MIN_POPULATION):
            result = Quantity.absent(ObservationStatus.NOT_MEANINGFUL)
    return Observation(
        indicator_id=indicator.id,
        district_code=code,
        reference_date=day,
        value=result.value,
        status=result.status,
        numerator=part.quantity,
        denominator=whole.quantity if whole else None,
        evidence=part.evidence + (whole.evidence if whole else ()),
    )


def _apply(inputs: Inputs, indicator: Indicator, code: str, day: date) -> tuple[Quantity, Sum, Sum | None]:
    """Apply the formula: the result, its first term and, if there is one, its second."""
    match indicator.formula:
        case Count(term):
            part = sum_term(inputs, term, code, day)
            return part.quantity, part, None
        case Ratio(term, base, factor):
            part, whole = _sum_any(inputs, term, code, day), sum_term(inputs, base, code, day)
            return divide_quantities(part.quantity, whole.quantity, factor=factor), part, whole
        case Change(term, in_percent) as formula:
            part = sum_term(inputs, term, code, day)
            before = sum_term(inputs, term, code, _base_date(inputs, formula) or day)
            result = subtract_quantities(part.quantity, before.quantity)
            if in_percent:
                result = divide_quantities(result, before.quantity, factor=100)
            return result, part, before


def _sum_any(inputs: Inputs, term: Term | OfferingTerm, code: str, day: date) -> Sum:
    """Work out a term of either kind."""
    return _count_offerings(inputs, term, code) if isinstance(term, OfferingTerm) else sum_term(inputs, term, code, day)


def sum_term(inputs: Inputs, term: Term, code: str, day: date) -> Sum:
    """The district's own row, or else the sum of its parts; missing where the finest level has no row."""
    row = inputs.rows.get((term.resource_id, code, day if term.is_dated else UNDATED))
    if row is not None:
        cells = tuple(
            Evidence(
                resource_id=term.resource_id, line=row.line, field=name, district_code=code, quantity=row.quantity(name)
            )
            for name in term.fields
        )
        return Sum(add_quantities(cell.quantity for cell in cells), cells)
    parts = [sum_term(inputs, term, part, day) for part in inputs.geography.districts[code].part_codes]
    evidence = tuple(cell for part in parts for cell in part.evidence)
    return Sum(add_quantities(part.quantity for part in parts), evidence)


def find_offerings(
    catalog: OfferingCatalog, geography: Geography, term: OfferingTerm, code: str
) -> tuple[Offering, ...]:
    """All offerings of a kind or tier in a district, open or not; those without district lie in the city alone."""
    codes: tuple[str | None, ...] = geography.finest_codes(code)
    if code == geography.city.code:
        codes = (*codes, None)
    return tuple(
        one
        for one in catalog.in_districts(codes)
        if one.service_type_id in term.service_type_ids or (term.tier_id and one.tier_id == term.tier_id)
    )


def _count_offerings(inputs: Inputs, term: OfferingTerm, code: str) -> Sum:
    """Open and lately confirmed offerings in a district; the whole city also counts those whose district is unknown."""
    geography = inputs.geography
    counted = [one for one in find_offerings(inputs.catalog, geography, term, code) if is_counted(one)]
    cells = tuple(
        Evidence(
            resource_id=one.resource_id,
            line=one.line,
            field="service_id",
            district_code=one.district_code or geography.city.code,
            quantity=Quantity(1),
        )
        for one in counted
    )
    return Sum(Quantity(len(counted)), cells)
