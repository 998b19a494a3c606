"""The parts of a report as plain data, which the Typst template sets: texts stay values and never become markup."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from generator.profiles.views import Link, SourceView, TableView

Block = Mapping[str, object]
"""A part of a report; ``kind`` says which function of the template sets it."""
PORTRAIT_COLUMNS = 7
"""A table with more columns gets a page across."""
LARGE_COLUMNS = 3
"""In large print, the rows of a wider table become lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A document, ready to be set."""

    path: PurePosixPath
    title: str
    kicker: str
    """What the document is, above its title."""
    description: str
    running: str
    """What stands at the head of every page."""
    edition: date
    publisher: str
    site_name: str
    is_large: bool
    contents_depth: int
    """Levels of headings in the table of contents."""
    opening: tuple[Block, ...]
    """Before the table of contents."""
    blocks: tuple[Block, ...]
    datasets: tuple[str, ...]
    """Ids of the datasets it was made from."""


def heading(level: int, text: str) -> Block:
    """A heading, which is a bookmark as well."""
    return {"kind": "heading", "level": level, "text": text}


def paragraphs(texts: Iterable[str]) -> tuple[Block, ...]:
    """Sentences, each on its own."""
    return tuple({"kind": "paragraph", "text": text} for text in texts if text)


def lead(text: str) -> Block:
    """The first thing to read."""
    return {"kind": "lead", "text": text}


def source_line(text: str) -> Block:
    """Where what stands above comes from."""
    return {"kind": "source", "text": text}


def note(title: str, texts: Sequence[str]) -> Block:
    """A box that nobody may overlook."""
    return {"kind": "note", "title": title, "texts": list(texts)}


def bullets(texts: Iterable[str]) -> tuple[Block, ...]:
    """A list, if there is anything to list."""
    found = [text for text in texts if text]
    return ({"kind": "bullets", "texts": found},) if found else ()


def pairs(items: Iterable[tuple[str, str]]) -> tuple[Block, ...]:
    """Terms and what is said of them; those without text are left out."""
    found = [list(one) for one in items if one[1]]
    return ({"kind": "pairs", "pairs": found},) if found else ()


def card(
    title: str, *, status: str = "", texts: Sequence[str] = (), items: Iterable[tuple[str, str]] = (), proof: str = ""
) -> Block:
    """One of many things of a kind, such as an offering or a measure; ``proof`` tells how far to trust it."""
    return {
        "kind": "card",
        "title": title,
        "status": status,
        "texts": [text for text in texts if text],
        "pairs": [list(one) for one in items if one[1]],
        "proof": proof,
    }


def picture(svg: str, *, title: str, point: str, alt: str, width: float = 1) -> Mapping[str, object]:
    """A drawing; ``alt`` says what it shows to those who do not see it, ``width`` is a part of the column."""
    return {"svg": svg, "title": title, "point": point, "alt": alt, "width": width}


def pictures(drawings: Sequence[Mapping[str, object]]) -> tuple[Block, ...]:
    """Drawings side by side, where paper and size of type leave room for it."""
    return ({"kind": "pictures", "pictures": list(drawings)},) if drawings else ()


def table(view: TableView, *, source: str, is_large: bool, title: str = "") -> tuple[Block, ...]:
    """A table with the source below it; ``source`` is told where the table does not name its own.

    ``title`` is a heading of the second level that has to stand on the same page.
    """
    if not view.rows:
        return ()
    count = len(view.columns)
    return (
        {
            "kind": "table",
            "title": title,
            "caption": view.caption,
            "columns": list(view.columns),
            "numeric": [True, *(column not in view.words for column in view.columns[1:])],
            "rows": [
                {"cells": [row.header.text, *(cell.text for cell in row.cells)], "strong": row.is_strong}
                for row in view.rows
            ],
            "source": view.source or source,
            "wide": count > PORTRAIT_COLUMNS and not is_large,
            "records": is_large and count > LARGE_COLUMNS,
        },
    )


def join(links: Iterable[Link]) -> str:
    """Texts of links, where paper has no use for their targets."""
    return ", ".join(one.text for one in links)


def sources(views: Iterable[SourceView]) -> tuple[Block, ...]:
    """Every source with its terms, its datasets and what to beware of."""
    found: list[Block] = []
    for view in views:
        found.append(card(view.source, texts=(f"Lizenz: {view.license.text}. {view.attribution}".strip(),)))
        found.extend(
            bullets(
                " ".join((f"{one.dataset.text}: {one.temporal.rstrip('.')}.", *one.caveats)) for one in view.datasets
            )
        )
    return tuple(found)
