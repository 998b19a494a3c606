"""From need to status as a table: a row for each district, with the numbers and the sentences of its page."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator import layout
from generator.model import OutputFile, Quantity
from generator.planning.allocation import Allocation
from generator.profiles.chain_facts import ChainFacts
from generator.render.downloads.bundles import render_bundle
from generator.render.downloads.columns import DISTRICT_COLUMNS, REQUIRED, SIGNS, district_cells
from generator.render.downloads.descriptions import Bundle
from generator.render.downloads.tables import (
    BLANK,
    Cell,
    Column,
    Edition,
    Table,
    Terms,
    make_column,
    quantity_cell,
    text_cell,
)

RUNNING = "running"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainRow:
    """A district with what is known and how it is said."""

    facts: ChainFacts
    sentences: Sequence[str]
    """One for each step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainContent:
    """What the files from need to status hold."""

    rows: tuple[ChainRow, ...]
    steps: tuple[str, ...]
    """Titles of the steps."""
    allocation: Allocation | None
    version: str
    """Version of the data."""
    terms: Terms


def render_chain_downloads(content: ChainContent, edition: Edition) -> tuple[OutputFile, ...]:
    """A table, a workbook and a zip."""
    title = "Vom Bedarf bis zur Umsetzung, nach Gebieten"
    description = (
        "Jedes Gebiet in sechs Schritten: Bedarf, Angebot, Lücke, Maßnahme, Geld und Stand; mit den Zahlen und den "
        "Sätzen seiner Seite. Ein leeres Feld heißt: nicht bekannt oder hier nicht gefragt."
    )
    table = Table(
        path=layout.chain_download("csv", topic="gebiete"),
        sheet="Gebiete",
        title=title,
        description=description,
        columns=_list_columns(content),
        rows=tuple(_list_cells(content, one) for one in content.rows),
        primary_key=("district_code",),
        missing_values=("",),
        terms=content.terms,
    )
    bundle = Bundle(
        name="kette",
        title=title,
        description=description,
        version=content.version,
        page=layout.CHAIN,
        tables=(table,),
        layers=(),
        workbook_path=layout.chain_download("xlsx"),
        archive_path=layout.chain_download("zip"),
    )
    return render_bundle(bundle, edition)


def _count(name: str, title: str, description: str, unit: str | None = None) -> Column:
    return make_column(name, title, description, kind="integer", unit=unit)


def _measured(name: str, title: str, description: str, unit: str) -> Column:
    """A column of numbers that may be missing for a reason."""
    return make_column(name, title, description, kind="number", unit=unit, signs=SIGNS)


def _list_columns(content: ChainContent) -> tuple[Column, ...]:
    """Numbers in the order of the steps, then the sentences."""
    key = content.allocation.key if content.allocation else None
    about = f"Betrag nach dem Verteilschlüssel ({key.label})" if key else "Betrag nach dem Verteilschlüssel"
    reach = "Anteil der Menschen ab 65, die gut zu Fuß sind, mit Begegnungsort in Reichweite"
    return (
        *DISTRICT_COLUMNS,
        _count("tasks", "Aufgaben", "Bedarfe, die die Regeln finden; leer, wenn hier keine Regel gefragt wird."),
        _count("rules_unknown", "Regeln ohne Antwort", "Regeln, für die eine Angabe fehlt oder zu unsicher ist."),
        _count("needs_named", "benannte Bedarfe", "Bedarfe, die jemand für das Gebiet benannt hat."),
        _count("meeting_places", "Begegnungsorte", "Erfasst, geöffnet und bestätigt."),
        _count("meeting_places_unconfirmed", "unbestätigte Begegnungsorte", "Geöffnet, aber lange nicht bestätigt."),
        _measured("people_65_plus", "Menschen ab 65", "Menschen ab 65 Jahren, die hier leben.", "Personen"),
        _measured("share_low_pct", "in Reichweite, mindestens", f"{reach}, ungünstig.", "Prozent"),
        _measured("share_high_pct", "in Reichweite, höchstens", f"{reach}, günstig.", "Prozent"),
        _count("white_spots", "weiße Flecken", "Wohnlagen ohne bekannten Begegnungsort in Reichweite."),
        _count("white_spot_people_estimate", "Menschen ab 65 dort", "In weißen Flecken, geschätzt.", "Personen"),
        _count("measures", "Maßnahmen", "Bekannte Maßnahmen für das Gebiet, einen Teil davon oder ein Gebiet ringsum."),
        _count("measures_running", "laufende Maßnahmen", "Diejenigen, die laufen."),
        _count("tasks_without_measure", "Aufgaben ohne Maßnahme", "Aufgaben, auf die keine Maßnahme antwortet."),
        _count("needs_without_measure", "benannte Bedarfe ohne Maßnahme", "Auf die keine Maßnahme antwortet."),
        make_column(
            "amount", "Betrag", f"{about}; leer, wenn keiner.", kind="number", unit=key.unit.name if key else None
        ),
        _count("measures_reported", "Maßnahmen mit Stand", "Maßnahmen, zu denen ein Stand belegt ist."),
        _count("latest_year", "neuester Stand", "Neuestes Jahr, für das ein Stand belegt ist; leer, wenn keines."),
        make_column("latest_measure_id", "Maßnahme dazu", "Kennung der Maßnahme mit dem neuesten Stand."),
        *(
            make_column(f"sentence_{number}", f"{title} in Worten", "Der Satz auf der Seite.", constraints=REQUIRED)
            for number, title in enumerate(content.steps, start=1)
        ),
    )


def _list_cells(content: ChainContent, row: ChainRow) -> tuple[Cell, ...]:
    """One district."""
    facts = row.facts
    need, measure, status = facts.need, facts.measure, facts.status
    return (
        *district_cells(facts.district),
        need.tasks if need.asked else BLANK,
        need.unknown if need.asked else BLANK,
        need.named,
        *_list_supply(facts),
        *_list_gap(facts),
        len(measure.measures),
        measure.statuses.get(RUNNING, 0),
        measure.unanswered_tasks if need.asked else BLANK,
        measure.unanswered_needs,
        BLANK if facts.amount is None or not content.allocation else content.allocation.key.unit.spell(facts.amount),
        status.reported,
        status.latest_year or BLANK,
        text_cell(status.latest.id if status.latest else None),
        *row.sentences,
    )


def _list_supply(facts: ChainFacts) -> tuple[Cell, ...]:
    if facts.supply is None:
        return (BLANK,) * 3
    return facts.supply.places, facts.supply.unconfirmed, quantity_cell(facts.supply.older_people)


def _list_gap(facts: ChainFacts) -> tuple[Cell, ...]:
    if facts.gap is None:
        return (BLANK,) * 4
    share = facts.gap.share_pct
    # Without any share, none found does not mean that there is none.
    is_known = share.low.value is not None or facts.gap.spots
    spots: tuple[Cell, ...] = (facts.gap.spots, facts.gap.spot_people) if is_known else (BLANK, BLANK)
    return _share(share.low), _share(share.high), *spots


def _share(quantity: Quantity) -> Cell:
    """A percentage with one decimal, as in the files about walking distances."""
    return quantity_cell(quantity if quantity.value is None else Quantity(round(quantity.value, 1)))
