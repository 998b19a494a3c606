"""The template: what a clerk sees, what a spreadsheet offers, and that nothing of it is mistaken for data."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from generator.errors import DataError
from generator.workbooks import read_sheets, read_submission, recognize_resource, render_template
from generator.workbooks.patterns import describe_pattern, find_example
from generator.workbooks.template import cut
from tests.office_files import edit_book, tiny_packages, tiny_table
from tests.package_builder import City
from tests.tiny import copy_tiny_city


def render(resource_id: str, *, with_data: bool = False) -> bytes:
    table = tiny_table(resource_id)
    return render_template(table, tiny_packages(), present=table.file.read_bytes() if with_data else None)


def sheets_of(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def headers(content: bytes) -> list[str]:
    return [cell.value for cell in sheets_of(content).worksheets[0][1]]


def validation(content: bytes, title: str) -> Any:
    """The rule of the cells below a header."""
    sheet = sheets_of(content).worksheets[0]
    letter = next(cell.column_letter for cell in sheet[1] if str(cell.value).startswith(title))
    return next(rule for rule in sheet.data_validations.dataValidation if str(rule.sqref).startswith(f"{letter}2"))


def test_the_sheet_has_german_titles_and_marks_what_must_be_filled() -> None:
    content = render("demographics/households")
    assert sheets_of(content).sheetnames == [tiny_table("demographics/households").title, "Hinweise", "Listen"]
    assert headers(content)[1:3] == ["Stichtag *", "Gebietsschlüssel *"]
    sheet = sheets_of(content).worksheets[0]
    required, optional = sheet["B1"].fill.fgColor.rgb, sheet["E1"].fill.fgColor.rgb
    assert required != optional


def test_columns_of_the_same_title_are_told_apart() -> None:
    assert [label for label in headers(render("offerings/locations")) if label.startswith("Ort [")] == [
        "Ort [location_id] *",
        "Ort [city] *",
    ]


def test_codes_of_the_schema_and_keys_of_other_tables_are_offered() -> None:
    content = render("offerings/services")
    book = sheets_of(content)
    for title, expected in (("Stand", "active"), ("Art", "buecherei")):
        rule = validation(content, title)
        assert rule.type == "list"
        name, _, cells = rule.formula1.partition("!")
        assert book[name][cells.replace("$", "")][0][0].value == expected


def test_names_stand_beside_the_keys() -> None:
    rule = validation(render("offerings/services"), "Art")
    first = rule.formula1.partition("!")[2].replace("$", "").partition(":")[0]
    cell = sheets_of(render("offerings/services"))["Listen"][first]
    assert (cell.value, cell.offset(0, 1).value) == ("buecherei", "Bücherei")


def test_yes_and_no_are_offered() -> None:
    rule = validation(render("offerings/service_types"), "Ort der Begegnung")
    assert (rule.type, rule.formula1) == ("list", '"ja,nein"')


def test_every_column_has_help_with_unit_and_signs() -> None:
    sheet = sheets_of(render("demographics/age_groups")).worksheets[0]
    prompts = {str(rule.sqref).split(":")[0]: rule.prompt for rule in sheet.data_validations.dataValidation}
    for column in range(2, sheet.max_column + 1):
        assert prompts[sheet.cell(1, column).coordinate] == prompts[sheet.cell(2, column).coordinate] != ""
    assert any(". = Zahlenwert geheim gehalten" in prompt for prompt in prompts.values())


def test_help_fits_what_spreadsheets_allow() -> None:
    packages = tiny_packages()
    for table in (table for package in packages for table in package.resources if table.format == "csv"):
        sheet = sheets_of(render_template(table, packages)).worksheets[0]
        assert len(sheet.title) <= 31
        for rule in sheet.data_validations.dataValidation:
            assert max(len(rule.prompt), len(rule.error or "")) <= 255
            assert len(rule.promptTitle) <= 32


def test_the_example_row_is_marked_sound_and_never_read() -> None:
    table = tiny_table("offerings/services")
    content = render("offerings/services")
    assert sheets_of(content).worksheets[0]["A2"].value.startswith("Beispiel")

    def unmark(sheet: Any) -> None:
        sheet["A2"] = None

    with pytest.raises(DataError, match="keine Zeile"):
        read_submission(read_sheets(content, "a.xlsx"), table, tiny_packages())
    submission = read_submission(read_sheets(edit_book(content, unmark), "a.xlsx"), table, tiny_packages())
    assert [row.number for row in submission.rows] == [2]
    assert submission.findings == ()
    assert all(submission.rows[0].texts[field.name] for field in table.fields if field.constraints.get("required"))


def test_the_notes_explain_signs_and_carry_the_mark() -> None:
    content = render("demographics/age_groups")
    texts = [cell.value for row in sheets_of(content)["Hinweise"] for cell in row if cell.value]
    assert {".", "…", "/", "x", "0"} <= set(texts)
    assert any("31.12.2025" in text for text in texts)
    assert recognize_resource(read_sheets(content, "a.xlsx"), tiny_packages(), None).id == "demographics/age_groups"


def test_the_same_schema_gives_the_same_bytes() -> None:
    assert render("offerings/services") == render("offerings/services")
    assert render("offerings/services", with_data=True) == render("offerings/services", with_data=True)


def test_present_rows_are_filled_in_as_clerks_know_them() -> None:
    sheet = sheets_of(render("demographics/age_groups", with_data=True)).worksheets[0]
    first = [cell.value for cell in sheet[3]]
    assert (f"{first[1]:%d.%m.%Y}", first[2], first[3]) == ("31.12.2023", "001", 100)
    assert sheet.max_row == 2 + 9
    assert "." in [cell.value for cell in sheet[8]] + [cell.value for cell in sheet[7]] + [
        cell.value for cell in sheet[9]
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+49 1", "-5", "@home", "<r>fett</r>", "_x0041_", "a & b", "'Zitat'", "05", "1e5", "#NAME", "WAHR"]
)
def test_no_text_turns_into_something_else(tmp_path: Any, text: str) -> None:
    city: City = copy_tiny_city(tmp_path / "city")
    city.write("offerings/organizations", f"organization_id,name,note\na,{text},\n".encode())
    packages = tiny_packages(city.project)
    table = next(item for package in packages for item in package.resources if item.id == "offerings/organizations")
    content = render_template(table, packages, present=table.file.read_bytes())
    cell = sheets_of(content).worksheets[0]["C3"]
    assert cell.data_type == "s"
    (row,) = read_submission(read_sheets(content, "a.xlsx"), table, packages).rows
    assert row.texts["name"] == text


def test_map_data_has_no_template() -> None:
    with pytest.raises(DataError, match="keine Tabelle"):
        render("districts/boundaries")


def test_help_is_cut_at_a_word() -> None:
    assert cut("eins zwei drei", 10) == "eins …"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("^[0-9]{5}$", "5 Ziffern"),
        ("^([0-9]{2}|VG[0-9]{2})$", "2 Ziffern oder ‚VG‘ und 2 Ziffern"),
        (r"^\+?[0-9][0-9 /-]+$", "eine Telefonnummer aus Ziffern, Leerzeichen, ‚/‘ und ‚-‘"),
        (r"^https?://[^\s]+$", "eine Web-Adresse, die mit https:// beginnt"),
        ("^[A-Z]{1,2}[0-9]{4}/[0-9]{2}(/[0-9]+)?$", ""),
        (".*", ""),
    ],
)
def test_patterns_are_said_in_words_or_not_at_all(pattern: str, words: str) -> None:
    assert describe_pattern(pattern) == words


def test_examples_fit_their_pattern() -> None:
    import re

    patterns = {
        str(field.constraints["pattern"])
        for package in tiny_packages()
        for table in package.resources
        for field in table.fields
        if "pattern" in field.constraints
    }
    assert len(patterns) > 10
    assert [pattern for pattern in patterns if not re.fullmatch(pattern, find_example(pattern))] == []
