"""Downloads about walking distances, years to come and the graded system."""

from collections.abc import Iterator

from generator.indicators.reachability import SCENARIOS_ID
from generator.model import OutputFile
from generator.planning.tiers import SOURCES as TIER_SOURCES
from generator.profiles.atlas import Atlas
from generator.render import downloads
from generator.render.downloads import Edition
from generator.render.files.terms import GEOGRAPHY_IDS, add_datasets, find_version, gather_terms


def render_reach_files(atlas: Atlas, edition: Edition) -> tuple[OutputFile, ...]:
    """Downloads about walking distances, if the city has census cells."""
    reachability = atlas.reachability
    if reachability is None or not reachability.cell_classes:
        return ()
    terms = add_datasets(atlas, gather_terms(atlas, reachability.resource_ids), GEOGRAPHY_IDS)
    scenario_terms = gather_terms(atlas, (SCENARIOS_ID, *reachability.resource_ids))
    content = downloads.ReachContent(
        reachability=reachability,
        districts=atlas.geography.districts,
        version=find_version(atlas),
        terms=terms,
        scenario_terms=add_datasets(atlas, scenario_terms, GEOGRAPHY_IDS),
    )
    return downloads.render_reach_downloads(content, edition)


def render_outlook_files(atlas: Atlas, edition: Edition) -> Iterator[OutputFile]:
    """Downloads about years to come and about the graded system, as far as the city has them."""
    districts, ways = atlas.geography.districts, atlas.reachability.resource_ids if atlas.reachability else ()
    ahead = atlas.projection.resource_ids if atlas.projection else ()
    if atlas.projection:
        terms = add_datasets(atlas, gather_terms(atlas, ahead), GEOGRAPHY_IDS)
        yield from downloads.render_projection_downloads(
            downloads.ProjectionContent(
                projection=atlas.projection, districts=districts, version=find_version(atlas), terms=terms
            ),
            edition,
        )
    if atlas.tiers.reports:
        terms = gather_terms(atlas, (*TIER_SOURCES, *ways, *ahead))
        yield from downloads.render_tiers_downloads(
            downloads.TiersContent(
                tiers=atlas.tiers,
                profiles=atlas.reachability.profiles if atlas.reachability else (),
                districts=districts,
                version=find_version(atlas),
                terms=add_datasets(atlas, terms, GEOGRAPHY_IDS),
            ),
            edition,
        )
