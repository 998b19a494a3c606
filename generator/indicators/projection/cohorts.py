"""The whole city by cohort change ratios: everybody grows a year older, some leave or die, some come.

How many of those aged 70 are there a year later, aged 71, per person? That ratio of the last years, applied again and
again, needs no births: whoever is 65 in ten years is 55 now. It is the method of Hamilton and Perry in steps of a year.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from generator.model import Row

SINGLE_YEARS_ID = "demographics/city_single_years"
FROM_AGE = 65
Ages = tuple[int, ...]
"""People by age from 0; the last number has everybody of that age and older."""


def read_ages(rows: Sequence[Row]) -> Mapping[date, Ages]:
    """People by single year of age and reference date; dates with gaps are left out."""
    found: dict[date, dict[int, int | None]] = {}
    for row in rows:
        count = row.quantity("total_count").value
        found.setdefault(row.values["reference_date"], {})[row.values["age_from_years"]] = (
            None if count is None else int(count)
        )
    longest = max((max(ages) for ages in found.values()), default=-1)
    return {
        day: tuple(int(ages[age] or 0) for age in range(longest + 1))
        for day, ages in sorted(found.items())
        if longest > FROM_AGE and all(ages.get(age) is not None for age in range(longest + 1))
    }


def find_ratios(series: Mapping[date, Ages]) -> tuple[Fraction, ...]:
    """Per age the people a year later per person, over all pairs of dates a year apart; empty where there is none.

    The last ratio is that of the two oldest groups together: the open one takes in those who reach it.
    """
    days = sorted(series)
    pairs = [(one, other) for one, other in pairwise(days) if is_year_later(one, other)]
    if not pairs:
        return ()
    oldest = len(series[days[0]]) - 1
    before = [sum(series[one][age] for one, _ in pairs) for age in range(oldest + 1)]
    after = [sum(series[other][age] for _, other in pairs) for age in range(oldest + 1)]
    # Nobody of an age now says nothing about those to come; they are taken to stay.
    ratios = [Fraction(after[age + 1], before[age]) if before[age] else Fraction(1) for age in range(oldest - 1)]
    both = before[oldest - 1] + before[oldest]
    return (*ratios, Fraction(after[oldest], both) if both else Fraction(1))


def is_year_later(one: date, other: date) -> bool:
    """Tell whether two reference dates are a year apart."""
    return (other.year - one.year, other.month, other.day) == (1, one.month, one.day)


def grow_older(ages: Sequence[Fraction], ratios: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """A year later; of the youngest, whom no ratio tells, there are none: they are not asked for.

    >>> grow_older([Fraction(8), Fraction(4), Fraction(2)], [Fraction(1, 2), Fraction(1, 3)])
    (Fraction(0, 1), Fraction(4, 1), Fraction(2, 1))
    """
    oldest = len(ages) - 1
    moved = [ages[age] * ratios[age] for age in range(oldest - 1)]
    return (Fraction(0), *moved, (ages[oldest - 1] + ages[oldest]) * ratios[oldest - 1])


def project_city(start: Ages, ratios: Sequence[Fraction], years: int) -> Fraction:
    """People aged 65 and over after some years."""
    ages: tuple[Fraction, ...] = tuple(Fraction(one) for one in start)
    for _ in range(years):
        ages = grow_older(ages, ratios)
    return sum(ages[FROM_AGE:], Fraction(0))
