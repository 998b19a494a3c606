"""Classes of maps: which number belongs to which, and how far from zero they lie."""

from pathlib import Path

import pytest

from generator.profiles.indicators import profile_area_map
from generator.profiles.map_classes import ClassRange, find_class, read_classes
from tests.tiny import copy_tiny_city, evaluate_city, tiny_atlas


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


def test_a_class_that_holds_zero_between_others_is_the_middle_and_the_map_says_so(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("parameters/class_sets", "change_pct,2,-5,0,−5 bis unter 0 %", "change_pct,2,-5,-1,−5 bis unter −1 %")
    city.replace("parameters/class_sets", "change_pct,3,0,5,0 bis unter 5 %", "change_pct,3,-1,1,−1 bis unter 1 %")
    city.replace("parameters/class_sets", "change_pct,4,5,10,5 bis", "change_pct,4,1,10,1 bis")
    atlas = evaluate_city(city.project)
    assert [one.view.from_zero for one in atlas.classes["change_pct"]] == [-2, -1, 0, 1, 2]
    drawing = profile_area_map(atlas, atlas.results.indicator("change_population_pct"), atlas.geography.levels[1])
    assert "unter null in Ocker mit dem Zeichen ▼, um null in Grau, darüber in Blau; " in drawing.map.summary


def test_numbers_of_classes_may_have_gaps_in_the_data_and_have_none_on_maps(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("parameters/class_sets", "old_age_ratio,2,25,35,25 bis unter 35,Festlegung der Gemeinde\n", "")
    city.replace("parameters/class_sets", "old_age_ratio,1,,25,unter 25", "old_age_ratio,1,,35,unter 35")
    found = evaluate_city(city.project).classes["old_age_ratio"]
    assert [(one.view.number, one.view.title) for one in found] == [
        (1, "unter 35"),
        (2, "35 bis unter 45"),
        (3, "45 bis unter 55"),
        (4, "55 und mehr"),
    ]
