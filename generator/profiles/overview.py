"""The map that leads to the districts of a level, and how their number of older people moved, district by district."""

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import NIL_SIGN, SIGN_MEANINGS, describe_sign, format_date, format_number
from generator.indicators.definition import Indicator
from generator.model import District, Level, MapArea, MapClass, Quantity
from generator.profiles.atlas import Atlas
from generator.profiles.indicators import profile_area_map
from generator.profiles.views import AreaMapView, Link, MapView, Value

COLOURED_BY = "share_65_plus"
"""The indicator that colours the districts, where a city has it."""
MOVED = "population_65_plus"
"""The indicator whose years are drawn for every district."""
CHANGE = "change_65_plus_pct"
"""The number that stands beside each of these drawings."""
MAX_PANELS = 60
"""Of more districts nobody compares the drawings; the table has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendView:
    """What the colours of the districts mean."""

    title: str
    classes: tuple[MapClass, ...]
    gaps: tuple[str, ...]
    """Reasons why districts have a pattern, each once; they begin with the sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The years of one district beside those of the city, both as percent of the first year."""

    district: Link
    number: str
    points: tuple[tuple[int, Quantity], ...]
    change: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelsView:
    """The same small drawing for every district of a level, on the same axes."""

    title: str
    point: str
    city_name: str
    city: tuple[tuple[int, Quantity], ...]
    panels: tuple[Panel, ...]
    table: Link
    """Where all the numbers stand."""


def profile_overview(atlas: Atlas, page: PurePosixPath, level: Level, list_anchor: str) -> AreaMapView:
    """A map that leads to the districts of a level; ``list_anchor`` is the table with the same districts."""
    city = atlas.geography.city
    base = profile_area_map(atlas, atlas.results.indicator(COLOURED_BY), level) if _has(atlas, COLOURED_BY) else None
    areas = base.areas if base else tuple(_plain_area(one, level) for one in atlas.geography.districts_on(level))
    return AreaMapView(
        level=level,
        areas=areas,
        classes=base.classes if base else (),
        map=MapView(
            title=f"Karte: {level.name_plural} in {city.name}",
            summary=_summarize(base, level, len(areas)),
            picture_href="",
            map_href=layout.relative_url(page, layout.overview_map(level)),
            attribution=atlas.resource("districts/boundaries").licenses[0].attribution or "",
            skip_anchor=list_anchor,
        ),
        page=page,
    )


def profile_legend(atlas: Atlas, drawing: AreaMapView) -> LegendView | None:
    """The colours of an overview; nothing where its districts have none."""
    if not drawing.classes:
        return None
    day = atlas.results.latest(COLOURED_BY, atlas.geography.city.code).reference_date
    signs = {area.sign for area in drawing.areas}
    return LegendView(
        title=f"{atlas.results.indicator(COLOURED_BY).title}, {format_date(day)}",
        classes=drawing.classes,
        gaps=tuple(describe_sign(sign) for sign in SIGN_MEANINGS if sign in signs and sign != NIL_SIGN),
    )


def _summarize(base: AreaMapView | None, level: Level, count: int) -> str:
    """The map in words."""
    way = f"Die Karte zeigt {count} {level.name_plural}. Ein Klick führt zur Seite des Gebiets."
    return f"{base.map.summary} {way}" if base else way


def _plain_area(district: District, level: Level) -> MapArea:
    """A district without a number."""
    return MapArea(
        district_code=district.code,
        name=district.name,
        label=district.number or district.name,
        text="",
        sign="",
        class_number=None,
        amount=None,
        href=layout.url(layout.district_page(district, level)),
    )


def profile_panels(atlas: Atlas, page: PurePosixPath, level: Level) -> PanelsView | None:
    """How many older people live in each district, year by year; nothing where that is not known or not to be seen."""
    districts = atlas.geography.districts_on(level)
    if not (_has(atlas, MOVED) and _has(atlas, CHANGE)) or len(districts) > MAX_PANELS:
        return None
    moved, city = atlas.results.indicator(MOVED), atlas.geography.city
    whole = _relate(atlas, moved, city)
    known = [year for year, quantity in whole if quantity.value is not None]
    if len(known) < 2:
        return None
    return PanelsView(
        title=f"{moved.title}, {known[0]} bis {known[-1]}",
        point=_point(atlas, districts),
        city_name=city.name,
        city=whole,
        panels=tuple(
            Panel(
                district=replace(atlas.district_link(page, one), text=one.name),
                number=one.number,
                points=_relate(atlas, moved, one),
                change=atlas.view(page, atlas.results.latest(CHANGE, one.code)),
            )
            for one in districts
        ),
        table=Link(
            text="Alle Zahlen als Tabelle und zum Mitnehmen",
            href=layout.relative_url(page, layout.indicator_page(moved.slug)),
        ),
    )


def _relate(atlas: Atlas, indicator: Indicator, district: District) -> tuple[tuple[int, Quantity], ...]:
    """The years of a district as percent of the first year that has a number; empty where nobody lived there."""
    observations = atlas.results.series[indicator.id, district.code]
    base = next((one.value for one in observations if one.value is not None), None)
    if not base:
        return ()
    return tuple(
        (
            one.reference_date.year,
            Quantity(one.value if one.value is None else one.value * 100 / base, one.status),
        )
        for one in observations
    )


def _point(atlas: Atlas, districts: tuple[District, ...]) -> str:
    """How many districts grew, in a sentence; districts without a number are named as such."""
    values = [atlas.results.latest(CHANGE, one.code).value for one in districts]
    known = [one for one in values if one is not None]
    grown, shrunk = sum(1 for one in known if one > 0), sum(1 for one in known if one < 0)
    gaps = len(values) - len(known)
    sentence = (
        f"{atlas.results.indicator(CHANGE).short_title}: In {_spell(grown)} von {format_number(len(values))} "
        f"Gebieten ist die Zahl gestiegen, in {_spell(shrunk)} gesunken."
    )
    if gaps:
        return f"{sentence} Für {format_number(gaps)} {'Gebiet' if gaps == 1 else 'Gebiete'} gibt es keine Zahl."
    return sentence


def _spell(count: int) -> str:
    """How many districts, after "in"."""
    return format_number(count) if count else "keinem"


def _has(atlas: Atlas, indicator_id: str) -> bool:
    """Tell whether the city has this indicator."""
    return indicator_id in atlas.results.ids
