"""The staged tree of the tiny city, as it was when somebody last looked at it.

``UPDATE_GOLDEN=1 pytest tests/test_golden.py`` takes the tree of today as the right one; look at the difference in git
before you commit it. How tightly an archive is packed depends on the machine's zlib, so archives and workbooks are kept
as the checksums of what they hold, and texts that tell their size or checksum are compared without it. What belongs
to others, and our own style sheets and scripts, which are sources already, are left out.
"""

import hashlib
import io
import os
import re
import shutil
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner

from generator import layout
from generator.cli import main
from generator.formatting import format_bytes
from generator.render.files import render_assets
from tests.tiny import copy_tiny_city

GOLDEN = Path(__file__).parent / "golden"
TREE = GOLDEN / "tiny_city"
CHECKSUMS = GOLDEN / "tiny_city.sha256"
CHANGED = GOLDEN / "tiny_city-changed"
PACKED = (".zip", ".xlsx")
BINARY = (*PACKED, ".png", ".ico", ".woff2")
FOREIGN = (layout.LEAFLET, layout.MAP_GROUND)
"""Files of others, or written by them: they are made when a site is built and never committed."""
OWN_ASSETS = {str(file.path) for file in render_assets()}


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every generated file of ours in the staged tree, by path; texts without what depends on zlib."""
    project = copy_tiny_city(tmp_path_factory.mktemp("golden") / "city").project
    result = CliRunner().invoke(main, ["--project", str(project), "stage"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    files = {path: content for path, content in read_tree(project / "build/docs").items() if is_ours(path)}
    packed = {path: content for path, content in files.items() if path.endswith(PACKED)}
    return {path: content if is_binary(path) else hide_packing(content, packed) for path, content in files.items()}


def read_tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def is_ours(path: str) -> bool:
    return path not in OWN_ASSETS and not any(PurePosixPath(path).is_relative_to(folder) for folder in FOREIGN)


def is_binary(path: str) -> bool:
    return path.endswith(BINARY)


def hide_packing(content: bytes, packed: dict[str, bytes]) -> bytes:
    """Replace checksums and sizes of packed files by words."""
    text = content.decode()
    for path, archive in packed.items():
        text = text.replace(hashlib.sha256(archive).hexdigest(), f"sha256({path})")
        name = re.escape(PurePosixPath(path).name)
        size = re.escape(format_bytes(len(archive)))
        text = re.sub(rf'(href="[^"]*{name}"[^\n]*?<span class="ga-source">){size}(</span>)', r"\1size\2", text)
    return text.encode()


def list_checksums(files: dict[str, bytes]) -> list[str]:
    """One line for each binary file, and one for each file in a packed one."""
    return [
        f"{hashlib.sha256(part).hexdigest()}  {path}{name}"
        for path, content in files.items()
        if is_binary(path)
        for name, part in unpack(path, content)
    ]


def unpack(path: str, content: bytes) -> list[tuple[str, bytes]]:
    """What a packed file holds, packed files in it too; anything else is one part."""
    if not path.endswith(PACKED):
        return [("", content)]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    return [(f"!{name}{inner}", part) for name, member in members for inner, part in unpack(name, member)]


def write_tree(folder: Path, files: dict[str, bytes]) -> None:
    """Make a folder hold exactly these files."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def test_the_staged_tree_of_the_tiny_city_is_the_golden_one(staged: dict[str, bytes]) -> None:
    texts = {path: content for path, content in staged.items() if not is_binary(path)}
    if os.environ.get("UPDATE_GOLDEN"):
        write_tree(TREE, texts)
        CHECKSUMS.write_text("".join(f"{line}\n" for line in list_checksums(staged)), encoding="utf-8")
    golden = read_tree(TREE)
    changed = {path: content for path, content in texts.items() if golden.get(path) != content}
    write_tree(CHANGED, changed)
    missing = sorted(set(golden) - set(texts))
    assert (sorted(changed), missing) == ([], []), f"Vergleiche tests/golden/tiny_city mit {CHANGED.name}."
    assert list_checksums(staged) == CHECKSUMS.read_text(encoding="utf-8").splitlines()


def test_no_golden_text_tells_how_tightly_a_file_was_packed(staged: dict[str, bytes]) -> None:
    packed = {path: content for path, content in staged.items() if path.endswith(PACKED)}
    checksums = {hashlib.sha256(content).hexdigest().encode() for content in packed.values()}
    assert len(packed) > 30
    assert [path for path, content in staged.items() if any(one in content for one in checksums)] == []
    assert sum(content.count(b'<span class="ga-source">size</span>') for content in staged.values()) > 30


def test_the_golden_tree_holds_nothing_of_others() -> None:
    assert [path for path in read_tree(TREE) if not is_ours(path)] == []
