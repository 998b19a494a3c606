"""The checks in words that readers understand, and which codes of findings belong to which."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.model import Resource
from generator.rules.declared import KEY

POSITION_FIELDS = ("longitude", "latitude")


def _is_any(_: Resource) -> bool:
    return True


def _is_table(resource: Resource) -> bool:
    return resource.format == "csv"


def _has_keys(resource: Resource) -> bool:
    return bool(resource.primary_key)


def _has_references(resource: Resource) -> bool:
    return bool(resource.foreign_keys)


def _has_dates(resource: Resource) -> bool:
    return any(field.type == "date" or field.name.endswith("_date") for field in resource.fields)


def _has_places(resource: Resource) -> bool:
    names = {field.name for field in resource.fields}
    return resource.format == "geojson" or names.issuperset(POSITION_FIELDS)


def _has_districts(resource: Resource) -> bool:
    return {"district_code", "reference_date"} <= {field.name for field in resource.fields}


def _has_rules(resource: Resource) -> bool:
    return bool(resource.descriptor.get(KEY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A kind of question that is put to datasets."""

    id: str
    title: str
    meaning: str
    """What is asked, in one German sentence."""
    codes: tuple[str, ...]
    """Codes of the findings that answer it."""
    applies: Callable[[Resource], bool] = _is_any
    """Whether the question makes sense for a dataset."""


CHECKS: tuple[Check, ...] = (
    Check(
        id="description",
        title="Beschreibung des Datensatzes",
        meaning=(
            "Titel, Quelle, Lizenz, Stichtage und jede Spalte sind beschrieben, eindeutig und nach dem Standard "
            "„Data Package“ geschrieben."
        ),
        codes=(
            "descriptor-error",
            "duplicate-name",
            "invalid-metadata",
            "invalid-rule",
            "json-error",
            "missing-hash",
            "missing-metadata",
            "missing-primary-key",
            "missing-schema",
            "schema-error",
            "undeclared-delimiter",
            "undeclared-encoding",
            "unknown-sign",
            "unsafe-path",
            "unsafe-url",
            "unsupported-dialect",
            "unsupported-format",
            "unsupported-property",
            "unsupported-type",
            "wrong-name",
        ),
    ),
    Check(
        id="file",
        title="Datei",
        meaning="Die Datei ist da, lesbar, in UTF-8 geschrieben und seit der letzten Freigabe unverändert.",
        codes=(
            "byte-count-mismatch",
            "byte-order-mark",
            "compressed-file",
            "encoding-error",
            "file-too-large",
            "hash-mismatch",
            "missing-file",
            "unlisted-file",
            "unreadable-file",
            "yaml-error",
        ),
    ),
    Check(
        id="form",
        title="Aufbau der Tabelle",
        meaning="Spalten und Zellen stehen so da, wie es vereinbart ist; keine Zeile ist leer oder zu kurz.",
        codes=(
            "blank-row",
            "column-order",
            "csv-error",
            "duplicate-column",
            "empty-table",
            "extra-cell",
            "extra-column",
            "missing-cell",
            "missing-column",
            "missing-header",
            "wrong-delimiter",
        ),
        applies=_is_table,
    ),
    Check(
        id="cells",
        title="Inhalt der Zellen",
        meaning=("Jede Zelle hat die vereinbarte Art, hält die Grenzen ihrer Spalte ein und ist nie ohne Grund leer."),
        codes=(
            "control-character",
            "decimal-comma",
            "empty-cell",
            "enum-constraint",
            "exclusive-maximum-constraint",
            "exclusive-minimum-constraint",
            "max-length-constraint",
            "maximum-constraint",
            "min-length-constraint",
            "minimum-constraint",
            "pattern-constraint",
            "required-cell",
            "surrounding-space",
            "type-error",
            "undeclared-sign",
            "unknown-code",
            "wrong-type",
        ),
        applies=_is_table,
    ),
    Check(
        id="keys",
        title="Eindeutigkeit der Zeilen",
        meaning="Keine Zeile kommt doppelt vor, und keine ist ohne Schlüssel.",
        codes=("primary-key-error", "unique-error"),
        applies=_has_keys,
    ),
    Check(
        id="references",
        title="Verweise auf andere Tabellen",
        meaning="Jeder Schlüssel, der auf eine andere Tabelle verweist, steht dort auch.",
        codes=("unknown-foreign-key", "unknown-key-target"),
        applies=_has_references,
    ),
    Check(
        id="completeness",
        title="Vollständigkeit der Datenpakete",
        meaning="Alle Tabellen, Spalten und Festlegungen, die der Atlas braucht, sind vorhanden.",
        codes=(
            "missing-field",
            "missing-package",
            "missing-parameter",
            "missing-resource",
            "parameter-out-of-range",
            "distance-below-zero",
            "scenario-without-place",
            "scenario-without-service",
            "unknown-reference",
        ),
    ),
    Check(
        id="coverage",
        title="Alle Gebiete zu allen Stichtagen",
        meaning="Zu jedem Stichtag steht jedes Gebiet der Ebene in der Tabelle, notfalls mit einem Zeichen.",
        codes=("missing-district",),
        applies=_has_districts,
    ),
    Check(
        id="levels",
        title="Gebiete und Ebenen",
        meaning="Jedes Gebiet gehört zu genau einem größeren, und keines kommt doppelt vor.",
        codes=(
            "duplicate-slug",
            "duplicate-sort-order",
            "invalid-slug",
            "no-parts",
            "no-whole",
            "reserved-slug",
            "several-wholes",
            "wrong-level",
            "wrong-top-level",
        ),
        applies=lambda resource: "level_id" in {field.name for field in resource.fields},
    ),
    Check(
        id="dates",
        title="Datumsangaben",
        meaning="Kein Datum liegt in der Zukunft, und kein Zeitraum endet vor seinem Beginn.",
        codes=("future-date", "invalid-date", "reversed-span"),
        applies=_has_dates,
    ),
    Check(
        id="geometry",
        title="Lage und Grenzen",
        meaning=(
            "Grenzen schließen ohne Lücken und Überlappungen aneinander; jede Position liegt in dem Gebiet, das "
            "dabeisteht."
        ),
        codes=(
            "area-mismatch",
            "broken-geometry",
            "contradicting-code",
            "coordinates-in-metres",
            "duplicate-boundary",
            "gap",
            "geojson-error",
            "implausible-extent",
            "invalid-geometry",
            "missing-boundary",
            "missing-code",
            "outside-all-districts",
            "overlap",
            "point-outside",
            "position-in-river",
            "swapped-coordinates",
            "unknown-boundary",
            "unknown-crs",
            "wrong-crs",
            "wrong-geometry-type",
        ),
        applies=_has_places,
    ),
    Check(
        id="plausibility",
        title="Vereinbarte Rechenregeln",
        meaning=(
            "Zahlen passen zueinander: Teile ergeben das Ganze, Gebiete die Stadt, Sprünge haben einen Grund. Welche "
            "Regeln für eine Tabelle gelten, steht bei ihr."
        ),
        codes=(
            "at-most",
            "bands-tile",
            "coverage",
            "digit-group",
            "exchanged-cells",
            "levels-total",
            "parts-total",
            "row-shift",
            "row-swap",
            "rows-total",
            "same-value",
            "share-range",
            "year-jump",
            "year-swap",
        ),
        applies=_has_rules,
    ),
    Check(
        id="duplicates",
        title="Doppelte Einträge in anderer Schreibweise",
        meaning="Namen und Angebote, die sich nur in der Schreibweise unterscheiden, werden gemeldet.",
        codes=("same-name", "same-row", "similar-name", "similar-row"),
        applies=_has_rules,
    ),
    Check(
        id="privacy",
        title="Personenbezogene Daten",
        meaning=(
            "Alle Texte werden nach privaten Telefonnummern, persönlichen E-Mail-Adressen, privaten Anschriften und "
            "Kontonummern durchsucht; jeder Fund hält den Bau an."
        ),
        codes=(
            "personal-address",
            "personal-birth-date",
            "personal-email",
            "personal-iban",
            "personal-phone",
            "sensitive-text",
        ),
    ),
    Check(
        id="secrecy",
        title="Geheimhaltung",
        meaning=(
            "Für jede geheime Zahl wird ausgerechnet, wie eng sie sich aus allem Veröffentlichten eingrenzen ließe; zu "
            "eng hält den Bau an."
        ),
        codes=("secret-covered", "secret-exposed", "undeclared-disclosure"),
        applies=_is_table,
    ),
    Check(
        id="chain",
        title="Kette der Planung",
        meaning="Jeder Bedarf hat einen Beleg, und jede Maßnahme antwortet auf einen Bedarf.",
        codes=("measure-without-need", "need-without-evidence"),
        applies=lambda resource: resource.id in {"planning/needs", "planning/measures"},
    ),
    Check(
        id="surveys",
        title="Zahlen von Befragungen",
        meaning="Es haben nie mehr Menschen geantwortet, als gefragt wurden, und nie mehr, als es gibt. Schichten "
        "ergeben ihr Gebiet.",
        codes=("survey-count", "survey-strata"),
        applies=lambda resource: resource.package == "participation" and resource.name.startswith("survey"),
    ),
    Check(
        id="exceptions",
        title="Angenommene Ausnahmen",
        meaning="Jede Ausnahme hat einen Grund, eine verantwortliche Stelle und ein Datum und wird noch gebraucht.",
        codes=("unused-exception",),
        applies=lambda resource: resource.name == "exceptions",
    ),
)
"""Every check, in the order in which readers see them."""

OTHER = Check(
    id="other",
    title="Weitere Prüfungen",
    meaning="Befunde, die zu keiner der anderen Prüfungen gehören.",
    codes=(),
    applies=lambda _: False,
)
"""Takes findings whose code stands in no check, so that none is ever left out."""

RULE_TITLES: Mapping[str, str] = {
    "at_most": "Eine Zahl ist nie größer als die, zu der sie gehört",
    "bands_tile": "Altersgruppen schließen ohne Lücke und Überlappung aneinander",
    "coverage": "Jedes Gebiet hat zu jedem Jahr eine Zeile",
    "digit_group": "Tausenderpunkte sind nicht als Dezimalpunkte gelesen",
    "levels_total": "Die Zahlen der Teilgebiete ergeben die des größeren Gebiets",
    "parts_total": "Die Teile ergeben die Summe derselben Zeile",
    "row_shift": "Keine Zeile trägt die Zahlen ihrer Nachbarzeile",
    "row_swap": "Keine Werte sind zwischen Gebieten oder Jahren vertauscht",
    "rows_total": "Die Zeilen einer Gruppe ergeben die Zahl einer anderen Tabelle",
    "same_value": "Dieselbe Zahl steht in einer anderen Tabelle genauso",
    "share_range": "Kein Gebiet hat einen Anteil weit außerhalb des Üblichen",
    "similar_names": "Kein Name steht in zwei Schreibweisen da",
    "similar_rows": "Kein Eintrag steht in ähnlicher Form ein zweites Mal da",
    "year_jump": "Große Sprünge von Jahr zu Jahr haben einen Grund",
}
"""Kinds of declared rules in words."""

_BY_CODE: Mapping[str, Check] = {code: check for check in CHECKS for code in check.codes}


def find_check(code: str) -> Check:
    """The check that a finding belongs to."""
    return _BY_CODE.get(code, OTHER)


def find_checks(resource: Resource) -> tuple[Check, ...]:
    """The checks that a dataset went through."""
    return tuple(check for check in CHECKS if check.applies(resource))
