"""Rules, evidence and answers in words, the same on pages, in files and in the terminal."""

from collections.abc import Iterator
from decimal import Decimal

from generator.formatting import describe_absence, format_date, format_list, format_number, format_quantity, format_unit
from generator.indicators.definition import Indicator
from generator.model import Quantity
from generator.planning.needs.chain import Agreement
from generator.planning.needs.definition import (
    PLACEHOLDER,
    All,
    Bound,
    Comparison,
    Condition,
    Criterion,
    Decision,
    Not,
    RuleBook,
    Uncertainty,
)
from generator.planning.needs.evaluation import Conclusion, NeedResult, list_findings
from generator.planning.needs.findings import Finding
from generator.planning.needs.logic import Truth
from generator.planning.needs.matrix import Step
from generator.planning.needs.reach_numbers import ReachNumber, ReachValue, read_reach_value
from generator.planning.needs.reading import DISTRICT
from generator.profiles.atlas import Atlas, is_signed

TRUTH_TEXT = {Truth.YES: "ja", Truth.NO: "nein", Truth.UNKNOWN: "unbekannt"}
COMPARISON_TEXT = {
    Comparison.AT_LEAST: "mindestens",
    Comparison.ABOVE: "über",
    Comparison.AT_MOST: "höchstens",
    Comparison.BELOW: "unter",
}
UNCERTAINTY_TEXT = {
    Uncertainty.NONE: "",
    Uncertainty.SHARE: "an beiden Enden des Zufallsbereichs geprüft (Wilson-Intervall, {confidence} %)",
    Uncertainty.COUNT: "an beiden Enden des Zufallsbereichs geprüft (Score-Intervall für Anzahlen, {confidence} %)",
    Uncertainty.POSITION: "an beiden Enden der Spanne geprüft, die entsteht, weil viele Orte nur ungefähr bekannt sind",
    Uncertainty.UNCONFIRMED: "einmal ohne und einmal mit den Angeboten geprüft, die lange niemand bestätigt hat",
}
AGREEMENT_TEXT = {
    Agreement.AGREES: "stimmt überein: auch die Regel findet den Bedarf",
    Agreement.DIFFERS: "stimmt nicht überein: die Regel findet hier keinen Bedarf",
    Agreement.UNKNOWN: "offen: für die Regel fehlt eine Angabe",
    Agreement.NO_RULE: "nicht vergleichbar: keine Regel fragt danach",
    Agreement.NOT_COMPARABLE: "nicht vergleichbar: die Regel wird für diesen Ort nicht gerechnet",
}
CHANGE_TEXT = {Step.LOW: "sinkt", Step.MIDDLE: "etwa gleich", Step.HIGH: "wächst", None: "Richtung unbekannt"}
CHANGE_SIGN = {Step.LOW: "↘", Step.MIDDLE: "→", Step.HIGH: "↗", None: "?"}
STEP_TEXT = {Step.LOW: "niedrig", Step.MIDDLE: "mittel", Step.HIGH: "hoch", None: "unbekannt"}


def find_tested(atlas: Atlas, indicator_id: str) -> Indicator | ReachNumber:
    """What a condition tests: an indicator, or a number about walking distances."""
    return atlas.needs.reach_numbers.get(indicator_id) or find_indicator(atlas, indicator_id)


def find_indicator(atlas: Atlas, indicator_id: str) -> Indicator:
    """The definition, whether the city has data for it or not."""
    known = (*atlas.results.indicators, *atlas.results.left_out)
    return next(one for one in known if one.id == indicator_id)


def describe_decision(decision: Decision) -> str:
    """Who decided, when, and how far that binds."""
    return f"{decision.decision}; {decision.decided_by}, {format_date(decision.decided_date)}"


def describe_number(indicator: Indicator | ReachNumber, value: float) -> str:
    """A bound or an end of an interval with as many digits as it needs."""
    exponent = Decimal(str(round(value, 6))).normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return format_unit(format_number(value, min(decimals, indicator.decimals + 1)), indicator.unit)


def describe_bound(atlas: Atlas, indicator: Indicator | ReachNumber, bound: Bound) -> str:
    """A number, or a multiple of the city's."""
    if not bound.is_city:
        return describe_number(indicator, bound.number)
    city = f"der Wert von {atlas.geography.city.name}"
    return (
        city if bound.number == 1 else f"{format_number(bound.number * 100, _percent_decimals(bound))} % vom {city[4:]}"
    )


def _percent_decimals(bound: Bound) -> int:
    """Percent of the city's number are whole unless somebody asked for more."""
    return 0 if float(bound.number * 100).is_integer() else 1


def describe_criterion(atlas: Atlas, book: RuleBook, criterion: Criterion) -> str:
    """A test as the method page says it."""
    indicator = find_tested(atlas, criterion.indicator_id)
    bounds = [f"{COMPARISON_TEXT[one]} {describe_bound(atlas, indicator, bound)}" for one, bound in criterion.bounds]
    notes = []
    if criterion.leave_at:
        leave = describe_bound(atlas, indicator, criterion.leave_at)
        side = "unter" if criterion.bounds[0][0] in {Comparison.AT_LEAST, Comparison.ABOVE} else "über"
        notes.append(f"ein Bedarf der letzten Ausgabe endet erst {side} dieser Schwelle: {leave}")
    if criterion.uncertainty is not Uncertainty.NONE:
        confidence = format_number(book.confidence_pct, 0 if book.confidence_pct.is_integer() else 1)
        notes.append(UNCERTAINTY_TEXT[criterion.uncertainty].format(confidence=confidence))
    notes.append(f"Quelle der Schwelle: {criterion.source}")
    return f"{indicator.title}: {format_list(bounds)} ({'; '.join(notes)})"


def describe_condition(atlas: Atlas, book: RuleBook, condition: Condition) -> str:
    """A whole condition in one sentence without its full stop."""
    if isinstance(condition, Criterion):
        return describe_criterion(atlas, book, condition)
    if isinstance(condition, Not):
        return f"nicht: [{describe_condition(atlas, book, condition.part)}]"
    parts = [f"[{describe_condition(atlas, book, part)}]" for part in condition.parts]
    return (" und " if isinstance(condition, All) else " oder ").join(parts)


def list_condition(atlas: Atlas, book: RuleBook, condition: Condition) -> tuple[str, ...]:
    """A condition as a list whose items must all hold."""
    parts = condition.parts if isinstance(condition, All) else (condition,)
    return tuple(describe_condition(atlas, book, part) for part in parts)


def describe_finding(atlas: Atlas, finding: Finding) -> str:
    """A number beside what was asked for."""
    indicator = find_tested(atlas, finding.criterion.indicator_id)
    return f"{indicator.title}: {describe_measured(atlas, finding)}; verlangt: {describe_limits(atlas, finding)}"


def describe_measured(atlas: Atlas, finding: Finding) -> str:
    """The number with its day and, if it has one, its interval; or why there is none."""
    if finding.reach is not None:
        return _describe_reach(finding.reach)
    if finding.observation is None:
        return "keine Daten"
    observation = finding.observation
    indicator = atlas.results.indicator(observation.indicator_id)
    if observation.value is None:
        return describe_absence(observation.status)
    text = format_quantity(observation, indicator.decimals, unit=indicator.unit, signed=is_signed(indicator))
    interval = finding.interval
    if interval is not None and interval.low != interval.high:
        low, high = (format_number(one, indicator.decimals) for one in (interval.low, interval.high))
        text += f" (Bereich {low} bis {format_unit(high, indicator.unit)})"
    return f"{text}, {format_date(observation.reference_date)}"


def _describe_reach(reach: ReachValue) -> str:
    """A range with its day."""
    text = spell_reach(reach)
    day = reach.reference_date
    return f"{text}, Anteil ab 65 vom {format_date(day)}" if day and reach.span.low.value is not None else text


def spell_reach(reach: ReachValue) -> str:
    """A range of whole numbers, or why there is none."""
    low, high = reach.span.low, reach.span.high
    if low.value is None or high.value is None:
        return describe_absence(low.status)
    ends = dict.fromkeys(format_number(one) for one in (low.value, high.value))
    return format_unit(" bis ".join(ends), reach.number.unit)


def describe_limits(atlas: Atlas, finding: Finding) -> str:
    """What was asked for, with the city's number worked in."""
    indicator = find_tested(atlas, finding.criterion.indicator_id)
    uses_leaving = finding.is_leaving and finding.criterion.leave_at is not None
    texts = []
    for comparison, entering in finding.criterion.bounds:
        bound = finding.criterion.leave_at if uses_leaving and finding.criterion.leave_at else entering
        text = f"{COMPARISON_TEXT[comparison]} {describe_bound(atlas, indicator, bound)}"
        if bound.is_city:
            known = finding.compared is not None and finding.compared.value is not None
            number = bound.number * (finding.compared.value or 0) if known and finding.compared else 0
            rounded = format_unit(format_number(number, indicator.decimals), indicator.unit)
            text += f" = {rounded}" if known else " (nicht bekannt)"
        texts.append(text)
    return format_list(texts) + (" (Schwelle, unter der ein Bedarf der letzten Ausgabe endet)" if uses_leaving else "")


def explain_unknown(atlas: Atlas, conclusion: Conclusion) -> str:
    """What is missing for an answer."""
    reasons = [_explain_gap(atlas, one) for one in list_findings(conclusion) if one.truth is Truth.UNKNOWN]
    return "; ".join(dict.fromkeys(reasons))


def _explain_gap(atlas: Atlas, finding: Finding) -> str:
    """Why one criterion has no answer."""
    indicator = find_tested(atlas, finding.criterion.indicator_id)
    if finding.interval is None:
        return f"{indicator.short_title}: {describe_measured(atlas, finding)}"
    if finding.limits is None:
        return f"{indicator.short_title}: Der Vergleichswert der Stadt fehlt"
    if finding.reach is not None:
        return f"{indicator.short_title}: {spell_reach(finding.reach)}, also auf beiden Seiten der Schwelle"
    if finding.criterion.uncertainty is Uncertainty.UNCONFIRMED:
        return f"{indicator.short_title}: Hier gibt es Angebote, die lange niemand bestätigt hat"
    measured = describe_measured(atlas, finding)
    return f"{indicator.short_title}: vom Schwellenwert nicht sicher zu unterscheiden; gemessen: {measured}"


def fill_sentence(atlas: Atlas, sentence: str, code: str) -> str:
    """A sentence of a rule with the name and the numbers of a district."""
    return PLACEHOLDER.sub(lambda match: _spell_placeholder(atlas, match[1], code), sentence)


def _spell_placeholder(atlas: Atlas, name: str, code: str) -> str:
    """The name of the district, or a number of it with its unit."""
    if name == DISTRICT:
        return atlas.geography.districts[code].name
    if name in atlas.needs.reach_numbers:
        return _spell_reach_of(atlas, atlas.needs.reach_numbers[name], code)
    if name not in atlas.results.ids:
        return "keine Daten"
    indicator = atlas.results.indicator(name)
    observation = atlas.results.latest(name, code)
    if observation.value is None:
        return describe_absence(observation.status)
    return format_quantity(observation, indicator.decimals, unit=indicator.unit, signed=is_signed(indicator))


def _spell_reach_of(atlas: Atlas, number: ReachNumber, code: str) -> str:
    """A range of a district, as far as the city can work it out."""
    if atlas.reachability is None:
        return "keine Daten"
    return spell_reach(read_reach_value(atlas.reachability, atlas.geography, number, code, Uncertainty.POSITION))


def name_class(atlas: Atlas, result: NeedResult) -> str:
    """The class of a need in words."""
    book = atlas.needs.book
    if book is None or result.class_id is None:
        return "Klasse unbekannt"
    return book.need_class(result.class_id).title


def describe_evidence_cells(finding: Finding) -> Iterator[tuple[str, Quantity]]:
    """The cells behind a number, one line each."""
    for cell in finding.observation.evidence if finding.observation else ():
        yield f"{cell.resource_id}, Zeile {cell.line}, {cell.field} ({cell.district_code})", cell.quantity
