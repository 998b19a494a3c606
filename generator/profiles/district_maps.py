"""The map of offerings of a district."""

from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_number
from generator.model import District
from generator.profiles.atlas import Atlas
from generator.profiles.offering_notes import MAX_LISTED
from generator.profiles.offering_views import make_marker, number_offerings, offerings_of, sort_offerings
from generator.profiles.views import MapView, MarkerMapView, full_name

NOT_CONFIRMED = "lange nicht bestätigt oder ohne Datum des Belegs"


def profile_map(atlas: Atlas, district: District) -> MarkerMapView:
    """The map of offerings of a district."""
    level = atlas.geography.level_of(district)
    page = layout.district_page(district, level)
    numbered = number_offerings(sort_offerings(atlas, offerings_of(atlas, district)))
    return MarkerMapView(
        level=level,
        district=district,
        markers=tuple(make_marker(atlas, number, one) for number, one in numbered)
        if len(numbered) <= MAX_LISTED
        else (),
        map=view_district_map(atlas, page, district, len(numbered)),
        page=page,
    )


def view_district_map(atlas: Atlas, page: PurePosixPath, district: District, count: int) -> MapView:
    """The map of offerings."""
    drawn = [one for one in offerings_of(atlas, district) if one.position is not None]
    if count > MAX_LISTED:
        return _name_map(
            atlas,
            page,
            district,
            f"Die Karte zeigt das Gebiet ohne seine {format_number(count)} Angebote: Für eine Karte sind es zu viele.",
        )
    grey = f" Grau: {NOT_CONFIRMED}." if any(one.is_stale for one in drawn) else ""
    return _name_map(
        atlas,
        page,
        district,
        f"Die Karte zeigt {len(drawn)} von {count} erfassten Angeboten. Die Nummern sind dieselben wie in der Liste; "
        f"was keine belegte Lage hat, steht nur dort.{grey}",
    )


def _name_map(atlas: Atlas, page: PurePosixPath, district: District, summary: str) -> MapView:
    """Where the map of a district lies, and what it shows."""
    level = atlas.geography.level_of(district)
    return MapView(
        title=f"Karte der Angebote: {full_name(district, level)}",
        summary=summary,
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
