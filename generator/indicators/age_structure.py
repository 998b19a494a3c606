"""Age groups of every district at the newest reference date."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from generator.indicators.compute import MIN_POPULATION, Inputs, is_supported, sum_term
from generator.indicators.definition import Term
from generator.indicators.population import ALL_AGES
from generator.model import ObservationStatus, Quantity, Resource, divide_quantities
from generator.parameters import parameter_value

_BAND = re.compile(r"^age_(\d+)_(\d+|plus)_count$")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeBand:
    """People of an age, counted and as a share of all."""

    lower: int
    upper: int | None
    """Included; ``None`` is open."""
    count: Quantity
    share: Quantity
    """Percent of all ages; not meaningful where too few people live."""

    @property
    def title(self) -> str:
        """The ages in words."""
        return f"ab {self.lower}" if self.upper is None else f"{self.lower} bis {self.upper}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeStructure:
    """All age bands of a district."""

    reference_date: date
    bands: tuple[AgeBand, ...]


def compute_age_structures(inputs: Inputs, resource: Resource | None) -> Mapping[str, AgeStructure]:
    """By district code; empty where the city has no ages by district."""
    if resource is None or not is_supported(inputs, ALL_AGES):
        return {}
    day = inputs.dates[resource.id][-1]
    minimum = parameter_value(inputs.parameters, MIN_POPULATION)
    limits = [(field.name, found) for field in resource.fields if (found := _BAND.match(field.name))]
    structures = {}
    for code in inputs.geography.districts:
        people = sum_term(inputs, ALL_AGES, code, day).quantity
        is_small = people.value is not None and people.value < minimum
        bands = []
        for name, found in limits:
            count = sum_term(inputs, Term(resource.id, (name,), name), code, day).quantity
            share = divide_quantities(count, people, factor=100)
            if is_small and share.value is not None:
                share = Quantity.absent(ObservationStatus.NOT_MEANINGFUL)
            upper = None if found[2] == "plus" else int(found[2])
            bands.append(AgeBand(lower=int(found[1]), upper=upper, count=count, share=share))
        structures[code] = AgeStructure(reference_date=day, bands=tuple(sorted(bands, key=lambda band: band.lower)))
    return structures
