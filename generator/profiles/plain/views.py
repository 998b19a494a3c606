"""The values that pages in plain German are made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.plain import Sentence
from generator.profiles.views import Link, PageMeta, TwinView

Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainOffering:
    """One offering: what people need to go there."""

    name: str
    address: str
    """Empty where no street is known."""
    phone: Link | None
    email: Link | None
    hours: tuple[str, ...]
    sentences: Paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainGroup:
    """Offerings of one kind."""

    title: str
    sentences: Paragraph
    offerings: tuple[PlainOffering, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainSection:
    """A part of a page: its heading asks what it answers."""

    anchor: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    items: tuple[Paragraph, ...] = ()
    """A list after the paragraphs."""
    groups: tuple[PlainGroup, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPage:
    """A page in plain German."""

    path: PurePosixPath
    meta: PageMeta
    twin: TwinView
    title: str
    sections: tuple[PlainSection, ...]


def list_sentences(page: PlainPage) -> Iterator[Sentence]:
    """Every sentence of a page, for those who measure how readable it is."""
    for section in page.sections:
        yield from (one for paragraph in (*section.paragraphs, *section.items) for one in paragraph)
        for group in section.groups:
            yield from group.sentences
            for offering in group.offerings:
                yield from offering.sentences
