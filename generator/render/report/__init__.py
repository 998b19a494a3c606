"""Reports for the committee as tagged PDF: the same values as the pages, set for paper."""

from collections.abc import Iterable, Iterator

from generator.model import District, OutputFile
from generator.profiles.atlas import Atlas
from generator.render.report.dossier import describe_dossier
from generator.render.report.engine import typeset
from generator.render.report.plan import describe_plan


def render_plan(atlas: Atlas, *, is_large: bool = False) -> OutputFile:
    """The report on the whole city."""
    return typeset(describe_plan(atlas, is_large=is_large))


def render_dossiers(atlas: Atlas, districts: Iterable[District], *, is_large: bool = False) -> Iterator[OutputFile]:
    """A report on each of these districts."""
    return (typeset(describe_dossier(atlas, one, is_large=is_large)) for one in districts)
