"""Downloads of datasets, and what comes before all other downloads."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.geography import BOUNDARIES_ID
from generator.model import OutputFile
from generator.profiles.atlas import Atlas
from generator.render import downloads
from generator.render.downloads import Edition, PreparedResource
from generator.render.files.terms import gather_terms


def prepare_downloads(atlas: Atlas) -> tuple[Edition, tuple[PreparedResource, ...]]:
    """What every file says about the state of the data, and every dataset with its released file.

    These files come first: the report on a dataset names their checksum, and every archive holds such reports.
    """
    settings = atlas.settings
    edition = Edition(
        date=atlas.edition,
        publisher=settings.publisher,
        site_name=settings.site_name,
        site_url=settings.site_url or None,
    )
    prepared = tuple(
        downloads.prepare_resource(resource, edition) for package in atlas.packages for resource in package.resources
    )
    reports = {
        one.resource.id: downloads.spell_report(atlas.reports[one.resource.id], one.released) for one in prepared
    }
    return replace(edition, reports=reports), prepared


def spell_boundaries(atlas: Atlas) -> downloads.Boundaries:
    """Outlines of all districts, spelled once."""
    return downloads.prepare_boundaries(atlas.geography.outlines.values(), gather_terms(atlas, [BOUNDARIES_ID]))


def render_resource_files(
    atlas: Atlas, edition: Edition, boundaries: downloads.Boundaries, prepared: Iterable[PreparedResource]
) -> Iterator[OutputFile]:
    """Downloads of these datasets."""
    packages = {package.name: package for package in atlas.packages}
    for one in prepared:
        package = packages[one.resource.package]
        yield from downloads.render_resource_downloads(package, one, edition, boundaries=boundaries)
