"""Declared terms that say of their own text that it is not for the public."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.checks.privacy.terms import Terms
from generator.checks.privacy.texts import Hit, clean, overlap


@dataclass(frozen=True, slots=True)
class Searcher:
    """The declared terms, ready to be searched for."""

    terms: Terms
    sensitive: Mapping[str, "re.Pattern[str]"]
    """Patterns by their longest word: looking for the word is cheap."""
    harmless: "re.Pattern[str] | None"


def make_searcher(terms: Terms, texts: Iterable[str]) -> Searcher:
    """Leave out the terms that stand in no text at all: that is nearly all of them."""
    everything = _spell(" ".join(texts))
    present = [term for term in terms.sensitive if _spell(term.strip("*")) in everything]
    words = sorted({_longest_word(term) for term in present})
    sensitive = {word: _compile_terms([term for term in present if _longest_word(term) == word]) for word in words}
    harmless = _compile_terms(terms.harmless) if present and terms.harmless else None
    return Searcher(terms, sensitive, harmless)


def find_sensitive(text: str, searcher: Searcher) -> Iterator[Hit]:
    """Declared terms; the term itself may be shown, what stands around it not."""
    for pattern in searcher.sensitive.values():
        for match in pattern.finditer(text):
            phrases = searcher.harmless.finditer(text) if searcher.harmless else ()
            if not any(overlap(one, match) for one in phrases):
                yield Hit("sensitive-text", *match.span(), match[0])


def _spell(text: str) -> str:
    """Small letters, one blank between words.

    >>> _spell("Nicht-Öffentlich  vor")
    'nicht öffentlich vor'
    """
    spelled = clean(text).casefold().replace("-", " ")
    while "  " in spelled:
        spelled = spelled.replace("  ", " ")
    return spelled


def _longest_word(term: str) -> str:
    """The word of a term that is rarest, probably."""
    return max(_spell(term.strip("*")).split(), key=len)


def _compile_terms(terms: Sequence[str]) -> "re.Pattern[str]":
    """One pattern for all terms; ``*`` at an end stands for the rest of the word."""
    parts = [
        (r"\w*" if term.startswith("*") else r"(?<!\w)")
        + r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", term.strip("*")))
        + (r"\w*" if term.endswith("*") else r"(?!\w)")
        for term in sorted(terms, key=len, reverse=True)
    ]
    return re.compile("|".join(parts), re.IGNORECASE)
