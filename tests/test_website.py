"""The shortcuts around MkDocs change nothing that readers see."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.structure.pages import _RawHTMLPreprocessor

from generator.errors import SiteError
from generator.website import halves, run_mkdocs
from generator.website.blocks import RawBlocks, find_end, shorten_for_search

GOLDEN = Path(__file__).parent / "golden"
EXTENSIONS = ("attr_list", "md_in_html", "tables", "toc", "fenced_code")
PARTS = (
    "<div>",
    "</div>",
    '<p id="a">',
    "</p>",
    "<br>",
    "<hr>",
    "<img src='x'/>",
    '<div markdown="1">',
    "<b title='>'>",
    "</b>",
    "*kursiv*",
    "## Titel",
    "a < b",
    "&amp;",
    "<!-- c -->",
    "```",
    "    ",
    "\n",
    "\n\n",
    "\n\n",
    "\n\n",
)
CONFIG = """
site_name: Probe
docs_dir: docs
theme: {name: material, font: false}
plugins: [search]
markdown_extensions: [attr_list, md_in_html, tables]
validation: {links: {anchors: warn}}
"""


def convert(text: str, *, is_quick: bool) -> tuple[str, set[str]]:
    """The page and the anchors that MkDocs would know of."""
    blocks, anchors = RawBlocks(), _RawHTMLPreprocessor()
    md = Markdown(extensions=[*EXTENSIONS, *([blocks] if is_quick else [])])
    anchors._register(md)
    page = md.convert(text)
    return page, anchors.present_anchor_ids | (blocks.anchors if is_quick else set())


def read_site(folder: Path) -> dict[str, bytes]:
    """Every file of a site, without the day on which it was built."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("sitemap")
    }


def make_project(folder: Path, pages: dict[str, str]) -> Path:
    """A small project; returns its configuration."""
    for name, text in pages.items():
        path = folder / "docs" / name / "index.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    return folder / "mkdocs.yml"


def build_plainly(config_file: Path, target: Path) -> None:
    """MkDocs without any step of ours."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    build(load_config(str(config_file), site_dir=str(target), strict=True))


@given(st.lists(st.sampled_from(PARTS), max_size=25).map("".join))
def test_a_block_laid_aside_comes_back_as_markdown_would_have_left_it(text: str) -> None:
    assert convert(text, is_quick=True) == convert(text, is_quick=False)


def test_a_page_is_read_as_before_with_its_anchors() -> None:
    block = '<div id="a&amp;b">\n\n*kein* Markdown\n\n</div>'
    text = '<nav>\n<a name="oben" href="#x">x</a>\n</nav>\n\n# Titel\n\n' + f"{block}\n\nText"
    page, anchors = convert(text, is_quick=True)
    assert (page, anchors) == convert(text, is_quick=False)
    assert anchors == {"oben", "a&b"}
    assert "*kein*" in page


def test_a_heading_that_is_kept_out_of_the_search_still_begins_a_section() -> None:
    text = "<p>a</p><div data-search-exclude><h2 id='b'>B</h2></div><p>c</p>"
    assert shorten_for_search(text) == text


@pytest.mark.parametrize("text", ["<div>", "<div></p>", "<div> < </div>", "<div><div></div>"])
def test_what_has_no_end_is_no_block(text: str) -> None:
    assert find_end(text, 0) is None


def test_two_processes_build_the_site_that_mkdocs_builds(tmp_path: Path) -> None:
    hidden = '<div data-search-exclude class="x">\n<p>Geheim</p>\n<div>\n<br>\n</div>\n</div>'
    pages = {
        f"seite-{number}": f"# Seite {number}\n\n<p id='a{number}'>Wort{number}</p>\n\n{hidden}\n\n## Teil\n\nText\n"
        for number in range(9)
    }
    pages[""] = "# Start\n\n[Seite 8](seite-8/index.md#a8)\n"
    config_file = make_project(tmp_path, pages)
    build_plainly(config_file, tmp_path / "plain")
    run_mkdocs(config_file, tmp_path / "shared")
    plain, shared = read_site(tmp_path / "plain"), read_site(tmp_path / "shared")
    index = shared["search/search_index.json"].decode()
    assert "Wort8" in index
    assert "Geheim" not in index
    assert shared == plain


def test_one_process_builds_the_same_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config_file = make_project(tmp_path, {"": "# Start\n", "a": "# A\n\n<p>a</p>\n"})
    run_mkdocs(config_file, tmp_path / "two")
    monkeypatch.setattr(halves, "can_fork", lambda: False)
    run_mkdocs(config_file, tmp_path / "one")
    assert read_site(tmp_path / "one") == read_site(tmp_path / "two")


@pytest.mark.parametrize("place", ["a", "z"])
def test_a_broken_link_stops_the_build_in_whichever_half_it_stands(tmp_path: Path, place: str) -> None:
    pages = dict.fromkeys("abcyz", "# Seite\n\nText\n")
    pages |= {"": "# Start\n", place: "# Seite\n\n[fort](../nirgends/index.md) und [weg](#nichts)\n"}
    with pytest.raises(SiteError, match=r"(?s)nirgends.*#nichts"):
        run_mkdocs(make_project(tmp_path, pages), tmp_path / "site")


def test_a_project_with_another_plugin_is_left_to_mkdocs_alone(tmp_path: Path) -> None:
    config_file = make_project(tmp_path, {"": "# Start\n"})
    config_file.write_text(CONFIG.replace("[search]", "[search, info]"), encoding="utf-8")
    from mkdocs.config import load_config

    config = load_config(str(config_file))
    with halves._share_loops(config):
        assert not any(isinstance(one, RawBlocks) for one in config.markdown_extensions)


def test_markdown_reads_none_of_the_blocks_of_our_pages() -> None:
    # Scripts stand at the end of a page, where they cost nothing.
    for path in sorted(GOLDEN.rglob("*.md")):
        md = Markdown(extensions=[RawBlocks()])
        rest = "\n".join(md.preprocessors["gebietsatlas_blocks"].run(path.read_text(encoding="utf-8").split("\n")))
        assert not re.search(r"^<(?!script )", rest, re.MULTILINE), path
