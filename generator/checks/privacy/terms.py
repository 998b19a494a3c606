"""The words that only the city can know, declared as data."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.formatting import make_slug
from generator.model import Package
from generator.packages import find_rows

PRIVACY_TERMS = "parameters/privacy_terms"
DEFAULT_REGION = "DE"
"""Where national telephone numbers are dialled, unless the terms name another region."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The words that a city declares in ``parameters/privacy_terms``."""

    region: str = DEFAULT_REGION
    """Telephone region, two capital letters."""
    freemail_domains: frozenset[str] = frozenset()
    function_words: tuple[str, ...] = ()
    """Words of addresses that belong to an office; ``*`` stands for any beginning or ending."""
    first_names: frozenset[str] = frozenset()
    """In lower case without umlauts."""
    sensitive: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    """Phrases that contain a sensitive term and mean something else."""


def read_terms(packages: Sequence[Package]) -> Terms:
    """The declared words by kind; what needs none is found without them."""
    words: dict[str, list[str]] = {}
    for row in find_rows(packages, PRIVACY_TERMS):
        words.setdefault(str(row.values["kind"]), []).append(str(row.values["term"]))
    return Terms(
        region=next(iter(words.get("phone_region", ())), DEFAULT_REGION),
        freemail_domains=frozenset(word.casefold() for word in words.get("freemail_domain", ())),
        function_words=tuple(word.casefold() for word in words.get("function_word", ())),
        first_names=frozenset(make_slug(word) for word in words.get("first_name", ())),
        sensitive=tuple(words.get("sensitive_text", ())),
        harmless=tuple(words.get("harmless_text", ())),
    )
