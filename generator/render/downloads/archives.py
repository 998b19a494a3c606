"""Zips that explain themselves: data package, description, licence, citation, checksums."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.model import OutputFile
from generator.profiles.views import FileFacts
from generator.render.downloads.csv_files import CsvFile
from generator.render.downloads.descriptions import (
    Bundle,
    Section,
    render_citation,
    render_description,
    render_license,
)
from generator.render.downloads.descriptors import spell_package
from generator.render.downloads.seals import SealedFile, render_seal
from generator.render.downloads.tables import Edition

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The zip format knows no earlier time; a real one would differ from build to build."""
UNIX = 3
READABLE = 0o100644 << 16
LEVEL = 6
PACKED = frozenset({".xlsx"})
"""Compressed already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The rendered parts of a bundle."""

    files: tuple[OutputFile, ...]
    """Tables, workbook and layers."""
    tables: Mapping[PurePosixPath, CsvFile]
    """What was guarded in which table."""
    sections: tuple[Section, ...]
    """The description in words."""


def render_archive(bundle: Bundle, rendered: Contents, edition: Edition) -> bytes:
    """Pack data files with all that explains them."""
    contents = {file.path.name: file.content for file in rendered.files}
    hashes = {name: hash_content(content) for name, content in contents.items()}
    contents["datapackage.json"] = spell_package(bundle, rendered.files, rendered.tables, hashes)
    contents["DATENBESCHREIBUNG.md"] = render_description(bundle, rendered.sections)
    contents["LIZENZ.txt"] = render_license(bundle)
    contents["ZITIERVORSCHLAG.txt"] = render_citation(bundle, edition)
    hashes |= {name: hash_content(content) for name, content in contents.items() if name not in hashes}
    contents[layout.SEAL_NAME] = _seal_contents(bundle, rendered, contents, hashes, edition)
    hashes[layout.SEAL_NAME] = hash_content(contents[layout.SEAL_NAME])
    contents[layout.CHECKSUMS.name] = list_checksums(hashes)
    return zip_contents(contents)


def _seal_contents(
    bundle: Bundle, rendered: Contents, contents: Mapping[str, bytes], hashes: Mapping[str, str], edition: Edition
) -> bytes:
    """Bind every file of the archive to the reports on its datasets; what explains the data rests on all of them."""
    datasets = {file.path.name: file.datasets for file in rendered.files}
    return render_seal(
        bundle.title,
        [
            SealedFile(
                path=name,
                size=len(content),
                sha256=hashes[name],
                datasets=datasets.get(name, bundle.datasets),
            )
            for name, content in contents.items()
        ],
        edition,
    )


def zip_contents(contents: Mapping[str, bytes]) -> bytes:
    """Pack files by name; the archive carries no clock and no umask."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(contents):
            kind = zipfile.ZIP_STORED if PurePosixPath(name).suffix in PACKED else zipfile.ZIP_DEFLATED
            archive.writestr(make_entry(name), contents[name], kind, LEVEL)
    return buffer.getvalue()


def make_entry(name: str) -> zipfile.ZipInfo:
    """A file of a zip, the same on every system and at any time."""
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.create_system = UNIX
    entry.external_attr = READABLE
    return entry


def list_checksums(hashes: Mapping[str, str]) -> bytes:
    """The lines that ``sha256sum --check`` reads."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode()


def hash_content(content: bytes) -> str:
    """SHA-256 as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def render_checksums(facts: Mapping[PurePosixPath, FileFacts]) -> OutputFile:
    """Checksums of all downloads, with paths relative to their folder; other files are passed over."""
    hashes = {
        str(path.relative_to(layout.DOWNLOADS)): file.sha256 for path, file in facts.items() if layout.is_download(path)
    }
    return OutputFile(path=layout.CHECKSUMS, content=list_checksums(hashes))
