"""How many older people may live where in some years: a calculation with assumptions, not a promise."""

from generator.indicators.projection.compute import compute_projection
from generator.indicators.projection.values import (
    PARAMETERS,
    SCENARIOS,
    Backtest,
    Method,
    Miss,
    Projection,
    Trend,
    summarize,
)

__all__ = [
    "PARAMETERS",
    "SCENARIOS",
    "Backtest",
    "Method",
    "Miss",
    "Projection",
    "Trend",
    "compute_projection",
    "summarize",
]
