"""The staged tree of the tiny city, byte for byte as it was when somebody last looked at it.

``UPDATE_GOLDEN=1 pytest tests/test_golden.py`` takes the tree of today as the right one; look at the difference in git
before you commit it. Archives and workbooks are kept as checksums; what belongs to others is left out.
"""

import hashlib
import os
import shutil
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner

from generator import layout
from generator.cli import main
from tests.tiny import copy_tiny_city

GOLDEN = Path(__file__).parent / "golden"
TREE = GOLDEN / "tiny_city"
CHECKSUMS = GOLDEN / "tiny_city.sha256"
CHANGED = GOLDEN / "tiny_city-changed"
BINARY = (".zip", ".xlsx", ".png", ".ico", ".woff2")
FOREIGN = (layout.LEAFLET,)
"""Folders with files of others: they are copied when a site is built and never committed."""


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every file of ours in the staged tree, by path."""
    project = copy_tiny_city(tmp_path_factory.mktemp("golden") / "city").project
    result = CliRunner().invoke(main, ["--project", str(project), "stage"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    files = read_tree(project / "build/docs")
    return {path: content for path, content in files.items() if not is_foreign(path)}


def read_tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def is_foreign(path: str) -> bool:
    return any(PurePosixPath(path).is_relative_to(folder) for folder in FOREIGN)


def list_checksums(files: dict[str, bytes]) -> str:
    """One line for each binary file, as ``sha256sum`` writes it."""
    return "".join(
        f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in files.items() if is_binary(path)
    )


def is_binary(path: str) -> bool:
    return path.endswith(BINARY)


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
        CHECKSUMS.write_text(list_checksums(staged), encoding="utf-8")
    golden = read_tree(TREE)
    changed = {path: content for path, content in texts.items() if golden.get(path) != content}
    write_tree(CHANGED, changed)
    missing = sorted(set(golden) - set(texts))
    assert (sorted(changed), missing) == ([], []), f"Vergleiche tests/golden/tiny_city mit {CHANGED.name}."
    known = CHECKSUMS.read_text(encoding="utf-8").splitlines()
    assert list_checksums(staged).splitlines() == known


def test_the_golden_tree_holds_nothing_of_others() -> None:
    assert [path for path in read_tree(TREE) if is_foreign(path)] == []
