"""Loads the data packages, strictly: a bad cell is never read as nothing."""

from generator.packages.columns import read_column, read_keys
from generator.packages.findings import make_error, make_warning, name_row, order_issues, quote_list, suggest_key
from generator.packages.loading import PACKAGES, find_broken_resources, find_resource, find_rows, load_packages
from generator.packages.stamping import StampedDescriptor, stamp_packages
from generator.packages.validation import TableError, TableReport, TableSource, make_table_source, validate_table

__all__ = [
    "PACKAGES",
    "StampedDescriptor",
    "TableError",
    "TableReport",
    "TableSource",
    "find_broken_resources",
    "find_resource",
    "find_rows",
    "load_packages",
    "make_error",
    "make_table_source",
    "make_warning",
    "name_row",
    "order_issues",
    "quote_list",
    "read_column",
    "read_keys",
    "stamp_packages",
    "suggest_key",
    "validate_table",
]
