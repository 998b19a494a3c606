"""All pages in plain German, and the gate that they have to pass."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.errors import SiteError
from generator.formatting import format_long_date
from generator.model import District, Level
from generator.offerings import CLOSED_STATUS
from generator.plain import Limits, Sentence, find_faults, read_limits, say, say_count
from generator.profiles.atlas import Atlas
from generator.profiles.offering_views import offerings_of, sort_offerings
from generator.profiles.plain.offers import INCOMPLETE, count_kinds, say_what_there_is
from generator.profiles.plain.people import say_what_it_is, say_who_lives_there
from generator.profiles.plain.plans import say_what_is_lacking, say_what_is_planned, say_what_the_city_does
from generator.profiles.plain.views import Paragraph, PlainPage, PlainSection, list_sentences
from generator.profiles.plain.ways import say_how_far_it_is
from generator.profiles.twins import PLAIN_LABEL, view_full_twin
from generator.profiles.views import Link, PageMeta, full_name, safe_url


def profile_plain_pages(atlas: Atlas) -> tuple[PlainPage, ...]:
    """Every page in plain German, if the city has set limits for it; a page that is too hard stops the build."""
    limits = read_limits(atlas.parameters)
    if limits is None:
        return ()
    pages = (*_profile_main(atlas), *(_profile_district(atlas, one) for one in atlas.geography.districts.values()))
    check_pages(pages, limits)
    return pages


def check_pages(pages: Iterable[PlainPage], limits: Limits) -> None:
    """The gate: plain is what can be measured as plain."""
    faults = [
        f"{layout.url(page.path)}: {fault}" for page in pages for fault in find_faults(list_sentences(page), limits)
    ]
    if faults:
        raise SiteError(
            "In Einfacher Sprache ist zu schwer: "
            + "; ".join(faults)
            + ". Kürze den Text (Spalten ‚plain_text‘) oder ändere die Grenzen in parameters/parameters (‚plain_…‘)."
        )


def _profile_main(atlas: Atlas) -> Iterator[PlainPage]:
    """The start page and the pages about the whole city, as far as there are full ones."""
    yield _profile_start(atlas)
    make = {
        layout.FIND: _profile_find,
        layout.OFFERINGS: _profile_offerings,
        layout.PLANNING: _profile_planning,
        layout.REACHABILITY: _profile_ways,
    }
    for path in _main_paths(atlas):
        yield make[path](atlas)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Topic:
    """What a page is about."""

    full: PurePosixPath
    """Its twin in full."""
    title: str
    """In lists and in the browser's title bar."""
    description: str
    heading: str = ""
    """On the page itself; empty where the title is."""


def _assemble(atlas: Atlas, topic: _Topic, sections: Iterable[PlainSection | None]) -> PlainPage:
    """A page: what every one of them has, around its sections."""
    full, page = topic.full, layout.plain_page(topic.full)
    found = [one for one in sections if one is not None]
    crumbs = [Link(text="Start in Einfacher Sprache", href=layout.relative_url(page, layout.plain_page(layout.START)))]
    return PlainPage(
        path=page,
        meta=PageMeta(
            title=f"{topic.title} – {PLAIN_LABEL}",
            description=topic.description,
            crumbs=() if full == layout.START else tuple(crumbs),
        ),
        twin=view_full_twin(full),
        title=topic.heading or topic.title,
        sections=(*found, _say_what_is_unknown(), _say_whom_to_ask(atlas)),
    )


def _profile_district(atlas: Atlas, district: District) -> PlainPage:
    """A district: what it is, who lives there, what there is, how far it is, what is planned."""
    level = atlas.geography.level_of(district)
    name = full_name(district, level)
    return _assemble(
        atlas,
        _Topic(
            full=layout.district_page(district, level),
            title=name,
            description=f"{name} in Einfacher Sprache: wer hier wohnt, welche Angebote es gibt, was geplant ist.",
            heading=district.name,
        ),
        (
            say_what_it_is(atlas, district),
            say_who_lives_there(atlas, district),
            say_what_there_is(atlas, district),
            say_how_far_it_is(atlas, district),
            *say_what_is_planned(atlas, district),
        ),
    )


def _profile_start(atlas: Atlas) -> PlainPage:
    """The start page: what the site is, the numbers of the city, and the ways to everything else."""
    page, city = layout.plain_page(layout.START), atlas.geography.city
    about = PlainSection(
        anchor="die-seite",
        title="Was ist das für eine Seite?",
        paragraphs=(
            (
                say(f"Diese Seite ist über {city.name}.", city.name),
                Sentence("Es geht um Menschen ab 65 Jahren."),
                Sentence("Sie lesen: Was gibt es für ältere Menschen?"),
                Sentence("Und: Was fehlt noch?"),
            ),
        ),
        links=tuple(_list_ways(atlas, page)),
    )
    return _assemble(
        atlas,
        _Topic(
            full=layout.START,
            title=atlas.settings.site_name,
            description=f"{atlas.settings.site_name} in Einfacher Sprache.",
        ),
        (about, say_who_lives_there(atlas, city), *_list_districts(atlas, page)),
    )


def _list_ways(atlas: Atlas, page: PurePosixPath) -> Iterator[Link]:
    """Links to the other pages in plain German."""
    for other in _main_paths(atlas):
        yield Link(text=_MAIN_TITLES[other], href=layout.relative_url(page, layout.plain_page(other)))


_MAIN_TITLES = {
    layout.FIND: "Wo wohnen Sie?",
    layout.OFFERINGS: "Angebote für ältere Menschen",
    layout.PLANNING: "Was fehlt und was die Stadt tun will",
    layout.REACHABILITY: "Wege zu Fuß",
}


def _main_paths(atlas: Atlas) -> Iterator[PurePosixPath]:
    """Full pages about the whole city that have a twin, besides the start page."""
    yield layout.FIND
    if atlas.catalog.offerings:
        yield layout.OFFERINGS
    if atlas.planning.needs or atlas.planning.measures or atlas.planning.papers or atlas.planning.milestones:
        yield layout.PLANNING
    if atlas.reachability is not None and atlas.reachability.cell_classes:
        yield layout.REACHABILITY


def _list_districts(atlas: Atlas, page: PurePosixPath) -> Iterator[PlainSection]:
    """All districts of every level below the city, linked to their plain pages."""
    for level in atlas.geography.levels[1:]:
        yield _list_level(atlas, page, level)


def _list_level(atlas: Atlas, page: PurePosixPath, level: Level) -> PlainSection:
    """The districts of a level."""
    return PlainSection(
        anchor=f"gebiete-{level.slug}",
        title=f"Alle {level.name_plural}",
        paragraphs=((Sentence("Klicken Sie auf einen Namen."),),),
        links=tuple(
            Link(text=one.name, href=layout.relative_url(page, layout.plain_page(layout.district_page(one, level))))
            for one in atlas.geography.districts_on(level)
        ),
    )


def _profile_find(atlas: Atlas) -> PlainPage:
    """How to find one's own district: by its name, or with the search of the full page."""
    page = layout.plain_page(layout.FIND)
    search = PlainSection(
        anchor="suchen",
        title="So finden Sie Ihr Gebiet",
        paragraphs=(
            (Sentence("Kennen Sie den Namen von Ihrem Gebiet?"), Sentence("Dann klicken Sie unten auf den Namen.")),
            (Sentence("Kennen Sie den Namen nicht?"), Sentence("Dann suchen Sie nach Ihrer Straße.")),
        ),
        links=(Link(text="Straße suchen", href=layout.relative_url(page, layout.FIND)),),
    )
    return _assemble(
        atlas,
        _Topic(
            full=layout.FIND,
            title=_MAIN_TITLES[layout.FIND],
            description="Das eigene Gebiet finden, in Einfacher Sprache.",
        ),
        (search, *_list_districts(atlas, page)),
    )


def _profile_offerings(atlas: Atlas) -> PlainPage:
    """All kinds of offerings, and the ways to those in a district."""
    page, city = layout.plain_page(layout.OFFERINGS), atlas.geography.city
    found = [one for one in sort_offerings(atlas, offerings_of(atlas, city)) if one.status != CLOSED_STATUS]
    kinds = PlainSection(
        anchor="arten",
        title="Was gibt es?",
        paragraphs=((say(f"Wir kennen {say_count(len(found), 'Angebot', 'Angebote')}."), *INCOMPLETE),),
        groups=count_kinds(atlas, page, found),
    )
    near = _list_level(atlas, page, atlas.geography.levels[-1])
    return _assemble(
        atlas,
        _Topic(
            full=layout.OFFERINGS,
            title=_MAIN_TITLES[layout.OFFERINGS],
            description="Angebote für ältere Menschen in Einfacher Sprache, nach Art geordnet.",
        ),
        (kinds, near),
    )


def _profile_planning(atlas: Atlas) -> PlainPage:
    """What is lacking anywhere in the city, and what the city wants to do."""
    city = atlas.geography.city
    return _assemble(
        atlas,
        _Topic(
            full=layout.PLANNING,
            title=_MAIN_TITLES[layout.PLANNING],
            description="Was in der Stadt fehlt und was geplant ist, in Einfacher Sprache.",
        ),
        (
            say_what_is_lacking(atlas.planning.needs, city, ()),
            say_what_the_city_does(atlas.planning.measures, city, links=()),
        ),
    )


def _profile_ways(atlas: Atlas) -> PlainPage:
    """Walking distances in the whole city."""
    page = layout.plain_page(layout.REACHABILITY)
    return _assemble(
        atlas,
        _Topic(
            full=layout.REACHABILITY,
            title=_MAIN_TITLES[layout.REACHABILITY],
            description="Wie weit ältere Menschen zu Fuß bis zu einem Treffpunkt gehen, in Einfacher Sprache.",
        ),
        (say_how_far_it_is(atlas, atlas.geography.city), _list_level(atlas, page, atlas.geography.levels[-1])),
    )


def _say_what_is_unknown() -> PlainSection:
    """What readers must not take for granted on any of the pages."""
    paragraph: Paragraph = (
        Sentence("Wir wissen nicht alles."),
        Sentence("Manche Angaben sind alt."),
        Sentence("Manche Angaben fehlen."),
        Sentence("Auf der ausführlichen Seite stehen alle Quellen."),
    )
    proof: Paragraph = (
        Sentence("Ein Computer schreibt diese Sätze nach festen Regeln."),
        Sentence("Noch niemand aus der Zielgruppe hat sie geprüft."),
    )
    return PlainSection(anchor="unbekannt", title="Was wissen wir nicht?", paragraphs=(paragraph, proof))


def _say_whom_to_ask(atlas: Atlas) -> PlainSection:
    """Who is behind the site, and how to reach them, as far as they have said so."""
    settings = atlas.settings
    paragraphs: list[Paragraph] = [(say(f"Diese Seite ist von: {settings.publisher}.", settings.publisher),)]
    links: tuple[Link, ...] = ()
    if settings.contact:
        address = settings.contact if "://" in settings.contact else f"mailto:{settings.contact}"
        paragraphs.append((Sentence("Haben Sie Fragen? Ist etwas falsch? Schreiben Sie uns:"),))
        links = (Link(text=settings.contact, href=safe_url(address)),)
    else:
        paragraphs.append((Sentence("Eine Adresse für Fragen gibt es noch nicht."),))
    paragraphs.append((Sentence(f"Diese Seite ist vom {format_long_date(atlas.edition)}."),))
    return PlainSection(anchor="fragen", title="Wen können Sie fragen?", paragraphs=tuple(paragraphs), links=links)
