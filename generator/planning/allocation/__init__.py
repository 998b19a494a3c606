"""Shares a budget among districts by a declared key, exactly, with every step kept."""

from generator.planning.allocation.amounts import POT, Allocation, Change, Distribution, Limit, Part, Share, Shift
from generator.planning.allocation.computing import compute_allocation
from generator.planning.allocation.counting import Counts, Gap, Refusal, Tally
from generator.planning.allocation.key import (
    AllocationKey,
    Basis,
    Round,
    Rounding,
    Setting,
    Transition,
    Unit,
    Variant,
    to_decimal,
)
from generator.planning.allocation.reading import KEY_PATH, read_key
from generator.planning.allocation.sharing import count_years, share_budget

__all__ = [
    "KEY_PATH",
    "POT",
    "Allocation",
    "AllocationKey",
    "Basis",
    "Change",
    "Counts",
    "Distribution",
    "Gap",
    "Limit",
    "Part",
    "Refusal",
    "Round",
    "Rounding",
    "Setting",
    "Share",
    "Shift",
    "Tally",
    "Transition",
    "Unit",
    "Variant",
    "compute_allocation",
    "count_years",
    "read_key",
    "share_budget",
    "to_decimal",
]
