"""From key and counts to amounts, step by step: fixed part, need, bounds, transition, rounding.

Whatever the counts leave open is kept in a common pot: its money belongs to people whose district is not published,
and it takes a decision to share it out.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from generator.planning.allocation.amounts import POT, Distribution, Limit, Part, Share
from generator.planning.allocation.arithmetic import Bounds, fill_bounds, find_gap, round_to_whole, share_by_quotients
from generator.planning.allocation.counting import Counts, Tally
from generator.planning.allocation.key import Round, Rounding, Transition, Variant

NO_BOUNDS = Bounds(0, None)
POT_KEY = "\uffff"
"""Among equals, the pot comes last."""


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
    filling = fill_bounds(targets, bounds, one.budget.amount - pot)
    keys, weights = [*codes, POT_KEY], [*targets, pot]
    if rounding is Rounding.SAINTE_LAGUE:
        amounts = share_by_quotients(weights, [*bounds, NO_BOUNDS], one.budget.amount, keys)
    else:
        amounts = round_to_whole([*filling.amounts, pot], weights, keys)
    shares = {
        code: Share(
            district_code=code,
            fixed_part=fixed,
            parts=parts[place],
            target=targets[place],
            bounds=bounds[place],
            limit=_name_limit(one, bounds[place], filling.level * targets[place]),
            bounded=filling.amounts[place],
            amount=amounts[place],
            previous=previous.get(code),
        )
        for place, code in enumerate(codes)
    }
    common = _share_pot(rest, pot, amounts[-1], previous)
    return Distribution(
        round=one, variant=variant, need_part=need_part, counts=counts, factor=filling.level, shares=shares, pot=common
    )


def _share_pot(parts: tuple[Part, ...], target: Fraction, amount: int, previous: Mapping[str, int]) -> Share:
    """The row of the common pot, which no bound holds."""
    return Share(
        district_code=POT,
        fixed_part=0,
        parts=parts,
        target=target,
        bounds=NO_BOUNDS,
        limit=Limit.NONE,
        bounded=target,
        amount=amount,
        previous=previous.get(POT, 0) if previous else None,
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


def list_targets(one: Round, variant: Variant, counts: Sequence[Counts], budget: int) -> tuple[Fraction, ...]:
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
