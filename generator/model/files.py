"""What is written."""

from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFile:
    """A file to be written below the staged tree."""

    path: PurePosixPath
    content: bytes
    datasets: tuple[str, ...] = ()
    """Ids of the datasets that a download was made from, in order; empty for pages, maps and assets."""
    extent: tuple[int, int] | None = None
    """Width and height of a picture, in the pixels of a page; nothing for all other files."""
