"""German numbers, dates, statistical signs, slugs and sort order: pure text functions.

Text that comes out of here is plain text; escaping for HTML or a spreadsheet happens where it lands.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Protocol

from babel.dates import format_date as babel_format_date
from slugify import slugify

from generator.model import ObservationStatus, OpeningTime

LOCALE = "de_DE"
NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
_GERMAN_SIGNS = str.maketrans(",.", ".,")

STATUS_SIGNS = {
    ObservationStatus.CONFIDENTIAL: ".",
    ObservationStatus.MISSING: "…",
    ObservationStatus.UNRELIABLE: "/",
    ObservationStatus.NOT_MEANINGFUL: "x",
}
NIL_SIGN = DASH
"""Stands for an exact zero in tables, on maps and in charts; a number that only rounds to zero is written 0,0."""
SIGN_MEANINGS = {
    NIL_SIGN: "nichts vorhanden, laut Daten genau null",
    ".": "Zahlenwert geheim gehalten",
    "…": "Angabe liegt nicht vor",
    "/": "Zahlenwert nicht sicher genug",
    "x": "Angabe nicht sinnvoll",
}
"""What the signs of official statistics say to readers on this site."""
BELOW_ZERO_MARK = "\N{BLACK DOWN-POINTING TRIANGLE}"
"""Stands on maps and in their legends beside the colours for numbers below zero."""

PHONE_REGION, COUNTRY_CODE = "DE", "49"
"""Numbers without a country code are German ones."""
MIN_PHONE_LENGTH = 6
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


class Measured(Protocol):
    """Anything with a value and the reason why there may be none."""

    @property
    def value(self) -> float | None:
        """The number."""

    @property
    def status(self) -> ObservationStatus:
        """Why it is missing, if it is."""


def round_half_up(value: float | Decimal, decimals: int) -> Decimal:
    """Round the way people do by hand: 0.5 goes away from zero.

    >>> round_half_up(2.345, 2), round_half_up(-0.5, 0)
    (Decimal('2.35'), Decimal('-1'))
    """
    return Decimal(str(value)).quantize(_last_place(decimals), rounding=ROUND_HALF_UP)


@cache
def _last_place(decimals: int) -> Decimal:
    """One in the last place that is kept."""
    return Decimal(1).scaleb(-decimals)


@lru_cache(maxsize=100_000)  # the same numbers stand on many pages
def format_number(value: float | Decimal, decimals: int = 0) -> str:
    """Write a number the German way.

    >>> format_number(245834), format_number(24.547, 1), format_number(-39)
    ('245.834', '24,5', '−39')
    """
    rounded = round_half_up(value, decimals)
    # German differs from Python's own way in two signs only; Babel, which knows all languages, takes ten times as long.
    text = f"{abs(rounded):,f}".translate(_GERMAN_SIGNS)
    return (MINUS + text) if rounded < 0 else text


def format_difference(value: float | Decimal, decimals: int = 0) -> str:
    """Write a difference with its sign.

    >>> format_difference(3.21, 1), format_difference(-0.01, 1)
    ('+3,2', '±0,0')
    """
    rounded = round_half_up(value, decimals)
    if rounded == 0:
        return "±" + format_number(0, decimals)
    return ("+" if rounded > 0 else "") + format_number(value, decimals)


def format_unit(text: str, unit: str) -> str:
    """Put a unit behind a number so that they stay on one line; a sign gets none."""
    return f"{text}{NBSP}{unit}" if unit and text not in SIGN_MEANINGS else text


def format_quantity(quantity: Measured, decimals: int = 0, *, unit: str = "", signed: bool = False) -> str:
    r"""The number for a sentence, or the official sign for the reason why there is none; an exact zero has no decimals.

    >>> from generator.model import Quantity
    >>> format_quantity(Quantity(0), 1, unit="%"), format_quantity(Quantity(0.01), 1, unit="%")
    ('0\xa0%', '0,0\xa0%')
    >>> format_quantity(Quantity.absent(ObservationStatus.CONFIDENTIAL), unit="%")
    '.'
    """
    if quantity.value is None:
        return STATUS_SIGNS[quantity.status]
    if signed:
        return format_unit(format_difference(quantity.value, decimals), unit)
    return format_unit(format_number(quantity.value, decimals if quantity.value else 0), unit)


def find_sign(quantity: Measured, *, signed: bool = False) -> str:
    """The official sign that stands instead of a number, or for an exact zero; empty where a number is written.

    A difference of zero is no nil: something is there, it has not changed.

    >>> from generator.model import Quantity
    >>> find_sign(Quantity(0)), find_sign(Quantity(0), signed=True), find_sign(Quantity(0.01))
    ('–', '', '')
    """
    if quantity.value is None:
        return STATUS_SIGNS[quantity.status]
    return NIL_SIGN if quantity.value == 0 and not signed else ""


def format_cell(quantity: Measured, decimals: int = 0, *, unit: str = "", signed: bool = False) -> str:
    """The number for a table, a card or a label in a drawing: like ``format_quantity``, an exact zero as its sign."""
    return find_sign(quantity, signed=signed) or format_quantity(quantity, decimals, unit=unit, signed=signed)


def describe_quantity(quantity: Measured, decimals: int = 0, *, unit: str = "", signed: bool = False) -> str:
    """The number for alt texts and popups, where nothing else explains a sign: the sign with its meaning.

    >>> from generator.model import Quantity
    >>> describe_quantity(Quantity(0)), describe_quantity(Quantity.absent(ObservationStatus.MISSING))
    ('– (nichts vorhanden, laut Daten genau null)', '… (Angabe liegt nicht vor)')
    """
    sign = find_sign(quantity, signed=signed)
    return describe_sign(sign) if sign else format_quantity(quantity, decimals, unit=unit, signed=signed)


def describe_sign(sign: str) -> str:
    """The sign with its meaning."""
    return f"{sign} ({SIGN_MEANINGS[sign]})"


def describe_absence(status: ObservationStatus) -> str:
    """Say in words why there is no number."""
    return SIGN_MEANINGS[STATUS_SIGNS[status]]


@lru_cache(maxsize=100_000)
def format_date(day: date) -> str:
    """Write a date for tables.

    >>> format_date(date(2025, 12, 31))
    '31.12.2025'
    """
    return f"{day:%d.%m.%Y}"


@lru_cache(maxsize=10_000)
def format_long_date(day: date) -> str:
    """Write a date for sentences.

    >>> format_long_date(date(2026, 3, 1))
    '1. März 2026'
    """
    text: str = babel_format_date(day, format="d. MMMM y", locale=LOCALE)
    return text


@lru_cache(maxsize=100_000)
def format_partial_date(text: str) -> str:
    """Write a date that is known to the year, the month or the day.

    >>> format_partial_date("2024"), format_partial_date("2024-02"), format_partial_date("2024-02-03")
    ('2024', 'Februar 2024', '3. Februar 2024')
    """
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return text
    if len(parts) == 2:
        month: str = babel_format_date(date(parts[0], parts[1], 1), format="MMMM y", locale=LOCALE)
        return month
    return format_long_date(date(*parts))


def format_bytes(count: int) -> str:
    r"""Write a file size.

    >>> format_bytes(999), format_bytes(12_345), format_bytes(2_500_000)
    ('999\xa0Byte', '12\xa0kB', '2,5\xa0MB')
    """
    if count < 1000:
        return f"{count}{NBSP}Byte"
    if count < 1_000_000:
        return f"{format_number(count / 1000)}{NBSP}kB"
    return f"{format_number(count / 1_000_000, 1)}{NBSP}MB"


def format_list(words: Sequence[str], conjunction: str = "und") -> str:
    """Join words as a sentence does.

    >>> format_list(["Buckau", "Salbke", "Werder"])
    'Buckau, Salbke und Werder'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def format_time(text: str) -> str:
    """Write a time of day.

    >>> format_time("08:30"), format_time("16:00")
    ('8:30', '16')
    """
    hour, minute = text.split(":")[:2]
    return str(int(hour)) if minute == "00" else f"{int(hour)}:{minute}"


def format_opening_times(times: Sequence[OpeningTime]) -> tuple[str, ...]:
    """Opening hours as lines, neighbouring days with the same hours together.

    >>> format_opening_times([OpeningTime(weekday=d, opens_at="09:00", closes_at="17:00") for d in (1, 2, 3, 5)])
    ('Montag bis Mittwoch 9 bis 17 Uhr', 'Freitag 9 bis 17 Uhr')
    """
    hours: dict[int, list[str]] = {}
    for time in sorted(times, key=lambda time: (time.weekday, time.opens_at)):
        span = f"{format_time(time.opens_at)} bis {format_time(time.closes_at)}"
        hours.setdefault(time.weekday, []).append(span)
    groups: list[tuple[int, int, str]] = []
    for weekday, spans in hours.items():
        text = " und ".join(spans) + " Uhr"
        if groups and groups[-1][1] == weekday - 1 and groups[-1][2] == text:
            groups[-1] = (groups[-1][0], weekday, text)
        else:
            groups.append((weekday, weekday, text))
    return tuple(f"{_format_weekdays(first, last)} {text}" for first, last, text in groups)


def _format_weekdays(first: int, last: int) -> str:
    """Name a run of days."""
    if first == last:
        return WEEKDAYS[first - 1]
    joint = "und" if last == first + 1 else "bis"
    return f"{WEEKDAYS[first - 1]} {joint} {WEEKDAYS[last - 1]}"


def make_slug(text: str) -> str:
    """Turn a name into a piece of a URL.

    >>> make_slug("Neustädter See"), make_slug("Groß & Klein")
    ('neustaedter-see', 'gross-klein')
    """
    german = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue"), ("ß", "ss"))
    slug: str = slugify(text, replacements=german, max_length=80)
    return slug


@lru_cache(maxsize=100_000)
def sort_key(text: str) -> tuple[str, str]:
    """Order names as a German dictionary does: umlauts beside their vowels, numbers by value."""
    folded = text.casefold().translate(str.maketrans("äöüé", "aoue"))
    return re.sub(r"\d+", lambda match: match.group().zfill(9), folded), text


def make_phone_link(text: str) -> str | None:
    """The first phone number in a text for a ``tel:`` link; ``None`` if there is none that can be dialled.

    >>> make_phone_link("0391 540-2430"), make_phone_link("112"), make_phone_link("nach Absprache")
    ('+493915402430', '112', None)
    """
    return _read_phone(text)[1]


def format_phone(text: str) -> str:
    """A phone number in groups that can be read aloud; all other texts, and numbers nobody can have, stay as they are.

    >>> format_phone("0391/5402430"), format_phone("+49 391 252159"), format_phone("0391 540-2430, nur vormittags")
    ('0391 540 24 30', '0391 25 21 59', '0391 540-2430, nur vormittags')
    """
    return _read_phone(text)[0]


@lru_cache(maxsize=10_000)  # an offering stands on several pages
def _read_phone(text: str) -> tuple[str, str | None]:
    """How to show a text with a phone number, and what to dial."""
    import phonenumbers as library

    text = text.strip()
    if re.fullmatch(r"[1-9][0-9 ]{2,6}", text):  # emergency and other short numbers work as they are
        return text, text.replace(" ", "")
    valid = next(iter(library.PhoneNumberMatcher(text, PHONE_REGION)), None)
    possible = library.PhoneNumberMatcher(text, PHONE_REGION, leniency=library.Leniency.POSSIBLE)
    first = valid or next((one for one in possible if one.start == 0 and len(one.raw_string) >= MIN_PHONE_LENGTH), None)
    if first is None:
        return text, None
    dial = str(library.format_number(first.number, library.PhoneNumberFormat.E164))
    if not valid or valid.raw_string != text or not dial.startswith(f"+{COUNTRY_CODE}"):
        return text, dial
    area, _, rest = library.format_number(valid.number, library.PhoneNumberFormat.NATIONAL).partition(" ")
    return f"{area} {_pair(re.sub(r'[^0-9]', '', rest))}".strip(), dial


def _pair(digits: str) -> str:
    """Digits in twos from the right, three at the beginning where their number is odd.

    >>> _pair("5402430"), _pair("252159"), _pair("112")
    ('540 24 30', '25 21 59', '112')
    """
    head = len(digits) % 2 and 3
    pairs = [digits[start : start + 2] for start in range(head, len(digits), 2)]
    return " ".join(([digits[:head]] if head else []) + pairs)
