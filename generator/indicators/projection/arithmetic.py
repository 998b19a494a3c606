"""Whole people in exact fractions: shares of a total, their trend, and rounding that keeps the sum."""

from collections.abc import Mapping
from fractions import Fraction


def split_total(total: int, weights: Mapping[str, Fraction]) -> Mapping[str, int]:
    """Divide a whole number by weights; what rounding down leaves goes to the largest remainders, ties by name.

    >>> split_total(10, {"a": Fraction(1), "b": Fraction(1), "c": Fraction(1)})
    {'a': 4, 'b': 3, 'c': 3}
    """
    whole = sum(weights.values())
    exact = {name: total * weights[name] / whole for name in sorted(weights)}
    found = {name: int(value) for name, value in exact.items()}
    left = total - sum(found.values())
    for name in sorted(exact, key=lambda one: (found[one] - exact[one], one))[:left]:
        found[name] += 1
    return found


def continue_shares(
    first: Mapping[str, int], last: Mapping[str, int], *, years: Fraction, ahead: Fraction, damping: Fraction
) -> Mapping[str, Fraction]:
    """Weights ``ahead`` years after ``last``: its shares and, damped, their yearly change since ``first``.

    A share cannot fall below nothing; so the weights may add up to more than 1.

    >>> found = continue_shares({"a": 1, "b": 1}, {"a": 3, "b": 1}, years=Fraction(4), ahead=Fraction(2),
    ...                         damping=Fraction(1))
    >>> found["a"], found["b"]
    (Fraction(7, 8), Fraction(1, 8))
    """
    then, now = sum(first.values()), sum(last.values())
    found = {}
    for name, count in last.items():
        share = Fraction(count, now)
        yearly = (share - Fraction(first[name], then)) / years
        found[name] = max(Fraction(0), share + damping * yearly * ahead)
    return found


def round_half_up(value: Fraction) -> int:
    """The nearest whole number, halves up.

    >>> round_half_up(Fraction(5, 2)), round_half_up(Fraction(9, 4))
    (3, 2)
    """
    return int(value + Fraction(1, 2))
