"""The same thing under two spellings is found; two things with similar names are left alone."""

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checks.duplicates import Item, find_candidates
from generator.checks.likeness import Name, compare_names
from generator.model import Row, Severity
from generator.packages import find_rows, load_packages
from tests.package_builder import City, build_city, describe_resource

ROOT = Path(__file__).parents[1]


@pytest.fixture
def city(tmp_path: Path) -> City:
    return build_city(tmp_path)


def declare(city: City, resource_id: str, **rule: Any) -> None:
    """Add a rule to a resource."""
    package, _, name = resource_id.partition("/")

    def change(descriptor: dict[str, Any]) -> None:
        resource = next(item for item in descriptor["resources"] if item["name"] == name)
        resource.setdefault("plausibility", []).append({"level": "warning", **rule})

    city.describe(package, change)


def add_table(city: City, resource_id: str, text: str, **schema: Any) -> None:
    """Add a table of texts, its first column the key, or replace one."""
    package, _, name = resource_id.partition("/")
    columns = text.splitlines()[0].split(",")
    resource = describe_resource(name, "csv") | {
        "dialect": {"csv": {"delimiter": ","}},
        "schema": {
            "fields": [
                {"name": column, "type": "string", "title": "Titel", "description": "Beschreibung"}
                for column in columns
            ],
            "missingValues": [""],
            "primaryKey": columns[:1],
            **schema,
        },
    }

    def change(descriptor: dict[str, Any]) -> None:
        others = [item for item in descriptor["resources"] if item["name"] != name]
        descriptor["resources"] = [*others, resource]

    city.describe(package, change)
    city.write(resource_id, text.encode())


def offer(city: City, services: str, streets: tuple[str, str] = ("", "")) -> None:
    """Services at the two locations of the city, to be compared by name and place."""
    add_table(
        city,
        "offerings/locations",
        f"location_id,street,district_code\nL1,{streets[0]},01\nL2,{streets[1]},02\n",
    )
    add_table(
        city,
        "offerings/services",
        f"service_id,name,service_type_id,location_id\n{services}",
        foreignKeys=[
            {"fields": ["location_id"], "reference": {"resource": "locations", "fields": ["location_id"]}},
        ],
    )
    declare(city, "offerings/services", kind="similar_rows", fields=["name", "location_id"], within=["service_type_id"])


# --- names --------------------------------------------------------------------------------------------------------


def test_the_same_name_in_another_spelling_is_an_error(city: City) -> None:
    declare(city, "districts/districts", kind="similar_names", field="name", within=["level_id"])
    city.replace("districts/districts", "ward,West", "ward,Nordost")
    city.replace("districts/districts", "ward,Mitte", "ward,Nord-Ost")
    issue = city.only_issue()
    assert (issue.code, issue.severity, issue.row, issue.field) == ("same-name", Severity.ERROR, 4, "name")
    assert issue.subject == "01 | 02"


def test_nearly_the_same_name_has_the_declared_level(city: City) -> None:
    declare(city, "districts/districts", kind="similar_names", field="name", within=["level_id"])
    city.replace("districts/districts", "ward,West", "ward,Neue Neustadt")
    city.replace("districts/districts", "ward,Mitte", "ward,Neu-Neustadt")
    issue = city.only_issue()
    assert (issue.code, issue.severity, issue.row) == ("similar-name", Severity.WARNING, 4)
    assert "„Neu-Neustadt“" in issue.message
    assert "„Neue Neustadt“ (Zeile 3, 01)" in issue.message


def test_tables_that_declare_nothing_are_not_compared(city: City) -> None:
    city.replace("districts/districts", "ward,Mitte", "ward,West")
    assert city.issues() == ()


def test_equal_names_in_different_groups_are_two_names(city: City) -> None:
    declare(city, "districts/districts", kind="similar_names", field="name", within=["level_id"])
    city.replace("districts/districts", "ward,Mitte", "ward,Musterstadt")
    assert city.issues() == ()


def test_the_subject_does_not_depend_on_the_order_of_rows(city: City) -> None:
    declare(city, "districts/districts", kind="similar_names", field="name", within=["level_id"])
    city.replace("districts/districts", "ward,Mitte", "ward,West")
    before = city.only_issue().subject
    header, *rows = city.file("districts/districts").read_text(encoding="utf-8").splitlines()
    city.write("districts/districts", "\n".join([header, *reversed(rows), ""]).encode())
    assert city.only_issue().subject == before == "01 | 02"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hauptstraße", "Hauptstrasse"),
        ("Hauptstr.", "Hauptstraße"),
        ("Lübecker Str.", "LÜBECKER STRASSE"),
        ("Stadtfeld Ost", "Stadtfeld-Ost"),
        ("Groß Ottersleben", "Großottersleben"),
        ("Müllerweg", "Muellerweg"),
        ("Café Mühle", "Cafe  Mühle "),
    ],
)
def test_spelling_alone_makes_no_new_name(one: str, other: str) -> None:
    assert compare_names(Name.read(one), Name.read(other)) == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Neue Neustadt", "Neu-Neustadt"),
        ("Neue Neustadt", "Neustadt, Neue"),
        ("Ottersleben", "Otersleben"),
        ("Ottersleben", "Otterselben"),
        ("Fermersleben", "Fermerslebn"),
        ("Goethestraße", "Götestraße"),
        ("Münchener Straße", "Munchener Straße"),
        ("Mayerstraße", "Maierstraße"),
    ],
)
def test_endings_sounds_and_single_slips_make_similar_names(one: str, other: str) -> None:
    assert compare_names(Name.read(one), Name.read(other)) == "similar"
    assert compare_names(Name.read(other), Name.read(one)) == "similar"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Neue Neustadt", "Alte Neustadt"),
        ("Alt Olvenstedt", "Neu Olvenstedt"),
        ("Stadtfeld Ost", "Stadtfeld West"),
        ("Neustädter See", "Neustädter Feld"),
        ("Seniorenzentrum St. Georgii I", "Seniorenzentrum St. Georgii II"),
        ("Haus 1", "Haus 11"),
        ("Heinestraße", "Heidestraße"),
        ("Behringstraße", "Mehringstraße"),
        ("Heidestraße", "Heydeckstraße"),
        ("Rosenweg", "Rosenallee"),
        ("ZOB", "Zoo"),
    ],
)
def test_a_distinguishing_word_number_or_letter_makes_two_names(one: str, other: str) -> None:
    assert compare_names(Name.read(one), Name.read(other)) == "different"


def test_no_two_real_districts_or_streets_are_taken_for_one() -> None:
    packages, _ = load_packages(ROOT)
    districts = {row.values["name"] for row in find_rows(packages, "districts/districts")}
    streets = {row.values["street_name"] for row in find_rows(packages, "districts/streets")}
    assert len(districts) > 40
    assert len(streets) > 500
    for texts in (districts, streets):
        names = [Name.read(text) for text in sorted(texts)]
        alike = [
            (one.text, other.text) for one, other in combinations(names, 2) if compare_names(one, other) != "different"
        ]
        assert alike == []


def make_items(texts: Sequence[str]) -> list[Item]:
    """Rows that have a name and nothing else."""
    return [Item(Row(line, {"name": text}, {}), Name.read(text), ()) for line, text in enumerate(texts, start=2)]


def pair_up(*texts: str) -> list[tuple[str, str]]:
    """The names that are compared with each other."""
    return [(one.name.text, other.name.text) for one, other in find_candidates(make_items(texts))]


def test_names_meet_only_where_they_may_be_alike() -> None:
    pairs = [("Neue Neustadt", "Neu-Neustadt"), ("Ottersleben", "Otterselben"), ("Hauptstr.", "Hauptstrasse")]
    for one, other in pairs:
        assert pair_up("Alte Neustadt", one, other, "Werder") == [(one, other)]
    assert pair_up("Neue Neustadt", "Alte Neustadt", "Werder") == []


WORDS = ("Ottersleben", "Otterselben", "Otersleben", "Neustadt", "Neustad", "Neue", "Alte", "Nord", "Str.", "5")


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join), max_size=12))
def test_whoever_is_alike_meets_as_if_everybody_met_everybody(texts: list[str]) -> None:
    items = make_items(texts)
    met = {(one.row.line, other.row.line) for one, other in find_candidates(items)}
    alike = {
        (one.row.line, other.row.line)
        for one, other in combinations(items, 2)
        if compare_names(one.name, other.name) != "different"
    }
    assert alike <= met


def test_at_one_address_only_names_with_the_same_numbers_meet() -> None:
    texts = ("Haus 1", "Haus 2", "Pflege Haus 2", "Haus 3")
    items = [Item(Row(line, {}, {}), Name.read(text), ("Ringstraße 5",)) for line, text in enumerate(texts)]
    assert [(one.row.line, other.row.line) for one, other in find_candidates(items)] == [(1, 2)]


def test_the_same_letters_meet_however_they_are_split_into_numbers() -> None:
    assert compare_names(Name.read("Block 1 2"), Name.read("Block 12")) == "same"
    assert pair_up("Block 1 2", "Block 12", "Block 1") == [("Block 1 2", "Block 12")]


# --- rows ---------------------------------------------------------------------------------------------------------


def test_the_same_offering_twice_is_an_error(city: City) -> None:
    offer(city, "A1,Treff am Markt,treff,L1\nA2,Treff am Markt,treff,L1\n")
    issue = city.only_issue()
    assert (issue.code, issue.severity, issue.row, issue.subject) == ("same-row", Severity.ERROR, 3, "A1 | A2")


def test_a_longer_name_at_the_same_place_is_probably_the_same_offering(city: City) -> None:
    offer(city, "A1,Offener Treff Nordwest,treff,L1\nA2,Treff Nordwest,treff,L1\n")
    assert (city.only_issue().code, city.only_issue().severity) == ("similar-row", Severity.WARNING)


def test_the_same_address_in_another_spelling_is_the_same_place(city: City) -> None:
    services = "A1,Offener Treff Nordwest,treff,L1\nA2,Treff Nordwest,treff,L2\n"
    offer(city, services, ("Ringstraße 5", "Ringstr. 5"))
    assert city.codes() == ["similar-row"]


def test_positions_a_few_steps_apart_are_the_same_place(city: City) -> None:
    offer(city, "A1,Offener Treff Nordwest,treff,L1\nA2,Treff Nordwest,treff,L2\n")
    assert city.issues() == ()
    city.replace("offerings/location_positions", "L2,11.015,52.005,street", "L2,11.0102,52.005,exact")
    city.replace("offerings/location_positions", "L1,11.005,52.005", "L1,11.0098,52.005")
    assert city.codes() == ["similar-row"]


def test_another_kind_another_address_or_another_name_is_another_offering(city: City) -> None:
    offer(
        city,
        "A1,Haus Reform,treff,L1\nA2,Haus Reform,pflege,L1\nA3,Haus Reform,treff,L2\nA4,Café Kanne,treff,L1\n",
        ("Ringstraße 5", "Ringstraße 7"),
    )
    assert city.issues() == ()


def test_the_same_name_at_an_unknown_address_is_only_similar(city: City) -> None:
    offer(city, "A1,Haus Reform,treff,L1\nA2,Haus Reform,treff,\n", ("Ringstraße 5", ""))
    assert city.codes() == ["similar-row"]


def test_a_large_group_at_one_place_still_finds_its_duplicate(city: City) -> None:
    """Sixty offerings of one kind in one house are compared with their neighbours in the alphabet only."""
    words = [f"{first}{second}" * 4 for first in "bcdfg" for second in "hjklmnpqrstv"]
    rows = "".join(f"A{number},{word},treff,L1\n" for number, word in enumerate(words))
    offer(city, f"{rows}B1,bhbhbhbh Nord,treff,L1\n")
    assert [issue.subject for issue in city.issues()] == ["A0 | B1"]
