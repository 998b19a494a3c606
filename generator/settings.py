"""Facts of the site, read from the ``mkdocs.yml`` of a project."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from generator.errors import ConfigurationError
from generator.legal import NOTHING_SAID, Legal, is_web_address, read_legal

CONFIG_NAME = "mkdocs.yml"
DEFAULT_TIMEZONE = "Europe/Berlin"
_EMAIL = re.compile(r"[^\s@<>\"|,;:?&%]+@[^\s@<>\"|,;:?&%]+\.[A-Za-z]+")
_TILES = re.compile(r"https://[a-z0-9.-]+(:[0-9]+)?/(?:[A-Za-z0-9._~/-]|\{(?:x|y|z|zz)\})+")


@dataclass(frozen=True, slots=True, kw_only=True)
class BackgroundMap:
    """A map of somebody else's server, shown only to those who ask for it."""

    tiles: str
    """Address of a picture with ``{x}``, ``{y}`` and ``{z}``, or ``{zz}`` for a zoom of two digits."""
    attribution: str
    provider: str
    """Who sees the address of everybody who asks."""

    @property
    def origin(self) -> str:
        """The one server that pictures come from, as a policy names it."""
        return f"https://{urlsplit(self.tiles).netloc}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a city says about its site."""

    project: Path
    """Folder with ``mkdocs.yml``, ``datapackages`` and ``docs``."""
    site_name: str
    site_description: str
    site_url: str
    """Empty where the address is not known yet."""
    publisher: str
    contact: str
    """E-mail address or web address for reports of errors; empty if none is given."""
    timezone: str = DEFAULT_TIMEZONE
    """Name of the time zone that opening times are meant in."""
    legal: Legal = NOTHING_SAID
    """What imprint, privacy notice and accessibility statement say."""
    background_map: BackgroundMap | None = None
    """Without one, no map offers it."""


def read_settings(project: Path) -> Settings:
    """Read ``mkdocs.yml``; what the generator needs and does not find there is an error."""
    path = project / CONFIG_NAME
    try:
        config = yaml.load(path.read_text(encoding="utf-8"), Loader=_ConfigLoader)  # noqa: S506 - a SafeLoader
    except FileNotFoundError:
        raise ConfigurationError(
            f"{path}: Die Datei fehlt. Starte im Projektordner oder nenne ihn mit --project."
        ) from None
    except OSError as error:
        raise ConfigurationError(f"{path}: Die Datei lässt sich nicht lesen ({error.strerror}).") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: Die Datei ist kein gültiges YAML in UTF-8: {error}") from error
    if not isinstance(config, Mapping):
        raise ConfigurationError(f"{path}: Die Datei ist leer. Übernimm mkdocs.yml aus dem Beispielprojekt.")
    extra = _section(_section(config, "extra", path), "gebietsatlas", path)
    return Settings(
        project=project,
        site_name=_text(config, "site_name", path),
        site_description=_text(config, "site_description", path),
        site_url=str(config.get("site_url") or ""),
        publisher=_text(extra, "publisher", path),
        contact=_read_contact(extra, path),
        timezone=_read_timezone(extra, path),
        legal=read_legal(extra, path),
        background_map=_read_background(extra, path),
    )


def _read_contact(extra: Mapping[str, Any], path: Path) -> str:
    """An address that a link may lead to, if there is one."""
    contact = str(extra.get("contact") or "").strip()
    if contact and not _EMAIL.fullmatch(contact) and not is_web_address(contact):
        raise ConfigurationError(
            f"{path}: Der Eintrag ‚contact‘ ist weder eine E-Mail-Adresse noch eine Web-Adresse. Berichtige ihn."
        )
    return contact


def _read_timezone(extra: Mapping[str, Any], path: Path) -> str:
    """The name of a time zone; that of Germany where nothing is said."""
    from zoneinfo import ZoneInfo

    name = str(extra.get("timezone") or DEFAULT_TIMEZONE)
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:  # not known, a folder of zones, or no name at all
        raise ConfigurationError(
            f"{path}: Der Eintrag ‚timezone‘ nennt keine bekannte Zeitzone. Schreibe etwa Europe/Berlin."
        ) from error
    return name


def _read_background(extra: Mapping[str, Any], path: Path) -> BackgroundMap | None:
    """The background map, if there is one: three texts, and an address that leaves no doubt about the server."""
    if extra.get("background_map") is None:
        return None
    section = _section(extra, "background_map", path)
    tiles = _text(section, "tiles", path)
    if not _TILES.fullmatch(tiles) or not all(sign in tiles for sign in ("{x}", "{y}")) or "{z" not in tiles:
        raise ConfigurationError(
            f"{path}: Der Eintrag ‚tiles‘ muss wie https://karten.example/{{z}}/{{x}}/{{y}}.png lauten. Berichtige ihn."
        )
    return BackgroundMap(
        tiles=tiles, attribution=_text(section, "attribution", path), provider=_text(section, "provider", path)
    )


class _ConfigLoader(yaml.SafeLoader):
    """Reads MkDocs' own tags as well; safe like its parent."""


def _construct_env(loader: yaml.SafeLoader, node: yaml.Node) -> object:
    """Read ``!ENV [NAME, default]`` the way MkDocs does."""
    from yaml_env_tag import construct_env_tag

    return construct_env_tag(loader, node)


def _construct_nothing(_loader: yaml.SafeLoader, _suffix: str, _node: yaml.Node) -> None:
    """Skip what names Python objects: MkDocs may use them, the generator does not."""


_ConfigLoader.add_constructor("!ENV", _construct_env)
_ConfigLoader.add_multi_constructor("tag:yaml.org,2002:python/", _construct_nothing)


def _section(config: Mapping[str, Any], name: str, path: Path) -> Mapping[str, Any]:
    """A part of the file that has entries of its own."""
    section = config.get(name)
    if not isinstance(section, Mapping):
        raise ConfigurationError(f"{path}: Der Abschnitt ‚{name}‘ fehlt. Ergänze ihn wie im Beispielprojekt.")
    return section


def _text(config: Mapping[str, Any], name: str, path: Path) -> str:
    """An entry that must not be empty."""
    value = config.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ConfigurationError(f"{path}: Der Eintrag ‚{name}‘ fehlt oder ist leer. Trage einen Text ein.")
    return value
