"""Which pages exist twice, in full and in plain German, and how one leads to the other."""

from pathlib import PurePosixPath

from generator import layout
from generator.plain import read_limits
from generator.profiles.atlas import Atlas
from generator.profiles.views import Link, TwinView

PLAIN_TAG = "de-simple"
"""Language tag of plain German; "simple" is a registered variant."""
FULL_TAG = "de"
NOT_PROVEN = "nicht geprüft von der Zielgruppe"
PLAIN_LABEL = "Einfache Sprache"
FULL_LABEL = "Ausführliche Seite"


def has_plain_pages(atlas: Atlas) -> bool:
    """Tell whether the city has said what plain language means to it."""
    return read_limits(atlas.parameters) is not None


def view_plain_twin(atlas: Atlas, page: PurePosixPath) -> TwinView | None:
    """The way from a page to its twin in plain German, if the city has such pages."""
    if not has_plain_pages(atlas):
        return None
    link = Link(text=PLAIN_LABEL, href=layout.relative_url(page, layout.plain_page(page)))
    return TwinView(here=FULL_LABEL, there=link, there_language=PLAIN_TAG)


def view_full_twin(page: PurePosixPath) -> TwinView:
    """The way back, from the path of the full page."""
    link = Link(text=FULL_LABEL, href=layout.relative_url(layout.plain_page(page), page))
    return TwinView(here=f"{PLAIN_LABEL}, {NOT_PROVEN}", there=link, there_language=FULL_TAG)
