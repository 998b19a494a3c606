"""What a cell says.

Frictionless reads a cell that it does not understand as nothing, takes ``1_000`` for 1000 and `` 5`` for 5. So its
readers have the say on types and constraints, but only on cells that are spelled in the one canonical way, and what
they refuse becomes a finding instead of a gap.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.formatting import describe_absence
from generator.model import SIGN_STATUS, Field, ObservationStatus
from generator.packages.files import UNSAFE_CHARACTERS, describe_character
from generator.packages.findings import quote_list, suggest_key

if TYPE_CHECKING:
    from frictionless import Schema

SPELLINGS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "integer": (
        re.compile(r"0|-?[1-9][0-9]{0,17}"),
        "keine ganze Zahl. Schreibe nur Ziffern, ohne Tausendertrennzeichen, Leerzeichen oder führende Null",
    ),
    "number": (
        re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]+)?"),
        "keine Zahl. Schreibe Ziffern mit Dezimalpunkt, ohne Tausendertrennzeichen und Einheit",
    ),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "kein Datum. Schreibe es als JJJJ-MM-TT"),
}
DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+")
"""Digits in groups of three, as German writes them; a single point may just as well be a decimal point."""
KEY_SUFFIXES = ("_code", "_id")


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why a cell cannot be used."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a cell says: a value, a reason for having none, or a complaint."""

    value: Any = None
    status: ObservationStatus = ObservationStatus.NORMAL
    complaint: Complaint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A field with what is needed to read its cells."""

    field: Field
    signs: Mapping[str, ObservationStatus]
    """Meaning of the missing-value signs this column may use."""
    judge: Callable[[str], tuple[Any, Mapping[str, str] | None]]
    """Frictionless' reader: value and notes on what is wrong."""


def make_columns(schema: "Schema", fields: tuple[Field, ...]) -> tuple[Column, ...]:
    """Pair our fields with the readers of frictionless."""
    columns = []
    for field, standard in zip(fields, schema.fields, strict=True):
        signs = standard.missing_values if standard.has_defined("missing_values") else schema.missing_values
        columns.append(
            Column(
                field=field,
                signs={sign: SIGN_STATUS[sign] for sign in signs},
                judge=standard.create_cell_reader(),
            )
        )
    return tuple(columns)


def read_cell(column: Column, raw: str) -> Verdict:
    """The verdict on a cell."""
    if raw in column.signs or (not raw and column.field.type == "string"):
        # An empty text is no text, also in tables whose signs are chosen for their numbers.
        return _read_absence(column, raw)
    complaint = _complain_about_text(column, raw) or _complain_about_spelling(column, raw)
    if complaint is not None:
        return Verdict(complaint=complaint)
    value, notes = column.judge(raw)
    if notes:
        return Verdict(complaint=_explain(column, raw, notes))
    return _convert(column, raw, value)


def _read_absence(column: Column, raw: str) -> Verdict:
    if column.field.constraints.get("required"):
        name = "Die Zelle ist leer" if not raw else f"Hier steht nur das Zeichen ‚{raw}‘"
        message = f"{name}, aber die Spalte „{column.field.title}“ ist Pflicht. Trage den Wert ein."
        return Verdict(complaint=Complaint("required-cell", message))
    return Verdict(status=SIGN_STATUS[raw])


def _complain_about_text(column: Column, raw: str) -> Complaint | None:
    """What no cell of any type may hold."""
    if not raw:
        return Complaint("empty-cell", f"Die Zelle ist leer. {_name_signs(column)}")
    if match := UNSAFE_CHARACTERS.search(raw):
        return Complaint(
            "control-character",
            f"Die Zelle enthält ein unsichtbares Zeichen: {describe_character(match[0])}. Lösche es.",
        )
    if raw != raw.strip():
        return Complaint("surrounding-space", f"Vor oder nach ‚{raw.strip()}‘ steht ein Leerzeichen. Lösche es.")
    return None


def _complain_about_spelling(column: Column, raw: str) -> Complaint | None:
    """Numbers and days in any other than the canonical spelling."""
    kind = column.field.type
    if kind not in SPELLINGS:
        return None
    pattern, explanation = SPELLINGS[kind]
    if pattern.fullmatch(raw):
        return None
    if raw in SIGN_STATUS:
        return Complaint(
            "undeclared-sign",
            f"Das Zeichen ‚{raw}‘ ({describe_absence(SIGN_STATUS[raw])}) ist für diese Tabelle nicht vereinbart. "
            "Ergänze es unter „missingValues“ im Schema oder trage den Wert ein.",
        )
    if kind == "number" and DECIMAL_COMMA.fullmatch(raw):
        fixed = raw.replace(",", ".")
        return Complaint(
            "decimal-comma", f"‚{raw}‘ hat ein Dezimalkomma; diese Datei schreibt Dezimalpunkte. Schreibe ‚{fixed}‘."
        )
    if kind == "integer" and GROUPED.fullmatch(raw):
        return Complaint("type-error", _explain_groups(raw))
    return Complaint("type-error", f"‚{raw}‘ ist {explanation}.")


def _explain_groups(raw: str) -> str:
    """Both readings of a number with points, and what to do about each.

    >>> _explain_groups("1.585")
    '‚1.585‘ ist nicht eindeutig. Trennt der Punkt Tausender, schreibe ‚1585‘; ist es der Bruch 1,585, gehört er nicht \
in diese Spalte: Hier stehen nur ganze Zahlen.'
    """
    digits = raw.replace(".", "")
    if raw.count(".") > 1:
        return f"‚{raw}‘ ist keine ganze Zahl, wie sie hier stehen soll. Schreibe ‚{digits}‘, ohne Punkte."
    fraction = raw.replace(".", ",")
    return (
        f"‚{raw}‘ ist nicht eindeutig. Trennt der Punkt Tausender, schreibe ‚{digits}‘; ist es der Bruch {fraction}, "
        "gehört er nicht in diese Spalte: Hier stehen nur ganze Zahlen."
    )


def _explain(column: Column, raw: str, notes: Mapping[str, str]) -> Complaint:
    """Frictionless' notes, the first of them in German."""
    name = next(iter(notes))
    limit = column.field.constraints.get(name)
    if name == "type":
        return Complaint("type-error", f"‚{raw}‘ {_name_type(column.field)}.")
    if name == "pattern":
        return _explain_pattern(column, raw)
    if name == "enum" and isinstance(limit, list):
        allowed = [str(item) for item in limit]
        message = f"‚{raw}‘ ist hier nicht erlaubt; erlaubt: {quote_list(allowed, limit=12)}."
        return Complaint("enum-constraint", f"{message} {suggest_key(raw, allowed)}".strip())
    wording = {
        "minimum": f"ist kleiner als erlaubt (mindestens {limit})",
        "exclusiveMinimum": f"ist kleiner als erlaubt (mehr als {limit})",
        "maximum": f"ist größer als erlaubt (höchstens {limit})",
        "exclusiveMaximum": f"ist größer als erlaubt (weniger als {limit})",
        "minLength": f"ist zu kurz (mindestens {limit} Zeichen)",
        "maxLength": f"ist zu lang (höchstens {limit} Zeichen)",
    }.get(name, f"verletzt die Regel „{name}“ ({limit})")
    return Complaint(f"{_kebab(name)}-constraint", f"‚{raw}‘ {wording}. Berichtige die Zelle oder die Regel im Schema.")


def _explain_pattern(column: Column, raw: str) -> Complaint:
    pattern = str(column.field.constraints["pattern"])
    subject = "Der Schlüssel" if column.field.name.endswith(KEY_SUFFIXES) else "Der Wert"
    padded = f"0{raw}"
    remedy = suggest_key(raw, [padded]) if re.fullmatch(pattern, padded) else "Berichtige die Zelle."
    return Complaint("pattern-constraint", f"{subject} ‚{raw}‘ passt nicht zum Muster {pattern}. {remedy}")


def _convert(column: Column, raw: str, value: Any) -> Verdict:
    """The value as plain Python type."""
    pattern = column.field.constraints.get("pattern")
    # Frictionless wraps a pattern in ^…$ without brackets, so "a|b" would let "axx" pass.
    if pattern and not re.fullmatch(str(pattern), raw):
        return Verdict(complaint=_explain_pattern(column, raw))
    if column.field.type == "number":
        value = float(value)
        if not math.isfinite(value):
            return Verdict(
                complaint=Complaint("type-error", f"‚{raw}‘ ist zu groß für eine Zahl. Berichtige die Zelle.")
            )
    return Verdict(value)


def _name_signs(column: Column) -> str:
    signs = [f"‚{sign}‘ ({describe_absence(status)})" for sign, status in column.signs.items() if sign]
    return f"Trage den Wert ein oder eines der Zeichen {', '.join(signs)}." if signs else "Trage den Wert ein."


def _name_type(field: Field) -> str:
    if field.type == "boolean":
        return "ist weder ‚true‘ noch ‚false‘. Schreibe eines von beiden"
    if field.type == "date":
        return "ist kein Tag im Kalender. Berichtige das Datum"
    return f"ist kein Wert vom Typ „{field.type}“. Berichtige die Zelle"


def _kebab(name: str) -> str:
    """Write camel case with hyphens.

    >>> _kebab("minLength")
    'min-length'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
