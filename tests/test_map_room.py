"""Markers move apart as little as they must, names stand only where there is room."""

from itertools import combinations
from math import dist

from hypothesis import given
from hypothesis import strategies as st

from generator.render.map_room import find_room, keep_apart

SIZE = (700, 700)
spots = st.tuples(st.integers(0, 700), st.integers(0, 700))


@given(st.lists(spots, max_size=25))
def test_no_two_are_nearer_than_asked_but_for_rounding(places: list[tuple[int, int]]) -> None:
    assert all(dist(one, other) > 38 - 2 for one, other in combinations(keep_apart(places, 38, SIZE), 2))


@given(st.lists(spots, max_size=25))
def test_nothing_leaves_the_picture(places: list[tuple[int, int]]) -> None:
    assert all(19 <= x <= 681 and 19 <= y <= 681 for x, y in keep_apart(places, 38, SIZE))


def test_who_has_room_does_not_move() -> None:
    assert keep_apart([(20, 20), (58, 20), (20, 100)], 38, SIZE) == [(20, 20), (58, 20), (20, 100)]


def test_two_that_are_too_near_share_the_way() -> None:
    assert keep_apart([(100, 50), (100, 60)], 38, SIZE) == [(100, 36), (100, 74)]


def test_a_hundred_at_one_place_go_in_all_directions() -> None:
    moved = keep_apart([(350, 350)] * 100, 38, SIZE)
    assert len(set(moved)) == 100
    for axis in zip(*moved, strict=True):
        assert max(axis) - min(axis) > 150


def test_a_label_may_not_lie_on_what_is_drawn_already() -> None:
    assert find_room(["Mitte"], [[(100, 100)]], sign_width=10, line=20, taken=[(17, 130, 105)]) == [None]
    assert find_room(["Mitte"], [[(100, 100)]], sign_width=10, line=20, taken=[(17, 142, 105)]) == [(100, 100)]


def test_a_label_takes_the_first_of_its_places_that_is_free() -> None:
    candidates = [[(100, 100), (100, 60), (100, 140)]]
    assert find_room(["Mitte"], candidates, sign_width=10, line=20, taken=[(17, 100, 100)]) == [(100, 60)]


def test_a_label_that_would_be_cut_moves_in_by_a_quarter_of_its_width_at_most() -> None:
    def find(x: int, y: int) -> list[tuple[int, int] | None]:
        return find_room(["Mitte"], [[(x, y)]], sign_width=20, line=20, size=(200, 100))

    assert find(100, 50) == [(100, 50)]
    assert (find(175, 50), find(176, 50)) == ([(150, 50)], [None])
    assert (find(25, 50), find(24, 50)) == ([(50, 50)], [None])
    assert (find(100, 10), find(100, 9)) == ([(100, 20)], [None])
    assert (find(100, 100), find(100, 101)) == ([(100, 90)], [None])
