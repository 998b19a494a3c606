"""Collecting and writing files: a folder holds exactly what was made, and nothing is touched in vain."""

import os
from pathlib import Path, PurePosixPath

import pytest

from generator.errors import DataError, SiteError
from generator.model import OutputFile
from generator.settings import read_settings
from generator.site import (
    build_site,
    describe_file,
    evaluate,
    pass_gate,
    read_written,
    stage_site,
    update_files,
    write_files,
)
from tests.tiny import TINY_CITY, copy_tiny_city

OLD = (1_000_000_000, 1_000_000_000)


def output(path: str, text: str = "neu") -> OutputFile:
    return OutputFile(path=PurePosixPath(path), content=text.encode())


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_the_tiny_city_passes_the_gate_without_any_finding() -> None:
    assert pass_gate(TINY_CITY).issues == ()


def test_data_with_errors_are_not_evaluated(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    city.file("demographics/population").write_text("kaputt\n", encoding="utf-8")
    with pytest.raises(DataError, match="nichts wurde gebaut"):
        evaluate(city.project, pass_gate(city.project))


def test_files_are_written_with_their_folders(tmp_path: Path) -> None:
    write_files(tmp_path / "docs", (output("a/b/c.md"), output("d.csv")))
    assert files_in(tmp_path / "docs") == ["a/b/c.md", "d.csv"]
    assert (tmp_path / "docs" / "a/b/c.md").read_bytes() == b"neu"


def test_what_is_no_longer_made_is_removed_with_its_empty_folders(tmp_path: Path) -> None:
    write_files(tmp_path, (output("a/b/c.md"), output("d.csv")))
    write_files(tmp_path, (output("d.csv"),))
    assert [path.name for path in tmp_path.rglob("*")] == ["d.csv"]


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    write_files(tmp_path, (output("same.md"), output("other.md")))
    for name in ("same.md", "other.md"):
        os.utime(tmp_path / name, OLD)
    write_files(tmp_path, (output("same.md"), output("other.md", "anders")))
    assert (tmp_path / "same.md").stat().st_mtime == OLD[0]
    assert (tmp_path / "other.md").stat().st_mtime > OLD[0]


@pytest.mark.slow
def test_the_site_that_stands_keeps_its_files_while_the_next_one_is_staged(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    atlas = evaluate(city.project, pass_gate(city.project))
    stage_site(city.project, atlas, lambda _: None)
    site = build_site(city.project, lambda _: None)
    staged = city.project / "build/docs/downloads/ortsteile/altmuehlau-kennzahlen.csv"
    written = staged.read_bytes()
    shared = site / "downloads/ortsteile/altmuehlau-kennzahlen.csv"
    assert shared.samefile(staged)
    write_files(city.project / "build/docs", (output("downloads/ortsteile/altmuehlau-kennzahlen.csv", "anders"),))
    assert staged.read_bytes() == b"anders"
    assert shared.read_bytes() == written


def test_two_files_with_one_path_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"‚a\.md‘"):
        write_files(tmp_path / "docs", (output("b.md"), output("a.md"), output("a.md", "anders")))
    assert not (tmp_path / "docs").exists()


@pytest.mark.parametrize("path", ["../a.md", "a/../../b.md", "/a.md"])
def test_no_path_leads_out_of_the_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(SiteError, match="hinaus"):
        write_files(tmp_path / "docs", (output(path),))
    assert files_in(tmp_path) == []


def test_single_files_are_replaced_in_one_step(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("alt", encoding="utf-8")
    update_files(tmp_path, [output("a.json")])
    assert files_in(tmp_path) == ["a.json"]
    assert (tmp_path / "a.json").read_bytes() == b"neu"


def test_size_and_checksum_of_nothing_are_known() -> None:
    facts = describe_file(output("a", ""))
    assert (facts.size, facts.sha256[:8]) == (0, "e3b0c442")


def test_written_pages_are_taken_as_they_are_and_the_start_text_is_no_page() -> None:
    written = {str(file.path): file.content for file in read_written(read_settings(TINY_CITY))}
    assert written == {"ueber.md": (TINY_CITY / "docs/ueber.md").read_bytes()}


def test_a_written_page_that_is_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    project = copy_tiny_city(tmp_path / "city").project
    secret = tmp_path / "geheim.csv"
    secret.write_text("geheim", "utf-8")
    (project / "docs/geheim.csv").symlink_to(secret)
    with pytest.raises(SiteError, match=r"geheim\.csv: Der Verweis führt aus „docs“ hinaus"):
        list(read_written(read_settings(project)))
