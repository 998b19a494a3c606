"""Charts of a district page: what they show, in numbers and in a sentence."""

from dataclasses import dataclass

from generator.formatting import format_date, format_list, format_number
from generator.indicators.age_structure import AgeBand
from generator.model import District, ObservationStatus, Quantity
from generator.profiles.atlas import Atlas


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesView:
    """A line chart: numbers by year."""

    id: str
    title: str
    point: str
    """What the chart shows, in one sentence."""
    unit: str
    decimals: int
    points: tuple[tuple[int, Quantity], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarsView:
    """A comparison of one number between districts."""

    id: str
    title: str
    point: str
    unit: str
    decimals: int
    bars: tuple[tuple[str, Quantity, bool], ...]
    """Name, number and whether it is the district of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeView:
    """Age groups of a district beside those of the city, in percent."""

    id: str
    title: str
    point: str
    own_name: str
    city_name: str
    groups: tuple[tuple[str, Quantity, Quantity], ...]
    """Age group, share in the district, share in the city."""


def profile_ages(atlas: Atlas, district: District) -> AgeView | None:
    """Age structure beside the city's; nothing where ages are not known by district."""
    city = atlas.geography.city
    if district.code not in atlas.ages:
        return None
    own, whole = atlas.ages[district.code], atlas.ages[city.code]
    return AgeView(
        id="altersaufbau",
        title=f"Altersaufbau am {format_date(own.reference_date)}",
        point=_age_point(atlas, district, own.bands[-1], whole.bands[-1]),
        own_name=district.name,
        city_name=city.name,
        groups=tuple((mine.title, mine.share, all_.share) for mine, all_ in zip(own.bands, whole.bands, strict=True)),
    )


def _age_point(atlas: Atlas, district: District, own: AgeBand, city: AgeBand) -> str:
    """The age chart in one sentence."""
    if own.share.status is ObservationStatus.NOT_MEANINGFUL:
        return "Hier leben so wenige Menschen, dass Anteile nichts aussagen."
    if own.share.value is None or city.share.value is None:
        return "Nicht alle Altersgruppen sind veröffentlicht."
    if district.code == atlas.geography.city.code:
        return f"Von 100 Menschen sind {format_number(own.share.value)} mindestens {own.lower} Jahre alt."
    return (
        f"Von 100 Menschen sind hier {format_number(own.share.value)} mindestens {own.lower} Jahre alt "
        f"({atlas.geography.city.name}: {format_number(city.share.value)})."
    )


def profile_series(atlas: Atlas, district: District, indicator_id: str) -> SeriesView:
    """An indicator over the years."""
    indicator = atlas.results.indicator(indicator_id)
    observations = atlas.results.series[indicator_id, district.code]
    points = tuple((one.reference_date.year, Quantity(one.value, one.status)) for one in observations)
    known = [(year, quantity.value) for year, quantity in points if quantity.value is not None]
    if len(known) > 1:
        (first_year, first), (last_year, last) = known[0], known[-1]
        point = (
            f"{first_year} waren es {format_number(first, indicator.decimals)}, "
            f"{last_year} {format_number(last, indicator.decimals)}."
        )
    else:
        point = "Für die meisten Jahre gibt es hier keine Zahl."
    return SeriesView(
        id=f"reihe-{indicator.slug}",
        title=f"{indicator.title}, {points[0][0]} bis {points[-1][0]}",
        point=point,
        unit=indicator.unit,
        decimals=indicator.decimals,
        points=points,
    )


def profile_comparison(atlas: Atlas, district: District) -> BarsView | None:
    """The share of older people beside that of the parts, or of the district around it and the city."""
    indicator_id = "share_65_plus"
    if indicator_id not in atlas.results.ids:
        return None
    indicator = atlas.results.indicator(indicator_id)
    around = atlas.geography.ancestors(district.code)
    rows = [district, *reversed(around)]
    bars = []
    for one in rows:
        observation = atlas.results.latest(indicator_id, one.code)
        bars.append((one.name, Quantity(observation.value, observation.status), one.code == district.code))
    if len(bars) < 2:
        return None
    day = atlas.results.latest(indicator_id, district.code).reference_date
    return BarsView(
        id="vergleich-anteil-ab-65",
        title=f"{indicator.title} am {format_date(day)}",
        point=f"Zum Vergleich: {format_list([one.name for one in rows[1:]])}.",
        unit=indicator.unit,
        decimals=indicator.decimals,
        bars=tuple(bars),
    )
