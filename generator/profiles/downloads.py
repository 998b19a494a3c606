"""Files to take along, with what readers must know before they do."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_bytes
from generator.profiles.views import DownloadView, Files

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


def view_downloads(page: PurePosixPath, paths: Iterable[PurePosixPath], files: Files) -> tuple[DownloadView, ...]:
    """Those of the files that were made, in this order."""
    return tuple(
        DownloadView(
            title=f"{_topic(path)}{FORMAT_TEXT[path.suffix[1:]]}",
            href=layout.relative_url(page, path),
            format=path.suffix[1:].upper() if path.suffix != ".geojson" else "GeoJSON",
            size=format_bytes(files[path].size),
            sha256=files[path].sha256,
        )
        for path in paths
        if path in files
    )


def _topic(path: PurePosixPath) -> str:
    """What a file is about, where its name says so."""
    topics = {
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
    }
    return next((text for ending, text in topics.items() if path.stem.endswith(ending)), "")
