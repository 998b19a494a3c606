"""Names of persons, told from other capitalized words and from what is named after a person."""

import re
from collections.abc import Iterator

from generator.checks.privacy.terms import Terms
from generator.formatting import make_slug

NAME = r"[A-ZÄÖÜ][a-zäöüßáéèçğışńóúý]+(?:-[A-ZÄÖÜ][a-zäöüßáéèçğışńóúý]+)?"
SALUTATION = r"(?:Frau|Herrn?|Hr\.|Fr\.|Eheleute|Ehepaar|Familie|Fam\.)"
TITLE = r"(?:(?:Prof|Dr|med|Dipl)\.[\s-]?)"
PERSON = re.compile(
    rf"(?<![\w„“\"‚»-])(?:(?P<salutation>{SALUTATION}\s{TITLE}*|{TITLE}+)(?:{NAME}\s)?(?:{NAME}\s)?(?:von\s|van\s|zu\s)?{NAME}"
    rf"|(?P<first>{NAME})\s(?:{NAME}\s)?(?:von\s|van\s|zu\s)?{NAME})"
)
NAMESAKE = re.compile(
    r"(?:haus|kita|schule|gymnasium|heim|zentrum|stift|stiftung|residenz|klinik|klinikum|apotheke|treff|park|quartier|"
    r"halle|bibliothek|kirche|turm|club|verein|saal|bad|theater|stadion|siedlung)\s$",
    re.IGNORECASE,
)
"""What is named after a person is not that person: "Haus Peter Zincke"."""
TWO_WORDS = re.compile(r"[A-ZÄÖÜ][\w.-]++\s(?:von\s|van\s|zu\s)?[A-ZÄÖÜ]")
"""Less than a name, and quicker to rule out."""
MAX_NAME_LENGTH = 60
BEFORE, AFTER = 80, 50
"""How far from an address a name belongs to it, in characters."""


def find_persons(text: str, span: tuple[int, int], terms: Terms) -> Iterator[re.Match[str]]:
    """Names of persons, by salutation, title or first name."""
    place = span[0]
    while match := PERSON.search(text, place, span[1]):
        if _is_name(match, terms) and not NAMESAKE.search(text, 0, match.start()):
            yield match
            place = match.end()
        else:
            # The name may begin with the second word: "Verein Erika Muster".
            place = match.start() + 1


def _is_name(match: re.Match[str], terms: Terms) -> bool:
    """Tell whether the words are a name, not just capitalized."""
    first = match["first"]
    return match["salutation"] is not None or make_slug(first.split("-")[0]) in terms.first_names


def is_person(text: str, terms: Terms) -> bool:
    """Tell whether a text is a person's name and nothing else."""
    if not text[:1].isupper() or " " not in text or len(text) > MAX_NAME_LENGTH:
        return False
    match = PERSON.fullmatch(text)
    return match is not None and _is_name(match, terms)
