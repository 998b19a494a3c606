"""What providers are asked to confirm: all offerings, those first that nobody has confirmed for the longest time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator import layout
from generator.formatting import format_list, sort_key
from generator.model import Offering, OutputFile
from generator.offerings import CLOSED_STATUS, count_months, latest_day
from generator.render.downloads.bundles import render_bundle
from generator.render.downloads.columns import (
    LAST_CONFIRMED,
    OFFERING,
    OFFERING_ID,
    ORGANIZATION,
    PHONE,
    REQUIRED,
    SERVICE_TYPE,
    SOURCE_ROW,
    STREET,
    URL,
)
from generator.render.downloads.descriptions import Bundle
from generator.render.downloads.offerings import OfferingRow
from generator.render.downloads.tables import BLANK, Cell, Edition, Table, Terms, make_column, text_cell

COLUMNS = (
    OFFERING_ID,
    OFFERING,
    SERVICE_TYPE,
    ORGANIZATION,
    make_column("district", "Gebiet", "Gebiet der feinsten Ebene, in dem das Angebot liegt."),
    STREET,
    PHONE,
    URL,
    make_column(
        "status", "Stand", "active = besteht; planned = geplant; closing = Ende angekündigt; unconfirmed = unbestätigt."
    ),
    LAST_CONFIRMED,
    make_column(
        "months_since_confirmed",
        "Monate seither",
        "Volle Monate vom letzten Tag, den das Datum meinen kann, bis zum Datenstand; leer, wenn das Datum fehlt.",
        kind="integer",
        unit="Monate",
        constraints={"minimum": 0},
    ),
    make_column(
        "is_stale",
        "Zu lange nicht bestätigt",
        "true, wenn die letzte Bestätigung zu lange zurückliegt oder ihr Datum fehlt.",
        kind="boolean",
        constraints=REQUIRED,
    ),
    make_column("to_complete", "Zu ergänzen", "Welche Angaben in der Liste fehlen."),
    SOURCE_ROW,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationContent:
    """What the list holds."""

    offerings: tuple[OfferingRow, ...]
    stale_after_months: int
    version: str
    """Version of the data."""
    terms: Terms


def render_confirmation_downloads(content: ConfirmationContent, edition: Edition) -> tuple[OutputFile, ...]:
    """The list as text, as a workbook and with its terms of use."""
    title = "Angebote, deren Angaben zu bestätigen sind"
    description = (
        "Alle erfassten Angebote außer den geschlossenen, die am längsten nicht bestätigten zuerst. Als zu lange nicht "
        f"bestätigt gilt ein Angebot nach mehr als {content.stale_after_months} Monaten, gerechnet bis zum Datenstand, "
        "und wenn das Datum des Belegs fehlt."
    )
    table = Table(
        path=layout.confirmation_download("csv"),
        sheet="Zu bestätigen",
        title=title,
        description=description,
        columns=COLUMNS,
        rows=tuple(_make_row(row, edition.date) for row in order_rows(content.offerings)),
        primary_key=("offering_id",),
        missing_values=("",),
        terms=content.terms,
    )
    bundle = Bundle(
        name="angebote-zu-bestaetigen",
        title=title,
        description=description,
        version=content.version,
        page=layout.OFFERINGS,
        tables=(table,),
        workbook_path=layout.confirmation_download("xlsx"),
        archive_path=layout.confirmation_download("zip"),
    )
    return render_bundle(bundle, edition)


def order_rows(rows: Sequence[OfferingRow]) -> tuple[OfferingRow, ...]:
    """Stale ones first, among them those without a date, then by age; closed ones need no confirmation."""
    wanted = [row for row in rows if row.offering.status != CLOSED_STATUS]
    return tuple(sorted(wanted, key=lambda row: (not row.offering.is_stale, _confirmed_by(row.offering), _name(row))))


def _confirmed_by(offering: Offering) -> date:
    """When the offering was confirmed at the latest; before all times where nobody knows."""
    return latest_day(offering.last_confirmed) if offering.last_confirmed else date.min


def _name(row: OfferingRow) -> tuple[tuple[str, str], str]:
    return sort_key(row.offering.name), row.offering.id


def _make_row(row: OfferingRow, edition: date) -> tuple[Cell, ...]:
    one = row.offering
    return (
        one.id,
        one.name,
        row.service_type.title,
        text_cell(one.organization),
        text_cell(row.district_name),
        text_cell(one.street),
        text_cell(one.phone),
        text_cell(one.url),
        one.status,
        text_cell(one.last_confirmed),
        count_months(latest_day(one.last_confirmed), edition) if one.last_confirmed else BLANK,
        one.is_stale,
        text_cell(format_list(list(_list_gaps(one)))),
        f"{one.resource_id}: {one.line}",
    )


def _list_gaps(offering: Offering) -> Iterator[str]:
    """What people need to know and the list does not say."""
    if offering.last_confirmed is None:
        yield "Datum des Belegs"
    if offering.street is None:
        yield "Anschrift"
    if not offering.opening_times and offering.opening_note is None:
        yield "Öffnungszeiten"
    if offering.phone is None:
        yield "Telefon"
    if offering.step_free == "unknown":
        yield "stufenfreier Zugang"
