"""The page of an indicator: map, table of all districts, definition, evidence."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import (
    BELOW_ZERO_MARK,
    NIL_SIGN,
    SIGN_MEANINGS,
    describe_absence,
    describe_quantity,
    describe_sign,
    find_sign,
    format_date,
    format_list,
    format_number,
    format_quantity,
)
from generator.indicators.definition import Change, Direction, Indicator, MapStyle, Ratio
from generator.model import District, Evidence, Level, MapArea, MapClass, Observation
from generator.profiles.atlas import Atlas, is_signed
from generator.profiles.downloads import view_downloads
from generator.profiles.map_classes import ClassRange, find_class
from generator.profiles.offering_notes import incompleteness_note, supply_note
from generator.profiles.tables import is_supply
from generator.profiles.views import (
    DISTRICT_COLUMN,
    AreaMapView,
    DownloadView,
    Files,
    Link,
    MapView,
    PageMeta,
    RowView,
    SourceView,
    TableView,
    Value,
    text_value,
    view_quantity,
)

DIRECTION_TEXT = {
    Direction.MORE_NEED: "Ein höherer Wert spricht für mehr Aufgaben der Stadt.",
    Direction.LESS_NEED: "Ein höherer Wert steht für mehr Angebote.",
    Direction.NEUTRAL: "Ein höherer Wert ist weder gut noch schlecht; er beschreibt das Gebiet.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionView:
    """Text and formula of an indicator, generated from its definition."""

    anchor: str
    title: Link
    meaning: str
    formula: str
    unit: str
    direction: str
    sources: tuple[Link, ...]
    caveats: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLevelView:
    """An indicator on one level: map and table."""

    level: Level
    anchor: str
    status_note: str
    drawing: AreaMapView
    table: TableView


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorPage:
    """Everything on the page of an indicator."""

    path: PurePosixPath
    meta: PageMeta
    indicator: Indicator
    lead: str
    definition: DefinitionView
    notes: tuple[str, ...]
    levels: tuple[IndicatorLevelView, ...]
    downloads: tuple[DownloadView, ...]
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorTopic:
    """Indicators under a heading."""

    title: str
    table: TableView


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorsPage:
    """All indicators with the number of the city."""

    path: PurePosixPath
    meta: PageMeta
    topics: tuple[IndicatorTopic, ...]


def profile_indicators(atlas: Atlas, files: Files) -> tuple[IndicatorPage, ...]:
    """A page for every indicator that could be worked out."""
    return tuple(_profile_indicator(atlas, indicator, files) for indicator in atlas.results.indicators)


def profile_indicator_list(atlas: Atlas) -> IndicatorsPage:
    """The overview of indicators by topic."""
    page = layout.INDICATORS
    topics = tuple(
        _list_topic(atlas, page, topic, tuple(group))
        for topic, group in groupby(atlas.results.indicators, key=lambda one: one.topic)
    )
    return IndicatorsPage(
        path=page,
        meta=PageMeta(
            title="Zahlen",
            description=f"{len(atlas.results.indicators)} Kennzahlen für alle Gebiete mit Karte und Rechenweg.",
            crumbs=(Link(text="Start", href=layout.relative_url(page, layout.START)),),
        ),
        topics=topics,
    )


def _list_topic(atlas: Atlas, page: PurePosixPath, topic: str, group: Sequence[Indicator]) -> IndicatorTopic:
    """The indicators of a topic with the numbers of the city."""
    city = atlas.geography.city
    supply = [one for one in group if is_supply(one)]
    return IndicatorTopic(
        title=topic,
        table=TableView(
            caption=f"{topic}: Werte für {city.name}",
            columns=("Kennzahl", city.name, "Stichtag"),
            rows=tuple(_list_row(atlas, page, indicator) for indicator in group),
            source=supply_note(atlas, supply, city.code) if supply else "",
        ),
    )


def _list_row(atlas: Atlas, page: PurePosixPath, indicator: Indicator) -> RowView:
    """An indicator in the overview."""
    observation = atlas.results.latest(indicator.id, atlas.geography.city.code)
    return RowView(
        header=Link(text=indicator.title, href=atlas.indicator_href(page, indicator)),
        cells=(atlas.view(page, observation), text_value(format_date(observation.reference_date))),
    )


def define(atlas: Atlas, page: PurePosixPath, indicator: Indicator) -> DefinitionView:
    """The definition as the method page and the indicator's own page print it."""
    minimum = atlas.parameters.get("min_population_for_shares")
    caveats = list(indicator.caveats)
    if indicator.needs_population and minimum:
        caveats.append(
            f"Gezeigt ab {format_number(minimum.value)} Einwohnerinnen und Einwohnern; darunter steht x. "
            f"Grund: {minimum.source}."
        )
    return DefinitionView(
        anchor=f"kennzahl-{indicator.slug}",
        title=Link(text=indicator.title, href=atlas.indicator_href(page, indicator)),
        meaning=indicator.meaning,
        formula=indicator.formula_text,
        unit=indicator.unit_title,
        direction=DIRECTION_TEXT[indicator.direction],
        sources=tuple(
            Link(
                text=atlas.resource(one).title,
                href=layout.relative_url(page, layout.resource_page(*one.split("/", 1))),
            )
            for one in indicator.resource_ids
        ),
        caveats=tuple(caveats),
    )


def _profile_indicator(atlas: Atlas, indicator: Indicator, files: Files) -> IndicatorPage:
    """One page."""
    page = layout.indicator_page(indicator.slug)
    city = atlas.results.latest(indicator.id, atlas.geography.city.code)
    when = format_date(city.reference_date)
    if city.value is None:
        known = describe_absence(city.status)
    else:
        known = format_quantity(city, indicator.decimals, unit=indicator.unit, signed=is_signed(indicator))
    paths = tuple(layout.indicator_download(indicator.slug, suffix) for suffix in ("zip", "xlsx", "csv", "geojson"))
    return IndicatorPage(
        path=page,
        meta=PageMeta(
            title=indicator.title,
            description=f"{indicator.title}: Karte, Tabelle aller Gebiete, Rechenweg und Daten zum Mitnehmen.",
            crumbs=(
                Link(text="Start", href=layout.relative_url(page, layout.START)),
                Link(text="Zahlen", href=layout.relative_url(page, layout.INDICATORS)),
            ),
        ),
        indicator=indicator,
        lead=f"{atlas.geography.city.name}, {when}: {known}.",
        definition=define(atlas, page, indicator),
        notes=_supply_notes(atlas, indicator) if is_supply(indicator) else (),
        levels=tuple(_view_level(atlas, page, indicator, level) for level in atlas.geography.levels[1:]),
        downloads=view_downloads(page, paths, files),
        sources=atlas.view_sources(page, indicator.resource_ids),
    )


def _supply_notes(atlas: Atlas, indicator: Indicator) -> tuple[str, ...]:
    """What readers must know of a number of offerings: what the list lacks, and what does not count."""
    return (*incompleteness_note(atlas), supply_note(atlas, [indicator], atlas.geography.city.code))


def _view_level(atlas: Atlas, page: PurePosixPath, indicator: Indicator, level: Level) -> IndicatorLevelView:
    """Map and table of a level."""
    return IndicatorLevelView(
        level=level,
        anchor=f"ebene-{level.slug}",
        status_note=level.status_note,
        drawing=profile_area_map(atlas, indicator, level),
        table=_table(atlas, page, indicator, level),
    )


def profile_area_map(atlas: Atlas, indicator: Indicator, level: Level) -> AreaMapView:
    """The map of an indicator on a level."""
    page = layout.indicator_page(indicator.slug)
    districts = atlas.geography.districts_on(level)
    observations = {one.code: atlas.results.latest(indicator.id, one.code) for one in districts}
    ranges = atlas.classes.get(indicator.class_set, ()) if indicator.map_style is MapStyle.CLASSES else ()
    classes = tuple(one.view for one in ranges)
    return AreaMapView(
        level=level,
        areas=tuple(_area(indicator, level, one, observations[one.code], ranges) for one in districts),
        classes=classes,
        map=_map(atlas, page, indicator, level, _summarize(indicator, level, districts, observations, classes)),
        page=page,
    )


def _map(atlas: Atlas, page: PurePosixPath, indicator: Indicator, level: Level, summary: str) -> MapView:
    """The texts and addresses of a map."""
    return MapView(
        title=f"Karte der {level.name_plural}: {indicator.title}",
        summary=summary,
        picture_href=layout.relative_url(page, layout.indicator_picture(indicator.slug, level)),
        map_href=layout.relative_url(page, layout.indicator_map(indicator.slug, level)),
        attribution=atlas.resource("districts/boundaries").licenses[0].attribution or "",
        skip_anchor=f"tabelle-{level.slug}",
    )


def _summarize(
    indicator: Indicator,
    level: Level,
    districts: Sequence[District],
    observations: Mapping[str, Observation],
    classes: Sequence[MapClass],
) -> str:
    """The map in words: highest, lowest, and where there is no number."""
    values = {one.name: observations[one.code] for one in districts}
    known = {name: one.value for name, one in values.items() if one.value is not None}
    if indicator.map_style is MapStyle.CIRCLES:
        sentences = ["Je größer der Kreis, desto größer die Zahl."]
    else:
        sentences = [_describe_scale(level, classes)]
    signs = Counter(sign for one in values.values() if (sign := find_sign(one, signed=is_signed(indicator))))
    for word, choose in (("höchsten", max), ("niedrigsten", min)) if known else ():
        name = choose(known, key=known.__getitem__)
        if known[name] == 0 and signs[NIL_SIGN]:
            # Which of the districts without anything comes first says nothing.
            continue
        text = format_quantity(values[name], indicator.decimals, unit=indicator.unit, signed=is_signed(indicator))
        sentences.append(f"Am {word}: {name} ({text}).")
    sentences.extend(_count_signs(signs, len(values), classes))
    return " ".join(sentences)


def _describe_scale(level: Level, classes: Sequence[MapClass]) -> str:
    """What light and dark mean, and the two colours of a scale around zero."""
    if any(one.from_zero for one in classes):
        above = "um null in Grau, darüber" if any(one.from_zero == 0 for one in classes) else "ab null"
        return (
            f"{level.name_plural} unter null in Ocker mit dem Zeichen {BELOW_ZERO_MARK}, {above} in Blau; "
            "je dunkler, desto weiter von null entfernt."
        )
    return f"{level.name_plural} von hell (niedrig) bis dunkel (hoch)."


def _count_signs(signs: Mapping[str, int], count: int, classes: Sequence[MapClass]) -> Iterator[str]:
    """How many districts have a sign instead of a number, and which."""
    if nil := signs.get(NIL_SIGN):
        meaning = next((one.title for one in classes if one.is_nil), describe_sign(NIL_SIGN))
        yield f"{_count_districts(nil)} von {count}: {meaning}."
    gaps = [sign for sign in SIGN_MEANINGS if sign != NIL_SIGN and signs.get(sign)]
    missing = sum(signs[sign] for sign in gaps)
    if gaps:
        if missing == 1:
            pattern = f"es ist gemustert, mit dem Zeichen {describe_sign(gaps[0])}"
        else:
            reasons = [f"{signs[sign]} mit dem Zeichen {describe_sign(sign)}" for sign in gaps]
            pattern = f"sie sind gemustert, {format_list(reasons)}"
        yield f"Für {_count_districts(missing)} von {count} steht keine Zahl; {pattern}."


def _count_districts(count: int) -> str:
    """Some districts."""
    return f"{count} {'Gebiet' if count == 1 else 'Gebiete'}"


def _area(
    indicator: Indicator,
    level: Level,
    district: District,
    observation: Observation,
    ranges: Sequence[ClassRange],
) -> MapArea:
    """A district on the map."""
    is_change = is_signed(indicator)
    found = find_class(observation.value, ranges)
    return MapArea(
        district_code=district.code,
        name=district.name,
        label=district.number or district.name,
        text=describe_quantity(observation, indicator.decimals, unit=indicator.unit, signed=is_change),
        sign=find_sign(observation, signed=is_change),
        class_number=found.number if found else None,
        amount=observation.value if indicator.map_style is MapStyle.CIRCLES else None,
        href=layout.url(layout.district_page(district, level)),
    )


def _table(atlas: Atlas, page: PurePosixPath, indicator: Indicator, level: Level) -> TableView:
    """All districts of a level with numerator, denominator and the rows behind them."""
    titles = _term_titles(indicator)
    rows = [_table_row(atlas, page, indicator, district) for district in atlas.geography.districts_on(level)]
    city = _table_row(atlas, page, indicator, atlas.geography.city)
    # The city stands below the table of every level; links lead to the first.
    is_first = level == atlas.geography.levels[1]
    return TableView(
        caption=f"{level.name_plural}: {indicator.title}",
        columns=(DISTRICT_COLUMN, "Wert", *titles, "Stichtag", "Zeilen im Datensatz"),
        rows=(*rows, city if is_first else replace(city, anchor="")),
        words=("Zeilen im Datensatz",),
    )


def _term_titles(indicator: Indicator) -> tuple[str, ...]:
    """Headings of the columns behind the number; a count stands for itself."""
    match indicator.formula:
        case Ratio(numerator, denominator):
            return numerator.title, denominator.title
        case Change(numerator):
            return f"{numerator.title} am Stichtag", f"{numerator.title} zu Beginn"
        case _:
            return ()


def _table_row(atlas: Atlas, page: PurePosixPath, indicator: Indicator, district: District) -> RowView:
    """A district with its number and what it rests on."""
    observation = atlas.results.latest(indicator.id, district.code)
    parts = (observation.numerator, observation.denominator) if observation.denominator else ()
    return RowView(
        header=atlas.district_link(page, district),
        cells=(
            view_quantity(observation, indicator.decimals, indicator.unit, signed=is_signed(indicator)),
            *(view_quantity(one, _decimals_of(one.value)) for one in parts),
            text_value(format_date(observation.reference_date)),
            Value(text=describe_rows(observation.evidence)),
        ),
        anchor=f"gebiet-{district.code.lower()}",
        is_strong=district.code == atlas.geography.city.code,
    )


def _decimals_of(value: float | None) -> int:
    """Counts are whole, surfaces are not."""
    return 0 if value is None or float(value).is_integer() else 2


def describe_rows(evidence: Sequence[Evidence]) -> str:
    """Name the rows behind a number.

    >>> from generator.model import Quantity
    >>> cell = lambda line: Evidence(resource_id="a/b", line=line, field="f", district_code="01", quantity=Quantity(1))
    >>> describe_rows([cell(2), cell(3), cell(7)])
    'a/b: 2, 3, 7'
    """
    lines: dict[str, list[int]] = {}
    for cell in evidence:
        lines.setdefault(cell.resource_id, []).append(cell.line)
    return "; ".join(
        f"{resource_id}: {', '.join(str(line) for line in sorted(set(found)))}" for resource_id, found in lines.items()
    )
