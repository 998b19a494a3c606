"""What must add up: each broken sum is one sentence with both numbers, and no sentence gives a secret away."""

from pathlib import PurePosixPath
from typing import Any

import pytest

from generator.checks.inventory import take_inventory
from generator.checks.plausibility import check_plausibility
from generator.model import Severity
from generator.packages import make_error
from tests.plausibility import check_tables, find_issues, make_package, make_table, only_issue

AGES = {"kind": "parts_total", "level": "error", "parts": ["young_count", "old_count"], "total": "all_count"}
LEVELS = {"kind": "levels_total", "level": "error", "fields": ["people_count"]}
KEY = {"reference_date": "reference_date", "district_code": "district_code"}
PEOPLE = "t/people"


def ages(*lines: str, rule: dict[str, Any] | None = None) -> Any:
    text = "\n".join(["reference_date,district_code,young_count,old_count,all_count", *lines])
    return make_table("t/ages", text, [rule or AGES], keys=2)


def wards(*counts: str, total: str, rules: Any = (LEVELS,)) -> Any:
    lines = [f"2024-12-31,0{number},{count}" for number, count in enumerate(counts, start=1)]
    text = "\n".join(["reference_date,district_code,people_count", *lines, f"2024-12-31,00,{total}"])
    return make_table(PEOPLE, text, rules, keys=2)


# --- parts and total ----------------------------------------------------------------------------------------------


def test_parts_that_make_their_total_are_fine() -> None:
    assert check_tables(ages("2024-12-31,01,40,60,100")) == []


def test_a_wrong_sum_names_row_both_numbers_and_the_remedy() -> None:
    issue = only_issue(ages("2024-12-31,01,40,60,100", "2024-12-31,02,40,70,100"))
    assert (issue.code, issue.severity, issue.row, issue.field) == ("parts-total", Severity.ERROR, 3, "all_count")
    assert issue.subject == "2024-12-31/02"
    assert issue.message == (
        "In Zeile 3 (31.12.2024, Werder) ergeben „Young“, „Old“ zusammen 110, in „All“ steht 100. "
        "Berichtige eine der Zahlen."
    )


def test_the_rule_says_how_much_a_finding_weighs() -> None:
    issue = only_issue(ages("2024-12-31,02,40,70,100", rule={**AGES, "level": "note"}))
    assert issue.severity is Severity.NOTE


def test_an_unknown_part_leaves_a_bound_and_is_never_worked_out() -> None:
    assert check_tables(ages("2024-12-31,01,.,60,100")) == []
    issue = only_issue(ages("2024-12-31,01,.,120,100"))
    assert "schon ohne die unbekannten Zahlen 120, in „All“ steht 100" in issue.message


def test_an_unknown_total_is_not_judged() -> None:
    assert check_tables(ages("2024-12-31,01,40,60,.")) == []


# --- districts and the whole --------------------------------------------------------------------------------------


def test_districts_that_do_not_make_the_city_lead_to_the_row_of_the_city() -> None:
    assert check_tables(wards("1", "2", "3", "4", "5", "6", total="21")) == []
    issue = only_issue(wards("1", "2", "3", "4", "5", "6", total="20"))
    assert (issue.code, issue.row, issue.subject) == ("levels-total", 8, "2024-12-31/00")
    assert "Zeile 8 (31.12.2024, Musterstadt) 20; die 6 Gebiete darunter ergeben zusammen 21." in issue.message


def test_a_secret_district_is_not_told_by_the_sum() -> None:
    assert check_tables(wards("1", ".", "3", "4", "5", "6", total="21")) == []
    message = only_issue(wards("1", ".", "3", "4", "5", "6", total="15")).message
    assert "schon ohne die unbekannten Zahlen 19" in message


def test_a_district_without_row_leaves_the_sum_unjudged() -> None:
    assert check_tables(wards("1", "2", total="999")) == []


# --- what counts for what -----------------------------------------------------------------------------------------


def test_a_table_with_findings_proves_nothing() -> None:
    packages = (make_package("t", (ages("2024-12-31,01,40,70,100"),)),)
    assert len(find_issues(packages)) == 1
    known = make_error("type-error", PurePosixPath("datapackages/t/ages.csv"), "kaputt", row=3)
    assert list(check_plausibility(take_inventory(packages, (known,)))) == []


def test_a_finding_that_weighs_less_explains_nothing_away() -> None:
    weak = {"kind": "digit_group", "level": "warning", "fields": ["young_count"]}
    text = "name,young_count,old_count,all_count\na,1.585,0,1585"
    strong = make_table("t/ages", text, [AGES, {**weak, "level": "error"}])
    assert [issue.code for issue in check_tables(strong)] == ["digit-group"]
    both = make_table("t/ages", text, [AGES, weak])
    assert [issue.code for issue in check_tables(both)] == ["parts-total", "digit-group"]


# --- other tables -------------------------------------------------------------------------------------------------


def test_the_same_number_in_two_tables_must_be_the_same() -> None:
    rule = {
        "kind": "same_value",
        "level": "error",
        "field": "all_count",
        "resource": PEOPLE,
        "other_field": "people_count",
        "match": KEY,
    }
    people = wards("100", total="100", rules=())
    assert check_tables(ages("2024-12-31,01,40,60,100", rule=rule), people) == []
    issue = only_issue(ages("2024-12-31,01,40,60,101", rule=rule), people)
    assert (issue.code, issue.path, issue.row) == ("same-value", "datapackages/t/ages.csv", 2)
    assert "steht in „All“ 101, in people.csv (Zeile 2) in „People“ 100." in issue.message


def test_a_part_must_not_be_larger_than_its_whole() -> None:
    rule = {
        "kind": "at_most",
        "level": "error",
        "field": "old_count",
        "resource": PEOPLE,
        "other_field": "people_count",
        "match": KEY,
    }
    people = wards("60", total="100", rules=())
    assert check_tables(ages("2024-12-31,01,40,60,100", rule=rule), people) == []
    issue = only_issue(ages("2024-12-31,01,40,61,100", rule=rule), people)
    assert issue.code == "at-most"
    assert "Ein Teil kann nicht größer sein als das Ganze" in issue.message


def test_rows_of_a_group_make_a_number_elsewhere() -> None:
    rule = {
        "kind": "rows_total",
        "level": "error",
        "field": "people_count",
        "over": "group",
        "where": {"group": ["65-79", "80+"]},
        "resource": "t/groups",
        "other_field": "people_count",
        "match": {"reference_date": "reference_date"},
        "other_where": {"group": ["65+"]},
    }
    text = "reference_date,group,people_count\n2024-12-31,65-79,30\n2024-12-31,80+,20\n2024-12-31,65+,{}"
    assert check_tables(make_table("t/groups", text.format(50), [rule], keys=2)) == []
    issue = only_issue(make_table("t/groups", text.format(49), [rule], keys=2))
    assert issue.code == "rows-total"
    assert "Für 31.12.2024 ergeben die Zahlen in „People“ (Zeilen 2 bis 3) zusammen 50" in issue.message


# --- exchanged cells ----------------------------------------------------------------------------------------------


def test_two_sums_that_are_wrong_by_the_same_amount_are_one_exchange() -> None:
    issue = only_issue(ages("2024-12-31,01,5,60,100", "2024-12-31,02,40,15,20"))
    assert issue.code == "exchanged-cells"
    assert "5 in Zeile 2 (31.12.2024, Altstadt) und 40 in Zeile 3 (31.12.2024, Werder)" in issue.message
    assert issue.message.endswith("Das erklärt 2 Summen, die nicht aufgehen.")


def test_where_several_exchanges_would_help_none_is_claimed() -> None:
    issues = check_tables(ages("2024-12-31,01,40,70,100", "2024-12-31,02,30,60,100"))
    assert [issue.code for issue in issues] == ["parts-total", "parts-total"]


@pytest.mark.parametrize("other", ["2023-12-31,02,40,15,20", "2024-12-31,02,40,16,20"])
def test_no_exchange_is_claimed_across_unlike_rows_or_unlike_amounts(other: str) -> None:
    issues = check_tables(ages("2024-12-31,01,5,60,100", other))
    assert [issue.code for issue in issues] == ["parts-total", "parts-total"]


# --- slipped rows -------------------------------------------------------------------------------------------------

SHIFT = {"kind": "row_shift", "level": "error", "parts": ["young_count", "old_count"], "total": "all_count"}


def shifted(rules: Any) -> Any:
    """The parts of four wards, each in the row below its own."""
    rows = ["01,1,1,10", "02,4,6,20", "03,8,12,30", "04,13,17,40", "05,20,20,50", "06,30,30,60"]
    text = "\n".join(["district_code,young_count,old_count,all_count", *rows])
    return make_table("t/ages", text, rules)


def test_parts_that_slipped_by_one_row_are_one_finding() -> None:
    issue = only_issue(shifted([SHIFT]))
    assert (issue.code, issue.row) == ("row-shift", 3)
    assert issue.message == (
        "Von Zeile 3 (Werder) bis Zeile 6 (Reform) sind die Zeilen verrutscht: In 4 Zeilen ergeben „Young“, „Old“ "
        "nicht „All“ der eigenen Zeile, sondern einer Nachbarzeile. Vergleiche sie mit der Quelle und schiebe diese "
        "Spalten eine Zeile nach oben."
    )


def test_the_shift_explains_the_sums_of_its_rows() -> None:
    issues = check_tables(shifted([AGES, SHIFT]))
    assert [issue.code for issue in issues] == ["row-shift"]
    assert issues[0].message.endswith("Das erklärt 5 Summen, die nicht aufgehen.")


def test_two_rows_that_fit_a_neighbour_by_chance_are_no_shift() -> None:
    text = "district_code,young_count,old_count,all_count\n01,5,5,10\n02,4,6,20\n03,8,12,30\n04,20,20,40"
    assert check_tables(make_table("t/ages", text, [SHIFT])) == []


def test_a_secret_part_does_not_hide_a_shift() -> None:
    table = shifted([SHIFT])
    text = "district_code,young_count,old_count,all_count\n01,1,1,10\n02,4,6,20\n03,.,12,30\n04,13,17,40\n05,20,20,50"
    assert only_issue(table).code == "row-shift"
    assert only_issue(make_table("t/ages", text, [SHIFT])).code == "row-shift"
