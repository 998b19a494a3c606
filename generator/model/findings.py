"""What is found out about data."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an error stops the build, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A finding about data: where, what, and what to do."""

    severity: Severity
    code: str
    """Stable identifier in lower case with hyphens, such as ``type-error``."""
    path: str
    """File, relative to the project folder, with forward slashes."""
    message: str
    """One German sentence that names the remedy."""
    row: int | None = None
    """Line in the file as an editor counts it; the header is line 1."""
    field: str | None = None
    subject: str | None = None
    """What the finding is about in words that outlive a new sorting of the file, such as ``2025-12-31/52``: the
    primary key of the row, its parts joined by ``/``. Accepted exceptions refer to it."""

    def __str__(self) -> str:
        """Write ``path:row:field: error: sentence [code]``; what is unknown is left out."""
        place = ":".join(str(part) for part in (self.path, self.row, self.field) if part is not None)
        return f"{place}: {self.severity}: {self.message} [{self.code}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedIssue:
    """A finding that was looked into and accepted."""

    issue: Issue
    reason: str
    decided_by: str
    """The role of whoever decided, never a name."""
    decided_date: date
