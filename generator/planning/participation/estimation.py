"""How far a share among those who answered may lie from the share among all, and when it is too uncertain to be told.

Wilson's interval with the number of answers divided by the design effect (Kish) and corrected for a finite population.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.model import ObservationStatus, Quantity, divide_quantities
from generator.parameters import Parameters, parameter_value
from generator.planning.needs.intervals import share_interval

HUNDRED = 100
RULE_PARAMETERS: Mapping[str, str] = {
    "confidence_pct": "survey_confidence_pct",
    "min_respondents": "survey_min_respondents",
    "max_width_points": "survey_max_width_points",
    "min_width_points": "survey_min_width_points",
    "max_relative_width_pct": "survey_max_relative_width_pct",
}
"""Which parameter sets which part of the rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationRule:
    """When the share of an answer is too uncertain to be told."""

    confidence_pct: float
    min_respondents: float
    """Fewer answers to a question tell nothing."""
    max_width_points: float
    """An interval as wide as this or wider tells nothing."""
    min_width_points: float
    """An interval up to this width is always good enough."""
    max_relative_width_pct: float
    """In between: the widest interval, in percent of the share."""


class Verdict(StrEnum):
    """What may be said of an answer."""

    INTERVAL = "interval"
    """The share with its interval."""
    SHARE_ONLY = "share_only"
    """The share among those who answered: nobody was drawn by lot, so that it stands for nobody else."""
    TOO_FEW = "too_few"
    TOO_WIDE = "too_wide"
    TOO_ROUGH = "too_rough"
    """The interval is wide for so small a share."""
    ABSENT = "absent"
    """There is no number to begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The share of an answer, as far as it may be told."""

    share_pct: Quantity
    low_pct: Quantity
    high_pct: Quantity
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What weights make of a share."""

    design_effect: float = 1
    """How many times as many answers one needs."""
    share_pct: Quantity | None = None
    """The weighted share; ``None`` where all answers count alike."""


UNWEIGHTED = Weights()


def read_rule(parameters: Parameters) -> PublicationRule:
    """The rule that the city has set."""
    return PublicationRule(**{name: parameter_value(parameters, key) for name, key in RULE_PARAMETERS.items()})


def effective_answers(respondents: float, design_effect: float, population: Quantity) -> float:
    """How many answers of a simple random sample from endless people would tell as much; endless if all answered.

    >>> effective_answers(100, 2, Quantity(199)), effective_answers(100, 1, Quantity(100))
    (100.0, inf)
    """
    answers = respondents / design_effect
    if population.value is None:
        return answers
    left = population.value - respondents
    return answers * (population.value - 1) / left if left > 0 else math.inf


def estimate_share(
    count: Quantity,
    respondents: Quantity,
    population: Quantity,
    rule: PublicationRule,
    *,
    is_random: bool,
    weights: Weights = UNWEIGHTED,
) -> Estimate:
    """The share of those who gave an answer among those who answered the question, by the rule of publication."""
    share = weights.share_pct or divide_quantities(count, respondents, factor=HUNDRED)
    if share.value is None or respondents.value is None:
        return _withhold(share.status, Verdict.ABSENT)
    if respondents.value < rule.min_respondents:
        return _withhold(ObservationStatus.UNRELIABLE, Verdict.TOO_FEW)
    if not is_random:
        none = Quantity.absent(ObservationStatus.NOT_MEANINGFUL)
        return Estimate(share_pct=share, low_pct=none, high_pct=none, verdict=Verdict.SHARE_ONLY)
    low, high = _bounds(share.value, effective_answers(respondents.value, weights.design_effect, population), rule)
    width = high - low
    if width >= rule.max_width_points:
        return _withhold(ObservationStatus.UNRELIABLE, Verdict.TOO_WIDE)
    if width > rule.min_width_points and width * HUNDRED > rule.max_relative_width_pct * share.value:
        return _withhold(ObservationStatus.UNRELIABLE, Verdict.TOO_ROUGH)
    return Estimate(share_pct=share, low_pct=Quantity(low), high_pct=Quantity(high), verdict=Verdict.INTERVAL)


def _bounds(share_pct: float, answers: float, rule: PublicationRule) -> tuple[float, float]:
    """Wilson's interval in percent; a point where everybody has answered."""
    if math.isinf(answers):
        return share_pct, share_pct
    interval = share_interval(share_pct / HUNDRED * answers, answers, rule.confidence_pct)
    return min(share_pct, interval.low * HUNDRED), max(share_pct, interval.high * HUNDRED)


def _withhold(status: ObservationStatus, verdict: Verdict) -> Estimate:
    """No number, for this reason."""
    none = Quantity.absent(status)
    return Estimate(share_pct=none, low_pct=none, high_pct=none, verdict=verdict)
