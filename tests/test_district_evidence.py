"""The built page of every district: whatever it says about the plan leads to what it rests on."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from generator.formatting import SIGN_MEANINGS
from tests.markup import Element, read_markup

pytestmark = pytest.mark.slow

SECTIONS = (
    "kette",
    "kommende-jahre",
    "wege-zu-fuss",
    "abgestuftes-system",
    "berechnet",
    "bedarfe",
    "massnahmen",
    "beteiligung",
    "geld",
)
"""Headings of the page below which every statement has to be linked."""
ALWAYS = frozenset(("kette", "wege-zu-fuss", "bedarfe", "massnahmen"))
HEADINGS = ("h1", "h2", "h3")


MISSING = {"tiny_city": {"kommende-jahre", "abgestuftes-system"}, "magdeburg": set()}
"""Sections that a city has no data for."""


@pytest.fixture(scope="module", params=list(MISSING))
def city_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, city_name: str) -> Path:
    project: Path = request.getfixturevalue(city_name)
    return project / "build/site"


def district_pages(site: Path) -> Iterator[tuple[str, Element]]:
    """Every page with the steps from need to status that is not the table of all districts."""
    for path in sorted(site.rglob("index.html")):
        text = path.read_text("utf-8")
        if 'id="kette"' in text:
            yield path.relative_to(site).as_posix(), read_markup(text)


def read_sections(page: Element) -> dict[str, list[Element]]:
    """What stands below each heading, by its id."""
    found: dict[str, list[Element]] = {}
    current = ""
    for part in page.find_all("article")[0].content:
        if isinstance(part, str):
            continue
        if part.tag in HEADINGS:
            current = part.attributes.get("id", "")
        elif current:
            found.setdefault(current, []).append(part)
    return found


def statements(parts: list[Element]) -> Iterator[Element]:
    """Items and rows of tables that stand for themselves, not inside of another item."""
    for part in parts:
        inner = {id(below) for one in part.find_all("li") for below in one.find_all("li")}
        yield from (one for one in part.iterate() if one.tag == "li" and id(one) not in inner)
        yield from (row for body in part.find_all("tbody") for row in body.find_all("tr"))


def resolves(site: Path, page: str, href: str) -> bool:
    """Tell whether a link leads to a page and an element that are there."""
    target = urlsplit(urljoin(f"http://here/{page}", href))
    path = site / unquote(target.path).lstrip("/")
    file = path / "index.html" if path.is_dir() else path
    return file.is_file() and (not target.fragment or f'id="{target.fragment}"' in read_page(file))


@cache
def read_page(file: Path) -> str:
    """The text of a page, read once: many links lead to the same few pages."""
    return file.read_text("utf-8")


def test_every_statement_about_the_plan_leads_to_its_evidence(site: Path, city_name: str) -> None:
    missing, seen = [], set()
    for path, page in district_pages(site):
        sections = read_sections(page)
        assert set(sections) >= ALWAYS, path
        for name in SECTIONS:
            if name in sections:
                seen.add(name)
            for one in statements(sections.get(name, [])):
                links = [link.attributes.get("href", "") for link in one.find_all("a")]
                own = [href for href in links if href and not urlsplit(href).scheme]
                if not any(resolves(site, path, href) for href in own):
                    missing.append(f"{path}#{name}: {one.text[:100]}")
    assert not missing, "\n".join(missing)
    assert seen == set(SECTIONS) - MISSING[city_name]


def is_number_or_sign(text: str) -> bool:
    return text in SIGN_MEANINGS or not text or any(letter.isdigit() for letter in text)


def test_tables_have_a_cell_for_every_column_and_only_numbers_stand_at_the_right(site: Path) -> None:
    wrong = []
    for path in sorted(site.rglob("index.html")):
        for table in read_markup(read_page(path)).find_all("table"):
            (head,) = table.find_all("thead")
            rows = [row.find_all("th", "td") for body in table.find_all("tbody") for row in body.find_all("tr")]
            columns = head.find_all("th", "td")
            where = (
                f"{path.relative_to(site)}: {table.find_all('caption')[0].text if table.find_all('caption') else ''}"
            )
            wrong += [f"{where}: {len(row)} cells" for row in rows if len(row) != len(columns)]
            for place, column in enumerate(columns):
                cells = [row[place] for row in rows if place < len(row)]
                is_right = [one.attributes.get("class") == "num" for one in (column, *cells)]
                if len(set(is_right)) > 1:
                    wrong.append(f"{where}: {column.text} stands at both sides")
                numbers = sum(is_number_or_sign(one.text) for one in cells)
                # Levels that share no budget have words where others have amounts.
                if is_right[0] and cells and numbers * 2 < len(cells) and column.text != "Geld":
                    wrong.append(f"{where}: {column.text} holds words: {cells[0].text}")
    assert not wrong, "\n".join(wrong)
