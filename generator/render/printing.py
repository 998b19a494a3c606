"""What stands on every printed page: the name of the atlas, its edition, its publisher and the number of the page."""

import html
import re
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_long_date
from generator.model import OutputFile
from generator.profiles.atlas import Atlas
from generator.render.templates import TEMPLATES

EDITION_PARTIAL = PurePosixPath("partials/ausgabe.html")


def render_print_stylesheet(atlas: Atlas) -> OutputFile:
    """How pages look on paper, and what stands in the margins; the first sheet has name and edition in its head."""
    settings = atlas.settings
    edition = f"Ausgabe vom {format_long_date(atlas.edition)}"
    margins = f"""
/* ---- margins, made for this site ---- */

@page {{
  font: 9pt sans-serif;
  @top-left {{ content: {_quote(settings.site_name)}; }}
  @top-right {{ content: {_quote(edition)}; }}
  @bottom-left {{ content: {_quote(settings.publisher)}; }}
  @bottom-right {{ content: "Seite " counter(page) " von " counter(pages); }}
}}
@page :first {{
  @top-left {{ content: none; }}
  @top-right {{ content: none; }}
}}
"""
    content = (TEMPLATES / "print.css").read_bytes() + margins.encode()
    return OutputFile(path=layout.PRINT_STYLESHEET, content=content)


def render_edition_partial(atlas: Atlas) -> OutputFile:
    """The edition for the templates of the theme, which do not know it."""
    text = html.escape(f"Ausgabe vom {format_long_date(atlas.edition)}")
    return OutputFile(path=EDITION_PARTIAL, content=f"{text}\n".encode())


def _quote(text: str) -> str:
    r"""A string of CSS; everything but letters and digits is written by its number.

    >>> _quote('Atlas "A"</style>')
    '"Atlas\\20 \\22 A\\22 \\3c \\2f style\\3e "'
    """
    return '"' + re.sub(r"[^\w]", lambda match: f"\\{ord(match.group()):x} ", text) + '"'
