"""What a district is, and who lives there, in plain German."""

from generator.formatting import format_long_date, format_number
from generator.indicators.definition import BASE_YEAR
from generator.model import District, Observation, ObservationStatus
from generator.parameters import parameter_value
from generator.plain import Sentence, SharePhrase, say, say_count, say_share, start_sentence
from generator.profiles.atlas import Atlas
from generator.profiles.plain.views import Paragraph, PlainSection

OLDER = "65 Jahre oder älter"
ABSENCE = {
    ObservationStatus.CONFIDENTIAL: (
        "Diese Zahl ist geheim.",
        "Sonst kann man vielleicht einzelne Menschen erkennen.",
    ),
    ObservationStatus.MISSING: ("Diese Zahl kennen wir nicht.",),
    ObservationStatus.UNRELIABLE: ("Diese Zahl ist nicht sicher genug.", "Darum zeigen wir sie nicht."),
    ObservationStatus.NOT_MEANINGFUL: ("Hier wohnen zu wenige Menschen.", "Darum rechnen wir diese Zahl nicht aus."),
}
"""Why there is no number, in plain words; each of the four reasons is a different one."""


def explain_absence(status: ObservationStatus) -> Paragraph:
    """Why there is no number."""
    return tuple(Sentence(text) for text in ABSENCE[status])


def say_what_it_is(atlas: Atlas, district: District) -> PlainSection:
    """The kind of district, its parts and its cut."""
    level, city = atlas.geography.level_of(district), atlas.geography.city
    opening: list[Sentence] = []
    if level.name_with_article:
        kind = say(f"{start_sentence(district.who)} ist {level.name_with_article}", start_sentence(district.who))
        place = "" if district.code == city.code else f" von {city.name}"
        opening.append(say(f"{kind.text}{place}.", *kind.names, city.name))
    paragraphs = [tuple(opening)] if opening else []
    if district.status == "provisional":
        paragraphs.append((Sentence("Die Grenzen stehen noch nicht fest."), Sentence("Vielleicht ändern sie sich.")))
    parts = [atlas.geography.districts[code] for code in district.part_codes]
    items: tuple[Paragraph, ...] = ()
    if parts and district.code != city.code:
        plural = atlas.geography.level_of(parts[0]).name_plural
        one = atlas.geography.level_of(parts[0]).name_with_article or "ein Teil"
        paragraphs.append(
            (Sentence(f"Zum Gebiet gehören {len(parts)} {plural}:" if len(parts) > 1 else f"Dazu gehört nur {one}:"),)
        )
        items = tuple((say(part.name, part.name),) for part in parts)
    return PlainSection(
        anchor="das-gebiet", title=f"Was ist {district.who}?", paragraphs=tuple(paragraphs), items=items
    )


def say_who_lives_there(atlas: Atlas, district: District) -> PlainSection | None:
    """Inhabitants, older people, change and households, as far as the city has numbers."""
    if "population" not in atlas.results.ids:
        return None
    people = atlas.results.latest("population", district.code)
    paragraphs = [_say_inhabitants(district, people)]
    if people.value != 0 and "population_65_plus" in atlas.results.ids:
        paragraphs.append(_say_older(atlas, district))
        paragraphs.append(_say_change(atlas, district))
        paragraphs.append(_say_households(atlas, district))
    return PlainSection(
        anchor="menschen",
        title=f"Wer wohnt {district.where}?",
        paragraphs=tuple(paragraph for paragraph in paragraphs if paragraph),
    )


def _say_inhabitants(district: District, people: Observation) -> Paragraph:
    """How many people live there, and on which day that was."""
    where = start_sentence(district.where)
    day = Sentence(f"So war es am {format_long_date(people.reference_date)}.")
    if people.value is None:
        return (say(f"Wie viele Menschen wohnen {district.where}?", district.where), *explain_absence(people.status))
    if people.value == 0:
        return (say(f"{where} wohnt niemand.", where), day)
    verb = "wohnt" if people.value == 1 else "wohnen"
    return (say(f"{where} {verb} {say_count(int(people.value), 'Mensch', 'Menschen')}.", where), day)


def _say_older(atlas: Atlas, district: District) -> Paragraph:
    """How many of them are old, as a number and as a share, beside the share of the city."""
    older = atlas.results.latest("population_65_plus", district.code)
    if older.value is None:
        return (Sentence(f"Wie viele Menschen sind {OLDER}?"), *explain_absence(older.status))
    if older.value == 0:
        return (Sentence(f"Niemand von ihnen ist {OLDER}."),)
    verb = "ist" if older.value == 1 else "sind"
    share = _find_share(atlas, "share_65_plus", district)
    if share is None:
        return (Sentence(f"{format_number(older.value)} von ihnen {verb} {OLDER}."),)
    return (
        Sentence(f"{start_sentence(share.text)} Menschen {'ist' if share.is_one else 'sind'} {OLDER}."),
        Sentence(f"Das {verb} {say_count(int(older.value), 'Mensch', 'Menschen')}."),
        *_compare_with_city(atlas, district, share),
    )


def _find_share(atlas: Atlas, indicator_id: str, district: District) -> SharePhrase | None:
    """A share in words; nothing where it is not shown or not between nobody and everybody."""
    if indicator_id not in atlas.results.ids:
        return None
    share = atlas.results.latest(indicator_id, district.code)
    part, whole = share.numerator.value, share.denominator.value if share.denominator else None
    if share.value is None or part is None or whole is None or not 0 < part < whole:
        return None
    return say_share(int(part), int(whole))


def _compare_with_city(atlas: Atlas, district: District, said: SharePhrase) -> Paragraph:
    """The share of the city for comparison."""
    city = atlas.geography.city
    whole = _find_share(atlas, "share_65_plus", city) if district.code != city.code else None
    if whole is None:
        return ()
    if whole == said:
        return (say(f"In ganz {city.name} ist es ungefähr genauso.", city.name),)
    verb = "ist" if whole.is_one else "sind"
    return (say(f"In ganz {city.name} {verb} es {whole.text} Menschen.", city.name),)


def _say_change(atlas: Atlas, district: District) -> Paragraph:
    """Whether older people have become more or fewer."""
    if "change_65_plus_count" not in atlas.results.ids:
        return ()
    older = atlas.results.latest("population_65_plus", district.code)
    change = atlas.results.latest("change_65_plus_count", district.code)
    if older.value is None or change.value is None:
        return ()
    year = int(parameter_value(atlas.parameters, BASE_YEAR))
    if change.value == 0:
        return (Sentence(f"Im Jahr {year} waren es genauso viele."),)
    before = int(older.value - change.value)
    more = "mehr" if change.value > 0 else "weniger"
    now = "ist es" if abs(change.value) == 1 else "sind es"
    return (
        Sentence(f"Im Jahr {year} {'war' if before == 1 else 'waren'} es {say_count(before, 'Mensch', 'Menschen')}."),
        Sentence(f"Jetzt {now} {format_number(abs(change.value))} {more}."),
    )


def _say_households(atlas: Atlas, district: District) -> Paragraph:
    """How many people live alone."""
    share = _find_share(atlas, "share_one_person_households", district)
    if share is None:
        return ()
    return (
        Sentence(f"In {share.text} Haushalten wohnt nur 1 Mensch."),
        Sentence("Das können junge und alte Menschen sein."),
    )
