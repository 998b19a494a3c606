"""Events, findings and surveys as the package ``participation`` records them; nothing is derived here."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.model import Package, Quantity
from generator.packages import find_rows

EVENTS_ID = "participation/events"
FINDINGS_ID = "participation/findings"
SURVEYS_ID = "participation/surveys"
QUESTIONS_ID = "participation/survey_questions"
GROUPS_ID = "participation/survey_groups"
ANSWERS_ID = "participation/survey_answers"
STRATA_ID = "participation/survey_strata"
STRATUM_ANSWERS_ID = "participation/survey_stratum_answers"
NEED_FINDINGS_ID = "planning/need_findings"


class Selection(StrEnum):
    """How people came to be asked."""

    RANDOM = "random"
    ALL = "all"
    """Everybody was asked."""
    SELF_SELECTED = "self_selected"
    """Whoever wanted took part."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A meeting with older people."""

    id: str
    date_text: str
    kind: str
    title: str
    place: str | None
    district_code: str | None
    participants: Quantity
    result: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that came out; nobody is named."""

    id: str
    text: str
    event_id: str | None
    survey_id: str | None
    district_code: str | None
    guideline_id: str | None
    source: str
    need_ids: tuple[str, ...]
    """Named needs that it backs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as it was asked."""

    id: str
    wording: str
    guideline_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A survey with all that one must know to judge it."""

    id: str
    year: int
    title: str
    paper_id: str | None
    population: Quantity
    """How many people it speaks of."""
    sent: Quantity
    responses: Quantity
    mode: str
    selection: Selection
    field_period: str | None
    weighting: str | None
    design_effect: Quantity
    """By how much weights and drawing in groups reduce what an answer tells."""
    result_note: str
    source: str
    questions: tuple[Question, ...]

    @property
    def is_random(self) -> bool:
        """Whether shares may be said to hold for those who were not asked, too."""
        return self.selection in {Selection.RANDOM, Selection.ALL}


def read_events(packages: Sequence[Package]) -> tuple[Event, ...]:
    """Events in order of their dates."""
    found = [
        Event(
            id=(event := row.values)["event_id"],
            date_text=event["date_text"],
            kind=event["kind"],
            title=event["title"],
            place=event["place"],
            district_code=event["district_code"],
            participants=row.quantity("participant_count"),
            result=event["result"],
            source=event["source"],
        )
        for row in find_rows(packages, EVENTS_ID)
    ]
    return tuple(sorted(found, key=lambda one: (one.date_text, one.id)))


def read_findings(packages: Sequence[Package]) -> tuple[Finding, ...]:
    """Findings in the order of the package."""
    needs: dict[str, list[str]] = defaultdict(list)
    for row in find_rows(packages, NEED_FINDINGS_ID):
        needs[row.values["finding_id"]].append(row.values["need_id"])
    return tuple(
        Finding(
            id=(finding := row.values)["finding_id"],
            text=finding["text"],
            event_id=finding["event_id"],
            survey_id=finding["survey_id"],
            district_code=finding["district_code"],
            guideline_id=finding["guideline_id"],
            source=finding["source"],
            need_ids=tuple(needs[finding["finding_id"]]),
        )
        for row in find_rows(packages, FINDINGS_ID)
    )


def read_surveys(packages: Sequence[Package]) -> tuple[Survey, ...]:
    """Surveys with their questions, the oldest first."""
    questions: dict[str, list[Question]] = defaultdict(list)
    for row in find_rows(packages, QUESTIONS_ID):
        questions[row.values["survey_id"]].append(
            Question(
                id=row.values["question_id"], wording=row.values["wording"], guideline_id=row.values["guideline_id"]
            )
        )
    found = [
        Survey(
            id=(survey := row.values)["survey_id"],
            year=survey["year"],
            title=survey["title"],
            paper_id=survey["paper_id"],
            population=row.quantity("population_count"),
            sent=row.quantity("sent_count"),
            responses=row.quantity("response_count"),
            mode=survey["mode"],
            selection=Selection(survey["selection"]),
            field_period=survey["field_period"],
            weighting=survey["weighting"],
            design_effect=row.quantity("design_effect"),
            result_note=survey["result_note"],
            source=survey["source"],
            questions=tuple(questions[survey["survey_id"]]),
        )
        for row in find_rows(packages, SURVEYS_ID)
    ]
    return tuple(sorted(found, key=lambda one: (one.year, one.id)))
