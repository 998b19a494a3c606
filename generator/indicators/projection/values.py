"""What a projection says, and how wrong its method has been before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from generator.geography import Geography
from generator.model import Quantity

PARAMETERS = "projection_"
"""How the names of the parameters begin that a projection depends on."""
QUANTILE = Fraction(4, 5)
"""So many of all districts were missed by no more than the width that is told."""


class Method(StrEnum):
    """Where the number for the whole city comes from."""

    FORECAST = "forecast"
    """A forecast that somebody has made and published."""
    COHORTS = "cohorts"
    """Cohort change ratios (Hamilton–Perry) from single years of age of the whole city."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """An assumption about the shares of districts in the city."""

    id: str
    title: str
    description: str
    damping: Fraction
    """How much of the yearly change of the shares goes on: 0 nothing, 1 all of it."""


SCENARIOS = (
    Trend(
        id="constant",
        title="gleicher Anteil",
        description="Jedes Gebiet behält seinen Anteil an allen Menschen ab 65 in der Stadt.",
        damping=Fraction(0),
    ),
    Trend(
        id="damped",
        title="halber Trend",
        description="Der Anteil ändert sich weiter, aber nur halb so schnell wie in den Jahren der Daten.",
        damping=Fraction(1, 2),
    ),
    Trend(
        id="trend",
        title="voller Trend",
        description="Der Anteil ändert sich jedes Jahr weiter so wie in den Jahren der Daten.",
        damping=Fraction(1),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """What the method would have said about a district, and what came."""

    district_code: str
    predicted: int
    actual: int

    @property
    def error_pct(self) -> float:
        """Too many where positive, in percent of what came."""
        return 100 * (self.predicted - self.actual) / self.actual


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """One assumption, started on an old date with nothing but older data, compared with what is known since."""

    scenario_id: str
    first_date: date
    """The shares are known from here on; the start itself where no trend is needed."""
    start_date: date
    end_date: date
    misses: Mapping[str, Miss]
    """By district; only those that a projection would be told for, and that had older people at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Errors of several districts."""

    count: int
    mean_absolute_pct: float
    mean_pct: float
    """Above 0: too many on the whole."""
    most_pct: float
    """Four of five districts were missed by no more than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """People aged 65 and over in the years to come."""

    base_date: date
    first_date: date
    """The trend of the shares is measured from here to the base."""
    years: tuple[int, ...]
    method: Method
    forecast_titles: tuple[str, ...]
    """Names of the forecasts that the city's numbers come from; empty where they are worked out from cohorts."""
    base: Mapping[str, Quantity]
    """By district."""
    totals: Mapping[int, int]
    """The city by year."""
    people: Mapping[tuple[str, int, str], Quantity]
    """By district, year and scenario; unreliable where the district is too small."""
    backtests: tuple[Backtest, ...]
    city_misses: tuple[Miss, ...]
    """The same test for the number of the whole city; empty where that comes from a forecast."""
    city_test_dates: tuple[date, date] | None
    resource_ids: tuple[str, ...]
    """The datasets it all rests on."""

    def span(self, code: str, year: int) -> tuple[Quantity, Quantity]:
        """The lowest and the highest of all scenarios, or twice the reason why there is none."""
        found = [self.people[code, year, one.id] for one in SCENARIOS]
        absent = next((one for one in found if one.value is None), None)
        if absent:
            return absent, absent
        numbers = [one.value for one in found if one.value is not None]
        return Quantity(min(numbers)), Quantity(max(numbers))

    def growth(self, geography: Geography, code: str, year: int, scenario_id: str) -> Fraction:
        """People in that year per person at the base, in the smallest district around that is large enough."""
        for one in (code, *(found.code for found in reversed(geography.ancestors(code)))):
            then, now = self.people[one, year, scenario_id], self.base[one]
            if then.value is not None and now.value:
                return Fraction(int(then.value), int(now.value))
        return Fraction(self.totals[year], max(1, int(self.base[geography.city.code].value or 0)))


def summarize(misses: Iterable[Miss]) -> Summary | None:
    """Errors in short; ``None`` where there is nothing to compare."""
    errors = [one.error_pct for one in misses]
    if not errors:
        return None
    sizes = sorted(abs(one) for one in errors)
    # The smallest size that so many do not exceed: no value between two districts is made up.
    place = -(-len(sizes) * QUANTILE.numerator // QUANTILE.denominator) - 1
    return Summary(
        count=len(errors),
        mean_absolute_pct=sum(sizes) / len(sizes),
        mean_pct=sum(errors) / len(errors),
        most_pct=sizes[place],
    )
