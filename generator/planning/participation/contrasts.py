"""Every area of a question against all areas of its level together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.model import District, Quantity
from generator.planning.participation.cells import AnswerCells, GroupCells
from generator.planning.participation.comparison import (
    Comparison,
    Sample,
    adjust_by_holm,
    chance_of_difference,
    difference_interval,
)
from generator.planning.participation.estimation import HUNDRED, Estimate, Verdict, effective_answers
from generator.planning.participation.weighting import Tally, take_tally

Place = tuple[str, int]
"""District code and position of an answer."""


def compare_areas(
    groups: Sequence[GroupCells],
    districts: Mapping[str, District],
    estimates: Mapping[Place, Estimate],
    confidence_pct: float,
) -> Mapping[Place, Comparison]:
    """The distance of every area whose share is told with an interval; a question is one look at all of them."""
    levels: dict[str, list[GroupCells]] = defaultdict(list)
    for group in groups:
        if group.has_answers and group.survey.is_random:
            levels[districts[group.district_code].level_id].append(group)
    raw = {
        place: found
        for members in levels.values()
        if len(members) > 1
        for place, found in _compare_level(members, estimates, confidence_pct)
    }
    adjusted = adjust_by_holm([one.p_value for one in raw.values()])
    return {
        place: replace(
            found, p_value=p_value, is_clear=p_value < 1 - confidence_pct / HUNDRED and found.low * found.high > 0
        )
        for (place, found), p_value in zip(raw.items(), adjusted, strict=True)
    }


def _compare_level(
    members: Sequence[GroupCells], estimates: Mapping[Place, Estimate], confidence_pct: float
) -> Iterator[tuple[Place, Comparison]]:
    """Areas of one level, answer by answer."""
    answers: dict[int, list[tuple[GroupCells, AnswerCells]]] = defaultdict(list)
    for group in members:
        for answer in group.answers:
            answers[answer.position].append((group, answer))
    for position, found in answers.items():
        if len(found) < len(members) or not all(answer.strata for _, answer in found):
            continue
        whole = take_tally(stratum for _, answer in found for stratum in answer.strata)
        for group, answer in found:
            if estimates[group.district_code, position].verdict is Verdict.INTERVAL:
                effect = group.survey.design_effect.value or 1
                part = take_tally(answer.strata)
                yield (group.district_code, position), _compare(part, whole, effect, confidence_pct)


def _compare(part: Tally, whole: Tally, declared_effect: float, confidence_pct: float) -> Comparison:
    """An area against the rest, told as its distance from the whole."""
    rest = whole.without(part)
    one, other = _sample(part, declared_effect), _sample(rest, declared_effect)
    factor = HUNDRED * rest.population / whole.population
    interval = difference_interval(one, other, confidence_pct)
    return Comparison(
        difference=factor * (one.share - other.share),
        low=factor * interval.low,
        high=factor * interval.high,
        p_value=chance_of_difference(one, other),
        is_clear=False,
    )


def _sample(tally: Tally, declared_effect: float) -> Sample:
    """A share with the answers that it is worth."""
    effect = max(declared_effect, tally.design_effect)
    answers = effective_answers(tally.respondents, effect, Quantity(tally.population))
    return Sample(share=tally.share, answers=answers)
