"""Findings that somebody has looked into and accepted: data with a reason, a role and a date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.model import AcceptedIssue, Issue, Package, Row, Severity
from generator.packages import find_resource, find_rows, make_warning

EXCEPTIONS = "parameters/exceptions"
Key = tuple[str, str, str, str]
"""Code, file, subject and field; an exception without field holds for every column of its subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What is left of findings when accepted exceptions are taken out."""

    open: tuple[Issue, ...]
    """Findings that nobody has accepted, and exceptions that no finding needs any more."""
    accepted: tuple[AcceptedIssue, ...]


def accept_issues(packages: Sequence[Package], issues: Iterable[Issue], known: Sequence[Issue] = ()) -> Acceptance:
    """Part findings into open and accepted ones.

    ``known`` are findings of other kinds: while there are errors, nobody can tell which exceptions are needed.
    """
    exceptions = _index_exceptions(packages)
    still_open: list[Issue] = []
    accepted: list[AcceptedIssue] = []
    used: set[Key] = set()
    for issue in issues:
        key = next((one for one in _keys_of(issue) if one in exceptions), None)
        if key is None:
            still_open.append(issue)
            continue
        used.add(key)
        values = exceptions[key].values
        accepted.append(
            AcceptedIssue(
                issue=issue,
                reason=values["reason"],
                decided_by=values["decided_by"],
                decided_date=values["decided_date"],
            )
        )
    has_errors = any(issue.severity is Severity.ERROR for issue in (*known, *still_open))
    unused = (_report_unused(packages, row) for key, row in exceptions.items() if key not in used and not has_errors)
    return Acceptance(open=(*still_open, *unused), accepted=tuple(accepted))


def _index_exceptions(packages: Sequence[Package]) -> dict[Key, Row]:
    """The rows of the table by what they accept."""
    paths = {resource.id: resource.path for package in packages for resource in package.resources}
    return {
        (
            row.values["code"],
            str(paths.get(row.values["resource_id"], PurePosixPath(row.values["resource_id"]))),
            row.values["subject"] or "",
            row.values["field"] or "",
        ): row
        for row in find_rows(packages, EXCEPTIONS)
    }


def _keys_of(issue: Issue) -> tuple[Key, Key]:
    """The exceptions that would accept a finding, the more exact one first."""
    subject = issue.subject or ""
    return (issue.code, issue.path, subject, issue.field or ""), (issue.code, issue.path, subject, "")


def _report_unused(packages: Sequence[Package], row: Row) -> Issue:
    """An exception that accepts nothing would one day accept something else."""
    resource = find_resource(packages, EXCEPTIONS)
    path = resource.path if resource else PurePosixPath(EXCEPTIONS)
    message = f"Die Ausnahme ‚{row.values['exception_id']}‘ trifft auf keinen Befund mehr zu. Lösche die Zeile."
    return make_warning("unused-exception", path, message, row=row.line, subject=row.values["exception_id"])
