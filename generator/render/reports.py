"""What ``gebietsatlas show`` says: a number, its formula and the rows behind it, as lines of text."""

import difflib
from collections.abc import Iterator

from generator.errors import UsageError
from generator.formatting import describe_absence, format_date, format_quantity
from generator.indicators.definition import Indicator
from generator.model import District, Observation, ObservationStatus
from generator.profiles.atlas import Atlas, is_signed
from generator.render import projection_reports, record_reports
from generator.render.allocation_reports import NAMES as ALLOCATION_NAMES
from generator.render.allocation_reports import describe_allocation
from generator.render.needs_reports import describe_needs, knows
from generator.render.reach_reports import NAMES as REACH_NAMES
from generator.render.reach_reports import describe_reachability


def describe(atlas: Atlas, subject: str, district_name: str | None) -> Iterator[str]:
    """Whatever goes by this name: how a budget is shared out, ways, a rule or a need, or else an indicator."""
    if subject in ALLOCATION_NAMES and atlas.allocation:
        chosen = find_district(atlas, district_name) if district_name else None
        return describe_allocation(atlas, atlas.allocation, chosen)
    if subject in REACH_NAMES and atlas.reachability:
        chosen = find_district(atlas, district_name) if district_name else None
        return describe_reachability(atlas, atlas.reachability, chosen)
    if projection_reports.knows(atlas, subject):
        chosen = find_district(atlas, district_name) if district_name else None
        return projection_reports.describe_outlook(atlas, subject, chosen)
    if knows(atlas, subject):
        return describe_needs(atlas, subject, find_district(atlas, district_name) if district_name else None)
    if record_reports.knows(atlas, subject):
        chosen = find_district(atlas, district_name) if district_name else None
        return record_reports.describe_records(atlas, subject, chosen)
    return describe_indicator(atlas, subject, district_name)


def describe_indicator(atlas: Atlas, indicator_id: str, district_name: str | None) -> Iterator[str]:
    """The definition, then the newest number of every district, or all numbers of one with their rows."""
    indicator = _find_indicator(atlas, indicator_id)
    chosen = find_district(atlas, district_name) if district_name else None
    yield indicator.title
    yield f"  {indicator.meaning}"
    yield f"  Formel: {indicator.formula_text}"
    if chosen:
        for observation in atlas.results.series[indicator.id, chosen.code]:
            yield from _describe_observation(indicator, chosen, observation)
        return
    for district in atlas.geography.districts.values():
        observation = atlas.results.latest(indicator.id, district.code)
        yield f"{district.code:>8}  {district.name:<32} {_format(indicator, observation)}"


def _describe_observation(indicator: Indicator, district: District, observation: Observation) -> Iterator[str]:
    """A number with the cells behind it."""
    day = format_date(observation.reference_date)
    yield f"{day}  {district.name}: {_format(indicator, observation)}"
    for cell in observation.evidence:
        amount = format_quantity(cell.quantity, 0 if float(cell.quantity.value or 0).is_integer() else 2)
        yield f"    {cell.resource_id}, Zeile {cell.line}, {cell.field} ({cell.district_code}): {amount}"


def _format(indicator: Indicator, observation: Observation) -> str:
    """The number with its unit, or the sign with its meaning."""
    text = format_quantity(observation, indicator.decimals, unit=indicator.unit, signed=is_signed(indicator))
    is_known = observation.status is ObservationStatus.NORMAL
    return text if is_known else f"{text} ({describe_absence(observation.status)})"


def _find_indicator(atlas: Atlas, indicator_id: str) -> Indicator:
    """The indicator with this id or this piece of a URL."""
    for indicator in atlas.results.indicators:
        if indicator_id in {indicator.id, indicator.slug}:
            return indicator
    known = [indicator.id for indicator in atlas.results.indicators]
    near = difflib.get_close_matches(indicator_id, known, n=1)
    hint = f"Meinst du ‚{near[0]}‘?" if near else f"Es gibt: {', '.join(known)}."
    raise UsageError(f"Die Kennzahl ‚{indicator_id}‘ gibt es nicht. {hint}")


def find_district(atlas: Atlas, name: str) -> District:
    """The district with this code, piece of a URL or name."""
    districts = atlas.geography.districts.values()
    for district in districts:
        if name in {district.code, district.slug, district.name}:
            return district
    near = difflib.get_close_matches(name, [one.name for one in districts], n=1)
    hint = f"Meinst du ‚{near[0]}‘?" if near else "Nenne Schlüssel oder Namen."
    raise UsageError(f"Das Gebiet ‚{name}‘ gibt es nicht. {hint}")
