"""Where texts stand in the packages: cells, properties of map features, descriptors."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.checks.inventory import Inventory
from generator.checks.privacy.residents import ADDRESS
from generator.checks.privacy.scanner import Scanner, word_finding
from generator.checks.privacy.terms import PRIVACY_TERMS, read_terms
from generator.checks.privacy.texts import shorten
from generator.model import Issue, Package, Resource, Row
from generator.packages import make_error, read_column

PUBLIC = "public"
"""Value of the key ``contact`` of a column that holds the telephone numbers of institutions."""


def check_personal_data(inventory: Inventory) -> Iterator[Issue]:
    """Find personal data in every text cell, every property of a map feature and every text of a descriptor."""
    scanner = Scanner(read_terms(inventory.packages), *_collect_texts(inventory.packages))
    for package in inventory.packages:
        place = package.directory / "datapackage.json"
        for field, text in _list_texts(package.descriptor):
            if text not in scanner.suspects:
                continue
            for code, message in scanner.describe(text):
                yield make_error(code, place, message, field=scanner.mask(field) or None)
        for resource in package.resources:
            yield from _check_rows(resource, scanner)
            yield from _check_features(resource, scanner)


def _collect_texts(packages: Sequence[Package]) -> tuple[frozenset[str], frozenset[str]]:
    """Every text that will be looked at, once: those that stand only in columns of public contacts, and all others."""
    public: set[str | None] = set()
    others: set[str | None] = {text for package in packages for _, text in _list_texts(package.descriptor)}
    for package in packages:
        for resource in package.resources:
            contacts = _public_columns(resource)
            for name in _text_columns(resource):
                texts = public if name in contacts else others
                texts.update(read_column(resource.rows, name))
            others.update(text for feature in resource.features for _, text in _list_texts(_without_geometry(feature)))
    return frozenset(text for text in public - others if text), frozenset(text for text in others if text)


def _without_geometry(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a map feature says in words."""
    return {key: value for key, value in feature.items() if key != "geometry"}


def _check_rows(resource: Resource, scanner: Scanner) -> Iterator[Issue]:
    """Cell by cell; a name and an address may also stand side by side."""
    columns = _text_columns(resource)
    public = _public_columns(resource)
    noted = scanner.suspects | scanner.persons
    if all(noted.isdisjoint(read_column(resource.rows, name)) for name in columns):
        return
    for row in resource.rows:
        for name in columns:
            text = row.values.get(name)
            if text in scanner.suspects:
                for code, message in scanner.describe(text, is_public=name in public):
                    subject = _name_row(resource, row, scanner)
                    yield make_error(code, resource.path, message, row=row.line, field=name, subject=subject)
        resident = _find_resident(row, columns, scanner) if scanner.persons else None
        if resident is not None:
            message = word_finding("personal-address", shorten(row.values[resident], 1))
            subject = _name_row(resource, row, scanner)
            yield make_error("personal-address", resource.path, message, row=row.line, field=resident, subject=subject)


def _find_resident(row: Row, columns: Sequence[str], scanner: Scanner) -> str | None:
    """The column that holds nothing but a person's name, where another one holds a street and a house number."""
    found = next((name for name in columns if row.values.get(name) in scanner.persons), None)
    has_address = found is not None and any(
        name != found and row.values.get(name) and ADDRESS.match(row.values[name]) for name in columns
    )
    return found if has_address else None


def _check_features(resource: Resource, scanner: Scanner) -> Iterator[Issue]:
    """All that a feature says besides its geometry."""
    for number, feature in enumerate(resource.features, start=1):
        for field, text in _list_texts(_without_geometry(feature)):
            for code, message in scanner.describe(text):
                subject = scanner.mask(str(feature.get("id", number)))
                yield make_error(code, resource.path, message, field=scanner.mask(field), subject=subject)


def _text_columns(resource: Resource) -> tuple[str, ...]:
    """Columns in which anything may be written; those of the terms say what is searched for."""
    names = (field.name for field in resource.fields if field.type == "string")
    return tuple(name for name in names if (resource.id, name) != (PRIVACY_TERMS, "term"))


def _public_columns(resource: Resource) -> frozenset[str]:
    """Columns declared to hold public contacts."""
    schema = resource.descriptor.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    return frozenset(
        str(field.get("name"))
        for field in (fields if isinstance(fields, list) else ())
        if isinstance(field, dict) and field.get("contact") == PUBLIC
    )


def _name_row(resource: Resource, row: Row, scanner: Scanner) -> str:
    """The key of a row, itself free of personal data."""
    return "/".join(scanner.mask(str(row.values.get(name))) for name in resource.primary_key)


def _list_texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a parsed JSON value with its place; objects in lists go by their name, if they have one."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            # The standard's own words in between say nothing: `services.schema.fields.phone.title`.
            yield from _list_texts(part, key if not place or key == "resources" else f"{place}.{key}")
    elif isinstance(value, (list, tuple)):
        for number, part in enumerate(value, start=1):
            name = part.get("name") if isinstance(part, Mapping) else None
            step = name if isinstance(name, str) and name else str(number)
            yield from _list_texts(part, step if place == "resources" else f"{place}.{step}")
