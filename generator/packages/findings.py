"""How findings about data are made and ordered."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import PurePosixPath

from generator.model import Issue, Row, Severity

STAMP_CODES = ("hash-mismatch", "byte-count-mismatch")
"""Findings about a descriptor that is behind its file; they say nothing about the content."""


def make_error(
    code: str,
    path: PurePosixPath,
    message: str,
    *,
    row: int | None = None,
    field: str | None = None,
    subject: str | None = None,
) -> Issue:
    """An issue that stops the build."""
    return Issue(
        severity=Severity.ERROR, code=code, path=str(path), message=message, row=row, field=field, subject=subject
    )


def make_warning(
    code: str,
    path: PurePosixPath,
    message: str,
    *,
    row: int | None = None,
    field: str | None = None,
    subject: str | None = None,
) -> Issue:
    """An issue that is listed and does not stop the build."""
    return Issue(
        severity=Severity.WARNING, code=code, path=str(path), message=message, row=row, field=field, subject=subject
    )


def name_row(row: Row, primary_key: Iterable[str]) -> str:
    """The subject of a finding about a row: its key, parts joined by ``/``.

    >>> name_row(Row(2, {"year": 2025, "code": "52"}, {}), ["year", "code"])
    '2025/52'
    """
    return "/".join(str(row.values[name]) for name in primary_key)


def order_issues(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Sort by file, line and field; a stale checksum comes after what is wrong with the content."""
    return tuple(
        sorted(
            set(issues),
            key=lambda issue: (
                issue.path,
                issue.code in STAMP_CODES,
                issue.row or 0,
                issue.field or "",
                issue.code,
                issue.message,
            ),
        )
    )


def suggest_key(key: str, known: Iterable[str]) -> str:
    """A sentence that names the key probably meant; empty if there is none.

    >>> suggest_key("1", ["01", "02"])
    'Schlüssel haben ihre führende Null, gemeint ist vielleicht ‚01‘.'
    >>> suggest_key("Buckua", ["Buckau"]), suggest_key("x", ["Buckau"])
    ('Gemeint ist vielleicht ‚Buckau‘.', '')
    """
    candidates = sorted(known)
    for candidate in candidates:
        if key and candidate != key and candidate.startswith("0") and candidate.lstrip("0") == key.lstrip("0"):
            return f"Schlüssel haben ihre führende Null, gemeint ist vielleicht ‚{candidate}‘."
    close = get_close_matches(key, candidates, n=1)
    return f"Gemeint ist vielleicht ‚{close[0]}‘." if close else ""


def quote_list(words: Iterable[str], limit: int = 5) -> str:
    """Name a few and count the rest.

    >>> quote_list(["a", "b"]), quote_list("abc", limit=2)
    ('‚a‘, ‚b‘', '‚a‘, ‚b‘ und 1 weitere')
    """
    names = tuple(words)
    shown = ", ".join(f"‚{name}‘" for name in names[:limit])
    return shown if len(names) <= limit else f"{shown} und {len(names) - limit} weitere"
