"""The frozen values that flow through every stage.

Nothing here computes more than a sum or a ratio, reads a file or knows a city.
"""

from generator.model.files import OutputFile
from generator.model.findings import AcceptedIssue, Issue, Severity
from generator.model.maps import MapArea, MapClass, MapMarker
from generator.model.offerings import Guideline, Offering, OpeningTime, PositionPrecision, ServiceType, Tier
from generator.model.packages import Field, ForeignKey, License, Package, Resource, Row, SecretCells, Source
from generator.model.places import ContextLine, District, Level, Outline, Polygons, Position, Ring
from generator.model.quantities import (
    SIGN_STATUS,
    STATUS_PRECEDENCE,
    Evidence,
    Observation,
    ObservationStatus,
    Quantity,
    add_quantities,
    divide_quantities,
    subtract_quantities,
    worst_status,
)

__all__ = [
    "SIGN_STATUS",
    "STATUS_PRECEDENCE",
    "AcceptedIssue",
    "ContextLine",
    "District",
    "Evidence",
    "Field",
    "ForeignKey",
    "Guideline",
    "Issue",
    "Level",
    "License",
    "MapArea",
    "MapClass",
    "MapMarker",
    "Observation",
    "ObservationStatus",
    "Offering",
    "OpeningTime",
    "Outline",
    "OutputFile",
    "Package",
    "Polygons",
    "Position",
    "PositionPrecision",
    "Quantity",
    "Resource",
    "Ring",
    "Row",
    "SecretCells",
    "ServiceType",
    "Severity",
    "Source",
    "Tier",
    "add_quantities",
    "divide_quantities",
    "subtract_quantities",
    "worst_status",
]
