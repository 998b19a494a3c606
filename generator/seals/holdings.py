"""Reading a folder or an archive that somebody brings: nothing in it is trusted, nothing is unpacked to disk."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from generator.packages.files import MAX_FILE_BYTES, UNSAFE_CHARACTERS

MAX_FILES = 20_000
MAX_TOTAL_BYTES = 1_000_000_000
"""All files of an archive together, unpacked; the downloads of a whole city have a fiftieth of it."""
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1
ZIP_SUFFIX = ".zip"
MAX_NAME_CHARACTERS = 200
_DRIVE = re.compile(r"^[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is not read."""

    reason: str
    """A German sentence."""


Reader = Callable[[], bytes | Refusal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Files with their names; contents are read one at a time."""

    readers: dict[str, Reader]

    def read(self, name: str) -> bytes | Refusal:
        """The content of a file that is there."""
        return self.readers[name]()


def open_holding(path: Path) -> Holding | Refusal:
    """The files below a folder, or in an archive."""
    if path.is_dir():
        return _open_folder(path)
    try:
        size = path.stat().st_size
        if size > MAX_TOTAL_BYTES:
            return Refusal(f"Die Datei ist größer als {MAX_TOTAL_BYTES // 1_000_000} MB.")
        return open_archive(path.read_bytes())
    except OSError as error:
        return Refusal(f"Die Datei lässt sich nicht lesen ({error.strerror}).")


# --- folders ------------------------------------------------------------------------------------------------------


def _open_folder(folder: Path) -> Holding | Refusal:
    """Plain files only; a link could show anything."""
    readers: dict[str, Reader] = {}
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            return Refusal(f"‚{show_name(name)}‘ ist ein Verweis (Link) und keine Datei.")
        if path.is_dir():
            continue
        if not path.is_file():
            return Refusal(f"‚{show_name(name)}‘ ist keine gewöhnliche Datei.")
        if len(readers) >= MAX_FILES:
            return Refusal(f"Der Ordner enthält mehr als {MAX_FILES} Dateien.")
        readers[name] = partial(_read_file, path)
    return Holding(readers=readers)


def _walk(folder: Path) -> Iterator[Path]:
    """Everything below a folder, without following links."""
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)


def _read_file(path: Path) -> bytes | Refusal:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            return Refusal(f"Die Datei ist größer als {MAX_FILE_BYTES // 1_000_000} MB.")
        return path.read_bytes()
    except OSError as error:
        return Refusal(f"Die Datei lässt sich nicht lesen ({error.strerror}).")


# --- archives -----------------------------------------------------------------------------------------------------


def open_archive(content: bytes) -> Holding | Refusal:
    """The files of an archive, after a look at what it says about itself."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        return Refusal(f"Das ist keine lesbare Zip-Datei ({show_name(str(error))}).")
    fault = next(_find_faults(entries), None)
    if fault is not None:
        return Refusal(fault)
    files = [entry for entry in entries if not entry.is_dir()]
    return Holding(readers={entry.filename: partial(_read_entry, archive, entry) for entry in files})


def _find_faults(entries: Sequence[zipfile.ZipInfo]) -> Iterator[str]:
    """Sentences about what no honest archive has."""
    if len(entries) > MAX_FILES:
        yield f"Das Archiv enthält mehr als {MAX_FILES} Dateien."
    if sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        yield f"Das Archiv wird ausgepackt größer als {MAX_TOTAL_BYTES // 1_000_000} MB."
    seen: set[str] = set()
    for entry in entries:
        name = show_name(entry.orig_filename)
        if not is_safe_name(entry.orig_filename.removesuffix("/")):
            yield f"Der Name ‚{name}‘ führt aus dem Ordner hinaus oder enthält unzulässige Zeichen."
        if entry.orig_filename.casefold() in seen:
            yield f"Der Name ‚{name}‘ kommt zweimal vor."
        if stat.S_ISLNK(entry.external_attr >> 16):
            yield f"‚{name}‘ ist ein Verweis (Link) und keine Datei."
        if entry.flag_bits & ENCRYPTED:
            yield f"‚{name}‘ ist verschlüsselt."
        if entry.compress_type not in METHODS:
            yield f"‚{name}‘ ist mit einem ungewöhnlichen Verfahren gepackt."
        if entry.file_size > MAX_FILE_BYTES:
            yield f"‚{name}‘ ist größer als {MAX_FILE_BYTES // 1_000_000} MB."
        seen.add(entry.orig_filename.casefold())


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | Refusal:
    """Unpack one file, and no more of it than it said it would be."""
    try:
        with archive.open(entry) as stream:
            content = stream.read(entry.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        return Refusal(f"Die Datei lässt sich nicht auspacken ({show_name(str(error))}).")
    return content if len(content) == entry.file_size else Refusal("Die Datei ist größer oder kleiner als angegeben.")


# --- names --------------------------------------------------------------------------------------------------------


def is_safe_name(name: str) -> bool:
    """Tell whether a name can only mean a file below its folder, on every system.

    >>> is_safe_name("daten/a.csv"), is_safe_name("../a"), is_safe_name("/a"), is_safe_name("C:a"), is_safe_name("a//b")
    (True, False, False, False, False)
    """
    if not name or "\\" in name or UNSAFE_CHARACTERS.search(name) or _DRIVE.match(name):
        return False
    return str(PurePosixPath(name)) == name and not name.startswith("/") and ".." not in name.split("/")


def show_name(name: str) -> str:
    r"""A foreign name as it may stand on a terminal.

    >>> show_name("a\x1b[31m.csv")
    'a?[31m.csv'
    """
    return show_text(name)[:MAX_NAME_CHARACTERS]


def show_text(text: str) -> str:
    """A foreign text without signs that would steer a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)
