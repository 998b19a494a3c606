"""The descriptor after Data Package that lies in every archive: one line for every resource and every field."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from generator.model import ForeignKey, License, OutputFile, Source
from generator.render.downloads.csv_files import CsvFile
from generator.render.downloads.descriptions import Bundle
from generator.render.downloads.geojson_files import Layer, spell_json, spell_licenses, spell_sources
from generator.render.downloads.tables import Column, Table, Terms

TEXT_RULES = ("pattern", "enum", "minLength", "maxLength")
"""What a guarded text may no longer obey."""


def spell_package(
    bundle: Bundle, files: Sequence[OutputFile], tables: Mapping[PurePosixPath, CsvFile], hashes: Mapping[str, str]
) -> bytes:
    """The descriptor for exactly the files of the archive."""
    seals = {file.path: _describe_bytes(file, hashes[file.path.name]) for file in files}
    licenses = dict.fromkeys(one for part in bundle.parts for one in part.terms.licenses)
    sources = dict.fromkeys(one for part in bundle.parts for one in part.terms.sources)
    head = {
        "name": bundle.name,
        "title": bundle.title,
        "description": bundle.description,
        "version": bundle.version,
        **_describe_terms(tuple(licenses), tuple(sources)),
    }
    resources = [
        *(_spell_table(table, seals[table.path], tables[table.path]) for table in bundle.tables),
        *(spell_json(_describe_layer(layer, seals[layer.path])) for layer in bundle.layers),
    ]
    return f'{spell_json(head)[:-1]},\n"resources":[\n{_join(resources)}\n]}}\n'.encode()


def _join(parts: Sequence[str]) -> str:
    return ",\n".join(parts)


def _describe_bytes(file: OutputFile, checksum: str) -> dict[str, Any]:
    return {"bytes": len(file.content), "hash": f"sha256:{checksum}"}


def _describe_terms(licenses: tuple[License, ...], sources: tuple[Source, ...]) -> dict[str, Any]:
    return {"licenses": spell_licenses(licenses), "sources": spell_sources(sources)}


def _spell_table(table: Table, seal: Mapping[str, Any], file: CsvFile) -> str:
    head = {
        "name": table.path.stem,
        "type": "table",
        "title": table.title,
        "description": table.description,
        "path": table.path.name,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"csv": {"delimiter": ","}},
        **seal,
        **_describe_content(table.terms),
    }
    rules = {
        "missingValues": list(table.missing_values),
        "primaryKey": list(table.primary_key),
        **_describe_keys(table.foreign_keys),
    }
    fields = _spell_fields(table.columns, table.missing_values, frozenset(file.guarded))
    return f'{spell_json(head)[:-1]},"schema":{{"fields":[\n{fields}\n],{spell_json(rules)[1:]}}}'


@lru_cache(maxsize=64)
def _spell_fields(columns: tuple[Column, ...], missing_values: tuple[str, ...], guarded: frozenset[str]) -> str:
    """The fields of a table; those of the tables of all districts are the same."""
    return _join(
        [spell_json(_describe_column(one, missing_values, is_guarded=one.field.name in guarded)) for one in columns]
    )


def _describe_layer(layer: Layer, seal: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": f"{layer.path.stem}-geojson",
        "title": layer.title,
        "description": layer.description,
        "path": layer.path.name,
        "scheme": "file",
        "format": "geojson",
        "mediatype": "application/geo+json",
        "encoding": "utf-8",
        **seal,
        **_describe_content(layer.terms),
    }


def _describe_content(terms: Terms) -> dict[str, Any]:
    return {
        "temporal": terms.temporal,
        "caveats": list(terms.caveats),
        **_describe_terms(terms.licenses, terms.sources),
    }


def _describe_column(column: Column, missing_values: tuple[str, ...], *, is_guarded: bool) -> dict[str, Any]:
    """A field; rules that its guarded texts would break are kept under a name of ours."""
    field = column.field
    broken = TEXT_RULES if is_guarded else ()
    kept = {rule: limit for rule, limit in field.constraints.items() if rule not in broken}
    waived = {rule: limit for rule, limit in field.constraints.items() if rule in broken}
    descriptor = {
        "name": field.name,
        "type": field.type,
        "title": field.title,
        "description": field.description,
        "unit": field.unit,
        "missingValues": None if column.missing_values == missing_values else list(column.missing_values),
        "constraints": kept or None,
        "constraintsWithoutGuard": waived or None,
    }
    return {key: value for key, value in descriptor.items() if value is not None}


def _describe_keys(keys: Sequence[ForeignKey]) -> dict[str, Any]:
    """Only keys to the table itself can be checked here; the others stand under a name of ours."""
    own = [_describe_key(key) for key in keys if not key.resource]
    foreign = [_describe_key(key) for key in keys if key.resource]
    return {name: found for name, found in (("foreignKeys", own), ("externalForeignKeys", foreign)) if found}


def _describe_key(key: ForeignKey) -> dict[str, Any]:
    reference = {"package": key.package} if key.package and key.resource else {}
    return {
        "fields": list(key.fields),
        "reference": {**reference, "resource": key.resource, "fields": list(key.reference_fields)},
    }
