"""What the search of the site should know of a page beside its text: other words for the same thing."""

import html
import json
import re
from collections.abc import Sequence
from dataclasses import replace

from generator.finding.thesaurus import Thesaurus, spell_plainly
from generator.model import OutputFile
from generator.render.templates import escape_text

LEFT_OUT = "data-search-exclude"
"""Mark of headings and elements whose text the search does not see; none of them holds another of its kind."""
WORDS_IN_A_LINE = 5
_SECTION = re.compile(r"^(?=##? )", re.MULTILINE)
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTES = re.compile(r"\s*\{[^{}]*\}\s*$")
_TOPICS = re.compile(
    r"^#{1,3} .*$|<strong>(?:(?!</strong>).)*</strong>|^<p class=\"(?:ga-lead|ga-offer__kind)\">.*$", re.MULTILINE
)
"""What a page is about: its headings, its first words, and names. Words for what it only mentions lead astray."""
_LEFT_OUT_ELEMENT = re.compile(rf"<(\w+)[^>]*{LEFT_OUT}.*?</\1>", re.DOTALL)


def make_findable(file: OutputFile, thesaurus: Thesaurus) -> OutputFile:
    """A page with words that people may search for; they are hidden, for nobody wants to read or hear them.

    Words for what the title says are tags as well, so that the page about something comes before those that
    name it among others.

    They end the first section, so that a search for something else shows the beginning of the page.
    """
    _, head, body = file.content.decode().split("---\n", 2)
    sections = _SECTION.split(body)
    seen = [_LEFT_OUT_ELEMENT.sub("", one) for one in sections if LEFT_OUT not in one.partition("\n")[0]]
    synonyms = thesaurus.find(" ".join(_read(one) for part in seen for one in _TOPICS.findall(part)))
    words = (*synonyms, *spell_plainly(" ".join((*map(_read, seen), *synonyms))))
    place = next((number for number, one in enumerate(sections) if one.startswith("# ")), None)
    if not words or place is None:
        return file
    # The theme weighs tags almost like a title and shows them with what it has found, as markup.
    tags = [html.escape(one) for one in thesaurus.find(_read(sections[place].partition("\n")[0]))]
    head += f"tags: {json.dumps(tags)}\n" if tags else ""
    sections[place] = f"{sections[place].rstrip()}\n\n{_hide(words)}\n\n"
    return replace(file, content=f"---\n{head}---\n{''.join(sections)}".encode())


def _hide(words: Sequence[str]) -> str:
    """Words in short lines: the search shows the line in which it has found something."""
    some = (words[start : start + WORDS_IN_A_LINE] for start in range(0, len(words), WORDS_IN_A_LINE))
    lines = (f"<p>Auch gesucht als: {escape_text(', '.join(one))}</p>" for one in some)
    return "\n".join(('<div class="ga-also" hidden>', *lines, "</div>"))


def _read(markup: str) -> str:
    """Words without markup."""
    return html.unescape(_TAG.sub(" ", _ATTRIBUTES.sub("", markup)))
