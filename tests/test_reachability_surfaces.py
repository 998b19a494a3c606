"""Squares of the census grid become surfaces that have corners and nothing else."""

from collections.abc import Sequence

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from generator.indicators.reachability.surfaces import convert_polygons, drop_straight_points, unproject_grid
from generator.model import Position, Ring


def join(*cells: tuple[int, int]) -> shapely.Geometry:
    """The surface of cells of a side of 1, with a point wherever two cells meet."""
    left, bottom = np.array(cells, dtype=float).T
    return shapely.coverage_union_all(shapely.box(left, bottom, left + 1, bottom + 1))


def test_two_cells_side_by_side_have_four_corners() -> None:
    assert len(shapely.get_coordinates(join((0, 0), (1, 0)))) == 7
    surface = drop_straight_points(join((0, 0), (1, 0)))
    assert sorted(set(surface.exterior.coords)) == [(0, 0), (0, 1), (2, 0), (2, 1)]


def test_a_ring_of_cells_keeps_its_hole() -> None:
    around = [(x, y) for x in range(3) for y in range(3) if (x, y) != (1, 1)]
    surface = drop_straight_points(join(*around))
    assert surface.area == 8
    assert [len(ring.coords) for ring in (surface.exterior, *surface.interiors)] == [5, 5]


def test_cells_that_touch_at_a_corner_are_two_surfaces() -> None:
    surface = drop_straight_points(join((0, 0), (1, 1)))
    assert [part.area for part in surface.geoms] == [1, 1]


def test_a_ring_that_began_on_a_straight_edge_begins_at_the_corner_before() -> None:
    ring = [(1, 0), (2, 0), (2, 1), (0, 1), (0, 0), (1, 0)]
    assert list(drop_straight_points(shapely.Polygon(ring)).exterior.coords) == [
        (0, 0), (2, 0), (2, 1), (0, 1), (0, 0)
    ]  # fmt: skip


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1))
def test_corners_are_those_that_simplifying_leaves(cells: set[tuple[int, int]]) -> None:
    surface = join(*sorted(cells))
    assert drop_straight_points(surface).normalize() == shapely.simplify(surface, 0).normalize()


@pytest.mark.parametrize("count", [0, 1, 3])
def test_all_points_are_converted_at_once(count: int) -> None:
    calls = []

    def turn(positions: Sequence[Position]) -> Ring:
        calls.append(len(positions))
        return tuple((y, x) for x, y in positions)

    rings = (((0.0, 1.0), (2.0, 3.0)), ((4.0, 5.0),))
    turned = (((1.0, 0.0), (3.0, 2.0)), ((5.0, 4.0),))
    assert convert_polygons((rings,) * count, turn) == (turned,) * count
    assert calls == ([3 * count] if count else [])


def test_outer_rings_turn_to_the_left_and_holes_to_the_right() -> None:
    east, north = 4_321_000, 2_988_000
    cells = [(east + 100 * x, north + 100 * y) for x in range(3) for y in range(3) if (x, y) != (1, 1)]
    left, bottom = np.array(cells, dtype=float).T
    ((shell, hole),) = unproject_grid(shapely.coverage_union_all(shapely.box(left, bottom, left + 100, bottom + 100)))
    assert (shapely.is_ccw(shapely.LinearRing(shell)), shapely.is_ccw(shapely.LinearRing(hole))) == (True, False)
