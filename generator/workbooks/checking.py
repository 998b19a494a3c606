"""The gate's findings about a submitted table, each at its cell and in the words of a clerk."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.model import Field, Issue, Package, Resource, Severity
from generator.packages.cells import Column
from generator.packages.judging import make_judges
from generator.workbooks.merging import Merge
from generator.workbooks.notes import Finding, Note, name_cell
from generator.workbooks.reading import Submission, SubmittedRow, list_keys
from generator.workbooks.recognizing import make_title
from generator.workbooks.wording import Place, describe_issue, replace_names

SEVERITY_WORDS = {Severity.WARNING: "Warnung: ", Severity.NOTE: "Hinweis: "}
FOLLOW_UP_CODES = ("empty-table", "unlisted-file")
"""Findings that a clerk can do nothing about."""
MAX_EXAMPLES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """All that is to be said about a submitted table."""

    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]
    row_count: int

    @property
    def error_count(self) -> int:
        """How many findings keep the table out."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def summary(self) -> str:
        """The last line: how many errors in how many rows."""
        others = len(self.findings) - self.error_count
        parts = [f"{self.error_count} Fehler"]
        if others:
            parts.append(f"{others} {'Warnung oder Hinweis' if others == 1 else 'Warnungen und Hinweise'}")
        return f"{', '.join(parts)}, {self.row_count} {'Zeile' if self.row_count == 1 else 'Zeilen'} geprüft"


def check_submission(
    submission: Submission, merge: Merge, issues: Iterable[Issue], packages: tuple[Package, ...]
) -> Checkup:
    """Findings of reading and of the gate, which has seen the project with the new table in place.

    Errors in other tables count as well: they are there because the new table does not fit them any more, or they
    keep everything from being published. Warnings count where they concern this table.
    """
    translator = _Translator(
        submission, merge, packages, {row.number: row for row in submission.rows}, make_judges(submission.resource), {}
    )
    found = [finding for issue in issues for finding in translator.translate(issue)]
    unread = submission.unread
    found = [finding for finding in found if finding.row is None or (finding.row, finding.column) not in unread]
    # A column that is missing is one mistake, not one in each row.
    gone = {field.title for field in submission.resource.fields if field.name not in submission.header.columns}
    if gone and submission.findings:
        found = [finding for finding in found if finding.row is None or finding.column is not None]
    ordered = sorted(
        {*submission.findings, *found},
        key=lambda finding: (finding.row is None, finding.row or 0, finding.column or 0, finding.code, finding.message),
    )
    return Checkup(
        findings=tuple(ordered),
        notes=(*submission.notes, *_note_missing(merge)),
        row_count=len(submission.rows),
    )


def describe_finding(finding: Finding, *, is_workbook: bool) -> str:
    """Place and sentence; columns of a CSV file are named as well, because its cells have no letters of their own."""
    severity = SEVERITY_WORDS.get(finding.severity, "")
    if finding.row is None:
        return f"{severity}{finding.message}"
    cell = name_cell(finding.row, finding.column or 1)
    if is_workbook:
        place = (
            f"Blatt {finding.sheet}, Zelle {cell}" if finding.column else f"Blatt {finding.sheet}, Zeile {finding.row}"
        )
    else:
        place = (
            f"Zeile {finding.row}, Spalte {finding.column} (Zelle {cell})" if finding.column else f"Zeile {finding.row}"
        )
    return f"{place}: {severity}{finding.message}"


def _note_missing(merge: Merge) -> Iterator[Note]:
    if merge.missing and not merge.is_deleting:
        count = len(merge.missing)
        rows = "1 vorhandene Zeile steht" if count == 1 else f"{count} vorhandene Zeilen stehen"
        yield Note(
            message=f"{rows} nicht in der Datei und {'bleibt' if count == 1 else 'bleiben'} erhalten. "
            "Gelöscht wird nur mit --allow-delete."
        )


@dataclass(frozen=True, slots=True)
class _Translator:
    """From lines of the new file to cells of the sheet."""

    submission: Submission
    merge: Merge
    packages: tuple[Package, ...]
    rows: Mapping[int, SubmittedRow]
    judges: Mapping[str, Column]
    places: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    """Known keys and sound entries by column, looked up once."""

    def translate(self, issue: Issue) -> Iterator[Finding]:
        """The finding at its cell; nothing for warnings about other tables."""
        resource = self.submission.resource
        is_here = issue.path == str(resource.path)
        if issue.code in FOLLOW_UP_CODES or (not is_here and issue.severity is not Severity.ERROR):
            return
        if not is_here:
            yield Finding(severity=issue.severity, code=issue.code, message=f"Außerdem: {_without_code(issue)}")
            return
        names = _split_names(issue.field, resource)
        row = self.merge.sources.get(issue.row or 0)
        if issue.row is not None and row is None:
            line = self.merge.lines.get(issue.row, issue.row)
            message = f"Vorhandene Zeile {line}, die nicht in der Datei steht: {self._describe(issue, names, None)}"
            yield Finding(severity=issue.severity, code=issue.code, message=message)
            return
        columns = self.submission.header.columns
        column = next((columns[name] for name in names if name in columns), None)
        yield Finding(
            severity=issue.severity,
            code=issue.code,
            message=self._describe(issue, names, row),
            sheet=self.submission.header.sheet.name,
            row=row,
            column=column if row is not None else None,
        )

    def _describe(self, issue: Issue, names: tuple[str, ...], row: int | None) -> str:
        resource = self.submission.resource
        field = next((field for field in resource.fields if names and field.name == names[0]), None)
        raw = self.rows[row].texts.get(field.name, "") if row is not None and field is not None else ""
        said = ""
        if len(names) == 1 and row is not None and field is not None:
            known, examples = self._look_up(field)
            if isinstance(self._find_value(row, field), float):
                raw = raw.replace(".", ",")  # as the sheet shows it
            titled = replace(field, title=make_title(resource, field.name))
            said = describe_issue(issue, Place(field=titled, raw=raw, known=known, examples=examples))
        return said or replace_names(issue.message, resource, self._name_line)

    def _find_value(self, row: int, field: Field) -> object:
        header = self.submission.header
        cell = header.sheet.cells.get((row, header.columns.get(field.name, 0)))
        return cell.value if cell else None

    def _look_up(self, field: Field) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if field.name not in self.places:
            resource = self.submission.resource
            known = list_keys(self.judges[field.name], resource, self.packages)[0]
            values = (row.values[field.name] for row in resource.rows[:MAX_EXAMPLES])
            self.places[field.name] = known, tuple(str(value) for value in values if value is not None)
        return self.places[field.name]

    def _name_line(self, line: int) -> str:
        """How a line of the new file is called in a sentence."""
        row = self.merge.sources.get(line)
        if row is not None:
            return f"Zeile {row}"
        return f"Zeile {self.merge.lines.get(line, line)} der vorhandenen Tabelle"


def _split_names(field: str | None, resource: Resource) -> tuple[str, ...]:
    known = {one.name for one in resource.fields}
    return tuple(name for name in re.split(r",\s*", field or "") if name in known)


def _without_code(issue: Issue) -> str:
    place = ", ".join(
        part
        for part in (
            issue.path,
            f"Zeile {issue.row}" if issue.row else "",
            f"Spalte {issue.field}" if issue.field else "",
        )
        if part
    )
    return f"{place}: {issue.message}"
