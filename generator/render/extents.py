"""How large the pictures of a page are, told before they come: what stands below them then stays where it is."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from generator.model import OutputFile

Extents = Mapping[PurePosixPath, tuple[int, int]]
"""Width and height of pictures, by the path of their file."""
_PICTURE = re.compile(r'<img src="([^"]+)"')


def tell_extents(page: OutputFile, extents: Extents) -> OutputFile:
    """A page whose pictures have their width and height, as far as ``extents`` knows their files.

    Without them a browser lays out a page as if its pictures had no height, and moves everything below when one
    comes, even under a finger or a mouse that is just pressing a button there.
    """
    folder = page.path.parent.as_posix()

    def tell(found: re.Match[str]) -> str:
        extent = extents.get(PurePosixPath(posixpath.normpath(posixpath.join(folder, found[1]))))
        return f'{found[0]} width="{extent[0]}" height="{extent[1]}"' if extent else found[0]

    content = _PICTURE.sub(tell, page.content.decode())
    return replace(page, content=content.encode())
