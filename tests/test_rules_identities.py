"""Linear relations between cells, as rules declare them."""

from collections.abc import Mapping, Sequence
from typing import Any

from counting_city import CITY, count_people, make_packages, make_resource, with_margins

from generator.model import Package
from generator.rules import Relation, list_relations

ACROSS = {"resource": "people/register", "other_field": "all_count", "match": {"district_code": "district_code"}}


def relate(
    rule: Mapping[str, Any], cells: Mapping[str, Sequence[int | str]], register: Sequence[Sequence[Any]] = ()
) -> list[str]:
    """The relations of one rule, spelled as sums over lines."""
    names = [f"{name}_count" for name in ("young", "old", "all")][: len(next(iter(cells.values())))]
    packages: tuple[Package, ...] = make_packages(
        count_people("people/ages", names, cells, rules=[rule]),
        make_resource("people/register", ["district_code", "all_count"], register),
    )
    return [spell(one) for one in list_relations(packages)]


def spell(relation: Relation) -> str:
    """Such as ``2.young + 2.old = 2.all``; the number is the line."""
    *parts, total = [f"{term.cell.line}.{term.cell.field.removesuffix('_count')}" for term in relation.terms]
    assert [term.coefficient for term in relation.terms] == [1] * len(parts) + [-1]
    return f"{' + '.join(parts)} {'<=' if relation.is_bound else '='} {total}"


def test_parts_add_up_to_their_total_in_every_row() -> None:
    rule = {"kind": "parts_total", "parts": ["young_count", "old_count"], "total": "all_count"}
    assert relate(rule, {"01": [1, 2, 3], "02": [4, 5, 9]}) == ["2.young + 2.old = 2.all", "3.young + 3.old = 3.all"]


def test_districts_add_up_to_the_city() -> None:
    cells = with_margins({"01": [1], "02": [4]})
    rule = {"kind": "levels_total", "fields": ["young_count"]}
    assert relate(rule, cells) == ["2.young + 3.young = 4.young"]


def test_a_city_one_of_whose_districts_has_no_row_has_no_sum() -> None:
    """Three districts are known, the table speaks of two and the city."""
    cells = {"01": [1], "02": [4], CITY: [5]}
    rule = {"kind": "levels_total", "fields": ["young_count"]}
    assert relate(rule, cells, [["03", 7]]) == []


def test_a_gap_keeps_its_place_in_the_sum() -> None:
    cells: dict[str, list[int | str]] = {"01": ["."], "02": [4], CITY: [5]}
    assert relate({"kind": "levels_total", "fields": ["young_count"]}, cells) == ["2.young + 3.young = 4.young"]


def test_a_cell_equals_the_cell_of_the_matching_row() -> None:
    rule = {"kind": "same_value", "field": "young_count", **ACROSS}
    assert relate(rule, {"01": [1], "02": [4]}, [["02", 4], ["05", 9]]) == ["3.young = 2.all"]


def test_a_part_is_at_most_the_whole() -> None:
    rule = {"kind": "at_most", "field": "young_count", **ACROSS}
    assert relate(rule, {"01": [1]}, [["01", 4]]) == ["2.young <= 2.all"]


def test_the_rows_of_a_group_add_up_to_a_cell_elsewhere() -> None:
    """Both rows belong to the same group because they match the same row of the other table."""
    rows = make_resource(
        "people/groups",
        ["group", "district_number", "some_count"],
        [["a", 1, 10], ["b", 1, 20], ["c", 2, 30]],
        plausibility=[
            {
                "kind": "rows_total",
                "level": "error",
                "field": "some_count",
                "over": "group",
                "resource": "people/totals",
                "other_field": "all_count",
                "match": {"district_number": "number"},
            }
        ],
    )
    totals = make_resource("people/totals", ["key", "number", "all_count"], [["x", 1, 30]])
    assert [spell(one) for one in list_relations(make_packages(rows, totals))] == ["2.some + 3.some = 2.all"]
