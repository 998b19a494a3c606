"""A shortcut for Markdown: blocks of HTML that ask for nothing are laid aside before three parsers read every tag.

Our pages are HTML but for their headings. Python-Markdown, too, lays a block of HTML aside as it stands and puts it
back at the end, but reads it with a slow parser first; MkDocs does so again for the anchors in it. Here one pattern
does both. A block that is not plainly one, or has Markdown in it, is left to them.
"""

import html
import re
from collections.abc import Iterator

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

BEFORE_ANCHORS = 22
"""Behind blocks of code (25), ahead of MkDocs' search for anchors (21) and Markdown's for HTML (20)."""
_START = re.compile(r"^( {0,3})<([!?]|[a-zA-Z][^\s/>]*)", re.MULTILINE)
_START_BEHIND = re.compile(r"()<([a-zA-Z][^\s/>]*)")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ANCHOR = re.compile(r"\s(id|name)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
SPECIAL_NAMES = frozenset("!?") | {"hr"}
"""Comments and the like, and the one element that Markdown knows to have no end."""
_SPECIAL = re.compile(r"<(?:[!?]|/?(?:script|style|textarea|pre)\b)")
"""What changes how the signs behind it are read, in small letters."""
_NEXT_LINE = re.compile(r"\n(?:[\n<]|\Z)")
"""A blank line, the next block, or nothing more."""
_UNSEARCHED = re.compile(r"<[a-z]+(?:\s[^<>]*)?\sdata-search-exclude(?=[\s>=])[^<>]*>")
_INNER = (
    "a|abbr|b|caption|circle|dd|dl|dt|em|figcaption|i|line|path|rect|small|span|strong|table|tbody|td|th|thead|time|tr"
)
_UNKEPT = re.compile(rf"</?(?:{_INNER})(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?>")
"""Tags that the search passes over; those that may stand around headings decide where a section ends."""
_NEEDED = re.compile(rf"<pre\b|headerlink|<(?:{_INNER})\s[^<>]*data-search-exclude")
"""Where space counts, and where tags tell what is to be passed over from the rest."""
_SPACE = re.compile(r"\s+")
_HEADING = re.compile(r"<h[1-6]\b")


class RawBlocks(Extension):  # type: ignore[misc]
    """Lays blocks aside and remembers their anchors, which MkDocs checks links against."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        """Those of the page that was converted last."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Take a place among the steps that come before all others."""
        self.anchors = set()
        md.preprocessors.register(_LayAside(md, self.anchors), "gebietsatlas_blocks", BEFORE_ANCHORS)


class _LayAside(Preprocessor):  # type: ignore[misc]
    """The step itself."""

    def __init__(self, md: Markdown, anchors: set[str]) -> None:
        super().__init__(md)
        self.anchors = anchors

    def run(self, lines: list[str]) -> list[str]:
        """Put marks in the place of blocks."""
        return "".join(self._replace("\n".join(lines))).split("\n")

    def _replace(self, text: str) -> Iterator[str]:
        done = 0
        # Blocks with nothing between them are laid aside together: one thing for Markdown to look at.
        aside: list[str] = []
        start = _START.search(text)
        while start:
            if not self._may_open(start[2]):
                start = _START.search(text, start.end())
                continue
            blocks = self._find_blocks(text, start, done)
            if not blocks:
                break  # all that follows may stand inside
            between = text[done : start.start()]
            if between.strip():
                yield self._store(aside)
                aside = []
            if not aside:
                yield between
            for first, done in blocks:
                block = text[first:done]
                self.anchors.update(find_anchors(block))
                # The line feed is the one that Markdown keeps when it lays a block aside.
                aside.append(block + "\n" if text.startswith("\n\n", done) else block)
            start = _START.search(text, done)
        yield self._store(aside) + text[done:]

    def _store(self, aside: list[str]) -> str:
        """A mark for blocks, with the line feeds that Markdown puts around it and, in the end, between blocks."""
        return f"\n{self.md.htmlStash.store(chr(10).join(aside))}\n\n" if aside else ""

    def _may_open(self, name: str) -> bool:
        """Tell whether a sign at the beginning of a line may open what goes on in the next one."""
        return name in "!?" or self.md.is_block_level(name.lower())

    def _find_blocks(self, text: str, start: re.Match[str], done: int) -> list[tuple[int, int]]:
        """What is plainly a block, with those behind it on its last line; nothing if one of them is not."""
        first = start.start()
        # Before it is nothing, a blank line, or a line that ends with a block.
        is_free = first == 0 or text.endswith("\n\n", 0, first) or done == first - 1 > 0
        if start[1] or not is_free:
            return []
        blocks: list[tuple[int, int]] = []
        name: re.Match[str] | None = start
        while name and name[2] not in SPECIAL_NAMES and self.md.is_block_level(name[2].lower()):
            end = find_end(text, first)
            if end is None or _is_special(text[first:end].lower()):
                break
            blocks.append((first, end))
            if _NEXT_LINE.match(text, end):
                return blocks
            first, name = end, _START_BEHIND.match(text, end)
        return []


def _is_special(block: str) -> bool:
    """Tell whether signs in a block, written in small letters, change how others are read."""
    return "markdown" in block or _SPECIAL.search(block) is not None


def find_end(text: str, start: int) -> int | None:
    """Where the element that begins here ends; nowhere if a sign ``<`` on the way belongs to no tag.

    >>> text = "<div><p>a</p><br></div> b"
    >>> text[: find_end(text, 0)], find_end("<div> 1 < 2 </div>", 0)
    ('<div><p>a</p><br></div>', None)
    """
    return _find_only_end(text, start) or _walk_to_end(text, start)


def _find_only_end(text: str, start: int) -> int | None:
    """The end of an element that has no other of its name in it: nothing else can end it, whatever stands inside."""
    tag = _TAG.match(text, start)
    if not tag or tag[1] or tag[2] == "hr" or tag[3].endswith("/"):
        return None
    end_tag = f"</{tag[2]}>"
    end = text.find(end_tag, start)
    inside = text[tag.end() : end].lower() if end >= 0 else "<"
    name = tag[2].lower()
    has_others = f"<{name}" in inside or f"</{name}" in inside
    # A sign that belongs to no tag may hide the end, as may one in an attribute.
    return None if has_others or len(_TAG.findall(inside)) != inside.count("<") else end + len(end_tag)


def _walk_to_end(text: str, start: int) -> int | None:
    """The end of any element, tag by tag."""
    open_tags: list[str] = []
    position = start
    for tag in _TAG.finditer(text, start):
        if text.find("<", position, tag.start()) >= 0:
            return None
        position = tag.end()
        name = tag[2].lower()
        if not tag[1]:
            if name != "hr" and not tag[3].endswith("/"):
                open_tags.append(name)
        elif name in open_tags:
            # As Markdown does: an end tag closes all that was opened since, such as <br> and <img>.
            while open_tags.pop() != name:
                pass
            if not open_tags:
                return position
    return None


def find_anchors(block: str) -> Iterator[str]:
    """What a link may lead to.

    >>> sorted(find_anchors('<p id="a"><a name=b data-id="c">x</a><input name="d">'))
    ['a', 'b']
    """
    if not _ANCHOR.search(block):
        return
    for tag in _TAG.finditer(block):
        if "id" in tag[3] or "name" in tag[3]:
            for attribute in _ANCHOR.finditer(tag[3]):
                if attribute[1].lower() == "id" or tag[2].lower() == "a":
                    yield html.unescape(attribute[2] or attribute[3] or attribute[4] or "")


def shorten_for_search(page: str) -> str:
    """A page with no more of it than the search takes up: no parser has to read the rest only to pass over it.

    >>> shorten_for_search('<p>a</p><div class="b" data-search-exclude><p>c</p></div> <b>d</b>')
    '<p>a</p> d'
    """
    kept = _cut_unsearched(page)
    return kept if _NEEDED.search(kept) else _SPACE.sub(" ", _UNKEPT.sub("", kept))


def _cut_unsearched(page: str) -> str:
    """A page without what its author keeps out of the search."""
    kept, done = [], 0
    for start in _UNSEARCHED.finditer(page):
        if start.start() < done:
            continue
        end = find_end(page, start.start())
        # A heading begins a section, wherever it stands.
        if end is not None and not _HEADING.search(page, start.start(), end):
            kept.append(page[done : start.start()])
            done = end
    return "".join([*kept, page[done:]])
