"""White spots beside the needs of the district where they lie."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import NBSP
from generator.indicators.reachability import WhiteSpot
from generator.model import District
from generator.planning.needs.evaluation import NeedResult
from generator.planning.needs.logic import Truth
from generator.profiles.atlas import Atlas
from generator.profiles.planning import need_anchor, needs_of
from generator.profiles.views import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotNeeds:
    """The white spots of a district, and what is known to be needed there."""

    anchor: str
    district: Link
    spots: tuple[Link, ...]
    named: tuple[Link, ...]
    """Needs that somebody has named for the district, a part of it or one around it."""
    computed: tuple[Link, ...]
    """Needs that rules find in the district, or in the one around it where rules are only asked there."""
    is_asked: bool
    """Whether any rule is asked here or around it."""
    unknown: int
    """Rules that nobody can answer."""


def list_spot_needs(atlas: Atlas, page: PurePosixPath, spots: Iterable[WhiteSpot]) -> tuple[SpotNeeds, ...]:
    """White spots by district, in their order; those outside of all districts have no needs on record."""
    by_district: dict[str, list[WhiteSpot]] = {}
    for one in spots:
        if one.district_code is not None:
            by_district.setdefault(one.district_code, []).append(one)
    return tuple(_view_district(atlas, page, atlas.geography.districts[code], own) for code, own in by_district.items())


def spot_link(page: PurePosixPath, spot: WhiteSpot) -> Link:
    """Where a white spot stands in the list of all of them."""
    href = layout.relative_url(page, layout.REACHABILITY, anchor=layout.white_spot_anchor(spot.number))
    return Link(text=f"weißer Fleck {spot.number}", href=href)


def count_needs(view: SpotNeeds) -> str:
    """How many needs of each kind, in a few words."""
    words = [
        f"{len(view.named)} benannt",
        f"{len(view.computed)} berechnet" if view.is_asked else "keine Regel gefragt",
    ]
    words += [f"{view.unknown} unbekannt"] if view.unknown else []
    return ", ".join(one.replace(" ", NBSP) for one in words)


def _view_district(atlas: Atlas, page: PurePosixPath, district: District, spots: Iterable[WhiteSpot]) -> SpotNeeds:
    results = _find_results(atlas, district)
    return SpotNeeds(
        anchor=f"bedarfe-{district.code.lower()}",
        district=atlas.district_link(page, district),
        spots=tuple(spot_link(page, one) for one in spots),
        named=tuple(
            Link(text=one.title, href=layout.relative_url(page, layout.PLANNING, anchor=need_anchor(one.id)))
            for one in needs_of(atlas, district.code)
        ),
        computed=tuple(_result_link(atlas, page, one) for one in results if one.truth is Truth.YES),
        is_asked=bool(results),
        unknown=sum(one.truth is Truth.UNKNOWN for one in results),
    )


def _find_results(atlas: Atlas, district: District) -> tuple[NeedResult, ...]:
    """Answers of the rules for the district, or for the nearest one around it of which they are asked."""
    around = reversed(atlas.geography.ancestors(district.code))
    for one in (district, *around):
        if found := atlas.needs.answers.get(one.code):
            return found
    return ()


def _result_link(atlas: Atlas, page: PurePosixPath, result: NeedResult) -> Link:
    district = atlas.geography.districts[result.district_code]
    home = layout.district_page(district, atlas.geography.level_of(district))
    anchor = layout.rule_anchor(result.rule.id)
    href = f"#{anchor}" if home == page else layout.relative_url(page, home, anchor=anchor)
    return Link(text=f"{result.rule.title} ({district.name})", href=href)
