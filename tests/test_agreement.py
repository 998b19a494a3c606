"""Every artefact of a number says the same: pages, maps, tables to take along and reports, read from a built site.

The numbers come from the evaluated data alone; whatever an artefact adds to, leaves out of or changes in them is named.
"""

import copy
import html
import json
import os
import posixpath
import re
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath

import pytest

from generator import layout
from generator.formatting import STATUS_SIGNS, format_cell, format_number
from generator.indicators.projection import SCENARIOS
from generator.indicators.reachability import Span
from generator.model import District, Level, Quantity
from generator.planning.allocation import Distribution, Share
from generator.planning.needs.logic import Truth
from generator.profiles.atlas import Atlas, is_signed
from generator.profiles.views import full_name
from tests.artefacts import (
    Element,
    Sheet,
    fold,
    page_sheets,
    read_page,
    read_report,
    read_rows,
    read_workbook,
    report_sheets,
)
from tests.sites import build
from tests.test_tiers import add_forecast, add_tiers
from tests.tiny import copy_tiny_city, evaluate_city

if not shutil.which("pdfinfo"):
    if os.environ.get("CI") == "true":
        raise RuntimeError("poppler-utils is missing; `make test` installs it")
    pytest.skip("poppler-utils is missing: NO REPORT IS READ", allow_module_level=True)

Subject = tuple[str, ...]
"""What a number is: its kind, then the ids that tell it apart; the code of its district stands last."""
Found = tuple[str, Subject, str]
"""Name of an artefact, what it shows, and how it writes it."""


LINK = re.compile(r'<a href="([^"#]*)#gebiet-([^"]+)">(.*?)</a>', re.DOTALL)
"""A number that leads to where it is explained."""


class Tree:
    """A built site with the evaluated data that it was made from."""

    def __init__(self, project: Path) -> None:
        self.atlas = evaluate_city(project)
        self.site = project / "build/site"
        self.expected = expected_numbers(self.atlas)
        self.pages: dict[Path, Element] = {}
        self.levels = {one.id: one for one in self.atlas.geography.levels}

    def at(self, site: Path) -> "Tree":
        """The same numbers, to be looked for in another folder."""
        other = copy.copy(self)
        other.site = site
        other.pages = {}
        return other

    def page(self, path: PurePosixPath) -> Element:
        """A page by its source."""
        file = self.site / layout.url(path) / "index.html"
        if file not in self.pages:
            self.pages[file] = read_page(file)
        return self.pages[file]

    def rows(self, path: PurePosixPath) -> list[dict[str, str]]:
        """A CSV file."""
        return read_rows((self.site / path).read_bytes())

    def report(self, path: PurePosixPath) -> list[Sheet]:
        """The tables of a report."""
        return report_sheets(read_report(self.site / path))

    def districts(self) -> Iterator[tuple[Level, District]]:
        """Every district with its level."""
        for code in self.atlas.geography.districts:
            district = self.atlas.geography.districts[code]
            yield self.levels[district.level_id], district

    def by_name(self, sheet: Sheet) -> Iterator[tuple[str, dict[str, str]]]:
        """Rows of a table of districts, by code; the level stands in the caption or heads the first column."""
        geography = self.atlas.geography
        level = next(
            (
                one
                for one in geography.levels
                if sheet.caption.startswith(one.name_plural) or sheet.columns[0] == one.name_singular
            ),
            None,
        )
        names = {geography.city.name: geography.city.code}
        shared = self.atlas.allocation.districts if self.atlas.allocation else ()
        for one in geography.districts_on(level) if level else shared:
            names |= {one.name: one.code, f"{one.number} {one.name}".strip(): one.code}
        for row in sheet.rows:
            if row.header in names:
                yield names[row.header], row.cells


# --- what is to be shown ------------------------------------------------------------------------------------------


def spell_span(span: Span, decimals: int = 0) -> str:
    """A range of percentages as it is printed."""
    low, high = span.low, span.high
    if low.value is None or high.value is None:
        return STATUS_SIGNS[low.status]
    if low.value == 0 == high.value:
        return "–"
    texts = dict.fromkeys(format_number(one, decimals) for one in (low.value, high.value))
    return fold(f"{' bis '.join(texts)} %")


def expected_numbers(atlas: Atlas) -> dict[Subject, str]:
    """Every number with the words that all artefacts must use."""
    found: dict[Subject, str] = {}
    for indicator in atlas.results.indicators:
        for code in atlas.geography.districts:
            observation = atlas.results.latest(indicator.id, code)
            text = format_cell(observation, indicator.decimals, unit=indicator.unit, signed=is_signed(indicator))
            found["indicator", indicator.id, code] = fold(text)
    for result in atlas.needs.results:
        book = atlas.needs.book
        assert book is not None
        title = book.need_class(result.class_id).title if result.class_id else "Klasse unbekannt"
        words = {Truth.YES: f"ja: {title}", Truth.NO: "nein", Truth.UNKNOWN: "unbekannt"}
        found["need", result.rule.id, result.district_code] = fold(words[result.truth])
    for share in amounts_of(atlas):
        found["amount", share.district_code] = fold(f"{format_number(share.amount / 100, 2)} €")
    if atlas.projection:
        for (code, year, scenario), people in atlas.projection.people.items():
            found["projection", str(year), scenario, code] = fold(format_cell(people))
    if atlas.reachability:
        for (target, code), reach in atlas.reachability.reach.items():
            for profile, span in reach.shares_pct.items():
                found["reach", target, profile, code] = spell_span(span)
    return found


def amounts_of(atlas: Atlas) -> tuple[Share, ...]:
    """Amounts of all districts in the newest round, in cents."""
    current = atlas.allocation.current if atlas.allocation else None
    return tuple(current.shares.values()) if isinstance(current, Distribution) else ()


# --- what pages show ----------------------------------------------------------------------------------------------


def read_indicator_pages(tree: Tree) -> Iterator[Found]:
    """The table of every level."""
    for indicator in tree.atlas.results.indicators:
        for sheet in page_sheets(tree.page(layout.indicator_page(indicator.slug))):
            for row in sheet.rows:
                if row.anchor.startswith("gebiet-"):
                    code = next(one for one in tree.atlas.geography.districts if f"gebiet-{one.lower()}" == row.anchor)
                    yield "page of the indicator", ("indicator", indicator.id, code), list(row.cells.values())[1]


def read_linked_numbers(tree: Tree) -> Iterator[Found]:
    """Every number on any page that is a link to where it is explained."""
    slugs = {one.slug: one for one in tree.atlas.results.indicators}
    codes = {code.lower(): code for code in tree.atlas.geography.districts}
    pages = {layout.url(layout.district_page(district, level)): district.code for level, district in tree.districts()}
    for file in sorted(tree.site.rglob("index.html")):
        own = file.parent.relative_to(tree.site).as_posix()
        # All pages of a city are too many to read each as a tree.
        for address, anchor, content in LINK.findall(file.read_text(encoding="utf-8")):
            slug = posixpath.basename(posixpath.normpath(posixpath.join(own, address)))
            text = fold(html.unescape(re.sub(r"<[^>]+>", "", content)))
            if slug in slugs and text not in (fold(slugs[slug].title), fold(slugs[slug].short_title)):
                is_own = pages.get(f"{own}/") == codes[anchor]
                name = "page of the district" if is_own else f"link on {own}"
                yield name, ("indicator", slugs[slug].id, codes[anchor]), text


def read_evidence(tree: Tree) -> Iterator[Found]:
    """Numbers that needs rest on, in a list of evidence."""
    titles = {fold(one.title): one.id for one in tree.atlas.results.indicators}
    for level, district in tree.districts():
        for line in tree.page(layout.district_page(district, level)).find_all("dd"):
            title, _, rest = fold(line.text).partition(": ")
            if title in titles and "; verlangt: " in rest:
                text = re.split(r" \(Bereich|, \d\d\.\d\d\.\d{4}", rest)[0]
                # In a sentence an exact zero is written, in a table it has a sign.
                yield (
                    "evidence",
                    ("indicator", titles[title], district.code),
                    "–" if re.match(r"0( |$)", text) else text,
                )


def read_district_sheets(tree: Tree, sheets: list[Sheet], district: District, artefact: str) -> Iterator[Found]:
    """The tables about one district, on its page or in its report."""
    titles = {fold(one.title): one.id for one in tree.atlas.results.indicators}
    scenarios = {one.title: one.id for one in SCENARIOS}
    targets = {one.title: one.id for one in tree.atlas.reachability.targets} if tree.atlas.reachability else {}
    profiles = {one.title: one.id for one in tree.atlas.reachability.profiles} if tree.atlas.reachability else {}
    names = {district.name, full_name(district, tree.levels[district.level_id])}
    for sheet in sheets:
        for row in sheet.rows:
            own = next((one for one in sheet.columns if one in names), "")
            if "Stichtag" in sheet.columns and row.header in titles and own:
                yield artefact, ("indicator", titles[row.header], district.code), row.cells[own]
            if sheet.columns[0] == "Jahr" and set(scenarios) <= set(sheet.columns):
                for title, scenario in scenarios.items():
                    yield artefact, ("projection", row.header, scenario, district.code), row.cells[title]
            if sheet.columns[0] == "Wohin" and row.header.rpartition(", höchstens")[0] in targets:
                for title, profile in profiles.items():
                    subject = ("reach", targets[row.header.rpartition(", höchstens")[0]], profile, district.code)
                    yield artefact, subject, row.cells[f"Anteil ab 65 in Reichweite, {title}"]


def read_district_pages(tree: Tree) -> Iterator[Found]:
    """Tables, tasks and money on pages of districts."""
    for level, district in tree.districts():
        page = tree.page(layout.district_page(district, level))
        yield from read_district_sheets(tree, list(page_sheets(page)), district, "page of the district")
        for item in page.find_all("li"):
            anchor = item.attributes.get("id", "")
            rule = next(
                (
                    one
                    for one in tree.atlas.needs.answers.get(district.code, ())
                    if anchor == f"regel-{one.rule.id.replace('_', '-')}"
                ),
                None,
            )
            if rule:
                status = [one for one in item.find_all("span") if one.attributes.get("class") == "ga-status"]
                text = f"ja: {fold(status[0].text)}" if status else "unbekannt"
                yield "page of the district", ("need", rule.rule.id, district.code), text


def read_overviews(tree: Tree) -> Iterator[Found]:
    """Tables of all districts, on pages and in the report on the city."""
    shown = {
        "page of all needs": layout.NEEDS,
        "page of the budget": layout.ALLOCATION,
        "page of years to come": layout.PROJECTION,
        "page of ways": layout.REACHABILITY,
    }
    for name, path in shown.items():
        if (tree.site / layout.url(path)).is_dir():
            for sheet in page_sheets(tree.page(path)):
                yield from read_overview(tree, sheet, name)
    if (tree.site / layout.plan_report()).is_file():
        for sheet in tree.report(layout.plan_report()):
            yield from read_overview(tree, sheet, "report on the city")


def read_overview(tree: Tree, sheet: Sheet, artefact: str) -> Iterator[Found]:
    """One of them."""
    atlas = tree.atlas
    rules = {one.short_title: one.id for one in atlas.needs.book.rules} if atlas.needs.book else {}
    profiles = {one.title: one.id for one in atlas.reachability.profiles} if atlas.reachability else {}
    shorts = {fold(one.short_title): one.id for one in atlas.results.indicators}
    for code, cells in tree.by_name(sheet):
        if sheet.caption.endswith("Regeln und Antworten"):
            yield from ((artefact, ("need", rules[one], code), cells[one]) for one in sheet.columns if one in rules)
        elif ": alle Beträge" in sheet.caption and code != atlas.geography.city.code:
            yield artefact, ("amount", code), cells["Betrag"]
        elif sheet.caption.endswith("heute und in kommenden Jahren"):
            for column in sheet.columns:
                year, _, title = column.partition(", ")
                scenario = next((one.id for one in SCENARIOS if one.title == title), None)
                if scenario:
                    yield artefact, ("projection", year, scenario, code), cells[column]
        elif sheet.caption.endswith("mit Begegnungsort in Reichweite"):
            yield from ((artefact, ("reach", "meeting_place", profiles[one], code), cells[one]) for one in profiles)
        elif sheet.caption.endswith(f"in {atlas.geography.city.name}"):
            found = {one: shorts[one] for one in sheet.columns if one in shorts}
            yield from ((artefact, ("indicator", key, code), cells[one]) for one, key in found.items())


def read_chain(tree: Tree) -> Iterator[Found]:
    """The amount as the page of the district and that of its budget tell it."""
    for share in amounts_of(tree.atlas):
        district = tree.atlas.geography.districts[share.district_code]
        for sheet in page_sheets(tree.page(layout.allocation_page(district))):
            if sheet.columns[-1].startswith("Betrag "):
                for code, cells in tree.by_name(sheet):
                    yield "page of the amount", ("amount", code), cells[sheet.columns[-1]]
        text = fold(tree.page(layout.district_page(district, tree.levels[district.level_id])).text)
        for amount in re.findall(rf"{re.escape(district.name)} (?:bekommt|bekäme) ([\d.,]+ €)", text):
            yield "page of the district", ("amount", district.code), amount


def read_maps(tree: Tree) -> Iterator[Found]:
    """What interactive maps say."""
    for indicator in tree.atlas.results.indicators:
        for level in tree.atlas.geography.levels[1:]:
            file = tree.site / layout.map_data(layout.indicator_map(indicator.slug, level))
            data = json.loads(re.split(r'\["karte"\]=', file.read_text(encoding="utf-8"))[1].rstrip(";\n"))
            for area in data["areas"]:
                text = area["sign"] or area["text"]
                yield "map", ("indicator", indicator.id, area["code"]), fold(text)


# --- what files hold ----------------------------------------------------------------------------------------------


def read_quantity(value: object) -> Quantity:
    """A number of a file, or its sign."""
    text = "" if value is None else str(value)
    for status, sign in STATUS_SIGNS.items():
        if text == sign:
            return Quantity.absent(status)
    return Quantity(float(text))


def read_indicator_files(tree: Tree) -> Iterator[Found]:
    """Tables and geodata of indicators and districts."""
    atlas = tree.atlas
    for indicator in atlas.results.indicators:
        path = layout.indicator_download(indicator.slug, "csv")
        yield from read_observations(tree, tree.rows(path), "CSV of the indicator")
        book = read_workbook(tree.site / path.with_suffix(".xlsx"))
        yield from read_observations(tree, name_columns(book["Kennzahlen"]), "workbook of the indicator")
        geodata = tree.site / path.with_suffix(".geojson")
        if geodata.exists():
            features = json.loads(geodata.read_text(encoding="utf-8"))["features"]
            properties = [{**one["properties"]} for one in features]
            for one in properties:
                one["value"] = one["value_sign"] if one["value"] is None else one["value"]
            yield from read_observations(tree, properties, "geodata of the indicator")
    for level, district in tree.districts():
        path = layout.district_download(level, district, "csv", topic="kennzahlen")
        yield from read_observations(tree, tree.rows(path), "CSV of the district")
        book = read_workbook(tree.site / layout.district_download(level, district, "xlsx"))
        yield from read_observations(tree, name_columns(book["Kennzahlen"]), "workbook of the district")


def name_columns(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Rows of a workbook with the names that the columns have in CSV files."""
    names = {
        "Kennung der Kennzahl": "indicator_id",
        "Gebietsschlüssel": "district_code",
        "Stichtag": "reference_date",
        "Wert": "value",
        "Zeichen": "value_sign",
    }
    found = [{names.get(key, key): value for key, value in row.items()} for row in rows]
    return [{**one, "value": one["value_sign"] if one["value"] is None else one["value"]} for one in found]


def read_observations(
    tree: Tree, rows: list[dict[str, object]] | list[dict[str, str]], artefact: str
) -> Iterator[Found]:
    """The newest numbers of a table of indicators."""
    for row in rows:
        indicator = tree.atlas.results.indicator(str(row["indicator_id"]))
        code = str(row["district_code"])
        if str(row["reference_date"])[:10] == str(tree.atlas.results.latest(indicator.id, code).reference_date):
            quantity = read_quantity(row["value"])
            text = format_cell(quantity, indicator.decimals, unit=indicator.unit, signed=is_signed(indicator))
            yield artefact, ("indicator", indicator.id, code), fold(text)


def read_needs_files(tree: Tree) -> Iterator[Found]:
    """Answers of rules, as CSV and as workbook."""
    if tree.atlas.needs.book:
        for row in tree.rows(layout.needs_download("csv", topic="antworten")):
            if row["kind"] == "need":
                yield (
                    "CSV of needs",
                    ("need", row["rule_id"], row["district_code"]),
                    spell_answer(row["answer"], row["class"]),
                )
        for one in read_workbook(tree.site / layout.needs_download("xlsx"))["Antworten aller Regeln"]:
            if one["Art"] == "need":
                subject = ("need", str(one["Regel"]), str(one["Gebietsschlüssel"]))
                yield "workbook of needs", subject, spell_answer(str(one["Antwort"]), str(one["Einordnung"] or ""))


def read_budget_files(tree: Tree) -> Iterator[Found]:
    """Amounts, as CSV and as workbook."""
    current = tree.atlas.allocation.current if tree.atlas.allocation else None
    if isinstance(current, Distribution):
        year, variant = str(current.round.year), current.variant.id
        for row in tree.rows(layout.allocation_download("csv", topic="betraege")):
            is_current = (row["round_year"], row["variant_id"], row["purpose"]) == (year, variant, "counting")
            # What must not be told apart is one amount for several districts, which no page of a district shows.
            if is_current and row["district_code"] in tree.atlas.geography.districts:
                yield (
                    "CSV of the budget",
                    ("amount", row["district_code"]),
                    fold(f"{format_number(float(row['amount']), 2)} €"),
                )
        for one in read_workbook(tree.site / layout.allocation_download("xlsx"))["Beträge"]:
            is_current = (str(one["Jahr"]), one["Kennung der Variante"], one["Zweck"]) == (year, variant, "counting")
            if is_current and one["Gebietsschlüssel"] in tree.atlas.geography.districts:
                amount = fold(f"{format_number(float(str(one['Betrag'])), 2)} €")
                yield "workbook of the budget", ("amount", str(one["Gebietsschlüssel"])), amount


def read_projection_files(tree: Tree) -> Iterator[Found]:
    """Years to come, as CSV and as workbook."""
    if tree.atlas.projection:
        for row in tree.rows(layout.projection_download("csv", topic="gebiete")):
            subject = ("projection", row["year"], row["scenario_id"], row["district_code"])
            yield "CSV of years to come", subject, fold(format_cell(read_quantity(row["people_65_plus"])))
        for one in read_workbook(tree.site / layout.projection_download("xlsx"))["Gebiete"]:
            subject = ("projection", str(one["Jahr"]), str(one["Kennung der Annahme"]), str(one["Gebietsschlüssel"]))
            yield "workbook of years to come", subject, fold(format_cell(read_quantity(one["Menschen ab 65"])))


def spell_answer(answer: str, title: str) -> str:
    """An answer of a file in the words of a page."""
    return {"yes": f"ja: {title}", "no": "nein", "unknown": "unbekannt"}[answer]


def read_reach_files(tree: Tree) -> Iterator[Found]:
    """Ways, which files tell with one more digit: what they say is compared with that digit, then told without it."""
    if tree.atlas.reachability is None:
        return
    for row in tree.rows(layout.reach_download("csv", topic="gebiete")):
        key = (row["target_id"], row["profile_id"], row["district_code"])
        yield "CSV of ways", ("reach", *key), check_digit(tree, key, row["share_low_pct"], row["share_high_pct"])
    for one in read_workbook(tree.site / layout.reach_download("xlsx"))["Gebiete"]:
        key = (
            str(one["Kennung des Ziels"]),
            str(one["Kennung der Gehgeschwindigkeit"]),
            str(one["Gebietsschlüssel"]),
        )
        yield (
            "workbook of ways",
            ("reach", *key),
            check_digit(tree, key, one["Anteil, mindestens"], one["Anteil, höchstens"]),
        )


def check_digit(tree: Tree, key: tuple[str, str, str], low: object, high: object) -> str:
    """The range as a page writes it, if the file has it with one decimal; otherwise what the file says."""
    assert tree.atlas.reachability is not None
    span = tree.atlas.reachability.reach[key[0], key[2]].shares_pct[key[1]]
    told = spell_span(Span(read_quantity(low), read_quantity(high)), 1)
    rounded = [one if one.value is None else Quantity(round(one.value, 1)) for one in (span.low, span.high)]
    return spell_span(span) if told == spell_span(Span(*rounded), 1) else told


def read_reports(tree: Tree) -> Iterator[Found]:
    """The report on every district."""
    for level, district in tree.districts():
        sheets = tree.report(layout.dossier(level, district))
        yield from read_district_sheets(tree, sheets, district, "report on the district")


Reader = Callable[[Tree], Iterator[Found]]
READERS: tuple[Reader, ...] = (
    read_indicator_pages,
    read_linked_numbers,
    read_evidence,
    read_district_pages,
    read_overviews,
    read_chain,
    read_maps,
    read_indicator_files,
    read_needs_files,
    read_budget_files,
    read_projection_files,
    read_reach_files,
    read_reports,
)
FILES = {
    "indicator": {f"{kind} of the {owner}" for kind in ("CSV", "workbook") for owner in ("indicator", "district")},
    "need": {"CSV of needs", "workbook of needs", "page of all needs", "report on the city"},
    "amount": {
        "CSV of the budget", "workbook of the budget", "page of the budget", "page of the amount",
        "page of the district", "report on the city",
    },
    "projection": {
        "CSV of years to come", "workbook of years to come", "page of years to come", "report on the city",
    },
    "reach": {"CSV of ways", "workbook of ways", "page of the district", "report on the district"},
}  # fmt: skip
"""Artefacts that must show every number of a kind."""


def required(tree: Tree, subject: Subject) -> set[str]:
    """Artefacts that have to show a number."""
    kind, code = subject[0], subject[-1]
    needed = set(FILES[kind])
    is_city = code == tree.atlas.geography.city.code
    if kind == "indicator":
        needed |= {
            "page of the indicator",
            "page of the district",
            "report on the district",
            "geodata of the indicator",
        }
        needed |= set() if is_city else {"map"}
    if kind == "reach" and subject[1] == "meeting_place" and not is_city:
        needed |= {"page of ways", "report on the city"}
    if kind == "need" and tree.expected[subject] != "nein":
        needed.add("page of the district")
    if kind == "projection" and not tree.expected[subject].startswith(tuple(STATUS_SIGNS.values())):
        needed |= {"page of the district", "report on the district"}
    return needed


def find_disagreement(tree: Tree, readers: Sequence[Reader] = READERS) -> tuple[list[str], list[str]]:
    """Numbers that differ, and numbers that an artefact lacks."""
    shown: dict[Subject, set[str]] = defaultdict(set)
    wrong = []
    for reader in readers:
        for artefact, subject, text in reader(tree):
            shown[subject].add(artefact)
            wanted = tree.expected.get(subject, "nothing")
            if fold(text) != wanted:
                wrong.append(f"{artefact}: {' '.join(subject)} is {fold(text)!r} instead of {wanted!r}")
    missing = [
        f"{artefact} lacks {' '.join(subject)}"
        for subject in tree.expected
        for artefact in sorted(required(tree, subject) - shown[subject])
    ]
    return wrong, missing


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """The invented town with tiers and a forecast, built with all reports."""
    city = add_tiers(copy_tiny_city(tmp_path_factory.mktemp("agreement") / "city"))
    add_forecast(city)
    build(city.project, "--reports")
    return Tree(city.project)


def test_every_artefact_of_a_number_says_the_same_in_the_tiny_city(tiny: Tree) -> None:
    assert find_disagreement(tiny) == ([], [])


def test_all_kinds_of_numbers_are_compared(tiny: Tree) -> None:
    assert {subject[0] for subject in tiny.expected} == set(FILES)


def test_archives_hold_the_same_files_as_lie_beside_them(tiny: Tree) -> None:
    compared = 0
    for archive in sorted((tiny.site / layout.DOWNLOADS).rglob("*.zip")):
        with zipfile.ZipFile(archive) as content:
            for name in content.namelist():
                beside = archive.parent / posixpath.basename(name)
                if beside.suffix in {".csv", ".xlsx", ".geojson"} and beside.exists():
                    assert content.read(name) == beside.read_bytes(), (archive, name)
                    compared += 1
    assert compared > 100


@pytest.mark.parametrize(
    ("reader", "path", "old", "new"),
    [
        (read_linked_numbers, "ortsteile/muehlengrund/index.html", ">37,5", ">37,6"),
        (read_indicator_pages, "indikatoren/anteil-ab-65/index.html", ">37,5", ">37,6"),
        (read_overviews, "planung/bedarfe/index.html", ">ja: später", ">ja: bald"),
        (read_overviews, "planung/verteilung/index.html", ">4.908,33", ">4.908,34"),
        (read_indicator_files, "downloads/indikatoren/anteil-ab-65.csv", "2025-12-31,37.5", "2025-12-31,37.6"),
        (read_indicator_files, "downloads/indikatoren/anteil-ab-65.geojson", ":37.5", ":37.6"),
        (read_budget_files, "downloads/verteilung-betraege.csv", "4908.33,4200", "4908.34,4200"),
        (
            read_projection_files,
            "downloads/vorausberechnung-gebiete.csv",
            "constant,gleicher Anteil,2030,600",
            "constant,gleicher Anteil,2030,601",
        ),
        (read_reach_files, "downloads/erreichbarkeit-gebiete.csv", ",51.9,", ",51.8,"),
        (read_maps, "karten/indikatoren/anteil-ab-65-ortsteile.js", "37,5", "37,6"),
    ],
)
def test_one_changed_digit_is_found(tiny: Tree, tmp_path: Path, reader: Reader, path: str, old: str, new: str) -> None:
    folder = tmp_path / "build/site"
    shutil.copytree(tiny.site, folder)
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert find_disagreement(tiny, [reader])[0] == []
    assert find_disagreement(tiny.at(folder), [reader])[0] != []


def test_a_missing_number_is_found(tiny: Tree, tmp_path: Path) -> None:
    folder = tmp_path / "build/site"
    shutil.copytree(tiny.site, folder)
    file = folder / layout.needs_download("csv", topic="antworten")
    file.write_bytes(b"\n".join(line for line in file.read_bytes().split(b"\n") if b"treff,Einen Treff" not in line))
    wrong, missing = find_disagreement(tiny.at(folder), [read_needs_files, read_district_pages, read_overviews])
    missing = [one for one in missing if one.startswith("CSV of needs")]
    assert (wrong, missing) == ([], [f"CSV of needs lacks need treff {code}" for code in ("001", "003", "002")])


@pytest.mark.slow
def test_every_artefact_of_a_number_says_the_same_in_magdeburg(magdeburg: Path) -> None:
    # Reading the text of 59 reports takes minutes; those of the tiny city are made by the same code.
    wrong, missing = find_disagreement(Tree(magdeburg), [one for one in READERS if one is not read_reports])
    assert wrong == []
    # Names that two levels share do not tell whose line of an overview is missing; files go by keys.
    assert [one for one in missing if one.startswith(("CSV", "workbook", "geodata", "map"))] == []
