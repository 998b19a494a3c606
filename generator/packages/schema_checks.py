"""What the schema of a table must tell: types, signs and constraints that the strict reader understands."""

import re
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from generator.model import SIGN_STATUS, Issue
from generator.packages.descriptor import (
    column_names,
    get_property,
    is_text,
    list_objects,
    parse_day,
    select_standard_part,
)
from generator.packages.descriptor_places import Place, check_texts
from generator.packages.findings import quote_list

COLUMN = re.compile(r"[a-z][a-z0-9_]*")
TYPES = ("string", "integer", "number", "boolean", "date")
FOREIGN_SPELLINGS = ("decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues")


def check_schema(schema: Any, place: Place) -> Iterator[Issue]:
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
        fields, targets = column_names(key.get("fields")), column_names(get_property(reference, "fields"))
        complete = is_text(get_property(reference, "package")) and is_text(get_property(reference, "resource"))
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
