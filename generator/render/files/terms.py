"""What every file says about its origin: licences, sources, datasets, version."""

from collections.abc import Iterable
from dataclasses import replace

from generator.geography import CROSSWALK_ID, DISTRICTS_ID, LEVELS_ID
from generator.model import Resource
from generator.profiles.atlas import Atlas
from generator.render.downloads import Terms

GEOGRAPHY_IDS = (DISTRICTS_ID, LEVELS_ID, CROSSWALK_ID)
"""Which districts there are, and how sums over them are made."""


def find_version(atlas: Atlas) -> str:
    """Version of the newest package."""
    return max(package.version for package in atlas.packages)


def gather_terms(atlas: Atlas, ids: Iterable[str]) -> Terms:
    """Licences, sources and caveats of those of the datasets that the city has, each once."""
    resources = find_resources(atlas, ids)
    return Terms(
        licenses=tuple(dict.fromkeys(one for resource in resources for one in resource.licenses)),
        sources=tuple(dict.fromkeys(one for resource in resources for one in resource.sources)),
        temporal="; ".join(dict.fromkeys(resource.temporal for resource in resources)),
        caveats=tuple(dict.fromkeys(one for resource in resources for one in resource.caveats)),
        datasets=tuple(resource.id for resource in resources),
    )


def add_datasets(atlas: Atlas, terms: Terms, ids: Iterable[str]) -> Terms:
    """Terms that also name the datasets which only give names and order to what is shown."""
    named = (resource.id for resource in find_resources(atlas, ids))
    return replace(terms, datasets=tuple(dict.fromkeys((*terms.datasets, *named))))


def find_resources(atlas: Atlas, ids: Iterable[str]) -> tuple[Resource, ...]:
    """Those of the datasets that the city has."""
    known = {resource.id: resource for package in atlas.packages for resource in package.resources}
    return tuple(known[one] for one in dict.fromkeys(ids) if one in known)
