"""German numbers, dates, signs and slugs."""

import re
from datetime import date
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from generator.formatting import (
    MINUS,
    NBSP,
    NIL_SIGN,
    SIGN_MEANINGS,
    STATUS_SIGNS,
    describe_absence,
    describe_quantity,
    format_bytes,
    format_cell,
    format_date,
    format_difference,
    format_list,
    format_long_date,
    format_number,
    format_opening_times,
    format_partial_date,
    format_quantity,
    make_phone_link,
    make_slug,
    round_half_up,
    sort_key,
)
from generator.model import SIGN_STATUS, ObservationStatus, OpeningTime, Quantity

REALS = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)
DECIMALS = st.integers(min_value=0, max_value=4)


def parse_german(text: str) -> Decimal:
    """The number that a German reader sees."""
    return Decimal(text.replace(".", "").replace(",", ".").replace(MINUS, "-"))


@given(REALS, DECIMALS)
def test_a_formatted_number_reads_as_the_rounded_number(value: float, decimals: int) -> None:
    assert parse_german(format_number(value, decimals)) == round_half_up(value, decimals)


@given(REALS, DECIMALS)
def test_numbers_are_written_as_a_library_for_all_languages_writes_them(value: float, decimals: int) -> None:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    expected = format_decimal(abs(round_half_up(value, decimals)), format=pattern, locale="de_DE")
    assert format_number(value, decimals).removeprefix(MINUS) == expected


@given(REALS, DECIMALS)
def test_a_formatted_number_has_just_the_decimals_asked_for(value: float, decimals: int) -> None:
    _, comma, fraction = format_number(value, decimals).partition(",")
    assert (len(fraction), bool(comma)) == (decimals, decimals > 0)


@given(REALS, DECIMALS)
def test_no_number_is_minus_zero(value: float, decimals: int) -> None:
    text = format_number(value, decimals)
    assert not text.startswith(MINUS) or parse_german(text) != 0


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(0, 0, "0"), (1000, 0, "1.000"), (1234567, 0, "1.234.567"), (0.5, 0, "1"), (2.5, 0, "3"), (-20, 0, "−20")],
)
def test_numbers_are_written_the_german_way(value: float, decimals: int, text: str) -> None:
    assert format_number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"), [(4, "+4,0"), (-4, "−4,0"), (0, "±0,0"), (0.04, "±0,0"), (1000, "+1.000,0")]
)
def test_differences_show_their_sign(value: float, text: str) -> None:
    assert format_difference(value, 1) == text


@pytest.mark.parametrize("status", [one for one in ObservationStatus if one is not ObservationStatus.NORMAL])
def test_every_absence_has_a_sign_a_meaning_and_no_unit(status: ObservationStatus) -> None:
    text = format_quantity(Quantity.absent(status), 1, unit="%", signed=True)
    assert text == STATUS_SIGNS[status]
    assert SIGN_STATUS[text] is status
    assert describe_absence(status) == SIGN_MEANINGS[text]


@pytest.mark.parametrize(
    ("value", "is_change", "sentence", "cell"),
    [
        (0, False, f"0{NBSP}%", "–"),
        (0.0, False, f"0{NBSP}%", "–"),
        (-0.0, False, f"0{NBSP}%", "–"),
        (0.04, False, f"0,0{NBSP}%", f"0,0{NBSP}%"),
        (-0.04, False, f"0,0{NBSP}%", f"0,0{NBSP}%"),
        (0, True, f"±0,0{NBSP}%", f"±0,0{NBSP}%"),
        (-1, False, f"−1,0{NBSP}%", f"−1,0{NBSP}%"),
    ],
)
def test_only_an_exact_zero_is_a_nil_and_only_in_tables(
    value: float, *, is_change: bool, sentence: str, cell: str
) -> None:
    assert format_quantity(Quantity(value), 1, unit="%", signed=is_change) == sentence
    assert format_cell(Quantity(value), 1, unit="%", signed=is_change) == cell


def test_the_sign_of_a_nil_is_neither_a_minus_nor_a_hyphen() -> None:
    assert NIL_SIGN == "\N{EN DASH}"
    assert format_number(-1)[0] == "\N{MINUS SIGN}" != NIL_SIGN


def test_alt_texts_say_a_sign_with_its_meaning() -> None:
    assert describe_quantity(Quantity(0), 1, unit="%") == "– (nichts vorhanden, laut Daten genau null)"
    assert describe_quantity(Quantity.absent(ObservationStatus.UNRELIABLE)) == "/ (Zahlenwert nicht sicher genug)"
    assert describe_quantity(Quantity(20), 1, unit="%") == f"20,0{NBSP}%"


def test_the_unit_stays_on_the_line_of_its_number() -> None:
    assert format_quantity(Quantity(20), 1, unit="%") == f"20,0{NBSP}%"


def test_dates_are_written_for_tables_and_for_sentences() -> None:
    assert format_date(date(2025, 1, 2)) == "02.01.2025"
    assert format_long_date(date(2025, 1, 2)) == "2. Januar 2025"


@pytest.mark.parametrize(("text", "shown"), [("2026", "2026"), ("2026-05", "Mai 2026"), ("2026-05-04", "4. Mai 2026")])
def test_a_date_is_shown_as_exactly_as_it_is_known(text: str, shown: str) -> None:
    assert format_partial_date(text) == shown


@pytest.mark.parametrize(("count", "text"), [(0, f"0{NBSP}Byte"), (1000, f"1{NBSP}kB"), (1_500_000, f"1,5{NBSP}MB")])
def test_file_sizes_are_rounded(count: int, text: str) -> None:
    assert format_bytes(count) == text


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["A"], "A"), (["A", "B"], "A und B"), (["A", "B", "C"], "A, B und C")]
)
def test_lists_read_like_sentences(words: list[str], text: str) -> None:
    assert format_list(words) == text


def opening(weekday: int, opens_at: str, closes_at: str) -> OpeningTime:
    return OpeningTime(weekday=weekday, opens_at=opens_at, closes_at=closes_at)


def test_two_spans_on_a_day_share_a_line() -> None:
    times = [opening(1, "14:00", "16:30"), opening(1, "09:00", "12:00")]
    assert format_opening_times(times) == ("Montag 9 bis 12 und 14 bis 16:30 Uhr",)


def test_only_neighbouring_days_are_joined() -> None:
    times = [opening(day, "09:00", "12:00") for day in (1, 2, 4, 6, 7)]
    assert format_opening_times(times) == (
        "Montag und Dienstag 9 bis 12 Uhr",
        "Donnerstag 9 bis 12 Uhr",
        "Samstag und Sonntag 9 bis 12 Uhr",
    )


@given(st.text())
def test_a_slug_can_stand_in_a_url(text: str) -> None:
    slug = make_slug(text)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug)
    assert len(slug) <= 80


@given(st.text())
def test_the_slug_of_a_slug_is_itself(text: str) -> None:
    assert make_slug(make_slug(text)) == make_slug(text)


@pytest.mark.parametrize(
    ("text", "slug"), [("Mühlengrund", "muehlengrund"), ("Äußere Straße", "aeussere-strasse"), ("../../etc", "etc")]
)
def test_umlauts_are_spelled_out_in_slugs(text: str, slug: str) -> None:
    assert make_slug(text) == slug


def test_umlauts_sort_beside_their_vowels_and_numbers_by_value() -> None:
    names = ["Zoo", "Österberg", "Ort 10", "Ort 9", "Oststadt", "Äcker", "Bach"]
    assert sorted(names, key=sort_key) == ["Äcker", "Bach", "Ort 9", "Ort 10", "Österberg", "Oststadt", "Zoo"]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("0999 1234-5", "+4999912345"),
        ("+49 999 12345", "+4999912345"),
        ("0999 12345 oder 0999 67890", "+4999912345"),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_a_phone_link_holds_nothing_but_digits(text: str, link: str | None) -> None:
    assert make_phone_link(text) == link
