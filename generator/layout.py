"""Path and URL of every generated file; no other module spells a path.

Paths are relative to the staged tree (``build/docs``). URLs are for readers: German, ASCII, lower case, without file
endings for pages. Links are relative, so that the site works below any address. Every page is an ``index.md`` in a
folder of its own: so its file and its URL lie in the same place, and builders that rewrite relative links in HTML
(Zensical does, MkDocs does not) come to the same result.
"""

import posixpath
from functools import lru_cache
from pathlib import PurePosixPath

from generator.formatting import make_slug
from generator.model import District, Level, ServiceType

INDEX = "index.md"
"""The page of a folder."""
START = PurePosixPath(INDEX)
OFFERINGS = PurePosixPath("angebote/index.md")
GUIDELINES = PurePosixPath("leitlinien/index.md")
INDICATORS = PurePosixPath("indikatoren/index.md")
PLANNING = PurePosixPath("planung/index.md")
CHAIN = PurePosixPath("planung/kette/index.md")
NEEDS = PurePosixPath("planung/bedarfe/index.md")
COVERAGE = PurePosixPath("planung/leitlinien/index.md")
SCREENING = PurePosixPath("planung/vorauswahl/index.md")
ALLOCATION = PurePosixPath("planung/verteilung/index.md")
MEASURES = PurePosixPath("planung/massnahmen/index.md")
TIMELINE = PurePosixPath("planung/zeitleiste/index.md")
PARTICIPATION = PurePosixPath("planung/beteiligung/index.md")
TIERS = PurePosixPath("planung/stufen/index.md")
PROJECTION = PurePosixPath("planung/vorausberechnung/index.md")
REACHABILITY = PurePosixPath("erreichbarkeit/index.md")
DATA = PurePosixPath("daten/index.md")
QUALITY = PurePosixPath("daten/qualitaet/index.md")
FIND = PurePosixPath("mein-gebiet/index.md")
METHOD = PurePosixPath("methodik/index.md")
IMPRINT = PurePosixPath("impressum/index.md")
PRIVACY = PurePosixPath("datenschutz/index.md")
ACCESSIBILITY = PurePosixPath("barrierefreiheit/index.md")
LICENSES = PurePosixPath("lizenzen/index.md")
WRITTEN_START = PurePosixPath("start.md")
"""Text of the start page, written by people in ``docs``; it becomes part of ``START`` and no page of its own."""

ASSETS = PurePosixPath("assets")
STYLESHEET = ASSETS / "gebietsatlas.css"
PRINT_STYLESHEET = ASSETS / "druck.css"
FILTER_SCRIPT = ASSETS / "filter.js"
FINDER_SCRIPT = ASSETS / "mein-gebiet.js"
STREET_SEARCH_SCRIPT = ASSETS / "strassensuche.js"
FINDER_DATA = ASSETS / "gebiete-und-strassen.js"
"""Names of districts and streets for the search in a page."""
DISPLAY_SCRIPT = ASSETS / "darstellung.js"
"""Larger text and more contrast."""
MAP_STYLESHEET = ASSETS / "karte.css"
MAP_SCRIPT = ASSETS / "karte.js"
MAP_GROUND = ASSETS / "karte-grundlage.js"
BACKGROUND_SCRIPT = ASSETS / "hintergrundkarte.js"
LEAFLET = ASSETS / "leaflet"
LEAFLET_SCRIPT = LEAFLET / "leaflet.js"
LEAFLET_STYLESHEET = LEAFLET / "leaflet.css"
MAPS = PurePosixPath("karten")
CONTEXT_DATA = MAPS / "orientierung.js"
FIND_MAP = MAPS / "mein-gebiet.html"
REACH_MAP = MAPS / "erreichbarkeit.html"
REACH_PICTURE = MAPS / "erreichbarkeit.svg"
DOWNLOADS = PurePosixPath("downloads")
REPORTS = DOWNLOADS / "berichte"
"""Reports for paper."""
CHECKSUMS = DOWNLOADS / "SHA256SUMS"
SEALS = DOWNLOADS / "pruefberichte.json"
"""Binds every download to the reports on the datasets it was made from."""
SEAL_NAME = "pruefbericht.json"
"""The same inside of an archive."""
SEAL_SCHEMA = ASSETS / "pruefbericht.schema.json"


def top_folders() -> frozenset[str]:
    """Names on top of the site that no level may take: those of fixed pages and files, and of the search."""
    fixed = (value for value in globals().values() if isinstance(value, PurePosixPath))
    return frozenset({"search", *(path.parts[0].partition(".")[0] for path in fixed)})


@lru_cache(maxsize=100_000)
def _join(*parts: str | PurePosixPath) -> PurePosixPath:
    """A path; every page asks for the same ones, and making one takes as long as ten look-ups."""
    return PurePosixPath(*parts)


@lru_cache(maxsize=100_000)
def _beside(page: PurePosixPath, *parts: str) -> PurePosixPath:
    """A path below the folder of a page."""
    return page.parent.joinpath(*parts)


def level_page(level: Level) -> PurePosixPath:
    """List of the districts of a level; for the top level the page of the city itself."""
    return _join(level.slug, INDEX)


def district_page(district: District, level: Level) -> PurePosixPath:
    """The page of a district."""
    return level_page(level) if level.sort_order == 1 else _join(level.slug, district.slug, INDEX)


@lru_cache(maxsize=100_000)
def plain_page(page: PurePosixPath) -> PurePosixPath:
    """The twin of a page in plain German.

    >>> str(plain_page(OFFERINGS))
    'angebote/einfach/index.md'
    """
    return page.parent / "einfach" / page.name


def offering_list(district: District, level: Level) -> PurePosixPath:
    """The offerings of a district, to be printed."""
    return _beside(district_page(district, level), "angebote-liste", INDEX)


def indicator_page(slug: str) -> PurePosixPath:
    """Map, table and definition of an indicator."""
    return _beside(INDICATORS, slug, INDEX)


def service_type_page(service_type: ServiceType) -> PurePosixPath:
    """All offerings of a kind."""
    return _beside(OFFERINGS, service_type.slug, INDEX)


def guideline_page(guideline_id: str) -> PurePosixPath:
    """Offerings, needs and measures of a guideline."""
    return _beside(GUIDELINES, guideline_id.lower(), INDEX)


def resource_page(package_name: str, resource_name: str) -> PurePosixPath:
    """Description of a dataset."""
    return _beside(DATA, package_name.replace("_", "-"), resource_name.replace("_", "-"), INDEX)


def boundary_data(level: Level) -> PurePosixPath:
    """Outlines of all districts of a level, shared by all maps that draw them."""
    return MAPS / f"grenzen-{level.slug}.js"


def map_data(map_page: PurePosixPath) -> PurePosixPath:
    """What an interactive map shows, beside its page."""
    return map_page.with_suffix(".js")


def district_map(level: Level, district: District) -> PurePosixPath:
    """Interactive map of a district, as a page for a frame."""
    return _join(MAPS, level.slug, f"{district.slug}.html")


def district_picture(level: Level, district: District) -> PurePosixPath:
    """The same map as a picture."""
    return _join(MAPS, level.slug, f"{district.slug}.svg")


def indicator_map(slug: str, level: Level) -> PurePosixPath:
    """Interactive map of an indicator for one level."""
    return MAPS / INDICATORS.parent / f"{slug}-{level.slug}.html"


def indicator_picture(slug: str, level: Level) -> PurePosixPath:
    """The indicator map as a picture."""
    return indicator_map(slug, level).with_suffix(".svg")


def overview_map(level: Level) -> PurePosixPath:
    """Interactive map that leads to the districts of a level."""
    return MAPS / f"uebersicht-{level.slug}.html"


def resource_download(package_name: str, resource_name: str, suffix: str) -> PurePosixPath:
    """A file of a dataset; ``suffix`` is ``csv``, ``xlsx``, ``geojson`` or ``zip``."""
    return DOWNLOADS / "daten" / package_name / f"{resource_name}.{suffix}"


def resource_report(package_name: str, resource_name: str) -> PurePosixPath:
    """What was checked in a dataset, for machines."""
    return resource_download(package_name, resource_name, SEAL_NAME)


def district_download(level: Level, district: District, suffix: str, *, topic: str = "") -> PurePosixPath:
    """A file about one district; ``topic`` tells several files of one kind apart."""
    name = f"{district.slug}-{topic}" if topic else district.slug
    return _join(DOWNLOADS, level.slug, f"{name}.{suffix}")


DISTRICT_FILES = (("", "zip"), ("", "xlsx"), ("kennzahlen", "csv"), ("angebote", "csv"), ("", "geojson"))
"""Topic and kind of the files offered for each district."""


DISTRICT_CARDS = (("angebote", "ics"), ("angebote", "vcf"))
"""Topic and kind of the files for calendars and telephones, where hours or contacts are known."""


def district_downloads(level: Level, district: District) -> tuple[PurePosixPath, ...]:
    """All files about one district."""
    return tuple(district_download(level, district, suffix, topic=topic) for topic, suffix in DISTRICT_FILES)


def district_cards(level: Level, district: District) -> tuple[PurePosixPath, ...]:
    """Calendar and contacts of the offerings in a district."""
    return tuple(district_download(level, district, suffix, topic=topic) for topic, suffix in DISTRICT_CARDS)


def indicator_download(slug: str, suffix: str) -> PurePosixPath:
    """A file with all values of an indicator."""
    return DOWNLOADS / INDICATORS.parent / f"{slug}.{suffix}"


def offering_download(offering_id: str, suffix: str) -> PurePosixPath:
    """Calendar (``ics``) or contact (``vcf``) of a single offering."""
    return _join(DOWNLOADS, OFFERINGS.parent, f"{make_slug(offering_id)}.{suffix}")


def confirmation_download(suffix: str) -> PurePosixPath:
    """The list of offerings that somebody has to confirm."""
    return DOWNLOADS / f"angebote-zu-bestaetigen.{suffix}"


def allocation_page(district: District) -> PurePosixPath:
    """How a district's amount is worked out."""
    return _beside(ALLOCATION, district.slug, INDEX)


ALLOCATION_FILES = (("", "zip"), ("", "xlsx"), ("betraege", "csv"), ("rechenweg", "csv"), ("schluessel", "csv"))
"""Topic and kind of the files about the sharing of a budget."""


def allocation_download(suffix: str, *, topic: str = "") -> PurePosixPath:
    """A file about how a budget is shared out."""
    return DOWNLOADS / (f"verteilung-{topic}.{suffix}" if topic else f"verteilung.{suffix}")


NEEDS_FILES = (
    ("", "zip"),
    ("", "xlsx"),
    ("antworten", "csv"),
    ("belege", "csv"),
    ("matrix", "csv"),
    ("leitlinien", "csv"),
    ("vorauswahl", "csv"),
    ("beitraege", "csv"),
)
"""Topic and kind of the files about needs for action."""


def needs_download(suffix: str, *, topic: str = "") -> PurePosixPath:
    """A file about what the rules say."""
    return DOWNLOADS / (f"bedarfe-{topic}.{suffix}" if topic else f"bedarfe.{suffix}")


def needs_downloads() -> tuple[PurePosixPath, ...]:
    """All files about needs for action."""
    return tuple(needs_download(suffix, topic=topic) for topic, suffix in NEEDS_FILES)


CHAIN_FILES = (("", "zip"), ("", "xlsx"), ("gebiete", "csv"))
"""Topic and kind of the files about the steps from need to status."""


def chain_download(suffix: str, *, topic: str = "") -> PurePosixPath:
    """A file about the steps from need to status."""
    return DOWNLOADS / (f"kette-{topic}.{suffix}" if topic else f"kette.{suffix}")


def measure_page(measure_id: str) -> PurePosixPath:
    """All about a measure; its id outlives a new title."""
    return _beside(MEASURES, make_slug(measure_id), INDEX)


MEASURE_FILES = (("", "zip"), ("", "xlsx"), ("liste", "csv"), ("stand", "csv"))
"""Topic and kind of the files about measures."""


def measures_download(suffix: str, *, topic: str = "") -> PurePosixPath:
    """A file about measures."""
    return DOWNLOADS / (f"massnahmen-{topic}.{suffix}" if topic else f"massnahmen.{suffix}")


SURVEY_FILES = (("", "zip"), ("", "xlsx"), ("ergebnisse", "csv"))
"""Topic and kind of the files about surveys."""


def surveys_download(suffix: str, *, topic: str = "") -> PurePosixPath:
    """A file about what surveys have shown."""
    return DOWNLOADS / (f"befragungen-{topic}.{suffix}" if topic else f"befragungen.{suffix}")


def event_anchor(event_id: str) -> str:
    """Element id of an event in the list of all of them."""
    return f"veranstaltung-{make_slug(event_id)}"


def survey_anchor(survey_id: str) -> str:
    """Element id of a survey in the list of all of them."""
    return f"befragung-{make_slug(survey_id)}"


REACH_FILES = (
    ("", "zip"),
    ("", "xlsx"),
    ("gebiete", "csv"),
    ("weisse-flecken", "csv"),
    ("weisse-flecken", "geojson"),
    ("was-waere-wenn", "csv"),
)
"""Topic and kind of the files about walking distances."""


def reach_download(suffix: str, *, topic: str = "") -> PurePosixPath:
    """A file about walking distances."""
    return DOWNLOADS / (f"erreichbarkeit-{topic}.{suffix}" if topic else f"erreichbarkeit.{suffix}")


PROJECTION_FILES = (("", "zip"), ("", "xlsx"), ("gebiete", "csv"), ("probe", "csv"))
"""Topic and kind of the files about years to come."""


def projection_download(suffix: str, *, topic: str = "") -> PurePosixPath:
    """A file about years to come."""
    return DOWNLOADS / (f"vorausberechnung-{topic}.{suffix}" if topic else f"vorausberechnung.{suffix}")


TIER_FILES = (
    ("", "zip"),
    ("", "xlsx"),
    ("orte", "csv"),
    ("kommende-jahre", "csv"),
    ("gebiete", "csv"),
    ("kriterien", "csv"),
    ("gemeinsame-nutzung", "csv"),
)
"""Topic and kind of the files about the graded system."""


def tiers_download(suffix: str, *, topic: str = "") -> PurePosixPath:
    """A file about the graded system."""
    return DOWNLOADS / (f"stufen-{topic}.{suffix}" if topic else f"stufen.{suffix}")


def tier_site_anchor(offering_id: str) -> str:
    """Element id of a place in the list of the graded system."""
    return f"ort-{make_slug(offering_id)}"


def rule_anchor(rule_id: str) -> str:
    """Element id of a rule, and of its answer on a district page."""
    return f"regel-{rule_id.replace('_', '-')}"


def white_spot_anchor(number: int) -> str:
    """Element id of a white spot in the list of all of them."""
    return f"weisser-fleck-{number}"


def dossier(level: Level, district: District, *, is_large: bool = False) -> PurePosixPath:
    """The report on a district, for paper."""
    return _join(REPORTS, level.slug, f"{district.slug}{'-grossdruck' if is_large else ''}.pdf")


def plan_report(*, is_large: bool = False) -> PurePosixPath:
    """The report on the whole city, for paper."""
    return REPORTS / f"gesamtplan{'-grossdruck' if is_large else ''}.pdf"


def is_download(path: PurePosixPath) -> bool:
    """Tell whether a file is there to be taken along."""
    return path.is_relative_to(DOWNLOADS)


@lru_cache(maxsize=100_000)
def url(path: PurePosixPath) -> str:
    """Where a file can be seen, relative to the root of the site.

    >>> url(PurePosixPath("stadtteile/werder.md")), url(START), url(PurePosixPath("downloads/a.csv"))
    ('stadtteile/werder/', '', 'downloads/a.csv')
    """
    if path.suffix != ".md":
        return str(path)
    if path.name == "index.md":
        return "" if path.parent == PurePosixPath() else f"{path.parent}/"
    return f"{path.with_suffix('')}/"


def relative_url(source: PurePosixPath, target: PurePosixPath, *, anchor: str = "") -> str:
    """Link from one file to another.

    >>> relative_url(PurePosixPath("stadtteile/werder.md"), METHOD, anchor="zeichen")
    '../../methodik/#zeichen'
    """
    link = _link(url(source), url(target))
    return f"{link}#{anchor}" if anchor else link


def relative_link(source: PurePosixPath, target_url: str) -> str:
    """Link from a file to a URL relative to the root of the site.

    >>> relative_link(PurePosixPath("karten/uebersicht.html"), "stadtteile/werder/")
    '../stadtteile/werder/'
    """
    return _link(url(source), target_url)


@lru_cache(maxsize=100_000)  # every number on every page is a link, and most of them are the same ones
def _link(source_url: str, target_url: str) -> str:
    """Link from one URL to another, both relative to the root of the site."""
    here, there = _list_parts(source_url.rpartition("/")[0]), _list_parts(target_url)
    common = len(posixpath.commonprefix((here, there)))
    link = "/".join((*([".."] * (len(here) - common)), *there[common:])) or "."
    return link + "/" if target_url.endswith("/") or not target_url else link


@lru_cache(maxsize=10_000)
def _list_parts(address: str) -> tuple[str, ...]:
    """The folders of an address, and its file if it names one."""
    return tuple(part for part in address.split("/") if part)
