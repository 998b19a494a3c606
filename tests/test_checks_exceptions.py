"""Findings that were accepted as data."""

from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from counting_city import make_packages, make_resource

from generator.checks import Acceptance, accept_issues
from generator.model import Package, Row
from generator.packages import make_error, make_warning

PATH = PurePosixPath("datapackages/people/ages.csv")


def accept(*issues: Any, subject: str | None = "2025/01", field: str | None = "old_count") -> Acceptance:
    """Judge findings in the light of one exception about a jump in ``people/ages``."""
    values = {
        "exception_id": "umzug",
        "code": "year-jump",
        "resource_id": "people/ages",
        "subject": subject,
        "field": field,
        "reason": "Ein Heim ist umgezogen.",
        "decided_by": "Statistik",
        "decided_date": date(2026, 1, 1),
    }
    return accept_issues(_with_exception(values), issues)


def _with_exception(values: dict[str, Any]) -> tuple[Package, ...]:
    packages = make_packages(
        make_resource("people/ages", ["district_code"], [["01"]]),
        make_resource("parameters/exceptions", ["exception_id"], [["umzug"]]),
    )
    return tuple(
        replace(
            package,
            resources=tuple(
                replace(one, rows=(Row(2, values, {}),)) if one.name == "exceptions" else one
                for one in package.resources
            ),
        )
        for package in packages
    )


def test_an_accepted_finding_is_taken_out_and_keeps_its_reason() -> None:
    issue = make_warning("year-jump", PATH, "…", row=7, field="old_count", subject="2025/01")
    acceptance = accept(issue)
    assert acceptance.open == ()
    (accepted,) = acceptance.accepted
    assert (accepted.issue, accepted.reason, accepted.decided_by) == (issue, "Ein Heim ist umgezogen.", "Statistik")


def test_an_error_can_be_accepted_too() -> None:
    assert accept(make_error("year-jump", PATH, "…", field="old_count", subject="2025/01")).open == ()


def test_an_exception_without_column_holds_for_all_columns_of_its_row() -> None:
    issues = [make_warning("year-jump", PATH, "…", field=name, subject="2025/01") for name in ("a", "b")]
    assert len(accept(*issues, field=None).accepted) == 2


def test_an_exception_survives_a_new_order_of_rows() -> None:
    moved = make_warning("year-jump", PATH, "…", row=99, field="old_count", subject="2025/01")
    assert accept(moved).open == ()


def test_other_rows_columns_codes_and_files_are_not_accepted() -> None:
    others = [
        make_warning("year-jump", PATH, "…", field="old_count", subject="2025/02"),
        make_warning("year-jump", PATH, "…", field="young_count", subject="2025/01"),
        make_warning("row-shift", PATH, "…", field="old_count", subject="2025/01"),
        make_warning("year-jump", PATH.with_name("x.csv"), "…", field="old_count", subject="2025/01"),
    ]
    assert accept(*others).accepted == ()


def test_an_exception_that_nothing_needs_is_reported() -> None:
    (issue,) = accept().open
    assert (issue.code, issue.row) == ("unused-exception", 2)
    assert "‚umzug‘" in issue.message


def test_while_there_are_errors_nobody_can_tell_which_exceptions_are_needed() -> None:
    (issue,) = accept(make_error("parts-total", PATH, "…", row=2)).open
    assert issue.code == "parts-total"
