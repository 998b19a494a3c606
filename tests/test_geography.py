"""Districts of a town made of rectangles: 001 west of 002, 003 south of 002; 001 and 003 meet at a corner."""

from itertools import pairwise
from pathlib import Path

import pytest

from generator.geography import Geography
from generator.model import Quantity, Ring
from tests.tiny import copy_tiny_city, evaluate_city, split_tiny_city, tiny_atlas


@pytest.fixture
def town() -> Geography:
    return tiny_atlas().geography


@pytest.fixture(scope="module")
def halves(tmp_path_factory: pytest.TempPathFactory) -> Geography:
    """The same town with a level between: north (001, 002) and south (003)."""
    city = copy_tiny_city(tmp_path_factory.mktemp("halves") / "city")
    split_tiny_city(city)
    return evaluate_city(city.project).geography


def turning_area(ring: Ring) -> float:
    """Surface of a ring, positive where it turns counter-clockwise."""
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(ring)) / 2


def test_levels_go_from_the_whole_to_the_parts_whatever_their_names(town: Geography) -> None:
    assert [level.id for level in town.levels] == ["town", "quarter"]
    assert town.city.name == "Klein Mühlau"


def test_districts_without_numbers_stand_in_order_of_their_names(town: Geography) -> None:
    assert list(town.districts) == ["000", "001", "003", "002"]


def test_codes_keep_their_leading_zeros(town: Geography) -> None:
    assert town.districts["001"].code == "001"


def test_the_town_consists_of_its_quarters(town: Geography) -> None:
    assert town.city.part_codes == ("001", "002", "003")
    assert town.finest_codes("000") == ("001", "002", "003")
    assert town.finest_codes("002") == ("002",)


def test_the_city_comes_first_among_the_districts_around(halves: Geography) -> None:
    assert [one.code for one in halves.ancestors("001")] == ["000", "101"]
    assert halves.ancestors("000") == ()


def test_parts_of_parts_are_found_over_three_levels(halves: Geography) -> None:
    assert halves.finest_codes("000") == ("001", "002", "003")
    assert halves.finest_codes("101") == ("001", "002")


def test_a_common_corner_makes_no_neighbours(town: Geography) -> None:
    assert town.districts["001"].neighbour_codes == ("002",)
    assert town.districts["002"].neighbour_codes == ("001", "003")
    assert town.districts["003"].neighbour_codes == ("002",)
    assert town.city.neighbour_codes == ()


def test_larger_districts_inherit_the_borders_of_their_parts(halves: Geography) -> None:
    assert halves.districts["101"].neighbour_codes == ("102",)
    assert halves.districts["102"].neighbour_codes == ("101",)


def test_a_short_common_border_makes_no_neighbours(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("parameters/parameters", "neighbour_border_min_m,50", "neighbour_border_min_m,1002")
    # The border of 001 and 002 is 1001 metres long, that of 002 and 003 is 1004.
    districts = evaluate_city(city.project).geography.districts
    assert districts["001"].neighbour_codes == ()
    assert districts["002"].neighbour_codes == ("003",)


def test_the_surface_of_the_town_is_the_sum_of_its_quarters(town: Geography, halves: Geography) -> None:
    assert town.city.area_km2 == Quantity(4)
    assert halves.city.area_km2 == Quantity(4)
    assert halves.districts["101"].area_km2 == Quantity(2)


def test_outlines_in_metres_measure_what_the_table_says(town: Geography) -> None:
    for code, area_km2 in (("001", 1), ("002", 1), ("003", 2), ("000", 4)):
        (rings,) = town.outlines[code].polygons_m
        assert turning_area(rings[0]) / 1e6 == pytest.approx(area_km2, rel=0.01)


def test_outer_rings_turn_counter_clockwise_and_close(town: Geography) -> None:
    for outline in town.outlines.values():
        for rings in outline.polygons:
            assert turning_area(rings[0]) > 0
            assert rings[0][0] == rings[0][-1]


def test_neighbours_share_positions_to_the_last_digit(town: Geography) -> None:
    (west,), (east,) = town.outlines["001"].polygons, town.outlines["002"].polygons
    assert set(west[0]) & set(east[0]) == {(10.014, 50.0), (10.014, 50.009)}


def test_the_town_is_one_surface_without_inner_borders(town: Geography) -> None:
    ((ring,),) = town.outlines["000"].polygons
    assert {position[0] for position in ring} == {10.0, 10.014, 10.028}
    assert {position[1] for position in ring} == {49.982, 50.0, 50.009}


def test_a_label_without_place_in_the_data_lies_inside_its_district(town: Geography) -> None:
    longitude, latitude = town.outlines["001"].label
    assert 10.0 < longitude < 10.014
    assert 50.0 < latitude < 50.009


def test_a_degree_east_of_the_central_meridian_lies_east_of_500_kilometres(town: Geography) -> None:
    ((easting, northing),) = town.to_metres([(10.0, 50.0)])
    assert easting == pytest.approx(571_667, abs=100)
    assert northing == pytest.approx(5_539_100, abs=200)


def test_a_town_without_river_has_no_context_lines(town: Geography) -> None:
    assert town.context_lines == ()


def test_every_district_knows_its_place_among_those_of_its_level() -> None:
    geography = tiny_atlas().geography
    assert [geography.place_of(one) for one in geography.districts.values()] == [0, 0, 1, 2]
