"""What the written documents promise is there, and what is there is written down."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs" / "entwicklung"
DEVELOPER_DOCUMENTS = ("architektur", "beitragen", "glossar", "veroeffentlichen")
GERMAN_TERMS = (
    "Versorgungsgebiet",
    "Stadtteil",
    "Gebiet",
    "Ebene",
    "Angebot",
    "Angebotsart",
    "Träger",
    "Standort",
    "Öffnungszeiten",
    "Stufe",
    "Leitlinie",
    "Handlungsbedarf",
    "Maßnahme",
    "Ratsvorgang",
    "Meilenstein",
    "Kennzahl",
    "Beobachtung",
    "Stichtag",
    "Datensatz",
    "Datenpaket",
    "Altenquotient",
    "Wohngeld",
    "geheim gehalten",
    "nicht aussagekräftig",
)


def make_targets() -> list[str]:
    """Words that ``make help`` lists."""
    return re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def first_screen() -> str:
    """The README's first 40 lines."""
    return "\n".join((ROOT / "README.md").read_text("utf-8").splitlines()[:40])


def written() -> str:
    """README and developer documents together."""
    paths = [ROOT / "README.md", *(DOCS / f"{name}.md" for name in DEVELOPER_DOCUMENTS)]
    return "\n".join(path.read_text("utf-8") for path in paths)


def test_the_two_commands_stand_on_the_first_screen() -> None:
    assert "make site" in first_screen()
    assert "make test" in first_screen()


def test_every_verb_is_written_down() -> None:
    from generator.cli import main

    assert [verb for verb in sorted(main.commands) if f"gebietsatlas {verb}" not in written()] == []


def test_no_verb_is_written_down_that_does_not_exist() -> None:
    from generator.cli import main

    assert set(re.findall(r"`gebietsatlas (?:--project \S+ )?([a-z]+)", written())) - set(main.commands) == set()


def test_every_make_target_is_written_down() -> None:
    assert len(make_targets()) > 5
    assert [target for target in make_targets() if f"make {target}" not in written()] == []


def test_no_make_target_is_written_down_that_does_not_exist() -> None:
    assert set(re.findall(r"`make ([a-z-]+)", written())) - set(make_targets()) == set()


@pytest.mark.parametrize("term", GERMAN_TERMS)
def test_the_glossary_explains(term: str) -> None:
    rows = [line for line in (DOCS / "glossar.md").read_text("utf-8").splitlines() if line.startswith(f"| {term} |")]
    assert len(rows) == 1
    assert "`" in rows[0]


def test_the_glossary_names_what_exists() -> None:
    rows = re.findall(r"^\| [^|`]+ \| `(\w+)` \|", (DOCS / "glossar.md").read_text("utf-8"), re.MULTILINE)
    places = [*(ROOT / "generator").rglob("*.py"), *(ROOT / "datapackages").glob("*/datapackage.json")]
    places += (ROOT / "datapackages/districts").glob("levels.csv")
    known = "\n".join(path.read_text("utf-8") for path in places)
    assert len(rows) > 20
    assert [name for name in rows if name not in known] == []


def test_the_floors_are_drawn_as_the_test_has_them() -> None:
    from test_architecture import FLOORS

    page = (DOCS / "architektur.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \|", page, re.MULTILINE)
    drawn = {int(number): set(re.findall(r"`(\w+)`", rooms)) for number, rooms in rows}
    assert drawn == {number: set(rooms) for number, rooms in enumerate(FLOORS)}


def test_the_changelog_tells_data_from_software() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert "### Daten" in changelog
    assert "### Software" in changelog


def test_the_changelog_begins_with_the_version_of_the_program() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    heading = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert version is not None
    assert heading is not None
    assert heading[1] == version[1]


@pytest.mark.parametrize("path", [".github/workflows/publish.yml", ".gitlab-ci.yml"])
def test_nothing_foreign_runs_unpinned(path: str) -> None:
    source = (ROOT / path).read_text("utf-8")
    pins = re.findall(r"^\s*(?:- )?(?:uses|image):\s*(\S+)", source, re.MULTILINE)
    assert pins
    assert [pin for pin in pins if not re.search(r"@[0-9a-f]{40}$|@sha256:[0-9a-f]{64}$", pin)] == []
