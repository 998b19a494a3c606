"""From longitude and latitude to metres, in the reference system that the parameters name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator.checks.inventory import PARAMETERS, Inventory, sound_resource
from generator.model import Issue, Position
from generator.packages import make_error

MAX_LONGITUDE, MAX_LATITUDE = 180.0, 90.0


@dataclass(frozen=True, slots=True)
class Projection:
    """From longitude and latitude to metres."""

    transformer: Any

    @classmethod
    def find(cls, inventory: Inventory) -> "Projection | Issue | None":
        """The projection the parameters ask for; an issue if there is no such one, nothing if none is named."""
        from pyproj import CRS, Transformer
        from pyproj.exceptions import CRSError

        code = find_parameter(inventory, "projected_crs_epsg")
        parameters = sound_resource(inventory, PARAMETERS)
        if code is None or parameters is None:
            return None
        try:
            crs = CRS.from_epsg(int(code))
        except CRSError:
            crs = None
        if crs is None or not crs.is_projected:
            line = next(row.line for row in parameters.rows if row.values["parameter_id"] == "projected_crs_epsg")
            message = f"EPSG:{code:.0f} ist kein Bezugssystem in Metern. Trage etwa 25832 (UTM-Zone 32) ein."
            return make_error("unknown-crs", parameters.path, message, row=line, field="value")
        return cls(Transformer.from_crs("OGC:CRS84", crs, always_xy=True))

    def project(self, geometry: Any) -> Any:
        """A geometry in metres; heights are dropped."""
        import numpy as np
        import shapely

        def to_metres(coordinates: Any) -> Any:
            return np.column_stack(self.transformer.transform(coordinates[:, 0], coordinates[:, 1]))

        return shapely.transform(shapely.force_2d(geometry), to_metres)

    def locate(self, positions: Sequence[Position]) -> Any:
        """Points in metres."""
        import shapely

        xs, ys = zip(*positions, strict=True)
        return shapely.points(*self.transformer.transform(xs, ys))


def find_parameter(inventory: Inventory, name: str) -> float | None:
    """The value of a parameter; ``None`` if it is not declared or its table is not sound."""
    resource = sound_resource(inventory, PARAMETERS, "parameter_id", "value")
    rows = resource.rows if resource else ()
    return next((row.values["value"] for row in rows if row.values["parameter_id"] == name), None)
