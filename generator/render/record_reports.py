"""What ``gebietsatlas show`` says of measures and surveys: what is on record, and how a share was worked out."""

from collections.abc import Iterator

from generator.formatting import describe_absence, describe_quantity, format_number, format_quantity
from generator.model import District
from generator.planning.participation import AnswerResult, GroupResult, Survey
from generator.planning.records import Measure
from generator.profiles.atlas import Atlas
from generator.profiles.measures import NO_REPORT, list_years
from generator.profiles.participation import SELECTION_TEXT, VERDICT_TEXT, name_survey
from generator.profiles.planning import MEASURE_STATUS, name_measure

SEPARATOR = "/"
"""Between the id of a survey and that of a question."""


def list_names(atlas: Atlas) -> tuple[str, ...]:
    """Ids of measures, of surveys, and of their questions behind that of the survey."""
    questions = (f"{one.survey.id}{SEPARATOR}{one.question.id}" for one in atlas.participation.results)
    return (*_measures(atlas), *_surveys(atlas), *dict.fromkeys(questions))


def _measures(atlas: Atlas) -> dict[str, Measure]:
    """Measures by id."""
    return {one.id: one for one in atlas.planning.measures}


def _surveys(atlas: Atlas) -> dict[str, Survey]:
    """Surveys by id."""
    return {one.id: one for one in atlas.participation.surveys}


def describe_records(atlas: Atlas, subject: str, district: District | None) -> Iterator[str]:
    """A measure, or a survey with every answer, down to the rows."""
    if subject in _measures(atlas):
        yield from _describe_measure(atlas, _measures(atlas)[subject])
        return
    survey_id, _, question_id = subject.partition(SEPARATOR)
    yield from _describe_survey(_surveys(atlas)[survey_id])
    for group in atlas.participation.results:
        is_meant = group.survey.id == survey_id and question_id in {"", group.question.id}
        if is_meant and (district is None or group.district_code == district.code):
            yield from _describe_group(atlas, group)


def _describe_measure(atlas: Atlas, measure: Measure) -> Iterator[str]:
    """What is on record about a measure."""
    yield f"{measure.id}: {name_measure(measure)}"
    yield f"  Stand: {MEASURE_STATUS[measure.status]}"
    lines = {one.year: one.line for one in measure.statuses}
    for year in list_years(measure, atlas.edition.year):
        if year.status:
            yield f"  {year.year}: {year.status}. {year.note} (planning/measure_status, Zeile {lines[int(year.year)]})"
        else:
            yield f"  {year.year}: {NO_REPORT}"
    for need in atlas.planning.needs:
        if need.id in measure.need_ids:
            yield f"  Antwortet auf: {need.id} {need.title}"
    for rule_id in measure.rule_ids:
        yield f"  Antwortet auf die Regel: {rule_id}"


def _describe_survey(survey: Survey) -> Iterator[str]:
    """How a survey was made."""
    yield f"{survey.id}: {name_survey(survey)}"
    yield f"  Auswahl: {SELECTION_TEXT[survey.selection]}"
    counts = (("Grundgesamtheit", survey.population), ("gefragt", survey.sent), ("Antworten", survey.responses))
    yield "  " + ", ".join(f"{title}: {describe_quantity(count)}" for title, count in counts)


def _describe_group(atlas: Atlas, group: GroupResult) -> Iterator[str]:
    """The answers of a district to a question."""
    yield f"{group.question.id}: {group.question.wording}"
    name = atlas.geography.districts[group.district_code].name
    yield f"  {name}: {format_quantity(group.respondents)} Antworten auf die Frage"
    for answer in group.answers:
        yield f"  {answer.answer}: {_describe_answer(answer)}"
        for cell in answer.evidence:
            amount = format_quantity(cell.quantity)
            yield f"      {cell.resource_id}, Zeile {cell.line}, {cell.field} ({cell.district_code}): {amount}"


def _describe_answer(answer: AnswerResult) -> str:
    """The share of an answer with its interval, or why there is none."""
    estimate = answer.estimate
    share = format_quantity(estimate.share_pct, 1, unit="%")
    reason = VERDICT_TEXT[estimate.verdict]
    if estimate.low_pct.value is not None and estimate.high_pct.value is not None:
        return f"{share}, Bereich {format_number(estimate.low_pct.value, 1)} bis " + format_quantity(
            estimate.high_pct, 1, unit="%"
        )
    return f"{share} ({reason or describe_absence(estimate.share_pct.status)})"
