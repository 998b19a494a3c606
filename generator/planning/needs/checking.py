"""Find what is wrong with the rules for needs beyond their form."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any as Anything

from generator.indicators import define_indicators
from generator.indicators.definition import BASE_YEAR, Change, Count, Direction, Indicator, OfferingTerm, Ratio
from generator.model import Issue, Package
from generator.offerings import read_lists
from generator.packages import find_resource, find_rows, make_error, name_row, quote_list, suggest_key
from generator.parameters import parameter_value, read_parameters
from generator.planning.needs.definition import PLACEHOLDER, Comparison, Uncertainty
from generator.planning.needs.reach_numbers import WHITE_SPOT_PEOPLE, ReachNumber, define_reach_numbers
from generator.planning.needs.reading import DISTRICT, GRAMMAR, RULES_PATH, make_bound
from generator.rules.documents import Document, read_document
from generator.rules.grammar import Place

CODE = "invalid-rule"
LOWER = (Comparison.AT_LEAST, Comparison.ABOVE)
UPPER = (Comparison.AT_MOST, Comparison.BELOW)
KINDS = ("all", "any", "not", "indicator")
LEAF_KEYS = (*Comparison, "leave_at", "uncertainty", "source")

Finding = tuple[Place, str]
"""Where, and a German sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What rules may refer to."""

    indicators: Mapping[str, Indicator]
    reach_numbers: Mapping[str, ReachNumber]
    level_ids: Collection[str]
    guideline_ids: Collection[str]

    @property
    def number_ids(self) -> tuple[str, ...]:
        """Ids of everything that a condition may test."""
        return (*self.indicators, *self.reach_numbers)


def check_rule_book(project: Path, packages: Sequence[Package]) -> tuple[Issue, ...]:
    """Everything that is wrong with the rules, against packages without errors."""
    document, issues = read_document(project, RULES_PATH, GRAMMAR)
    if issues:
        return issues
    links = tuple(_check_links(packages, [one["id"] for one in document.content["rules"]] if document else []))
    if document is None:
        return links
    parameters = read_parameters(packages)
    base_year = int(parameter_value(parameters, BASE_YEAR))
    # Rules speak of kinds of offerings, never of a single one.
    catalog = read_lists(packages, parameters)
    definitions = define_indicators(catalog, base_year)
    vocabulary = Vocabulary(
        indicators={one.id: one for one in definitions},
        reach_numbers=define_reach_numbers(packages, catalog, parameters),
        level_ids=[row.values["level_id"] for row in find_rows(packages, "districts/levels")],
        guideline_ids=[row.values["guideline_id"] for row in find_rows(packages, "offerings/guidelines")],
    )
    return (*_check_book(document, vocabulary), *links)


def _check_links(packages: Sequence[Package], rule_ids: Collection[str]) -> Iterator[Issue]:
    """Tables that name rules name those there are; an earlier edition may have had others."""
    for resource_id in ("planning/need_rules", "planning/measure_rules"):
        resource = find_resource(packages, resource_id)
        for row in resource.rows if resource else ():
            rule_id = row.values["rule_id"]
            if resource and rule_id not in rule_ids:
                hint = suggest_key(rule_id, rule_ids) or "Ergänze die Regel oder berichtige diese Zelle."
                message = f"‚{rule_id}‘ ist keine Regel in {RULES_PATH}. {hint}"
                subject = name_row(row, resource.primary_key)
                yield make_error(
                    "unknown-foreign-key", resource.path, message, row=row.line, field="rule_id", subject=subject
                )


def _check_book(document: Document, vocabulary: Vocabulary) -> Iterator[Issue]:
    """Every finding, named after the rule it is about."""
    content = document.content
    findings = [*_check_date((), content)]
    for name in ("classes", "rules", "strengths"):
        findings += _check_ids((name,), content.get(name, ()))
    class_ids = [one["id"] for one in content["classes"]]
    for number, rule in enumerate(content["rules"]):
        findings += _check_rule(("rules", number), rule, vocabulary, class_ids)
    for number, strength in enumerate(content.get("strengths", ())):
        findings += _check_strength(("strengths", number), strength, vocabulary)
    if "matrix" in content:
        findings += _check_matrix(("matrix",), content["matrix"], vocabulary, class_ids)
    if "screening" in content:
        findings += _check_screening(("screening",), content["screening"], vocabulary)
    for place, message in findings:
        owner = _find_owner(content, place)
        yield document.error(CODE, f"Regel ‚{owner}‘: {message}" if owner else message, *place)


def _find_owner(content: Mapping[str, Anything], place: Place) -> str:
    """The id of the rule or strength that a place lies in."""
    if len(place) > 1 and place[0] in {"rules", "strengths"} and isinstance(place[1], int):
        return str(content[str(place[0])][place[1]]["id"])
    return ""


def _check_ids(place: Place, items: Sequence[Mapping[str, Anything]]) -> Iterator[Finding]:
    """Ids stand once."""
    counts = Counter(one["id"] for one in items)
    for number, one in enumerate(items):
        if counts[one["id"]] > 1:
            yield (*place, number, "id"), f"Die Kennung ‚{one['id']}‘ steht mehrmals. Gib jeder Regel eine eigene."


def _check_date(place: Place, content: Mapping[str, Anything]) -> Iterator[Finding]:
    """The day is one of the calendar."""
    try:
        date.fromisoformat(content["decided_date"])
    except ValueError:
        yield (*place, "decided_date"), f"Den Tag ‚{content['decided_date']}‘ gibt es nicht. Schreibe JJJJ-MM-TT."


def _check_names(place: Place, names: Sequence[str], known: Collection[str], kind: str) -> Iterator[Finding]:
    """References lead somewhere."""
    for number, name in enumerate(names):
        if name not in known:
            hint = suggest_key(name, known) or f"Bekannt: {quote_list(sorted(known), limit=12)}."
            yield (*place, number), f"{kind} ‚{name}‘ gibt es nicht. {hint}"


def _check_rule(
    place: Place, rule: Mapping[str, Anything], vocabulary: Vocabulary, class_ids: Collection[str]
) -> Iterator[Finding]:
    """One rule."""
    yield from _check_date(place, rule)
    yield from _check_names((*place, "levels"), rule["levels"], vocabulary.level_ids, "Die Ebene")
    yield from _check_names((*place, "guidelines"), rule["guidelines"], vocabulary.guideline_ids, "Die Leitlinie")
    yield from _check_condition((*place, "when"), rule["when"], vocabulary)
    yield from _check_sentence((*place, "sentence"), rule["sentence"], vocabulary)
    last = len(rule["classes"]) - 1
    for number, one in enumerate(rule["classes"]):
        here = (*place, "classes", number)
        if one["class"] not in class_ids:
            hint = suggest_key(one["class"], class_ids) or f"Bekannt: {quote_list(class_ids)}."
            yield (*here, "class"), f"Die Klasse ‚{one['class']}‘ gibt es nicht. {hint}"
        if ("when" in one) == (number == last):
            message = (
                "Die letzte Klasse nimmt alles Übrige auf und darf keine Bedingung (‚when‘) haben."
                if number == last
                else "Nur die letzte Klasse darf ohne Bedingung stehen; die folgenden würden nie erreicht."
            )
            yield here, f"{message} Berichtige die Reihenfolge oder die Bedingung."
        if "when" in one:
            yield from _check_condition((*here, "when"), one["when"], vocabulary)


def _check_strength(place: Place, strength: Mapping[str, Anything], vocabulary: Vocabulary) -> Iterator[Finding]:
    """One strength."""
    yield from _check_names((*place, "levels"), strength["levels"], vocabulary.level_ids, "Die Ebene")
    yield from _check_condition((*place, "when"), strength["when"], vocabulary)
    yield from _check_sentence((*place, "sentence"), strength["sentence"], vocabulary)


def _check_sentence(place: Place, sentence: str, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Placeholders can be filled in, and nothing else stands in braces."""
    if set("{}") & set(PLACEHOLDER.sub("", sentence)):
        yield place, "Eine geschweifte Klammer im Satz ist nicht geschlossen. Schreibe ‚{district}‘ oder die Kennzahl."
    known = (DISTRICT, *vocabulary.number_ids)
    for name in PLACEHOLDER.findall(sentence):
        if name not in known:
            hint = suggest_key(name, known) or "Erlaubt sind ‚{district}‘ und Kennungen von Kennzahlen."
            yield place, f"Der Platzhalter ‚{{{name}}}‘ hat keinen Inhalt. {hint}"


def _check_condition(place: Place, content: Mapping[str, Anything], vocabulary: Vocabulary) -> Iterator[Finding]:
    """A condition is exactly one of: all, any, not, or a test of an indicator."""
    if "leave_at" in content and "not" in place:
        yield (*place, "leave_at"), "‚leave_at‘ hat unter ‚not‘ keinen Sinn. Schreibe die Schwelle ohne ‚not‘."
    kinds = [one for one in KINDS if one in content]
    if len(kinds) != 1:
        message = "Eine Bedingung ist entweder ‚indicator‘ mit einer Schwelle oder genau eines von ‚all‘, ‚any‘, ‚not‘."
        yield place, f"{message} Gefunden: {quote_list(kinds) or 'nichts davon'}."
    elif kinds == ["indicator"]:
        yield from _check_criterion(place, content, vocabulary)
    else:
        extra = [one for one in LEAF_KEYS if one in content]
        if extra:
            yield (*place, extra[0]), f"‚{extra[0]}‘ gehört zu einer Kennzahl. Rücke es dort ein."
        part = content[kinds[0]]
        parts = [((*place, "not"), part)] if kinds == ["not"] else _place_parts((*place, kinds[0]), part)
        for here, one in parts:
            yield from _check_condition(here, one, vocabulary)


def _place_parts(place: Place, parts: Iterable[Mapping[str, Anything]]) -> list[tuple[Place, Mapping[str, Anything]]]:
    """Parts with their places."""
    return [((*place, number), one) for number, one in enumerate(parts)]


def _check_criterion(place: Place, content: Mapping[str, Anything], vocabulary: Vocabulary) -> Iterator[Finding]:
    """A test names an indicator, its bounds and their source."""
    yield from _check_indicator(place, content, vocabulary)
    if "source" not in content:
        yield place, "Zur Schwelle fehlt ‚source‘: wer sie gesetzt hat oder wo sie steht. Ergänze den Eintrag."
    lower = [one for one in LOWER if one in content]
    upper = [one for one in UPPER if one in content]
    if not lower and not upper:
        yield place, f"Zur Kennzahl fehlt eine Schwelle: eines von {quote_list(Comparison)}. Ergänze sie."
    elif len(lower) > 1 or len(upper) > 1:
        yield place, "Zwei Schwellen zeigen in dieselbe Richtung. Lösche eine der beiden."
    elif lower and upper:
        yield from _check_band(place, content, lower[0], upper[0])
    else:
        yield from _check_leaving(place, content, (lower or upper)[0])


def _check_band(
    place: Place, content: Mapping[str, Anything], lower: Comparison, upper: Comparison
) -> Iterator[Finding]:
    """A band holds something, and has no second border."""
    low, high = make_bound(content[lower]), make_bound(content[upper])
    is_empty = low.number > high.number or (low.number == high.number and (lower, upper) != (LOWER[0], UPPER[0]))
    if low.is_city == high.is_city and is_empty:
        yield (*place, upper), "Zwischen den beiden Schwellen liegt keine Zahl. Berichtige eine davon."
    if "leave_at" in content:
        yield (*place, "leave_at"), "‚leave_at‘ gibt es nur bei einer einzelnen Schwelle. Lösche den Eintrag."


def _check_leaving(place: Place, content: Mapping[str, Anything], comparison: Comparison) -> Iterator[Finding]:
    """A need ends on the other side of where it began, never before."""
    if "leave_at" not in content:
        return
    enter, leave = make_bound(content[comparison]), make_bound(content["leave_at"])
    sign = 1 if comparison in LOWER else -1
    if enter.is_city != leave.is_city:
        yield (*place, "leave_at"), "‚leave_at‘ und die Schwelle müssen sich beide auf die Stadt beziehen oder keine."
    elif (leave.number - enter.number) * sign > 0:
        side = "höchstens" if sign > 0 else "mindestens"
        yield (*place, "leave_at"), f"‚leave_at‘ muss {side} so groß sein wie die Schwelle. Berichtige den Wert."


def _check_indicator(place: Place, content: Mapping[str, Anything], vocabulary: Vocabulary) -> Iterator[Finding]:
    """The indicator exists, and the interval asked for makes sense for it."""
    name = content["indicator"]
    if name in vocabulary.reach_numbers:
        yield from _check_reach(place, content)
        return
    indicator = vocabulary.indicators.get(name)
    if indicator is None:
        hint = suggest_key(name, vocabulary.number_ids) or "`gebietsatlas show` nennt alle Kennzahlen."
        yield (*place, "indicator"), f"Die Kennzahl ‚{name}‘ gibt es nicht. {hint}"
        return
    kind = Uncertainty(content.get("uncertainty", Uncertainty.NONE))
    if not is_measurable(indicator, kind):
        allowed = quote_list(one for one in Uncertainty if is_measurable(indicator, one))
        yield (*place, "uncertainty"), f"Für die Kennzahl ‚{name}‘ gibt es ‚{kind}‘ nicht; erlaubt: {allowed}."


def _check_reach(place: Place, content: Mapping[str, Anything]) -> Iterator[Finding]:
    """A number about walking distances is a range, and so is the city's: only fixed numbers can be its bounds."""
    name = content["indicator"]
    allowed = [Uncertainty.POSITION, *([] if name == WHITE_SPOT_PEOPLE else [Uncertainty.UNCONFIRMED])]
    kind = Uncertainty(content.get("uncertainty", Uncertainty.NONE))
    if kind not in allowed:
        message = f"Die Kennzahl ‚{name}‘ ist eine Spanne und braucht ‚uncertainty‘; erlaubt: {quote_list(allowed)}."
        yield (*place, "uncertainty") if "uncertainty" in content else place, message
    for key in (*Comparison, "leave_at", "low", "high"):
        if isinstance(content.get(key), Mapping):
            message = f"Die Kennzahl ‚{name}‘ ist eine Spanne, auch für die Stadt. Schreibe hier eine feste Zahl."
            yield (*place, key), message


def is_measurable(indicator: Indicator, kind: Uncertainty) -> bool:
    """Tell whether an interval of this kind has a meaning for an indicator."""
    formula = indicator.formula
    counts_offerings = isinstance(formula, Ratio) and isinstance(formula.numerator, OfferingTerm)
    match kind:
        case Uncertainty.NONE:
            return True
        case Uncertainty.POSITION:
            return False
        case Uncertainty.UNCONFIRMED:
            return counts_offerings
        case Uncertainty.SHARE:
            return isinstance(formula, Ratio) and not counts_offerings and formula.denominator.is_dated
        case Uncertainty.COUNT:
            return isinstance(formula, Count | Ratio) and not isinstance(formula, Change) and not counts_offerings


def _check_matrix(
    place: Place, matrix: Mapping[str, Anything], vocabulary: Vocabulary, class_ids: Collection[str]
) -> Iterator[Finding]:
    """Axes have indicators and order, crossings have classes."""
    for name in ("need", "supply", "change"):
        axis = matrix[name]
        yield from _check_indicator((*place, name), axis, vocabulary)
        low, high = make_bound(axis["low"]), make_bound(axis["high"])
        if low.is_city == high.is_city and not (low.number < high.number or math.isclose(low.number, high.number)):
            yield (*place, name, "high"), "‚high‘ muss mindestens so groß sein wie ‚low‘. Berichtige eine Schwelle."
    for need, row in matrix["cells"].items():
        for supply, class_id in row.items():
            if class_id not in class_ids:
                hint = suggest_key(class_id, class_ids) or f"Bekannt: {quote_list(class_ids)}."
                yield (*place, "cells", need, supply), f"Die Klasse ‚{class_id}‘ gibt es nicht. {hint}"


def _check_screening(place: Place, content: Mapping[str, Anything], vocabulary: Vocabulary) -> Iterator[Finding]:
    """Every indicator stands once, in the direction in which it is defined."""
    yield from _check_names((*place, "levels"), content["levels"], vocabulary.level_ids, "Die Ebene")
    counts = Counter(one["indicator"] for one in content["parts"])
    for number, one in enumerate(content["parts"]):
        here = (*place, "parts", number)
        if one["indicator"] in vocabulary.reach_numbers:
            yield (*here, "indicator"), f"‚{one['indicator']}‘ ist eine Spanne und passt nicht in die Vorauswahl."
        else:
            yield from _check_indicator(here, one, vocabulary)
        if counts[one["indicator"]] > 1:
            yield (*here, "indicator"), f"Die Kennzahl ‚{one['indicator']}‘ steht mehrmals und zählte doppelt."
        known = vocabulary.indicators.get(one["indicator"])
        opposite = {"more_need": Direction.LESS_NEED, "less_need": Direction.MORE_NEED}[one["high_means"]]
        if known is not None and known.direction is opposite:
            message = f"Die Kennzahl ‚{known.id}‘ ist umgekehrt definiert ({known.direction}). Berichtige die Richtung."
            yield (*here, "high_means"), message
