"""E-mail addresses: those of offices may be public, those of persons not."""

import re
from collections.abc import Iterator

from generator.checks.privacy.terms import Terms
from generator.checks.privacy.texts import Hit
from generator.formatting import make_slug

AT_SIGN = re.compile(r"[\[(]\s?(?:at|ät)\s?[\])]", re.IGNORECASE)
EMAIL = re.compile(
    r"([\w.+-]+)\s?(?:@|[\[({]\s?(?:at|ät|@)\s?[\])}])\s?"
    r"([\w-]+(?:(?:\.|\s?[\[({]\s?(?:dot|punkt|\.)\s?[\])}]\s?)[\w-]+)+)",
    re.IGNORECASE,
)


def find_emails(text: str, terms: Terms) -> Iterator[Hit]:
    """E-mail addresses that belong to a person rather than to an office."""
    for match in EMAIL.finditer(text):
        domain = re.sub(r"\s?[\[({]\s?(?:dot|punkt|\.)\s?[\])}]\s?", ".", match[2].casefold())
        if _is_personal(match[1].casefold(), domain, terms):
            yield Hit("personal-email", *match.span(), f"{match[1][0]}…@{domain}")


def _is_personal(local: str, domain: str, terms: Terms) -> bool:
    """Tell whether an address is with a provider for private use, or is formed like a name."""
    if any(domain == known or domain.endswith(f".{known}") for known in terms.freemail_domains):
        return True
    words = [word for word in re.split(r"[._+\d]+", local) if word]
    if any(
        _fits(part, word) for part in terms.function_words for piece in words for word in (piece, *piece.split("-"))
    ):
        return False
    if any(make_slug(word.split("-")[0]) in terms.first_names for word in words):
        return True
    return len(words) > 1 and len(words[-1]) > 1


def _fits(pattern: str, word: str) -> bool:
    """Compare with a word that may begin or end with ``*``.

    >>> _fits("*amt", "sozialamt"), _fits("info", "infos"), _fits("pflege*", "pflegedienst")
    (True, False, True)
    """
    core = pattern.strip("*")
    starts, ends = pattern.endswith("*"), pattern.startswith("*")
    if starts and ends:
        return core in word
    return word.startswith(core) if starts else word.endswith(core) if ends else word == core
