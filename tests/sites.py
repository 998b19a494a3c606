"""Whole sites, each built once for all tests of a run; nobody may change them."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile import make_hostile_city
from tests.tiny import copy_tiny_city

ROOT = Path(__file__).parents[1]
BUILD = "from generator.cli import main; main(prog_name='gebietsatlas')"
CITY_PARTS = ("datapackages", "docs", "mkdocs.yml")
"""All that makes a city."""


def build_once(factory: pytest.TempPathFactory, name: str, prepare: Callable[[Path], object]) -> Path:
    """The project folder of a built site; the workers of one run share it."""
    base = factory.getbasetemp()
    # Each worker of pytest-xdist has a folder of its own below the folder of the run.
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    project = folder / f"site-{name}"
    with (folder / f"site-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (project / "build/site").exists():
            shutil.rmtree(project, ignore_errors=True)
            prepare(project)
            build(project)
    return project


def build(project: Path, *options: str) -> None:
    """Build as people do, in a process of its own."""
    answer = subprocess.run(
        [sys.executable, "-c", BUILD, "--project", str(project), "build", *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


def copy_magdeburg(target: Path) -> None:
    """The project's own city, without its code and its build."""
    target.mkdir(parents=True)
    for name in CITY_PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        else:
            shutil.copy(source, target / name)


@pytest.fixture(scope="session")
def magdeburg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project folder of Magdeburg, built; the site lies in ``build/site``."""
    return build_once(tmp_path_factory, "magdeburg", copy_magdeburg)


@pytest.fixture(scope="session")
def tiny_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project folder of the tiny city, built."""
    return build_once(tmp_path_factory, "tiny", copy_tiny_city)


@pytest.fixture(scope="session")
def hostile_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project folder of the hostile city, built."""
    return build_once(tmp_path_factory, "hostile", make_hostile_city)
