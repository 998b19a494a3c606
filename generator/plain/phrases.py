"""Pieces of plain sentences: shares without decimals, numbers with the right form of their noun, capital letters.

How shares are said is a rule that readers can look up (docs/entwicklung/einfache-sprache.md); nothing is guessed.
"""

from dataclasses import dataclass
from fractions import Fraction

from generator.formatting import NBSP, format_number

DENOMINATORS = (2, 3, 4, 5, 10)
"""Groups that people can picture, tried in this order; where none fits, a share is said per 100."""
NEAR = Fraction(2, 100)
"""How far a share may lie from the one that is said: two of a hundred …"""
NEAR_PART = Fraction(1, 10)
"""… and at most a tenth of the smaller part."""
ROUNDED = Fraction(1, 200)
"""Nearer than half of a hundredth counts as rounded ("etwa"); farther away is "fast" or "etwas mehr als"."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One plain sentence, or a few of them from data."""

    text: str
    names: tuple[str, ...] = ()
    """Parts of the text that are names, addresses or titles: nobody can make them shorter, so each counts as a word."""


@dataclass(frozen=True, slots=True)
class SharePhrase:
    """A share in words."""

    text: str
    """Such as "etwa 1 von 4"."""
    is_one: bool
    """Whether the verb stands in the singular."""


def say(text: str, *names: str) -> Sentence:
    """A sentence; names that are not in it are forgotten."""
    return Sentence(text, tuple(name for name in dict.fromkeys(names) if name and name in text))


def start_sentence(text: str) -> str:
    """Begin with a capital letter and leave the rest alone.

    >>> start_sentence("in der Altstadt"), start_sentence("Buckau")
    ('In der Altstadt', 'Buckau')
    """
    return text[:1].upper() + text[1:]


def say_count(count: int, one: str, many: str) -> str:
    r"""A number with the form of its noun, in one line of a page.

    >>> say_count(1, "Mensch", "Menschen"), say_count(1200, "Mensch", "Menschen")
    ('1\xa0Mensch', '1.200\xa0Menschen')
    """
    return f"{format_number(count)}{NBSP}{one if count == 1 else many}"


def say_share(part: int, whole: int) -> SharePhrase:
    """A share as "1 von 4", with a word that tells how exact that is.

    >>> say_share(25, 100).text, say_share(253, 1000).text, say_share(24, 100).text, say_share(27, 100).text
    ('1 von 4', 'etwa 1 von 4', 'fast 1 von 4', 'etwas mehr als 1 von 4')
    >>> say_share(28, 1000).text, say_share(1, 1000).text, say_share(0, 9).text, say_share(9, 9).text
    ('etwa 3 von 100', 'weniger als 1 von 100', 'niemand', 'alle')
    """
    share = Fraction(part, whole)
    if share <= 0:
        return SharePhrase("niemand", is_one=True)
    if share >= 1:
        return SharePhrase("alle", is_one=False)
    for denominator in DENOMINATORS:
        numerator = round(share * denominator)
        if 0 < numerator < denominator and _is_near(share, Fraction(numerator, denominator)):
            said = Fraction(numerator, denominator)
            return SharePhrase(f"{_qualify(share, said)}{numerator} von {denominator}", is_one=numerator == 1)
    return _say_hundredths(share)


def _is_near(share: Fraction, said: Fraction) -> bool:
    """Tell whether a simple share may stand for the true one."""
    return abs(share - said) <= min(NEAR, NEAR_PART * min(said, 1 - said))


def _qualify(share: Fraction, said: Fraction) -> str:
    """How the true share lies to the one that is said."""
    distance = share - said
    if distance == 0:
        return ""
    if abs(distance) < ROUNDED:
        return "etwa "
    return "etwas mehr als " if distance > 0 else "fast "


def _say_hundredths(share: Fraction) -> SharePhrase:
    """A share of a hundred."""
    if share < ROUNDED:
        return SharePhrase("weniger als 1 von 100", is_one=True)
    if share > 1 - ROUNDED:
        return SharePhrase("mehr als 99 von 100", is_one=False)
    hundredths = int(share * 100 + Fraction(1, 2))
    word = "" if share * 100 == hundredths else "etwa "
    return SharePhrase(f"{word}{hundredths} von 100", is_one=hundredths == 1)
