"""Artefacts of a built site as tables: pages, reports, and files to take along."""

import csv
import io
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from tests.markup import Element, read_markup

SOFT_HYPHEN = "\u00ad"
QUOTED = re.compile(r'"(.*)"$')


@dataclass
class Row:
    """Cells by the header of their column; the first one is the header of the row."""

    header: str
    cells: dict[str, str]
    anchor: str = ""


@dataclass
class Sheet:
    """A table with its caption."""

    caption: str
    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def fold(text: str) -> str:
    """The words alone: no soft hyphens, every space plain."""
    return " ".join(text.replace(SOFT_HYPHEN, "").split())


def read_page(path: Path) -> Element:
    """A page as a tree."""
    return read_markup(path.read_text(encoding="utf-8"))


def page_sheets(page: Element) -> Iterator[Sheet]:
    """All tables of a page."""
    for table in page.find_all("table"):
        captions = table.find_all("caption")
        lines = [one for one in table.find_all("tr") if one.find_all("td")]
        columns = (
            [fold(one.text) for one in table.find_all("thead")[0].find_all("th")] if table.find_all("thead") else []
        )
        sheet = Sheet(fold(captions[0].text) if captions else "", columns)
        for line in lines:
            texts = [fold(one.text) for one in line.find_all("th", "td")]
            sheet.rows.append(Row(texts[0], dict(zip(columns, texts, strict=False)), line.attributes.get("id", "")))
        yield sheet


def join_lines(lines: list[str]) -> str:
    """Lines of a cell as one text; typst breaks words with a plain hyphen that is not part of them."""
    text = ""
    for line in lines:
        text = text[:-1] + line if text.endswith("-") and line[:1].islower() else text + line
    return text


def read_report(path: Path) -> str:
    """The tags of a PDF with their text; poppler's complaints about drawing hints are not about text."""
    answer = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, check=True)
    # Attributes that are no text, such as marks of a byte order, are not UTF-8.
    return answer.stdout.decode(errors="replace")


class ReportReader:
    """Puts the tags of a PDF together to tables, line by line; a class because it remembers what is open."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.depth: int | None = None
        """Indent of the open table."""
        self.words: list[str] | None = None
        """Text of the open caption."""
        self.line: list[str] = []
        self.cell: list[str] | None = None

    def feed(self, raw: str) -> None:
        """One line of poppler's list of tags."""
        indent, text = len(raw) - len(raw.lstrip()), raw.strip()
        quoted = QUOTED.match(text)
        if quoted:
            target = self.cell if self.cell is not None else self.words
            if target is not None:
                target.append(quoted[1])
        elif text and not text.startswith("/"):
            if self.depth is not None and indent <= self.depth:
                self.close_table()
            self.open_tag(text.split(maxsplit=1)[0].rstrip(":"), indent)

    def open_tag(self, tag: str, indent: int) -> None:
        """A new tag; what stands in it follows."""
        if tag == "Caption":
            self.words = []
        elif tag == "Table":
            self.sheets.append(Sheet(fold(join_lines(self.words or []))))
            self.depth, self.words = indent, None
        elif tag == "TR":
            self.close_line()
        elif tag in {"TH", "TD"}:
            self.close_cell()
            self.cell = []

    def close_cell(self) -> None:
        """A cell ends."""
        if self.cell is not None:
            self.line.append(fold(join_lines(self.cell)))
        self.cell = None

    def close_line(self) -> None:
        """A row ends."""
        self.close_cell()
        if self.line:
            sheet = self.sheets[-1]
            if not sheet.columns:
                sheet.columns = self.line
            elif self.line != sheet.columns:  # the head stands again on every page
                sheet.rows.append(Row(self.line[0], dict(zip(sheet.columns, self.line, strict=False))))
        self.line = []

    def close_table(self) -> None:
        """A table ends."""
        self.close_line()
        self.depth = None


def report_sheets(structure: str) -> list[Sheet]:
    """All tables of a tagged PDF, read from its structure and not from where words stand."""
    reader = ReportReader()
    for line in structure.splitlines():
        reader.feed(line)
    if reader.depth is not None:
        reader.close_table()
    return reader.sheets


def read_rows(content: bytes) -> list[dict[str, str]]:
    """A CSV file."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def read_workbook(path: Path) -> Mapping[str, list[dict[str, object]]]:
    """Sheets of a workbook, each as rows by the title of the column."""
    book = openpyxl.load_workbook(path, read_only=True)
    found = {}
    for sheet in book.worksheets:
        lines = list(sheet.iter_rows(values_only=True))
        header = [str(one) for one in lines[0]] if lines else []
        found[sheet.title] = [dict(zip(header, line, strict=False)) for line in lines[1:]]
    return found
