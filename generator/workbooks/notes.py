"""Findings and notes with their place in a sheet, in the words of a clerk."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from generator.model import Severity
from generator.packages.files import UNSAFE_CHARACTERS
from generator.workbooks.wording import show

MAX_EXAMPLES = 3
"""Different repairs of one kind that are shown one by one for a column; more are counted, with all their cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong, or looks wrong, and where in the sheet."""

    severity: Severity
    code: str
    message: str
    sheet: str = ""
    """Empty for a CSV file."""
    row: int | None = None
    """As the spreadsheet counts."""
    column: int | None = None
    """1 is column A."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A cell that was read as something else than it shows, or anything else worth saying."""

    message: str
    """For a repair the reason; for anything else the whole sentence."""
    column_title: str = ""
    row: int | None = None
    column: int | None = None
    before: str = ""
    after: str = ""


@lru_cache(maxsize=1024)
def name_column(number: int) -> str:
    """Letters of a column; 1 is A.

    >>> name_column(1), name_column(26), name_column(27), name_column(703)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def name_cell(row: int, column: int) -> str:
    """Address of a cell.

    >>> name_cell(17, 6)
    'F17'
    """
    return f"{name_column(column)}{row}"


def name_cells(cells: Iterable[tuple[int, int]]) -> str:
    """Addresses of many cells of one column, runs as ranges.

    >>> name_cells([(2, 1), (3, 1), (4, 1), (7, 1)])
    'A2:A4, A7'
    """
    runs: list[list[int]] = []
    places = sorted(cells)
    for row, _ in places:
        if runs and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    column = places[0][1] if places else 1
    return ", ".join(
        name_cell(first, column) + (f":{name_cell(last, column)}" if last > first else "") for first, last in runs
    )


def make_printable(text: str) -> str:
    r"""A text from somebody else's file for a terminal or a comment: one line, nothing that steers either.

    >>> make_printable("Neue\nNeustadt"), make_printable("a\x1b[2Jb")
    ('Neue Neustadt', 'a\ufffd[2Jb')
    """
    return UNSAFE_CHARACTERS.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.splitlines()))


def describe_notes(notes: Sequence[Note]) -> Iterator[str]:
    """One line for each sentence; repairs of one kind in one column together, with all their cells."""
    yield from (note.message for note in notes if note.row is None)
    repairs = [note for note in notes if note.row is not None]
    repairs.sort(key=lambda note: (note.column or 0, note.message, note.row or 0))
    for (_, title, message), group in groupby(repairs, key=lambda note: (note.column, note.column_title, note.message)):
        members = tuple(group)
        pairs = list(dict.fromkeys((note.before, note.after) for note in members))
        shown = ", ".join(_show_pair(before, after) for before, after in pairs[:MAX_EXAMPLES])
        more = f" (und {len(pairs) - MAX_EXAMPLES} weitere Schreibweisen)" if len(pairs) > MAX_EXAMPLES else ""
        cells = name_cells((note.row, note.column) for note in members if note.row and note.column)
        yield f"Spalte „{title}“, {_name_count(len(members))} {cells}: {shown}{more} – {message}."


def _show_pair(before: str, after: str) -> str:
    return f"‚{show(before)}‘ bleibt so" if before == after else f"‚{show(before)}‘ wird gelesen als ‚{show(after)}‘"


def _name_count(count: int) -> str:
    return "Zelle" if count == 1 else "Zellen"
