"""The pages that list offerings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_number
from generator.indicators.reachability import STOPS_ID
from generator.model import Offering, ServiceType
from generator.offerings import CLOSED_STATUS, SERVICES_ID
from generator.profiles.atlas import Atlas
from generator.profiles.downloads import view_downloads
from generator.profiles.filters import FilterForm
from generator.profiles.offering_filter import filter_keys, filter_offerings
from generator.profiles.offering_notes import MAX_LISTED, describe_excess, list_notes
from generator.profiles.offering_views import (
    OfferingView,
    number_offerings,
    sort_offerings,
    unknown_district,
    view_offering,
)
from generator.profiles.planning import MeasureView, NeedView, view_measure, view_need
from generator.profiles.twins import view_plain_twin
from generator.profiles.views import DownloadView, Files, Link, PageMeta, SourceView, TwinView


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingGroup:
    """Offerings of one kind or in one district."""

    title: Link
    description: str
    offerings: tuple[OfferingView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingsPage:
    """A list of offerings: all kinds, one kind or one guideline."""

    path: PurePosixPath
    meta: PageMeta
    twin: TwinView | None = None
    """The overview in plain German; ``None`` for the other lists."""
    lead: str
    description: str
    notes: tuple[str, ...]
    lists_title: str
    lists: tuple[Link, ...]
    """Neighbouring lists, such as the other kinds."""
    filter: FilterForm | None = None
    """Only where all offerings are listed."""
    groups: tuple[OfferingGroup, ...]
    needs: tuple[NeedView, ...] = ()
    measures: tuple[MeasureView, ...] = ()
    confirmations: str = ""
    """What the list for providers is; empty but on the overview."""
    downloads: tuple[DownloadView, ...] = ()
    sources: tuple[SourceView, ...]


def profile_offerings(atlas: Atlas, files: Files) -> tuple[OfferingsPage, ...]:
    """The overview, one page per kind, the overview of guidelines and one page per guideline."""
    if not atlas.catalog.offerings:
        return ()
    types = tuple(one for one in atlas.catalog.service_types if _of_type(atlas, one))
    return (
        _profile_overview(atlas, types, files),
        *(_profile_type(atlas, one, types) for one in types),
        *((_profile_guidelines(atlas),) if atlas.catalog.guidelines else ()),
        *(_profile_guideline(atlas, one.id) for one in atlas.catalog.guidelines),
    )


def _of_type(atlas: Atlas, service_type: ServiceType) -> tuple[Offering, ...]:
    """Offerings of a kind, in list order."""
    return sort_offerings(atlas, [one for one in atlas.catalog.offerings if one.service_type_id == service_type.id])


def _group(
    atlas: Atlas, page: PurePosixPath, title: Link, description: str, numbered: Sequence[tuple[int, Offering]]
) -> OfferingGroup:
    """A heading with its offerings."""
    return OfferingGroup(
        title=title,
        description=description,
        offerings=tuple(view_offering(atlas, page, number, offering) for number, offering in numbered),
    )


def _add_keys(atlas: Atlas, group: OfferingGroup, offerings: Sequence[Offering]) -> OfferingGroup:
    """The same group with what a form compares its choices with."""
    pairs = zip(group.offerings, offerings, strict=True)
    return replace(group, offerings=tuple(replace(view, filter_keys=filter_keys(atlas, one)) for view, one in pairs))


def _count_group(title: Link, count: int) -> OfferingGroup:
    """A heading with the number of its offerings, on a page that has too many to list them."""
    return OfferingGroup(title=title, description=f"{format_number(count)} erfasst.", offerings=())


def _sources(atlas: Atlas, page: PurePosixPath) -> tuple[SourceView, ...]:
    """What a list of offerings rests on."""
    return atlas.view_sources(page, (SERVICES_ID, "offerings/locations", "offerings/location_positions", STOPS_ID))


def _type_links(page: PurePosixPath, types: Sequence[ServiceType]) -> tuple[Link, ...]:
    """Links to the lists of all kinds."""
    return tuple(
        Link(text=one.title_plural, href=layout.relative_url(page, layout.service_type_page(one))) for one in types
    )


def _profile_overview(atlas: Atlas, types: Sequence[ServiceType], files: Files) -> OfferingsPage:
    """All offerings by kind: names only, the lists tell the rest."""
    page = layout.OFFERINGS
    count = len(atlas.catalog.offerings)
    excess = describe_excess(atlas, count)
    groups = []
    for one in types:
        title = Link(text=one.title_plural, href=layout.relative_url(page, layout.service_type_page(one)))
        found = _of_type(atlas, one)
        groups.append(
            _count_group(title, len(found))
            if excess
            else _add_keys(atlas, _group(atlas, page, title, one.description, number_offerings(found)), found)
        )
    return OfferingsPage(
        path=page,
        meta=PageMeta(
            title="Angebote und Einrichtungen",
            description=f"{count} erfasste Angebote und Einrichtungen für ältere Menschen, nach Art geordnet.",
            crumbs=(_start(page),),
        ),
        twin=view_plain_twin(atlas, page),
        lead=f"{count} Angebote und Einrichtungen sind erfasst. Wählen Sie eine Art oder ein Gebiet.",
        description=excess,
        notes=list_notes(atlas, atlas.catalog.offerings),
        lists_title="",
        lists=(),
        filter=None if excess else filter_offerings(atlas, page, types),
        groups=tuple(groups),
        confirmations=_describe_confirmations(atlas),
        downloads=view_downloads(page, map(layout.confirmation_download, ("csv", "xlsx", "zip")), files),
        sources=_sources(atlas, page),
    )


def _describe_confirmations(atlas: Atlas) -> str:
    """What the list for providers is good for, and how much there is to do."""
    wanted = [one for one in atlas.catalog.offerings if one.status != CLOSED_STATUS]
    stale = sum(one.is_stale for one in wanted)
    return (
        f"{stale} von {len(wanted)} Angeboten sind seit mehr als {atlas.catalog.stale_after_months} Monaten nicht "
        "bestätigt oder ohne Datum des Belegs. Die Liste für Träger und Verwaltung nennt sie zuerst und sagt bei jedem "
        "Angebot, welche Angaben fehlen."
    )


def _profile_type(atlas: Atlas, service_type: ServiceType, types: Sequence[ServiceType]) -> OfferingsPage:
    """All offerings of a kind by district."""
    page = layout.service_type_page(service_type)
    offerings = _of_type(atlas, service_type)
    numbered = number_offerings(_by_district(atlas, offerings))
    count = len(offerings)
    return OfferingsPage(
        path=page,
        meta=PageMeta(
            title=service_type.title_plural,
            description=f"{service_type.title_plural}: {count} erfasst, mit Anschrift, Öffnungszeiten und Zugang.",
            crumbs=(_start(page), Link(text="Angebote", href=layout.relative_url(page, layout.OFFERINGS))),
        ),
        lead=service_type.description,
        description=" ".join(
            part for part in (_guideline_sentence(service_type), describe_excess(atlas, count)) if part
        ),
        notes=list_notes(atlas, offerings),
        lists_title="Alle Arten von Angeboten",
        lists=_type_links(page, types),
        groups=_groups_by_district(atlas, page, numbered),
        sources=_sources(atlas, page),
    )


def _guideline_sentence(service_type: ServiceType) -> str:
    """Which guidelines a kind serves, and who says so."""
    if not service_type.guideline_ids:
        return ""
    return f"Leitlinien: {', '.join(service_type.guideline_ids)} ({service_type.guideline_basis})."


def _by_district(atlas: Atlas, offerings: Sequence[Offering]) -> tuple[Offering, ...]:
    """The same offerings in the order of districts, those without district last."""
    order = {code: rank for rank, code in enumerate(atlas.geography.districts)}
    return tuple(sorted(offerings, key=lambda one: order.get(one.district_code or "", len(order))))


def _groups_by_district(
    atlas: Atlas, page: PurePosixPath, numbered: Sequence[tuple[int, Offering]]
) -> tuple[OfferingGroup, ...]:
    """Headings by district, in the order in which they come."""
    members: dict[str | None, list[tuple[int, Offering]]] = {}
    for item in numbered:
        members.setdefault(item[1].district_code, []).append(item)
    groups = []
    for code, own in members.items():
        district = atlas.geography.districts.get(code or "")
        title = atlas.district_link(page, district) if district else unknown_district(atlas)
        is_long = len(numbered) > MAX_LISTED
        groups.append(_count_group(title, len(own)) if is_long else _group(atlas, page, title, "", own))
    return tuple(groups)


def _profile_guidelines(atlas: Atlas) -> OfferingsPage:
    """The guidelines with the kinds of offerings that serve them."""
    page = layout.GUIDELINES
    return OfferingsPage(
        path=page,
        meta=PageMeta(
            title="Leitlinien",
            description="Die seniorenpolitischen Leitlinien und die Angebote, die zu ihnen beitragen.",
            crumbs=(_start(page),),
        ),
        lead=f"{len(atlas.catalog.guidelines)} Leitlinien ordnen, was die Stadt für ältere Menschen tut.",
        description="Welche Art von Angebot zu welcher Leitlinie beiträgt, haben wir vorläufig zugeordnet.",
        notes=(),
        lists_title="Die Leitlinien",
        lists=tuple(
            Link(
                text=f"{one.id}: {one.title}",
                href=layout.relative_url(page, layout.guideline_page(one.id)),
            )
            for one in atlas.catalog.guidelines
        ),
        groups=(),
        sources=(),
    )


def _profile_guideline(atlas: Atlas, guideline_id: str) -> OfferingsPage:
    """Offerings that serve a guideline, by kind."""
    page = layout.guideline_page(guideline_id)
    guideline = next(one for one in atlas.catalog.guidelines if one.id == guideline_id)
    types = [one for one in atlas.catalog.service_types if guideline_id in one.guideline_ids and _of_type(atlas, one)]
    numbered = number_offerings([offering for one in types for offering in _of_type(atlas, one)])
    excess = describe_excess(atlas, len(numbered))
    groups = []
    for one in types:
        title = Link(text=one.title_plural, href=layout.relative_url(page, layout.service_type_page(one)))
        members = [item for item in numbered if item[1].service_type_id == one.id]
        groups.append(_count_group(title, len(members)) if excess else _group(atlas, page, title, "", members))
    bases = dict.fromkeys(f"{one.guideline_basis}." for one in types if one.guideline_basis)
    return OfferingsPage(
        path=page,
        meta=PageMeta(
            title=f"{guideline.id}: {guideline.title}",
            description=f"Angebote, die zur Leitlinie „{guideline.title}“ beitragen.",
            crumbs=(_start(page), Link(text="Leitlinien", href=layout.relative_url(page, layout.GUIDELINES))),
        ),
        lead=f"{len(numbered)} erfasste Angebote tragen zu dieser Leitlinie bei.",
        description=" ".join(part for part in (*bases, excess) if part),
        notes=list_notes(atlas, [one for _, one in numbered]),
        lists_title="",
        lists=(),
        groups=tuple(groups),
        needs=tuple(view_need(atlas, page, one) for one in atlas.planning.needs if guideline_id in one.guideline_ids),
        measures=tuple(
            view_measure(atlas, page, one) for one in atlas.planning.measures if guideline_id in one.guideline_ids
        ),
        sources=_sources(atlas, page),
    )


def _start(page: PurePosixPath) -> Link:
    """The first crumb."""
    return Link(text="Start", href=layout.relative_url(page, layout.START))
