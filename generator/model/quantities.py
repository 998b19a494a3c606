"""Numbers, and the reasons why there is none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ObservationStatus(StrEnum):
    """Why there is a value, or why there is none."""

    NORMAL = "normal"
    CONFIDENTIAL = "confidential"
    """Suppressed, by the source or by us; official sign ``.``"""
    MISSING = "missing"
    """The source has no value (yet); official sign ``…``"""
    UNRELIABLE = "unreliable"
    """Too uncertain to be shown; official sign ``/``"""
    NOT_MEANINGFUL = "not_meaningful"
    """The question makes no sense here, such as a share of nobody; official sign ``x``"""


STATUS_PRECEDENCE = (
    ObservationStatus.CONFIDENTIAL,
    ObservationStatus.MISSING,
    ObservationStatus.UNRELIABLE,
    ObservationStatus.NOT_MEANINGFUL,
)
"""Which reason is told where several meet: the first that occurs."""

SIGN_STATUS: Mapping[str, ObservationStatus] = {
    ".": ObservationStatus.CONFIDENTIAL,
    "…": ObservationStatus.MISSING,
    "/": ObservationStatus.UNRELIABLE,
    "x": ObservationStatus.NOT_MEANINGFUL,
    "": ObservationStatus.MISSING,
}
"""The signs of official statistics as they stand in cells; a package declares those it uses as ``missingValues``."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or the reason why there is none."""

    value: float | None
    """Whole numbers stay ``int``; ``None`` exactly when ``status`` is not normal."""
    status: ObservationStatus = ObservationStatus.NORMAL

    @classmethod
    def absent(cls, status: ObservationStatus) -> "Quantity":
        """No number, for this reason."""
        return cls(None, status)


def worst_status(statuses: Iterable[ObservationStatus]) -> ObservationStatus:
    """The reason to tell where several quantities meet; normal where all are."""
    found = set(statuses)
    return next(
        (status for status in STATUS_PRECEDENCE if status in found),
        ObservationStatus.NORMAL,
    )


def add_quantities(quantities: Iterable[Quantity]) -> Quantity:
    """The sum; a sum over a gap is that gap, and a sum over nothing is missing."""
    parts = tuple(quantities)
    values = [part.value for part in parts if part.value is not None]
    if parts and len(values) == len(parts):
        return Quantity(sum(values))
    return Quantity.absent(worst_status(part.status for part in parts) if parts else ObservationStatus.MISSING)


def subtract_quantities(minuend: Quantity, subtrahend: Quantity) -> Quantity:
    """The difference; a gap on either side is that gap."""
    negative = Quantity(None if subtrahend.value is None else -subtrahend.value, subtrahend.status)
    return add_quantities((minuend, negative))


def divide_quantities(part: Quantity, whole: Quantity, *, factor: float = 1) -> Quantity:
    """``factor`` × part / whole; not meaningful where the whole is zero."""
    status = worst_status((part.status, whole.status))
    if status is not ObservationStatus.NORMAL or part.value is None or whole.value is None:
        return Quantity.absent(status)
    if whole.value == 0:
        return Quantity.absent(ObservationStatus.NOT_MEANINGFUL)
    return Quantity(factor * part.value / whole.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A cell that went into a number."""

    resource_id: str
    line: int
    field: str
    district_code: str
    quantity: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One number of one district at one reference date, with all that it rests on."""

    indicator_id: str
    district_code: str
    reference_date: date
    value: float | None
    status: ObservationStatus
    numerator: Quantity
    denominator: Quantity | None
    """``None`` for counts."""
    evidence: tuple[Evidence, ...]
