"""The list of the districts of a level."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_list
from generator.model import Level
from generator.profiles.atlas import Atlas
from generator.profiles.districts import list_sources
from generator.profiles.overview import LegendView, PanelsView, profile_legend, profile_overview, profile_panels
from generator.profiles.tables import list_districts
from generator.profiles.views import AreaMapView, Link, PageMeta, SourceView, TableView

LIST_ANCHOR = "liste"
"""Element id of the table on the page of a level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelPage:
    """The list of the districts of a level."""

    path: PurePosixPath
    meta: PageMeta
    level: Level
    lead: str
    status_note: str
    drawing: AreaMapView
    legend: LegendView | None
    panels: PanelsView | None
    """The same years for every district; ``None`` where they are not known."""
    districts: TableView
    sources: tuple[SourceView, ...]


def profile_levels(atlas: Atlas) -> tuple[LevelPage, ...]:
    """A list for every level below the city."""
    return tuple(_profile_level(atlas, level) for level in atlas.geography.levels[1:])


def _profile_level(atlas: Atlas, level: Level) -> LevelPage:
    """The list of a level."""
    page = layout.level_page(level)
    districts = atlas.geography.districts_on(level)
    city = atlas.geography.city
    names = format_list([one.name for one in districts[:3]])
    drawing = profile_overview(atlas, page, level, LIST_ANCHOR)
    return LevelPage(
        path=page,
        meta=PageMeta(
            title=level.name_plural,
            description=f"Alle {len(districts)} {level.name_plural} von {city.name}, darunter {names}.",
            crumbs=(Link(text="Start", href=layout.relative_url(page, layout.START)),),
        ),
        level=level,
        lead=f"{city.name} hat {len(districts)} {level.name_plural}. Karte und Liste führen zu ihren Seiten.",
        status_note=level.status_note,
        drawing=drawing,
        legend=profile_legend(atlas, drawing),
        panels=profile_panels(atlas, page, level),
        districts=list_districts(atlas, page, districts, f"{level.name_plural} in {city.name}", city),
        sources=list_sources(atlas, page),
    )
