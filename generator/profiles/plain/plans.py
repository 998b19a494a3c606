"""Needs and measures in plain German: what somebody has written for it, or the official title as a quotation."""

from collections.abc import Sequence

from generator import layout
from generator.formatting import format_list
from generator.model import District
from generator.plain import Sentence, say
from generator.planning.needs.evaluation import NeedResult
from generator.planning.needs.logic import Truth
from generator.planning.records import Measure, Need
from generator.profiles.atlas import Atlas
from generator.profiles.plain.views import Paragraph, PlainSection
from generator.profiles.planning import measures_of, needs_of
from generator.profiles.views import Link

PROGRESS = {
    "planned": "Das ist geplant.",
    "decided": "Das ist beschlossen.",
    "running": "Die Stadt macht das gerade.",
    "done": "Das ist fertig.",
    "unknown": "Wir wissen nicht, wie weit das ist.",
}


def say_what_is_planned(atlas: Atlas, district: District) -> tuple[PlainSection, ...]:
    """What is lacking, and what the city wants to do, if the city has any record."""
    if not (atlas.planning.needs or atlas.planning.measures):
        return ()
    page = layout.plain_page(layout.district_page(district, atlas.geography.level_of(district)))
    more = Link(text="Pläne für die ganze Stadt", href=layout.relative_url(page, layout.plain_page(layout.PLANNING)))
    needs, measures = needs_of(atlas, district.code), measures_of(atlas, district.code)
    return (
        say_what_is_lacking(needs, district, _name_rules(atlas, district)),
        say_what_the_city_does(measures, district, links=(more,)),
    )


def say_what_is_lacking(needs: Sequence[Need], district: District, rules: Paragraph) -> PlainSection:
    """Needs that somebody has named, and what the rules find."""
    opening: Paragraph = (Sentence("Andere haben gesagt: Das ist nötig."),)
    if not needs:
        opening = (
            Sentence("Wir haben in Berichten gesucht."),
            Sentence("Dort steht nicht, dass hier etwas fehlt."),
            Sentence("Vielleicht fehlt trotzdem etwas."),
        )
    return PlainSection(
        anchor="bedarfe",
        title=f"Was fehlt {district.where}?",
        paragraphs=(*((rules,) if rules else ()), opening),
        items=tuple(_say_record(one.plain_text, one.title) for one in needs),
    )


def say_what_the_city_does(measures: Sequence[Measure], district: District, *, links: tuple[Link, ...]) -> PlainSection:
    """Measures with their progress."""
    opening: Paragraph = (Sentence("Das will die Stadt tun:"),)
    if not measures:
        opening = (Sentence("Wir kennen keinen Plan nur für dieses Gebiet."),)
    return PlainSection(
        anchor="massnahmen",
        title=f"Was macht die Stadt {district.where}?",
        paragraphs=(opening,),
        items=tuple((*_say_record(one.plain_text, one.title), Sentence(PROGRESS[one.status])) for one in measures),
        links=links,
    )


def _say_record(plain_text: str, title: str) -> Paragraph:
    """A record in plain words; without them its title, said to be one."""
    if plain_text:
        return (Sentence(plain_text),)
    quoted = f"„{title}“"
    return (say(f"Das Thema heißt {quoted}.", quoted),)


def _name_rules(atlas: Atlas, district: District) -> Paragraph:
    """What the rules of the city ask to look at, by their short titles."""
    found: list[NeedResult] = [
        one for one in atlas.needs.answers.get(district.code, ()) if one.conclusion.truth is Truth.YES
    ]
    if not found:
        return ()
    titles = tuple(dict.fromkeys(f"„{one.rule.short_title}“" for one in found))
    topics = "diese Themen" if len(titles) > 1 else "dieses Thema"
    return (
        Sentence("Der Computer prüft die Zahlen mit festen Regeln."),
        say(f"Er nennt hier {topics}: {format_list(titles)}.", format_list(titles)),
    )
