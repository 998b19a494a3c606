"""Measures: a list that can be narrowed, and a page for each with its status year by year."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.planning.records import Measure, MeasureStatus
from generator.profiles.atlas import Atlas
from generator.profiles.downloads import view_downloads
from generator.profiles.filters import (
    EVERYWHERE,
    SEPARATOR,
    FilterForm,
    FilterView,
    OptionView,
    filter_districts,
    filter_guidelines,
    make_form,
    single_group,
)
from generator.profiles.planning import (
    MEASURE_STATUS,
    concerns,
    district_links,
    guideline_links,
    name_measure,
    need_anchor,
    paper_links,
)
from generator.profiles.views import DownloadView, Files, Link, PageMeta, SourceView

NOT_KNOWN = "nicht bekannt"
NOT_SET = "nicht festgelegt oder nicht bekannt"
NO_REPORT = "Zu diesem Jahr ist nichts bekannt."
MEASURE_IDS = tuple(
    f"planning/{name}"
    for name in (
        "measures",
        "measure_status",
        "measure_districts",
        "measure_guidelines",
        "measure_needs",
        "measure_rules",
        "measure_papers",
        "council_papers",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """A measure in the list."""

    link: Link
    status: str
    last_year: str
    """The newest year of which anything is known."""
    period: str
    guidelines: tuple[Link, ...]
    districts: tuple[Link, ...]
    """Empty: the whole city."""
    guideline_keys: str
    district_keys: str
    status_keys: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresPage:
    """All measures."""

    path: PurePosixPath
    meta: PageMeta
    lead: str
    notes: tuple[str, ...]
    filter: FilterForm
    rows: tuple[MeasureRow, ...]
    chain: tuple[Link, ...]
    """Where links between needs and measures are missing."""
    downloads: tuple[DownloadView, ...]
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """What is known of one year."""

    year: str
    status: str
    """Empty where nothing is known."""
    note: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredRule:
    """A rule whose needs a measure answers."""

    rule: Link
    count: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePage:
    """All that is known of one measure."""

    path: PurePosixPath
    meta: PageMeta
    title: str
    status: str
    status_note: str
    content: str
    concept: str
    period: str
    responsible: str
    districts: tuple[Link, ...]
    guidelines: tuple[Link, ...]
    papers: tuple[Link, ...]
    needs: tuple[Link, ...]
    rules: tuple[AnsweredRule, ...]
    output: str
    outcome: str
    years: tuple[StatusView, ...]
    source: str
    list_link: Link
    sources: tuple[SourceView, ...]


def profile_measures(atlas: Atlas, files: Files) -> tuple[MeasuresPage, ...]:
    """The list of measures, if the city has any."""
    page, measures = layout.MEASURES, atlas.planning.measures
    if not measures:
        return ()
    count = len(measures)
    return (
        MeasuresPage(
            path=page,
            meta=PageMeta(
                title="Maßnahmen und ihr Stand",
                description="Was die Stadt für ältere Menschen plant, beschlossen hat und tut, und wie weit es ist.",
                crumbs=_crumbs(page),
            ),
            lead=(
                f"{'Eine Maßnahme' if count == 1 else f'{count} Maßnahmen'} mit Stand, Leitlinien und Gebieten. Jede "
                "hat eine eigene Seite mit dem Stand Jahr für Jahr."
            ),
            notes=(
                "Die Liste enthält, was in öffentlichen Quellen zu finden war; sie ist vermutlich nicht vollständig.",
                "„Stand nicht bekannt“ heißt nicht, dass nichts geschieht.",
            ),
            filter=make_form(
                page,
                filters=_list_filters(atlas),
                total=count,
                nouns="Maßnahmen",
                none="Keine Maßnahme passt. Heben Sie eine Auswahl auf, um mehr zu sehen.",
                note="Maßnahmen für die ganze Stadt gehören zu jedem Gebiet.",
            ),
            rows=tuple(_view_row(atlas, page, one) for one in measures),
            chain=_list_gaps(atlas, page),
            downloads=view_downloads(
                page, (layout.measures_download(suffix, topic=topic) for topic, suffix in layout.MEASURE_FILES), files
            ),
            sources=atlas.view_sources(page, MEASURE_IDS),
        ),
    )


def _crumbs(page: PurePosixPath) -> tuple[Link, ...]:
    """The way to the pages about measures."""
    return (
        Link(text="Start", href=layout.relative_url(page, layout.START)),
        Link(text="Planung", href=layout.relative_url(page, layout.PLANNING)),
    )


def _list_gaps(atlas: Atlas, page: PurePosixPath) -> tuple[Link, ...]:
    """Needs without a measure and measures without a need, where the city has rules."""
    if atlas.needs.book is None:
        return ()
    gaps = (
        ("Benannte Bedarfe ohne Maßnahme", "bedarfe-ohne-massnahme", len(atlas.needs.chain.needs_without_measure)),
        (
            "Berechnete Bedarfe ohne Maßnahme",
            "berechnete-ohne-massnahme",
            len(atlas.needs.chain.results_without_measure),
        ),
        ("Maßnahmen ohne Bedarf", "massnahmen-ohne-bedarf", len(atlas.needs.chain.measures_without_need)),
    )
    return tuple(
        Link(text=f"{title}: {count}", href=layout.relative_url(page, layout.NEEDS, anchor=anchor))
        for title, anchor, count in gaps
    )


def _list_filters(atlas: Atlas) -> tuple[FilterView, ...]:
    """By guideline, district and status, as far as there is a choice."""
    measures = atlas.planning.measures
    present = {one.status for one in measures}
    statuses = [OptionView(key=key, label=text) for key, text in MEASURE_STATUS.items() if key in present]
    return (
        filter_guidelines(atlas, (one for measure in measures for one in measure.guideline_ids)),
        filter_districts(atlas),
        FilterView(name="status", label="Stand", every="jeder Stand", groups=single_group(statuses)),
    )


def _view_row(atlas: Atlas, page: PurePosixPath, measure: Measure) -> MeasureRow:
    """A measure in the list."""
    city = atlas.geography.city.code
    is_everywhere = not measure.district_codes or city in measure.district_codes
    codes = [one for one in atlas.geography.districts if one != city and concerns(atlas, measure.district_codes, one)]
    years = [one.year for one in measure.statuses if one.status != "unknown"]
    return MeasureRow(
        link=Link(text=name_measure(measure), href=layout.relative_url(page, layout.measure_page(measure.id))),
        status=MEASURE_STATUS[measure.status],
        last_year=str(years[-1]) if years else "",
        period=_period(measure),
        guidelines=guideline_links(page, measure.guideline_ids),
        districts=() if is_everywhere else district_links(atlas, page, measure.district_codes),
        guideline_keys=SEPARATOR.join(measure.guideline_ids),
        district_keys=EVERYWHERE if is_everywhere else SEPARATOR.join(codes),
        status_keys=measure.status,
    )


def _period(measure: Measure) -> str:
    """The years that a measure is meant for."""
    if measure.start_year and measure.end_year:
        same = measure.start_year == measure.end_year
        return str(measure.start_year) if same else f"{measure.start_year} bis {measure.end_year}"
    if measure.start_year:
        return f"seit {measure.start_year}"
    return f"bis {measure.end_year}" if measure.end_year else NOT_KNOWN


def profile_measure_pages(atlas: Atlas) -> tuple[MeasurePage, ...]:
    """A page for each measure."""
    return tuple(_profile_measure(atlas, one) for one in atlas.planning.measures)


def _profile_measure(atlas: Atlas, measure: Measure) -> MeasurePage:
    """One page."""
    page = layout.measure_page(measure.id)
    named = {one.id: one.title for one in atlas.planning.needs}
    title = name_measure(measure)
    overview = Link(text="Alle Maßnahmen", href=layout.relative_url(page, layout.MEASURES))
    return MeasurePage(
        path=page,
        meta=PageMeta(
            title=f"{title} (Maßnahme {measure.id})",
            description=f"Maßnahme {measure.id}, {title}: Inhalt, Stand Jahr für Jahr, Bedarfe und Vorlagen.",
            crumbs=(*_crumbs(page), Link(text="Maßnahmen", href=layout.relative_url(page, layout.MEASURES))),
        ),
        title=title,
        status=MEASURE_STATUS[measure.status],
        status_note=measure.status_note or NOT_KNOWN,
        content=measure.content or "Zum Inhalt ist nichts bekannt.",
        concept=measure.concept or NOT_KNOWN,
        period=_period(measure),
        responsible=measure.responsible or NOT_KNOWN,
        districts=district_links(atlas, page, measure.district_codes),
        guidelines=guideline_links(page, measure.guideline_ids),
        papers=paper_links(atlas, page, measure.paper_ids),
        needs=tuple(
            Link(text=named[one], href=layout.relative_url(page, layout.PLANNING, anchor=need_anchor(one)))
            for one in measure.need_ids
            if one in named
        ),
        rules=_list_rules(atlas, page, measure),
        output=measure.output_indicator or NOT_SET,
        outcome=measure.outcome_indicator or NOT_SET,
        years=list_years(measure, atlas.edition.year),
        source=measure.source,
        list_link=overview,
        sources=atlas.view_sources(page, MEASURE_IDS),
    )


def _list_rules(atlas: Atlas, page: PurePosixPath, measure: Measure) -> tuple[AnsweredRule, ...]:
    """Rules whose needs the measure answers, with the number of districts where they find one."""
    book, found = atlas.needs.book, []
    for rule in book.rules if book else ():
        count = sum(
            rule_id == rule.id and measure in measures
            for (rule_id, _), measures in atlas.needs.chain.measures_of.items()
        )
        if count or rule.id in measure.rule_ids:
            anchor = layout.rule_anchor(rule.id)
            link = Link(text=rule.title, href=layout.relative_url(page, layout.METHOD, anchor=anchor))
            words = {0: "zurzeit in keinem Gebiet ein Bedarf", 1: "Bedarf in einem Gebiet"}
            found.append(AnsweredRule(rule=link, count=words.get(count, f"Bedarf in {count} Gebieten")))
    return tuple(found)


def list_years(measure: Measure, edition_year: int) -> tuple[StatusView, ...]:
    """Every year from the first to the last that has begun; those without report are shown as such."""
    known = {one.year: one for one in measure.statuses}
    starts = [one for one in (measure.start_year, *known) if one is not None]
    if not starts:
        return ()
    last = min(measure.end_year or edition_year, edition_year)
    return tuple(_view_year(year, known.get(year)) for year in range(min(starts), max(last, *starts) + 1))


def _view_year(year: int, status: MeasureStatus | None) -> StatusView:
    """One year."""
    if status is None:
        return StatusView(year=str(year), status="", note=NO_REPORT, source="")
    return StatusView(year=str(year), status=MEASURE_STATUS[status.status], note=status.note, source=status.source)
