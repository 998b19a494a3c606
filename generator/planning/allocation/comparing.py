"""What the year before, and other weights, would have made of the amounts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from generator.planning.allocation.amounts import POT, Change, Distribution, Shift
from generator.planning.allocation.book import Book
from generator.planning.allocation.counting import Refusal
from generator.planning.allocation.key import round_half_up
from generator.planning.allocation.sharing import list_targets


def compare_rounds(book: Book, rounds: Sequence[Distribution | Refusal]) -> Mapping[str, Change] | Refusal:
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
        list_targets(before.round, before.variant, before.counts, before.round.budget.amount),
        list_targets(before.round, before.variant, renewed, before.round.budget.amount),
        list_targets(after.round, after.variant, after.counts, before.round.budget.amount),
        list_targets(after.round, after.variant, after.counts, after.round.budget.amount),
    )
    return {
        code: _split(code, before.share(code).amount, after.share(code).amount, [step[place] for step in steps])
        for place, code in enumerate([*(district.code for district in book.districts), POT])
    }


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


def shift_weights(book: Book, current: Distribution) -> Iterable[Shift]:
    """Every criterion of the variant that counts, with more weight."""
    old = {row.district_code: row.target for row in (*current.shares.values(), current.pot)}
    weights = current.variant.weights
    for name in weights if len(weights) > 1 else ():
        raised = min(weights[name] + book.key.shift, Fraction(1))
        factor = (1 - raised) / (1 - weights[name])
        shifted = {other: raised if other == name else weight * factor for other, weight in weights.items()}
        variant = replace(current.variant, weights=shifted)
        targets = list_targets(current.round, variant, current.counts, current.round.budget.amount)
        yield Shift(
            criterion=book.key.criteria[name],
            weights=shifted,
            differences={code: new - old[code] for code, new in zip(old, targets, strict=True)},
        )
