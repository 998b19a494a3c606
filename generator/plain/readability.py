"""How readable a German text is: words per sentence, and the Flesch index in Amstad's version for German.

Syllables are counted by their vowels. Libraries count where a word may be hyphenated, which never sets off a single
letter: "Abend", "Idee" and "neue" would have one syllable, and every text would look easier than it is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from generator.formatting import format_number
from generator.parameters import Parameters
from generator.plain.phrases import Sentence

WORDS_MAX = "plain_words_max"
WORDS_MEAN_MAX = "plain_words_mean_max"
EASE_MIN = "plain_reading_ease_min"

_STAND_IN = "Name"
"""Takes the place of a name: one word, whose syllables do not count."""
_END = re.compile(r"(?<=[^\d\s][.!?:])\s+")
"""Where a sentence ends; a full stop after a digit belongs to a date."""
_WORD = re.compile(r"[^\W_]+(?:[-/.,'’][^\W_]+)*")
_VOWELS = re.compile(r"au|äu|ai|ei|eu|ie|aa|ee|oo|[aeiouyäöü]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What plain language means on this site."""

    words_max: int
    """Longest sentence."""
    words_mean_max: float
    """Longest average sentence of a page."""
    ease_min: float
    """Lowest index of a page: 60 to 70 is for everybody, more is easier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text, measured."""

    words_max: int
    words_mean: float
    ease: float
    longest: str
    """The sentence with the most words."""


def read_limits(parameters: Parameters) -> Limits | None:
    """The limits of a city; ``None`` where it has not set all of them: without limits no plain pages."""
    if not {WORDS_MAX, WORDS_MEAN_MAX, EASE_MIN} <= set(parameters):
        return None
    return Limits(
        words_max=int(parameters[WORDS_MAX].value),
        words_mean_max=parameters[WORDS_MEAN_MAX].value,
        ease_min=parameters[EASE_MIN].value,
    )


@lru_cache(maxsize=10_000)
def count_syllables(word: str) -> int:
    """Syllables of a German word; at least one.

    >>> [count_syllables(word) for word in ("Abend", "ältere", "Treff", "Reise", "Bücherei")]
    [2, 3, 1, 2, 3]
    """
    # Between "q" and a vowel, "u" is no vowel of its own.
    return max(1, len(_VOWELS.findall(word.casefold().replace("qu", "q"))))


def measure_text(sentences: Iterable[Sentence]) -> Reading | None:
    """Measure a text; nothing where it has no sentence with a word."""
    parts = [part for sentence in sentences for part in _measure(sentence)]
    spoken = sum(part.spoken for part in parts)
    if not spoken:
        return None
    longest = max(parts, key=lambda part: part.words)
    mean = sum(part.words for part in parts) / len(parts)
    return Reading(
        words_max=longest.words,
        words_mean=mean,
        ease=180 - mean - 58.5 * sum(part.syllables for part in parts) / spoken,
        longest=longest.text,
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A single sentence, counted."""

    text: str
    words: int
    spoken: int
    """Words whose syllables count: neither names nor numbers."""
    syllables: int


@lru_cache(maxsize=10_000)  # most sentences stand on the page of every district
def _measure(sentence: Sentence) -> tuple[_Part, ...]:
    """Single sentences with a word, counted."""
    text = sentence.text
    for name in sorted(sentence.names, key=len, reverse=True):
        text = text.replace(name, _STAND_IN)
    found = []
    for part in _END.split(text):
        words = _WORD.findall(part)
        spoken = [word for word in words if word != _STAND_IN and not word[0].isdigit()]
        if words:
            shown = sentence.text if part == text else part
            found.append(_Part(shown, len(words), len(spoken), sum(map(count_syllables, spoken))))
    return tuple(found)


def find_faults(sentences: Iterable[Sentence], limits: Limits) -> tuple[str, ...]:
    """What is too hard about a text, in German; empty where it is plain."""
    reading = measure_text(sentences)
    if reading is None:
        return ()
    faults = []
    if reading.words_max > limits.words_max:
        faults.append(f"ein Satz hat {reading.words_max} Wörter, erlaubt sind {limits.words_max}: „{reading.longest}“")
    if reading.words_mean > limits.words_mean_max:
        allowed = format_number(limits.words_mean_max, 1)
        faults.append(f"ein Satz hat im Mittel {format_number(reading.words_mean, 1)} Wörter, erlaubt sind {allowed}")
    if reading.ease < limits.ease_min:
        wanted = format_number(limits.ease_min)
        faults.append(f"der Lesbarkeitsindex ist {format_number(reading.ease)}, verlangt sind mindestens {wanted}")
    return tuple(faults)
