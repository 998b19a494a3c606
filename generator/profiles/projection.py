"""Years to come, ready to read: the section on the page of a district, and the page about the method."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_date, format_difference, format_list, format_number, format_unit
from generator.indicators.projection import PARAMETERS, SCENARIOS, Backtest, Method, Projection, summarize
from generator.indicators.reachability import Span
from generator.model import District, Level
from generator.profiles.atlas import Atlas
from generator.profiles.downloads import view_downloads
from generator.profiles.parameter_lines import ParameterLine, list_parameters
from generator.profiles.reach_values import view_span
from generator.profiles.views import (
    DISTRICT_COLUMN,
    DownloadView,
    Files,
    Link,
    PageMeta,
    RowView,
    SourceView,
    TableView,
    Value,
    planning_crumbs,
    text_value,
    view_quantity,
)

LIMITS = (
    "Eine Vorausberechnung ist eine Rechnung mit Annahmen und keine Vorhersage. Neue Wohngebiete, Heime, Abrisse und "
    "Umzüge kennt sie nicht.",
    "Fünfjährige Altersgruppen liegen für die Gebiete nicht vor. Deshalb kann der Atlas dort nicht verfolgen, wie "
    "Jahrgänge älter werden (Verfahren von Hamilton und Perry); er verteilt die Zahl der ganzen Stadt auf die Gebiete.",
    "Der Trend der Anteile beruht auf wenigen Jahren. Je weiter das Jahr entfernt ist, desto weniger trägt er.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectionSection:
    """What the page of a district says about years to come."""

    sentences: tuple[str, ...]
    table: TableView | None
    """``None`` where no number may be told."""
    page: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectionPage:
    """Everything on the page about years to come."""

    path: PurePosixPath
    meta: PageMeta
    lead: tuple[str, ...]
    notes: tuple[str, ...]
    scenarios: tuple[str, ...]
    levels: tuple[TableView, ...]
    tests: tuple[TableView, ...]
    test_notes: tuple[str, ...]
    parameters: tuple[ParameterLine, ...]
    downloads: tuple[DownloadView, ...]
    sources: tuple[SourceView, ...]


def profile_projection_section(atlas: Atlas, page: PurePosixPath, district: District) -> ProjectionSection | None:
    """What a district's page says, if there is a projection."""
    projection = atlas.projection
    if projection is None:
        return None
    last = projection.years[-1]
    low, high = projection.span(district.code, last)
    link = Link(text="Vorausberechnung: alle Gebiete und Verfahren", href=layout.relative_url(page, layout.PROJECTION))
    if low.value is None or high.value is None:
        value = view_quantity(low, 0)
        sentence = f"Für kommende Jahre gibt es {district.where} keine Zahl. Grund: {value.meaning}."
        return ProjectionSection(sentences=(sentence,), table=None, page=link)
    now = projection.base[district.code]
    count = view_span(Span(low, high), "").text
    sentences = [
        f"Im Jahr {last} leben {district.where} nach der Rechnung {count} Menschen ab 65 Jahren. "
        f"Ende {projection.base_date.year} sind es {format_number(now.value or 0)}."
    ]
    if low.value != high.value:
        sentences.append("Die Spanne zeigt verschiedene Annahmen darüber, wie sich der Anteil des Gebiets ändert.")
    sentences.append("Das ist eine Rechnung mit Annahmen und keine Vorhersage.")
    return ProjectionSection(sentences=tuple(sentences), table=_table_of(projection, district, link.href), page=link)


def _table_of(projection: Projection, district: District, href: str | None) -> TableView:
    """All years and assumptions of one district; ``href`` is where they are explained."""
    return TableView(
        caption=f"{district.name}: Menschen ab 65 Jahren in kommenden Jahren",
        columns=("Jahr", *(one.title for one in SCENARIOS)),
        rows=tuple(
            RowView(
                header=Link(text=str(year), href=href),
                cells=tuple(view_quantity(projection.people[district.code, year, one.id], 0) for one in SCENARIOS),
            )
            for year in projection.years
        ),
        source=_source_line(projection),
    )


def _source_line(projection: Projection) -> str:
    return f"Rechnung von gebietsatlas vom Stand {format_date(projection.base_date)}, jeweils Jahresende."


def profile_projection(atlas: Atlas, files: Files) -> tuple[ProjectionPage, ...]:
    """The page, if there is a projection."""
    projection = atlas.projection
    if projection is None:
        return ()
    page, city = layout.PROJECTION, atlas.geography.city
    paths = tuple(layout.projection_download(suffix, topic=topic) for topic, suffix in layout.PROJECTION_FILES)
    return (
        ProjectionPage(
            path=page,
            meta=PageMeta(
                title="Ältere Menschen in kommenden Jahren",
                description=f"Wie viele Menschen ab 65 Jahren in den Gebieten von {city.name} leben könnten.",
                crumbs=planning_crumbs(page),
            ),
            lead=_lead(atlas, projection),
            notes=(*LIMITS, _describe_minimum(atlas)),
            scenarios=tuple(f"{one.title}: {one.description}" for one in SCENARIOS),
            levels=tuple(_list_districts(atlas, projection, page, level) for level in atlas.geography.levels[1:]),
            tests=tuple(_list_misses(atlas, projection, page, level) for level in atlas.geography.levels[1:]),
            test_notes=tuple(_explain_tests(atlas, projection)),
            parameters=list_parameters(atlas, (PARAMETERS,)),
            downloads=view_downloads(page, paths, files),
            sources=atlas.view_sources(page, projection.resource_ids),
        ),
    )


def _lead(atlas: Atlas, projection: Projection) -> tuple[str, ...]:
    """The number of the city in words, and where it comes from."""
    name = atlas.geography.city.name
    now = projection.base[atlas.geography.city.code].value or 0
    found = [f"{year}: {format_number(total)}" for year, total in projection.totals.items()]
    sentences = [
        f"Ende {projection.base_date.year} leben in {name} {format_number(now)} Menschen ab 65 Jahren.",
        f"Nach der Rechnung sind es in kommenden Jahren ({'; '.join(found)}).",
    ]
    if projection.method is Method.FORECAST:
        sentences.append(f"Die Zahlen der ganzen Stadt stammen aus: {format_list(projection.forecast_titles)}.")
    else:
        sentences.append(
            "Eine Prognose für diese Altersgruppe liegt dem Atlas nicht vor. Er rechnet die Zahl der ganzen Stadt "
            "selbst aus den Altersjahren: Wie viele von 100 Menschen eines Alters sind ein Jahr später noch da oder "
            "dazugekommen? So werden die Menschen von heute Jahr um Jahr älter."
        )
    return tuple(sentences)


def _describe_minimum(atlas: Atlas) -> str:
    minimum = atlas.parameters["projection_min_population"]
    return (
        f"Für Gebiete mit weniger als {format_number(minimum.value)} Einwohnerinnen und Einwohnern steht hier keine "
        "Zahl, weil sie zu unsicher wäre."
    )


def _list_districts(atlas: Atlas, projection: Projection, page: PurePosixPath, level: Level) -> TableView:
    """All districts of a level, the city last."""
    city = atlas.geography.city
    return TableView(
        caption=f"{level.name_plural}: Menschen ab 65 Jahren heute und in kommenden Jahren",
        columns=(
            DISTRICT_COLUMN,
            f"Ende {projection.base_date.year}",
            *(f"{year}, {one.title}" for year in projection.years for one in SCENARIOS),
        ),
        rows=tuple(
            RowView(
                header=atlas.district_link(page, one),
                cells=(
                    view_quantity(projection.base[one.code], 0),
                    *(
                        view_quantity(projection.people[one.code, year, trend.id], 0)
                        for year in projection.years
                        for trend in SCENARIOS
                    ),
                ),
                is_strong=one.code == city.code,
            )
            for one in (*atlas.geography.districts_on(level), city)
        ),
        source=f"In der Reihenfolge der Gebiete, keine Rangfolge. {_source_line(projection)}",
    )


def _list_misses(atlas: Atlas, projection: Projection, page: PurePosixPath, level: Level) -> TableView:
    """How far each district was missed, test by test."""
    titles = {one.id: one.title for one in SCENARIOS}
    return TableView(
        caption=f"{level.name_plural}: Wie weit die Rechnung in früheren Jahren danebenlag",
        columns=(
            DISTRICT_COLUMN,
            *(
                f"{titles[one.scenario_id]}, {one.start_date.year} bis {one.end_date.year}"
                for one in projection.backtests
            ),
        ),
        rows=tuple(
            RowView(
                header=atlas.district_link(page, one),
                cells=tuple(_view_miss(test, one.code) for test in projection.backtests),
            )
            for one in atlas.geography.districts_on(level)
            if any(one.code in test.misses for test in projection.backtests)
        ),
        source="Berechnete minus tatsächliche Zahl in Prozent der tatsächlichen. Kleine und geheime Gebiete fehlen.",
    )


def _view_miss(test: Backtest, code: str) -> Value:
    miss = test.misses.get(code)
    return text_value(format_unit(format_difference(miss.error_pct, 1), "%") if miss else "entfällt")


def _explain_tests(atlas: Atlas, projection: Projection) -> list[str]:
    """The tests in words."""
    titles = {one.id: one.title for one in SCENARIOS}
    notes = [
        "Zur Probe hat der Atlas so getan, als wären nur ältere Daten bekannt, und das Ergebnis mit dem verglichen, "
        "was kam. Die Zahl der ganzen Stadt war dabei bekannt; geprüft ist also nur die Verteilung auf die Gebiete."
    ]
    for test in projection.backtests:
        for level in atlas.geography.levels[1:]:
            own = [test.misses[one.code] for one in atlas.geography.districts_on(level) if one.code in test.misses]
            found = summarize(own)
            if found:
                mean, most = (
                    format_unit(format_number(one, 1), "%") for one in (found.mean_absolute_pct, found.most_pct)
                )
                notes.append(
                    f"{titles[test.scenario_id]}, {test.start_date.year} bis {test.end_date.year}, "
                    f"{level.name_plural} ({found.count}): im Mittel {mean} daneben; vier von fünf Gebieten lagen um "
                    f"höchstens {most} falsch."
                )
    if projection.city_misses and projection.city_test_dates:
        start, end = projection.city_test_dates
        (miss,) = projection.city_misses
        notes.append(
            f"Die Zahl der ganzen Stadt, gerechnet vom Stand {start.year} für {end.year}: "
            f"{format_number(miss.predicted)} statt {format_number(miss.actual)} "
            f"({format_unit(format_difference(miss.error_pct, 1), '%')})."
        )
    return notes
