"""Terms of use of data and of the programs that reach the reader's browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.model import License, Resource
from generator.profiles.atlas import Atlas
from generator.profiles.views import Link, PageMeta, safe_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Software:
    """A program as its package describes it."""

    name: str
    license: str
    """Empty where the package does not say."""
    url: str
    """Empty where the package does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseView:
    """A licence with the words it asks for, and what it covers."""

    license: Link
    attribution: str
    datasets: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftwareView:
    """A program in the list."""

    link: Link
    license: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LicensesPage:
    """All terms of use."""

    path: PurePosixPath
    meta: PageMeta
    lead: str
    data: tuple[LicenseView, ...]
    software: tuple[SoftwareView, ...]
    software_note: str


def profile_licenses(atlas: Atlas, software: Sequence[Software]) -> LicensesPage:
    """The page with all terms of use."""
    page = layout.LICENSES
    return LicensesPage(
        path=page,
        meta=PageMeta(
            title="Lizenzen",
            description="Unter welchen Bedingungen Daten und Programme dieser Website genutzt werden dürfen.",
            crumbs=(Link(text="Start", href=layout.relative_url(page, layout.START)),),
        ),
        lead="Wer Daten weiterverwendet, nennt die Quelle mit dem Wortlaut, der hier steht.",
        data=_view_data(atlas, page),
        software=tuple(
            SoftwareView(link=Link(text=one.name, href=safe_url(one.url)), license=one.license or "nicht angegeben")
            for one in software
        ),
        software_note=(
            "Diese Programme haben die Seiten erzeugt oder laufen in Ihrem Browser. Sie bringen weitere freie "
            "Programme mit; deren Lizenzen stehen bei den Projekten."
        ),
    )


def _view_data(atlas: Atlas, page: PurePosixPath) -> tuple[LicenseView, ...]:
    """Datasets by licence and the words it asks for, in the order of the packages."""
    groups: dict[License, list[Resource]] = {}
    for package in atlas.packages:
        for resource in package.resources:
            for one in resource.licenses:
                groups.setdefault(one, []).append(resource)
    return tuple(
        LicenseView(
            license=Link(text=one.title, href=safe_url(one.path)),
            attribution=one.attribution or "",
            datasets=tuple(
                Link(
                    text=resource.title,
                    href=layout.relative_url(page, layout.resource_page(resource.package, resource.name)),
                )
                for resource in resources
            ),
        )
        for one, resources in groups.items()
    )
