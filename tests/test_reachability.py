"""Walking distances: the arithmetic on numbers one can check in the head, and what must hold for all inputs."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.indicators.reachability.catchments import Zones, find_access
from generator.indicators.reachability.cells import Cells
from generator.indicators.reachability.coverage import Crowd, Sums, median_range, share_range
from generator.indicators.reachability.distances import Points, find_nearest, find_pairs
from generator.indicators.reachability.reach import Reading, Town, describe_reach, find_shares
from generator.indicators.reachability.sites import Places
from generator.indicators.reachability.values import Span, Target, WalkProfile
from generator.indicators.reachability.ways import MeasuredWays, Steps, Terrain, list_steps, measure_ways
from generator.indicators.reachability.white_spots import connect_cells, round_people
from generator.model import ObservationStatus, Quantity

METRES = st.integers(0, 3000)
SPOTS = st.lists(st.tuples(METRES, METRES), min_size=1, max_size=40)
DISCS = st.lists(st.tuples(METRES, METRES, st.sampled_from((0, 0, 100, 250, 900))), min_size=1, max_size=12)
MOBILE = WalkProfile(id="mobile", title="gut zu Fuß", speed_m_per_s=1.0)
RESTRICTED = WalkProfile(id="restricted", title="mit eingeschränktem Gehen", speed_m_per_s=0.5)
TEN_MINUTES = Target(id="meeting_place", title="Treff", title_plural="Treffs", minutes=10)
NOTHING_MEASURED = MeasuredWays(
    np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp), np.zeros(0), {}, np.zeros(0, dtype=bool)
)


def make_points(spots: list[tuple[int, ...]]) -> Points:
    return Points(np.array([float(one[0]) for one in spots]), np.array([float(one[1]) for one in spots]))


def make_cells(
    spots: list[tuple[int, int]],
    population: list[float] | None = None,
    *,
    districts: list[int] | None = None,
    shares: tuple[Quantity, ...] = (Quantity(0.5),),
) -> Cells:
    """Cells of ten people each, all in the first district, half of them 65 or older."""
    return Cells(
        ids=tuple(f"Z{number:03}" for number in range(len(spots))),
        points=make_points(list(spots)),
        columns=np.array([one[0] // 100 for one in spots], dtype=np.intp),
        rows=np.array([one[1] // 100 for one in spots], dtype=np.intp),
        population=np.array(population or [10.0] * len(spots)),
        codes=tuple(f"{number:02}" for number in range(1, len(shares) + 1)),
        districts=np.array(districts or [0] * len(spots), dtype=np.intp),
        shares=shares,
    )


def make_places(
    discs: list[tuple[int, int, int]], *, districts: list[int] | None = None, vague: frozenset[int] = frozenset()
) -> Places:
    return Places(
        destination_ids=tuple(f"O{number}" for number in range(len(discs))),
        points=make_points(list(discs)),
        radii_m=np.array([float(one[2]) for one in discs]),
        districts=np.array(districts or [0] * len(discs), dtype=np.intp),
        vague_districts=vague,
    )


def make_town(cells: Cells, *, factor: float = 1.0, measured: MeasuredWays = NOTHING_MEASURED) -> Town:
    """A city (``C``) of as many districts as the cells know, without a lowest number of people."""
    count = len(cells.codes)
    return Town(
        terrain=Terrain(cells, factor, measured),
        crowd=Crowd.of(cells),
        numbers={"C": tuple(range(count + 1)), **{code: (number,) for number, code in enumerate(cells.codes)}},
        levels=(np.array([*([0] * count), -1], dtype=np.intp), np.array([*range(count), -1], dtype=np.intp)),
        level_of={"C": 0, **dict.fromkeys(cells.codes, 1)},
        withheld={},
        profiles=(MOBILE, RESTRICTED),
    )


def shares_of(town: Town, places: Places, target: Target = TEN_MINUTES) -> dict[str, Span]:
    return dict(find_shares(town, measure_ways(town.terrain, places), target)["C"])


def limits(span: Span) -> tuple[float, float]:
    assert span.low.value is not None
    assert span.high.value is not None
    return span.low.value, span.high.value


# --- nearest places -----------------------------------------------------------------------------------------------


@given(SPOTS, DISCS, st.sampled_from((1, -1)))
def test_the_nearest_place_is_that_of_a_search_through_all(
    spots: list[tuple[int, int]], discs: list[tuple[int, int, int]], sign: int
) -> None:
    added = sign * np.array([float(one[2]) for one in discs])
    found = find_nearest(make_points(list(spots)), make_points(list(discs)), added)
    slow = [min(np.hypot(x - a, y - b) + sign * r for a, b, r in discs) for x, y in spots]
    assert found == pytest.approx(slow)


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_the_nearest_place_is_right_for_as_many_points_as_need_halving(seed: int) -> None:
    random = np.random.default_rng(seed)
    points = Points(random.uniform(0, 9000, 700), random.uniform(0, 9000, 700))
    places = Points(random.uniform(0, 9000, 60), random.uniform(0, 9000, 60))
    added = random.choice([-500.0, 0.0, 300.0], 60)
    everything = np.hypot(points.xs_m[:, None] - places.xs_m, points.ys_m[:, None] - places.ys_m)
    assert find_nearest(points, places, added) == pytest.approx((everything + added).min(axis=1))
    pairs = find_pairs(points, places, -added, 400.0)
    assert set(zip(pairs.points.tolist(), pairs.places.tolist(), strict=True)) == set(
        zip(*(one.tolist() for one in np.nonzero(everything + added <= 400)), strict=True)
    )


def test_without_places_the_way_never_ends() -> None:
    assert np.isinf(find_nearest(make_points([(0, 0)]), make_points([]), np.zeros(0))).all()


# --- ways ---------------------------------------------------------------------------------------------------------


def test_a_way_is_the_air_line_times_the_detour_factor() -> None:
    ways = measure_ways(make_town(make_cells([(0, 0)]), factor=1.5).terrain, make_places([(300, 400, 0)]))
    assert (ways.low_m[0], ways.high_m[0]) == (750, 750)


def test_an_approximate_position_makes_the_way_a_range() -> None:
    ways = measure_ways(make_town(make_cells([(0, 0)]), factor=2.0).terrain, make_places([(300, 400, 100)]))
    assert (ways.low_m[0], ways.high_m[0]) == (800, 1200)


def test_inside_of_a_circle_the_way_may_be_nothing_at_all() -> None:
    ways = measure_ways(make_town(make_cells([(0, 0)])).terrain, make_places([(50, 0, 100)]))
    assert (ways.low_m[0], ways.high_m[0]) == (0, 150)


def test_a_place_somewhere_in_a_district_is_perhaps_next_door_and_perhaps_nowhere_near() -> None:
    cells = make_cells([(0, 0), (400, 0)], districts=[0, 1], shares=(Quantity(0.5), Quantity(0.5)))
    ways = measure_ways(make_town(cells).terrain, make_places([], vague=frozenset([1])))
    assert ways.low_m.tolist() == [400, 0]
    assert np.isinf(ways.high_m).all()


def test_what_a_router_has_measured_replaces_the_air_line() -> None:
    cells = make_cells([(0, 0), (100, 0), (200, 0)])
    measured = MeasuredWays(
        cells=np.array([0], dtype=np.intp),
        destinations=np.array([0], dtype=np.intp),
        metres=np.array([900.0]),
        numbers={"O0": 0},
        origins=np.array([True, True, False]),
    )
    ways = measure_ways(make_town(cells, factor=1.3, measured=measured).terrain, make_places([(300, 0, 0)]))
    # The first way is in the table, the second could be but is not, the third cell is unknown to the router.
    assert ways.low_m[0] == 900
    assert np.isinf(ways.low_m[1])
    assert ways.low_m[2] == pytest.approx(130)


@given(SPOTS, DISCS)
def test_the_way_at_best_is_never_longer_than_at_worst(
    spots: list[tuple[int, int]], discs: list[tuple[int, int, int]]
) -> None:
    ways = measure_ways(make_town(make_cells(spots), factor=1.3).terrain, make_places(discs))
    assert (ways.low_m <= ways.high_m).all()
    if all(radius == 0 for _, _, radius in discs):
        assert (ways.low_m == ways.high_m).all()


@given(SPOTS, DISCS, st.tuples(METRES, METRES, st.sampled_from((0, 300))))
def test_another_place_never_makes_a_way_longer_and_never_takes_anybody_out_of_reach(
    spots: list[tuple[int, int]], discs: list[tuple[int, int, int]], more: tuple[int, int, int]
) -> None:
    town = make_town(make_cells(spots))
    before, after = (measure_ways(town.terrain, make_places(one)) for one in (discs, [*discs, more]))
    assert (after.low_m <= before.low_m).all()
    assert (after.high_m <= before.high_m).all()
    fewer, others = (limits(shares_of(town, make_places(one))["mobile"]) for one in (discs, [*discs, more]))
    assert fewer[0] <= others[0]
    assert fewer[1] <= others[1]


# --- shares -------------------------------------------------------------------------------------------------------


def test_one_of_four_cells_in_reach_is_25_percent() -> None:
    town = make_town(make_cells([(0, 0), (1000, 0), (2000, 0), (3000, 0)]))
    assert limits(shares_of(town, make_places([(0, 500, 0)]))["mobile"]) == (25, 25)


def test_those_who_live_exactly_on_the_threshold_are_in_reach() -> None:
    town = make_town(make_cells([(0, 0)]), factor=1.3)
    reached = shares_of(town, make_places([(0, 300, 0)]), replace(TEN_MINUTES, minutes=6.5))
    assert limits(reached["mobile"]) == (100, 100)


@given(SPOTS, DISCS, st.integers(1, 30), st.integers(0, 30))
def test_more_minutes_never_reach_fewer_people_and_the_fast_reach_as_many_as_the_slow(
    spots: list[tuple[int, int]], discs: list[tuple[int, int, int]], minutes: int, more: int
) -> None:
    town, places = make_town(make_cells(spots)), make_places(discs)
    short = shares_of(town, places, replace(TEN_MINUTES, minutes=minutes))
    long = shares_of(town, places, replace(TEN_MINUTES, minutes=minutes + more))
    for profile in ("mobile", "restricted"):
        assert limits(short[profile])[0] <= limits(long[profile])[0]
        assert limits(short[profile])[1] <= limits(long[profile])[1]
    assert limits(short["restricted"])[0] <= limits(short["mobile"])[0]
    assert limits(short["restricted"])[1] <= limits(short["mobile"])[1]
    assert all(0 <= one <= 100 for span in long.values() for one in limits(span))


@given(SPOTS, DISCS, st.randoms(use_true_random=False))
def test_the_order_of_places_does_not_matter(
    spots: list[tuple[int, int]], discs: list[tuple[int, int, int]], random: "object"
) -> None:
    town, mixed = make_town(make_cells(spots)), list(discs)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert shares_of(town, make_places(discs)) == shares_of(town, make_places(mixed))


@given(
    st.lists(st.tuples(st.integers(1, 90), st.booleans(), st.booleans(), st.integers(0, 100)), min_size=1, max_size=9)
)
def test_whatever_the_unknown_share_is_the_truth_lies_in_the_range(people: list[tuple[int, bool, bool, int]]) -> None:
    known = 1.0 + sum(count for count, is_known, _, _ in people if is_known)
    reached = sum(count for count, is_known, is_reached, _ in people if is_known and is_reached)
    unknown = sum(count for count, is_known, _, _ in people if not is_known)
    unknown_reached = sum(count for count, is_known, is_reached, _ in people if not is_known and is_reached)
    sums = Sums(known, reached, unknown, unknown_reached)
    low, high = limits(share_range(sums, sums, ObservationStatus.MISSING))
    older = [(count * part / 100, is_reached) for count, is_known, is_reached, part in people if not is_known]
    truth = 100 * (reached + sum(one for one, is_in in older if is_in)) / (known + sum(one for one, _ in older))
    assert low - 1e-9 <= truth <= high + 1e-9


def test_a_district_whose_share_is_secret_says_so_and_the_city_gets_a_range() -> None:
    shares = (Quantity(0.5), Quantity.absent(ObservationStatus.CONFIDENTIAL))
    town = make_town(make_cells([(0, 0), (5000, 0)], districts=[0, 1], shares=shares))
    found = find_shares(town, measure_ways(town.terrain, make_places([(0, 0, 0)])), TEN_MINUTES)
    assert found["02"]["mobile"] == Span.absent(ObservationStatus.CONFIDENTIAL)
    # Five older people are known to be in reach; of ten people out of reach nobody or everybody may be older.
    assert limits(found["C"]["mobile"]) == (pytest.approx(100 / 3), 100)


def test_a_cell_without_district_counts_in_the_city_alone() -> None:
    town = make_town(make_cells([(0, 0), (5000, 0)], districts=[0, 1]))
    found = find_shares(town, measure_ways(town.terrain, make_places([(0, 0, 0)])), TEN_MINUTES)
    assert limits(found["01"]["mobile"]) == (100, 100)
    assert limits(found["C"]["mobile"]) == (pytest.approx(100 / 3), 100)


def test_what_is_reached_only_across_the_border_is_told() -> None:
    cells = make_cells([(0, 0), (300, 0), (9000, 0)], districts=[0, 1, 1], shares=(Quantity(0.5), Quantity(0.5)))
    town, places = make_town(cells), make_places([(100, 0, 0)], districts=[0])
    ways = measure_ways(town.terrain, places)
    found = describe_reach(town, TEN_MINUTES, Reading(ways, ways, places))
    assert found["02"].shares_pct["mobile"].low == Quantity(50)
    assert found["02"].across_border_pct["mobile"] == Quantity(50)
    assert found["01"].across_border_pct["mobile"] == Quantity(0)
    assert found["C"].across_border_pct["mobile"] == Quantity(0)


# --- medians ------------------------------------------------------------------------------------------------------


def test_half_of_the_people_live_within_the_median() -> None:
    metres, people, nobody = np.array([100.0, 200.0, 900.0]), np.array([1.0, 1.0, 3.0]), np.zeros(3)
    assert median_range(metres, metres, people, nobody) == (900, 900)
    assert median_range(metres, metres, np.array([3.0, 1.0, 1.0]), nobody) == (100, 100)


def test_people_of_unknown_age_stretch_the_median() -> None:
    metres = np.array([100.0, 200.0, 300.0])
    # Two older people live 200 m away. Of those at both ends nobody knows; three of them would turn the scales.
    assert median_range(metres, metres, np.array([0.0, 2.0, 0.0]), np.array([3.0, 0.0, 3.0])) == (100, 300)


@given(st.lists(st.tuples(METRES, st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12))
def test_the_median_at_best_is_never_above_that_at_worst(cells: list[tuple[int, int, int]]) -> None:
    metres, known, unknown = (np.array([float(one[place]) for one in cells]) for place in range(3))
    known[0] += 1
    low, high = median_range(metres, metres + 50, known, unknown)
    assert low <= high


# --- sharing places -----------------------------------------------------------------------------------------------


@given(SPOTS, DISCS, st.sampled_from(((1.0,), (1.0, 0.68, 0.22))), st.data())
def test_what_people_get_in_all_is_what_reached_places_have_to_give(
    spots: list[tuple[int, int]], discs: list[tuple[int, int, int]], weights: tuple[float, ...], data: st.DataObject
) -> None:
    people = np.array([float(data.draw(st.integers(0, 50))) for _ in spots])
    supply = np.array([float(data.draw(st.integers(1, 40))) for _ in discs])
    zones, exact = Zones(600.0, weights), [(x, y, 0) for x, y, _ in discs]
    steps = list_steps(make_town(make_cells(spots)).terrain, make_places(exact), 600.0)
    access = find_access(steps, people, supply, zones)
    slow, reached = divide_slowly(spots, exact, people, supply, zones)
    assert access == pytest.approx(slow)
    assert (people * access).sum() == pytest.approx(supply[reached].sum())


def divide_slowly(
    spots: list[tuple[int, int]], discs: list[tuple[int, int, int]], people: "object", supply: "object", zones: Zones
) -> tuple[list[float], list[bool]]:
    """The two steps as they are written in books."""

    def weigh(spot: tuple[int, int], disc: tuple[int, int, int]) -> float:
        distance = float(np.hypot(spot[0] - disc[0], spot[1] - disc[1]))
        for number, weight in enumerate(zones.weights, 1):
            if distance <= zones.limit_m * number / len(zones.weights):
                return weight
        return 0.0

    ratios = []
    for given_supply, disc in zip(supply, discs, strict=True):  # type: ignore[call-overload]
        demand = sum(one * weigh(spot, disc) for one, spot in zip(people, spots, strict=True))  # type: ignore[call-overload]
        ratios.append(given_supply / demand if demand > 0 else None)
    access = [
        sum(ratio * weigh(spot, disc) for ratio, disc in zip(ratios, discs, strict=True) if ratio is not None)
        for spot in spots
    ]
    return access, [ratio is not None for ratio in ratios]


def test_two_people_share_one_place() -> None:
    steps = Steps(
        np.array([0, 1], dtype=np.intp), np.array([0, 0], dtype=np.intp), np.array([0.0, 9.0]), np.array([0.0, 9.0])
    )
    assert find_access(steps, np.array([1.0, 1.0]), np.ones(1), Zones(10, (1.0,))).tolist() == [0.5, 0.5]


# --- white spots --------------------------------------------------------------------------------------------------


def test_cells_that_touch_at_a_corner_belong_together_unless_a_border_runs_between_them() -> None:
    places = {(0, 0): 0, (1, 1): 1, (2, 1): 2, (9, 9): 3}
    assert connect_cells(places, [0, 0, 0, 0]) == [[0, 1, 2], [3]]
    assert connect_cells(places, [0, 0, 1, 0]) == [[0, 1], [2], [3]]


def test_estimates_are_told_in_tens() -> None:
    assert [round_people(one) for one in (4.9, 5, 1374.9, -12)] == [0, 10, 1370, -10]
