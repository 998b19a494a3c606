"""What is known of the programs that made the site or reach the reader's browser, from their installed packages."""

from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata

from generator.profiles.licenses import Software

PACKAGES = (
    ("gebietsatlas", "gebietsatlas", ""),
    ("mkdocs-material", "Material for MkDocs", ""),
    ("mkdocs", "MkDocs", ""),
    ("XStatic-Leaflet", "Leaflet", "BSD-2-Clause"),
    ("folium", "Folium", ""),
    ("branca", "Branca", ""),
)
"""Package, name of the program, and its licence where the package only says that it is the program's own."""
CLASSIFIER = "License :: OSI Approved :: "
HOME_LABELS = ("homepage", "documentation", "source")


def read_software() -> tuple[Software, ...]:
    """All programs in this order; those that are not installed as packages are left out."""
    found = []
    for package, name, license_ in PACKAGES:
        try:
            facts = metadata(package)
        except PackageNotFoundError:
            continue
        found.append(Software(name=name, license=license_ or _find_license(facts), url=_find_home(facts)))
    return tuple(found)


def _first(facts: PackageMetadata, key: str) -> str:
    """An entry that a package may have."""
    return str(next(iter(facts.get_all(key) or ()), ""))


def _find_license(facts: PackageMetadata) -> str:
    """The licence as the package spells it, shortest form first."""
    text = _first(facts, "License-Expression") or _first(facts, "License")
    if text and "\n" not in text:
        return text
    classifiers = facts.get_all("Classifier") or []
    return next((one.removeprefix(CLASSIFIER) for one in classifiers if one.startswith(CLASSIFIER)), "")


def _find_home(facts: PackageMetadata) -> str:
    """Where the program lives."""
    if home := _first(facts, "Home-page"):
        return home
    pairs = [str(one).partition(", ") for one in facts.get_all("Project-URL") or []]
    addresses = {label.casefold(): address for label, _, address in pairs}
    return next((addresses[label] for label in HOME_LABELS if label in addresses), "")
