"""The data pages: every dataset with description, licence, source, fields, checks, sizes and checksums."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from generator import layout
from generator.formatting import format_date, format_number
from generator.model import Field, ForeignKey, Package, Resource
from generator.profiles.atlas import Atlas
from generator.profiles.downloads import view_downloads
from generator.profiles.quality import QualityView, describe_result, view_quality
from generator.profiles.views import DownloadView, Files, Link, PageMeta, safe_url

TYPE_TEXT = {
    "string": "Text",
    "integer": "ganze Zahl",
    "number": "Zahl",
    "date": "Datum",
    "boolean": "ja/nein",
    "year": "Jahr",
    "yearmonth": "Monat",
    "time": "Uhrzeit",
}

CONSTRAINT_TEXT = {
    "minimum": "mindestens",
    "maximum": "höchstens",
    "minLength": "Zeichen mindestens",
    "maxLength": "Zeichen höchstens",
    "pattern": "Muster",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A column in the description of a dataset."""

    name: str
    title: str
    type: str
    unit: str
    description: str
    rules: str
    """Constraints in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetPage:
    """Description of a dataset."""

    path: PurePosixPath
    meta: PageMeta
    resource: Resource
    attribution: str
    license: Link
    source_links: tuple[Link, ...]
    row_count: str
    version: str
    fields: tuple[FieldView, ...]
    primary_key: str
    foreign_keys: tuple[str, ...]
    checks: str
    """Result of the validation in one sentence."""
    quality: QualityView
    downloads: tuple[DownloadView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetEntry:
    """A dataset in the list of all datasets."""

    link: Link
    description: str
    temporal: str
    license: str
    row_count: str
    checks: str
    downloads: tuple[DownloadView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageView:
    """A package with its datasets."""

    title: str
    description: str
    version: str
    datasets: tuple[DatasetEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPage:
    """The list of all datasets."""

    path: PurePosixPath
    meta: PageMeta
    lead: str
    packages: tuple[PackageView, ...]
    checksums: Link
    quality: Link
    """The page that tells what was checked."""


def profile_data(atlas: Atlas, files: Files) -> DataPage:
    """The list of all datasets by package."""
    page = layout.DATA
    count = sum(len(package.resources) for package in atlas.packages)
    return DataPage(
        path=page,
        meta=PageMeta(
            title="Daten",
            description=f"Alle {count} Datensätze mit Beschreibung, Lizenz, Quelle und Dateien zum Mitnehmen.",
            crumbs=(Link(text="Start", href=layout.relative_url(page, layout.START)),),
        ),
        lead=f"{count} Datensätze in {len(atlas.packages)} Paketen, Stand {format_date(atlas.edition)}, alle geprüft.",
        packages=tuple(_view_package(atlas, page, package, files) for package in atlas.packages),
        checksums=Link(text="SHA256SUMS", href=layout.relative_url(page, layout.CHECKSUMS)),
        quality=Link(text="Qualität und Prüfung", href=layout.relative_url(page, layout.QUALITY)),
    )


def profile_datasets(atlas: Atlas, files: Files) -> tuple[DatasetPage, ...]:
    """A page for every dataset."""
    return tuple(
        _profile_dataset(atlas, package, resource, files)
        for package in atlas.packages
        for resource in package.resources
    )


def _view_package(atlas: Atlas, page: PurePosixPath, package: Package, files: Files) -> PackageView:
    """A package in the list."""
    return PackageView(
        title=package.title,
        description=package.description,
        version=package.version,
        datasets=tuple(
            DatasetEntry(
                link=Link(
                    text=resource.title,
                    href=layout.relative_url(page, layout.resource_page(resource.package, resource.name)),
                ),
                description=resource.description,
                temporal=resource.temporal,
                license=resource.licenses[0].title,
                row_count=_count(resource),
                checks=describe_result(atlas.reports[resource.id]),
                downloads=_downloads(page, resource, files),
            )
            for resource in package.resources
        ),
    )


def _downloads(page: PurePosixPath, resource: Resource, files: Files) -> tuple[DownloadView, ...]:
    """Files of a dataset."""
    paths = tuple(
        layout.resource_download(resource.package, resource.name, suffix)
        for suffix in ("zip", "xlsx", "csv", "geojson", layout.SEAL_NAME)
    )
    return view_downloads(page, paths, files)


def _count(resource: Resource) -> str:
    """How many rows or shapes a dataset has."""
    if resource.format == "geojson":
        return f"{format_number(len(resource.features))} Geometrien"
    return f"{format_number(len(resource.rows))} Zeilen"


def _profile_dataset(atlas: Atlas, package: Package, resource: Resource, files: Files) -> DatasetPage:
    """One page."""
    page = layout.resource_page(resource.package, resource.name)
    return DatasetPage(
        path=page,
        meta=PageMeta(
            title=f"Datensatz: {resource.title}",
            description=f"{resource.title}: {resource.description}"[:300],
            crumbs=(
                Link(text="Start", href=layout.relative_url(page, layout.START)),
                Link(text="Daten", href=layout.relative_url(page, layout.DATA)),
            ),
        ),
        resource=resource,
        attribution=resource.licenses[0].attribution or "",
        license=Link(text=resource.licenses[0].title, href=safe_url(resource.licenses[0].path)),
        source_links=tuple(Link(text=one.title, href=safe_url(one.path)) for one in resource.sources),
        row_count=_count(resource),
        version=package.version,
        fields=tuple(_view_field(field) for field in resource.fields),
        primary_key=", ".join(resource.primary_key),
        foreign_keys=tuple(_view_key(key, resource) for key in resource.foreign_keys),
        checks=describe_result(atlas.reports[resource.id]),
        quality=view_quality(atlas, page, resource, files),
        downloads=_downloads(page, resource, files),
    )


def _view_field(field: Field) -> FieldView:
    """A column in words."""
    return FieldView(
        name=field.name,
        title=field.title,
        type=TYPE_TEXT.get(field.type, field.type),
        unit=field.unit or "",
        description=field.description,
        rules=describe_constraints(field.constraints),
    )


def describe_constraints(constraints: Mapping[str, Any]) -> str:
    """Say in German what a cell must obey.

    >>> describe_constraints({"required": True, "minimum": 0})
    'Pflichtfeld; mindestens 0'
    """
    found = (_describe_constraint(name, value) for name, value in constraints.items())
    return "; ".join(text for text in found if text)


def _describe_constraint(name: str, value: Any) -> str:
    """One rule in words; rules without words of their own are named."""
    match name:
        case "required":
            return "Pflichtfeld" if value else ""
        case "unique":
            return "jeder Wert nur einmal" if value else ""
        case "enum":
            return "erlaubt: " + ", ".join(str(one) for one in value)
        case _:
            return f"{CONSTRAINT_TEXT.get(name, name)} {value}"


def _view_key(key: ForeignKey, resource: Resource) -> str:
    """A foreign key in words."""
    target = f"{key.package or resource.package}/{key.resource or resource.name}"
    return f"{', '.join(key.fields)} → {target} ({', '.join(key.reference_fields)})"
