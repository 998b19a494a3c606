"""Needs, measures, council papers and milestones as the packages record them; nothing is derived here."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model import Package, Row
from generator.packages import find_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A need that the city, a council paper or the press has named."""

    id: str
    title: str
    description: str
    area_label: str
    """The place as the source names it; may be smaller than any district."""
    urgency: str | None
    state: str | None
    """What has become of it, as far as is known."""
    origin: str
    source: str
    district_codes: tuple[str, ...]
    guideline_ids: tuple[str, ...]
    paper_ids: tuple[str, ...]
    rule_ids: tuple[str, ...]
    """Rules that ask for the same; empty where none does."""
    plain_text: str = ""
    """The same in plain German; empty where nobody has written it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureStatus:
    """What is known of a measure in one year."""

    year: int
    status: str
    """As in ``Measure``."""
    note: str
    source: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Something the city has planned, decided or done."""

    id: str
    number: str | None
    """Number in the city's own programme."""
    title: str
    concept: str | None
    content: str | None
    status: str
    """``planned``, ``decided``, ``running``, ``done`` or ``unknown``."""
    status_note: str | None
    start_year: int | None
    end_year: int | None
    responsible: str | None
    """An office, never a person."""
    output_indicator: str | None
    """What shows that the measure is carried out."""
    outcome_indicator: str | None
    """What shows that it changes something for people."""
    statuses: tuple[MeasureStatus, ...]
    """By year; years of which nothing is known are not there."""
    source: str
    district_codes: tuple[str, ...]
    """Empty: the whole city."""
    guideline_ids: tuple[str, ...]
    paper_ids: tuple[str, ...]
    need_ids: tuple[str, ...]
    """Named needs that it answers."""
    rule_ids: tuple[str, ...]
    """Rules whose needs it answers."""
    plain_text: str = ""
    """The same in plain German; empty where nobody has written it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFile:
    """A document of a council paper."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilPaper:
    """A paper of the city council."""

    id: str
    kind: str | None
    title: str
    last_treated_date: str | None
    body: str | None
    result: str | None
    files: tuple[PaperFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """Something that happened or is planned, with as much of its date as is known."""

    id: str
    date_text: str
    title: str
    result: str | None
    source: str
    paper_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingGroup:
    """Who works on the plan."""

    id: str
    name: str
    task: str
    members: str
    """Roles and bodies, never people."""
    meets: str | None
    """How often, in words; ``None`` where nobody says so."""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningRecords:
    """All of it, in the order of the packages."""

    needs: tuple[Need, ...]
    measures: tuple[Measure, ...]
    papers: Mapping[str, CouncilPaper]
    milestones: tuple[Milestone, ...]
    working_groups: tuple[WorkingGroup, ...]


def read_planning(packages: Sequence[Package]) -> PlanningRecords:
    """Join the tables of the package ``planning``; empty where a city has none."""
    files: dict[str, list[PaperFile]] = defaultdict(list)
    for row in _rows(packages, "council_paper_files"):
        files[row.values["paper_id"]].append(PaperFile(title=row.values["title"], url=row.values["url"]))
    return PlanningRecords(
        needs=tuple(_read_needs(packages)),
        measures=tuple(_read_measures(packages)),
        papers={
            row.values["paper_id"]: CouncilPaper(
                id=row.values["paper_id"],
                kind=row.values["kind"],
                title=row.values["title"],
                last_treated_date=_as_text(row.values["last_treated_date"]),
                body=row.values["body"],
                result=row.values["result"],
                files=tuple(files[row.values["paper_id"]]),
            )
            for row in _rows(packages, "council_papers")
        },
        milestones=tuple(_read_milestones(packages)),
        working_groups=tuple(
            WorkingGroup(
                id=row.values["group_id"],
                name=row.values["name"],
                task=row.values["task"],
                members=row.values["members"],
                meets=row.values["meets"],
                source=row.values["source"],
            )
            for row in _rows(packages, "working_groups")
        ),
    )


def _rows(packages: Sequence[Package], name: str) -> tuple[Row, ...]:
    """Rows of a planning table."""
    return find_rows(packages, f"planning/{name}")


def _link(packages: Sequence[Package], table: str, key: str, value: str) -> dict[str, tuple[str, ...]]:
    """What a linking table assigns to each key, in the order of its rows."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in _rows(packages, table):
        found[row.values[key]].append(row.values[value])
    return {one: tuple(values) for one, values in found.items()}


def _as_text(value: object) -> str | None:
    """A date cell as text, however the schema types it."""
    return None if value is None else str(value)


def _read_needs(packages: Sequence[Package]) -> list[Need]:
    """Needs with what they are linked to."""
    districts = _link(packages, "need_districts", "need_id", "district_code")
    guidelines = _link(packages, "need_guidelines", "need_id", "guideline_id")
    papers = _link(packages, "need_papers", "need_id", "paper_id")
    rules = _link(packages, "need_rules", "need_id", "rule_id")
    return [
        Need(
            id=(need := row.values)["need_id"],
            title=need["title"],
            description=need["description"],
            area_label=need["area_label"],
            urgency=need["urgency"],
            state=need["state"],
            origin=need["origin"],
            source=need["source"],
            district_codes=districts.get(need["need_id"], ()),
            guideline_ids=guidelines.get(need["need_id"], ()),
            paper_ids=papers.get(need["need_id"], ()),
            rule_ids=rules.get(need["need_id"], ()),
            plain_text=need.get("plain_text") or "",
        )
        for row in _rows(packages, "needs")
    ]


def _read_measures(packages: Sequence[Package]) -> list[Measure]:
    """Measures with what they are linked to."""
    districts = _link(packages, "measure_districts", "measure_id", "district_code")
    guidelines = _link(packages, "measure_guidelines", "measure_id", "guideline_id")
    papers = _link(packages, "measure_papers", "measure_id", "paper_id")
    needs = _link(packages, "measure_needs", "measure_id", "need_id")
    rules = _link(packages, "measure_rules", "measure_id", "rule_id")
    statuses = _read_statuses(packages)
    return [
        Measure(
            id=(measure := row.values)["measure_id"],
            number=measure["number"],
            title=measure["title"],
            concept=measure["concept"],
            content=measure["content"],
            status=measure["status"],
            status_note=measure["status_note"],
            start_year=measure["horizon_start_year"],
            end_year=measure["horizon_end_year"],
            responsible=measure["responsible"],
            output_indicator=measure["output_indicator"],
            outcome_indicator=measure["outcome_indicator"],
            statuses=statuses.get(measure["measure_id"], ()),
            source=measure["source"],
            district_codes=districts.get(measure["measure_id"], ()),
            guideline_ids=guidelines.get(measure["measure_id"], ()),
            paper_ids=papers.get(measure["measure_id"], ()),
            need_ids=needs.get(measure["measure_id"], ()),
            rule_ids=rules.get(measure["measure_id"], ()),
            plain_text=measure.get("plain_text") or "",
        )
        for row in _rows(packages, "measures")
    ]


def _read_statuses(packages: Sequence[Package]) -> dict[str, tuple[MeasureStatus, ...]]:
    """What is known of each measure, in order of years."""
    found: dict[str, list[MeasureStatus]] = defaultdict(list)
    for row in _rows(packages, "measure_status"):
        found[row.values["measure_id"]].append(
            MeasureStatus(
                year=row.values["year"],
                status=row.values["status"],
                note=row.values["note"],
                source=row.values["source"],
                line=row.line,
            )
        )
    return {one: tuple(sorted(rows, key=lambda row: row.year)) for one, rows in found.items()}


def _read_milestones(packages: Sequence[Package]) -> list[Milestone]:
    """Milestones in order of their dates."""
    papers = _link(packages, "milestone_papers", "milestone_id", "paper_id")
    found = [
        Milestone(
            id=row.values["milestone_id"],
            date_text=row.values["date_text"],
            title=row.values["title"],
            result=row.values["result"],
            source=row.values["source"],
            paper_ids=papers.get(
                row.values["milestone_id"], (row.values["paper_id"],) if row.values.get("paper_id") else ()
            ),
        )
        for row in _rows(packages, "milestones")
    ]
    return sorted(found, key=lambda one: (one.date_text, one.id))
