"""Whether the tables agree with each other: keys between tables and packages, and the nesting of districts."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from generator import layout
from generator.checks.inventory import (
    CROSSWALK,
    DISTRICTS,
    LEVELS,
    Inventory,
    district_rows,
    has_fields,
    level_ranks,
    sound_resource,
)
from generator.formatting import make_slug
from generator.model import ForeignKey, Issue, Resource, Row
from generator.packages import find_resource, make_error, read_keys, suggest_key

MAX_SLUG_CHARACTERS = 80
"""Longer ones make file names that some systems refuse."""
DEVICE_NAMES = frozenset(
    ("aux", "con", "nul", "prn", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
)
"""Windows can hold no file of these names."""
MAX_HINTS = 20
"""Similar keys are searched slowly; who has more wrong keys than this has another problem."""


# --- foreign keys -------------------------------------------------------------------------------------------------


def check_foreign_keys(inventory: Inventory) -> Iterator[Issue]:
    """Find keys that lead nowhere, inside a package and across."""
    for package in inventory.packages:
        for resource in package.resources:
            for key in resource.foreign_keys:
                yield from _check_foreign_key(inventory, resource, key)


def _check_foreign_key(inventory: Inventory, resource: Resource, key: ForeignKey) -> Iterator[Issue]:
    target_package = key.package or resource.package
    target_id = f"{target_package}/{key.resource or resource.name}"
    if target_package in inventory.unreadable_packages or target_id in inventory.broken_ids - {resource.id}:
        return
    target = find_resource(inventory.packages, target_id)
    known = {field.name for field in target.fields} if target else set()
    if target is None or not known.issuperset(key.reference_fields):
        yield _report_target(inventory, resource, key, target_id, target)
    elif resource.rows and all(name in resource.rows[0].values for name in key.fields) and target.rows:
        yield from _check_key_values(resource, key, target)


def _report_target(
    inventory: Inventory, resource: Resource, key: ForeignKey, target_id: str, target: Resource | None
) -> Issue:
    """The schema names a table or column that does not exist."""
    place = resource.path.with_name("datapackage.json")
    if target is None:
        known_ids = [item.id for package in inventory.packages for item in package.resources]
        message = f"Der Fremdschlüssel zeigt auf „{target_id}“, das es nicht gibt. Berichtige das Schema."
        hint = suggest_key(target_id, known_ids)
    else:
        names = [field.name for field in target.fields]
        wrong = next(name for name in key.reference_fields if name not in names)
        message = (
            f"Der Fremdschlüssel zeigt auf die Spalte ‚{wrong}‘, die „{target_id}“ nicht hat. Berichtige das Schema."
        )
        hint = suggest_key(wrong, names)
    field = f"{resource.name}.schema.foreignKeys.{'-'.join(key.fields)}"
    return make_error("unknown-key-target", place, f"{message} {hint}".strip(), field=field)


def _check_key_values(resource: Resource, key: ForeignKey, target: Resource) -> Iterator[Issue]:
    known = set(read_keys(target.rows, key.reference_fields))
    unknown = set(read_keys(resource.rows, key.fields)) - known - {(None,) * len(key.fields)}
    if not unknown:
        return
    names = sorted(", ".join(str(part) for part in item) for item in known)
    hints: dict[str, str] = {}
    for row, values in zip(resource.rows, read_keys(resource.rows, key.fields), strict=True):
        if values not in unknown:
            continue
        text = ", ".join("" if value is None else str(value) for value in values)
        if text not in hints and len(hints) < MAX_HINTS:
            hints[text] = suggest_key(text, names)
        hint = hints.get(text) or "Ergänze den Schlüssel dort oder berichtige diese Zelle."
        yield make_error(
            "unknown-foreign-key",
            resource.path,
            f"‚{text}‘ steht nicht in „{target.id}“ ({', '.join(key.reference_fields)}). {hint}",
            row=row.line,
            field=", ".join(key.fields),
        )


# --- nesting of districts -----------------------------------------------------------------------------------------


def check_levels(inventory: Inventory) -> Iterator[Issue]:
    """The order of levels is unambiguous, and the coarsest has exactly one district."""
    levels = sound_resource(inventory, LEVELS, "level_id", "sort_order")
    if levels is None or not levels.rows:
        return
    rows = sorted(levels.rows, key=lambda row: (row.values["sort_order"], row.line))
    for former, row in pairwise(rows):
        if former.values["sort_order"] == row.values["sort_order"]:
            message = f"Zwei Ebenen haben die Ordnungszahl {row.values['sort_order']}. Gib jeder Ebene eine eigene."
            yield make_error("duplicate-sort-order", levels.path, message, row=row.line, field="sort_order")
    districts = district_rows(inventory)
    top = rows[0].values["level_id"]
    count = sum(row.values["level_id"] == top for row in districts.values())
    if districts and count != 1:
        message = (
            f"Die oberste Ebene „{top}“ muss genau ein Gebiet haben, das Ganze; gefunden: {count}. Berichtige sie."
        )
        yield make_error("wrong-top-level", levels.path, message, row=rows[0].line, field="level_id")


def check_nesting(inventory: Inventory) -> Iterator[Issue]:
    """Every district lies in exactly one district of the level above, and none is empty.

    A part is one level finer than its whole, so a circle always shows as a wrong level.
    """
    crosswalk = find_resource(inventory.packages, CROSSWALK)
    districts = district_rows(inventory)
    ranks = level_ranks(inventory)
    if crosswalk is None or not has_fields(crosswalk, "part_code", "whole_code") or not districts or not ranks:
        return
    order = sorted(ranks, key=lambda level_id: ranks[level_id])
    levels = {code: row.values["level_id"] for code, row in districts.items()}
    depths = {code: order.index(level_id) for code, level_id in levels.items() if level_id in ranks}
    yield from _check_single_wholes(crosswalk)
    yield from _check_level_steps(crosswalk, depths)
    table = sound_resource(inventory, DISTRICTS)
    if table is not None and crosswalk.id not in inventory.broken_ids:
        yield from _check_completeness(crosswalk, districts, depths, table.path)


def _check_single_wholes(crosswalk: Resource) -> Iterator[Issue]:
    wholes: dict[str, Row] = {}
    for row in crosswalk.rows:
        former = wholes.setdefault(row.values["part_code"], row)
        if former is not row:
            code = row.values["part_code"]
            first, second = former.values["whole_code"], row.values["whole_code"]
            yield make_error(
                "several-wholes",
                crosswalk.path,
                f"Das Gebiet ‚{code}‘ gehört schon zu ‚{first}‘ (Zeile {former.line}), hier auch zu ‚{second}‘. "
                "Lösche eine der beiden Zeilen.",
                row=row.line,
                field="part_code",
            )


def _check_level_steps(crosswalk: Resource, depths: Mapping[str, int]) -> Iterator[Issue]:
    for row in crosswalk.rows:
        part, whole = row.values["part_code"], row.values["whole_code"]
        if part in depths and whole in depths and depths[part] != depths[whole] + 1:
            yield make_error(
                "wrong-level",
                crosswalk.path,
                f"‚{whole}‘ liegt nicht eine Ebene über ‚{part}‘. Ordne das Gebiet der nächsthöheren Ebene zu.",
                row=row.line,
                field="whole_code",
            )


def _check_completeness(
    crosswalk: Resource, districts: Mapping[str, Row], depths: Mapping[str, int], path: PurePosixPath
) -> Iterator[Issue]:
    parts = {row.values["part_code"] for row in crosswalk.rows}
    wholes = {row.values["whole_code"] for row in crosswalk.rows}
    finest = max(depths.values(), default=0)
    for code, row in districts.items():
        depth = depths.get(code)
        if depth is None:
            continue
        if depth > 0 and code not in parts:
            message = f"Das Gebiet ‚{code}‘ gehört zu keinem größeren. Ergänze seine Zeile in {crosswalk.path.name}."
            yield make_error("no-whole", path, message, row=row.line, field="district_code")
        if depth < finest and code not in wholes:
            message = f"Das Gebiet ‚{code}‘ hat keine Teile. Ordne ihm in {crosswalk.path.name} welche zu."
            yield make_error("no-parts", path, message, row=row.line, field="district_code")


# --- slugs --------------------------------------------------------------------------------------------------------


def check_slugs(inventory: Inventory) -> Iterator[Issue]:
    """Slugs become addresses: they are ASCII, and unique within their table or, for districts, their level."""
    for package in inventory.packages:
        for resource in package.resources:
            if has_fields(resource, "slug"):
                yield from _check_slug_column(resource)


def _check_slug_column(resource: Resource) -> Iterator[Issue]:
    seen: dict[tuple[Any, str], int] = {}
    for row in resource.rows:
        slug = row.values.get("slug")
        if slug is None:
            continue
        if slug != make_slug(slug) or len(slug) > MAX_SLUG_CHARACTERS:
            proposal = make_slug(slug)[:MAX_SLUG_CHARACTERS].strip("-")
            message = (
                f"‚{slug}‘ eignet sich nicht als Adresse (Kleinbuchstaben, Ziffern, ‚-‘). Schreibe etwa ‚{proposal}‘."
            )
            yield make_error("invalid-slug", resource.path, message, row=row.line, field="slug")
        is_top = resource.id == LEVELS
        if slug in DEVICE_NAMES or (is_top and slug in layout.top_folders()):
            message = f"‚{slug}‘ ist vergeben: Die Website oder Windows braucht den Namen selbst. Nimm einen anderen."
            yield make_error("reserved-slug", resource.path, message, row=row.line, field="slug")
        key = (None if is_top else row.values.get("level_id"), slug)
        if key in seen:
            message = f"‚{slug}‘ steht schon in Zeile {seen[key]}; zwei Seiten hätten dieselbe Adresse. Ändere eine."
            yield make_error("duplicate-slug", resource.path, message, row=row.line, field="slug")
        seen.setdefault(key, row.line)
