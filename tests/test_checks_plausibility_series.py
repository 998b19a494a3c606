"""What time tells: exchanged districts and years, slipped rows, jumps, shares and grouped digits."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pytest

from generator.checks.plausibility.exchanges import deviation
from generator.model import Issue, Severity
from tests.plausibility import check_tables, make_table, only_issue, write_series

SWAP = {"kind": "row_swap", "level": "error", "fields": ["people_count"]}
JUMP = {"kind": "year_jump", "level": "warning", "fields": ["people_count"], "max_change_pct": 30, "min_change": 50}
STEADY: Mapping[str, Sequence[object]] = {
    "01": [100, 102, 104, 106, 108],
    "02": [400, 405, 410, 415, 420],
    "03": [900, 903, 906, 909, 912],
    "04": [1600, 1590, 1580, 1570, 1560],
    "05": [2500, 2520, 2540, 2560, 2580],
    "06": [3600, 3610, 3620, 3630, 3640],
}
"""Six wards that change little; the numbers of each are far from those of the others."""


def table(series: Mapping[str, Sequence[object]], *rules: Mapping[str, Any]) -> Any:
    return make_table("t/people", write_series(series), rules, keys=2)


def exchanged(one: str, two: str, years: Sequence[int]) -> dict[str, Sequence[object]]:
    series = {code: list(values) for code, values in STEADY.items()}
    for year in years:
        series[one][year], series[two][year] = series[two][year], series[one][year]
    return {code: tuple(values) for code, values in series.items()}


# --- districts ----------------------------------------------------------------------------------------------------


def test_steady_series_are_fine() -> None:
    assert check_tables(table(STEADY, SWAP, JUMP)) == []


def test_two_districts_exchanged_in_one_year_are_named_with_both_numbers() -> None:
    issue = only_issue(table(exchanged("01", "05", [2]), SWAP))
    assert (issue.code, issue.severity, issue.field, issue.subject) == (
        "row-swap",
        Severity.ERROR,
        "people_count",
        "2022-12-31/01",
    )
    assert issue.message == (
        "In „People“ sind am 31.12.2022 wohl „Altstadt“ und „Reform“ vertauscht: 2.540 in Zeile 14 passt zu den "
        "anderen Jahren von „Reform“, 104 in Zeile 18 zu denen von „Altstadt“. Vergleiche beide mit der Quelle und "
        "tausche sie zurück."
    )


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ([0], "am 31.12.2020 wohl"),
        ([4], "am 31.12.2024 wohl"),
        ([3, 4], "vom 31.12.2023 bis zum 31.12.2024 wohl"),
        ([1, 2], "vom 31.12.2021 bis zum 31.12.2022 wohl"),
    ],
)
def test_the_finding_says_when_the_districts_are_exchanged(years: list[int], words: str) -> None:
    assert words in only_issue(table(exchanged("02", "04", years), SWAP)).message


def test_an_exchange_makes_the_jumps_it_causes_superfluous() -> None:
    issues = check_tables(table(exchanged("01", "05", [2]), JUMP, SWAP))
    assert [issue.code for issue in issues] == ["row-swap"]


def test_an_exchange_at_all_times_leaves_no_trace_in_time() -> None:
    assert check_tables(table(exchanged("01", "05", range(5)), SWAP)) == []


def test_numbers_that_hardly_differ_are_not_said_to_be_exchanged() -> None:
    series = {**STEADY, "01": [100, 100, 109, 100, 100], "02": [109, 109, 100, 109, 109]}
    assert check_tables(table(series, SWAP)) == []


def test_a_growth_of_all_together_is_no_exchange() -> None:
    series = {code: [*values[:2], *(3 * int(str(one)) for one in values[2:])] for code, values in STEADY.items()}
    assert check_tables(table(series, SWAP)) == []


def test_a_secret_number_beside_an_exchange_is_not_needed_and_not_told() -> None:
    series = {**exchanged("01", "05", [2]), "03": [900, 903, ".", 909, 912]}
    assert only_issue(table(series, SWAP)).code == "row-swap"


def test_an_exchange_in_several_columns_is_one_finding() -> None:
    lines = write_series(exchanged("01", "05", [2])).splitlines()
    twice = [f"{line},{'others_count' if number == 0 else line.split(',')[2]}" for number, line in enumerate(lines)]
    rule = {**SWAP, "fields": ["people_count", "others_count"]}
    issue = only_issue(make_table("t/people", "\n".join(twice), [rule], keys=2))
    assert issue.message.startswith("In „People“, „Others“ sind am 31.12.2022")


def test_deviations_are_counted_in_what_chance_does_to_a_count() -> None:
    assert deviation(110.25, 100) == pytest.approx(1.0)


# --- years --------------------------------------------------------------------------------------------------------


RISING: Mapping[str, Sequence[object]] = {
    "01": [100, 150, 210, 280, 360],
    "02": [900, 850, 790, 720, 640],
    "03": [300, 340, 390, 450, 520],
    "04": [1600, 1500, 1390, 1270, 1140],
    "05": [500, 560, 630, 710, 800],
    "06": [2500, 2500, 2500, 2500, 2500],
}


def with_years_exchanged(first: int, second: int) -> dict[str, Sequence[object]]:
    series = {code: list(values) for code, values in RISING.items()}
    for values in series.values():
        values[first], values[second] = values[second], values[first]
    return {code: tuple(values) for code, values in series.items()}


@pytest.mark.parametrize(("first", "second"), [(1, 2), (2, 3), (1, 3)])
def test_two_exchanged_years_are_named(first: int, second: int) -> None:
    assert check_tables(table(RISING, SWAP)) == []
    issue = only_issue(table(with_years_exchanged(first, second), SWAP))
    assert issue.code == "year-swap"
    assert f"alle Zahlen vom 31.12.202{first} und vom 31.12.202{second} vertauscht" in issue.message
    assert "Reihen passen sie andersherum besser zu den Jahren davor und danach." in issue.message


def test_one_wrong_number_does_not_make_two_wrong_years() -> None:
    series = {**STEADY, "06": [3600, 3610, 36200, 3630, 3640]}
    assert check_tables(table(series, SWAP)) == []


# --- rows ---------------------------------------------------------------------------------------------------------


def test_numbers_that_slipped_by_one_row_in_one_year_are_named() -> None:
    order = ("03", "01", "06", "04", "05", "02")
    mixed = dict(zip(STEADY, (STEADY[code] for code in order), strict=True))
    series = {code: list(values) for code, values in mixed.items()}
    for above, below in pairwise(mixed):
        series[below][3] = mixed[above][3]
    assert check_tables(table(mixed, SWAP)) == []
    issue = only_issue(table(series, SWAP))
    assert (issue.code, issue.row) == ("row-shift", 21)
    assert issue.message == (
        "In „People“ sind die Zahlen von Zeile 21 (31.12.2023, Werder) bis Zeile 25 (31.12.2023, Cracau) wohl um eine "
        "Zeile verrutscht: Sie passen zu den anderen Jahren der Zeile darüber. Vergleiche sie mit der Quelle und "
        "schiebe sie eine Zeile nach oben."
    )


# --- jumps --------------------------------------------------------------------------------------------------------


def jumping(reason: str, *, rule: Mapping[str, Any] = JUMP) -> Any:
    text = (
        "reference_date,district_code,people_count,note\n"
        f"2023-12-31,01,100,\n2023-12-31,02,1000,\n2024-12-31,01,160,{reason}\n2024-12-31,02,1000,\n"
    )
    return make_table("t/people", text, [{**rule, "reason_field": "note"}], keys=2)


def test_a_jump_names_both_numbers_and_where_to_write_the_reason() -> None:
    issue = only_issue(jumping(""))
    assert (issue.code, issue.severity, issue.row, issue.subject) == (
        "year-jump",
        Severity.WARNING,
        4,
        "2024-12-31/01",
    )
    assert issue.message == (
        "In Zeile 4 (31.12.2024, Altstadt) steigt „People“ gegenüber 31.12.2023 von 100 auf 160 (+60 %); üblich sind "
        "höchstens 30 %. Prüfe die Zahl; stimmt sie, schreibe den Grund in „Note“."
    )


def test_a_reason_beside_the_row_settles_it() -> None:
    assert check_tables(jumping("Neubau")) == []


@pytest.mark.parametrize("bounds", [{"min_change": 61}, {"max_change_pct": 60}])
def test_the_rule_says_what_a_jump_is(bounds: dict[str, Any]) -> None:
    assert check_tables(jumping("", rule={**JUMP, **bounds})) == []


def test_a_number_is_compared_with_the_last_one_only_if_both_are_known() -> None:
    assert check_tables(table({"01": [100, ".", 400]}, JUMP)) == []


def test_where_the_whole_jumps_its_parts_are_measured_by_it() -> None:
    rows = ["00,1000,2000", "01,400,800", "02,300,600", "03,300,600"]
    series = {code: (one, two) for code, one, two in (row.split(",") for row in rows)}
    issue = only_issue(table(series, JUMP))
    assert "Musterstadt" in issue.message
    series = {**series, "01": ("400", "400"), "03": ("300", "1000")}
    found = {issue.subject for issue in check_tables(table(series, JUMP))}
    assert found == {"2021-12-31/00", "2021-12-31/01", "2021-12-31/03"}


def test_many_jumps_at_once_are_one_finding() -> None:
    series = {code: [int(str(values[0])), 2 * int(str(values[0]))] for code, values in STEADY.items()}
    issue = only_issue(table(series, JUMP))
    assert "in 6 von 6 Zeilen" in issue.message
    assert issue.subject == "2021-12-31/ward"


# --- shares -------------------------------------------------------------------------------------------------------

SHARE = {
    "kind": "share_range",
    "level": "error",
    "field": "recipients_count",
    "resource": "t/people",
    "other_field": "people_count",
    "match": {"reference_date": "reference_date", "district_code": "district_code"},
    "max_times": 3,
    "min_count": 20,
}
RECIPIENTS: Mapping[str, Sequence[object]] = {
    code: [int(str(one)) // 20 for one in values] for code, values in STEADY.items()
}


def recipients(series: Mapping[str, Sequence[object]]) -> list[Issue]:
    text = write_series(series, field="recipients_count")
    return check_tables(make_table("t/recipients", text, [SHARE], keys=2), table(STEADY))


def test_districts_exchanged_at_all_times_show_in_their_shares() -> None:
    assert recipients(RECIPIENTS) == []
    (issue,) = recipients({**RECIPIENTS, "01": RECIPIENTS["04"], "04": RECIPIENTS["01"]})
    assert (issue.code, issue.row) == ("share-range", 2)
    assert "80 bei 100 in „People“: mehr als das 3-Fache dessen" in issue.message
    assert "Ebenso in 4 weiteren Zeilen dieser Reihe." in issue.message


def test_small_numbers_have_no_unusual_share() -> None:
    assert recipients({**RECIPIENTS, "01": [19, 19, 19, 19, 19]}) == []


# --- grouped digits -----------------------------------------------------------------------------------------------

DIGITS = {"kind": "digit_group", "level": "error", "fields": ["people_count"]}


def test_a_number_whose_neighbours_are_a_thousand_times_larger_lost_its_digits() -> None:
    issue = only_issue(table({**STEADY, "04": [1600, 2, 1580, 1570, 1560]}, DIGITS))
    assert (issue.code, issue.row) == ("digit-group", 11)
    assert "Gemeint ist wohl eine Zahl um 2.000" in issue.message
    assert "Die Nachbarjahre haben 1.600 und 1.580. Schreibe alle Ziffern und keinen Punkt." in issue.message


def test_a_fraction_that_stands_for_thousands_is_told_with_the_right_spelling() -> None:
    issue = only_issue(table({**STEADY, "04": [1600, "1.585", 1580, 1570, 1560]}, DIGITS))
    assert "steht in „People“ 1,585. Gemeint ist wohl 1.585" in issue.message
    assert issue.message.endswith("Schreibe ‚1585‘.")


def test_the_only_fraction_among_whole_numbers_is_suspicious_without_any_time() -> None:
    lines = "\n".join(f"{number},{number}00" for number in range(1, 7))
    people = make_table("t/people", f"name,people_count\n{lines}\n7,1.585", [DIGITS])
    assert "Alle anderen Zahlen der Spalte sind ganz" in only_issue(people).message
    fractions = make_table("t/people", f"name,people_count\n{lines}\n7,1.585\n8,2.125", [DIGITS])
    assert check_tables(fractions) == []


def test_a_sum_that_adds_up_only_with_thousands_is_one_finding() -> None:
    parts = {"kind": "parts_total", "level": "error", "parts": ["people_count"], "total": "all_count"}
    text = "name,people_count,all_count\na,1.585,1585\nb,2.5,2.5"
    issue = only_issue(make_table("t/people", text, [parts, DIGITS]))
    assert issue.code == "digit-group"
    assert issue.message.endswith("Schreibe ‚1585‘. Das erklärt eine Summe, die nicht aufgeht.")


def test_the_spelling_of_the_source_beside_a_number_decides() -> None:
    rule = {**DIGITS, "text_field": "text"}
    text = "name,people_count,text\na,1.585,1.585 Personen\nb,2.5,2,5"
    issue = only_issue(make_table("t/people", text.replace("2,5", "rund 2"), [rule]))
    assert (issue.row, "Die Quelle schreibt ‚1.585‘" in issue.message) == (2, True)
