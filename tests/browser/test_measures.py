"""The list of measures: whole without a script, and narrowed with one."""

from pathlib import Path
from typing import Any

MEASURES = "planung/massnahmen/"
SHOWN = "[data-ga-item]:visible"


def test_without_javascript_every_measure_is_there_and_no_form_that_does_nothing(
    magdeburg: Path, open_page: Any
) -> None:
    visit = open_page(magdeburg / "build/site", MEASURES, java_script_enabled=False)
    assert visit.page.locator(SHOWN).count() == 9
    assert not visit.page.locator("form.ga-filter").is_visible()
    visit.assert_clean()


def test_the_list_is_narrowed_by_status_guideline_and_district(magdeburg: Path, open_page: Any) -> None:
    visit = open_page(magdeburg / "build/site", MEASURES)
    page = visit.page
    status = page.get_by_role("status").filter(has_text="von 9 Maßnahmen")
    page.locator("select[name=status]").select_option("done")
    assert page.locator(SHOWN).count() == 1
    assert status.inner_text().startswith("1 von 9 Maßnahmen passt")
    page.locator("select[name=guidelines]").select_option("LL8")
    assert page.locator(SHOWN).count() == 0
    page.get_by_role("button", name="Auswahl aufheben").click()
    page.locator("[data-ga-count]").filter(has_text="9").wait_for()
    # One measure is for the south-east alone, all others are for the whole city.
    page.locator("select[name=districts]").select_option("30")
    assert page.locator(SHOWN).count() == 8
    page.locator("select[name=districts]").select_option("46")
    assert page.locator(SHOWN).count() == 9
    visit.assert_clean()
