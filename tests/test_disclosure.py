"""Disclosure control: what is kept secret, what an attacker can still find out, and what goes on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from counting_city import CITY, count_people, make_packages, make_resource, margin_rules, with_margins
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.disclosure import plan_suppression, release_findings, release_packages
from generator.disclosure.audit import find_exposed
from generator.disclosure.suppression import find_targets
from generator.disclosure.tables import collect_counts
from generator.model import AcceptedIssue, ObservationStatus, Package, Severity
from generator.packages import find_resource, make_warning
from generator.rules import Cell, find_secrecy_issues, list_relations

NAMES = ["young_count", "old_count", "all_count"]
SAFE = {"01": [10, 20], "02": [30, 40], "03": [50, 60]}


def protect(cells: Mapping[str, Sequence[Any]], **secrecy: Any) -> tuple[Package, ...]:
    """A table of young and old people with its margins, as it is released."""
    resource = count_people("people/ages", NAMES, cells, rules=margin_rules(NAMES), **secrecy)
    packages = make_packages(resource)
    return release_packages(packages, plan_suppression(packages)).packages


def read(packages: tuple[Package, ...], resource_id: str = "people/ages") -> dict[str, list[Any]]:
    """Cells by district, secrets as a dot."""
    resource = find_resource(packages, resource_id)
    assert resource
    return {
        row.values["district_code"]: [
            "." if row.signs.get(one.name) is ObservationStatus.CONFIDENTIAL else row.values[one.name]
            for one in resource.fields[1:]
        ]
        for row in resource.rows
    }


def count_secrets(rows: dict[str, list[Any]]) -> int:
    return sum(cell == "." for row in rows.values() for cell in row)


# --- what is kept secret -------------------------------------------------------------------------------------------


def test_large_numbers_are_published_as_they_are() -> None:
    table = with_margins(SAFE)
    assert read(protect(table)) == table


def test_zero_is_no_secret() -> None:
    table = with_margins({**SAFE, "01": [0, 20]})
    assert read(protect(table)) == table


@pytest.mark.parametrize("small", [1, 2])
def test_a_small_number_is_secret_and_three_others_cover_it(small: int) -> None:
    """In a table with both margins, the corners of a rectangle are the least that can be kept secret."""
    released = read(protect(with_margins({**SAFE, "01": [small, 20]})))
    assert released["01"][0] == "."
    assert count_secrets(released) == 4
    assert released[CITY] == [80 + small, 120, 200 + small]


def test_the_cover_is_taken_where_least_is_lost() -> None:
    """Rectangles over district 02 lose 30 + 40, those over district 03 lose 50 + 60."""
    released = read(protect(with_margins({**SAFE, "01": [1, 20]})))
    assert released["02"][:2] == [".", "."]
    assert released["03"] == [50, 60, 110]


def test_a_number_that_is_just_not_small_is_published() -> None:
    table = with_margins({**SAFE, "01": [3, 20]})
    assert read(protect(table)) == table


def test_a_secret_of_the_source_is_covered_like_our_own() -> None:
    table: dict[str, list[Any]] = with_margins({**SAFE, "01": [1, 20]})
    table["01"][0] = "."
    assert count_secrets(read(protect(table))) == 4


def test_secrets_of_the_source_that_cover_each_other_need_no_more() -> None:
    table: dict[str, list[Any]] = with_margins({**SAFE, "01": [1, 20], "02": [2, 40]})
    for code in ("01", "02"):
        table[code][0] = table[code][1] = "."
    assert count_secrets(read(protect(table))) == 4


def test_a_number_that_is_nearly_the_whole_is_secret_where_the_table_asks_for_it() -> None:
    """All ten people of a district are old: who lives there is old."""
    table = with_margins({**SAFE, "01": [0, 10]})
    assert read(protect(table)) == table
    assert read(protect(table, dominance=True))["01"][1] == "."


def test_a_column_to_keep_is_given_up_last() -> None:
    names = ["young_count", "middle_count", "old_count", "all_count"]
    cells = with_margins({"01": [1, 20, 9], "02": [30, 40, 9], "03": [50, 60, 9]})
    resource = count_people("people/ages", names, cells, rules=margin_rules(names), keep=["old_count"])
    packages = make_packages(resource)
    released = read(release_packages(packages, plan_suppression(packages)).packages)
    assert [row[2] for row in released.values()] == [9, 9, 9, 27]


def test_a_table_that_repeats_a_secret_keeps_it_secret_too() -> None:
    same = {"kind": "same_value", "field": "old_count", "resource": "people/ages", "other_field": "old_count",
            "match": {"district_code": "district_code"}}  # fmt: skip
    ages = count_people("people/ages", NAMES, with_margins({**SAFE, "01": [10, 2]}), rules=margin_rules(NAMES))
    clubs = count_people("people/clubs", ["old_count"], {"01": [2], "02": [40]}, rules=[same])
    packages = make_packages(ages, clubs)
    released = release_packages(packages, plan_suppression(packages)).packages
    assert read(released, "people/clubs")["01"] == ["."]


def test_a_secret_that_an_open_table_gives_away_stops_the_build() -> None:
    same = {"kind": "same_value", "field": "old_count", "resource": "open/list", "other_field": "old_count",
            "match": {"district_code": "district_code"}}  # fmt: skip
    ages = count_people("people/ages", ["old_count"], {"01": [2], "02": [40]}, rules=[same])
    open_list = make_resource(
        "open/list", ["district_code", "old_count"], [["01", 2], ["02", 40]], disclosure={"exempt": "Steht im Aushang."}
    )
    (issue,) = plan_suppression(make_packages(ages, open_list)).issues
    assert issue.severity is Severity.ERROR
    assert (issue.code, issue.row, issue.field, issue.subject) == ("secret-exposed", 2, "old_count", "01")
    assert "steht in Tabellen ohne Schutz (‚open/list‘)" in issue.message


def test_numbers_that_contradict_each_other_are_named() -> None:
    """Ten people in all, eleven of them young: nothing can stand in the secret cell."""
    table: dict[str, list[Any]] = {"01": [11, ".", 10], "02": [5, 5, 10], CITY: [16, 10, 20]}
    packages = make_packages(count_people("people/ages", NAMES, table, rules=margin_rules(NAMES)[:1]))
    (issue,) = plan_suppression(packages).issues
    assert issue.severity is Severity.ERROR
    assert "widersprechen sich" in issue.message


def test_an_accepted_difference_between_parts_and_total_does_not_stop_the_protection() -> None:
    """The city counts one person more than its districts: somebody without an address."""
    table = with_margins({**SAFE, "01": [1, 20]})
    table[CITY][0] += 1
    table[CITY][2] += 1
    assert count_secrets(read(protect(table))) == 4


def test_a_total_that_gives_a_secret_away_is_reported_to_the_people_who_keep_the_data() -> None:
    table: dict[str, list[Any]] = {"01": [".", 20, 21], "02": [30, 40, 70]}
    packages = make_packages(count_people("people/ages", NAMES, table, rules=margin_rules(NAMES)[:1]))
    (issue,) = plan_suppression(packages).issues
    assert (issue.severity, issue.code) == (Severity.NOTE, "secret-covered")
    assert issue.message == (
        "Diese geheime Zahl ließe sich aus den übrigen Zahlen genau ausrechnen. "
        "Deshalb veröffentlicht der Atlas auch nicht: „old_count“ in Zeile 2 (01)."
    )


# --- what goes on ---------------------------------------------------------------------------------------------------


def test_a_released_table_declares_the_sign_and_forgets_its_checksum() -> None:
    """With the checksum of the full table, anybody could try out what the secrets may be."""
    resource = find_resource(protect(with_margins({**SAFE, "01": [1, 20]})), "people/ages")
    assert resource
    assert resource.missing_values == ("…", ".")
    assert resource.descriptor["schema"]["missingValues"] == ["…", "."]
    assert (resource.hash, resource.bytes) == ("", 0)


def test_an_internal_table_does_not_go_on() -> None:
    secret = make_resource("people/staff", ["district_code", "wage"], [["01", 3000]], access="internal")
    packages = make_packages(count_people("people/ages", ["old_count"], {"01": [20]}), secret)
    released = release_packages(packages, plan_suppression(packages)).packages
    assert find_resource(released, "people/staff") is None


def test_secrets_are_counted_by_who_decided() -> None:
    table: dict[str, list[Any]] = with_margins({**SAFE, "01": [1, 20], "03": [50, 1]})
    table["03"][1] = "."
    packages = make_packages(count_people("people/ages", NAMES, table, rules=margin_rules(NAMES)))
    secrets = release_packages(packages, plan_suppression(packages)).secrets["people/ages"]
    assert (secrets.source_count, secrets.primary_count) == (1, 1)
    assert secrets.secondary_count == 2


def test_findings_about_a_table_with_secrets_lose_their_wording() -> None:
    packages = make_packages(
        count_people("people/ages", NAMES, with_margins({**SAFE, "01": [1, 20]}), rules=margin_rules(NAMES)),
        make_resource("open/list", ["key", "value"], [["a", 1]]),
    )
    ages, other = (find_resource(packages, one) for one in ("people/ages", "open/list"))
    assert ages
    assert other
    told = make_warning("year-jump", ages.path, "Der Wert springt von 1 auf 20.", row=2)
    plain = make_warning("year-jump", other.path, "Der Wert springt von 1 auf 20.", row=2)
    accepted = AcceptedIssue(issue=told, reason="Umzug", decided_by="Statistik", decided_date=packages[0].created)
    findings = release_findings(packages, plan_suppression(packages), [told, plain], [accepted])
    assert "1 auf 20" not in findings.issues[0].message
    assert findings.issues[1] == plain
    assert "1 auf 20" not in findings.accepted[0].issue.message


# --- declarations ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "hint"),
    [
        (None, "sagt aber nicht, wie kleine Zahlen geschützt werden"),
        ({"exempt": " "}, "braucht einen Satz"),
        ({"cells": ["old_count"]}, "hat entweder"),
        ({"cells": [], "minimum_count": "k", "interval_width": "width"}, "blieben ungeschützt"),
        ({"cells": ["old_count", "x"], "minimum_count": "k", "interval_width": "width"}, "‚x‘ in „cells“"),
        ({"cells": ["old_count"], "minimum_count": "kk", "interval_width": "width"}, "‚kk‘"),
    ],
)
def test_a_wrong_declaration_is_named(declared: Any, hint: str) -> None:
    extra = {} if declared is None else {"disclosure": declared}
    resource = make_resource("people/ages", ["district_code", "old_count"], [["01", 2]], **extra)
    (issue,) = find_secrecy_issues(make_packages(resource))
    assert hint in issue.message
    assert (issue.code, issue.field) == ("undeclared-disclosure", "ages.disclosure")


# --- the attacker ---------------------------------------------------------------------------------------------------


@dataclass
class Attacker:
    """Tries out every number that agrees with what is published; knows nothing of linear programming."""

    published: Mapping[Cell, int]
    equations: Sequence[Sequence[tuple[Cell, int]]]
    limit: int
    seen: dict[Cell, set[int]] = field(default_factory=dict)

    def attack(self, secrets: Sequence[Cell], width: int) -> None:
        """Fill ``seen`` with the possible numbers of each secret, until all are wide enough."""
        self._search({}, secrets, width)

    def _search(self, guess: dict[Cell, int], secrets: Sequence[Cell], width: int) -> bool:
        known = {**self.published, **guess}
        open_terms = None
        for terms in self.equations:
            unknown = [(cell, factor) for cell, factor in terms if cell not in known]
            rest = sum(factor * known[cell] for cell, factor in terms if cell in known)
            if not unknown and rest != 0:
                return False
            if len(unknown) == 1:
                cell, factor = unknown[0]
                value = -rest // factor
                return value >= 0 and self._search({**guess, cell: value}, secrets, width)
            if unknown and (open_terms is None or len(unknown) < len(open_terms)):
                open_terms = unknown
        if open_terms is None:
            for cell in secrets:
                self.seen.setdefault(cell, set()).add(known.get(cell, 0))
            return all(max(self.seen[one]) - min(self.seen[one]) >= width for one in secrets)
        return any(self._search({**guess, open_terms[0][0]: value}, secrets, width) for value in range(self.limit + 1))


COUNTS = st.integers(min_value=0, max_value=6)


@st.composite
def tables_with_margins(draw: st.DrawFn) -> dict[str, list[Any]]:
    """Small tables, some of whose small cells the source has suppressed already, well or badly."""
    width = draw(st.integers(min_value=2, max_value=3))
    height = draw(st.integers(min_value=2, max_value=3))
    cells = {f"0{n}": draw(st.lists(COUNTS, min_size=width, max_size=width)) for n in range(1, height + 1)}
    table: dict[str, list[Any]] = dict(with_margins(cells))
    for row in table.values():
        for column in range(width):
            if 0 < row[column] < 3 and draw(st.booleans()):
                row[column] = "."
    return table


@settings(max_examples=60)
@given(tables_with_margins())
def test_no_attacker_recovers_a_secret_from_what_is_released(table: dict[str, list[Any]]) -> None:
    names = [f"c{n}_count" for n in range(len(table[CITY]))]
    packages = make_packages(count_people("people/ages", names, table, rules=margin_rules(names)))
    suppression = plan_suppression(packages)
    assert all(issue.severity is Severity.NOTE for issue in suppression.issues)
    released = release_packages(packages, suppression).packages
    counts = collect_counts(released)
    sensitive = sorted(suppression.primary | collect_counts(packages).secrets)
    attacker = Attacker(
        published=counts.values,
        equations=[[(term.cell, term.coefficient) for term in one.terms] for one in list_relations(released)],
        limit=40,
    )
    attacker.attack(sensitive, 2)
    assert all(max(attacker.seen[cell]) - min(attacker.seen[cell]) >= 2 for cell in sensitive)


@settings(max_examples=60)
@given(tables_with_margins())
def test_the_audit_agrees_with_an_attacker_who_tries_everything(table: dict[str, list[Any]]) -> None:
    """Nothing is covered here: the audit has to find every cell that the attacker can tell, and no other."""
    names = [f"c{n}_count" for n in range(len(table[CITY]))]
    packages = make_packages(count_people("people/ages", names, table, rules=margin_rules(names)))
    counts = collect_counts(packages)
    attacker = Attacker(
        published=counts.values,
        equations=[[(term.cell, term.coefficient) for term in one.terms] for one in list_relations(packages)],
        limit=40,
    )
    attacker.attack(sorted(counts.secrets), 2)
    told = {cell for cell, seen in attacker.seen.items() if max(seen) - min(seen) < 2}
    assert {one.cell for one in find_exposed(counts, find_targets(counts))} == told
