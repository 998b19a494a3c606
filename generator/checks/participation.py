"""Whether surveys add up, and whether the city has said when a share may be told."""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.checks.inventory import PARAMETERS, Inventory, sound_resource
from generator.model import Issue, Resource, Row
from generator.packages import make_error, name_row

SURVEYS = "participation/surveys"
GROUPS = "participation/survey_groups"
ANSWERS = "participation/survey_answers"
KEY = ("survey_id", "question_id", "district_code")
NEEDED_PARAMETERS = (
    "survey_confidence_pct",
    "survey_min_respondents",
    "survey_max_width_points",
    "survey_min_width_points",
    "survey_max_relative_width_pct",
)
LIMITS = (
    ("response_count", "sent_count", "Es haben mehr Menschen geantwortet ({0}) als gefragt wurden ({1})."),
    ("sent_count", "population_count", "Es wurden mehr Menschen gefragt ({0}), als es gibt ({1})."),
    ("respondent_count", "sent_count", "Es haben mehr Menschen geantwortet ({0}) als gefragt wurden ({1})."),
    ("respondent_count", "population_count", "Es haben mehr Menschen geantwortet ({0}), als es gibt ({1})."),
)


def check_participation(inventory: Inventory) -> Iterator[Issue]:
    """Find surveys with more answers than people, and answers that nobody has said how to publish."""
    surveys = sound_resource(inventory, SURVEYS, "response_count", "sent_count", "population_count")
    groups = sound_resource(inventory, GROUPS, *KEY, "respondent_count", "sent_count", "population_count")
    for resource in (surveys, groups):
        if resource is not None:
            yield from _check_limits(resource)
    if groups is None or not groups.rows:
        return
    yield from _check_parameters(inventory, groups)
    answers = sound_resource(inventory, ANSWERS, *KEY, "answer_count")
    if answers is not None:
        asked = {_key(row): row.values["respondent_count"] for row in groups.rows}
        for row in answers.rows:
            count, respondents = row.values["answer_count"], asked.get(_key(row))
            if count is not None and respondents is not None and count > respondents:
                message = (
                    f"Diese Antwort gaben mehr Menschen ({count}), als die Frage beantwortet haben ({respondents})."
                )
                yield _report(answers, row, "answer_count", message)


def _check_limits(resource: Resource) -> Iterator[Issue]:
    """Numbers of a row that cannot both be right."""
    names = {one.name for one in resource.fields}
    for row in resource.rows:
        for part, whole, message in LIMITS:
            if {part, whole} <= names and _is_above(row.values, part, whole):
                yield _report(resource, row, part, message.format(row.values[part], row.values[whole]))


def _is_above(values: Mapping[str, Any], part: str, whole: str) -> bool:
    return values[part] is not None and values[whole] is not None and bool(values[part] > values[whole])


def _check_parameters(inventory: Inventory, groups: Resource) -> Iterator[Issue]:
    """What must be decided before a share of a survey may be told."""
    parameters = sound_resource(inventory, PARAMETERS, "parameter_id", "value")
    if parameters is None:
        return
    known = {row.values["parameter_id"] for row in parameters.rows}
    for name in NEEDED_PARAMETERS:
        if name not in known:
            message = (
                f"Für Ergebnisse von Befragungen ({groups.id}) fehlt der Parameter ‚{name}‘. Ergänze eine Zeile mit "
                "seinem Wert und einer Begründung."
            )
            yield make_error("missing-parameter", parameters.path, message, field="parameter_id")


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row.values[name] for name in KEY)


def _report(resource: Resource, row: Row, field: str, message: str) -> Issue:
    subject = name_row(row, resource.primary_key)
    message = f"{message} Berichtige die Zahlen."
    return make_error("survey-count", resource.path, message, row=row.line, field=field, subject=subject)
