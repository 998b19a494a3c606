"""Frames, paths and scale bars of map pictures."""

import re

from hypothesis import given
from hypothesis import strategies as st

from generator.model import Polygons, Position
from generator.render.map_geometry import (
    NICE_LENGTHS_M,
    Frame,
    choose_scale_bar,
    find_box,
    frame_around,
    overlaps,
    spell_line,
    spell_path,
)

ONE_TO_ONE = Frame(left_m=0, bottom_m=0, width_m=100, height_m=100, width=100)
METRES = st.floats(-1e6, 1e6, allow_nan=False)
SIZES = st.floats(10, 1e5)


def rectangle(left: float, bottom: float, width: float, height: float) -> Polygons:
    right, top = left + width, bottom + height
    return ((((left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)),),)


def walk(path: str) -> list[tuple[int, int]]:
    """The points of a path, as a browser goes them."""
    points, x, y = [], 0, 0
    for step, numbers in re.findall(r"([Mlhv])([-\d ]+)", path):
        values = [int(number) for number in numbers.split()]
        if step == "M":
            x, y = values
        elif step == "h":
            x += values[0]
        elif step == "v":
            y += values[0]
        else:
            x, y = x + values[0], y + values[1]
        points.append((x, y))
    return points


def test_north_is_up() -> None:
    assert ONE_TO_ONE.place((0, 100)) == (0, 0)
    assert ONE_TO_ONE.place((100, 0)) == (100, 100)


def test_a_frame_twice_as_large_shows_everything_half_as_large() -> None:
    frame = Frame(left_m=0, bottom_m=0, width_m=200, height_m=200, width=100)
    assert frame.place((100, 100)) == (50, 50)
    assert frame.height == 100


def test_a_square_with_a_tenth_of_margin_is_ten_of_twelve_parts_wide() -> None:
    frame = frame_around([rectangle(0, 0, 1000, 1000)], width=120, margin=0.1)
    assert (frame.left_m, frame.bottom_m, frame.width_m, frame.height_m) == (-100, -100, 1200, 1200)
    assert frame.place((0, 1000)) == (10, 10)


def test_a_flat_strip_gets_a_frame_half_as_high_as_wide_with_the_strip_in_the_middle() -> None:
    frame = frame_around([rectangle(0, 0, 1000, 10)], width=100, margin=0)
    assert frame.height == 50
    assert frame.place((0, 5)) == (0, 25)


def test_a_tall_strip_does_not_fill_the_page_with_its_height() -> None:
    frame = frame_around([rectangle(0, 0, 10, 1000)], width=100, margin=0)
    assert frame.height < 200
    assert frame.place((5, 500))[0] == 50


@given(METRES, METRES, SIZES, SIZES, st.floats(0, 1), st.floats(0, 1), st.sampled_from([200, 700]))
def test_places_inside_the_shapes_stay_inside_the_picture(
    left: float, bottom: float, width_m: float, height_m: float, across: float, up: float, width: int
) -> None:
    frame = frame_around([rectangle(left, bottom, width_m, height_m)], width=width, margin=0.02)
    place: Position = (left + across * width_m, bottom + up * height_m)
    assert frame.contains(place)
    x, y = frame.place(place)
    assert 0 <= x <= frame.width
    assert 0 <= y <= frame.height


def test_a_place_outside_is_not_in_the_picture() -> None:
    assert not ONE_TO_ONE.contains((101, 50))
    assert not ONE_TO_ONE.contains((50, -1))


def test_shapes_overlap_a_frame_when_their_boxes_do() -> None:
    assert overlaps(find_box(rectangle(90, 90, 50, 50)), ONE_TO_ONE)
    assert not overlaps(find_box(rectangle(101, 0, 10, 10)), ONE_TO_ONE)
    assert not overlaps(find_box(rectangle(0, -20, 100, 19)), ONE_TO_ONE)


def test_a_hole_is_a_second_ring_of_the_path() -> None:
    outer, hole = rectangle(0, 0, 100, 100)[0][0], rectangle(40, 40, 20, 20)[0][0]
    assert spell_path(((outer, hole),), ONE_TO_ONE) == "M0 100h100v-100h-100zM40 60h20v-20h-20z"


def test_a_surface_smaller_than_a_unit_draws_nothing() -> None:
    assert spell_path(rectangle(10.1, 10.1, 0.2, 0.2), ONE_TO_ONE) == ""


def test_points_on_a_straight_line_are_left_out_but_turns_are_kept() -> None:
    assert spell_line(((0, 0), (10, 0), (20, 0), (20, 10)), ONE_TO_ONE) == "M0 100h20v-10"


def test_a_line_that_goes_back_on_itself_keeps_its_end() -> None:
    assert walk(spell_line(((0, 0), (30, 0), (10, 0)), ONE_TO_ONE)) == [(0, 100), (30, 100), (10, 100)]


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=30))
def test_a_path_visits_only_places_of_its_line(points: list[tuple[int, int]]) -> None:
    ring = tuple((float(x), float(y)) for x, y in points)
    walked = walk(spell_line(ring, ONE_TO_ONE))
    assert set(walked) <= {ONE_TO_ONE.place(one) for one in ring}
    if walked:
        assert walked[0] == ONE_TO_ONE.place(ring[0])


@given(SIZES)
def test_the_scale_bar_is_round_and_at_most_a_quarter_of_the_picture(width_m: float) -> None:
    frame = Frame(left_m=0, bottom_m=0, width_m=width_m, height_m=width_m, width=700)
    metres, length = choose_scale_bar(frame)
    assert metres in NICE_LENGTHS_M
    assert length == round(metres * frame.scale)
    assert length <= 175 or metres == NICE_LENGTHS_M[0]


def test_a_city_of_14_kilometres_gets_a_bar_of_two() -> None:
    frame = Frame(left_m=0, bottom_m=0, width_m=14_000, height_m=14_000, width=700)
    assert choose_scale_bar(frame) == (2000, 100)
