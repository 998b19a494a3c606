"""Released packages: the same tables with secret cells replaced by their sign, and what can be told about it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from generator.disclosure.audit import SecrecyError
from generator.disclosure.suppression import Cover, find_covers, find_primary
from generator.disclosure.tables import collect_counts
from generator.formatting import STATUS_SIGNS
from generator.model import AcceptedIssue, Issue, ObservationStatus, Package, Resource, Row, SecretCells, Severity
from generator.packages import name_row
from generator.rules import Cell, read_rules

ACCESS = "access"
INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Cells that the packages hold and that are not published."""

    primary: frozenset[Cell]
    """Too small, or telling something about nearly everybody."""
    secondary: frozenset[Cell]
    """Kept secret so that no other secret can be worked out."""
    issues: tuple[Issue, ...]
    """Secrets that cannot be protected, as errors, and those that needed cover, as notes: for the people who keep the
    data. They say what could be worked out and are never published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Warnings, notes and accepted findings, as they may be published."""

    issues: tuple[Issue, ...]
    accepted: tuple[AcceptedIssue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What may be published."""

    packages: tuple[Package, ...]
    secrets: Mapping[str, SecretCells]
    """By resource id."""


def plan_suppression(packages: Sequence[Package]) -> Suppression:
    """Decide which cells are kept secret; the audit is part of the decision."""
    counts = collect_counts(packages)
    primary = find_primary(counts)
    try:
        covers = find_covers(counts, primary)
    except SecrecyError as error:
        issues = (_report(packages, error.cell, "secret-exposed", str(error), Severity.ERROR),)
        return Suppression(primary=primary, secondary=frozenset(), issues=issues)
    return Suppression(
        primary=primary,
        secondary=frozenset(cell for cover in covers for cell in cover.cells),
        issues=tuple(_report_cover(packages, cover) for cover in covers),
    )


def _report_cover(packages: Sequence[Package], cover: Cover) -> Issue:
    """What a secret would have cost; without any number."""
    closeness = "genau ausrechnen" if cover.exposed.width == 0 else "auf wenige Werte eingrenzen"
    names = sorted(_name_cell(packages, cell, cover.exposed.cell.resource_id) for cell in cover.cells)
    message = (
        f"Diese geheime Zahl ließe sich aus den übrigen Zahlen {closeness}. "
        f"Deshalb veröffentlicht der Atlas auch nicht: {'; '.join(names)}."
    )
    return _report(packages, cover.exposed.cell, "secret-covered", message, Severity.NOTE)


def _name_cell(packages: Sequence[Package], cell: Cell, own_id: str) -> str:
    """Where a cell is, in words; its table only where it is another."""
    resource, row = _find_place(packages, cell)
    table = "" if cell.resource_id == own_id else f" in „{resource.title}“"
    title = next(field.title for field in resource.fields if field.name == cell.field)
    return f"„{title}“ in Zeile {cell.line} ({name_row(row, resource.primary_key)}){table}"


def _report(packages: Sequence[Package], cell: Cell, code: str, message: str, severity: Severity) -> Issue:
    """A finding about a cell."""
    resource, row = _find_place(packages, cell)
    return Issue(
        severity=severity,
        code=code,
        path=str(resource.path),
        message=message,
        row=cell.line,
        field=cell.field,
        subject=name_row(row, resource.primary_key),
    )


def _find_place(packages: Sequence[Package], cell: Cell) -> tuple[Resource, Row]:
    """Table and line of a cell."""
    resource = next(one for package in packages for one in package.resources if one.id == cell.resource_id)
    return resource, next(row for row in resource.rows if row.line == cell.line)


def release_packages(packages: Sequence[Package], suppression: Suppression) -> Release:
    """The packages without secret cells and without internal datasets."""
    released = tuple(
        replace(
            package,
            resources=tuple(
                _release_resource(one, suppression.primary | suppression.secondary)
                for one in package.resources
                if one.descriptor.get(ACCESS) != INTERNAL
            ),
        )
        for package in packages
    )
    return Release(packages=released, secrets=_count_secrets(released, suppression))


def _release_resource(resource: Resource, hidden: Set[Cell]) -> Resource:
    """A dataset whose secret cells hold the sign for secret."""
    fields: dict[int, list[str]] = defaultdict(list)
    for cell in hidden:
        if cell.resource_id == resource.id:
            fields[cell.line].append(cell.field)
    if not fields:
        return resource
    schema = resource.descriptor["schema"]
    names = {name for row in fields.values() for name in row}
    return replace(
        resource,
        # The checksum of the unprotected file would let anybody try out what the secret cells may hold.
        hash="",
        bytes=0,
        rows=tuple(_release_row(row, fields.get(row.line, ())) for row in resource.rows),
        fields=tuple(
            replace(field, constraints={key: value for key, value in field.constraints.items() if key != "required"})
            if field.name in names
            else field
            for field in resource.fields
        ),
        missing_values=_add_sign(resource.missing_values),
        descriptor={
            **{key: value for key, value in resource.descriptor.items() if key not in ("hash", "bytes")},
            "schema": {
                **schema,
                "missingValues": list(_add_sign(resource.missing_values)),
                "fields": [_release_field(field) if field["name"] in names else field for field in schema["fields"]],
            },
        },
    )


def _release_field(field: Mapping[str, Any]) -> Mapping[str, Any]:
    """The declaration of a column that now has secrets."""
    constraints = {key: value for key, value in field.get("constraints", {}).items() if key != "required"}
    signs = {"missingValues": list(_add_sign(field["missingValues"]))} if "missingValues" in field else {}
    return {**field, "constraints": constraints, **signs}


def _add_sign(signs: Sequence[str]) -> tuple[str, ...]:
    """The declared signs and the one for secret."""
    return tuple(dict.fromkeys((*signs, STATUS_SIGNS[ObservationStatus.CONFIDENTIAL])))


def _release_row(row: Row, names: Sequence[str]) -> Row:
    """A line without its secrets."""
    if not names:
        return row
    return replace(
        row,
        values={**row.values, **dict.fromkeys(names)},
        signs={**row.signs, **dict.fromkeys(names, ObservationStatus.CONFIDENTIAL)},
    )


def _count_secrets(packages: Sequence[Package], suppression: Suppression) -> Mapping[str, SecretCells]:
    """How many cells are secret in each dataset, and by whose decision."""
    primary = Counter(cell.resource_id for cell in suppression.primary)
    secondary = Counter(cell.resource_id for cell in suppression.secondary)
    return {
        resource.id: SecretCells(
            resource_id=resource.id,
            source_count=_count_signs(resource) - primary[resource.id] - secondary[resource.id],
            primary_count=primary[resource.id],
            secondary_count=secondary[resource.id],
        )
        for package in packages
        for resource in package.resources
    }


def _count_signs(resource: Resource) -> int:
    """How many cells hold the sign for secret."""
    return sum(status is ObservationStatus.CONFIDENTIAL for row in resource.rows for status in row.signs.values())


def release_findings(
    packages: Sequence[Package],
    suppression: Suppression,
    issues: Sequence[Issue],
    accepted: Sequence[AcceptedIssue],
) -> Findings:
    """Findings without the numbers they name, where those may be secret.

    A finding compares numbers of several rows and tables, so none is told about a table with cells that we keep secret
    or about one that a rule connects with it.
    """
    silent = _find_silent_paths(packages, suppression)
    return Findings(
        issues=tuple(_silence(issue) if issue.path in silent else issue for issue in issues),
        accepted=tuple(
            replace(one, issue=_silence(one.issue)) if one.issue.path in silent else one for one in accepted
        ),
    )


def _silence(issue: Issue) -> Issue:
    """The finding without its wording."""
    message = "Der Befund betrifft eine Tabelle mit geheim gehaltenen Zahlen; sein Wortlaut wird nicht veröffentlicht."
    return replace(issue, message=message)


def _find_silent_paths(packages: Sequence[Package], suppression: Suppression) -> frozenset[str]:
    """Files of the tables with cells that we keep secret, and of those that a rule connects with them."""
    secret = {cell.resource_id for cell in suppression.primary | suppression.secondary}
    rules, _ = read_rules(packages)
    pairs = ({rule.resource_id, rule.arguments.get("resource", rule.resource_id)} for rule in rules)
    silent = secret.union(*(pair for pair in pairs if pair & secret))
    return frozenset(
        str(resource.path) for package in packages for resource in package.resources if resource.id in silent
    )
