"""Guidelines against districts: what is offered, what is needed, what is being done."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.indicators.compute import Inputs as IndicatorInputs
from generator.indicators.compute import compute_indicators
from generator.indicators.definition import Direction, Indicator, MapStyle, OfferingTerm, Ratio
from generator.indicators.population import AGED_65_PLUS
from generator.model import Guideline, Observation
from generator.offerings import OfferingCatalog
from generator.planning.needs.chain import overlaps
from generator.planning.needs.evaluation import NeedResult
from generator.planning.needs.logic import Truth
from generator.planning.records import Measure, Need, PlanningRecords

RUNNING_STATUS = "running"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageCell:
    """One guideline in one district."""

    guideline_id: str
    district_code: str
    supply: Observation | None
    """Offerings per 1 000 people aged 65 and over; ``None`` where the city does not know ages by district."""
    named: tuple[Need, ...]
    """Needs that somebody has named for the district or a part of it."""
    computed: tuple[NeedResult, ...]
    """Needs that rules find in the district itself."""
    unknown: tuple[NeedResult, ...]
    """Rules of the guideline that cannot be answered here."""
    running: tuple[Measure, ...]
    """Running measures for the district, for a part of it or for the whole city."""


def compute_coverage(
    results: Sequence[NeedResult], planning: PlanningRecords, inputs: IndicatorInputs
) -> tuple[CoverageCell, ...]:
    """Every guideline for every district, the city first; none where a city has no guidelines."""
    geography, catalog = inputs.geography, inputs.catalog
    definitions = {one.id: define_guideline_supply(one, catalog) for one in catalog.guidelines}
    supply = compute_indicators(tuple(definitions.values()), inputs)
    running = [one for one in planning.measures if one.status == RUNNING_STATUS]
    answers: dict[str, list[NeedResult]] = {code: [] for code in geography.districts}
    for result in results:
        answers[result.district_code].append(result)
    cells = []
    for code, own in answers.items():
        needs = [one for one in planning.needs if overlaps(geography, one.district_codes, code)]
        # What is meant for the whole city stands in every district, as a need only in the row of the city.
        if code != geography.city.code:
            needs = [one for one in needs if geography.city.code not in one.district_codes]
        here = [one for one in running if not one.district_codes or overlaps(geography, one.district_codes, code)]
        for guideline in catalog.guidelines:
            key = definitions[guideline.id].id
            cells.append(
                CoverageCell(
                    guideline_id=guideline.id,
                    district_code=code,
                    supply=supply.latest(key, code) if key in supply.ids else None,
                    named=tuple(one for one in needs if guideline.id in one.guideline_ids),
                    computed=_select(own, guideline, Truth.YES),
                    unknown=_select(own, guideline, Truth.UNKNOWN),
                    running=tuple(one for one in here if guideline.id in one.guideline_ids),
                )
            )
    return tuple(cells)


def _select(results: Sequence[NeedResult], guideline: Guideline, truth: Truth) -> tuple[NeedResult, ...]:
    """The answers of a kind to the rules of a guideline."""
    return tuple(one for one in results if guideline.id in one.rule.guideline_ids and one.truth is truth)


def define_guideline_supply(guideline: Guideline, catalog: OfferingCatalog) -> Indicator:
    """Offerings of all kinds that serve a guideline, per 1 000 people aged 65 and over."""
    types = tuple(one.id for one in catalog.service_types if guideline.id in one.guideline_ids)
    title = f"Angebote zu {guideline.id}"
    return Indicator(
        id=f"guideline_{guideline.id.lower()}",
        slug=f"leitlinie-{guideline.id.lower()}-je-1000",
        title=f"{title} je 1.000 Menschen ab 65 Jahren",
        short_title=guideline.id,
        topic="Leitlinien",
        meaning=f"Wie viele erfasste Angebote zur Leitlinie „{guideline.title}“ auf 1.000 Menschen ab 65 kommen.",
        formula_text=f"1.000 × erfasste, geöffnete und bestätigte Angebote zu {guideline.id} ÷ Personen ab 65 Jahren",
        unit="je 1.000",
        unit_title="Angebote je 1.000 Personen ab 65 Jahren",
        decimals=2,
        direction=Direction.LESS_NEED,
        formula=Ratio(OfferingTerm(title, types), AGED_65_PLUS, 1000),
        map_style=MapStyle.CLASSES,
    )
