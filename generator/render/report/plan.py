"""The whole plan on paper: the city, all districts side by side, needs, measures, money and decisions."""

from collections.abc import Iterable, Iterator

from generator import layout
from generator.formatting import format_long_date
from generator.planning.needs.reading import uses
from generator.profiles.allocation import profile_allocation
from generator.profiles.allocation_amounts import allocation_datasets
from generator.profiles.atlas import Atlas
from generator.profiles.coverage import profile_coverage
from generator.profiles.levels import profile_levels
from generator.profiles.needs import PLANNING_IDS, profile_needs
from generator.profiles.needs_wording import find_tested
from generator.profiles.participation import profile_participation
from generator.profiles.planning import MilestoneView, PaperView, PlanningPage, profile_planning
from generator.profiles.projection import profile_projection
from generator.profiles.reachability import profile_reachability
from generator.profiles.tiers import profile_tiers
from generator.profiles.views import RowView, SourceView, TableView, text_value
from generator.render.report.blocks import (
    Block,
    Report,
    bullets,
    card,
    heading,
    join,
    lead,
    note,
    paragraphs,
    sources,
    table,
)
from generator.render.report.dossier import (
    cite,
    describe_finding,
    describe_measure,
    describe_need,
    describe_signs,
    used_datasets,
)


def describe_plan(atlas: Atlas, *, is_large: bool) -> Report:
    """Everything that concerns the whole city, for paper."""
    city = atlas.geography.city
    return Report(
        path=layout.plan_report(is_large=is_large),
        title=f"Gesamtplan: {city.name}",
        kicker="Bericht für die ganze Stadt",
        description="Gebiete, Wege, Bedarfe, Maßnahmen und Verteilung im Zusammenhang, mit Quellen.",
        running=f"Gesamtplan: {city.name}",
        edition=atlas.edition,
        publisher=atlas.settings.publisher,
        site_name=atlas.settings.site_name,
        is_large=is_large,
        contents_depth=2,
        opening=(
            lead(
                f"Dieser Bericht fasst zusammen, was über {city.name} und die Gebiete der Stadt bekannt ist. "
                "Zu jedem Gebiet gibt es einen eigenen Bericht. Alle Zahlen sind dieselben wie auf den Seiten im Netz."
            ),
            *paragraphs((f"Ausgabe vom {format_long_date(atlas.edition)}. {atlas.settings.site_url}".strip(),)),
        ),
        blocks=(
            *_districts(atlas, is_large=is_large),
            *_reach(atlas, is_large=is_large),
            *_years_to_come(atlas, is_large=is_large),
            *_tiers(atlas, is_large=is_large),
            *_rules(atlas, is_large=is_large),
            *_guidelines(atlas, is_large=is_large),
            *_money(atlas, is_large=is_large),
            *_participation(atlas),
            *(block for page in profile_planning(atlas, {}) for block in _records(page)),
            heading(1, "Quellen und Hinweise"),
            *sources(atlas.view_sources(layout.PLANNING, used_datasets(atlas))),
            *describe_signs(),
        ),
        datasets=used_datasets(atlas),
    )


def _districts(atlas: Atlas, *, is_large: bool) -> Iterator[Block]:
    """All districts side by side, in their own order and not by rank."""
    yield heading(1, "Die Gebiete")
    for page in profile_levels(atlas):
        yield heading(2, page.level.name_plural)
        yield from paragraphs((page.status_note,))
        yield from table(page.districts, source="", is_large=is_large)


def _reach(atlas: Atlas, *, is_large: bool) -> Iterator[Block]:
    """Ways on foot, if the city has census cells."""
    for page in profile_reachability(atlas, {}):
        yield heading(1, "Wege zu Fuß")
        for one in page.levels:
            yield from table(one, source="", is_large=is_large)
        if page.spots.rows:
            yield heading(2, "Weiße Flecken")
            yield from table(page.spots, source="", is_large=is_large)
            yield from paragraphs(page.spots_notes)


def _rules(atlas: Atlas, *, is_large: bool) -> Iterator[Block]:
    """What the rules say, and what fits together and what does not."""
    used = uses(atlas.needs.book) if atlas.needs.book else ()
    cited = cite(atlas, [one for key in used for one in find_tested(atlas, key).resource_ids])
    for page in profile_needs(atlas, {}):
        yield heading(1, "Handlungsbedarfe nach Regeln")
        yield from paragraphs((page.lead, *page.notes))
        for level in page.levels:
            yield from table(level.answers, source=cited, is_large=is_large, title=f"Antworten: {level.title}")
        if page.comparison.rows:
            yield heading(2, "Benannt und berechnet")
            yield from table(page.comparison, source=cite(atlas, PLANNING_IDS), is_large=is_large)
        gaps = (
            ("Benannte Bedarfe ohne Maßnahme", page.needs_without_measure),
            ("Berechnete Bedarfe ohne Maßnahme", page.results_without_measure),
            ("Maßnahmen ohne Bedarf", page.measures_without_need),
        )
        for title, links in gaps:
            yield heading(2, title)
            yield from bullets(one.text for one in links) if links else paragraphs(("Keine.",))


def _years_to_come(atlas: Atlas, *, is_large: bool) -> Iterator[Block]:
    """The projection, if there is one."""
    for page in profile_projection(atlas, {}):
        yield heading(1, page.meta.title)
        yield from paragraphs((*page.lead, *page.notes))
        cited = cite(atlas, _name_datasets(page.sources, atlas))
        for one in page.levels:
            yield from table(one, source=cited, is_large=is_large)


def _tiers(atlas: Atlas, *, is_large: bool) -> Iterator[Block]:
    """The graded system, if the city has one."""
    for page in profile_tiers(atlas, {}):
        yield heading(1, page.meta.title)
        yield from paragraphs((*page.lead, *page.notes))
        cited = cite(atlas, _name_datasets(page.sources, atlas))
        for tier in page.tiers:
            found = [one for one in (tier.criteria, tier.sites, tier.coverage) if one and one.rows]
            for number, one in enumerate(found):
                yield from table(one, source=cited, is_large=is_large, title="" if number else tier.title)
        yield from table(page.shared, source=cited, is_large=is_large)
        yield from paragraphs(page.shared_notes)


def _guidelines(atlas: Atlas, *, is_large: bool) -> Iterator[Block]:
    """Guidelines against districts, if the city has guidelines."""
    for page in profile_coverage(atlas, {}):
        yield heading(1, page.meta.title)
        yield from paragraphs(
            (page.lead, *page.notes, "Je Zelle: erfasste Angebote je 1.000 Menschen ab 65; Bedarfe; Maßnahmen.")
        )
        cited = cite(atlas, _name_datasets(page.sources, atlas))
        for one in page.tables:
            view = TableView(
                caption=one.caption,
                columns=("Gebiet", *(column.text for column in one.columns)),
                rows=tuple(
                    RowView(
                        header=row.district,
                        cells=tuple(
                            text_value(f"{cell.supply.text}; {cell.needs}; {cell.measures}") for cell in row.cells
                        ),
                    )
                    for row in one.rows
                ),
            )
            yield from table(view, source=cited, is_large=is_large, title=one.title)


def _participation(atlas: Atlas) -> Iterator[Block]:
    """What older people said."""
    for page in profile_participation(atlas, {}):
        yield heading(1, page.meta.title)
        yield from paragraphs((page.lead, *page.notes))
        yield from (describe_finding(one) for one in page.findings)


def _name_datasets(views: Iterable[SourceView], atlas: Atlas) -> tuple[str, ...]:
    """Ids of the datasets that a page names as its sources."""
    titles = {one.dataset.text for view in views for one in view.datasets}
    return tuple(one.id for package in atlas.packages for one in package.resources if one.title in titles)


def _money(atlas: Atlas, *, is_large: bool) -> Iterator[Block]:
    """How a budget is shared out, if the city shares one."""
    cited = cite(atlas, allocation_datasets(atlas.allocation)) if atlas.allocation else ""
    for page in profile_allocation(atlas, {}):
        yield heading(1, "Verteilung eines Budgets")
        yield note(page.label, page.label_notes)
        yield from paragraphs((*page.lead, page.status_note, page.refusal))
        yield from bullets(page.steps)
        for one in (page.key, page.amounts, page.variants, page.changes, page.shifts):
            if one:
                yield from table(one, source=cited, is_large=is_large)
        yield from bullets(page.pot)


def _records(page: PlanningPage) -> Iterator[Block]:
    """Named needs, measures, milestones and council papers."""
    if page.needs:
        yield heading(1, "Benannte Bedarfe")
        yield from (describe_need(one) for one in page.needs)
    if page.measures:
        yield heading(1, "Maßnahmen")
        yield from (describe_measure(one) for one in page.measures)
    if page.milestones:
        yield heading(1, "Meilensteine")
        yield from (_milestone(one) for one in page.milestones)
    if page.papers:
        yield heading(1, "Ratsvorgänge")
        yield from (_paper(one) for one in page.papers)


def _milestone(view: MilestoneView) -> Block:
    """A point in time."""
    proof = "; ".join(text for text in (join(view.papers), view.source) if text)
    return card(f"{view.date}: {view.title}", texts=(view.result,), proof=f"Quelle: {proof}")


def _paper(view: PaperView) -> Block:
    """A council paper."""
    name = f"{view.id} ({view.kind})" if view.kind else view.id
    return card(
        f"{name}: {view.title}",
        items=(("Behandelt", view.treated), ("Gremium", view.body), ("Ergebnis", view.result)),
        proof=f"Unterlagen: {join(view.files)}" if view.files else "",
    )
