"""What ``gebietsatlas show`` says."""

import pytest

from generator.errors import UsageError
from generator.formatting import NBSP
from generator.render.reports import describe_indicator
from tests.tiny import tiny_atlas


def describe(indicator: str, district: str | None = None) -> list[str]:
    """The report as lines, with plain spaces."""
    return [line.replace(NBSP, " ") for line in describe_indicator(tiny_atlas(), indicator, district)]


def test_the_definition_comes_first() -> None:
    assert describe("share_65_plus")[:3] == [
        "Anteil der Menschen ab 65 Jahren",
        "  Wie viele von 100 Menschen, die hier wohnen, 65 Jahre oder älter sind.",
        "  Formel: 100 × Personen ab 65 Jahren ÷ alle Einwohnerinnen und Einwohner",
    ]


def test_every_district_has_a_line_with_its_number_or_the_reason_for_having_none() -> None:
    assert [line.split(maxsplit=1) for line in describe("share_65_plus")[3:]] == [
        ["000", f"{'Klein Mühlau':<32} 26,0 %"],
        ["001", f"{'Altmühlau':<32} 20,0 %"],
        ["003", f"{'Hinterm Wald':<32} x (Angabe nicht sinnvoll)"],
        ["002", f"{'Mühlengrund':<32} 37,5 %"],
    ]


def test_one_district_shows_every_date_with_its_cells() -> None:
    assert describe("population_65_plus", "003")[3:] == [
        "31.12.2023  Hinterm Wald: 40",
        "    demographics/age_groups, Zeile 4, age_65_plus_count (003): 40",
        "31.12.2024  Hinterm Wald: . (Zahlenwert geheim gehalten)",
        "    demographics/age_groups, Zeile 7, age_65_plus_count (003): .",
        "31.12.2025  Hinterm Wald: 20",
        "    demographics/age_groups, Zeile 10, age_65_plus_count (003): 20",
    ]


def test_changes_show_their_sign() -> None:
    assert [line.split()[-1] for line in describe("change_65_plus_count")[3:]] == ["+20", "+40", "−20", "±0"]


@pytest.mark.parametrize("name", ["002", "muehlengrund", "Mühlengrund"])
def test_a_district_goes_by_code_address_or_name(name: str) -> None:
    assert describe("population", name)[-2] == "31.12.2025  Mühlengrund: 800"


def test_an_indicator_goes_by_id_or_address() -> None:
    assert describe("anteil-ab-65") == describe("share_65_plus")


@pytest.mark.parametrize(
    ("indicator", "district", "hint"),
    [
        ("share_66_plus", None, "Meinst du ‚share_65_plus‘?"),
        ("quark", None, "Es gibt: population, population_65_plus"),
        ("population", "Mühlgrund", "Meinst du ‚Mühlengrund‘?"),
        ("population", "quark", "Nenne Schlüssel oder Namen."),
    ],
)
def test_a_wrong_name_gets_a_hint(indicator: str, district: str | None, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        describe(indicator, district)
    assert hint in str(caught.value)
