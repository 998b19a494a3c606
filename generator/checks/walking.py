"""Whether what walking distances rest on makes sense: speeds, thresholds, and the ways of a router."""

from collections.abc import Iterator, Mapping

from generator.checks.inventory import PARAMETERS, Inventory, sound_resource
from generator.model import Issue, Resource, Row
from generator.packages import make_error, name_row, quote_list, suggest_key

CELLS = "demographics/census_cells"
WALKS = "demographics/walking_distances"
MINUTES = "walk_minutes_"
TIER = "tier_"
MOBILE, RESTRICTED, DETOUR = "walk_speed_mobile_m_per_s", "walk_speed_restricted_m_per_s", "walk_detour_factor"
NEEDED = (
    MOBILE,
    RESTRICTED,
    DETOUR,
    "walk_weight_near",
    "walk_weight_middle",
    "walk_weight_far",
    "white_spot_min_people",
    "min_population_for_shares",
)
"""Without these, thresholds alone say nothing."""
GENERAL_TARGETS = ("meeting_place", "stop")


def check_walking(inventory: Inventory) -> Iterator[Issue]:
    """Find conventions about walking that are missing or impossible, and measured ways that lead nowhere."""
    parameters = sound_resource(inventory, PARAMETERS, "parameter_id", "value")
    cells = sound_resource(inventory, CELLS, "cell_id")
    if parameters and cells:
        rows = {row.values["parameter_id"]: row for row in parameters.rows if row.values["value"] is not None}
        if any(name.startswith(MINUTES) for name in rows):
            yield from _check_needed(parameters, rows)
            yield from _check_ranges(parameters, rows)
            yield from _check_targets(inventory, parameters, rows)
    yield from _check_walks(inventory)


def _check_needed(parameters: Resource, rows: Mapping[str, Row]) -> Iterator[Issue]:
    for name in NEEDED:
        if name not in rows:
            message = f"Der Parameter ‚{name}‘ fehlt; ohne ihn lassen sich keine Wege zu Fuß rechnen. Ergänze ihn."
            yield make_error("missing-parameter", parameters.path, message, field="parameter_id", subject=name)


def _check_ranges(parameters: Resource, rows: Mapping[str, Row]) -> Iterator[Issue]:
    """Speeds, minutes and weights are more than nothing, detours no short cuts, and the slow are not the fast."""
    for name, row in rows.items():
        least = 1 if name == DETOUR else 0
        value = row.values["value"]
        if name.startswith("walk_") and (value < least or value == 0):
            limit = "mindestens 1" if name == DETOUR else "größer als 0"
            yield _report(parameters, row, f"‚{name}‘ muss {limit} sein. Berichtige den Wert.")
    if MOBILE in rows and RESTRICTED in rows and rows[RESTRICTED].values["value"] > rows[MOBILE].values["value"]:
        message = f"‚{RESTRICTED}‘ ist größer als ‚{MOBILE}‘. Wer eingeschränkt geht, ist nicht schneller. Berichtige."
        yield _report(parameters, rows[RESTRICTED], message)


def _check_targets(inventory: Inventory, parameters: Resource, rows: Mapping[str, Row]) -> Iterator[Issue]:
    """A threshold for a tier that the city does not have would be left out without a word."""
    tiers = sound_resource(inventory, "offerings/tiers", "tier_id")
    known = [*GENERAL_TARGETS, *(f"{TIER}{row.values['tier_id']}" for row in (tiers.rows if tiers else ()))]
    for name, row in rows.items():
        target = name.removeprefix(MINUTES)
        if name != target and target not in known:
            hint = suggest_key(target, known)
            message = f"‚{target}‘ ist kein Ziel; möglich sind {quote_list(known)}. Berichtige den Namen. {hint}"
            yield _report(parameters, row, message.strip(), field="parameter_id")


def _check_walks(inventory: Inventory) -> Iterator[Issue]:
    """Destinations are locations or stops."""
    walks = sound_resource(inventory, WALKS, "cell_id", "destination_id", "distance_m")
    if walks is None:
        return
    known = {
        row.values[key]
        for resource_id, key in (("offerings/locations", "location_id"), ("offerings/stops", "stop_id"))
        for resource in [sound_resource(inventory, resource_id, key)]
        if resource
        for row in resource.rows
    }
    for row in walks.rows:
        destination = row.values["destination_id"]
        if destination not in known:
            message = f"Das Ziel ‚{destination}‘ ist weder ein Standort noch eine Haltestelle. Berichtige es."
            yield _report(walks, row, message, code="unknown-foreign-key", field="destination_id")
        elif row.values["distance_m"] is not None and row.values["distance_m"] < 0:
            message = "Kein Weg ist kürzer als null Meter. Berichtige die Länge."
            yield _report(walks, row, message, code="distance-below-zero", field="distance_m")


def _report(
    resource: Resource, row: Row, message: str, *, code: str = "parameter-out-of-range", field: str = "value"
) -> Issue:
    subject = name_row(row, resource.primary_key)
    return make_error(code, resource.path, message, row=row.line, field=field, subject=subject)
