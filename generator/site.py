"""Collect all files of a site, write them, and let MkDocs make the site; nothing else writes."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from generator import layout
from generator.checks import (
    Acceptance,
    accept_issues,
    check_columns,
    check_form,
    check_groundwork,
    check_sense,
)
from generator.disclosure import Suppression, plan_suppression, release_findings, release_packages
from generator.errors import DataError, SiteError
from generator.model import AcceptedIssue, District, Issue, OutputFile, Package, Severity
from generator.packages import PACKAGES, load_packages, order_issues, stamp_packages
from generator.planning.allocation import read_key
from generator.planning.needs.checking import check_rule_book
from generator.processes import run_beside, share_tasks
from generator.profiles.atlas import Atlas, compute_atlas
from generator.profiles.views import FileFacts, Files
from generator.settings import CONFIG_NAME, Settings, read_settings
from generator.website import run_mkdocs

if TYPE_CHECKING:
    from generator.render.downloads import Edition

BUILD = PurePosixPath("build")
STAGED = BUILD / "docs"
OVERRIDES = BUILD / "overrides"
SITE = BUILD / "site"
SERVER = BUILD / "server"
NEXT_SITE = BUILD / ".site-next"
LAST_SITE = BUILD / ".site-last"
WRITTEN = PurePosixPath("docs")
PORTION = 10
"""So many districts are rendered at a time."""
MANY_FILES = 2_000
"""From so many on, two processes write them."""

NOTHING_PLANNED = Suppression(primary=frozenset(), secondary=frozenset(), issues=())
"""Tables with errors are not thought about, and not published either."""
Report = Callable[[str], None]
"""Takes one line of progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What came out of loading and checking."""

    packages: tuple[Package, ...]
    issues: tuple[Issue, ...]
    accepted: tuple[AcceptedIssue, ...]
    """Findings that were accepted as data, with a reason."""
    suppression: Suppression
    """Cells that must not be published."""

    @property
    def errors(self) -> tuple[Issue, ...]:
        """Findings that stop a build."""
        findings = (*self.issues, *self.suppression.issues)
        return tuple(issue for issue in findings if issue.severity is Severity.ERROR)


def pass_gate(project: Path, *, meanwhile: Callable[[], None] | None = None) -> Gate:
    """Load and check all packages; all findings at once.

    Disclosure control thinks longer than the checks take: ``meanwhile`` is done while it does.
    """
    packages, issues = load_packages(project)

    def check() -> tuple[tuple[Issue, ...], Acceptance]:
        form = (*issues, *check_form(packages, issues), *check_columns(packages, issues))
        if not _has_errors(form):
            form = (*form, *read_key(project, packages)[1], *check_rule_book(project, packages))
        acceptance = accept_issues(packages, check_sense(packages, form), form)
        if meanwhile:
            meanwhile()
        return form, acceptance

    plan, (form, acceptance) = run_beside(lambda: _plan_suppression(packages, issues), check)
    return Gate(
        packages=packages,
        issues=order_issues((*form, *acceptance.open)),
        accepted=acceptance.accepted,
        suppression=NOTHING_PLANNED if _has_errors(form) else plan,
    )


def _plan_suppression(packages: tuple[Package, ...], issues: tuple[Issue, ...]) -> Suppression:
    """Cells that must not be published; nothing is planned for tables that cannot be relied on."""
    is_sound = not _has_errors((*issues, *check_groundwork(packages, issues)))
    return plan_suppression(packages) if is_sound else NOTHING_PLANNED


def _has_errors(issues: Iterable[Issue]) -> bool:
    """Tell whether any finding is an error."""
    return any(issue.severity is Severity.ERROR for issue in issues)


def load_renderers() -> None:
    """Import and compile what a build needs later: a second that is better spent while another process thinks."""
    import generator.render.files
    import generator.render.pages  # noqa: F401
    from generator.render.templates import compile_templates

    compile_templates()


def evaluate(project: Path, gate: Gate) -> Atlas:
    """Work out everything from packages without errors, and from nothing but what may be published."""
    if gate.errors:
        raise DataError(f"{len(gate.errors)} Fehler in den Datenpaketen; nichts wurde gebaut.")
    release = release_packages(gate.packages, gate.suppression)
    findings = release_findings(gate.packages, gate.suppression, gate.issues, gate.accepted)
    return compute_atlas(read_settings(project), release, findings)


def stage_site(project: Path, atlas: Atlas, report: Report, *, has_reports: bool = False) -> int:
    """Render everything and write the staged tree; returns the number of its files."""
    from generator.render.policies import render_policy_partial
    from generator.render.printing import render_edition_partial

    report("Seiten, Karten und Dateien werden erzeugt …")
    files = render_site(atlas, has_reports=has_reports)
    overrides = (*read_overrides(), render_policy_partial(), render_edition_partial(atlas))
    write_files(project / OVERRIDES, overrides)
    write_files(project / STAGED, files)
    return len(files)


def render_site(atlas: Atlas, *, has_reports: bool = False) -> tuple[OutputFile, ...]:
    """All files of the staged tree: downloads first, because pages tell their sizes and checksums.

    Setting all reports for paper takes longer than all the rest, so they are only there on request.
    """
    if not has_reports:
        return _render_site(atlas, ())
    # Two processes of their own: the engine has threads, and a process with threads cannot be copied any more.
    halves = _split_reports(atlas)
    first, (second, _) = run_beside(halves[0], lambda: run_beside(halves[1], lambda: None))
    return _render_site(atlas, (*first, *second))


def render_reports(atlas: Atlas, *, is_large: bool = False) -> tuple[OutputFile, ...]:
    """The whole plan and a dossier for every district."""
    first, second = run_beside(*_split_reports(atlas, is_large=is_large))
    return (*first, *second)


def _split_reports(
    atlas: Atlas, *, is_large: bool = False
) -> tuple[Callable[[], tuple[OutputFile, ...]], Callable[[], tuple[OutputFile, ...]]]:
    """Two tasks of about equal weight: the plan is long, and so is the dossier of the city, which comes first."""
    districts = tuple(atlas.geography.districts.values())
    middle = len(districts) * 2 // 5

    def set_first() -> tuple[OutputFile, ...]:
        from generator.render.report import render_dossiers, render_plan

        return (render_plan(atlas, is_large=is_large), *render_dossiers(atlas, districts[:middle], is_large=is_large))

    def set_second() -> tuple[OutputFile, ...]:
        from generator.render.report import render_dossiers

        return tuple(render_dossiers(atlas, districts[middle:], is_large=is_large))

    return set_first, set_second


def _render_site(atlas: Atlas, reports: tuple[OutputFile, ...]) -> tuple[OutputFile, ...]:
    """All files, with these reports among the downloads."""
    from generator.render.extents import tell_extents
    from generator.render.files import (
        prepare_districts,
        prepare_downloads,
        render_allocation_files,
        render_assets,
        render_chain_files,
        render_confirmation_files,
        render_district_files,
        render_indicator_files,
        render_maps,
        render_needs_files,
        render_outlook_files,
        render_reach_files,
        render_record_files,
        render_resource_files,
        spell_boundaries,
    )
    from generator.render.findable import make_findable
    from generator.render.offering_files import render_offering_files
    from generator.render.pages import render_district_pages, render_pages
    from generator.render.printing import render_print_stylesheet

    written = tuple(read_written(atlas.settings))
    start = _read_written_start(atlas.settings)
    edition, prepared = prepare_downloads(atlas)
    boundaries = spell_boundaries(atlas)
    parts = prepare_districts(atlas, boundaries)
    districts = _split(tuple(atlas.geography.districts.values()))
    rendered = _render_together(
        lambda: render_maps(atlas),
        lambda: render_resource_files(atlas, edition, boundaries, prepared),
        lambda: render_indicator_files(atlas, edition, boundaries),
        lambda: render_needs_files(atlas, edition),
        lambda: render_confirmation_files(atlas, edition),
        lambda: render_offering_files(atlas, edition),
        lambda: render_reach_files(atlas, edition),
        lambda: render_allocation_files(atlas, edition),
        lambda: render_outlook_files(atlas, edition),
        lambda: render_record_files(atlas, edition),
        lambda: render_chain_files(atlas, edition),
        *(partial(render_district_files, atlas, edition, parts, some) for some in districts),
    )
    made = (*rendered, *reports)
    seals, facts = seal_downloads(tuple(file for file in made if layout.is_download(file.path)), edition)
    extents = {file.path: file.extent for file in rendered if file.extent}
    pages = _render_together(
        lambda: render_pages(atlas, facts, start),
        *(partial(render_district_pages, atlas, facts, some) for some in districts),
        finish=lambda page: tell_extents(make_findable(page, atlas.thesaurus), extents),
    )
    return (*made, *seals, *pages, *render_assets(), render_print_stylesheet(atlas), *written)


def _render_together(
    *tasks: Callable[[], Iterable[OutputFile]], finish: Callable[[OutputFile], OutputFile] = lambda file: file
) -> tuple[OutputFile, ...]:
    """What all of these tasks make, with both processes busy to the end: the long tasks come first."""
    shares = share_tasks([partial(_collect, task, finish) for task in tasks])
    return tuple(file for files in shares for file in files)


def _collect(
    task: Callable[[], Iterable[OutputFile]], finish: Callable[[OutputFile], OutputFile]
) -> tuple[OutputFile, ...]:
    """Have a task done here and now: its process is the one that took it."""
    return tuple(finish(file) for file in task())


def _split(districts: tuple[District, ...]) -> tuple[tuple[District, ...], ...]:
    """Portions that take a second at most."""
    return tuple(districts[start : start + PORTION] for start in range(0, len(districts), PORTION))


def seal_downloads(taken: tuple[OutputFile, ...], edition: "Edition") -> tuple[tuple[OutputFile, ...], Files]:
    """Reports and checksums of all downloads, and what is known of every file; each is hashed once."""
    from generator.render.downloads import render_checksums, render_reports, render_seal_index

    facts = {file.path: describe_file(file) for file in taken}
    reports = render_reports(taken, facts, edition)
    facts |= {file.path: describe_file(file) for file in reports}
    index = render_seal_index((*taken, *reports), facts, edition)
    facts[index.path] = describe_file(index)
    return (*reports, index, render_checksums(facts)), facts


def describe_file(file: OutputFile) -> FileFacts:
    """Size and checksum of a file."""
    return FileFacts(size=len(file.content), sha256=hashlib.sha256(file.content).hexdigest())


def read_written(settings: Settings) -> Iterable[OutputFile]:
    """Pages and pictures that people wrote, as they are."""
    folder = settings.project / WRITTEN
    for path in sorted(folder.rglob("*")):
        name = PurePosixPath(path.relative_to(folder).as_posix())
        if path.is_file() and name != layout.WRITTEN_START:
            if not path.resolve().is_relative_to(folder.resolve()):
                raise SiteError(f"{path}: Der Verweis führt aus „{WRITTEN}“ hinaus. Lege die Datei selbst hinein.")
            content = path.read_bytes()
            if path.suffix == ".md":
                _decode_page(path, content)
            yield OutputFile(path=name, content=content)


def _decode_page(path: Path, content: bytes) -> str:
    """The text of a written page; MkDocs would fail with a bare exception on another encoding."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SiteError(f"{path}: Die Datei ist nicht in UTF-8 geschrieben. Speichere sie als UTF-8.") from error


def _read_written_start(settings: Settings) -> str:
    """The text that people wrote for the start page; empty if there is none."""
    path = settings.project / WRITTEN / layout.WRITTEN_START
    return _decode_page(path, path.read_bytes()) if path.is_file() else ""


def read_overrides() -> Iterable[OutputFile]:
    """Our changes to the theme."""
    from generator.render.templates import TEMPLATES

    folder = TEMPLATES / "overrides"
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield OutputFile(path=PurePosixPath(path.relative_to(folder).as_posix()), content=path.read_bytes())


def write_files(folder: Path, files: tuple[OutputFile, ...]) -> None:
    """Make a folder hold exactly these files; what has not changed is not touched."""
    wanted: dict[PurePosixPath, OutputFile] = {}
    for file in files:
        if file.path in wanted:
            raise SiteError(
                f"Zwei Ausgaben wollen den Pfad ‚{file.path}‘. Benenne eine davon um (layout.py oder docs/)."
            )
        if file.path.is_absolute() or ".." in file.path.parts:
            raise SiteError(f"Der Pfad ‚{file.path}‘ führt aus dem Zielordner hinaus.")
        wanted[file.path] = file
    folder.mkdir(parents=True, exist_ok=True)
    if len(files) < MANY_FILES:
        _write_all(folder, files)
    else:
        run_beside(lambda: _write_all(folder, files[::2]), lambda: _write_all(folder, files[1::2]))
    _remove_others(folder, wanted)


def _write_all(folder: Path, files: Iterable[OutputFile]) -> None:
    """Write what is new or has changed."""
    made: set[PurePosixPath] = set()
    for file in files:
        if file.path.parent not in made:
            (folder / file.path.parent).mkdir(parents=True, exist_ok=True)
            made.add(file.path.parent)
        target = folder / file.path
        if not _holds(target, file.content):
            # The site that stands shares its files with this folder, and keeps what it has.
            target.unlink(missing_ok=True)
            target.write_bytes(file.content)


def _holds(target: Path, content: bytes) -> bool:
    """Tell whether a file has this content already; one of another size is not read."""
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except FileNotFoundError:
        return False


def update_files(project: Path, files: Iterable[OutputFile]) -> None:
    """Write single files of a project anew: all of them are ready before the first one takes its place."""
    drafts: dict[Path, Path] = {}
    try:
        for file in files:
            target = project / file.path
            drafts[target] = target.with_name(f".{target.name}.neu")
            drafts[target].write_bytes(file.content)
        for target, draft in drafts.items():
            draft.replace(target)
    except OSError as error:
        raise SiteError(f"{error.filename}: Die Datei lässt sich nicht schreiben ({error.strerror}).") from error
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def add_files(folder: Path, files: Iterable[OutputFile]) -> None:
    """Write files into a folder that may hold others, and make what it lacks of folders."""
    files = tuple(files)
    try:
        for file in files:
            (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SiteError(f"{error.filename}: Der Ordner lässt sich nicht anlegen ({error.strerror}).") from error
    update_files(folder, files)


def rehearse(project: Path, files: tuple[OutputFile, ...]) -> tuple[Gate, tuple[OutputFile, ...]]:
    """What the gate says with these data files in place, and all files to write then: descriptors with new seals, too.

    The gate walks through a copy, so that it is the same gate whatever it learns to look at.
    """
    stale, _ = stamp_packages(project)
    if stale:
        names = ", ".join(f"{one.path.parent.name}/{name}" for one in stale for name in one.changes)
        raise DataError(f"{names}: seit der letzten Prüfsumme geändert. Wenn das gewollt ist: `gebietsatlas stamp`.")
    with tempfile.TemporaryDirectory(prefix="gebietsatlas-") as folder:
        copy = Path(folder)
        shutil.copytree(project / PACKAGES, copy / PACKAGES, symlinks=True)
        if (project / CONFIG_NAME).is_file():
            shutil.copy(project / CONFIG_NAME, copy / CONFIG_NAME)
        update_files(copy, files)
        stamped, _ = stamp_packages(copy)
        seals = tuple(OutputFile(path=one.path, content=one.content) for one in stamped)
        update_files(copy, seals)
        return pass_gate(copy), (*files, *seals)


def _remove_others(folder: Path, wanted: Mapping[PurePosixPath, OutputFile]) -> None:
    """Remove what an earlier run left and this one did not make."""
    for place, _, names in os.walk(folder, topdown=False):
        here = PurePosixPath(Path(place).relative_to(folder).as_posix())
        kept = [name for name in names if here / name in wanted]
        for name in set(names).difference(kept):
            Path(place, name).unlink()
        if not kept and Path(place) != folder and not any(Path(place).iterdir()):
            Path(place).rmdir()


def build_site(project: Path, report: Report) -> Path:
    """Let MkDocs make the site from the staged tree; the old site stays until the new one is complete."""
    report("MkDocs baut die Website …")
    next_site, site, last_site = (project / path for path in (NEXT_SITE, SITE, LAST_SITE))
    shutil.rmtree(next_site, ignore_errors=True)
    run_mkdocs(project / CONFIG_NAME, next_site, _share_file)
    _add_headers(project, next_site)
    shutil.rmtree(last_site, ignore_errors=True)
    if site.exists():
        site.rename(last_site)
    next_site.rename(site)
    shutil.rmtree(last_site, ignore_errors=True)
    return site


def _share_file(source: str, target: str) -> bool:
    """Give a staged file a second name in the site instead of a second copy; nobody writes into either."""
    try:
        Path(target).hardlink_to(source)
    except OSError:
        return False  # not every file system has second names
    return True


def _add_headers(project: Path, site: Path) -> None:
    """Write what web servers need to know; MkDocs would leave files with a dot in front behind."""
    from generator.render.policies import render_nginx_headers, render_site_headers

    settings = read_settings(project)
    entries = sorted(f"{path.name}/" if path.is_dir() else path.name for path in site.iterdir())
    add_files(site, render_site_headers(settings, entries))
    add_files(project / SERVER, (render_nginx_headers(settings),))
