"""Needs for action as pages show them: by rule and district, beside what the city has named and is doing."""

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_list
from generator.model import District, Level
from generator.planning.needs.chain import is_named
from generator.planning.needs.definition import NeedRule, RuleBook
from generator.planning.needs.evaluation import NeedResult, list_findings
from generator.planning.needs.findings import Finding
from generator.planning.needs.logic import Truth
from generator.planning.needs.matrix import STEPS, MatrixResult
from generator.planning.needs.reading import uses
from generator.planning.records import Measure, Need
from generator.profiles.atlas import Atlas
from generator.profiles.downloads import view_downloads
from generator.profiles.needs_wording import (
    AGREEMENT_TEXT,
    CHANGE_SIGN,
    CHANGE_TEXT,
    STEP_TEXT,
    describe_bound,
    describe_condition,
    describe_decision,
    describe_limits,
    describe_measured,
    explain_unknown,
    fill_sentence,
    find_tested,
    list_condition,
    name_class,
)
from generator.profiles.planning import need_anchor
from generator.profiles.reachability import has_reach_page, view_spot_count
from generator.profiles.views import (
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
class EvidenceView:
    """A number that a need rests on."""

    indicator: Link
    measured: str
    wanted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """A need that a rule finds in a district."""

    anchor: str
    title: str
    class_title: str
    class_meaning: str
    sentence: str
    evidence: tuple[EvidenceView, ...]
    kinds: tuple[str, ...]
    """Kinds of measures."""
    answers: tuple[Link, ...]
    """Measures of the city."""
    named: tuple[Link, ...]
    """The same need as somebody has named it."""
    question: str
    counter_indication: str
    guidelines: tuple[Link, ...]
    rule: Link
    kept: str
    """Why the need still stands although its bound is not reached; empty if it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthView:
    """What is good in a district, with the numbers that say so."""

    sentence: str
    evidence: tuple[EvidenceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownView:
    """A rule without an answer here."""

    anchor: str
    rule: Link
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictNeeds:
    """What the rules say of a district."""

    note: str
    hits: tuple[HitView, ...]
    strengths: tuple[StrengthView, ...]
    unknown: tuple[UnknownView, ...]
    answered: str
    """How many rules find nothing."""
    position: str
    """Where the district stands between need and supply; empty where the rules have no matrix."""
    overview: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """A rule as the method page explains it."""

    anchor: str
    title: str
    id: str
    decision: str
    guidelines: tuple[Link, ...]
    levels: str
    conditions: tuple[str, ...]
    classes: tuple[str, ...]
    kinds: tuple[str, ...]
    question: str
    counter_indication: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBookView:
    """All rules as the method page explains them."""

    title: str
    decision: str
    file: str
    notes: tuple[str, ...]
    classes: tuple[tuple[str, str], ...]
    rules: tuple[RuleView, ...]
    strengths: tuple[tuple[str, str], ...]
    matrix: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixItem:
    """A district in a crossing of the matrix."""

    district: Link
    sign: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """A crossing of need and supply."""

    title: str
    items: tuple[MatrixItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A step of need."""

    header: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixView:
    """Need against supply on one level."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    unplaced: tuple[MatrixItem, ...]
    """Districts whose place nobody can tell."""


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


# --- one district -------------------------------------------------------------------------------------------------


def profile_district_needs(atlas: Atlas, page: PurePosixPath, district: District) -> DistrictNeeds | None:
    """What the rules say of a district; nothing where they are not asked."""
    book, results = atlas.needs.book, atlas.needs.answers.get(district.code, ())
    if book is None or not results:
        return None
    by_truth = {truth: [one for one in results if one.truth is truth] for truth in Truth}
    order = [one.id for one in book.classes]
    hits = sorted(by_truth[Truth.YES], key=lambda one: order.index(one.class_id) if one.class_id else len(order))
    count = len(by_truth[Truth.NO])
    found = "1 Regel sieht" if count == 1 else f"{count} Regeln sehen"
    return DistrictNeeds(
        note=f"{book.decision.decision}. {book.notes[1] if len(book.notes) > 1 else book.notes[0]}",
        hits=tuple(_view_hit(atlas, page, book, one) for one in hits),
        strengths=tuple(
            StrengthView(
                sentence=fill_sentence(atlas, one.strength.sentence, district.code),
                evidence=tuple(_view_evidence(atlas, page, found) for found in list_findings(one.conclusion)),
            )
            for one in atlas.needs.strengths.get(district.code, ())
            if one.conclusion.truth is Truth.YES
        ),
        unknown=tuple(_view_unknown(atlas, page, one) for one in by_truth[Truth.UNKNOWN]),
        answered=f"{found} hier nach den vorliegenden Zahlen nichts zu tun.",
        position=_describe_position(atlas, district.code),
        overview=Link(text="Alle Regeln für alle Gebiete", href=layout.relative_url(page, layout.NEEDS)),
    )


def _view_hit(atlas: Atlas, page: PurePosixPath, book: RuleBook, result: NeedResult) -> HitView:
    """A need with its evidence."""
    rule = result.rule
    key = rule.id, result.district_code
    known = next((one for one in book.classes if one.id == result.class_id), None)
    return HitView(
        anchor=layout.rule_anchor(rule.id),
        title=rule.title,
        class_title=name_class(atlas, result),
        class_meaning=known.meaning if known else "Für die Einordnung fehlt eine Angabe.",
        sentence=fill_sentence(atlas, rule.sentence, result.district_code),
        evidence=tuple(_view_evidence(atlas, page, one) for one in list_findings(result.conclusion)),
        kinds=rule.measures,
        answers=tuple(_measure_link(page, one) for one in atlas.needs.chain.measures_of.get(key, ())),
        named=tuple(_need_link(page, one) for one in atlas.planning.needs if is_named(one, result, atlas.geography)),
        question=rule.question,
        counter_indication=rule.counter_indication,
        guidelines=_guideline_links(page, rule),
        rule=_rule_link(page, rule),
        kept=(
            "Der Bedarf stand schon in der letzten Ausgabe. Er bleibt stehen, weil die Zahl noch nicht weit genug von "
            "der Schwelle entfernt ist."
            if result.is_kept
            else ""
        ),
    )


def _view_evidence(atlas: Atlas, page: PurePosixPath, finding: Finding) -> EvidenceView:
    """A number beside what was asked for."""
    indicator = find_tested(atlas, finding.criterion.indicator_id)
    return EvidenceView(
        indicator=Link(text=indicator.title, href=_evidence_href(atlas, page, finding)),
        measured=describe_measured(atlas, finding),
        wanted=describe_limits(atlas, finding),
    )


def _evidence_href(atlas: Atlas, page: PurePosixPath, finding: Finding) -> str | None:
    """Where a number is explained."""
    if finding.observation is not None:
        indicator = atlas.results.indicator(finding.observation.indicator_id)
        return atlas.indicator_href(page, indicator, finding.observation.district_code)
    has_page = finding.reach is not None and has_reach_page(atlas)
    return layout.relative_url(page, layout.REACHABILITY) if has_page else None


def _view_unknown(atlas: Atlas, page: PurePosixPath, result: NeedResult) -> UnknownView:
    """A rule that nobody can answer here, and why."""
    return UnknownView(
        anchor=layout.rule_anchor(result.rule.id),
        rule=_rule_link(page, result.rule),
        reason=explain_unknown(atlas, result.conclusion),
    )


def _describe_position(atlas: Atlas, code: str) -> str:
    """Need, supply and direction of a district in a sentence."""
    found = atlas.needs.positions.get(code)
    if found is None:
        return ""
    return (
        f"{found.need.axis.title}: {STEP_TEXT[found.need.step]}; {found.supply.axis.title}: "
        f"{STEP_TEXT[found.supply.step]}; {found.change.axis.title}: {CHANGE_TEXT[found.change.step]}."
    )


def _rule_link(page: PurePosixPath, rule: NeedRule) -> Link:
    """Where the rule is explained."""
    return Link(text=rule.title, href=layout.relative_url(page, layout.METHOD, anchor=layout.rule_anchor(rule.id)))


def _guideline_links(page: PurePosixPath, rule: NeedRule) -> tuple[Link, ...]:
    """Links to guidelines, named by their number."""
    return tuple(
        Link(text=one, href=layout.relative_url(page, layout.guideline_page(one))) for one in rule.guideline_ids
    )


def _need_link(page: PurePosixPath, need: Need) -> Link:
    """Where a named need stands."""
    return Link(text=need.title, href=layout.relative_url(page, layout.PLANNING, anchor=need_anchor(need.id)))


def _measure_link(page: PurePosixPath, measure: Measure) -> Link:
    """Where a measure stands."""
    return Link(text=measure.title, href=layout.relative_url(page, layout.measure_page(measure.id)))


# --- the method page ----------------------------------------------------------------------------------------------


def profile_rule_book(atlas: Atlas, page: PurePosixPath) -> RuleBookView | None:
    """Everything that can be said of the rules from their file alone."""
    book = atlas.needs.book
    if book is None:
        return None
    return RuleBookView(
        title=book.title,
        decision=f"Fassung {book.version}. {describe_decision(book.decision)}.",
        file=book.path,
        notes=book.notes,
        classes=tuple((one.title, one.meaning) for one in book.classes),
        rules=tuple(_view_rule(atlas, page, book, one) for one in book.rules),
        strengths=tuple((one.title, f"{describe_condition(atlas, book, one.when)}.") for one in book.strengths),
        matrix=_describe_matrix(atlas, book),
    )


def _view_rule(atlas: Atlas, page: PurePosixPath, book: RuleBook, rule: NeedRule) -> RuleView:
    """One rule."""
    names = {one.id: one.name_plural for one in atlas.geography.levels}
    classes = []
    for class_id, condition in rule.classes:
        title = book.need_class(class_id).title
        rest = "sonst" if len(rule.classes) > 1 else "immer"
        classes.append(f"{title}: {describe_condition(atlas, book, condition) if condition else rest}")
    return RuleView(
        anchor=layout.rule_anchor(rule.id),
        title=rule.title,
        id=rule.id,
        decision=f"Fassung {rule.version}. {describe_decision(rule.decision)}.",
        guidelines=_guideline_links(page, rule),
        levels=format_list([names[one] for one in rule.level_ids]),
        conditions=list_condition(atlas, book, rule.when),
        classes=tuple(classes),
        kinds=rule.measures,
        question=rule.question,
        counter_indication=rule.counter_indication,
    )


def _describe_matrix(atlas: Atlas, book: RuleBook) -> tuple[str, ...]:
    """The axes of the matrix in words."""
    if book.matrix is None:
        return ()
    lines = []
    for axis, words in (
        (book.matrix.need, ("niedrig", "hoch")),
        (book.matrix.supply, ("niedrig", "hoch")),
        (book.matrix.change, ("sinkt", "wächst")),
    ):
        indicator = find_tested(atlas, axis.indicator_id)
        low, high = (describe_bound(atlas, indicator, one) for one in (axis.low, axis.high))
        lines.append(
            f"{axis.title} ({indicator.title}): {words[0]} unter {low}, {words[1]} ab {high}. Quelle: {axis.source}."
        )
    return tuple(lines)


# --- all districts ------------------------------------------------------------------------------------------------


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
                f"{len(book.rules)} Regeln, für jedes Gebiet gefragt: {counts[Truth.YES]}-mal ja, "
                f"{counts[Truth.NO]}-mal nein, {counts[Truth.UNKNOWN]}-mal unbekannt, weil eine Angabe fehlt oder die "
                "Zahl zu unsicher ist. Unbekannt heißt nicht: kein Bedarf."
            ),
            notes=book.notes,
            rules=_count_rules(atlas, page, book),
            levels=tuple(_view_level(atlas, page, book, one) for one in _levels(atlas, book)),
            comparison=_compare(atlas, page),
            unnamed=tuple(_result_link(atlas, page, one) for one in chain.unnamed),
            needs_without_measure=tuple(_need_link(page, one) for one in chain.needs_without_measure),
            results_without_measure=tuple(_result_link(atlas, page, one) for one in chain.results_without_measure),
            measures_without_need=tuple(_measure_link(page, one) for one in chain.measures_without_need),
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
        rows.append(RowView(header=_rule_link(page, rule), cells=(text_value(guidelines), *cells)))
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
        matrix=_view_matrix(atlas, page, book, level),
    )


def _list_answers(atlas: Atlas, page: PurePosixPath, book: RuleBook, level: Level) -> TableView:
    """All rules for the districts of a level."""
    rules = [one for one in book.rules if level.id in one.level_ids]
    has_spots = has_reach_page(atlas)
    results = {(one.rule.id, one.district_code): one for one in atlas.needs.results}
    return TableView(
        caption=f"{level.name_plural}: Regeln und Antworten",
        columns=(level.name_singular, *(one.short_title for one in rules), *([SPOTS] if has_spots else [])),
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


def numbered_link(atlas: Atlas, page: PurePosixPath, district: District) -> Link:
    """A district with its number."""
    link = atlas.district_link(page, district)
    return Link(text=f"{district.number} {district.name}".strip(), href=link.href)


def _answer(atlas: Atlas, page: PurePosixPath, result: NeedResult) -> Value:
    """What a rule says, linked to its evidence."""
    if result.truth is Truth.NO:
        return Value(text="nein", href=_rule_link(page, result.rule).href)
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


def _view_matrix(atlas: Atlas, page: PurePosixPath, book: RuleBook, level: Level) -> MatrixView | None:
    """Need against supply for the districts of a level."""
    matrix = book.matrix
    if matrix is None:
        return None
    districts = atlas.geography.districts_on(level)
    positions = [found for one in districts if (found := atlas.needs.positions.get(one.code))]
    rows = tuple(
        MatrixRow(
            header=f"{matrix.need.title}: {STEP_TEXT[need]}",
            cells=tuple(
                MatrixCell(
                    title=book.need_class(matrix.cells[row][column]).title,
                    items=tuple(
                        _matrix_item(atlas, page, one)
                        for one in positions
                        if (one.need.step, one.supply.step) == (need, supply)
                    ),
                )
                for column, supply in enumerate(STEPS)
            ),
        )
        for row, need in enumerate(reversed(STEPS))
    )
    return MatrixView(
        caption=f"{level.name_plural}: Bedarf und Angebot",
        columns=tuple(f"{matrix.supply.title}: {STEP_TEXT[one]}" for one in STEPS),
        rows=rows,
        unplaced=tuple(_matrix_item(atlas, page, one) for one in positions if one.class_id is None),
    )


def _matrix_item(atlas: Atlas, page: PurePosixPath, position: MatrixResult) -> MatrixItem:
    """A district with the direction in which its need is going."""
    step = position.change.step
    return MatrixItem(
        district=atlas.district_link(page, atlas.geography.districts[position.district_code]),
        sign=CHANGE_SIGN[step],
        direction=CHANGE_TEXT[step],
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
                header=_need_link(page, one.need),
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
