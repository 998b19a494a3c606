"""Join tiers, criteria, places, ways and projection to what the page and the files say."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from generator.indicators.compute import Inputs
from generator.indicators.projection import SCENARIOS, Projection
from generator.indicators.reachability import Reachability, SiteReach, Span, find_near_spots
from generator.indicators.reachability.white_spots import round_people
from generator.model import Offering, Package, Quantity, Tier
from generator.offerings import CLOSED_STATUS, is_counted
from generator.packages import find_rows
from generator.planning.needs.logic import Truth
from generator.planning.tiers.values import (
    Corridor,
    Criterion,
    CriterionResult,
    Future,
    NearSpot,
    SharedPlace,
    TierReport,
    Tiers,
    TierSite,
    judge_viability,
)

CRITERIA_ID = "offerings/tier_criteria"
FINDINGS_ID = "offerings/tier_findings"
AREAS_ID = "offerings/service_areas"
SHARED_ID = "offerings/shared_use"
SHARED_DISTANCE = "shared_use_distance_m"
SOURCES = (
    "offerings/tiers",
    CRITERIA_ID,
    FINDINGS_ID,
    AREAS_ID,
    "offerings/services",
    "offerings/schedules",
    SHARED_ID,
)
"""Datasets that the graded system rests on, beside those of ways and projection."""


def compute_tiers(
    packages: Sequence[Package], inputs: Inputs, reachability: Reachability | None, projection: Projection | None
) -> Tiers:
    """Everything about the graded system; without tiers there are no reports."""
    criteria = _read_criteria(packages)
    catalog, parameters = inputs.catalog, inputs.parameters
    documented = _read_areas(packages)
    findings = {
        (row.values["service_id"], row.values["criterion_id"]): (row.values["is_met"], row.values["source"])
        for row in find_rows(packages, FINDINGS_ID)
    }
    reach = {(one.target_id, one.site_id): one for one in (reachability.sites if reachability else ())}
    reports = []
    for tier in catalog.tiers:
        low, high = (parameters.get(f"viability_{tier.id}_{end}_people") for end in ("min", "max"))
        corridor = Corridor(minimum=low, maximum=high)
        own = tuple(one for one in criteria if one.tier_id == tier.id)
        sites = []
        for one in _list_places(catalog.offerings, tier):
            ways = reach.get((f"tier_{tier.id}", one.id))
            sites.append(
                _report_site(
                    one,
                    criteria=tuple(check_criterion(rule, one, findings) for rule in own if rule.check),
                    documented=documented.get(one.id, ()),
                    reach=ways,
                    corridor=corridor,
                    future=_look_ahead(inputs, ways, corridor, projection) if ways and projection else (),
                )
            )
        reports.append(TierReport(tier=tier, criteria=own, corridor=corridor, sites=tuple(sites)))
    return Tiers(
        reports=tuple(reports),
        common=tuple(one for one in criteria if one.tier_id is None),
        shared=_read_shared(packages, inputs, reachability),
        shared_distance=parameters.get(SHARED_DISTANCE),
    )


def _list_places(offerings: Sequence[Offering], tier: Tier) -> list[Offering]:
    """All places of a tier but closed ones, in the order of their ids."""
    return sorted(
        (one for one in offerings if one.tier_id == tier.id and one.status != CLOSED_STATUS), key=lambda one: one.id
    )


def _read_criteria(packages: Sequence[Package]) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(
            id=row.values["criterion_id"],
            tier_id=row.values["tier_id"],
            title=row.values["criterion"],
            text=row.values["value_text"],
            year_text=row.values["year_text"],
            source=row.values["source"],
            check=row.values["check"],
            threshold=row.values["threshold"],
            line=row.line,
        )
        for row in find_rows(packages, CRITERIA_ID)
    )


def _read_areas(packages: Sequence[Package]) -> Mapping[str, tuple[str, ...]]:
    """Documented districts by service."""
    found: dict[str, list[str]] = {}
    for row in find_rows(packages, AREAS_ID):
        found.setdefault(row.values["service_id"], []).append(row.values["district_code"])
    return {service: tuple(sorted(codes)) for service, codes in found.items()}


def check_criterion(
    criterion: Criterion, offering: Offering, findings: Mapping[tuple[str, str], tuple[str, str]]
) -> CriterionResult:
    """What somebody has looked into counts first; else what opening hours tell."""
    found = findings.get((offering.id, criterion.id))
    if found:
        truth, reason = Truth(found[0]), f"Belegt: {found[1]}"
    elif criterion.check == "manual" or criterion.threshold is None:
        truth, reason = Truth.UNKNOWN, "Dazu liegt kein Beleg vor."
    elif not offering.opening_times:
        truth, reason = Truth.UNKNOWN, "Öffnungszeiten sind nicht erfasst."
    else:
        amount, unit = _count_opening(offering, criterion.check or "")
        truth = Truth.YES if amount >= criterion.threshold else Truth.NO
        text = f"{amount:g}".replace(".", ",")
        reason = f"Nach den erfassten Öffnungszeiten: {text} {unit} in der Woche."
    return CriterionResult(criterion=criterion, truth=truth, reason=reason)


def _count_opening(offering: Offering, check: str) -> tuple[float, str]:
    """Days or hours a week that a place is open."""
    if check == "open_days_min":
        days = len({one.weekday for one in offering.opening_times})
        return days, "Tag" if days == 1 else "Tage"
    minutes = sum(_minutes(one.closes_at) - _minutes(one.opens_at) for one in offering.opening_times)
    return minutes / 60, "Stunden"


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return 60 * int(hours) + int(minutes)


def _report_site(
    offering: Offering,
    *,
    criteria: tuple[CriterionResult, ...],
    documented: tuple[str, ...],
    reach: SiteReach | None,
    corridor: Corridor,
    future: tuple[Future, ...],
) -> TierSite:
    """One place with all that is known of it."""
    people = next(iter(reach.people.values())) if reach else None
    return TierSite(
        offering=offering,
        is_counted=is_counted(offering),
        criteria=criteria,
        documented_codes=documented,
        reach=reach,
        viability=judge_viability(people, corridor),
        future=future,
    )


def _look_ahead(inputs: Inputs, reach: SiteReach, corridor: Corridor, projection: Projection) -> tuple[Future, ...]:
    """People in reach in years to come: those of today, each district growing as its projection says."""
    people = next(iter(reach.people.values()))
    if people.low.value is None or people.high.value is None:
        return tuple(
            Future(year=year, people=people, viability=judge_viability(people, corridor)) for year in projection.years
        )
    found = []
    for year in projection.years:
        rates = [_grow(inputs, reach, projection, year, one.id) for one in SCENARIOS]
        low, high = (Fraction(one) for one in (people.low.value, people.high.value))
        span = Span(
            Quantity(round_people(float(low * min(rate for rate, _ in rates)))),
            Quantity(round_people(float(high * max(rate for _, rate in rates)))),
        )
        found.append(Future(year=year, people=span, viability=judge_viability(span, corridor)))
    return tuple(found)


def _grow(
    inputs: Inputs, reach: SiteReach, projection: Projection, year: int, scenario_id: str
) -> tuple[Fraction, Fraction]:
    """Growth of the people who surely reach a place, and of those who may, weighted by where they live."""
    rates = {
        code: projection.growth(inputs.geography, code, year, scenario_id) for code in sorted(reach.district_people)
    }
    city = projection.growth(inputs.geography, inputs.geography.city.code, year, scenario_id)
    found = []
    for which in ("low", "high"):
        people = {code: getattr(span, which).value or 0 for code, span in reach.district_people.items()}
        whole = sum(people.values())
        part = sum((Fraction(people[code]) * rate for code, rate in rates.items()), Fraction(0))
        found.append(part / Fraction(whole) if whole else city)
    return found[0], found[1]


def _read_shared(
    packages: Sequence[Package], inputs: Inputs, reachability: Reachability | None
) -> tuple[SharedPlace, ...]:
    """All places that the city has put on the list, with the white spots near them."""
    offerings = {one.id: one for one in inputs.catalog.offerings}
    rows = sorted(find_rows(packages, SHARED_ID), key=lambda one: str(one.values["service_id"]))
    near = _find_near(inputs, [offerings[row.values["service_id"]] for row in rows], reachability)
    return tuple(
        SharedPlace(
            offering=offerings[row.values["service_id"]],
            free_capacity=row.values["free_capacity"],
            suitability=row.values["suitability"],
            consent=row.values["operator_consent"],
            note=row.values["note"],
            source=row.values["source"],
            near=near.get(row.values["service_id"], ()),
        )
        for row in rows
    )


def _find_near(
    inputs: Inputs, offerings: Sequence[Offering], reachability: Reachability | None
) -> Mapping[str, tuple[NearSpot, ...]]:
    """White spots by place; closed places and those without a position have none."""
    distance = inputs.parameters.get(SHARED_DISTANCE)
    placed = [(one, one.position) for one in offerings if one.position and one.status != CLOSED_STATUS]
    if reachability is None or distance is None or not placed:
        return {}
    metres = inputs.geography.to_metres([position for _, position in placed])
    circles = [(place, one.position_radius_m or 0.0) for (one, _), place in zip(placed, metres, strict=True)]
    found = find_near_spots(reachability.white_spots, circles, distance.value)
    return {
        one.id: tuple(NearSpot(spot=spot, distance_m=metres) for spot, metres in near)
        for (one, _), near in zip(placed, found, strict=True)
    }
