"""Facts of the site, read from the ``mkdocs.yml`` of a project."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.errors import ConfigurationError

CONFIG_NAME = "mkdocs.yml"


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
        contact=str(extra.get("contact") or ""),
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
