"""The values that are made from a ``datapackage.json``."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from generator.model import Field, ForeignKey, License, Source
from generator.packages.files import SAFE_PATH

CREATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)")
DELIMITERS = (",", ";", "\t", "|")


def has_safe_path(resource: Mapping[str, Any]) -> bool:
    """Tell whether ``path`` can only mean a file inside the package folder."""
    path = resource.get("path")
    return isinstance(path, str) and SAFE_PATH.fullmatch(path) is not None and ".." not in path.split("/")


def select_standard_part(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What frictionless needs to know; it would follow a ``$schema`` or a text in place of an object to other files."""
    return {
        **{key: schema[key] for key in ("missingValues", "primaryKey", "foreignKeys") if key in schema},
        "fields": [
            {key: field[key] for key in ("name", "type", "format", "missingValues", "constraints") if key in field}
            for field in list_objects(schema, "fields")
        ],
    }


def make_field(field: Mapping[str, Any]) -> Field:
    """A column as declared."""
    return Field(
        name=str(field.get("name", "")),
        type=str(field.get("type", "")),
        title=str(field.get("title", "")),
        description=str(field.get("description", "")),
        unit=field.get("unit"),
        constraints=field["constraints"] if isinstance(field.get("constraints"), dict) else {},
    )


def make_foreign_keys(schema: Mapping[str, Any]) -> tuple[ForeignKey, ...]:
    """Keys inside the package and into others; incomplete ones have been reported and are left out."""
    inner = [_make_foreign_key(key, package=None) for key in list_objects(schema, "foreignKeys")]
    outer = [
        _make_foreign_key(key, package=str(get_property(key.get("reference"), "package") or ""))
        for key in list_objects(schema, "externalForeignKeys")
    ]
    complete = [key for key in (*inner, *outer) if key.fields and len(key.fields) == len(key.reference_fields)]
    return tuple(key for key in complete if key.package is None or (key.package and key.resource))


def _make_foreign_key(key: Mapping[str, Any], *, package: str | None) -> ForeignKey:
    return ForeignKey(
        fields=column_names(key.get("fields")),
        package=package,
        resource=str(get_property(key.get("reference"), "resource") or ""),
        reference_fields=column_names(get_property(key.get("reference"), "fields")),
    )


def make_licenses(resource: Mapping[str, Any], package: Mapping[str, Any]) -> tuple[License, ...]:
    """The terms that hold for a resource."""
    return tuple(
        License(
            name=str(item.get("name", "")),
            title=str(item.get("title", "")),
            path=item.get("path"),
            attribution=item.get("attribution"),
        )
        for item in effective_objects(resource, package, "licenses")
    )


def make_sources(resource: Mapping[str, Any], package: Mapping[str, Any]) -> tuple[Source, ...]:
    """The origins of a resource."""
    return tuple(
        Source(title=str(item.get("title", "")), path=item.get("path"))
        for item in effective_objects(resource, package, "sources")
    )


def effective_objects(
    resource: Mapping[str, Any], package: Mapping[str, Any], key: str
) -> tuple[Mapping[str, Any], ...]:
    """The list of the resource, or where it has none that of the package, as the standard says."""
    return list_objects(resource, key) or list_objects(package, key)


def flatten_dialect(resource: Mapping[str, Any]) -> Mapping[str, Any]:
    """CSV settings, whether written in frictionless' form (below ``csv``) or in the standard's."""
    dialect = resource.get("dialect")
    if not isinstance(dialect, dict):
        return {}
    inner = dialect.get("csv", {})
    outer = {key: value for key, value in dialect.items() if key not in ("csv", "$schema")}
    return {**outer, **inner} if isinstance(inner, dict) else outer


def list_objects(part: Any, key: str) -> tuple[Mapping[str, Any], ...]:
    """The objects in a list; empty where there is no list."""
    value = get_property(part, key)
    return tuple(item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()


def column_names(value: Any) -> tuple[str, ...]:
    """Names of columns: the standard allows a text for a single one."""
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def is_text(value: Any) -> bool:
    """Tell whether there is something to read."""
    return isinstance(value, str) and bool(value.strip())


def parse_day(value: Any) -> date | None:
    """A day written as YYYY-MM-DD, or its first second in UTC as Data Package asks; ``None`` for anything else.

    >>> parse_day("2024-02-29"), parse_day("2024-02-29T00:00:00Z"), parse_day("2025-02-29"), parse_day("20250101")
    (datetime.date(2024, 2, 29), datetime.date(2024, 2, 29), None, None)
    """
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T00:00:00Z)?", value):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def parse_created(value: Any) -> date | None:
    """The day of a time in UTC, the way the standard writes it.

    >>> parse_created("2026-01-31T00:00:00Z"), parse_created("2026-01-31")
    (datetime.date(2026, 1, 31), None)
    """
    match = CREATED.fullmatch(value) if isinstance(value, str) else None
    return parse_day(match[1]) if match else None


def get_property(part: Any, key: str) -> Any:
    """What stands under a key; nothing where the part is no object."""
    return part.get(key) if isinstance(part, dict) else None
