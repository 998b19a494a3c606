"""Downloads of districts and indicators, and the list of what providers have to confirm."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.formatting import format_date
from generator.geography import DISTRICTS_ID
from generator.model import District, Offering, OutputFile, Source
from generator.offerings import SERVICES_ID
from generator.profiles.atlas import Atlas
from generator.profiles.offering_views import offerings_of
from generator.render import downloads
from generator.render.downloads import Edition, ObservationRow, OfferingRow, SpelledOffering, Terms
from generator.render.files.terms import GEOGRAPHY_IDS, add_datasets, find_version, gather_terms

POSITIONS_ID = "offerings/location_positions"
NAMING_IDS = ("offerings/organizations", "offerings/schedules", "offerings/service_types", "offerings/tiers")
"""What offerings refer to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictParts:
    """What the files of all districts have in common."""

    version: str
    boundaries: downloads.Boundaries
    offerings: Mapping[str, SpelledOffering]
    """By their ids."""
    observation_terms: Terms
    offering_terms: Terms


def prepare_districts(atlas: Atlas, boundaries: downloads.Boundaries) -> DistrictParts:
    """Everything that would be the same again for every district."""
    results = atlas.results
    newest = format_date(max(found[-1].reference_date for found in results.series.values() if found))
    terms = gather_terms(atlas, [one for found in results.indicators for one in found.resource_ids])
    terms = replace(terms, temporal=f"je Zeile genannt, die neuesten {newest}")
    return DistrictParts(
        version=find_version(atlas),
        boundaries=boundaries,
        offerings=downloads.spell_offerings(_offering_row(atlas, one) for one in atlas.catalog.offerings),
        observation_terms=add_datasets(atlas, terms, GEOGRAPHY_IDS),
        offering_terms=_offering_terms(atlas, [SERVICES_ID, "offerings/locations", POSITIONS_ID]),
    )


def render_district_files(
    atlas: Atlas, edition: Edition, parts: DistrictParts, districts: Sequence[District]
) -> Iterator[OutputFile]:
    """Downloads of these districts."""
    ids = tuple(one.id for one in atlas.results.indicators)
    for district in districts:
        content = downloads.DistrictContent(
            level=atlas.geography.level_of(district),
            district=district,
            version=parts.version,
            observations=_observation_rows(atlas, [district.code], ids),
            observation_terms=parts.observation_terms,
            offerings=tuple(parts.offerings[one.id] for one in offerings_of(atlas, district)),
            offering_terms=parts.offering_terms,
            boundaries=parts.boundaries,
        )
        yield from downloads.render_district_downloads(content, edition)


def render_indicator_files(atlas: Atlas, edition: Edition, boundaries: downloads.Boundaries) -> Iterator[OutputFile]:
    """Downloads of every indicator."""
    version = find_version(atlas)
    codes = tuple(atlas.geography.districts)
    for indicator in atlas.results.indicators:
        content = downloads.IndicatorContent(
            indicator=indicator,
            version=version,
            observations=_observation_rows(atlas, codes, [indicator.id]),
            terms=add_datasets(atlas, gather_terms(atlas, indicator.resource_ids), GEOGRAPHY_IDS),
            boundaries=boundaries,
        )
        yield from downloads.render_indicator_downloads(content, edition)


def _observation_rows(atlas: Atlas, codes: Sequence[str], indicator_ids: Iterable[str]) -> tuple[ObservationRow, ...]:
    """All numbers of some indicators and districts."""
    sources = {one.id: _name_sources(atlas, one.resource_ids) for one in map(atlas.results.indicator, indicator_ids)}
    return tuple(
        ObservationRow(
            observation=observation,
            indicator=atlas.results.indicator(id_),
            district=atlas.geography.districts[code],
            source=source,
        )
        for id_, source in sources.items()
        for code in codes
        for observation in atlas.results.series[id_, code]
    )


def _name_sources(atlas: Atlas, resource_ids: Sequence[str]) -> str:
    """Datasets in words."""
    sources: list[Source] = [source for one in resource_ids for source in atlas.resource(one).sources]
    return "; ".join(dict.fromkeys(source.title for source in sources))


def render_confirmation_files(atlas: Atlas, edition: Edition) -> tuple[OutputFile, ...]:
    """The list of what providers have to confirm, if the city has offerings."""
    if not atlas.catalog.offerings:
        return ()
    content = downloads.ConfirmationContent(
        offerings=tuple(_offering_row(atlas, one) for one in atlas.catalog.offerings),
        stale_after_months=atlas.catalog.stale_after_months,
        version=find_version(atlas),
        terms=_offering_terms(atlas, [SERVICES_ID, "offerings/locations"]),
    )
    return downloads.render_confirmation_downloads(content, edition)


def _offering_terms(atlas: Atlas, ids: Sequence[str]) -> Terms:
    """Terms of the datasets behind a list of offerings."""
    terms = replace(gather_terms(atlas, ids), temporal=f"Stand {format_date(atlas.edition)}, Belege je Zeile")
    return add_datasets(atlas, terms, (*NAMING_IDS, DISTRICTS_ID))


def _offering_row(atlas: Atlas, offering: Offering) -> OfferingRow:
    """An offering with the names it refers to."""
    district = atlas.geography.districts.get(offering.district_code or "")
    return OfferingRow(
        offering=offering,
        service_type=atlas.catalog.service_type(offering.service_type_id),
        tier=next((one for one in atlas.catalog.tiers if one.id == offering.tier_id), None),
        district_name=district.name if district else None,
    )
