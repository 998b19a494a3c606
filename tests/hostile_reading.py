"""Reads every kind of file of a hostile city the way its users' programs do, and says what an attack has done to it.

``find_damage`` is all a test needs. A new kind of file gets a reader in ``READERS``: it returns the texts that people
would see, and names what is active in the file.
"""

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Any
from xml.etree import ElementTree as ET

import yaml

from tests.hostile import INLINE

FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEAD, TAIL = INLINE[:20], INLINE[-20:]
ASSIGNMENT = re.compile(r'\(window\.GEBIETSATLAS=window\.GEBIETSATLAS\|\|\{\}\)\["[^"]+"\]=(.*);\n', re.DOTALL)
COMPUTED = re.compile(r"(?<![0-9a-f])1337(?![0-9a-f])")
"""7 times 191; checksums may hold these digits by chance."""
DATA_TYPES = ("application/json", "application/ld+json")
EXECUTED = ("javascript:", "vbscript:", "data:text")
MARKDOWN = ("attr_list", "md_in_html", "tables", "toc")
"""As in ``mkdocs.yml``."""


@dataclass
class Reading:
    """What is in a file."""

    texts: list[str] = field(default_factory=list)
    active: list[str] = field(default_factory=list)
    """What would run, load or compute something."""


class MarkupReader(HTMLParser):
    """Texts and attributes of HTML, and everything in it that acts."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self.reading = reading
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        is_code = tag == "script" and "src" not in values and values.get("type") not in DATA_TYPES
        if is_code or tag in ("base", "object", "embed", "style") or "srcdoc" in values:
            self.reading.active.append(f"<{tag}>")
        is_short = tag == "meta" and values.get("name") == "description"
        for name, value in values.items():
            self.reading.texts.append("" if is_short else value)
            is_link = name in ("href", "src", "action", "formaction", "data", "poster", "xlink:href")
            if name.startswith("on") or (is_link and value.strip().lower().startswith(EXECUTED)):
                self.reading.active.append(f"{name}={value[:60]}")
            if is_link and "fremd.example" in value and not value.startswith("mailto:"):
                self.reading.active.append(f"{name}={value[:60]}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read_html(content: bytes) -> Reading:
    """A page: all its words in one text, and each attribute."""
    reading = Reading()
    reader = MarkupReader(reading)
    reader.feed(content.decode())
    reading.texts.append("".join(reader.words))
    return reading


def read_markdown(content: bytes) -> Reading:
    """A page before the theme: title and what Markdown makes of the rest. Its description may be cut short."""
    import markdown

    text = content.decode()
    if not text.startswith("---\n"):
        return read_description(text)
    _, head, body = text.split("---\n", 2)
    reading = read_html(markdown.Markdown(extensions=list(MARKDOWN)).convert(body).encode())
    reading.texts.append(html.unescape(yaml.safe_load(head)["title"]))
    return reading


def read_description(text: str) -> Reading:
    """The description in an archive, which other programs show."""
    from markdown_it import MarkdownIt

    return read_html(MarkdownIt("commonmark").enable(["strikethrough", "table"]).render(text).encode())


def read_json(content: bytes) -> Reading:
    """All texts of a JSON value."""
    return Reading(texts=list(list_strings(json.loads(content))))


def list_strings(value: Any) -> Iterator[str]:
    """Every text and key."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from list_strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from list_strings(part)


def read_script(content: bytes) -> Reading:
    """A data file of a map: nothing but assignments of plain values."""
    match = ASSIGNMENT.fullmatch(content.decode())
    if match is None or "<" in match[1]:
        return Reading(active=["a script that is more than data"])
    return read_json(match[1].encode())


def read_svg(content: bytes) -> Reading:
    """A picture."""
    reading = Reading()
    for part in ET.fromstring(content).iter():  # noqa: S314 - written by ourselves, and without entities
        name = part.tag.rpartition("}")[2]
        text = "".join(part.itertext()) if name == "text" else part.text or ""
        reading.texts += ["" if name == "tspan" else text, *part.attrib.values()]
        if name in ("script", "foreignObject", "image", "use") or any(key.startswith("on") for key in part.attrib):
            reading.active.append(name)
    return reading


def read_csv(content: bytes) -> Reading:
    """The cells of a table; one that begins like a formula, and is no number, is computed by spreadsheets."""
    sample = content.decode("utf-8-sig")
    delimiter = ";" if ";" in sample.partition("\n")[0] else ","
    cells = [cell for row in csv.reader(io.StringIO(sample), delimiter=delimiter) for cell in row]
    number = re.compile(r"[-+]?[0-9][0-9.,]*")
    return Reading(texts=cells, active=[one for one in cells if one.startswith(FORMULA) and not number.fullmatch(one)])


def read_workbook(content: bytes) -> Reading:
    """The cells of all sheets."""
    import openpyxl

    reading = Reading()
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            reading.texts.append(str(cell.value))
            address = cell.hyperlink.target if cell.hyperlink else None
            if cell.data_type == "f" or (
                address and not address.startswith(("https://", "http://", "mailto:", "tel:"))
            ):
                reading.active.append(f"{sheet.title}!{cell.coordinate}")
    return reading


def read_archive(content: bytes) -> Reading:
    """Everything in an archive."""
    reading = Reading()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            inner = read_file(PurePosixPath(name), archive.read(name))
            reading.texts += [name, *inner.texts]
            reading.active += [f"{name}: {one}" for one in inner.active]
    return reading


def read_calendar(content: bytes) -> Reading:
    """Entries of a calendar: values of the properties that were meant, and no others."""
    from icalendar import Calendar

    known = {"SUMMARY", "DESCRIPTION", "LOCATION", "URL", "UID", "DTSTAMP", "DTSTART", "DTEND", "RRULE", "CATEGORIES"}
    reading = Reading()
    for part in Calendar.from_ical(content).walk("VEVENT"):
        for value in part.values():
            reading.texts += [str(one) for one in getattr(value, "cats", [value])]
        reading.active += sorted({"ATTACH", "ATTENDEE", "ORGANIZER", "IMAGE"} & (set(part) - known))
    return reading


def read_cards(content: bytes) -> Reading:
    """Contacts."""
    import vobject

    reading = Reading()
    for card in vobject.readComponents(content.decode()):
        for child in card.getChildren():
            value = child.value
            reading.texts += [str(part) for part in (value if isinstance(value, list) else [value])]
            if child.name in ("PHOTO", "LOGO", "SOUND", "KEY", "AGENT"):
                reading.active.append(child.name)
    return reading


def read_text(content: bytes) -> Reading:
    """A file that is only read."""
    return Reading(texts=[content.decode()])


READERS: Mapping[str, Callable[[bytes], Reading]] = {
    ".csv": read_csv,
    ".geojson": read_json,
    ".html": read_html,
    ".ics": read_calendar,
    ".js": read_script,
    ".json": read_json,
    ".md": read_markdown,
    ".svg": read_svg,
    ".txt": read_text,
    ".vcf": read_cards,
    ".xlsx": read_workbook,
    ".zip": read_archive,
}
NO_TEXT = ("", ".css", ".pdf", ".yaml")
"""Checksums and styles hold no text from data; for paper there is a test of its own (``test_report``)."""


def read_file(path: PurePosixPath, content: bytes) -> Reading:
    """What is in a file; a kind of file that nobody reads here is an error of the test."""
    if path.suffix in NO_TEXT:
        return Reading()
    return READERS[path.suffix](content)


def find_damage(path: PurePosixPath, content: bytes) -> tuple[int, list[str]]:
    """How many attacks stand in a file, and what has become of them that should not."""
    reading = read_file(path, content)
    damage = [f"active: {one}" for one in reading.active]
    whole = " ".join("\n".join(reading.texts).split())
    counts = [whole.count(" ".join(part.split())) for part in (HEAD, INLINE, TAIL)]
    if len(set(counts)) != 1:
        damage.append(f"begins, is whole, ends: {counts}")
    if COMPUTED.search(whole):
        damage.append("computed")
    return counts[1], damage
