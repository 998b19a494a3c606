"""Telephone numbers: what looks like one is shown to the library that knows which numbers can be dialled."""

import re
from collections.abc import Iterator, Mapping

from generator.checks.privacy.terms import Terms
from generator.checks.privacy.texts import Hit, count_digits, shorten

WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
DATE = re.compile(
    r"(?<![\d.])(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\.\s?(?:(?:19|20)\d\d|\d\d)?(?![\d])"
    r"|(?<!\d)(?:19|20)\d\d-\d\d(?:-\d\d)?(?!\d)"
    r"|(?<!\d)(?:0?[1-9]|1[0-2])[./](?:19|20)\d\d(?!\d)"
    r"|(?<!\d)\d\d?:\d\d(?!\d)"
)
"""Days, months and times of day begin like a telephone number."""
PHONE_HINT = re.compile(r"[+(0](?:(?<=\+)|(?<=\()0|(?<=0)(?<![\w.,]0))[\d\s()/.\u2010-\u2015-]{5,}\d")
"""A plus or a leading zero, and enough behind it."""
PHONE_WORD = re.compile(
    r"\b(?:Tel|Telefon|Telefonnummer|Fon|Mobil|Mobilnummer|Mobiltelefon|Handy|Handynummer|Rufnummer)"
    r"\b\.?\s*(?:\([^)]*\))?:?\s*(\d[\d\s/\u2010-\u2015-]{3,}\d)",
    re.IGNORECASE,
)
"""A number without its area code is only known by the word in front of it."""
PHONE_SYLLABLES = ("tel", "fon", "mobil", "handy", "ruf")
MIN_PHONE_DIGITS = 7
NON_GEOGRAPHIC: Mapping[str, tuple[str, tuple[str, ...]]] = {"DE": ("49", ("1", "70"))}
"""Country code, and how the national part of every mobile number begins: saves asking the library for the others."""


def find_phones(text: str, terms: Terms, *, is_public: bool) -> Iterator[Hit]:
    """Mobile numbers, and where no public contact is expected any number that is not a service line."""
    # The same length, so that places stay what they are.
    plain = DATE.sub(_blank, WEB_ADDRESS.sub(_blank, text))
    hints = [match[0] for match in PHONE_HINT.finditer(plain) if count_digits(match[0]) >= MIN_PHONE_DIGITS]
    found: list[Hit] = []
    if any(not is_public or _may_be_mobile(hint, terms.region) for hint in hints):
        found = list(_match_phones(plain, terms.region, is_public=is_public))
    yield from found
    for match in () if is_public else PHONE_WORD.finditer(plain):
        if not any(hit.start < match.end(1) and match.start(1) < hit.end for hit in found):
            yield Hit("personal-phone", *match.span(1), shorten(match[1], 4, 2))


def _may_be_mobile(hint: str, region: str) -> bool:
    """Tell whether it is worth asking what kind of number this is."""
    if region not in NON_GEOGRAPHIC:
        return True
    country, beginnings = NON_GEOGRAPHIC[region]
    digits = re.sub(r"\D", "", hint)
    is_international = "+" in hint or digits.startswith("00")
    digits = digits.removeprefix("00") if is_international else digits
    if is_international and not digits.startswith(country):
        return True
    national = digits.removeprefix(country) if is_international else digits
    return national.removeprefix("0").startswith(beginnings)


def _match_phones(text: str, region: str, *, is_public: bool) -> Iterator[Hit]:
    """Ask the library which numbers can be dialled, and what they are."""
    from phonenumbers import Leniency, PhoneNumberMatcher, PhoneNumberType, number_type

    service = (
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.UAN,
    )
    personal = (PhoneNumberType.MOBILE, PhoneNumberType.PERSONAL_NUMBER, PhoneNumberType.PAGER)
    for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
        kind = number_type(match.number)
        if kind in personal or (not is_public and kind not in service):
            yield Hit("personal-phone", match.start, match.end, shorten(match.raw_string, 4, 2))


def _blank(match: re.Match[str]) -> str:
    """As many line breaks as the match has characters: no number reaches over them."""
    return "\n" * len(match[0])
