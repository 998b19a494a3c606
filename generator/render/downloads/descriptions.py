"""What accompanies data in words: description, licence, citation.

``describe_bundle`` says it once as sections; the workbook shows them as a sheet, the zip as Markdown.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from generator import layout
from generator.formatting import NIL_SIGN, SIGN_MEANINGS, format_list, format_long_date, format_number
from generator.model import ForeignKey, License
from generator.render.downloads.csv_files import CsvFile
from generator.render.downloads.geojson_files import SIGN_SUFFIX, Layer
from generator.render.downloads.tables import Column, Edition, Table, Terms, one_line
from generator.render.downloads.written import WrittenTable

TYPE_TITLES = {
    "string": "Text",
    "integer": "ganze Zahl",
    "number": "Zahl",
    "year": "Jahr",
    "boolean": "ja oder nein (true, false)",
    "date": "Datum (JJJJ-MM-TT)",
}
FIELD_HEADER = ("Bezeichnung", "Name in der Datei", "Art", "Einheit", "Bedeutung", "Regeln")
GUARD_RULE = (
    "Texte, die mit =, +, - oder @ beginnen, könnte eine Tabellenkalkulation als Formel ausführen. In den CSV-Dateien "
    "steht davor deshalb ein Apostroph ('), der nicht zum Text gehört; dasselbe gilt für Text hinter einem Semikolon. "
    "In XLSX- und GeoJSON-Dateien stehen die Texte unverändert."
)
GEOJSON_RULE = (
    "Koordinaten sind geografische Länge und Breite (WGS 84, RFC 7946) mit höchstens sechs Nachkommastellen. Objekte, "
    "deren Lage nicht genau genug bekannt ist, haben keine Geometrie. Fehlt eine Zahl, so nennt das Feld mit der "
    "Endung „_status“ den Grund: confidential = geheim gehalten, missing = Angabe liegt nicht vor, unreliable = nicht "
    "sicher genug, not_meaningful = nicht sinnvoll, normal = Zahl vorhanden. Das Feld mit der Endung „_sign“ nennt das "
    "Zeichen, das auf der Website an dieser Stelle steht."
)
_MARKDOWN = re.compile(r"([\\`*~\[\]<>|]|&(?=[#\w]+;)|(?<![^\W_])_|_(?![^\W_])|^[#+\-~=](?=\s|[#+\-~=])|(?<=^\d)[.)])")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with rows of plain text below it."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    header: tuple[str, ...] = ()
    """Titles of the columns; without it rows are pairs of label and text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What is downloaded together."""

    name: str
    title: str
    description: str
    version: str
    page: PurePosixPath
    """The page that shows the same; its address stands in the citation."""
    tables: tuple[Table, ...] = ()
    layers: tuple[Layer, ...] = ()
    sections: tuple[Section, ...] = ()
    """What else has to be explained."""
    workbook_path: PurePosixPath | None = None
    archive_path: PurePosixPath
    written: Mapping[PurePosixPath, WrittenTable] = field(default_factory=dict)
    """Tables that were written before."""

    @property
    def parts(self) -> tuple[Table | Layer, ...]:
        """Everything that has terms of its own."""
        return (*self.tables, *self.layers)

    @property
    def datasets(self) -> tuple[str, ...]:
        """Ids of all datasets it was made from."""
        return collect_datasets(self.parts)


def collect_datasets(parts: Sequence[Table | Layer]) -> tuple[str, ...]:
    """Ids of the datasets that some tables or layers were made from, each once."""
    return tuple(dict.fromkeys(one for part in parts for one in part.terms.datasets))


@dataclass(slots=True)
class _LicenseUse:
    """A licence and the files it covers; grows while licences are collected."""

    license: License
    files: list[str] = field(default_factory=list)


def describe_bundle(bundle: Bundle, files: Mapping[PurePosixPath, CsvFile], edition: Edition) -> tuple[Section, ...]:
    """Everything a reader needs to use the files; ``files`` are the tables as written."""
    return (
        _describe_overview(bundle, edition),
        *(_describe_part(part) for part in bundle.parts),
        *bundle.sections,
        *(_describe_fields(table) for table in bundle.tables),
        *_describe_signs(bundle.tables),
        _describe_formats(bundle, files),
    )


def _describe_overview(bundle: Bundle, edition: Edition) -> Section:
    rows = [
        ("Titel", bundle.title),
        ("Beschreibung", bundle.description),
        ("Herausgeber", edition.publisher),
        ("Fassung", f"{bundle.version} (Datenstand {format_long_date(edition.date)})"),
        ("Adresse", page_address(bundle, edition)),
        ("Zitiervorschlag", cite(bundle, edition)),
    ]
    return Section("Überblick", _tidy(rows))


def _describe_part(part: Table | Layer) -> Section:
    rows = [
        ("Datei", part.path.name),
        ("Inhalt", part.description),
        ("Stichtage", part.terms.temporal),
        *(("Quelle", _join(one.title, one.path)) for one in part.terms.sources),
        *(row for one in part.terms.licenses for row in _describe_license(one)),
        *(("Hinweis", caveat) for caveat in part.terms.caveats),
    ]
    return Section(f"Datei {part.path.name}: {one_line(part.title)}", _tidy(rows))


def _describe_license(one: License) -> Iterator[tuple[str, str]]:
    yield "Lizenz", _join(f"{one.title} ({one.name})", one.path)
    if one.attribution:
        yield "Bei Nutzung anzugeben", one.attribution


def _describe_fields(table: Table) -> Section:
    rows = _list_fields(table.columns, table.primary_key, table.foreign_keys)
    return Section(f"Felder von {table.path.name}", rows, FIELD_HEADER)


@lru_cache(maxsize=64)
def _list_fields(
    columns: tuple[Column, ...], primary_key: tuple[str, ...], foreign_keys: tuple[ForeignKey, ...]
) -> tuple[tuple[str, ...], ...]:
    """A row for every field; the tables of all districts have the same."""
    return tuple(
        tuple(
            map(
                one_line,
                (
                    column.field.title,
                    column.field.name,
                    TYPE_TITLES[column.field.type],
                    column.field.unit or "",
                    column.field.description,
                    "; ".join(_describe_rules(column, primary_key, foreign_keys)),
                ),
            )
        )
        for column in columns
    )


def _describe_rules(
    column: Column, primary_key: tuple[str, ...], foreign_keys: tuple[ForeignKey, ...]
) -> Iterator[str]:
    name = column.field.name
    if name in primary_key:
        yield "Schlüssel der Zeile" if len(primary_key) == 1 else "Teil des Schlüssels der Zeile"
    for rule, limit in column.field.constraints.items():
        if sentence := _describe_constraint(rule, limit):
            yield sentence
    yield from (_describe_key(key) for key in foreign_keys if name in key.fields)


def _describe_constraint(rule: str, limit: Any) -> str:
    if rule in {"required", "unique"}:
        return {"required": "immer angegeben", "unique": "kommt nur einmal vor"}[rule] if limit else ""
    if rule == "enum":
        return "eines von: " + ", ".join(map(str, limit))
    wording = {
        "minimum": "mindestens",
        "maximum": "höchstens",
        "exclusiveMinimum": "größer als",
        "exclusiveMaximum": "kleiner als",
        "pattern": "Muster",
        "minLength": "Zeichen mindestens",
        "maxLength": "Zeichen höchstens",
    }
    text = limit.isoformat() if isinstance(limit, date) else str(limit)
    return f"{wording.get(rule, rule)} {text}"


def _describe_key(key: ForeignKey) -> str:
    target = f"{key.package}/{key.resource}" if key.resource else "dieselbe Tabelle"
    return f"verweist auf {target} ({', '.join(key.reference_fields)})"


def _describe_signs(tables: Sequence[Table]) -> Iterator[Section]:
    """The legend, for the signs that may occur."""
    rows = _list_signs(tuple(column for table in tables for column in table.columns))
    if rows:
        yield Section("Zeichen statt Werten", rows)


@lru_cache(maxsize=64)
def _list_signs(columns: tuple[Column, ...]) -> tuple[tuple[str, str], ...]:
    used = {sign for column in columns for sign in column.missing_values}
    if any(column.field.name.endswith(SIGN_SUFFIX) for column in columns):
        used.update(SIGN_MEANINGS)
    rows = [(sign, meaning) for sign, meaning in SIGN_MEANINGS.items() if sign in used]
    if "" in used:
        rows.append(("(leer)", "nicht bekannt oder nicht zutreffend"))
    zero = ("0", f"genau null; auf der Website steht dafür das Zeichen {NIL_SIGN}")
    return (*rows, zero) if rows else ()


def _describe_formats(bundle: Bundle, files: Mapping[PurePosixPath, CsvFile]) -> Section:
    rows: list[tuple[str, str]] = []
    if bundle.tables:
        changed = sum(sum(file.guarded.values()) for file in files.values())
        rows = [
            ("CSV", "UTF-8, Komma als Trennzeichen, Punkt als Dezimalzeichen, erste Zeile mit den Namen der Felder."),
            ("Schutz vor Formeln", f"{GUARD_RULE} Betroffene Zellen in dieser Fassung: {format_number(changed)}."),
            ("XLSX", "Zahlen und Daten sind als solche gespeichert, Schlüssel als Text mit ihren führenden Nullen."),
        ]
    if bundle.layers:
        rows.append(("GeoJSON", GEOJSON_RULE))
    return Section("Dateiformate", tuple(rows))


def render_description(bundle: Bundle, sections: Sequence[Section]) -> bytes:
    """The sections as Markdown that also reads well in an editor."""
    blocks = [f"# Datenbeschreibung: {escape_markdown(bundle.title)}\n"]
    blocks += [f"## {escape_markdown(one.title)}\n\n{_render_body(one.header, one.rows)}" for one in sections]
    return ("\n".join(blocks).rstrip() + "\n").encode()


@lru_cache(maxsize=256)
def _render_body(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    """What stands below a title, and a blank line; most of it stands in the files of all districts."""
    if header:
        lines = [line for row in rows for line in _render_entry(header, row)]
    else:
        lines = [*(f"- **{escape_markdown(row[0])}**: {escape_markdown(row[1])}" for row in rows), ""]
    return "\n".join(lines)


def _render_entry(header: tuple[str, ...], row: tuple[str, ...]) -> list[str]:
    """A row of many columns, as a heading with a list."""
    entries = [f"- {title}: {escape_markdown(text)}" for title, text in zip(header[1:], row[1:], strict=True) if text]
    return [f"### {escape_markdown(row[0])}", "", *entries, ""]


@lru_cache(maxsize=8192)
def escape_markdown(text: str) -> str:
    r"""Keep a text from being read as Markdown or HTML, on one line.

    >>> escape_markdown("a|b <i>\n[x](y) age_65 _k_ & &lt;"), escape_markdown("# kein Titel")
    ('a\\|b \\<i\\> \\[x\\](y) age_65 \\_k\\_ & \\&lt;', '\\# kein Titel')
    """
    return _MARKDOWN.sub(r"\\\1", one_line(text))


def render_license(bundle: Bundle) -> bytes:
    """All terms of use, each with the files it covers."""
    uses: dict[License, _LicenseUse] = {}
    for part in bundle.parts:
        for one in part.terms.licenses:
            files = uses.setdefault(one, _LicenseUse(one)).files
            files.append(part.path.name)
            if isinstance(part, Table) and bundle.workbook_path:
                files.append(bundle.workbook_path.name)
    blocks = [f"Lizenzen: {one_line(bundle.title)}"]
    if len(uses) > 1:
        blocks.append(
            "Diese Dateien stehen unter verschiedenen Lizenzen. Jede gilt für die Dateien, die bei ihr genannt sind."
        )
    for use in uses.values():
        lines = [
            one_line(f"{use.license.title} ({use.license.name})"),
            f"Gilt für: {format_list(sorted(set(use.files)))}",
            f"Text der Lizenz: {one_line(use.license.path)}" if use.license.path else "",
            f"Bei Nutzung anzugeben: {one_line(use.license.attribution)}" if use.license.attribution else "",
        ]
        blocks.append("\n".join(filter(None, lines)))
    return ("\n\n".join(blocks) + "\n").encode()


def render_citation(bundle: Bundle, edition: Edition) -> bytes:
    """How to cite, with the attributions that licences ask for."""
    blocks = ["Zitiervorschlag", cite(bundle, edition)]
    attributions = list_attributions([part.terms for part in bundle.parts])
    if attributions:
        blocks.append("\n".join(["Außerdem anzugeben:", *(f"- {text}" for text in attributions)]))
    return ("\n\n".join(blocks) + "\n").encode()


def cite(bundle: Bundle, edition: Edition) -> str:
    """Title, publisher, edition, reference dates and address in one line."""
    dates = list(dict.fromkeys(part.terms.temporal for part in bundle.parts if part.terms.temporal))
    publisher = one_line(edition.publisher)
    parts = [
        publisher if edition.site_name == edition.publisher else f"{publisher}: {one_line(edition.site_name)}",
        one_line(bundle.title),
        f"Fassung {one_line(bundle.version)}, Datenstand {format_long_date(edition.date)}",
        f"Stichtage: {one_line('; '.join(dates))}" if dates else "",
    ]
    sentence = ". ".join(part.rstrip(".") for part in parts if part) + "."
    return f"{sentence} {page_address(bundle, edition)}".strip()


def page_address(bundle: Bundle, edition: Edition) -> str:
    """Where the page can be seen; empty as long as the site has no address."""
    return f"{edition.site_url.rstrip('/')}/{layout.url(bundle.page)}" if edition.site_url else ""


def list_attributions(terms: Sequence[Terms]) -> tuple[str, ...]:
    """Every text to show, once."""
    texts = (one_line(one.attribution) for part in terms for one in part.licenses if one.attribution)
    return tuple(dict.fromkeys(texts))


def _join(text: str, path: str | None) -> str:
    return f"{text}, {path}" if path else text


def _tidy(rows: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Without entries that say nothing, each text on one line."""
    return tuple((label, one_line(text)) for label, text in rows if one_line(text))
