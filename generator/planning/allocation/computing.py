"""From key and counts to amounts, step by step: fixed part, need, bounds, transition, rounding.

Whatever the counts leave open is kept in a common pot: its money belongs to people whose district is not published,
and it takes a decision to share it out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from generator.errors import DataError
from generator.indicators.compute import Inputs
from generator.model import District, ObservationStatus
from generator.planning.allocation.arithmetic import (
    Bounds,
    find_gap,
    find_level,
    round_to_whole,
    share_by_quotients,
)
from generator.planning.allocation.counting import Counts, Refusal, Tally, count_criterion
from generator.planning.allocation.key import (
    AllocationKey,
    Criterion,
    Round,
    Rounding,
    Transition,
    Variant,
    round_half_up,
)

POT = ""
"""Stands for the code of a district in the row of the common pot."""
POT_KEY = "\uffff"
"""Among equals, the pot comes last."""


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


class _Book:
    """Counts by criterion and round, each worked out once; a class because it remembers them."""

    def __init__(self, key: AllocationKey, inputs: Inputs, districts: Sequence[District]) -> None:
        self.key, self.inputs, self.districts = key, inputs, districts
        self.known: dict[tuple[str, int], Counts | Refusal] = {}

    def counts(self, variant: Variant, one: Round) -> tuple[Counts, ...] | Refusal:
        """What a variant needs, or why it cannot be had."""
        found: list[Counts] = []
        for name in variant.weights:
            place = (name, one.year)
            if place not in self.known:
                self.known[place] = count_criterion(self.inputs, self.key.criteria[name], one, self.districts)
            counts = self.known[place]
            if isinstance(counts, Refusal):
                return counts
            found.append(counts)
        return tuple(found)


def compute_allocation(key: AllocationKey, inputs: Inputs) -> Allocation:
    """Share out the budget of every round; bounds that cannot be met end the run and name the gap."""
    geography = inputs.geography
    level = next(one for one in geography.levels if one.id == key.level_id)
    districts = geography.districts_on(level)
    book = _Book(key, inputs, districts)
    rounds: list[Distribution | Refusal] = []
    for one in key.rounds:
        before = rounds[-1] if rounds else None
        rounds.append(_distribute(book, one, key.variants[one.variant_id], before))
    current = key.current
    return Allocation(
        key=key,
        districts=districts,
        rounds=tuple(rounds),
        variants={
            name: _distribute(book, current, variant, None, keeps_pace=False) for name, variant in key.variants.items()
        },
        changes=_compare(book, rounds),
        shifts=tuple(_shift_weights(book, rounds[-1])) if isinstance(rounds[-1], Distribution) else (),
    )


# --- one distribution ---------------------------------------------------------------------------------------------


def _distribute(
    book: _Book, one: Round, variant: Variant, before: Distribution | Refusal | None, *, keeps_pace: bool = True
) -> Distribution | Refusal:
    """Share out one budget by one variant, as far as the counts are known and the bounds can be met."""
    counts = book.counts(variant, one)
    if isinstance(counts, Refusal):
        return counts
    if not keeps_pace:
        one, before = replace(one, transition=None), None
    if one.transition and isinstance(before, Refusal):
        return Refusal(reason=f"Die Übergangsregel braucht die Beträge des Vorjahres. {before.reason}")
    previous = {row.district_code: row.amount for row in before.rows} if isinstance(before, Distribution) else {}
    codes = [district.code for district in book.districts]
    result = share_budget(one, variant, counts, codes, previous, book.key.rounding)
    if isinstance(result, Distribution):
        return result
    problem = _describe_gap(book.key, one, variant, result)
    if not keeps_pace:
        return Refusal(reason=problem)
    path, line = book.key.document.path, book.key.document.line("rounds", one.position)
    raise DataError(f"{path}:{line}: {problem}")


def share_budget(
    one: Round,
    variant: Variant,
    counts: tuple[Counts, ...],
    codes: Sequence[str],
    previous: Mapping[str, int],
    rounding: Rounding,
) -> Distribution | Fraction:
    """The whole calculation, or the gap that bounds leave; ``previous`` are last year's amounts, if there are any."""
    fixed = one.fixed_part.amount if one.fixed_part else 0
    need_part = one.budget.amount - fixed * len(codes)
    parts = [
        tuple(_share_part(found, found.tallies[place], variant, need_part) for found in counts)
        for place in range(len(codes))
    ]
    rest = tuple(_share_part(found, _rest(found), variant, need_part) for found in counts)
    pot = _sum(part.amount for part in rest)
    targets = [fixed + _sum(part.amount for part in row) for row in parts]
    bounds = [_bound(one, previous.get(code)) for code in codes]
    gap = find_gap(targets, bounds, one.budget.amount - pot)
    if gap:
        return gap
    factor = find_level(targets, bounds, one.budget.amount - pot)
    bounded = [limits.clip(factor * target) for target, limits in zip(targets, bounds, strict=True)]
    keys, weights = [*codes, POT_KEY], [*targets, pot]
    if rounding is Rounding.SAINTE_LAGUE:
        amounts = share_by_quotients(weights, [*bounds, Bounds(0, None)], one.budget.amount, keys)
    else:
        amounts = round_to_whole([*bounded, pot], weights, keys)
    shares = {
        code: Share(
            district_code=code,
            fixed_part=fixed,
            parts=parts[place],
            target=targets[place],
            bounds=bounds[place],
            limit=_name_limit(one, bounds[place], factor * targets[place]),
            bounded=bounded[place],
            amount=amounts[place],
            previous=previous.get(code),
        )
        for place, code in enumerate(codes)
    }
    common = Share(
        district_code=POT,
        fixed_part=0,
        parts=rest,
        target=pot,
        bounds=Bounds(0, None),
        limit=Limit.NONE,
        bounded=pot,
        amount=amounts[-1],
        previous=previous.get(POT, 0) if previous else None,
    )
    return Distribution(
        round=one, variant=variant, need_part=need_part, counts=counts, factor=factor, shares=shares, pot=common
    )


def _share_part(counts: Counts, tally: Tally, variant: Variant, need_part: int) -> Part:
    """What one criterion gives to one district."""
    pool = variant.weights[counts.criterion.id] * need_part
    return Part(
        criterion=counts.criterion,
        counts=counts,
        tally=tally,
        pool=pool,
        amount=pool * tally.count / counts.total,
    )


def _rest(counts: Counts) -> Tally:
    """Those of the whole that no district is known for."""
    gaps = tuple(gap for tally in counts.tallies for gap in tally.gaps)
    return Tally(count=counts.rest, evidence=counts.total_evidence, gaps=gaps, is_rest=True)


def _sum(amounts: Iterable[Fraction]) -> Fraction:
    return sum(amounts, Fraction(0))


def _bound(one: Round, previous: int | None) -> Bounds:
    """Floor and cap come before the transition; whoever had nothing may get anything."""
    low = one.floor.amount if one.floor else 0
    high = one.cap.amount if one.cap else None
    transition = one.transition
    if not transition or not previous:
        return Bounds(low, high)
    if transition.decrease is not None:
        slow = -int(-previous * (1 - transition.decrease) // 1)
        low = max(low, slow if high is None else min(slow, high))
    if transition.increase is not None:
        fast = max(int(previous * (1 + transition.increase) // 1), low)
        high = fast if high is None else min(high, fast)
    return Bounds(low, high)


def _name_limit(one: Round, bounds: Bounds, amount: Fraction) -> Limit:
    """Which bound an amount is held at."""
    if amount < bounds.low:
        return Limit.FLOOR if one.floor and bounds.low == one.floor.amount else Limit.DECREASE
    if bounds.high is not None and amount > bounds.high:
        return Limit.CAP if one.cap and bounds.high == one.cap.amount else Limit.INCREASE
    return Limit.NONE


def _describe_gap(key: AllocationKey, one: Round, variant: Variant, gap: Fraction) -> str:
    """Bounds that leave no way to share out the budget."""
    amount = f"{key.unit.spell(abs(gap))}".replace(".", ",")
    if gap < 0:
        problem = f"Die Untergrenzen der Runde {one.year} sind zusammen um {amount} {key.unit.sign} zu hoch"
        remedy = "Senke den Mindestbetrag, erlaube größere Kürzungen oder erhöhe das Budget."
    else:
        problem = f"Die Obergrenzen der Runde {one.year} lassen {amount} {key.unit.sign} übrig"
        remedy = "Erhöhe den Höchstbetrag, erlaube größere Zuwächse oder senke das Budget."
    return f"{problem} (Variante „{variant.title}“). {remedy}"


def count_years(amount: int, target: Fraction, transition: Transition) -> int | None:
    """How many more years of the same transition lead to a target; ``None`` where it never gets there."""
    grows = target > amount
    rate = transition.increase if grows else transition.decrease
    if amount == target or rate is None:
        return 0
    if not rate or not amount or (not target and rate < 1):
        return None
    reached, years = Fraction(amount), 0
    while (reached < target) if grows else (reached > target):
        reached, years = reached * (1 + rate if grows else 1 - rate), years + 1
    return years


# --- comparisons --------------------------------------------------------------------------------------------------


def _compare(book: _Book, rounds: Sequence[Distribution | Refusal]) -> Mapping[str, Change] | Refusal:
    """Split the differences to the year before, always in the same order: data, formula, budget, limits."""
    if len(rounds) < 2:
        return Refusal(reason="Es gibt noch kein Vorjahr.")
    before, after = rounds[-2], rounds[-1]
    if isinstance(before, Refusal):
        return before
    if isinstance(after, Refusal):
        return after
    renewed = book.counts(before.variant, after.round)
    if isinstance(renewed, Refusal):
        return renewed
    steps = (
        _targets(before.round, before.variant, before.counts, before.round.budget.amount),
        _targets(before.round, before.variant, renewed, before.round.budget.amount),
        _targets(after.round, after.variant, after.counts, before.round.budget.amount),
        _targets(after.round, after.variant, after.counts, after.round.budget.amount),
    )
    return {
        code: _split(code, before.share(code).amount, after.share(code).amount, [step[place] for step in steps])
        for place, code in enumerate([*(district.code for district in book.districts), POT])
    }


def _targets(one: Round, variant: Variant, counts: Sequence[Counts], budget: int) -> tuple[Fraction, ...]:
    """What fixed part and need give to every district and, last, to the pot."""
    places = range(len(counts[0].tallies))
    fixed = one.fixed_part.amount if one.fixed_part else 0
    need_part = budget - fixed * len(places)
    return (
        *(
            fixed + _sum(_share_part(found, found.tallies[place], variant, need_part).amount for found in counts)
            for place in places
        ),
        _sum(_share_part(found, _rest(found), variant, need_part).amount for found in counts),
    )


def _split(code: str, before: int, after: int, steps: Sequence[Fraction]) -> Change:
    """The parts of a difference in whole units; what is left over is what bounds and rounding did."""
    data, formula, budget = (round_half_up(new - old) for old, new in pairwise(steps))
    return Change(
        district_code=code,
        before=before,
        after=after,
        data=data,
        formula=formula,
        budget=budget,
        limits=after - before - data - formula - budget,
    )


def _shift_weights(book: _Book, current: Distribution) -> Iterable[Shift]:
    """Every criterion of the variant that counts, with more weight."""
    old = {row.district_code: row.target for row in (*current.shares.values(), current.pot)}
    weights = current.variant.weights
    for name in weights if len(weights) > 1 else ():
        raised = min(weights[name] + book.key.shift, Fraction(1))
        factor = (1 - raised) / (1 - weights[name])
        shifted = {other: raised if other == name else weight * factor for other, weight in weights.items()}
        variant = replace(current.variant, weights=shifted)
        targets = _targets(current.round, variant, current.counts, current.round.budget.amount)
        yield Shift(
            criterion=book.key.criteria[name],
            weights=shifted,
            differences={code: new - old[code] for code, new in zip(old, targets, strict=True)},
        )
