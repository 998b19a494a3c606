"""Other words under which people look for what a page says; the words are data, their spellings are worked out.

The search of the site finds words that begin with what is typed, letter by letter: it knows no endings, and to it "ss"
is not "ß". So the longest form of a word serves all shorter ones.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from generator.formatting import sort_key
from generator.model import Package
from generator.packages import find_rows

SYNONYMS_ID = "parameters/search_synonyms"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SPECIAL = re.compile("[äöüÄÖÜß]")
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_FOLDED = str.maketrans("äöü", "aou", "")
_ENDINGS = ("", "e", "en", "er", "ern", "es", "n", "s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thesaurus:
    """For each term the words that people may type instead."""

    synonyms: Mapping[str, tuple[str, ...]]

    def find(self, text: str) -> tuple[str, ...]:
        """Synonyms of every term that stands in a text, in any number and case, but not those that it has anyway."""
        wholes = _WORD.findall(" ".join(set(text.split())))
        words = frozenset(word.casefold() for whole in wholes for word in (whole, *whole.split("-")))
        folded = frozenset(map(_fold, words))
        found = {
            synonym
            for term, synonyms in self.synonyms.items()
            if _has(folded, term)
            for synonym in synonyms
            if not _is_found(words, synonym)
        }
        return tuple(sorted(found, key=sort_key))


def _is_found(words: frozenset[str], typed: str) -> bool:
    """Tell whether the search would find a text under what is typed."""
    return all(any(one.startswith(word) for one in words) for word in typed.casefold().split())


def _has(words: frozenset[str], term: str) -> bool:
    """Tell whether every word of a term is there, with or without an ending."""
    return all(not words.isdisjoint(forms) for forms in _inflect(term))


@cache
def _inflect(term: str) -> tuple[tuple[str, ...], ...]:
    """Every word of a term with all endings that it might have."""
    return tuple(tuple(_fold(word) + ending for ending in _ENDINGS) for word in _WORD.findall(term))


def read_thesaurus(packages: Sequence[Package]) -> Thesaurus:
    """The words that a city has collected."""
    synonyms: dict[str, list[str]] = defaultdict(list)
    for row in find_rows(packages, SYNONYMS_ID):
        synonyms[row.values["term"]].append(row.values["synonym"])
    return Thesaurus(synonyms={term: tuple(words) for term, words in sorted(synonyms.items())})


def spell_plainly(text: str) -> tuple[str, ...]:
    """Names and nouns of a text as people write them who have no keys for umlauts and ß; the longest forms only.

    >>> spell_plainly("Die Straße und die Straßen am Neustädter See sind schön.")
    ('Neustaedter', 'Strassen')
    """
    # Most words are plain already, and most others come more than once.
    special = {word for word in text.split() if not word.isascii()}
    words = {word for whole in _WORD.findall(" ".join(special)) for word in whole.split("-")}
    plain = sorted({word.translate(_SPELLED) for word in words if word[:1].isupper() and _SPECIAL.search(word)})
    longest = [one for one, after in pairwise((*plain, "")) if not after.startswith(one)]
    return tuple(sorted(longest, key=sort_key))


@lru_cache(maxsize=100_000)  # pages are made of the same words
def _fold(word: str) -> str:
    """A word without case and umlauts: Haus and Häuser differ in their ending only."""
    return word.casefold().translate(_FOLDED)
