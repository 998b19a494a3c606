"""The rules as the method page explains them, from their file alone."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_list
from generator.planning.needs.definition import NeedRule, RuleBook
from generator.profiles.atlas import Atlas
from generator.profiles.needs_links import guideline_links
from generator.profiles.needs_wording import (
    describe_bound,
    describe_condition,
    describe_decision,
    find_tested,
    list_condition,
)
from generator.profiles.views import Link


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
        guidelines=guideline_links(page, rule),
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
