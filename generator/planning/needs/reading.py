"""Read the rules for needs from their file."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any as Anything

from generator.errors import ConfigurationError
from generator.packages import PACKAGES
from generator.planning.needs.definition import (
    All,
    Any,
    Axis,
    Bound,
    Comparison,
    Condition,
    Criterion,
    Decision,
    MatrixDefinition,
    NeedClass,
    NeedRule,
    Not,
    RuleBook,
    Screening,
    ScreeningPart,
    Strength,
    Uncertainty,
    list_tests,
)
from generator.rules.documents import Document, read_document

RULES_PATH = PACKAGES / "parameters" / "needs_rules.yaml"
GRAMMAR = Path(__file__).with_name("needs_rules.schema.json")
DISTRICT = "district"
"""Placeholder for the name of the district."""


def read_rule_book(project: Path) -> RuleBook | None:
    """The rules of a city; ``None`` where it has none. Their findings have been listed by the gate."""
    document, issues = read_document(project, RULES_PATH, GRAMMAR)
    if issues:
        raise ConfigurationError(str(issues[0]))
    return _make_book(document) if document else None


def _make_book(document: Document) -> RuleBook:
    """The rules from a document that fits its grammar."""
    content = document.content
    return RuleBook(
        title=content["title"],
        version=content["version"],
        decision=_make_decision(content),
        confidence_pct=float(content["confidence_pct"]),
        notes=tuple(content["notes"]),
        classes=tuple(
            NeedClass(id=one["id"], title=one["title"], meaning=one["meaning"]) for one in content["classes"]
        ),
        rules=tuple(map(_make_rule, content["rules"])),
        strengths=tuple(
            Strength(
                id=one["id"],
                title=one["title"],
                level_ids=tuple(one["levels"]),
                when=_make_condition(one["when"]),
                sentence=one["sentence"],
            )
            for one in content.get("strengths", ())
        ),
        matrix=_make_matrix(content["matrix"]) if "matrix" in content else None,
        screening=_make_screening(content["screening"]) if "screening" in content else None,
        path=str(document.path),
    )


def _make_decision(content: Mapping[str, Anything]) -> Decision:
    """Who decided, when, and how far."""
    return Decision(
        decided_by=content["decided_by"],
        decided_date=date.fromisoformat(content["decided_date"]),
        decision=content["decision"],
    )


def _make_rule(content: Mapping[str, Anything]) -> NeedRule:
    """One rule."""
    return NeedRule(
        id=content["id"],
        title=content["title"],
        short_title=content["short_title"],
        version=content["version"],
        decision=_make_decision(content),
        guideline_ids=tuple(content["guidelines"]),
        level_ids=tuple(content["levels"]),
        when=_make_condition(content["when"]),
        classes=tuple(
            (one["class"], _make_condition(one["when"]) if "when" in one else None) for one in content["classes"]
        ),
        measures=tuple(content["measures"]),
        sentence=content["sentence"],
        question=content["question"],
        counter_indication=content["counter_indication"],
    )


def _make_condition(content: Mapping[str, Anything]) -> Condition:
    """A condition with its parts."""
    if "all" in content:
        return All(tuple(map(_make_condition, content["all"])))
    if "any" in content:
        return Any(tuple(map(_make_condition, content["any"])))
    if "not" in content:
        return Not(_make_condition(content["not"]))
    return Criterion(
        indicator_id=content["indicator"],
        bounds=tuple((one, make_bound(content[one])) for one in Comparison if one in content),
        leave_at=make_bound(content["leave_at"]) if "leave_at" in content else None,
        uncertainty=Uncertainty(content.get("uncertainty", Uncertainty.NONE)),
        source=content["source"],
    )


def make_bound(content: Anything) -> Bound:
    """A fixed number, or a multiple of the city's."""
    return Bound(float(content["city"]), is_city=True) if isinstance(content, Mapping) else Bound(float(content))


def _make_matrix(content: Mapping[str, Anything]) -> MatrixDefinition:
    """The three axes and what their crossings mean."""
    steps = ("low", "middle", "high")
    return MatrixDefinition(
        need=_make_axis(content["need"]),
        supply=_make_axis(content["supply"]),
        change=_make_axis(content["change"]),
        cells=tuple(tuple(content["cells"][need][supply] for supply in steps) for need in reversed(steps)),
    )


def _make_screening(content: Mapping[str, Anything]) -> Screening:
    """The composite index."""
    return Screening(
        title=content["title"],
        level_ids=tuple(content["levels"]),
        notes=tuple(content["notes"]),
        parts=tuple(
            ScreeningPart(
                indicator_id=one["indicator"],
                group=one["group"],
                weight=float(one["weight"]),
                is_more_need=one["high_means"] == "more_need",
                source=one["source"],
            )
            for one in content["parts"]
        ),
    )


def _make_axis(content: Mapping[str, Anything]) -> Axis:
    """One axis."""
    return Axis(
        indicator_id=content["indicator"],
        title=content["title"],
        low=make_bound(content["low"]),
        high=make_bound(content["high"]),
        uncertainty=Uncertainty(content.get("uncertainty", Uncertainty.NONE)),
        source=content["source"],
    )


def uses(book: RuleBook) -> tuple[str, ...]:
    """Ids of all indicators that the rules look at, in their order."""
    conditions = [*(one.when for one in book.rules), *(one.when for one in book.strengths)]
    conditions += [when for rule in book.rules for _, when in rule.classes if when is not None]
    found = [test.indicator_id for condition in conditions for test in list_tests(condition)]
    if book.matrix:
        found += [axis.indicator_id for axis in (book.matrix.need, book.matrix.supply, book.matrix.change)]
    if book.screening:
        found += [part.indicator_id for part in book.screening.parts]
    return tuple(dict.fromkeys(found))
