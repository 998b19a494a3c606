"""Apply the rules to every district: yes, no or unknown, each with the evidence that leads there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.geography import Geography
from generator.indicators.compute import IndicatorResults
from generator.indicators.definition import Indicator, OfferingTerm, Ratio
from generator.model import District, Observation, ObservationStatus, Offering, Package
from generator.offerings import OfferingCatalog, is_left_out
from generator.packages import find_rows
from generator.planning.needs.definition import (
    All,
    Any,
    Bound,
    Comparison,
    Condition,
    Criterion,
    NeedRule,
    Not,
    RuleBook,
    Strength,
    Uncertainty,
)
from generator.planning.needs.intervals import count_interval, share_interval
from generator.planning.needs.logic import Interval, Limits, Truth, all_of, any_of, judge, negate

PREVIOUS_ID = "planning/previous_needs"
UNCONFIRMED_STATUS = "unconfirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """What a rule said of a district in the last edition."""

    edition_date: date
    rule_version: int
    truth: Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything rules may look at."""

    results: IndicatorResults
    indicators: Mapping[str, Indicator]
    """Definitions by id."""
    geography: Geography
    doubtful: Mapping[str | None, tuple[Offering, ...]]
    """Offerings that may be open and do not count, because nobody has confirmed them lately; by finest district."""
    previous: Mapping[tuple[str, str], Previous]
    """By rule id and district code; empty where no earlier edition is on record."""


def collect_inputs(
    results: IndicatorResults,
    geography: Geography,
    catalog: OfferingCatalog,
    previous: Mapping[tuple[str, str], Previous],
) -> Inputs:
    """Index once what every rule asks for every district."""
    doubtful: dict[str | None, list[Offering]] = {}
    for one in catalog.offerings:
        if is_left_out(one) or one.status == UNCONFIRMED_STATUS:
            doubtful.setdefault(one.district_code, []).append(one)
    return Inputs(
        results=results,
        indicators={one.id: one for one in results.indicators},
        geography=geography,
        doubtful={code: tuple(found) for code, found in doubtful.items()},
        previous=previous,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A criterion held against the number of a district: enough to judge it again."""

    criterion: Criterion
    observation: Observation | None
    """``None`` where the city has no data for the indicator."""
    compared: Observation | None
    """The number of the whole city, where a bound refers to it."""
    interval: Interval | None
    """Where the number lies; ``None`` where there is none."""
    limits: Limits | None
    """What was asked for, as numbers; ``None`` where the city's number is missing."""
    is_leaving: bool
    """Whether the bound is the one at which a need ends."""
    truth: Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """A condition with its parts, judged."""

    kind: str
    """``all``, ``any``, ``not`` or ``criterion``."""
    truth: Truth
    finding: Finding | None
    """What was found, for a criterion."""
    parts: tuple["Conclusion", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedResult:
    """What a rule says of a district."""

    rule: NeedRule
    district_code: str
    conclusion: Conclusion
    class_id: str | None
    """``None`` where there is no need, or nobody can tell which class."""
    class_conclusions: tuple[Conclusion, ...]
    """How the class was found, as far as one had to look."""
    previous: Previous | None

    @property
    def truth(self) -> Truth:
        """Whether the district has the need."""
        return self.conclusion.truth

    @property
    def is_kept(self) -> bool:
        """Whether the need stands only because it stood before and has not fallen far enough."""
        return self.truth is Truth.YES and any(_is_kept(one) for one in list_findings(self.conclusion))


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthResult:
    """What a district already has."""

    strength: Strength
    district_code: str
    conclusion: Conclusion


def read_previous(packages: Sequence[Package]) -> Mapping[tuple[str, str], Previous]:
    """What the rules said in the newest edition on record."""
    rows = find_rows(packages, PREVIOUS_ID)
    newest = max((row.values["edition_date"] for row in rows), default=None)
    return {
        (row.values["rule_id"], row.values["district_code"]): Previous(
            edition_date=row.values["edition_date"],
            rule_version=row.values["rule_version"],
            truth=Truth(row.values["state"]),
        )
        for row in rows
        if row.values["edition_date"] == newest
    }


def apply_rules(book: RuleBook, inputs: Inputs) -> tuple[NeedResult, ...]:
    """Every rule for every district of its levels, in the order of rules and districts."""
    return tuple(
        _apply_rule(book, inputs, rule, district)
        for rule in book.rules
        for district in inputs.geography.districts.values()
        if district.level_id in rule.level_ids
    )


def find_strengths(book: RuleBook, inputs: Inputs) -> tuple[StrengthResult, ...]:
    """Every strength for every district of its levels."""
    return tuple(
        StrengthResult(
            strength=strength,
            district_code=district.code,
            conclusion=conclude(strength.when, district.code, inputs, book.confidence_pct),
        )
        for strength in book.strengths
        for district in inputs.geography.districts.values()
        if district.level_id in strength.level_ids
    )


def _apply_rule(book: RuleBook, inputs: Inputs, rule: NeedRule, district: District) -> NeedResult:
    """One rule for one district."""
    previous = inputs.previous.get((rule.id, district.code))
    # After a change of the rule its former answer is one to another question.
    was_hit = previous is not None and previous.truth is Truth.YES and previous.rule_version == rule.version
    conclusion = conclude(rule.when, district.code, inputs, book.confidence_pct, is_leaving=was_hit)
    class_id: str | None = None
    steps: tuple[Conclusion, ...] = ()
    if conclusion.truth is Truth.YES:
        class_id, steps = _find_class(book, inputs, rule, district.code)
    return NeedResult(
        rule=rule,
        district_code=district.code,
        conclusion=conclusion,
        class_id=class_id,
        class_conclusions=steps,
        previous=previous,
    )


def _find_class(book: RuleBook, inputs: Inputs, rule: NeedRule, code: str) -> tuple[str | None, tuple[Conclusion, ...]]:
    """The first class whose condition holds; none where an earlier one may hold and nobody knows."""
    steps: list[Conclusion] = []
    for class_id, condition in rule.classes:
        if condition is None:
            return class_id, tuple(steps)
        steps.append(conclude(condition, code, inputs, book.confidence_pct))
        if steps[-1].truth is Truth.YES:
            return class_id, tuple(steps)
        if steps[-1].truth is Truth.UNKNOWN:
            break
    return None, tuple(steps)


def conclude(
    condition: Condition, code: str, inputs: Inputs, confidence_pct: float, *, is_leaving: bool = False
) -> Conclusion:
    """Judge a condition for a district, with all its parts."""
    if isinstance(condition, Criterion):
        finding = find_number(condition, code, inputs, confidence_pct, is_leaving=is_leaving)
        return Conclusion(kind="criterion", truth=finding.truth, finding=finding, parts=())
    inner = (condition.part,) if isinstance(condition, Not) else condition.parts
    parts = tuple(conclude(one, code, inputs, confidence_pct, is_leaving=is_leaving) for one in inner)
    match condition:
        case All():
            kind, truth = "all", all_of(part.truth for part in parts)
        case Any():
            kind, truth = "any", any_of(part.truth for part in parts)
        case Not():
            kind, truth = "not", negate(parts[0].truth)
    return Conclusion(kind=kind, truth=truth, finding=None, parts=parts)


def judge_again(conclusion: Conclusion) -> Truth:
    """The answer from nothing but the evidence."""
    if conclusion.finding is not None:
        return judge(conclusion.finding.interval, conclusion.finding.limits)
    parts = [judge_again(part) for part in conclusion.parts]
    return {"all": all_of, "any": any_of}[conclusion.kind](parts) if conclusion.kind != "not" else negate(parts[0])


def list_findings(conclusion: Conclusion) -> Iterator[Finding]:
    """All criteria of a conclusion, in order."""
    if conclusion.finding is not None:
        yield conclusion.finding
    for part in conclusion.parts:
        yield from list_findings(part)


def find_number(
    criterion: Criterion, code: str, inputs: Inputs, confidence_pct: float, *, is_leaving: bool = False
) -> Finding:
    """One number held against its limits."""
    uses_leaving = is_leaving and criterion.leave_at is not None
    indicator = inputs.indicators.get(criterion.indicator_id)
    if indicator is None:
        return Finding(
            criterion=criterion,
            observation=None,
            compared=None,
            interval=None,
            limits=None,
            is_leaving=uses_leaving,
            truth=Truth.UNKNOWN,
        )
    observation = inputs.results.latest(indicator.id, code)
    city = inputs.results.latest(indicator.id, inputs.geography.city.code)
    interval = measure(observation, indicator, criterion.uncertainty, inputs, confidence_pct)
    bounds = [
        (one, criterion.leave_at if uses_leaving and criterion.leave_at else bound) for one, bound in criterion.bounds
    ]
    limits = resolve_limits(bounds, city)
    return Finding(
        criterion=criterion,
        observation=observation,
        compared=city if any(bound.is_city for _, bound in bounds) else None,
        interval=interval,
        limits=limits,
        is_leaving=uses_leaving,
        truth=judge(interval, limits),
    )


def resolve_limits(bounds: Sequence[tuple[Comparison, Bound]], city: Observation) -> Limits | None:
    """The bounds as numbers; none where they refer to a number of the city that is not there."""
    found: dict[str, float | bool] = {}
    for comparison, bound in bounds:
        if bound.is_city and city.value is None:
            return None
        number = bound.number * (city.value or 0) if bound.is_city else bound.number
        if comparison in (Comparison.AT_LEAST, Comparison.ABOVE):
            found |= {"low": number, "has_low": comparison is Comparison.AT_LEAST}
        else:
            found |= {"high": number, "has_high": comparison is Comparison.AT_MOST}
    return Limits(
        low=float(found.get("low", Limits().low)),
        high=float(found.get("high", Limits().high)),
        has_low=bool(found.get("has_low", True)),
        has_high=bool(found.get("has_high", True)),
    )


def measure(
    observation: Observation, indicator: Indicator, kind: Uncertainty, inputs: Inputs, confidence_pct: float
) -> Interval | None:
    """Where a number lies: at its value, or in an interval around it; nowhere where there is none."""
    if observation.value is None or observation.status is not ObservationStatus.NORMAL:
        return None
    part = observation.numerator.value
    whole = observation.denominator.value if observation.denominator else None
    factor = indicator.formula.factor if isinstance(indicator.formula, Ratio) else 1
    if kind is Uncertainty.NONE or part is None:
        return Interval(observation.value, observation.value)
    if kind is Uncertainty.SHARE and whole:
        return _scale(share_interval(part, whole, confidence_pct), factor)
    if kind is Uncertainty.COUNT:
        return _scale(count_interval(part, confidence_pct), factor / (whole or 1))
    if kind is Uncertainty.UNCONFIRMED and whole:
        left_out = _count_left_out(indicator, observation.district_code, inputs)
        return Interval(observation.value, factor * (part + left_out) / whole)
    return Interval(observation.value, observation.value)


def _scale(interval: Interval, factor: float) -> Interval:
    """The same in the unit of the indicator."""
    return Interval(interval.low * factor, interval.high * factor)


def _count_left_out(indicator: Indicator, code: str, inputs: Inputs) -> int:
    """Offerings that do not count because nobody has confirmed lately that they are open."""
    formula = indicator.formula
    if not isinstance(formula, Ratio) or not isinstance(formula.numerator, OfferingTerm):
        return 0
    codes: tuple[str | None, ...] = tuple(inputs.geography.finest_codes(code))
    if code == inputs.geography.city.code:
        codes = (*codes, None)
    found = (one for finest in codes for one in inputs.doubtful.get(finest, ()))
    return sum(_is_of(one, formula.numerator) for one in found)


def _is_of(offering: Offering, term: OfferingTerm) -> bool:
    """Tell whether an offering is of the kind or tier that a term counts."""
    is_of_tier = term.tier_id is not None and offering.tier_id == term.tier_id
    return is_of_tier or offering.service_type_id in term.service_type_ids


def _is_kept(finding: Finding) -> bool:
    """Whether a criterion holds at the bound where needs end, and would not at the one where they begin."""
    if not finding.is_leaving or finding.observation is None:
        return False
    city = finding.compared or finding.observation
    return judge(finding.interval, resolve_limits(finding.criterion.bounds, city)) is not Truth.YES
