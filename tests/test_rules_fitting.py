"""A rule that its table cannot keep is refused with a sentence, and never evaluated."""

from typing import Any

import pytest

from generator.rules import read_rules, time_field
from tests.plausibility import make_package, make_table


def refuse(rule: dict[str, Any], text: str = "name,people_count\na,1", keys: int = 1) -> str:
    rules, issues = read_rules([make_package("t", (make_table("t/people", text, [rule], keys=keys),))])
    assert (rules, len(issues), issues[0].code) == ((), 1, "invalid-rule"), [str(issue) for issue in issues]
    return issues[0].message


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            {"kind": "parts_total", "parts": ["name"], "total": "people_count"},
            "‚name‘ von „t/people“ enthält keine Zahlen",
        ),
        ({"kind": "digit_group", "fields": ["name"]}, "enthält keine Zahlen"),
        ({"kind": "row_swap", "fields": ["people_count"]}, "vergleicht Zeiten"),
        (
            {"kind": "year_jump", "fields": ["people_count"], "max_change_pct": 10, "min_change": 1},
            "vergleicht Zeiten",
        ),
        ({"kind": "coverage", "years": [2020, 2024]}, "Die Regel nennt Jahre"),
        ({"kind": "bands_tile", "starts_at": 0}, "braucht entweder „columns“ oder „from“ und „until“"),
    ],
)
def test_a_rule_that_does_not_fit_is_refused(rule: dict[str, Any], words: str) -> None:
    assert words in refuse({**rule, "level": "error"})


def test_numbers_are_compared_with_numbers_only() -> None:
    rule = {"kind": "same_value", "level": "error", "field": "people_count", "resource": "t/people"}
    assert "‚name‘ von „t/people“ enthält keine Zahlen" in refuse(
        {**rule, "other_field": "name", "match": {"name": "name"}}
    )


def test_the_time_of_a_table_is_a_part_of_its_key() -> None:
    assert (
        time_field(make_table("t/people", "name,reference_date,people_count\na,2024-12-31,1", keys=2))
        == "reference_date"
    )
    assert time_field(make_table("t/people", "name,reference_date,people_count\na,2024-12-31,1")) is None
