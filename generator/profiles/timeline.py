"""Council papers and milestones in the order of their dates."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_partial_date
from generator.planning.records import CouncilPaper, Milestone
from generator.profiles.atlas import Atlas
from generator.profiles.planning import paper_anchor, paper_links
from generator.profiles.views import Link, PageMeta, SourceView, planning_crumbs

YEAR_DIGITS = 4
UNDATED = "ohne Datum"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """A milestone or a council paper."""

    date: str
    kind: str
    title: str
    result: str
    papers: tuple[Link, ...]
    measures: tuple[Link, ...]
    """Measures that go back to the paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineYear:
    """All entries of a year."""

    title: str
    anchor: str
    entries: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    """Milestones and council papers, year by year."""

    path: PurePosixPath
    meta: PageMeta
    lead: str
    jumps: tuple[Link, ...]
    years: tuple[TimelineYear, ...]
    sources: tuple[SourceView, ...]


def profile_timeline(atlas: Atlas) -> tuple[TimelinePage, ...]:
    """The timeline, if there is anything to put on it."""
    page, planning = layout.TIMELINE, atlas.planning
    dated = [(one.date_text, 0, one.id, _view_milestone(atlas, page, one)) for one in planning.milestones]
    told = {paper_id for one in planning.milestones for paper_id in one.paper_ids}
    dated += [
        (one.last_treated_date or "", 1, one.id, _view_paper(atlas, page, one))
        for one in planning.papers.values()
        if one.id not in told
    ]
    if not dated:
        return ()
    years: dict[str, list[TimelineEntry]] = defaultdict(list)
    for date_text, _, _, entry in sorted(dated, key=lambda one: (not one[0], one[:3])):
        years[date_text[:YEAR_DIGITS] or UNDATED].append(entry)
    views = tuple(
        TimelineYear(title=year, anchor=f"jahr-{year.replace(' ', '-')}", entries=tuple(entries))
        for year, entries in years.items()
    )
    return (
        TimelinePage(
            path=page,
            meta=PageMeta(
                title="Zeitleiste: Meilensteine und Ratsvorgänge",
                description="Was in der Politik für ältere Menschen wann geschah, beraten und beschlossen wurde.",
                crumbs=planning_crumbs(page),
            ),
            lead=(
                f"{len(planning.milestones)} Meilensteine und {len(dated) - len(planning.milestones)} weitere "
                "Ratsvorgänge, jeder mit dem Tag der letzten Beratung, soweit er bekannt ist."
            ),
            jumps=tuple(Link(text=one.title, href=f"#{one.anchor}") for one in views),
            years=views,
            sources=atlas.view_sources(page, ("planning/milestones", "planning/council_papers")),
        ),
    )


def _view_milestone(atlas: Atlas, page: PurePosixPath, milestone: Milestone) -> TimelineEntry:
    """A milestone with its papers."""
    return TimelineEntry(
        date=format_partial_date(milestone.date_text),
        kind="Meilenstein",
        title=milestone.title,
        result=milestone.result or "",
        papers=paper_links(atlas, page, milestone.paper_ids),
        measures=_list_measures(atlas, page, set(milestone.paper_ids)),
    )


def _view_paper(atlas: Atlas, page: PurePosixPath, paper: CouncilPaper) -> TimelineEntry:
    """A paper that no milestone tells of."""
    return TimelineEntry(
        date=format_partial_date(paper.last_treated_date) if paper.last_treated_date else UNDATED,
        kind=paper.kind or "Ratsvorgang",
        title=paper.title,
        result=", ".join(one for one in (paper.body, paper.result) if one),
        papers=(Link(text=paper.id, href=layout.relative_url(page, layout.PLANNING, anchor=paper_anchor(paper.id))),),
        measures=_list_measures(atlas, page, {paper.id}),
    )


def _list_measures(atlas: Atlas, page: PurePosixPath, paper_ids: set[str]) -> tuple[Link, ...]:
    """Measures that cite one of these papers."""
    return tuple(
        Link(text=one.title, href=layout.relative_url(page, layout.measure_page(one.id)))
        for one in atlas.planning.measures
        if paper_ids.intersection(one.paper_ids)
    )
