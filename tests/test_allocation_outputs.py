"""Amounts as they are shown: page, table to take along and report say the same, and every sum can be redone."""

import csv
import io
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from generator import layout
from generator.formatting import NBSP
from generator.model import OutputFile
from generator.planning.allocation import Allocation, Distribution
from generator.profiles.allocation import profile_allocation
from generator.profiles.allocation_districts import profile_allocation_districts, view_allocation
from generator.profiles.views import TableView
from generator.render.files import prepare_downloads, render_allocation_files
from generator.render.pages import render_pages
from generator.render.reports import describe
from tests.tiny import copy_tiny_city, evaluate_city, tiny_atlas

EURO = re.compile(r"([+−±]?)([\d.]+,\d\d)" + NBSP + "€")


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The downloads by name."""
    edition, _ = prepare_downloads(tiny_atlas())
    return {one.path.name: one.content for one in render_allocation_files(tiny_atlas(), edition)}


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def given() -> Allocation:
    allocation = tiny_atlas().allocation
    assert allocation is not None
    return allocation


def euros(text: str) -> Decimal:
    """The amount in a text."""
    found = EURO.search(text)
    assert found, text
    sign = -1 if found[1] == "−" else 1
    return sign * Decimal(found[2].replace(".", "").replace(",", "."))


def column(table: TableView, title: str) -> list[str]:
    place = table.columns.index(title) - 1
    return [row.cells[place].text for row in table.rows]


# --- the page -----------------------------------------------------------------------------------------------------


def test_the_steps_on_a_page_add_up_to_the_amount_on_it() -> None:
    for page in profile_allocation_districts(tiny_atlas()):
        *steps, amount = [row for row in page.calculation.rows if row.header.text != "Zwischensumme"]
        assert sum(euros(row.cells[-1].text) for row in steps) == euros(amount.cells[-1].text)


def test_a_calculator_gives_what_the_page_says() -> None:
    """Each line reads ``a ÷ b × pool``."""
    checked = 0
    for page in profile_allocation_districts(tiny_atlas()):
        for row in page.calculation.rows:
            if "÷" in row.cells[0].text:
                part, whole, pool = re.split(" [÷×] ", row.cells[0].text)
                exact = Decimal(part.replace(".", "")) / Decimal(whole.replace(".", "")) * euros(pool)
                assert abs(exact - euros(row.cells[1].text)) <= Decimal("0.005")
                checked += 1
    assert checked == 3


def test_what_is_at_no_bound_is_multiplied_with_the_factor_on_the_page() -> None:
    page = profile_allocation_districts(tiny_atlas())[0]
    rows = {row.header.text: row.cells for row in page.calculation.rows}
    text = rows["Grenzen und Übergang"][0].text
    assert text == "Ausgleich für Grenzen in anderen Gebieten: Zwischensumme × 0,98166667"
    factor = Decimal(text.rpartition(" ")[2].replace(",", "."))
    difference = euros(rows["Grenzen und Übergang"][1].text)
    subtotal = euros(rows["Zwischensumme"][1].text)
    assert abs(subtotal * factor - subtotal - difference) <= Decimal("0.005")


def test_one_more_is_told_in_the_words_of_the_key() -> None:
    page = next(one for one in profile_allocation_districts(tiny_atlas()) if "altmuehlau" in str(one.path))
    assert [text.replace(NBSP, " ") for text in page.one_more] == ["ein Mensch ab 65 Jahren mehr: +12,28 €"]


def test_the_parts_of_a_difference_add_up_on_the_page() -> None:
    (page,) = profile_allocation(tiny_atlas(), {})
    assert page.changes is not None
    for row in page.changes.rows:
        before, *parts, after = [euros(cell.text) for cell in row.cells]
        assert before + sum(parts) == after


def test_all_amounts_on_the_page_are_the_budget() -> None:
    (page,) = profile_allocation(tiny_atlas(), {})
    assert page.amounts is not None
    *amounts, total = map(euros, column(page.amounts, "Betrag"))
    assert sum(amounts) == total == Decimal("13400.00")


def test_rows_and_columns_of_the_big_table_add_up() -> None:
    (page,) = profile_allocation(tiny_atlas(), {})
    assert page.amounts is not None
    found = [[euros(cell.text) for at, cell in enumerate(row.cells) if at != 1] for row in page.amounts.rows]
    for amount, *steps in found:
        assert sum(steps) == amount
    for column_of_amounts in zip(*found, strict=True):
        assert sum(column_of_amounts[:-1]) == column_of_amounts[-1]


def test_the_label_stands_in_every_caption_and_on_every_page() -> None:
    label = given().key.label
    (page,) = profile_allocation(tiny_atlas(), {})
    tables = [page.key, page.amounts, page.variants, page.changes]
    for one in profile_allocation_districts(tiny_atlas()):
        assert one.label == label
        tables += [one.calculation, one.variants, one.changes]
    assert all(table is not None and label in table.caption for table in tables)
    assert page.label == label


def test_a_variant_without_amounts_says_why() -> None:
    (page,) = profile_allocation(tiny_atlas(), {})
    assert set(column(page.variants, "Nach Einpersonenhaushalten")) == {"…"}
    (note,) = [one.value for one in page.variant_notes if one.title == "Nach Einpersonenhaushalten"]
    assert "Nicht berechenbar: Wie viele es in der ganzen Stadt sind" in note


def test_a_district_page_names_its_amount_and_other_levels_none() -> None:
    atlas = tiny_atlas()
    view = view_allocation(atlas, layout.START, atlas.geography.districts["003"])
    assert view is not None
    assert view.sentence.replace(NBSP, " ") == "Geld für Treffs: 1.620,00 € von 13.400,00 € im Jahr 2026."
    assert view_allocation(atlas, layout.START, atlas.geography.city) is None


def test_hostile_words_of_a_key_stay_words(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    file = city.project / "datapackages/parameters/allocation.yaml"
    evil = "'<script>alert(1)</script> *x* {{ 7 * 7 }} [a](javascript:b)'"
    text = file.read_text("utf-8")
    for word in ("Geld für Treffs", "Beschluss der Gemeinde", "Menschen ab 65 Jahren", "Nach Alter\n", "Für die Miete"):
        assert word in text
        text = text.replace(word.strip(), evil if word.strip() != "Für die Miete" else '"=1+1"')
    file.write_text(text.replace(f"Es zählen die {evil}", "Es zählen").replace(f"{evil} und", "und"), "utf-8")
    atlas = evaluate_city(city.project)
    pages = [one for one in render_pages(atlas, {}, "") if str(one.path).startswith("planung/verteilung")]
    assert len(pages) == 4
    for page in pages:
        body = page.content.decode().split("---\n", 2)[2]
        assert "<script" not in body
        assert "{{" not in body
        assert "[a](" not in body
    edition, _ = prepare_downloads(atlas)
    downloads: dict[str, OutputFile] = {one.path.name: one for one in render_allocation_files(atlas, edition)}
    reasons = [row["reason"] for row in rows_of(downloads["verteilung-schluessel.csv"].content)]
    assert "'=1+1" in reasons


# --- files --------------------------------------------------------------------------------------------------------


def test_every_budget_in_the_files_is_shared_to_the_cent(files: dict[str, bytes]) -> None:
    sums: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for row in rows_of(files["verteilung-betraege.csv"]):
        if row["amount"]:
            sums[row["round_year"], row["variant_id"], row["purpose"]] += Decimal(row["amount"])
    assert sums.pop(("2025", "aged", "counting")) == Decimal("13000.00")
    assert set(sums.values()) == {Decimal("13400.00")}
    assert len(sums) == 5


def test_files_pages_and_reports_say_the_same(files: dict[str, bytes]) -> None:
    table = {
        row["district"]: Decimal(row["amount"])
        for row in rows_of(files["verteilung-betraege.csv"])
        if (row["round_year"], row["purpose"]) == ("2026", "counting")
    }
    (page,) = profile_allocation(tiny_atlas(), {})
    assert page.amounts is not None
    shown = dict(zip([row.header.text for row in page.amounts.rows], column(page.amounts, "Betrag"), strict=True))
    shown.pop("Zusammen")
    assert {name: euros(text) for name, text in shown.items()} == table
    lines = list(describe(tiny_atlas(), "verteilung", None))[3:]
    assert {line[10:42].strip(): euros(line) for line in lines} == table
    workbook = openpyxl.load_workbook(io.BytesIO(files["verteilung.xlsx"]))
    sheet = workbook["Beträge"]
    header = [cell.value for cell in sheet[1]]
    cells = [dict(zip(header, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=2)]
    sheets = {
        row["Gebiet"]: Decimal(str(row["Betrag"])).quantize(Decimal("0.01"))
        for row in cells
        if (row["Jahr"], row["Zweck"]) == (2026, "counting")
    }
    assert sheets == table


def test_parts_in_the_file_follow_from_counts_weights_and_budget(files: dict[str, bytes]) -> None:
    rows = rows_of(files["verteilung-rechenweg.csv"])
    assert len(rows) > 10
    for row in rows:
        exact = Decimal(row["case_count"]) / Decimal(row["total_case_count"]) * Decimal(row["pool_amount"])
        assert abs(exact - Decimal(row["part_amount"])) <= Decimal("0.01")


def test_every_row_carries_the_label_and_every_setting_its_reason(files: dict[str, bytes]) -> None:
    for name in ("betraege", "rechenweg", "schluessel"):
        assert {row["label"] for row in rows_of(files[f"verteilung-{name}.csv"])} == {"Beschluss der Gemeinde"}
    settings = rows_of(files["verteilung-schluessel.csv"])
    assert all(row["reason"] and row["source"] and row["value"] for row in settings)
    assert {row["setting_id"] for row in settings} >= {"rounds.2026.budget", "variants.mixed.people", "criteria.aged"}


def test_an_amount_that_cannot_be_had_keeps_its_row_and_its_reason(files: dict[str, bytes]) -> None:
    rows = [row for row in rows_of(files["verteilung-betraege.csv"]) if row["variant_id"] == "alone"]
    assert [row["amount"] for row in rows] == ["", "", ""]
    assert all("nicht veröffentlicht" in row["note"] for row in rows)


def test_what_a_few_secret_counts_are_together_is_not_spelled_out(tmp_path: Path) -> None:
    """Of 520 people from 65 on the numbers of two quarters are secret; two criteria share the pot."""
    city = copy_tiny_city(tmp_path / "city")
    city.drop_rules()
    for year in (2023, 2025):
        rows = [
            row
            for row in city.file("demographics/age_groups").read_text("utf-8").splitlines()
            if row.startswith(f"{year}-12-31")
        ]
        cells = [row.split(",") for row in rows]
        sums = [str(sum(int(row[at]) for row in cells)) for at in range(2, 8)]
        hidden = [",".join([*row[:5], ".", ".", row[7]]) if row[1] != "003" else ",".join(row) for row in cells]
        text = "\n".join([f"{year}-12-31,000,{','.join(sums)}", *hidden])
        city.replace("demographics/age_groups", "\n".join(rows), text)
    city.replace("demographics/age_groups", "2024-12-31,001", "2024-12-31,000,140,.,510,510,.,1890\n2024-12-31,001")
    file = city.project / "datapackages/parameters/allocation.yaml"
    text = file.read_text("utf-8").replace("variant: aged", "variant: mixed")
    text = text.replace(text[text.index("    floor:") : text.index("weight_shift:")], "")
    file.write_text(text, "utf-8")
    atlas = evaluate_city(city.project)
    (page,) = profile_allocation(atlas, {})
    assert page.amounts is not None
    (pot,) = [row for row in page.amounts.rows if row.anchor == "gemeinsamer-posten"]
    assert [cell.text for cell in pot.cells][3] == "."
    assert euros(pot.cells[0].text) > 0
    edition, _ = prepare_downloads(atlas)
    files = {one.path.name: one.content for one in render_allocation_files(atlas, edition)}
    rows = [
        (row["criterion_id"], row["case_count"], row["part_amount"])
        for row in rows_of(files["verteilung-rechenweg.csv"])
        if row["district_code"] == "gemeinsam" and row["criterion_id"] == "aged"
    ]
    assert set(rows) == {("aged", ".", ".")}


# --- reports ------------------------------------------------------------------------------------------------------


def test_a_report_leads_from_the_amount_down_to_rows() -> None:
    lines = [line.replace(NBSP, " ") for line in describe(tiny_atlas(), "verteilung", "003")]
    assert lines == [
        "Geld für Treffs (Beschluss der Gemeinde)",
        "  2026, Variante „Nach Alter“",
        "  Budget 13.400,00 €, davon nach Merkmalen 10.400,00 €",
        "Hinterm Wald: 1.620,00 €",
        "  Sockel: 1.000,00 €",
        "  Menschen ab 65 Jahren am 31.12.2025, Gewicht 100,00 %: 20 ÷ 520 × 10.400,00 € = 400,000000 €",
        "    demographics/age_groups, Zeile 10, age_65_plus_count (003): 20",
        "  Zielbetrag: 1.400,000000 €",
        "  Untergrenze: 1.620,00 €, Obergrenze: 2.160,00 €, es greift: die höchste Kürzung gegenüber dem Vorjahr",
        "  Nach Grenzen und Übergang: 1.620,000000 €",
        "  Betrag nach der Rundung: 1.620,00 €",
        "  Vorjahr: 1.800,00 €",
        "    neue Zahlen: −415,38 €",
        "    neuer Schlüssel: ±0,00 €",
        "    neues Budget: +15,38 €",
        "    Grenzen, Übergang, Rundung: +220,00 €",
    ]


def test_a_report_on_another_level_says_so() -> None:
    lines = list(describe(tiny_atlas(), "allocation", "000"))
    assert lines[-1] == "  Verteilt wird auf: Ortsteile. Klein Mühlau gehört nicht zu dieser Ebene."


def test_the_newest_amounts_are_those_of_the_newest_round() -> None:
    current = given().current
    assert isinstance(current, Distribution)
    assert current.round.year == 2026
