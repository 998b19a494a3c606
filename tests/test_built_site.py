"""The built sites as files: nothing leads nowhere, nothing loads from elsewhere, every figure leads back to rows."""

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.markup import Element, read_markup

pytestmark = pytest.mark.slow

CITIES = ("magdeburg", "tiny_city", "hostile_city")
PAGE_LIMIT = 400_000
MAP_DATA_LIMIT = 150_000
LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data", "embed": "src"}
LOADING_LINKS = frozenset(("stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest", "preconnect"))
NAVIGATION = frozenset(("canonical", "prev", "next"))
FOREIGN_IN_CSS = re.compile(r"(?:url\(|@import)\s*[\"']?\s*((?:https?:)?//[^\s\"')]+)", re.IGNORECASE)
FOREIGN_IN_SCRIPT = re.compile(r"[\"'`]((?:https?|wss?)://[^\s\"'`<>$]*)")
MEANINGLESS_NAMES = re.compile(r"http://www\.w3\.org/")
"""Names of XML vocabularies look like addresses; nothing is loaded from them."""
DORMANT = {
    "https://": "GitLab, asked only where a page shows a repository",
    "https://api.github.com/repos/": "asked only where a page shows a repository",
    "https://api.github.com/users/": "asked only where a page shows a repository",
    "https://unpkg.com/mermaid@11/dist/mermaid.min.js": "loaded only where a page has a Mermaid diagram",
    "https://unpkg.com/resize-observer-polyfill": "loaded only by browsers older than 2020",
    "https://bit.ly/2s3ChXG": "text of an error message",
    "https://leafletjs.com": "a link that our map leaves out",
}
"""Addresses in scripts of others that our pages never wake."""


@dataclass(frozen=True)
class Site:
    """A built site, read."""

    project: Path
    folder: Path
    pages: dict[str, Element] = field(repr=False)
    """Every HTML file by its path below ``folder``."""

    @property
    def own_pages(self) -> dict[str, Element]:
        """Without the page for missing addresses and without maps: what readers open."""
        return {
            path: page for path, page in self.pages.items() if path != "404.html" and not path.startswith("karten/")
        }

    @property
    def maps(self) -> dict[str, Element]:
        """Pages for frames."""
        return {path: page for path, page in self.pages.items() if path.startswith("karten/")}


@cache
def read_site(project: Path) -> Site:
    folder = project / "build/site"
    paths = sorted(folder.rglob("*.html"))
    pages = {path.relative_to(folder).as_posix(): read_markup(path.read_text("utf-8")) for path in paths}
    return Site(project, folder, pages)


@pytest.fixture(params=CITIES)
def site(request: pytest.FixtureRequest) -> Site:
    """Every city in turn."""
    return read_site(request.getfixturevalue(request.param))


@pytest.fixture
def magdeburg_site(magdeburg: Path) -> Site:
    return read_site(magdeburg)


def target_of(site: Site, page: str, address: str) -> tuple[str, str]:
    """The file below the site and the anchor that an address on a page leads to."""
    base = f"https://site.invalid/{page}"
    parts = urlsplit(urljoin(base, address))
    path = unquote(parts.path).lstrip("/")
    if path.endswith("/") or not path or (site.folder / path).is_dir():
        path = f"{path.rstrip('/')}/index.html".lstrip("/")
    return path, unquote(parts.fragment)


def is_foreign(address: str) -> bool:
    return urlsplit(address).scheme not in ("", "data") or address.startswith("//")


def local_links(page: Element) -> Iterator[str]:
    """Every address on a page that should lead to a file of the site."""
    for element in page.iterate():
        for name in ("href", "src", "data", "poster"):
            address = element.attributes.get(name)
            if address is not None and not is_foreign(address) and not address.startswith("data:"):
                yield address


# --- nothing leads nowhere ----------------------------------------------------------------------------------------


def test_every_link_frame_and_picture_leads_to_a_file_of_the_site(site: Site) -> None:
    broken = [
        f"{path}: {address}"
        for path, page in site.pages.items()
        for address in local_links(page)
        if not (site.folder / target_of(site, path, address)[0]).is_file()
    ]
    assert broken == []


def test_every_anchor_exists(site: Site) -> None:
    ids = {
        path: {one.attributes.get("id") for one in page.iterate()}
        | {one.attributes.get("name") for one in page.iterate()}
        for path, page in site.pages.items()
    }
    broken = []
    for path, page in site.pages.items():
        for address in local_links(page):
            target, anchor = target_of(site, path, address)
            # The theme's link to the top is an anchor that every browser knows.
            if anchor and target in ids and anchor not in ids[target] and anchor != "__skip":
                broken.append(f"{path}: {address}")
    assert broken == []


def test_ids_are_unique_on_every_page(site: Site) -> None:
    double = {}
    for path, page in site.pages.items():
        counts = Counter(one.attributes["id"] for one in page.iterate() if "id" in one.attributes)
        double |= {f"{path}#{name}": count for name, count in counts.items() if count > 1}
    assert double == {}


def test_links_that_leave_the_site_are_safe(site: Site) -> None:
    schemes = {
        urlsplit(one.attributes["href"]).scheme
        for page in site.pages.values()
        for one in page.find_all("a", "area")
        if "href" in one.attributes
    }
    assert schemes <= {"", "http", "https", "mailto", "tel"}


# --- nothing loads from elsewhere ---------------------------------------------------------------------------------


def loaded_addresses(page: Element) -> Iterator[str]:
    """Everything a browser fetches when it opens a page."""
    for one in page.iterate():
        rel = set(one.attributes.get("rel", "").split())
        if one.tag in LOADING:
            yield one.attributes.get(LOADING[one.tag], "")
        if one.tag == "link" and (rel & LOADING_LINKS or not rel & NAVIGATION):
            yield one.attributes["href"]
        if one.tag in ("image", "use"):
            yield one.attributes.get("href", one.attributes.get("xlink:href", ""))
        yield from (part.split()[0] for part in one.attributes.get("srcset", "").split(",") if part.strip())
        yield one.attributes.get("poster", "")
        yield from FOREIGN_IN_CSS.findall(one.attributes.get("style", ""))
        if one.tag == "style":
            yield from FOREIGN_IN_CSS.findall("".join(part for part in one.content if isinstance(part, str)))


def test_no_page_loads_anything_from_another_host(site: Site) -> None:
    foreign = [
        f"{path}: {address}"
        for path, page in site.pages.items()
        for address in loaded_addresses(page)
        if is_foreign(address)
    ]
    assert foreign == []


def test_the_reader_of_loaded_addresses_sees_every_way_to_load() -> None:
    ways = [
        '<script src="//a.example/1"></script>',
        '<link rel="stylesheet" href="https://a.example/1">',
        '<link rel="preload icon" href="https://a.example/1">',
        '<img srcset="https://a.example/1 2x">',
        '<p style="background:url(https://a.example/1)">',
        "<style>@import 'https://a.example/1'</style>",
        '<iframe src="http://a.example/1"></iframe>',
        '<svg><image href="https://a.example/1"/></svg>',
    ]
    assert [sum(map(is_foreign, loaded_addresses(read_markup(way)))) for way in ways] == [1] * len(ways)
    assert list(filter(is_foreign, loaded_addresses(read_markup('<a href="https://a.example/">x</a>')))) == []


def test_no_stylesheet_or_picture_loads_anything_from_another_host(site: Site) -> None:
    foreign = []
    for path in sorted(site.folder.rglob("*")):
        if path.suffix == ".css":
            foreign += [f"{path.name}: {one}" for one in FOREIGN_IN_CSS.findall(path.read_text("utf-8"))]
        if path.suffix == ".svg":
            text = MEANINGLESS_NAMES.sub("", path.read_text("utf-8"))
            picture = read_markup(text)
            assert picture.find_all("script", "foreignobject", "image", "use") == []
            foreign += [f"{path.name}: {one}" for one in FOREIGN_IN_CSS.findall(text)]
    assert foreign == []


def test_scripts_name_no_host_that_a_page_could_ask(magdeburg_site: Site) -> None:
    named = {
        address
        for path in magdeburg_site.folder.rglob("*.js")
        if not path.is_relative_to(magdeburg_site.folder / "assets/javascripts/lunr")
        for address in FOREIGN_IN_SCRIPT.findall(path.read_text("utf-8"))
        if not MEANINGLESS_NAMES.match(address)
    }
    assert named <= set(DORMANT)


def test_no_page_wakes_a_dormant_address(site: Site) -> None:
    classes = {name for page in site.pages.values() for one in page.iterate() for name in classes_of(one)}
    components = {one.attributes.get("data-md-component") for page in site.pages.values() for one in page.iterate()}
    assert "mermaid" not in classes
    assert "source" not in components
    assert "leaflet-control-attribution" not in classes


def classes_of(element: Element) -> list[str]:
    return element.attributes.get("class", "").split()


# --- every page is a good page ------------------------------------------------------------------------------------


def test_every_page_speaks_german(site: Site) -> None:
    assert {page.find("html").attributes["lang"] for page in site.pages.values()} == {"de"}


def test_every_page_has_one_main_heading(site: Site) -> None:
    counts = {path: len(page.find_all("h1")) for path, page in site.pages.items()}
    assert {path: count for path, count in counts.items() if count != 1} == {}


def test_headings_skip_no_step(site: Site) -> None:
    wrong = []
    for path, page in site.own_pages.items():
        steps = [int(one.tag[1]) for one in page.find("article").find_all("h1", "h2", "h3", "h4", "h5", "h6")]
        wrong += [path for one, other in pairwise(steps) if other > one + 1]
    assert wrong == []


def test_titles_are_there_and_tell_pages_apart(site: Site) -> None:
    titles = {path: page.find("head").find("title").text for path, page in site.pages.items()}
    double = {title for title, count in Counter(titles.values()).items() if count > 1}
    # The page for missing addresses carries the name of the site, as the start page does.
    shared = [path for path, title in titles.items() if title in double and path not in ("index.html", "404.html")]
    assert ("" in titles.values(), shared) == (False, [])


def test_descriptions_are_there_and_tell_pages_apart(site: Site) -> None:
    written = ("404.html", "ueber/index.html", "entwicklung/")
    found = {
        path: page.find("meta", name="description").attributes["content"]
        for path, page in site.own_pages.items()
        if not path.startswith(written)
    }
    assert min(map(len, found.values())) > 15
    if not site.project.name.endswith("hostile"):  # its names are longer than a description may be
        assert {text for text, count in Counter(found.values()).items() if count > 1} == set()


def test_pictures_frames_and_tables_say_what_they_are(site: Site) -> None:
    silent = []
    for path, page in site.pages.items():
        silent += [f"{path}: img" for one in page.find_all("img") if "alt" not in one.attributes]
        silent += [f"{path}: iframe" for one in page.find_all("iframe") if not one.attributes.get("title")]
        silent += [
            f"{path}: table"
            for one in page.find_all("table")
            if "ga-table" in classes_of(one) and not one.find("caption").text
        ]
    assert silent == []


def test_every_picture_on_a_page_tells_the_size_of_its_file(site: Site) -> None:
    wrong, count = [], 0
    for path, page in site.pages.items():
        for one in page.find_all("img"):
            target, _ = target_of(site, path, one.attributes["src"])
            picture = read_markup((site.folder / target).read_text("utf-8")).find_all("svg")[0]
            count += 1
            if any(one.attributes.get(side) != picture.attributes[side] for side in ("width", "height")):
                wrong.append(f"{path}: {target}")
    assert wrong == []
    assert count > 0


def test_frames_load_lazily(site: Site) -> None:
    frames = [one for page in site.pages.values() for one in page.find_all("iframe")]
    assert {one.attributes.get("loading") for one in frames} == {"lazy"}


def test_no_page_and_no_data_of_a_map_is_too_large(site: Site) -> None:
    sizes = {path: (site.folder / path).stat().st_size for path in site.pages}
    scripts = {str(path): path.stat().st_size for path in (site.folder / "karten").rglob("*.js")}
    assert scripts != {}
    # Every text of the hostile city is as long as its attacks.
    limit = 2 * PAGE_LIMIT if site.project.name.endswith("hostile") else PAGE_LIMIT
    assert {path: size for path, size in sizes.items() if size > limit} == {}
    assert {path: size for path, size in scripts.items() if size > MAP_DATA_LIMIT} == {}


def test_no_sentence_shows_what_programs_say_for_nothing(site: Site) -> None:
    if site.project.name.endswith("hostile"):
        pytest.skip("its texts are not sentences")
    odd = re.compile(r"\bNone\b|\bnan\b|\bNaN\b|\bundefined\b|[^.]\.\.(?!\.)|\[object|\bTrue\b|\bFalse\b")
    found = {
        f"{path}: {match.group()}": article.text[max(match.start() - 40, 0) : match.end() + 20]
        for path, page in site.own_pages.items()
        for article in page.find_all("article")
        for match in odd.finditer(article.text)
        if not path.startswith("entwicklung/")
    }
    assert found == {}


# --- Magdeburg is complete ----------------------------------------------------------------------------------------


def test_magdeburg_has_40_and_18_districts_and_itself(magdeburg_site: Site) -> None:
    pages = [PurePosixPath(path) for path in magdeburg_site.own_pages]
    assert sum(path.match("stadtteile/*/index.html") for path in pages) == 40
    assert sum(path.match("versorgungsgebiete/*/index.html") for path in pages) == 18
    assert "stadt/index.html" in magdeburg_site.pages


def test_every_district_and_every_indicator_has_its_map_and_its_picture(magdeburg_site: Site) -> None:
    maps = magdeburg_site.maps
    indicators = [path for path in magdeburg_site.own_pages if re.fullmatch(r"indikatoren/[^/]+/index\.html", path)]
    # Districts, indicators on both levels, two overviews, the map to be touched, walking distances.
    assert len(maps) == 40 + 18 + 1 + 2 * len(indicators) + 2 + 1 + 1
    pictures = {
        path.removesuffix(".html") + ".svg"
        for path in maps
        if "/uebersicht-" not in path and path != "karten/mein-gebiet.html"
    }
    assert [path for path in sorted(pictures) if not (magdeburg_site.folder / path).is_file()] == []


def test_every_map_is_shown_on_the_page_it_leads_back_to(site: Site) -> None:
    framed = {
        (path, target_of(site, path, one.attributes["src"])[0])
        for path, page in site.own_pages.items()
        for one in page.find_all("iframe")
    }
    back = {
        (target_of(site, path, one.attributes["href"])[0], path)
        for path, page in site.maps.items()
        for one in page.find_all("a")
    }
    assert back <= framed
    assert {one for _, one in framed} == set(site.maps)


def test_every_download_stands_in_the_checksums_with_the_right_one(site: Site) -> None:
    downloads = site.folder / "downloads"
    lines = (downloads / "SHA256SUMS").read_text("utf-8").splitlines()
    listed = {name: checksum for checksum, _, name in (line.partition("  ") for line in lines)}
    found = {
        path.relative_to(downloads).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in downloads.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    assert listed == found


def test_every_download_is_offered_on_a_page(site: Site) -> None:
    linked = {
        target_of(site, path, address)[0] for path, page in site.own_pages.items() for address in local_links(page)
    }
    files = {
        path.relative_to(site.folder).as_posix() for path in (site.folder / "downloads").rglob("*") if path.is_file()
    }
    assert files - linked == set()


def test_checksums_on_the_pages_are_those_of_the_files(magdeburg_site: Site) -> None:
    count = 0
    for path, page in magdeburg_site.own_pages.items():
        for item in (
            one
            for listing in page.find_all("ul")
            if "ga-downloads" in classes_of(listing)
            for one in listing.find_all("li")
        ):
            codes = [one.text.removeprefix("SHA-256 ") for one in item.find_all("code")]
            file = magdeburg_site.folder / target_of(magdeburg_site, path, item.find("a").attributes["href"])[0]
            assert codes in ([], [hashlib.sha256(file.read_bytes()).hexdigest()])
            count += len(codes)
    assert count > 100


# --- every figure leads back to rows ------------------------------------------------------------------------------

EVERY_13TH = slice(0, None, 13)
SIGN_IN_CELL = {"–": 0, ".": ".", "…": ""}
MINIMUM = 300
"""Below so many inhabitants there are no shares; the parameter's test is another."""


@dataclass(frozen=True)
class Recipe:
    """How a number is made, said here a second time: ``factor`` × sum of ``top`` / sum of ``bottom``."""

    top: tuple[str, ...]
    """Resource, then its columns; a resource alone is counted by rows."""
    bottom: tuple[str, ...] = ()
    factor: float = 1
    is_change: bool = False
    """Difference to the earliest row, in percent of it where there is a factor."""


AGES = "demographics/age_groups"
OLDER, ALL = (AGES, "age_65_plus_count"), ("demographics/population", "population_count")
RECIPES = {
    "einwohner": Recipe(ALL),
    "menschen-ab-65": Recipe(OLDER),
    "anteil-ab-65": Recipe(OLDER, (AGES, "population_count"), 100),
    "veraenderung-ab-65-anzahl": Recipe(OLDER, is_change=True),
    "veraenderung-ab-65": Recipe(OLDER, OLDER, 100, is_change=True),
    "veraenderung-einwohner": Recipe(ALL, ALL, 100, is_change=True),
    "altenquotient": Recipe(OLDER, (AGES, "age_18_44_count", "age_45_64_count"), 100),
    "einwohnerdichte": Recipe(ALL, ("districts/districts", "area_km2")),
    "einpersonenhaushalte": Recipe(
        ("demographics/households", "one_person_count"), ("demographics/households", "household_count"), 100
    ),
    "wohngeld": Recipe(("demographics/housing_benefit", "recipient_count"), ALL, 1000),
    "auslaendische-bevoelkerung-ab-65": Recipe(("demographics/foreign_residents", "age_65_plus_count")),
    "anteil-auslaendische-bevoelkerung-ab-65": Recipe(
        ("demographics/foreign_residents", "age_65_plus_count"), OLDER, 100
    ),
}
SUPPLY = Recipe(("offerings/services",), OLDER, 1000)


@dataclass(frozen=True)
class Figure:
    """A number on a page with what the page of its indicator says about it."""

    slug: str
    page: str
    text: str
    date: str
    """As cells spell it."""
    rows: dict[str, list[dict[str, str]]]
    """By resource, those that the indicator's page names."""


@cache
def read_table(project: Path, resource_id: str) -> list[str]:
    """The lines of a data file, as an editor counts them."""
    return (project / "datapackages" / f"{resource_id}.csv").read_text("utf-8").splitlines()


def read_row(project: Path, resource_id: str, line: int) -> dict[str, str]:
    """One line, read without any code of ours."""
    lines = read_table(project, resource_id)
    header, cells = csv.reader([lines[0], lines[line - 1]])
    return dict(zip(header, cells, strict=True))


def read_figures(site: Site, page: str) -> Iterator[Figure]:
    """The figures at the top of a district's page and in its two tables."""
    for fact in (one for one in site.pages[page].find_all("span") if "ga-fact__value" in classes_of(one)):
        for link in fact.find_all("a"):
            yield follow(site, page, target_of(site, page, link.attributes["href"])[0], fact)
    name = site.pages[page].find("article").find("h1").text.rstrip("¶")
    for table in site.pages[page].find_all("table"):
        if not table.find("caption").text.endswith(f": {name}"):
            continue
        # Beside a district of the same name stands which level it is of.
        columns = [cell.text.partition(" (")[0] for cell in table.find("thead").find_all("th")]
        column = columns.index(name)
        for line in table.find("tbody").find_all("tr"):
            cells = line.find_all("th", "td")
            address = cells[0].find("a").attributes["href"]
            indicator, _ = target_of(site, page, address)
            yield follow(site, page, indicator, cells[column])


def follow(site: Site, page: str, indicator: str, shown: Element) -> Figure:
    """Go from a number to its row on the indicator's page, as a reader does."""
    anchors = [target_of(site, page, one.attributes["href"]) for one in shown.find_all("a")]
    assert [path for path, _ in anchors] in ([], [indicator])
    rows = [
        row
        for row in site.pages[indicator].find_all("tr")
        if row.attributes.get("id")
        and (row.attributes["id"] == anchors[0][1] if anchors else leads_to(site, indicator, row, page))
    ]
    (row,) = rows
    assert leads_to(site, indicator, row, page)
    cells = [cell.text for cell in row.find_all("th", "td")]
    assert shown.text == cells[1]
    day, month, year = cells[-2].split(".")
    found: dict[str, list[dict[str, str]]] = {}
    for part in filter(None, cells[-1].split("; ")):
        resource_id, _, lines = part.partition(": ")
        found[resource_id] = [read_row(site.project, resource_id, int(line)) for line in lines.split(", ")]
    return Figure(PurePosixPath(indicator).parent.name, page, shown.text, f"{year}-{month}-{day}", found)


def leads_to(site: Site, page: str, row: Element, target: str) -> bool:
    return any(target_of(site, page, one.attributes["href"])[0] == target for one in row.find_all("a"))


def is_current(row: dict[str, str], figure: Figure) -> bool:
    return row.get("reference_date", figure.date) == figure.date


def add_cells(figure: Figure, term: tuple[str, ...], *, is_current_date: bool = True) -> float | str:
    """The sum over rows and columns, or the sign that stands in one of the cells."""
    resource_id, *columns = term
    rows = [row for row in figure.rows.get(resource_id, []) if is_current(row, figure) == is_current_date]
    if not columns:
        return len(rows)
    cells = [row[column] for row in rows for column in columns]
    signs = [sign for sign in (".", "") if sign in cells]
    return signs[0] if signs else sum(map(float, cells))


def recompute(figure: Figure) -> float | str:
    """The number once more, from cells."""
    recipe = RECIPES.get(figure.slug, SUPPLY)
    top = add_cells(figure, recipe.top)
    bottom: float | str = 1.0
    if recipe.is_change:
        base = add_cells(figure, recipe.top, is_current_date=False)
        if isinstance(top, float) and isinstance(base, float):
            top, bottom = top - base, base if recipe.bottom else 1.0
        else:
            top = "." if "." in (top, base) else ""
    elif recipe.bottom:
        bottom = add_cells(figure, recipe.bottom)
    if isinstance(top, str) or isinstance(bottom, str):
        return "." if "." in (top, bottom) else ""
    return recipe.factor * top / bottom if bottom else "x"


def parse_number(text: str) -> tuple[float, float]:
    """A German number and half of its last place."""
    match = re.match(r"[+−±]?[\d.]+(?:,(\d+))?", text)
    assert match, text
    plain = match.group().replace("±", "").replace(".", "").replace(",", ".").replace("−", "-")
    return float(plain), 0.5 * 10 ** -len(match.group(1) or "")


def test_figures_of_five_pages_lead_back_to_rows(magdeburg_site: Site) -> None:
    districts = sorted(
        path
        for path in magdeburg_site.pages
        if re.fullmatch(r"(stadtteile|versorgungsgebiete)/[^/]+/index\.html", path)
    )
    pages = districts[EVERY_13TH]
    assert len(pages) == 5
    figures = [figure for page in pages for figure in read_figures(magdeburg_site, page)]
    assert len(figures) >= 5 * (len(RECIPES) + 5)
    for figure in figures:
        value = recompute(figure)
        if figure.text in SIGN_IN_CELL:
            assert value == SIGN_IN_CELL[figure.text], figure
        elif figure.text == "x":
            assert value == "x" or people_of(magdeburg_site, figure.page) < MINIMUM, figure
        else:
            number, tolerance = parse_number(figure.text)
            assert not isinstance(value, str), figure
            assert value == pytest.approx(number, abs=tolerance + 1e-9), figure


def people_of(site: Site, page: str) -> float:
    figure = next(one for one in read_figures(site, page) if one.slug == "einwohner")
    value = add_cells(figure, ALL)
    return 0 if isinstance(value, str) else value


def test_rows_behind_a_figure_belong_to_its_district(magdeburg_site: Site) -> None:
    project = magdeburg_site.project
    wholes = {row["part_code"]: row["whole_code"] for row in read_rows(project, "districts/crosswalk")}
    places = {row["location_id"]: row["district_code"] for row in read_rows(project, "offerings/locations")}
    codes = {f"{row['slug']}/index.html": row["district_code"] for row in read_rows(project, "districts/districts")}
    area = next(path for path in magdeburg_site.pages if re.fullmatch(r"versorgungsgebiete/n[^/]+/index\.html", path))
    code = codes[area.removeprefix("versorgungsgebiete/")]
    parts = {part for part, whole in wholes.items() if whole == code}
    for figure in read_figures(magdeburg_site, area):
        for resource_id, rows in figure.rows.items():
            named = {places[row["location_id"]] if "location_id" in row else row["district_code"] for row in rows}
            assert named <= parts, (figure, resource_id)
            assert named == parts or resource_id == "offerings/services", (figure, resource_id)


def read_rows(project: Path, resource_id: str) -> list[dict[str, str]]:
    return list(csv.DictReader(read_table(project, resource_id)))


def confirmed_by(text: str) -> str:
    """The latest day a year, a month or a day can mean; as text, because a 31 June is later than all others, too."""
    return text and text + {4: "-12-31", 7: "-31"}.get(len(text), "")


def test_offerings_of_the_whole_city_are_counted_by_type_and_step(magdeburg_site: Site) -> None:
    project = magdeburg_site.project
    slugs = {row["service_type_id"]: row["slug"] for row in read_rows(project, "offerings/service_types")}
    expected: Counter[str] = Counter()
    for row in read_rows(project, "offerings/services"):
        if row["status"] in ("active", "closing") and confirmed_by(row["last_confirmed"]) >= "2023-11-22":
            expected[f"angebot-{slugs[row['service_type_id']]}-je-1000"] += 1
            expected[f"stufe-{row['tier_id'].replace('_', '-')}-je-1000"] += 1
    figures = [
        one for one in read_figures(magdeburg_site, "stadt/index.html") if one.slug.startswith(("angebot-", "stufe-"))
    ]
    assert len(figures) == 7
    assert {one.slug: len(one.rows.get("offerings/services", [])) for one in figures} == {
        one.slug: expected[one.slug] for one in figures
    }


def test_every_marker_of_every_picture_lies_inside_it(site: Site) -> None:
    outside = []
    for path in sorted((site.folder / "karten").rglob("*.svg")):
        picture = read_markup(path.read_text("utf-8")).find_all("svg")[0]
        width, height = map(int, picture.attributes["viewbox"].split()[2:])
        outside += [
            f"{path.name}: {number.text}"
            for number in picture.find_all("text")
            if number.attributes["class"] == "m"
            and not (0 < int(number.attributes["x"]) < width and 0 < int(number.attributes["y"]) < height)
        ]
    assert outside == []
