"""The few texts among many that are worth a search.

Every test that ``search.find_all`` begins with is run over thousands of texts at once, put together to one: half a
million calls become a few hundred.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice

from generator.checks.privacy.accounts import IBAN_HINT
from generator.checks.privacy.births import BIRTH_SYLLABLES
from generator.checks.privacy.emails import AT_SIGN
from generator.checks.privacy.persons import TWO_WORDS
from generator.checks.privacy.phones import PHONE_HINT, PHONE_SYLLABLES
from generator.checks.privacy.residents import HOME_SYLLABLES
from generator.checks.privacy.sensitive import Searcher
from generator.checks.privacy.texts import clean

PORTION = 5_000
SEPARATOR = "\0"
"""Neither a blank nor part of a word: no pattern reaches over it, and each sees what it sees at the end of a text."""
SIGNS = ("@", "*", "c/o")
PATTERNS = (AT_SIGN, PHONE_HINT, IBAN_HINT, TWO_WORDS)


def sift_texts(texts: Iterable[str], searcher: Searcher, *, is_public: bool) -> Iterator[str]:
    """Texts in which something may be found; in all others ``find_all`` would find nothing."""
    syllables = (*BIRTH_SYLLABLES, *HOME_SYLLABLES, *searcher.sensitive, *(() if is_public else PHONE_SYLLABLES))
    rest = iter(texts)
    while portion := list(islice(rest, PORTION)):
        plain = list(map(clean, portion))
        folded = list(map(str.casefold, plain))
        found = {*_find_words(plain, SIGNS), *_find_words(folded, syllables), *_find_patterns(plain)}
        yield from (portion[number] for number in sorted(found))


def _find_words(texts: Sequence[str], words: Iterable[str]) -> Iterator[int]:
    """Numbers of the texts that hold any of these words."""
    together, starts = _join(texts)
    for word in words:
        place = together.find(word)
        while place >= 0:
            number = bisect_right(starts, place) - 1
            yield number
            place = together.find(word, starts[number + 1])


def _find_patterns(texts: Sequence[str]) -> Iterator[int]:
    """Numbers of the texts in which any of the patterns fits."""
    together, starts = _join(texts)
    for pattern in PATTERNS:
        for match in pattern.finditer(together):
            yield bisect_right(starts, match.start()) - 1


def _join(texts: Sequence[str]) -> tuple[str, list[int]]:
    """All texts as one, and where each begins; the last beginning is that of the end."""
    return SEPARATOR.join(texts), list(accumulate((len(text) + 1 for text in texts), initial=0))
