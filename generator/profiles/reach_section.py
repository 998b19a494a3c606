"""Walking distances on the page of a district: what people reach on foot, and what would change that."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import describe_absence, format_number
from generator.indicators.reachability import MEETING_PLACE, Reachability, Span
from generator.model import District
from generator.plain import start_sentence
from generator.profiles.atlas import Atlas
from generator.profiles.reach_scenarios import link_scenarios
from generator.profiles.reach_values import (
    WALKERS,
    round_metres,
    say_share,
    span_minutes,
    spots_in,
    tell_source,
    view_span,
)
from generator.profiles.spot_needs import SpotNeeds, list_spot_needs, spot_link
from generator.profiles.views import Link, RowView, TableView, Value, text_value, view_quantity

METHOD_ANCHOR = "so-wird-gerechnet"


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
        lead=describe_reach(reachability, district),
        table=list_targets(atlas, reachability, district, method.href),
        spots=tuple(
            Link(
                text=f"Weißer Fleck {one.number} (etwa {format_number(one.people)} Menschen ab 65)",
                href=layout.relative_url(page, layout.REACHABILITY, anchor=layout.white_spot_anchor(one.number)),
            )
            for one in (() if district.code == atlas.geography.city.code else spots)
        ),
        spots_note=_spots_note(reachability, district, len(spots), people),
        spot_needs=() if district.code == atlas.geography.city.code else list_spot_needs(atlas, page, spots),
        scenarios=tuple(link_scenarios(reachability, page, district)),
        page=Link(text="Karte, weiße Flecken und alle Gebiete", href=layout.relative_url(page, layout.REACHABILITY)),
        method=method,
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


def describe_reach(reachability: Reachability, district: District) -> tuple[str, ...]:
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


def list_targets(atlas: Atlas, reachability: Reachability, district: District, href: str | None) -> TableView:
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
                    view_span(round_metres(reach.median_m), "m"),
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
        source=f"Mittlerer Weg: Die Hälfte der Menschen ab 65 hat es weiter. {tell_source(atlas, reachability)}",
    )
