"""Need against supply: where each district stands, and in which direction its need is going; never a rank."""

from dataclasses import dataclass
from enum import StrEnum

from generator.model import District
from generator.planning.needs.definition import Axis, Comparison, Criterion, MatrixDefinition, RuleBook
from generator.planning.needs.findings import Finding, Inputs, find_number
from generator.planning.needs.logic import Truth


class Step(StrEnum):
    """Where a number stands on an axis."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


STEPS = tuple(Step)


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisResult:
    """Where a district stands on an axis; ``None`` where nobody can tell."""

    axis: Axis
    step: Step | None
    low: Finding
    """Whether the number lies below the lower bound."""
    high: Finding
    """Whether the number reaches the upper bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixResult:
    """Where a district stands."""

    district_code: str
    need: AxisResult
    supply: AxisResult
    change: AxisResult
    class_id: str | None
    """What the crossing means; ``None`` where one of the two steps is unknown."""


def place_districts(book: RuleBook, inputs: Inputs) -> tuple[MatrixResult, ...]:
    """Every district below the city, in order; none where the rules have no matrix."""
    if book.matrix is None:
        return ()
    matrix, city = book.matrix, inputs.geography.city
    return tuple(
        _place(matrix, one, inputs, book.confidence_pct)
        for one in inputs.geography.districts.values()
        if one.code != city.code
    )


def _place(matrix: MatrixDefinition, district: District, inputs: Inputs, confidence_pct: float) -> MatrixResult:
    """One district."""
    need, supply, change = (
        _find_step(axis, district.code, inputs, confidence_pct) for axis in (matrix.need, matrix.supply, matrix.change)
    )
    class_id = None
    if need.step is not None and supply.step is not None:
        class_id = matrix.cells[2 - STEPS.index(need.step)][STEPS.index(supply.step)]
    return MatrixResult(district_code=district.code, need=need, supply=supply, change=change, class_id=class_id)


def _find_step(axis: Axis, code: str, inputs: Inputs, confidence_pct: float) -> AxisResult:
    """One axis for one district."""
    low, high = (
        find_number(
            Criterion(
                indicator_id=axis.indicator_id,
                bounds=((comparison, bound),),
                leave_at=None,
                uncertainty=axis.uncertainty,
                source=axis.source,
            ),
            code,
            inputs,
            confidence_pct,
        )
        for comparison, bound in ((Comparison.BELOW, axis.low), (Comparison.AT_LEAST, axis.high))
    )
    step = None
    if low.truth is Truth.YES:
        step = Step.LOW
    elif high.truth is Truth.YES:
        step = Step.HIGH
    elif low.truth is Truth.NO and high.truth is Truth.NO:
        step = Step.MIDDLE
    return AxisResult(axis=axis, step=step, low=low, high=high)
