"""Classes of coloured maps: their limits, the words of their legends, and where they lie from zero."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.formatting import BELOW_ZERO_MARK, NIL_SIGN
from generator.model import MapClass, Package
from generator.packages import find_resource

CLASS_SETS_ID = "parameters/class_sets"
NOTHING_BELOW = 0.001
"""A class from nothing up to here holds only zero: the next value, one offering per million people, is not smaller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRange:
    """A class of a choropleth with its limits."""

    lower: float | None
    """Included; ``None`` is open."""
    upper: float | None
    """Excluded; ``None`` is open."""
    view: MapClass


def read_classes(packages: tuple[Package, ...]) -> Mapping[str, tuple[ClassRange, ...]]:
    """Classes of maps by class set, in order."""
    resource = find_resource(packages, CLASS_SETS_ID)
    found: dict[str, list[ClassRange]] = {}
    for row in sorted(resource.rows if resource else (), key=lambda one: one.values["class_number"]):
        ranges = found.setdefault(row.values["class_set"], [])
        # Numbers in the data may have gaps; maps count the classes that there are.
        view = _read_class(row.values, number=len(ranges) + 1)
        ranges.append(ClassRange(lower=row.values["lower"], upper=row.values["upper"], view=view))
    return {name: _count_from_zero(ranges) for name, ranges in found.items()}


def _count_from_zero(ranges: Sequence[ClassRange]) -> tuple[ClassRange, ...]:
    """Classes that know how far from zero they are, where some lie below it and some above."""
    below = [one for one in ranges if one.upper is not None and one.upper <= 0]
    above = [one for one in ranges if one.lower is not None and one.lower >= 0]
    if not (below and above):
        return tuple(ranges)
    places = {one.view.number: -rank for rank, one in enumerate(reversed(below), start=1)}
    places |= {one.view.number: rank for rank, one in enumerate(above, start=1)}
    return tuple(replace(one, view=_mark_side(one.view, places.get(one.view.number, 0))) for one in ranges)


def _mark_side(view: MapClass, from_zero: int) -> MapClass:
    """A class on a scale around zero; those below show in words of the legend what their districts carry."""
    title = f"{BELOW_ZERO_MARK} {view.title}" if from_zero < 0 else view.title
    return replace(view, from_zero=from_zero, title=title)


def find_class(value: float | None, ranges: Sequence[ClassRange]) -> MapClass | None:
    """The class that a number belongs to."""
    return next((one.view for one in ranges if _lies_in(value, one)), None)


def _lies_in(value: float | None, limits: ClassRange) -> bool:
    """Tell whether a number belongs to a class."""
    return (
        value is not None
        and (limits.lower is None or value >= limits.lower)
        and (limits.upper is None or value < limits.upper)
    )


def _read_class(values: Mapping[str, Any], *, number: int) -> MapClass:
    """A class as legends name it; one for zero shows the sign that its districts carry."""
    is_nil = values["lower"] is None and values["upper"] is not None and 0 < values["upper"] <= NOTHING_BELOW
    title = f"{NIL_SIGN} ({values['title']})" if is_nil else values["title"]
    return MapClass(number=number, title=title, is_nil=is_nil)
