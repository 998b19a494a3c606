"""What is unusual about a district: only what is clear, only from numbers that are there, in the right direction."""

import re
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formatting import NBSP
from generator.geography import Geography
from generator.indicators.compute import IndicatorResults
from generator.indicators.population import POPULATION
from generator.model import District, Level, Observation, ObservationStatus, Quantity
from generator.parameters import Parameter, Parameters
from generator.planning.notable import COMPARED, WHITE_SPOTS, Comparison, compare_districts
from generator.profiles.atlas import Atlas
from generator.profiles.notable import WORDINGS, NotableSection, profile_notable
from tests.tiny import copy_tiny_city, evaluate_city, tiny_atlas

SHARE = next(one for one in POPULATION if one.id == "share_65_plus")
DAY = date(2025, 12, 31)
ABSENT = st.sampled_from([one for one in ObservationStatus if one is not ObservationStatus.NORMAL])
SHARES = st.one_of(st.integers(0, 1000), ABSENT)


def limits(**values: float) -> Parameters:
    given_ = {"deviation_min": 1.5, "districts_min": 3, "confidence_pct": 95, "count_max": 5, **values}
    return {
        f"notable_{name}": Parameter(
            id=f"notable_{name}", value=value, unit="", title="", description="", source="", decided_by="", line=2
        )
        for name, value in given_.items()
    }


def observe(code: str, part: int | ObservationStatus, whole: int) -> Observation:
    quantity = Quantity(part) if isinstance(part, int) else Quantity.absent(part)
    return Observation(
        indicator_id=SHARE.id,
        district_code=code,
        reference_date=DAY,
        value=None if quantity.value is None else 100 * quantity.value / whole,
        status=quantity.status,
        numerator=quantity,
        denominator=Quantity(whole),
        evidence=(),
    )


def make_district(code: str, level_id: str) -> District:
    return District(
        code=code, level_id=level_id, name=code, slug=code, number="", status="official", basis="",
        area_km2=Quantity(1), parent_code=None, part_codes=(), neighbour_codes=(),
    )  # fmt: skip


def compare(shares: dict[str, int | ObservationStatus], code: str, *, city: int = 250, **values: float) -> Comparison:
    """Compare a district whose share, of a thousand people, stands among those of others."""
    districts = {"0": make_district("0", "city"), **{one: make_district(one, "part") for one in shares}}
    levels = tuple(
        Level(id=name, name_singular="", name_plural="", slug=name, sort_order=rank, is_official=True, status_note="")
        for rank, name in enumerate(("city", "part"), start=1)
    )
    geography = Geography(levels=levels, districts=districts, outlines={}, context_lines=(), to_metres=tuple)
    series = {(SHARE.id, one): (observe(one, part, 1000),) for one, part in shares.items()}
    series[SHARE.id, "0"] = (observe("0", city, 1000),)
    results = IndicatorResults(indicators=(SHARE,), left_out=(), series=series)
    return compare_districts(results, geography, limits(**values), None)[code]


# --- what counts as unusual ---------------------------------------------------------------------------------------


def test_a_share_far_from_all_others_is_named() -> None:
    found = compare({"1": 240, "2": 250, "3": 260, "4": 400}, "4")
    assert [(one.topic, one.value, one.difference) for one in found.deviations] == [("share_65_plus", 40, 15)]
    # The middle is 25.5, the middle deviation 1 (1.5, 0.5, 0.5, 14.5): (40 - 25.5) / 1.4826.
    assert found.deviations[0].score == pytest.approx(14.5 / 1.4826)


def test_a_share_among_the_others_is_not_named_but_compared() -> None:
    found = compare({"1": 200, "2": 250, "3": 300, "4": 280}, "4")
    assert (found.deviations, found.compared) == ((), ("share_65_plus",))


def test_a_difference_that_chance_explains_is_not_named() -> None:
    # 26.5 of 100 against 25: the interval of 1,000 people reaches from 23.9 to 29.3.
    assert compare({"1": 249, "2": 250, "3": 251, "4": 265}, "4").deviations == ()


def test_what_is_unusual_among_districts_but_like_the_city_is_not_named() -> None:
    assert compare({"1": 240, "2": 250, "3": 260, "4": 400}, "4", city=400).deviations == ()


def test_too_few_districts_are_no_yardstick() -> None:
    found = compare({"1": 240, "4": 400}, "4")
    assert (found.deviations, found.compared) == ((), ())


def test_where_half_of_the_districts_are_equal_there_is_no_yardstick() -> None:
    assert compare({"1": 250, "2": 250, "3": 250, "4": 400}, "4").compared == ()


def test_no_more_are_named_than_the_city_wants_to_read() -> None:
    assert compare({"1": 240, "2": 250, "3": 260, "4": 400}, "4", count_max=0).deviations == ()


@given(st.dictionaries(st.sampled_from("123456789"), SHARES, min_size=1), st.integers(0, 1000))
def test_a_number_that_is_not_there_is_never_named(shares: dict[str, int | ObservationStatus], city: int) -> None:
    for code, part in shares.items():
        found = compare(shares, code, city=city)
        if not isinstance(part, int):
            assert (found.deviations, found.compared) == ((), ())
        for one in found.deviations:
            assert one.value == part / 10  # type: ignore[operator]


@given(st.dictionaries(st.sampled_from("123456789"), SHARES, min_size=1), st.integers(0, 1000))
def test_the_direction_is_the_same_against_the_city_and_among_the_districts(
    shares: dict[str, int | ObservationStatus], city: int
) -> None:
    for code in shares:
        for one in compare(shares, code, city=city).deviations:
            assert (one.difference > 0) == (one.value > one.city_value) == (one.score > 0)


@given(st.permutations(sorted("123456")), st.lists(st.integers(0, 1000), min_size=6, max_size=6))
def test_the_order_of_districts_changes_nothing(order: list[str], values: list[int]) -> None:
    shares: dict[str, int | ObservationStatus] = dict(zip("123456", values, strict=True))
    assert compare({code: shares[code] for code in order}, "3") == compare(shares, "3")


# --- what the page says -------------------------------------------------------------------------------------------


def notable(code: str, atlas: Atlas | None = None) -> NotableSection | None:
    atlas = atlas or tiny_atlas()
    return profile_notable(atlas, PurePosixPath("ortsteile/x/index.md"), atlas.geography.districts[code])


def sentences(code: str, atlas: Atlas | None = None) -> list[str]:
    found = notable(code, atlas)
    assert found is not None
    return [one.text.replace(NBSP, " ") for one in found.sentences]


def test_every_topic_has_its_words() -> None:
    assert set(WORDINGS) == {*COMPARED, WHITE_SPOTS}


def test_sentences_have_numbers_and_a_comparison() -> None:
    assert sentences("001") == [
        "Im Gebiet „Altmühlau“ sind 20,0 % der Menschen 65 Jahre oder älter, "
        "6,0 Prozentpunkte weniger als in Klein Mühlau (26,0 %).",
        "Die Einwohnerzahl ist im Gebiet „Altmühlau“ seit 2023 um 25,0 % gestiegen; "
        "in Klein Mühlau ist sie um 2,0 % gestiegen.",
        "Im Gebiet „Altmühlau“ leben etwa 40 % der Menschen ab 65 ohne bekannten Begegnungsort "
        "in höchstens 10 Minuten zu Fuß, in Klein Mühlau sind es etwa 15 %.",
    ]
    assert sentences("002") == [
        "Im Mühlengrund sind 37,5 % der Menschen 65 Jahre oder älter, "
        "11,5 Prozentpunkte mehr als in Klein Mühlau (26,0 %).",
    ]


def test_each_sentence_leads_to_its_evidence() -> None:
    found = notable("001")
    assert found is not None
    assert [(one.evidence.text, one.evidence.href) for one in found.sentences] == [
        ("Anteil ab 65", "../../indikatoren/anteil-ab-65/#gebiet-001"),
        ("Veränderung der Bevölkerung seit 2023", "../../indikatoren/veraenderung-einwohner/#gebiet-001"),
        ("Weiße Flecken", "../../erreichbarkeit/#weisse-flecken"),
    ]


def test_the_town_is_not_compared_with_itself() -> None:
    assert notable("000") is None


def test_where_numbers_are_not_reliable_that_is_said() -> None:
    found = notable("003")
    assert found is not None
    assert (found.sentences, found.nothing) == ((), "Für einen Vergleich fehlen hier verlässliche Zahlen.")


def test_where_nothing_is_unusual_that_is_said(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("parameters/parameters", "notable_deviation_min,0.5", "notable_deviation_min,9")
    found = notable("002", evaluate_city(city.project))
    assert found is not None
    assert (found.sentences, found.nothing) == (
        (),
        "In den verglichenen Zahlen ist im Mühlengrund nichts deutlich anders als in Klein Mühlau.",
    )
    assert found.method.startswith("Verglichen: 5 Kennzahlen, mit Klein Mühlau")


def test_without_limits_nothing_is_compared(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("parameters/parameters", "notable_count_max", "andere_grenze")
    assert notable("002", evaluate_city(city.project)) is None


def test_words_point_where_numbers_point() -> None:
    for code in ("001", "002"):
        for text in sentences(code):
            for difference, word, city in re.findall(r"([\d,]+) Prozentpunkte (\w+) als .*?\(([\d,]+) %\)", text):
                own = float(re.findall(r"([\d,]+) %", text)[0].replace(",", "."))
                whole, gap = (float(one.replace(",", ".")) for one in (city, difference))
                assert own == pytest.approx(whole + (gap if word == "mehr" else -gap))
