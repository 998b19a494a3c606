"""Reading files of a package: only those that belong to it, and only as strict UTF-8 and strict JSON.

Every function returns what was asked for, or the ``Issue`` that says why not.
"""

import csv
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from generator.model import Issue
from generator.packages.findings import make_error

MAX_FILE_BYTES = 200_000_000
"""No statistics table of a city comes near this; a larger file is a mistake or an attack on memory."""
MAX_DESCRIPTOR_BYTES = 10_000_000
"""A description is held in memory many times over, as a tree."""
COMPRESSED = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "ZIP",
    b"\xfd7zXZ": "xz",
    b"BZh": "bzip2",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"7z\xbc\xaf": "7-Zip",
}
"""How compressed files begin. None is ever unpacked: a few bytes may hold gigabytes."""
SAFE_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
UNSAFE_CHARACTERS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffd]")
"""Control characters, line breaks, direction switches, half surrogates, and the mark that decoders leave behind."""


def read_file(root: Path, path: PurePosixPath, place: PurePosixPath, *, limit: int = MAX_FILE_BYTES) -> bytes | Issue:
    """The bytes of ``root/path``; ``place`` names the file in messages. A link that leaves ``root`` is refused."""
    try:
        file = (root / path).resolve()
        if not file.is_relative_to(root.resolve()):
            return make_error(
                "unsafe-path",
                place,
                "Die Datei ist ein Verweis, der aus dem Ordner des Pakets hinausführt. Lege die Datei selbst hinein.",
            )
        if not file.is_file():
            return make_error(
                "missing-file", place, "Die Datei fehlt. Lege sie an oder berichtige ‚path‘ in datapackage.json."
            )
        size = file.stat().st_size
        if size > limit:
            return make_error(
                "file-too-large",
                place,
                f"Die Datei ist mit {math.ceil(size / 1_000_000)} MB zu groß; erlaubt sind {limit // 1_000_000} MB. "
                "Teile sie auf oder vereinfache sie.",
            )
        content = file.read_bytes()
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of symbolic links
        reason = getattr(error, "strerror", None) or "Verweise im Kreis"
        return make_error(
            "unreadable-file",
            place,
            f"Die Datei lässt sich nicht lesen ({reason}). Prüfe Verweise und Zugriffsrechte.",
        )
    kind = next((name for mark, name in COMPRESSED.items() if content.startswith(mark)), None)
    if kind is not None:
        return make_error(
            "compressed-file", place, f"Die Datei ist gepackt ({kind}). Entpacke sie und lege sie ungepackt ab."
        )
    return content


def decode_text(content: bytes, place: PurePosixPath) -> str | Issue:
    """The text of a UTF-8 file; a byte order mark stays in front."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return make_error(
            "encoding-error",
            place,
            f"Die Datei ist nicht in UTF-8 geschrieben (Byte 0x{content[error.start]:02X}, vielleicht Windows-1252). "
            "Speichere sie als UTF-8 ohne BOM.",
            row=content.count(b"\n", 0, error.start) + 1,
            field=_find_column(content, error.start) if place.suffix == ".csv" else None,
        )


def _find_column(content: bytes, position: int) -> str | None:
    """The column of a table in which a byte stands; ``None`` where the header does not tell."""
    start = content.rfind(b"\n", 0, position) + 1
    parts = content.split(b"\n", 1)[0], content[start:position]
    try:
        header, cells = (next(csv.reader([part.decode("latin-1")]), []) for part in parts)
    except csv.Error:
        return None
    number = max(len(cells) - 1, 0)
    return header[number].strip() if start and number < len(header) else None


def parse_json(content: bytes, place: PurePosixPath) -> Any | Issue:
    """The value of a JSON file; doubled keys, NaN and absurd nesting are errors as well."""
    text = decode_text(content, place)
    if isinstance(text, Issue):
        return text
    if text.startswith("\ufeff"):
        return byte_order_mark(place)
    try:
        return json.loads(text, object_pairs_hook=_unique_keys, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        return make_error(
            "json-error",
            place,
            f"Hier bricht das JSON ab (Spalte {error.colno}: {error.msg}). "
            "Prüfe Kommas, Klammern und Anführungszeichen und ob die Datei vollständig ist.",
            row=error.lineno,
        )
    except ValueError as error:
        return make_error(
            "json-error", place, f"Das JSON ist nicht eindeutig oder nicht zulässig: {error}. Berichtige die Stelle."
        )
    except RecursionError:
        return make_error(
            "json-error", place, "Das JSON ist zu tief verschachtelt. Vereinfache es oder erzeuge die Datei neu."
        )


def byte_order_mark(place: PurePosixPath) -> Issue:
    """The finding that a file begins with the invisible mark some editors write."""
    return make_error(
        "byte-order-mark",
        place,
        "Die Datei beginnt mit einer Byte-Reihenfolge-Marke (BOM). Speichere sie als UTF-8 ohne BOM.",
        row=1,
    )


def describe_character(character: str) -> str:
    """Name an invisible character.

    >>> describe_character(chr(0)), describe_character(chr(10))
    ('Steuerzeichen (U+0000)', 'Zeilenumbruch (U+000A)')
    """
    kind = "Zeilenumbruch" if character in "\n\r\u2028\u2029" else "Steuerzeichen"
    return f"{kind} (U+{ord(character):04X})"


def find_unsafe_texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Where in a parsed JSON value a text or key holds an unsafe character, and which."""
    if isinstance(value, str):
        if match := UNSAFE_CHARACTERS.search(value):
            yield place, match[0]
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from find_unsafe_texts(key, place)
            yield from find_unsafe_texts(part, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for number, part in enumerate(value, start=1):
            yield from find_unsafe_texts(part, f"{place}.{number}" if place else str(number))


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Python would quietly keep the last of two equal keys."""
    result = dict(pairs)
    if len(result) < len(pairs):
        keys = [key for key, _ in pairs]
        doubled = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"der Schlüssel „{doubled}“ steht zweimal im selben Objekt")
    return result


def _refuse_constant(name: str) -> Any:
    """Python would read NaN and Infinity, which JSON does not know."""
    raise ValueError(f"{name} ist keine Zahl im Sinne von JSON")
