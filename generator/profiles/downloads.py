"""Files to take along, with what readers must know before they do."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_bytes
from generator.profiles.views import DownloadView, FileFacts, Files

FORMAT_TEXT = {
    "zip": "Alles in einem Paket: Daten, Beschreibung, Lizenz, Prüfsummen",
    "xlsx": "Tabelle für Excel und LibreOffice",
    "csv": "Tabelle als Text (UTF-8, Komma)",
    "geojson": "Geodaten (GeoJSON, WGS 84)",
    "ics": "Öffnungszeiten für den Kalender (iCalendar)",
    "vcf": "Kontakte für Telefon und Adressbuch (vCard)",
    "pdf": "Bericht zum Drucken (PDF, barrierefrei)",
    "json": "Prüfbericht für Maschinen",
}
TOPIC_TEXT = {
    "-kennzahlen": "Kennzahlen: ",
    "-angebote": "Angebote: ",
    "erreichbarkeit-gebiete": "Gebiete: ",
    "vorausberechnung-gebiete": "Gebiete: ",
    "vorausberechnung-probe": "Probe: ",
    "stufen-orte": "Orte: ",
    "stufen-kommende-jahre": "Kommende Jahre: ",
    "stufen-gebiete": "Gebiete je Ort: ",
    "stufen-kriterien": "Kriterien: ",
    "stufen-gemeinsame-nutzung": "Gemeinsame Nutzung: ",
    "-weisse-flecken": "Weiße Flecken: ",
    "-was-waere-wenn": "Was wäre, wenn: ",
    "massnahmen-liste": "Alle Maßnahmen: ",
    "massnahmen-stand": "Stand nach Jahren: ",
    "befragungen-ergebnisse": "Ergebnisse: ",
    "verteilung-betraege": "Beträge: ",
    "verteilung-rechenweg": "Rechenweg: ",
    "verteilung-schluessel": "Schlüssel: ",
    "bedarfe-antworten": "Antworten: ",
    "bedarfe-belege": "Belege: ",
    "bedarfe-matrix": "Bedarf und Angebot: ",
    "bedarfe-leitlinien": "Leitlinien: ",
    "bedarfe-vorauswahl": "Werte zur Vorauswahl: ",
    "bedarfe-beitraege": "Beiträge zur Vorauswahl: ",
}
"""What a file is about, by the end of its name."""


def view_downloads(page: PurePosixPath, paths: Iterable[PurePosixPath], files: Files) -> tuple[DownloadView, ...]:
    """Those of the files that were made, in this order."""
    return tuple(_view_file(page, path, files[path]) for path in paths if path in files)


def _view_file(page: PurePosixPath, path: PurePosixPath, facts: FileFacts) -> DownloadView:
    """One file."""
    stem, _, ending = path.name.rpartition(".")
    return DownloadView(
        title=f"{_tell_topic(stem)}{FORMAT_TEXT[ending]}",
        href=layout.relative_url(page, path),
        format="GeoJSON" if ending == "geojson" else ending.upper(),
        size=format_bytes(facts.size),
        sha256=facts.sha256,
    )


def _tell_topic(stem: str) -> str:
    """What a file is about, where its name says so."""
    return next((text for end, text in TOPIC_TEXT.items() if stem.endswith(end)), "")
