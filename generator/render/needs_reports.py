"""What ``gebietsatlas show`` says of rules and needs: the answer, every number behind it, down to the rows."""

from collections.abc import Iterator

from generator.formatting import format_quantity
from generator.model import District
from generator.planning.needs.chain import is_named
from generator.planning.needs.definition import NeedRule, RuleBook, Strength
from generator.planning.needs.evaluation import Conclusion, NeedResult
from generator.planning.needs.findings import Finding
from generator.planning.needs.logic import Truth
from generator.planning.records import Need
from generator.profiles.atlas import Atlas
from generator.profiles.needs_wording import (
    AGREEMENT_TEXT,
    TRUTH_TEXT,
    describe_condition,
    describe_decision,
    describe_evidence_cells,
    describe_finding,
    explain_unknown,
    fill_sentence,
    list_condition,
    name_class,
)
from generator.render.reach_reports import describe_target

NAMES = ("bedarfe", "bedarf")
KIND_TEXT = {"all": "alle müssen gelten", "any": "eine muss gelten", "not": "darf nicht gelten"}


def list_names(atlas: Atlas) -> tuple[str, ...]:
    """Words for needs, ids of rules, strengths and named needs."""
    book = atlas.needs.book
    rules = (*NAMES, *(one.id for one in book.rules), *(one.id for one in book.strengths)) if book else ()
    return (*rules, *_named(atlas))


def _named(atlas: Atlas) -> dict[str, Need]:
    """Named needs by id."""
    return {one.id: one for one in atlas.planning.needs}


def describe_needs(atlas: Atlas, subject: str, district: District | None) -> Iterator[str]:
    """All rules, one rule or a named need; for all districts in short or for one with all evidence."""
    book = atlas.needs.book
    if subject in _named(atlas):
        yield from _describe_named(atlas, _named(atlas)[subject])
    elif book is not None:
        yield f"{book.title}, Fassung {book.version}: {describe_decision(book.decision)} ({book.path})"
        for rule in book.rules:
            if subject in NAMES or subject == rule.id:
                yield from _describe_rule(atlas, book, rule, district, is_short=subject in NAMES and district is None)
        for strength in book.strengths:
            if subject == strength.id:
                yield from _describe_strength(atlas, book, strength, district)


def _describe_rule(
    atlas: Atlas, book: RuleBook, rule: NeedRule, district: District | None, *, is_short: bool
) -> Iterator[str]:
    """A rule with its answers."""
    results = [one for one in atlas.needs.results if one.rule.id == rule.id]
    yield f"{rule.id}: {rule.title} (Fassung {rule.version}, {describe_decision(rule.decision)})"
    if is_short:
        counts = {truth: sum(one.truth is truth for one in results) for truth in Truth}
        yield "  " + ", ".join(f"{counts[truth]} {TRUTH_TEXT[truth]}" for truth in Truth)
        return
    for text in list_condition(atlas, book, rule.when):
        yield f"  Bedingung: {text}"
    if district is None:
        for result in results:
            name = atlas.geography.districts[result.district_code].name
            yield f"{result.district_code:>8}  {name:<32} {_answer(atlas, result)}"
        return
    found = [one for one in results if one.district_code == district.code]
    if not found:
        yield f"  Für {district.name} wird diese Regel nicht gerechnet."
    for result in found:
        yield from _describe_result(atlas, result, district)


def _describe_strength(atlas: Atlas, book: RuleBook, strength: Strength, district: District | None) -> Iterator[str]:
    """A strength with its answers."""
    yield f"{strength.id}: {strength.title}"
    yield f"  Bedingung: {describe_condition(atlas, book, strength.when)}"
    for code, results in atlas.needs.strengths.items():
        for result in results:
            if result.strength.id == strength.id and (district is None or district.code == code):
                name = atlas.geography.districts[code].name
                yield f"{code:>8}  {name:<32} {TRUTH_TEXT[result.conclusion.truth]}"
                if district is not None:
                    yield from _describe_conclusion(atlas, result.conclusion, 1)


def _answer(atlas: Atlas, result: NeedResult) -> str:
    """The answer in a word, with what belongs to it."""
    if result.truth is Truth.YES:
        return f"ja: {name_class(atlas, result)}"
    reason = f" ({explain_unknown(atlas, result.conclusion)})" if result.truth is Truth.UNKNOWN else ""
    return TRUTH_TEXT[result.truth] + reason


def _describe_result(atlas: Atlas, result: NeedResult, district: District) -> Iterator[str]:
    """One answer with everything behind it."""
    yield f"  {district.name}: {_answer(atlas, result)}"
    if result.truth is Truth.YES:
        yield f"  {fill_sentence(atlas, result.rule.sentence, district.code)}"
    if result.previous:
        yield f"  Letzte Ausgabe: {TRUTH_TEXT[result.previous.truth]} (Fassung {result.previous.rule_version})"
    yield from _describe_conclusion(atlas, result.conclusion, 1)
    for number, one in enumerate(result.class_conclusions, start=1):
        yield f"  Einordnung, Bedingung {number}: {TRUTH_TEXT[one.truth]}"
        yield from _describe_conclusion(atlas, one, 2)
    for need in atlas.planning.needs:
        if is_named(need, result, atlas.geography):
            yield f"  Auch benannt: {need.id} {need.title}"
    for measure in atlas.needs.chain.measures_of.get((result.rule.id, district.code), ()):
        yield f"  Maßnahme: {measure.id} {measure.title}"


def _describe_conclusion(atlas: Atlas, conclusion: Conclusion, depth: int) -> Iterator[str]:
    """A condition with its parts, indented."""
    indent = "  " * depth
    if conclusion.finding is not None:
        yield f"{indent}{TRUTH_TEXT[conclusion.truth]}: {describe_finding(atlas, conclusion.finding)}"
        yield from _list_cells(atlas, conclusion.finding, indent)
        return
    yield f"{indent}{TRUTH_TEXT[conclusion.truth]} ({KIND_TEXT[conclusion.kind]}):"
    for part in conclusion.parts:
        yield from _describe_conclusion(atlas, part, depth + 1)


def _list_cells(atlas: Atlas, finding: Finding, indent: str) -> Iterator[str]:
    """The cells behind a number."""
    if finding.reach is not None and atlas.reachability is not None:
        district = atlas.geography.districts[finding.reach.district_code]
        for line in describe_target(atlas, atlas.reachability, finding.reach.number.target, district):
            yield f"{indent}{line}"
    for place, quantity in describe_evidence_cells(finding):
        decimals = 0 if float(quantity.value or 0).is_integer() else 2
        yield f"{indent}    {place}: {format_quantity(quantity, decimals)}"


def _describe_named(atlas: Atlas, need: Need) -> Iterator[str]:
    """A named need with its source and what the rules say to it."""
    yield f"{need.id}: {need.title}"
    yield f"  {need.description}"
    yield f"  Benannt von: {need.origin}. Quelle: {need.source}"
    if need.paper_ids:
        yield f"  Ratsvorgänge: {', '.join(need.paper_ids)}"
    for one in atlas.needs.chain.comparisons:
        if one.need.id != need.id:
            continue
        name = atlas.geography.districts[one.district_code].name if one.district_code else need.area_label
        yield f"  {name}, {one.rule_id or 'keine Regel'}: {AGREEMENT_TEXT[one.agreement]}"
        for result in atlas.needs.answers.get(one.district_code or "", ()):
            if result.rule.id == one.rule_id:
                yield from _describe_conclusion(atlas, result.conclusion, 2)
    for measure in atlas.planning.measures:
        if need.id in measure.need_ids:
            yield f"  Maßnahme: {measure.id} {measure.title}"
