"""Forms that narrow a list; the script ``filter.js`` compares their choices with keys of the entries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.model import District, Level
from generator.profiles.atlas import Atlas

EVERYWHERE = "*"
"""Key of an entry that belongs to every choice."""
SEPARATOR = "|"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionView:
    """A choice of a filter."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionGroup:
    """Choices that belong together; without title they stand alone."""

    heading: str
    options: tuple[OptionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterView:
    """A way to narrow the list."""

    name: str
    """Which keys of the entries it looks at; also its name in the address of the page."""
    label: str
    every: str
    """The choice that leaves out nothing."""
    groups: tuple[OptionGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterForm:
    """All ways to narrow a list, and what is said about the result."""

    filters: tuple[FilterView, ...]
    total: str
    nouns: str
    """What is counted, as it follows "3 von 9", such as "Angeboten"."""
    none: str
    """Said when nothing is left."""
    note: str
    """What readers of the result must know; may be empty."""
    script_href: str


def make_form(
    page: PurePosixPath, *, filters: Iterable[FilterView], total: int, nouns: str, none: str, note: str = ""
) -> FilterForm:
    """The form of a page."""
    return FilterForm(
        filters=tuple(filters),
        total=str(total),
        nouns=nouns,
        none=none,
        note=note,
        script_href=layout.relative_url(page, layout.FILTER_SCRIPT),
    )


def single_group(options: Iterable[OptionView]) -> tuple[OptionGroup, ...]:
    """Choices without headings."""
    return (OptionGroup(heading="", options=tuple(options)),)


def filter_districts(atlas: Atlas) -> FilterView:
    """By district, level by level."""
    levels = atlas.geography.levels[1:]
    return FilterView(
        name="districts",
        label="Gebiet",
        every="alle Gebiete",
        groups=tuple(_group_districts(level, atlas.geography.districts_on(level)) for level in levels),
    )


def filter_guidelines(atlas: Atlas, used: Iterable[str]) -> FilterView:
    """By guideline, as far as any entry has it."""
    wanted = set(used)
    options = (
        OptionView(key=one.id, label=f"{one.id}: {one.title}") for one in atlas.catalog.guidelines if one.id in wanted
    )
    return FilterView(name="guidelines", label="Leitlinie", every="alle Leitlinien", groups=single_group(options))


def _group_districts(level: Level, districts: Sequence[District]) -> OptionGroup:
    """The districts of a level."""
    return OptionGroup(
        heading=level.name_plural,
        options=tuple(OptionView(key=one.code, label=f"{one.number} {one.name}".strip()) for one in districts),
    )
