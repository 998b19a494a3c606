"""The invented town of ``fixtures/tiny_city``: three quarters, two levels, numbers one can check in the head."""

import shutil
from functools import cache
from pathlib import Path

from generator.profiles.atlas import Atlas
from generator.site import evaluate, pass_gate
from tests.package_builder import City

TINY_CITY = Path(__file__).parent / "fixtures" / "tiny_city"


def copy_tiny_city(target: Path) -> City:
    """A copy that a test may change; what an earlier run has built stays behind."""
    shutil.copytree(TINY_CITY, target, ignore=shutil.ignore_patterns("build"))
    return City(target)


def evaluate_city(project: Path) -> Atlas:
    """Everything the pages of a city are made from."""
    return evaluate(project, pass_gate(project))


@cache
def tiny_atlas() -> Atlas:
    """The unchanged town, evaluated once for all tests of a process."""
    return evaluate_city(TINY_CITY)


def split_tiny_city(city: City) -> None:
    """Give the town a third level between town and quarters: north (001, 002) and south (003)."""
    city.replace("districts/levels", "ein Ortsteil,ortsteile,2", "ein Ortsteil,ortsteile,3")
    city.replace("districts/levels", "town,", "half,Hälfte,Hälften,eine Hälfte,haelften,2,true,\ntown,")
    city.replace(
        "districts/districts",
        "001,quarter",
        "101,half,,Nord,,,nord,official,,,ausgedacht\n102,half,,Süd,,,sued,official,,,ausgedacht\n001,quarter",
    )
    city.replace("districts/crosswalk", "001,000", "101,000,official,ausgedacht\n102,000,official,ausgedacht\n001,101")
    city.replace("districts/crosswalk", "002,000", "002,101")
    city.replace("districts/crosswalk", "003,000", "003,102")
