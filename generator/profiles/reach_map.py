"""The map of walking distances: cells by whether a meeting place is in reach, and the white spots."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_number
from generator.indicators.reachability import MEETING_PLACE, Reachability, WhiteSpot
from generator.model import District, Level, MapArea, MapClass, Outline
from generator.profiles.atlas import Atlas
from generator.profiles.reach_values import view_span
from generator.profiles.views import AreaMapView, MapView

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
            view_reach_map(atlas, reachability, page),
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


def view_reach_map(atlas: Atlas, reachability: Reachability, page: PurePosixPath) -> MapView:
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
