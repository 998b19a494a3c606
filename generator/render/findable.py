"""What the search of the site should know of a page beside its text: other words for the same thing."""

import html
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from generator.finding.thesaurus import Thesaurus, spell_plainly
from generator.model import OutputFile
from generator.render.templates import escape_text

LEFT_OUT = "data-search-exclude"
"""Mark of headings and elements whose text the search does not see; none of them holds another of its kind."""
WORDS_IN_A_LINE = 5
_HEADING = re.compile(r"\n(?=##? )")
_TAG = re.compile(r"<[^>]*>")
_NAME = re.compile(r"<(\w+)[^>]*\Z")
_ATTRIBUTES = re.compile(r"\s*\{[^{}]*\}\s*$")
_TOPICS = (
    re.compile(r"\n#{1,3} .*"),
    re.compile(r"<strong>.*?</strong>"),
    re.compile(r"\n<p class=\"ga-(?:lead|offer__kind)\">.*"),
)
"""What a page is about: its headings, its first words, and names. Words for what it only mentions lead astray. These
are patterns of their own because one that begins with plain text is searched for many times as fast as a choice."""


def make_findable(file: OutputFile, thesaurus: Thesaurus) -> OutputFile:
    """A page with words that people may search for; they are hidden, for nobody wants to read or hear them.

    Words for what the title says are tags as well, so that the page about something comes before those that
    name it among others.

    They end the first section, so that a search for something else shows the beginning of the page.
    """
    _, head, body = file.content.decode().split("---\n", 2)
    sections = _split_sections(body)
    seen = "\n".join(_leave_out(one) for one in sections if LEFT_OUT not in one.partition("\n")[0])
    topics = (_read(one) for pattern in _TOPICS for one in pattern.findall(f"\n{seen}"))
    synonyms = thesaurus.find(" ".join(topics))
    words = (*synonyms, *spell_plainly(" ".join((_read_special(seen), *synonyms))))
    place = next((number for number, one in enumerate(sections) if one.startswith("# ")), None)
    if not words or place is None:
        return file
    # The theme weighs tags almost like a title and shows them with what it has found, as markup.
    tags = [html.escape(one) for one in thesaurus.find(_read(sections[place].partition("\n")[0]))]
    head += f"tags: {json.dumps(tags)}\n" if tags else ""
    sections[place] = f"{sections[place].rstrip()}\n\n{_hide(words)}\n\n"
    return replace(file, content=f"---\n{head}---\n{''.join(sections)}".encode())


def _split_sections(body: str) -> list[str]:
    """The text before the first heading, and every section with its heading."""
    starts = [0, *(match.end() for match in _HEADING.finditer(body)), len(body)]
    return [body[start:end] for start, end in pairwise(starts)]


def _leave_out(section: str) -> str:
    """A section without the elements that the search does not see."""
    parts, taken, place = [], 0, section.find(LEFT_OUT)
    while place >= 0:
        start = section.rfind("<", taken, place)
        tag = _NAME.match(section[start:place]) if start >= 0 else None
        close = f"</{tag[1]}>" if tag else LEFT_OUT
        end = section.find(close, place) + len(close)
        if tag and end >= len(close):
            parts.append(section[taken:start])
            taken = end
        place = section.find(LEFT_OUT, max(end, place + 1))
    return "".join((*parts, section[taken:]))


def _read_special(markup: str) -> str:
    """Texts between tags, each once, as far as any sign in them is no ASCII or may be written as a reference."""
    first, *others = markup.split("<")
    special = dict.fromkeys(one for one in others if not one.isascii() or "&" in one)
    return html.unescape(" ".join((first, *(one.partition(">")[2] for one in special))))


def _hide(words: Sequence[str]) -> str:
    """Words in short lines: the search shows the line in which it has found something."""
    some = (words[start : start + WORDS_IN_A_LINE] for start in range(0, len(words), WORDS_IN_A_LINE))
    lines = (f"<p>Auch gesucht als: {escape_text(', '.join(one))}</p>" for one in some)
    return "\n".join(('<div class="ga-also" hidden>', *lines, "</div>"))


def _read(markup: str) -> str:
    """Words without markup."""
    return html.unescape(_TAG.sub(" ", _ATTRIBUTES.sub("", markup)))
