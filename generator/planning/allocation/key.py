"""The declared key: how a budget is shared among districts, with a reason for every number in it.

All amounts are whole numbers of the smallest unit that is handed out, such as cents.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from generator.rules.documents import Document


class Rounding(StrEnum):
    """How exact shares become whole units."""

    LARGEST_REMAINDER = "largest_remainder"
    """For money: nobody is further from the exact share than one unit."""
    SAINTE_LAGUE = "sainte_lague"
    """For posts: a larger total takes nothing from anybody."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Why something is set the way it is."""

    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Setting:
    """An amount that somebody set."""

    amount: int
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What is handed out."""

    name: str
    sign: str
    step: Decimal
    """The smallest amount that is handed out, such as 0.01."""

    @property
    def decimals(self) -> int:
        """How many decimals an amount has."""
        exponent = self.step.normalize().as_tuple().exponent
        return max(-exponent, 0) if isinstance(exponent, int) else 0

    def spell(self, amount: int | Fraction) -> Decimal:
        """An amount in the unit people use, exact for whole units, otherwise rounded half up to the same decimals.

        >>> euro = Unit(name="Euro", sign="€", step=Decimal("0.01"))
        >>> euro.spell(12345), euro.spell(Fraction(1, 2)), euro.spell(Fraction(-1, 2))
        (Decimal('123.45'), Decimal('0.01'), Decimal('-0.01'))
        """
        return (self.step * round_half_up(amount)).quantize(Decimal(1).scaleb(-self.decimals))


def round_half_up(amount: int | Fraction) -> int:
    """Whole units, a half away from zero, as people round by hand.

    >>> round_half_up(Fraction(5, 2)), round_half_up(Fraction(-5, 2)), round_half_up(3)
    (3, -3, 3)
    """
    above, below = amount.numerator, amount.denominator
    whole = (2 * abs(above) + below) // (2 * below)
    return whole if above >= 0 else -whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What is counted in every district."""

    id: str
    title: str
    one_more: str
    """One case in words, such as "ein Mensch ab 65 Jahren mehr"."""
    resource_id: str
    """Empty where every district counts as one."""
    field: str
    reference_date: date | None
    """A fixed date; otherwise the newest that the round knows."""
    basis: Basis

    @property
    def is_equal(self) -> bool:
        """Whether every district counts as one."""
        return not self.resource_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A choice of weights."""

    id: str
    title: str
    description: str
    weights: Mapping[str, Fraction]
    """By criterion, in the order of the file; they add up to 1."""
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """How fast an amount may change from one year to the next."""

    decrease: Fraction | None
    """Share of last year's amount that may be lost at most."""
    increase: Fraction | None
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What is decided for one year."""

    year: int
    variant_id: str
    reference_date: date | None
    """The newest counts up to this day; ``None`` takes the newest there are."""
    budget: Setting
    fixed_part: Setting | None
    """What every district gets before anything is counted."""
    floor: Setting | None
    cap: Setting | None
    transition: Transition | None
    position: int
    """Place in the file, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationKey:
    """Everything that was declared."""

    title: str
    description: str
    label: str
    """What the numbers are and are not, such as "Beispielrechnung, kein Beschluss"."""
    is_decided: bool
    decided_by: str
    decision_source: str
    level_id: str
    level_basis: Basis
    unit: Unit
    rounding: Rounding
    rounding_basis: Basis
    criteria: Mapping[str, Criterion]
    variants: Mapping[str, Variant]
    rounds: tuple[Round, ...]
    """In the order of years."""
    shift: Fraction
    """How far weights are moved to show what they change."""
    shift_basis: Basis
    document: Document
    """For findings that name a line."""

    @property
    def current(self) -> Round:
        """The newest round."""
        return self.rounds[-1]


def make_key(document: Document) -> AllocationKey:
    """The key from a document that follows the grammar and has been checked."""
    content = document.content
    unit = Unit(name=content["unit"]["name"], sign=content["unit"]["sign"], step=Decimal(content["unit"]["step"]))
    rounds = [_make_round(item, position, unit) for position, item in enumerate(content["rounds"])]
    return AllocationKey(
        title=content["title"],
        description=content["description"],
        label=content["decision"]["label"],
        is_decided=content["decision"]["is_decided"],
        decided_by=content["decision"]["decided_by"],
        decision_source=content["decision"]["source"],
        level_id=content["level"]["id"],
        level_basis=_make_basis(content["level"]),
        unit=unit,
        rounding=Rounding(content["rounding"]["method"]),
        rounding_basis=_make_basis(content["rounding"]),
        criteria={item["id"]: _make_criterion(item) for item in content["criteria"]},
        variants={item["id"]: _make_variant(item) for item in content["variants"]},
        rounds=tuple(sorted(rounds, key=lambda one: one.year)),
        shift=to_fraction(content["weight_shift"]["percentage_points"]) / 100,
        shift_basis=_make_basis(content["weight_shift"]),
        document=document,
    )


def to_fraction(number: int | Decimal) -> Fraction:
    """A declared number, exactly."""
    return Fraction(number)


def to_decimal(number: Fraction) -> Decimal:
    """The same as a decimal number: exact for what was declared, and to 28 digits for what was worked out."""
    return Decimal(number.numerator) / Decimal(number.denominator)


def _make_basis(item: Mapping[str, Any]) -> Basis:
    return Basis(item["reason"], item["source"])


def _make_criterion(item: Mapping[str, Any]) -> Criterion:
    day = item.get("reference_date")
    return Criterion(
        id=item["id"],
        title=item["title"],
        one_more=item["one_more"],
        resource_id=item.get("resource", ""),
        field=item.get("field", ""),
        reference_date=date.fromisoformat(day) if day else None,
        basis=_make_basis(item),
    )


def _make_variant(item: Mapping[str, Any]) -> Variant:
    return Variant(
        id=item["id"],
        title=item["title"],
        description=item["description"],
        weights={name: to_fraction(weight) / 100 for name, weight in item["weights_pct"].items()},
        basis=_make_basis(item),
    )


def _make_round(item: Mapping[str, Any], position: int, unit: Unit) -> Round:
    day = item["reference_date"]
    budget = _make_setting(item["budget"], unit)
    return Round(
        year=item["year"],
        variant_id=item["variant"],
        reference_date=None if day == "newest" else date.fromisoformat(day),
        budget=budget,
        fixed_part=_make_setting(item["fixed_part"], unit) if "fixed_part" in item else None,
        floor=_make_setting(item["floor"], unit) if "floor" in item else None,
        cap=_make_setting(item["cap"], unit) if "cap" in item else None,
        transition=_make_transition(item["transition"]) if "transition" in item else None,
        position=position,
    )


def _make_setting(item: Mapping[str, Any], unit: Unit) -> Setting:
    return Setting(int(to_fraction(item["amount"]) / Fraction(unit.step)), _make_basis(item))


def _make_transition(item: Mapping[str, Any]) -> Transition:
    limits = {name: to_fraction(item[name]) / 100 for name in ("max_decrease_pct", "max_increase_pct") if name in item}
    return Transition(
        decrease=limits.get("max_decrease_pct"), increase=limits.get("max_increase_pct"), basis=_make_basis(item)
    )
