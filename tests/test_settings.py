"""What the generator takes from ``mkdocs.yml``, and what it says when something is missing."""

from pathlib import Path

import pytest

from generator.errors import ConfigurationError
from generator.settings import read_settings
from tests.tiny import TINY_CITY

MINIMAL = "site_name: A\nsite_description: B\nextra:\n  gebietsatlas:\n    publisher: C\n"


def write_config(project: Path, text: str) -> Path:
    (project / "mkdocs.yml").write_text(text, encoding="utf-8")
    return project


def test_the_tiny_city_tells_its_facts() -> None:
    settings = read_settings(TINY_CITY)
    assert settings.project == TINY_CITY
    assert settings.site_name == "Gebietsatlas Klein Mühlau"
    assert settings.site_url == "https://klein-muehlau.example/"
    assert settings.publisher == "Gemeinde Klein Mühlau (erfunden)"
    assert settings.contact == "atlas@klein-muehlau.example"


def test_address_and_contact_may_be_unknown(tmp_path: Path) -> None:
    settings = read_settings(write_config(tmp_path, MINIMAL))
    assert (settings.site_url, settings.contact) == ("", "")


def test_without_a_word_the_time_zone_is_that_of_germany(tmp_path: Path) -> None:
    assert read_settings(write_config(tmp_path, MINIMAL)).timezone == "Europe/Berlin"
    assert read_settings(write_config(tmp_path, f"{MINIMAL}    timezone: Europe/Vienna\n")).timezone == "Europe/Vienna"


@pytest.mark.parametrize("contact", ["atlas@stadt.example", "https://stadt.example/issues/new"])
def test_a_contact_is_an_address_for_letters_or_a_page(tmp_path: Path, contact: str) -> None:
    assert read_settings(write_config(tmp_path, f"{MINIMAL}    contact: {contact}\n")).contact == contact


def test_an_environment_variable_is_read_the_way_mkdocs_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_config(tmp_path, f'{MINIMAL}site_url: !ENV [ATLAS_URL, "https://sonst.example/"]\n')
    monkeypatch.delenv("ATLAS_URL", raising=False)
    assert read_settings(tmp_path).site_url == "https://sonst.example/"
    monkeypatch.setenv("ATLAS_URL", "https://gesetzt.example/")
    assert read_settings(tmp_path).site_url == "https://gesetzt.example/"


def test_names_of_python_objects_are_skipped_and_never_called(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    tags = f"a: !!python/name:os.remove\nb: !!python/object/apply:os.mkdir ['{mark}']\n"
    assert read_settings(write_config(tmp_path, MINIMAL + tags)).site_name == "A"
    assert not mark.exists()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "leer"),
        ("- a\n- b\n", "leer"),
        ("site_name: [", "YAML"),
        ("site_name: !unknown a\n", "YAML"),
        ("site_name: A\nsite_description: B\n", "‚extra‘"),
        ("site_name: A\nsite_description: B\nextra: {}\n", "‚gebietsatlas‘"),
        (MINIMAL.replace("publisher: C", "publisher: ''"), "‚publisher‘"),
        (MINIMAL.replace("site_name: A", "site_name: 7"), "‚site_name‘"),
        (f"{MINIMAL}    contact: Frau Muster\n", "‚contact‘"),
        (f"{MINIMAL}    contact: 'javascript:alert(1)'\n", "‚contact‘"),
        (f"{MINIMAL}    contact: 'a@b.example?cc=c@d.example'\n", "‚contact‘"),
        (f"{MINIMAL}    timezone: Europe/Mühlau\n", "‚timezone‘"),
        (f"{MINIMAL}    timezone: ../../etc/passwd\n", "‚timezone‘"),
        (MINIMAL.replace("site_description: B\n", ""), "‚site_description‘"),
    ],
)
def test_a_message_names_the_file_and_what_is_missing(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ConfigurationError, match=named) as caught:
        read_settings(write_config(tmp_path, text))
    assert "mkdocs.yml" in str(caught.value)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_bytes("site_name: Mühlau\n".encode("cp1252"))
    with pytest.raises(ConfigurationError, match="UTF-8"):
        read_settings(tmp_path)


def test_without_the_file_the_message_names_the_option(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="--project"):
        read_settings(tmp_path)


BACKGROUND = """    background_map:
      tiles: https://kacheln.example/a/{zz}/{y}/{x}.png
      attribution: © A
      provider: B
"""


def test_a_city_may_name_a_background_map(tmp_path: Path) -> None:
    background = read_settings(write_config(tmp_path, MINIMAL + BACKGROUND)).background_map
    assert background is not None
    assert (background.origin, background.attribution, background.provider) == ("https://kacheln.example", "© A", "B")
    assert read_settings(write_config(tmp_path, MINIMAL)).background_map is None


@pytest.mark.parametrize(
    "tiles",
    [
        "http://kacheln.example/{z}/{y}/{x}.png",
        "https://kacheln.example/{z}/{y}.png",
        "https://kacheln.example/{x}/{y}.png",
        "https://{s}.kacheln.example/{z}/{y}/{x}.png",
        "https://kacheln.example/{z}/{y}/{x}.png; script-src *",
        "//kacheln.example/{z}/{y}/{x}.png",
        "https://nutzer@kacheln.example/{z}/{y}/{x}.png",
    ],
)
def test_an_address_that_leaves_the_server_open_is_refused(tmp_path: Path, tiles: str) -> None:
    text = MINIMAL + BACKGROUND.replace("https://kacheln.example/a/{zz}/{y}/{x}.png", f'"{tiles}"')
    with pytest.raises(ConfigurationError, match="‚tiles‘"):
        read_settings(write_config(tmp_path, text))


@pytest.mark.parametrize("name", ["tiles", "attribution", "provider"])
def test_a_background_map_without_one_of_its_texts_is_refused(tmp_path: Path, name: str) -> None:
    lines = [line for line in BACKGROUND.splitlines() if not line.strip().startswith(f"{name}:")]
    with pytest.raises(ConfigurationError, match=f"‚{name}‘"):
        read_settings(write_config(tmp_path, MINIMAL + "\n".join(lines)))
