"""Need against supply on one level; no place in it is a rank."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.model import Level
from generator.planning.needs.definition import RuleBook
from generator.planning.needs.matrix import STEPS, MatrixResult
from generator.profiles.atlas import Atlas
from generator.profiles.needs_wording import CHANGE_SIGN, CHANGE_TEXT, STEP_TEXT
from generator.profiles.views import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixItem:
    """A district in a crossing of the matrix."""

    district: Link
    sign: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """A crossing of need and supply."""

    title: str
    items: tuple[MatrixItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A step of need."""

    header: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixView:
    """Need against supply on one level."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    unplaced: tuple[MatrixItem, ...]
    """Districts whose place nobody can tell."""


def view_matrix(atlas: Atlas, page: PurePosixPath, book: RuleBook, level: Level) -> MatrixView | None:
    """Need against supply for the districts of a level."""
    matrix = book.matrix
    if matrix is None:
        return None
    districts = atlas.geography.districts_on(level)
    positions = [found for one in districts if (found := atlas.needs.positions.get(one.code))]
    rows = tuple(
        MatrixRow(
            header=f"{matrix.need.title}: {STEP_TEXT[need]}",
            cells=tuple(
                MatrixCell(
                    title=book.need_class(matrix.cells[row][column]).title,
                    items=tuple(
                        _matrix_item(atlas, page, one)
                        for one in positions
                        if (one.need.step, one.supply.step) == (need, supply)
                    ),
                )
                for column, supply in enumerate(STEPS)
            ),
        )
        for row, need in enumerate(reversed(STEPS))
    )
    return MatrixView(
        caption=f"{level.name_plural}: Bedarf und Angebot",
        columns=tuple(f"{matrix.supply.title}: {STEP_TEXT[one]}" for one in STEPS),
        rows=rows,
        unplaced=tuple(_matrix_item(atlas, page, one) for one in positions if one.class_id is None),
    )


def _matrix_item(atlas: Atlas, page: PurePosixPath, position: MatrixResult) -> MatrixItem:
    """A district with the direction in which its need is going."""
    step = position.change.step
    return MatrixItem(
        district=atlas.district_link(page, atlas.geography.districts[position.district_code]),
        sign=CHANGE_SIGN[step],
        direction=CHANGE_TEXT[step],
    )
