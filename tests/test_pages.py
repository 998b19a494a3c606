"""Pages as they are staged: every kind renders, every field is used, and sentences are sentences."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import markdown
import pytest

from generator.model import OutputFile
from generator.profiles.allocation import AllocationPage
from generator.profiles.allocation_districts import AllocationDistrictPage
from generator.profiles.chain import ChainPage
from generator.profiles.coverage import CoveragePage
from generator.profiles.data import DataPage, DatasetPage
from generator.profiles.districts import DistrictPage
from generator.profiles.finding import FindPage
from generator.profiles.indicators import IndicatorPage, IndicatorsPage
from generator.profiles.legal import LegalPage
from generator.profiles.levels import LevelPage
from generator.profiles.licenses import LicensesPage
from generator.profiles.measures import MeasurePage, MeasuresPage
from generator.profiles.needs import NeedsPage
from generator.profiles.offering_list import OfferingListPage
from generator.profiles.offerings import OfferingsPage
from generator.profiles.participation import ParticipationPage
from generator.profiles.plain.views import PlainPage
from generator.profiles.planning import PlanningPage
from generator.profiles.projection import ProjectionPage
from generator.profiles.quality import QualityPage
from generator.profiles.reachability import ReachPage
from generator.profiles.screening import ScreeningPage
from generator.profiles.start import MethodPage, StartPage
from generator.profiles.tiers import TiersPage
from generator.profiles.timeline import TimelinePage
from generator.render import charts
from generator.render.pages import render_district_pages, render_pages
from generator.render.templates import TEMPLATES
from tests.markup import Element, read_markup
from tests.tiny import tiny_atlas

EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc"]
PAGE_KINDS: dict[type, str] = {
    StartPage: "start",
    LevelPage: "level",
    DistrictPage: "district",
    IndicatorsPage: "indicators",
    IndicatorPage: "indicator",
    OfferingsPage: "offerings",
    FindPage: "find",
    PlainPage: "plain",
    PlanningPage: "planning",
    ChainPage: "chain",
    NeedsPage: "needs",
    CoveragePage: "coverage",
    ScreeningPage: "screening",
    MeasuresPage: "measures",
    MeasurePage: "measure",
    TimelinePage: "timeline",
    ParticipationPage: "participation",
    AllocationPage: "allocation",
    AllocationDistrictPage: "allocation_district",
    ReachPage: "reachability",
    TiersPage: "tiers",
    ProjectionPage: "projection",
    DataPage: "data",
    DatasetPage: "dataset",
    QualityPage: "quality",
    MethodPage: "method",
    OfferingListPage: "offering_list",
    LegalPage: "legal",
    LicensesPage: "licenses",
}
USED_BY_RENDERER = {
    "path": "names the file",
    "meta": "becomes the front matter",
}
DRAWN = {"StartPage.drawing", "LevelPage.areas", "DistrictPage.ages", "DistrictPage.series", "DistrictPage.comparison"}
"""``pages.py`` turns these into drawings before the template sees them."""
SHOWN_ELSEWHERE = {
    "PageMeta.crumbs",  # the start page has none
    "AreaMapView.areas",  # maps
    "AreaMapView.classes",
    "AreaMapView.page",
    "AreaMapView.level",
}


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Every staged page of the tiny city by path."""
    rendered: list[OutputFile] = [
        *render_pages(tiny_atlas(), {}, "Willkommen.\n"),
        *render_district_pages(tiny_atlas(), {}, tuple(tiny_atlas().geography.districts.values())),
    ]
    assert len({one.path for one in rendered}) == len(rendered)
    return {str(one.path): one.content.decode() for one in rendered}


def body_of(source: str) -> Element:
    """What Markdown makes of a page without its front matter."""
    text = source.split("---\n", 2)[2]
    return read_markup(markdown.markdown(text, extensions=EXTENSIONS))


# --- every kind ---------------------------------------------------------------------------------------------------


def test_every_template_of_a_page_belongs_to_a_kind() -> None:
    templates = {path.name.removesuffix(".md.j2") for path in (TEMPLATES / "pages").iterdir()}
    assert templates == set(PAGE_KINDS.values())


def test_the_tiny_city_has_every_kind_of_page(pages: dict[str, str]) -> None:
    assert {
        "index.md",
        "ortsteile/index.md",
        "ortsteile/hinterm-wald/index.md",
        "gemeinde/index.md",
        "mein-gebiet/index.md",
        "einfach/index.md",
        "mein-gebiet/einfach/index.md",
        "ortsteile/hinterm-wald/einfach/index.md",
        "indikatoren/index.md",
        "indikatoren/anteil-ab-65/index.md",
        "angebote/index.md",
        "angebote/treffs/index.md",
        "leitlinien/g1/index.md",
        "planung/index.md",
        "planung/kette/index.md",
        "planung/bedarfe/index.md",
        "planung/leitlinien/index.md",
        "planung/vorauswahl/index.md",
        "planung/massnahmen/index.md",
        "planung/massnahmen/m1/index.md",
        "planung/zeitleiste/index.md",
        "planung/beteiligung/index.md",
        "planung/verteilung/index.md",
        "planung/verteilung/hinterm-wald/index.md",
        "daten/index.md",
        "daten/qualitaet/index.md",
        "daten/offerings/service-types/index.md",
        "methodik/index.md",
        "ortsteile/altmuehlau/angebote-liste/index.md",
        "impressum/index.md",
        "datenschutz/index.md",
        "barrierefreiheit/index.md",
        "lizenzen/index.md",
    } <= set(pages)


def test_front_matter_gives_title_and_description(pages: dict[str, str]) -> None:
    for path, source in pages.items():
        assert source.startswith("---\n"), path
        head = dict(line.split(": ", 1) for line in source.split("---\n", 2)[1].splitlines())
        assert json.loads(head["title"]), path
        assert json.loads(head["description"]), path
        assert json.loads(head["hide"]) == ["navigation"]


def test_every_page_has_one_main_heading_and_no_unfilled_place(pages: dict[str, str]) -> None:
    for path, source in pages.items():
        assert len(body_of(source).find_all("h1")) == 1, path
        assert not re.search(r"\{\{|\{%|%\}|\}\}|Undefined", source), path


def test_markdown_reads_no_block_of_a_page_as_code(pages: dict[str, str]) -> None:
    """Four blanks or a blank line at the wrong place would turn markup into a listing."""
    assert [path for path, source in pages.items() if body_of(source).find_all("pre")] == []


def test_the_text_that_people_wrote_stands_on_the_start_page(pages: dict[str, str]) -> None:
    assert "Willkommen." in body_of(pages["index.md"]).text


def test_pages_are_the_same_each_time() -> None:
    once, again = (
        tuple(render_district_pages(tiny_atlas(), {}, tuple(tiny_atlas().geography.districts.values())))
        for _ in range(2)
    )
    assert once == again


# --- every field --------------------------------------------------------------------------------------------------


def sources_of(name: str) -> str:
    """A template with the building blocks that it may call."""
    blocks = (path.read_text("utf-8") for path in sorted((TEMPLATES / "partials").iterdir()))
    return (TEMPLATES / f"pages/{name}.md.j2").read_text("utf-8") + "".join(blocks)


@pytest.mark.parametrize("kind", PAGE_KINDS, ids=lambda kind: kind.__name__)
def test_every_field_of_a_page_is_used_by_its_template(kind: Any) -> None:
    source = (TEMPLATES / f"pages/{PAGE_KINDS[kind]}.md.j2").read_text("utf-8")
    blocks = (TEMPLATES / "partials/components.html.j2").read_text("utf-8")
    handed_on = re.search(r"\(page\)", source)
    visible = source + blocks if handed_on else source
    unused = [
        field.name
        for field in fields(kind)
        if field.name not in USED_BY_RENDERER
        and f"{kind.__name__}.{field.name}" not in DRAWN
        and not re.search(rf"\bpage\.{field.name}\b", visible)
    ]
    assert unused == []


def values_in(kind: Any) -> Iterator[Any]:
    """The dataclasses of ``generator.profiles`` that a page is made of."""
    for hint in get_type_hints(kind).values():
        for part in flatten(hint):
            if is_dataclass(part) and part.__module__.startswith("generator.profiles"):
                yield part
                yield from values_in(part)


def flatten(hint: Any) -> Iterator[Any]:
    yield hint
    for part in get_args(hint):
        yield from flatten(part)


@pytest.mark.parametrize("kind", PAGE_KINDS, ids=lambda kind: kind.__name__)
def test_every_field_of_the_values_on_a_page_is_used_somewhere(kind: Any) -> None:
    visible = sources_of(PAGE_KINDS[kind]) + Path(charts.__file__).read_text("utf-8")
    unused = [
        f"{part.__name__}.{field.name}"
        for part in dict.fromkeys(values_in(kind))
        for field in fields(part)
        if f"{part.__name__}.{field.name}" not in SHOWN_ELSEWHERE and not re.search(rf"\.{field.name}\b", visible)
    ]
    assert unused == []


# --- sentences ----------------------------------------------------------------------------------------------------

ODD = re.compile(r"\bNone\b|\bnan\b|\bNaN\b|[^.]\.\.(?!\.)| [.,;](?![.\d ])|\(\)|\bTrue\b|\bFalse\b|undefined")


def test_no_text_shows_what_programs_say_for_nothing(pages: dict[str, str]) -> None:
    found = []
    for path, source in pages.items():
        for part in body_of(source).find_all("p", "li", "dd", "td", "th", "caption", "h1", "h2", "h3", "summary"):
            plain = part.text
            found += [f"{path}: {plain}" for _ in ODD.finditer(plain) if plain != "."]
    assert found == []


def test_no_line_of_text_has_two_blanks_in_a_row(pages: dict[str, str]) -> None:
    found = [
        f"{path}: {line}"
        for path, source in pages.items()
        for line in source.split("---\n", 2)[2].splitlines()
        if re.search(r"\S  +\S", line)
    ]
    assert found == []


def test_numbers_are_written_the_german_way(pages: dict[str, str]) -> None:
    cells = [cell.text for cell in body_of(pages["indikatoren/anteil-ab-65/index.md"]).find_all("td")]
    assert "20,0\N{NO-BREAK SPACE}%".replace("\N{NO-BREAK SPACE}", " ") in cells
    assert not any(re.search(r"\d\.\d(?!\d)", cell) for cell in cells)


def test_a_suppressed_number_is_a_sign_with_its_meaning_and_never_zero(pages: dict[str, str]) -> None:
    page = body_of(pages["indikatoren/einpersonenhaushalte/index.md"])
    (row,) = [one for one in page.find_all("tr") if one.attributes.get("id") == "gebiet-003"]
    sign = row.find_all("abbr")[0]
    assert (sign.text, sign.attributes["title"]) == (".", "Zahlenwert geheim gehalten")


def test_an_offering_without_position_is_listed_with_the_reason(pages: dict[str, str]) -> None:
    entry = next(
        one for one in body_of(pages["gemeinde/index.md"]).find_all("li") if one.attributes.get("id") == "angebot-a3"
    )
    assert "Pflegedienst Unterwegs" in entry.text
    assert "Öffnungszeiten nicht bekannt" in entry.text
