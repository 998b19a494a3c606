"""The first gate: what is wrong with the packages, found before anything is made of them."""

from collections.abc import Callable, Iterator

from generator.checks.columns import check_columns
from generator.checks.coverage import check_coverage
from generator.checks.dates import check_dates
from generator.checks.geometry import check_geometry
from generator.checks.inventory import Inventory, take_inventory
from generator.checks.relations import check_foreign_keys, check_levels, check_nesting, check_slugs
from generator.checks.schema import check_required_parameters, check_required_resources
from generator.model import Issue, Package
from generator.packages import order_issues

__all__ = ["CHECKS", "check_columns", "check_packages"]

CHECKS: tuple[Callable[[Inventory], Iterator[Issue]], ...] = (
    check_required_resources,
    check_required_parameters,
    check_foreign_keys,
    check_levels,
    check_nesting,
    check_slugs,
    check_coverage,
    check_dates,
    check_geometry,
)
"""Every check of the first gate; each finds one kind of mistake."""


def check_packages(packages: tuple[Package, ...], load_issues: tuple[Issue, ...] = ()) -> tuple[Issue, ...]:
    """Run every check, in the knowledge of what loading has found: nothing is reported twice."""
    inventory = take_inventory(packages, load_issues)
    known_lines = {(issue.path, issue.row) for issue in load_issues if issue.row is not None}
    found = order_issues(issue for check in CHECKS for issue in check(inventory))
    return tuple(issue for issue in found if issue.row is None or (issue.path, issue.row) not in known_lines)
