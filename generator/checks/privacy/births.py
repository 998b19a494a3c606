"""Days of birth, and years of birth where a name says whose."""

import re
from collections.abc import Iterator

from generator.checks.privacy.persons import BEFORE, find_persons
from generator.checks.privacy.terms import Terms
from generator.checks.privacy.texts import Hit, overlap

FULL_DATE = r"(?:\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄ][a-zä]+)\s?(?:19|20)?\d\d\b|(?:19|20)\d\d-\d\d-\d\d)"
YEAR = r"(?:19|20)\d\d\b"
BIRTH_DATE = re.compile(
    rf"\b(?:geb\.?|geboren|Geburtsdatum|Geburtstag|Geb\.-Datum):?\s*(?:am\s+)?:?\s*{FULL_DATE}"
    rf"|(?<![*\w])\*\s?{FULL_DATE}|(?<![*\w])\*{YEAR}(?!\*)|\(\*\s?{YEAR}",
    re.IGNORECASE,
)
BIRTH_SYLLABLES = ("geb.", "geb ", "geb:", "gebor", "geburt", "jahrgang")
BIRTH_YEAR = re.compile(rf"(?:\bgeb\.|\bgeboren|\bJahrgang|\*)\s*{YEAR}")
"""A year alone is personal only after a name."""


def find_birth_dates(text: str, terms: Terms) -> Iterator[Hit]:
    """Days of birth, and years of birth behind a name."""
    found = list(BIRTH_DATE.finditer(text))
    for match in found:
        yield Hit("personal-birth-date", *match.span(), _mask_digits(match[0]))
    for match in BIRTH_YEAR.finditer(text):
        span = (max(0, match.start() - BEFORE), match.start())
        if not any(overlap(one, match) for one in found) and any(find_persons(text, span, terms)):
            yield Hit("personal-birth-date", *match.span(), _mask_digits(match[0]))


def _mask_digits(text: str) -> str:
    """The word in front of a date.

    >>> _mask_digits("geb. am 3.4.1941"), _mask_digits("*1941")
    ('geb. am …', '*…')
    """
    return re.split(r"[0-9]", text, maxsplit=1)[0] + "…"
