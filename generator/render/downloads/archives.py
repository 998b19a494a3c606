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
from generator.profiles.views import FileFacts
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
from generator.render.downloads.seals import SealedFile, render_seal
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
    hashes = {name: hash_content(content) for name, content in contents.items()}
    contents["datapackage.json"] = spell_descriptor(describe_package(bundle, rendered, hashes))
    contents["DATENBESCHREIBUNG.md"] = render_description(bundle, rendered.sections)
    contents["LIZENZ.txt"] = render_license(bundle)
    contents["ZITIERVORSCHLAG.txt"] = render_citation(bundle, edition)
    hashes |= {name: hash_content(content) for name, content in contents.items() if name not in hashes}
    contents[layout.SEAL_NAME] = _seal_contents(bundle, rendered, contents, hashes, edition)
    hashes[layout.SEAL_NAME] = hash_content(contents[layout.SEAL_NAME])
    contents[layout.CHECKSUMS.name] = list_checksums(hashes)
    return zip_contents(contents)


def _seal_contents(
    bundle: Bundle, rendered: Contents, contents: Mapping[str, bytes], hashes: Mapping[str, str], edition: Edition
) -> bytes:
    """Bind every file of the archive to the reports on its datasets; what explains the data rests on all of them."""
    datasets = {file.path.name: file.datasets for file in rendered.files}
    return render_seal(
        bundle.title,
        [
            SealedFile(
                path=name,
                size=len(content),
                sha256=hashes[name],
                datasets=datasets.get(name, bundle.datasets),
            )
            for name, content in contents.items()
        ],
        edition,
    )


def zip_contents(contents: Mapping[str, bytes]) -> bytes:
    """Pack files by name; the archive carries no clock and no umask."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(contents):
            kind = zipfile.ZIP_STORED if PurePosixPath(name).suffix in PACKED else zipfile.ZIP_DEFLATED
            archive.writestr(make_entry(name), contents[name], kind, LEVEL)
    return buffer.getvalue()


def make_entry(name: str) -> zipfile.ZipInfo:
    """A file of a zip, the same on every system and at any time."""
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.create_system = UNIX
    entry.external_attr = READABLE
    return entry


def list_checksums(hashes: Mapping[str, str]) -> bytes:
    """The lines that ``sha256sum --check`` reads."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode()


def hash_content(content: bytes) -> str:
    """SHA-256 as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def render_checksums(facts: Mapping[PurePosixPath, FileFacts]) -> OutputFile:
    """Checksums of all downloads, with paths relative to their folder; other files are passed over."""
    hashes = {
        str(path.relative_to(layout.DOWNLOADS)): file.sha256 for path, file in facts.items() if layout.is_download(path)
    }
    return OutputFile(path=layout.CHECKSUMS, content=list_checksums(hashes))


def describe_package(bundle: Bundle, rendered: Contents, hashes: Mapping[str, str]) -> dict[str, Any]:
    """The descriptor after Data Package for exactly the files of the archive."""
    seals = {file.path: _describe_bytes(file, hashes[file.path.name]) for file in rendered.files}
    licenses = dict.fromkeys(one for part in bundle.parts for one in part.terms.licenses)
    sources = dict.fromkeys(one for part in bundle.parts for one in part.terms.sources)
    return {
        "name": bundle.name,
        "title": bundle.title,
        "description": bundle.description,
        "version": bundle.version,
        **_describe_terms(tuple(licenses), tuple(sources)),
        "resources": [
            *(_describe_table(table, seals[table.path], rendered.tables[table.path]) for table in bundle.tables),
            *(_describe_layer(layer, seals[layer.path]) for layer in bundle.layers),
        ],
    }


def _describe_bytes(file: OutputFile, checksum: str) -> dict[str, Any]:
    return {"bytes": len(file.content), "hash": f"sha256:{checksum}"}


def _describe_terms(licenses: tuple[License, ...], sources: tuple[Source, ...]) -> dict[str, Any]:
    return {"licenses": spell_licenses(licenses), "sources": spell_sources(sources)}


def _describe_table(table: Table, seal: Mapping[str, Any], file: CsvFile) -> dict[str, Any]:
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
        **seal,
        **_describe_content(table.terms),
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
