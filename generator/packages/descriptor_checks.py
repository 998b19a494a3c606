"""What ``datapackage.json`` must tell.

Frictionless calls a package valid that names no encoding, no delimiter and no licence; here they are asked for.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.model import Issue
from generator.packages.descriptor import (
    DELIMITERS,
    effective_objects,
    flatten_dialect,
    has_safe_path,
    is_text,
    list_objects,
    parse_created,
)
from generator.packages.descriptor_places import Place, check_texts
from generator.packages.files import find_unsafe_texts
from generator.packages.schema_checks import check_schema

NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
HASH = re.compile(r"sha256:[0-9a-f]{64}")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
DIALECT_DEFAULTS: Mapping[str, Any] = {
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
    "headerRows": [1],
}
"""The only spelling of CSV we read besides the delimiter, so that no setting can change what a cell says."""
PACKAGE_KEYS = (
    "name",
    "title",
    "description",
    "homepage",
    "version",
    "created",
    "licenses",
    "sources",
    "contributors",
    "keywords",
)
RESOURCE_KEYS = (
    "name",
    "type",
    "title",
    "description",
    "path",
    "scheme",
    "format",
    "mediatype",
    "encoding",
    "dialect",
    "bytes",
    "hash",
    "licenses",
    "sources",
)
UNSUPPORTED_KEYS = ("data", "compression", "extrapaths", "innerpath")


def check_package_descriptor(descriptor: Mapping[str, Any], directory: str, place: Place) -> Iterator[Issue]:
    """Find what the package says wrongly or not at all; its resources are checked one by one."""
    for where, character in find_unsafe_texts(dict(descriptor)):
        yield place.step(where).error(
            "control-character", f"Der Text enthält ein unsichtbares Zeichen (U+{ord(character):04X}). Lösche es."
        )
    yield from check_texts(descriptor, ("name", "title", "description", "version", "created"), place)
    if descriptor.get("name") not in (None, "", directory):
        yield place.step("name").error(
            "wrong-name", f"Der Name muss wie der Ordner lauten: ‚{directory}‘. Berichtige Namen oder Ordner."
        )
    if is_text(descriptor.get("created")) and parse_created(descriptor["created"]) is None:
        message = "Kein gültiger Zeitpunkt. Schreibe ihn wie 2026-01-31T00:00:00Z."
        yield place.step("created").error("invalid-date", message)
    names = [resource.get("name") for resource in list_objects(descriptor, "resources")]
    if not names or len(names) != len(descriptor["resources"]):
        yield place.step("resources").error(
            "missing-metadata", "Hier muss eine Liste der Dateien stehen, jede als Objekt. Ergänze sie."
        )
    for name in sorted({str(name) for name in names if names.count(name) > 1}):
        yield place.step(name).error("duplicate-name", "Der Name steht zweimal. Gib jeder Ressource einen eigenen.")


def check_resource_descriptor(resource: Mapping[str, Any], package: Mapping[str, Any], place: Place) -> Iterator[Issue]:
    """Find what a resource says wrongly or not at all about itself."""
    yield from check_texts(resource, ("name", "title", "description", "temporal"), place)
    if not NAME.fullmatch(str(resource.get("name", ""))):
        yield place.step("name").error(
            "wrong-name", "Ein Name besteht aus Kleinbuchstaben, Ziffern, ‚_‘ und ‚-‘. Benenne die Ressource um."
        )
    yield from _check_file_properties(resource, place)
    yield from _check_licenses(resource, package, place)
    yield from _check_sources(resource, package, place)
    caveats = resource.get("caveats", [])
    if not isinstance(caveats, list) or not all(is_text(caveat) for caveat in caveats):
        yield place.step("caveats").error("invalid-metadata", "Hinweise sind eine Liste von Sätzen. Schreibe sie so.")
    if resource.get("format") == "csv":
        yield from _check_dialect(resource, place)
        yield from check_schema(resource.get("schema"), place.step("schema"))


def check_standard_package(descriptor: Mapping[str, Any], place: Place) -> Iterator[Issue]:
    """Find what the standard itself objects to in a descriptor that has passed all other checks."""
    from frictionless import Package

    # Only known keys: frictionless would follow a profile or a text in place of an object to other files.
    selected = {key: descriptor[key] for key in PACKAGE_KEYS if key in descriptor}
    selected["resources"] = [
        {key: part[key] for key in RESOURCE_KEYS if key in part} for part in list_objects(descriptor, "resources")
    ]
    for error in Package.metadata_validate(selected):
        yield place.error(
            "descriptor-error",
            f"Die Beschreibung widerspricht dem Standard „Data Package“: {error.note}. Berichtige sie.",
        )


def _check_file_properties(resource: Mapping[str, Any], place: Place) -> Iterator[Issue]:
    """Path, format, encoding and seal."""
    for key in UNSUPPORTED_KEYS:
        if key in resource:
            yield place.step(key).error(
                "unsupported-property", f"„{key}“ wird nicht unterstützt. Lege die Daten als eine einfache Datei ab."
            )
    if not has_safe_path(resource):
        yield place.step("path").error(
            "unsafe-path",
            "Der Pfad muss auf eine Datei im Ordner des Pakets zeigen: Buchstaben, Ziffern, ‚.‘, ‚_‘, ‚-‘ und ‚/‘, "
            "kein ‚..‘, keine Webadresse. Berichtige ihn.",
        )
    if resource.get("format") not in ("csv", "geojson"):
        yield place.step("format").error(
            "unsupported-format", "Das Format muss „csv“ oder „geojson“ sein, unkomprimiert. Wandle die Datei um."
        )
    if str(resource.get("encoding", "")).lower() not in ("utf-8", "utf8"):
        yield place.step("encoding").error(
            "undeclared-encoding", "Die Kodierung muss als „utf-8“ angegeben sein. Ergänze sie."
        )
    size = resource.get("bytes")
    if not isinstance(size, int) or isinstance(size, bool) or not HASH.fullmatch(str(resource.get("hash", ""))):
        yield place.error(
            "missing-hash",
            "„bytes“ oder „hash“ (sha256:…) fehlt oder ist ungültig. Trage beides ein: `gebietsatlas stamp`.",
        )


def _check_licenses(resource: Mapping[str, Any], package: Mapping[str, Any], place: Place) -> Iterator[Issue]:
    """Terms of use; those of the package hold where the resource names none."""
    licenses = effective_objects(resource, package, "licenses")
    if not licenses:
        yield place.step("licenses").error(
            "missing-metadata", "Die Lizenz fehlt. Nenne Namen, Titel und Quellenvermerk."
        )
    for number, item in enumerate(licenses, start=1):
        here = place.step("licenses", str(number))
        yield from check_texts(item, ("name", "title", "attribution"), here)
        yield from _check_address(item, here)


def _check_sources(resource: Mapping[str, Any], package: Mapping[str, Any], place: Place) -> Iterator[Issue]:
    """Origins; those of the package hold where the resource names none."""
    sources = effective_objects(resource, package, "sources")
    if not sources:
        yield place.step("sources").error("missing-metadata", "Die Quelle fehlt. Nenne mindestens eine mit Titel.")
    for number, item in enumerate(sources, start=1):
        here = place.step("sources", str(number))
        yield from check_texts(item, ("title",), here)
        yield from _check_address(item, here)


def _check_address(item: Mapping[str, Any], place: Place) -> Iterator[Issue]:
    """Addresses become links on pages, so only the web is allowed."""
    if item.get("path") is not None and not WEB_ADDRESS.fullmatch(str(item["path"])):
        yield place.step("path").error(
            "unsafe-url", "Die Adresse muss mit https:// oder http:// beginnen. Berichtige oder lösche sie."
        )


def _check_dialect(resource: Mapping[str, Any], place: Place) -> Iterator[Issue]:
    """The delimiter is declared and nothing else differs from RFC 4180."""
    dialect = flatten_dialect(resource)
    if dialect.get("delimiter") not in DELIMITERS:
        yield place.step("dialect").error(
            "undeclared-delimiter", 'Das Trennzeichen fehlt. Schreibe "dialect": {"csv": {"delimiter": ","}}.'
        )
    for key, value in dialect.items():
        if key not in ("delimiter", "lineTerminator") and DIALECT_DEFAULTS.get(key) != value:
            yield place.step("dialect", key).error(
                "unsupported-dialect", f"„{key}“ wird nicht unterstützt. Speichere die Tabelle als übliches CSV."
            )
