"""The composite index: what must hold for all numbers, and one example worked out by hand."""

import csv
import io
import math
from collections.abc import Mapping

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator import layout
from generator.model import Level, ObservationStatus, Quantity
from generator.planning.needs.definition import Screening, ScreeningPart
from generator.planning.needs.screening import Normalization, ScreeningResult, normalize, rank, screen_level
from generator.profiles.screening import profile_screening
from generator.render.files import prepare_downloads, render_needs_files
from tests.tiny import tiny_atlas

LEVEL = Level(
    id="ward", name_singular="Viertel", name_plural="Viertel", slug="viertel", sort_order=2, is_official=True,
    status_note="",
)  # fmt: skip
VALUES = st.lists(st.integers(-1000, 1000).map(float), min_size=3, max_size=8)
COLUMNS = ("a", "b", "c", "d")


def part(name: str, *, weight: float = 1, is_more_need: bool = True) -> ScreeningPart:
    return ScreeningPart(indicator_id=name, group=name, weight=weight, is_more_need=is_more_need, source="ausgedacht")


def make_screening(*parts: ScreeningPart) -> Screening:
    return Screening(title="Wert", level_ids=("ward",), notes=("Nur ein Versuch.",), parts=parts)


def table(columns: Mapping[str, list[float | None]]) -> dict[str, dict[str, Quantity]]:
    """Numbers by district, from columns."""
    count = len(next(iter(columns.values())))
    return {
        f"{place:02}": {
            name: Quantity.absent(ObservationStatus.MISSING) if value is None else Quantity(value)
            for name, values in columns.items()
            for value in [values[place]]
        }
        for place in range(count)
    }


def scores(result: ScreeningResult) -> list[float | None]:
    return [one.score.value for one in result.scores]


def test_two_districts_one_deviation_above_and_below_the_mean() -> None:
    result = screen_level(make_screening(part("a"), part("b")), LEVEL, table({"a": [10, 20], "b": [1, 3]}))
    assert scores(result) == [-1, 1]
    assert [one.rank for one in result.scores] == [2, 1]
    assert result.variant_count == 27


def test_four_indicators_make_243_variants() -> None:
    columns: dict[str, list[float | None]] = {name: [1, 2, 4] for name in COLUMNS}
    assert screen_level(make_screening(*map(part, COLUMNS)), LEVEL, table(columns)).variant_count == 243


@given(VALUES)
def test_z_scores_have_mean_0_and_deviation_1(values: list[float]) -> None:
    assume(max(values) > min(values))
    found = normalize(values, Normalization.Z_SCORE)
    assert found is not None
    assert math.isclose(math.fsum(found), 0, abs_tol=1e-9)
    assert math.isclose(math.fsum(one**2 for one in found) / len(found), 1)


@given(VALUES, st.sampled_from([Normalization.MIN_MAX, Normalization.PERCENTILE]))
def test_the_other_scales_go_from_0_to_100(values: list[float], method: Normalization) -> None:
    assume(max(values) > min(values))
    found = normalize(values, method)
    assert found is not None
    assert all(0 <= one <= 100 for one in found)


@given(VALUES, st.integers(1, 50), st.integers(-100, 100))
def test_another_unit_leaves_z_scores_as_they_are(values: list[float], factor: int, shift: int) -> None:
    assume(max(values) > min(values))
    before, after = (
        normalize(one, Normalization.Z_SCORE) for one in (values, [factor * value + shift for value in values])
    )
    assert before is not None
    assert after is not None
    assert all(math.isclose(old, new, abs_tol=1e-9) for old, new in zip(before, after, strict=True))


@settings(max_examples=30)
@given(st.lists(st.tuples(*[st.integers(0, 50)] * 2), min_size=3, max_size=6), st.integers(1, 4))
def test_contributions_add_up_and_the_span_holds_the_rank(rows: list[tuple[int, int]], weight: int) -> None:
    columns: dict[str, list[float | None]] = {
        "a": [float(one) for one, _ in rows],
        "b": [float(two) for _, two in rows],
    }
    result = screen_level(make_screening(part("a", weight=weight), part("b")), LEVEL, table(columns))
    for one in result.scores:
        if one.score.value is not None and one.rank is not None:
            parts = [found.value for found in one.contributions.values() if found.value is not None]
            assert math.isclose(one.score.value, math.fsum(parts), abs_tol=1e-9)
            assert one.ranks[0] <= one.rank <= one.ranks[-1]


def test_turning_the_direction_turns_the_sign() -> None:
    columns: dict[str, list[float | None]] = {"a": [1, 2, 6], "b": [3, 1, 2]}
    up, down = (
        screen_level(
            make_screening(part("a", is_more_need=is_more), part("b", is_more_need=is_more)), LEVEL, table(columns)
        )
        for is_more in (True, False)
    )
    assert [round(one or 0, 9) for one in scores(up)] == [-round(one or 0, 9) for one in scores(down)]


def test_what_is_the_same_everywhere_drops_out_and_is_named() -> None:
    result = screen_level(make_screening(part("a"), part("b")), LEVEL, table({"a": [5, 5, 5], "b": [1, 2, 3]}))
    assert result.dropped == ("a",)
    assert result.variant_count == 9


@pytest.mark.parametrize(("missing", "is_known"), [(1, True), (2, False)])
def test_a_quarter_of_the_weight_may_be_missing_and_no_more(missing: int, *, is_known: bool) -> None:
    columns: dict[str, list[float | None]] = {
        name: [None if place < missing else 1, 2, 4] for place, name in enumerate(COLUMNS)
    }
    first = screen_level(make_screening(*map(part, COLUMNS)), LEVEL, table(columns)).scores[0]
    assert (first.score.value is not None, first.rank is not None, bool(first.ranks)) == (is_known,) * 3


def test_a_missing_number_contributes_nothing_and_is_not_zero() -> None:
    columns: dict[str, list[float | None]] = {name: [1, 2, 4] for name in COLUMNS}
    columns["a"][0] = None
    first = screen_level(make_screening(*map(part, COLUMNS)), LEVEL, table(columns)).scores[0]
    assert first.contributions["a"] == Quantity.absent(ObservationStatus.MISSING)


def test_equal_scores_share_a_place() -> None:
    assert rank({"a": 2.0, "b": 1.0, "c": 2.0, "d": 0.0}) == {"a": 1, "b": 3, "c": 1, "d": 4}


def test_the_page_lists_districts_in_their_order_and_says_what_is_missing() -> None:
    (page,) = profile_screening(tiny_atlas(), {})
    (found,) = page.tables
    assert [row.header.text for row in found.rows] == ["Altmühlau", "Hinterm Wald", "Mühlengrund"]
    assert [row.cells[-1].text for row in found.rows] == ["fest", "nicht berechenbar: zu viele Angaben fehlen", "fest"]


def test_page_and_file_give_the_same_scores() -> None:
    atlas = tiny_atlas()
    edition, _ = prepare_downloads(atlas)
    path = layout.needs_download("csv", topic="vorauswahl")
    (file,) = [one for one in render_needs_files(atlas, edition) if one.path == path]
    rows = {row["district_code"]: row for row in csv.DictReader(io.StringIO(file.content.decode()))}
    # Of two districts with numbers one lies a deviation above the mean and one below.
    assert {code: row["score"] for code, row in rows.items()} == {"001": "-1", "002": "1", "003": "x"}
    (page,) = profile_screening(atlas, {})
    assert [row.cells[2].text for row in page.tables[0].rows] == ["−1,00", "x", "+1,00"]
