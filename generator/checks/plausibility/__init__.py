"""Plausibility beyond the schema: what the packages declare of their numbers, held against the numbers."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from generator.checks.inventory import Inventory
from generator.checks.plausibility.bands import check_bands
from generator.checks.plausibility.complete import check_complete
from generator.checks.plausibility.digits import check_digit_groups
from generator.checks.plausibility.exchanges import check_exchanges
from generator.checks.plausibility.identities import (
    Violation,
    find_exchanged_cells,
    find_violations,
    judge,
    report_violation,
)
from generator.checks.plausibility.jumps import check_jumps
from generator.checks.plausibility.shares import check_shares
from generator.checks.plausibility.shifts import check_shifts
from generator.checks.plausibility.tables import Finding, Tables, is_sound, take_tables
from generator.model import Issue, Severity
from generator.rules import Rule, find_rules, list_relations

__all__ = ["check_plausibility"]

DIGITS = "digit_group"
SINGLE: Mapping[str, Callable[[Tables, Rule], Iterator[Finding]]] = {
    "row_shift": check_shifts,
    "row_swap": check_exchanges,
    "share_range": check_shares,
    "year_jump": check_jumps,
    "bands_tile": check_bands,
    "coverage": check_complete,
}
"""The kinds of rules that look at one column at a time, what proves most first; sums are looked at all together."""
ORDER = (*SINGLE, DIGITS)
WEIGHTS = tuple(Severity)
"""The heaviest first."""


def check_plausibility(inventory: Inventory) -> Iterator[Issue]:
    """Find what breaks a declared rule; a finding that explains others is told once, and they are only counted."""
    tables = take_tables(inventory)
    known = find_rules(inventory.packages, *SINGLE, DIGITS)
    rules = sorted((rule for rule in known if is_sound(tables, rule)), key=lambda rule: ORDER.index(rule.kind))
    violations = find_violations(tables, list_relations(inventory.packages))
    findings = [finding for rule in rules if rule.kind != DIGITS for finding in SINGLE[rule.kind](tables, rule)]
    for find_more in (partial(_find_digit_groups, rules), find_exchanged_cells):
        unexplained = [one for one in violations if _find_explanation(tables, findings, one) is None]
        findings += find_more(tables, unexplained)
    explained = Counter(_find_explanation(tables, findings, violation) for violation in violations)
    for violation in violations:
        if _find_explanation(tables, findings, violation) is None:
            yield report_violation(tables, violation)
    for number, finding in enumerate(findings):
        if not _is_repeated(findings, number) and not _is_explained(findings, finding):
            yield _add_count(finding.issue, explained[number])


def _find_digit_groups(rules: Sequence[Rule], tables: Tables, violations: Sequence[Violation]) -> Iterator[Finding]:
    """What the rules about digits find."""
    for rule in rules:
        if rule.kind == DIGITS:
            yield from check_digit_groups(tables, rule, violations)


def _find_explanation(tables: Tables, findings: Sequence[Finding], violation: Violation) -> int | None:
    """The first finding after whose correction a relation holds; one that weighs less explains nothing."""
    cells = [term.cell for term in violation.relation.terms]
    for number, finding in enumerate(findings):
        if WEIGHTS.index(finding.issue.severity) > WEIGHTS.index(violation.relation.rule.level):
            continue
        if not finding.covered.isdisjoint(cells):
            return number
        touched = any(cell in finding.corrections for cell in cells)
        if touched and judge(tables, violation.relation, finding.corrections) is None:
            return number
    return None


def _is_repeated(findings: Sequence[Finding], number: int) -> bool:
    """Tell whether an earlier finding corrects most of the same cells; what is left shows when that is done."""
    own = findings[number].corrections.keys()
    return bool(own) and any(2 * len(own & earlier.corrections.keys()) >= len(own) for earlier in findings[:number])


def _is_explained(findings: Sequence[Finding], finding: Finding) -> bool:
    """Tell whether another finding corrects a cell that only looks wrong here."""
    weight = WEIGHTS.index(finding.issue.severity)
    return any(
        finding.about & (other.corrections.keys() | other.covered) and WEIGHTS.index(other.issue.severity) <= weight
        for other in findings
    )


def _add_count(issue: Issue, count: int) -> Issue:
    """Say how many sums a finding explains."""
    if count == 0:
        return issue
    sums = "eine Summe, die nicht aufgeht" if count == 1 else f"{count} Summen, die nicht aufgehen"
    return replace(issue, message=f"{issue.message} Das erklärt {sums}.")
