"""All searches in a single text, each behind a test that is cheap enough to run for every text."""

from generator.checks.privacy.accounts import IBAN_START, find_ibans
from generator.checks.privacy.births import BIRTH_SYLLABLES, find_birth_dates
from generator.checks.privacy.emails import AT_SIGN, find_emails
from generator.checks.privacy.persons import TWO_WORDS
from generator.checks.privacy.phones import PHONE_HINT, PHONE_SYLLABLES, find_phones
from generator.checks.privacy.residents import CARE_OF, HOME_SYLLABLES, find_residents
from generator.checks.privacy.sensitive import Searcher, find_sensitive, make_searcher
from generator.checks.privacy.terms import Terms
from generator.checks.privacy.texts import DIGITS, Hit, clean, holds


def find_personal_data(text: str, terms: Terms, *, is_public: bool = False) -> tuple[Hit, ...]:
    """What a text tells that must not be public; ``is_public`` allows the landline numbers of institutions.

    >>> [hit.mask for hit in find_personal_data("Erika: 0171 1234567, erika.muster@example.org", Terms())]
    ['0171 …67', 'e…@example.org']
    """
    return find_all(text, make_searcher(terms, (text,)), is_public=is_public)


def find_all(text: str, searcher: Searcher, *, is_public: bool) -> tuple[Hit, ...]:
    """Every kind of finding, each behind a test that most texts fail at once."""
    hits: list[Hit] = []
    terms = searcher.terms
    text = clean(text)
    folded = text.casefold()
    if "@" in text or (("(" in text or "[" in text) and AT_SIGN.search(text)):
        hits += find_emails(text, terms)
    if DIGITS.search(text):
        if PHONE_HINT.search(text) or (not is_public and holds(folded, PHONE_SYLLABLES)):
            hits += find_phones(text, terms, is_public=is_public)
        if IBAN_START.search(text):
            hits += find_ibans(text)
        if "*" in text or holds(folded, BIRTH_SYLLABLES):
            hits += find_birth_dates(text, terms)
        if TWO_WORDS.search(text) or holds(folded, HOME_SYLLABLES):
            hits += find_residents(text, terms)
    if "c/o" in text:
        hits += (Hit("personal-address", *match.span(), "c/o …") for match in CARE_OF.finditer(text))
    if holds(folded, searcher.sensitive):
        hits += find_sensitive(text, searcher)
    return tuple(sorted(hits, key=lambda hit: hit.start)) if hits else ()
