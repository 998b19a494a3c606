"""What ``gebietsatlas show`` says about years to come and about the graded system, down to the rows behind it."""

from collections.abc import Iterator

from generator.formatting import describe_absence, format_date, format_number, format_quantity
from generator.indicators.population import AGED_65_PLUS
from generator.indicators.projection import PARAMETERS, SCENARIOS, Method, Projection
from generator.indicators.projection.cohorts import SINGLE_YEARS_ID
from generator.indicators.projection.compute import FORECAST_ID
from generator.model import District, Quantity
from generator.packages import find_rows
from generator.parameters import PARAMETERS_ID
from generator.planning.tiers import TierSite
from generator.planning.tiers.compute import CRITERIA_ID
from generator.profiles.atlas import Atlas
from generator.profiles.reach_values import view_span
from generator.profiles.tiers import TRUTH_TEXT, VIABILITY_TEXT
from generator.render.downloads.observations import spell_lines

NAMES = ("projektion", "projection", "vorausberechnung")
"""How years to come are called on the command line."""
TIER_NAMES = ("stufen", "tiers", "tragfaehigkeit")
"""How the graded system is called on the command line."""


def list_names(atlas: Atlas) -> tuple[str, ...]:
    """Names for what the city has; a tier also goes by its id."""
    tiers = (*TIER_NAMES, *(one.tier.id for one in atlas.tiers.reports)) if atlas.tiers.reports else ()
    return (*(NAMES if atlas.projection else ()), *tiers)


def describe_outlook(atlas: Atlas, subject: str, chosen: District | None) -> Iterator[str]:
    """Years to come, or the graded system."""
    if subject in NAMES and atlas.projection:
        return describe_projection(atlas, atlas.projection, chosen)
    return describe_tiers(atlas, chosen, tier_id="" if subject in TIER_NAMES else subject)


def describe_projection(atlas: Atlas, projection: Projection, chosen: District | None) -> Iterator[str]:
    """The numbers of all districts, or all that is behind those of one."""
    yield "Menschen ab 65 Jahren in kommenden Jahren"
    yield "  Formel: Zahl der Stadt × (Anteil heute + Jahre × Veränderung je Jahr × Dämpfung), in ganzen Menschen"
    totals = "; ".join(f"{year}: {format_number(total)}" for year, total in projection.totals.items())
    how = "veröffentlichte Prognose" if projection.method is Method.FORECAST else "Jahrgangsquoten der ganzen Stadt"
    yield f"  Stadt ({how}): {totals}"
    if chosen:
        yield from _describe_district(atlas, projection, chosen)
        return
    for code, district in atlas.geography.districts.items():
        spans = "; ".join(f"{year}: {_spell_span(projection, code, year)}" for year in projection.years)
        yield f"{code:>8}  {district.name:<32} {spans}"


def _spell_span(projection: Projection, code: str, year: int) -> str:
    low, high = projection.span(code, year)
    if low.value is None:
        return _spell(low)
    return _spell(low) if low == high else f"{_spell(low)} bis {_spell(high)}"


def _spell(quantity: Quantity) -> str:
    """A number, or a sign with its meaning."""
    text = format_quantity(quantity, 0)
    return text if quantity.value is not None else f"{text} ({describe_absence(quantity.status)})"


def _describe_district(atlas: Atlas, projection: Projection, district: District) -> Iterator[str]:
    """Every assumption and year, the test, and the rows."""
    yield f"{format_date(projection.base_date)}  {district.name}: {_spell(projection.base[district.code])}"
    for trend in SCENARIOS:
        yield f"{trend.title} (Dämpfung {trend.damping}): {trend.description}"
        for year in projection.years:
            yield f"    {year}: {_spell(projection.people[district.code, year, trend.id])}"
    for test in projection.backtests:
        miss = test.misses.get(district.code)
        if miss:
            yield (
                f"Probe „{test.scenario_id}“ {test.start_date.year} bis {test.end_date.year}: berechnet "
                f"{format_number(miss.predicted)}, tatsächlich {format_number(miss.actual)}, "
                f"Abweichung {format_number(miss.error_pct, 1)} %"
            )
    codes = (district.code, *atlas.geography.finest_codes(district.code))
    for day in (projection.first_date, projection.base_date):
        lines = {
            row.line
            for row in find_rows(atlas.packages, AGED_65_PLUS.resource_id)
            if row.values["reference_date"] == day and row.values["district_code"] in codes
        }
        if lines:
            field = AGED_65_PLUS.fields[0]
            yield f"    {AGED_65_PLUS.resource_id}, {format_date(day)}, Zeilen {spell_lines(lines)}, {field}"
    control = FORECAST_ID if projection.method is Method.FORECAST else SINGLE_YEARS_ID
    yield f"    {control}: {len(find_rows(atlas.packages, control))} Zeilen"
    for one in atlas.parameters.values():
        if one.id.startswith(PARAMETERS):
            yield f"    {PARAMETERS_ID}, Zeile {one.line}, {one.id}: {format_number(one.value)} {one.unit}"


def describe_tiers(atlas: Atlas, chosen: District | None, *, tier_id: str = "") -> Iterator[str]:
    """All places of the graded system, or those of one tier, or those that concern one district."""
    yield "Abgestuftes System: Menschen ab 65 in Reichweite, Kriterien und Tragfähigkeit je Ort"
    codes = (chosen.code, *atlas.geography.finest_codes(chosen.code)) if chosen else tuple(atlas.geography.districts)
    kept = {site.offering.id for _, site in atlas.tiers.sites_in(codes)}
    for report in (one for one in atlas.tiers.reports if tier_id in {"", one.tier.id}):
        yield report.tier.title_plural
        for corridor in (report.corridor.minimum, report.corridor.maximum):
            if corridor:
                yield f"    {PARAMETERS_ID}, Zeile {corridor.line}, {corridor.id}: {format_number(corridor.value)}"
        for site in report.sites:
            if chosen is None or site.offering.id in kept:
                yield from _describe_site(site)


def _describe_site(site: TierSite) -> Iterator[str]:
    """One place."""
    yield f"  {site.offering.name} ({site.offering.resource_id}, Zeile {site.offering.line})"
    if site.reach:
        for profile_id, people in site.reach.people.items():
            lost = view_span(site.reach.people_lost[profile_id], "").text
            yield f"    {profile_id}: {view_span(people, '').text} in Reichweite, {lost} ohne anderen Ort der Stufe"
    else:
        yield "    nicht gezählt oder nicht berechnet"
    for one in site.future:
        yield f"    {one.year}: {view_span(one.people, '').text}, Tragfähigkeit: {VIABILITY_TEXT[one.viability]}"
    yield f"    Tragfähigkeit heute: {VIABILITY_TEXT[site.viability]}"
    for result in site.criteria:
        rule = result.criterion
        yield f"    {CRITERIA_ID}, Zeile {rule.line}, {rule.title}: {TRUTH_TEXT[result.truth]}. {result.reason}"
