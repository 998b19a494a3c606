"""Everything about participation, worked out once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.model import District, Evidence, ObservationStatus, Package, Quantity, divide_quantities
from generator.parameters import Parameters
from generator.planning.participation.cells import AnswerCells, GroupCells, collect_groups
from generator.planning.participation.comparison import Comparison
from generator.planning.participation.contrasts import compare_areas
from generator.planning.participation.estimation import (
    HUNDRED,
    Estimate,
    PublicationRule,
    Weights,
    estimate_share,
    read_rule,
)
from generator.planning.participation.merging import merge_small_areas
from generator.planning.participation.records import (
    Event,
    Finding,
    Question,
    Survey,
    read_events,
    read_findings,
    read_surveys,
)
from generator.planning.participation.weighting import response_bounds, standard_error, take_tally


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerResult:
    """One possible answer with its share."""

    answer: str
    count: Quantity
    estimate: Estimate
    crude_pct: Quantity
    """The share without weights; told only where the estimate is."""
    error_points: Quantity
    """Standard error."""
    silent_low_pct: Quantity
    """The share among those who were asked, if nobody who kept silent would have given the answer."""
    silent_high_pct: Quantity
    """The same, if all of them would have."""
    comparison: Comparison | None
    """The distance from all areas together, where it can be told."""
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupResult:
    """A question as the people of one district have answered it."""

    survey: Survey
    question: Question
    district_code: str
    population: Quantity
    """How many people the answers speak for."""
    asked: Quantity
    respondents: Quantity
    """How many have answered this question."""
    strata_names: tuple[str, ...]
    """What the answers are weighted by."""
    part_codes: tuple[str, ...]
    """Areas that were put together, because some are too small; empty where the area has rows of its own."""
    merged_into: str | None
    """The larger area that speaks for this one, because too few have answered."""
    is_weighted: bool
    answers: tuple[AnswerResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """What is known of events, findings and surveys."""

    events: tuple[Event, ...]
    findings: tuple[Finding, ...]
    surveys: tuple[Survey, ...]
    results: tuple[GroupResult, ...]
    """In the order of surveys, questions and rows; areas that were put together follow."""
    rule: PublicationRule | None
    """``None`` where there are no answers to publish."""

    @property
    def is_empty(self) -> bool:
        """Whether a city has no record at all."""
        return not (self.events or self.findings or self.surveys)


def compute_participation(
    packages: Sequence[Package], parameters: Parameters, districts: Mapping[str, District]
) -> Participation:
    """Read the records and estimate every share, by the city's rule of publication."""
    surveys = read_surveys(packages)
    groups = collect_groups(packages, surveys)
    rule = read_rule(parameters) if groups else None
    return Participation(
        events=read_events(packages),
        findings=read_findings(packages),
        surveys=surveys,
        results=tuple(_estimate_all(groups, districts, rule)) if rule else (),
        rule=rule,
    )


def _estimate_all(
    groups: Sequence[GroupCells], districts: Mapping[str, District], rule: PublicationRule
) -> Iterator[GroupResult]:
    """Every question in every district, and in the larger ones where districts are too small."""
    for _, rows in groupby(groups, key=lambda one: (one.survey.id, one.question.id)):
        own = tuple(rows)
        merged, targets = merge_small_areas(own, districts, rule.min_respondents)
        estimates = {
            (group.district_code, answer.position): _estimate(group, answer, rule)
            for group in (*own, *merged)
            for answer in group.answers
        }
        comparisons = compare_areas(own, districts, estimates, rule.confidence_pct)
        parts = {one.district_code: one for one in own}
        for group in (*own, *merged):
            yield GroupResult(
                survey=group.survey,
                question=group.question,
                district_code=group.district_code,
                population=group.population,
                asked=group.asked,
                respondents=group.respondents,
                strata_names=group.strata_names,
                part_codes=group.part_codes,
                merged_into=targets.get(group.district_code),
                is_weighted=group.is_weighted,
                answers=tuple(
                    _result(
                        group,
                        answer,
                        estimates[group.district_code, answer.position],
                        [parts[code] for code in group.part_codes] or [group],
                        comparisons.get((group.district_code, answer.position)),
                    )
                    for answer in group.answers
                ),
            )


def _estimate(group: GroupCells, answer: AnswerCells, rule: PublicationRule) -> Estimate:
    """The share of an answer, weighted where it can be."""
    weights = Weights(design_effect=group.survey.design_effect.value or 1)
    if group.is_weighted and answer.strata:
        tally = take_tally(answer.strata)
        weights = Weights(
            design_effect=max(weights.design_effect, tally.design_effect), share_pct=Quantity(HUNDRED * tally.share)
        )
    elif group.is_weighted:
        weights = Weights(share_pct=Quantity.absent(answer.status))
    return estimate_share(
        answer.count,
        group.respondents,
        group.population,
        rule,
        is_random=group.survey.is_random,
        weights=weights,
    )


def _result(
    group: GroupCells,
    answer: AnswerCells,
    estimate: Estimate,
    parts: Sequence[GroupCells],
    comparison: Comparison | None,
) -> AnswerResult:
    """All that is told of an answer; nothing more exact than the estimate."""
    told = estimate.share_pct
    silent = (told, told) if told.value is None else _bound_silence(answer.position, told.value, parts)
    return AnswerResult(
        answer=answer.answer,
        count=answer.count,
        estimate=estimate,
        crude_pct=told if told.value is None else divide_quantities(answer.count, group.respondents, factor=HUNDRED),
        error_points=_find_error(answer, estimate),
        silent_low_pct=silent[0],
        silent_high_pct=silent[1],
        comparison=comparison,
        evidence=answer.evidence,
    )


def _find_error(answer: AnswerCells, estimate: Estimate) -> Quantity:
    """The standard error in percentage points; missing where it cannot be worked out."""
    if estimate.low_pct.value is None:
        return estimate.low_pct
    error = standard_error(answer.strata) if answer.strata else None
    return Quantity.absent(ObservationStatus.MISSING) if error is None else Quantity(HUNDRED * error)


def _bound_silence(position: int, share_pct: float, parts: Sequence[GroupCells]) -> tuple[Quantity, Quantity]:
    """Where the share can lie, whatever those think who were asked and kept silent."""
    gap = Quantity.absent(ObservationStatus.MISSING)
    sides = []
    for part in parts:
        asked, answered = part.asked.value, part.respondents.value
        if not asked or answered is None:
            return gap, gap
        share = share_pct if len(parts) == 1 else _share_of_part(position, part)
        people = part.population.value or 1
        sides.append((people, response_bounds(share, min(1, answered / asked))))
    total = sum(people for people, _ in sides)
    low = sum(people * bounds.low for people, bounds in sides) / total
    high = sum(people * bounds.high for people, bounds in sides) / total
    return Quantity(low), Quantity(high)


def _share_of_part(position: int, part: GroupCells) -> float:
    """The share of an answer in an area that was put together with others."""
    return HUNDRED * take_tally(next(one.strata for one in part.answers if one.position == position)).share
