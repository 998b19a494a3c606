"""The graded system, ready to read: tiers, places and what they mean, and rooms that could be shared."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_number, format_unit
from generator.indicators.reachability import SiteReach, Span
from generator.model import District, Level, ObservationStatus, Offering, Quantity
from generator.planning.needs.logic import Truth
from generator.planning.tiers import SOURCES, Criterion, SharedPlace, TierReport, TierSite, Viability
from generator.profiles.atlas import Atlas
from generator.profiles.downloads import view_downloads
from generator.profiles.offering_notes import incompleteness_note
from generator.profiles.offering_views import STATUS_TEXT, STEP_FREE_TEXT
from generator.profiles.parameter_lines import ParameterLine, list_parameters
from generator.profiles.reach_values import view_span
from generator.profiles.views import (
    DISTRICT_COLUMN,
    DownloadView,
    Files,
    Link,
    PageMeta,
    RowView,
    SourceView,
    TableView,
    Value,
    planning_crumbs,
    text_value,
)

TRUTH_TEXT = {Truth.YES: "erfüllt", Truth.NO: "nicht erfüllt", Truth.UNKNOWN: "nicht bekannt"}
VIABILITY_TEXT = {
    Viability.UNDECIDED: "offen: keine Grenzen beschlossen",
    Viability.UNKNOWN: "nicht bekannt",
    Viability.INSIDE: "im Korridor",
    Viability.BELOW: "unter dem Korridor",
    Viability.ABOVE: "über dem Korridor",
    Viability.UNCERTAIN: "unsicher",
}
ANSWER_TEXT = {"yes": "ja", "partial": "zum Teil", "no": "nein", "unknown": "nicht bekannt"}
PARAMETERS = ("viability_", "shared_use_")
"""How the names of the parameters begin that this page explains."""
NOT_COUNTED = "wird nicht gezählt"
SHARED_COLUMNS = (
    "Art",
    "Stand",
    "Gebiet",
    "freie Räume und Zeiten",
    "Eignung",
    "Barrierefreiheit",
    "Zustimmung des Trägers",
    "nahe weiße Flecken",
)
"""What is told of a place whose rooms might be shared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TierView:
    """A tier with its places."""

    anchor: str
    title: str
    description: str
    facts: tuple[str, ...]
    """What sources say about the tier."""
    corridor: str
    """The limits in words, or that there are none and how to set them."""
    criteria: TableView | None
    """Places against criteria; ``None`` where nothing can be checked."""
    sites: TableView
    coverage: TableView | None
    """People in reach of any place of the tier; ``None`` where no ways are worked out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TiersSection:
    """What the page of a district says about the graded system."""

    sentence: str
    sites: tuple[Link, ...]
    page: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class TiersPage:
    """Everything on the page about the graded system."""

    path: PurePosixPath
    meta: PageMeta
    lead: tuple[str, ...]
    notes: tuple[str, ...]
    common: tuple[str, ...]
    tiers: tuple[TierView, ...]
    shared: TableView
    shared_notes: tuple[str, ...]
    parameters: tuple[ParameterLine, ...]
    downloads: tuple[DownloadView, ...]
    sources: tuple[SourceView, ...]


def overlap_of(people: Span, lost: Span) -> Span:
    """People who reach another place as well: those in reach but those who would be left without."""
    ends = (people.low.value, people.high.value, lost.low.value, lost.high.value)
    if ends[0] is None or ends[1] is None or ends[2] is None or ends[3] is None:
        return people
    return Span(Quantity(max(0, ends[0] - ends[3])), Quantity(max(0, ends[1] - ends[2])))


def profile_tiers_section(atlas: Atlas, page: PurePosixPath, district: District) -> TiersSection | None:
    """What a district's page says, if the city has tiers; the city's own page leads to all of them."""
    if not atlas.tiers.reports:
        return None
    link = Link(text="Abgestuftes System: alle Orte", href=layout.relative_url(page, layout.TIERS))
    if district.code == atlas.geography.city.code:
        count = sum(len(one.sites) for one in atlas.tiers.reports)
        return TiersSection(sentence=f"Erfasst sind {count} Orte des abgestuften Systems.", sites=(), page=link)
    codes = (district.code, *atlas.geography.finest_codes(district.code))
    found = atlas.tiers.sites_in(codes)
    sentence = (
        "Diese Orte des abgestuften Systems liegen hier, sind für das Gebiet belegt oder können von hier zu Fuß "
        "erreichbar sein:"
        if found
        else "Kein erfasster Ort des abgestuften Systems liegt hier, ist für das Gebiet belegt oder von hier zu Fuß "
        "erreichbar. Die Liste der Orte ist nicht vollständig."
    )
    return TiersSection(
        sentence=f"{district.name}: {sentence}",
        sites=tuple(
            Link(
                text=f"{site.offering.name} ({report.tier.title})",
                href=layout.relative_url(page, layout.TIERS, anchor=layout.tier_site_anchor(site.offering.id)),
            )
            for report, site in found
        ),
        page=link,
    )


def profile_tiers(atlas: Atlas, files: Files) -> tuple[TiersPage, ...]:
    """The page, if the city has tiers."""
    tiers = atlas.tiers
    if not tiers.reports:
        return ()
    page, city = layout.TIERS, atlas.geography.city
    paths = tuple(layout.tiers_download(suffix, topic=topic) for topic, suffix in layout.TIER_FILES)
    ids = (atlas.reachability.resource_ids if atlas.reachability else ()) + (
        atlas.projection.resource_ids if atlas.projection else ()
    )
    return (
        TiersPage(
            path=page,
            meta=PageMeta(
                title="Abgestuftes System und Tragfähigkeit",
                description=f"Welche Orte welcher Stufe es in {city.name} gibt und wen sie erreichen.",
                crumbs=planning_crumbs(page),
            ),
            lead=_lead(atlas),
            notes=(
                "Wer einen Ort erreicht, ist nicht dasselbe wie wer ihn besucht: Zahlen von Besucherinnen und "
                "Besuchern liegen nicht vor. Auch wer mit Bus oder Bahn kommt, ist nicht mitgerechnet.",
                "Spannen entstehen, weil von vielen Orten nur die Straße bekannt ist. Steht am Anfang der Spanne eine "
                "0, kann es sein, dass der Ort an einer ungünstigen Stelle der Straße liegt.",
                *incompleteness_note(atlas),
            ),
            common=tuple(_say(one) for one in tiers.common),
            tiers=tuple(_view_tier(atlas, page, one) for one in tiers.reports),
            shared=_list_shared(atlas, page),
            shared_notes=tuple(_explain_shared(atlas)),
            parameters=list_parameters(atlas, PARAMETERS),
            downloads=view_downloads(page, paths, files),
            sources=atlas.view_sources(page, (*SOURCES, *ids)),
        ),
    )


def _lead(atlas: Atlas) -> tuple[str, ...]:
    """How many places of each tier are known."""
    found = [
        f"{one.tier.title_plural}: {len(one.sites)} erfasst, "
        f"davon {sum(site.is_counted for site in one.sites)} gezählt."
        for one in atlas.tiers.reports
    ]
    return (*found, "Gezählt wird, was geöffnet und nicht zu lange unbestätigt ist.")


def _say(criterion: Criterion) -> str:
    text, source = criterion.text.rstrip("."), criterion.source.rstrip(".")
    return f"{criterion.title} ({criterion.year_text}): {text}. Quelle: {source}."


def _view_tier(atlas: Atlas, page: PurePosixPath, report: TierReport) -> TierView:
    """One tier."""
    return TierView(
        anchor=f"stufe-{report.tier.id.replace('_', '-')}",
        title=report.tier.title_plural,
        description=report.tier.description,
        facts=tuple(_say(one) for one in report.criteria),
        corridor=_describe_corridor(report),
        criteria=_list_criteria(report),
        sites=_list_sites(atlas, page, report),
        coverage=_list_coverage(atlas, page, report),
    )


def _describe_corridor(report: TierReport) -> str:
    """The limits, which are the city's to set."""
    corridor = report.corridor
    if not corridor.is_decided:
        return (
            "Wie viele Menschen ab 65 ein Ort dieser Stufe mindestens und höchstens in Reichweite haben soll, ist "
            "nicht beschlossen. Eine allgemeine Norm gibt es nicht. Deshalb steht hier kein Urteil. Sobald die "
            "Stadt Grenzen beschließt und sie bei den Parametern einträgt, rechnet der Atlas damit."
        )
    ends = [
        f"{word} {format_number(one.value)} Menschen ab 65 in Reichweite ({one.decided_by})"
        for word, one in (("mindestens", corridor.minimum), ("höchstens", corridor.maximum))
        if one
    ]
    return f"Korridor für einen Ort dieser Stufe: {', '.join(ends)}."


def _list_criteria(report: TierReport) -> TableView | None:
    """Places against criteria that can be checked."""
    checked = [one for one in report.criteria if one.check]
    if not checked or not report.sites:
        return None
    return TableView(
        caption=f"{report.tier.title_plural}: Sind die Kriterien erfüllt?",
        columns=("Ort", *(one.title for one in checked)),
        rows=tuple(
            RowView(
                header=Link(text=site.offering.name),
                cells=tuple(
                    Value(text=TRUTH_TEXT[one.truth], meaning="" if one.truth is not Truth.UNKNOWN else one.reason)
                    for one in site.criteria
                ),
            )
            for site in report.sites
        ),
        source="Nicht bekannt heißt nicht, dass ein Kriterium nicht erfüllt ist.",
        words=tuple(one.title for one in checked),
    )


def _list_sites(atlas: Atlas, page: PurePosixPath, report: TierReport) -> TableView:
    """All places with the people they mean something to."""
    years = atlas.projection.years if atlas.projection else ()
    walker = atlas.reachability.profiles[0].title if atlas.reachability else ""
    states = ("Tragfähigkeit heute", *(f"Tragfähigkeit {year}" for year in years if report.corridor.is_decided))
    return TableView(
        caption=f"{report.tier.title_plural}: wen die Orte erreichen",
        columns=(
            "Ort",
            "Stand",
            "liegt in",
            "belegt für",
            "zu Fuß erreichbar aus",
            f"Menschen ab 65 in Reichweite, {walker}".rstrip(", "),
            "davon auch mit einem anderen Ort dieser Stufe",
            "ohne diesen Ort keiner dieser Stufe in Reichweite",
            *(f"in Reichweite {year}" for year in years),
            *states,
        ),
        words=("Stand", "liegt in", "belegt für", "zu Fuß erreichbar aus", *states),
        rows=tuple(
            RowView(
                header=Link(text=site.offering.name),
                cells=_view_site(atlas, page, site, years, is_decided=report.corridor.is_decided),
                anchor=layout.tier_site_anchor(site.offering.id),
            )
            for site in report.sites
        ),
        source=(
            "Geschätzt aus Zensuszellen, auf Zehner gerundet. Kommende Jahre: Menschen von heute mal Entwicklung des "
            "Gebiets nach der Vorausberechnung; ist das Gebiet dafür zu klein, die des nächstgrößeren."
        ),
    )


def _view_site(
    atlas: Atlas, page: PurePosixPath, site: TierSite, years: tuple[int, ...], *, is_decided: bool
) -> tuple[Value, ...]:
    """One line; without limits nothing can be said of the viability in years to come."""
    people, lost = _spans(site.reach)
    future = {one.year: one for one in site.future}
    missing = Span.absent(ObservationStatus.MISSING)
    own = atlas.geography.districts.get(site.offering.district_code or "")
    served = tuple(site.reach.district_people) if site.reach else ()
    if not site.is_counted or site.reach is None:
        blank = text_value(NOT_COUNTED if not site.is_counted else "nicht berechnet")
        numbers: tuple[Value, ...] = (blank,) * (3 + len(years))
    else:
        numbers = (
            view_span(people, ""),
            view_span(overlap_of(people, lost), ""),
            view_span(lost, ""),
            *(view_span(future[year].people if year in future else missing, "") for year in years),
        )
    return (
        text_value(describe_state(site.offering, is_counted=site.is_counted)),
        text_value(own.name, atlas.district_link(page, own).href) if own else text_value("nicht bekannt"),
        text_value(name_districts(atlas, site.documented_codes) or "kein Beleg"),
        text_value(name_districts(atlas, served) or "nicht bekannt"),
        *numbers,
        text_value(VIABILITY_TEXT[site.viability]),
        *(
            text_value(VIABILITY_TEXT[future[year].viability if year in future else site.viability])
            for year in (years if is_decided else ())
        ),
    )


def _spans(reach: SiteReach | None) -> tuple[Span, Span]:
    """People in reach, and people who would be left without, for those who walk well."""
    if reach is None:
        nothing = Span.absent(ObservationStatus.MISSING)
        return nothing, nothing
    first = next(iter(reach.people))
    return reach.people[first], reach.people_lost[first]


def name_districts(atlas: Atlas, codes: tuple[str, ...]) -> str:
    """Names in the order of the districts."""
    return ", ".join(one.name for code, one in atlas.geography.districts.items() if code in codes)


def describe_state(offering: Offering, *, is_counted: bool) -> str:
    """Open or not, and why a place is not counted."""
    state = STATUS_TEXT[offering.status] or "geöffnet"
    return f"{state}, lange nicht bestätigt" if not is_counted and state == "geöffnet" else state


def _list_coverage(atlas: Atlas, page: PurePosixPath, report: TierReport) -> TableView | None:
    """Shares in reach of any place of the tier, for the coarsest level below the city and the city."""
    reachability, city = atlas.reachability, atlas.geography.city
    target_id = f"tier_{report.tier.id}"
    if reachability is None or (target_id, city.code) not in reachability.reach:
        return None
    target = reachability.target(target_id)
    level: Level = atlas.geography.levels[1]
    return TableView(
        caption=(
            f"{level.name_plural}: Anteil der Menschen ab 65 mit „{report.tier.title}“ in höchstens "
            f"{format_number(target.minutes)} Minuten zu Fuß"
        ),
        columns=(DISTRICT_COLUMN, *(one.title for one in reachability.profiles)),
        rows=tuple(
            RowView(
                header=atlas.district_link(page, one),
                cells=tuple(
                    view_span(reachability.reach[target_id, one.code].shares_pct[profile.id], "%")
                    for profile in reachability.profiles
                ),
                is_strong=one.code == city.code,
            )
            for one in (*atlas.geography.districts_on(level), city)
        ),
        source="Geschätzt aus Zensuszellen; wie gerechnet wird, steht auf der Seite über Wege zu Fuß.",
    )


def _list_shared(atlas: Atlas, page: PurePosixPath) -> TableView:
    """Other social infrastructure, those near a white spot first told by its number."""
    return TableView(
        caption="Andere soziale Einrichtungen: Könnten ältere Menschen ihre Räume mitnutzen?",
        columns=("Einrichtung", *SHARED_COLUMNS),
        words=SHARED_COLUMNS,
        rows=tuple(
            RowView(header=Link(text=one.offering.name), cells=_view_shared(atlas, page, one))
            for one in atlas.tiers.shared
        ),
        source="Nicht bekannt heißt: noch nicht erhoben. Die Liste ist ein Anfang für Gespräche mit den Trägern.",
    )


def _view_shared(atlas: Atlas, page: PurePosixPath, place: SharedPlace) -> tuple[Value, ...]:
    """One line."""
    offering = place.offering
    own = atlas.geography.districts.get(offering.district_code or "")
    near = "; ".join(
        f"Nr. {one.spot.number} (etwa {format_unit(format_number(round(one.distance_m / 10) * 10), 'm')}, "
        f"{format_number(one.spot.people)} Menschen ab 65)"
        for one in place.near
    )
    first = layout.white_spot_anchor(place.near[0].spot.number) if place.near else ""
    return (
        text_value(atlas.catalog.service_type(offering.service_type_id).title),
        text_value(STATUS_TEXT[offering.status] or "geöffnet"),
        text_value(own.name, atlas.district_link(page, own).href) if own else text_value("nicht bekannt"),
        text_value(place.free_capacity or "nicht bekannt"),
        text_value(ANSWER_TEXT[place.suitability]),
        text_value(STEP_FREE_TEXT[offering.step_free]),
        text_value(ANSWER_TEXT[place.consent]),
        text_value(near, layout.relative_url(page, layout.REACHABILITY, anchor=first))
        if near
        else text_value("Lage nicht bekannt" if offering.position is None else "keine"),
    )


def _explain_shared(atlas: Atlas) -> list[str]:
    """What makes a place a candidate."""
    places, distance = atlas.tiers.shared, atlas.tiers.shared_distance
    agreed = sum(one.consent == "yes" for one in places)
    notes = [
        "Mehrgenerationenhäuser, Nachbarschaftstreffs oder Jugendhäuser haben Räume, die zu manchen Zeiten frei sein "
        "können. Ob das so ist, ob die Räume geeignet und barrierefrei sind und ob der Träger zustimmt, muss vor Ort "
        f"geklärt werden. Zugestimmt hat der Träger bei {agreed} von {len(places)} Einrichtungen."
    ]
    if distance:
        limit = format_unit(format_number(distance.value), "m")
        count = sum(bool(one.near) for one in places)
        notes.append(
            f"{count} Einrichtungen liegen höchstens {limit} (Luftlinie) von einem weißen Fleck entfernt. Das sind "
            "Kandidaten für ein Gespräch, nicht mehr."
        )
    return notes
