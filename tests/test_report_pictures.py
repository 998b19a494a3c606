"""Pictures of the pages on paper: in the letters of the print, and light whatever a screen would show."""

import pytest

from generator.render.report.pictures import FONT, draw_map
from tests.tiny import tiny_atlas


@pytest.mark.parametrize("is_large", [False, True], ids=["usual", "large"])
def test_a_map_in_print_is_light_in_the_letters_of_the_print(*, is_large: bool) -> None:
    atlas = tiny_atlas()
    spelled = str(draw_map(atlas, atlas.geography.districts["001"], is_large=is_large))
    assert "<svg" in spelled
    assert f"font-family:{FONT}" in spelled
    assert "@media" not in spelled
    assert "system-ui" not in spelled
    assert (".m{font-size:24px}" in spelled) is is_large
