"""Regular openings as a calendar (iCalendar, RFC 5545): an event for every span of time, repeated on its weekdays."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import PurePosixPath

from generator.formatting import make_slug
from generator.model import Offering, OutputFile
from generator.render.downloads.tables import Edition

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
VALID_FOR = timedelta(days=365)
"""Entries end a year after the edition: nobody knows whether the hours still hold then."""
SURE_STATUSES = ("active", "closing")
PRODUCT = "-//gebietsatlas//DE"
END = b"END:VCALENDAR"
LINE_END = b"\r\n"
FOLD = LINE_END + b" "
LONGEST_LINE = 75
"""Bytes, with the blank of a piece that continues a line."""
CONTINUATIONS = range(0x80, 0xC0)
"""Bytes of UTF-8 that no letter starts with."""
ESCAPES = b"\\^"
EVENT_START, EVENT_END = b"BEGIN:VEVENT" + LINE_END, b"END:VEVENT" + LINE_END


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingCard:
    """An offering with what calendars and contacts say about it, in words."""

    offering: Offering
    kind: str
    place: str
    """Name of the house and address, on one line."""
    postal_code: str
    """Empty where no source names it."""
    notes: tuple[str, ...]
    """Sentences: hours, what is special, who has confirmed it, where it stands in the atlas."""
    phone: str | None
    """To be dialled."""
    web: str | None
    """A safe address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarContent:
    """What one calendar file holds."""

    path: PurePosixPath
    title: str
    cards: tuple[OfferingCard, ...]
    datasets: tuple[str, ...]


def render_calendars(contents: Iterable[CalendarContent], edition: Edition, timezone: str) -> tuple[OutputFile, ...]:
    """A file for each of the contents."""
    from icalendar import Timezone

    first = edition.date
    # The description of the time zone is the same in every file, and takes a while.
    zone = Timezone.from_tzid(timezone, first_date=first, last_date=first + VALID_FOR + timedelta(days=31)).to_ical()
    contents = tuple(contents)
    # Every offering stands in the calendars of all districts around it, with the same events.
    cards = {card.offering.id: card for one in contents for card in one.cards}
    events = {id_: b"".join(_spell_events(card, edition, timezone)) for id_, card in cards.items()}
    return tuple(_render_calendar(one, timezone, zone, events) for one in contents)


def _render_calendar(content: CalendarContent, timezone: str, zone: bytes, events: Mapping[str, bytes]) -> OutputFile:
    """A calendar; its time zone and the events of each offering come spelled."""
    from icalendar import Calendar
    from icalendar.prop import vText

    calendar: Calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # The library escapes what the standard calls text; of names that it does not know it has to be told.
    calendar.add("x-wr-calname", vText(content.title))
    calendar.add("x-wr-timezone", timezone)
    head, tail = calendar.to_ical().rsplit(END, 1)
    spelled = b"".join((head, zone, *(events[card.offering.id] for card in content.cards), END, tail))
    return OutputFile(path=content.path, content=spelled, datasets=content.datasets)


def _spell_events(card: OfferingCard, edition: Edition, timezone: str) -> Iterator[bytes]:
    """An event for every span of time, put together from lines: most of them recur in other events."""
    spans: dict[tuple[str, str], list[int]] = {}
    for one in card.offering.opening_times:
        spans.setdefault((one.opens_at, one.closes_at), []).append(one.weekday)
    if not spans:
        return
    summary, about = _spell_line("summary", f"{card.offering.name}: geöffnet"), b"".join(_spell_about(card))
    for span, weekdays in spans.items():
        when, rule = _spell_times(edition.date, timezone, span, tuple(sorted(set(weekdays))))
        uid = _spell_line("uid", _make_uid(card.offering, span, edition))
        yield b"".join((EVENT_START, summary, when, uid, rule, about, EVENT_END))


def _spell_about(card: OfferingCard) -> Iterator[bytes]:
    """The last lines of all events of an offering."""
    yield _spell_common("categories", (card.kind,))
    yield _spell_line("description", "\n".join(card.notes))
    yield _spell_common("location", card.place)
    yield _spell_common("status", "CONFIRMED" if _is_sure(card.offering) else "TENTATIVE")
    yield _spell_common("transp", "TRANSPARENT")  # somebody else's hours do not fill one's own day
    if card.web:
        yield _spell_common("url", card.web)


@lru_cache(maxsize=4096)
def _spell_times(first: date, timezone: str, span: tuple[str, str], weekdays: tuple[int, ...]) -> tuple[bytes, bytes]:
    """When an event begins and ends for the first time, and how it is repeated."""
    from zoneinfo import ZoneInfo

    zone, day = ZoneInfo(timezone), _first_day(first, weekdays)
    start, end = (_at(day, text).replace(tzinfo=zone) for text in span)
    stamp = _spell_line("dtstamp", datetime.combine(first, time(), UTC))
    until = datetime.combine(first + VALID_FOR, time(), UTC)
    rule = {"freq": "weekly", "until": until, "byday": [DAYS[weekday - 1] for weekday in weekdays]}
    return _spell_line("dtstart", start) + _spell_line("dtend", end) + stamp, _spell_line("rrule", rule)


def _spell_line(name: str, value: object) -> bytes:
    """A line of an event, spelled and escaped by the library."""
    from icalendar import Event

    event: Event = Event()
    event.add(name, value)
    return fold_line(event.content_line(name.upper(), event[name])) + LINE_END


def fold_line(line: str) -> bytes:
    r"""A line in pieces of at most 75 bytes, each but the first after a blank; no letter and no escape is torn.

    The library does the same letter by letter, which took longer than all the rest of a calendar.

    >>> fold_line("SUMMARY:" + 70 * "ä")[72:79].decode()
    'ä\r\n ä'
    """
    spelled, pieces, start = line.encode(), [], 0
    while len(spelled) - start >= LONGEST_LINE:
        end = start + LONGEST_LINE - 1
        while spelled[end] in CONTINUATIONS:
            end -= 1
        if spelled[end - 1] in ESCAPES:
            end -= 1
        pieces.append(spelled[start:end])
        start = end
    return FOLD.join((*pieces, spelled[start:]))


_spell_common = lru_cache(maxsize=4096)(_spell_line)
"""For lines that many offerings share."""


def _is_sure(offering: Offering) -> bool:
    """Tell whether the offering is open as far as is known, and not for too long unconfirmed."""
    return offering.status in SURE_STATUSES and not offering.is_stale


def _first_day(edition: date, weekdays: Sequence[int]) -> date:
    """The first of these weekdays from the edition on; the repetition starts there.

    >>> _first_day(date(2026, 11, 22), [1, 3]), _first_day(date(2026, 11, 22), [7])
    (datetime.date(2026, 11, 23), datetime.date(2026, 11, 22))
    """
    return edition + timedelta(days=min((day - edition.isoweekday()) % 7 for day in weekdays))


def _at(day: date, text: str) -> datetime:
    """A time of day; 24:00 is the next day.

    >>> _at(date(2026, 11, 22), "24:00")
    datetime.datetime(2026, 11, 23, 0, 0)
    """
    hours, minutes = (int(part) for part in text.split(":")[:2])
    return datetime.combine(day, time()) + timedelta(hours=hours, minutes=minutes)


def _make_uid(offering: Offering, span: tuple[str, str], edition: Edition) -> str:
    """The same for the same span in every edition, so that a calendar read again replaces its entries."""
    times = "-".join(text.replace(":", "") for text in span)
    return f"{make_slug(offering.id)}-{times}@{name_host(edition)}"


def name_host(edition: Edition) -> str:
    """What tells the identifiers of this site from those of others."""
    from urllib.parse import urlsplit

    return urlsplit(edition.site_url or "").hostname or make_slug(edition.site_name)
