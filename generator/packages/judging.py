"""The gate's judgement on single cells, for those who read tables that are not in a package yet."""

from collections.abc import Mapping

from generator.model import Resource
from generator.packages.cells import Column, make_columns
from generator.packages.descriptor import select_standard_part


def make_judges(resource: Resource) -> Mapping[str, Column]:
    """The columns of a table by name, ready for ``read_cell``."""
    from frictionless import Schema

    schema = Schema.from_descriptor(select_standard_part(resource.descriptor["schema"]))
    return {column.field.name: column for column in make_columns(schema, resource.fields)}
