"""Apply the rules to every district: yes, no or unknown, each with the evidence that leads there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.model import District, Package
from generator.packages import find_rows
from generator.planning.needs.definition import All, Any, Condition, Criterion, NeedRule, Not, RuleBook, Strength
from generator.planning.needs.findings import Finding, Inputs, Previous, find_number, resolve_limits
from generator.planning.needs.logic import Truth, all_of, any_of, judge, negate

PREVIOUS_ID = "planning/previous_needs"


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


def _is_kept(finding: Finding) -> bool:
    """Whether a criterion holds at the bound where needs end, and would not at the one where they begin."""
    if not finding.is_leaving or finding.interval is None:
        return False
    return judge(finding.interval, resolve_limits(finding.criterion.bounds, finding.compared)) is not Truth.YES
