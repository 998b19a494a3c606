"""Whether two names mean the same.

Two names are the same when only their spelling differs (Straße/Strasse, hyphen or blank), and nearly the same when an
ending or a single letter does (Neue Neustadt/Neu-Neustadt). Names that differ in a whole word, a number or the first
letter of a word are two names: Alte and Neue Neustadt, Haus I and Haus II.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal
from unicodedata import normalize

SAME_WORDS_PCT = 88
"""At one address, names that share this much of their letters are one offering."""
REMEMBERED = 100_000
"""Words and streets come again and again: so many are taken apart only once."""
MIN_TYPO_LENGTH = 7
"""In shorter words a single letter makes another word."""
Likeness = Literal["same", "similar", "different"]
LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe"})
WORD = re.compile(r"[0-9a-z]+")
STREET = re.compile(r"(?<=[a-z])(?:str|strasse)\b\.?|\bstr\b\.?")
ENDING = re.compile(r"(?<=[a-z]{3})(?:en|er|es|em|e|n|s)$")
SOUNDS = (("th", "t"), ("dt", "t"), ("ph", "f"), ("ck", "k"), ("y", "i"))
DISTINGUISHING = re.compile(r"[0-9]+[a-z]?|[ivx]+|[a-z]")
"""Numbers, Roman numerals and single letters tell houses and halls apart."""


@lru_cache(REMEMBERED)
def spell(text: str) -> tuple[str, ...]:
    """The words of a name without case, umlauts, hyphens and abbreviated streets.

    >>> spell("Lübecker Str. 12"), spell("Halberstädter-Straße")
    (('luebecker', 'strasse', '12'), ('halberstaedter', 'strasse'))
    """
    plain = text.lower() if text.isascii() else _write_plainly(text)
    if "str" in plain:
        plain = STREET.sub("strasse", plain)
    return tuple(WORD.findall(plain))


def _write_plainly(text: str) -> str:
    """A text in small letters without umlauts and accents."""
    plain = normalize("NFC", text).casefold().translate(LETTERS)
    return normalize("NFKD", plain).encode("ascii", "ignore").decode()


@lru_cache(REMEMBERED)
def reduce_word(word: str) -> str:
    """A word without its ending and without differences that one does not hear.

    >>> reduce_word("neue"), reduce_word("neuer"), reduce_word("goethe"), reduce_word("ottersleben")
    ('neu', 'neu', 'goet', 'otersleb')
    """
    for letters, sound in SOUNDS:
        word = word.replace(letters, sound)
    word = re.sub(r"([a-z])\1", r"\1", word)
    return ENDING.sub("", word)


@lru_cache(REMEMBERED)
def _reduce_words(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(reduce_word, words))


@dataclass(frozen=True, slots=True)
class Name:
    """A name and what it is compared by."""

    text: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    """Words that must be equal, in order."""

    @classmethod
    def read(cls, text: str) -> "Name":
        """Take a name apart."""
        words = spell(text)
        return cls(text, words, tuple(sorted(word for word in words if DISTINGUISHING.fullmatch(word))))

    @property
    def letters(self) -> str:
        """All words at once: what is the same here is the same name, however its numbers are split."""
        return "".join(self.words)

    @property
    def reduced(self) -> tuple[str, ...]:
        """The words as one hears them; most names have no counterpart and need none of this."""
        return _reduce_words(self.words)

    def marks(self) -> Iterator[tuple[Any, ...]]:
        """Marks of which two names share at least one if they have the same words: saves comparing each with each."""
        yield "spelling", self.letters
        yield "letters", "".join(self.reduced)
        yield "words", tuple(sorted(self.reduced))

    def slots(self) -> Iterator[tuple[int, tuple[str, ...], str]]:
        """Every word long enough for a slip of the pen, with its place and the other words."""
        for place, word in enumerate(self.words):
            if len(word) >= MIN_TYPO_LENGTH - 1:
                yield place, (*self.reduced[:place], *self.reduced[place + 1 :]), word


def vary(word: str) -> set[str]:
    """Marks of which two words share at least one if a letter too many or two in the wrong order tell them apart.

    >>> sorted(vary("amt"))
    ['am', 'amt', 'at']
    """
    return {word, *(word[:cut] + word[cut + 1 :] for cut in range(1, len(word)))}


def compare_names(one: Name, other: Name) -> Likeness:
    """Tell apart two spellings of one name, two names that are nearly the same, and two names.

    >>> compare_names(Name.read("Neue Neustadt"), Name.read("Neu-Neustadt"))
    'similar'
    >>> compare_names(Name.read("Neue Neustadt"), Name.read("Alte Neustadt"))
    'different'
    """
    if one.letters == other.letters:
        return "same"
    if one.numbers != other.numbers:
        return "different"
    if "".join(one.reduced) == "".join(other.reduced) or sorted(one.reduced) == sorted(other.reduced):
        return "similar"
    return "similar" if _is_typo(one, other) else "different"


def _is_typo(one: Name, other: Name) -> bool:
    """Tell whether a single word differs, by a letter too many or by two letters in the wrong order.

    A replaced letter is no sign of a mistake: Heinestraße and Heidestraße are two streets.
    """
    from rapidfuzz.distance import OSA

    if len(one.words) != len(other.words):
        return False
    pairs = [
        pair for pair in zip(one.reduced, other.reduced, one.words, other.words, strict=True) if pair[0] != pair[1]
    ]
    if len(pairs) != 1:
        return False
    _, _, first, second = pairs[0]
    is_long = min(len(first), len(second)) >= MIN_TYPO_LENGTH - 1 and max(len(first), len(second)) >= MIN_TYPO_LENGTH
    is_slip = len(first) != len(second) or sorted(first) == sorted(second)
    return is_long and is_slip and first[0] == second[0] and OSA.distance(first, second) == 1


def share_words(one: Name, other: Name) -> bool:
    """Tell whether, at the same address, two names mean the same: one is part of the other, or most letters agree."""
    from rapidfuzz import fuzz

    if one.numbers != other.numbers:
        return False
    first, second = set(one.reduced), set(other.reduced)
    if first <= second or second <= first:
        return True
    return fuzz.token_sort_ratio(" ".join(one.words), " ".join(other.words)) >= SAME_WORDS_PCT
