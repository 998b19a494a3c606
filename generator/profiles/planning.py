"""Needs, measures, council papers and milestones, ready to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_partial_date
from generator.planning.records import CouncilPaper, Measure, Milestone, Need
from generator.profiles.atlas import Atlas
from generator.profiles.downloads import view_downloads
from generator.profiles.twins import view_plain_twin
from generator.profiles.views import (
    DownloadView,
    Files,
    Link,
    PageMeta,
    RowView,
    SourceView,
    TableView,
    TwinView,
    safe_url,
    text_value,
)

SOURCES = ("needs", "measures", "council_papers", "milestones", "working_groups")
"""Tables that the page rests on."""
MEASURE_STATUS = {
    "planned": "geplant",
    "decided": "beschlossen",
    "running": "läuft",
    "done": "umgesetzt",
    "unknown": "Stand nicht bekannt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedView:
    """A need that somebody has named."""

    anchor: str
    href: str | None
    """Where it stands in the plan; nothing there."""
    title: str
    description: str
    place: str
    urgency: str
    state: str
    origin: str
    districts: tuple[Link, ...]
    guidelines: tuple[Link, ...]
    papers: tuple[Link, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureView:
    """A measure of the city."""

    anchor: str
    title: str
    href: str
    """The page of the measure."""
    concept: str
    content: str
    status: str
    status_note: str
    districts: tuple[Link, ...]
    guidelines: tuple[Link, ...]
    papers: tuple[Link, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    """A council paper with its documents."""

    anchor: str
    id: str
    kind: str
    title: str
    treated: str
    body: str
    result: str
    files: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneView:
    """A point on the timeline."""

    date: str
    title: str
    result: str
    papers: tuple[Link, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningPage:
    """All that is known of the plan."""

    path: PurePosixPath
    meta: PageMeta
    twin: TwinView | None
    """The same page in plain German; ``None`` where a city has none."""
    chapters: tuple[Link, ...]
    """Pages about parts of the plan."""
    needs: tuple[NeedView, ...]
    measures: tuple[MeasureView, ...]
    milestones: tuple[MilestoneView, ...]
    papers: tuple[PaperView, ...]
    working_groups: TableView | None
    """Who works on the plan; ``None`` where no source says so."""
    downloads: tuple[DownloadView, ...]
    """The report for paper, if it was made."""
    sources: tuple[SourceView, ...]


def view_need(atlas: Atlas, page: PurePosixPath, need: Need) -> NeedView:
    """A need as a page shows it."""
    href = layout.relative_url(page, layout.PLANNING, anchor=need_anchor(need.id))
    return NeedView(
        anchor=need_anchor(need.id),
        href=None if page == layout.PLANNING else href,
        title=need.title,
        description=need.description,
        place=need.area_label,
        urgency=need.urgency or "",
        state=need.state or "",
        origin=need.origin,
        districts=district_links(atlas, page, need.district_codes),
        guidelines=guideline_links(page, need.guideline_ids),
        papers=paper_links(atlas, page, need.paper_ids),
        source=need.source,
    )


def view_measure(atlas: Atlas, page: PurePosixPath, measure: Measure) -> MeasureView:
    """A measure as a page shows it."""
    return MeasureView(
        anchor=measure_anchor(measure.id),
        title=name_measure(measure),
        href=layout.relative_url(page, layout.measure_page(measure.id)),
        concept=measure.concept or "",
        content=measure.content or "",
        status=MEASURE_STATUS[measure.status],
        status_note=measure.status_note or "",
        districts=district_links(atlas, page, measure.district_codes),
        guidelines=guideline_links(page, measure.guideline_ids),
        papers=paper_links(atlas, page, measure.paper_ids),
        source=measure.source,
    )


def name_measure(measure: Measure) -> str:
    """Number and title."""
    return f"{measure.number}: {measure.title}" if measure.number else measure.title


def need_anchor(need_id: str) -> str:
    """Element id of a named need."""
    return f"bedarf-{need_id.lower()}"


def measure_anchor(measure_id: str) -> str:
    """Element id of a measure."""
    return f"massnahme-{measure_id.lower()}"


def paper_anchor(paper_id: str) -> str:
    """Element id of a council paper."""
    return "vorlage-" + "".join(sign if sign.isalnum() else "-" for sign in paper_id.lower())


def needs_of(atlas: Atlas, code: str) -> tuple[Need, ...]:
    """Needs named for a district, for a part of it or for a district around it; those of the whole city only there."""
    return tuple(one for one in atlas.planning.needs if concerns(atlas, one.district_codes, code))


def measures_of(atlas: Atlas, code: str) -> tuple[Measure, ...]:
    """Measures for a district, for a part of it or for a district around it; those of the whole city only there."""
    return tuple(one for one in atlas.planning.measures if concerns(atlas, one.district_codes, code))


def concerns(atlas: Atlas, codes: Sequence[str], code: str) -> bool:
    """Tell whether records with these districts belong on the page of a district; without any they are the city's."""
    geography = atlas.geography
    if code == geography.city.code:
        return True
    own = set(geography.finest_codes(code))
    return any(own & set(geography.finest_codes(one)) for one in codes if one != geography.city.code)


def district_links(atlas: Atlas, page: PurePosixPath, codes: Sequence[str]) -> tuple[Link, ...]:
    """Links to districts."""
    return tuple(atlas.district_link(page, atlas.geography.districts[code]) for code in codes)


def guideline_links(page: PurePosixPath, ids: Sequence[str]) -> tuple[Link, ...]:
    """Links to guidelines, named by their number."""
    return tuple(Link(text=one, href=layout.relative_url(page, layout.guideline_page(one))) for one in ids)


def paper_links(atlas: Atlas, page: PurePosixPath, ids: Sequence[str]) -> tuple[Link, ...]:
    """Links to council papers in the list of the planning page."""
    return tuple(
        Link(
            text=one,
            href=layout.relative_url(page, layout.PLANNING, anchor=paper_anchor(one))
            if one in atlas.planning.papers
            else None,
        )
        for one in ids
    )


def profile_planning(atlas: Atlas, files: Files) -> tuple[PlanningPage, ...]:
    """The planning page, if the city has any record."""
    page, planning = layout.PLANNING, atlas.planning
    if not (planning.needs or planning.measures or planning.papers or planning.milestones):
        return ()
    return (
        PlanningPage(
            path=page,
            meta=PageMeta(
                title="Planung: Bedarfe, Maßnahmen und Beschlüsse",
                description="Was als Bedarf benannt ist, was die Stadt beschlossen hat und was daraus geworden ist.",
                crumbs=(Link(text="Start", href=layout.relative_url(page, layout.START)),),
            ),
            twin=view_plain_twin(atlas, page),
            chapters=_list_chapters(atlas, page),
            needs=tuple(view_need(atlas, page, one) for one in planning.needs),
            measures=tuple(view_measure(atlas, page, one) for one in planning.measures),
            milestones=tuple(_view_milestone(atlas, page, one) for one in planning.milestones),
            papers=tuple(_view_paper(one) for one in planning.papers.values()),
            working_groups=_list_working_groups(atlas),
            downloads=view_downloads(page, [layout.plan_report()], files),
            sources=atlas.view_sources(page, [f"planning/{name}" for name in SOURCES]),
        ),
    )


def _list_working_groups(atlas: Atlas) -> TableView | None:
    """Who works on the plan, in the order of the table."""
    columns = ("Gruppe", "Aufgabe", "Wer mitarbeitet", "Wie oft sie sich trifft", "Quelle")
    rows = tuple(
        RowView(
            header=Link(text=one.name),
            cells=tuple(map(text_value, (one.task, one.members, one.meets or "nicht bekannt", one.source))),
        )
        for one in atlas.planning.working_groups
    )
    return TableView(caption="Wer am Plan arbeitet", columns=columns, words=columns[1:], rows=rows) if rows else None


def _list_chapters(atlas: Atlas, page: PurePosixPath) -> tuple[Link, ...]:
    """Pages about parts of the plan, as far as the city has them."""
    chapters = []
    if atlas.needs.book or atlas.planning.needs or atlas.planning.measures:
        chapters.append(("Vom Bedarf bis zur Umsetzung: alle Gebiete", layout.CHAIN))
    if atlas.needs.book:
        chapters.append(("Handlungsbedarfe nach Regeln", layout.NEEDS))
    if atlas.catalog.guidelines:
        chapters.append(("Leitlinien und Gebiete", layout.COVERAGE))
    if atlas.tiers.reports:
        chapters.append(("Abgestuftes System und Tragfähigkeit", layout.TIERS))
    if atlas.projection:
        chapters.append(("Ältere Menschen in kommenden Jahren", layout.PROJECTION))
    if atlas.planning.measures:
        chapters.append(("Maßnahmen und ihr Stand", layout.MEASURES))
    if atlas.planning.papers or atlas.planning.milestones:
        chapters.append(("Zeitleiste", layout.TIMELINE))
    if not atlas.participation.is_empty:
        chapters.append(("Beteiligung", layout.PARTICIPATION))
    if atlas.allocation:
        chapters.append(("Verteilung eines Budgets", layout.ALLOCATION))
    return tuple(Link(text=text, href=layout.relative_url(page, target)) for text, target in chapters)


def _view_milestone(atlas: Atlas, page: PurePosixPath, milestone: Milestone) -> MilestoneView:
    """A milestone as the timeline shows it."""
    return MilestoneView(
        date=format_partial_date(milestone.date_text),
        title=milestone.title,
        result=milestone.result or "",
        papers=paper_links(atlas, page, milestone.paper_ids),
        source=milestone.source,
    )


def _view_paper(paper: CouncilPaper) -> PaperView:
    """A council paper as the list shows it."""
    return PaperView(
        anchor=paper_anchor(paper.id),
        id=paper.id,
        kind=paper.kind or "",
        title=paper.title,
        treated=format_partial_date(paper.last_treated_date) if paper.last_treated_date else "",
        body=paper.body or "",
        result=paper.result or "",
        files=tuple(Link(text=one.title, href=safe_url(one.url)) for one in paper.files),
    )
