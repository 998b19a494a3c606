"""Walking distances, ready to read: the section on the page of a district, and the page about the whole city."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import (
    NIL_SIGN,
    describe_absence,
    format_date,
    format_difference,
    format_number,
    format_unit,
    make_slug,
)
from generator.indicators.reachability import (
    MEETING_PLACE,
    DistrictReach,
    Reachability,
    ReachChange,
    Scenario,
    SiteCounts,
    Span,
    Target,
    WhiteSpot,
)
from generator.model import District, Level, MapArea, MapClass, Outline, Quantity
from generator.plain import start_sentence
from generator.profiles.atlas import Atlas
from generator.profiles.downloads import view_downloads
from generator.profiles.offering_notes import incompleteness_note
from generator.profiles.spot_needs import SpotNeeds, count_needs, list_spot_needs, spot_link
from generator.profiles.twins import view_plain_twin
from generator.profiles.views import (
    AreaMapView,
    DownloadView,
    Files,
    Link,
    MapView,
    PageMeta,
    RowView,
    SourceView,
    TableView,
    TwinView,
    Value,
    text_value,
    view_quantity,
)

PARAMETERS = ("walk_", "white_spot_")
"""How the names of the parameters begin that this page explains."""
SPOT_LEVEL = Level(
    id="white_spots",
    name_singular="Weißer Fleck",
    name_plural="Weiße Flecken",
    slug="weisse-flecken",
    sort_order=0,
    is_official=False,
    status_note="",
)
"""White spots are drawn as the districts of a level are."""
CLASS_TITLES = {
    "reached": "Begegnungsort in Reichweite",
    "unclear": "vielleicht in Reichweite: Die Lage ist nur ungefähr bekannt",
    "missed": "kein bekannter Begegnungsort in Reichweite",
}
METHOD_ANCHOR = "so-wird-gerechnet"
ALL_AT_ONCE = "Alle Gedankenspiele zugleich"
ALL_ANCHOR = "was-waere-wenn-alles-zugleich"
WALKERS = {"mobile": "gut zu Fuß sind", "restricted": "nur langsam gehen können"}
ASSUMPTION = (
    "Wie alt die Menschen in einer Zelle von 100 mal 100 Metern sind, ist nicht bekannt. Der Atlas nimmt an, dass dort "
    "so viele von 100 Menschen 65 oder älter sind wie im Gebiet ringsum. Das ist eine Schätzung."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachSection:
    """What the page of a district says about walking distances."""

    lead: tuple[str, ...]
    table: TableView
    spots: tuple[Link, ...]
    """White spots in the district; those of the city stand on the page about all of it."""
    spots_note: str
    spot_needs: tuple[SpotNeeds, ...]
    """What is needed where they lie; empty on the page of the city."""
    scenarios: tuple[Link, ...]
    """What possible places would change here."""
    page: Link
    method: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioView:
    """What one possible place would change."""

    anchor: str
    title: str
    effect: str
    note: str
    source: str
    table: TableView


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterLine:
    """A convention that the numbers of the page depend on."""

    title: str
    value: str
    description: str
    source: str
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachPage:
    """Everything on the page about walking distances."""

    path: PurePosixPath
    meta: PageMeta
    twin: TwinView | None
    """The same page in plain German; ``None`` where a city has none."""
    lead: tuple[str, ...]
    notes: tuple[str, ...]
    summary: TableView
    sites: TableView
    map: MapView
    spots: TableView
    spots_notes: tuple[str, ...]
    spot_needs: tuple[SpotNeeds, ...]
    """What is needed where the white spots lie."""
    levels: tuple[TableView, ...]
    scenarios: tuple[ScenarioView, ...]
    index: TableView
    parameters: tuple[ParameterLine, ...]
    downloads: tuple[DownloadView, ...]
    sources: tuple[SourceView, ...]


def view_span(span: Span, unit: str, *, signed: bool = False) -> Value:
    """A range as "4 bis 38 %", one number where both ends are the same, or a sign."""
    low, high = span.low, span.high
    if low.value is None:
        return view_quantity(low, 0, unit)
    if high.value is None:
        return Value(text=f"mindestens {_write(low.value, unit, signed=signed)}", meaning="")
    if low.value == 0 == high.value:
        return Value(text="±0") if signed else view_quantity(low, 0, unit)
    texts = [_write(one, "", signed=signed) for one in (low.value, high.value)]
    if texts[0] == texts[1]:
        return Value(text=_write(low.value, unit, signed=signed))
    return Value(text=format_unit(f"{texts[0]} bis {texts[1]}", unit))


def _write(value: float, unit: str, *, signed: bool = False) -> str:
    return format_unit(format_difference(value) if signed else format_number(value), unit)


def span_minutes(span: Span, speed_m_per_s: float) -> Span:
    """A range of metres as minutes on foot."""
    return Span(_to_minutes(span.low, speed_m_per_s), _to_minutes(span.high, speed_m_per_s))


def _to_minutes(metres: Quantity, speed_m_per_s: float) -> Quantity:
    return metres if metres.value is None else Quantity(metres.value / speed_m_per_s / 60)


def profile_reach_section(atlas: Atlas, page: PurePosixPath, district: District) -> ReachSection | None:
    """What a district's page says, if the city has census cells."""
    reachability = atlas.reachability
    if reachability is None:
        return None
    spots = spots_in(atlas, reachability, district)
    people = sum(one.people for one in spots)
    target = layout.relative_url(page, layout.REACHABILITY, anchor=METHOD_ANCHOR)
    method = Link(text="So wird gerechnet", href=target)
    return ReachSection(
        lead=_lead(reachability, district),
        table=_table_of(atlas, reachability, district, method.href),
        spots=tuple(
            Link(
                text=f"Weißer Fleck {one.number} (etwa {format_number(one.people)} Menschen ab 65)",
                href=layout.relative_url(page, layout.REACHABILITY, anchor=layout.white_spot_anchor(one.number)),
            )
            for one in (() if district.code == atlas.geography.city.code else spots)
        ),
        spots_note=_spots_note(reachability, district, len(spots), people),
        spot_needs=() if district.code == atlas.geography.city.code else list_spot_needs(atlas, page, spots),
        scenarios=tuple(_list_scenarios(reachability, page, district)),
        page=Link(text="Karte, weiße Flecken und alle Gebiete", href=layout.relative_url(page, layout.REACHABILITY)),
        method=method,
    )


def spots_in(atlas: Atlas, reachability: Reachability, district: District) -> tuple[WhiteSpot, ...]:
    """White spots in a district; the city has all of them."""
    if district.code == atlas.geography.city.code:
        return reachability.white_spots
    codes = atlas.geography.finest_codes(district.code)
    return tuple(
        sorted((one for code in codes for one in reachability.spots_of.get(code, ())), key=lambda one: one.number)
    )


def view_spot_count(atlas: Atlas, page: PurePosixPath, district: District | None) -> Value:
    """How many white spots there are in a district, leading to the first of them."""
    if district is None or atlas.reachability is None:
        return text_value("Gebiet nicht bekannt")
    spots = spots_in(atlas, atlas.reachability, district)
    if not spots:
        return text_value("keine bekannt")
    return text_value(
        f"{len(spots)} {'weißer Fleck' if len(spots) == 1 else 'weiße Flecken'}", spot_link(page, spots[0]).href
    )


def _list_scenarios(reachability: Reachability, page: PurePosixPath, district: District) -> Iterable[Link]:
    """Possible places that change something in a district, for those who walk well."""
    fast = reachability.profiles[0]
    played = [(one.title, _scenario_anchor(one), one.changes) for one in reachability.scenarios]
    for title, anchor, changes in (*played, (ALL_AT_ONCE, ALL_ANCHOR, reachability.all_at_once)):
        for change in changes:
            if change.district_code == district.code and change.target_id == MEETING_PLACE and _matters(change):
                before, after = (view_span(one[fast.id], "%").text for one in (change.before_pct, change.after_pct))
                yield Link(
                    text=(
                        f"{title}: Begegnungsort in Reichweite ({fast.title}) "
                        f"heute {before.replace(NIL_SIGN, '0')}, dann {after.replace(NIL_SIGN, '0')}"
                    ),
                    href=layout.relative_url(page, layout.REACHABILITY, anchor=anchor),
                )


def _spots_note(reachability: Reachability, district: District, count: int, people: int) -> str:
    """White spots of a district in a sentence; nothing where nobody could tell."""
    target = next((one for one in reachability.targets if one.id == MEETING_PLACE), None)
    if target is None:
        return ""
    shares = reachability.reach[target.id, district.code].shares_pct.values()
    if not count and any(one.low.value is None for one in shares):
        return ""
    if not count:
        return (
            f"{start_sentence(district.where)} gibt es keinen größeren weißen Fleck. Das heißt nicht, dass alle einen "
            "Begegnungsort in Reichweite haben."
        )
    words = "einen weißen Fleck" if count == 1 else f"{count} weiße Flecken"
    return (
        f"{start_sentence(district.where)} gibt es {words}, also Wohnlagen ohne bekannten Begegnungsort in höchstens "
        f"{format_number(target.minutes)} Minuten zu Fuß. Dort leben etwa {format_number(people)} Menschen ab 65."
    )


def _lead(reachability: Reachability, district: District) -> tuple[str, ...]:
    """The most important number in words."""
    target = next((one for one in reachability.targets if one.id == MEETING_PLACE), reachability.targets[0])
    reach = reachability.reach[target.id, district.code]
    spans = {profile.id: reach.shares_pct[profile.id] for profile in reachability.profiles}
    absent = next((one.low for one in spans.values() if one.low.value is None), None)
    if absent:
        reason = describe_absence(absent.status)
        return (f"{start_sentence(district.where)} gibt es keine Anteile. Grund: {reason}.",)
    sentences = [say_share(target, WALKERS[name], span, where=district.where) for name, span in spans.items()]
    if any(view_span(one, "").text != view_span(Span(one.low, one.low), "").text for one in spans.values()):
        sentences.append("Die Spanne entsteht, weil von vielen Orten nur die Straße oder das Gebiet bekannt ist.")
    return tuple(sentences)


def say_share(target: Target, walkers: str, span: Span, *, where: str = "") -> str:
    """A share as people of a hundred; ``where`` they live, unless that has been said."""
    is_nobody = span.low.value == 0 == span.high.value
    count = "niemand" if is_nobody else view_span(span, "").text
    verb = "erreicht" if is_nobody else "erreichen"
    goal = "einen bekannten Begegnungsort" if target.id == MEETING_PLACE else f"das Ziel „{target.title}“"
    minutes = format_number(target.minutes)
    people = f"Von 100 Menschen ab 65 Jahren {where}".rstrip() + f", die {walkers},"
    return f"{people} {verb} {count} {goal} in höchstens {minutes} Minuten."


def _table_of(atlas: Atlas, reachability: Reachability, district: District, href: str | None) -> TableView:
    """All targets of one district; ``href`` is where they are explained."""
    fast, slow = reachability.profiles
    is_city = district.code == atlas.geography.city.code
    rows = []
    for target in reachability.targets:
        reach = reachability.reach[target.id, district.code]
        across = () if is_city else (view_quantity(reach.across_border_pct[fast.id], 0, "%"),)
        rows.append(
            RowView(
                header=Link(text=f"{target.title}, höchstens {format_number(target.minutes)} Minuten", href=href),
                cells=(
                    view_span(reach.shares_pct[fast.id], "%"),
                    view_span(reach.shares_pct[slow.id], "%"),
                    *across,
                    view_span(_round_metres(reach.median_m), "m"),
                    view_span(span_minutes(reach.median_m, fast.speed_m_per_s), "min"),
                    view_span(span_minutes(reach.median_m, slow.speed_m_per_s), "min"),
                ),
            )
        )
    border = () if is_city else ("gut zu Fuß, günstigstenfalls, nur in einem anderen Gebiet",)
    return TableView(
        caption=f"{district.name}: Wer erreicht was zu Fuß?",
        columns=(
            "Wohin",
            f"Anteil ab 65 in Reichweite, {fast.title}",
            f"Anteil ab 65 in Reichweite, {slow.title}",
            *border,
            "mittlerer Weg",
            f"mittlere Dauer, {fast.title}",
            f"mittlere Dauer, {slow.title}",
        ),
        rows=tuple(rows),
        source=f"Mittlerer Weg: Die Hälfte der Menschen ab 65 hat es weiter. {_source_line(atlas, reachability)}",
    )


def _round_metres(span: Span) -> Span:
    """Metres in tens: more digits would only look exact."""
    return Span(*(one if one.value is None else Quantity(round(one.value / 10) * 10) for one in (span.low, span.high)))


def _source_line(atlas: Atlas, reachability: Reachability) -> str:
    """What the numbers are made from, and their dates."""
    cells = atlas.resource("demographics/census_cells")
    share = f", Anteil ab 65 vom {format_date(reachability.share_date)}" if reachability.share_date else ""
    how = "mit gemessenen Wegen" if reachability.measured_pairs else "Luftlinie mal Umwegfaktor"
    return f"Geschätzt aus Zensuszellen vom {cells.temporal}{share}; {how}."


def has_reach_page(atlas: Atlas) -> bool:
    """Tell whether the city has census cells and a threshold for meeting places."""
    return atlas.reachability is not None and bool(atlas.reachability.cell_classes)


def profile_reachability(atlas: Atlas, files: Files) -> tuple[ReachPage, ...]:
    """The page, if the city has census cells and a threshold for meeting places."""
    reachability = atlas.reachability
    if reachability is None or not has_reach_page(atlas):
        return ()
    page, city = layout.REACHABILITY, atlas.geography.city
    paths = tuple(layout.reach_download(suffix, topic=topic) for topic, suffix in layout.REACH_FILES)
    return (
        ReachPage(
            path=page,
            meta=PageMeta(
                title="Wege zu Fuß und weiße Flecken",
                description=(
                    f"Wie viele ältere Menschen in {city.name} Begegnungsorte und Haltestellen zu Fuß erreichen, "
                    "und wo weiße Flecken sind."
                ),
                crumbs=(Link(text="Start", href=layout.relative_url(page, layout.START)),),
            ),
            twin=view_plain_twin(atlas, page),
            lead=_lead(reachability, city),
            notes=(*_notes(reachability), *incompleteness_note(atlas)),
            summary=_table_of(atlas, reachability, city, f"#{METHOD_ANCHOR}"),
            sites=_list_sites(reachability),
            map=_view_map(atlas, reachability, page),
            spots=_list_spots(atlas, reachability, page),
            spots_notes=_explain_spots(reachability),
            spot_needs=list_spot_needs(atlas, page, reachability.white_spots),
            levels=tuple(_list_districts(atlas, reachability, page, level) for level in atlas.geography.levels[1:]),
            scenarios=tuple(_view_scenarios(atlas, reachability, page)),
            index=_list_index(atlas, reachability, page),
            parameters=list_parameters(atlas, PARAMETERS),
            downloads=view_downloads(page, paths, files),
            sources=atlas.view_sources(page, (*reachability.resource_ids, "planning/site_scenarios")),
        ),
    )


def _notes(reachability: Reachability) -> tuple[str, ...]:
    """What readers must know before they take a number along."""
    counts = reachability.counts[MEETING_PLACE]
    vague = counts.total - counts.exact
    notes = [
        f"Von {counts.total} Begegnungsorten, die zählen, ist bei {vague} nur die Straße, das Gebiet oder gar kein Ort "
        "bekannt. Deshalb stehen hier oft Spannen: Die kleinere Zahl gilt, wenn alle ungünstig liegen, die größere, "
        "wenn alle günstig liegen.",
        ASSUMPTION,
    ]
    if reachability.uncounted_cells:
        notes.append(
            f"Für {format_number(reachability.uncounted_cells)} Zellen ist nicht bekannt, wie viele Menschen dort "
            "leben. Sie fehlen in der Rechnung."
        )
    if reachability.unassigned_population:
        notes.append(
            f"{format_number(reachability.unassigned_population)} Menschen leben in Zellen, die zu keinem Gebiet "
            "gehören. Sie zählen nur in der ganzen Stadt mit."
        )
    return tuple(notes)


def _list_sites(reachability: Reachability) -> TableView:
    """How exactly the places are known, by target."""
    return TableView(
        caption="Worauf die Wege beruhen: erfasste Orte und wie genau ihre Lage bekannt ist",
        columns=("Wohin", "genaue Lage", "ungefähre Lage", "nur Gebiet bekannt", "Ort unbekannt", "nicht gezählt"),
        rows=tuple(
            RowView(
                header=Link(text=target.title_plural),
                cells=tuple(view_quantity(Quantity(one), 0) for one in _spell_counts(reachability.counts[target.id])),
            )
            for target in reachability.targets
        ),
        source="Nicht gezählt: geöffnet, aber zu lange nicht bestätigt oder ohne Datum des Belegs.",
    )


def _spell_counts(counts: SiteCounts) -> tuple[int, ...]:
    return (counts.exact, counts.approximate, counts.district_only, counts.nowhere, counts.left_out)


# --- map ----------------------------------------------------------------------------------------------------------


def spot_code(spot: WhiteSpot) -> str:
    """How the map names a white spot; no district is called that."""
    return f"weisser-fleck-{spot.number}"


def profile_reach_map(atlas: Atlas, reachability: Reachability) -> AreaMapView:
    """The interactive map: districts for orientation, white spots on top of them."""
    page, geography = layout.REACHABILITY, atlas.geography
    districts = tuple(
        MapArea(
            district_code=one.code,
            name=one.name,
            label=one.number or one.name,
            text=_describe_share(reachability, one),
            sign="",
            class_number=None,
            amount=None,
            href=layout.url(layout.district_page(one, geography.level_of(one))),
        )
        for one in geography.districts_on(geography.levels[-1])
    )
    spots = tuple(
        MapArea(
            district_code=spot_code(one),
            name=f"Weißer Fleck {one.number}",
            label=str(one.number),
            text=f"etwa {format_number(one.people)} Menschen ab 65 ohne bekannten Begegnungsort in Reichweite",
            sign="",
            class_number=1,
            amount=None,
            href=f"{layout.url(page)}#{layout.white_spot_anchor(one.number)}",
        )
        for one in reachability.white_spots
    )
    return AreaMapView(
        level=SPOT_LEVEL,
        areas=(*districts, *spots),
        classes=(MapClass(number=1, title=CLASS_TITLES["missed"]),),
        map=replace(
            _view_map(atlas, reachability, page),
            summary=(
                f"Die Karte zeigt {len(spots)} weiße Flecken: Lagen, von denen aus auch Menschen, die gut zu Fuß sind, "
                "keinen bekannten Begegnungsort in Reichweite haben. Die Liste auf der Seite hat dieselben Nummern."
            ),
        ),
        page=page,
    )


def _describe_share(reachability: Reachability, district: District) -> str:
    """The share of those who walk well, for a popup."""
    span = reachability.reach[MEETING_PLACE, district.code].shares_pct[reachability.profiles[0].id]
    value = view_span(span, "%")
    text = f"{value.text} ({value.meaning})" if value.meaning else value.text
    return f"Begegnungsort in Reichweite, gut zu Fuß: {text}"


def outline_spots(atlas: Atlas, reachability: Reachability) -> Mapping[str, Outline]:
    """The surfaces of the interactive map by code."""
    finest = atlas.geography.districts_on(atlas.geography.levels[-1])
    spots = {
        spot_code(one): Outline(
            district_code=spot_code(one),
            polygons=one.polygons,
            polygons_m=one.polygons_m,
            label=one.label,
            label_m=one.label_m,
        )
        for one in reachability.white_spots
    }
    return {one.code: atlas.geography.outlines[one.code] for one in finest} | spots


def _view_map(atlas: Atlas, reachability: Reachability, page: PurePosixPath) -> MapView:
    """Texts and addresses of the map."""
    counts = {one.id: one.cell_count for one in reachability.cell_classes}
    total = sum(counts.values())
    shares = {name: round(100 * count / total) for name, count in counts.items()}
    target = reachability.target(MEETING_PLACE)
    return MapView(
        title="Karte: Begegnungsorte in Reichweite und weiße Flecken",
        summary=(
            "Jedes Quadrat ist eine bewohnte Zelle von 100 mal 100 Metern. Wer gut zu Fuß ist, hat in etwa "
            f"{shares['reached']} von 100 Zellen sicher einen Begegnungsort in höchstens "
            f"{format_number(target.minutes)} Minuten, in {shares['unclear']} von 100 vielleicht und in "
            f"{shares['missed']} von 100 keinen bekannten. "
            "Die Nummern sind dieselben wie in der Liste der weißen Flecken."
        ),
        picture_href=layout.relative_url(page, layout.REACH_PICTURE),
        map_href=layout.relative_url(page, layout.REACH_MAP),
        attribution="; ".join(
            dict.fromkeys(
                one.licenses[0].attribution or one.licenses[0].title
                for name in ("districts/boundaries", "demographics/census_cells", "offerings/location_positions")
                for package in atlas.packages
                for one in package.resources
                if one.id == name
            )
        ),
        skip_anchor="liste-weisse-flecken",
    )


# --- tables -------------------------------------------------------------------------------------------------------


def _list_spots(atlas: Atlas, reachability: Reachability, page: PurePosixPath) -> TableView:
    """All white spots, district by district."""
    districts = atlas.geography.districts
    needs = {place.text: one for one in list_spot_needs(atlas, page, reachability.white_spots) for place in one.spots}
    return TableView(
        caption="Weiße Flecken: Wohnlagen ohne bekannten Begegnungsort in Reichweite",
        columns=(
            "Weißer Fleck",
            "Gebiet",
            "Menschen ab 65 (geschätzt)",
            "alle Menschen",
            "Zellen",
            "mittlerer Weg zum nächsten Begegnungsort",
            "Bedarfe im Gebiet",
        ),
        words=("Gebiet", "Bedarfe im Gebiet"),
        rows=tuple(
            RowView(
                header=Link(text=f"Weißer Fleck {one.number}"),
                cells=(
                    _name_district(atlas, page, districts.get(one.district_code or "")),
                    text_value(f"etwa {format_number(one.people)}"),
                    view_quantity(Quantity(one.inhabitants), 0),
                    view_quantity(Quantity(one.cell_count), 0),
                    _at_least(one.distance_m),
                    _count_needs(needs.get(spot_link(page, one).text)),
                ),
                anchor=layout.white_spot_anchor(one.number),
            )
            for one in reachability.white_spots
        ),
        source=f"Nach Gebieten geordnet, keine Rangfolge. {_source_line(atlas, reachability)}",
    )


def _count_needs(view: SpotNeeds | None) -> Value:
    """Needs of the district where a white spot lies, leading to their list."""
    return text_value(count_needs(view), f"#{view.anchor}") if view else text_value("nicht bekannt")


def _name_district(atlas: Atlas, page: PurePosixPath, district: District | None) -> Value:
    if district is None:
        return text_value("keinem Gebiet zugeordnet")
    return text_value(district.name, atlas.district_link(page, district).href)


def _at_least(metres: Quantity) -> Value:
    """A distance at best."""
    if metres.value is None:
        return view_quantity(metres, 0)
    return text_value(f"mindestens {format_unit(format_number(round(metres.value / 10) * 10), 'm')}")


def _explain_spots(reachability: Reachability) -> tuple[str, ...]:
    """What a white spot is, and what is not in the list."""
    target, fast = reachability.target(MEETING_PLACE), reachability.profiles[0]
    minutes, metres = format_number(target.minutes), format_unit(format_number(target.limit_m(fast)), "m")
    notes = [
        "Ein weißer Fleck sind bewohnte Zellen eines Gebiets, die aneinanderstoßen und von denen aus selbst Menschen, "
        f"die gut zu Fuß sind, keinen bekannten Begegnungsort in höchstens {minutes} Minuten ({metres}) erreichen, "
        "auch nicht, wenn alle ungefähr bekannten Orte günstig liegen. Orte jenseits der Gebietsgrenze zählen mit.",
    ]
    if reachability.small_spots:
        people = f"etwa {format_number(reachability.small_spot_people)} Menschen ab 65 Jahren leben."
        count = reachability.small_spots
        beginning = (
            "Dazu kommt 1 kleinere Lage, in der"
            if count == 1
            else f"Dazu kommen {format_number(count)} kleinere Lagen, in denen zusammen"
        )
        notes.append(f"{beginning} {people}")
    return tuple(notes)


def _list_districts(atlas: Atlas, reachability: Reachability, page: PurePosixPath, level: Level) -> TableView:
    """Meeting places in reach, for all districts of a level."""
    fast, slow = reachability.profiles
    city = atlas.geography.city
    rows = [
        RowView(
            header=atlas.district_link(page, one),
            cells=_cells_of(reachability, reachability.reach[MEETING_PLACE, one.code], is_city=one.code == city.code),
            is_strong=one.code == city.code,
        )
        for one in (*atlas.geography.districts_on(level), city)
    ]
    return TableView(
        caption=f"{level.name_plural}: Menschen ab 65 mit Begegnungsort in Reichweite",
        columns=(
            level.name_singular,
            fast.title,
            slow.title,
            f"{fast.title}, mit lange nicht bestätigten Orten",
            "gut zu Fuß, günstigstenfalls, nur in einem anderen Gebiet",
            "mittlerer Weg",
            "weiße Flecken",
        ),
        rows=tuple(
            RowView(
                header=row.header,
                cells=(*row.cells, view_quantity(Quantity(len(spots_in(atlas, reachability, one))), 0)),
                is_strong=row.is_strong,
            )
            for row, one in zip(rows, (*atlas.geography.districts_on(level), city), strict=True)
        ),
        source=_source_line(atlas, reachability),
    )


def _cells_of(reachability: Reachability, reach: DistrictReach, *, is_city: bool) -> tuple[Value, ...]:
    """A district's line."""
    fast, slow = reachability.profiles
    across = text_value("entfällt") if is_city else view_quantity(reach.across_border_pct[fast.id], 0, "%")
    return (
        view_span(reach.shares_pct[fast.id], "%"),
        view_span(reach.shares_pct[slow.id], "%"),
        view_span(reach.shares_open_pct[fast.id], "%"),
        across,
        view_span(_round_metres(reach.median_m), "m"),
    )


def _list_index(atlas: Atlas, reachability: Reachability, page: PurePosixPath) -> TableView:
    """Meeting places per person in reach relative to the city, for the levels below it."""
    districts = [one for level in atlas.geography.levels[1:2] for one in atlas.geography.districts_on(level)]
    city = atlas.geography.city
    return TableView(
        caption=f"Begegnungsorte je Mensch ab 65 in Reichweite, {city.name} = 100",
        columns=("Gebiet", f"{city.name} = 100"),
        rows=tuple(
            RowView(
                header=atlas.district_link(page, one),
                cells=(view_quantity(reachability.supply_index[one.code], 0),),
                is_strong=one.code == city.code,
            )
            for one in (*districts, city)
        ),
        source=_source_line(atlas, reachability),
    )


def list_parameters(atlas: Atlas, beginnings: tuple[str, ...]) -> tuple[ParameterLine, ...]:
    """Conventions whose names begin like this."""
    return tuple(
        ParameterLine(
            title=one.title,
            value=f"{format_number(one.value, 0 if float(one.value).is_integer() else 2)} {one.unit}".strip(),
            description=one.description,
            source=one.source,
            decided_by=one.decided_by,
        )
        for one in atlas.parameters.values()
        if one.id.startswith(beginnings)
    )


# --- what if ------------------------------------------------------------------------------------------------------


def _scenario_anchor(scenario: Scenario) -> str:
    return f"was-waere-wenn-{make_slug(scenario.id)}"


def _view_scenarios(atlas: Atlas, reachability: Reachability, page: PurePosixPath) -> Iterator[ScenarioView]:
    """Every possible place alone, then all at once."""
    scenarios = reachability.scenarios
    for one in scenarios:
        yield ScenarioView(
            anchor=_scenario_anchor(one),
            title=one.title,
            effect="Der Ort eröffnet." if one.is_opening else "Der Ort schließt.",
            note=one.note,
            source=one.source,
            table=_compare(atlas, reachability, page, one.title, one.changes),
        )
    if len(scenarios) > 1:
        opening = sum(one.is_opening for one in scenarios)
        yield ScenarioView(
            anchor=ALL_ANCHOR,
            title=ALL_AT_ONCE,
            effect=_describe_effects(opening, len(scenarios) - opening),
            note="Alle Gedankenspiele dieser Seite treten zugleich ein.",
            source="; ".join(dict.fromkeys(one.source for one in scenarios)),
            table=_compare(atlas, reachability, page, ALL_AT_ONCE, reachability.all_at_once),
        )


def _describe_effects(opening: int, closing: int) -> str:
    """How many places open, and how many close.

    >>> _describe_effects(2, 1), _describe_effects(1, 0)
    ('2 Orte eröffnen, 1 Ort schließt.', '1 Ort eröffnet.')
    """
    words = [
        f"1 Ort {one}" if number == 1 else f"{number} Orte {many}"
        for number, one, many in ((opening, "eröffnet", "eröffnen"), (closing, "schließt", "schließen"))
        if number
    ]
    return f"{', '.join(words)}."


def _select_changes(atlas: Atlas, changes: Iterable[ReachChange]) -> tuple[ReachChange, ...]:
    """The city, and where it matters on the finest level."""
    geography = atlas.geography
    levels = (geography.levels[0].id, geography.levels[-1].id)
    return tuple(one for one in changes if _matters(one) and geography.districts[one.district_code].level_id in levels)


def _matters(change: ReachChange) -> bool:
    """Tell whether anybody, after rounding, gains or loses anything."""
    return any(span.low.value or span.high.value for span in change.people_gained.values())


def _compare(
    atlas: Atlas,
    reachability: Reachability,
    page: PurePosixPath,
    title: str,
    changes: Iterable[ReachChange],
) -> TableView:
    """Before and after, district by district."""
    fast, slow = reachability.profiles
    return TableView(
        caption=f"Was sich ändert: {title}",
        columns=(
            "Gebiet",
            "Wohin",
            f"heute, {fast.title}",
            f"dann, {fast.title}",
            f"heute, {slow.title}",
            f"dann, {slow.title}",
            f"Menschen ab 65 mehr in Reichweite, {fast.title}",
        ),
        words=("Wohin",),
        rows=tuple(
            RowView(
                header=atlas.district_link(page, atlas.geography.districts[one.district_code]),
                cells=(
                    text_value(reachability.target(one.target_id).title),
                    *_before_and_after(one, [fast.id, slow.id]),
                    view_span(one.people_gained[fast.id], "", signed=True),
                ),
                is_strong=one.district_code == atlas.geography.city.code,
            )
            for one in _select_changes(atlas, changes)
        ),
        source=f"Alle Ebenen stehen in den Daten zum Mitnehmen. {_source_line(atlas, reachability)}",
    )


def _before_and_after(change: ReachChange, profile_ids: Sequence[str]) -> Iterable[Value]:
    for one in profile_ids:
        yield view_span(change.before_pct[one], "%")
        yield view_span(change.after_pct[one], "%")
