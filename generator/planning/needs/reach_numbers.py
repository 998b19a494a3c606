"""Numbers about walking distances that rules may test: ranges, because many positions are only approximate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.formatting import format_number, round_half_up
from generator.geography import Geography
from generator.indicators.reachability import (
    MEETING_PLACE,
    SOURCES,
    DistrictReach,
    Reachability,
    Span,
    Target,
    WalkProfile,
    define_profiles,
    list_targets,
)
from generator.model import Package, Quantity
from generator.offerings import OfferingCatalog
from generator.parameters import Parameters
from generator.planning.needs.definition import Uncertainty

WHITE_SPOT_PEOPLE = "white_spot_people"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachNumber:
    """What a rule may ask about ways on foot; to readers of the rules it looks like an indicator."""

    id: str
    title: str
    short_title: str
    """For narrow tables."""
    meaning: str
    unit: str
    target: Target
    profile: WalkProfile
    decimals: int = 0
    """Estimates are told, and tested, in whole numbers."""

    @property
    def resource_ids(self) -> tuple[str, ...]:
        """The datasets it may rest on; a city need not have all of them."""
        return SOURCES


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachValue:
    """Where such a number lies in a district."""

    number: ReachNumber
    district_code: str
    span: Span
    """Rounded as pages print it, so that readers can judge it again."""
    reference_date: date | None
    """Of the share aged 65 and over; ``None`` where no district has one."""


def define_reach_numbers(
    packages: Sequence[Package], catalog: OfferingCatalog, parameters: Parameters
) -> Mapping[str, ReachNumber]:
    """All of them by id: a share for every target and profile, and people in white spots."""
    targets = list_targets(packages, catalog, parameters)
    if not targets:
        return {}
    profiles = define_profiles(parameters)
    shares = [_define_share(target, profile) for target in targets for profile in profiles]
    meeting = next((one for one in targets if one.id == MEETING_PLACE), None)
    spots = [_define_spots(meeting, profiles[0])] if meeting else []
    return {one.id: one for one in (*shares, *spots)}


def _define_share(target: Target, profile: WalkProfile) -> ReachNumber:
    """People of a hundred who reach a target."""
    minutes = format_number(target.minutes)
    return ReachNumber(
        id=f"reach_{target.id}_{profile.id}",
        title=f"Anteil ab 65 in Reichweite: {target.title}, höchstens {minutes} Minuten, {profile.title}",
        short_title=f"{target.title}, {profile.title}",
        meaning=(
            f"Wie viele von 100 Menschen ab 65 Jahren das Ziel „{target.title}“ in höchstens {minutes} Minuten zu Fuß "
            "erreichen. Eine Spanne, weil von vielen Orten nur die Straße oder das Gebiet bekannt ist."
        ),
        unit="%",
        target=target,
        profile=profile,
    )


def _define_spots(target: Target, profile: WalkProfile) -> ReachNumber:
    """People out of reach of any meeting place."""
    return ReachNumber(
        id=WHITE_SPOT_PEOPLE,
        title=f"Menschen ab 65 in weißen Flecken, höchstens {format_number(target.minutes)} Minuten, {profile.title}",
        short_title="in weißen Flecken",
        meaning=(
            "Wie viele Menschen ab 65 Jahren keinen Begegnungsort in Reichweite haben: mindestens die in den weißen "
            "Flecken, höchstens alle, bei denen es nicht sicher ist."
        ),
        unit="",
        target=target,
        profile=profile,
    )


def read_reach_value(
    reachability: Reachability, geography: Geography, number: ReachNumber, code: str, kind: Uncertainty
) -> ReachValue:
    """Where a number lies in a district; with ``unconfirmed`` as if all doubtful places might be open, too."""
    reach = reachability.reach[number.target.id, code]
    if number.id == WHITE_SPOT_PEOPLE:
        span = _count_missed(reachability, geography, number, reach)
    else:
        share = reach.shares_pct[number.profile.id]
        high = reach.shares_open_pct[number.profile.id].high if kind is Uncertainty.UNCONFIRMED else share.high
        span = Span(_round(share.low), _round(high))
    return ReachValue(number=number, district_code=code, span=span, reference_date=reachability.share_date)


def _count_missed(reachability: Reachability, geography: Geography, number: ReachNumber, reach: DistrictReach) -> Span:
    """At least the people in white spots; at most all who do not certainly reach a meeting place; in tens."""
    share = reach.shares_pct[number.profile.id]
    if share.low.value is None or reach.people.value is None:
        return Span.absent(share.low.status)
    codes = geography.finest_codes(reach.district_code)
    is_city = reach.district_code == geography.city.code
    told = sum(one.people for one in reachability.white_spots if is_city or one.district_code in codes)
    doubtful = int(round_half_up(reach.people.value * (100 - share.low.value) / 1000, 0)) * 10
    return Span(Quantity(told), Quantity(max(told, doubtful)))


def _round(quantity: Quantity) -> Quantity:
    """Whole percent, as printed."""
    return quantity if quantity.value is None else Quantity(int(round_half_up(quantity.value, 0)))
