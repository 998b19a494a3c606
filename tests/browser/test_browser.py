"""The browser tests' own tools: a guard that lets everything through would prove nothing."""

from pathlib import Path
from typing import Any

from tests.browser.visits import wait_until


def test_a_clean_page_is_clean(tmp_path: Path, open_page: Any) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><link rel=icon href=data:,><title>Größe</title>", "utf-8")
    visit = open_page(tmp_path)
    visit.assert_clean()
    assert visit.page.title() != ""


def test_a_request_to_another_host_is_stopped_and_named(tmp_path: Path, open_page: Any) -> None:
    page = '<!doctype html><link rel=icon href=data:,><img src="https://tiles.example/1.png" alt="">'
    (tmp_path / "index.html").write_text(page, "utf-8")
    assert open_page(tmp_path).foreign == ["https://tiles.example/1.png"]


def test_a_missing_file_is_a_failure(tmp_path: Path, open_page: Any) -> None:
    page = '<!doctype html><link rel=icon href=data:,><script src="weg.js"></script>'
    (tmp_path / "index.html").write_text(page, "utf-8")
    visit = open_page(tmp_path / "index.html")
    assert visit.failed == [f"404 {visit.origin}weg.js"]


def test_an_exception_in_a_script_is_an_error(tmp_path: Path, open_page: Any) -> None:
    page = "<!doctype html><link rel=icon href=data:,><script>throw new Error('kaputt')</script>"
    (tmp_path / "index.html").write_text(page, "utf-8")
    assert open_page(tmp_path).errors == ["kaputt"]


def test_what_becomes_true_later_can_be_waited_for_under_a_policy(tmp_path: Path, open_page: Any) -> None:
    policy = "<meta http-equiv=Content-Security-Policy content=\"script-src 'self'\">"
    page = f"<!doctype html>{policy}<link rel=icon href=data:,><script src=spaet.js></script>"
    (tmp_path / "index.html").write_text(page, "utf-8")
    (tmp_path / "spaet.js").write_text("setTimeout(() => { window.late = 1; }, 500);", "utf-8")
    visit = open_page(tmp_path)
    wait_until(visit.page, "window.late === 1")


def test_no_test_waits_in_the_way_the_policy_forbids() -> None:
    forbidden = "wait_for_" + "function("
    sources = {path.name: path.read_text("utf-8") for path in Path(__file__).parent.glob("*.py")}
    assert [name for name, text in sources.items() if forbidden in text] == []
