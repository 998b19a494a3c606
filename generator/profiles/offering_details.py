"""What is said of an offering in whole phrases: how to get there, who has confirmed it, how to report an error."""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from generator import layout
from generator.formatting import NBSP, format_date, format_number, format_partial_date
from generator.indicators.reachability import NearStop
from generator.model import Offering
from generator.profiles.atlas import Atlas
from generator.profiles.offering_files import has_contact, has_files_of_its_own, has_hours
from generator.profiles.views import Link

CONFIDENCE_TEXT = {"high": "gut belegt", "medium": "teilweise belegt", "low": "schwach belegt"}
NEW_ISSUE = "/issues/new"
"""Ending of the address under which code hosts take a report, with its title and text in the query."""


def describe_stop(stop: NearStop | None) -> str:
    """The nearest stop and the way to it; no finer than the position is known."""
    if stop is None:
        return ""
    if stop.is_rough:
        return (
            f"Haltestelle in der Nähe: {stop.name}, ungefähr {_round(stop.distance_m, 50)}{NBSP}m Luftlinie; "
            "wo genau das Angebot liegt, ist nicht belegt."
        )
    walks = [f"{_count_minutes(minutes)} {profile.title}" for profile, minutes in stop.walks]
    foot = f"; geschätzter Weg: {', '.join(walks)}" if walks else ""
    return f"Nächste Haltestelle: {stop.name}, {_round(stop.distance_m, 10)}{NBSP}m Luftlinie{foot}."


def _round(metres: float, step: int) -> str:
    """Metres in steps, never none at all.

    >>> _round(203, 10), _round(203, 50), _round(3, 10)
    ('200', '200', '10')
    """
    return format_number(max(step, math.floor(metres / step + 0.5) * step))


def _count_minutes(minutes: float) -> str:
    """Whole minutes that are enough.

    >>> _count_minutes(0.4).split(), _count_minutes(4.2).split()
    (['1', 'Minute'], ['5', 'Minuten'])
    """
    count = max(1, math.ceil(minutes))
    return f"{count}{NBSP}{'Minute' if count == 1 else 'Minuten'}"


def describe_confirmation(offering: Offering) -> str:
    """When and by whom the offering was last confirmed, and how well it is documented."""
    if offering.last_confirmed is None:
        when = "Datum des Belegs nicht bekannt"
    elif offering.confirmed_by:
        when = f"zuletzt bestätigt {_say_when(offering.last_confirmed)} ({offering.confirmed_by})"
    else:
        when = f"zuletzt belegt {_say_when(offering.last_confirmed)}, nur aus Quellen bekannt"
    return f"{when}, {CONFIDENCE_TEXT[offering.confidence]}"


def _say_when(text: str) -> str:
    """A date as a sentence needs it.

    >>> _say_when("2024"), _say_when("2024-02"), _say_when("2024-02-03")
    ('2024', 'im Februar 2024', 'am 3. Februar 2024')
    """
    return ("", "im ", "am ")[text.count("-")] + format_partial_date(text)


def view_files(atlas: Atlas, page: PurePosixPath, offering: Offering) -> tuple[Link, ...]:
    """Calendar and contact of an offering, as far as there are any."""
    if not has_files_of_its_own(atlas):
        return ()
    found = []
    if has_hours(offering):
        target = layout.offering_download(offering.id, "ics")
        found.append(Link(text="Öffnungszeiten als Kalender (ICS)", href=layout.relative_url(page, target)))
    if has_contact(offering):
        target = layout.offering_download(offering.id, "vcf")
        found.append(Link(text="Kontakt speichern (VCF)", href=layout.relative_url(page, target)))
    return tuple(found)


def view_report(atlas: Atlas, page: PurePosixPath, offering: Offering, anchor: str) -> Link | None:
    """Where an error about an offering can be reported; nothing where the city has given no contact."""
    contact = atlas.settings.contact
    if not contact:
        return None
    what = f"{offering.name} ({offering.id})"
    return Link(
        text="Fehler melden",
        href=_address_report(
            contact,
            ("Fehler melden: ", what),
            (
                "Angebot: ",
                what,
                f"\nSeite: {atlas.settings.site_url.rstrip('/')}/{layout.url(page)}",
                f"#{anchor}",
                f"\nAusgabe vom {format_date(atlas.edition)}\n\nWas ist falsch, und wie ist es richtig?\n\n",
            ),
        ),
    )


def _address_report(contact: str, subject: Sequence[str], text: Sequence[str]) -> str:
    """A link that opens a letter or a form, filled in where that is possible; texts come in parts.

    >>> _address_report("a@b.example", ["A ", "& B"], ["x"])
    'mailto:a@b.example?subject=A%20%26%20B&body=x'
    >>> _address_report("https://b.example/kontakt", ["A"], ["x"])
    'https://b.example/kontakt'
    """
    if "://" not in contact:
        letter = (part.replace("\n", "\r\n") for part in text)  # lines of letters end with both signs
        return f"mailto:{contact}?subject={_quote(subject)}&body={_quote(letter)}"
    if urlsplit(contact).path.rstrip("/").endswith(NEW_ISSUE) and not urlsplit(contact).query:
        return f"{contact}?title={_quote(subject)}&body={_quote(text)}"
    return contact


def _quote(parts: Iterable[str]) -> str:
    """A text as part of an address."""
    return "".join(map(_quote_part, parts))


@lru_cache(maxsize=10_000)  # most parts are the same for all offerings of a page, and letter after letter takes long
def _quote_part(text: str) -> str:
    """A part of it."""
    return quote(text, safe="")
