"""What comes out of sharing a budget: amounts with every step that led to them, and what changed them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from generator.model import District, ObservationStatus
from generator.planning.allocation.arithmetic import Bounds
from generator.planning.allocation.counting import Counts, Refusal, Tally
from generator.planning.allocation.key import AllocationKey, Criterion, Round, Variant

POT = ""
"""Stands for the code of a district in the row of the common pot."""


class Limit(StrEnum):
    """What an amount was held at."""

    NONE = "none"
    FLOOR = "floor"
    CAP = "cap"
    DECREASE = "decrease"
    INCREASE = "increase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a criterion gives: count ÷ total × pool."""

    criterion: Criterion
    counts: Counts
    tally: Tally
    pool: Fraction
    """The money that this criterion shares out in all."""
    amount: Fraction

    @property
    def is_veiled(self) -> bool:
        """Whether the count is that of a few secret cells together: true, but not for us to spell out."""
        return self.tally.is_rest and any(gap.status is ObservationStatus.CONFIDENTIAL for gap in self.tally.gaps)

    @property
    def one_more(self) -> Fraction:
        """What one case more would bring, before bounds; it also makes the whole larger by one."""
        rest = self.counts.total - self.tally.count
        return self.pool * rest / (self.counts.total * (self.counts.total + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A district's way from counts to its amount, or that of the common pot."""

    district_code: str
    """``POT`` for the common pot."""
    fixed_part: int
    parts: tuple[Part, ...]
    target: Fraction
    """Fixed part and parts together."""
    bounds: Bounds
    limit: Limit
    """Which bound holds."""
    bounded: Fraction
    """What is left of the target, or added to it, so that all bounds are kept and the budget is met."""
    amount: int
    previous: int | None
    """Last year's amount; ``None`` if there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A budget, shared out."""

    round: Round
    variant: Variant
    need_part: int
    """What is left of the budget after all fixed parts."""
    counts: tuple[Counts, ...]
    """In the order of the variant's weights."""
    factor: Fraction
    """What the targets of all districts at no bound are multiplied with, so that the budget is met."""
    shares: Mapping[str, Share]
    """By district code, in the order of the districts."""
    pot: Share

    @property
    def rows(self) -> tuple[Share, ...]:
        """All shares; the pot last, if there is anything in it."""
        return (*self.shares.values(), *([self.pot] if self.pot.target else []))

    def share(self, code: str) -> Share:
        """The share of a district, or of the pot."""
        return self.pot if code == POT else self.shares[code]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Why an amount is not last year's; the four parts add up to the difference."""

    district_code: str
    before: int
    after: int
    data: int
    """New counts, with last year's weights and budget."""
    formula: int
    """New weights and fixed part, with this year's counts and last year's budget."""
    budget: int
    """The new budget."""
    limits: int
    """Bounds, transition and rounding: what is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What changes when one criterion gets more weight and the others in proportion less; before bounds."""

    criterion: Criterion
    weights: Mapping[str, Fraction]
    differences: Mapping[str, Fraction]
    """By district code, with the pot."""

    @property
    def moved(self) -> Fraction:
        """How much money goes elsewhere in all."""
        return sum((one for one in self.differences.values() if one > 0), Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """Everything that follows from a key."""

    key: AllocationKey
    districts: tuple[District, ...]
    rounds: tuple[Distribution | Refusal, ...]
    """By year, with the variant that counts; in the order of the key."""
    variants: Mapping[str, Distribution | Refusal]
    """The newest round with every variant, without transition: where each would lead in the end."""
    changes: Mapping[str, Change] | Refusal
    """Against the year before, by district code, with the pot."""
    shifts: tuple[Shift, ...]

    @property
    def current(self) -> Distribution | Refusal:
        """The newest round."""
        return self.rounds[-1]
