"""Streets and the districts they lead through, as the city lists them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from generator.formatting import sort_key
from generator.model import Package
from generator.packages import find_rows

STREETS_ID = "districts/streets"


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetPart:
    """The part of a street that lies in one district."""

    district_code: str
    share_pct: int | None
    """Of the length of the street; ``None`` where nobody has measured it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """A street with all districts that are known to have a part of it."""

    name: str
    parts: tuple[StreetPart, ...]
    """The longest first."""


def read_streets(packages: Sequence[Package]) -> tuple[Street, ...]:
    """All streets in the order of a German dictionary; none where the city has no list."""
    parts: dict[str, list[StreetPart]] = defaultdict(list)
    for row in find_rows(packages, STREETS_ID):
        parts[row.values["street_name"]].append(
            StreetPart(district_code=row.values["district_code"], share_pct=row.values["share_pct"])
        )
    return tuple(
        Street(name=name, parts=tuple(sorted(parts[name], key=lambda one: (-(one.share_pct or 0), one.district_code))))
        for name in sorted(parts, key=sort_key)
    )
