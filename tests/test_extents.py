"""Pictures of a page tell their size before they come."""

from pathlib import PurePosixPath

from generator.model import OutputFile
from generator.render.extents import tell_extents

EXTENTS = {PurePosixPath("karten/orte/a.svg"): (700, 910)}


def tell(content: str) -> str:
    page = OutputFile(path=PurePosixPath("orte/a/index.md"), content=content.encode())
    return tell_extents(page, EXTENTS).content.decode()


def test_a_picture_of_ours_has_its_width_and_height() -> None:
    assert tell('<img src="../../karten/orte/a.svg" alt="A">') == (
        '<img src="../../karten/orte/a.svg" width="700" height="910" alt="A">'
    )


def test_a_picture_that_nobody_knows_stays_as_it_is() -> None:
    others = ('<img src="../a.svg" alt="A">', '<img src="https://fremd.example/orte/a.svg">', "karten/orte/a.svg")
    assert [tell(one) for one in others] == list(others)
