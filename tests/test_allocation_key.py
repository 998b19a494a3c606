"""A wrong key is refused with its line, and says what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.model import Issue, Severity
from generator.packages import load_packages
from generator.planning.allocation import read_key
from generator.site import pass_gate
from tests.package_builder import City
from tests.tiny import copy_tiny_city

KEY = Path("datapackages/parameters/allocation.yaml")


@pytest.fixture
def city(tmp_path: Path) -> City:
    return copy_tiny_city(tmp_path / "city")


def edit(city: City, old: str, new: str) -> tuple[Issue, ...]:
    """What is wrong with the key after the first ``old`` has become ``new``."""
    file = city.project / KEY
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    packages, _ = load_packages(city.project)
    key, issues = read_key(city.project, packages)
    assert (key is None) == bool(issues)
    return issues


def line_of(city: City, text: str) -> int:
    lines = (city.project / KEY).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_the_key_as_it_is_has_no_findings(city: City) -> None:
    assert edit(city, "title", "title") == ()


def test_a_city_without_key_shares_nothing(city: City) -> None:
    (city.project / KEY).unlink()
    assert read_key(city.project, load_packages(city.project)[0]) == (None, ())


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        (
            "weights_pct: {aged: 50, people: 50}",
            "weights_pct: {aged: 50, people: 49.5}",
            "variants.4.weights_pct",
            "Die Gewichte ergeben zusammen 99.5 statt 100. Ändere sie so, dass die Summe 100 ist.",
        ),
        (
            "weights_pct: {aged: 50, people: 50}",
            "weights_pct: {aged: 50, poeple: 50}",
            "variants.4.weights_pct.poeple",
            "Das Merkmal ‚poeple‘ gibt es nicht. Gemeint ist vielleicht ‚people‘.",
        ),
        (
            "field: age_65_plus_count",
            "field: age_66_plus_count",
            "criteria.3.field",
            "Der Datensatz „demographics/age_groups“ hat keine Spalte ‚age_66_plus_count‘. "
            "Gemeint ist vielleicht ‚age_65_plus_count‘.",
        ),
        (
            "resource: demographics/population",
            "resource: demographics/populatoin",
            "criteria.2.resource",
            "Den veröffentlichten Datensatz ‚demographics/populatoin‘ gibt es nicht. "
            "Gemeint ist vielleicht ‚demographics/population‘.",
        ),
        (
            "id: quarter",
            "id: quartier",
            "level.id",
            "Die Ebene ‚quartier‘ gibt es nicht. Gemeint ist vielleicht ‚quarter‘. Es gibt: ‚quarter‘, ‚town‘.",
        ),
        (
            "variant: aged",
            "variant: agde",
            "rounds.1.variant",
            "Die Variante ‚agde‘ gibt es nicht. Gemeint ist vielleicht ‚aged‘.",
        ),
        (
            "{amount: 13000, ",
            "{amount: 13000.005, ",
            "rounds.1.budget.amount",
            "13000.005 ist kein Vielfaches der kleinsten Einheit 0.01. Runde den Betrag.",
        ),
        (
            "{amount: 1200, ",
            "{amount: 4500, ",
            "rounds.2.floor",
            "Die Mindestbeträge für 3 Gebiete sind zusammen um 100 größer als das Budget. "
            "Senke sie oder erhöhe das Budget.",
        ),
        (
            "{amount: 7500, ",
            "{amount: 4466, ",
            "rounds.2.cap",
            "Mit diesem Höchstbetrag bleiben 2 vom Budget übrig, die niemand bekommen darf. "
            "Erhöhe ihn oder senke das Budget.",
        ),
        (
            "{amount: 7500, ",
            "{amount: 1000, ",
            "rounds.2.cap",
            "Der Höchstbetrag ist kleiner als der Mindestbetrag. Ändere einen von beiden.",
        ),
        (
            "reference_date: 2023-12-31",
            "reference_date: 2022-12-31",
            "criteria.3.resource",
            "Für die Runde 2025 (bis 2022-12-31) hat „demographics/age_groups“ keine Zahlen.",
        ),
        (
            "reference_date: 2023-12-31",
            "reference_date: 2023-02-30",
            "rounds.1.reference_date",
            "‚2023-02-30‘ ist kein Tag des Kalenders. Schreibe ihn als JJJJ-MM-TT.",
        ),
        (
            "    each_district: true\n",
            "",
            "criteria.1",
            "Das Merkmal braucht „resource“ und „field“, oder „each_district: true“. Ergänze es.",
        ),
        ("year: 2025", "year: 2026", "rounds.2", "‚2026‘ steht zweimal in „rounds“. Benenne einen der Einträge um."),
        (
            "method: largest_remainder",
            "method: sainte_lague",
            "rounding.method",
            "Sainte-Laguë ist für Stellen gedacht, nicht für 1300000 Einheiten. Verwende für Geld largest_remainder.",
        ),
        (
            "sign: €\n",
            "sign: €\n  sing: €\n",
            "unit",
            "Die Angabe „unit“ kennt ‚sing‘ nicht. Gemeint ist vielleicht ‚sign‘. Erlaubt: ‚name‘, ‚sign‘, ‚step‘.",
        ),
        (
            "  reason: Kein Cent geht verloren.\n",
            "",
            "rounding",
            "Die Angabe „rounding“ ist unvollständig: Es fehlt ‚reason‘. Ergänze es.",
        ),
        (
            "max_decrease_pct: 10",
            "max_decrease_pct: 110",
            "rounds.2.transition.max_decrease_pct",
            "Die Angabe „rounds.2.transition.max_decrease_pct“ muss höchstens 100 sein, nicht 110. Berichtige sie.",
        ),
        (
            "{amount: 13400, ",
            '{amount: "13400", ',
            "rounds.2.budget.amount",
            "Die Angabe „rounds.2.budget.amount“ muss eine Zahl sein. Berichtige sie.",
        ),
    ],
)
def test_a_wrong_edit_gets_an_exact_sentence_with_its_place(
    city: City, old: str, new: str, place: str, message: str
) -> None:
    issues = edit(city, old, new)
    assert [(issue.field, issue.message) for issue in issues][:1] == [(place, message)]
    assert all(issue.path == KEY.as_posix() and issue.row for issue in issues)


def test_a_finding_names_the_line_as_an_editor_counts_it(city: City) -> None:
    (issue,) = edit(city, "variant: aged", "variant: agde")
    assert issue.row == line_of(city, "agde")


def test_a_column_of_text_cannot_be_counted(city: City) -> None:
    issues = edit(city, "field: one_person_count", "field: district_code")
    assert issues[0].message == "Verteilt wird nach Anzahlen; die Spalte ‚district_code‘ ist vom Typ ‚string‘."


def test_an_internal_dataset_cannot_be_counted(city: City) -> None:
    def hide(descriptor: dict[str, object]) -> None:
        resources = descriptor["resources"]
        assert isinstance(resources, list)
        next(one for one in resources if one["name"] == "households")["access"] = "internal"

    city.describe("demographics", hide)
    issues = edit(city, "title", "title")
    assert [issue.field for issue in issues] == ["criteria.4.resource"]


def test_a_wrong_key_stops_the_gate(city: City) -> None:
    edit(city, "variant: aged", "variant: agde")
    errors = [issue for issue in pass_gate(city.project).issues if issue.severity is Severity.ERROR]
    assert [issue.code for issue in errors] == ["invalid-allocation"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "a: &x [1]\nb: *x\n" + text,
        lambda text: text + "\ntitle: noch einer\n",
        lambda text: text.replace("title: Geld", "title: !!python/name:os.system Geld"),
        lambda text: text.replace("level:\n", "level: [\n"),
        lambda _: "",
        lambda _: "- 1\n",
        lambda text: text.replace("Geld für Treffs", "Geld\N{RIGHT-TO-LEFT OVERRIDE}"),
    ],
)
def test_what_is_no_plain_yaml_is_refused(city: City, damage: Callable[[str], str]) -> None:
    file = city.project / KEY
    text = file.read_text("utf-8")
    assert damage(text) != text
    file.write_text(damage(text), "utf-8")
    key, issues = read_key(city.project, load_packages(city.project)[0])
    assert key is None
    assert issues
    assert all(issue.path == KEY.as_posix() for issue in issues)


def test_another_encoding_is_named(city: City) -> None:
    file = city.project / KEY
    file.write_bytes(file.read_text("utf-8").replace("€", "EUR").encode("latin-1", "replace"))
    _, (issue,) = read_key(city.project, load_packages(city.project)[0])
    assert issue.code == "encoding-error"
