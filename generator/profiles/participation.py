"""What older people have said: events, findings and surveys, for the page of participation and for districts."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_number, format_partial_date, format_quantity
from generator.model import Quantity
from generator.planning.participation import (
    AnswerResult,
    Event,
    Finding,
    GroupResult,
    Participation,
    PublicationRule,
    Question,
    Selection,
    Survey,
    Verdict,
)
from generator.profiles.atlas import Atlas
from generator.profiles.downloads import view_downloads
from generator.profiles.planning import concerns, guideline_links, need_anchor, paper_links
from generator.profiles.views import (
    DownloadView,
    Files,
    Link,
    PageMeta,
    RowView,
    SourceView,
    TableView,
    Value,
    planning_crumbs,
    text_value,
    view_quantity,
)

HUNDRED = 100
NOT_KNOWN = "nicht bekannt"
KIND_TEXT = {
    "conference": "Konferenz oder Forum",
    "discussion": "Gespräch",
    "workshop": "Werkstatt",
    "festival": "Fest oder Aktionstag",
}
MODE_TEXT = {
    "paper": "auf Papier",
    "online": "im Internet",
    "interview": "im Gespräch",
    "mixed": "auf mehreren Wegen",
    "unknown": NOT_KNOWN,
}
SELECTION_TEXT = {
    Selection.RANDOM: "durch Los bestimmt",
    Selection.ALL: "alle wurden gefragt",
    Selection.SELF_SELECTED: "wer wollte, machte mit",
    Selection.UNKNOWN: NOT_KNOWN,
}
VERDICT_TEXT = {
    Verdict.INTERVAL: "",
    Verdict.SHARE_ONLY: "gilt nur für die, die geantwortet haben",
    Verdict.TOO_FEW: "zu wenige Antworten",
    Verdict.TOO_WIDE: "zu unsicher: Der Bereich wäre zu breit.",
    Verdict.TOO_ROUGH: "zu unsicher: Der Bereich wäre zu breit für einen so kleinen Anteil.",
    Verdict.ABSENT: "",
}
PARTICIPATION_IDS = tuple(
    f"participation/{name}"
    for name in ("events", "findings", "surveys", "survey_questions", "survey_groups", "survey_answers")
)
SHARE_DECIMALS = 1
"""As in the files and on the command line; more would look more exact than a survey can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """A meeting."""

    anchor: str
    date: str
    kind: str
    title: str
    place: str
    districts: tuple[Link, ...]
    participants: str
    result: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """Something that came out."""

    text: str
    origin: Link
    """The event or survey; just words where neither is known."""
    districts: tuple[Link, ...]
    guidelines: tuple[Link, ...]
    needs: tuple[Link, ...]
    """Needs that it backs."""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question with the answers of every district."""

    wording: str
    guidelines: tuple[Link, ...]
    table: TableView


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyView:
    """A survey with all that one must know to judge it."""

    anchor: str
    title: str
    population: str
    sent: str
    responses: str
    mode: str
    selection: str
    period: str
    weighting: str
    limits: str
    """What its results do not tell."""
    result_note: str
    papers: tuple[Link, ...]
    questions: tuple[QuestionView, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationPage:
    """Events, findings and surveys."""

    path: PurePosixPath
    meta: PageMeta
    lead: str
    notes: tuple[str, ...]
    events: tuple[EventView, ...]
    findings: tuple[FindingView, ...]
    surveys: tuple[SurveyView, ...]
    method: tuple[str, ...]
    """How shares are worked out and when they are told; empty where there are none."""
    downloads: tuple[DownloadView, ...]
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationSection:
    """What was said in a district or about it."""

    events: tuple[Link, ...]
    findings: tuple[FindingView, ...]
    surveys: tuple[Link, ...]
    page: Link


def profile_participation(atlas: Atlas, files: Files) -> tuple[ParticipationPage, ...]:
    """The page of participation, if the city has any record."""
    page, known = layout.PARTICIPATION, atlas.participation
    if known.is_empty:
        return ()
    return (
        ParticipationPage(
            path=page,
            meta=PageMeta(
                title="Beteiligung: Was ältere Menschen sagen",
                description="Veranstaltungen, Ergebnisse und Befragungen, bei denen ältere Menschen zu Wort kamen.",
                crumbs=planning_crumbs(page),
            ),
            lead=(
                f"Bekannte Veranstaltungen: {len(known.events)}. Festgehaltene Ergebnisse: {len(known.findings)}. "
                f"Befragungen: {len(known.surveys)}."
            ),
            notes=(
                "Aufgenommen ist, was in öffentlichen Quellen zu finden war. Wo kein Ergebnis steht, wurde keines "
                "gefunden; das heißt nicht, dass es keines gab.",
                "Ergebnisse sind ohne Namen festgehalten.",
            ),
            events=tuple(view_event(atlas, page, one) for one in known.events),
            findings=tuple(view_finding(atlas, page, one) for one in known.findings),
            surveys=tuple(_view_survey(atlas, page, one) for one in known.surveys),
            method=describe_rule(known.rule) if known.rule else (),
            downloads=view_downloads(
                page, (layout.surveys_download(suffix, topic=topic) for topic, suffix in layout.SURVEY_FILES), files
            ),
            sources=atlas.view_sources(page, PARTICIPATION_IDS),
        ),
    )


def profile_participation_section(atlas: Atlas, page: PurePosixPath, code: str) -> ParticipationSection | None:
    """What belongs on the page of a district; ``None`` where nothing does."""
    known = atlas.participation
    events = [one for one in known.events if _is_about(atlas, one.district_code, code)]
    findings = [one for one in known.findings if _is_about(atlas, one.district_code, code)]
    surveys = {one.survey.id for one in known.results if one.district_code == code}
    if not (events or findings or surveys):
        return None
    return ParticipationSection(
        events=tuple(_event_link(page, one) for one in events),
        findings=tuple(view_finding(atlas, page, one) for one in findings),
        surveys=tuple(_survey_link(page, one) for one in known.surveys if one.id in surveys),
        page=Link(text="Alles zur Beteiligung", href=layout.relative_url(page, layout.PARTICIPATION)),
    )


def _is_about(atlas: Atlas, district_code: str | None, code: str) -> bool:
    """Tell whether a record belongs on the page of a district; on that of the city only what is about all of it."""
    if code == atlas.geography.city.code:
        return district_code == code
    return district_code is not None and concerns(atlas, (district_code,), code)


def _event_link(page: PurePosixPath, event: Event) -> Link:
    """Link to an event."""
    text = f"{event.title} ({format_partial_date(event.date_text)})"
    return Link(text=text, href=layout.relative_url(page, layout.PARTICIPATION, anchor=layout.event_anchor(event.id)))


def _survey_link(page: PurePosixPath, survey: Survey) -> Link:
    """Link to a survey."""
    target = layout.relative_url(page, layout.PARTICIPATION, anchor=layout.survey_anchor(survey.id))
    return Link(text=name_survey(survey), href=target)


def name_survey(survey: Survey) -> str:
    """Title and year, unless the title says the year already."""
    return survey.title if str(survey.year) in survey.title else f"{survey.title} ({survey.year})"


def _district(atlas: Atlas, page: PurePosixPath, code: str | None) -> tuple[Link, ...]:
    """Link to a district, if there is one."""
    return (atlas.district_link(page, atlas.geography.districts[code]),) if code else ()


def _say_count(quantity: Quantity) -> str:
    """A count, or that it is not known."""
    return NOT_KNOWN if quantity.value is None else format_quantity(quantity)


def view_event(atlas: Atlas, page: PurePosixPath, event: Event) -> EventView:
    """A meeting as a page shows it."""
    return EventView(
        anchor=layout.event_anchor(event.id),
        date=format_partial_date(event.date_text),
        kind=KIND_TEXT[event.kind],
        title=event.title,
        place=event.place or NOT_KNOWN,
        districts=_district(atlas, page, event.district_code),
        participants=_say_count(event.participants),
        result=event.result or "Zum Ergebnis wurde nichts gefunden.",
        source=event.source,
    )


def view_finding(atlas: Atlas, page: PurePosixPath, finding: Finding) -> FindingView:
    """Something that came out, as a page shows it."""
    named = {one.id: one.title for one in atlas.planning.needs}
    return FindingView(
        text=finding.text,
        origin=_find_origin(atlas.participation, page, finding),
        districts=_district(atlas, page, finding.district_code),
        guidelines=guideline_links(page, (finding.guideline_id,) if finding.guideline_id else ()),
        needs=tuple(
            Link(text=named[one], href=layout.relative_url(page, layout.PLANNING, anchor=need_anchor(one)))
            for one in finding.need_ids
        ),
        source=finding.source,
    )


def _find_origin(known: Participation, page: PurePosixPath, finding: Finding) -> Link:
    """The event or survey that a finding comes from."""
    event = next((one for one in known.events if one.id == finding.event_id), None)
    if event:
        return _event_link(page, event)
    survey = next((one for one in known.surveys if one.id == finding.survey_id), None)
    if survey:
        return _survey_link(page, survey)
    return Link(text="Anlass nicht bekannt", href=layout.relative_url(page, layout.PARTICIPATION, anchor="ergebnisse"))


def _view_survey(atlas: Atlas, page: PurePosixPath, survey: Survey) -> SurveyView:
    """A survey with its questions."""
    groups = [one for one in atlas.participation.results if one.survey.id == survey.id]
    rule = atlas.participation.rule
    return SurveyView(
        anchor=layout.survey_anchor(survey.id),
        title=name_survey(survey),
        population=_say_count(survey.population),
        sent=_say_count(survey.sent),
        responses=_say_responses(survey),
        mode=MODE_TEXT[survey.mode],
        selection=SELECTION_TEXT[survey.selection],
        period=survey.field_period or NOT_KNOWN,
        weighting=_say_weighting(survey),
        limits=_say_limits(survey),
        result_note=survey.result_note,
        papers=paper_links(atlas, page, (survey.paper_id,) if survey.paper_id else ()),
        questions=tuple(
            _view_question(atlas, page, rule, one, [group for group in groups if group.question.id == one.id])
            for one in survey.questions
            if rule
        ),
        source=survey.source,
    )


def _say_responses(survey: Survey) -> str:
    """How many have answered, and which part of those who were asked."""
    count, sent = survey.responses.value, survey.sent.value
    if count is None or not sent:
        return _say_count(survey.responses)
    return f"{format_number(count)} (Rücklauf {format_quantity(Quantity(HUNDRED * count / sent), 1, unit='%')})"


def _say_weighting(survey: Survey) -> str:
    """How answers were weighted."""
    text, effect = survey.weighting or NOT_KNOWN, survey.design_effect.value
    return f"{text}; Design-Effekt {format_number(effect, 2)}" if effect is not None and effect > 1 else text


def _say_limits(survey: Survey) -> str:
    """What the results of a survey do not tell."""
    if survey.selection is Selection.SELF_SELECTED:
        return (
            "Wer mitmachen wollte, machte mit. Deshalb sagen die Anteile nur etwas über die, die geantwortet haben, "
            "und es gibt keinen Bereich."
        )
    if survey.selection is Selection.UNKNOWN:
        return "Wie die Befragten ausgewählt wurden, ist nicht bekannt. Deshalb nennt der Atlas keinen Bereich."
    return "Die Bereiche gelten nur, wenn die übrigen Gefragten nicht anders denken als die, die geantwortet haben."


def _view_question(
    atlas: Atlas, page: PurePosixPath, rule: PublicationRule, question: Question, groups: Sequence[GroupResult]
) -> QuestionView:
    """A question with every answer in every district."""
    interval = f"Bereich ({format_number(rule.confidence_pct)} % Sicherheit)"
    return QuestionView(
        wording=question.wording,
        guidelines=guideline_links(page, (question.guideline_id,) if question.guideline_id else ()),
        table=TableView(
            caption=question.wording,
            columns=("Gebiet und Antwort", "Anteil", interval, "Antworten auf die Frage", "Hinweis"),
            words=("Hinweis",),
            rows=tuple(_view_answer(atlas, page, group, answer) for group in groups for answer in group.answers),
        ),
    )


def _view_answer(atlas: Atlas, page: PurePosixPath, group: GroupResult, answer: AnswerResult) -> RowView:
    """An answer in a district."""
    district = atlas.district_link(page, atlas.geography.districts[group.district_code])
    return RowView(
        header=Link(text=f"{district.text}: {answer.answer}", href=district.href),
        cells=(
            view_quantity(answer.estimate.share_pct, SHARE_DECIMALS, "%"),
            view_interval(answer),
            view_quantity(group.respondents, 0),
            text_value(VERDICT_TEXT[answer.estimate.verdict]),
        ),
    )


def view_interval(answer: AnswerResult) -> Value:
    """From where to where a share may lie, or the sign for why nobody can tell."""
    low, high = answer.estimate.low_pct, answer.estimate.high_pct
    if low.value is None:
        return view_quantity(low, SHARE_DECIMALS, "%")
    return text_value(
        f"{format_number(low.value, SHARE_DECIMALS)} bis {format_quantity(high, SHARE_DECIMALS, unit='%')}"
    )


def describe_rule(rule: PublicationRule) -> tuple[str, ...]:
    """How shares are worked out, and when they are told."""
    low, high = format_number(rule.min_width_points), format_number(rule.max_width_points)
    return (
        "Anteil = 100 × Zahl dieser Antworten ÷ Zahl aller Antworten auf die Frage.",
        "Der Bereich nennt, wo der Anteil unter allen liegen kann, die gemeint sind; in "
        f"{format_number(rule.confidence_pct)} von 100 solchen Befragungen trifft er zu. Gerechnet ist er nach Wilson; "
        "Gewichte machen ihn breiter (Design-Effekt nach Kish), und wo ein großer Teil aller geantwortet hat, wird er "
        "schmaler (Endlichkeitskorrektur).",
        "Gibt es kein Los und wurden nicht alle gefragt, nennt der Atlas nur den Anteil und keinen Bereich.",
        f"Keinen Anteil nennt der Atlas bei weniger als {format_number(rule.min_respondents)} Antworten auf die Frage, "
        f"bei einem Bereich von {high} Prozentpunkten oder mehr, und bei einem Bereich von mehr als {low} Punkten, der "
        f"breiter ist als {format_number(rule.max_relative_width_pct)} % des Anteils. Dort steht das Zeichen „/“.",
        "Gaben nur wenige dieselbe Antwort, bleibt die Zahl geheim; dort steht das Zeichen „.“.",
    )
