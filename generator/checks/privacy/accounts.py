"""Account numbers (IBAN), told from other long words by their check digits."""

import re
from collections.abc import Iterator

from generator.checks.privacy.texts import Hit, count_digits, shorten

IBAN_START = re.compile(r"[0-9]{2}(?:(?<=[A-Za-z]{2}[0-9]{2})|(?<=[A-Za-z]{2}\s[0-9]{2}))")
"""Check digits behind a country; quick, because it begins with a digit."""
IBAN_HINT = re.compile(r"[A-Za-z](?<![\w/=-].)(?<!sha256:.)[A-Za-z]\s?\d{2}(?:[ \u00a0-]?[A-Za-z0-9]){11,40}")
IBAN_LENGTHS = range(15, 35)
MIN_IBAN_DIGITS = 10
"""Some countries mix in letters, but none fewer digits."""


def find_ibans(text: str) -> Iterator[Hit]:
    """Account numbers whose check digits are right."""
    for match in IBAN_HINT.finditer(text):
        if count_digits(match[0]) < MIN_IBAN_DIGITS:
            continue
        from stdnum import iban

        # The match may reach into the words that follow; each country has its own length.
        places = [index for index, character in enumerate(match[0]) if character.isalnum()]
        compact = "".join(match[0][index] for index in places)
        length = next((size for size in IBAN_LENGTHS if size <= len(compact) and iban.is_valid(compact[:size])), None)
        if length:
            end = match.start() + places[length - 1] + 1
            yield Hit("personal-iban", match.start(), end, shorten(compact[:length].upper(), 4, 2))
