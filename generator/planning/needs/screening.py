"""A composite index as an aid for a first look: contributions that add up, and how little its order may mean.

Nothing is decided by it. Its order of districts is only shown together with how far it moves when normalisation and
weights are chosen otherwise.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from generator.model import Level, ObservationStatus, Quantity, worst_status
from generator.planning.needs.definition import RuleBook, Screening, ScreeningPart
from generator.planning.needs.findings import Inputs

FACTORS = (0.75, 1.0, 1.25)
"""Every weight is tried a quarter lower, as it is, and a quarter higher."""
ENOUGH_WEIGHT = 0.75
"""Share of the weights that must have numbers; below it there is no score."""
STABLE_SHARE = 0.95
"""Share of all variants in which a district must stay on one side to be called stable."""
DIGITS = 9
"""Scores that differ later than this are equal: the difference is noise of the arithmetic."""


class Normalization(StrEnum):
    """How numbers of different units are made comparable."""

    Z_SCORE = "z_score"
    MIN_MAX = "min_max"
    PERCENTILE = "percentile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The index of a district."""

    district_code: str
    contributions: Mapping[str, Quantity]
    """By indicator id; those with a number add up to the score."""
    score: Quantity
    """Without a number where too much is missing; the reason is that of what is missing."""
    rank: int | None
    ranks: tuple[int, ...]
    """Over all variants, in order of size."""
    leave_one_out: Mapping[str, int]
    """Rank without each indicator."""
    upper_share: float | None
    """Share of all variants in which the district belongs to the upper quarter."""

    @property
    def is_stable(self) -> bool:
        """Whether nearly all variants agree on the upper quarter."""
        share = self.upper_share
        return share is not None and (share >= STABLE_SHARE or share <= 1 - STABLE_SHARE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningResult:
    """The index of all districts of a level."""

    level: Level
    scores: tuple[Score, ...]
    """In the order of districts, never of scores."""
    dropped: tuple[str, ...]
    """Indicators that are the same everywhere or not known anywhere."""
    variant_count: int


def normalize(values: Sequence[float], method: Normalization) -> tuple[float, ...] | None:
    """The values on a common scale; nothing where they are all the same.

    >>> normalize([1, 2, 3], Normalization.MIN_MAX)
    (0.0, 50.0, 100.0)
    >>> normalize([1, 2, 3], Normalization.PERCENTILE), normalize([5, 5], Normalization.Z_SCORE)
    ((0.0, 50.0, 100.0), None)
    """
    if not values or max(values) == min(values):
        return None
    low, high = min(values), max(values)
    match method:
        case Normalization.Z_SCORE:
            mean = math.fsum(values) / len(values)
            deviation = math.sqrt(math.fsum((one - mean) ** 2 for one in values) / len(values))
            return tuple((one - mean) / deviation for one in values)
        case Normalization.MIN_MAX:
            return tuple(100 * (one - low) / (high - low) for one in values)
        case Normalization.PERCENTILE:
            order = sorted(values)
            first = {one: place for place, one in reversed(list(enumerate(order)))}
            # Equal values share the middle of their places.
            return tuple(50 * (first[one] + bisect_right(order, one) - 1) / (len(order) - 1) for one in values)


def screen(book: RuleBook, inputs: Inputs) -> tuple[ScreeningResult, ...]:
    """The index on each of its levels; none where the rules have no index."""
    if book.screening is None:
        return ()
    return tuple(
        screen_level(book.screening, level, collect_values(book.screening, level, inputs))
        for level in inputs.geography.levels
        if level.id in book.screening.level_ids
    )


def collect_values(screening: Screening, level: Level, inputs: Inputs) -> Mapping[str, Mapping[str, Quantity]]:
    """The newest numbers by district and indicator."""
    return {
        one.code: {
            part.indicator_id: Quantity(found.value, found.status)
            for part in screening.parts
            if part.indicator_id in inputs.indicators
            for found in [inputs.results.latest(part.indicator_id, one.code)]
        }
        for one in inputs.geography.districts_on(level)
    }


def screen_level(screening: Screening, level: Level, values: Mapping[str, Mapping[str, Quantity]]) -> ScreeningResult:
    """Scores, ranks and how far they move."""
    scales = {method: _make_scale(screening.parts, values, method) for method in Normalization}
    nominal = scales[Normalization.Z_SCORE]
    used = [part for part in screening.parts if part.indicator_id in nominal]
    weights = {part.indicator_id: part.weight for part in used}
    eligible = _find_eligible(nominal, weights, tuple(values))
    scores = _rate(nominal, weights, eligible)
    ranks = rank(scores)
    variants = [rank(_rate(scales[method], changed, eligible)) for method, changed in _list_variants(weights)]
    without = {
        one: rank(_rate(nominal, {key: weight for key, weight in weights.items() if key != one}, eligible))
        for one in weights
    }
    quarter = math.ceil(len(ranks) / 4)
    return ScreeningResult(
        level=level,
        scores=tuple(
            Score(
                district_code=code,
                contributions=_contribute(nominal, weights, code, values[code]),
                score=(
                    Quantity(scores[code])
                    if code in scores
                    else Quantity.absent(worst_status(_why_absent(values[code], one) for one in weights))
                ),
                rank=ranks.get(code),
                ranks=tuple(sorted(found[code] for found in variants)) if code in ranks else (),
                leave_one_out={one: found[code] for one, found in without.items() if code in found},
                upper_share=(
                    sum(found[code] <= quarter for found in variants) / len(variants) if code in ranks else None
                ),
            )
            for code in values
        ),
        dropped=tuple(part.indicator_id for part in screening.parts if part.indicator_id not in nominal),
        variant_count=len(variants),
    )


Scale = Mapping[str, Mapping[str, float]]
"""Comparable numbers by indicator and district, high where there is more need."""


def _make_scale(
    parts: Sequence[ScreeningPart], values: Mapping[str, Mapping[str, Quantity]], method: Normalization
) -> Scale:
    """All numbers on one scale; what is the same everywhere says nothing and drops out."""
    scale = {}
    for part in parts:
        known = {
            code: (found.value if part.is_more_need else -found.value)
            for code, row in values.items()
            if (found := row.get(part.indicator_id)) is not None and found.value is not None
        }
        normalized = normalize(list(known.values()), method)
        if normalized is not None:
            scale[part.indicator_id] = dict(zip(known, normalized, strict=True))
    return scale


def _list_variants(weights: Mapping[str, float]) -> Iterator[tuple[Normalization, Mapping[str, float]]]:
    """Every normalisation with every combination of changed weights."""
    for method in Normalization:
        for factors in product(FACTORS, repeat=len(weights)):
            yield method, {one: weights[one] * factor for one, factor in zip(weights, factors, strict=True)}


def _contribute(
    scale: Scale, weights: Mapping[str, float], code: str, row: Mapping[str, Quantity]
) -> Mapping[str, Quantity]:
    """What each indicator adds; weights are shared out anew among those that have a number."""
    present = math.fsum(weight for one, weight in weights.items() if code in scale[one])
    return {
        one: (
            Quantity(scale[one][code] * weight / present)
            if code in scale[one] and present
            else Quantity.absent(_why_absent(row, one))
        )
        for one, weight in weights.items()
    }


def _why_absent(row: Mapping[str, Quantity], indicator_id: str) -> ObservationStatus:
    """Why a district has no number for an indicator."""
    return row[indicator_id].status if indicator_id in row else ObservationStatus.MISSING


def _find_eligible(scale: Scale, weights: Mapping[str, float], codes: Sequence[str]) -> tuple[str, ...]:
    """Districts that have enough numbers; changed weights do not change who is compared with whom."""
    needed = ENOUGH_WEIGHT * math.fsum(weights.values()) * (1 - 1e-12)
    return tuple(
        code
        for code in codes
        if weights and math.fsum(weight for one, weight in weights.items() if code in scale[one]) >= needed
    )


def _rate(scale: Scale, weights: Mapping[str, float], codes: Sequence[str]) -> dict[str, float]:
    """The scores of districts, weights shared out anew among the indicators that have a number."""
    found = {}
    for code in codes:
        present = [(scale[one][code], weight) for one, weight in weights.items() if code in scale[one]]
        if present:
            weight_sum = math.fsum(weight for _, weight in present)
            found[code] = math.fsum(value * weight for value, weight in present) / weight_sum
    return found


def rank(scores: Mapping[str, float]) -> dict[str, int]:
    """Places by score, the highest first; equal scores share a place.

    >>> rank({"a": 1.0, "b": 3.0, "c": 1.0})
    {'a': 2, 'b': 1, 'c': 2}
    """
    rounded = {code: round(score, DIGITS) for code, score in scores.items()}
    order = sorted(rounded.values())
    return {code: len(order) - bisect_right(order, score) + 1 for code, score in rounded.items()}
