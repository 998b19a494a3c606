"""What a report says about files and datasets, read as strictly as data: a report that is not whole says nothing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from generator.model import Issue
from generator.packages.files import parse_json
from generator.seals.holdings import is_safe_name, show_name

FORMAT = "gebietsatlas-pruefbericht"
FORMAT_VERSION = 1
COUNTS = ("errors", "warnings", "notes", "accepted")
_HASH = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A report."""

    edition: date
    files: Mapping[str, str]
    """SHA-256 of every file by its path."""
    invalid_ids: tuple[str, ...]
    """Datasets that the report itself calls invalid."""


def read_statement(content: bytes, name: str) -> Statement | str:
    """The report, or a German sentence that says why it is none."""
    value = parse_json(content, PurePosixPath(name))
    if isinstance(value, Issue):
        return f"{show_name(name)} ist kein lesbarer Prüfbericht: {value.message}"
    fault = next(_find_faults(value), None)
    if fault is not None:
        return f"{show_name(name)} ist kein gültiger Prüfbericht: {fault}"
    return Statement(
        edition=date.fromisoformat(value["edition"]),
        files={one["path"]: one["sha256"] for one in value["files"]},
        invalid_ids=tuple(one["id"] for one in value["datasets"] if one["result"] != "valid" or _count_errors(one)),
    )


def _count_errors(dataset: Mapping[str, Any]) -> int:
    return sum(check["errors"] for check in dataset["checks"])


def _find_faults(value: Any) -> Iterator[str]:
    """Sentences about what is missing or wrong; later ones rely on the earlier ones."""
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        yield "Die Angabe „format“ fehlt oder ist eine andere."
        return
    if value.get("format_version") != FORMAT_VERSION:
        yield "Die Fassung des Formats ist unbekannt; vielleicht hilft ein neueres Programm."
        return
    if not _is_day(value.get("edition")):
        yield "Der Datenstand „edition“ ist kein Tag."
    files, datasets = value.get("files"), value.get("datasets")
    if not isinstance(files, list) or not files or not isinstance(datasets, list):
        yield "Die Listen „files“ und „datasets“ fehlen oder sind leer."
        return
    if not all(_is_dataset(one) for one in datasets):
        yield "Ein Eintrag unter „datasets“ ist unvollständig."
        return
    if not all(_is_file(one) for one in files):
        yield "Ein Eintrag unter „files“ ist unvollständig."
        return
    yield from _find_contradictions(files, datasets)


def _find_contradictions(files: list[Any], datasets: list[Any]) -> Iterator[str]:
    """Sentences about entries that do not fit together."""
    known = {one["id"] for one in datasets}
    for one in files:
        if not set(one["datasets"]) <= known:
            yield f"Zu ‚{show_name(one['path'])}‘ fehlt der Bericht über einen Datensatz."
    hashes = {one["path"]: one["sha256"] for one in files}
    if len(hashes) < len(files):
        yield "Eine Datei steht zweimal unter „files“."
    for one in datasets:
        if hashes.get(one["path"], one["sha256"]) != one["sha256"]:
            yield f"Für den Datensatz {show_name(one['id'])} nennt er zwei verschiedene Prüfsummen."


def _is_file(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and isinstance(one.get("path"), str)
        and is_safe_name(one["path"])
        and _is_count(one.get("bytes"))
        and isinstance(one.get("sha256"), str)
        and _HASH.fullmatch(one["sha256"]) is not None
        and isinstance(one.get("datasets"), list)
        and all(isinstance(name, str) for name in one["datasets"])
    )


def _is_dataset(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and all(isinstance(one.get(key), str) for key in ("id", "result", "path", "sha256"))
        and isinstance(one.get("checks"), list)
        and all(isinstance(check, dict) and all(_is_count(check.get(key)) for key in COUNTS) for check in one["checks"])
    )


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_day(value: Any) -> bool:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
