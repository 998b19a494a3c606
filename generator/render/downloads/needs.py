"""What the rules say, as tables: every answer, every number behind it, the matrix, and guidelines against districts."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator import layout
from generator.model import District, OutputFile, Quantity
from generator.planning.needs.coverage import CoverageCell
from generator.planning.needs.evaluation import NeedResult, StrengthResult, list_findings
from generator.planning.needs.findings import Finding
from generator.planning.needs.matrix import MatrixResult
from generator.planning.needs.screening import Score
from generator.render.downloads.bundles import render_bundle
from generator.render.downloads.columns import district_cells
from generator.render.downloads.descriptions import Bundle
from generator.render.downloads.needs_columns import (
    ANSWER_COLUMNS,
    CONTRIBUTION_COLUMNS,
    COVERAGE_COLUMNS,
    EVIDENCE_COLUMNS,
    MATRIX_COLUMNS,
    SCORE_COLUMNS,
)
from generator.render.downloads.observations import spell_evidence
from generator.render.downloads.tables import (
    BLANK,
    Cell,
    Column,
    Edition,
    Table,
    Terms,
    quantity_cell,
    round_value,
    text_cell,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TableKind:
    """One of the tables: what it is called, and how its rows come about."""

    topic: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    list_rows: Callable[[NeedsContent], Iterable[tuple[Cell, ...]]]


KINDS = (
    TableKind(
        topic="antworten",
        title="Antworten aller Regeln",
        description=(
            "Jede Regel für jedes Gebiet: ja, nein oder unbekannt. Unbekannt heißt nicht, dass nichts zu tun ist."
        ),
        columns=ANSWER_COLUMNS,
        key=("kind", "rule_id", "district_code"),
        list_rows=lambda content: (_make_answer(row) for row in content.answers),
    ),
    TableKind(
        topic="belege",
        title="Belege der Antworten",
        description=(
            "Jede Zahl, die eine Regel angesehen hat, mit der Schwelle: genug, um jede Antwort nachzurechnen."
        ),
        columns=EVIDENCE_COLUMNS,
        key=("kind", "rule_id", "district_code", "position"),
        list_rows=lambda content: (cells for row in content.answers for cells in _make_evidence(row)),
    ),
    TableKind(
        topic="matrix",
        title="Bedarf und Angebot",
        description=(
            "Wo jedes Gebiet zwischen Bedarf und Angebot steht und wohin sich der Bedarf bewegt; keine Rangfolge."
        ),
        columns=MATRIX_COLUMNS,
        key=("district_code",),
        list_rows=lambda content: (_make_position(*one) for one in content.positions),
    ),
    TableKind(
        topic="leitlinien",
        title="Leitlinien und Gebiete",
        description="Was es in jedem Gebiet zu jeder Leitlinie gibt, was gebraucht wird und was läuft.",
        columns=COVERAGE_COLUMNS,
        key=("guideline_id", "district_code"),
        list_rows=lambda content: (_make_coverage(*one) for one in content.coverage),
    ),
    TableKind(
        topic="vorauswahl",
        title="Wert zur Vorauswahl",
        description="Zusammengesetzter Wert nur zur Vorauswahl, mit der Spanne seiner Plätze über alle Varianten.",
        columns=SCORE_COLUMNS,
        key=("district_code",),
        list_rows=lambda content: (_make_score(*one) for one in content.scores),
    ),
    TableKind(
        topic="beitraege",
        title="Beiträge zum Wert",
        description="Was jede Kennzahl zum Wert zur Vorauswahl beiträgt, und der Platz ohne sie.",
        columns=CONTRIBUTION_COLUMNS,
        key=("district_code", "indicator_id"),
        list_rows=lambda content: (cells for score, _ in content.scores for cells in _make_contributions(score)),
    ),
)


def render_needs_downloads(content: NeedsContent, edition: Edition) -> tuple[OutputFile, ...]:
    """All tables alone, as a workbook and in an archive."""
    tables = (_make_table(content, kind) for kind in KINDS)
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


def _make_table(content: NeedsContent, kind: TableKind) -> Table:
    """A table with its title and description, ordered by its key."""
    names = [column.field.name for column in kind.columns]
    places = [names.index(name) for name in kind.key]
    return Table(
        path=layout.needs_download("csv", topic=kind.topic),
        sheet=kind.title,
        title=kind.title,
        description=kind.description,
        columns=kind.columns,
        rows=tuple(
            sorted(kind.list_rows(content), key=lambda cells: [(str(type(cells[one])), cells[one]) for one in places])
        ),
        primary_key=kind.key,
        missing_values=("",),
        terms=content.terms,
    )


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
        *district_cells(row.district),
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
    value, day, rows = None, None, ""
    if observation:
        value, day = Quantity(observation.value, observation.status), observation.reference_date
        rows = spell_evidence(observation.evidence)
    elif finding.reach:
        # A range has no single value; its sign, if it has one, stands for both ends.
        span, number = finding.reach.span, finding.reach.number
        value, day = span.low if span.low == span.high else None, finding.reach.reference_date
        rows = f"erreichbarkeit-gebiete: target_id {number.target.id}, profile_id {number.profile.id}"
    city = Quantity(finding.compared.value, finding.compared.status) if finding.compared else None
    return (
        finding.criterion.indicator_id,
        day or BLANK,
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
        text_cell(rows),
    )


def _limit_cell(limit: float | None) -> Cell:
    """A threshold, or nothing where there is none."""
    return round_value(limit) if limit is not None and math.isfinite(limit) else BLANK


def _make_position(position: MatrixResult, district: District) -> tuple[Cell, ...]:
    """A district in the matrix."""
    steps = (position.need.step, position.supply.step, position.change.step)
    return (*district_cells(district), *(text_cell(step) for step in steps), text_cell(position.class_id))


def _make_coverage(cell: CoverageCell, district: District) -> tuple[Cell, ...]:
    """A guideline in a district."""
    supply = Quantity(cell.supply.value, cell.supply.status) if cell.supply else None
    return (
        cell.guideline_id,
        *district_cells(district),
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
        return (*district_cells(district), quantity_cell(score.score), *(BLANK for _ in range(8)))
    last = len(score.ranks) - 1
    places = (score.ranks[round(share * last)] for share in (0, 0.05, 0.5, 0.95, 1))
    return (
        *district_cells(district),
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
