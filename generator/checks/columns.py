"""Whether tables have the columns that the program reads, with cells it understands.

A schema is written by the city and may ask for less than the program needs; what it needs stands here, once.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from generator.checks.inventory import CROSSWALK, DISTRICTS, LEVELS, PARAMETERS, take_inventory
from generator.model import Issue, Package, PositionPrecision, Resource
from generator.packages import find_resource, make_error, quote_list, read_column, suggest_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What the program expects of a column."""

    types: tuple[str, ...] = ("string",)
    is_required: bool = True
    """Whether every row must have a value."""
    codes: tuple[str | int, ...] = ()
    """The only values that have a meaning; empty where any will do."""
    pattern: str = ""
    """How a text must look from end to end; empty where any text will do."""


TEXT = Rule()
NOTE = Rule(is_required=False)
YES_NO = Rule(types=("boolean",))
WHOLE = Rule(types=("integer",))
MEASURE = Rule(types=("number", "integer"), is_required=False)
COUNT = Rule(types=("integer",), is_required=False)
YEAR = COUNT
STATE = Rule(codes=("planned", "decided", "running", "done", "unknown"))
CUT = Rule(codes=("official", "documented", "provisional"))
PARTIAL_DATE = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
DATE = Rule(types=("string", "date"), is_required=False, pattern=PARTIAL_DATE)
TIME = Rule(pattern=r"([01][0-9]|2[0-4]):[0-5][0-9]")

CONTRACT: Mapping[str, Mapping[str, Rule]] = {
    LEVELS: {
        **dict.fromkeys(("level_id", "name_singular", "name_plural", "slug"), TEXT),
        "sort_order": WHOLE,
        "is_official": YES_NO,
        "status_note": NOTE,
    },
    DISTRICTS: {
        **dict.fromkeys(("district_code", "level_id", "name", "slug"), TEXT),
        **dict.fromkeys(("number", "basis"), NOTE),
        "status": CUT,
        "area_km2": MEASURE,
    },
    CROSSWALK: dict.fromkeys(("part_code", "whole_code"), TEXT),
    "districts/streets": {**dict.fromkeys(("street_name", "district_code"), TEXT), "share_pct": COUNT},
    PARAMETERS: {
        **dict.fromkeys(("parameter_id", "title", "source", "decided_by"), TEXT),
        **dict.fromkeys(("unit", "description"), NOTE),
        "value": Rule(types=("number", "integer")),
    },
    "parameters/exceptions": {
        **dict.fromkeys(("exception_id", "code", "resource_id", "reason", "decided_by"), TEXT),
        **dict.fromkeys(("subject", "field"), NOTE),
        "decided_date": Rule(types=("date",)),
    },
    "parameters/search_synonyms": dict.fromkeys(("term", "synonym"), TEXT),
    "parameters/class_sets": {
        **dict.fromkeys(("class_set", "title"), TEXT),
        "class_number": WHOLE,
        **dict.fromkeys(("lower", "upper"), MEASURE),
    },
    "offerings/guidelines": dict.fromkeys(("guideline_id", "title", "source"), TEXT),
    "offerings/service_types": {
        **dict.fromkeys(("service_type_id", "title", "title_plural", "slug", "description", "map_sign"), TEXT),
        **dict.fromkeys(("is_meeting_place", "is_for_older_people", "is_in_supply_ratio"), YES_NO),
    },
    "offerings/service_type_guidelines": dict.fromkeys(("service_type_id", "guideline_id", "basis"), TEXT),
    "offerings/tiers": dict.fromkeys(("tier_id", "title", "title_plural", "description"), TEXT),
    "offerings/tier_criteria": {
        **dict.fromkeys(("criterion_id", "criterion", "value_text", "year_text", "source"), TEXT),
        "tier_id": NOTE,
        "check": Rule(is_required=False, codes=("open_days_min", "open_hours_min", "manual")),
        "threshold": MEASURE,
    },
    "offerings/tier_findings": {
        **dict.fromkeys(("service_id", "criterion_id", "source"), TEXT),
        "is_met": Rule(codes=("yes", "no")),
    },
    "offerings/service_areas": dict.fromkeys(("service_id", "district_code", "source"), TEXT),
    "offerings/shared_use": {
        "service_id": TEXT,
        "suitability": Rule(codes=("yes", "partial", "no", "unknown")),
        "operator_consent": Rule(codes=("yes", "no", "unknown")),
        **dict.fromkeys(("free_capacity", "note", "source"), NOTE),
    },
    "offerings/organizations": dict.fromkeys(("organization_id", "name"), TEXT),
    "offerings/locations": {
        "location_id": TEXT,
        **dict.fromkeys(("name", "street", "postal_code", "city", "district_code", "accessibility_note"), NOTE),
        "postal_code_basis": Rule(is_required=False, codes=("source", "derived")),
        "district_basis": Rule(codes=("source", "derived", "unknown")),
        "step_free": Rule(codes=("yes", "partial", "no", "unknown")),
    },
    "offerings/location_positions": {
        "location_id": TEXT,
        "precision": Rule(codes=tuple(PositionPrecision)),
        "position_source": NOTE,
        **dict.fromkeys(("longitude", "latitude", "street_length_m"), MEASURE),
    },
    "offerings/services": {
        **dict.fromkeys(("service_id", "name", "service_type_id", "source"), TEXT),
        **dict.fromkeys(("organization_id", "location_id", "tier_id", "status_note", "opening_note", "note"), NOTE),
        **dict.fromkeys(("phone", "url", "source_urls"), NOTE),
        "last_confirmed": Rule(is_required=False, pattern=PARTIAL_DATE),
        "status": Rule(codes=("active", "planned", "closing", "closed", "unconfirmed")),
        "confidence": Rule(codes=("high", "medium", "low")),
    },
    "offerings/schedules": {
        "service_id": TEXT,
        "weekday": Rule(types=("integer",), codes=(1, 2, 3, 4, 5, 6, 7)),
        **dict.fromkeys(("opens_at", "closes_at"), TIME),
    },
    "offerings/stops": {
        **dict.fromkeys(("stop_id", "name"), TEXT),
        "district_code": NOTE,
        **dict.fromkeys(("longitude", "latitude"), Rule(types=("number", "integer"))),
    },
    "demographics/census_cells": {
        "cell_id": Rule(pattern=r"CRS3035RES100mN[0-9]{7}E[0-9]{7}"),
        **dict.fromkeys(("x_m", "y_m"), WHOLE),
        **dict.fromkeys(("lon", "lat"), Rule(types=("number", "integer"))),
        "population_count": Rule(types=("integer",), is_required=False),
        "district_code": NOTE,
    },
    "demographics/city_single_years": {
        "reference_date": Rule(types=("date",)),
        "age_from_years": WHOLE,
        "total_count": Rule(types=("integer",), is_required=False),
    },
    "demographics/city_forecast_65_plus": {
        "target_year": WHOLE,
        "age_65_plus_count": WHOLE,
        "forecast": TEXT,
    },
    "demographics/walking_distances": {
        **dict.fromkeys(("cell_id", "destination_id"), TEXT),
        "distance_m": Rule(types=("number", "integer")),
    },
    "planning/site_scenarios": {
        **dict.fromkeys(("scenario_id", "title", "service_type_id", "source"), TEXT),
        "effect": Rule(codes=("open", "close")),
        **dict.fromkeys(("tier_id", "service_id", "location_id", "date_text", "note"), NOTE),
        **dict.fromkeys(("longitude", "latitude", "radius_m"), MEASURE),
    },
    "planning/needs": {
        **dict.fromkeys(("need_id", "title", "description", "area_label", "origin", "source"), TEXT),
        **dict.fromkeys(("urgency", "state"), NOTE),
    },
    "planning/need_districts": dict.fromkeys(("need_id", "district_code"), TEXT),
    "planning/need_guidelines": dict.fromkeys(("need_id", "guideline_id"), TEXT),
    "planning/need_papers": dict.fromkeys(("need_id", "paper_id"), TEXT),
    "planning/need_findings": dict.fromkeys(("need_id", "finding_id"), TEXT),
    "planning/need_rules": dict.fromkeys(("need_id", "rule_id"), TEXT),
    "planning/previous_needs": {
        "edition_date": Rule(types=("date",)),
        **dict.fromkeys(("rule_id", "district_code"), TEXT),
        "rule_version": WHOLE,
        "state": Rule(codes=("yes", "no", "unknown")),
    },
    "planning/measures": {
        **dict.fromkeys(("measure_id", "title", "source"), TEXT),
        **dict.fromkeys(("number", "concept", "content", "status_note"), NOTE),
        **dict.fromkeys(("responsible", "output_indicator", "outcome_indicator"), NOTE),
        **dict.fromkeys(("horizon_start_year", "horizon_end_year"), YEAR),
        "status": STATE,
    },
    "planning/measure_status": {
        **dict.fromkeys(("measure_id", "note", "source"), TEXT),
        "year": WHOLE,
        "status": STATE,
    },
    "planning/measure_districts": dict.fromkeys(("measure_id", "district_code"), TEXT),
    "planning/measure_guidelines": dict.fromkeys(("measure_id", "guideline_id"), TEXT),
    "planning/measure_papers": dict.fromkeys(("measure_id", "paper_id"), TEXT),
    "planning/measure_needs": dict.fromkeys(("measure_id", "need_id"), TEXT),
    "planning/measure_rules": dict.fromkeys(("measure_id", "rule_id"), TEXT),
    "planning/council_papers": {
        **dict.fromkeys(("paper_id", "title"), TEXT),
        **dict.fromkeys(("kind", "body", "result"), NOTE),
        "last_treated_date": DATE,
    },
    "planning/council_paper_files": dict.fromkeys(("paper_id", "title", "url"), TEXT),
    "planning/milestones": {
        **dict.fromkeys(("milestone_id", "title", "source"), TEXT),
        "date_text": Rule(pattern=PARTIAL_DATE),
        "result": NOTE,
    },
    "planning/working_groups": {
        **dict.fromkeys(("group_id", "name", "task", "members", "source"), TEXT),
        "meets": NOTE,
    },
    "planning/milestone_papers": dict.fromkeys(("milestone_id", "paper_id"), TEXT),
    "participation/events": {
        **dict.fromkeys(("event_id", "title", "source"), TEXT),
        "date_text": Rule(pattern=PARTIAL_DATE),
        "kind": Rule(codes=("conference", "discussion", "workshop", "festival")),
        **dict.fromkeys(("place", "district_code", "result"), NOTE),
        "participant_count": COUNT,
    },
    "participation/findings": {
        **dict.fromkeys(("finding_id", "text", "source"), TEXT),
        **dict.fromkeys(("event_id", "survey_id", "district_code", "guideline_id"), NOTE),
    },
    "participation/surveys": {
        **dict.fromkeys(("survey_id", "title", "result_note", "source"), TEXT),
        "year": WHOLE,
        **dict.fromkeys(("paper_id", "field_period", "weighting"), NOTE),
        **dict.fromkeys(("population_count", "sent_count", "response_count"), COUNT),
        "design_effect": MEASURE,
        "mode": Rule(codes=("paper", "online", "interview", "mixed", "unknown")),
        "selection": Rule(codes=("random", "all", "self_selected", "unknown")),
    },
    "participation/survey_questions": {
        **dict.fromkeys(("survey_id", "question_id", "wording"), TEXT),
        "guideline_id": NOTE,
    },
    "participation/survey_groups": {
        **dict.fromkeys(("survey_id", "question_id", "district_code"), TEXT),
        **dict.fromkeys(("population_count", "sent_count", "respondent_count"), COUNT),
    },
    "participation/survey_answers": {
        **dict.fromkeys(("survey_id", "question_id", "district_code", "answer"), TEXT),
        "position": WHOLE,
        "answer_count": COUNT,
    },
    "participation/survey_strata": {
        **dict.fromkeys(("survey_id", "question_id", "district_code", "stratum_id", "title"), TEXT),
        **dict.fromkeys(("population_count", "respondent_count"), WHOLE),
    },
    "participation/survey_stratum_answers": {
        **dict.fromkeys(("survey_id", "question_id", "district_code", "stratum_id"), TEXT),
        "position": WHOLE,
        "answer_count": COUNT,
    },
}
"""Tables of numbers are not listed: an indicator whose columns are not there is left out and named."""


OPTIONAL: Mapping[str, Mapping[str, Rule]] = {
    LEVELS: {"name_with_article": NOTE},
    DISTRICTS: dict.fromkeys(("name_nominative", "name_locative"), NOTE),
    "offerings/service_types": dict.fromkeys(("plain_title", "plain_text"), NOTE),
    "offerings/services": dict.fromkeys(("email", "confirmed_by"), NOTE),
    "offerings/schedules": {"source_note": NOTE},
    "planning/needs": {"plain_text": NOTE},
    "planning/measures": {"plain_text": NOTE},
}
"""Columns that a city may leave out: without them, plain language is stiffer and lists of offerings say less."""


def check_columns(packages: tuple[Package, ...], load_issues: tuple[Issue, ...] = ()) -> Iterator[Issue]:
    """Find columns that are not there, have another type or hold cells without meaning."""
    inventory = take_inventory(packages, load_issues)
    for resource_id, rules in CONTRACT.items():
        resource = find_resource(packages, resource_id)
        if resource is not None and resource_id not in inventory.broken_ids:
            known = {one.name for one in resource.fields}
            extra = {name: rule for name, rule in OPTIONAL.get(resource_id, {}).items() if name in known}
            for name, rule in {**rules, **extra}.items():
                yield from _check_column(resource, name, rule)


def _check_column(resource: Resource, name: str, rule: Rule) -> Iterator[Issue]:
    """One column: its description first, its cells only if that fits."""
    field = next((one for one in resource.fields if one.name == name), None)
    if field is None:
        yield report_missing_field(resource, name)
    elif field.type not in rule.types:
        yield make_error(
            "wrong-type",
            resource.path.with_name("datapackage.json"),
            f"Die Spalte ‚{name}‘ muss vom Typ {quote_list(rule.types)} sein, nicht ‚{field.type}‘. Berichtige sie.",
            field=f"{resource.name}.schema.fields.{name}.type",
        )
    else:
        yield from _check_cells(resource, name, rule)


def _check_cells(resource: Resource, name: str, rule: Rule) -> Iterator[Issue]:
    """Every cell that the program could not make sense of."""
    values = _list_values(resource, name, rule)
    wrong = {value: found for value in values if (found := _judge(value, name, rule))}
    for row in resource.rows if wrong else ():
        if row.values[name] in wrong:
            code, message = wrong[row.values[name]]
            yield make_error(code, resource.path, message, row=row.line, field=name)


def _list_values(resource: Resource, name: str, rule: Rule) -> Collection[object]:
    """The values that a rule has something to say about, each once."""
    if rule.codes or rule.pattern:
        return set(read_column(resource.rows, name))
    return {None} if rule.is_required and None in read_column(resource.rows, name) else ()


def _judge(value: object, name: str, rule: Rule) -> tuple[str, str] | None:
    """Code and sentence of what is wrong with a value; ``None`` where nothing is."""
    if value is None:
        message = f"Die Spalte ‚{name}‘ darf nicht leer sein. Trage den Wert ein."
        return ("required-cell", message) if rule.is_required else None
    if rule.codes and value not in rule.codes:
        allowed = quote_list(map(str, rule.codes), limit=9)
        return "unknown-code", f"‚{value}‘ hat hier keine Bedeutung; erlaubt: {allowed}. Berichtige die Zelle."
    if rule.pattern and not re.fullmatch(rule.pattern, str(value)):
        return "pattern-constraint", f"‚{value}‘ passt nicht zum Muster {rule.pattern}. Berichtige die Zelle."
    return None


def report_missing_field(resource: Resource, name: str) -> Issue:
    """The schema does not describe a column that the program reads."""
    known = [item.name for item in resource.fields]
    message = f"In der Tabelle „{resource.name}“ fehlt die Spalte ‚{name}‘. Ergänze sie. {suggest_key(name, known)}"
    return make_error(
        "missing-field",
        resource.path.with_name("datapackage.json"),
        message.strip(),
        field=f"{resource.name}.schema.fields.{name}",
    )
