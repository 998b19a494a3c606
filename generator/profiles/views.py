"""Small values that several pages show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from generator import layout
from generator.formatting import SIGN_MEANINGS, find_sign, format_cell
from generator.model import District, Level, MapArea, MapClass, MapMarker, Observation, Quantity

SAFE_SCHEMES = ("https", "http", "mailto", "tel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link; without ``href`` just its text."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A number as text, or an official sign with its meaning."""

    text: str
    meaning: str = ""
    """What the sign means; empty for numbers."""
    href: str | None = None
    """Where the number is explained."""
    title: str = ""
    """What the number is made of, for a tooltip and screen readers; empty if not said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A key figure at the top of a page."""

    value: Value
    label: str
    comparison: str
    """The same number of the city, in words; empty on the city's own page."""
    date: str


DISTRICT_COLUMN = "Gebiet"
"""Heads the column of districts of any level: captions name the level, and long words push numbers off phones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A table: the first column of each row is its header."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple["RowView", ...]
    source: str = ""
    """Line below the table: source and reference date."""
    words: tuple[str, ...] = ()
    """Those of the columns that hold words; all others after the first hold numbers, which stand at the right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A row of a table."""

    header: Link
    cells: tuple[Value, ...]
    anchor: str = ""
    is_strong: bool = False
    """The row that readers compare with, such as the city."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadView:
    """A file to take along."""

    title: str
    href: str
    format: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetNote:
    """What readers must know of a dataset."""

    dataset: Link
    temporal: str
    caveats: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """Where some datasets of a page come from, and on which terms."""

    source: str
    license: Link
    attribution: str
    datasets: tuple[DatasetNote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """A map as a picture with its interactive twin."""

    title: str
    summary: str
    picture_href: str
    map_href: str
    attribution: str
    skip_anchor: str
    """Element after the map, for those who skip it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaMapView:
    """A map whose districts have values, or only names and links."""

    level: Level
    areas: tuple[MapArea, ...]
    classes: tuple[MapClass, ...]
    """Empty: circles for amounts, or plain districts."""
    map: MapView
    page: PurePosixPath
    """The page it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerMapView:
    """A map of offerings in one district."""

    level: Level
    district: District
    markers: tuple[MapMarker, ...]
    map: MapView
    page: PurePosixPath
    """The page it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagerView:
    """Previous and next page in a row."""

    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What is known of a published file."""

    size: int
    sha256: str


Files = Mapping[PurePosixPath, FileFacts]
"""All published downloads by path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinView:
    """The switch at the top of a page that exists twice."""

    here: str
    """What this page is."""
    there: Link
    """The other one."""
    there_language: str
    """Its language tag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMeta:
    """What search engines and the browser's title bar show."""

    title: str
    description: str
    crumbs: tuple[Link, ...]
    """From the start page to the page above this one."""


def full_name(district: District, level: Level) -> str:
    """Districts of different levels may share a name; the city needs no addition."""
    return district.name if level.sort_order == 1 else f"{district.name} ({level.name_singular})"


def view_quantity(
    quantity: Quantity | Observation, decimals: int, unit: str = "", *, signed: bool = False, href: str | None = None
) -> Value:
    """A number or sign, ready to print in a table or card."""
    text = format_cell(quantity, decimals, unit=unit, signed=signed)
    return Value(text=text, meaning=SIGN_MEANINGS.get(find_sign(quantity, signed=signed), ""), href=href)


def safe_url(text: str | None) -> str | None:
    """An address that may stand in a link, or nothing.

    >>> safe_url("https://example.org/a"), safe_url("javascript:alert(1)"), safe_url("//x.y")
    ('https://example.org/a', None, None)
    """
    if not text:
        return None
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return None
    is_safe = parts.scheme in SAFE_SCHEMES and (bool(parts.netloc) or parts.scheme in {"mailto", "tel"})
    return text.strip() if is_safe else None


def text_value(text: str, href: str | None = None) -> Value:
    """A cell that is not a number."""
    return Value(text=text, href=href)


def page_through(items: Sequence[Link], position: int) -> PagerView:
    """The neighbours of an item in a row of pages; the row does not close to a ring."""
    return PagerView(
        previous=items[position - 1] if position > 0 else None,
        next=items[position + 1] if position + 1 < len(items) else None,
    )


def planning_crumbs(page: PurePosixPath) -> tuple[Link, Link]:
    """The way to a page below the one on planning."""
    return (
        Link(text="Start", href=layout.relative_url(page, layout.START)),
        Link(text="Planung", href=layout.relative_url(page, layout.PLANNING)),
    )
