"""The page about walking distances in the whole city."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_number
from generator.indicators.reachability import MEETING_PLACE, DistrictReach, Reachability, SiteCounts
from generator.model import Level, Quantity
from generator.profiles.atlas import Atlas
from generator.profiles.downloads import view_downloads
from generator.profiles.offering_notes import incompleteness_note
from generator.profiles.parameter_lines import ParameterLine, list_parameters
from generator.profiles.reach_map import view_reach_map
from generator.profiles.reach_scenarios import ScenarioView, view_scenarios
from generator.profiles.reach_section import METHOD_ANCHOR, describe_reach, list_targets
from generator.profiles.reach_spots import explain_spots, list_spots
from generator.profiles.reach_values import has_reach_page, round_metres, spots_in, tell_source, view_span
from generator.profiles.spot_needs import SpotNeeds, list_spot_needs
from generator.profiles.twins import view_plain_twin
from generator.profiles.views import (
    DISTRICT_COLUMN,
    DownloadView,
    Files,
    Link,
    MapView,
    PageMeta,
    RowView,
    SourceView,
    TableView,
    TwinView,
    Value,
    text_value,
    view_quantity,
)

PARAMETERS = ("walk_", "white_spot_")
"""How the names of the parameters begin that this page explains."""
ASSUMPTION = (
    "Wie alt die Menschen in einer Zelle von 100 mal 100 Metern sind, ist nicht bekannt. Der Atlas nimmt an, dass dort "
    "so viele von 100 Menschen 65 oder älter sind wie im Gebiet ringsum. Das ist eine Schätzung."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachPage:
    """Everything on the page about walking distances."""

    path: PurePosixPath
    meta: PageMeta
    twin: TwinView | None
    """The same page in plain German; ``None`` where a city has none."""
    lead: tuple[str, ...]
    notes: tuple[str, ...]
    summary: TableView
    sites: TableView
    map: MapView
    spots: TableView
    spots_notes: tuple[str, ...]
    spot_needs: tuple[SpotNeeds, ...]
    """What is needed where the white spots lie."""
    levels: tuple[TableView, ...]
    scenarios: tuple[ScenarioView, ...]
    index: TableView
    parameters: tuple[ParameterLine, ...]
    downloads: tuple[DownloadView, ...]
    sources: tuple[SourceView, ...]


def profile_reachability(atlas: Atlas, files: Files) -> tuple[ReachPage, ...]:
    """The page, if the city has census cells and a threshold for meeting places."""
    reachability = atlas.reachability
    if reachability is None or not has_reach_page(atlas):
        return ()
    page, city = layout.REACHABILITY, atlas.geography.city
    paths = tuple(layout.reach_download(suffix, topic=topic) for topic, suffix in layout.REACH_FILES)
    return (
        ReachPage(
            path=page,
            meta=PageMeta(
                title="Wege zu Fuß und weiße Flecken",
                description=(
                    f"Wie viele ältere Menschen in {city.name} Begegnungsorte und Haltestellen zu Fuß erreichen, "
                    "und wo weiße Flecken sind."
                ),
                crumbs=(Link(text="Start", href=layout.relative_url(page, layout.START)),),
            ),
            twin=view_plain_twin(atlas, page),
            lead=describe_reach(reachability, city),
            notes=(*_notes(reachability), *incompleteness_note(atlas)),
            summary=list_targets(atlas, reachability, city, f"#{METHOD_ANCHOR}"),
            sites=_list_sites(reachability),
            map=view_reach_map(atlas, reachability, page),
            spots=list_spots(atlas, reachability, page),
            spots_notes=explain_spots(reachability),
            spot_needs=list_spot_needs(atlas, page, reachability.white_spots),
            levels=tuple(_list_districts(atlas, reachability, page, level) for level in atlas.geography.levels[1:]),
            scenarios=tuple(view_scenarios(atlas, reachability, page)),
            index=_list_index(atlas, reachability, page),
            parameters=list_parameters(atlas, PARAMETERS),
            downloads=view_downloads(page, paths, files),
            sources=atlas.view_sources(page, (*reachability.resource_ids, "planning/site_scenarios")),
        ),
    )


def _notes(reachability: Reachability) -> tuple[str, ...]:
    """What readers must know before they take a number along."""
    counts = reachability.counts[MEETING_PLACE]
    vague = counts.total - counts.exact
    notes = [
        f"Von {counts.total} Begegnungsorten, die zählen, ist bei {vague} nur die Straße, das Gebiet oder gar kein Ort "
        "bekannt. Deshalb stehen hier oft Spannen: Die kleinere Zahl gilt, wenn alle ungünstig liegen, die größere, "
        "wenn alle günstig liegen.",
        ASSUMPTION,
    ]
    if reachability.uncounted_cells:
        notes.append(
            f"Für {format_number(reachability.uncounted_cells)} Zellen ist nicht bekannt, wie viele Menschen dort "
            "leben. Sie fehlen in der Rechnung."
        )
    if reachability.unassigned_population:
        notes.append(
            f"{format_number(reachability.unassigned_population)} Menschen leben in Zellen, die zu keinem Gebiet "
            "gehören. Sie zählen nur in der ganzen Stadt mit."
        )
    return tuple(notes)


def _list_sites(reachability: Reachability) -> TableView:
    """How exactly the places are known, by target."""
    return TableView(
        caption="Worauf die Wege beruhen: erfasste Orte und wie genau ihre Lage bekannt ist",
        columns=("Wohin", "genaue Lage", "ungefähre Lage", "nur Gebiet bekannt", "Ort unbekannt", "nicht gezählt"),
        rows=tuple(
            RowView(
                header=Link(text=target.title_plural),
                cells=tuple(view_quantity(Quantity(one), 0) for one in _spell_counts(reachability.counts[target.id])),
            )
            for target in reachability.targets
        ),
        source="Nicht gezählt: geöffnet, aber zu lange nicht bestätigt oder ohne Datum des Belegs.",
    )


def _spell_counts(counts: SiteCounts) -> tuple[int, ...]:
    return (counts.exact, counts.approximate, counts.district_only, counts.nowhere, counts.left_out)


def _list_districts(atlas: Atlas, reachability: Reachability, page: PurePosixPath, level: Level) -> TableView:
    """Meeting places in reach, for all districts of a level."""
    fast, slow = reachability.profiles
    city = atlas.geography.city
    rows = [
        RowView(
            header=atlas.district_link(page, one),
            cells=_cells_of(reachability, reachability.reach[MEETING_PLACE, one.code], is_city=one.code == city.code),
            is_strong=one.code == city.code,
        )
        for one in (*atlas.geography.districts_on(level), city)
    ]
    return TableView(
        caption=f"{level.name_plural}: Menschen ab 65 mit Begegnungsort in Reichweite",
        columns=(
            DISTRICT_COLUMN,
            fast.title,
            slow.title,
            f"{fast.title}, mit lange nicht bestätigten Orten",
            "gut zu Fuß, günstigstenfalls, nur in einem anderen Gebiet",
            "mittlerer Weg",
            "weiße Flecken",
        ),
        rows=tuple(
            RowView(
                header=row.header,
                cells=(*row.cells, view_quantity(Quantity(len(spots_in(atlas, reachability, one))), 0)),
                is_strong=row.is_strong,
            )
            for row, one in zip(rows, (*atlas.geography.districts_on(level), city), strict=True)
        ),
        source=tell_source(atlas, reachability),
    )


def _cells_of(reachability: Reachability, reach: DistrictReach, *, is_city: bool) -> tuple[Value, ...]:
    """A district's line."""
    fast, slow = reachability.profiles
    across = text_value("entfällt") if is_city else view_quantity(reach.across_border_pct[fast.id], 0, "%")
    return (
        view_span(reach.shares_pct[fast.id], "%"),
        view_span(reach.shares_pct[slow.id], "%"),
        view_span(reach.shares_open_pct[fast.id], "%"),
        across,
        view_span(round_metres(reach.median_m), "m"),
    )


def _list_index(atlas: Atlas, reachability: Reachability, page: PurePosixPath) -> TableView:
    """Meeting places per person in reach relative to the city, for the levels below it."""
    districts = [one for level in atlas.geography.levels[1:2] for one in atlas.geography.districts_on(level)]
    city = atlas.geography.city
    return TableView(
        caption=f"Begegnungsorte je Mensch ab 65 in Reichweite, {city.name} = 100",
        columns=("Gebiet", f"{city.name} = 100"),
        rows=tuple(
            RowView(
                header=atlas.district_link(page, one),
                cells=(view_quantity(reachability.supply_index[one.code], 0),),
                is_strong=one.code == city.code,
            )
            for one in (*districts, city)
        ),
        source=tell_source(atlas, reachability),
    )
