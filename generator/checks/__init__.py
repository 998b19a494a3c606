"""The first gate: what is wrong with the packages, found before anything is made of them."""

from collections.abc import Callable, Iterator
from functools import partial

from generator.checks.columns import check_columns
from generator.checks.coverage import check_coverage
from generator.checks.dates import check_dates
from generator.checks.duplicates import check_duplicates
from generator.checks.exceptions import Acceptance, accept_issues
from generator.checks.geometry import check_boundaries, check_points
from generator.checks.graded import check_graded_system
from generator.checks.inventory import Inventory, take_inventory
from generator.checks.participation import check_participation
from generator.checks.planning import check_chain
from generator.checks.plausibility import check_plausibility
from generator.checks.privacy import check_personal_data
from generator.checks.relations import check_foreign_keys, check_levels, check_nesting, check_slugs
from generator.checks.scenarios import check_scenarios
from generator.checks.schema import check_required_parameters, check_required_resources, check_rules, check_secrecy
from generator.checks.walking import check_walking
from generator.model import Issue, Package, Severity
from generator.packages import order_issues
from generator.processes import share_tasks

__all__ = [
    "CHECKS",
    "JUDGEMENTS",
    "Acceptance",
    "accept_issues",
    "check_columns",
    "check_form",
    "check_groundwork",
    "check_packages",
    "check_sense",
]

Check = Callable[[Inventory], Iterator[Issue]]
MANY_ROWS = 50_000
"""From this size on a second process repays its start."""
GROUNDWORK: tuple[Check, ...] = (check_required_resources, check_required_parameters, check_rules, check_secrecy)
"""What must be right before anybody can think about rules and secrets."""

CHECKS: tuple[Check, ...] = (
    *GROUNDWORK,
    check_foreign_keys,
    check_levels,
    check_nesting,
    check_slugs,
    check_coverage,
    check_dates,
    check_boundaries,
    check_scenarios,
    check_walking,
    check_graded_system,
    check_participation,
)
"""Every check of form; each finds one kind of mistake, and none of these can be accepted."""

JUDGEMENTS: tuple[Check, ...] = (check_points, check_personal_data, check_duplicates, check_plausibility, check_chain)
"""Every check of sense: what looks wrong may be right, and is then accepted as data, with a reason."""


def check_packages(packages: tuple[Package, ...], load_issues: tuple[Issue, ...] = ()) -> tuple[Issue, ...]:
    """Run every check, in the knowledge of what loading has found: nothing is reported twice."""
    form = check_form(packages, load_issues)
    return order_issues((*form, *check_sense(packages, (*load_issues, *form))))


def check_groundwork(packages: tuple[Package, ...], known: tuple[Issue, ...] = ()) -> tuple[Issue, ...]:
    """The few checks that later stages rely on; they are part of ``check_form``."""
    return _run(GROUNDWORK, packages, known)


def check_form(packages: tuple[Package, ...], known: tuple[Issue, ...] = ()) -> tuple[Issue, ...]:
    """What is wrong with the form of the packages, beyond what is known."""
    return _run(CHECKS, packages, known)


def check_sense(packages: tuple[Package, ...], known: tuple[Issue, ...] = ()) -> tuple[Issue, ...]:
    """What looks wrong although its form is right; a table with known errors proves nothing."""
    return _run(JUDGEMENTS, packages, known)


def _run(checks: tuple[Check, ...], packages: tuple[Package, ...], known: tuple[Issue, ...]) -> tuple[Issue, ...]:
    """What these checks find beyond what is known, in order."""
    inventory = take_inventory(packages, known)
    # A warning excuses nothing: it would hide, for instance, personal data in the same row.
    errors = (issue for issue in known if issue.severity is Severity.ERROR)
    known_lines = {(issue.path, issue.row) for issue in errors if issue.row is not None}
    if sum(len(resource.rows) for package in packages for resource in package.resources) < MANY_ROWS:
        found = [issue for check in checks for issue in check(inventory)]
    else:
        shares = share_tasks([partial(_list_findings, check, inventory) for check in checks])
        found = [issue for share in shares for issue in share]
    return order_issues(issue for issue in found if issue.row is None or (issue.path, issue.row) not in known_lines)


def _list_findings(check: Check, inventory: Inventory) -> tuple[Issue, ...]:
    """What a check finds, worked out here and now."""
    return tuple(check(inventory))
