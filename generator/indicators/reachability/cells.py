"""People where they live: census cells of 100 m, with the share aged 65 and over of the district around them.

The census tells how many people live in a cell, but not how old they are. So everybody in a district is taken to be as
likely 65 or older as the district says. A cell without district, or whose district does not tell, has an unknown share;
its people are not left out but make the result a range: none of them may be 65, or all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.geography import Geography
from generator.indicators.compute import Inputs, is_supported, sum_term
from generator.indicators.population import AGED_65_PLUS, ALL_AGES
from generator.indicators.reachability.distances import Points
from generator.model import ObservationStatus, Quantity, Row, divide_quantities

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indexes = NDArray[np.intp]

CELLS_ID = "demographics/census_cells"
GRID_EPSG = 3035
"""The INSPIRE grid is the same for all of Europe."""
GRID_M = 100


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """All inhabited cells in the order of their names, column by column."""

    ids: tuple[str, ...]
    points: Points
    """Middles in metres of the city's projected CRS."""
    columns: "Indexes"
    """Place in the grid, counted in cells."""
    rows: "Indexes"
    population: "Floats"
    codes: tuple[str, ...]
    """Districts of the finest level."""
    districts: "Indexes"
    """Number of the district in ``codes``; the number after the last one stands for none."""
    shares: tuple[Quantity, ...]
    """Share aged 65 and over by district in ``codes``, from 0 to 1."""

    def known_people(self) -> "Floats":
        """Estimated people aged 65 and over; 0 where the share is not known."""
        import numpy as np

        known = [0.0 if one.value is None else float(one.value) for one in self.shares]
        return np.asarray(self.population * np.array([*known, 0.0])[self.districts], dtype=np.float64)

    def unknown_people(self) -> "Floats":
        """Inhabitants of cells whose share is not known; 0 elsewhere."""
        import numpy as np

        is_unknown = np.array([*(one.value is None for one in self.shares), True])
        return np.asarray(self.population * is_unknown[self.districts], dtype=np.float64)


def read_cells(rows: Sequence[Row], inputs: Inputs) -> Cells:
    """The cells with people in them."""
    import numpy as np

    geography = inputs.geography
    codes = tuple(one.code for one in geography.districts_on(geography.levels[-1]))
    number = {code: position for position, code in enumerate(codes)}
    inhabited = sorted((row.values for row in rows if row.values["population_count"]), key=lambda one: one["cell_id"])
    return Cells(
        ids=tuple(one["cell_id"] for one in inhabited),
        points=place_points(geography, [(one["lon"], one["lat"]) for one in inhabited]),
        columns=np.array([one["x_m"] // GRID_M for one in inhabited], dtype=np.intp),
        rows=np.array([one["y_m"] // GRID_M for one in inhabited], dtype=np.intp),
        population=np.array([one["population_count"] for one in inhabited], dtype=np.float64),
        codes=codes,
        districts=np.array([number.get(one["district_code"], len(codes)) for one in inhabited], dtype=np.intp),
        shares=tuple(_find_shares(inputs, codes).values()),
    )


def place_points(geography: Geography, positions: Sequence[tuple[float, float]]) -> Points:
    """Longitudes and latitudes as points in metres."""
    import numpy as np

    metres = np.array(geography.to_metres(positions) if positions else (), dtype=np.float64).reshape(-1, 2)
    return Points(metres[:, 0].copy(), metres[:, 1].copy())


def _find_shares(inputs: Inputs, codes: Sequence[str]) -> Mapping[str, Quantity]:
    """Share aged 65 and over at the newest date, by district, or why it is not known."""
    if not (is_supported(inputs, AGED_65_PLUS) and is_supported(inputs, ALL_AGES)):
        return dict.fromkeys(codes, Quantity.absent(ObservationStatus.MISSING))
    day = inputs.dates[AGED_65_PLUS.resource_id][-1]
    return {
        code: divide_quantities(
            sum_term(inputs, AGED_65_PLUS, code, day).quantity, sum_term(inputs, ALL_AGES, code, day).quantity
        )
        for code in codes
    }
