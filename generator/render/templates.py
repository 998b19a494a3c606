"""Jinja2 as the pages use it: strict, and everything that is not marked safe is escaped for Markdown and HTML.

Pages go through Python-Markdown, so HTML escaping alone is not enough: ``*``, ``_``, ``[`` and the like would still be
read as formatting. Every sign that either of the two knows becomes a numeric reference, which both leave alone.
"""

import re
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from generator.errors import SiteError
from generator.model import OutputFile

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).resolve().parents[2] / "site_templates"
_SPECIAL = re.compile(r"[&<>\"'`|*_{}\[\]()#~^=$!\\+:@-]")
_SPACE = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")


def escape_text(text: str) -> str:
    r"""Make any text safe in Markdown, in HTML text and in a quoted attribute; white space becomes single blanks.

    >>> escape_text("a|b <i>\n# x")
    'a&#124;b &#60;i&#62; &#35; x'
    """
    return _SPECIAL.sub(lambda match: f"&#{ord(match.group())};", _SPACE.sub(" ", text))


def _finalize(value: Any) -> Any:
    """Escape what a template prints; refuse what should have been formatted before."""
    from markupsafe import Markup

    if isinstance(value, Markup):
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise SiteError(f"Eine Vorlage gibt {value!r} aus. Formatiere den Wert im Profil, bevor er gedruckt wird.")
    return Markup(escape_text(str(value)))  # noqa: S704 - escaped just before


@cache
def _environment() -> "Environment":
    """One environment for all pages, so that each template is compiled once."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render_template(name: str, path: PurePosixPath, **values: object) -> OutputFile:
    """Fill a template; the result is a page of the staged tree."""
    text = _environment().get_template(f"pages/{name}").render(**values)
    return OutputFile(path=path, content=text.encode())
