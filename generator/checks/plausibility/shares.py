"""Whether a number fits the size of its district: the only witness when two districts are exchanged at all times."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.checks.plausibility.tables import (
    DISTRICT,
    Finding,
    Tables,
    make_finding_issue,
    say_number,
    title_of,
)
from generator.model import Resource, Row
from generator.rules import Cell, Rule, time_field


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A number beside the number it is a part of."""

    row: Row
    part: float
    whole: float
    usual: float
    """Part per whole over all rows of the same time and level."""

    @property
    def times_usual(self) -> float:
        """How many times the usual share this is; the usual one where the whole is zero."""
        expected = self.usual * self.whole
        return self.part / expected if expected > 0 else float("inf")


def check_shares(tables: Tables, rule: Rule) -> Iterator[Finding]:
    """Find districts whose share is many times the share of all; several times of one district are one finding."""
    resource = tables.resources[rule.resource_id]
    unusual: dict[tuple[Any, ...], list[Share]] = defaultdict(list)
    names = tuple(name for name in resource.primary_key if name != time_field(resource))
    for share in _list_shares(tables, rule, resource):
        if share.part >= rule.arguments["min_count"] and share.times_usual > rule.arguments["max_times"]:
            unusual[tuple(share.row.values[name] for name in names)].append(share)
    for shares in unusual.values():
        yield _report(tables, rule, resource, shares)


def _list_shares(tables: Tables, rule: Rule, resource: Resource) -> Iterator[Share]:
    """Every share that is known, with the usual one of its time and level."""
    other = tables.resources[rule.arguments["resource"]]
    match = rule.arguments["match"]
    wholes = {tuple(row.values[name] for name in match.values()): row for row in other.rows}
    time = time_field(resource)
    groups: dict[tuple[Any, ...], list[tuple[Row, float, float]]] = defaultdict(list)
    for row in resource.rows:
        partner = wholes.get(tuple(row.values[name] for name in match))
        part = row.values[rule.arguments["field"]]
        whole = None if partner is None else partner.values[rule.arguments["other_field"]]
        if part is not None and whole is not None:
            level = tables.district_levels.get(row.values.get(DISTRICT, ""), "")
            groups[(row.values[time] if time else None, level)].append((row, part, whole))
    for known in groups.values():
        total = sum(whole for _, _, whole in known)
        usual = sum(part for _, part, _ in known) / total if total else 0.0
        for row, part, whole in known if usual else ():
            yield Share(row=row, part=part, whole=whole, usual=usual)


def _report(tables: Tables, rule: Rule, resource: Resource, shares: Sequence[Share]) -> Finding:
    worst = max(shares, key=lambda share: (share.times_usual, -share.row.line))
    other = tables.resources[rule.arguments["resource"]]
    field = rule.arguments["field"]
    limit = say_number(rule.arguments["max_times"])
    more = f" Ebenso in {len(shares) - 1} weiteren Zeilen dieser Reihe." if len(shares) > 1 else ""
    message = (
        f"In {tables.place(resource, worst.row)} steht in {title_of(resource, field)} {say_number(worst.part)} bei "
        f"{say_number(worst.whole)} in {title_of(other, rule.arguments['other_field'])}: mehr als das "
        f"{limit}-Fache dessen, was nach dem Anteil aller Gebiete zu erwarten ist.{more} "
        "Prüfe, ob die Zahlen mit denen eines anderen Gebiets vertauscht sind oder eine Ziffer zu viel haben."
    )
    issue = make_finding_issue(rule, resource, "share-range", message, worst.row, field)
    about = frozenset(Cell(resource.id, share.row.line, field) for share in shares)
    return Finding(issue=issue, corrections={}, about=about)
