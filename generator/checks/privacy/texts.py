"""How a text is read before anything is searched for in it, and what may be shown of what is found."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize

INVISIBLE = re.compile("[\u00ad\u034f\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f]")
DIGITS = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a text that must not be public."""

    code: str
    start: int
    end: int
    mask: str
    """What may be shown of it."""


def shorten(text: str, start: int, end: int = 0) -> str:
    """The beginning and the end of a secret.

    >>> shorten("0171 1234567", 4, 2), shorten("Erika Muster", 1), shorten("12345", 4, 2)
    ('0171 …67', 'E…', '1 …5')
    """
    if start + end > len(text) // 2:
        start, end = max(1, len(text) // 5), min(end, len(text) // 5)
    gap = " …" if end else "…"
    return f"{text[:start].rstrip()}{gap}{text[len(text) - end :]}"


def clean(text: str) -> str:
    """The text as it is read: without invisible characters that split words and numbers, in plain letters and digits.

    >>> clean("0171\u200b1234567"), clean("\uff10\uff11")
    ('01711234567', '01')
    """
    return text if text.isascii() else normalize("NFKC", INVISIBLE.sub("", text))


def holds(folded: str, syllables: Iterable[str]) -> bool:
    """Tell whether one of them stands in a text; a plain loop, because it runs for every text of every table."""
    for syllable in syllables:  # noqa: SIM110
        if syllable in folded:
            return True
    return False


def count_digits(text: str) -> int:
    """How many digits of any script a text holds."""
    return sum(character.isdigit() for character in text)


def overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    """Tell whether two matches in one text share a character."""
    return one.start() < other.end() and other.start() < one.end()
