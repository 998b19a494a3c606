"""The site does not depend on MkDocs: Zensical builds the same text from the same ``mkdocs.yml`` and staged tree."""

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GEBIETSATLAS = "from generator.cli import main; main(prog_name='gebietsatlas')"
VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BLOCKS = re.compile(
    r"address|article|details|div|dd|dl|dt|figure|figcaption|h[1-6]|li|ol|p|section|summary|t[dhr]|table|ul|br"
)


class Article(HTMLParser):
    """What a reader gets of a page's article: its words, and where its links, pictures and frames point."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.targets: list[str] = []
        self.open: list[str] = []
        self.is_inside = False

    @property
    def text(self) -> str:
        """The words with white space folded."""
        return " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "article":
            self.is_inside = True
        if not self.is_inside:
            return
        is_permalink = "headerlink" in (attributes.get("class") or "").split()
        is_silent = tag in ("script", "style", "template") or is_permalink
        if tag not in VOID:
            self.open.append("silent" if is_silent else tag)
        if BLOCKS.fullmatch(tag):
            self.words.append(" ")
        if "silent" not in self.open:
            self.targets += [value for name, value in attrs if name in ("href", "src") and value]

    def handle_endtag(self, tag: str) -> None:
        if self.is_inside and tag not in VOID and self.open:
            self.open.pop()
            self.is_inside = bool(self.open)
            if BLOCKS.fullmatch(tag):
                self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if self.is_inside and "silent" not in self.open:
            self.words.append(data)


def read_articles(site: Path) -> dict[str, tuple[str, list[str]]]:
    """Text and targets of every page that has an article; the page for missing addresses is each builder's own."""
    articles = {}
    for path in sorted(site.rglob("*.html")):
        source = path.read_text("utf-8")
        if "<article" in source and path.name != "404.html":
            article = Article()
            article.feed(source)
            articles[path.relative_to(site).as_posix()] = (article.text, article.targets)
    return articles


def run(*command: str, folder: Path) -> None:
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, f"{' '.join(command)}\n{answer.stdout}{answer.stderr}"


def find_words(first: str, second: str) -> str:
    """Where two texts part, with some words around it."""
    pairs = enumerate(zip(first, second, strict=False))
    place = next((place for place, (one, other) in pairs if one != other), min(len(first), len(second)))
    return f"MkDocs: …{first[max(place - 40, 0) : place + 60]}… Zensical: …{second[max(place - 40, 0) : place + 60]}…"


def test_the_reader_of_articles_hears_words_and_no_permalinks() -> None:
    article = Article()
    article.feed(
        "<p>außen</p><article><h1 id=a>Groß<a class='headerlink' href='#a'>¶</a></h1><p>ein <b>W</b>ort<br>"
        "<script>var a</script><a href='x/'>da</a></p></article><p>danach</p>"
    )
    assert (article.text, article.targets) == ("Groß ein Wort da", ["x/"])


@pytest.mark.zensical
@pytest.mark.slow
def test_zensical_builds_the_same_articles(tmp_path: Path) -> None:
    project = tmp_path / "project"
    subprocess.run([ROOT / "scripts/copy_project.sh", project], check=True)
    run(sys.executable, "-c", GEBIETSATLAS, "--project", str(project), "build", folder=project)
    shutil.move(project / "build/site", tmp_path / "mkdocs")
    # The console script: Zensical's module is not meant to be run.
    run(str(Path(sys.executable).with_name("zensical")), "build", "--strict", folder=project)
    mkdocs, zensical = read_articles(tmp_path / "mkdocs"), read_articles(project / "build/site")
    assert len(mkdocs) > 60
    assert sorted(zensical) == sorted(mkdocs)
    different = {
        page: find_words(mkdocs[page][0], zensical[page][0]) for page in mkdocs if mkdocs[page] != zensical[page]
    }
    assert different == {}
