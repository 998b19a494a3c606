"""Checking a table that came as a download, by the description that came with it."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from generator.model import Issue, Severity
from generator.packages.descriptor import column_names, flatten_dialect, list_objects, make_field
from generator.packages.descriptor_checks import check_resource_descriptor
from generator.packages.descriptor_places import Place
from generator.packages.files import decode_text
from generator.packages.loading import DESCRIPTOR
from generator.packages.tables import TableSpec, read_proven_table, read_table


def check_received_table(
    resource: Mapping[str, Any], package: Mapping[str, Any], content: bytes, place: PurePosixPath
) -> tuple[Issue, ...]:
    """The errors in a table and in what its resource says about it; ``place`` names the table in messages."""
    described = Place(place.with_name(DESCRIPTOR), (str(resource.get("name", "")),))
    issues = _select_errors(check_resource_descriptor(resource, package, described))
    if issues:
        return issues
    schema = resource["schema"]
    spec = TableSpec(
        path=place,
        delimiter=str(flatten_dialect(resource)["delimiter"]),
        schema=schema,
        fields=tuple(make_field(field) for field in list_objects(schema, "fields")),
        primary_key=column_names(schema.get("primaryKey")),
    )
    if read_proven_table(content, spec) is not None:
        return ()
    text = decode_text(content, place)
    if isinstance(text, Issue):
        return (text,)
    _, found = read_table(text, spec)
    return _select_errors(found)


def _select_errors(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    return tuple(issue for issue in issues if issue.severity is Severity.ERROR)
