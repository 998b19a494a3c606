"""Measures as tables: a row for each with all that it is linked to, and one for each year that is known of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator import layout
from generator.model import District, OutputFile
from generator.planning.records import Measure
from generator.render.downloads.bundles import render_bundle
from generator.render.downloads.columns import REQUIRED
from generator.render.downloads.descriptions import Bundle
from generator.render.downloads.tables import BLANK, Cell, Edition, Table, Terms, make_column, text_cell

SEPARATOR = "; "
STATES = {"enum": ["planned", "decided", "running", "done", "unknown"]}
STATE_TEXT = "planned = geplant; decided = beschlossen; running = läuft; done = umgesetzt; unknown = nicht bekannt."
MEASURE_ID = make_column("measure_id", "Maßnahme", "Kennung der Maßnahme.", constraints=REQUIRED)
LIST_COLUMNS = (
    MEASURE_ID,
    make_column("number", "Nummer", "Nummer im Programm der Stadt; leer, wenn nicht bekannt."),
    make_column("title", "Titel", "Titel der Maßnahme.", constraints=REQUIRED),
    make_column("concept", "Konzept", "Konzept oder Vorhaben, zu dem sie gehört."),
    make_column("content", "Inhalt", "Worum es geht."),
    make_column("start_year", "Beginn", "Erstes Jahr; leer, wenn nicht bekannt.", kind="integer"),
    make_column("end_year", "Ende", "Letztes Jahr; leer, wenn nicht bekannt oder fortlaufend.", kind="integer"),
    make_column("responsible", "Zuständig", "Wer sie umsetzt; leer, wenn nicht bekannt."),
    make_column("status", "Stand", STATE_TEXT, constraints={**REQUIRED, **STATES}),
    make_column("status_note", "Hinweis zum Stand", "Was zum Stand bekannt ist."),
    make_column("output_indicator", "Woran man die Umsetzung misst", "Leer, wenn nicht festgelegt oder nicht bekannt."),
    make_column("outcome_indicator", "Woran man die Wirkung misst", "Leer, wenn nicht festgelegt oder nicht bekannt."),
    make_column("district_codes", "Gebiete", "Schlüssel, durch Semikolon getrennt; leer: ganze Stadt."),
    make_column("districts", "Namen der Gebiete", "Durch Semikolon getrennt; leer: ganze Stadt."),
    make_column("guidelines", "Leitlinien", "Kennungen, durch Semikolon getrennt."),
    make_column("needs", "Benannte Bedarfe", "Kennungen, durch Semikolon getrennt."),
    make_column("rules", "Regeln", "Kennungen der Regeln, deren Bedarfe sie beantwortet, durch Semikolon getrennt."),
    make_column("papers", "Ratsvorgänge", "Drucksachen, durch Semikolon getrennt."),
    make_column("source", "Quelle", "Woher die Angaben stammen.", constraints=REQUIRED),
)
STATUS_COLUMNS = (
    MEASURE_ID,
    make_column("title", "Titel", "Titel der Maßnahme.", constraints=REQUIRED),
    make_column("year", "Jahr", "Jahr, für das der Stand gilt.", kind="integer", constraints=REQUIRED),
    make_column("status", "Stand", STATE_TEXT, constraints={**REQUIRED, **STATES}),
    make_column("note", "Hinweis", "Was in diesem Jahr geschah.", constraints=REQUIRED),
    make_column("source", "Quelle", "Woher die Angabe stammt.", constraints=REQUIRED),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresContent:
    """What the files about measures hold."""

    measures: tuple[Measure, ...]
    districts: Mapping[str, District]
    version: str
    """Version of the data."""
    terms: Terms


def render_measure_downloads(content: MeasuresContent, edition: Edition) -> tuple[OutputFile, ...]:
    """Tables, a workbook and a zip."""
    bundle = Bundle(
        name="massnahmen",
        title="Maßnahmen und ihr Stand",
        description="Was die Stadt für ältere Menschen plant, beschlossen hat und tut, mit dem Stand Jahr für Jahr.",
        version=content.version,
        page=layout.MEASURES,
        tables=(_list_table(content), _status_table(content)),
        layers=(),
        workbook_path=layout.measures_download("xlsx"),
        archive_path=layout.measures_download("zip"),
    )
    return render_bundle(bundle, edition)


def _list_table(content: MeasuresContent) -> Table:
    return Table(
        path=layout.measures_download("csv", topic="liste"),
        sheet="Maßnahmen",
        title="Alle Maßnahmen",
        description="Eine Zeile je Maßnahme mit allem, womit sie verknüpft ist.",
        columns=LIST_COLUMNS,
        rows=tuple(_list_row(content, one) for one in content.measures),
        primary_key=("measure_id",),
        missing_values=("",),
        terms=content.terms,
    )


def _list_row(content: MeasuresContent, measure: Measure) -> tuple[Cell, ...]:
    return (
        measure.id,
        text_cell(measure.number),
        measure.title,
        text_cell(measure.concept),
        text_cell(measure.content),
        BLANK if measure.start_year is None else measure.start_year,
        BLANK if measure.end_year is None else measure.end_year,
        text_cell(measure.responsible),
        measure.status,
        text_cell(measure.status_note),
        text_cell(measure.output_indicator),
        text_cell(measure.outcome_indicator),
        _join(measure.district_codes),
        _join([content.districts[one].name for one in measure.district_codes]),
        _join(measure.guideline_ids),
        _join(measure.need_ids),
        _join(measure.rule_ids),
        _join(measure.paper_ids),
        measure.source,
    )


def _join(words: Sequence[str]) -> Cell:
    """Several in one cell."""
    return text_cell(SEPARATOR.join(words))


def _status_table(content: MeasuresContent) -> Table:
    return Table(
        path=layout.measures_download("csv", topic="stand"),
        sheet="Stand nach Jahren",
        title="Stand der Maßnahmen nach Jahren",
        description="Was über den Stand in einem Jahr bekannt ist; zu Jahren ohne Zeile ist nichts bekannt.",
        columns=STATUS_COLUMNS,
        rows=tuple(
            (one.id, one.title, status.year, status.status, status.note, status.source)
            for one in content.measures
            for status in one.statuses
        ),
        primary_key=("measure_id", "year"),
        missing_values=("",),
        terms=content.terms,
    )
