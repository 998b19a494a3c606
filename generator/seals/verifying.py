"""Whether a download is complete, unchanged and valid; the report in it is believed only where it can be checked."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any

from generator import layout
from generator.errors import UsageError
from generator.formatting import format_date, format_number
from generator.model import Issue
from generator.packages.descriptor import list_objects
from generator.packages.files import parse_json
from generator.packages.receiving import check_received_table
from generator.seals.holdings import ZIP_SUFFIX, Holding, Refusal, open_archive, open_holding, show_name, show_text
from generator.seals.statements import Statement, read_statement

SEAL_NAMES = (layout.SEAL_NAME, layout.SEALS.name)
CHECKSUMS = layout.CHECKSUMS.name
DESCRIPTOR = "datapackage.json"
TABLE_SUFFIX = ".csv"
SHOWN_NAMES = 3
_CHECKSUM_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


class ProblemKind(StrEnum):
    """What can be wrong with a file."""

    CHANGED = "changed"
    MISSING = "missing"
    EXTRA = "extra"
    """Nobody has sealed it."""
    INVALID = "invalid"


PHRASES = {
    ProblemKind.CHANGED: ("Datei verändert", "Dateien verändert"),
    ProblemKind.MISSING: ("Datei fehlt", "Dateien fehlen"),
    ProblemKind.EXTRA: ("Datei ohne Siegel", "Dateien ohne Siegel"),
    ProblemKind.INVALID: ("Datei ungültig", "Dateien ungültig"),
}
"""One and several files, in the order of the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a file."""

    kind: ProblemKind
    name: str
    reason: str
    """A German sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer."""

    line: str
    problems: tuple[Problem, ...]
    is_sound: bool

    @property
    def details(self) -> tuple[str, ...]:
        """One line for each problem."""
        return tuple(f"{show_name(one.name)}: {one.reason}" for one in self.problems)


@dataclass(slots=True)
class _Inspection:
    """Grows while files are looked at, one after the other."""

    holding: Holding
    seal_name: str
    prefix: str = ""
    """The archive in which the files lie, for names in the answer."""
    statement: Statement | None = None
    hashes: dict[str, str] = field(default_factory=dict)
    checked_tables: set[str] = field(default_factory=set)
    """Checksums of tables that were read by a description."""
    problems: dict[Problem, None] = field(default_factory=dict)
    """In the order in which they were found."""
    accused: set[str] = field(default_factory=set)
    """Files with problems."""

    def add(self, kind: ProblemKind, name: str, reason: str) -> None:
        """Take down a problem; the same one a second time changes nothing."""
        self.problems[Problem(kind=kind, name=f"{self.prefix}{name}", reason=reason)] = None
        self.accused.add(name)

    def is_intact(self, name: str) -> bool:
        """Tell whether a file is there and nothing was found against it so far."""
        return name in self.hashes and name not in self.accused


def verify_download(path: Path) -> Verdict:
    """Check a folder or an archive that was downloaded."""
    holding = open_holding(path)
    if isinstance(holding, Refusal):
        return Verdict(line=f"Nicht in Ordnung: {holding.reason}", problems=(), is_sound=False)
    names = holding.readers
    seal_name = next((name for name in SEAL_NAMES if name in names), "")
    if not seal_name and not {CHECKSUMS, DESCRIPTOR} & set(names):
        raise UsageError(
            f"In {path} liegt kein Prüfbericht ({' oder '.join(SEAL_NAMES)}). "
            "Gemeint ist eine Zip-Datei dieser Website, ihr entpackter Ordner oder der Ordner aller Downloads."
        )
    inspection = _inspect(holding, seal_name or layout.SEAL_NAME)
    problems = tuple(inspection.problems)
    if problems or inspection.statement is None:
        return Verdict(line=f"Nicht in Ordnung: {_summarize(problems)}.", problems=problems, is_sound=False)
    count, day = format_number(len(names)), format_date(inspection.statement.edition)
    line = f"In Ordnung: {count} Dateien vollständig, unverändert und gültig, Stand {day}."
    return Verdict(line=line, problems=(), is_sound=True)


def _summarize(problems: Sequence[Problem]) -> str:
    """How many files of each kind, and some of their names."""
    parts = []
    for kind, (one, several) in PHRASES.items():
        names = list(dict.fromkeys(show_name(problem.name) for problem in problems if problem.kind is kind))
        if names:
            shown = ", ".join(names[:SHOWN_NAMES])
            more = f" und {len(names) - SHOWN_NAMES} weitere" if len(names) > SHOWN_NAMES else ""
            parts.append(f"{len(names)} {one if len(names) == 1 else several} ({shown}{more})")
    return ", ".join(parts)


def _inspect(holding: Holding, seal_name: str, prefix: str = "") -> _Inspection:
    """Look at everything in a folder or archive."""
    inspection = _Inspection(holding=holding, seal_name=seal_name, prefix=prefix)
    _hash_files(inspection)
    _read_seal(inspection)
    _compare_files(inspection)
    _compare_checksums(inspection)
    if inspection.statement is not None:
        if seal_name == layout.SEALS.name:
            _open_archives(inspection)
        _check_tables(inspection)
    return inspection


def _hash_files(inspection: _Inspection) -> None:
    for name in inspection.holding.readers:
        content = inspection.holding.read(name)
        if isinstance(content, Refusal):
            inspection.add(ProblemKind.INVALID, name, content.reason)
        else:
            inspection.hashes[name] = hashlib.sha256(content).hexdigest()


def _read_seal(inspection: _Inspection) -> None:
    name = inspection.seal_name
    if name not in inspection.holding.readers:
        inspection.add(ProblemKind.MISSING, name, "Der Prüfbericht fehlt; ohne ihn lässt sich nichts prüfen.")
        return
    content = inspection.holding.read(name)
    if isinstance(content, Refusal):
        return  # said already
    statement = read_statement(content, name)
    if isinstance(statement, str):
        inspection.add(ProblemKind.INVALID, name, statement)
        return
    inspection.statement = statement
    for dataset_id in statement.invalid_ids:
        reason = f"Der Prüfbericht selbst nennt Fehler im Datensatz {show_name(dataset_id)}."
        inspection.add(ProblemKind.INVALID, name, reason)


def _compare_files(inspection: _Inspection) -> None:
    """Against the report: missing, changed, and what it does not know."""
    if inspection.statement is None:
        return
    sealed = inspection.statement.files
    for name, checksum in sealed.items():
        if name not in inspection.holding.readers:
            inspection.add(ProblemKind.MISSING, name, "Die Datei steht im Prüfbericht und ist nicht da.")
        elif inspection.hashes.get(name, checksum) != checksum:
            inspection.add(ProblemKind.CHANGED, name, "Die Prüfsumme ist eine andere als im Prüfbericht.")
    known = {*sealed, inspection.seal_name, CHECKSUMS}
    for name in sorted(inspection.holding.readers.keys() - known):
        inspection.add(ProblemKind.EXTRA, name, "Die Datei steht nicht im Prüfbericht.")


def _compare_checksums(inspection: _Inspection) -> None:
    """Against the list of checksums, which covers the report itself."""
    if CHECKSUMS not in inspection.holding.readers:
        inspection.add(ProblemKind.MISSING, CHECKSUMS, "Die Liste der Prüfsummen fehlt.")
        return
    listed = _list_checksums(inspection)
    sealed = inspection.statement.files if inspection.statement else {}
    for name, checksum in listed.items():
        if name not in inspection.holding.readers:
            inspection.add(ProblemKind.MISSING, name, "Die Datei steht in der Liste der Prüfsummen und ist nicht da.")
        elif inspection.hashes.get(name, checksum) != checksum:
            # Where report and file agree, the list is what was changed.
            changed = CHECKSUMS if sealed.get(name) == inspection.hashes[name] else name
            inspection.add(ProblemKind.CHANGED, changed, f"Die Prüfsumme von {show_name(name)} stimmt nicht überein.")
    wanted = {*sealed, inspection.seal_name}
    if CHECKSUMS in inspection.hashes and not wanted <= listed.keys():
        inspection.add(ProblemKind.CHANGED, CHECKSUMS, "In der Liste der Prüfsummen fehlen Dateien.")


def _list_checksums(inspection: _Inspection) -> dict[str, str]:
    """Checksums by name; lines of another form are passed over, and their files are then found missing."""
    content = inspection.holding.read(CHECKSUMS)
    if isinstance(content, Refusal):
        return {}
    lines = content.decode("utf-8", errors="replace").splitlines()
    return {match[2]: match[1] for line in lines if (match := _CHECKSUM_LINE.fullmatch(line))}


def _open_archives(inspection: _Inspection) -> None:
    """Look into every sealed archive; its tables lie beside it, too, and are described only there."""
    for name in sorted(inspection.hashes):
        if not name.endswith(ZIP_SUFFIX) or not inspection.is_intact(name):
            continue
        content = inspection.holding.read(name)
        inner = content if isinstance(content, Refusal) else open_archive(content)
        if isinstance(inner, Refusal):
            inspection.add(ProblemKind.INVALID, name, inner.reason)
            continue
        found = _inspect(inner, layout.SEAL_NAME, prefix=f"{inspection.prefix}{name}/")
        inspection.problems |= found.problems
        inspection.checked_tables |= found.checked_tables


def _check_tables(inspection: _Inspection) -> None:
    """Read every table again; one that nothing describes cannot be called valid."""
    if inspection.is_intact(DESCRIPTOR):
        for name, issues in _check_package(inspection):
            inspection.checked_tables.add(inspection.hashes[name])
            for issue in issues:
                inspection.add(ProblemKind.INVALID, name, _describe_issue(issue))
    for name in sorted(inspection.hashes):
        is_table = name.endswith(TABLE_SUFFIX) and inspection.is_intact(name)
        if is_table and inspection.hashes[name] not in inspection.checked_tables:
            inspection.add(ProblemKind.INVALID, name, f"Keine {DESCRIPTOR} beschreibt die Tabelle.")


def _check_package(inspection: _Inspection) -> Iterator[tuple[str, Iterable[Issue]]]:
    """What is wrong with each unchanged table that the description names."""
    content = inspection.holding.read(DESCRIPTOR)
    package: Any = None if isinstance(content, Refusal) else parse_json(content, PurePosixPath(DESCRIPTOR))
    if isinstance(package, Issue):
        inspection.add(ProblemKind.INVALID, DESCRIPTOR, package.message)
    for resource in list_objects(package, "resources"):
        name = resource.get("path")
        if resource.get("format") == "csv" and isinstance(name, str) and inspection.is_intact(name):
            table = inspection.holding.read(name)
            if not isinstance(table, Refusal):
                yield name, check_received_table(resource, package, table, PurePosixPath(name))


def _describe_issue(issue: Issue) -> str:
    """Where in the table, and what."""
    row = f"Zeile {issue.row}" if issue.row is not None else ""
    column = f"Spalte {show_name(issue.field)}" if issue.field else ""
    place = ", ".join(part for part in (row, column) if part)
    return show_text(f"{place}: {issue.message}" if place else issue.message)
