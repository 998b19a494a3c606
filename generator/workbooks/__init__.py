"""Workbooks for clerks: templates from a schema, checked copies of what comes back, and the way into the package."""

from generator.workbooks.checking import Checkup, check_submission, describe_finding
from generator.workbooks.grids import Sheet, read_sheets
from generator.workbooks.marking import mark_workbook, name_copy
from generator.workbooks.merging import Difference, Merge, describe_difference, merge_submission
from generator.workbooks.notes import Finding, Note, describe_notes, make_printable
from generator.workbooks.reading import Submission, read_submission
from generator.workbooks.recognizing import recognize_resource
from generator.workbooks.template import render_template

__all__ = [
    "Checkup",
    "Difference",
    "Finding",
    "Merge",
    "Note",
    "Sheet",
    "Submission",
    "check_submission",
    "describe_difference",
    "describe_finding",
    "describe_notes",
    "make_printable",
    "mark_workbook",
    "merge_submission",
    "name_copy",
    "read_sheets",
    "read_submission",
    "recognize_resource",
    "render_template",
]
