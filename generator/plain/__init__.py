"""Plain German: sentences that rules make from values, and how readable they are. Nothing here knows a page."""

from generator.plain.phrases import Sentence, SharePhrase, say, say_count, say_share, start_sentence
from generator.plain.readability import Limits, Reading, find_faults, measure_text, read_limits

__all__ = [
    "Limits",
    "Reading",
    "Sentence",
    "SharePhrase",
    "find_faults",
    "measure_text",
    "read_limits",
    "say",
    "say_count",
    "say_share",
    "start_sentence",
]
