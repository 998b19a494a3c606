"""The graded system: its tiers, what every place of them means, and what else could be shared."""

from generator.planning.tiers.compute import SOURCES, compute_tiers
from generator.planning.tiers.values import (
    Corridor,
    Criterion,
    CriterionResult,
    Future,
    NearSpot,
    SharedPlace,
    TierReport,
    Tiers,
    TierSite,
    Viability,
    judge_viability,
)

__all__ = [
    "SOURCES",
    "Corridor",
    "Criterion",
    "CriterionResult",
    "Future",
    "NearSpot",
    "SharedPlace",
    "TierReport",
    "TierSite",
    "Tiers",
    "Viability",
    "compute_tiers",
    "judge_viability",
]
