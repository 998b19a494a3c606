"""What was checked in the datasets, for people: a part of every dataset's page, and one page over all of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_date, format_number
from generator.model import Issue, Resource, Severity
from generator.profiles.atlas import Atlas
from generator.profiles.views import Files, Link, PageMeta, RowView, TableView, text_value
from generator.quality import CHECKS, OTHER, AcceptedFinding, Check, Finding, ValidationReport, find_loose_issues

LEVELS = {Severity.ERROR: "Fehler", Severity.WARNING: "Warnung", Severity.NOTE: "Hinweis"}
RESULT_COLUMNS = ("Prüfung", "Fehler", "Warnungen", "Hinweise", "angenommen")
DATASET_COLUMNS = (
    "Datensatz",
    "Stand",
    "Zeilen",
    "Fehler",
    "Warnungen",
    "Hinweise",
    "Ausnahmen",
    "geheime Zellen",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """An open finding."""

    dataset: Link
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedView:
    """A finding that was looked into and accepted."""

    dataset: Link
    text: str
    reason: str
    decision: str
    """Who decided, and when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityView:
    """What was checked in one dataset."""

    summary: str
    results: TableView
    rules: tuple[str, ...]
    """Declared rules in words."""
    findings: tuple[FindingView, ...]
    accepted: tuple[AcceptedView, ...]
    secrets: tuple[str, ...]
    """Sentences about cells that are kept secret."""
    facts: tuple[tuple[str, str], ...]
    """When the data were changed, and the checksums of what they were checked against."""
    archive_name: str
    """File that can be verified; empty if there is none."""
    overview: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """What a check means."""

    anchor: str
    title: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityPage:
    """The quality of all datasets at a glance."""

    path: PurePosixPath
    meta: PageMeta
    lead: str
    datasets: TableView
    accepted: tuple[AcceptedView, ...]
    findings: tuple[FindingView, ...]
    secrets: tuple[str, ...]
    checks: tuple[CheckView, ...]
    seals: Link
    """All reports for machines."""
    seals_checksum: str
    """Its checksum; empty if it was not made."""
    checksums: Link
    schema: Link


def describe_result(report: ValidationReport) -> str:
    """What came out in one sentence."""
    parts = [
        f"{report.count(Severity.ERROR)} Fehler",
        _count(report.count(Severity.WARNING), "Warnung", "Warnungen"),
    ]
    if report.accepted:
        parts.append(_count(len(report.accepted), "angenommene Ausnahme", "angenommene Ausnahmen"))
    return f"Geprüft: {', '.join(parts)}"


def _count(number: int, singular: str, plural: str) -> str:
    """A number with its noun.

    >>> _count(1, "Zelle", "Zellen"), _count(1200, "Zelle", "Zellen")
    ('1 Zelle', '1.200 Zellen')
    """
    return f"{format_number(number)} {singular if number == 1 else plural}"


def view_quality(atlas: Atlas, page: PurePosixPath, resource: Resource, files: Files) -> QualityView:
    """The part of a dataset's page."""
    report = atlas.reports[resource.id]
    archive = layout.resource_download(resource.package, resource.name, "zip")
    return QualityView(
        summary=describe_result(report),
        results=_tabulate_results(page, report),
        rules=tuple(f"{rule.title} ({_count(rule.count, 'Regel', 'Regeln')})" for rule in report.rules),
        findings=tuple(_view_finding(page, report, one) for one in report.findings),
        accepted=tuple(_view_accepted(page, report, one) for one in report.accepted),
        secrets=tuple(_describe_secrets(report)),
        facts=tuple(_list_facts(resource, report, files)),
        archive_name=archive.name if archive in files else "",
        overview=Link(text="Qualität und Prüfung", href=layout.relative_url(page, layout.QUALITY)),
    )


def _tabulate_results(page: PurePosixPath, report: ValidationReport) -> TableView:
    """One row per check."""
    rows = tuple(
        RowView(
            header=Link(
                text=one.check.title, href=layout.relative_url(page, layout.QUALITY, anchor=_anchor(one.check))
            ),
            cells=tuple(
                text_value(format_number(count)) for count in (one.errors, one.warnings, one.notes, one.accepted)
            ),
        )
        for one in report.results
    )
    return TableView(caption="Was geprüft wurde, mit der Zahl der Befunde", columns=RESULT_COLUMNS, rows=rows)


def _anchor(check: Check) -> str:
    return f"pruefung-{check.id}"


def _view_finding(page: PurePosixPath, report: ValidationReport, finding: Finding) -> FindingView:
    text = f"{LEVELS[finding.issue.severity]}: {_describe_finding(finding)}"
    return FindingView(dataset=_link_dataset(page, report), text=text)


def _describe_finding(finding: Finding) -> str:
    """Where and what, in words."""
    issue = finding.issue
    row = f"Zeile {issue.row}" if issue.row is not None else ""
    field = f"Spalte „{finding.field_title}“" if finding.field_title else ""
    place = ", ".join(part for part in (row, field) if part)
    return f"{place}: {issue.message}" if place else issue.message


def _view_accepted(page: PurePosixPath, report: ValidationReport, one: AcceptedFinding) -> AcceptedView:
    return AcceptedView(
        dataset=_link_dataset(page, report),
        text=_describe_finding(one.finding),
        reason=one.reason,
        decision=f"{one.decided_by}, {format_date(one.decided_date)}",
    )


def _link_dataset(page: PurePosixPath, report: ValidationReport) -> Link:
    package, _, name = report.resource_id.partition("/")
    target = layout.resource_page(package, name)
    # A page does not link to itself.
    return Link(text=report.title, href=None if target == page else layout.relative_url(page, target))


def _describe_secrets(report: ValidationReport) -> Iterator[str]:
    """How many cells are secret, and by whose decision; never which."""
    secret = report.secret_cells
    if report.exemption:
        yield f"Kein Schutz nötig: {report.exemption}"
    if report.minimum_count is not None:
        yield f"Anzahlen unter {format_number(report.minimum_count)}, außer 0, werden nicht veröffentlicht."
    if secret.source_count:
        yield f"{_count(secret.source_count, 'Zelle', 'Zellen')} hält schon die Quelle geheim."
    if secret.primary_count:
        yield f"{_count(secret.primary_count, 'Zelle', 'Zellen')} halten wir geheim, weil die Zahl zu klein ist."
    if secret.secondary_count:
        yield (
            f"{_count(secret.secondary_count, 'Zelle', 'Zellen')} halten wir geheim, weil sich sonst eine "
            "andere ausrechnen ließe."
        )


def _list_facts(resource: Resource, report: ValidationReport, files: Files) -> Iterator[tuple[str, str]]:
    """What the result is bound to."""
    yield "Zuletzt geändert", f"{format_date(report.changed)} (Fassung {report.version})"
    suffix = "geojson" if resource.format == "geojson" else "csv"
    released = files.get(layout.resource_download(resource.package, resource.name, suffix))
    if released is not None:
        yield "Prüfsumme der Daten", f"SHA-256 {released.sha256}"
    if report.schema_hash:
        yield "Prüfsumme des Schemas", f"SHA-256 {report.schema_hash}"
    yield "Prüfsumme der Regeln", f"SHA-256 {report.rules_hash}"


def profile_quality(atlas: Atlas, files: Files) -> QualityPage:
    """The page over all datasets."""
    page = layout.QUALITY
    reports = tuple(atlas.reports.values())
    seals = files.get(layout.SEALS)
    loose = find_loose_issues(atlas.packages, atlas.issues)
    return QualityPage(
        path=page,
        meta=PageMeta(
            title="Qualität und Prüfung",
            description="Was in den Daten geprüft wurde, was auffiel und wie sich Dateien nachprüfen lassen.",
            crumbs=(
                Link(text="Start", href=layout.relative_url(page, layout.START)),
                Link(text="Daten", href=layout.relative_url(page, layout.DATA)),
            ),
        ),
        lead=_summarize(reports),
        datasets=_tabulate_datasets(page, reports),
        accepted=tuple(_view_accepted(page, report, one) for report in reports for one in report.accepted),
        findings=(
            *(_view_finding(page, report, one) for report in reports for one in report.findings),
            *(FindingView(dataset=Link(text=one.path), text=_describe_loose(one)) for one in loose),
        ),
        secrets=tuple(_summarize_secrets(reports)),
        checks=tuple(CheckView(anchor=_anchor(one), title=one.title, meaning=one.meaning) for one in _used(reports)),
        seals=Link(text=layout.SEALS.name, href=layout.relative_url(page, layout.SEALS)),
        seals_checksum=seals.sha256 if seals else "",
        checksums=Link(text=layout.CHECKSUMS.name, href=layout.relative_url(page, layout.CHECKSUMS)),
        schema=Link(text="JSON Schema", href=layout.relative_url(page, layout.SEAL_SCHEMA)),
    )


def _used(reports: Iterable[ValidationReport]) -> Iterator[Check]:
    """The checks that at least one dataset went through."""
    ids = {result.check.id for report in reports for result in report.results}
    return (check for check in (*CHECKS, OTHER) if check.id in ids)


def _describe_loose(issue: Issue) -> str:
    return f"{LEVELS[issue.severity]}: {issue.message}"


def _summarize(reports: Iterable[ValidationReport]) -> str:
    """The result over all datasets."""
    known = tuple(reports)
    rows = sum(report.row_count for report in known)
    parts = (
        f"{sum(report.count(Severity.ERROR) for report in known)} Fehler",
        _count(sum(report.count(Severity.WARNING) for report in known), "Warnung", "Warnungen"),
        _count(sum(report.count(Severity.NOTE) for report in known), "Hinweis", "Hinweise"),
        _count(sum(len(report.accepted) for report in known), "angenommene Ausnahme", "angenommene Ausnahmen"),
    )
    return (
        f"{_count(len(known), 'Datensatz', 'Datensätze')} mit {_count(rows, 'Zeile', 'Zeilen')} geprüft: "
        f"{', '.join(parts)}. Mit einem offenen Fehler würde der Atlas gar nicht erst gebaut."
    )


def _summarize_secrets(reports: Iterable[ValidationReport]) -> Iterator[str]:
    """Secret cells of all datasets together."""
    secrets = [report.secret_cells for report in reports]
    counts = {
        "von der Quelle": sum(one.source_count for one in secrets),
        "von uns, weil die Zahl selbst zu klein ist": sum(one.primary_count for one in secrets),
        "von uns, weil sich sonst eine andere ausrechnen ließe": sum(one.secondary_count for one in secrets),
    }
    return (f"{format_number(count)} {reason}" for reason, count in counts.items())


def _tabulate_datasets(page: PurePosixPath, reports: Iterable[ValidationReport]) -> TableView:
    """One row per dataset."""
    return TableView(
        caption="Alle Datensätze mit dem Ergebnis ihrer Prüfung",
        columns=DATASET_COLUMNS,
        rows=tuple(
            RowView(
                header=_link_dataset(page, report),
                cells=tuple(text_value(text) for text in _list_counts(report)),
            )
            for report in reports
        ),
    )


def _list_counts(report: ValidationReport) -> Iterator[str]:
    """The cells of a dataset's row."""
    secret = report.secret_cells
    yield format_date(report.changed)
    for count in (
        report.row_count,
        *(report.count(level) for level in LEVELS),
        len(report.accepted),
        secret.source_count + secret.primary_count + secret.secondary_count,
    ):
        yield format_number(count)
