"""Whether every table of statistics is complete: each reference date with every district of a level."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from generator.checks.inventory import Inventory, district_rows, has_fields
from generator.formatting import format_date
from generator.model import Issue, Resource
from generator.packages import make_error, quote_list


def check_coverage(inventory: Inventory) -> Iterator[Issue]:
    """Find districts without a row at a reference date: a gap in the data is written down, not left out."""
    districts = district_rows(inventory)
    if not districts:
        return
    members = defaultdict(set)
    for code, row in districts.items():
        members[row.values["level_id"]].add(code)
    for package in inventory.packages:
        for resource in package.resources:
            if has_fields(resource, "district_code", "reference_date") and resource.id not in inventory.broken_ids:
                yield from _check_resource(resource, members)


def _check_resource(resource: Resource, members: Mapping[str, set[str]]) -> Iterator[Issue]:
    groups: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    others = tuple(name for name in resource.primary_key if name not in ("district_code", "reference_date"))
    for row in resource.rows:
        groups[(row.values["reference_date"], *(row.values[name] for name in others))].add(row.values["district_code"])
    present = {code for codes in groups.values() for code in codes}
    used_levels = sorted(level_id for level_id, codes in members.items() if codes & present)
    for key in sorted(groups, key=str):
        for level_id in used_levels:
            missing = sorted(members[level_id] - groups[key])
            if missing:
                yield make_error("missing-district", resource.path, _describe(missing, key), field="district_code")


def _describe(missing: list[str], key: tuple[Any, ...]) -> str:
    day, *rest = key
    when = f"am {format_date(day)}" if isinstance(day, date) else f"für {day}"
    where = f" ({', '.join(str(part) for part in rest)})" if rest else ""
    verb = "fehlt" if len(missing) == 1 else "fehlen"
    return f"{quote_list(missing)} {verb} {when}{where}. Schreibe eine Zeile mit ‚…‘, wenn die Quelle keinen Wert hat."
