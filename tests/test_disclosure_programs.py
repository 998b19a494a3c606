"""Linear programs in whole numbers."""

import itertools
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.disclosure.programs import Constraint, Program

FACTORS = st.dictionaries(st.integers(0, 2), st.sampled_from([-1, 1, 2]), min_size=1)
CONSTRAINTS = st.lists(st.tuples(FACTORS, st.integers(-4, 8), st.booleans()), max_size=4)
GOALS = st.dictionaries(st.integers(0, 2), st.integers(-2, 2), min_size=1)


def test_the_smallest_and_the_largest_are_found_one_after_the_other() -> None:
    """X + y = 5 and y + z = 6."""
    program = Program([Constraint({0: 1, 1: 1}, 5, 5), Constraint({1: 1, 2: 1}, 6, 6)], [0, 0, 0], [9, 9, 9])
    assert program.minimize({0: 1}) == [0, 5, 1]
    assert program.minimize({0: -1}) == [5, 0, 6]
    assert program.minimize({0: 1}) == [0, 5, 1]


def test_an_upper_limit_is_no_equation() -> None:
    program = Program([Constraint({0: 1, 1: 1}, -math.inf, 5)], [0, 0], [9, 9])
    assert program.minimize({0: 1, 1: 1}) == [0, 0]


def test_what_only_fractions_could_solve_has_no_solution() -> None:
    """X + y = y + z = z + x = 1 asks for three halves."""
    pairs = [Constraint({a: 1, b: 1}, 1, 1) for a, b in ((0, 1), (1, 2), (2, 0))]
    assert Program(pairs, [0, 0, 0], [9, 9, 9]).minimize({0: 1}) is None


def test_the_best_whole_numbers_are_not_the_rounded_best_fractions() -> None:
    """2x + 2y ≤ 3: the fraction 1.5 would be best, one is."""
    program = Program([Constraint({0: 2, 1: 2}, -math.inf, 3)], [0, 0], [9, 9])
    solution = program.minimize({0: -1, 1: -1})
    assert solution
    assert sum(solution) == 1


def test_a_program_that_asked_for_whole_numbers_may_be_asked_again() -> None:
    program = Program([Constraint({0: 2, 1: 2}, -math.inf, 3)], [0, 0], [9, 9])
    assert program.minimize({0: -1, 1: -1})
    assert program.minimize({0: 1, 1: 1}) == [0, 0]


def test_without_constraints_the_bounds_hold() -> None:
    assert Program([], [2], [7]).minimize({0: -1}) == [7]


@settings(max_examples=150)
@given(CONSTRAINTS, st.lists(GOALS, min_size=1, max_size=3))
def test_nobody_who_tries_all_numbers_finds_a_better_solution(
    sides: list[tuple[dict[int, int], int, bool]], goals: list[dict[int, int]]
) -> None:
    constraints = [Constraint(factors, -math.inf if is_limit else side, side) for factors, side, is_limit in sides]
    program = Program(constraints, [0, 0, 0], [6, 6, 6])
    possible = [
        point
        for point in itertools.product(range(7), repeat=3)
        if all(one.lower <= sum(f * point[i] for i, f in one.factors.items()) <= one.upper for one in constraints)
    ]
    for goal in goals:
        solution = program.minimize(goal)
        if not possible:
            assert solution is None
            continue
        assert solution is not None
        assert tuple(solution) in possible
        cost = min(sum(f * point[i] for i, f in goal.items()) for point in possible)
        assert sum(f * solution[i] for i, f in goal.items()) == cost
