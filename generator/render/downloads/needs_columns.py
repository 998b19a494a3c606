"""Columns of the tables about needs: what each holds, in the words of its description."""

from generator.planning.needs.logic import Truth
from generator.planning.needs.matrix import Step
from generator.render.downloads.columns import (
    DISTRICT_CODE,
    DISTRICT_COLUMNS,
    INDICATOR_ID,
    REQUIRED,
    SIGNS,
    SOURCE_ROWS,
)
from generator.render.downloads.tables import make_column

ANSWERS = {"enum": [str(one) for one in Truth]}
STEPS = {"enum": [str(one) for one in Step]}
RULE_COLUMNS = (
    make_column("kind", "Art", "need = Aufgabe der Stadt; strength = Stärke des Gebiets.", constraints=REQUIRED),
    make_column("rule_id", "Regel", "Kennung der Regel.", constraints=REQUIRED),
)
ANSWER = make_column(
    "answer",
    "Antwort",
    "yes = ja; no = nein; unknown = unbekannt, nicht: kein Bedarf.",
    constraints={**REQUIRED, **ANSWERS},
)
ANSWER_COLUMNS = (
    *RULE_COLUMNS,
    make_column("title", "Titel der Regel", "Aufgabe oder Stärke in Worten.", constraints=REQUIRED),
    make_column("rule_version", "Fassung der Regel", "Steigt mit jeder Änderung; leer bei Stärken.", kind="integer"),
    make_column("decision", "Beschlusslage", "Wer über die Regel entschieden hat; leer bei Stärken."),
    *DISTRICT_COLUMNS,
    ANSWER,
    make_column("class_id", "Klasse", "Kennung der Einordnung; leer, wo kein Bedarf ist oder sie unbekannt ist."),
    make_column("class", "Einordnung", "Einordnung in Worten."),
    make_column("sentence", "Satz", "Was die Antwort bedeutet; leer, wo sie nicht ja ist."),
    make_column("reason", "Warum unbekannt", "Welche Angabe fehlt oder zu unsicher ist."),
    make_column(
        "previous_answer", "Antwort der letzten Ausgabe", "Leer, wo keine festgehalten ist.", constraints=ANSWERS
    ),
    make_column(
        "is_kept",
        "Besteht fort",
        "true, wenn der Bedarf nur deshalb besteht, weil er schon bestand und noch nicht weit genug gesunken ist.",
        kind="boolean",
        constraints=REQUIRED,
    ),
    make_column("guidelines", "Leitlinien", "Kennungen der Leitlinien, durch Semikolon getrennt."),
    make_column("named_needs", "Auch benannt", "Kennungen benannter Bedarfe, durch Semikolon getrennt."),
    make_column("measures", "Maßnahmen", "Kennungen der Maßnahmen, die darauf antworten, durch Semikolon getrennt."),
)
EVIDENCE_COLUMNS = (
    *RULE_COLUMNS,
    DISTRICT_CODE,
    make_column("position", "Nummer", "Nummer der Bedingung in der Regel.", kind="integer", constraints=REQUIRED),
    INDICATOR_ID,
    make_column("reference_date", "Stichtag", "Tag, für den die Zahl gilt; leer ohne Daten.", kind="date"),
    make_column(
        "value",
        "Wert",
        "Die Zahl, oder das Zeichen, warum es keine gibt; leer bei einer Spanne.",
        kind="number",
        signs=SIGNS,
    ),
    make_column("low", "Untere Grenze", "Kleinster Wert, der geprüft wurde.", kind="number"),
    make_column("high", "Obere Grenze", "Größter Wert, der geprüft wurde.", kind="number"),
    make_column("uncertainty", "Unsicherheit", "none, share, count, unconfirmed oder position.", constraints=REQUIRED),
    make_column("wanted_low", "Verlangt ab", "Untere Schwelle; leer, wenn es keine gibt.", kind="number"),
    make_column("has_wanted_low", "Einschließlich ab", "Ob die untere Schwelle selbst genügt.", kind="boolean"),
    make_column("wanted_high", "Verlangt bis", "Obere Schwelle; leer, wenn es keine gibt.", kind="number"),
    make_column("has_wanted_high", "Einschließlich bis", "Ob die obere Schwelle selbst genügt.", kind="boolean"),
    make_column("city_value", "Wert der Stadt", "Wo die Schwelle sich auf ihn bezieht.", kind="number", signs=SIGNS),
    ANSWER,
    make_column("threshold_source", "Quelle der Schwelle", "Wer die Schwelle gesetzt hat.", constraints=REQUIRED),
    SOURCE_ROWS,
)
MATRIX_COLUMNS = (
    *DISTRICT_COLUMNS,
    make_column("need", "Bedarf", "low = niedrig, middle = mittel, high = hoch; leer = unbekannt.", constraints=STEPS),
    make_column(
        "supply", "Angebot", "low = niedrig, middle = mittel, high = hoch; leer = unbekannt.", constraints=STEPS
    ),
    make_column(
        "change", "Richtung", "low = sinkt, middle = etwa gleich, high = wächst; leer = unbekannt.", constraints=STEPS
    ),
    make_column("class_id", "Klasse", "Was die Kreuzung bedeutet; leer = unbekannt."),
)
COVERAGE_COLUMNS = (
    make_column("guideline_id", "Leitlinie", "Kennung der Leitlinie.", constraints=REQUIRED),
    *DISTRICT_COLUMNS,
    make_column(
        "supply_per_1000", "Angebote je 1.000 ab 65", "Erfasste, geöffnete Angebote.", kind="number", signs=SIGNS
    ),
    make_column(
        "offering_count", "Angebote", "Erfasste, geöffnete und bestätigte Angebote.", kind="integer", signs=SIGNS
    ),
    make_column(
        "named_count", "Benannte Bedarfe", "Für das Gebiet oder einen Teil.", kind="integer", constraints=REQUIRED
    ),
    make_column("computed_count", "Berechnete Bedarfe", "Regeln mit ja.", kind="integer", constraints=REQUIRED),
    make_column("unknown_count", "Unbekannt", "Regeln ohne Antwort.", kind="integer", constraints=REQUIRED),
    make_column(
        "running_count", "Laufende Maßnahmen", "Auch die für die ganze Stadt.", kind="integer", constraints=REQUIRED
    ),
)

SCORE_COLUMNS = (
    *DISTRICT_COLUMNS,
    make_column(
        "score", "Wert", "Summe der Beiträge, oder das Zeichen, warum es keine gibt.", kind="number", signs=SIGNS
    ),
    make_column("rank", "Platz", "Platz wie gesetzt; 1 ist der höchste Wert.", kind="integer"),
    make_column("rank_min", "Kleinster Platz", "Über alle Varianten.", kind="integer"),
    make_column("rank_p05", "Platz, 5 %", "5 % der Varianten ergeben höchstens diesen Platz.", kind="integer"),
    make_column("rank_median", "Mittlerer Platz", "Über alle Varianten.", kind="integer"),
    make_column("rank_p95", "Platz, 95 %", "95 % der Varianten ergeben höchstens diesen Platz.", kind="integer"),
    make_column("rank_max", "Größter Platz", "Über alle Varianten.", kind="integer"),
    make_column("upper_share", "Oberes Viertel", "Anteil der Varianten im oberen Viertel.", kind="number"),
    make_column("is_stable", "Fest", "Ob fast alle Varianten sich einig sind.", kind="boolean"),
)
CONTRIBUTION_COLUMNS = (
    DISTRICT_CODE,
    INDICATOR_ID,
    make_column("contribution", "Beitrag", "Anteil am Wert; die Beiträge ergeben ihn.", kind="number", signs=SIGNS),
    make_column("rank_without", "Platz ohne sie", "Platz, wenn die Kennzahl wegbleibt.", kind="integer"),
)
