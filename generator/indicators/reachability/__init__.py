"""Who reaches what on foot: distances, shares, white spots and what a new place would change."""

from generator.indicators.reachability.compute import compute_reachability
from generator.indicators.reachability.nearby import find_near_spots
from generator.indicators.reachability.scenarios import SCENARIOS_ID
from generator.indicators.reachability.sites import MEETING_PLACE, STOP
from generator.indicators.reachability.values import (
    CellClass,
    DistrictReach,
    Reachability,
    ReachChange,
    Scenario,
    SiteCounts,
    SiteReach,
    Span,
    Target,
    WalkProfile,
    WhiteSpot,
)

__all__ = [
    "MEETING_PLACE",
    "SCENARIOS_ID",
    "STOP",
    "CellClass",
    "DistrictReach",
    "ReachChange",
    "Reachability",
    "Scenario",
    "SiteCounts",
    "SiteReach",
    "Span",
    "Target",
    "WalkProfile",
    "WhiteSpot",
    "compute_reachability",
    "find_near_spots",
]
