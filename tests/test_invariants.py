"""What must hold for all data of all cities; docs/entwicklung/invarianten.md lists which test holds which of them."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.indicators.definition import Count, Ratio, Term
from generator.indicators.population import ALL_AGES
from generator.profiles.atlas import Atlas
from tests.test_indicators import compute_share
from tests.tiny import copy_tiny_city, evaluate_city, tiny_atlas

ROOT = Path(__file__).parents[1]
COUNTS = st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 5000)), min_size=1, max_size=6)
BAND = re.compile(r"^age_(\d+)(?:_(\d+)|_plus)_count$")


@cache
def magdeburg_atlas() -> Atlas:
    """The project's own city, evaluated once."""
    return evaluate_city(ROOT)


CITIES = pytest.mark.parametrize("read", [tiny_atlas, magdeburg_atlas], ids=["tiny", "magdeburg"])


@CITIES
def test_districts_of_a_level_add_up_to_the_city_or_a_rest_belongs_to_none(read: Callable[[], Atlas]) -> None:
    atlas = read()
    compared = 0
    for indicator in atlas.results.indicators:
        if not isinstance(indicator.formula, Count):
            continue
        city = atlas.results.latest(indicator.id, atlas.geography.city.code)
        for level in atlas.geography.levels[1:]:
            parts = [atlas.results.latest(indicator.id, one.code).value for one in atlas.geography.districts_on(level)]
            known = [one for one in parts if one is not None]
            if city.value is not None and len(known) == len(parts):
                # A city may count people whom it cannot assign to any district, and never fewer than its districts do.
                rest = city.value - sum(known)
                assert 0 <= rest <= 0.02 * city.value, (indicator.id, level.id)
                compared += 1
    assert compared


@CITIES
def test_age_groups_follow_each_other_without_gap_or_overlap(read: Callable[[], Atlas]) -> None:
    resource = read().resource(ALL_AGES.resource_id)
    found = sorted(
        (int(one[1]), int(one[2]) if one[2] else None) for field in resource.fields if (one := BAND.match(field.name))
    )
    assert found[0][0] == 0
    assert found[-1][1] is None
    assert [low for low, _ in found[1:]] == [high + 1 for _, high in found[:-1] if high is not None]


@CITIES
def test_the_ratio_of_the_city_lies_between_those_of_its_districts(read: Callable[[], Atlas]) -> None:
    atlas = read()
    compared = 0
    for indicator in atlas.results.indicators:
        if not isinstance(indicator.formula, Ratio) or not isinstance(indicator.formula.numerator, Term):
            continue
        city = atlas.results.latest(indicator.id, atlas.geography.city.code).value
        for level in atlas.geography.levels[1:]:
            found = [atlas.results.latest(indicator.id, one.code) for one in atlas.geography.districts_on(level)]
            known = [one.value for one in found if one.value is not None]
            if city is not None and len(known) == len(found):
                assert min(known) - 1e-9 <= city <= max(known) + 1e-9, (indicator.id, level.id)
                compared += 1
    assert compared or atlas is tiny_atlas()


@given(COUNTS)
def test_the_share_of_any_city_lies_between_those_of_its_districts(rows: list[tuple[int, int]]) -> None:
    city = compute_share(list(rows)).value
    shares = [100 * part / (part + rest) for part, rest in rows]
    assert city is not None
    assert min(shares) - 1e-9 <= city <= max(shares) + 1e-9


@CITIES
def test_shares_lie_between_0_and_100(read: Callable[[], Atlas]) -> None:
    atlas = read()
    shares = [one.id for one in atlas.results.indicators if isinstance(one.formula, Ratio) and one.unit == "%"]
    values = [
        one.value for (name, _), series in atlas.results.series.items() if name in shares for one in series if one.value
    ]
    assert values
    assert all(0 <= one <= 100 for one in values)
    assert atlas.reachability is not None
    for reach in atlas.reachability.reach.values():
        for span in (*reach.shares_pct.values(), *reach.shares_open_pct.values()):
            if span.low.value is not None and span.high.value is not None:
                assert 0 <= span.low.value <= span.high.value <= 100


@settings(max_examples=2)
@given(st.integers(0, 10_000))
def test_the_order_of_rows_in_any_table_changes_no_number(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    city = copy_tiny_city(tmp_path_factory.mktemp("shuffled") / "city")
    chance = Random(seed)  # noqa: S311  # an order, not a secret
    for name in ("population", "age_groups", "households", "census_cells"):
        file = city.file(f"demographics/{name}")
        head, *rows = file.read_text(encoding="utf-8").splitlines()
        chance.shuffle(rows)
        file.write_text("\n".join((head, *rows, "")), encoding="utf-8")
    city.stamp()
    atlas, whole = evaluate_city(city.project), tiny_atlas()
    for key, series in whole.results.series.items():
        assert [(one.value, one.status) for one in atlas.results.series[key]] == [
            (one.value, one.status) for one in series
        ]
    assert {(one.rule.id, one.district_code): one.truth for one in atlas.needs.results} == {
        (one.rule.id, one.district_code): one.truth for one in whole.needs.results
    }
    assert atlas.reachability is not None
    assert whole.reachability is not None
    assert {key: one.shares_pct for key, one in atlas.reachability.reach.items()} == {
        key: one.shares_pct for key, one in whole.reachability.reach.items()
    }


@given(COUNTS, st.randoms(use_true_random=False))
def test_the_order_of_districts_changes_no_share(rows: list[tuple[int, int]], chance: Random) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)
    assume(mixed != rows or len(rows) == 1)
    assert compute_share(mixed).value == compute_share(list(rows)).value


def test_every_test_that_the_list_of_invariants_names_exists() -> None:
    text = (ROOT / "docs/entwicklung/invarianten.md").read_text(encoding="utf-8")
    sources = {file.stem: file.read_text(encoding="utf-8") for file in (ROOT / "tests").glob("test_*.py")}
    code = "\n".join(sources.values())
    named = set(re.findall(r"`(test_[a-z0-9_]+)`", text))
    assert len(named) > 40
    assert {one for one in named if one not in sources and f"def {one}(" not in code} == set()
