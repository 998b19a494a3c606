"""Rule files are read strictly: what could be read in two ways is refused, and every finding has its place."""

import json
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from generator.model import Issue
from generator.rules.documents import Document, read_document

GRAMMAR = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "minLength": 1},
        "values": {"type": "array", "items": {"type": ["number", "string", "boolean", "null"]}},
        "size": {"type": "integer", "minimum": 1, "maximum": 3},
        "kind": {"enum": ["a", "b"]},
    },
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "grammar.json").write_text(json.dumps(GRAMMAR), "utf-8")
    return tmp_path


def read(project: Path, text: str) -> tuple[Document | None, tuple[Issue, ...]]:
    (project / "rules.yaml").write_text(text, "utf-8")
    return read_document(project, PurePosixPath("rules.yaml"), project / "grammar.json")


def test_a_missing_file_is_no_mistake(project: Path) -> None:
    assert read_document(project, PurePosixPath("none.yaml"), project / "grammar.json") == (None, ())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("05", "05"),
        ("no", "no"),
        ("2026-01-01", "2026-01-01"),
        ("1:30", "1:30"),
        ("0x10", "0x10"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("'5'", "5"),
        ("5", 5),
        ("-5", -5),
        ("0", 0),
        ("0.10", Decimal("0.10")),
        ("-0.1", Decimal("-0.1")),
        ("true", True),
        ("null", None),
    ],
)
def test_plain_words_mean_the_same_everywhere(project: Path, text: str, value: Any) -> None:
    document, issues = read(project, f"name: x\nvalues: [{text}]\n")
    assert issues == ()
    assert document is not None
    (found,) = document.content["values"]
    assert (type(found), found) == (type(value), value)


def test_a_part_knows_its_line_and_lends_it_to_its_parts(project: Path) -> None:
    document, _ = read(project, "name: x\n\nvalues:\n  - 1\n  - 2\n")
    assert document is not None
    assert document.line("values") == 3
    assert document.line("values", 1) == 5
    assert document.line("values", 9, "z") == 3
    assert str(document.error("odd", "Seltsam.", "values", 1)) == "rules.yaml:5:values.2: error: Seltsam. [odd]"


@pytest.mark.parametrize(
    ("text", "row", "message"),
    [
        ("name: x\nname: y\n", 2, "der Schlüssel „name“ steht zweimal im selben Abschnitt"),
        ("name: &a x\nvalues: [*a]\n", 2, "Verweise mit * sind nicht erlaubt"),
        ("name: !!python/name:os.system x\n", 1, "ist nicht erlaubt"),
        ("name: x\n? [1]\n: 2\n", 2, "ein Schlüssel muss ein einfacher Text sein"),
        ("name: 'x\n", 2, "Hier ist die Datei kein gültiges YAML"),
        ("values: [1]\n", 1, "Die Datei ist unvollständig: Es fehlt ‚name‘. Ergänze es."),
        (
            "name: 5\n",
            1,
            "Die Angabe „name“ muss ein Text (in Anführungszeichen, wenn er wie eine Zahl aussieht) sein.",
        ),
        ("name: ''\n", 1, "Die Angabe „name“ darf nicht leer sein."),
        ("name: x\nsize: 0\n", 2, "Die Angabe „size“ muss mindestens 1 sein, nicht 0."),
        ("name: x\nsize: 4\n", 2, "Die Angabe „size“ muss höchstens 3 sein, nicht 4."),
        ("name: x\nkind: c\n", 2, "Die Angabe „kind“: ‚c‘ ist hier nicht erlaubt. Erlaubt: ‚a‘, ‚b‘."),
        ("name: x\nsise: 2\n", 1, "kennt ‚sise‘ nicht. Gemeint ist vielleicht ‚size‘."),
        ("- 1\n", 1, "Die Datei muss ein Abschnitt mit Einträgen sein."),
    ],
)
def test_a_mistake_is_named_with_its_line(project: Path, text: str, row: int, message: str) -> None:
    document, issues = read(project, text)
    assert document is None
    assert issues[0].row == row
    assert message in issues[0].message


def test_all_mistakes_are_named_at_once(project: Path) -> None:
    _, issues = read(project, "name: 1\nsize: 9\nkind: z\n")
    assert [issue.field for issue in issues] == ["name", "size", "kind"]


def test_nesting_without_end_is_refused(project: Path) -> None:
    for depth in (60, 5000):
        _, issues = read(project, "name: x\nvalues: " + "[" * depth + "]" * depth + "\n")
        assert "zu tief verschachtelt" in issues[0].message


def test_a_link_that_leads_out_of_the_folder_is_refused(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("other") / "secret.yaml"
    secret.write_text("name: x\n", "utf-8")
    (project / "rules.yaml").symlink_to(secret)
    document, issues = read_document(project, PurePosixPath("rules.yaml"), project / "grammar.json")
    assert document is None
    assert issues[0].code == "unsafe-path"


def test_invisible_characters_are_refused(project: Path) -> None:
    _, issues = read(project, "name: 'a\N{RIGHT-TO-LEFT OVERRIDE}b'\n")
    assert issues[0].code == "control-character"


def test_what_is_no_yaml_has_a_code_of_its_own(project: Path) -> None:
    assert [issue.code for issue in read(project, "name: 'x\n")[1]] == ["yaml-error"]
