"""Guidelines against districts: what there is, what is needed, what is being done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import NBSP
from generator.indicators.population import AGED_65_PLUS
from generator.model import Level
from generator.planning.needs.coverage import CoverageCell
from generator.profiles.atlas import Atlas
from generator.profiles.downloads import view_downloads
from generator.profiles.needs import PLANNING_IDS
from generator.profiles.needs_links import numbered_link
from generator.profiles.offering_notes import incompleteness_note
from generator.profiles.views import (
    DownloadView,
    Files,
    Link,
    PageMeta,
    SourceView,
    Value,
    planning_crumbs,
    view_quantity,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageView:
    """A guideline in a district."""

    supply: Value
    needs: str
    measures: str
    href: str
    """Where the needs and measures of the district stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """All guidelines in a district."""

    district: Link
    cells: tuple[CoverageView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageTable:
    """Guidelines against the districts of a level."""

    title: str
    anchor: str
    caption: str
    columns: tuple[Link, ...]
    rows: tuple[CoverageRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveragePage:
    """Guidelines against districts on every level."""

    path: PurePosixPath
    meta: PageMeta
    lead: str
    notes: tuple[str, ...]
    tables: tuple[CoverageTable, ...]
    needs: Link | None
    """The page of the rules, where the city has any."""
    downloads: tuple[DownloadView, ...]
    sources: tuple[SourceView, ...]


def profile_coverage(atlas: Atlas, files: Files) -> tuple[CoveragePage, ...]:
    """Guidelines against districts, if the city has guidelines."""
    page, guidelines = layout.COVERAGE, atlas.catalog.guidelines
    if not guidelines:
        return ()
    cells: dict[str, list[CoverageView]] = {code: [] for code in atlas.geography.districts}
    for cell in atlas.needs.coverage:
        cells[cell.district_code].append(_view_cell(atlas, page, cell))
    overview = Link(text="Handlungsbedarfe nach Regeln", href=layout.relative_url(page, layout.NEEDS))
    return (
        CoveragePage(
            path=page,
            meta=PageMeta(
                title="Leitlinien und Gebiete",
                description="Was es in welchem Gebiet zu welcher Leitlinie gibt, was gebraucht wird und was läuft.",
                crumbs=planning_crumbs(page),
            ),
            lead=(
                f"{len(guidelines)} Leitlinien für jedes Gebiet: erfasste Angebote je 1.000 Menschen ab 65, benannte "
                "und berechnete Bedarfe, laufende Maßnahmen. Jede Zelle führt zum Gebiet."
            ),
            notes=(
                *incompleteness_note(atlas),
                "Maßnahmen für die ganze Stadt zählen in jedem Gebiet mit, Bedarfe der ganzen Stadt nur bei ihr "
                "selbst. „Unbekannt“ zählt Regeln, für deren Antwort hier eine Angabe fehlt.",
            ),
            tables=tuple(_view_coverage(atlas, page, level, cells) for level in atlas.geography.levels),
            needs=overview if atlas.needs.book else None,
            downloads=view_downloads(page, (layout.needs_download("csv", topic="leitlinien"),), files),
            sources=atlas.view_sources(
                page,
                ("offerings/services", "offerings/service_type_guidelines", AGED_65_PLUS.resource_id, *PLANNING_IDS),
            ),
        ),
    )


def _view_coverage(
    atlas: Atlas, page: PurePosixPath, level: Level, cells: Mapping[str, Sequence[CoverageView]]
) -> CoverageTable:
    """Guidelines against the districts of a level."""
    return CoverageTable(
        title=level.name_plural,
        anchor=f"ebene-{level.slug}",
        caption=f"{level.name_plural}: Angebote, Bedarfe und laufende Maßnahmen je Leitlinie",
        columns=tuple(
            Link(text=f"{one.id}: {one.title}", href=layout.relative_url(page, layout.guideline_page(one.id)))
            for one in atlas.catalog.guidelines
        ),
        rows=tuple(
            CoverageRow(district=numbered_link(atlas, page, one), cells=tuple(cells[one.code]))
            for one in atlas.geography.districts_on(level)
        ),
    )


def _view_cell(atlas: Atlas, page: PurePosixPath, cell: CoverageCell) -> CoverageView:
    """One guideline in one district."""
    district = atlas.geography.districts[cell.district_code]
    target = layout.district_page(district, atlas.geography.level_of(district))
    counts = [f"{len(cell.named)}{NBSP}benannt", f"{len(cell.computed)}{NBSP}berechnet"]
    if cell.unknown:
        counts.append(f"{len(cell.unknown)}{NBSP}unbekannt")
    supply = Value(text="k. A.", meaning="Menschen ab 65 sind nach Gebieten nicht bekannt")
    if cell.supply is not None:
        supply = view_quantity(cell.supply, 2, "je 1.000")
    return CoverageView(
        supply=supply,
        needs=", ".join(counts),
        measures=f"{len(cell.running)}{NBSP}{'Maßnahme' if len(cell.running) == 1 else 'Maßnahmen'}",
        href=layout.relative_url(page, target, anchor="bedarfe-und-massnahmen"),
    )
