"""Everything about participation, worked out once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model import Evidence, Package, Quantity, Row
from generator.packages import find_rows
from generator.parameters import Parameters
from generator.planning.participation.estimation import Estimate, PublicationRule, estimate_share, read_rule
from generator.planning.participation.records import (
    ANSWERS_ID,
    GROUPS_ID,
    Event,
    Finding,
    Question,
    Survey,
    read_events,
    read_findings,
    read_surveys,
)

KEY = ("survey_id", "question_id", "district_code")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerResult:
    """One possible answer with its share."""

    answer: str
    count: Quantity
    estimate: Estimate
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupResult:
    """A question as the people of one district have answered it."""

    survey: Survey
    question: Question
    district_code: str
    population: Quantity
    """How many people the answers speak for."""
    respondents: Quantity
    """How many have answered this question."""
    answers: tuple[AnswerResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """What is known of events, findings and surveys."""

    events: tuple[Event, ...]
    findings: tuple[Finding, ...]
    surveys: tuple[Survey, ...]
    results: tuple[GroupResult, ...]
    """In the order of surveys, questions and rows."""
    rule: PublicationRule | None
    """``None`` where there are no answers to publish."""

    @property
    def is_empty(self) -> bool:
        """Whether a city has no record at all."""
        return not (self.events or self.findings or self.surveys)


def compute_participation(packages: Sequence[Package], parameters: Parameters) -> Participation:
    """Read the records and estimate every share, by the city's rule of publication."""
    surveys = read_surveys(packages)
    groups = find_rows(packages, GROUPS_ID)
    rule = read_rule(parameters) if groups else None
    return Participation(
        events=read_events(packages),
        findings=read_findings(packages),
        surveys=surveys,
        results=_estimate_groups(surveys, groups, find_rows(packages, ANSWERS_ID), rule) if rule else (),
        rule=rule,
    )


def _estimate_groups(
    surveys: Sequence[Survey], groups: Sequence[Row], answers: Sequence[Row], rule: PublicationRule
) -> tuple[GroupResult, ...]:
    """Every question in every district."""
    answers_of: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in answers:
        answers_of[_key(row)].append(row)
    rows_of: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in groups:
        rows_of[row.values["survey_id"], row.values["question_id"]].append(row)
    return tuple(
        _estimate_group(survey, question, row, answers_of, rule)
        for survey in surveys
        for question in survey.questions
        for row in rows_of[survey.id, question.id]
    )


def _estimate_group(
    survey: Survey,
    question: Question,
    row: Row,
    answers_of: Mapping[tuple[str, ...], Sequence[Row]],
    rule: PublicationRule,
) -> GroupResult:
    """One question in one district."""
    population, respondents = row.quantity("population_count"), row.quantity("respondent_count")
    effect = survey.design_effect.value
    results = []
    for answer in answers_of.get(_key(row), ()):
        count = answer.quantity("answer_count")
        found = estimate_share(
            count,
            respondents,
            population,
            rule,
            is_random=survey.is_random,
            design_effect=1 if effect is None else effect,
        )
        evidence = (
            _cite(ANSWERS_ID, answer, "answer_count", count),
            _cite(GROUPS_ID, row, "respondent_count", respondents),
            _cite(GROUPS_ID, row, "population_count", population),
        )
        results.append(AnswerResult(answer=answer.values["answer"], count=count, estimate=found, evidence=evidence))
    return GroupResult(
        survey=survey,
        question=question,
        district_code=row.values["district_code"],
        population=population,
        respondents=respondents,
        answers=tuple(results),
    )


def _key(row: Row) -> tuple[str, ...]:
    """What an answer and its group have in common."""
    return tuple(row.values[name] for name in KEY)


def _cite(resource_id: str, row: Row, field: str, quantity: Quantity) -> Evidence:
    """A cell that went into a share."""
    code = row.values["district_code"]
    return Evidence(resource_id=resource_id, line=row.line, field=field, district_code=code, quantity=quantity)
