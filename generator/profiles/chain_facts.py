"""What is known of each step from need to status in a district: counts and values, no wording."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from generator.indicators.compute import find_offerings
from generator.indicators.definition import OfferingTerm
from generator.indicators.reachability import MEETING_PLACE, Span
from generator.model import District, ObservationStatus, Quantity
from generator.offerings import is_counted, is_left_out
from generator.planning.allocation import Distribution
from generator.planning.needs.logic import Truth
from generator.planning.records import Measure
from generator.profiles.atlas import Atlas
from generator.profiles.planning import measures_of, needs_of
from generator.profiles.reach_values import spots_in

OLDER_PEOPLE = "population_65_plus"
NOT_REPORTED = "unknown"
"""Status of a measure of which nothing is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFacts:
    """What there is to do."""

    asked: int
    """Rules that are asked of the district."""
    tasks: int
    classes: tuple[tuple[str, int], ...]
    """Titles of the classes of these tasks, most urgent first, with how many are in each."""
    unknown: int
    """Rules that nobody can answer here."""
    named: int
    """Needs that somebody has named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyFacts:
    """Which meeting places there are, and for how many people."""

    places: int
    """Open and confirmed in time."""
    unconfirmed: int
    """Open, but not confirmed for too long."""
    older_people: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class GapFacts:
    """Who reaches a meeting place, and where nobody does."""

    share_pct: Span
    """Of people aged 65 and over who walk well."""
    spots: int
    """White spots."""
    spot_people: int
    """Estimated people aged 65 and over who live there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureFacts:
    """What the city does."""

    measures: tuple[Measure, ...]
    statuses: Mapping[str, int]
    """How many measures have which status."""
    unanswered_tasks: int
    """Tasks that no measure answers."""
    unanswered_needs: int
    """Named needs that no measure answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFacts:
    """What has been reported of these measures."""

    measures: int
    reported: int
    """Measures of which a status of some year is known."""
    latest: Measure | None
    """The one with the newest report; the first of several."""
    latest_year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFacts:
    """All steps of a district."""

    district: District
    need: NeedFacts
    supply: SupplyFacts | None
    """``None`` where no kind of offering is a meeting place."""
    gap: GapFacts | None
    """``None`` where no ways are worked out."""
    measure: MeasureFacts
    amount: int | None
    """In the smallest step of the unit; ``None`` on levels that share no budget, or where it cannot be worked out."""
    status: StatusFacts


def collect_facts(atlas: Atlas, district: District) -> ChainFacts:
    """What is known of a district, from the same values as the sections of its page."""
    measure = _find_measures(atlas, district)
    return ChainFacts(
        district=district,
        need=_find_needs(atlas, district),
        supply=_find_supply(atlas, district),
        gap=_find_gap(atlas, district),
        measure=measure,
        amount=_find_amount(atlas, district),
        status=_find_status(measure.measures),
    )


def _find_needs(atlas: Atlas, district: District) -> NeedFacts:
    book, answers = atlas.needs.book, atlas.needs.answers.get(district.code, ())
    hits = Counter(one.class_id for one in answers if one.truth is Truth.YES)
    titles = [(one.id, one.title) for one in book.classes] if book else []
    return NeedFacts(
        asked=len(answers),
        tasks=hits.total(),
        classes=tuple((title, hits[class_id]) for class_id, title in titles if hits[class_id]),
        unknown=sum(one.truth is Truth.UNKNOWN for one in answers),
        named=len(needs_of(atlas, district.code)),
    )


def _find_supply(atlas: Atlas, district: District) -> SupplyFacts | None:
    catalog = atlas.catalog
    types = tuple(one.id for one in catalog.service_types if one.is_meeting_place and one.is_in_supply_ratio)
    if not types:
        return None
    found = find_offerings(catalog, atlas.geography, OfferingTerm("", types), district.code)
    has_ages = OLDER_PEOPLE in atlas.results.ids
    older = atlas.results.latest(OLDER_PEOPLE, district.code) if has_ages else None
    return SupplyFacts(
        places=sum(map(is_counted, found)),
        unconfirmed=sum(map(is_left_out, found)),
        older_people=Quantity(older.value, older.status) if older else Quantity.absent(ObservationStatus.MISSING),
    )


def _find_gap(atlas: Atlas, district: District) -> GapFacts | None:
    reachability = atlas.reachability
    if reachability is None or (MEETING_PLACE, district.code) not in reachability.reach:
        return None
    spots = spots_in(atlas, reachability, district)
    return GapFacts(
        share_pct=reachability.reach[MEETING_PLACE, district.code].shares_pct[reachability.profiles[0].id],
        spots=len(spots),
        spot_people=sum(one.people for one in spots),
    )


def _find_measures(atlas: Atlas, district: District) -> MeasureFacts:
    measures, needs = measures_of(atlas, district.code), needs_of(atlas, district.code)
    answered = {need_id for one in atlas.planning.measures for need_id in one.need_ids}
    return MeasureFacts(
        measures=measures,
        statuses=Counter(one.status for one in measures),
        unanswered_tasks=sum(
            one.truth is Truth.YES and not atlas.needs.chain.measures_of[one.rule.id, one.district_code]
            for one in atlas.needs.answers.get(district.code, ())
        ),
        unanswered_needs=sum(one.id not in answered for one in needs),
    )


def _find_amount(atlas: Atlas, district: District) -> int | None:
    current = atlas.allocation.current if atlas.allocation else None
    if not isinstance(current, Distribution) or district.code not in current.shares:
        return None
    return current.share(district.code).amount


def _find_status(measures: tuple[Measure, ...]) -> StatusFacts:
    years = {
        one.id: max(status.year for status in one.statuses if status.status != NOT_REPORTED)
        for one in measures
        if any(status.status != NOT_REPORTED for status in one.statuses)
    }
    latest = max(years.values(), default=None)
    return StatusFacts(
        measures=len(measures),
        reported=len(years),
        latest=next((one for one in measures if years.get(one.id) == latest), None) if years else None,
        latest_year=latest,
    )
