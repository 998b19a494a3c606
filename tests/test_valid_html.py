"""Every page of every city through the Nu HTML checker, the same that the W3C runs."""

import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.sites import ROOT

pytestmark = pytest.mark.slow

JARS = ".cache/vnu"
"""Where scripts/ensure_vnu.sh puts it."""
NOT_OURS = {
    ("Attribute “autocomplete” is only allowed when the input type is", 'class="md-toggle"'): (
        "Material's switches for drawer and search carry autocomplete; they stand outside of every block of its base "
        "template, so no override reaches them. Browsers ignore the attribute."
    ),
    ("Resource violates Content Security Policy (meta tag)", ""): (
        "The checker reads files from a folder, where 'self' means nothing to it; the browser tests prove the policy."
    ),
    ("Inline script violates Content Security Policy (meta tag)", 'type="application/json"'): (
        "Data in a script element is not run, so no policy blocks it; the browser tests prove it."
    ),
}
"""Start of a message and a part of the place it is about, with the reason why it cannot be mended here."""
GUESSED_LANGUAGE = "This document appears to be written in "
"""A guess from the words of a page; where all words are attacks, they are English."""


def find_checker() -> Path | None:
    """The checker, if Java can run it."""
    named = os.environ.get("VNU_JAR")
    jars = [Path(named)] if named else sorted((ROOT / JARS).glob("vnu-*.jar"))
    return jars[-1] if jars and jars[-1].is_file() and shutil.which("java") else None


def check_html(*folders: Path) -> list[dict[str, str]]:
    """What the checker says of all HTML files below some folders: errors and warnings."""
    checker = find_checker()
    if checker is None:
        reason = "no Nu HTML checker: run scripts/ensure_vnu.sh, which needs Java and npm"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    command = ["java", "-Xmx768m", "-XX:+UseSerialGC", "-jar", str(checker), "--format", "json", "--stdout"]
    answer = subprocess.run(
        [*command, "--skip-non-html", *map(str, folders)], capture_output=True, text=True, check=False, timeout=600
    )
    messages: list[dict[str, str]] = json.loads(answer.stdout)["messages"]
    return messages


def is_ours(message: dict[str, str]) -> bool:
    """Tell whether it can be mended here."""
    text, place = message["message"], message.get("extract", "")
    return not any(text.startswith(start) and part in place for start, part in NOT_OURS)


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    page = '<!doctype html><html lang="de"><title>x</title><p id="a"></p><p id="a"><button><a href="x">y</a></button>'
    (tmp_path / "index.html").write_text(page, "utf-8")
    kinds = Counter(one["type"] for one in check_html(tmp_path))
    assert kinds["error"] >= 2


def test_every_page_of_every_city_is_valid_html(magdeburg: Path, tiny_city: Path, hostile_city: Path) -> None:
    messages = check_html(*(one / "build/site" for one in (magdeburg, tiny_city, hostile_city)))
    found = {f"{one['message']} … {one.get('extract', '')[:120]}": one["url"] for one in messages if is_ours(one)}
    wild = {text: url for text, url in found.items() if text.startswith(GUESSED_LANGUAGE) and str(hostile_city) in url}
    assert {text: url for text, url in found.items() if text not in wild} == {}
    assert len(messages) > 2 * 200  # two switches on every page: so many pages were read
