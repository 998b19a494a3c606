"""What surveys have shown: every question with the answers of every district, in numbers and in plain words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.formatting import format_difference, format_list, format_number, format_quantity
from generator.model import ObservationStatus, Quantity
from generator.planning.participation import (
    AnswerResult,
    Comparison,
    Estimate,
    GroupResult,
    PublicationRule,
    Question,
    Verdict,
)
from generator.profiles.atlas import Atlas
from generator.profiles.planning import guideline_links
from generator.profiles.views import Link, RowView, TableView, Value, text_value, view_quantity

SHARE_DECIMALS = 1
"""As in the files and on the command line; more would look more exact than a survey can be."""
NAMED_PARTS = 12
"""As many areas are named one by one; a longer list helps nobody."""
VERDICT_TEXT = {
    Verdict.INTERVAL: "",
    Verdict.SHARE_ONLY: "gilt nur für die, die geantwortet haben",
    Verdict.TOO_FEW: "zu wenige Antworten",
    Verdict.TOO_WIDE: "zu unsicher: Der Bereich wäre zu breit.",
    Verdict.TOO_ROUGH: "zu unsicher: Der Bereich wäre zu breit für einen so kleinen Anteil.",
    Verdict.ABSENT: "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question with the answers of every district."""

    wording: str
    guidelines: tuple[Link, ...]
    notes: tuple[str, ...]
    """What was weighted, and what was put together."""
    table: TableView
    details: TableView | None
    """How sure the shares are; ``None`` where they stand for nobody but those who answered."""


def view_question(
    atlas: Atlas, page: PurePosixPath, rule: PublicationRule, question: Question, groups: Sequence[GroupResult]
) -> QuestionView:
    """A question with every answer in every district."""
    interval = f"Bereich ({format_number(rule.confidence_pct)} % Sicherheit)"
    return QuestionView(
        wording=question.wording,
        guidelines=guideline_links(page, (question.guideline_id,) if question.guideline_id else ()),
        notes=tuple(_note_weights(atlas, groups)),
        table=TableView(
            caption=question.wording,
            columns=("Gebiet und Antwort", "Anteil", interval, "Antworten auf die Frage", "In Worten"),
            words=("In Worten",),
            rows=tuple(_view_answer(atlas, page, group, answer) for group in groups for answer in group.answers),
        ),
        details=_view_details(atlas, page, question, groups),
    )


def _note_weights(atlas: Atlas, groups: Sequence[GroupResult]) -> Iterator[str]:
    """What readers must know of weights and of areas put together."""
    names = atlas.geography.districts
    own = [one for one in groups if one.is_weighted and not one.part_codes]
    for group in own:
        yield f"{names[group.district_code].name} ist gewichtet nach: {'; '.join(group.strata_names)}."
    if groups and len(own) < sum(not one.part_codes for one in groups):
        yield "Die übrigen Gebiete sind nicht gewichtet." if own else "Die Anteile der Gebiete sind nicht gewichtet."
    for group in groups:
        small = [names[one.district_code].name for one in groups if one.merged_into == group.district_code]
        if small:
            yield (
                f"Zu wenige Antworten gibt es hier: {format_list(small)}. An ihrer Stelle spricht das größere Gebiet "
                f"{names[group.district_code].name}{_name_parts(atlas, group)}."
            )


def _name_parts(atlas: Atlas, group: GroupResult) -> str:
    """Which areas were put together, and how."""
    if not group.part_codes:
        return ""
    parts = [atlas.geography.districts[code].name for code in group.part_codes]
    told = format_list(parts) if len(parts) <= NAMED_PARTS else f"alle {len(parts)} Gebiete mit Antworten"
    return f" (zusammengefasst: {told}; jedes Gebiet zählt so viel, wie es Menschen hat)"


def _header(atlas: Atlas, page: PurePosixPath, group: GroupResult, answer: AnswerResult) -> Link:
    """The area, and what it says."""
    district = atlas.district_link(page, atlas.geography.districts[group.district_code])
    merged = " (zusammen)" if group.part_codes else ""
    return Link(text=f"{district.text}{merged}: {answer.answer}", href=district.href)


def _view_answer(atlas: Atlas, page: PurePosixPath, group: GroupResult, answer: AnswerResult) -> RowView:
    """An answer in a district."""
    return RowView(
        header=_header(atlas, page, group, answer),
        cells=(
            view_quantity(answer.estimate.share_pct, SHARE_DECIMALS, "%"),
            view_interval(answer.estimate.low_pct, answer.estimate.high_pct),
            view_quantity(group.respondents, 0),
            text_value(_say_answer(atlas, group, answer.estimate)),
        ),
    )


def view_interval(low: Quantity, high: Quantity) -> Value:
    """From where to where a share may lie, or the sign for why nobody can tell."""
    if low.value is None:
        return view_quantity(low, SHARE_DECIMALS, "%")
    return text_value(
        f"{format_number(low.value, SHARE_DECIMALS)} bis {format_quantity(high, SHARE_DECIMALS, unit='%')}"
    )


def _say_answer(atlas: Atlas, group: GroupResult, estimate: Estimate) -> str:
    """A share for people who do not read percentages, or why there is none."""
    if group.merged_into:
        return f"zu wenige Antworten; siehe {atlas.geography.districts[group.merged_into].name}"
    share, low, high = (one.value for one in (estimate.share_pct, estimate.low_pct, estimate.high_pct))
    if share is None or low is None or high is None:
        return VERDICT_TEXT[estimate.verdict]
    if low == high:
        return f"Von 100 sind es {format_number(share)}; alle haben geantwortet."
    return (
        f"Von 100 etwa {format_number(share)}; weil nur ein Teil geantwortet hat, können es {format_number(low)} bis "
        f"{format_number(high)} sein."
    )


def _view_details(
    atlas: Atlas, page: PurePosixPath, question: Question, groups: Sequence[GroupResult]
) -> TableView | None:
    """How sure every share is that is told with its interval."""
    rows = tuple(
        RowView(
            header=_header(atlas, page, group, answer),
            cells=(
                view_quantity(answer.crude_pct, SHARE_DECIMALS, "%"),
                view_quantity(answer.error_points, SHARE_DECIMALS),
                view_interval(answer.silent_low_pct, answer.silent_high_pct),
                _view_distance(answer.comparison),
                text_value(_judge_distance(answer.comparison)),
            ),
        )
        for group in groups
        for answer in group.answers
        if answer.estimate.verdict is Verdict.INTERVAL
    )
    if not rows:
        return None
    return TableView(
        caption=f"Wie sicher das ist: {question.wording}",
        columns=(
            "Gebiet und Antwort",
            "Anteil ohne Gewichte",
            "Standardfehler (Punkte)",
            "Ohne Annahme über die, die schwiegen",
            "Abstand von allen Gebieten zusammen (Punkte)",
            "Mehr als Zufall?",
        ),
        words=("Mehr als Zufall?",),
        rows=rows,
    )


def _view_distance(comparison: Comparison | None) -> Value:
    """The distance with its interval, or the sign that there is nothing to compare."""
    if comparison is None:
        return view_quantity(Quantity.absent(ObservationStatus.NOT_MEANINGFUL), 0)
    distance, low, high = (
        format_difference(one, SHARE_DECIMALS) for one in (comparison.difference, comparison.low, comparison.high)
    )
    return text_value(f"{distance} ({low} bis {high})")


def _judge_distance(comparison: Comparison | None) -> str:
    """What the distance means."""
    if comparison is None:
        return "nicht verglichen"
    if not comparison.is_clear:
        return "kann Zufall sein"
    return "ja, mehr als anderswo" if comparison.difference > 0 else "ja, weniger als anderswo"


def describe_rule(rule: PublicationRule) -> tuple[str, ...]:
    """How shares are worked out, and when they are told."""
    low, high = format_number(rule.min_width_points), format_number(rule.max_width_points)
    confidence, fewest = format_number(rule.confidence_pct), format_number(rule.min_respondents)
    return (
        "Anteil = 100 × Zahl dieser Antworten ÷ Zahl aller Antworten auf die Frage.",
        "Gewichtet wird, wo bekannt ist, wie viele Menschen zu einer Gruppe (Schicht) gehören, etwa zu einem Alter: "
        "Anteil = Summe über die Schichten von Menschen der Schicht ÷ alle Menschen × Anteil in der Schicht. So zählt "
        "eine Schicht nicht mehr, nur weil aus ihr mehr geantwortet haben. Wo „nicht gewichtet“ steht, zählt jede "
        "Antwort gleich.",
        "Der Bereich nennt, wo der Anteil unter allen liegen kann, die gemeint sind; in "
        f"{confidence} von 100 solchen Befragungen trifft er zu. Gerechnet ist er nach Wilson; "
        "Gewichte machen ihn breiter (Design-Effekt nach Kish), und wo ein großer Teil aller geantwortet hat, wird er "
        "schmaler (Endlichkeitskorrektur).",
        f"Haben in einem Gebiet weniger als {fewest} Menschen die Frage beantwortet, spricht das nächstgrößere Gebiet "
        "für sie, das genug Antworten hat, wenn das Los entschied oder alle gefragt wurden. Seine Teile zählen darin "
        "so viel, wie sie Menschen haben.",
        "Der Standardfehler sagt, wie weit der Anteil von Befragung zu Befragung schwankt.",
        "„Ohne Annahme über die, die schwiegen“: Der kleinste Wert gilt, wenn niemand, der gefragt wurde und nicht "
        "geantwortet hat, diese Antwort gegeben hätte, der größte, wenn alle sie gegeben hätten (Schranken nach "
        "Manski). Dabei gilt der Rücklauf des Gebiets für alle seine Schichten.",
        "Der Abstand vergleicht ein Gebiet mit allen Gebieten seiner Ebene, aus denen es Antworten gibt; sein Bereich "
        "ist nach Newcombe gerechnet. „Mehr als Zufall“ ist er nur, wenn der Bereich die Null nicht enthält und "
        "auch der Test auf gleiche Anteile das sagt. Weil viele Abstände zugleich geprüft werden, ist der Test nach "
        "Holm verschärft.",
        "Gibt es kein Los und wurden nicht alle gefragt, nennt der Atlas nur den Anteil und keinen Bereich.",
        f"Keinen Anteil nennt der Atlas bei weniger als {fewest} Antworten auf die Frage, "
        f"bei einem Bereich von {high} Prozentpunkten oder mehr, und bei einem Bereich von mehr als {low} Punkten, der "
        f"breiter ist als {format_number(rule.max_relative_width_pct)} % des Anteils. Dort steht das Zeichen „/“.",
        "Gaben nur wenige dieselbe Antwort, bleibt die Zahl geheim; dort steht das Zeichen „.“.",
    )
