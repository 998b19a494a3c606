"""Questions as the people of an area have answered them: the counts, before anything is worked out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model import Evidence, ObservationStatus, Package, Quantity, Row, add_quantities, worst_status
from generator.packages import find_rows
from generator.planning.participation.records import (
    ANSWERS_ID,
    GROUPS_ID,
    STRATA_ID,
    STRATUM_ANSWERS_ID,
    Question,
    Survey,
)
from generator.planning.participation.weighting import Stratum

KEY = ("survey_id", "question_id", "district_code")
Split = tuple[Row, Row]
"""A stratum, and how often it gave an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCells:
    """One possible answer."""

    position: int
    answer: str
    count: Quantity
    strata: tuple[Stratum, ...]
    """An area without strata is one by itself; empty where a number is missing."""
    status: ObservationStatus
    """Why there are no strata; normal where there are."""
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCells:
    """A question in an area."""

    survey: Survey
    question: Question
    district_code: str
    population: Quantity
    asked: Quantity
    respondents: Quantity
    answers: tuple[AnswerCells, ...]
    strata_names: tuple[str, ...]
    """What the answers are weighted by; empty where they are not."""
    part_codes: tuple[str, ...] = ()
    """Areas that were put together; empty where the area has rows of its own."""

    @property
    def is_weighted(self) -> bool:
        """Whether some answers count more than others; whoever chose themselves cannot be weighted."""
        return self.survey.is_random and bool(self.strata_names or self.part_codes)

    @property
    def has_answers(self) -> bool:
        """Whether anybody has answered."""
        return bool(self.respondents.value)


def collect_groups(packages: Sequence[Package], surveys: Sequence[Survey]) -> tuple[GroupCells, ...]:
    """Every question in every area, in the order of surveys, questions and rows."""
    answers, strata = _group_rows(find_rows(packages, ANSWERS_ID)), _find_strata(packages)
    rows_of: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in find_rows(packages, GROUPS_ID):
        rows_of[row.values["survey_id"], row.values["question_id"]].append(row)
    return tuple(
        _collect_group(survey, question, row, answers.get(_key(row), ()), strata.get(_key(row), ()))
        for survey in surveys
        for question in survey.questions
        for row in rows_of[survey.id, question.id]
    )


def put_together(code: str, parts: Sequence[GroupCells]) -> GroupCells:
    """Areas as one; each counts as much as it has people, however many of them have answered."""
    first = parts[0]
    answers = [{one.position: one for one in part.answers} for part in parts]
    return GroupCells(
        survey=first.survey,
        question=first.question,
        district_code=code,
        population=add_quantities(one.population for one in parts),
        asked=add_quantities(one.asked for one in parts),
        respondents=add_quantities(one.respondents for one in parts),
        answers=tuple(
            _join_answers([found[one.position] for found in answers])
            for one in first.answers
            if all(one.position in found for found in answers)
        ),
        strata_names=tuple(dict.fromkeys(name for one in parts for name in one.strata_names)),
        part_codes=tuple(one.district_code for one in parts),
    )


def _group_rows(rows: Sequence[Row]) -> Mapping[tuple[str, ...], Sequence[Row]]:
    """Rows by question and area."""
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[_key(row)].append(row)
    return found


def _find_strata(packages: Sequence[Package]) -> Mapping[tuple[str, ...], Sequence[Split]]:
    """The answers of every stratum with the stratum, by question and area."""
    strata = {(*_key(row), row.values["stratum_id"]): row for row in find_rows(packages, STRATA_ID)}
    found: dict[tuple[str, ...], list[Split]] = defaultdict(list)
    for row in find_rows(packages, STRATUM_ANSWERS_ID):
        found[_key(row)].append((strata[*_key(row), row.values["stratum_id"]], row))
    return found


def _collect_group(
    survey: Survey, question: Question, row: Row, answers: Sequence[Row], strata: Sequence[Split]
) -> GroupCells:
    """One question in one area."""
    return GroupCells(
        survey=survey,
        question=question,
        district_code=row.values["district_code"],
        population=row.quantity("population_count"),
        asked=row.quantity("sent_count"),
        respondents=row.quantity("respondent_count"),
        answers=tuple(
            _collect_answer(row, one, [pair for pair in strata if pair[1].values["position"] == one.values["position"]])
            for one in answers
        ),
        strata_names=tuple(dict.fromkeys(stratum.values["title"] for stratum, _ in strata)),
    )


def _collect_answer(group: Row, answer: Row, strata: Sequence[Split]) -> AnswerCells:
    """An answer with its strata, or with the area as the only one."""
    count = answer.quantity("answer_count")
    respondents, population = group.quantity("respondent_count"), group.quantity("population_count")
    sizes = [
        (stratum.quantity("population_count"), stratum.quantity("respondent_count"), one.quantity("answer_count"))
        for stratum, one in strata
    ] or [(population, respondents, count)]
    status = worst_status(one.status for size in sizes for one in size)
    if status is ObservationStatus.NORMAL and not all(answered.value for _, answered, _ in sizes):
        status = ObservationStatus.NOT_MEANINGFUL
    return AnswerCells(
        position=answer.values["position"],
        answer=answer.values["answer"],
        count=count,
        strata=() if status is not ObservationStatus.NORMAL else tuple(_make_stratum(*size) for size in sizes),
        status=status,
        evidence=(
            _cite(ANSWERS_ID, answer, "answer_count"),
            _cite(GROUPS_ID, group, "respondent_count"),
            _cite(GROUPS_ID, group, "population_count"),
            *(_cite(STRATUM_ANSWERS_ID, one, "answer_count") for _, one in strata),
            *(
                _cite(STRATA_ID, stratum, name)
                for stratum, _ in strata
                for name in ("respondent_count", "population_count")
            ),
        ),
    )


def _make_stratum(population: Quantity, respondents: Quantity, count: Quantity) -> Stratum:
    """A stratum of known numbers."""
    return Stratum(population=population.value or 0, respondents=respondents.value or 0, count=count.value or 0)


def _join_answers(parts: Sequence[AnswerCells]) -> AnswerCells:
    """The same answer in several areas."""
    status = worst_status(one.status for one in parts)
    return AnswerCells(
        position=parts[0].position,
        answer=parts[0].answer,
        count=add_quantities(one.count for one in parts),
        strata=() if status is not ObservationStatus.NORMAL else tuple(each for one in parts for each in one.strata),
        status=status,
        evidence=tuple(each for one in parts for each in one.evidence),
    )


def _key(row: Row) -> tuple[str, ...]:
    """What an answer and its group have in common."""
    return tuple(row.values[name] for name in KEY)


def _cite(resource_id: str, row: Row, field: str) -> Evidence:
    """A cell that goes into a share."""
    code = row.values["district_code"]
    return Evidence(
        resource_id=resource_id, line=row.line, field=field, district_code=code, quantity=row.quantity(field)
    )
