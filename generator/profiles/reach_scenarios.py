"""What possible places would change, before and after, district by district."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import NIL_SIGN, make_slug
from generator.indicators.reachability import MEETING_PLACE, Reachability, ReachChange, Scenario
from generator.model import District
from generator.profiles.atlas import Atlas
from generator.profiles.reach_values import tell_source, view_span
from generator.profiles.views import Link, RowView, TableView, Value, text_value

ALL_AT_ONCE = "Alle Gedankenspiele zugleich"
ALL_ANCHOR = "was-waere-wenn-alles-zugleich"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioView:
    """What one possible place would change."""

    anchor: str
    title: str
    effect: str
    note: str
    source: str
    table: TableView


def link_scenarios(reachability: Reachability, page: PurePosixPath, district: District) -> Iterable[Link]:
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


def _scenario_anchor(scenario: Scenario) -> str:
    return f"was-waere-wenn-{make_slug(scenario.id)}"


def view_scenarios(atlas: Atlas, reachability: Reachability, page: PurePosixPath) -> Iterator[ScenarioView]:
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
        source=f"Alle Ebenen stehen in den Daten zum Mitnehmen. {tell_source(atlas, reachability)}",
    )


def _before_and_after(change: ReachChange, profile_ids: Sequence[str]) -> Iterable[Value]:
    for one in profile_ids:
        yield view_span(change.before_pct[one], "%")
        yield view_span(change.after_pct[one], "%")
