"""Classes of maps: which number belongs to which, and how far from zero they lie."""

import pytest

from generator.profiles.map_classes import ClassRange, find_class, read_classes
from tests.tiny import tiny_atlas


def classes(name: str) -> tuple[ClassRange, ...]:
    return read_classes(tiny_atlas().packages)[name]


@pytest.mark.parametrize(
    ("value", "number"), [(-5.1, 1), (-5, 2), (-0.1, 2), (0, 3), (4.9, 3), (5, 4), (10, 5), (1e9, 5), (None, None)]
)
def test_the_lower_limit_belongs_to_a_class_and_the_upper_one_does_not(value: float | None, number: int | None) -> None:
    found = find_class(value, classes("change_pct"))
    assert (found.number if found else None) == number


def test_changes_are_classes_around_zero_and_those_below_carry_their_mark() -> None:
    views = [one.view for one in classes("change_pct")]
    assert [one.from_zero for one in views] == [-2, -1, 1, 2, 3]
    assert [one.title for one in views] == ["▼ unter −5 %", "▼ −5 bis unter 0 %", *[one.title for one in views[2:]]]
    assert "▼" not in "".join(one.title for one in views[2:])


def test_amounts_are_classes_from_little_to_much() -> None:
    assert {one.view.from_zero for one in classes("density")} == {None}
