"""Whether the chain of planning holds: a need rests on something, a measure answers something."""

from collections.abc import Iterator, Sequence

from generator.checks.inventory import Inventory, sound_resource
from generator.model import Issue
from generator.packages import find_resource, make_error, name_row

EVIDENCE = ("planning/need_papers", "planning/need_rules", "planning/need_findings")
"""What a need may rest on: council papers, rules on indicators, findings of participation."""
ANSWERS = ("planning/measure_needs", "planning/measure_rules")
"""What a measure may answer: needs that somebody has named, rules that find needs."""


def check_chain(inventory: Inventory) -> Iterator[Issue]:
    """Find needs and measures that stand alone, where the city declares links at all."""
    yield from _find_orphans(
        inventory,
        "planning/needs",
        EVIDENCE,
        "need-without-evidence",
        "Der Bedarf ‚{0}‘ stützt sich auf nichts: weder Vorlage noch Regel noch Ergebnis einer Beteiligung. Ergänze "
        "einen Beleg in {1} oder nimm den Befund mit einer Begründung als Ausnahme auf.",
    )
    yield from _find_orphans(
        inventory,
        "planning/measures",
        ANSWERS,
        "measure-without-need",
        "Die Maßnahme ‚{0}‘ antwortet auf keinen Bedarf. Ergänze ihn in {1} oder nimm den Befund mit einer Begründung "
        "als Ausnahme auf.",
    )


def _find_orphans(
    inventory: Inventory, resource_id: str, link_ids: Sequence[str], code: str, message: str
) -> Iterator[Issue]:
    """Rows that no linking table names; nothing where one of these tables could not be read."""
    resource = sound_resource(inventory, resource_id)
    declared = [one for one in link_ids if find_resource(inventory.packages, one) is not None]
    tables = [sound_resource(inventory, one) for one in declared]
    if resource is None or not declared or None in tables or len(resource.primary_key) != 1:
        return
    key = resource.primary_key[0]
    linked = {row.values.get(key) for table in tables if table for row in table.rows}
    places = " oder ".join(f"„{one}“" for one in declared)
    for row in resource.rows:
        if row.values[key] not in linked:
            yield make_error(
                code,
                resource.path,
                message.format(row.values[key], places),
                row=row.line,
                field=key,
                subject=name_row(row, resource.primary_key),
            )
