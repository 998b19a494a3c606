"""What the rules say, as tables: every answer, every number behind it, the matrix, and guidelines against districts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator import layout
from generator.model import District, OutputFile, Quantity
from generator.planning.needs.coverage import CoverageCell
from generator.planning.needs.evaluation import Finding, NeedResult, StrengthResult, list_findings
from generator.planning.needs.logic import Truth
from generator.planning.needs.matrix import MatrixResult, Step
from generator.planning.needs.screening import Score
from generator.render.downloads.bundles import render_bundle
from generator.render.downloads.descriptions import Bundle
from generator.render.downloads.observations import REQUIRED, SIGNS, spell_evidence
from generator.render.downloads.tables import (
    BLANK,
    Cell,
    Column,
    Edition,
    Table,
    Terms,
    make_column,
    quantity_cell,
    round_value,
    text_cell,
)

ANSWERS = {"enum": [str(one) for one in Truth]}
STEPS = {"enum": [str(one) for one in Step]}
DISTRICT_COLUMNS = (
    make_column("level_id", "Ebene", "Kennung der Gebietsebene.", constraints=REQUIRED),
    make_column("district_code", "Gebietsschlüssel", "Schlüssel des Gebiets, Text.", constraints=REQUIRED),
    make_column("district", "Gebiet", "Name des Gebiets.", constraints=REQUIRED),
)
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
    make_column("district_code", "Gebietsschlüssel", "Schlüssel des Gebiets, Text.", constraints=REQUIRED),
    make_column("position", "Nummer", "Nummer der Bedingung in der Regel.", kind="integer", constraints=REQUIRED),
    make_column("indicator_id", "Kennzahl", "Kennung der Kennzahl.", constraints=REQUIRED),
    make_column("reference_date", "Stichtag", "Tag, für den die Zahl gilt; leer ohne Daten.", kind="date"),
    make_column("value", "Wert", "Die Zahl, oder das Zeichen, warum es keine gibt.", kind="number", signs=SIGNS),
    make_column("low", "Untere Grenze", "Kleinster Wert, der geprüft wurde.", kind="number"),
    make_column("high", "Obere Grenze", "Größter Wert, der geprüft wurde.", kind="number"),
    make_column("uncertainty", "Unsicherheit", "none, share, count oder unconfirmed.", constraints=REQUIRED),
    make_column("wanted_low", "Verlangt ab", "Untere Schwelle; leer, wenn es keine gibt.", kind="number"),
    make_column("has_wanted_low", "Einschließlich ab", "Ob die untere Schwelle selbst genügt.", kind="boolean"),
    make_column("wanted_high", "Verlangt bis", "Obere Schwelle; leer, wenn es keine gibt.", kind="number"),
    make_column("has_wanted_high", "Einschließlich bis", "Ob die obere Schwelle selbst genügt.", kind="boolean"),
    make_column("city_value", "Wert der Stadt", "Wo die Schwelle sich auf ihn bezieht.", kind="number", signs=SIGNS),
    ANSWER,
    make_column("threshold_source", "Quelle der Schwelle", "Wer die Schwelle gesetzt hat.", constraints=REQUIRED),
    make_column("source_rows", "Herkunft der Zahlen", "Datensatz, Feld und Zeilen; die Kopfzeile ist Zeile 1."),
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
    make_column("district_code", "Gebietsschlüssel", "Schlüssel des Gebiets, Text.", constraints=REQUIRED),
    make_column("indicator_id", "Kennzahl", "Kennung der Kennzahl.", constraints=REQUIRED),
    make_column("contribution", "Beitrag", "Anteil am Wert; die Beiträge ergeben ihn.", kind="number", signs=SIGNS),
    make_column("rank_without", "Platz ohne sie", "Platz, wenn die Kennzahl wegbleibt.", kind="integer"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """An answer with what has to stand beside it."""

    result: NeedResult | StrengthResult
    district: District
    class_title: str
    sentence: str
    reason: str
    need_ids: tuple[str, ...]
    measure_ids: tuple[str, ...]
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsContent:
    """What the files about needs hold."""

    answers: tuple[AnswerRow, ...]
    positions: tuple[tuple[MatrixResult, District], ...]
    coverage: tuple[tuple[CoverageCell, District], ...]
    scores: tuple[tuple[Score, District], ...]
    title: str
    description: str
    version: str
    """Version of the data."""
    terms: Terms


def render_needs_downloads(content: NeedsContent, edition: Edition) -> tuple[OutputFile, ...]:
    """All tables alone, as a workbook and in an archive."""
    tables = (
        _make_table(
            content,
            "antworten",
            (
                "Antworten aller Regeln",
                "Jede Regel für jedes Gebiet: ja, nein oder unbekannt. Unbekannt heißt nicht, dass nichts zu tun ist.",
            ),
            ANSWER_COLUMNS,
            [_make_answer(row) for row in content.answers],
            ("kind", "rule_id", "district_code"),
        ),
        _make_table(
            content,
            "belege",
            (
                "Belege der Antworten",
                "Jede Zahl, die eine Regel angesehen hat, mit der Schwelle: genug, um jede Antwort nachzurechnen.",
            ),
            EVIDENCE_COLUMNS,
            [cells for row in content.answers for cells in _make_evidence(row)],
            ("kind", "rule_id", "district_code", "position"),
        ),
        _make_table(
            content,
            "matrix",
            (
                "Bedarf und Angebot",
                "Wo jedes Gebiet zwischen Bedarf und Angebot steht und wohin sich der Bedarf bewegt; keine Rangfolge.",
            ),
            MATRIX_COLUMNS,
            [_make_position(position, district) for position, district in content.positions],
            ("district_code",),
        ),
        _make_table(
            content,
            "leitlinien",
            (
                "Leitlinien und Gebiete",
                "Was es in jedem Gebiet zu jeder Leitlinie gibt, was gebraucht wird und was läuft.",
            ),
            COVERAGE_COLUMNS,
            [_make_coverage(cell, district) for cell, district in content.coverage],
            ("guideline_id", "district_code"),
        ),
        _make_table(
            content,
            "vorauswahl",
            (
                "Wert zur Vorauswahl",
                "Zusammengesetzter Wert nur zur Vorauswahl, mit der Spanne seiner Plätze über alle Varianten.",
            ),
            SCORE_COLUMNS,
            [_make_score(score, district) for score, district in content.scores],
            ("district_code",),
        ),
        _make_table(
            content,
            "beitraege",
            ("Beiträge zum Wert", "Was jede Kennzahl zum Wert zur Vorauswahl beiträgt, und der Platz ohne sie."),
            CONTRIBUTION_COLUMNS,
            [cells for score, _ in content.scores for cells in _make_contributions(score)],
            ("district_code", "indicator_id"),
        ),
    )
    bundle = Bundle(
        name="handlungsbedarfe",
        title=content.title,
        description=content.description,
        version=content.version,
        page=layout.NEEDS,
        tables=tuple(table for table in tables if table.rows),
        workbook_path=layout.needs_download("xlsx"),
        archive_path=layout.needs_download("zip"),
    )
    return render_bundle(bundle, edition)


def _make_table(
    content: NeedsContent,
    topic: str,
    texts: tuple[str, str],
    columns: tuple[Column, ...],
    rows: Sequence[tuple[Cell, ...]],
    key: tuple[str, ...],
) -> Table:
    """A table with its title and description, ordered by its key."""
    names = [column.field.name for column in columns]
    places = [names.index(name) for name in key]
    return Table(
        path=layout.needs_download("csv", topic=topic),
        sheet=texts[0],
        title=texts[0],
        description=texts[1],
        columns=columns,
        rows=tuple(sorted(rows, key=lambda cells: [(str(type(cells[one])), cells[one]) for one in places])),
        primary_key=key,
        missing_values=("",),
        terms=content.terms,
    )


def _district_cells(district: District) -> tuple[Cell, ...]:
    return district.level_id, district.code, district.name


def _make_answer(row: AnswerRow) -> tuple[Cell, ...]:
    """One answer."""
    result = row.result
    if isinstance(result, StrengthResult):
        head: tuple[Cell, ...] = ("strength", result.strength.id, result.strength.title, BLANK, BLANK)
        previous, class_id, is_kept, guidelines = None, None, False, ""
    else:
        rule = result.rule
        head = ("need", rule.id, rule.title, rule.version, row.decision)
        previous = str(result.previous.truth) if result.previous else None
        class_id, is_kept, guidelines = result.class_id, result.is_kept, ";".join(rule.guideline_ids)
    return (
        *head,
        *_district_cells(row.district),
        str(result.conclusion.truth),
        text_cell(class_id),
        text_cell(row.class_title),
        text_cell(row.sentence),
        text_cell(row.reason),
        text_cell(previous),
        is_kept,
        text_cell(guidelines),
        text_cell(";".join(row.need_ids)),
        text_cell(";".join(row.measure_ids)),
    )


def _make_evidence(row: AnswerRow) -> list[tuple[Cell, ...]]:
    """Every criterion behind an answer."""
    result = row.result
    head = ("strength", result.strength.id) if isinstance(result, StrengthResult) else ("need", result.rule.id)
    return [
        (*head, row.district.code, number, *_spell_finding(one))
        for number, one in enumerate(list_findings(result.conclusion), start=1)
    ]


def _spell_finding(finding: Finding) -> tuple[Cell, ...]:
    """A number and what was asked for."""
    observation, interval, limits = finding.observation, finding.interval, finding.limits
    value = Quantity(observation.value, observation.status) if observation else None
    city = Quantity(finding.compared.value, finding.compared.status) if finding.compared else None
    return (
        finding.criterion.indicator_id,
        observation.reference_date if observation else BLANK,
        quantity_cell(value),
        round_value(interval.low) if interval else BLANK,
        round_value(interval.high) if interval else BLANK,
        str(finding.criterion.uncertainty),
        _limit_cell(limits.low if limits else None),
        limits.has_low if limits and math.isfinite(limits.low) else BLANK,
        _limit_cell(limits.high if limits else None),
        limits.has_high if limits and math.isfinite(limits.high) else BLANK,
        quantity_cell(city),
        str(finding.truth),
        finding.criterion.source,
        text_cell(spell_evidence(observation.evidence) if observation else ""),
    )


def _limit_cell(limit: float | None) -> Cell:
    """A threshold, or nothing where there is none."""
    return round_value(limit) if limit is not None and math.isfinite(limit) else BLANK


def _make_position(position: MatrixResult, district: District) -> tuple[Cell, ...]:
    """A district in the matrix."""
    steps = (position.need.step, position.supply.step, position.change.step)
    return (*_district_cells(district), *(text_cell(step) for step in steps), text_cell(position.class_id))


def _make_coverage(cell: CoverageCell, district: District) -> tuple[Cell, ...]:
    """A guideline in a district."""
    supply = Quantity(cell.supply.value, cell.supply.status) if cell.supply else None
    return (
        cell.guideline_id,
        *_district_cells(district),
        quantity_cell(supply),
        quantity_cell(cell.supply.numerator if cell.supply else None),
        len(cell.named),
        len(cell.computed),
        len(cell.unknown),
        len(cell.running),
    )


def _make_score(score: Score, district: District) -> tuple[Cell, ...]:
    """The index of a district with the span of its places."""
    if score.rank is None or score.upper_share is None:
        return (*_district_cells(district), quantity_cell(score.score), *(BLANK for _ in range(8)))
    last = len(score.ranks) - 1
    places = (score.ranks[round(share * last)] for share in (0, 0.05, 0.5, 0.95, 1))
    return (
        *_district_cells(district),
        quantity_cell(score.score),
        score.rank,
        *places,
        round_value(score.upper_share),
        score.is_stable,
    )


def _make_contributions(score: Score) -> list[tuple[Cell, ...]]:
    """What each indicator adds."""
    return [
        (
            score.district_code,
            indicator_id,
            quantity_cell(value),
            score.leave_one_out.get(indicator_id, BLANK),
        )
        for indicator_id, value in score.contributions.items()
    ]
