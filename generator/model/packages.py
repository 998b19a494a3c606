"""Data packages with their tables, as they were loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from generator.model.quantities import ObservationStatus, Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where facts come from."""

    title: str
    path: str | None = None
    """Web address, if there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class License:
    """Terms of use, with the text that has to be shown."""

    name: str
    """Identifier such as ``ODbL-1.0``."""
    title: str
    path: str | None = None
    attribution: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column as its schema declares it."""

    name: str
    type: str
    title: str
    description: str
    unit: str | None = None
    constraints: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """Columns whose values must stand in another resource, of this package or (``package`` given) of another."""

    fields: tuple[str, ...]
    package: str | None
    resource: str
    """Empty where the key refers to the resource itself."""
    reference_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, cells typed by the schema."""

    line: int
    """Line in the file as an editor counts it; the header is line 1."""
    values: Mapping[str, Any]
    """``None`` only where the cell holds a declared missing-value sign."""
    signs: Mapping[str, ObservationStatus]
    """Per field without value, why."""

    def quantity(self, field: str) -> Quantity:
        """The number in a cell, or why there is none."""
        value = self.values[field]
        if value is None:
            return Quantity.absent(self.signs[field])
        return Quantity(value if isinstance(value, int) else float(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A file of a data package with all that is known about it."""

    package: str
    name: str
    title: str
    description: str
    path: PurePosixPath
    """Relative to the project folder."""
    file: Path
    """Where it lies on this machine."""
    format: str
    """``csv`` or ``geojson``."""
    bytes: int
    hash: str
    """SHA-256 as hexadecimal digits."""
    temporal: str
    """Reference dates in words, such as "31.12. der Jahre 2011 bis 2025"."""
    caveats: tuple[str, ...]
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    missing_values: tuple[str, ...]
    licenses: tuple[License, ...]
    sources: tuple[Source, ...]
    rows: tuple[Row, ...]
    """Empty for ``geojson``."""
    features: tuple[Mapping[str, Any], ...]
    """GeoJSON features as parsed; empty for ``csv``."""
    descriptor: Mapping[str, Any]
    """The resource as ``datapackage.json`` spells it."""

    @property
    def id(self) -> str:
        """Name across packages, such as ``demographics/age_groups``."""
        return f"{self.package}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A Frictionless data package, loaded."""

    name: str
    title: str
    description: str
    version: str
    created: date
    directory: PurePosixPath
    resources: tuple[Resource, ...]
    descriptor: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretCells:
    """How many cells of a dataset are kept secret, and by whom; which ones and how large is told nowhere."""

    resource_id: str
    source_count: int
    """Suppressed by the source already."""
    primary_count: int
    """Suppressed by us because the number itself tells too much."""
    secondary_count: int
    """Suppressed by us because others could be computed from it."""
