"""Zips that explain themselves: data package, description, licence, citation, checksums."""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from generator import layout
from generator.model import ForeignKey, License, OutputFile, Source
from generator.render.downloads.csv_files import CsvFile
from generator.render.downloads.descriptions import (
    Bundle,
    Section,
    render_citation,
    render_description,
    render_license,
    spell_descriptor,
)
from generator.render.downloads.geojson_files import Layer, spell_licenses, spell_sources
from generator.render.downloads.tables import Column, Edition, Table, Terms

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The zip format knows no earlier time; a real one would differ from build to build."""
UNIX = 3
READABLE = 0o100644 << 16
LEVEL = 6
PACKED = frozenset({".xlsx"})
"""Compressed already."""
TEXT_RULES = ("pattern", "enum", "minLength", "maxLength")
"""What a guarded text may no longer obey."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The rendered parts of a bundle."""

    files: tuple[OutputFile, ...]
    """Tables, workbook and layers."""
    tables: Mapping[PurePosixPath, CsvFile]
    """What was guarded in which table."""
    sections: tuple[Section, ...]
    """The description in words."""


def render_archive(bundle: Bundle, rendered: Contents, edition: Edition) -> bytes:
    """Pack data files with all that explains them."""
    contents = {file.path.name: file.content for file in rendered.files}
    contents["datapackage.json"] = spell_descriptor(describe_package(bundle, rendered))
    contents["DATENBESCHREIBUNG.md"] = render_description(bundle, rendered.sections)
    contents["LIZENZ.txt"] = render_license(bundle)
    contents["ZITIERVORSCHLAG.txt"] = render_citation(bundle, edition)
    contents["SHA256SUMS"] = list_checksums(contents)
    return zip_contents(contents)


def zip_contents(contents: Mapping[str, bytes]) -> bytes:
    """Pack files by name; the archive carries no clock and no umask."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = UNIX
            entry.external_attr = READABLE
            kind = zipfile.ZIP_STORED if PurePosixPath(name).suffix in PACKED else zipfile.ZIP_DEFLATED
            archive.writestr(entry, contents[name], kind, LEVEL)
    return buffer.getvalue()


def list_checksums(contents: Mapping[str, bytes]) -> bytes:
    """The lines that ``sha256sum --check`` reads."""
    return "".join(f"{hash_content(contents[name])}  {name}\n" for name in sorted(contents)).encode()


def hash_content(content: bytes) -> str:
    """SHA-256 as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def render_checksums(files: Sequence[OutputFile]) -> OutputFile:
    """Checksums of all downloads, with paths relative to their folder; other files are passed over."""
    contents = {
        str(file.path.relative_to(layout.DOWNLOADS)): file.content
        for file in files
        if file.path.is_relative_to(layout.DOWNLOADS) and file.path != layout.CHECKSUMS
    }
    return OutputFile(path=layout.CHECKSUMS, content=list_checksums(contents))


def describe_package(bundle: Bundle, rendered: Contents) -> dict[str, Any]:
    """The descriptor after Data Package for exactly the files of the archive."""
    contents = {file.path: file.content for file in rendered.files}
    licenses = dict.fromkeys(one for part in bundle.parts for one in part.terms.licenses)
    sources = dict.fromkeys(one for part in bundle.parts for one in part.terms.sources)
    return {
        "name": bundle.name,
        "title": bundle.title,
        "description": bundle.description,
        "version": bundle.version,
        **_describe_terms(tuple(licenses), tuple(sources)),
        "resources": [
            *(_describe_table(table, contents[table.path], rendered.tables[table.path]) for table in bundle.tables),
            *(_describe_layer(layer, contents[layer.path]) for layer in bundle.layers),
        ],
    }


def _describe_terms(licenses: tuple[License, ...], sources: tuple[Source, ...]) -> dict[str, Any]:
    return {"licenses": spell_licenses(licenses), "sources": spell_sources(sources)}


def _describe_table(table: Table, content: bytes, file: CsvFile) -> dict[str, Any]:
    return {
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
        **_describe_content(content, table.terms),
        "schema": {
            "fields": [
                _describe_column(column, table, is_guarded=column.field.name in file.guarded)
                for column in table.columns
            ],
            "missingValues": list(table.missing_values),
            "primaryKey": list(table.primary_key),
            **_describe_keys(table.foreign_keys),
        },
    }


def _describe_layer(layer: Layer, content: bytes) -> dict[str, Any]:
    return {
        "name": f"{layer.path.stem}-geojson",
        "title": layer.title,
        "description": layer.description,
        "path": layer.path.name,
        "scheme": "file",
        "format": "geojson",
        "mediatype": "application/geo+json",
        "encoding": "utf-8",
        **_describe_content(content, layer.terms),
    }


def _describe_content(content: bytes, terms: Terms) -> dict[str, Any]:
    return {
        "bytes": len(content),
        "hash": f"sha256:{hash_content(content)}",
        "temporal": terms.temporal,
        "caveats": list(terms.caveats),
        **_describe_terms(terms.licenses, terms.sources),
    }


def _describe_column(column: Column, table: Table, *, is_guarded: bool) -> dict[str, Any]:
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
        "missingValues": None if column.missing_values == table.missing_values else list(column.missing_values),
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
