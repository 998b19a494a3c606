"""Walking distances in plain German: ranges stay ranges."""

from generator import layout
from generator.formatting import format_number
from generator.indicators.reachability import MEETING_PLACE, Reachability, Span
from generator.model import District
from generator.plain import Sentence, say, say_count, start_sentence
from generator.profiles.atlas import Atlas
from generator.profiles.plain.people import explain_absence
from generator.profiles.plain.views import Paragraph, PlainSection
from generator.profiles.reach_values import spots_in
from generator.profiles.views import Link

WALKERS = {"mobile": "Manche Menschen können gut gehen.", "restricted": "Andere Menschen gehen langsam."}


def say_how_far_it_is(atlas: Atlas, district: District) -> PlainSection | None:
    """Who has a meeting place near, if the city has computed that."""
    reachability = atlas.reachability
    if reachability is None or not any(one.id == MEETING_PLACE for one in reachability.targets):
        return None
    target = reachability.target(MEETING_PLACE)
    reach = reachability.reach[MEETING_PLACE, district.code]
    minutes = say_count(int(target.minutes), "Minute", "Minuten")
    paragraphs: list[Paragraph] = [
        (
            Sentence("An einem Treffpunkt kommen Menschen zusammen."),
            Sentence(f"Ein kurzer Weg heißt: höchstens {minutes} zu Fuß."),
            Sentence("Wir zählen nur Treffpunkte, die wir kennen."),
        )
    ]
    spans = [reach.shares_pct[one.id] for one in reachability.profiles]
    absent = next((one.low for one in spans if one.low.value is None), None)
    if absent:
        question = Sentence("Wie viele Menschen haben so einen kurzen Weg?")
        paragraphs.append((question, *explain_absence(absent.status)))
    else:
        older = say(f"Wir schauen auf alle Menschen ab 65 {district.where}.", district.where)
        paragraphs.append((older, Sentence("Wir haben geschätzt:")))
        paragraphs += [
            (Sentence(WALKERS[profile.id]), _say_span(span))
            for profile, span in zip(reachability.profiles, spans, strict=True)
        ]
        if any(_is_range(one) for one in spans):
            paragraphs.append(
                (
                    Sentence("Genauer wissen wir es nicht."),
                    Sentence("Bei manchen Orten kennen wir die Adresse nicht genau."),
                )
            )
        paragraphs.append(_say_spots(atlas, reachability, district))
    page = layout.plain_page(layout.district_page(district, atlas.geography.level_of(district)))
    links = (
        (Link(text="Mehr über Wege zu Fuß", href=layout.relative_url(page, layout.plain_page(layout.REACHABILITY))),)
        if reachability.cell_classes
        else ()
    )
    return PlainSection(
        anchor="wege",
        title="Wie weit ist der Weg?",
        paragraphs=tuple(one for one in paragraphs if one),
        links=links,
    )


def _is_range(span: Span) -> bool:
    """Tell whether both ends are said as different numbers."""
    return span.high.value is None or format_number(span.low.value or 0) != format_number(span.high.value)


def _say_span(span: Span) -> Sentence:
    """How many of a hundred have a short way."""
    low, high = span.low.value or 0, span.high.value
    low_text, high_text = format_number(low), "100" if high is None else format_number(high)
    if high == 0:
        who, is_one = "niemand", True
    elif low == 100:
        who, is_one = "alle", False
    elif (low_text, high_text) == ("0", "0"):
        who, is_one = "fast niemand", True
    elif (low_text, high_text) == ("100", "100"):
        who, is_one = "fast alle", False
    elif low_text == "0":
        who, is_one = f"höchstens {high_text} von 100", high_text == "1"
    elif low_text == high_text:
        who, is_one = f"etwa {low_text} von 100", low_text == "1"
    elif high_text == "100":
        who, is_one = f"mindestens {low_text} von 100", low_text == "1"
    else:
        who, is_one = f"{low_text} bis {high_text} von 100", False
    return Sentence(f"Von ihnen {'hat' if is_one else 'haben'} {who} einen kurzen Weg.")


def _say_spots(atlas: Atlas, reachability: Reachability, district: District) -> Paragraph:
    """Places where people live and no meeting place is near."""
    spots = spots_in(atlas, reachability, district)
    if not spots:
        return ()
    where = start_sentence(district.where)
    people = say_count(sum(one.people for one in spots), "Mensch", "Menschen")
    return (
        say(f"{where} gibt es {say_count(len(spots), 'Stelle', 'Stellen')} ohne Treffpunkt in der Nähe.", where),
        Sentence(f"Dort {'wohnt' if people.startswith('1 ') else 'wohnen'} etwa {people} ab 65."),
    )
