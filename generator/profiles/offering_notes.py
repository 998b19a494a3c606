"""What readers of a list of offerings must know: what is missing from it, what does not count, what is too long."""

from collections.abc import Sequence

from generator.formatting import format_number
from generator.indicators.compute import find_offerings
from generator.indicators.definition import Indicator, OfferingTerm, Ratio
from generator.model import Offering
from generator.offerings import SERVICES_ID, is_left_out
from generator.profiles.atlas import Atlas

MAX_LISTED = 1_000
"""A longer list is no page any more: nobody reads it to the end, and many browsers do not open it."""


def describe_excess(atlas: Atlas, count: int) -> str:
    """Why a page does not list its offerings one by one, and where they stand; empty where it does."""
    if count <= MAX_LISTED:
        return ""
    finest, title = atlas.geography.levels[-1].name_plural, atlas.resource(SERVICES_ID).title
    return (
        f"Diese Seite nennt sie nicht einzeln, denn es sind {format_number(count)} Angebote. Sie stehen auf den Seiten "
        f"der {finest} und alle zusammen im Datensatz „{title}“."
    )


def incompleteness_note(atlas: Atlas) -> tuple[str, ...]:
    """The caveats of the list of offerings, for every page that counts them."""
    return atlas.resource(SERVICES_ID).caveats if atlas.catalog.offerings else ()


def list_notes(atlas: Atlas, offerings: Sequence[Offering]) -> tuple[str, ...]:
    """What readers of a list of offerings must know: what is missing from it, and what is grey in it."""
    stale = sum(one.is_stale for one in offerings)
    if not stale:
        return incompleteness_note(atlas)
    months = atlas.catalog.stale_after_months
    too_long = f"seit mehr als {months} Monaten nicht bestätigt"
    if stale == 1:
        grey = f"Grau gezeigt ist 1 Angebot, das {too_long} ist oder bei dem das Datum des Belegs fehlt. Es zählt"
    else:
        which = f"{stale} Angebote, die {too_long} sind oder bei denen das Datum des Belegs fehlt"
        grey = f"Grau gezeigt sind {which}. Sie zählen"
    grey = f"{grey} in den Zahlen zur Versorgung nicht mit."
    return (*incompleteness_note(atlas), grey)


def supply_note(atlas: Atlas, indicators: Sequence[Indicator], code: str) -> str:
    """How many open offerings the numbers of a district leave out because nobody has confirmed them."""
    terms = [
        one.formula.numerator
        for one in indicators
        if isinstance(one.formula, Ratio) and isinstance(one.formula.numerator, OfferingTerm)
    ]
    found = {
        one.id
        for term in terms
        for one in find_offerings(atlas.catalog, atlas.geography, term, code)
        if is_left_out(one)
    }
    count = {0: "kein weiteres Angebot", 1: "1 weiteres Angebot"}.get(len(found), f"{len(found)} weitere Angebote")
    return (
        f"Nicht mitgezählt, weil seit mehr als {atlas.catalog.stale_after_months} Monaten nicht bestätigt oder ohne "
        f"Datum des Belegs: {count} ({atlas.geography.districts[code].name})."
    )
