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

from generator import layout
from generator.errors import SiteError
from generator.model import OutputFile
from generator.profiles.views import PageMeta
from generator.render import colors

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

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
_NUMBERED = re.compile(r"^(\d+)\.(?=\s)")
"""At the start of a line, ``1. Mai`` would begin a list, and lose its number."""
_SPACE = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")


@lru_cache(maxsize=100_000)  # the same words stand on every page
def escape_text(text: str) -> str:
    r"""Make any text safe in Markdown, in HTML text and in a quoted attribute; white space becomes single blanks.

    >>> escape_text("a|b <i>\n# x")
    'a&#124;b &#60;i&#62; # x'
    """
    return _NUMBERED.sub(r"\1&#46;", _SPECIAL.sub(_spell_references, _SPACE.sub(" ", text)))


def _spell_references(match: re.Match[str]) -> str:
    """Numeric references for some signs."""
    return "".join(f"&#{ord(sign)};" for sign in match.group())


def _make_finalizer() -> Callable[[Any], "Markup"]:
    """The function that everything a template prints goes through."""
    from markupsafe import Markup

    def finalize(value: Any) -> Markup:
        """Escape what a template prints; refuse what should have been formatted before."""
        if isinstance(value, Markup):
            return value
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            raise SiteError(f"Eine Vorlage gibt {value!r} aus. Formatiere den Wert im Profil, bevor er gedruckt wird.")
        return Markup(escape_text(str(value)))  # noqa: S704 - escaped just before

    return finalize


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
    )
    environment.filters["breakable"] = make_breakable
    environment.filters["pattern_number"] = colors.pattern_number
    environment.filters["class_step"] = lambda number, count: colors.class_step(number, count) + 1
    return environment


def make_breakable(text: str) -> "Markup":
    """A name that may go on in the next line after a slash."""
    return mark_safe("/<wbr>".join(escape_text(part) for part in text.split("/")))


def mark_safe(markup: str) -> "Markup":
    """Say that a drawing has escaped its texts itself."""
    from markupsafe import Markup

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


def render_page(template: str, page: Page, **drawings: "Markup | Sequence[Markup]") -> OutputFile:
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
