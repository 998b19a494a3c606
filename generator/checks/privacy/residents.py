"""Where somebody lives: an address near a name, or one that calls itself private."""

import re
from collections.abc import Iterator

from generator.checks.privacy.persons import AFTER, BEFORE, PERSON, find_persons
from generator.checks.privacy.terms import Terms
from generator.checks.privacy.texts import Hit, overlap, shorten

STREET_WORD = (
    r"(?:stra[sß]s?e|str\.|weg|platz|allee|ring|gasse|damm|ufer|chaussee|stieg|steig|promenade|wall|markt|hof|berg|"
    r"breite|kamp|plan|tor|graben|siedlung)"
)
ADDRESS = re.compile(
    rf"(?:\b[A-ZÄÖÜ][\w.'-]*?(?i:{STREET_WORD})|\b[A-ZÄÖÜ][\w.-]*\s(?i:{STREET_WORD})"
    r"|\b(?:Am|An de[rnm]|Auf de[rnm]|Im|In de[rnm]|Zum|Zur|Hinter de[rnm]|Vor de[rnm]|Unter den|Bei de[rnm])\s"
    r"[A-ZÄÖÜ][\w-]+)\s?\d{1,4}\s?[a-zA-Z]?\b"
    r"|\b\d{5}\s[A-ZÄÖÜ][a-zäöüß]+"
)
"""A street with house number, or a postal code with its place."""
AT_HOME = re.compile(r"\b(?:wohnhaft|wohnt\s(?:in|am|an|im|auf)|Privatadresse|Privatanschrift)\b|\bprivat:|\(privat\)")
HOME_SYLLABLES = ("privat", "wohn")
CARE_OF = re.compile(r"\bc/o\s+[A-ZÄÖÜ]\w+")


def find_residents(text: str, terms: Terms) -> Iterator[Hit]:
    """Names near an address, and addresses that call themselves private."""
    is_home = AT_HOME.search(text) is not None
    if not is_home and not PERSON.search(text):
        return
    for address in ADDRESS.finditer(text):
        if is_home:
            yield Hit("personal-address", *address.span(), shorten(address[0], 1))
            continue
        start = max(0, address.start() - BEFORE)
        around = (start, min(len(text), address.end() + AFTER))
        person = next((one for one in find_persons(text, around, terms) if not overlap(one, address)), None)
        if person is not None:
            first, last = min(person.start(), address.start()), max(person.end(), address.end())
            yield Hit("personal-address", first, last, shorten(person[0], 1))
