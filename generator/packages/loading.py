"""From a project folder to loaded packages, with every finding of every table at once."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from generator.errors import ConfigurationError
from generator.model import Issue, Package, Resource, Row, Severity
from generator.packages.descriptor import (
    column_names,
    flatten_dialect,
    has_safe_path,
    list_objects,
    make_field,
    make_foreign_keys,
    make_licenses,
    make_sources,
    parse_created,
)
from generator.packages.descriptor_checks import (
    check_package_descriptor,
    check_resource_descriptor,
    check_standard_package,
)
from generator.packages.descriptor_places import Place
from generator.packages.features import read_features
from generator.packages.files import MAX_DESCRIPTOR_BYTES, decode_text, parse_json, read_file
from generator.packages.findings import STAMP_CODES, make_error, make_warning, order_issues
from generator.packages.tables import TableSpec, read_proven_table, read_table

PACKAGES = PurePosixPath("datapackages")
DESCRIPTOR = "datapackage.json"
DATA_SUFFIXES = (".csv", ".geojson")
HARMLESS_CODES = ("missing-metadata", "missing-hash", "unsafe-url", "undeclared-encoding", "control-character")
"""Findings about a descriptor that leave no doubt how the file is to be read."""


def load_packages(project: Path) -> tuple[tuple[Package, ...], tuple[Issue, ...]]:
    """Every package of the project in name order, and what is wrong with them, in reading order."""
    packages: list[Package] = []
    issues: list[Issue] = []
    for directory in list_package_directories(project):
        package, found = _load_package(project, directory)
        issues += found
        if package is not None:
            packages.append(package)
    return tuple(packages), order_issues(issues)


def list_package_directories(project: Path) -> tuple[PurePosixPath, ...]:
    """The package folders, relative to the project, in name order."""
    root = project / PACKAGES
    if not root.is_dir():
        raise ConfigurationError(f"Im Projektordner {project} fehlt der Ordner „{PACKAGES}“ mit den Datenpaketen.")
    names = sorted(path.name for path in root.iterdir() if path.is_dir() and not path.name.startswith((".", "_")))
    if not names:
        raise ConfigurationError(f"Der Ordner „{PACKAGES}“ in {project} enthält kein Datenpaket.")
    return tuple(PACKAGES / name for name in names)


def find_resource(packages: Sequence[Package], resource_id: str) -> Resource | None:
    """The resource with this id, such as ``demographics/age_groups``."""
    name, _, _ = resource_id.partition("/")
    resources = (resource for package in packages if package.name == name for resource in package.resources)
    return next((resource for resource in resources if resource.id == resource_id), None)


def find_rows(packages: Sequence[Package], resource_id: str) -> tuple[Row, ...]:
    """The rows of a resource; none where a city does not have it."""
    resource = find_resource(packages, resource_id)
    return resource.rows if resource else ()


def find_broken_resources(packages: tuple[Package, ...], issues: Iterable[Issue]) -> frozenset[str]:
    """Ids of resources that were not read completely: what seems to be missing there may only be unreadable."""
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    broken_files = {issue.path for issue in errors if issue.code not in STAMP_CODES}
    barred = {
        (issue.path, issue.field.split(".")[0]) for issue in errors if issue.field is not None and _bars_reading(issue)
    }
    return frozenset(
        resource.id
        for package in packages
        for resource in package.resources
        if (str(resource.path) in broken_files and resource.path.name != DESCRIPTOR)
        or (str(package.directory / DESCRIPTOR), resource.name) in barred
    )


def read_descriptor(project: Path, directory: PurePosixPath) -> Any | Issue:
    """What stands in the ``datapackage.json`` of a package whose folder is really there."""
    path = directory / DESCRIPTOR
    if not (project / directory).resolve().is_relative_to((project / PACKAGES).resolve()):
        return make_error(
            "unsafe-path",
            path,
            f"Der Ordner des Pakets ist ein Verweis, der aus „{PACKAGES}“ hinausführt. Lege das Paket selbst hinein.",
        )
    content = read_file(project / directory, PurePosixPath(DESCRIPTOR), path, limit=MAX_DESCRIPTOR_BYTES)
    return content if isinstance(content, Issue) else parse_json(content, path)


def _load_package(project: Path, directory: PurePosixPath) -> tuple[Package | None, list[Issue]]:
    path = directory / DESCRIPTOR
    descriptor = read_descriptor(project, directory)
    if isinstance(descriptor, Issue):
        return None, [descriptor]
    if not isinstance(descriptor, dict):
        return None, [make_error("json-error", path, "Das Paket muss ein JSON-Objekt sein. Berichtige die Datei.")]
    place = Place(path)
    issues = list(check_package_descriptor(descriptor, directory.name, place))
    resources = []
    for part in list_objects(descriptor, "resources"):
        resource, found = _load_resource(project, directory, part, descriptor)
        resources.append(resource)
        issues += found
    if all(issue.path != str(path) for issue in issues):
        issues += check_standard_package(descriptor, place)
    issues += _find_unlisted_files(project, directory, resources)
    package = Package(
        name=directory.name,
        title=str(descriptor.get("title", "")),
        description=str(descriptor.get("description", "")),
        version=str(descriptor.get("version", "")),
        # An invalid day is an error already; the last day of the calendar keeps it from causing follow-up findings.
        created=parse_created(descriptor.get("created")) or date.max,
        directory=directory,
        resources=tuple(resources),
        descriptor=descriptor,
    )
    return package, issues


def _load_resource(
    project: Path, directory: PurePosixPath, part: Mapping[str, Any], package: Mapping[str, Any]
) -> tuple[Resource, list[Issue]]:
    name = str(part.get("name", ""))
    issues = list(check_resource_descriptor(part, package, Place(directory / DESCRIPTOR, (name,))))
    path = directory / (str(part["path"]) if has_safe_path(part) else DESCRIPTOR)
    schema: Mapping[str, Any] = part["schema"] if isinstance(part.get("schema"), dict) else {}
    size = part.get("bytes")
    resource = Resource(
        package=directory.name,
        name=name,
        title=str(part.get("title", "")),
        description=str(part.get("description", "")),
        path=path,
        file=project / path,
        format=str(part.get("format", "")),
        bytes=size if isinstance(size, int) else 0,
        hash=str(part.get("hash", "")).removeprefix("sha256:"),
        temporal=str(part.get("temporal", "")),
        caveats=column_names(part.get("caveats", [])),
        fields=tuple(make_field(field) for field in list_objects(schema, "fields")),
        primary_key=column_names(schema.get("primaryKey")),
        foreign_keys=make_foreign_keys(schema),
        missing_values=column_names(schema.get("missingValues", [""])),
        licenses=make_licenses(part, package),
        sources=make_sources(part, package),
        rows=(),
        features=(),
        descriptor=part,
    )
    if any(_bars_reading(issue) for issue in issues):
        return resource, issues
    content = read_file(project / directory, path.relative_to(directory), path)
    if isinstance(content, Issue):
        return resource, [*issues, content]
    resource, found = _fill_resource(resource, content)
    return resource, [*issues, *found, *_check_seal(resource, content)]


def _fill_resource(resource: Resource, content: bytes) -> tuple[Resource, tuple[Issue, ...]]:
    """The resource with what stands in its file."""
    if resource.format == "geojson":
        features, issues = read_features(content, resource.path)
        return replace(resource, features=features), issues
    spec = TableSpec(
        path=resource.path,
        delimiter=str(flatten_dialect(resource.descriptor)["delimiter"]),
        schema=resource.descriptor["schema"],
        fields=resource.fields,
        primary_key=resource.primary_key,
    )
    proven = read_proven_table(content, spec)
    if proven is not None:
        return replace(resource, rows=proven), ()
    text = decode_text(content, resource.path)
    if isinstance(text, Issue):
        return resource, (text,)
    rows, issues = read_table(text, spec)
    if resource.descriptor.get("may_be_empty") is True:
        issues = tuple(issue for issue in issues if issue.code != "empty-table")
    return replace(resource, rows=rows), issues


def _check_seal(resource: Resource, content: bytes) -> Iterator[Issue]:
    """Compare size and checksum with the declared ones, if they are declared."""
    if not resource.hash:
        return
    if hashlib.sha256(content).hexdigest() != resource.hash:
        yield make_error(
            "hash-mismatch",
            resource.path,
            "Die Datei wurde geändert, seit ihre Prüfsumme festgehalten wurde. "
            "Wenn die Änderung gewollt ist: `gebietsatlas stamp`.",
        )
    elif isinstance(resource.descriptor.get("bytes"), int) and len(content) != resource.bytes:
        yield make_error(
            "byte-count-mismatch",
            resource.path,
            f"Die Datei hat {len(content)} Bytes, in datapackage.json stehen {resource.bytes}. "
            "Berichtige die Angabe: `gebietsatlas stamp`.",
        )


def _bars_reading(issue: Issue) -> bool:
    """Tell whether a finding about the descriptor leaves open how the file is to be read."""
    return issue.severity is Severity.ERROR and issue.code not in HARMLESS_CODES


def _find_unlisted_files(project: Path, directory: PurePosixPath, resources: Sequence[Resource]) -> Iterator[Issue]:
    """Data files that no resource names are never shown: probably forgotten."""
    known = {resource.path for resource in resources}
    for file in sorted((project / directory).rglob("*")):
        path = directory / file.relative_to(project / directory).as_posix()
        if file.suffix in DATA_SUFFIXES and path not in known:
            yield make_warning(
                "unlisted-file",
                path,
                "Die Datei gehört zu keiner Ressource. Beschreibe sie in datapackage.json oder lösche sie.",
            )
