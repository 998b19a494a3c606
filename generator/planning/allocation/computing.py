"""All distributions of a key: its rounds, its variants side by side, and what changed from one to the next."""

from dataclasses import replace
from fractions import Fraction

from generator.errors import DataError
from generator.indicators.compute import Inputs
from generator.planning.allocation.amounts import Allocation, Distribution
from generator.planning.allocation.book import Book
from generator.planning.allocation.comparing import compare_rounds, shift_weights
from generator.planning.allocation.counting import Refusal
from generator.planning.allocation.key import AllocationKey, Round, Variant
from generator.planning.allocation.sharing import share_budget


def compute_allocation(key: AllocationKey, inputs: Inputs) -> Allocation:
    """Share out the budget of every round; bounds that cannot be met end the run and name the gap."""
    geography = inputs.geography
    level = next(one for one in geography.levels if one.id == key.level_id)
    districts = geography.districts_on(level)
    book = Book(key, inputs, districts)
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
        changes=compare_rounds(book, rounds),
        shifts=tuple(shift_weights(book, rounds[-1])) if isinstance(rounds[-1], Distribution) else (),
    )


def _distribute(
    book: Book, one: Round, variant: Variant, before: Distribution | Refusal | None, *, keeps_pace: bool = True
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
