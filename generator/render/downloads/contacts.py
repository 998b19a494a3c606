"""Contacts as vCards (version 3.0, RFC 2426, which old telephones read as well)."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from generator.formatting import make_slug
from generator.model import OutputFile
from generator.render.downloads.calendars import PRODUCT, OfferingCard, name_host
from generator.render.downloads.tables import Edition

if TYPE_CHECKING:
    from icalendar import Component


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactContent:
    """What one file of contacts holds."""

    path: PurePosixPath
    cards: tuple[OfferingCard, ...]
    datasets: tuple[str, ...]


def render_contacts(contents: Iterable[ContactContent], edition: Edition) -> tuple[OutputFile, ...]:
    """A file for each of the contents."""
    return tuple(
        OutputFile(
            path=one.path,
            # The parts of a card have the order in which they were added; sorted, the version would not come first.
            content=b"".join(_make_card(card, edition).to_ical(sorted=False) for card in one.cards),
            datasets=one.datasets,
        )
        for one in contents
    )


def _make_card(card: OfferingCard, edition: Edition) -> "Component":
    """The library knows the parts of a vCard but not the card itself; lines, folding and escaping are the same."""
    from icalendar import Component
    from icalendar.prop import vAdr, vN, vOrg, vText, vUri

    one = card.offering
    part: Any = Component()
    part.name = "VCARD"
    part.add("version", vText("3.0"))
    part.add("prodid", vText(PRODUCT))
    part.add("uid", vText(f"{make_slug(one.id)}@{name_host(edition)}"))
    part.add("fn", vText(one.name))
    part.add("n", vN((one.name, "", "", "", "")))
    part.add("org", vOrg((one.organization or one.name,)))
    if one.street:
        part.add("adr", vAdr(("", "", one.street, one.city or "", "", card.postal_code, "")), {"TYPE": "WORK"})
    if card.phone:
        part.add("tel", vText(card.phone), {"TYPE": ["WORK", "VOICE"]})
    if one.email:
        part.add("email", vText(one.email), {"TYPE": "INTERNET"})
    if card.web:
        part.add("url", vUri(card.web))
    part.add("categories", vText(card.kind))
    part.add("note", vText("\n".join(card.notes)))
    part.add("rev", vText(edition.date.isoformat()))
    return part  # type: ignore[no-any-return]
