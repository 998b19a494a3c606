"""Every attack in every text, through every file that a build makes: it stays text, letter by letter."""

from collections import Counter
from pathlib import Path, PurePosixPath

import pytest

from generator import layout
from generator.site import render_site
from tests.hostile import INLINE, LINE_STARTS, STARTERS, make_hostile_city
from tests.hostile_reading import READERS, find_damage, read_markdown
from tests.tiny import evaluate_city

STARTED = [pytest.param(wave, id=starter[:6]) for wave, starter in enumerate(STARTERS)]


@pytest.mark.slow
@pytest.mark.parametrize("wave", STARTED)
def test_every_file_shows_every_attack_as_text(tmp_path: Path, wave: int) -> None:
    project = make_hostile_city(tmp_path / "city", wave).project
    found: Counter[str] = Counter()
    damaged = {}
    for file in render_site(evaluate_city(project)):
        if file.path.is_relative_to(layout.ASSETS) or (project / "docs" / file.path).is_file():
            continue  # written by people
        count, damage = find_damage(file.path, file.content)
        found[file.path.suffix] += count
        if damage:
            damaged[str(file.path)] = damage[:3]
    assert damaged == {}
    kinds = set(READERS) - {".txt", ".svg", ".html", ".js", ".json"}
    assert {kind: found[kind] for kind in kinds if found[kind] < 3} == {}


@pytest.mark.parametrize("start", LINE_STARTS)
def test_a_text_at_the_start_of_a_line_is_not_read_as_markdown(start: str) -> None:
    from generator.render.templates import escape_text

    page = f'---\ntitle: "A"\n---\n\n{escape_text(start)}\n\n{escape_text(f"{start} {INLINE}")}\n'
    reading = read_markdown(page.encode())
    assert reading.active == []
    text = " ".join(reading.texts[0].split() if len(reading.texts) == 2 else "\n".join(reading.texts[:-1]).split())
    assert text == f"{start} {start} {INLINE}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b"<p>ok</p><script>1</script>"),
        ("a.html", b'<img src="https://fremd.example/x.png">'),
        ("a.html", b"<a href=' javascript:1'>x</a>"),
        ("a.html", b"<b onclick=1>x</b>"),
        ("a.csv", b"a,b\n1,=1+1\n"),
        ("a.js", b"alert(1);\n"),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
        ("a.json", b'["1337"]'),
        ("a.txt", INLINE[:-1].encode()),
        ("a.txt", INLINE.replace("*", "").encode()),
    ],
)
def test_the_reader_sees_damage(name: str, content: bytes) -> None:
    assert find_damage(PurePosixPath(name), content)[1]


def test_the_reader_counts_whole_attacks() -> None:
    assert find_damage(PurePosixPath("a.txt"), f"{INLINE} 1 {INLINE}".encode()) == (2, [])
