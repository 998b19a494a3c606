"""Small multiples: the years of every district on the same axes, the city's line behind them.

A drawing says nothing that does not stand beside it as text, so that it is left out when a page is read aloud.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model import Quantity
from generator.profiles.overview import PanelsView

WIDTH, HEIGHT = 160, 72
TOP, BOTTOM = 8, 66
LEFT, RIGHT = 6, 154
LEAST_SPAN = 10
"""Percent: smaller movements are not blown up to the height of the drawing."""
WIDEST = (50.0, 200.0)
"""Percent of the first year; lines beyond leave the drawing, so that one district does not flatten all others."""


def draw_panels(view: PanelsView) -> tuple[str, ...]:
    """An SVG for every panel; empty for districts without numbers."""
    series = [panel.points for panel in view.panels]
    values = [one.value for points in (view.city, *series) for _, one in points if one.value is not None]
    low, high = max(min(values), WIDEST[0]), min(max(values), WIDEST[1])
    spare = max(LEAST_SPAN - (high - low), 0) / 2
    years = [year for year, _ in view.city]
    axes = Axes(low=low - spare, high=high + spare, first=years[0], last=max(years[-1], years[0] + 1))
    return tuple(_draw(points, view.city, axes) for points in series)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """The same for every drawing: percent from ``low`` to ``high``, years from ``first`` to ``last``."""

    low: float
    high: float
    first: int
    last: int

    def place(self, year: int, value: float) -> tuple[float, float]:
        """Where a year and a percentage lie, clipped to the drawing."""
        across = (year - self.first) / (self.last - self.first)
        up = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(LEFT + across * (RIGHT - LEFT), 1), round(BOTTOM - up * (BOTTOM - TOP), 1)


def _draw(points: Sequence[tuple[int, Quantity]], city: Sequence[tuple[int, Quantity]], axes: Axes) -> str:
    """One drawing: the level of the first year, the city's line, the district's own with its last point."""
    if not any(one.value is not None for _, one in points):
        return ""
    _, base = axes.place(axes.first, 100)
    parts = [
        f'<path class="base" d="M{LEFT} {base}H{RIGHT}"/>',
        *(f'<path class="city" d="{path}"/>' for path in _trace(city, axes)),
        *(f'<path class="line" d="{path}"/>' for path in _trace(points, axes)),
    ]
    year, last = next((year, one.value) for year, one in reversed(points) if one.value is not None)
    x, y = axes.place(year, last)
    parts.append(f'<circle class="dot" cx="{x}" cy="{y}" r="4"/>')
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'


def _trace(points: Sequence[tuple[int, Quantity]], axes: Axes) -> list[str]:
    """A path through every run of known numbers; a gap is never bridged."""
    runs: list[list[str]] = [[]]
    for year, quantity in points:
        if quantity.value is None:
            runs.append([])
        else:
            x, y = axes.place(year, quantity.value)
            runs[-1].append(f"{x} {y}")
    return ["M" + "L".join(run) for run in runs if len(run) > 1]
