"""The new table: changed cells are spelled anew, everything else keeps its bytes and its place."""

from typing import Any

import pytest

from generator.errors import DataError
from generator.model import Resource
from generator.workbooks import Merge, merge_submission
from tests.office_files import make_book, submit, tiny_table

TITLES = ["Träger", "Name", "Hinweis"]
ODD = (
    b"organization_id,name,note\r\n"
    b'b,"M\xc3\xbchlenverein, e. V.",\r\n'
    b'a,"Verein ""A""","ohne Not in Anf\xc3\xbchrungszeichen"\r\n'
    b"c,Kirche,\r\n"
)
"""Unsorted, with Windows line breaks and more quotation marks than needed."""
B = ["b", "Mühlenverein, e. V.", None]
A = ["a", 'Verein "A"', "ohne Not in Anführungszeichen"]
C = ["c", "Kirche", None]


def merge(
    rows: list[list[Any]], *, is_deleting: bool = False, present: bytes = ODD, titles: list[str] = TITLES
) -> Merge:
    submission = submit(make_book([titles, *rows]), "offerings/organizations")
    return merge_submission(submission, present, is_deleting=is_deleting)


def lines(merged: Merge) -> list[bytes]:
    return merged.content.splitlines(keepends=True)


def test_the_same_rows_in_another_order_change_nothing() -> None:
    merged = merge([C, A, B])
    assert merged.content == ODD
    assert merged.differences == ()


def test_a_changed_cell_leaves_every_other_byte_alone() -> None:
    merged = merge([B, ["a", "Verein B", A[2]], C])
    assert lines(merged)[2] == b'a,"Verein B","ohne Not in Anf\xc3\xbchrungszeichen"\r\n'
    assert [*lines(merged)[:2], lines(merged)[3]] == [*ODD.splitlines(keepends=True)[:2], b"c,Kirche,\r\n"]
    (difference,) = merged.differences
    assert difference.cells == (("Name", 'Verein "A"', "Verein B"),)


def test_an_emptied_cell_is_empty() -> None:
    assert lines(merge([B, [*A[:2], None], C]))[2] == b'a,"Verein ""A""",\r\n'


def test_a_new_cell_gets_quotation_marks_where_it_needs_them() -> None:
    assert lines(merge([B, A, ["c", "Kirche, neu", None]]))[3] == b'c,"Kirche, neu",\r\n'


def test_new_rows_stand_where_the_sheet_has_them() -> None:
    merged = merge([["x", "X", None], B, ["y", "Y", None], ["z", "Z", None], A, C])
    assert [line.split(b",")[0] for line in lines(merged)[1:]] == [b"x", b"b", b"y", b"z", b"a", b"c"]
    assert [difference.kind for difference in merged.differences] == ["added"] * 3


def test_a_sheet_with_new_rows_only_adds_them_at_the_end() -> None:
    merged = merge([["x", "X", None]])
    assert merged.content == ODD + b"x,X,\r\n"
    assert merged.missing == ("b", "a", "c")


def test_missing_rows_stay_unless_deleting_is_allowed() -> None:
    assert merge([B, C]).content == ODD
    merged = merge([B, C], is_deleting=True)
    assert lines(merged) == [line for line in ODD.splitlines(keepends=True) if not line.startswith(b"a,")]
    assert [(difference.kind, difference.key) for difference in merged.differences] == [("removed", "a")]


def test_a_column_that_the_sheet_lacks_keeps_its_entries() -> None:
    merged = merge([["a", "Verein B"]], titles=TITLES[:2])
    assert lines(merged)[2] == b'a,"Verein B","ohne Not in Anf\xc3\xbchrungszeichen"\r\n'


def test_every_line_knows_its_row_in_the_sheet() -> None:
    merged = merge([["x", "X", None], C, A])
    by_row = {row: lines(merged)[line - 1].split(b",")[0] for line, row in merged.sources.items()}
    assert by_row == {2: b"x", 3: b"c", 4: b"a"}
    assert {line: merged.lines[line] for line in merged.lines if lines(merged)[line - 1].startswith(b"b,")} == {3: 2}


def test_doubled_rows_all_go_to_the_gate() -> None:
    merged = merge([B, A, C, ["a", "noch einmal", None]])
    assert [line.split(b",")[0] for line in lines(merged)[1:]] == [b"b", b"a", b"c", b"a"]


def test_a_last_line_without_break_gets_one_before_a_new_row() -> None:
    assert merge([["x", "X", None]], present=ODD[:-2]).content == ODD + b"x,X,\r\n"


def test_a_number_that_is_spelled_otherwise_is_the_same() -> None:
    present = tiny_table("districts/districts").file.read_bytes().replace(b",2,Entwurf", b",2.00,Entwurf")
    titles = ["Gebietsschlüssel", "Fläche"]
    submission = submit(make_book([titles, ["003", 2]]), "districts/districts")
    assert merge_submission(submission, present, is_deleting=False).content == present


@pytest.mark.parametrize(
    "present",
    [
        b"",
        b"organization_id,name\na,A\n",
        b'organization_id,name,note\na,"A,\n',
        b"organization_id,name,note\na,\xff,\n",
        b"organization_id,name,note\na,A\n",
    ],
)
def test_a_present_file_that_cannot_be_read_is_refused(present: bytes) -> None:
    with pytest.raises(DataError, match=r"organizations\.csv"):
        merge([A], present=present)


def test_the_fixture_is_what_it_seems() -> None:
    table: Resource = tiny_table("offerings/organizations")
    assert [field.title for field in table.fields] == TITLES
