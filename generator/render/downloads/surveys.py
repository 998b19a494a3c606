"""What surveys have shown, as a table: every answer with its share and how far it may be off."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator import layout
from generator.formatting import round_half_up
from generator.model import District, ObservationStatus, OutputFile, Quantity
from generator.planning.participation import AnswerResult, GroupResult, Selection, Verdict
from generator.render.downloads.bundles import render_bundle
from generator.render.downloads.columns import DISTRICT_COLUMNS, REQUIRED, SIGNS, SOURCE_ROWS, district_cells
from generator.render.downloads.descriptions import Bundle
from generator.render.downloads.observations import spell_evidence
from generator.render.downloads.tables import (
    Cell,
    Column,
    Edition,
    Table,
    Terms,
    make_column,
    quantity_cell,
)

SHARE_TO = 1
"""Decimals of a percentage: more would only look exact."""
CHANCE_TO = 4


def _number(name: str, title: str, description: str, unit: str, kind: str = "number") -> Column:
    """A column of numbers that may be missing for a reason."""
    return make_column(name, title, description, kind=kind, unit=unit, signs=SIGNS)


RESULT_COLUMNS = (
    make_column("survey_id", "Befragung", "Kennung der Befragung.", constraints=REQUIRED),
    make_column("survey", "Titel der Befragung", "Titel.", constraints=REQUIRED),
    make_column("year", "Jahr", "Jahr der Befragung.", kind="integer", constraints=REQUIRED),
    make_column(
        "selection",
        "Auswahl",
        "random = Los; all = alle gefragt; self_selected = wer wollte; unknown = nicht bekannt.",
        constraints={**REQUIRED, "enum": [str(one) for one in Selection]},
    ),
    make_column("question_id", "Frage", "Kennung der Frage.", constraints=REQUIRED),
    make_column("question", "Wortlaut", "Die Frage, wie sie gestellt wurde.", constraints=REQUIRED),
    *DISTRICT_COLUMNS,
    make_column("position", "Nummer", "Platz der Antwort.", kind="integer", constraints=REQUIRED),
    make_column("answer", "Antwort", "Die Antwort, wie sie zur Wahl stand.", constraints=REQUIRED),
    _number(
        "population_count", "Grundgesamtheit", "Für wie viele die Antworten sprechen sollen.", "Personen", "integer"
    ),
    _number("sent_count", "Gefragt", "Wie viele gefragt wurden.", "Personen", "integer"),
    _number("respondent_count", "Antworten auf die Frage", "Wie viele geantwortet haben.", "Personen", "integer"),
    _number("answer_count", "Anzahl", "Wie viele diese Antwort gaben.", "Personen", "integer"),
    _number(
        "share_pct", "Anteil", "Anteil an allen Antworten auf die Frage; gewichtet, wo es Gewichte gibt.", "Prozent"
    ),
    _number("low_pct", "Bereich von", "Untere Grenze; „x“, wo es keinen Bereich geben kann.", "Prozent"),
    _number("high_pct", "Bereich bis", "Obere Grenze; „x“, wo es keinen Bereich geben kann.", "Prozent"),
    make_column(
        "verdict",
        "Aussagekraft",
        "interval = Anteil mit Bereich; share_only = gilt nur für die Befragten; too_few = zu wenige Antworten; "
        "too_wide = Bereich zu breit; too_rough = Bereich zu breit für den Anteil; absent = keine Zahl.",
        constraints={**REQUIRED, "enum": [str(one) for one in Verdict]},
    ),
    make_column("is_weighted", "Gewichtet", "Ob manche Antworten mehr zählen.", kind="boolean", constraints=REQUIRED),
    make_column("weighted_by", "Gewichtet nach", "Schichten, durch Semikolon getrennt."),
    make_column("part_codes", "Zusammengefasst aus", "Schlüssel der Gebiete, die zusammengefasst sind."),
    make_column("merged_into", "Vertreten durch", "Schlüssel des größeren Gebiets, das für dieses spricht."),
    _number("crude_pct", "Anteil ohne Gewichte", "Jede Antwort zählt gleich.", "Prozent"),
    _number("standard_error_points", "Standardfehler", "Schwankung von Befragung zu Befragung.", "Prozentpunkte"),
    _number(
        "silent_low_pct", "Ohne Annahme von", "Anteil, wenn niemand, der schwieg, so geantwortet hätte.", "Prozent"
    ),
    _number(
        "silent_high_pct", "Ohne Annahme bis", "Anteil, wenn alle, die schwiegen, so geantwortet hätten.", "Prozent"
    ),
    _number("difference_points", "Abstand", "Von allen Gebieten der Ebene; „x“ ohne Vergleich.", "Prozentpunkte"),
    _number("difference_low_points", "Abstand von", "Untere Grenze.", "Prozentpunkte"),
    _number("difference_high_points", "Abstand bis", "Obere Grenze.", "Prozentpunkte"),
    _number("p_value", "p-Wert", "Wie oft der Zufall allein einen so großen Abstand macht, nach Holm.", "Anteil"),
    SOURCE_ROWS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveysContent:
    """What the files about surveys hold."""

    results: tuple[GroupResult, ...]
    districts: Mapping[str, District]
    version: str
    """Version of the data."""
    terms: Terms


def render_survey_downloads(content: SurveysContent, edition: Edition) -> tuple[OutputFile, ...]:
    """A table, a workbook and a zip."""
    description = "Anteile der Antworten nach Befragung, Frage und Gebiet, mit Bereich und Aussagekraft."
    table = Table(
        path=layout.surveys_download("csv", topic="ergebnisse"),
        sheet="Ergebnisse",
        title="Ergebnisse von Befragungen",
        description=description,
        columns=RESULT_COLUMNS,
        rows=tuple(
            _row(content, group, number, answer)
            for group in content.results
            for number, answer in enumerate(group.answers, start=1)
        ),
        primary_key=("survey_id", "question_id", "district_code", "position"),
        missing_values=("",),
        terms=content.terms,
    )
    bundle = Bundle(
        name="befragungen",
        title="Ergebnisse von Befragungen",
        description=description,
        version=content.version,
        page=layout.PARTICIPATION,
        tables=(table,),
        layers=(),
        workbook_path=layout.surveys_download("xlsx"),
        archive_path=layout.surveys_download("zip"),
    )
    return render_bundle(bundle, edition)


def _share(quantity: Quantity) -> Cell:
    return quantity_cell(
        quantity if quantity.value is None else Quantity(float(round_half_up(quantity.value, SHARE_TO)))
    )


def _compare(answer: AnswerResult) -> tuple[Cell, ...]:
    """The distance from all areas with its interval, and what chance does."""
    found = answer.comparison
    if found is None:
        status = answer.estimate.share_pct.status
        is_told = status is ObservationStatus.NORMAL
        return (quantity_cell(Quantity.absent(ObservationStatus.NOT_MEANINGFUL if is_told else status)),) * 4
    return (
        *(_share(Quantity(one)) for one in (found.difference, found.low, found.high)),
        quantity_cell(Quantity(float(round_half_up(found.p_value, CHANCE_TO)))),
    )


def _row(content: SurveysContent, group: GroupResult, number: int, answer: AnswerResult) -> tuple[Cell, ...]:
    """An answer in a district."""
    district, estimate = content.districts[group.district_code], answer.estimate
    return (
        group.survey.id,
        group.survey.title,
        group.survey.year,
        str(group.survey.selection),
        group.question.id,
        group.question.wording,
        *district_cells(district),
        number,
        answer.answer,
        quantity_cell(group.population),
        quantity_cell(group.asked),
        quantity_cell(group.respondents),
        quantity_cell(answer.count),
        _share(estimate.share_pct),
        _share(estimate.low_pct),
        _share(estimate.high_pct),
        str(estimate.verdict),
        group.is_weighted,
        "; ".join(group.strata_names),
        " ".join(group.part_codes),
        group.merged_into or "",
        _share(answer.crude_pct),
        _share(answer.error_points),
        _share(answer.silent_low_pct),
        _share(answer.silent_high_pct),
        *_compare(answer),
        spell_evidence(answer.evidence),
    )
