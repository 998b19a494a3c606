"""Looking into a workbook before a library opens it: is it one, is it small enough, does it hold nothing active.

openpyxl trusts a file: it would follow entities, and make a cell for each place of a merged range, 17 thousand million
of them if the file says so. Whatever is refused here is refused with a sentence that says what to do.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from generator.errors import DataError

MAX_FILE_BYTES = 20_000_000
MAX_CONTENT_BYTES = 80_000_000
"""All parts together, unpacked; about 100 000 rows of 20 columns."""
MAX_PARTS = 2_000
MAX_RANGE_CELLS = 200_000
"""Cells in merged ranges and linked ranges together."""
OLE_MARK = b"\xd0\xcf\x11\xe0"
ZIP_MARK = b"PK"
ACTIVE_PARTS = (
    ("vbaproject", "enthält Makros. Speichere sie als „Excel-Arbeitsmappe (.xlsx)“ ohne Makros"),
    ("xl/externallinks/", "verweist auf andere Dateien. Ersetze die Verknüpfungen durch Werte (Daten, Verknüpfungen)"),
    ("xl/activex/", "enthält Steuerelemente. Entferne sie"),
    ("xl/ctrlprops/", "enthält Steuerelemente. Entferne sie"),
    ("xl/embeddings/", "enthält eingebettete Dateien. Entferne sie"),
    ("xl/macrosheets/", "enthält Makroblätter. Entferne sie"),
    ("xl/dialogsheets/", "enthält Dialogblätter. Entferne sie"),
)
XML_SUFFIXES = (".xml", ".rels", ".vml")
_RANGE = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*?\bref\s*=\s*[\"']([^\"']*)[\"']")
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9_.-]+)[\"']")


def check_archive(content: bytes, name: str) -> None:
    """Refuse a file that is no plain .xlsx workbook of reasonable size."""
    if content.startswith(OLE_MARK):
        raise DataError(
            f"{name}: Die Datei ist mit einem Kennwort geschützt oder im alten Format .xls gespeichert. "
            "Speichere sie ohne Kennwort als „Excel-Arbeitsmappe (.xlsx)“."
        )
    if not content.startswith(ZIP_MARK):
        raise DataError(f"{name}: Das ist keine Arbeitsmappe (.xlsx). Speichere die Tabelle als .xlsx oder .csv.")
    if len(content) > MAX_FILE_BYTES:
        raise DataError(
            f"{name}: Die Datei ist größer als {MAX_FILE_BYTES // 1_000_000} MB. Entferne Bilder, oder teile sie auf."
        )
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_parts(archive, name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError, OSError) as error:
        raise DataError(f"{name}: Die Arbeitsmappe ist beschädigt ({error}). Speichere sie neu.") from error


def _check_parts(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_CONTENT_BYTES:
        raise DataError(
            f"{name}: Die Arbeitsmappe ist ausgepackt größer als {MAX_CONTENT_BYTES // 1_000_000} MB oder hat zu viele "
            "Teile. Lösche ungenutzte Blätter, Formate und Bilder, oder speichere die Tabelle als CSV."
        )
    if len(set(names)) < len(names):
        raise DataError(f"{name}: Die Arbeitsmappe enthält einen Teil doppelt. Speichere sie in Excel neu.")
    if "[content_types].xml" not in names or not any(part.startswith("xl/") for part in names):
        raise DataError(f"{name}: Das ist keine Excel-Arbeitsmappe. Speichere die Tabelle als .xlsx oder .csv.")
    for mark, words in ACTIVE_PARTS:
        if any(mark in part for part in names):
            raise DataError(f"{name}: Die Arbeitsmappe {words}.")
    cells = 0
    for part in parts:
        if part.filename.lower().endswith(XML_SUFFIXES):
            text = archive.read(part)
            _check_markup(text, name)
            cells += sum(_count_cells(found[1]) for found in _RANGE.finditer(text))
    if cells > MAX_RANGE_CELLS:
        raise DataError(
            f"{name}: Verbundene Zellen oder Verweise reichen über mehr als {MAX_RANGE_CELLS} Zellen. "
            "Hebe die Verbindung auf."
        )


def _check_markup(text: bytes, name: str) -> None:
    """Excel writes UTF-8 without any declaration of its own entities; everything else is an attack."""
    encoding = _ENCODING.search(text[:200])
    is_utf8 = b"\x00" not in text[:200] and (encoding is None or encoding[1].lower() in (b"utf-8", b"us-ascii"))
    if not is_utf8 or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise DataError(f"{name}: Die Arbeitsmappe enthält unzulässiges XML. Speichere sie in Excel neu.")


def _count_cells(reference: bytes) -> int:
    """How many cells a range has; one that cannot be read counts as too many."""
    match = _ADDRESS.fullmatch(reference.decode("ascii", "replace"))
    if match is None:
        return MAX_RANGE_CELLS + 1
    first, top, last, bottom = match.groups()
    if last is None:
        return 1
    return (abs(_number(last) - _number(first)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _number(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + ord(letter) - ord("A") + 1
    return value


def repack(content: bytes, original: bytes | None = None) -> bytes:
    """The same parts without the clock: fixed times, and the properties of ``original`` where it has them."""
    properties = _read_properties(original) if original else None
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in _parts(source):
            kept = properties if name == CORE and properties is not None else text
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, _TIME.sub(rb"\g<1>2000-01-01T00:00:00Z", kept) if name == CORE else kept)
    return buffer.getvalue()


CORE = "docProps/core.xml"
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for info in archive.infolist():
        yield info.filename, archive.read(info)


def _read_properties(content: bytes) -> bytes | None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(CORE) if CORE in archive.namelist() else None
