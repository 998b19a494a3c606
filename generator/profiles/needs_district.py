"""What the rules say of one district, each answer with its evidence."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.model import District
from generator.planning.needs.chain import is_named
from generator.planning.needs.definition import RuleBook
from generator.planning.needs.evaluation import NeedResult, list_findings
from generator.planning.needs.findings import Finding
from generator.planning.needs.logic import Truth
from generator.profiles.atlas import Atlas
from generator.profiles.needs_links import guideline_links, measure_link, need_link, rule_link
from generator.profiles.needs_wording import (
    CHANGE_TEXT,
    STEP_TEXT,
    describe_limits,
    describe_measured,
    explain_unknown,
    fill_sentence,
    find_tested,
    name_class,
)
from generator.profiles.reach_values import has_reach_page
from generator.profiles.views import Link


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
        answers=tuple(measure_link(page, one) for one in atlas.needs.chain.measures_of.get(key, ())),
        named=tuple(need_link(page, one) for one in atlas.planning.needs if is_named(one, result, atlas.geography)),
        question=rule.question,
        counter_indication=rule.counter_indication,
        guidelines=guideline_links(page, rule),
        rule=rule_link(page, rule),
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
        rule=rule_link(page, result.rule),
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
