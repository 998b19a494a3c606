"""Findings of the gate in the words of a clerk: the title of the column, what it needs, and what was found.

The gate decides; here its decision is only said differently. A finding without words of our own keeps those of the
gate, with titles in place of technical names.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.formatting import describe_absence, format_date
from generator.model import SIGN_STATUS, Field, Issue, Resource
from generator.packages import quote_list, suggest_key
from generator.workbooks.patterns import describe_pattern, find_example

ENDINGS: Mapping[str, tuple[str, ...]] = {
    "Die": (
        "zahl", "heit", "keit", "ung", "schaft", "nummer", "seite", "quelle", "stelle", "stufe", "ebene", "straße",
        "länge", "breite", "fläche", "kennung", "grenze", "adresse", "person", "gruppe", "art", "linie", "zeit",
    ),
    "Der": (
        "schlüssel", "name", "träger", "stand", "tag", "titel", "wert", "hinweis", "rang", "punkt",
        "anteil", "bedarf", "bezirk", "teil",
    ),
    "Das": ("datum", "gebiet", "jahr", "angebot", "zeichen", "kriterium", "ergebnis", "ereignis", "gremium"),
}  # fmt: skip
"""Last parts of German nouns and the article they take, so that a sentence reads like one."""
SHOWN_CHARACTERS = 60
DASHES = ("-", "–", "—")
TYPE_WORDS = {
    "integer": "eine ganze Zahl ohne Punkt, Komma und Einheit",
    "number": "eine Zahl ohne Einheit",
    "date": "einen Tag im Kalender, geschrieben wie 31.12.2025",
    "boolean": "ja oder nein",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a sentence about a cell may need."""

    field: Field
    raw: str
    """What the cell says, as it was read; empty where there is no cell."""
    known: Sequence[str] = ()
    """Keys that the column may hold, if it refers to another table."""
    examples: Sequence[str] = ()
    """Sound entries of the column in the present table."""


@lru_cache(maxsize=512)
def name_subject(title: str) -> str:
    """A column as subject of a sentence.

    >>> name_subject("Postleitzahl"), name_subject("Gebietsschlüssel"), name_subject("0 bis 6 Jahre")
    ('Die Postleitzahl', 'Der Gebietsschlüssel', '„0 bis 6 Jahre“')
    """
    if re.fullmatch(r"[A-ZÄÖÜ][a-zäöüß]+(-[A-ZÄÖÜ][a-zäöüß]+)?", title):
        for article, endings in ENDINGS.items():
            if title.lower().endswith(endings):
                return f"{article} {title}"
    return f"„{title}“"


def describe_need(field: Field, known: Sequence[str] = ()) -> str:
    """What a column needs, as it follows „braucht“; empty where it takes any text."""
    constraints = field.constraints
    if isinstance(constraints.get("enum"), list):
        return f"eines von {quote_list(map(str, constraints['enum']), limit=12)}"
    if constraints.get("pattern") and (words := describe_pattern(str(constraints["pattern"]))):
        return words
    if known:
        return f"einen Schlüssel wie {quote_list(list(known)[:3])}"
    return TYPE_WORDS.get(field.type, "")


def show(raw: str) -> str:
    """A cell in a sentence: long texts are cut."""
    return raw if len(raw) <= SHOWN_CHARACTERS else f"{raw[:SHOWN_CHARACTERS]} …"


def describe_issue(issue: Issue, place: Place) -> str:
    """What a finding of the gate says about one cell; empty where the gate's own sentence is the best there is."""
    words = WORDS.get(issue.code)
    return words(place) if words is not None else ""


# --- sentences by code --------------------------------------------------------------------------------------------


def _subject(place: Place) -> str:
    return name_subject(place.field.title)


def _say_required(place: Place) -> str:
    if place.raw:
        return f"{_subject(place)} darf nicht fehlen, hier steht nur ‚{place.raw}‘. Trage den Wert ein."
    return f"{_subject(place)} fehlt. Diese Spalte ist Pflicht: Trage den Wert ein."


def _say_type(place: Place) -> str:
    need = TYPE_WORDS.get(place.field.type, "einen Text")
    sentence = f"{_subject(place)} braucht {need}, gefunden: {show(place.raw)}"
    return f"{sentence}. Ist genau null gemeint, schreibe 0." if place.raw in DASHES else sentence


def _say_sign(place: Place) -> str:
    meaning = describe_absence(SIGN_STATUS[place.raw])
    return (
        f"{_subject(place)}: Das Zeichen ‚{place.raw}‘ ({meaning}) ist in dieser Spalte nicht vereinbart. Trage den "
        "Wert ein, oder frage nach, welches Zeichen hier gilt."
    )


def _say_pattern(place: Place) -> str:
    pattern = str(place.field.constraints.get("pattern", ""))
    need = describe_pattern(pattern)
    if need:
        padded = f"0{place.raw}"
        hint = f". Fehlt die führende Null (‚{padded}‘)?" if padded in (*place.known, *place.examples) else ""
        return f"{_subject(place)} braucht {need}, gefunden: {show(place.raw)}{hint}"
    samples = list(dict.fromkeys(place.examples))[:3] or [sample for sample in (find_example(pattern),) if sample]
    if not samples:
        return f"{_subject(place)} ist nicht so geschrieben wie vereinbart, gefunden: {show(place.raw)}"
    return f"{_subject(place)} sieht sonst aus wie {quote_list(samples)}, gefunden: {show(place.raw)}"


def _say_enum(place: Place) -> str:
    allowed = [str(item) for item in place.field.constraints.get("enum", [])]
    if not allowed:
        return ""
    hint = suggest_key(place.raw, allowed)
    sentence = f"{_subject(place)} braucht eines von {quote_list(allowed, limit=12)}, gefunden: {show(place.raw)}"
    return f"{sentence}. {hint}" if hint else sentence


def _say_limit(place: Place) -> str:
    limits = place.field.constraints
    bounds = [
        f"{words} {format_cell(limits[name])}{unit}"
        for name, words, unit in (
            ("minimum", "mindestens", ""),
            ("exclusiveMinimum", "mehr als", ""),
            ("maximum", "höchstens", ""),
            ("exclusiveMaximum", "weniger als", ""),
            ("minLength", "mindestens", " Zeichen"),
            ("maxLength", "höchstens", " Zeichen"),
        )
        if name in limits
    ]
    return f"{_subject(place)} braucht {' und '.join(bounds)}, gefunden: {show(place.raw)}" if bounds else ""


def _say_space(place: Place) -> str:
    return f"{_subject(place)}: Vor oder nach ‚{show(place.raw.strip())}‘ steht ein Leerzeichen. Lösche es."


def _say_key(place: Place) -> str:
    if not place.known:
        return ""
    return f"{_subject(place)}: ‚{show(place.raw)}‘ steht nicht in der Liste. {_hint_key(place)}"


def _hint_key(place: Place) -> str:
    hint = suggest_key(place.raw, place.known)
    return hint or "Nimm einen Schlüssel aus dem Blatt „Listen“, oder lass den Eintrag zuerst dort ergänzen."


WORDS: Mapping[str, Callable[[Place], str]] = {
    "required-cell": _say_required,
    "type-error": _say_type,
    "decimal-comma": _say_type,
    "undeclared-sign": _say_sign,
    "pattern-constraint": _say_pattern,
    "enum-constraint": _say_enum,
    "surrounding-space": _say_space,
    "unknown-foreign-key": _say_key,
    "minimum-constraint": _say_limit,
    "maximum-constraint": _say_limit,
    "exclusive-minimum-constraint": _say_limit,
    "exclusive-maximum-constraint": _say_limit,
    "min-length-constraint": _say_limit,
    "max-length-constraint": _say_limit,
}
"""Sentences of our own; each says the same as the gate."""


def replace_names(message: str, resource: Resource, name_line: Callable[[int], str]) -> str:
    """The gate's sentence with titles for names, and rows of the sheet for lines of the file."""
    titles = {field.name: field.title for field in resource.fields}
    for name in sorted((name for name in titles if "_" in name), key=len, reverse=True):
        message = re.sub(rf"‚{name}‘|(?<![\w/‚]){name}(?![\w/‘])", f"„{titles[name]}“", message)
    message = message.replace(f"„{resource.id}“", f"„{resource.title}“").replace("Primärschlüssel", "Schlüssel")
    return re.sub(r"\b(in )?Zeile ([0-9]+)\b", lambda found: f"{found[1] or ''}{name_line(int(found[2]))}", message)


def format_cell(value: object) -> str:
    """A typed value as clerks write it.

    >>> import datetime
    >>> format_cell(datetime.date(2025, 12, 31)), format_cell(True), format_cell(1.5)
    ('31.12.2025', 'ja', '1,5')
    """
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, dt.date):
        return format_date(value)
    if isinstance(value, float):
        return f"{value!r}".replace(".", ",")
    return str(value)
