"""All rules for all districts, beside what the city has named and is doing."""

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.model import Level
from generator.planning.needs.definition import RuleBook
from generator.planning.needs.evaluation import NeedResult
from generator.planning.needs.logic import Truth
from generator.planning.needs.reading import uses
from generator.profiles.atlas import Atlas
from generator.profiles.downloads import view_downloads
from generator.profiles.needs_links import measure_link, need_link, numbered_link, rule_link
from generator.profiles.needs_matrix import MatrixView, view_matrix
from generator.profiles.needs_wording import AGREEMENT_TEXT, describe_decision, explain_unknown, find_tested, name_class
from generator.profiles.reach_section import view_spot_count
from generator.profiles.reach_values import has_reach_page
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
    full_name,
    planning_crumbs,
    text_value,
)

PLANNING_IDS = tuple(
    f"planning/{name}"
    for name in (
        "needs",
        "need_districts",
        "need_rules",
        "measures",
        "measure_needs",
        "measure_rules",
        "previous_needs",
    )
)
SPOTS = "weiße Flecken dort"
"""Column that leads from needs to where nobody reaches a meeting place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsLevel:
    """All results on one level."""

    title: str
    anchor: str
    status_note: str
    answers: TableView
    matrix: MatrixView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsPage:
    """All rules for all districts, and what fits together and what does not."""

    path: PurePosixPath
    meta: PageMeta
    lead: str
    notes: tuple[str, ...]
    rules: TableView
    levels: tuple[NeedsLevel, ...]
    comparison: TableView
    unnamed: tuple[Link, ...]
    needs_without_measure: tuple[Link, ...]
    results_without_measure: tuple[Link, ...]
    measures_without_need: tuple[Link, ...]
    method: Link
    coverage: Link
    """The page of guidelines against districts."""
    screening: Link | None
    """The page of the composite index, if the rules have one."""
    downloads: tuple[DownloadView, ...]
    sources: tuple[SourceView, ...]


def profile_needs(atlas: Atlas, files: Files) -> tuple[NeedsPage, ...]:
    """The page of all rules and districts, if the city has rules."""
    page, book = layout.NEEDS, atlas.needs.book
    if book is None:
        return ()
    counts = Counter(one.truth for one in atlas.needs.results)
    ids = [one for key in uses(book) for one in find_tested(atlas, key).resource_ids]
    chain = atlas.needs.chain
    return (
        NeedsPage(
            path=page,
            meta=PageMeta(
                title="Handlungsbedarfe nach Regeln",
                description="Was in welchem Gebiet zu tun ist: nach Regeln berechnet, mit Belegen und offenen Fragen.",
                crumbs=planning_crumbs(page),
            ),
            lead=(
                f"{len(book.rules)} Regeln, für jedes Gebiet gefragt. Antworten: {counts[Truth.YES]} ja, "
                f"{counts[Truth.NO]} nein und {counts[Truth.UNKNOWN]} unbekannt, weil eine Angabe fehlt oder die "
                "Zahl zu unsicher ist. Unbekannt heißt nicht: kein Bedarf."
            ),
            notes=book.notes,
            rules=_count_rules(atlas, page, book),
            levels=tuple(_view_level(atlas, page, book, one) for one in _levels(atlas, book)),
            comparison=_compare(atlas, page),
            unnamed=tuple(_result_link(atlas, page, one) for one in chain.unnamed),
            needs_without_measure=tuple(need_link(page, one) for one in chain.needs_without_measure),
            results_without_measure=tuple(_result_link(atlas, page, one) for one in chain.results_without_measure),
            measures_without_need=tuple(measure_link(page, one) for one in chain.measures_without_need),
            method=Link(
                text="So sind die Regeln gemacht", href=layout.relative_url(page, layout.METHOD, anchor="bedarfsregeln")
            ),
            coverage=Link(text="Leitlinien und Gebiete", href=layout.relative_url(page, layout.COVERAGE)),
            screening=(
                Link(text=book.screening.title, href=layout.relative_url(page, layout.SCREENING))
                if book.screening
                else None
            ),
            downloads=view_downloads(page, layout.needs_downloads(), files),
            sources=atlas.view_sources(page, (*ids, "offerings/services", *PLANNING_IDS)),
        ),
    )


def _levels(atlas: Atlas, book: RuleBook) -> tuple[Level, ...]:
    """The levels that a rule is asked on, coarse before fine."""
    asked = {level_id for rule in book.rules for level_id in rule.level_ids}
    return tuple(one for one in atlas.geography.levels if one.id in asked)


def _count_rules(atlas: Atlas, page: PurePosixPath, book: RuleBook) -> TableView:
    """How often each rule holds, by level."""
    levels = _levels(atlas, book)
    rows = []
    for rule in book.rules:
        cells = []
        for level in levels:
            codes = {one.code for one in atlas.geography.districts_on(level)}
            own = [one for one in atlas.needs.results if one.rule is rule and one.district_code in codes]
            counts = Counter(one.truth for one in own)
            text = f"{counts[Truth.YES]} ja, {counts[Truth.NO]} nein, {counts[Truth.UNKNOWN]} unbekannt"
            cells.append(text_value(text if own else "nicht gefragt"))
        guidelines = ", ".join(rule.guideline_ids)
        rows.append(RowView(header=rule_link(page, rule), cells=(text_value(guidelines), *cells)))
    return TableView(
        caption="Die Regeln und wie oft sie zutreffen",
        columns=("Regel", "Leitlinien", *(one.name_plural for one in levels)),
        rows=tuple(rows),
        source=f"{describe_decision(book.decision)}.",
        words=("Leitlinien", *(one.name_plural for one in levels)),
    )


def _view_level(atlas: Atlas, page: PurePosixPath, book: RuleBook, level: Level) -> NeedsLevel:
    """All results on one level."""
    return NeedsLevel(
        title=level.name_plural,
        anchor=f"ebene-{level.slug}",
        status_note=level.status_note,
        answers=_list_answers(atlas, page, book, level),
        matrix=view_matrix(atlas, page, book, level),
    )


def _list_answers(atlas: Atlas, page: PurePosixPath, book: RuleBook, level: Level) -> TableView:
    """All rules for the districts of a level."""
    rules = [one for one in book.rules if level.id in one.level_ids]
    has_spots = has_reach_page(atlas)
    results = {(one.rule.id, one.district_code): one for one in atlas.needs.results}
    return TableView(
        caption=f"{level.name_plural}: Regeln und Antworten",
        columns=(DISTRICT_COLUMN, *(one.short_title for one in rules), *([SPOTS] if has_spots else [])),
        rows=tuple(
            RowView(
                header=numbered_link(atlas, page, district),
                cells=(
                    *(_answer(atlas, page, results[rule.id, district.code]) for rule in rules),
                    *([view_spot_count(atlas, page, district)] if has_spots else []),
                ),
            )
            for district in atlas.geography.districts_on(level)
        ),
        source="Die Antworten führen zu den Belegen. Die Reihenfolge der Gebiete ist die der Liste, keine Rangfolge.",
        words=(*(one.short_title for one in rules), SPOTS),
    )


def _answer(atlas: Atlas, page: PurePosixPath, result: NeedResult) -> Value:
    """What a rule says, linked to its evidence."""
    if result.truth is Truth.NO:
        return Value(text="nein", href=rule_link(page, result.rule).href)
    href = _result_link(atlas, page, result).href
    if result.truth is Truth.UNKNOWN:
        return Value(text="unbekannt", meaning=explain_unknown(atlas, result.conclusion), href=href)
    return Value(text=f"ja: {name_class(atlas, result)}", href=href)


def _result_link(atlas: Atlas, page: PurePosixPath, result: NeedResult) -> Link:
    """Where the answer of a rule for a district stands with its evidence."""
    district = atlas.geography.districts[result.district_code]
    level = atlas.geography.level_of(district)
    target = layout.district_page(district, level)
    return Link(
        text=f"{full_name(district, level)}: {result.rule.title}",
        href=layout.relative_url(page, target, anchor=layout.rule_anchor(result.rule.id)),
    )


def _compare(atlas: Atlas, page: PurePosixPath) -> TableView:
    """What the rules say to every need that somebody has named."""
    rows = []
    has_spots = has_reach_page(atlas)
    titles: dict[str, str] = {}
    for rule in atlas.needs.book.rules if atlas.needs.book else ():
        titles[rule.id] = rule.short_title
    for one in atlas.needs.chain.comparisons:
        district = atlas.geography.districts.get(one.district_code or "")
        place = atlas.district_link(page, district) if district else Link(text=one.need.area_label)
        rows.append(
            RowView(
                header=need_link(page, one.need),
                cells=(
                    Value(text=place.text, href=place.href),
                    text_value(titles.get(one.rule_id or "", "keine Regel")),
                    text_value(AGREEMENT_TEXT[one.agreement]),
                    *([view_spot_count(atlas, page, district)] if has_spots else []),
                ),
            )
        )
    return TableView(
        caption="Benannte Bedarfe und was die Regeln dazu sagen",
        columns=("Benannter Bedarf", "Gebiet", "Regel", "Vergleich", *([SPOTS] if has_spots else [])),
        words=("Gebiet", "Regel", "Vergleich", SPOTS),
        rows=tuple(rows),
    )
