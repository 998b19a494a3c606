"""Whether the strata of a survey are fit to weight its answers."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.checks.inventory import Inventory, sound_resource
from generator.model import Issue, Resource, Row
from generator.packages import make_error, name_row

SURVEYS = "participation/surveys"
GROUPS = "participation/survey_groups"
ANSWERS = "participation/survey_answers"
STRATA = "participation/survey_strata"
STRATUM_ANSWERS = "participation/survey_stratum_answers"
KEY = ("survey_id", "question_id", "district_code")
CODE = "survey-strata"
DRAWN = ("random", "all")
MINIMUM = 2
"""A single answer does not tell how far answers in its stratum scatter."""
SUMS = (
    ("population_count", "Die Schichten haben zusammen {0} Menschen, das Gebiet hat {1}."),
    ("respondent_count", "In den Schichten haben zusammen {0} geantwortet, im Gebiet {1}."),
)
Index = Mapping[tuple[Any, ...], Sequence[Row]]


def check_strata(inventory: Inventory) -> Iterator[Issue]:
    """Find strata that would weight answers wrongly."""
    strata = sound_resource(inventory, STRATA, *KEY, "stratum_id", "population_count", "respondent_count")
    if strata is None or not strata.rows:
        return
    if any(row.values[name] is None for row in strata.rows for name, _ in SUMS):
        # Reported as an empty cell; nothing can be added up.
        return
    yield from _check_selection(inventory, strata)
    groups = sound_resource(inventory, GROUPS, *KEY, "population_count", "respondent_count")
    if groups is not None:
        yield from _check_sums(strata, {_key(row): row for row in groups.rows})
    answers = sound_resource(inventory, ANSWERS, *KEY, "position")
    parts = sound_resource(inventory, STRATUM_ANSWERS, *KEY, "stratum_id", "position")
    if answers is not None and parts is not None:
        yield from _check_answers(strata, _index(answers, KEY), _index(parts, (*KEY, "stratum_id")))


def _check_selection(inventory: Inventory, strata: Resource) -> Iterator[Issue]:
    """Weights make no sample of those who chose themselves."""
    surveys = sound_resource(inventory, SURVEYS, "survey_id", "selection")
    drawn = {row.values["survey_id"] for row in surveys.rows if row.values["selection"] in DRAWN} if surveys else set()
    for row in strata.rows:
        if surveys is not None and row.values["survey_id"] not in drawn:
            message = (
                "Gewichtet wird nur, wo das Los entschied oder alle gefragt wurden; sonst stünden Gewichte für nichts. "
                "Entferne die Schicht oder berichtige die Auswahl."
            )
            yield _report(strata, row, "survey_id", message)


def _check_sums(strata: Resource, groups: Mapping[tuple[Any, ...], Row]) -> Iterator[Issue]:
    """Strata with too few answers, and strata that do not make up their area."""
    for row in strata.rows:
        if row.values["respondent_count"] < MINIMUM:
            message = f"In einer Schicht müssen mindestens {MINIMUM} geantwortet haben. Fasse Schichten zusammen."
            yield _report(strata, row, "respondent_count", message)
        elif row.values["respondent_count"] > row.values["population_count"]:
            message = "In der Schicht haben mehr Menschen geantwortet, als es gibt. Berichtige die Zahlen."
            yield _report(strata, row, "respondent_count", message)
    for key, rows in _index(strata, KEY).items():
        for name, message in SUMS:
            found = sum(row.values[name] for row in rows)
            wanted = groups[key].values[name] if key in groups else found
            if found != wanted:
                told = message.format(found, "keine Zahl" if wanted is None else wanted)
                yield _report(strata, rows[0], name, f"{told} Berichtige die Zahlen.")


def _check_answers(strata: Resource, answers: Index, parts: Index) -> Iterator[Issue]:
    """Strata without some of the answers."""
    for row in strata.rows:
        wanted = {one.values["position"] for one in answers.get(_key(row), ())}
        found = {one.values["position"] for one in parts.get((*_key(row), row.values["stratum_id"]), ())}
        if found != wanted:
            message = f"Die Schicht braucht in {STRATUM_ANSWERS} eine Zeile für jede Antwort der Frage. Ergänze sie."
            yield _report(strata, row, "stratum_id", message)


def _index(resource: Resource, names: Sequence[str]) -> Index:
    """Rows by these columns."""
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in resource.rows:
        found[tuple(row.values[name] for name in names)].append(row)
    return found


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row.values[name] for name in KEY)


def _report(resource: Resource, row: Row, field: str, message: str) -> Issue:
    subject = name_row(row, resource.primary_key)
    return make_error(CODE, resource.path, message, row=row.line, field=field, subject=subject)
