"""What is unusual about a district, in sentences with numbers, each beside its evidence.

All wording stands here. A sentence says what was counted and how it compares; it judges nobody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import NBSP, format_number
from generator.indicators.definition import BASE_YEAR
from generator.indicators.reachability import MEETING_PLACE
from generator.model import District
from generator.parameters import parameter_value
from generator.plain import start_sentence
from generator.planning.notable import COMPARED, WHITE_SPOTS, Deviation
from generator.profiles.atlas import Atlas
from generator.profiles.views import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class NotableSentence:
    """One thing that is unusual."""

    text: str
    evidence: Link
    """Where the number is explained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotableSection:
    """Everything unusual about a district, or that nothing is."""

    sentences: tuple[NotableSentence, ...]
    nothing: str
    """Said where there are no sentences; empty otherwise."""
    method: str
    """What was compared, and when a number is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a sentence needs of a comparison, as text."""

    where: str
    """Such as "in der Altstadt"."""
    city: str
    """Such as "in Magdeburg"."""
    value: str
    city_value: str
    minutes: str
    """Longest acceptable walk to a meeting place."""
    difference: str
    """Without sign."""
    is_more: bool
    is_nothing: bool
    """Whether the number of the district is exactly zero."""
    change: str
    """Such as "um 9,5 % gestiegen"."""
    city_change: str
    year: int

    @property
    def more(self) -> str:
        """The direction in a word."""
        return "mehr" if self.is_more else "weniger"

    @property
    def start(self) -> str:
        """The place at the beginning of a sentence."""
        return start_sentence(self.where)


def _say_share_65_plus(one: Wording) -> str:
    return (
        f"{one.start} sind {one.value}{NBSP}% der Menschen 65 Jahre oder älter, "
        f"{one.difference} Prozentpunkte {one.more} als {one.city} ({one.city_value}{NBSP}%)."
    )


def _say_change_65_plus(one: Wording) -> str:
    return (
        f"Die Zahl der Menschen ab 65 ist {one.where} seit {one.year} {one.change}; "
        f"{one.city} ist sie {one.city_change}."
    )


def _say_change_population(one: Wording) -> str:
    return f"Die Einwohnerzahl ist {one.where} seit {one.year} {one.change}; {one.city} ist sie {one.city_change}."


def _say_one_person(one: Wording) -> str:
    return (
        f"{one.start} lebt in {one.value}{NBSP}% der Haushalte nur ein Mensch, "
        f"{one.difference} Prozentpunkte {one.more} als {one.city} ({one.city_value}{NBSP}%)."
    )


def _say_housing_benefit(one: Wording) -> str:
    return (
        f"{one.start} kommen {one.value} Wohngeldempfängerinnen und -empfänger auf 1.000 Menschen, "
        f"{one.difference} {one.more} als {one.city} ({one.city_value})."
    )


def _say_meeting_places(one: Wording) -> str:
    if one.is_nothing:
        return (
            f"{one.start} ist kein geöffneter und bestätigter Begegnungsort erfasst; "
            f"{one.city} kommen {one.city_value} auf 1.000 Menschen ab 65."
        )
    return (
        f"{one.start} kommen {one.value} erfasste Begegnungsorte auf 1.000 Menschen ab 65, "
        f"{one.difference} {one.more} als {one.city} ({one.city_value})."
    )


def _say_spots(one: Wording) -> str:
    return (
        f"{one.start} leben etwa {one.value}{NBSP}% der Menschen ab 65 ohne bekannten Begegnungsort in höchstens "
        f"{one.minutes} Minuten zu Fuß, {one.city} sind es etwa {one.city_value}{NBSP}%."
    )


WORDINGS: Mapping[str, Callable[[Wording], str]] = dict(
    zip(
        (*COMPARED, WHITE_SPOTS),
        (
            _say_share_65_plus,
            _say_change_65_plus,
            _say_change_population,
            _say_one_person,
            _say_housing_benefit,
            _say_meeting_places,
            _say_spots,
        ),
        strict=True,
    )
)
"""How each topic is said."""


def profile_notable(atlas: Atlas, page: PurePosixPath, district: District) -> NotableSection | None:
    """The section of a district, if the city compares its districts."""
    found = atlas.comparisons.get(district.code)
    if found is None:
        return None
    city, level = atlas.geography.city, atlas.geography.level_of(district)
    sentences = tuple(
        NotableSentence(
            text=WORDINGS[one.topic](_word(atlas, district, one)), evidence=_find_evidence(atlas, page, district, one)
        )
        for one in found.deviations
    )
    nothing = ""
    if not found.compared:
        nothing = "Für einen Vergleich fehlen hier verlässliche Zahlen."
    elif not sentences:
        nothing = f"In den verglichenen Zahlen ist {district.where} nichts deutlich anders als {city.where}."
    topics = len(found.compared)
    compared = f"{topics} Kennzahlen" if topics != 1 else "1 Kennzahl"
    method = (
        f"Verglichen: {compared}, mit {city.name} und mit allen Gebieten der Ebene „{level.name_plural}“. Genannt "
        "wird, was sich von der Stadt mehr unterscheidet, als der Zufall erklärt, und auch unter diesen Gebieten "
        "ungewöhnlich ist; das Ungewöhnlichste zuerst."
    )
    return NotableSection(sentences=sentences, nothing=nothing, method=method if topics else "")


def _find_evidence(atlas: Atlas, page: PurePosixPath, district: District, one: Deviation) -> Link:
    """Where the number is explained."""
    if one.topic == WHITE_SPOTS:
        return Link(text="Weiße Flecken", href=layout.relative_url(page, layout.REACHABILITY, anchor="weisse-flecken"))
    indicator = atlas.results.indicator(one.topic)
    return Link(text=indicator.short_title, href=atlas.indicator_href(page, indicator, district.code))


def _word(atlas: Atlas, district: District, one: Deviation) -> Wording:
    """The numbers of a comparison as text."""
    decimals = one.decimals
    minutes = atlas.reachability.target(MEETING_PLACE).minutes if atlas.reachability and one.topic == WHITE_SPOTS else 0
    return Wording(
        where=district.where,
        city=atlas.geography.city.where,
        value=format_number(one.value, decimals),
        city_value=format_number(one.city_value, decimals),
        minutes=format_number(minutes),
        difference=format_number(abs(one.difference), decimals),
        is_more=one.difference > 0,
        is_nothing=one.value == 0,
        change=describe_change(one.value, decimals),
        city_change=describe_change(one.city_value, decimals),
        year=int(parameter_value(atlas.parameters, BASE_YEAR)),
    )


def describe_change(percent: float, decimals: int) -> str:
    r"""A change in percent as the end of a sentence.

    >>> describe_change(9.52, 1), describe_change(-1.4, 1), describe_change(0.04, 1)
    ('um 9,5\xa0% gestiegen', 'um 1,4\xa0% gesunken', 'fast gleich geblieben')
    """
    text = format_number(abs(percent), decimals)
    if percent == 0:
        return "gleich geblieben"
    if text == format_number(0, decimals):
        return "fast gleich geblieben"
    return f"um {text}{NBSP}% {'gestiegen' if percent > 0 else 'gesunken'}"
