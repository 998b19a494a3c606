"""The page of a district, and the list of the districts of a level."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_date, format_list, format_number
from generator.indicators.age_structure import AgeBand
from generator.indicators.definition import Indicator, OfferingTerm, Ratio
from generator.model import District, Level, MapArea, ObservationStatus, Offering, Quantity
from generator.profiles.atlas import Atlas
from generator.profiles.downloads import view_downloads
from generator.profiles.offerings import (
    OfferingView,
    incompleteness_note,
    make_marker,
    number_offerings,
    sort_offerings,
    view_offering,
)
from generator.profiles.planning import MeasureView, NeedView, measures_of, needs_of, view_measure, view_need
from generator.profiles.views import (
    DownloadView,
    Fact,
    Files,
    Link,
    MapView,
    MarkerMapView,
    PageMeta,
    PagerView,
    RowView,
    SourceView,
    TableView,
    page_through,
    text_value,
)

FACTS = ("population_65_plus", "share_65_plus", "change_65_plus_pct", "population")
"""Key figures at the top of a page, in this order, as far as the city has them."""
OTHER_SOURCES = (
    "districts/boundaries",
    "offerings/locations",
    "offerings/location_positions",
    "planning/needs",
    "planning/measures",
)
"""Datasets that a district page shows beside those of its indicators."""
LIST_COLUMNS = ("population", "population_65_plus", "share_65_plus", "change_65_plus_pct")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesView:
    """A line chart: numbers by year."""

    id: str
    title: str
    point: str
    """What the chart shows, in one sentence."""
    unit: str
    decimals: int
    points: tuple[tuple[int, Quantity], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarsView:
    """A comparison of one number between districts."""

    id: str
    title: str
    point: str
    unit: str
    decimals: int
    bars: tuple[tuple[str, Quantity, bool], ...]
    """Name, number and whether it is the district of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeView:
    """Age groups of a district beside those of the city, in percent."""

    id: str
    title: str
    point: str
    own_name: str
    city_name: str
    groups: tuple[tuple[str, Quantity, Quantity], ...]
    """Age group, share in the district, share in the city."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictPage:
    """Everything on the page of a district."""

    path: PurePosixPath
    meta: PageMeta
    district: District
    level: Level
    kicker: str
    lead: tuple[str, ...]
    status_notes: tuple[str, ...]
    """What readers must know about the cut; empty for official districts."""
    facts: tuple[Fact, ...]
    ages: AgeView | None
    series: tuple[SeriesView, ...]
    comparison: BarsView | None
    figures: TableView
    parts: TableView | None
    map: MapView
    offerings: tuple[OfferingView, ...]
    offering_notes: tuple[str, ...]
    supply: TableView | None
    needs: tuple[NeedView, ...]
    measures: tuple[MeasureView, ...]
    parent: Link | None
    neighbours: tuple[Link, ...]
    pager: PagerView
    downloads: tuple[DownloadView, ...]
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelPage:
    """The list of the districts of a level."""

    path: PurePosixPath
    meta: PageMeta
    level: Level
    lead: str
    status_note: str
    areas: tuple[MapArea, ...]
    """All districts for the clickable map."""
    districts: TableView
    sources: tuple[SourceView, ...]


def profile_districts(atlas: Atlas, files: Files) -> tuple[DistrictPage, ...]:
    """A page for every district, the city included."""
    return tuple(
        _profile_district(atlas, district, level, files)
        for level in atlas.geography.levels
        for district in atlas.geography.districts_on(level)
    )


def profile_levels(atlas: Atlas) -> tuple[LevelPage, ...]:
    """A list for every level below the city."""
    return tuple(_profile_level(atlas, level) for level in atlas.geography.levels[1:])


def _profile_district(atlas: Atlas, district: District, level: Level, files: Files) -> DistrictPage:
    """One page."""
    page = layout.district_page(district, level)
    parent = atlas.geography.districts.get(district.parent_code or "")
    numbered = number_offerings(sort_offerings(atlas, offerings_of(atlas, district)))
    facts = tuple(_fact(atlas, page, district, one) for one in FACTS if one in atlas.results.ids)
    return DistrictPage(
        path=page,
        meta=_meta(page, district, level),
        district=district,
        level=level,
        kicker=f"{level.name_singular} {district.number}".strip(),
        lead=_lead(atlas, district),
        status_notes=tuple(note for note in (_status_note(district), level.status_note) if note),
        facts=facts,
        ages=_ages(atlas, district),
        series=tuple(
            _series(atlas, district, one) for one in ("population_65_plus", "population") if one in atlas.results.ids
        ),
        comparison=_comparison(atlas, district),
        figures=_figures(atlas, page, district, supply=False),
        parts=_parts(atlas, page, district),
        map=_map(atlas, page, district, level, len(numbered)),
        offerings=tuple(view_offering(atlas, page, number, one) for number, one in numbered),
        offering_notes=incompleteness_note(atlas),
        supply=_figures(atlas, page, district, supply=True) if atlas.catalog.offerings else None,
        needs=tuple(view_need(atlas, page, one) for one in needs_of(atlas, district.code)),
        measures=tuple(view_measure(atlas, page, one) for one in measures_of(atlas, district.code)),
        parent=atlas.district_link(page, parent) if parent else None,
        neighbours=tuple(
            atlas.district_link(page, atlas.geography.districts[code]) for code in district.neighbour_codes
        ),
        pager=_pager(atlas, page, district, level),
        downloads=view_downloads(page, layout.district_downloads(level, district), files),
        sources=_sources(atlas, page),
    )


def profile_map(atlas: Atlas, district: District) -> MarkerMapView:
    """The map of offerings of a district."""
    level = atlas.geography.level_of(district)
    page = layout.district_page(district, level)
    numbered = number_offerings(sort_offerings(atlas, offerings_of(atlas, district)))
    return MarkerMapView(
        level=level,
        district=district,
        markers=tuple(make_marker(atlas, number, one) for number, one in numbered),
        map=_map(atlas, page, district, level, len(numbered)),
        page=page,
    )


def offerings_of(atlas: Atlas, district: District) -> tuple[Offering, ...]:
    """Offerings in a district; the city also has those whose district is unknown."""
    if district.code == atlas.geography.city.code:
        return atlas.catalog.offerings
    return atlas.catalog.in_districts(atlas.geography.finest_codes(district.code))


def _meta(page: PurePosixPath, district: District, level: Level) -> PageMeta:
    """Title, description and the way here."""
    crumbs = [Link(text="Start", href=layout.relative_url(page, layout.START))]
    if level.sort_order > 1:
        crumbs.append(Link(text=level.name_plural, href=layout.relative_url(page, layout.level_page(level))))
    topics = "Bevölkerung, Angebote, Bedarfe und Maßnahmen für ältere Menschen"
    name = _full_name(district, level)
    return PageMeta(
        title=name,
        description=f"{name}: {topics}, mit Karte, Quellen und Daten.",
        crumbs=tuple(crumbs),
    )


def _full_name(district: District, level: Level) -> str:
    """Districts of different levels may share a name; the city needs no addition."""
    return district.name if level.sort_order == 1 else f"{district.name} ({level.name_singular})"


def _lead(atlas: Atlas, district: District) -> tuple[str, ...]:
    """Sentences before numbers: who lives here, and what the district is made of."""
    results = atlas.results
    sentences = []
    if "population" in results.ids:
        people = results.latest("population", district.code)
        if people.value is None:
            sentences.append(f"{district.name}: Wie viele Menschen hier leben, ist nicht veröffentlicht.")
        elif people.value == 0:
            sentences.append(f"{district.name}: Hier ist niemand mit Hauptwohnung gemeldet.")
        else:
            sentences.append(f"{district.name}: Hier leben {format_number(people.value)} Menschen.")
            sentences.extend(_older_people(atlas, district))
    if district.part_codes and district.code != atlas.geography.city.code:
        parts = [atlas.geography.districts[code] for code in district.part_codes]
        plural = atlas.geography.level_of(parts[0]).name_plural if len(parts) > 1 else ""
        if len(parts) > 1:
            sentences.append(f"Zum Gebiet gehören die {plural} {format_list([one.name for one in parts])}.")
        else:
            sentences.append(
                f"Zum Gebiet gehört ein {atlas.geography.level_of(parts[0]).name_singular}: {parts[0].name}."
            )
    return tuple(sentences)


def _older_people(atlas: Atlas, district: District) -> tuple[str, ...]:
    """How many of them are 65 or older, or why that is not said."""
    if "population_65_plus" not in atlas.results.ids:
        return ()
    older = atlas.results.latest("population_65_plus", district.code)
    if older.value is not None:
        return (f"{format_number(older.value)} von ihnen sind 65 Jahre oder älter.",)
    if older.status is not ObservationStatus.CONFIDENTIAL:
        return ("Wie viele von ihnen 65 Jahre oder älter sind, ist nicht bekannt.",)
    hidden = [
        atlas.geography.districts[cell.district_code].name
        for cell in older.evidence
        if cell.quantity.status is ObservationStatus.CONFIDENTIAL and cell.district_code != district.code
    ]
    if hidden:
        return (
            "Wie viele von ihnen 65 Jahre oder älter sind, wird hier nicht ausgewiesen: Für "
            f"{format_list(hidden)} hält die Quelle die Zahl geheim, weil dort nur wenige Menschen leben.",
        )
    return (
        "Wie viele von ihnen 65 Jahre oder älter sind, hält die Quelle geheim, "
        "damit niemand in kleinen Gruppen erkannt werden kann.",
    )


def _status_note(district: District) -> str:
    """What the cut of this district rests on."""
    if district.status == "official" or not district.basis:
        return ""
    word = "belegt" if district.status == "documented" else "vorläufig"
    return f"Zuschnitt {word}: {district.basis.rstrip('.')}."


def _fact(atlas: Atlas, page: PurePosixPath, district: District, indicator_id: str) -> Fact:
    """A key figure with the city's number for comparison."""
    indicator = atlas.results.indicator(indicator_id)
    city = atlas.geography.city
    observation = atlas.results.latest(indicator_id, district.code)
    compared = atlas.results.latest(indicator_id, city.code)
    is_comparable = bool(indicator.unit) and district.code != city.code
    return Fact(
        value=atlas.view(page, observation),
        label=indicator.short_title,
        comparison=f"{city.name}: {atlas.view(page, compared).text}" if is_comparable else "",
        date=format_date(observation.reference_date),
    )


def _ages(atlas: Atlas, district: District) -> AgeView | None:
    """Age structure beside the city's; nothing where ages are not known by district."""
    city = atlas.geography.city
    if district.code not in atlas.ages:
        return None
    own, whole = atlas.ages[district.code], atlas.ages[city.code]
    return AgeView(
        id="altersaufbau",
        title=f"Altersaufbau am {format_date(own.reference_date)}",
        point=_age_point(atlas, district, own.bands[-1], whole.bands[-1]),
        own_name=district.name,
        city_name=city.name,
        groups=tuple((mine.title, mine.share, all_.share) for mine, all_ in zip(own.bands, whole.bands, strict=True)),
    )


def _age_point(atlas: Atlas, district: District, own: AgeBand, city: AgeBand) -> str:
    """The age chart in one sentence."""
    if own.share.status is ObservationStatus.NOT_MEANINGFUL:
        return "Hier leben so wenige Menschen, dass Anteile nichts aussagen."
    if own.share.value is None or city.share.value is None:
        return "Nicht alle Altersgruppen sind veröffentlicht."
    if district.code == atlas.geography.city.code:
        return f"Von 100 Menschen sind {format_number(own.share.value)} mindestens {own.lower} Jahre alt."
    return (
        f"Von 100 Menschen sind hier {format_number(own.share.value)} mindestens {own.lower} Jahre alt, "
        f"in der ganzen Stadt {format_number(city.share.value)}."
    )


def _series(atlas: Atlas, district: District, indicator_id: str) -> SeriesView:
    """An indicator over the years."""
    indicator = atlas.results.indicator(indicator_id)
    observations = atlas.results.series[indicator_id, district.code]
    points = tuple((one.reference_date.year, Quantity(one.value, one.status)) for one in observations)
    known = [(year, quantity.value) for year, quantity in points if quantity.value is not None]
    if len(known) > 1:
        (first_year, first), (last_year, last) = known[0], known[-1]
        point = (
            f"{first_year} waren es {format_number(first, indicator.decimals)}, "
            f"{last_year} {format_number(last, indicator.decimals)}."
        )
    else:
        point = "Für die meisten Jahre gibt es hier keine Zahl."
    return SeriesView(
        id=f"reihe-{indicator.slug}",
        title=f"{indicator.title}, {points[0][0]} bis {points[-1][0]}",
        point=point,
        unit=indicator.unit,
        decimals=indicator.decimals,
        points=points,
    )


def _comparison(atlas: Atlas, district: District) -> BarsView | None:
    """The share of older people beside that of the parts, or of the district around it and the city."""
    indicator_id = "share_65_plus"
    if indicator_id not in atlas.results.ids:
        return None
    indicator = atlas.results.indicator(indicator_id)
    around = atlas.geography.ancestors(district.code)
    rows = [district, *reversed(around)]
    bars = []
    for one in rows:
        observation = atlas.results.latest(indicator_id, one.code)
        bars.append((one.name, Quantity(observation.value, observation.status), one.code == district.code))
    if len(bars) < 2:
        return None
    day = atlas.results.latest(indicator_id, district.code).reference_date
    return BarsView(
        id="vergleich-anteil-ab-65",
        title=f"{indicator.title} am {format_date(day)}",
        point="Der Anteil hier im Vergleich mit dem Gebiet ringsum und der ganzen Stadt.",
        unit=indicator.unit,
        decimals=indicator.decimals,
        bars=tuple(bars),
    )


def is_supply(indicator: Indicator) -> bool:
    """Tell whether an indicator counts offerings."""
    return isinstance(indicator.formula, Ratio) and isinstance(indicator.formula.numerator, OfferingTerm)


def _figures(atlas: Atlas, page: PurePosixPath, district: District, *, supply: bool) -> TableView:
    """All indicators of the district beside those of the districts around it."""
    columns = (district, *reversed(atlas.geography.ancestors(district.code)))
    rows = []
    for indicator in atlas.results.indicators:
        if is_supply(indicator) is not supply:
            continue
        cells = tuple(atlas.view(page, atlas.results.latest(indicator.id, one.code)) for one in columns)
        own = atlas.results.latest(indicator.id, district.code)
        if supply and own.numerator.value is not None:
            cells = (text_value(format_number(own.numerator.value)), *cells)
        rows.append(
            RowView(
                header=Link(text=indicator.title, href=atlas.indicator_href(page, indicator)),
                cells=(*cells, text_value(format_date(own.reference_date))),
            )
        )
    count = ("Anzahl hier",) if supply else ()
    topic = "Erfasste Angebote im Verhältnis zu den Menschen ab 65" if supply else "Kennzahlen im Vergleich"
    return TableView(
        caption=f"{topic}: {district.name}",
        columns=("Kennzahl", *count, *(one.name for one in columns), "Stichtag"),
        rows=tuple(rows),
    )


def _parts(atlas: Atlas, page: PurePosixPath, district: District) -> TableView | None:
    """The districts one level down with their most important numbers."""
    parts = [atlas.geography.districts[code] for code in district.part_codes]
    if not parts:
        return None
    level = atlas.geography.level_of(parts[0])
    return list_districts(atlas, page, parts, f"{district.name}: {level.name_plural}", district)


def list_districts(
    atlas: Atlas, page: PurePosixPath, districts: Sequence[District], caption: str, whole: District
) -> TableView:
    """A table of districts with the numbers that matter most, and the whole they belong to in the last row."""
    indicators = [atlas.results.indicator(one) for one in LIST_COLUMNS if one in atlas.results.ids]
    level = atlas.geography.level_of(districts[0])
    rows = [_list_row(atlas, page, one, indicators) for one in districts]
    return TableView(
        caption=caption,
        columns=(level.name_singular, *(one.short_title for one in indicators)),
        rows=(*rows, _list_row(atlas, page, whole, indicators, is_strong=True)),
        source=_table_source(atlas, indicators, whole),
    )


def _list_row(
    atlas: Atlas, page: PurePosixPath, district: District, indicators: Sequence[Indicator], *, is_strong: bool = False
) -> RowView:
    """A district in a table of districts."""
    link = atlas.district_link(page, district)
    return RowView(
        header=replace(link, text=f"{district.number} {district.name}".strip()),
        cells=tuple(atlas.view(page, atlas.results.latest(one.id, district.code)) for one in indicators),
        is_strong=is_strong,
    )


def _table_source(atlas: Atlas, indicators: Sequence[Indicator], district: District) -> str:
    """Source and reference date of a table of districts."""
    if not indicators:
        return ""
    sources = dict.fromkeys(
        source.title
        for indicator in indicators
        for resource_id in indicator.resource_ids
        for source in atlas.resource(resource_id).sources
    )
    day = atlas.results.latest(indicators[0].id, district.code).reference_date
    return f"Quelle: {'; '.join(sources)}. Stichtag {format_date(day)}."


def _map(atlas: Atlas, page: PurePosixPath, district: District, level: Level, count: int) -> MapView:
    """The map of offerings."""
    drawn = sum(1 for one in offerings_of(atlas, district) if one.position is not None)
    return MapView(
        title=f"Karte der Angebote: {_full_name(district, level)}",
        summary=(
            f"Die Karte zeigt {drawn} von {count} erfassten Angeboten. "
            "Die Nummern sind dieselben wie in der Liste; was keine belegte Lage hat, steht nur dort."
        ),
        picture_href=layout.relative_url(page, layout.district_picture(level, district)),
        map_href=layout.relative_url(page, layout.district_map(level, district)),
        attribution=_map_attribution(atlas),
        skip_anchor="nach-der-karte",
    )


def _map_attribution(atlas: Atlas) -> str:
    """Whom maps have to name."""
    used = ("districts/boundaries", "offerings/location_positions", "offerings/stops")
    found = [one for package in atlas.packages for one in package.resources if one.id in used]
    return "; ".join(dict.fromkeys(one.licenses[0].attribution or one.licenses[0].title for one in found))


def _pager(atlas: Atlas, page: PurePosixPath, district: District, level: Level) -> PagerView:
    """Previous and next district of the level."""
    siblings = atlas.geography.districts_on(level)
    return page_through([atlas.district_link(page, one) for one in siblings], siblings.index(district))


def _sources(atlas: Atlas, page: PurePosixPath) -> tuple[SourceView, ...]:
    """Every dataset that feeds a district page."""
    ids = [one for indicator in atlas.results.indicators for one in indicator.resource_ids]
    return atlas.view_sources(page, (*ids, *OTHER_SOURCES))


def list_areas(atlas: Atlas, level: Level) -> tuple[MapArea, ...]:
    """The districts of a level for a map that leads to their pages."""
    return tuple(
        MapArea(
            district_code=one.code,
            name=one.name,
            label=one.number or one.name,
            text="",
            class_number=None,
            amount=None,
            href=layout.url(layout.district_page(one, level)),
        )
        for one in atlas.geography.districts_on(level)
    )


def _profile_level(atlas: Atlas, level: Level) -> LevelPage:
    """The list of a level."""
    page = layout.level_page(level)
    districts = atlas.geography.districts_on(level)
    city = atlas.geography.city
    names = format_list([one.name for one in districts[:3]])
    return LevelPage(
        path=page,
        meta=PageMeta(
            title=level.name_plural,
            description=f"Alle {len(districts)} {level.name_plural} von {city.name}, darunter {names}.",
            crumbs=(Link(text="Start", href=layout.relative_url(page, layout.START)),),
        ),
        level=level,
        lead=f"{city.name} hat {len(districts)} {level.name_plural}. Karte und Liste führen zu ihren Seiten.",
        status_note=level.status_note,
        areas=list_areas(atlas, level),
        districts=list_districts(atlas, page, districts, f"{level.name_plural} in {city.name}", city),
        sources=_sources(atlas, page),
    )
