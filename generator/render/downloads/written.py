"""What is written of a table before the files it belongs to."""

from dataclasses import dataclass

from generator.render.downloads.csv_files import CsvFile
from generator.render.downloads.sheets import SheetRows


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table as it stands in files."""

    csv: CsvFile
    sheet: SheetRows | None = None
    """Its rows in a workbook, if they were spelled, too."""
