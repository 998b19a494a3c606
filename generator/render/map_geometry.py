"""From metres to the coordinates of a picture: frames, paths and scale bars."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from generator.model import Polygons, Position, Ring

Box = tuple[float, float, float, float]
"""West, south, east and north in metres."""
NICE_LENGTHS_M = (100, 200, 500, 1000, 2000, 5000, 10_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The part of the world that a picture shows."""

    left_m: float
    bottom_m: float
    width_m: float
    height_m: float
    width: int
    """Of the picture, in its own units."""

    @property
    def scale(self) -> float:
        """Units of the picture per metre."""
        return self.width / self.width_m

    @property
    def height(self) -> int:
        """Of the picture, in its own units."""
        return round(self.height_m * self.scale)

    def place(self, position_m: Position) -> tuple[int, int]:
        """Where a position lies in the picture; y points down."""
        return self.place_all((position_m,))[0]

    def place_all(self, positions_m: Sequence[Position]) -> list[tuple[int, int]]:
        """Where positions lie in the picture."""
        scale, left_m, top_m = self.scale, self.left_m, self.bottom_m + self.height_m
        return [(round((x - left_m) * scale), round((top_m - y) * scale)) for x, y in positions_m]

    def contains(self, position_m: Position) -> bool:
        """Tell whether a position lies in the picture."""
        x, y = self.place(position_m)
        return 0 <= x <= self.width and 0 <= y <= self.height


def frame_around(shapes: Iterable[Polygons], *, width: int, margin: float, min_height: float = 0.5) -> Frame:
    """The frame of some surfaces with a margin, as a share of the larger side; never flatter than ``min_height``."""
    points = [point for polygons in shapes for rings in polygons for point in rings[0]]
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    pad = margin * max(max(xs) - min(xs), max(ys) - min(ys))
    left, bottom = min(xs) - pad, min(ys) - pad
    width_m, height_m = max(xs) - min(xs) + 2 * pad, max(ys) - min(ys) + 2 * pad
    if height_m < width_m * min_height:
        bottom -= (width_m * min_height - height_m) / 2
        height_m = width_m * min_height
    if width_m < height_m:
        left -= (height_m - width_m) / 2 * 0.5
        width_m += (height_m - width_m) * 0.5
    return Frame(left_m=left, bottom_m=bottom, width_m=width_m, height_m=height_m, width=width)


def find_box(polygons: Polygons) -> Box:
    """The bounding box of a surface."""
    xs = [point[0] for rings in polygons for point in rings[0]]
    ys = [point[1] for rings in polygons for point in rings[0]]
    return min(xs), min(ys), max(xs), max(ys)


def overlaps(box: Box, frame: Frame) -> bool:
    """Tell whether a surface may show in a frame, judged by its bounding box."""
    west, south, east, north = box
    return (
        east >= frame.left_m
        and west <= frame.left_m + frame.width_m
        and north >= frame.bottom_m
        and south <= frame.bottom_m + frame.height_m
    )


def spell_path(polygons: Polygons, frame: Frame) -> str:
    """The ``d`` of an SVG path, in whole units, without points that add nothing at this scale.

    >>> square = ((((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)),),)
    >>> spell_path(square, Frame(left_m=0, bottom_m=0, width_m=10, height_m=10, width=100))
    'M0 100h100v-100h-100z'
    """
    rings = (spell_line(ring, frame) for polygon in polygons for ring in polygon)
    return "".join(f"{path}z" for path in rings if path)


def spell_line(ring: Ring, frame: Frame) -> str:
    """A line as relative steps; closing points are left to the caller."""
    points = _thin(frame.place_all(ring))
    is_closed = len(points) > 1 and points[0] == points[-1]
    if is_closed:
        points = points[:-1]
    if len(points) < (3 if is_closed else 2):
        return ""
    steps = [f"M{points[0][0]} {points[0][1]}"]
    for (x0, y0), (x1, y1) in pairwise(points):
        dx, dy = x1 - x0, y1 - y0
        steps.append(f"h{dx}" if dy == 0 else f"v{dy}" if dx == 0 else f"l{dx} {dy}")
    return "".join(steps)


def _thin(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Drop repeated points and points on a straight line between their neighbours."""
    kept: list[tuple[int, int]] = []
    for point, _ in groupby(points):
        if len(kept) > 1 and _is_straight(kept[-2], kept[-1], point):
            kept[-1] = point
        else:
            kept.append(point)
    return kept


def _is_straight(one: tuple[int, int], middle: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether the middle lies between the others on one line."""
    ax, ay = middle[0] - one[0], middle[1] - one[1]
    bx, by = other[0] - middle[0], other[1] - middle[1]
    return ax * by == ay * bx and ax * bx + ay * by > 0


def choose_scale_bar(frame: Frame) -> tuple[int, int]:
    """A round length in metres and its length in the picture, at most a quarter of the width."""
    fitting = [length for length in NICE_LENGTHS_M if length * frame.scale <= frame.width / 4]
    length = fitting[-1] if fitting else NICE_LENGTHS_M[0]
    return length, round(length * frame.scale)
