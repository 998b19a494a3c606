"""Thresholds and conventions, read from ``parameters/parameters``, each with its source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.errors import ConfigurationError
from generator.model import Package
from generator.packages import find_resource

PARAMETERS_ID = "parameters/parameters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number that somebody decided on."""

    id: str
    value: float
    unit: str
    title: str
    description: str
    source: str
    decided_by: str
    line: int


Parameters = Mapping[str, Parameter]


def read_parameters(packages: Sequence[Package]) -> Parameters:
    """All parameters by id."""
    resource = find_resource(packages, PARAMETERS_ID)
    if resource is None:
        raise ConfigurationError(f"Die Ressource {PARAMETERS_ID} fehlt. Lege sie unter datapackages/parameters an.")
    return {
        row.values["parameter_id"]: Parameter(
            id=row.values["parameter_id"],
            value=row.values["value"],
            unit=row.values["unit"] or "",
            title=row.values["title"],
            description=row.values["description"] or "",
            source=row.values["source"],
            decided_by=row.values["decided_by"],
            line=row.line,
        )
        for row in resource.rows
    }


def parameter_value(parameters: Parameters, parameter_id: str) -> float:
    """The value of a parameter that the program cannot do without."""
    if parameter_id not in parameters:
        raise ConfigurationError(
            f"Der Parameter ‚{parameter_id}‘ fehlt. Ergänze ihn in {PARAMETERS_ID} mit Wert und Quelle."
        )
    return parameters[parameter_id].value
