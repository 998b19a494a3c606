"""Room on a map: markers that stand on each other move apart, names that would cover something are left out."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from math import atan2, cos, hypot, sin

Spot = tuple[int, int]
"""A place in a picture, in its units."""
Label = tuple[float, int, int]
"""Half the width of what stands at a place, and the place."""
ROUNDS = 200
"""How often markers push each other at most."""
GOLDEN_ANGLE = 2.4
"""Radians; many that leave one place by turns of it go in all directions."""


def keep_apart(places: Sequence[Spot], apart: int, size: Spot) -> list[Spot]:
    """Places next to the given ones, none nearer to another than ``apart``, but for rounding, and all in the picture.

    Two that are too near push each other away along the line between them; those at one place part sideways first.
    The interactive maps do the same at every zoom (``spread`` in assets/karte.js). ``size``: width and height.

    >>> keep_apart([(100, 50), (150, 50), (150, 50)], 20, (700, 700))
    [(100, 50), (140, 50), (160, 50)]
    """
    spots = [[float(x), float(y)] for x, y in places]
    _keep_inside(spots, apart / 2, size)
    for _ in range(ROUNDS):
        if not _push(spots, apart):
            break
        _keep_inside(spots, apart / 2, size)
    return [(round(x), round(y)) for x, y in spots]


def _keep_inside(spots: Sequence[list[float]], edge: float, size: Spot) -> None:
    """Move what is nearer to an edge of the picture than this."""
    for spot in spots:
        spot[0] = min(max(spot[0], edge), size[0] - edge)
        spot[1] = min(max(spot[1], edge), size[1] - edge)


def _push(spots: Sequence[list[float]], apart: int) -> bool:
    """Move each pair that is too near half of what is missing; tell whether there was one."""
    has_moved = False
    turns = 0
    for one, other in combinations(spots, 2):
        across, down = other[0] - one[0], other[1] - one[1]
        distance = hypot(across, down)
        if distance < apart:
            angle = atan2(down, across) if distance else turns * GOLDEN_ANGLE
            turns += distance == 0
            step = (apart - distance) / 2 + 0.1
            one[0] -= step * cos(angle)
            one[1] -= step * sin(angle)
            other[0] += step * cos(angle)
            other[1] += step * sin(angle)
            has_moved = True
    return has_moved


def find_room(
    labels: Sequence[str],
    candidates: Sequence[Sequence[Spot]],
    *,
    sign_width: float,
    line: int,
    taken: Sequence[Label] = (),
    size: Spot | None = None,
) -> list[Spot | None]:
    """The first place of each label where it lies neither on one before it nor on what is ``taken``.

    With the ``size`` of the picture, one that would be cut moves in by a quarter of its width at most, so that it still
    stands on its place.

    ``sign_width`` and ``line`` say what a sign and a line take, where type is largest. ``None``: there is no room.

    >>> find_room(["01", "02", "03"], [[(0, 0)], [(30, 10)], [(30, 10), (60, 0)]], sign_width=24, line=38)
    [(0, 0), None, (60, 0)]
    """
    kept = list(taken)
    found: list[Spot | None] = []
    for label, places in zip(labels, candidates, strict=True):
        half = len(label) * sign_width / 2
        inside = places if size is None else _move_inside(places, half, line, size)
        spot = next((place for place in inside if _is_free(half, place, line, kept)), None)
        found.append(spot)
        if spot is not None:
            kept.append((half, *spot))
    return found


def _move_inside(places: Iterable[Spot], half: float, line: int, size: Spot) -> Iterator[Spot]:
    """Places where something of this half width is whole, as near as they can be; those too far away are left out."""
    width, height = size
    for x, y in places:
        moved = round(min(max(x, half), width - half)), min(max(y, line), height - line // 2)
        if abs(moved[0] - x) <= half / 2 and abs(moved[1] - y) <= line / 2:
            yield moved


def _is_free(half: float, place: Spot, line: int, kept: Sequence[Label]) -> bool:
    """Tell whether something of this half width can stand at a place."""
    return all(abs(place[0] - x) >= half + other or abs(place[1] - y) >= line for other, x, y in kept)
