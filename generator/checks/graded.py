"""Whether tables about the graded system speak of offerings, criteria and districts that exist.

A schema may declare foreign keys, but need not; the program relies on these.
"""

from collections.abc import Iterator, Mapping

from generator.checks.inventory import DISTRICTS, Inventory, sound_resource
from generator.model import Issue
from generator.packages import make_error, name_row

SERVICES, CRITERIA = "offerings/services", "offerings/tier_criteria"
HOMES = {"service_id": SERVICES, "criterion_id": CRITERIA, "district_code": DISTRICTS}
"""Where an id must stand."""
REFERENCES: Mapping[str, tuple[str, ...]] = {
    "offerings/tier_findings": ("service_id", "criterion_id"),
    "offerings/service_areas": ("service_id", "district_code"),
    "offerings/shared_use": ("service_id",),
}


def check_graded_system(inventory: Inventory) -> Iterator[Issue]:
    """Find rows about what nobody has listed."""
    for resource_id, fields in REFERENCES.items():
        resource = sound_resource(inventory, resource_id, *fields)
        if resource is None:
            continue
        for field in fields:
            home = sound_resource(inventory, HOMES[field], field)
            known = {row.values[field] for row in home.rows} if home else set()
            if any(key.fields == (field,) for key in resource.foreign_keys):
                continue  # checked with all foreign keys
            for row in resource.rows:
                if row.values[field] not in known:
                    message = f"‚{row.values[field]}‘ steht nicht in „{HOMES[field]}“. Berichtige die Kennung."
                    subject = name_row(row, resource.primary_key)
                    yield make_error(
                        "unknown-reference", resource.path, message, row=row.line, field=field, subject=subject
                    )
