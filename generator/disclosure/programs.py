"""Linear programs in whole numbers, solved by HiGHS.

By its own binding and not through scipy, which hides the same solver: there every goal costs a start from nothing and
the import half a second, here the next goal begins where the last one ended.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TOLERANCE = 1e-5
"""A number closer than this to a whole number is one."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """``lower`` ≤ Σ factor × variable ≤ ``upper``; variables go by number."""

    factors: Mapping[int, int]
    lower: float
    upper: float


class Program:
    """Variables with bounds and constraints between them.

    A class, because the solver keeps its last solution to begin the next search from.
    """

    def __init__(self, constraints: Sequence[Constraint], lower: Sequence[float], upper: Sequence[float]) -> None:
        import highspy
        import numpy as np

        self._size = len(lower)
        binding: Any = highspy
        self._solver = binding.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("parallel", "off")):
            self._solver.setOptionValue(option, value)
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = self._size, len(constraints)
        program.col_cost_ = np.zeros(self._size)
        program.col_lower_, program.col_upper_ = np.array(lower, dtype=float), np.array(upper, dtype=float)
        program.row_lower_ = np.array([one.lower for one in constraints], dtype=float)
        program.row_upper_ = np.array([one.upper for one in constraints], dtype=float)
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = np.cumsum([0, *(len(one.factors) for one in constraints)])
        program.a_matrix_.index_ = np.array([index for one in constraints for index in one.factors], dtype=int)
        program.a_matrix_.value_ = np.array(
            [factor for one in constraints for factor in one.factors.values()], dtype=float
        )
        self._solver.passModel(program)

    def minimize(self, goal: Mapping[int, float]) -> list[int] | None:
        """Whole numbers for which Σ factor × variable is as small as can be; ``None`` if there are none at all.

        Searched among all numbers first: that is much faster and mostly ends in whole numbers by itself.
        """
        import numpy as np

        costs = np.zeros(self._size)
        costs[list(goal)] = list(goal.values())
        self._solver.changeColsCost(self._size, np.arange(self._size, dtype=np.int32), costs)
        found = self._run()
        if found is not None and np.abs(found - np.rint(found)).max(initial=0) > TOLERANCE:
            self._ask_for_whole_numbers(is_asking=True)
            found = self._run()
            self._ask_for_whole_numbers(is_asking=False)
        return None if found is None else [int(value) for value in np.rint(found)]

    def _run(self) -> Any:
        """The variables of the best solution as an array, or ``None``."""
        import highspy
        import numpy as np

        self._solver.run()
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return np.array(self._solver.getSolution().col_value)
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return None
        raise ArithmeticError(f"HiGHS ended with {status}.")

    def _ask_for_whole_numbers(self, *, is_asking: bool) -> None:
        """Make all variables whole numbers, or free them again."""
        import highspy
        import numpy as np

        kind = highspy.HighsVarType.kInteger if is_asking else highspy.HighsVarType.kContinuous
        everything = np.arange(self._size, dtype=np.int32)
        self._solver.changeColsIntegrality(self._size, everything, np.full(self._size, kind.value, dtype=np.uint8))
