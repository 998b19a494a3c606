"""One plain sentence for each step from need to status; what nobody knows is said to be unknown."""

from collections.abc import Mapping

from generator.formatting import describe_absence, format_list, format_number
from generator.indicators.reachability import Target
from generator.profiles.chain_facts import GapFacts, MeasureFacts, NeedFacts, StatusFacts, SupplyFacts
from generator.profiles.reach_values import WALKERS, say_share

STATUS_WORDS = {
    "running": ("läuft", "laufen"),
    "decided": ("ist beschlossen", "sind beschlossen"),
    "planned": ("ist geplant", "sind geplant"),
    "done": ("ist umgesetzt", "sind umgesetzt"),
    "unknown": ("ist ohne bekannten Stand", "sind ohne bekannten Stand"),
}
"""By status of a measure, for one and for several."""


def count_words(number: int, one: str, many: str) -> str:
    """A number with its noun.

    >>> count_words(1, "Aufgabe", "Aufgaben"), count_words(1200, "Aufgabe", "Aufgaben")
    ('1 Aufgabe', '1.200 Aufgaben')
    """
    return f"{format_number(number)} {one if number == 1 else many}"


def say_need(facts: NeedFacts) -> str:
    """What there is to do, by the rules and by those who named it."""
    verb = "ist" if facts.named < 2 else "sind"
    named = f"benannt {verb} {count_words(facts.named, 'Bedarf', 'Bedarfe') if facts.named else 'kein Bedarf'}"
    if not facts.asked:
        return f"{named[0].upper()}{named[1:]}; für diese Gebietsebene gibt es keine Regel."
    if facts.unknown == facts.asked:
        return f"Keine Regel lässt sich hier beantworten, weil Angaben fehlen oder zu unsicher sind; {named}."
    tasks = count_words(facts.tasks, "Aufgabe", "Aufgaben") if facts.tasks else "keine Aufgabe"
    titles = [f"„{title}“" if facts.tasks == 1 else f"{count}-mal „{title}“" for title, count in facts.classes]
    classes = format_list(titles)
    found = f"Nach den Regeln gibt es hier {tasks}{f' ({classes})' if classes else ''}"
    if facts.unknown:
        rules = count_words(facts.unknown, "Regel bleibt", "Regeln bleiben")
        found += f", {'' if facts.tasks else 'aber '}{rules} ohne Antwort"
    return f"{found}; {named}."


def say_supply(facts: SupplyFacts | None) -> str:
    """Which meeting places there are, and for how many people."""
    if facts is None:
        return "Zu Begegnungsorten gibt es keine Angaben."
    places = count_words(facts.places, "Begegnungsort", "Begegnungsorte") if facts.places else "kein Begegnungsort"
    older = facts.older_people
    if older.value is None:
        people = f"; die Zahl der Menschen ab 65 fehlt ({describe_absence(older.status)})"
    else:
        people = f" für {format_number(older.value)} Menschen ab 65"
    ending = "er" if facts.unconfirmed == 1 else "e"
    more = f" (dazu {format_number(facts.unconfirmed)} lange nicht bestätigt{ending})" if facts.unconfirmed else ""
    return f"Erfasst und bestätigt {'sind' if facts.places > 1 else 'ist'} {places}{more}{people}."


def say_gap(facts: GapFacts | None, target: Target | None) -> str:
    """Who reaches a meeting place on foot, and where nobody does."""
    if facts is None or target is None:
        return "Wie weit die Wege zum nächsten Begegnungsort sind, ist nicht bekannt."
    spots = say_spots(facts)
    status = facts.share_pct.low.status
    if facts.share_pct.low.value is None:
        text = f"Wie viele einen Begegnungsort zu Fuß erreichen, lässt sich nicht sagen ({describe_absence(status)})"
        return f"{text}; {spots}." if facts.spots else f"{text}."
    return f"{say_share(target, WALKERS['mobile'], facts.share_pct).removesuffix('.')}; {spots}."


def say_spots(facts: GapFacts) -> str:
    """White spots with the people who live there."""
    if not facts.spots:
        return "es gibt keinen größeren weißen Fleck"
    together = "mit zusammen" if facts.spots > 1 else "mit"
    spots = count_words(facts.spots, "weißen Fleck", "weiße Flecken")
    return f"es gibt {spots} {together} etwa {format_number(facts.spot_people)} Menschen ab 65"


def say_measures(facts: MeasureFacts, need: NeedFacts) -> str:
    """What the city does, and what nobody answers."""
    first = _say_statuses(facts.statuses)
    left = facts.unanswered_tasks + facts.unanswered_needs
    if not left:
        is_all = need.tasks or need.named
        return f"{first}; zu jeder bekannten Aufgabe gibt es eine Maßnahme." if is_all else f"{first}."
    words = [
        *([count_words(facts.unanswered_tasks, "Aufgabe", "Aufgaben")] if facts.unanswered_tasks else []),
        *(
            [count_words(facts.unanswered_needs, "benannter Bedarf", "benannte Bedarfe")]
            if facts.unanswered_needs
            else []
        ),
    ]
    return f"{first}; ohne Maßnahme {'sind' if left > 1 else 'ist'} {format_list(words)}."


def _say_statuses(statuses: Mapping[str, int]) -> str:
    """How many measures have which status, in the order of their life."""
    found = {key: statuses[key] for key in STATUS_WORDS if statuses.get(key)}
    count = sum(found.values())
    if not count:
        return "Eigens für dieses Gebiet ist keine Maßnahme bekannt"
    if count == 1:
        return f"Bekannt ist 1 Maßnahme, sie {STATUS_WORDS[next(iter(found))][0]}"
    words = [f"{format_number(number)} {STATUS_WORDS[key][number > 1]}" for key, number in found.items()]
    return f"Bekannt sind {format_number(count)} Maßnahmen: {format_list(words)}"


def say_status(facts: StatusFacts) -> str:
    """Since when is known how far the measures are."""
    if not facts.measures:
        return "Solange keine Maßnahme bekannt ist, gibt es keinen Stand."
    if not facts.reported:
        return f"Wie weit {'die Maßnahme ist' if facts.measures == 1 else 'die Maßnahmen sind'}, ist nicht belegt."
    if facts.measures == 1:
        return f"Wie weit die Maßnahme ist, ist zuletzt für das Jahr {facts.latest_year} belegt."
    return (
        f"Bei {format_number(facts.reported)} von {format_number(facts.measures)} Maßnahmen ist belegt, wie weit sie "
        f"sind, zuletzt für das Jahr {facts.latest_year}."
    )
