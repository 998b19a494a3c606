"""The start page and the method page."""

from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import SIGN_MEANINGS, format_date, format_number
from generator.profiles.atlas import Atlas
from generator.profiles.chain import has_chain
from generator.profiles.districts import FACTS
from generator.profiles.finding import FinderBox, make_finder
from generator.profiles.indicators import DefinitionView, define
from generator.profiles.needs_rules import RuleBookView, profile_rule_book
from generator.profiles.overview import LegendView, profile_legend, profile_overview
from generator.profiles.tables import list_districts
from generator.profiles.twins import view_plain_twin
from generator.profiles.views import AreaMapView, Fact, Link, PageMeta, SourceView, TableView, TwinView

OTHER_SIGNS = (
    ("0,0", "gerundet: mehr als nichts, aber weniger als die Hälfte der letzten gezeigten Stelle"),
    ("±0", "keine Veränderung, oder eine, die gerundet null ist"),
)
"""What might be taken for a nil and is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """Everything on the start page."""

    path: PurePosixPath
    meta: PageMeta
    twin: TwinView | None
    """The same page in plain German; ``None`` where a city has none."""
    lead: str
    edition: str
    facts: tuple[Fact, ...]
    finder: FinderBox
    drawing: AreaMapView
    """The level that the plan speaks of: the first one below the city."""
    legend: LegendView | None
    districts: TableView
    others: tuple[Link, ...]
    """Lists of the finer levels."""
    ways: tuple[Link, ...]
    """The other parts of the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterView:
    """A threshold with its source."""

    title: str
    value: str
    description: str
    source: str
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView:
    """Definitions under a heading."""

    title: str
    definitions: tuple[DefinitionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodPage:
    """How numbers are made."""

    path: PurePosixPath
    meta: PageMeta
    signs: tuple[tuple[str, str], ...]
    topics: tuple[TopicView, ...]
    parameters: tuple[ParameterView, ...]
    rule_book: RuleBookView | None
    """The rules for needs; ``None`` where a city has none."""
    left_out: tuple[str, ...]
    """Indicators that this city has no data for."""
    sources: tuple[SourceView, ...]


def profile_start(atlas: Atlas) -> StartPage:
    """The start page."""
    page, geography = layout.START, atlas.geography
    level = geography.levels[1]
    districts = geography.districts_on(level)
    city = geography.city
    drawing = profile_overview(atlas, page, level, "gebiete")
    return StartPage(
        path=page,
        meta=PageMeta(title=atlas.settings.site_name, description=atlas.settings.site_description, crumbs=()),
        twin=view_plain_twin(atlas, page),
        lead=atlas.settings.site_description,
        edition=format_date(atlas.edition),
        facts=tuple(_fact(atlas, page, one) for one in FACTS if one in atlas.results.ids),
        finder=make_finder(atlas, page),
        drawing=drawing,
        legend=profile_legend(atlas, drawing),
        districts=list_districts(atlas, page, districts, f"{level.name_plural} in {city.name}", city),
        others=tuple(
            Link(text=one.name_plural, href=layout.relative_url(page, layout.level_page(one)))
            for one in geography.levels[2:]
        ),
        ways=_ways(atlas, page),
    )


def _fact(atlas: Atlas, page: PurePosixPath, indicator_id: str) -> Fact:
    """A key figure of the city."""
    observation = atlas.results.latest(indicator_id, atlas.geography.city.code)
    return Fact(
        value=atlas.view(page, observation),
        label=atlas.results.indicator(indicator_id).short_title,
        comparison="",
        date=format_date(observation.reference_date),
    )


def _ways(atlas: Atlas, page: PurePosixPath) -> tuple[Link, ...]:
    """Links to the other parts of the site that exist."""
    ways = [("Kennzahlen", layout.INDICATORS), ("Daten", layout.DATA), ("So wird gerechnet", layout.METHOD)]
    if atlas.planning.needs or atlas.planning.measures:
        ways.insert(0, ("Planung: Bedarfe und Maßnahmen", layout.PLANNING))
    if has_chain(atlas):
        ways.insert(0, ("Vom Bedarf bis zur Umsetzung: alle Gebiete", layout.CHAIN))
    if atlas.allocation is not None:
        ways.insert(0, ("Verteilung eines Budgets", layout.ALLOCATION))
    if atlas.reachability is not None and atlas.reachability.cell_classes:
        ways.insert(0, ("Wege zu Fuß und weiße Flecken", layout.REACHABILITY))
    if atlas.catalog.offerings:
        ways.insert(0, ("Angebote und Einrichtungen", layout.OFFERINGS))
    return tuple(Link(text=text, href=layout.relative_url(page, target)) for text, target in ways)


def profile_method(atlas: Atlas) -> MethodPage:
    """The method page, generated from the same definitions that compute."""
    page = layout.METHOD
    return MethodPage(
        path=page,
        meta=PageMeta(
            title="So wird gerechnet",
            description="Bedeutung, Formel, Quelle und Grenzen jeder Kennzahl, Zeichen und Schwellenwerte.",
            crumbs=(Link(text="Start", href=layout.relative_url(page, layout.START)),),
        ),
        signs=(*SIGN_MEANINGS.items(), *OTHER_SIGNS),
        topics=tuple(
            TopicView(title=topic, definitions=tuple(define(atlas, page, one) for one in group))
            for topic, group in groupby(atlas.results.indicators, key=lambda one: one.topic)
        ),
        parameters=tuple(
            ParameterView(
                title=one.title,
                value=f"{format_number(one.value, 0 if float(one.value).is_integer() else 2)} {one.unit}".strip(),
                description=one.description,
                source=one.source,
                decided_by=one.decided_by,
            )
            for one in atlas.parameters.values()
        ),
        rule_book=profile_rule_book(atlas, page),
        left_out=tuple(one.title for one in atlas.results.left_out),
        sources=atlas.view_sources(page, [one for found in atlas.results.indicators for one in found.resource_ids]),
    )
