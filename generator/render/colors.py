"""The one home of colours for maps and charts; ``karte.css`` and ``gebietsatlas.css`` repeat what they need of it."""

from collections.abc import Sequence

from generator.model import MapClass

INK = "#16242c"
"""Text and strong lines."""
MUTED = "#4b5b64"
"""Secondary text; 7:1 on paper."""
GRID = "#d5dde1"
"""Rules and grid lines."""
PAPER = "#ffffff"
WASH = "#f3f6f7"
"""Quiet background of boxes."""
LAND = "#e6ecef"
"""Districts that are only there for orientation."""
WATER = "#2f7fa8"
"""Rivers."""

ACCENT = "#0b5d72"
"""Petrol: links, series, the district in focus."""
ACCENT_DARK = "#083f4e"
ACCENT_LIGHT = "#cfe2e8"
"""Surface of the district in focus."""
SIGNAL = "#9a4a12"
"""What needs attention: rust, told from petrol by people with any colour vision."""
SIGNAL_LIGHT = "#fbf1e8"

SEQUENTIAL = ("#e0eef1", "#a9cfd8", "#66a6b6", "#237588", "#083f4e")
"""Five classes from little to much; the lightness falls evenly, so they hold in grey and for all colour vision."""
BELOW_ZERO = ("#e4c195", "#c3904c", "#8b6022")
ABOVE_ZERO = ("#a9cfd8", "#66a6b6", "#237588")
AROUND_ZERO = "#eeeeec"
"""Changes, from zero outwards: classes equally far from it are equally light. Ochre, not red: no change is an alarm."""

HATCH = "#8a979e"
"""Lines of the patterns that stand for missing values; their ground is ``PAPER``."""
PATTERNS = {
    ".": "M-2 2l4 -4M0 9l9 -9M7 11l4 -4",
    "…": "M4 4.5h1",
    "/": "M0 0l9 9M9 0l-9 9",
    "x": "M0 4.5h9",
}
"""By official sign, the lines of a tile of 9 by 9 units: diagonals, dots, crossed diagonals, level lines."""
PATTERN_SIZE = 9
PATTERN_STROKE = 2.5
BOUNDARY_DARK = "#5f717b"
"""Around districts: 3:1 against ``LAND`` and paper."""

DARK = {
    INK: "#e9eff1",
    MUTED: "#b3c0c6",
    PAPER: "#10191e",
    LAND: "#26363e",
    WATER: "#5fa8cf",
    ACCENT: "#7cc4d4",
    ACCENT_DARK: "#a5dae6",
    ACCENT_LIGHT: "#1d4552",
    HATCH: "#7d8d95",
    BOUNDARY_DARK: "#83949c",
}
"""What colours turn into where a reader chose dark ones; those of classes stay, for the words of legends name them."""


def pattern_number(sign: str) -> int:
    """Place of the pattern for a sign, from 1; the legends of pages draw it by this number.

    >>> pattern_number("."), pattern_number("x")
    (1, 4)
    """
    return list(PATTERNS).index(sign) + 1


def class_color(one: MapClass, classes: Sequence[MapClass]) -> str:
    """Colour of a class: from light to dark, or away from zero on both sides."""
    if one.from_zero is None:
        return SEQUENTIAL[class_step(one.number, len(classes))]
    if one.from_zero == 0:
        return AROUND_ZERO
    farthest = max(abs(other.from_zero or 0) for other in classes)
    side = ABOVE_ZERO if one.from_zero > 0 else BELOW_ZERO
    return side[_spread(abs(one.from_zero), max(farthest, len(side)), len(side))]


def class_step(number: int, count: int) -> int:
    """Place in ``SEQUENTIAL`` of class ``number`` of ``count``; fewer than five classes spread over the whole scale.

    >>> [class_step(number, 4) for number in (1, 2, 3, 4)]
    [0, 1, 3, 4]
    """
    return _spread(number, count, len(SEQUENTIAL))


def _spread(number: int, count: int, steps: int) -> int:
    """Place among these steps of a number from 1 to ``count``.

    >>> _spread(1, 1, 5), [_spread(number, 4, 3) for number in (1, 2, 3, 4)]
    (2, [0, 1, 1, 2])
    """
    last = steps - 1
    if count <= 1:
        return last // 2
    return min(last, max(0, int((number - 1) * last / (count - 1) + 0.5)))
