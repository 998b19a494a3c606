"""Whether a planned or closing site says what it takes to work out its effect."""

from collections.abc import Iterator

from generator.checks.inventory import Inventory, sound_resource
from generator.model import Issue, Resource, Row
from generator.packages import make_error, name_row

SCENARIOS = "planning/site_scenarios"
FIELDS = ("scenario_id", "effect", "service_id", "location_id", "longitude", "latitude")
DRAWN = ("exact", "street")


def check_scenarios(inventory: Inventory) -> Iterator[Issue]:
    """Find sites that open nowhere, and sites that close without being one."""
    resource = sound_resource(inventory, SCENARIOS, *FIELDS)
    if resource is None:
        return
    places = _list_places(inventory)
    for row in resource.rows:
        if row.values["effect"] == "close" and row.values["service_id"] is None:
            message = "Wer schließt, ist nicht gesagt. Nenne in ‚service_id‘ das Angebot."
            yield _report(resource, row, "scenario-without-service", message, "service_id")
        elif row.values["effect"] == "open" and not _has_place(row, places):
            message = (
                "Wo der Ort eröffnet, ist nicht gesagt. Nenne ‚longitude‘ und ‚latitude‘ oder in ‚location_id‘ einen "
                "Standort, dessen Lage bekannt ist."
            )
            yield _report(resource, row, "scenario-without-place", message, "location_id")


def _list_places(inventory: Inventory) -> frozenset[str]:
    """Locations whose position is known well enough to be drawn."""
    positions = sound_resource(
        inventory, "offerings/location_positions", "location_id", "precision", "longitude", "latitude"
    )
    return frozenset(
        row.values["location_id"]
        for row in (positions.rows if positions else ())
        if row.values["precision"] in DRAWN and row.values["longitude"] is not None
    )


def _has_place(row: Row, places: frozenset[str]) -> bool:
    has_coordinates = row.values["longitude"] is not None and row.values["latitude"] is not None
    return has_coordinates or row.values["location_id"] in places


def _report(resource: Resource, row: Row, code: str, message: str, field: str) -> Issue:
    subject = name_row(row, resource.primary_key)
    return make_error(code, resource.path, message, row=row.line, field=field, subject=subject)
