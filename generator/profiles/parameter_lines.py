"""Conventions of a city as pages explain them: a value, what it is for, and who has decided it."""

from dataclasses import dataclass

from generator.formatting import format_number
from generator.profiles.atlas import Atlas


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterLine:
    """A convention that the numbers of the page depend on."""

    title: str
    value: str
    description: str
    source: str
    decided_by: str


def list_parameters(atlas: Atlas, beginnings: tuple[str, ...]) -> tuple[ParameterLine, ...]:
    """Conventions whose names begin like this."""
    return tuple(
        ParameterLine(
            title=one.title,
            value=f"{format_number(one.value, 0 if float(one.value).is_integer() else 2)} {one.unit}".strip(),
            description=one.description,
            source=one.source,
            decided_by=one.decided_by,
        )
        for one in atlas.parameters.values()
        if one.id.startswith(beginnings)
    )
