"""Age groups of a district beside those of the town."""

from pathlib import Path

from generator.formatting import format_date
from generator.indicators.age_structure import AgeStructure
from generator.model import ObservationStatus, Quantity
from tests.tiny import copy_tiny_city, evaluate_city, tiny_atlas

TOO_FEW = Quantity.absent(ObservationStatus.NOT_MEANINGFUL)
CONFIDENTIAL = Quantity.absent(ObservationStatus.CONFIDENTIAL)


def shares(structure: AgeStructure) -> list[Quantity]:
    return [band.share for band in structure.bands]


def test_ages_are_read_from_the_names_of_the_columns() -> None:
    assert [band.title for band in tiny_atlas().ages["001"].bands] == [
        "0 bis 6",
        "7 bis 17",
        "18 bis 44",
        "45 bis 64",
        "ab 65",
    ]


def test_the_newest_reference_date_counts() -> None:
    assert format_date(tiny_atlas().ages["001"].reference_date) == "31.12.2025"


def test_shares_of_a_thousand_people_are_a_tenth_of_their_number() -> None:
    assert shares(tiny_atlas().ages["001"]) == [Quantity(10), Quantity(20), Quantity(25), Quantity(25), Quantity(20)]


def test_the_town_is_the_sum_of_its_quarters() -> None:
    town = tiny_atlas().ages["000"].bands
    assert [band.count for band in town] == [Quantity(140), Quantity(300), Quantity(520), Quantity(520), Quantity(520)]
    assert town[-1].share == Quantity(26)


def test_where_200_people_live_counts_are_shown_and_shares_are_not() -> None:
    bands = tiny_atlas().ages["003"].bands
    assert [band.count for band in bands] == [Quantity(0), Quantity(40), Quantity(70), Quantity(70), Quantity(20)]
    assert {band.share for band in bands} == {TOO_FEW}


def test_a_suppressed_group_stays_suppressed_in_every_sum(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.replace("demographics/age_groups", "2025-12-31,003,0,40,70,70,20,200", "2025-12-31,003,0,.,70,70,.,200")
    ages = evaluate_city(city.project).ages
    assert [band.count for band in ages["003"].bands] == [
        Quantity(0), CONFIDENTIAL, Quantity(70), Quantity(70), CONFIDENTIAL
    ]  # fmt: skip
    assert ages["000"].bands[-1].count == CONFIDENTIAL
    assert shares(ages["000"])[0] == Quantity(7)
    assert shares(ages["003"])[-1] == CONFIDENTIAL


def test_a_town_without_ages_has_no_age_structure(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.drop_rules()
    city.drop_rule_books()
    city.describe("demographics", lambda package: package["resources"].pop(1))
    city.file("demographics/age_groups").unlink()
    atlas = evaluate_city(city.project)
    assert atlas.ages == {}
    assert "population" in atlas.results.ids
    assert "share_65_plus" not in atlas.results.ids
