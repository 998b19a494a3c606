"""Everything the pages are made from, worked out once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath

from generator import layout
from generator.disclosure import Findings, Release
from generator.errors import DataError
from generator.finding.streets import Street, read_streets
from generator.finding.thesaurus import Thesaurus, read_thesaurus
from generator.formatting import sort_key
from generator.geography import Geography, compute_geography
from generator.indicators import define_indicators
from generator.indicators.age_structure import AgeStructure, compute_age_structures
from generator.indicators.compute import IndicatorResults, Inputs, collect_inputs, compute_indicators
from generator.indicators.definition import BASE_YEAR, Change, Indicator
from generator.indicators.population import ALL_AGES
from generator.indicators.projection import Projection, compute_projection
from generator.indicators.reachability import NearStop, Reachability, compute_reachability, find_near_stops
from generator.model import AcceptedIssue, District, Issue, License, Observation, Package, Resource
from generator.offerings import OfferingCatalog, read_offerings
from generator.packages import find_resource
from generator.parameters import Parameters, parameter_value, read_parameters
from generator.planning.allocation import Allocation, compute_allocation, read_key
from generator.planning.needs.compute import Needs, compute_needs
from generator.planning.notable import Comparison, compare_districts
from generator.planning.participation import Participation, compute_participation
from generator.planning.records import PlanningRecords, read_planning
from generator.planning.tiers import Tiers, compute_tiers
from generator.processes import run_beside
from generator.profiles.map_classes import ClassRange, read_classes
from generator.profiles.views import DatasetNote, Link, SourceView, Value, safe_url, view_quantity
from generator.quality import ValidationReport, compute_reports
from generator.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Atlas:
    """A city, evaluated."""

    settings: Settings
    packages: tuple[Package, ...]
    issues: tuple[Issue, ...]
    """Warnings and notes; errors have stopped the build before."""
    accepted: tuple[AcceptedIssue, ...]
    """Findings that were accepted as data, with a reason."""
    geography: Geography
    parameters: Parameters
    catalog: OfferingCatalog
    planning: PlanningRecords
    participation: Participation
    """What older people have said."""
    allocation: Allocation | None
    """How a budget is shared among districts; ``None`` where a city does not share one out."""
    needs: Needs
    """What the rules of the city say, and how it fits to the records."""
    results: IndicatorResults
    ages: Mapping[str, AgeStructure]
    """By district code; empty where ages are not known by district."""
    classes: Mapping[str, tuple[ClassRange, ...]]
    """By class set."""
    reports: Mapping[str, ValidationReport]
    """What was checked, by dataset."""
    reachability: Reachability | None
    """Walking distances; ``None`` where a city has no census cells or has set no threshold."""
    near_stops: Mapping[str, NearStop]
    """The nearest stop by offering, where the position of the offering is known well enough."""
    projection: Projection | None
    """Older people in years to come; ``None`` where a city has no data for it or has set no minimum size."""
    tiers: Tiers
    """The graded system; without reports where a city has no tiers."""
    comparisons: Mapping[str, Comparison]
    """What is unusual, by code of every district below the city; empty where a city has set no limits for it."""
    streets: tuple[Street, ...]
    """Empty where a city has no list of them."""
    thesaurus: Thesaurus
    """Other words for what pages say, for the search."""

    @cached_property
    def edition(self) -> date:
        """Date of the newest package: the edition of the site."""
        return max(package.created for package in self.packages)

    def resource(self, resource_id: str) -> Resource:
        """A dataset that is known to exist."""
        return self._resources[resource_id]

    @cached_property
    def offering_ranks(self) -> Mapping[str, int]:
        """Places in the order of every list and map, by offering: meeting places first, then by kind, then by name."""
        kinds = {one.id: (not one.is_meeting_place, rank) for rank, one in enumerate(self.catalog.service_types)}
        ordered = sorted(
            self.catalog.offerings, key=lambda one: (kinds[one.service_type_id], sort_key(one.name), one.id)
        )
        return {one.id: rank for rank, one in enumerate(ordered)}

    @cached_property
    def _resources(self) -> Mapping[str, Resource]:
        """All datasets by id: every page tells its sources."""
        return {resource.id: resource for package in self.packages for resource in package.resources}

    def district_link(self, page: PurePosixPath, district: District) -> Link:
        """Link from a page to a district's page."""
        target = layout.district_page(district, self.geography.level_of(district))
        return Link(text=district.name, href=layout.relative_url(page, target))

    def indicator_href(self, page: PurePosixPath, indicator: Indicator, code: str = "") -> str:
        """Link from a page to where a number is explained."""
        anchor = f"gebiet-{code.lower()}" if code else ""
        return layout.relative_url(page, layout.indicator_page(indicator.slug), anchor=anchor)

    def view(self, page: PurePosixPath, observation: Observation) -> Value:
        """A number with its unit, linked to its explanation."""
        indicator = self.results.indicator(observation.indicator_id)
        return view_quantity(
            observation,
            indicator.decimals,
            indicator.unit,
            signed=is_signed(indicator),
            href=self.indicator_href(page, indicator, observation.district_code),
        )

    def view_sources(self, page: PurePosixPath, resource_ids: Iterable[str]) -> tuple[SourceView, ...]:
        """What has to be said wherever datasets are used; those of one source and licence together."""
        groups: dict[tuple[str, License], list[DatasetNote]] = {}
        for resource in (self._resources[one] for one in dict.fromkeys(resource_ids) if one in self._resources):
            source = "; ".join(source.title for source in resource.sources)
            groups.setdefault((source, resource.licenses[0]), []).append(
                DatasetNote(
                    dataset=Link(
                        text=resource.title,
                        href=layout.relative_url(page, layout.resource_page(resource.package, resource.name)),
                    ),
                    temporal=resource.temporal,
                    caveats=resource.caveats,
                )
            )
        return tuple(
            SourceView(
                source=source,
                license=Link(text=terms.title, href=safe_url(terms.path)),
                attribution=terms.attribution or "",
                datasets=tuple(notes),
            )
            for (source, terms), notes in groups.items()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numbers:
    """What no way on foot goes into."""

    results: IndicatorResults
    allocation: Allocation | None
    ages: Mapping[str, AgeStructure]
    near_stops: Mapping[str, NearStop]
    projection: Projection | None


def compute_atlas(settings: Settings, release: Release, findings: Findings) -> Atlas:
    """Evaluate what may be published of loaded and checked packages."""
    packages = release.packages
    parameters = read_parameters(packages)
    geography = compute_geography(packages, parameters)
    catalog = read_offerings(packages, parameters)
    base_year = int(parameter_value(parameters, BASE_YEAR))
    inputs = collect_inputs(packages, geography, catalog, parameters)
    planning = read_planning(packages)

    def compute_numbers() -> _Numbers:
        return _Numbers(
            results=compute_indicators(define_indicators(catalog, base_year), inputs),
            allocation=_share_budget(settings, packages, inputs),
            ages=compute_age_structures(inputs, find_resource(packages, ALL_AGES.resource_id)),
            near_stops=find_near_stops(packages, geography, catalog.offerings, parameters),
            projection=compute_projection(packages, inputs),
        )

    # The longest piece of work; only the rules and the graded system ask for it.
    reachability, numbers = run_beside(lambda: compute_reachability(packages, inputs), compute_numbers)
    return Atlas(
        settings=settings,
        packages=packages,
        issues=findings.issues,
        accepted=findings.accepted,
        geography=geography,
        parameters=parameters,
        catalog=catalog,
        planning=planning,
        participation=compute_participation(packages, parameters, geography.districts),
        needs=compute_needs(settings.project, packages, inputs, numbers.results, planning, reachability),
        allocation=numbers.allocation,
        results=numbers.results,
        ages=numbers.ages,
        classes=read_classes(packages),
        reports=compute_reports(packages, findings.issues, findings.accepted, release.secrets),
        reachability=reachability,
        near_stops=numbers.near_stops,
        projection=numbers.projection,
        tiers=compute_tiers(packages, inputs, reachability, numbers.projection),
        comparisons=compare_districts(numbers.results, geography, parameters, reachability),
        streets=read_streets(packages),
        thesaurus=read_thesaurus(packages),
    )


def _share_budget(settings: Settings, packages: tuple[Package, ...], inputs: Inputs) -> Allocation | None:
    """The amounts that the city's key leads to, from released counts."""
    key, issues = read_key(settings.project, packages)
    if issues:
        raise DataError(str(issues[0]))
    return compute_allocation(key, inputs) if key else None


def is_signed(indicator: Indicator) -> bool:
    """Tell whether a plus belongs before positive values: changes, not amounts."""
    return isinstance(indicator.formula, Change)
