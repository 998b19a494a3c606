"""What the law asks of whoever publishes a site, as ``mkdocs.yml`` tells it; what is not told stays empty."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator.errors import ConfigurationError

SECTION = "legal"
STATUSES = ("full", "partial", "none")
"""How far a site keeps to the rules on accessibility: all, most, or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """Who publishes the site."""

    name: str = ""
    address: tuple[str, ...] = ()
    """Line by line."""
    representative: str = ""
    email: str = ""
    phone: str = ""
    register: str = ""
    """Court and number, for those who are in a register."""
    vat_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What a privacy notice says that only the publisher knows."""

    controller: str = ""
    """Who is responsible, with address."""
    officer: str = ""
    """How to reach the data protection officer."""
    host: str = ""
    """On whose servers the site lies."""
    log_days: int | None = None
    """How long the server keeps its logs."""
    legal_basis: str = ""
    """Of the server's logs."""
    authority: str = ""
    authority_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accessibility:
    """What an accessibility statement says that only the publisher knows."""

    status: str = ""
    """One of ``STATUSES``; empty as long as nobody has assessed the site."""
    method: str = ""
    assessed_on: date | None = None
    gaps: tuple[str, ...] = ()
    """What cannot be used by everybody, one sentence each."""
    enforcement_body: str = ""
    """Where people turn who get no answer."""
    enforcement_url: str = ""
    easy_language_url: str = ""
    """Explanation in Leichte Sprache."""
    sign_language_url: str = ""
    """Explanation in German Sign Language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Legal:
    """All of it."""

    imprint: Imprint = field(default_factory=Imprint)
    privacy: Privacy = field(default_factory=Privacy)
    accessibility: Accessibility = field(default_factory=Accessibility)


NOTHING_SAID = Legal()
PARTS: Mapping[str, Callable[..., Imprint | Privacy | Accessibility]] = {
    "imprint": Imprint,
    "privacy": Privacy,
    "accessibility": Accessibility,
}
LISTS = ("address", "gaps")


def read_legal(extra: Mapping[str, Any], path: Path) -> Legal:
    """Read the section; it may be missing, but what stands there must make sense."""
    section = _mapping(extra.get(SECTION), SECTION, path)
    _refuse_unknown(section, tuple(PARTS), SECTION, path)
    found: dict[str, Any] = {}
    for name, make_part in PARTS.items():
        place = f"{SECTION}.{name}"
        entries = _mapping(section.get(name), place, path)
        _refuse_unknown(entries, tuple(one.name for one in fields(getattr(NOTHING_SAID, name))), place, path)
        told = {key: value for key, value in entries.items() if value not in (None, "")}
        values = {key: _read(f"{place}.{key}", key, value, path) for key, value in told.items()}
        found[name] = make_part(**values)
    return Legal(**found)


def _mapping(value: object, place: str, path: Path) -> Mapping[str, Any]:
    """A part with entries; one that is missing or empty has none."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ConfigurationError(f"{path}: ‚{place}‘ muss ein Abschnitt mit Einträgen sein. Berichtige ihn.")
    return value


def _refuse_unknown(section: Mapping[str, Any], known: tuple[str, ...], place: str, path: Path) -> None:
    """Say that an entry has no meaning: a typing error would look like a missing fact."""
    for name in section:
        if name not in known:
            raise ConfigurationError(
                f"{path}: Der Eintrag ‚{place}.{name}‘ ist nicht bekannt; erlaubt: {', '.join(known)}. Berichtige ihn."
            )


def _read_date(place: str, value: object, path: Path) -> date:
    """A day, as YAML reads it or in quotation marks: Zensical fails at the days of YAML."""
    try:
        return value if type(value) is date else date.fromisoformat(str(value))
    except ValueError:
        raise ConfigurationError(
            f"{path}: ‚{place}‘ muss ein Datum wie 2026-11-22 sein. Berichtige den Eintrag."
        ) from None


def _read(place: str, name: str, value: object, path: Path) -> object:
    """One entry in the form that it must have."""
    if name in LISTS:
        return _read_lines(place, value, path)
    if name == "assessed_on":
        return _read_date(place, value, path)
    if name == "log_days":
        if type(value) is not int or value < 0:
            raise ConfigurationError(f"{path}: ‚{place}‘ muss eine Zahl von Tagen sein. Berichtige den Eintrag.")
        return value
    text = _read_text(place, value, path)
    if name == "status" and text not in ("", *STATUSES):
        raise ConfigurationError(
            f"{path}: ‚{place}‘ ist ‚{text}‘; erlaubt: {', '.join(STATUSES)} oder nichts. Berichtige den Eintrag."
        )
    if name.endswith("_url") and text and not is_web_address(text):
        raise ConfigurationError(f"{path}: ‚{place}‘ muss mit https:// oder http:// beginnen. Berichtige den Eintrag.")
    return text


def _read_text(place: str, value: object, path: Path) -> str:
    if not isinstance(value, str):
        raise ConfigurationError(f"{path}: ‚{place}‘ muss ein Text sein. Setze ihn in Anführungszeichen.")
    return value.strip()


def _read_lines(place: str, value: object, path: Path) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ConfigurationError(f"{path}: ‚{place}‘ muss eine Liste von Texten sein. Beginne jede Zeile mit „- “.")
    return tuple(text for one in value if (text := _read_text(place, one, path)))


def is_web_address(text: str) -> bool:
    """Tell whether a text is an address that a link may lead to.

    >>> is_web_address("https://stadt.example/a"), is_web_address("javascript:1"), is_web_address("https://")
    (True, False, False)
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname) and not any(sign.isspace() for sign in text)
