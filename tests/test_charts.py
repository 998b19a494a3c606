"""Charts: honest axes, visible gaps, and every number in words and in a table."""

import re
import xml.etree.ElementTree as ET

import pytest

from generator.model import ObservationStatus, Quantity
from generator.profiles.charts import AgeView, BarsView, SeriesView
from generator.render.charts import choose_ticks, draw_age_structure, draw_bars, draw_series
from tests.hostile import ATTACK
from tests.markup import read_markup

SECRET = Quantity.absent(ObservationStatus.CONFIDENTIAL)
MISSING = Quantity.absent(ObservationStatus.MISSING)
SMALL = Quantity.absent(ObservationStatus.NOT_MEANINGFUL)


def series(*quantities: Quantity) -> SeriesView:
    points = tuple((2021 + step, quantity) for step, quantity in enumerate(quantities))
    return SeriesView(id="reihe", title="Menschen ab 65", point="Ein Satz.", unit="", decimals=0, points=points)


def bars(*quantities: Quantity) -> BarsView:
    named = tuple((f"Gebiet {rank}", quantity, rank == 0) for rank, quantity in enumerate(quantities))
    return BarsView(id="vergleich", title="Anteil", point="Ein Satz.", unit="%", decimals=1, bars=named)


def ages(own: Quantity, city: Quantity) -> AgeView:
    groups = (("ab 65", own, city),)
    return AgeView(
        id="alter", title="Altersaufbau", point="Ein Satz.", own_name="Ort", city_name="Stadt", groups=groups
    )


def cells(markup: str) -> list[str]:
    return [" ".join(cell.text.split()) for cell in read_markup(markup).find_all("td")]


def drawing(markup: str) -> ET.Element:
    """The drawing alone; raises where it is not well-formed."""
    found = re.search(r"<svg.*?</svg>", markup, re.DOTALL)
    assert found
    return ET.fromstring(found.group())  # noqa: S314 - our own drawing


def test_a_line_is_not_drawn_across_a_gap() -> None:
    whole = drawing(draw_series(series(Quantity(1), Quantity(2), Quantity(3))))
    broken = drawing(draw_series(series(Quantity(1), SECRET, Quantity(3))))
    assert len(whole.findall("path[@class='line']")) == 1
    assert broken.findall("path[@class='line']") == []


def test_a_gap_is_hatched_and_a_zero_is_not() -> None:
    with_zero, with_gap = draw_series(series(Quantity(5), Quantity(0))), draw_series(series(Quantity(5), SECRET))
    assert "url(#reihe-muster)" not in with_zero
    assert "url(#reihe-muster)" in with_gap
    assert (cells(with_zero), cells(with_gap)) == (["5", "–"], ["5", "."])


def test_secret_missing_meaningless_and_zero_read_differently() -> None:
    text = read_markup(draw_series(series(SECRET, MISSING, SMALL, Quantity(0)))).find("desc").text
    assert text == (
        "2021: . (Zahlenwert geheim gehalten); 2022: … (Angabe liegt nicht vor); 2023: x (Angabe nicht sinnvoll); "
        "2024: – (nichts vorhanden, laut Daten genau null)"
    )


def test_a_series_without_any_number_is_drawn_all_the_same() -> None:
    markup = draw_series(series(SECRET, SECRET))
    assert drawing(markup).findall("path[@class='line']") == []
    assert cells(markup) == [".", "."]


def test_a_bar_is_as_long_as_its_number() -> None:
    widths = [
        float(one.attrib["width"]) for one in drawing(draw_bars(bars(Quantity(20.0), Quantity(10.0)))).findall("rect")
    ]
    assert widths[0] == pytest.approx(2 * widths[1], abs=0.2)


def test_bars_say_their_numbers_the_german_way() -> None:
    assert [cell.replace("\xa0", " ") for cell in cells(draw_bars(bars(Quantity(20.25), SECRET)))] == ["20,3 %", "."]


def test_ages_show_the_district_beside_the_city() -> None:
    markup = draw_age_structure(ages(Quantity(25.0), Quantity(20.0)))
    text = drawing(markup).findtext("desc") or ""
    assert "25,0" in text
    assert "20,0" in text


def test_small_districts_have_hatched_ages() -> None:
    markup = draw_age_structure(ages(SMALL, Quantity(20.0)))
    assert "url(#alter-muster)" in markup
    assert "Angabe nicht sinnvoll" in markup


def test_axes_start_at_zero_and_reach_the_largest_number() -> None:
    for values in ((3.0, 7.0), (4247.0, 4259.0), (0.0, 0.0), (0.4, 0.9)):
        ticks = choose_ticks(values)
        assert ticks[0] == 0
        assert ticks[-1] >= max(values)


def test_names_from_data_are_text_everywhere() -> None:
    view = BarsView(
        id="b",
        title=ATTACK,
        point=ATTACK,
        unit="%",
        decimals=0,
        bars=((ATTACK, Quantity(1), True), ("x", SECRET, False)),
    )
    page = read_markup(draw_bars(view))
    assert page.find_all("script", "img", "iframe") == []
    assert [one.text for one in page.find_all("th") if one.attributes.get("scope") == "row"] == [ATTACK, "x"]


@pytest.mark.parametrize(
    "markup",
    [
        draw_series(series(*[Quantity(1000 + step) for step in range(15)])),
        draw_bars(bars(Quantity(1), SECRET, Quantity(3))),
        draw_age_structure(ages(Quantity(25.0), Quantity(20.0))),
    ],
)
def test_a_chart_is_small_well_formed_and_has_no_blank_line(markup: str) -> None:
    svg = drawing(markup)
    ids = re.findall(r'\bid="([^"]+)"', markup)
    assert svg.attrib["role"] == "img"
    assert set(svg.attrib["aria-labelledby"].split()) <= set(ids)
    assert len(ids) == len(set(ids))
    assert len(markup.encode()) < 6000
    assert "\n\n" not in markup
    assert markup.startswith("<figure")
