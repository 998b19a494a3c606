"""Where in a descriptor something is wrong, and what every part of it needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from generator.model import Issue
from generator.packages.descriptor import is_text
from generator.packages.findings import make_error


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a descriptor we are."""

    path: PurePosixPath
    """The ``datapackage.json``."""
    steps: tuple[str, ...] = ()

    def step(self, *names: str) -> "Place":
        """One or more steps further in."""
        return Place(self.path, (*self.steps, *names))

    def error(self, code: str, message: str) -> Issue:
        """A finding at this place."""
        return make_error(code, self.path, message, field=".".join(self.steps) or None)


def check_texts(part: Mapping[str, Any], keys: tuple[str, ...], place: Place) -> Iterator[Issue]:
    """Find required texts that are not there."""
    for key in keys:
        if not is_text(part.get(key)):
            yield place.step(key).error("missing-metadata", f"Die Angabe „{key}“ fehlt oder ist leer. Ergänze sie.")
