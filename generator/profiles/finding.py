"""In which district somebody lives: by street, on a map, or by the position of the device."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from generator import layout
from generator.finding.streets import STREETS_ID, Street
from generator.formatting import format_number, sort_key
from generator.model import District, MapArea
from generator.profiles.atlas import Atlas
from generator.profiles.twins import view_plain_twin
from generator.profiles.views import AreaMapView, Link, MapView, PageMeta, SourceView, TwinView

TITLE = "In welchem Gebiet wohne ich?"
STREETS_ANCHOR = "strassen"
MOST_LISTED = 3_000
"""More streets than that make no page that a phone opens in a moment."""
MOST_SEARCHED = 20_000
"""Names of more streets would be too much to send along for a search."""
MOST_INEXACT_M = 1_000
"""A position that is known less exactly than that says nothing about a district."""
BOUNDARIES_ID = "districts/boundaries"


@dataclass(frozen=True, slots=True, kw_only=True)
class FinderBox:
    """The search for a street, on the start page and on its own."""

    root: str
    """The start page, as a beginning of addresses."""
    names_href: str
    search_href: str
    script_href: str
    notes: tuple[str, ...]
    """What the list of streets lacks."""
    missing: str
    """What to do when a street is not found."""
    reason: str
    """Why there is no search; empty where there is one."""
    page: Link
    streets: Link | None
    """The list of all streets, where it can be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatorBox:
    """The search by the position of the device."""

    root: str
    """The start page, as a beginning of addresses."""
    names_href: str
    shapes_href: str
    shapes_name: str
    """Under which name the file keeps the outlines."""
    city: str
    most_inexact_m: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetView:
    """A street in the list of all of them."""

    name: str
    places: tuple[Link, ...]
    """Each of its districts with those around it, from fine to coarse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """All streets with the same first letter."""

    letter: str
    count: str
    streets: tuple[StreetView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPage:
    """Ways to one's own district."""

    path: PurePosixPath
    meta: PageMeta
    twin: TwinView | None
    """The same page in plain German; ``None`` where a city has none."""
    lead: str
    status_notes: tuple[str, ...]
    box: FinderBox
    locator: LocatorBox
    drawing: AreaMapView
    levels: tuple[Link, ...]
    """Lists of all districts."""
    letters: tuple[LetterView, ...]
    letters_note: str
    """Why the streets are not listed; empty where they are."""
    sources: tuple[SourceView, ...]


def profile_find(atlas: Atlas) -> FindPage:
    """The page."""
    page, city = layout.FIND, atlas.geography.city
    levels = atlas.geography.levels[1:]
    is_listed = 0 < len(atlas.streets) <= MOST_LISTED
    return FindPage(
        path=page,
        meta=PageMeta(
            title=TITLE,
            description=f"Das eigene Gebiet in {city.name} finden: über die Straße, auf der Karte oder in der Liste.",
            crumbs=(Link(text="Start", href=layout.relative_url(page, layout.START)),),
        ),
        twin=view_plain_twin(atlas, page),
        lead=_lead(atlas),
        status_notes=tuple(f"{one.name_plural}: {one.status_note}" for one in levels if one.status_note),
        box=make_finder(atlas, page),
        locator=LocatorBox(
            root=layout.relative_url(page, layout.START),
            names_href=layout.relative_url(page, layout.FINDER_DATA),
            shapes_href=layout.relative_url(page, layout.boundary_data(levels[-1])),
            shapes_name=layout.boundary_data(levels[-1]).stem,
            city=city.name,
            most_inexact_m=str(MOST_INEXACT_M),
        ),
        drawing=profile_find_map(atlas),
        levels=tuple(
            Link(text=f"Alle {one.name_plural}", href=layout.relative_url(page, layout.level_page(one)))
            for one in levels
        ),
        letters=tuple(_group_by_letter(atlas, page)) if is_listed else (),
        letters_note="" if is_listed else _explain_list(atlas),
        sources=atlas.view_sources(page, (STREETS_ID, BOUNDARIES_ID)),
    )


def _lead(atlas: Atlas) -> str:
    """What the levels are for, and the ways to find a district on them."""
    names = [one.name_plural for one in atlas.geography.levels[1:]]
    kinds = names[0] if len(names) == 1 else f"{' und '.join(names)}"
    streets = "über Ihre Straße, " if atlas.streets else ""
    return (
        f"{atlas.geography.city.name} hat {kinds}. Sie finden Ihr Gebiet {streets}über den Standort Ihres Geräts, "
        "auf der Karte oder in der Liste aller Gebiete."
    )


def make_finder(atlas: Atlas, page: PurePosixPath) -> FinderBox:
    """The search for a street as it stands on a page."""
    notes = atlas.resource(STREETS_ID).caveats if atlas.streets else ()
    is_listed = 0 < len(atlas.streets) <= MOST_LISTED
    return FinderBox(
        root=layout.relative_url(page, layout.START),
        names_href=layout.relative_url(page, layout.FINDER_DATA),
        search_href=layout.relative_url(page, layout.STREET_SEARCH_SCRIPT),
        script_href=layout.relative_url(page, layout.FINDER_SCRIPT),
        notes=notes,
        missing=(
            "Das heißt nicht, dass es die Straße nicht gibt: Das Verzeichnis kann Lücken haben. Benutzen Sie die Karte "
            "oder die Liste der Gebiete."
        ),
        reason=_explain_search(atlas),
        page=Link(text=TITLE, href=layout.relative_url(page, layout.FIND)),
        streets=Link(
            text="Alle erfassten Straßen von A bis Z",
            href=layout.relative_url(page, layout.FIND, anchor=STREETS_ANCHOR),
        )
        if is_listed
        else None,
    )


def _explain_search(atlas: Atlas) -> str:
    """Why streets cannot be searched for; empty where they can."""
    count = len(atlas.streets)
    if not count:
        return "Eine Suche nach Straßen gibt es nicht: Dafür liegt kein Verzeichnis der Straßen vor."
    if count > MOST_SEARCHED:
        return (
            f"Eine Suche nach Straßen gibt es hier nicht: Für eine Seite sind {format_number(count)} Straßen zu viele."
        )
    return ""


def _explain_list(atlas: Atlas) -> str:
    """Why streets are not listed."""
    if not atlas.streets:
        return "Für diese Seite liegt kein Verzeichnis der Straßen vor. Karte und Liste führen zu jedem Gebiet."
    title = atlas.resource(STREETS_ID).title
    return (
        f"Für eine Liste auf dieser Seite sind es zu viele: {format_number(len(atlas.streets))} Straßen. Sie stehen "
        f"alle im Datensatz „{title}“."
    )


def _group_by_letter(atlas: Atlas, page: PurePosixPath) -> Iterable[LetterView]:
    """The list of all streets."""
    for letter, group in groupby(atlas.streets, key=lambda one: sort_key(one.name)[0][:1].upper()):
        streets = tuple(group)
        yield LetterView(
            letter=letter,
            count="1 Straße" if len(streets) == 1 else f"{format_number(len(streets))} Straßen",
            streets=tuple(StreetView(name=one.name, places=tuple(_link_places(atlas, page, one))) for one in streets),
        )


def _link_places(atlas: Atlas, page: PurePosixPath, street: Street) -> Iterable[Link]:
    """The districts of a street, each with those around it."""
    for part in street.parts:
        for district in _with_ancestors(atlas, part.district_code):
            link = atlas.district_link(page, district)
            yield Link(text=f"{atlas.geography.level_of(district).name_singular} {link.text}", href=link.href)


def _with_ancestors(atlas: Atlas, code: str) -> Sequence[District]:
    """A district and those that contain it, from fine to coarse; the city only where nothing finer is known."""
    chain = (*atlas.geography.ancestors(code), atlas.geography.districts[code])
    return tuple(one for one in reversed(chain) if one.code == code or one.code != atlas.geography.city.code)


def profile_find_map(atlas: Atlas) -> AreaMapView:
    """The finest districts, each with the one around it."""
    page, level, city = layout.FIND, atlas.geography.levels[-1], atlas.geography.city
    districts = atlas.geography.districts_on(level)
    return AreaMapView(
        level=level,
        areas=tuple(_find_area(atlas, one) for one in districts),
        classes=(),
        map=MapView(
            title=f"Karte zum Antippen: {level.name_plural} in {city.name}",
            summary=(
                f"Die Karte zeigt {format_number(len(districts))} {level.name_plural}. Auf der interaktiven Karte "
                "nennt ein Antippen den Namen; im Bild führt ein Klick gleich zur Seite des Gebiets."
            ),
            picture_href="",
            map_href=layout.relative_url(page, layout.FIND_MAP),
            attribution=atlas.resource(BOUNDARIES_ID).licenses[0].attribution or "",
            skip_anchor="listen",
        ),
        page=page,
    )


def _find_area(atlas: Atlas, district: District) -> MapArea:
    """A district that says what it belongs to."""
    around = _with_ancestors(atlas, district.code)[1:]
    return MapArea(
        district_code=district.code,
        name=district.name,
        label=district.number or district.name,
        text=", ".join(f"{atlas.geography.level_of(one).name_singular} {one.name}" for one in around),
        sign="",
        class_number=None,
        amount=None,
        href=layout.url(layout.district_page(district, atlas.geography.level_of(district))),
    )


def list_places(atlas: Atlas) -> Mapping[str, Any]:
    """What the search in the page knows: names and addresses of districts, and streets with their districts."""
    streets = atlas.streets if len(atlas.streets) <= MOST_SEARCHED else ()
    return {
        "districts": {code: _spell_district(atlas, one) for code, one in atlas.geography.districts.items()},
        "streets": [[one.name, [[part.district_code, part.share_pct] for part in one.parts]] for one in streets],
    }


def _spell_district(atlas: Atlas, district: District) -> Mapping[str, Any]:
    """A district as the script reads it."""
    level = atlas.geography.level_of(district)
    return {
        "name": district.name,
        "kind": level.name_singular,
        "note": "Zuschnitt vorläufig" if district.status == "provisional" else "",
        "href": layout.url(layout.district_page(district, level)),
        "parents": [one.code for one in _with_ancestors(atlas, district.code)[1:]],
    }
