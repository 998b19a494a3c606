"""What a rule for a need is: conditions on indicators, and all that has to be said about them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")
"""A place in a sentence that is filled in: the name of the district, or the number of an indicator."""


class Uncertainty(StrEnum):
    """Why the number of a condition is tested at both ends of an interval."""

    NONE = "none"
    SHARE = "share"
    """A share of people: chance, after Wilson."""
    COUNT = "count"
    """A count, or a count per something: chance, by the score interval."""
    UNCONFIRMED = "unconfirmed"
    """Offerings that nobody has confirmed for long: counted or not."""
    POSITION = "position"
    """A number about ways on foot: places lie somewhere in a street or a district."""


class Comparison(StrEnum):
    """Which side of a bound is asked for."""

    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Bound:
    """A number to compare with: fixed, or so many times the number of the whole city."""

    number: float
    is_city: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A condition on one indicator; two bounds make a band."""

    indicator_id: str
    bounds: tuple[tuple[Comparison, Bound], ...]
    leave_at: Bound | None
    """Where a need that stood in the last edition ends, instead of at its first bound."""
    uncertainty: Uncertainty
    source: str
    """Where the bounds come from."""


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One part is enough."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not hold."""

    part: "Condition"


Condition = Criterion | All | Any | Not


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedClass:
    """How soon something should be looked at."""

    id: str
    title: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who decided on a rule, when, and whether that binds anybody."""

    decided_by: str
    """The role of whoever decided, never a name."""
    decided_date: date
    decision: str
    """Such as "Vorschlag, nicht beschlossen"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRule:
    """When a district has a need for action, in the words of those who decided on the rule."""

    id: str
    title: str
    """A task of the city."""
    short_title: str
    version: int
    decision: Decision
    guideline_ids: tuple[str, ...]
    level_ids: tuple[str, ...]
    when: Condition
    classes: tuple[tuple[str, Condition | None], ...]
    """In order; the first whose condition holds is the class. The last has none and takes the rest."""
    measures: tuple[str, ...]
    """Kinds of measures that may answer the need."""
    sentence: str
    """For readers; ``{district}`` and ``{indicator_id}`` are filled in."""
    question: str
    """What a workshop in the district should ask."""
    counter_indication: str
    """When the rule is wrong although it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """What a district already has."""

    id: str
    title: str
    level_ids: tuple[str, ...]
    when: Condition
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Three steps of an indicator: below ``low``, from ``high`` on, and between."""

    indicator_id: str
    title: str
    low: Bound
    high: Bound
    uncertainty: Uncertainty
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixDefinition:
    """Need against supply, with the direction in which need is going."""

    need: Axis
    supply: Axis
    change: Axis
    cells: tuple[tuple[str, ...], ...]
    """Class ids by need (high, middle, low) and supply (low, middle, high)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningPart:
    """An indicator in the composite index."""

    indicator_id: str
    group: str
    """Title of its sub-index."""
    weight: float
    is_more_need: bool
    """Whether a higher number means more need."""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """A composite index, an aid for a first look and nothing else."""

    title: str
    level_ids: tuple[str, ...]
    notes: tuple[str, ...]
    parts: tuple[ScreeningPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """All rules of a city."""

    title: str
    version: str
    decision: Decision
    confidence_pct: float
    """How sure intervals are meant to be."""
    notes: tuple[str, ...]
    """What readers must know before they read the results."""
    classes: tuple[NeedClass, ...]
    """In order, the most pressing first."""
    rules: tuple[NeedRule, ...]
    strengths: tuple[Strength, ...]
    matrix: MatrixDefinition | None
    screening: Screening | None
    path: str
    """The file, relative to the project folder."""

    def need_class(self, class_id: str) -> NeedClass:
        """The class with this id."""
        return next(one for one in self.classes if one.id == class_id)


def list_tests(condition: Condition) -> Iterator[Criterion]:
    """All conditions on indicators, in the order in which they are written."""
    match condition:
        case Criterion():
            yield condition
        case Not(part):
            yield from list_tests(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from list_tests(part)
