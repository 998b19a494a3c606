"""What is said about a finding, and the memory that lets each text be searched once."""

from collections.abc import Iterator, Mapping

from generator.checks.exceptions import EXCEPTIONS
from generator.checks.privacy.persons import is_person
from generator.checks.privacy.search import find_all
from generator.checks.privacy.sensitive import make_searcher
from generator.checks.privacy.sifting import sift_texts
from generator.checks.privacy.terms import Terms
from generator.checks.privacy.texts import Hit, clean

REMEDIES: Mapping[str, str] = {
    "personal-phone": "ist eine Telefonnummer, die zu einer Person gehören kann",
    "personal-email": "ist eine persönliche E-Mail-Adresse",
    "personal-iban": "ist eine Kontonummer (IBAN)",
    "personal-address": "nennt eine Person mit ihrer Anschrift",
    "personal-birth-date": "ist ein Geburtsdatum",
    "sensitive-text": "weist auf einen Text hin, der nicht öffentlich sein soll",
}
"""What each code says about the masked text in front of it."""


class Scanner:
    """Remembers what it has found, so that a text that stands in many rows is looked at once."""

    def __init__(self, terms: Terms, public: frozenset[str], others: frozenset[str]) -> None:
        self._searcher = make_searcher(terms, public | others)
        self._known: dict[tuple[str, bool], tuple[Hit, ...]] = {}
        self.persons = frozenset(text for text in others if is_person(text, terms))
        """Texts that are a person's name and nothing else."""
        self.suspects = frozenset(
            text
            for texts, is_public in ((public, True), (others, False))
            for text in sift_texts(texts, self._searcher, is_public=is_public)
            if find_all(text, self._searcher, is_public=is_public)
        )
        """Texts worth a second look; in a column of public contacts they may prove harmless."""

    def hits(self, text: str, *, is_public: bool = False) -> tuple[Hit, ...]:
        """What must not be public."""
        key = (text, is_public)
        if key not in self._known:
            self._known[key] = find_all(text, self._searcher, is_public=is_public)
        return self._known[key]

    def describe(self, text: str, *, is_public: bool = False) -> Iterator[tuple[str, str]]:
        """Code and sentence of each kind of finding, once per text."""
        hits = self.hits(text, is_public=is_public)
        for code in dict.fromkeys(hit.code for hit in hits):
            yield code, word_finding(code, next(hit.mask for hit in hits if hit.code == code))

    def mask(self, text: str) -> str:
        """The text without anything personal in it."""
        hits = self.hits(text)
        masked = clean(text) if hits else text
        for hit in reversed(hits):
            masked = masked[: hit.start] + hit.mask + masked[hit.end :]
        return masked


def word_finding(code: str, mask: str) -> str:
    """The sentence about a finding, with its remedy."""
    return (
        f"„{mask}“ {REMEDIES[code]}. Lösche die Angabe, "
        f"oder nimm den Befund mit Begründung in {EXCEPTIONS} an, wenn sie öffentlich sein darf."
    )
