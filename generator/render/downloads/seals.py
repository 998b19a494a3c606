"""The seal on downloads: every file by its checksum, bound to what was checked in the datasets it was made from.

One format for three places: beside a dataset, in every archive, and once for all downloads. Its schema is published as
``layout.SEAL_SCHEMA``; ``generator.seals`` reads it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from generator import layout
from generator.model import Issue, OutputFile, Severity
from generator.profiles.views import FileFacts
from generator.quality import AcceptedFinding, Finding, ValidationReport
from generator.render.downloads.geojson_files import spell_json
from generator.render.downloads.tables import Edition, one_line
from generator.seals.statements import FORMAT, FORMAT_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """A file as the seal describes it."""

    path: str
    """Relative to the seal."""
    size: int
    sha256: str
    datasets: tuple[str, ...]


def render_reports(
    files: Sequence[OutputFile], facts: Mapping[PurePosixPath, FileFacts], edition: Edition
) -> tuple[OutputFile, ...]:
    """The report beside the files of every dataset."""
    beside: dict[PurePosixPath, list[OutputFile]] = defaultdict(list)
    for file in files:
        beside[file.path.with_suffix("")].append(file)
    reports = []
    for resource_id in edition.reports:
        package, _, name = resource_id.partition("/")
        path = layout.resource_report(package, name)
        sealed = _seal_all(beside[path.with_name(name)], facts, path.parent)
        content = render_seal(resource_id, sealed, edition)
        reports.append(OutputFile(path=path, content=content, datasets=(resource_id,)))
    return tuple(reports)


def render_seal_index(
    files: Sequence[OutputFile], facts: Mapping[PurePosixPath, FileFacts], edition: Edition
) -> OutputFile:
    """The report that binds all downloads; only itself and the list of checksums are left out."""
    content = render_seal("Alle Downloads", _seal_all(files, facts, layout.SEALS.parent), edition)
    return OutputFile(path=layout.SEALS, content=content, datasets=tuple(edition.reports))


def _seal_all(
    files: Iterable[OutputFile], facts: Mapping[PurePosixPath, FileFacts], folder: PurePosixPath
) -> Iterator[SealedFile]:
    for file in files:
        path, known = str(file.path.relative_to(folder)), facts[file.path]
        yield SealedFile(path=path, size=known.size, sha256=known.sha256, datasets=file.datasets)


def render_seal(subject: str, files: Iterable[SealedFile], edition: Edition) -> bytes:
    """The report on some files; one line for each file and each dataset, so that differences can be read."""
    ordered = sorted(files, key=lambda file: file.path)
    ids = sorted({one for file in ordered for one in file.datasets})
    head = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "subject": one_line(subject),
        "publisher": one_line(edition.publisher),
        "site": edition.site_url,
        "edition": edition.date.isoformat(),
    }
    rows = ",\n".join(_spell_file(file) for file in ordered)
    reports = ",\n".join(edition.reports[one] for one in ids)
    return f'{spell_json(head)[:-1]},\n"files":[\n{rows}\n],\n"datasets":[\n{reports}\n]}}\n'.encode()


def _spell_file(file: SealedFile) -> str:
    return spell_json({"path": file.path, "bytes": file.size, "sha256": file.sha256, "datasets": sorted(file.datasets)})


def spell_report(report: ValidationReport, released: OutputFile) -> str:
    """What was checked in a dataset; ``released`` is the file that holds what may be public of it."""
    secret = report.secret_cells
    return spell_json(
        {
            "id": report.resource_id,
            "title": one_line(report.title),
            "result": "valid" if report.is_valid else "invalid",
            "path": str(released.path.relative_to(layout.DOWNLOADS)),
            "bytes": len(released.content),
            "sha256": hashlib.sha256(released.content).hexdigest(),
            "row_count": report.row_count,
            "version": report.version,
            "changed": report.changed.isoformat(),
            "schema_sha256": report.schema_hash or None,
            "rules_sha256": report.rules_hash,
            "rules": [{"kind": one.kind, "title": one.title, "count": one.count} for one in report.rules],
            "checks": [
                {
                    "id": one.check.id,
                    "title": one.check.title,
                    "errors": one.errors,
                    "warnings": one.warnings,
                    "notes": one.notes,
                    "accepted": one.accepted,
                }
                for one in report.results
            ],
            "findings": [_describe_finding(one) for one in report.findings],
            "accepted": [_describe_accepted(one) for one in report.accepted],
            "secret_cells": {
                "source": secret.source_count,
                "primary": secret.primary_count,
                "secondary": secret.secondary_count,
            },
        }
    )


def _describe_finding(finding: Finding) -> dict[str, Any]:
    """A finding without what is not known; the file is the dataset's."""
    issue: Issue = finding.issue
    level: Severity = issue.severity
    parts = {
        "level": str(level),
        "check": finding.check.id,
        "code": issue.code,
        "field": issue.field,
        "subject": issue.subject,
        "message": one_line(issue.message),
    }
    return {key: value for key, value in parts.items() if value is not None}


def _describe_accepted(one: AcceptedFinding) -> dict[str, Any]:
    """A finding with the decision to accept it."""
    return {
        **_describe_finding(one.finding),
        "reason": one_line(one.reason),
        "decided_by": one_line(one.decided_by),
        "decided_date": one.decided_date.isoformat(),
    }
