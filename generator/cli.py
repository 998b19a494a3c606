"""The command ``gebietsatlas``: the only place that prints, reads the clock or catches.

Exit codes: 0 all is well, 1 data or site have errors, 2 the command was used wrongly.
"""

import contextlib
import gc
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.errors import GeneratorError, UsageError

if TYPE_CHECKING:
    from generator.model import Issue
    from generator.profiles.atlas import Atlas
    from generator.site import Gate


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
    # A run makes millions of small values and keeps most of them: looking for cycles costs a tenth and finds none.
    gc.set_threshold(100_000, 20, 20)
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
    """Zeigt INDICATOR für alle Gebiete oder für DISTRICT, mit Rechenweg und Zeilen."""
    from generator.render.reports import describe_indicator

    for line in describe_indicator(_evaluate(project), indicator, district):
        click.echo(line)


@main.command()
@click.pass_obj
def stage(project: Path) -> None:
    """Schreibt Seiten, Karten und Dateien nach build/docs."""
    from generator.site import STAGED, stage_site

    count = stage_site(project, _evaluate(project), _report)
    click.echo(f"{count} Dateien liegen in {project / STAGED}")


@main.command()
@click.pass_obj
def build(project: Path) -> None:
    """Prüft, schreibt und baut die Website nach build/site."""
    from generator.site import build_site, stage_site

    atlas = _evaluate(project)
    stage_site(project, atlas, _report)
    # MkDocs writes this date into the sitemap; with the clock, two builds of one commit would differ.
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime.combine(atlas.edition, time(), UTC).timestamp()))
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    gc.freeze()  # nothing made so far can be garbage before the end
    site = build_site(project, _report)
    click.echo(f"Die Website liegt in {site}")
    click.echo("Ansehen: make serve (oder: gebietsatlas serve)")


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


def _report(line: str) -> None:
    """Show progress beside the output."""
    click.echo(line, err=True)


def _pass_gate(project: Path) -> "Gate":
    """Load and check, and list what was found."""
    from generator.site import pass_gate

    _report("Datenpakete werden geprüft …")
    gate = pass_gate(project)
    for line in _list_issues(gate.issues):
        click.echo(line)
    click.echo(f"{len(gate.errors)} Fehler, {len(gate.issues) - len(gate.errors)} Warnungen und Hinweise.")
    return gate


def _list_issues(issues: "Iterable[Issue]") -> Iterator[str]:
    """One line for each finding."""
    return (str(issue) for issue in issues)


def _evaluate(project: Path) -> "Atlas":
    """Everything that pages are made from; errors in the data end here."""
    from generator.settings import read_settings
    from generator.site import evaluate

    read_settings(project)
    return evaluate(project, _pass_gate(project))


if __name__ == "__main__":
    main()
