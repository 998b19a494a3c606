"""One report per dataset: against what it was checked, what came out, what was accepted, what is kept secret."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.model import AcceptedIssue, Issue, Package, Resource, SecretCells, Severity
from generator.quality.catalog import RULE_TITLES, Check, find_check, find_checks
from generator.rules.declared import KEY as PLAUSIBILITY
from generator.rules.secrecy import KEY as DISCLOSURE
from generator.rules.secrecy import find_exemption, read_secrecy

DESCRIPTOR = "datapackage.json"
Place = tuple[str, str]
"""A file and, for descriptors, the name of a dataset in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What a check found in a dataset."""

    check: Check
    errors: int
    warnings: int
    notes: int
    accepted: int
    """Findings that were looked into and accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An open finding about a dataset."""

    issue: Issue
    check: Check
    field_title: str
    """What readers call the column; empty if the finding is about no column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedFinding:
    """A finding with the decision to accept it."""

    finding: Finding
    reason: str
    decided_by: str
    decided_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleUse:
    """A kind of declared rule and how often a dataset declares it."""

    kind: str
    title: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationReport:
    """Everything that was checked in a dataset."""

    resource_id: str
    title: str
    version: str
    changed: date
    """When the data were last changed."""
    row_count: int
    """Rows of a table, shapes of a layer."""
    schema_hash: str
    """SHA-256 of the schema as canonical JSON; empty for layers, which have none."""
    rules_hash: str
    """SHA-256 of the declared rules, for plausibility and for secrecy, as canonical JSON."""
    rules: tuple[RuleUse, ...]
    results: tuple[CheckResult, ...]
    findings: tuple[Finding, ...]
    accepted: tuple[AcceptedFinding, ...]
    secret_cells: SecretCells
    minimum_count: int | None
    """Counts above zero and below this are kept secret; ``None`` where the table declares no protection."""
    exemption: str
    """Why nothing in the table needs protection; empty if it declares none."""

    def count(self, severity: Severity) -> int:
        """How many open findings weigh so much."""
        return sum(finding.issue.severity is severity for finding in self.findings)

    @property
    def is_valid(self) -> bool:
        """Whether no error is open."""
        return not self.count(Severity.ERROR)


def compute_reports(
    packages: Sequence[Package],
    issues: Iterable[Issue],
    accepted: Iterable[AcceptedIssue],
    secrets: Mapping[str, SecretCells],
) -> Mapping[str, ValidationReport]:
    """The report on every dataset by id; ``issues`` are the open ones, ``secrets`` go by dataset."""
    secrecy = read_secrecy(packages)
    places = _index_places(packages)
    open_by_id: dict[str | None, list[Issue]] = defaultdict(list)
    for issue in issues:
        open_by_id[_find_owner(places, issue)].append(issue)
    accepted_by_id: dict[str | None, list[AcceptedIssue]] = defaultdict(list)
    for one in accepted:
        accepted_by_id[_find_owner(places, one.issue)].append(one)
    reports = {}
    for package in packages:
        for resource in package.resources:
            findings = tuple(_make_finding(issue, resource) for issue in open_by_id[resource.id])
            exceptions = tuple(_make_accepted(one, resource) for one in accepted_by_id[resource.id])
            protection = secrecy.get(resource.id)
            reports[resource.id] = ValidationReport(
                resource_id=resource.id,
                title=resource.title,
                version=package.version,
                changed=package.created,
                row_count=len(resource.features) if resource.format == "geojson" else len(resource.rows),
                schema_hash=hash_json(resource.descriptor["schema"]) if "schema" in resource.descriptor else "",
                rules_hash=hash_json([resource.descriptor.get(key) for key in (PLAUSIBILITY, DISCLOSURE)]),
                rules=tuple(_count_rules(resource)),
                results=tuple(_count_results(resource, findings, exceptions)),
                findings=findings,
                accepted=exceptions,
                secret_cells=secrets[resource.id],
                minimum_count=protection.minimum_count if protection else None,
                exemption=find_exemption(resource),
            )
    return reports


def find_loose_issues(packages: Sequence[Package], issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Findings that belong to no dataset, such as files that nobody has described."""
    places = _index_places(packages)
    return tuple(issue for issue in issues if _find_owner(places, issue) is None)


def hash_json(value: Any) -> str:
    """SHA-256 of a JSON value however its keys are ordered: sorted, without blanks, in UTF-8.

    >>> hash_json({"b": 1, "a": "ä"}) == hash_json({"a": "ä", "b": 1})
    True
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _index_places(packages: Sequence[Package]) -> Mapping[Place, str]:
    """Which dataset a finding is about: by its file, or by the descriptor and the name in it."""
    places: dict[Place, str] = {}
    for package in packages:
        for resource in package.resources:
            places[str(package.directory / DESCRIPTOR), resource.name] = resource.id
            places[str(resource.path), ""] = resource.id
    return places


def _find_owner(places: Mapping[Place, str], issue: Issue) -> str | None:
    """The id of the dataset; findings about a descriptor name it in the first step of their field."""
    return places.get((issue.path, "")) or places.get((issue.path, (issue.field or "").partition(".")[0]))


def _make_finding(issue: Issue, resource: Resource) -> Finding:
    titles = {field.name: field.title for field in resource.fields}
    return Finding(issue=issue, check=find_check(issue.code), field_title=titles.get(issue.field or "", ""))


def _make_accepted(one: AcceptedIssue, resource: Resource) -> AcceptedFinding:
    return AcceptedFinding(
        finding=_make_finding(one.issue, resource),
        reason=one.reason,
        decided_by=one.decided_by,
        decided_date=one.decided_date,
    )


def _count_rules(resource: Resource) -> Iterator[RuleUse]:
    """Kinds of declared rules in the order of their first use."""
    declared = resource.descriptor.get(PLAUSIBILITY, [])
    for kind, count in Counter(item["kind"] for item in declared).items():
        yield RuleUse(kind=kind, title=RULE_TITLES[kind], count=count)


def _count_results(
    resource: Resource, findings: Sequence[Finding], accepted: Sequence[AcceptedFinding]
) -> Iterator[CheckResult]:
    """Every check of the dataset, and those that found something although they did not seem to apply."""
    found = Counter((one.check.id, one.issue.severity) for one in findings)
    excused = Counter(one.finding.check.id for one in accepted)
    applied = {check.id: check for check in find_checks(resource)}
    used = {one.check.id: one.check for one in (*findings, *(one.finding for one in accepted))}
    for check in {**applied, **used}.values():
        yield CheckResult(
            check=check,
            errors=found[check.id, Severity.ERROR],
            warnings=found[check.id, Severity.WARNING],
            notes=found[check.id, Severity.NOTE],
            accepted=excused[check.id],
        )
