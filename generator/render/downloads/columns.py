"""Columns that stand in more than one table, and the cells that fill them."""

from generator.formatting import STATUS_SIGNS
from generator.model import District
from generator.render.downloads.tables import Cell, make_column

REQUIRED = {"required": True}
SIGNS = (*STATUS_SIGNS.values(), "")
"""What may stand for a number that is missing for a reason."""

LEVEL_ID = make_column("level_id", "Ebene", "Kennung der Gebietsebene.", constraints=REQUIRED)
DISTRICT_CODE = make_column("district_code", "Gebietsschlüssel", "Schlüssel des Gebiets, Text.", constraints=REQUIRED)
DISTRICT = make_column("district", "Gebiet", "Name des Gebiets.", constraints=REQUIRED)
DISTRICT_COLUMNS = (LEVEL_ID, DISTRICT_CODE, DISTRICT)

INDICATOR_ID = make_column("indicator_id", "Kennzahl", "Kennung der Kennzahl.", constraints=REQUIRED)
PROFILE_ID = make_column(
    "profile_id", "Kennung der Gehgeschwindigkeit", "mobile oder restricted.", constraints=REQUIRED
)
YEAR_AHEAD = make_column("year", "Jahr", "Jahresende, für das gerechnet ist.", kind="integer", constraints=REQUIRED)
SOURCE_ROWS = make_column(
    "source_rows", "Herkunft der Zahlen", "Datensatz, Feld und Zeilen; die Kopfzeile ist Zeile 1."
)

OFFERING_ID = make_column("offering_id", "Kennung", "Kennung des Angebots.", constraints={**REQUIRED, "unique": True})
OFFERING = make_column("name", "Name", "Name des Angebots.", constraints=REQUIRED)
SERVICE_TYPE = make_column("service_type", "Art", "Art des Angebots.", constraints=REQUIRED)
ORGANIZATION = make_column("organization", "Träger", "Wer das Angebot trägt.")
STREET = make_column("street", "Straße und Hausnummer", "Anschrift, wie die Quelle sie nennt.")
PHONE = make_column("phone", "Telefon", "Telefonnummer, Text.")
URL = make_column("url", "Internet", "Adresse im Internet.")
LAST_CONFIRMED = make_column(
    "last_confirmed", "Zuletzt bestätigt", "Jahr, Monat oder Tag: so genau, wie es bekannt ist."
)
SOURCE_ROW = make_column(
    "source_row",
    "Zeile im Datensatz",
    "Datensatz und Zeile der Datei; die Kopfzeile ist Zeile 1.",
    constraints=REQUIRED,
)


def district_cells(district: District) -> tuple[Cell, ...]:
    """The cells of ``DISTRICT_COLUMNS``."""
    return district.level_id, district.code, district.name
