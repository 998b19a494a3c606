"""Offerings as people need them, and the pages that list them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_number, format_opening_times, format_partial_date, make_phone_link, sort_key
from generator.indicators.compute import find_offerings
from generator.indicators.definition import Indicator, OfferingTerm, Ratio
from generator.model import MapMarker, Offering, PositionPrecision, ServiceType
from generator.offerings import CLOSED_STATUS, SERVICES_ID, is_left_out
from generator.profiles.atlas import Atlas
from generator.profiles.downloads import view_downloads
from generator.profiles.planning import MeasureView, NeedView, view_measure, view_need
from generator.profiles.views import DownloadView, Files, Link, PageMeta, SourceView, safe_url

PRECISION_TEXT = {
    PositionPrecision.EXACT: "",
    PositionPrecision.STREET: "auf der Karte als Kreis: Die Lage ist nur ungefähr bekannt",
    PositionPrecision.DISTRICT: "ohne Punkt auf der Karte: Die genaue Lage ist nicht belegt",
    PositionPrecision.NONE: "ohne Punkt auf der Karte: Die Lage ist nicht belegt",
}
STATUS_TEXT = {
    "active": "",
    "planned": "geplant",
    "closing": "schließt",
    "closed": "geschlossen",
    "unconfirmed": "nicht bestätigt",
}
STEP_FREE_TEXT = {
    "yes": "Stufenfrei zugänglich.",
    "partial": "Teilweise stufenfrei zugänglich.",
    "no": "Nicht stufenfrei zugänglich.",
    "unknown": "Ob der Zugang stufenfrei ist, ist nicht bekannt.",
}
MAX_LISTED = 1_000
"""A longer list is no page any more: nobody reads it to the end, and many browsers do not open it."""
CONFIDENCE_TEXT = {"high": "gut belegt", "medium": "teilweise belegt", "low": "schwach belegt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingView:
    """One offering in a list."""

    number: int
    anchor: str
    name: str
    kind: Link
    organization: str
    address: tuple[str, ...]
    district: Link
    position_note: str
    opening_times: tuple[str, ...]
    opening_note: str
    phone: Link | None
    url: Link | None
    step_free: str
    accessibility_note: str
    status: str
    """Empty for offerings that are open."""
    status_note: str
    note: str
    confirmed: str
    is_stale: bool
    """Greyed: nobody has confirmed it for too long."""
    source: str
    source_links: tuple[Link, ...]
    is_mapped: bool


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
    lead: str
    description: str
    notes: tuple[str, ...]
    lists_title: str
    lists: tuple[Link, ...]
    """Neighbouring lists, such as the other kinds."""
    groups: tuple[OfferingGroup, ...]
    needs: tuple[NeedView, ...] = ()
    measures: tuple[MeasureView, ...] = ()
    confirmations: str = ""
    """What the list for providers is; empty but on the overview."""
    downloads: tuple[DownloadView, ...] = ()
    sources: tuple[SourceView, ...]


def describe_excess(atlas: Atlas, count: int) -> str:
    """Why a page does not list its offerings one by one, and where they stand; empty where it does."""
    if count <= MAX_LISTED:
        return ""
    finest, title = atlas.geography.levels[-1].name_plural, atlas.resource(SERVICES_ID).title
    return (
        f"Diese Seite nennt sie nicht einzeln, denn es sind {format_number(count)} Angebote. Sie stehen auf den Seiten "
        f"der {finest} und alle zusammen im Datensatz „{title}“."
    )


def sort_offerings(atlas: Atlas, offerings: Sequence[Offering]) -> tuple[Offering, ...]:
    """Meeting places first, then in the order of the kinds, then by name: the order of every list and map."""
    order = {one.id: (not one.is_meeting_place, rank) for rank, one in enumerate(atlas.catalog.service_types)}
    return tuple(sorted(offerings, key=lambda one: (order[one.service_type_id], sort_key(one.name), one.id)))


def number_offerings(offerings: Sequence[Offering]) -> tuple[tuple[int, Offering], ...]:
    """The numbers under which list and map show the same offerings."""
    return tuple(enumerate(offerings, start=1))


def offering_anchor(offering: Offering) -> str:
    """Element id of an offering in a list."""
    return f"angebot-{offering.id.lower()}"


def view_offering(atlas: Atlas, page: PurePosixPath, number: int, offering: Offering) -> OfferingView:
    """Everything a list says about an offering."""
    service_type = atlas.catalog.service_type(offering.service_type_id)
    district = atlas.geography.districts.get(offering.district_code or "")
    phone = offering.phone or ""
    dial = make_phone_link(phone)
    web = safe_url(offering.url)
    return OfferingView(
        number=number,
        anchor=offering_anchor(offering),
        name=offering.name,
        kind=Link(text=service_type.title, href=layout.relative_url(page, layout.service_type_page(service_type))),
        organization=offering.organization or "",
        address=_address_lines(offering),
        district=atlas.district_link(page, district) if district else _unknown_district(atlas),
        position_note=PRECISION_TEXT[offering.precision],
        opening_times=format_opening_times(offering.opening_times),
        opening_note="" if offering.opening_times else (offering.opening_note or ""),
        phone=Link(text=phone, href=f"tel:{dial}" if dial else None) if phone else None,
        url=Link(text=_short_url(web), href=web) if web else None,
        step_free=STEP_FREE_TEXT[offering.step_free],
        accessibility_note=offering.accessibility_note or "",
        status=describe_status(offering),
        status_note=offering.status_note or "",
        note=offering.note or "",
        confirmed=_confirmed(offering),
        is_stale=offering.is_stale,
        source=offering.source,
        source_links=tuple(
            Link(text=f"Quelle {rank}", href=safe_url(one)) for rank, one in enumerate(offering.source_urls, start=1)
        ),
        is_mapped=offering.position is not None,
    )


def _unknown_district(atlas: Atlas) -> Link:
    """What stands where the district of an offering is not known."""
    return Link(text=f"{atlas.geography.levels[-1].name_singular} nicht bekannt")


def _address_lines(offering: Offering) -> tuple[str, ...]:
    """Street, then postal code and town, each as far as it is known."""
    town = " ".join(part for part in (offering.postal_code, offering.city) if part)
    if offering.is_postal_code_derived and offering.postal_code:
        town += " (Postleitzahl aus der Lage erschlossen)"
    return tuple(part for part in (offering.street or "Anschrift nicht bekannt", town) if part)


def _confirmed(offering: Offering) -> str:
    """When the source last confirmed the offering, and how well it is documented."""
    when = (
        f"zuletzt belegt {format_partial_date(offering.last_confirmed)}"
        if offering.last_confirmed
        else "Datum des Belegs nicht bekannt"
    )
    return f"{when}, {CONFIDENCE_TEXT[offering.confidence]}"


def describe_status(offering: Offering) -> str:
    """What is special about an offering, and since when nobody has confirmed it; empty for those that are just open."""
    status = STATUS_TEXT[offering.status]
    if not offering.is_stale:
        return status
    if offering.last_confirmed is None:
        stale = "nicht bestätigt: Datum des Belegs nicht bekannt"
    else:
        is_day = offering.last_confirmed.count("-") == 2
        stale = f"seit {'dem ' if is_day else ''}{format_partial_date(offering.last_confirmed)} nicht bestätigt"
    return stale if status in ("", STATUS_TEXT["unconfirmed"]) else f"{status}, {stale}"


def _short_url(address: str) -> str:
    """An address as people read it."""
    return address.split("://", 1)[-1].removeprefix("www.").rstrip("/")


def make_marker(atlas: Atlas, number: int, offering: Offering) -> MapMarker:
    """An offering on a map."""
    service_type = atlas.catalog.service_type(offering.service_type_id)
    notes = (
        *_address_lines(offering),
        *format_opening_times(offering.opening_times),
        describe_status(offering),
        PRECISION_TEXT[offering.precision],
    )
    return MapMarker(
        number=number,
        title=offering.name,
        kind=service_type.title,
        sign=service_type.map_sign,
        lines=tuple(note for note in notes if note),
        position=offering.position,
        precision=offering.precision,
        radius_m=offering.position_radius_m,
        is_stale=offering.is_stale,
        page_anchor=offering_anchor(offering),
    )


def incompleteness_note(atlas: Atlas) -> tuple[str, ...]:
    """The caveats of the list of offerings, for every page that counts them."""
    return atlas.resource(SERVICES_ID).caveats if atlas.catalog.offerings else ()


def list_notes(atlas: Atlas, offerings: Sequence[Offering]) -> tuple[str, ...]:
    """What readers of a list of offerings must know: what is missing from it, and what is grey in it."""
    stale = sum(one.is_stale for one in offerings)
    if not stale:
        return incompleteness_note(atlas)
    months = atlas.catalog.stale_after_months
    too_long = f"seit mehr als {months} Monaten nicht bestätigt"
    if stale == 1:
        grey = f"Grau gezeigt ist 1 Angebot, das {too_long} ist oder bei dem das Datum des Belegs fehlt. Es zählt"
    else:
        which = f"{stale} Angebote, die {too_long} sind oder bei denen das Datum des Belegs fehlt"
        grey = f"Grau gezeigt sind {which}. Sie zählen"
    grey = f"{grey} in den Zahlen zur Versorgung nicht mit."
    return (*incompleteness_note(atlas), grey)


def supply_note(atlas: Atlas, indicators: Sequence[Indicator], code: str) -> str:
    """How many open offerings the numbers of a district leave out because nobody has confirmed them."""
    terms = [
        one.formula.numerator
        for one in indicators
        if isinstance(one.formula, Ratio) and isinstance(one.formula.numerator, OfferingTerm)
    ]
    found = {
        one.id
        for term in terms
        for one in find_offerings(atlas.catalog, atlas.geography, term, code)
        if is_left_out(one)
    }
    count = {0: "kein weiteres Angebot", 1: "1 weiteres Angebot"}.get(len(found), f"{len(found)} weitere Angebote")
    return (
        f"Nicht mitgezählt, weil seit mehr als {atlas.catalog.stale_after_months} Monaten nicht bestätigt oder ohne "
        f"Datum des Belegs: {count} ({atlas.geography.districts[code].name})."
    )


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


def _count_group(title: Link, count: int) -> OfferingGroup:
    """A heading with the number of its offerings, on a page that has too many to list them."""
    return OfferingGroup(title=title, description=f"{format_number(count)} erfasst.", offerings=())


def _sources(atlas: Atlas, page: PurePosixPath) -> tuple[SourceView, ...]:
    """What a list of offerings rests on."""
    return atlas.view_sources(page, (SERVICES_ID, "offerings/locations", "offerings/location_positions"))


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
            else _group(atlas, page, title, one.description, number_offerings(found))
        )
    return OfferingsPage(
        path=page,
        meta=PageMeta(
            title="Angebote und Einrichtungen",
            description=f"{count} erfasste Angebote und Einrichtungen für ältere Menschen, nach Art geordnet.",
            crumbs=(_start(page),),
        ),
        lead=f"{count} Angebote und Einrichtungen sind erfasst. Wählen Sie eine Art oder ein Gebiet.",
        description=excess,
        notes=list_notes(atlas, atlas.catalog.offerings),
        lists_title="",
        lists=(),
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
        title = atlas.district_link(page, district) if district else _unknown_district(atlas)
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
