"""Typst: the one place that knows the engine which turns a report into a tagged PDF."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, time

from generator.errors import SiteError
from generator.formatting import format_long_date
from generator.model import OutputFile
from generator.render import colors
from generator.render.report.blocks import Report
from generator.render.templates import TEMPLATES

_NO_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed")
MAX_ROUNDS = 5
"""The engine names letters it cannot set all at once, but those behind them only afterwards."""


def typeset(report: Report) -> OutputFile:
    """The report as PDF; letters that no font has stand as their number, such as ``[U+65E5]``."""
    import typst

    source = (TEMPLATES / "report" / "report.typ").read_bytes()
    data = spell_report(report)
    moment = datetime.combine(report.edition, time(), UTC)
    for _ in range(MAX_ROUNDS):
        try:
            content = typst.compile(
                source,
                format="pdf",
                ignore_system_fonts=True,
                sys_inputs={"report": data},
                pdf_standards="ua-1",  # tagged, with title and language; the engine refuses what does not keep it
                timestamp=moment,
            )
        except typst.TypstError as error:
            letters = {letter for text in _NO_GLYPH.findall(f"{error.message}\n{error.diagnostic}") for letter in text}
            if not letters:
                raise SiteError(f"Der Bericht ‚{report.path.name}‘ lässt sich nicht setzen: {error.message}") from error
            data = data.translate({ord(letter): f"[U+{ord(letter):04X}]" for letter in letters})
        else:
            if not isinstance(content, bytes):
                raise SiteError(f"Der Bericht ‚{report.path.name}‘ ist keine einzelne Datei.")
            return OutputFile(path=report.path, content=content, datasets=report.datasets)
    raise SiteError(f"Der Bericht ‚{report.path.name}‘ lässt sich nicht setzen: zu viele unbekannte Schriftzeichen.")


def spell_report(report: Report) -> str:
    """All content as JSON, the only way in which text reaches the engine."""
    values: Mapping[str, object] = {
        "title": report.title,
        "kicker": report.kicker,
        "description": report.description,
        "running": report.running,
        "edition": f"Ausgabe vom {format_long_date(report.edition)}",
        "edition_date": [report.edition.year, report.edition.month, report.edition.day],
        "publisher": report.publisher,
        "site_name": report.site_name,
        "large": report.is_large,
        "contents_depth": report.contents_depth,
        "break_after_contents": report.contents_depth > 1,
        "opening": list(report.opening),
        "blocks": list(report.blocks),
        "colors": {
            "ink": colors.INK,
            "muted": colors.MUTED,
            "accent": colors.ACCENT,
            "line": colors.GRID,
            "wash": colors.WASH,
        },
    }
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
