"""What ``datapackage.json`` must tell, and the values made from it.

Frictionless calls a package valid that names no encoding, no delimiter and no licence; here they are asked for.
"""

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from generator.model import SIGN_STATUS, Field, ForeignKey, Issue, License, Source
from generator.packages.files import SAFE_PATH, find_unsafe_texts
from generator.packages.findings import make_error, quote_list

NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
COLUMN = re.compile(r"[a-z][a-z0-9_]*")
CREATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)")
HASH = re.compile(r"sha256:[0-9a-f]{64}")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
TYPES = ("string", "integer", "number", "boolean", "date")
DELIMITERS = (",", ";", "\t", "|")
DIALECT_DEFAULTS: Mapping[str, Any] = {
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
    "headerRows": [1],
}
"""The only spelling of CSV we read besides the delimiter, so that no setting can change what a cell says."""
FOREIGN_SPELLINGS = ("decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues")
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a descriptor we are."""

    path: PurePosixPath
    """The ``datapackage.json``."""
    steps: tuple[str, ...] = ()

    def step(self, *names: str) -> "Place":
        """One or more steps further in."""
        return Place(self.path, (*self.steps, *names))

    def error(self, code: str, message: str) -> Issue:
        """A finding at this place."""
        return make_error(code, self.path, message, field=".".join(self.steps) or None)


# --- checks -------------------------------------------------------------------------------------------------------


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
        yield from _check_schema(resource.get("schema"), place.step("schema"))


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


def check_texts(part: Mapping[str, Any], keys: tuple[str, ...], place: Place) -> Iterator[Issue]:
    """Find required texts that are not there."""
    for key in keys:
        if not is_text(part.get(key)):
            yield place.step(key).error("missing-metadata", f"Die Angabe „{key}“ fehlt oder ist leer. Ergänze sie.")


def has_safe_path(resource: Mapping[str, Any]) -> bool:
    """Tell whether ``path`` can only mean a file inside the package folder."""
    path = resource.get("path")
    return isinstance(path, str) and SAFE_PATH.fullmatch(path) is not None and ".." not in path.split("/")


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


def _check_schema(schema: Any, place: Place) -> Iterator[Issue]:
    """The table schema: our own demands first, then those of the standard."""
    fields = list_objects(schema, "fields")
    if not fields or len(fields) != len(schema["fields"]):
        yield place.step("fields").error(
            "missing-schema", "Das Schema mit seinen Feldern fehlt oder ist keine Liste von Objekten. Ergänze es."
        )
        return
    found = [issue for field in fields for issue in _check_field(field, place)]
    found += _check_signs(schema, place)
    if not schema.get("primaryKey"):
        found.append(
            place.step("primaryKey").error(
                "missing-primary-key",
                "Der Primärschlüssel fehlt; doppelte Zeilen blieben unbemerkt. Nenne die Spalten, die ihn bilden.",
            )
        )
    found += _check_external_keys(schema, place)
    yield from found
    if not found:
        yield from _check_standard(schema, place)


def _check_field(field: Mapping[str, Any], place: Place) -> Iterator[Issue]:
    """One column."""
    name = str(field.get("name", ""))
    here = place.step("fields", name)
    if not COLUMN.fullmatch(name):
        yield here.error(
            "wrong-name", f"‚{name}‘ ist kein Spaltenname: Kleinbuchstaben, Ziffern und ‚_‘. Benenne die Spalte um."
        )
    yield from check_texts(field, ("title", "description"), here)
    if field.get("type") not in TYPES:
        yield here.step("type").error("unsupported-type", f"Der Typ muss einer von {quote_list(TYPES)} sein.")
    if field.get("unit") is not None and not is_text(field["unit"]):
        yield here.step("unit").error("invalid-metadata", "Die Einheit ist ein Text. Schreibe sie so.")
    if field.get("type") == "date" and field.get("format", "default") != "default":
        yield here.step("format").error("unsupported-format", "Daten stehen als JJJJ-MM-TT. Lösche „format“.")
    for key in FOREIGN_SPELLINGS:
        if key in field:
            yield here.step(key).error(
                "unsupported-property",
                f"„{key}“ wird nicht unterstützt; Zahlen haben Dezimalpunkte und keine Tausenderzeichen. Lösche es.",
            )
    yield from _check_signs(field, here)
    yield from _check_constraints(field, here.step("constraints"))


def _check_constraints(field: Mapping[str, Any], place: Place) -> Iterator[Issue]:
    """Frictionless fails with a bare exception on a broken pattern or limit."""
    constraints = field.get("constraints", {})
    if not isinstance(constraints, dict):
        yield place.error("invalid-metadata", "Die Regeln (constraints) müssen ein Objekt sein. Schreibe sie so.")
        return
    if "pattern" in constraints:
        try:
            with warnings.catch_warnings(action="ignore"):  # an odd but valid pattern is no finding
                # Frictionless puts the pattern between signs, so flags for all of it would not stand in front.
                re.compile(f"^{constraints['pattern']}$")
        except re.error as error:
            yield place.step("pattern").error(
                "invalid-metadata", f"Das Muster ist kein regulärer Ausdruck ({error.msg}). Berichtige es."
            )
    for key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
        if key in constraints and not _is_limit(constraints[key], str(field.get("type"))):
            yield place.step(key).error(
                "invalid-metadata", "Die Grenze passt nicht zum Typ der Spalte. Berichtige sie."
            )


def _is_limit(value: Any, type_name: str) -> bool:
    """Tell whether a limit can be compared with cells of the type."""
    if type_name == "date":
        return parse_day(value) is not None
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _check_signs(part: Mapping[str, Any], place: Place) -> Iterator[Issue]:
    """Every declared missing-value sign has a meaning we know."""
    signs = part.get("missingValues", [])
    if not isinstance(signs, list) or any(sign not in SIGN_STATUS for sign in map(str, signs)):
        yield place.step("missingValues").error(
            "unknown-sign",
            f"Erlaubt sind nur die Zeichen {quote_list(SIGN_STATUS, limit=9)} (‚‘ ist die leere Zelle). "
            "Ersetze andere Zeichen in Schema und Tabelle.",
        )


def _check_external_keys(schema: Mapping[str, Any], place: Place) -> Iterator[Issue]:
    """Keys into other packages, which frictionless does not know."""
    names = {str(field.get("name")) for field in list_objects(schema, "fields")}
    for name in ("foreignKeys", "externalForeignKeys"):
        if name in schema and list(list_objects(schema, name)) != schema[name]:
            yield place.step(name).error(
                "invalid-metadata", "Hier muss eine Liste von Objekten stehen. Berichtige sie."
            )
    keys = list_objects(schema, "externalForeignKeys")
    for number, key in enumerate(keys, start=1):
        reference = key.get("reference")
        fields, targets = column_names(key.get("fields")), column_names(_get(reference, "fields"))
        complete = is_text(_get(reference, "package")) and is_text(_get(reference, "resource"))
        if not (complete and fields and len(fields) == len(targets) and names.issuperset(fields)):
            yield place.step("externalForeignKeys", str(number)).error(
                "invalid-metadata",
                "Der Fremdschlüssel braucht „fields“ (Spalten dieser Tabelle) und „reference“ mit „package“, "
                "„resource“ und gleich vielen „fields“. Ergänze ihn.",
            )


def _check_standard(schema: Mapping[str, Any], place: Place) -> Iterator[Issue]:
    """What the standard itself finds wrong."""
    from frictionless import FrictionlessException, Schema

    try:
        Schema.from_descriptor(select_standard_part(schema))
    except FrictionlessException as exception:
        for error in exception.reasons or [exception.error]:
            yield place.error(
                "schema-error", f"Das Schema widerspricht dem Standard „Table Schema“: {error.note}. Berichtige es."
            )


# --- values -------------------------------------------------------------------------------------------------------


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
        _make_foreign_key(key, package=str(_get(key.get("reference"), "package") or ""))
        for key in list_objects(schema, "externalForeignKeys")
    ]
    complete = [key for key in (*inner, *outer) if key.fields and len(key.fields) == len(key.reference_fields)]
    return tuple(key for key in complete if key.package is None or (key.package and key.resource))


def _make_foreign_key(key: Mapping[str, Any], *, package: str | None) -> ForeignKey:
    return ForeignKey(
        fields=column_names(key.get("fields")),
        package=package,
        resource=str(_get(key.get("reference"), "resource") or ""),
        reference_fields=column_names(_get(key.get("reference"), "fields")),
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
    value = _get(part, key)
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


def _get(part: Any, key: str) -> Any:
    return part.get(key) if isinstance(part, dict) else None
