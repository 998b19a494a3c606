"""What an indicator is: text and formula side by side.

A formula names the counts it needs as terms; ``compute`` looks them up and never adds what is not there.
"""

from dataclasses import dataclass
from enum import StrEnum

BASE_YEAR = "change_base_year"
"""The parameter that names the year changes are counted from."""


class Direction(StrEnum):
    """What a higher value means for the need of older people."""

    MORE_NEED = "more_need"
    LESS_NEED = "less_need"
    NEUTRAL = "neutral"


class MapStyle(StrEnum):
    """How an indicator is drawn: counts never as filled areas."""

    CLASSES = "classes"
    CIRCLES = "circles"


@dataclass(frozen=True, slots=True)
class Term:
    """Columns of a table, added up for a district and a date."""

    resource_id: str
    fields: tuple[str, ...]
    title: str
    """How the term reads in a formula, such as "Personen ab 65 Jahren"."""
    is_dated: bool = True
    """False for facts without reference date, such as a surface."""


@dataclass(frozen=True, slots=True)
class OfferingTerm:
    """Offerings that are open, counted by where they are."""

    title: str
    service_type_ids: tuple[str, ...] = ()
    tier_id: str | None = None
    resource_id: str = "offerings/services"


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people or things."""

    numerator: Term


@dataclass(frozen=True, slots=True)
class Ratio:
    """``factor`` × numerator / denominator, both summed first."""

    numerator: Term | OfferingTerm
    denominator: Term
    factor: float


@dataclass(frozen=True, slots=True)
class Change:
    """Difference to the base year, in the counted unit or in percent of the base."""

    numerator: Term
    in_percent: bool


Formula = Count | Ratio | Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A number that is worked out for every district."""

    id: str
    slug: str
    title: str
    short_title: str
    """For narrow tables."""
    topic: str
    """Heading under which it is listed."""
    meaning: str
    """What the number says, in one or two sentences."""
    formula_text: str
    """The formula in words."""
    unit: str
    """As written behind the number; empty for plain counts."""
    unit_title: str
    """What is counted, such as "Personen"."""
    decimals: int
    direction: Direction
    caveats: tuple[str, ...] = ()
    formula: Formula
    map_style: MapStyle
    class_set: str = ""
    """Classes of the map in ``parameters/class_sets``; empty for circles."""
    needs_population: bool = True
    """Shown only where enough people live; counts are always shown."""

    @property
    def resource_ids(self) -> tuple[str, ...]:
        """The datasets it rests on."""
        terms = [self.formula.numerator]
        if isinstance(self.formula, Ratio):
            terms.append(self.formula.denominator)
        return tuple(dict.fromkeys(term.resource_id for term in terms))
