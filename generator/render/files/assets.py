"""Style sheets and scripts."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from generator import layout
from generator.model import OutputFile
from generator.render.templates import TEMPLATES


def render_assets() -> Iterator[OutputFile]:
    """Our own style sheets and scripts; pages ask for one sheet, which is kept by subject."""
    folder = TEMPLATES / "assets"
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            relative = PurePosixPath(path.relative_to(folder).as_posix())
            yield OutputFile(path=layout.ASSETS / relative, content=path.read_bytes())
    sheets = sorted((TEMPLATES / "styles").glob("*.css"))
    yield OutputFile(path=layout.STYLESHEET, content=b"\n".join(one.read_bytes() for one in sheets))
