"""A district in sentences and key figures: who lives here, what it is made of, what its cut rests on."""

from pathlib import PurePosixPath

from generator.formatting import describe_absence, format_date, format_list, format_number, format_quantity
from generator.indicators.definition import Indicator
from generator.model import District, Observation, ObservationStatus
from generator.plain import say_count, start_sentence
from generator.profiles.atlas import Atlas, is_signed
from generator.profiles.views import Fact


def describe_district(atlas: Atlas, district: District) -> tuple[str, ...]:
    """Sentences before numbers: who lives here, and what the district is made of."""
    results = atlas.results
    sentences = []
    if "population" in results.ids:
        people = results.latest("population", district.code)
        if people.value is None:
            sentences.append(f"Wie viele Menschen {district.where} leben, ist nicht veröffentlicht.")
        elif people.value == 0:
            sentences.append(f"{start_sentence(district.where)} ist niemand mit Hauptwohnung gemeldet.")
        else:
            verb = "lebt" if people.value == 1 else "leben"
            inhabitants = say_count(int(people.value), "Mensch", "Menschen")
            sentences.append(f"{start_sentence(district.where)} {verb} {inhabitants}.")
            sentences.extend(_older_people(atlas, district))
    if district.part_codes and district.code != atlas.geography.city.code:
        parts = [atlas.geography.districts[code] for code in district.part_codes]
        plural = atlas.geography.level_of(parts[0]).name_plural if len(parts) > 1 else ""
        if len(parts) > 1:
            sentences.append(f"Zum Gebiet gehören die {plural} {format_list([one.name for one in parts])}.")
        else:
            sentences.append(
                f"Zum Gebiet gehört ein {atlas.geography.level_of(parts[0]).name_singular}: {parts[0].name}."
            )
    return tuple(sentences)


def _older_people(atlas: Atlas, district: District) -> tuple[str, ...]:
    """How many of them are 65 or older, or why that is not said."""
    if "population_65_plus" not in atlas.results.ids:
        return ()
    older = atlas.results.latest("population_65_plus", district.code)
    if older.value is not None:
        return (f"{format_number(older.value)} von ihnen sind 65 Jahre oder älter.",)
    if older.status is not ObservationStatus.CONFIDENTIAL:
        return ("Wie viele von ihnen 65 Jahre oder älter sind, ist nicht bekannt.",)
    hidden = [
        atlas.geography.districts[cell.district_code].name
        for cell in older.evidence
        if cell.quantity.status is ObservationStatus.CONFIDENTIAL and cell.district_code != district.code
    ]
    if hidden:
        return (
            "Wie viele von ihnen 65 Jahre oder älter sind, wird hier nicht ausgewiesen: Für "
            f"{format_list(hidden)} wird die Zahl geheim gehalten, weil dort nur wenige Menschen leben.",
        )
    return (
        "Wie viele von ihnen 65 Jahre oder älter sind, wird geheim gehalten, "
        "damit niemand in kleinen Gruppen erkannt werden kann.",
    )


def describe_cut(district: District) -> str:
    """What the cut of this district rests on."""
    if district.status == "official" or not district.basis:
        return ""
    word = "belegt" if district.status == "documented" else "vorläufig"
    return f"Zuschnitt {word}: {district.basis.rstrip('.')}."


def view_fact(atlas: Atlas, page: PurePosixPath, district: District, indicator_id: str) -> Fact:
    """A key figure with the city's number for comparison."""
    indicator = atlas.results.indicator(indicator_id)
    city = atlas.geography.city
    observation = atlas.results.latest(indicator_id, district.code)
    compared = atlas.results.latest(indicator_id, city.code)
    is_comparable = bool(indicator.unit) and district.code != city.code
    return Fact(
        value=atlas.view(page, observation),
        label=indicator.short_title,
        comparison=f"{city.name}: {_say(indicator, compared)}" if is_comparable else "",
        date=format_date(observation.reference_date),
    )


def _say(indicator: Indicator, observation: Observation) -> str:
    """A number for a line of text, or in words why there is none."""
    if observation.value is None:
        return describe_absence(observation.status)
    return format_quantity(observation, indicator.decimals, unit=indicator.unit, signed=is_signed(indicator))
