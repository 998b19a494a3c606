"""What ``gebietsatlas show`` says about walking distances: thresholds, ranges, and the rows behind them."""

from collections.abc import Iterator

from generator.formatting import format_number, format_quantity
from generator.indicators.population import AGED_65_PLUS, ALL_AGES
from generator.indicators.reachability import STOP, DistrictReach, Reachability, Span, Target
from generator.model import District
from generator.offerings import is_counted
from generator.packages import find_rows
from generator.parameters import PARAMETERS_ID
from generator.planning.needs.definition import Uncertainty
from generator.planning.needs.reach_numbers import ReachNumber, read_reach_value
from generator.profiles.atlas import Atlas
from generator.profiles.needs_wording import spell_reach
from generator.profiles.reach_values import view_span
from generator.profiles.reachability import PARAMETERS
from generator.render.downloads.observations import spell_lines

NAMES = ("erreichbarkeit", "reachability")
"""How walking distances are called on the command line."""
CELLS_ID = "demographics/census_cells"


def describe_reachability(atlas: Atlas, reachability: Reachability, chosen: District | None) -> Iterator[str]:
    """The shares of all districts, or all that is behind those of one."""
    yield "Wege zu Fuß: Anteil der Menschen ab 65 Jahren mit einem Ziel in Reichweite"
    yield "  Formel: 100 × Menschen ab 65 mit einem Weg bis zur Schwelle ÷ Menschen ab 65"
    if chosen:
        yield from _describe_district(atlas, reachability, chosen)
        return
    for target in reachability.targets:
        yield f"{target.title}, höchstens {format_number(target.minutes)} Minuten"
        for district in atlas.geography.districts.values():
            reach = reachability.reach[target.id, district.code]
            yield f"{district.code:>8}  {district.name:<32} {_spell_shares(reachability, reach)}"


def describe_reach_number(
    atlas: Atlas, reachability: Reachability, number: ReachNumber, chosen: District | None
) -> Iterator[str]:
    """A number that rules may test, for all districts or down to the rows of one."""
    yield number.title
    yield f"  {number.meaning}"
    for code, district in atlas.geography.districts.items():
        if chosen is None or code == chosen.code:
            value = read_reach_value(reachability, atlas.geography, number, code, Uncertainty.POSITION)
            yield f"{code:>8}  {district.name:<32} {spell_reach(value)}"
    if chosen:
        yield from describe_target(atlas, reachability, number.target, chosen)


def _spell_shares(reachability: Reachability, reach: DistrictReach) -> str:
    return "; ".join(f"{one.title}: {_spell(reach.shares_pct[one.id], '%')}" for one in reachability.profiles)


def _spell(span: Span, unit: str) -> str:
    """A range, or a sign with its meaning."""
    value = view_span(span, unit)
    return f"{value.text} ({value.meaning})" if value.meaning else value.text


def _describe_district(atlas: Atlas, reachability: Reachability, district: District) -> Iterator[str]:
    """Shares with conventions, people and places of one district."""
    for target in reachability.targets:
        reach = reachability.reach[target.id, district.code]
        yield f"{target.title}, {district.name}: {_spell_shares(reachability, reach)}"
        yield from _describe_ways(atlas, reachability, target, district)
    yield from _list_people(atlas, reachability, district)
    for one in atlas.parameters.values():
        if one.id.startswith(PARAMETERS):
            yield f"    {PARAMETERS_ID}, Zeile {one.line}, {one.id}: {format_number(one.value, 2)} {one.unit}"


def _describe_ways(atlas: Atlas, reachability: Reachability, target: Target, district: District) -> Iterator[str]:
    """Thresholds, the way in the middle and the places of a target."""
    for profile in reachability.profiles:
        limit = format_number(target.limit_m(profile))
        speed = format_number(profile.speed_m_per_s, 1)
        yield f"    Schwelle, {profile.title}: {format_number(target.minutes)} min × 60 × {speed} m/s = {limit} m"
    yield f"    mittlerer Weg: {_spell(reachability.reach[target.id, district.code].median_m, 'm')}"
    yield from _list_places(atlas, target)


def describe_target(atlas: Atlas, reachability: Reachability, target: Target, district: District) -> Iterator[str]:
    """Everything that one target's numbers in a district rest on, down to the rows."""
    yield from _describe_ways(atlas, reachability, target, district)
    yield from _list_people(atlas, reachability, district)


def _list_places(atlas: Atlas, target: Target) -> Iterator[str]:
    """The rows of the places that count."""
    if target.id == STOP:
        rows = atlas.resource("offerings/stops").rows
        yield f"    offerings/stops: {len(rows)} Zeilen"
        return
    counted = [
        one
        for one in atlas.catalog.offerings
        if is_counted(one)
        and (one.service_type_id in target.service_type_ids or (target.tier_id and one.tier_id == target.tier_id))
    ]
    if counted:
        yield f"    {counted[0].resource_id}, Zeilen {spell_lines({one.line for one in counted})}: {len(counted)} Orte"


def _list_people(atlas: Atlas, reachability: Reachability, district: District) -> Iterator[str]:
    """Cells and shares of the finest parts."""
    reach = reachability.reach[reachability.targets[0].id, district.code]
    people = format_quantity(reach.people, 0)
    yield f"Menschen ab 65 in Zellen mit bekanntem Anteil: {people}"
    yield f"Menschen jeden Alters in Zellen ohne bekannten Anteil: {reach.unknown_population}"
    cells: dict[str, set[int]] = {}
    for row in find_rows(atlas.packages, CELLS_ID):
        cells.setdefault(row.values["district_code"] or "", set()).add(row.line)
    ages = find_rows(atlas.packages, AGED_65_PLUS.resource_id)
    newest = max((row.values["reference_date"] for row in ages), default=None)
    lines = {row.values["district_code"]: row.line for row in ages if row.values["reference_date"] == newest}
    fields = " ÷ ".join(one.fields[0] for one in (AGED_65_PLUS, ALL_AGES))
    for code in atlas.geography.finest_codes(district.code):
        if code in cells:
            share = (
                f"{AGED_65_PLUS.resource_id}, Zeile {lines[code]}, {fields}" if code in lines else "Anteil unbekannt"
            )
            yield f"    {CELLS_ID}, {len(cells[code])} Zeilen ({code}) × {share}"
