"""Reports on paper: what they say is what the pages say, whatever stands in the data."""

import os
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner

from generator import layout
from generator.cli import main
from generator.model import OutputFile
from generator.profiles.atlas import Atlas
from generator.profiles.districts import profile_districts
from generator.profiles.views import Link, RowView, TableView, text_value
from generator.render.report import describe_dossier, describe_plan, render_dossiers, render_plan, typeset
from generator.render.report.blocks import Report, pairs, paragraphs, table
from generator.render.report.engine import spell_report
from generator.render.templates import TEMPLATES
from generator.seals import verify_download
from generator.site import add_files, render_site
from tests.hostile import ATTACK, PAYLOADS, make_hostile_city
from tests.test_canary import plant
from tests.tiny import TINY_CITY, copy_tiny_city, evaluate_city, tiny_atlas

POPPLER = ("pdftotext", "pdfinfo")
"""Programs that read a PDF; without them these tests are skipped, under ``CI=true`` they fail."""
if not all(map(shutil.which, POPPLER)):
    if os.environ.get("CI") == "true":
        raise RuntimeError("poppler-utils is missing; `make test` installs it")
    pytest.skip("poppler-utils is missing: NO REPORT IS READ", allow_module_level=True)

PAPER = ("595.276", "841.89")
"""A4 in points."""


def dossier(atlas: Atlas, code: str, *, is_large: bool = False) -> OutputFile:
    """The report on a district."""
    (file,) = render_dossiers(atlas, [atlas.geography.districts[code]], is_large=is_large)
    return file


@cache
def tiny_dossier(code: str, *, is_large: bool = False) -> OutputFile:
    """The same for the unchanged town."""
    return dossier(tiny_atlas(), code, is_large=is_large)


def ask(program: str, file: OutputFile, *options: str) -> str:
    """What one of poppler's programs says of a PDF."""
    answer = subprocess.run([program, *options, "-", *(["-"] if program == "pdftotext" else [])],
                            input=file.content, capture_output=True, check=True)  # fmt: skip
    return answer.stdout.decode()


def read_text(file: OutputFile) -> str:
    """Everything that can be read in a PDF, on one line."""
    return " ".join(ask("pdftotext", file).split())


def read_pages(file: OutputFile) -> list[str]:
    """The same by page."""
    return [" ".join(page.split()) for page in ask("pdftotext", file).split("\f")[:-1]]


def facts_of(file: OutputFile) -> dict[str, str]:
    """What a PDF says of itself."""
    lines = (line.partition(":") for line in ask("pdfinfo", file).splitlines())
    return {name.strip(): text.strip() for name, _, text in lines}


def sizes_of(file: OutputFile) -> dict[float, int]:
    """How many words stand in which height of line, in points."""
    found = re.findall(
        r'<word xMin="[^"]+" yMin="([^"]+)" xMax="[^"]+" yMax="([^"]+)"', ask("pdftotext", file, "-bbox")
    )
    heights = [round(float(bottom) - float(top), 1) for top, bottom in found]
    return {height: heights.count(height) for height in heights}


def make_report(*texts: str) -> Report:
    """A report that says just this."""
    return Report(
        path=PurePosixPath("a.pdf"),
        title="Titel",
        kicker="Probe",
        description="Probe",
        running="Lauf",
        edition=date(2026, 1, 2),
        publisher="Stadt",
        site_name="Atlas",
        is_large=False,
        contents_depth=1,
        opening=(),
        blocks=paragraphs(texts),
        datasets=(),
    )


# --- the paper ----------------------------------------------------------------------------------------------------


def test_a_report_is_a4_tagged_german_and_has_title_and_date_of_the_edition() -> None:
    file = tiny_dossier("002")
    facts = facts_of(file)
    assert facts["Tagged"] == "yes"
    assert all(size in facts["Page size"] for size in PAPER)
    assert facts["Title"] == "Mühlengrund"
    assert facts["CreationDate"] == "Sun Nov 22 00:00:00 2026 UTC"
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"/Outlines", b"/Lang", b"<pdfuaid:part>1</pdfuaid:part>"):
        assert mark in file.content


def test_every_page_names_district_edition_and_number() -> None:
    pages = read_pages(tiny_dossier("002"))
    assert 3 <= len(pages) <= 12
    for number, page in enumerate(pages, start=1):
        assert "Mühlengrund (Ortsteil)" in page
        assert "Ausgabe vom 22. November 2026" in page
        assert f"Seite {number} von {len(pages)}" in page


def test_the_same_data_give_the_same_bytes() -> None:
    assert dossier(tiny_atlas(), "002").content == tiny_dossier("002").content


def test_large_print_has_no_word_below_14_points() -> None:
    usual, large = sizes_of(tiny_dossier("002")), sizes_of(tiny_dossier("002", is_large=True))
    smallest = min(usual)
    assert max(usual, key=lambda one: usual[one]) < max(large, key=lambda one: large[one])
    # Small type is 9 points usually, and 14 in large print: the heights of lines are in the same proportion.
    assert min(large) >= 0.95 * smallest * 14 / 9
    assert tiny_dossier("002", is_large=True).path == PurePosixPath(
        "downloads/berichte/ortsteile/muehlengrund-grossdruck.pdf"
    )


def test_no_part_of_the_template_asks_for_a_file_or_another_host() -> None:
    template = (TEMPLATES / "report" / "report.typ").read_text(encoding="utf-8")
    assert "#import" not in template
    assert "#include" not in template
    assert "http" not in template
    assert "read(" not in template


# --- what it says -------------------------------------------------------------------------------------------------


def test_every_number_of_the_page_of_a_district_stands_in_its_dossier() -> None:
    atlas = tiny_atlas()
    for district in atlas.geography.districts.values():
        (page,) = profile_districts(atlas, {}, [district])
        text = read_text(tiny_dossier(district.code))
        tables = [page.figures, *([page.parts] if page.parts else []), *([page.supply] if page.supply else [])]
        tables += [page.reach.table] if page.reach else []
        tables += [page.projection.table] if page.projection and page.projection.table else []
        for cell in (cell for one in tables for row in one.rows for cell in row.cells):
            assert " ".join(cell.text.split()) in text, (district.name, cell.text)
        for fact in page.facts:
            assert " ".join(fact.value.text.split()) in text


def test_a_dossier_tells_the_whole_chain() -> None:
    text = read_text(tiny_dossier("002"))
    for title in (
        "Wer hier lebt",
        "Angebote und Einrichtungen",
        "Wege zu Fuß",
        "Bedarfe",
        "Maßnahmen",
        "Was nicht bekannt ist",
        "Quellen und Hinweise",
    ):
        assert title in text
    assert "1. Mühlencafé" in text
    assert "zuletzt belegt im März 2026, nur aus Quellen bekannt, teilweise belegt" in text
    assert "2 von 2 Angeboten ohne Telefonnummer" in text


def test_what_people_said_stands_in_the_dossier_of_their_district_and_in_the_plan() -> None:
    atlas = tiny_atlas()
    said = [
        (code, one.text)
        for code, district in atlas.geography.districts.items()
        for page in profile_districts(atlas, {}, [district])
        if page.participation
        for one in page.participation.findings
    ]
    plan = read_text(render_plan(atlas))
    assert said
    for code, text in said:
        assert text in read_text(tiny_dossier(code))
        assert text in plan


def test_no_report_depends_on_secret_numbers(tmp_path: Path) -> None:
    """Two towns that differ in secrets only get the same reports, letter for letter."""
    spelled = []
    for name, shift in (("one", 0), ("other", 4_000_000)):
        plant(tmp_path / name / "town", shift)
        atlas = evaluate_city(tmp_path / name / "town")
        reports = [describe_dossier(atlas, one, is_large=False) for one in atlas.geography.districts.values()]
        spelled.append([spell_report(one) for one in (describe_plan(atlas, is_large=False), *reports)])
    assert spelled[0] == spelled[1]


def test_what_is_kept_secret_is_said_and_not_shown_as_zero() -> None:
    atlas = tiny_atlas()
    (page,) = profile_districts(atlas, {}, [atlas.geography.districts["003"]])
    hidden = [row.header.text for row in page.figures.rows if row.cells[0].meaning == "Zahlenwert geheim gehalten"]
    text = read_text(tiny_dossier("003"))
    assert hidden
    for title in hidden:
        assert f"{title}: Zahlenwert geheim gehalten" in text


def test_every_table_has_a_source_below_it() -> None:
    atlas = tiny_atlas()
    reports = [describe_plan(atlas, is_large=False)]
    reports += [describe_dossier(atlas, one, is_large=False) for one in atlas.geography.districts.values()]
    tables = [block for one in reports for block in one.blocks if block["kind"] == "table"]
    assert len(tables) > 10
    assert [block["caption"] for block in tables if len(str(block["source"])) < 10] == []


def test_the_whole_plan_has_all_districts_measures_and_amounts() -> None:
    atlas = tiny_atlas()
    text = read_text(render_plan(atlas))
    for district in atlas.geography.districts.values():
        assert district.name in text
    for measure in atlas.planning.measures:
        assert measure.title in text
    assert "6.871,67 €" in text


def test_a_wide_table_lies_across_and_becomes_lists_in_large_print() -> None:
    view = TableView(
        caption="Breit",
        columns=tuple("ABCDEFGHI"),
        rows=(RowView(header=Link(text="Zeile"), cells=tuple(text_value(str(one)) for one in range(11, 19))),),
    )
    usual = replace(make_report(), blocks=table(view, source="Quelle: x.", is_large=False))
    large = replace(make_report(), is_large=True, blocks=table(view, source="Quelle: x.", is_large=True))
    assert "841.89 x 595.276" in ask("pdfinfo", typeset(usual), "-f", "2", "-l", "2").replace(" pts", "")
    assert "F: 15" in read_text(typeset(large))


# --- hostile data -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["#panic()", "$x$ *fett* _kursiv_", "= Titel", '#read("/etc/passwd")', "<marke> @marke", "\\u{41} // x"]
)
def test_markup_of_the_engine_stays_text(text: str) -> None:
    assert text in read_text(typeset(make_report(text)))


@pytest.mark.parametrize("text", [ATTACK, *PAYLOADS])
def test_attacks_stay_text(text: str) -> None:
    report = replace(make_report(text), blocks=(*paragraphs([text]), *pairs([(text, text)])), title=text, running=text)
    found = re.sub(r"\s", "", ask("pdftotext", typeset(report), "-raw"))
    assert re.sub(r"\s", "", text) in found


def test_a_letter_that_no_font_has_stands_as_its_number() -> None:
    assert "vor [U+65E5][U+1F600] nach" in read_text(typeset(make_report("vor 日😀 nach")))


def test_a_hostile_city_gets_its_reports(tmp_path: Path) -> None:
    project = tmp_path / "city"
    make_hostile_city(project)
    atlas = evaluate_city(project)
    # Lines break within long words, after a hyphen that is not part of them.
    text = re.sub(r"[\s\u00ad]", "", ask("pdftotext", dossier(atlas, "002"), "-raw"))
    names = [one.name for one in atlas.catalog.in_districts(["002"])]
    assert names
    for name in names:
        assert re.sub(r"\s", "", name) in text
    assert "1337" not in text
    assert facts_of(render_plan(atlas))["Tagged"] == "yes"


def test_texts_reach_the_engine_as_data_only() -> None:
    assert '"text": "#panic()"' in spell_report(make_report("#panic()"))


# --- where it lies ------------------------------------------------------------------------------------------------


def run(project: Path, *arguments: str) -> str:
    """Run the command and return what it prints."""
    answer = CliRunner().invoke(main, ["--project", str(project), *arguments])
    return f"{answer.exit_code}: {answer.output}"


def test_the_command_writes_one_report(tmp_path: Path) -> None:
    target = tmp_path / "neu" / "muehlengrund.pdf"
    assert run(TINY_CITY, "report", "--district", "Mühlengrund", "--output", str(target)).startswith("0: ")
    assert target.read_bytes() == tiny_dossier("002").content


def test_the_command_writes_all_reports_into_a_folder_and_leaves_other_files_alone(tmp_path: Path) -> None:
    (tmp_path / "notiz.txt").write_text("bleibt", encoding="utf-8")
    assert "5 Berichte" in run(TINY_CITY, "report", "--all", "--output", str(tmp_path))
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*")) == [
        "gemeinde/klein-muehlau.pdf",
        "gesamtplan.pdf",
        "notiz.txt",
        "ortsteile/altmuehlau.pdf",
        "ortsteile/hinterm-wald.pdf",
        "ortsteile/muehlengrund.pdf",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--all", "--district", "001"), "gehen nicht zusammen"),
        (("--output", "bericht.txt"), "endet auf .pdf"),
        (("--district", "Mühlengrud"), "Meinst du ‚Mühlengrund‘?"),
    ],
)
def test_wrong_use_of_the_command_ends_with_2_and_a_hint(arguments: tuple[str, ...], message: str) -> None:
    answer = run(TINY_CITY, "report", *arguments)
    assert answer.startswith("2: ")
    assert message in answer


def test_pages_link_reports_only_where_they_were_made(tmp_path: Path) -> None:
    atlas = evaluate_city(copy_tiny_city(tmp_path / "city").project)
    level = atlas.geography.levels[-1]
    district = atlas.geography.districts["002"]
    page, plan = layout.district_page(district, level), layout.PLANNING
    without = {file.path: file.content for file in render_site(atlas)}
    with_reports = {file.path: file.content for file in render_site(atlas, has_reports=True)}
    links = (b"downloads/berichte/ortsteile/muehlengrund.pdf", b"downloads/berichte/gesamtplan.pdf")
    assert links[0] in with_reports[page]
    assert links[1] in with_reports[plan]
    assert links[0] not in without[page]
    assert with_reports[layout.dossier(level, district)] == tiny_dossier("002").content
    taken = [
        OutputFile(path=path, content=content) for path, content in with_reports.items() if layout.is_download(path)
    ]
    add_files(tmp_path / "site", taken)
    assert verify_download(tmp_path / "site" / layout.DOWNLOADS).is_sound
