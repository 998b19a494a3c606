"""The command ``gebietsatlas``: the only place that prints, reads the clock or catches.

Exit codes: 0 all is well, 1 data or site have errors, 2 the command was used wrongly.
"""

import contextlib
import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from generator.errors import DataError, GeneratorError, UsageError

if TYPE_CHECKING:
    from generator.model import Issue, OutputFile, Package
    from generator.profiles.atlas import Atlas
    from generator.site import Gate
    from generator.workbooks import Checkup, Merge

MAX_SUBMITTED_BYTES = 50_000_000
"""A larger file is not even read."""


class ErrorReportingGroup(click.Group):
    """Turns everything a user can cause into one line on stderr, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise click.UsageError(str(error), ctx) from error
        except GeneratorError as error:
            raise click.ClickException(str(error)) from error
        except PermissionError as error:
            raise click.ClickException(f"{error.filename}: Kein Zugriff. Prüfe die Rechte der Datei.") from error


@click.group(cls=ErrorReportingGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="Ordner der Stadt mit mkdocs.yml, datapackages und docs.",
)
@click.version_option(package_name="gebietsatlas")
@click.pass_context
def main(ctx: click.Context, project: Path) -> None:
    """Macht aus geprüften offenen Daten einer Stadt eine Website mit einer Seite je Gebiet."""
    # A run makes millions of small values and keeps most of them to its end: looking for cycles of garbage costs a
    # fifth of MkDocs' time in a large city and frees little.
    gc.disable()
    ctx.call_on_close(gc.enable)
    ctx.obj = project.resolve()


@main.command()
@click.pass_obj
def validate(project: Path) -> None:
    """Prüft alle Datenpakete und nennt alle Befunde auf einmal."""
    gate = _pass_gate(project)
    if gate.errors:
        sys.exit(1)


@main.command()
@click.argument("indicator")
@click.argument("district", required=False)
@click.pass_obj
def show(project: Path, indicator: str, district: str | None) -> None:
    """Zeigt INDICATOR für alle Gebiete oder DISTRICT, mit Rechenweg und Zeilen.

    INDICATOR ist eine Kennzahl, eine Regel, eine Stärke, ein Bedarf, eine Maßnahme, eine Befragung oder Stufe, oder
    eines von: bedarfe, verteilung, erreichbarkeit, vorausberechnung, stufen, vorauswahl.
    """
    from generator.render.reports import describe

    for line in describe(_evaluate(project), indicator, district):
        click.echo(line)


@main.command()
@click.option("--reports", is_flag=True, help="Auch alle Berichte als PDF, verlinkt auf den Seiten; dauert länger.")
@click.pass_obj
def stage(project: Path, *, reports: bool) -> None:
    """Schreibt Seiten, Karten und Dateien nach build/docs."""
    from generator.site import STAGED, stage_site

    atlas = _evaluate(project)
    _report_gaps(atlas)
    count = stage_site(project, atlas, _report, has_reports=reports)
    click.echo(f"{count} Dateien liegen in {project / STAGED}")


@main.command()
@click.option("--reports", is_flag=True, help="Auch alle Berichte als PDF, verlinkt auf den Seiten; dauert länger.")
@click.pass_obj
def build(project: Path, *, reports: bool) -> None:
    """Prüft, schreibt und baut die Website nach build/site."""
    from generator.site import build_site, load_renderers, stage_site

    atlas = _evaluate(project, meanwhile=load_renderers)
    _report_gaps(atlas)
    stage_site(project, atlas, _report, has_reports=reports)
    # MkDocs writes this date into the sitemap; with the clock, two builds of one commit would differ.
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime.combine(atlas.edition, time(), UTC).timestamp()))
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    site = build_site(project, _report)
    click.echo(f"Die Website liegt in {site}")
    click.echo("Ansehen: make serve (oder: gebietsatlas serve)")


@main.command()
@click.option("--district", help="Nur dieses Gebiet: Schlüssel oder Name.")
@click.option("--all", "is_all", is_flag=True, help="Gesamtplan und alle Gebiete, je in einer Datei.")
@click.option("--large", is_flag=True, help="Großdruck.")
@click.option("--output", type=click.Path(path_type=Path), help="Name der PDF-Datei; mit --all des Ordners.")
@click.pass_obj
def report(project: Path, district: str | None, output: Path | None, *, is_all: bool, large: bool) -> None:
    """Schreibt den Bericht für Rat und Ausschuss als PDF (A4, barrierefrei): ganze Stadt oder ein Gebiet."""
    from dataclasses import replace

    from generator import layout
    from generator.render.reports import find_district
    from generator.site import add_files, render_reports

    if is_all and district:
        raise UsageError("--all und --district gehen nicht zusammen.")
    if not is_all and output and output.suffix != ".pdf":
        raise UsageError(f"{output}: Der Name eines Berichts endet auf .pdf.")
    atlas = _evaluate(project)
    chosen = find_district(atlas, district) if district else None
    _report("Der Bericht wird gesetzt …")
    if is_all:
        folder = output or Path("berichte")
        files = [
            replace(file, path=file.path.relative_to(layout.REPORTS)) for file in render_reports(atlas, is_large=large)
        ]
        add_files(folder, files)
        click.echo(f"{len(files)} Berichte liegen in {folder}")
        return
    from generator.render.report import render_dossiers, render_plan

    (file,) = render_dossiers(atlas, [chosen], is_large=large) if chosen else (render_plan(atlas, is_large=large),)
    target = output or Path(file.path.name)
    add_files(target.parent, [replace(file, path=PurePosixPath(target.name))])
    click.echo(f"{target}: {'Bericht' if chosen else 'Gesamtplan'}, Ausgabe vom {atlas.edition:%d.%m.%Y}")


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port auf diesem Rechner.")
@click.pass_obj
def serve(project: Path, port: int) -> None:
    """Zeigt die gebaute Website auf diesem Rechner."""
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    from generator.site import SITE

    folder = project / SITE
    if not (folder / "index.html").is_file():
        raise UsageError(f"In {folder} liegt keine Website. Baue sie zuerst: gebietsatlas build")
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(SimpleHTTPRequestHandler, directory=str(folder)))
    except OSError as error:
        raise UsageError(f"Port {port} ist nicht frei. Nimm einen anderen mit --port.") from error
    gc.enable()  # this runs as long as somebody looks
    click.echo(f"http://127.0.0.1:{port}/ – Ende mit Strg+C")
    with server, contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()


@main.command()
@click.pass_obj
def stamp(project: Path) -> None:
    """Hält Größe und Prüfsumme der Dateien in den Paketen neu fest, nach einer gewollten Änderung."""
    from generator.model import OutputFile
    from generator.packages import stamp_packages
    from generator.site import update_files

    stamped, issues = stamp_packages(project)
    for line in _list_issues(issues):
        click.echo(line)
    update_files(project, [OutputFile(path=one.path, content=one.content) for one in stamped])
    for descriptor in stamped:
        click.echo(f"{descriptor.path}: neu festgehalten für {', '.join(descriptor.changes)}")
    if issues:
        sys.exit(1)
    if not stamped:
        click.echo("Alle Prüfsummen sind aktuell.")


@main.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--details", is_flag=True, help="Nennt jeden Befund in einer eigenen Zeile.")
def verify(path: Path, *, details: bool) -> None:
    """Prüft mitgenommene Dateien nach, ohne Internet: PATH ist eine Zip-Datei oder ein Ordner."""
    from generator.seals import verify_download

    verdict = verify_download(path)
    click.echo(verdict.line)
    if details:
        for line in verdict.details:
            click.echo(f"  {line}")
    if not verdict.is_sound:
        sys.exit(1)


@main.command()
@click.argument("resource")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Name der neuen Arbeitsmappe.")
@click.option("--with-data", is_flag=True, help="Mit allen Zeilen, die der Datensatz schon hat.")
@click.pass_obj
def template(project: Path, resource: str, output: Path | None, *, with_data: bool) -> None:
    """Schreibt eine Arbeitsmappe (.xlsx) zum Ausfüllen für RESOURCE, zum Beispiel offerings/services."""
    from generator.model import OutputFile
    from generator.site import update_files
    from generator.workbooks import recognize_resource, render_template

    packages = _load_described(project)
    table = recognize_resource((), packages, resource)
    target = output or Path(f"{table.id.replace('/', '-')}.xlsx")
    if target.suffix != ".xlsx":
        raise UsageError(f"{target}: Der Name einer Vorlage endet auf .xlsx.")
    if target.exists():
        raise UsageError(f"{target} gibt es schon. Nimm einen anderen Namen: --output NAME.xlsx")
    content = render_template(table, packages, present=table.file.read_bytes() if with_data else None)
    update_files(Path(), [OutputFile(path=PurePosixPath(target.as_posix()), content=content)])
    click.echo(f"{target}: Vorlage für „{table.title}“ ({table.id})")


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("resource", required=False)
@click.option("--sheet", help="Name des Blattes, wenn mehrere infrage kommen.")
@click.pass_obj
def check(project: Path, file: Path, resource: str | None, sheet: str | None) -> None:
    """Prüft FILE (.xlsx oder .csv) gegen RESOURCE; eine geprüfte Kopie hat Kommentare an fraglichen Zellen."""
    examination = _examine(project, file, resource, sheet, is_deleting=False)
    _show_checkup(file, examination)
    if examination.checkup.error_count:
        sys.exit(1)


@main.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("resource")
@click.option("--sheet", help="Name des Blattes, wenn mehrere infrage kommen.")
@click.option("--dry-run", is_flag=True, help="Zeigt nur, was sich ändern würde.")
@click.option("--allow-delete", is_flag=True, help="Löscht Zeilen, die in FILE nicht mehr stehen.")
@click.pass_obj
def import_(project: Path, file: Path, resource: str, sheet: str | None, *, dry_run: bool, allow_delete: bool) -> None:
    """Übernimmt FILE (.xlsx oder .csv) in den Datensatz RESOURCE, wenn alle Prüfungen bestehen."""
    from generator.site import update_files
    from generator.workbooks import describe_difference, make_printable

    examination = _examine(project, file, resource, sheet, is_deleting=allow_delete)
    merge = examination.merge
    for difference in merge.differences:
        for line in describe_difference(difference):
            click.echo(make_printable(line))
    if merge.missing and not allow_delete:
        click.echo(make_printable(f"Nicht in der Datei, bleibt stehen: {', '.join(merge.missing)}"))
    _show_checkup(file, examination)
    if examination.checkup.error_count:
        click.echo("Nichts geschrieben: Berichtige zuerst die Fehler.")
        sys.exit(1)
    click.echo(f"Zeilen: {merge.summary}")
    if dry_run or not merge.differences:
        click.echo("Nichts geschrieben (--dry-run)." if dry_run else "Nichts geschrieben: Es gibt keine Änderung.")
        return
    update_files(project, examination.files)
    for written in examination.files:
        click.echo(f"{written.path}: geschrieben")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Examination:
    """A submitted table with all that was found out about it."""

    content: bytes
    is_workbook: bool
    merge: "Merge"
    checkup: "Checkup"
    files: "tuple[OutputFile, ...]"
    """What an import would write."""


def _examine(
    project: Path, file: Path, resource_id: str | None, sheet_name: str | None, *, is_deleting: bool
) -> _Examination:
    """Read a submitted table, lay it over the present one and send the project through the gate with it."""
    from generator.model import OutputFile
    from generator.site import rehearse
    from generator.workbooks import check_submission, merge_submission, read_sheets, read_submission, recognize_resource

    packages = _load_described(project)
    if file.stat().st_size > MAX_SUBMITTED_BYTES:
        raise DataError(f"{file.name}: Die Datei ist größer als {MAX_SUBMITTED_BYTES // 1_000_000} MB. Teile sie auf.")
    content = file.read_bytes()
    sheets = read_sheets(content, file.name)
    resource = recognize_resource(sheets, packages, resource_id)
    submission = read_submission(sheets, resource, packages, sheet_name)
    merge = merge_submission(submission, resource.file.read_bytes(), is_deleting=is_deleting)
    _report(f"„{resource.title}“ ({resource.id}) wird geprüft …")
    gate, files = rehearse(project, (OutputFile(path=resource.path, content=merge.content),))
    checkup = check_submission(submission, merge, (*gate.issues, *gate.suppression.issues), packages)
    is_workbook = bool(submission.header.sheet.name)
    return _Examination(content=content, is_workbook=is_workbook, merge=merge, checkup=checkup, files=files)


def _show_checkup(file: Path, examination: _Examination) -> None:
    """List notes and findings, and write the copy with comments beside the workbook."""
    from generator.model import OutputFile
    from generator.site import update_files
    from generator.workbooks import describe_finding, describe_notes, make_printable, mark_workbook, name_copy

    checkup = examination.checkup
    for line in describe_notes(checkup.notes):
        click.echo(make_printable(f"Hinweis: {line}"))
    for finding in checkup.findings:
        click.echo(make_printable(describe_finding(finding, is_workbook=examination.is_workbook)))
    if examination.is_workbook and any(finding.row is not None for finding in checkup.findings):
        copy = OutputFile(
            path=PurePosixPath(f"{name_copy(file.stem)}.xlsx"),
            content=mark_workbook(examination.content, checkup, file.name),
        )
        update_files(file.parent, [copy])
        click.echo(f"Geprüfte Kopie mit Kommentaren: {file.parent / copy.path}")
    click.echo(checkup.summary)


def _load_described(project: Path) -> "tuple[Package, ...]":
    """The packages, if their descriptions can be relied on."""
    from generator.model import Severity
    from generator.packages import load_packages

    packages, issues = load_packages(project)
    broken = [issue for issue in issues if issue.severity is Severity.ERROR and issue.path.endswith("datapackage.json")]
    if broken:
        raise DataError(f"Die Beschreibung der Datenpakete hat Fehler, zuerst dieser: {broken[0]}")
    return packages


def _report(line: str) -> None:
    """Show progress beside the output."""
    click.echo(line, err=True)


def _pass_gate(project: Path, meanwhile: "Callable[[], None] | None" = None) -> "Gate":
    """Load and check, and list what was found."""
    from generator.site import pass_gate

    _report("Datenpakete werden geprüft …")
    gate = pass_gate(project, meanwhile=meanwhile)
    findings = (*gate.issues, *gate.suppression.issues)
    for line in _list_issues(findings):
        click.echo(line)
    click.echo(f"{len(gate.errors)} Fehler, {len(findings) - len(gate.errors)} Warnungen und Hinweise.")
    if gate.accepted:
        click.echo(f"{len(gate.accepted)} Befunde sind als Ausnahme angenommen (parameters/exceptions).")
    return gate


def _report_gaps(atlas: "Atlas") -> None:
    """Say which facts the law asks for and nobody has told; their pages say the same."""
    from generator.profiles.legal import list_gaps

    gaps: dict[str, list[str]] = {}
    for gap in list_gaps(atlas.settings):
        gaps.setdefault(gap.page, []).append(f"{gap.title} ({gap.key})")
    for page, facts in gaps.items():
        click.echo(f"Es fehlen noch in mkdocs.yml unter extra.gebietsatlas, für „{page}“: {', '.join(facts)}")
    if not atlas.settings.contact:
        click.echo("Ohne Kontakt (contact) fehlt bei den Angeboten der Verweis „Fehler melden“.")


def _list_issues(issues: "Iterable[Issue]") -> Iterator[str]:
    """One line for each finding."""
    return (str(issue) for issue in issues)


def _evaluate(project: Path, meanwhile: "Callable[[], None] | None" = None) -> "Atlas":
    """Everything that pages are made from; errors in the data end here."""
    from generator.settings import read_settings
    from generator.site import evaluate

    read_settings(project)
    return evaluate(project, _pass_gate(project, meanwhile))


if __name__ == "__main__":
    main()
