"""The fast pass against frictionless: what it proves, frictionless finds valid, however odd the table."""

import re
import subprocess
import sys
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import event, given, settings

from generator.packages import load_packages, tables
from generator.packages.descriptor import make_field, select_standard_part
from generator.packages.proving import (
    MAX_DOUBTFUL_ROWS,
    DoubtfulRow,
    Proof,
    collect_keys,
    prove_table,
    prove_with_csv,
)
from generator.packages.proving_columns import PLAIN_CELLS, PLAIN_PATTERN, VISIBLE, prove_with_polars
from generator.packages.proving_rules import MAX_CELL_CHARACTERS, References, make_rules
from generator.packages.tables import TableSpec, read_proven_table, read_table
from tests.table_samples import Sample, ask_frictionless, make_sample, samples

TEXT = {"name": "name", "type": "string"}
COUNT = {"name": "count", "type": "integer"}
SHARE = {"name": "share", "type": "number"}
DAY = {"name": "day", "type": "date"}
FLAG = {"name": "flag", "type": "boolean"}
CODE_KEY = {"fields": ["name"], "reference": {"resource": "target", "fields": ["code"]}}
EXAMPLES = settings(max_examples=250, database=None, derandomize=True)


def references(sample: Sample) -> References:
    reference = collect_keys(sample.target, sample.target_schema, ",", ("code",))
    return {} if reference is None else {("target", ("code",)): reference}


def prove(sample: Sample) -> Proof | None:
    return prove_table(sample.content, sample.schema, sample.delimiter, references(sample))


def prove_by_columns(sample: Sample) -> Proof | None:
    rules = make_rules(sample.schema, references(sample))
    return None if rules is None else prove_with_polars(sample.content, rules, sample.delimiter)


def make_spec(sample: Sample) -> TableSpec:
    return TableSpec(
        path=PurePosixPath("table.csv"),
        delimiter=sample.delimiter,
        schema=sample.schema,
        fields=tuple(make_field(field) for field in sample.schema["fields"]),
        primary_key=tuple(sample.schema.get("primaryKey", ())),
    )


# --- any table ----------------------------------------------------------------------------------------------------


@EXAMPLES
@given(samples())
def test_what_is_proven_frictionless_finds_valid(sample: Sample) -> None:
    proof = prove(sample)
    event("no proof" if proof is None else "doubt" if proof.doubtful else "proven")
    if proof is not None and not proof.doubtful:
        report = ask_frictionless(sample)
        assert report.valid
        assert report.tasks[0].stats["rows"] == proof.row_count


@settings(EXAMPLES, max_examples=300)
@given(samples())
def test_both_engines_come_to_the_same_proof(sample: Sample) -> None:
    assert prove_by_columns(sample) == prove(sample)


@settings(EXAMPLES, max_examples=300)
@given(samples())
def test_what_is_proven_the_strict_reader_reads_without_findings_and_alike(sample: Sample) -> None:
    spec = make_spec(sample)
    rows = read_proven_table(sample.content, spec)
    if rows is not None:
        slowly, issues = read_table(sample.content.decode(), spec)
        assert issues == ()
        assert rows == slowly
        assert [[*map(type, row.values.values())] for row in rows] == [
            [*map(type, row.values.values())] for row in slowly
        ]


@settings(EXAMPLES, max_examples=100)
@given(samples())
def test_a_large_table_is_read_beside_its_proof_to_the_same_rows(sample: Sample) -> None:
    rows = read_proven_table(sample.content, make_spec(sample))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "BESIDE_BYTES", 0)
        assert read_proven_table(sample.content, make_spec(sample)) == rows


# --- traps that are known -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        (COUNT, "1.5"), (COUNT, "1.0"), (COUNT, " 5"), (COUNT, "5 "), (COUNT, "1_000"), (COUNT, "+1"), (COUNT, "007"),
        (COUNT, "-0"), (COUNT, "1e3"), (COUNT, "٣"), (COUNT, "²"), (COUNT, ""), (COUNT, "."), (COUNT, "1" * 19),
        (SHARE, "1,5"), (SHARE, ".5"), (SHARE, "1."), (SHARE, "NaN"), (SHARE, "inf"), (SHARE, "1e3"), (SHARE, "1_0.0"),
        (SHARE, " 1"), (SHARE, "٣.٥"), (DAY, "2024/02/03"), (DAY, "2025-02-29"), (DAY, "2024-2-3"), (DAY, "0000-01-01"),
        (DAY, "2024-01-01T00:00:00"), (DAY, "20240203"), (FLAG, "True"), (FLAG, "1"), (FLAG, "ja"), (TEXT, " a"),
        (TEXT, "a\u00a0"), (TEXT, "a\tb"), (TEXT, "a\u200eb"), (TEXT, "a\x85"), (TEXT, "\ufeffa"), (TEXT, "\ufffd"),
    ],
)  # fmt: skip
def test_odd_spellings_are_left_to_frictionless(field: dict[str, Any], cell: str) -> None:
    field = {**field, "missingValues": []}
    key = {"name": "key", "type": "string"}
    sample = make_sample(f"key;{field['name']}\na;{cell}\n", key, field, delimiter=";")
    assert prove(sample) == prove_by_columns(sample) == Proof(1, (DoubtfulRow(0, ("a", cell)),))
    as_key = make_sample(f"{field['name']};key\n{cell};a\n", field, key, delimiter=";")
    assert prove(as_key) is None
    assert prove_by_columns(as_key) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"name,count\n",
        b"name,count",
        b"\xef\xbb\xbfname,count\na,1\n",
        b"name;count\na;1\n",
        b"count,name\n1,a\n",
        b"name,count,more\na,1,2\n",
        b"name\na\n",
        b"name,name\na,1\n",
        b"name, count\na,1\n",
        b"name,count\na,1\n\n",
        b"name,count\n\na,1\n",
        b"name,count\na,1\n,\n",
        b"name,count\na\nb,1,2\n",
        b"name,count\nb,1,2\na\n",
        b"name,count\na,1\nb,1,2\nc\n",
        b"name,count\na,1\nc\nb,1,2\n",
        b"name,count\n\xfc,1\n",
        b"name,count\na,1\r\rb,2\n",
        b"name,count\na,1\rb,2\n",
        b'name,count\n"a,1\n',
        b'name,count\n"a"b,1\n',
        b'name,count\n"a\nb",1\n',
        b'name,count\n"a,1\nb",2\nc,3\n',
        b'name,count\n"a,1\n"b,2\n',
        b"name,count\na\x00,1\n",
        b"name,count\na,1\na,2\n",
        b'name,count\na,1\n"a",2\n',
        b"name,count\n,1\n",
    ],
)
def test_nothing_is_proven_of_such_a_file(content: bytes) -> None:
    sample = make_sample(content, TEXT, COUNT)
    assert prove(sample) is None
    assert prove_by_columns(sample) is None


@pytest.mark.parametrize(
    "content",
    [
        b"name,count\na,1\nb,2\n",
        b"name,count\na,1\nb,2",
        b"name,count\r\na,1\r\nb,2\r\n",
        b'"name",count\n"a, and ""b""",1\nb,"2"\n',
        b'name,count\nb,2\n"a",1',
        b'name,count\na"b,1\nb,2\n',
        b'name,count\na"b,1\nb"c,2\n',
        b'name,count\n"""",1\n"a, b",2\n',
        "name,count\nÖl,1\n😀,2\n".encode(),
    ],
)
def test_plain_tables_are_proven(content: bytes) -> None:
    sample = make_sample(content, TEXT, COUNT)
    assert prove(sample) == Proof(2)
    assert prove_by_columns(sample) == Proof(2)
    assert ask_frictionless(sample).valid


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ({**COUNT, "constraints": {"minimum": 1, "maximum": 3}}, "3", "4"),
        ({**COUNT, "constraints": {"enum": [1, 2]}}, "2", "3"),
        ({**SHARE, "constraints": {"maximum": 0.1}}, "0.1", "0.1000000000000000000001"),
        ({**SHARE, "constraints": {"minimum": 0}}, "-0.0", "-0.00000000000000000000000000001"),
        ({**DAY, "constraints": {"minimum": "2024-02-29"}}, "2024-02-29", "2024-02-28"),
        ({**TEXT, "constraints": {"enum": ["a"]}}, "a", "A"),
        ({**TEXT, "constraints": {"minLength": 2, "maxLength": 2}}, "Öl", "Öle"),
        ({**TEXT, "constraints": {"pattern": "[0-9]{5}"}}, "39104", "3910"),
        ({**TEXT, "constraints": {"pattern": r"\d{5}"}}, "39104", "3910"),
        ({**TEXT, "constraints": {"pattern": "a|b"}}, "b", "axx"),
        ({**TEXT, "constraints": {"pattern": "[a-z]*", "maxLength": 3}, "missingValues": []}, "abc", ""),
        ({**TEXT, "constraints": {"pattern": "[.x]", "required": True}, "missingValues": ["."]}, "x", "."),
        ({**COUNT, "constraints": {"required": True}}, "1", ""),
        ({**TEXT, "constraints": {"required": True}}, "a", ""),
    ],
)
def test_constraints_are_proven_and_never_overlooked(field: dict[str, Any], good: str, bad: str) -> None:
    key, name = {"name": "key", "type": "string"}, field["name"]
    sound = make_sample(f"key,{name}\na,{good}\n", key, field)
    wrong = make_sample(f"key,{name}\na,{good}\nb,{bad}\n", key, field)
    assert prove(sound) == prove_by_columns(sound) == Proof(1)
    assert prove(wrong) == prove_by_columns(wrong) == Proof(2, (DoubtfulRow(1, ("b", bad)),))


@pytest.mark.parametrize(
    "schema",
    [
        {"fields": [{**TEXT, "constraints": {"jsonSchema": {}}}]},
        {"fields": [{**TEXT, "constraints": {"minimum": "a"}}]},
        {"fields": [{**COUNT, "constraints": {"minimum": "1"}}]},
        {"fields": [{**COUNT, "constraints": {"minimum": 1.5}}]},
        {"fields": [{**COUNT, "constraints": {"exclusiveMinimum": 1}}]},
        {"fields": [{**COUNT, "constraints": {"minimum": True}}]},
        {"fields": [{**SHARE, "constraints": {"enum": [1]}}]},
        {"fields": [{**DAY, "constraints": {"minimum": "2024-01-01T00:00:00Z"}}]},
        {"fields": [{**TEXT, "constraints": {"pattern": "("}}]},
        {"fields": [{**TEXT, "constraints": {"pattern": "(?i)a"}}]},
        {"fields": [{**TEXT, "format": "email"}]},
        {"fields": [{"name": "name", "type": "geojson"}]},
        {"fields": [{"name": "name"}]},
        {"fields": [{**COUNT, "bareNumber": False}]},
        {"fields": [{**FLAG, "trueValues": ["ja"]}]},
        {"fields": [{**TEXT, "missingValues": ["NA"]}]},
        {"fields": [TEXT], "missingValues": [{"value": "."}]},
        {"fields": [TEXT, TEXT]},
        {"fields": [TEXT], "fieldsMatch": "subset"},
        {"fields": [TEXT], "primaryKey": ["nobody"]},
        {"fields": [SHARE], "primaryKey": ["share"]},
        {"fields": [TEXT], "foreignKeys": [CODE_KEY]},
        {"fields": "schema.json"},
        {"fields": []},
        {},
    ],
)
def test_a_schema_that_says_anything_unknown_has_no_rules(schema: dict[str, Any]) -> None:
    assert make_rules(schema, {}) is None


@pytest.mark.parametrize(
    ("content", "is_proven"),
    [
        ("key,name\n1,01\n2,01\n", True),
        ("key,name\n1,01\n2,\n", True),
        ("key,name\n1,03\n", False),
        ("key,name\n1,1\n", False),
        ("key,name\n1, 01\n", False),
    ],
)
def test_foreign_keys_must_be_known_or_absent(content: str, *, is_proven: bool) -> None:
    sample = make_sample(content, {"name": "key", "type": "integer"}, TEXT, foreignKeys=[CODE_KEY])
    assert prove(sample) == prove_by_columns(sample) == (Proof(content.count("\n") - 1) if is_proven else None)


def test_a_number_and_its_spelling_are_different_keys() -> None:
    sample = make_sample("key,name\n1,1\n", {"name": "key", "type": "integer"}, TEXT, foreignKeys=[CODE_KEY])
    sample = Sample(sample.content, sample.schema, target=b"code\n1\n", target_type="integer")
    assert prove(sample) is None
    assert not ask_frictionless(sample).valid


def test_keys_spelled_oddly_are_not_there_to_be_pointed_to() -> None:
    schema = {"fields": [{"name": "code", "type": "integer"}], "missingValues": [""]}
    reference = collect_keys(b"code\n1\n 2\n1_0\n3\n", schema, ",", ("code",))
    assert reference is not None
    assert reference.keys == {("1",), ("3",)}
    assert collect_keys(b'code\n"1\n', schema, ",", ("code",)) is None


def test_a_row_of_nothing_is_not_proven_where_no_key_forbids_it() -> None:
    sample = make_sample("name,count\na,1\n,.\n", TEXT, COUNT, primaryKey=[], missingValues=[".", ""])
    assert prove(sample) is None
    assert prove_by_columns(sample) is None
    assert not ask_frictionless(sample).valid


def test_too_many_doubts_are_no_proof() -> None:
    lines = [f"k{number}, {number}" for number in range(MAX_DOUBTFUL_ROWS + 1)]
    few, many = ("\n".join(["name,count", *lines[:count]]) for count in (MAX_DOUBTFUL_ROWS, len(lines)))
    for prover in (prove, prove_by_columns):
        proof = prover(make_sample(few, TEXT, COUNT))
        assert proof is not None
        assert len(proof.doubtful) == MAX_DOUBTFUL_ROWS
        assert prover(make_sample(many, TEXT, COUNT)) is None


def test_doubtful_rows_are_counted_from_the_header_also_between_quoted_ones() -> None:
    sample = make_sample('name,count\n"a",1\nb, 2\n"c",3\nd,4\n"e", 5\n', TEXT, COUNT)
    expected = Proof(5, (DoubtfulRow(1, ("b", " 2")), DoubtfulRow(4, ("e", " 5"))))
    assert prove(sample) == prove_by_columns(sample) == expected


def test_a_value_that_must_be_unique_may_be_absent_more_than_once() -> None:
    field = {**COUNT, "constraints": {"unique": True}}
    for content, expected in (("name,count\na,1\nb,\nc,\n", Proof(3)), ("name,count\na,1\nb,1\n", None)):
        sample = make_sample(content, TEXT, field)
        assert prove(sample) == prove_by_columns(sample) == expected


# --- the engines --------------------------------------------------------------------------------------------------


def test_characters_that_polars_lets_pass_are_proven_by_the_rule_too() -> None:
    rules = make_rules({"fields": [TEXT]}, {})
    assert rules is not None
    visible = [chr(number) for number in range(0x3000) if re.fullmatch(f"[{VISIBLE}]", chr(number))]
    assert len(visible) > 200
    assert all(rules.columns[0].proves(character) for character in visible if character != "x")
    assert re.fullmatch(PLAIN_CELLS["string"], "Öl für „Tee“")


def test_an_absurdly_long_cell_is_not_proven() -> None:
    for count, expected in ((MAX_CELL_CHARACTERS, Proof(1)), (MAX_CELL_CHARACTERS + 1, None)):
        sample = make_sample(f"name,count\n{'a' * count},1\n", TEXT, COUNT)
        assert prove(sample) == prove_by_columns(sample) == expected


@pytest.mark.parametrize("pattern", ["[0-9]{5}", "R[0-9]{7}", "[a-z0-9]+(-[a-z0-9]+)*", "a|b", r"[A-Z]{1,3}\.[0-9]?"])
def test_plain_patterns_mean_the_same_in_rust(pattern: str) -> None:
    assert PLAIN_PATTERN.fullmatch(pattern)


@pytest.mark.parametrize(
    "pattern",
    [r"\d+", r"\w", "a.b", "^a$", "[^a]", "[a&&b]", "[a--b]", "a++", "a*?", "(?i)a", "(a){99}", r"\bA", "(?=a)"],
)
def test_other_patterns_are_left_to_python(pattern: str) -> None:
    assert not PLAIN_PATTERN.fullmatch(pattern)


def test_a_long_table_gives_the_same_proof_with_both_engines() -> None:
    lines = [f"k{number},{number % 7},{'2025-01-01' if number % 5 else '.'}" for number in range(12_000)]
    lines[11_000] = "k11000,1_0,."
    schema = {"fields": [TEXT, COUNT, DAY], "primaryKey": ["name"], "missingValues": ["."]}
    content, rules = "\n".join(["name,count,day", *lines]).encode(), make_rules(schema, {})
    assert rules is not None
    expected = Proof(12_000, (DoubtfulRow(11_000, ("k11000", "1_0", ".")),))
    assert prove_with_csv(content, rules, ",") == prove_with_polars(content, rules, ",") == expected
    twice = content + b"\nk5000,1,."
    assert prove_with_csv(twice, rules, ",") is None
    assert prove_with_polars(twice, rules, ",") is None


def test_small_tables_need_neither_polars_nor_frictionless() -> None:
    program = (
        "import sys\n"
        "from generator.packages.proving import prove_table\n"
        "schema = {'fields': [{'name': 'a', 'type': 'integer'}], 'primaryKey': ['a']}\n"
        "assert prove_table(b'a\\n1\\n', schema, ',')\n"
        "print(*sorted({'polars', 'frictionless'}.intersection(sys.modules)))\n"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout == "\n"


# --- real packages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("project", [Path(__file__).parents[1], Path(__file__).parent / "fixtures" / "tiny_city"])
def test_rows_of_real_packages_are_the_same_with_and_without_the_fast_pass(project: Path) -> None:
    packages, _ = load_packages(project)
    tables = [resource for package in packages for resource in package.resources if resource.format == "csv"]
    proven = 0
    for table in tables:
        sample = Sample(table.file.read_bytes(), select_standard_part(table.descriptor["schema"]))
        rows, _ = read_table(sample.content.decode(), make_spec(sample))
        assert rows == table.rows
        proven += read_proven_table(sample.content, make_spec(sample)) is not None
    assert proven >= len(tables) - 1  # all but the empty one
