"""Bands without gap and overlap, and tables that are as complete as they promise."""

from typing import Any

import pytest

from tests.plausibility import check_tables, make_table, only_issue

ROWS = {"kind": "bands_tile", "level": "error", "from": "from_years", "until": "under_years", "starts_at": 0}


def bands(*lines: str, **more: Any) -> Any:
    text = "\n".join(["from_years,under_years", *lines])
    return make_table("t/bands", text, [{**ROWS, **more}])


def test_bands_that_follow_each_other_are_fine_in_any_order() -> None:
    assert check_tables(bands("7,18", "0,7", "18,", open_end=True)) == []


@pytest.mark.parametrize(
    ("lines", "row", "words"),
    [
        (("0,7", "8,18", "18,"), 3, "ist eine Lücke von 7 bis unter 8"),
        (("0,7", "6,18", "18,"), 3, "überlappen sich von 6 bis unter 7"),
        (("1,7", "7,18", "18,"), 2, "beginnt bei 1; das erste Band beginnt bei 0"),
        (("0,7", "7,", "18,"), 4, "Das Band in Zeile 3 (7) ist nach oben offen, aber danach beginnt noch eines"),
        (("0,7", "7,18"), 3, "ist das letzte Band und muss nach oben offen sein"),
    ],
)
def test_a_wrong_band_is_named_with_its_limits(lines: tuple[str, ...], row: int, words: str) -> None:
    issue = only_issue(bands(*lines, open_end=True))
    assert (issue.code, issue.row) == ("bands-tile", row)
    assert words in issue.message


def test_every_group_has_its_own_bands() -> None:
    text = "reference_date,from_years,under_years\n2023-12-31,0,7\n2023-12-31,7,18\n2024-12-31,0,7\n2024-12-31,8,18"
    issue = only_issue(make_table("t/bands", text, [{**ROWS, "within": ["reference_date"]}], keys=2))
    assert "Zwischen Zeile 4 (31.12.2024, 0) und Zeile 5 (31.12.2024, 8)" in issue.message


# --- columns ------------------------------------------------------------------------------------------------------

COLUMNS = {"age_0_6_count": [0, 7], "age_7_17_count": [7, 18], "age_18_plus_count": [18, None]}


def columns(**changes: list[int | None]) -> Any:
    rule = {
        "kind": "bands_tile",
        "level": "error",
        "columns": {**COLUMNS, **changes},
        "starts_at": 0,
        "open_end": True,
    }
    return make_table("t/ages", "name,age_0_6_count,age_7_17_count,age_18_plus_count\na,1,2,3", [rule])


def test_columns_whose_names_tile_are_fine() -> None:
    assert check_tables(columns()) == []


def test_a_column_that_says_something_else_than_the_rule_is_named() -> None:
    issues = check_tables(columns(age_7_17_count=[8, 18]))
    assert [issue.code for issue in issues] == ["bands-tile", "bands-tile"]
    assert "(‚age_7_17_count‘) reicht von 7 bis unter 18, die Regel sagt: von 8 bis unter 18." in issues[0].message
    assert "ist eine Lücke." in issues[1].message


def test_a_missing_first_or_last_column_is_named() -> None:
    table = columns()
    (rule,) = table.descriptor["plausibility"]
    rule["columns"] = {"age_7_17_count": [7, 18]}
    assert [issue.message.split(" Berichtige")[0] for issue in check_tables(table)] == [
        "Das erste Band „Age 7 17“ beginnt bei 7 statt bei 0.",
        "Das letzte Band „Age 7 17“ muss nach oben offen sein.",
    ]


# --- coverage -----------------------------------------------------------------------------------------------------


def covered(rule: dict[str, Any], *lines: str) -> Any:
    text = "\n".join(["reference_date,district_code,people_count", *lines])
    return make_table("t/people", text, [{"kind": "coverage", "level": "error", **rule}], keys=2)


def test_a_missing_year_is_named() -> None:
    issue = only_issue(covered({"level_id": "town", "years": [2022, 2024]}, "2022-12-31,00,1", "2024-12-31,00,1"))
    assert (issue.code, issue.field) == ("coverage", "reference_date")
    assert issue.message == "In der Tabelle fehlt das Jahr 2023 für die Ebene ‚town‘. Ergänze die Zeilen."


def test_missing_districts_are_named_per_year() -> None:
    issue = only_issue(covered({"level_id": "ward"}, *(f"2024-12-31,0{number},1" for number in (1, 2, 4, 6))))
    assert "Von 6 Gebieten der Ebene ‚ward‘ fehlen im Jahr 2024 ‚03‘, ‚05‘." in issue.message


def test_the_number_of_districts_is_a_fact_of_its_own() -> None:
    table = make_table("t/any", "name\na", [{"kind": "coverage", "level": "error", "level_id": "ward", "count": 7}])
    assert "Erwartet: 7 für die Ebene ‚ward‘; gefunden: 6." in only_issue(table).message


def test_a_complete_table_is_fine() -> None:
    lines = [f"{year}-12-31,0{number},1" for year in (2023, 2024) for number in range(1, 7)]
    assert check_tables(covered({"level_id": "ward", "years": [2023, 2024], "count": 6}, *lines)) == []


def test_a_level_that_nobody_knows_is_a_mistake_of_the_rule() -> None:
    issue = only_issue(covered({"level_id": "block"}, "2024-12-31,00,1"))
    assert "Die Ebene ‚block‘ gibt es nicht" in issue.message
