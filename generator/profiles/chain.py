"""From need to status in six steps: a list on the page of every district, and a page with all districts."""

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import NBSP, NIL_SIGN, format_number, format_unit
from generator.indicators.reachability import MEETING_PLACE
from generator.model import District, Level
from generator.planning.allocation import Allocation, Refusal
from generator.profiles.allocation_amounts import Money, allocation_datasets, find_level
from generator.profiles.atlas import Atlas
from generator.profiles.chain_facts import ChainFacts, collect_facts
from generator.profiles.chain_wording import (
    count_words,
    say_gap,
    say_measures,
    say_need,
    say_status,
    say_supply,
)
from generator.profiles.downloads import view_downloads
from generator.profiles.measures import MEASURE_IDS
from generator.profiles.needs import PLANNING_IDS
from generator.profiles.needs_links import numbered_link
from generator.profiles.offering_notes import incompleteness_note
from generator.profiles.reach_values import view_span
from generator.profiles.views import (
    DISTRICT_COLUMN,
    DownloadView,
    Files,
    Link,
    PageMeta,
    RowView,
    SourceView,
    TableView,
    Value,
    planning_crumbs,
    text_value,
)

STEPS = ("Bedarf", "Angebot", "Lücke", "Maßnahme", "Geld", "Stand")
"""What happens between a need and its answer, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainStep:
    """One step in a district."""

    link: Link
    """Name of the step, leading to what it rests on."""
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainSection:
    """The six steps of a district."""

    steps: tuple[ChainStep, ...]
    page: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLevel:
    """The steps of all districts of a level."""

    title: str
    anchor: str
    status_note: str
    table: TableView


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainPage:
    """The whole city, from need to status."""

    path: PurePosixPath
    meta: PageMeta
    notes: tuple[str, ...]
    jumps: tuple[Link, ...]
    """Parts of the page."""
    city: ChainSection
    """The steps of the whole city."""
    meanings: tuple[tuple[str, str], ...]
    """What each step says."""
    levels: tuple[ChainLevel, ...]
    downloads: tuple[DownloadView, ...]
    sources: tuple[SourceView, ...]


MEANINGS = (
    "Aufgaben, die die Regeln im Gebiet finden, Regeln ohne Antwort und Bedarfe, die jemand benannt hat.",
    "Erfasste, geöffnete und bestätigte Begegnungsorte und die Menschen ab 65, die im Gebiet leben.",
    "Anteil der Menschen ab 65, die gut zu Fuß sind und einen bekannten Begegnungsort in Reichweite haben, und die "
    "weißen Flecken.",
    "Bekannte Maßnahmen für das Gebiet und wie viele Aufgaben und benannte Bedarfe noch ohne Maßnahme sind.",
    "Betrag nach dem Verteilschlüssel. Was eine einzelne Maßnahme kostet, sagt der Atlas nicht.",
    "Das neueste Jahr, für das zu einer der Maßnahmen ein Stand belegt ist.",
)


def has_chain(atlas: Atlas) -> bool:
    """Tell whether there is anything to tell: needs by rules or by name, or measures."""
    return bool(atlas.needs.book or atlas.planning.needs or atlas.planning.measures)


def profile_chain_section(atlas: Atlas, page: PurePosixPath, district: District) -> ChainSection | None:
    """What stands at the top of a district's page."""
    if not has_chain(atlas):
        return None
    return ChainSection(
        steps=view_steps(atlas, page, collect_facts(atlas, district)),
        page=Link(text="Alle Gebiete im Überblick", href=layout.relative_url(page, layout.CHAIN)),
    )


def view_steps(atlas: Atlas, page: PurePosixPath, facts: ChainFacts) -> tuple[ChainStep, ...]:
    """The six steps of a district, each linked to what it rests on."""
    found = zip(STEPS, list_sentences(atlas, facts), _find_targets(atlas, page, facts), strict=True)
    return tuple(ChainStep(link=Link(text=title, href=href), sentence=text) for title, text, href in found)


def list_sentences(atlas: Atlas, facts: ChainFacts) -> tuple[str, ...]:
    """One sentence for each step."""
    target = atlas.reachability.target(MEETING_PLACE) if atlas.reachability and facts.gap else None
    return (
        say_need(facts.need),
        say_supply(facts.supply),
        say_gap(facts.gap, target),
        say_measures(facts.measure, facts.need),
        _say_money(atlas, facts),
        say_status(facts.status),
    )


def _say_money(atlas: Atlas, facts: ChainFacts) -> str:
    """The district's part of a shared budget; for the city the whole of it."""
    allocation = atlas.allocation
    if allocation is None:
        return "Wie viel Geld für dieses Gebiet da ist, ist nicht bekannt."
    current = allocation.current
    if isinstance(current, Refusal):
        return "Wie viel Geld auf dieses Gebiet entfällt, lässt sich nicht berechnen."
    money, level = Money(allocation.key), find_level(atlas, allocation)
    budget, label = money.text(current.round.budget.amount), allocation.key.label
    if facts.amount is not None:
        verb = "bekommt" if allocation.key.is_decided else "bekäme"
        return (
            f"{facts.district.name} {verb} {money.text(facts.amount)} von {budget} im Jahr {current.round.year} "
            f"({label})."
        )
    if facts.district.code == atlas.geography.city.code:
        return f"{budget} werden im Jahr {current.round.year} auf die {level.name_plural} verteilt ({label})."
    return f"Einen eigenen Betrag gibt es hier nicht: Verteilt wird auf die {level.name_plural} ({label})."


def _spell_cells(atlas: Atlas, facts: ChainFacts) -> tuple[Value, ...]:
    """The steps in a few words."""
    return (
        text_value(_shorten_need(facts)),
        text_value(_shorten_supply(facts)),
        _shorten_gap(facts),
        text_value(_shorten_measures(facts)),
        _shorten_money(atlas.allocation, facts),
        text_value(_shorten_status(facts)),
    )


def _shorten_need(facts: ChainFacts) -> str:
    need = facts.need
    words = [count_words(need.tasks, "Aufgabe", "Aufgaben")] if need.asked > need.unknown else []
    words += [f"{need.unknown} unbekannt"] if need.unknown else []
    return ", ".join(one.replace(" ", NBSP) for one in (*words, f"{need.named} benannt"))


def _shorten_supply(facts: ChainFacts) -> str:
    if facts.supply is None:
        return "nicht bekannt"
    older = facts.supply.older_people
    people = "unbekannt viele" if older.value is None else format_number(older.value)
    return f"{count_words(facts.supply.places, 'Ort', 'Orte')} für {people}"


def _shorten_gap(facts: ChainFacts) -> Value:
    if facts.gap is None:
        return text_value("nicht bekannt")
    share = view_span(facts.gap.share_pct, "%")
    if share.meaning and not facts.gap.spots:
        return share
    spots = count_words(facts.gap.spots, "weißer Fleck", "weiße Flecken")
    if share.text == NIL_SIGN:
        return text_value(f"{format_unit('0', '%')}, {spots}")
    return Value(text=f"{share.text}, {spots}", meaning=share.meaning)


def _shorten_measures(facts: ChainFacts) -> str:
    left = facts.measure.unanswered_tasks + facts.measure.unanswered_needs
    measures = count_words(len(facts.measure.measures), "Maßnahme", "Maßnahmen")
    whole = measures.replace(" ", NBSP)
    return f"{whole}, {left}{NBSP}offen" if left else whole


def _shorten_money(allocation: Allocation | None, facts: ChainFacts) -> Value:
    if allocation is None:
        return text_value("nicht bekannt")
    if facts.amount is not None:
        return Money(allocation.key).value(facts.amount)
    return text_value("nicht bekannt" if isinstance(allocation.current, Refusal) else "kein eigener Betrag")


def _shorten_status(facts: ChainFacts) -> str:
    if not facts.status.measures:
        return "keine Maßnahme"
    return f"zuletzt {facts.status.latest_year}" if facts.status.latest_year else "nicht belegt"


def _find_targets(atlas: Atlas, page: PurePosixPath, facts: ChainFacts) -> tuple[str, ...]:
    """Where each step is explained: a section of the district's page, or the page that works it out."""
    district = facts.district
    home = layout.district_page(district, atlas.geography.level_of(district))
    has_amount = atlas.allocation is not None and facts.amount is not None
    money = layout.allocation_page(district) if has_amount else layout.ALLOCATION
    latest = facts.status.latest
    places: tuple[tuple[PurePosixPath, str], ...] = (
        (home, "berechnet" if facts.need.asked else "bedarfe"),
        (home, "angebote"),
        (home, "wege-zu-fuss" if facts.gap else "angebote"),
        (home, "massnahmen"),
        (money, "") if atlas.allocation else (home, "bedarfe-und-massnahmen"),
        (layout.measure_page(latest.id), "") if latest else (home, "massnahmen"),
    )
    return tuple(f"#{anchor}" if target == page else _link(page, target, anchor) for target, anchor in places)


def _link(page: PurePosixPath, target: PurePosixPath, anchor: str) -> str:
    return layout.relative_url(page, target, anchor=anchor)


def profile_chain(atlas: Atlas, files: Files) -> tuple[ChainPage, ...]:
    """The page of all districts, if there is anything to tell."""
    page, city, levels = layout.CHAIN, atlas.geography.city, atlas.geography.levels[1:]
    if not has_chain(atlas):
        return ()
    return (
        ChainPage(
            path=page,
            meta=PageMeta(
                title="Vom Bedarf bis zur Umsetzung",
                description=(
                    f"Jedes Gebiet von {city.name} in sechs Schritten: Bedarf, Angebot, Lücke, Maßnahme, Geld, Stand."
                ),
                crumbs=planning_crumbs(page),
            ),
            notes=(
                *incompleteness_note(atlas),
                "Wo „unbekannt“ oder „nicht bekannt“ steht, fehlt eine Angabe. Es heißt nicht, dass nichts zu tun ist.",
                "Die Reihenfolge der Gebiete ist die der Liste, keine Rangfolge.",
            ),
            jumps=(
                Link(text="Die ganze Stadt", href="#stadt"),
                *(Link(text=one.name_plural, href=f"#{_level_anchor(one)}") for one in levels),
                Link(text="Daten zum Mitnehmen", href="#daten-zum-mitnehmen"),
            ),
            city=ChainSection(
                steps=view_steps(atlas, page, collect_facts(atlas, city)), page=atlas.district_link(page, city)
            ),
            meanings=tuple(zip(STEPS, MEANINGS, strict=True)),
            levels=tuple(_view_level(atlas, page, one) for one in levels),
            downloads=view_downloads(
                page, (layout.chain_download(suffix, topic=topic) for topic, suffix in layout.CHAIN_FILES), files
            ),
            sources=atlas.view_sources(page, chain_datasets(atlas)),
        ),
    )


def chain_datasets(atlas: Atlas) -> tuple[str, ...]:
    """Everything that the six steps rest on."""
    supply = ("offerings/services", "offerings/locations", "offerings/service_types")
    people = atlas.results.indicator("population_65_plus").resource_ids if _knows_ages(atlas) else ()
    ways = atlas.reachability.resource_ids if atlas.reachability else ()
    money = allocation_datasets(atlas.allocation) if atlas.allocation else ()
    return tuple(dict.fromkeys((*PLANNING_IDS, *MEASURE_IDS, *supply, *people, *ways, *money)))


def _knows_ages(atlas: Atlas) -> bool:
    return "population_65_plus" in atlas.results.ids


def _level_anchor(level: Level) -> str:
    return f"ebene-{level.slug}"


def _view_level(atlas: Atlas, page: PurePosixPath, level: Level) -> ChainLevel:
    """One level."""
    return ChainLevel(
        title=level.name_plural,
        anchor=_level_anchor(level),
        status_note=level.status_note,
        table=TableView(
            caption=f"{level.name_plural}: vom Bedarf bis zur Umsetzung",
            columns=(DISTRICT_COLUMN, *STEPS),
            words=tuple(one for one in STEPS if one != "Geld"),
            rows=tuple(_view_row(atlas, page, one) for one in atlas.geography.districts_on(level)),
            source="Jede Zelle führt zu dem, worauf sie beruht.",
        ),
    )


def _view_row(atlas: Atlas, page: PurePosixPath, district: District) -> RowView:
    """A district with a cell for each step."""
    facts = collect_facts(atlas, district)
    found = zip(_spell_cells(atlas, facts), _find_targets(atlas, page, facts), strict=True)
    return RowView(
        header=numbered_link(atlas, page, district), cells=tuple(replace(cell, href=href) for cell, href in found)
    )
