"""What ``gebietsatlas show`` says: a number, its formula and the rows behind it, as lines of text."""

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator.errors import UsageError
from generator.formatting import describe_absence, format_date, format_list, format_quantity
from generator.indicators.definition import Indicator
from generator.model import District, Observation, ObservationStatus
from generator.profiles.atlas import Atlas, is_signed
from generator.render import projection_reports, record_reports
from generator.render.allocation_reports import NAMES as ALLOCATION_NAMES
from generator.render.allocation_reports import describe_allocation
from generator.render.needs_reports import describe_needs
from generator.render.needs_reports import list_names as list_needs_names
from generator.render.reach_reports import NAMES as REACH_NAMES
from generator.render.reach_reports import describe_reach_number, describe_reachability
from generator.render.screening_reports import NAMES as SCREENING_NAMES
from generator.render.screening_reports import describe_screening


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A kind of thing that can be asked for."""

    title: str
    """In the plural, for a list of what there is."""
    names: tuple[str, ...]
    describe: Callable[[str, District | None], Iterator[str]]


def list_topics(atlas: Atlas) -> tuple[Topic, ...]:
    """Everything that can be asked for in this city; what it has no data for is left out."""
    found = (*_list_computed_topics(atlas), *_list_named_topics(atlas))
    return tuple(one for one in found if one.names)


def _list_computed_topics(atlas: Atlas) -> Iterator[Topic]:
    """What only cities have that share out a budget, know their walking distances or preselect."""
    allocation, reachability, book = atlas.allocation, atlas.reachability, atlas.needs.book
    if allocation:
        yield Topic(
            title="Beträge",
            names=ALLOCATION_NAMES,
            describe=lambda _, chosen: describe_allocation(atlas, allocation, chosen),
        )
    if reachability:
        yield Topic(
            title="Wege zu Fuß",
            names=REACH_NAMES,
            describe=lambda _, chosen: describe_reachability(atlas, reachability, chosen),
        )
        numbers = atlas.needs.reach_numbers
        yield Topic(
            title="Wege zu Fuß in Regeln",
            names=tuple(numbers),
            describe=lambda name, chosen: describe_reach_number(atlas, reachability, numbers[name], chosen),
        )
    if book and book.screening:
        screening = book.screening
        yield Topic(
            title="Vorauswahl",
            names=SCREENING_NAMES,
            describe=lambda _, chosen: describe_screening(atlas, screening, chosen),
        )


def _list_named_topics(atlas: Atlas) -> Iterator[Topic]:
    """What goes by names from the data of the city."""
    yield Topic(
        title="Kommende Jahre und abgestuftes System",
        names=projection_reports.list_names(atlas),
        describe=lambda name, chosen: projection_reports.describe_outlook(atlas, name, chosen),
    )
    yield Topic(
        title="Regeln und Bedarfe",
        names=list_needs_names(atlas),
        describe=lambda name, chosen: describe_needs(atlas, name, chosen),
    )
    yield Topic(
        title="Maßnahmen und Befragungen",
        names=record_reports.list_names(atlas),
        describe=lambda name, chosen: record_reports.describe_records(atlas, name, chosen),
    )
    yield Topic(
        title="Kennzahlen",
        names=(*(one.id for one in atlas.results.indicators), *(one.slug for one in atlas.results.indicators)),
        describe=lambda name, chosen: describe_indicator(atlas, name, chosen.code if chosen else None),
    )


def describe(atlas: Atlas, subject: str, district_name: str | None) -> Iterator[str]:
    """Whatever goes by this name, the newest of all districts or all that is behind that of one."""
    topics = list_topics(atlas)
    topic = next((one for one in topics if subject in one.names), None)
    if topic is None:
        raise UsageError(_explain_unknown(topics, subject))
    return topic.describe(subject, find_district(atlas, district_name) if district_name else None)


def _explain_unknown(topics: Sequence[Topic], subject: str) -> str:
    """That there is nothing of this name, and what comes near."""
    names = {name.lower(): name for topic in topics for name in topic.names}
    near = difflib.get_close_matches(subject.lower(), names, n=3)
    if near:
        hint = f"Meinst du {format_list([f'‚{names[one]}‘' for one in near], 'oder')}?"
    else:
        known = (f"{topic.title}: {', '.join(topic.names)}" for topic in topics)
        hint = "Es gibt:\n  " + "\n  ".join(known)
    return f"‚{subject}‘ gibt es nicht. {hint}"


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
