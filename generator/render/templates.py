"""Jinja2 as the pages use it: strict, and everything that is not marked safe is escaped for Markdown and HTML.

Pages go through Python-Markdown, so HTML escaping alone is not enough: ``*``, ``_``, ``[`` and the like would still be
read as formatting. Every sign that either of the two knows becomes a numeric reference, which both leave alone.
"""

import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Protocol

from markupsafe import Markup

from generator import layout
from generator.errors import SiteError
from generator.model import OutputFile
from generator.profiles.views import Link, PageMeta, Value
from generator.render import colors

if TYPE_CHECKING:
    from jinja2 import Environment, nodes
    from jinja2.compiler import CodeGenerator, Frame
TEMPLATES = Path(__file__).resolve().parents[2] / "site_templates"
SEARCH_BOOSTS: Mapping[str, float] = {
    "find": 4,
    "district": 2,
    "level": 2,
    "offerings": 3,
    "dataset": 0.5,
    "quality": 0.5,
    "screening": 0.5,
    "plain": 0.5,
}
"""How much kinds of pages weigh in the search of the site; all others weigh 1."""
NOT_SEARCHED = ("offering_list",)
"""Kinds of pages that only say again what others say."""
_SPECIAL = re.compile(r"[&<>\"'`|*_{}\[\]~^=$!\\]|^#+|#+$|^[-+](?=\s)")
_UNUSUAL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029&<>\"'`|*_{}\[\]~^=$!\\]|  |^[-+#]|#$|^\d+\.")
"""What may have to be replaced at all; most texts have nothing of it, and looking once is cheaper than thrice."""
_NUMBERED = re.compile(r"^(\d+)\.(?=\s)")
"""At the start of a line, ``1. Mai`` would begin a list, and lose its number."""
_SPACE = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")


@lru_cache(maxsize=100_000)  # the same words stand on every page
def escape_text(text: str) -> str:
    r"""Make any text safe in Markdown, in HTML text and in a quoted attribute; white space becomes single blanks.

    >>> escape_text("a|b <i>\n# x")
    'a&#124;b &#60;i&#62; # x'
    """
    if not _UNUSUAL.search(text):
        return text
    return _NUMBERED.sub(r"\1&#46;", _SPECIAL.sub(_spell_references, _SPACE.sub(" ", text)))


def _spell_references(match: re.Match[str]) -> str:
    """Numeric references for some signs."""
    return "".join(f"&#{ord(sign)};" for sign in match.group())


def _make_finalizer() -> Callable[[Any], str]:
    """The function that everything a template prints goes through."""

    def finalize(value: Any) -> str:
        """Escape what a template prints; refuse what should have been formatted before."""
        # Nearly everything is one of these two; asking for the very type is the fastest way to tell them apart.
        if type(value) is str:
            return escape_text(value)
        if isinstance(value, Markup):
            return value
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            raise SiteError(f"Eine Vorlage gibt {value!r} aus. Formatiere den Wert im Profil, bevor er gedruckt wird.")
        return escape_text(str(value))

    return finalize


def _make_code_generator() -> "type[CodeGenerator]":
    """How templates become Python, without Jinja's own escaping around ours: a third of the time of a page."""
    from jinja2.compiler import CodeGenerator

    class EscapedOnce(CodeGenerator):
        """Prints what ``finalize`` returns as it is; Jinja offers the two methods for ways of printing of its own."""

        def _output_child_pre(self, node: "nodes.Expr", frame: "Frame", finalize: Any) -> None:  # noqa: ARG002
            self.write(finalize.src)

        def _output_child_post(self, node: "nodes.Expr", frame: "Frame", finalize: Any) -> None:  # noqa: ARG002
            self.write(")")

        def visit_Getattr(self, node: "nodes.Getattr", frame: "Frame") -> None:  # noqa: N802
            self.write("(")
            self.visit(node.node, frame)
            self.write(f").{node.attr}")

    return EscapedOnce


@cache
def environment() -> "Environment":
    """One environment for all pages, so that each template is compiled once."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_make_finalizer(),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # nobody changes a template during a build; looking would be a file access for every page
    )
    environment.code_generator_class = _make_code_generator()
    environment.filters["breakable"] = make_breakable
    environment.filters["link"] = spell_link
    environment.filters["links"] = lambda pairs: [Link(text=text, href=href) for text, href in pairs]
    environment.filters["value"] = spell_value
    environment.filters["pattern_number"] = colors.pattern_number
    environment.filters["class_step"] = lambda number, count: colors.class_step(number, count) + 1
    return environment


def compile_templates() -> None:
    """Read all templates now, so that processes that are copied from this one need not do it each."""
    for path in sorted(TEMPLATES.rglob("*.j2")):
        environment().get_template(path.relative_to(TEMPLATES).as_posix())


def make_breakable(text: str, sign: str = "/") -> Markup:
    """A name that may go on in the next line after a slash, or after another sign.

    >>> make_breakable("age_65_plus", "_")
    Markup('age&#95;<wbr>65&#95;<wbr>plus')
    """
    return mark_safe(f"{escape_text(sign)}<wbr>".join(escape_text(part) for part in text.split(sign)))


# These two stand in every cell of every table. As macros they would take a fifth of the time of a page.


def spell_link(view: Link) -> Markup:
    """A link, or its text where it leads nowhere."""
    text = escape_text(view.text)
    if not view.href:
        return mark_safe(text)
    relation = ' rel="noopener"' if view.href.startswith("http") else ""
    return mark_safe(f'<a href="{escape_text(view.href)}"{relation}>{text}</a>')


def spell_value(view: Value) -> Markup:
    """A number or a sign with its meaning, linked to where it is explained."""
    text = escape_text(view.text)
    if view.meaning:
        text = f'<abbr class="ga-sign" title="{escape_text(view.meaning)}">{text}</abbr>'
    return mark_safe(f'<a href="{escape_text(view.href)}">{text}</a>' if view.href else text)


def mark_safe(markup: str) -> Markup:
    """Say that a drawing has escaped its texts itself."""
    return Markup(markup)  # noqa: S704 - for drawings of ours and for pages people wrote, not for data


def render_text(template: str, **values: object) -> str:
    """Fill a template that is not a page of Markdown."""
    return environment().get_template(template).render(**values)


class Page(Protocol):
    """A profile that becomes a page."""

    @property
    def path(self) -> PurePosixPath:
        """Where it lies in the staged tree."""

    @property
    def meta(self) -> PageMeta:
        """Its title and description."""


def _weigh(kind: str, path: PurePosixPath) -> float:
    """How much a page weighs in the search; guidelines only repeat the offerings that serve them."""
    return 1 if path.is_relative_to(layout.GUIDELINES.parent) else SEARCH_BOOSTS.get(kind, 1)


def render_page(template: str, page: Page, **drawings: Markup | Sequence[Markup]) -> OutputFile:
    """Fill a template with a profile; the front matter tells MkDocs title and description."""
    # The theme prints front matter without escaping; JSON is YAML that nothing in a text can break out of.
    kind = template.removesuffix(".md.j2")
    front: dict[str, object] = {
        "title": html.escape(page.meta.title),
        "description": html.escape(page.meta.description),
        "hide": ["navigation"],
        # Which kind of page this is: what is promised for every kind is tested on one page of each.
        "kind": kind,
    }
    boost = _weigh(kind, page.path)
    if kind in NOT_SEARCHED:
        front["search"] = {"exclude": True}
    elif boost != 1:
        front["search"] = {"boost": boost}
    head = "".join(f"{name}: {json.dumps(value, ensure_ascii=True)}\n" for name, value in front.items())
    body = environment().get_template(f"pages/{template}").render(page=page, **drawings)
    return OutputFile(path=page.path, content=f"---\n{head}---\n\n{body}".encode())
