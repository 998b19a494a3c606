"""Shares of groups that answered more or less often than others, brought back to the size of the groups.

Post-stratification: the share of every stratum counts as much as the stratum has people. The sums behind it add up, so
that any areas can be put together, and one be taken out of all, without going through every row again.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.planning.needs.logic import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """People who are alike in something that is known of everybody, such as age."""

    population: float
    respondents: float
    """At least one."""
    count: float
    """How many of them gave the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What shares and weights of several strata come from; each is a sum over the strata."""

    population: float
    respondents: float
    spoken_for: float
    """People of whom those who gave the answer are the spokesmen: Σ N k ÷ n."""
    squares: float
    """Σ N² ÷ n, for the loss by weights."""

    @property
    def share(self) -> float:
        """The share among all, between 0 and 1."""
        # Taking one tally out of another may leave a hair more than all.
        return min(1.0, max(0.0, self.spoken_for / self.population))

    @property
    def design_effect(self) -> float:
        """How many times as many answers one needs because of the weights (Kish)."""
        return max(1.0, self.respondents * self.squares / self.population**2)

    def without(self, part: "Tally") -> "Tally":
        """The rest."""
        return Tally(
            population=self.population - part.population,
            respondents=self.respondents - part.respondents,
            spoken_for=self.spoken_for - part.spoken_for,
            squares=self.squares - part.squares,
        )


def take_tally(strata: Iterable[Stratum]) -> Tally:
    """Sum up strata.

    >>> both = take_tally([
    ...     Stratum(population=200, respondents=50, count=40), Stratum(population=100, respondents=50, count=20)])
    >>> round(both.share, 4), round(both.design_effect, 4)
    (0.6667, 1.1111)
    """
    found = tuple(strata)
    return Tally(
        population=math.fsum(one.population for one in found),
        respondents=math.fsum(one.respondents for one in found),
        spoken_for=math.fsum(one.population * one.count / one.respondents for one in found),
        squares=math.fsum(one.population**2 / one.respondents for one in found),
    )


def standard_error(strata: Sequence[Stratum]) -> float | None:
    """How far the weighted share scatters from sample to sample; ``None`` where a single answer stands for others.

    >>> standard_error([Stratum(population=100, respondents=100, count=50)])
    0.0
    """
    total = math.fsum(one.population for one in strata)
    variance = 0.0
    for one in strata:
        left = max(0.0, 1 - one.respondents / one.population)
        share = one.count / one.respondents
        if one.respondents < 2:
            if left > 0:
                return None
            continue
        variance += (one.population / total) ** 2 * left * share * (1 - share) / (one.respondents - 1)
    return math.sqrt(variance)


def response_bounds(share_pct: float, rate: float) -> Interval:
    """The share in percent among all who were asked, if the silent had all said no, or all yes (Manski).

    >>> response_bounds(50, 0.5)
    Interval(low=25.0, high=75.0)
    """
    # In exact arithmetic the share lies below the upper bound; floats miss that by a hair.
    return Interval(share_pct * rate, max(share_pct, share_pct * rate + 100 * (1 - rate)))
