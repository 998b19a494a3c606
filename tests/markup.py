"""HTML as a tree, read with nothing but the standard library."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
SILENT = frozenset(("script", "style", "template"))
INLINE = frozenset(("a", "abbr", "b", "code", "em", "i", "span", "strong", "sub", "sup"))


@dataclass
class Element:
    """An element with its attributes and what stands in it."""

    tag: str
    attributes: dict[str, str]
    content: list["Element | str"] = field(default_factory=list)

    def iterate(self) -> Iterator["Element"]:
        """The element itself and all below it, in reading order."""
        yield self
        for part in self.content:
            if isinstance(part, Element):
                yield from part.iterate()

    def find_all(self, *tags: str) -> list["Element"]:
        """All elements below with one of these names."""
        return [one for one in self.iterate() if one.tag in tags and one is not self]

    def find(self, tag: str, **attributes: str) -> "Element":
        """The only element below with this name and these attributes."""
        (found,) = [one for one in self.find_all(tag) if attributes.items() <= one.attributes.items()]
        return found

    @property
    def text(self) -> str:
        """The words in it with white space folded; no scripts."""
        return " ".join("".join(self.words()).split())

    def words(self) -> Iterator[str]:
        """The words in it as they stand."""
        for part in self.content:
            if isinstance(part, str):
                yield part
            elif part.tag not in SILENT:
                yield "" if part.tag in INLINE else " "
                yield from part.words()
                yield "" if part.tag in INLINE else " "


class TreeReader(HTMLParser):
    """Puts elements into each other."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].content.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].content.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in (one.tag for one in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def read_markup(source: str) -> Element:
    """The root of a document."""
    reader = TreeReader()
    reader.feed(source)
    reader.close()
    return reader.root
