"""How many people share a place: the two-step method with floating catchments (2SFCA), and its graded form (E2SFCA).

First every place is divided among all who can reach it, then everybody adds up the shares of the places in reach. With
weights that fall with the distance the method is called enhanced. What people get in all is what places have to give:
Σ people × access = Σ supply, over the places that anybody reaches.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.indicators.reachability.coverage import explain_absence
from generator.indicators.reachability.distances import ROUNDING_M
from generator.indicators.reachability.reach import Town
from generator.indicators.reachability.ways import Steps
from generator.model import ObservationStatus, Quantity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Zones:
    """How much a way counts, by thirds of the threshold."""

    limit_m: float
    weights: tuple[float, ...]
    """From the nearest zone to the farthest; all 1 make the plain method."""


def find_access(steps: Steps, people: "Floats", supply: "Floats", zones: Zones) -> "Floats":
    """Supply per person in reach, for every cell; 0 where nothing is in reach."""
    import numpy as np

    near = steps.middle_m <= zones.limit_m + ROUNDING_M
    cells, places = steps.cells[near], steps.places[near]
    width = zones.limit_m / len(zones.weights)
    zone = np.ceil((steps.middle_m[near] - ROUNDING_M) / width).astype(np.intp) - 1
    weights = np.array(zones.weights)[np.clip(zone, 0, len(zones.weights) - 1)]
    demand = np.bincount(places, weights=weights * people[cells], minlength=len(supply))
    # A place that nobody reaches has nothing to give to anybody.
    ratio = np.divide(supply, demand, out=np.zeros(len(supply)), where=demand > 0)
    return np.bincount(cells, weights=weights * ratio[places], minlength=len(people)).astype(np.float64)


def find_supply_index(town: Town, access: "Floats") -> Mapping[str, Quantity]:
    """Access of the people in every district relative to that of all people = 100; by district."""
    crowd = town.crowd
    people, shared = crowd.sum_districts(crowd.known), crowd.sum_districts(crowd.known * access)
    if shared.sum() <= 0:
        return dict.fromkeys(town.numbers, Quantity.absent(ObservationStatus.NOT_MEANINGFUL))
    average = float(shared.sum() / people.sum())
    found = {}
    for code, numbers in town.numbers.items():
        own = list(numbers)
        if people[own].sum() <= 0:
            found[code] = Quantity.absent(explain_absence(crowd.cells, numbers))
        elif code in town.withheld:
            found[code] = Quantity.absent(town.withheld[code])
        else:
            found[code] = Quantity(100 * float(shared[own].sum() / people[own].sum()) / average)
    return found
