"""Bringing size and checksum in the descriptors up to date with the files."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, cast

from generator.model import Issue
from generator.packages.descriptor import has_safe_path, list_objects
from generator.packages.files import read_file
from generator.packages.findings import order_issues
from generator.packages.loading import DESCRIPTOR, list_package_directories, read_descriptor


@dataclass(frozen=True, slots=True, kw_only=True)
class StampedDescriptor:
    """A descriptor whose sizes or checksums were behind."""

    path: PurePosixPath
    """Relative to the project folder."""
    content: bytes
    """The whole new file: the same keys in the same order, indented by two spaces."""
    changes: tuple[str, ...]
    """Names of the resources whose file has changed."""


def stamp_packages(project: Path) -> tuple[tuple[StampedDescriptor, ...], tuple[Issue, ...]]:
    """New text of every descriptor that is behind its files, and files that could not be read. Nothing is written."""
    stamped: list[StampedDescriptor] = []
    issues: list[Issue] = []
    for directory in list_package_directories(project):
        path = directory / DESCRIPTOR
        descriptor = read_descriptor(project, directory)
        if isinstance(descriptor, Issue):
            issues.append(descriptor)
            continue
        changes = tuple(
            str(part.get("name", ""))
            for part in cast("tuple[dict[str, Any], ...]", list_objects(descriptor, "resources"))
            if has_safe_path(part) and _stamp_resource(project, directory, part, issues)
        )
        if changes:
            text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
            stamped.append(StampedDescriptor(path=path, content=text.encode(), changes=changes))
    return tuple(stamped), order_issues(issues)


def _stamp_resource(project: Path, directory: PurePosixPath, part: dict[str, Any], issues: list[Issue]) -> bool:
    """Enter size and checksum into the freshly parsed resource; tell whether they were others before."""
    content = read_file(project / directory, PurePosixPath(part["path"]), directory / part["path"])
    if isinstance(content, Issue):
        issues.append(content)
        return False
    seal = {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    if all(part.get(key) == value for key, value in seal.items()):
        return False
    part.update(seal)
    return True
