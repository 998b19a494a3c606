"""Who reaches what on foot: distances, shares, white spots and what a new place would change."""

from generator.indicators.reachability.compute import SOURCES, compute_reachability, list_targets
from generator.indicators.reachability.nearby import find_near_spots
from generator.indicators.reachability.scenarios import SCENARIOS_ID
from generator.indicators.reachability.sites import MEETING_PLACE, STOP, STOPS_ID, define_profiles
from generator.indicators.reachability.stops import NearStop, find_near_stops
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
    "SOURCES",
    "STOP",
    "STOPS_ID",
    "CellClass",
    "DistrictReach",
    "NearStop",
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
    "define_profiles",
    "find_near_spots",
    "find_near_stops",
    "list_targets",
]
