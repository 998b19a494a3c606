"""Downloads about years to come: every district, year and assumption, and how wrong the method has been."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator import layout
from generator.indicators.projection import SCENARIOS, Backtest, Projection
from generator.model import District, OutputFile
from generator.render.downloads.bundles import render_bundle
from generator.render.downloads.columns import DISTRICT_COLUMNS, REQUIRED, SIGNS, YEAR_AHEAD, district_cells
from generator.render.downloads.descriptions import Bundle
from generator.render.downloads.tables import Cell, Edition, Table, Terms, make_column, quantity_cell

SCENARIO_COLUMNS = (
    make_column("scenario_id", "Kennung der Annahme", "constant, damped oder trend.", constraints=REQUIRED),
    make_column("scenario", "Annahme", "Wie sich der Anteil des Gebiets ändert.", constraints=REQUIRED),
)
PEOPLE_COLUMNS = (
    *DISTRICT_COLUMNS,
    *SCENARIO_COLUMNS,
    YEAR_AHEAD,
    make_column(
        "people_65_plus",
        "Menschen ab 65",
        "Berechnete Zahl der Menschen ab 65 Jahren; „/“, wenn das Gebiet dafür zu klein ist.",
        kind="integer",
        unit="Personen",
        signs=SIGNS,
    ),
    make_column(
        "base_count",
        "Menschen ab 65 am letzten Stichtag",
        "Zahl, von der aus gerechnet ist.",
        kind="integer",
        unit="Personen",
        signs=SIGNS,
    ),
)
TEST_COLUMNS = (
    *DISTRICT_COLUMNS,
    *SCENARIO_COLUMNS,
    make_column("start_date", "Start", "Von hier aus ist gerechnet.", kind="date", constraints=REQUIRED),
    make_column("end_date", "Ziel", "Für diesen Tag ist gerechnet.", kind="date", constraints=REQUIRED),
    make_column("predicted_count", "berechnet", "Menschen ab 65 nach der Rechnung.", kind="integer", unit="Personen"),
    make_column("actual_count", "tatsächlich", "Menschen ab 65 nach den Daten.", kind="integer", unit="Personen"),
    make_column("error_pct", "Abweichung", "Berechnet minus tatsächlich.", kind="number", unit="Prozent"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectionContent:
    """What the files about years to come hold."""

    projection: Projection
    districts: Mapping[str, District]
    version: str
    """Version of the data."""
    terms: Terms


def render_projection_downloads(content: ProjectionContent, edition: Edition) -> tuple[OutputFile, ...]:
    """Two tables, a workbook and a zip."""
    people = Table(
        path=layout.projection_download("csv", topic="gebiete"),
        sheet="Gebiete",
        title="Menschen ab 65 in kommenden Jahren, nach Gebieten",
        description="Rechnung mit drei Annahmen; die Gebiete der untersten Ebene ergeben mit den Lücken die Stadt.",
        columns=PEOPLE_COLUMNS,
        rows=tuple(_people_rows(content)),
        primary_key=("district_code", "scenario_id", "year"),
        missing_values=("",),
        terms=content.terms,
    )
    tests = Table(
        path=layout.projection_download("csv", topic="probe"),
        sheet="Probe",
        title="Probe der Vorausberechnung an früheren Jahren",
        description="Was die Rechnung in früheren Jahren ergeben hätte, und was tatsächlich kam.",
        columns=TEST_COLUMNS,
        rows=tuple(row for one in content.projection.backtests for row in _test_rows(content, one)),
        primary_key=("district_code", "scenario_id", "start_date"),
        missing_values=("",),
        terms=content.terms,
    )
    bundle = Bundle(
        name="vorausberechnung",
        title="Ältere Menschen in kommenden Jahren",
        description="Berechnete Zahl der Menschen ab 65 Jahren in den Gebieten, mit der Probe an früheren Jahren.",
        version=content.version,
        page=layout.PROJECTION,
        tables=(people, tests),
        workbook_path=layout.projection_download("xlsx"),
        archive_path=layout.projection_download("zip"),
    )
    return render_bundle(bundle, edition)


def _people_rows(content: ProjectionContent) -> Iterator[tuple[Cell, ...]]:
    projection = content.projection
    for code, district in content.districts.items():
        for trend in SCENARIOS:
            for year in projection.years:
                yield (
                    *district_cells(district),
                    trend.id,
                    trend.title,
                    year,
                    quantity_cell(projection.people[code, year, trend.id]),
                    quantity_cell(projection.base[code]),
                )


def _test_rows(content: ProjectionContent, test: Backtest) -> Iterator[tuple[Cell, ...]]:
    trend = next(one for one in SCENARIOS if one.id == test.scenario_id)
    for code, miss in test.misses.items():
        district = content.districts[code]
        yield (
            *district_cells(district),
            trend.id,
            trend.title,
            test.start_date,
            test.end_date,
            miss.predicted,
            miss.actual,
            round(miss.error_pct, 1),
        )
