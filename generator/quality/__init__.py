"""What was checked in every dataset and what came out of it, as one frozen value per dataset."""

from generator.quality.catalog import CHECKS, OTHER, RULE_TITLES, Check, find_check, find_checks
from generator.quality.reports import (
    AcceptedFinding,
    CheckResult,
    Finding,
    RuleUse,
    ValidationReport,
    compute_reports,
    find_loose_issues,
    hash_json,
)

__all__ = [
    "CHECKS",
    "OTHER",
    "RULE_TITLES",
    "AcceptedFinding",
    "Check",
    "CheckResult",
    "Finding",
    "RuleUse",
    "ValidationReport",
    "compute_reports",
    "find_check",
    "find_checks",
    "find_loose_issues",
    "hash_json",
]
