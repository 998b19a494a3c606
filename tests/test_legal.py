"""Imprint, privacy notice, accessibility statement and licences: from the configuration, gaps shown as gaps."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import layout
from generator.cli import main
from generator.errors import ConfigurationError
from generator.legal import Accessibility, Legal
from generator.profiles.atlas import Atlas
from generator.profiles.legal import MISSING, LegalPage, list_gaps, profile_legal
from generator.profiles.licenses import Software, profile_licenses
from generator.profiles.views import Link
from generator.render.software import read_software
from generator.settings import BackgroundMap, read_settings
from tests.tiny import TINY_CITY, copy_tiny_city, tiny_atlas

MINIMAL = "site_name: A\nsite_description: B\nextra:\n  gebietsatlas:\n    publisher: C\n"


def read(project: Path, legal: str) -> Legal:
    (project / "mkdocs.yml").write_text(f"{MINIMAL}    legal:\n{legal}", encoding="utf-8")
    return read_settings(project).legal


def without_facts(**changes: object) -> Atlas:
    """The town, its publisher silent."""
    atlas = tiny_atlas()
    settings = replace(atlas.settings, legal=Legal(), contact="", background_map=None)
    return replace(atlas, settings=replace(settings, **changes))  # type: ignore[arg-type]


def page(path: object, atlas: Atlas | None = None) -> LegalPage:
    return next(one for one in profile_legal(atlas or tiny_atlas()) if one.path == path)


def facts(one: LegalPage) -> dict[str, list[str]]:
    return {
        fact.title: [line.text for line in fact.lines] or [fact.missing]
        for section in one.sections
        for fact in section.facts
    }


def text(one: LegalPage) -> str:
    return " ".join(part for section in one.sections for part in (*section.sentences, *section.items))


def test_the_tiny_city_has_told_everything() -> None:
    assert list_gaps(read_settings(TINY_CITY)) == ()
    assert all(one.gaps == () for one in profile_legal(tiny_atlas()))


def test_the_imprint_says_who_where_and_how_to_reach_them() -> None:
    shown = facts(page(layout.IMPRINT))
    assert shown["Name"] == ["Gemeinde Klein Mühlau (erfunden)"]
    assert shown["Anschrift"] == ["Marktplatz 1", "99999 Klein Mühlau"]
    assert shown["E-Mail"] == ["rathaus@klein-muehlau.example"]
    assert "Register" not in shown, "not everybody is in a register"


def test_what_nobody_has_told_is_named_as_missing_and_never_made_up() -> None:
    for one in profile_legal(without_facts()):
        assert {line for lines in facts(one).values() for line in lines} == {MISSING}
        assert one.gaps


def test_every_missing_fact_is_told_with_its_place_in_the_configuration() -> None:
    keys = [one.key for one in list_gaps(without_facts().settings)]
    assert keys == [
        "legal.imprint.name",
        "legal.imprint.address",
        "legal.imprint.representative",
        "legal.imprint.email",
        "legal.imprint.phone",
        "legal.privacy.controller",
        "legal.privacy.officer",
        "legal.privacy.host",
        "legal.privacy.log_days",
        "legal.privacy.legal_basis",
        "legal.privacy.authority",
        "legal.accessibility.status",
        "legal.accessibility.method",
        "legal.accessibility.assessed_on",
        "legal.accessibility.enforcement_body",
        "contact",
    ]


def test_an_empty_entry_is_a_missing_fact_and_no_error(tmp_path: Path) -> None:
    legal = read(tmp_path, '      privacy:\n        log_days: ""\n      accessibility:\n        assessed_on: ""\n')
    assert legal == Legal()


def test_logs_that_are_not_kept_are_no_missing_fact(tmp_path: Path) -> None:
    legal = read(tmp_path, "      privacy:\n        log_days: 0\n")
    atlas = without_facts(legal=legal)
    assert "legal.privacy.log_days" not in [one.key for one in list_gaps(atlas.settings)]
    assert facts(page(layout.PRIVACY, atlas))["Dauer der Speicherung"] == ["Der Server führt kein Protokoll."]


def test_the_background_map_is_only_told_of_where_there_is_one() -> None:
    background = BackgroundMap(tiles="https://k.example/{z}/{x}/{y}.png", attribution="A", provider="Kartenamt")
    assert "Kartenamt" in text(page(layout.PRIVACY, without_facts(background_map=background)))
    assert "Hintergrundbild" not in text(page(layout.PRIVACY, without_facts()))


def test_the_statement_says_status_method_and_date() -> None:
    shown = facts(page(layout.ACCESSIBILITY))
    assert shown["Stand"][0].startswith("Diese Website ist mit der BITV 2.0 teilweise vereinbar.")
    assert shown["Datum der Prüfung"] == ["2. November 2026"]
    assert shown["Durchsetzungsstelle"] == ["Die Ombudsstelle für Barrierefreiheit des Landes (erfunden)"]


def test_what_is_not_there_in_easy_and_in_sign_language_is_said() -> None:
    assert "in Leichter Sprache fehlt" in text(page(layout.ACCESSIBILITY))
    assert "in Deutscher Gebärdensprache fehlt" in text(page(layout.ACCESSIBILITY))
    told = Accessibility(easy_language_url="https://a.example/l", sign_language_url="https://a.example/d")
    statement = page(layout.ACCESSIBILITY, without_facts(legal=Legal(accessibility=told)))
    assert "fehlt" not in text(statement)
    assert "Leichte Sprache ersetzt sie nicht" in text(statement), "plain German is something else"
    links = [one.href for section in statement.sections for one in section.links]
    assert links == ["https://a.example/l", "https://a.example/d"]


def test_a_date_may_stand_in_quotation_marks(tmp_path: Path) -> None:
    legal = read(tmp_path, '      accessibility:\n        assessed_on: "2026-11-02"\n')
    assert legal.accessibility.assessed_on == date(2026, 11, 2)


def test_a_date_is_read_as_a_date_and_lines_as_lines(tmp_path: Path) -> None:
    legal = read(
        tmp_path,
        "      imprint:\n        address: [Weg 1, 1 Ort]\n      accessibility:\n        assessed_on: 2026-11-02\n",
    )
    assert legal.imprint.address == ("Weg 1", "1 Ort")
    assert legal.accessibility.assessed_on == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("legal", "named"),
    [
        ("      - a\n", "‚legal‘"),
        ("      impressum: {}\n", "‚legal.impressum‘"),
        ("      imprint:\n        adress: [a]\n", "‚legal.imprint.adress‘"),
        ("      imprint:\n        address: Weg 1\n", "‚legal.imprint.address‘"),
        ("      imprint:\n        phone: 123\n", "‚legal.imprint.phone‘"),
        ("      privacy:\n        log_days: sieben\n", "‚legal.privacy.log_days‘"),
        ("      privacy:\n        log_days: true\n", "‚legal.privacy.log_days‘"),
        ("      privacy:\n        authority_url: 'javascript:alert(1)'\n", "‚legal.privacy.authority_url‘"),
        ("      accessibility:\n        status: gut\n", "‚legal.accessibility.status‘"),
        ("      accessibility:\n        assessed_on: November\n", "‚legal.accessibility.assessed_on‘"),
        ("      accessibility: ja\n", "‚legal.accessibility‘"),
    ],
)
def test_what_makes_no_sense_is_an_error_that_names_the_place(tmp_path: Path, legal: str, named: str) -> None:
    with pytest.raises(ConfigurationError, match=named) as caught:
        read(tmp_path, legal)
    assert "mkdocs.yml" in str(caught.value)


def test_the_build_lists_what_is_missing(tmp_path: Path) -> None:
    city = copy_tiny_city(tmp_path / "city")
    config = city.project / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8")
        .replace("        host: Rechenzentrum Klein Mühlau (erfunden)\n", "")
        .replace("contact: atlas@klein-muehlau.example", "contact: ''"),
        encoding="utf-8",
    )
    answer = CliRunner().invoke(main, ["--project", str(city.project), "stage"])
    assert answer.exit_code == 0, answer.output
    said = [line for line in answer.output.splitlines() if line.startswith(("Es fehlen noch", "Ohne Kontakt"))]
    assert said == [
        "Es fehlen noch in mkdocs.yml unter extra.gebietsatlas, für „Datenschutz“: Server (legal.privacy.host)",
        "Es fehlen noch in mkdocs.yml unter extra.gebietsatlas, für „Erklärung zur Barrierefreiheit“: "
        "Kontakt für Rückmeldungen (contact)",
        "Ohne Kontakt (contact) fehlt bei den Angeboten der Verweis „Fehler melden“.",
    ]
    staged = (city.project / "build/docs/datenschutz/index.md").read_text("utf-8")
    assert "Es fehlen noch: Server." in staged
    assert MISSING in staged


def test_every_licence_stands_with_its_exact_words_and_all_its_datasets() -> None:
    views = profile_licenses(tiny_atlas(), ()).data
    wanted = {
        (one.title, one.attribution or "", resource.title)
        for package in tiny_atlas().packages
        for resource in package.resources
        for one in resource.licenses
    }
    assert wanted == {(view.license.text, view.attribution, one.text) for view in views for one in view.datasets}


def test_programs_are_named_with_their_licences() -> None:
    found = {one.name: one.license for one in read_software()}
    assert found["Leaflet"] == "BSD-2-Clause"
    assert found["Material for MkDocs"] == "MIT"
    assert all(found.values()), "every package says its licence"


def test_a_program_without_a_safe_address_has_no_link() -> None:
    shown = profile_licenses(tiny_atlas(), (Software(name="X", license="", url="javascript:1"),)).software[0]
    assert (shown.link, shown.license) == (Link(text="X", href=None), "nicht angegeben")
