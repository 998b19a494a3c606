"""Small tables, good, bad and oddly spelled, and what frictionless itself says about them."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from frictionless import Package, Report
from hypothesis import strategies as st

from generator.packages.validation import TableSource

FOLDER = tempfile.TemporaryDirectory()
"""Frictionless reads files only; the folder goes when the tests have ended."""

GOOD: Mapping[str, tuple[str, ...]] = {
    "string": ("a", "b", "ab", "Öl", "a b", "x1", "52", "a-b", "„q“", "Straße 3", "01", "02"),
    "integer": ("0", "1", "2", "-3", "52", "123456789012345678"),
    "number": ("0", "1", "1.5", "-0.25", "100", "0.1", "99.999999999999999999", "-0"),
    "date": ("2024-02-29", "2025-01-01", "1999-12-31"),
    "boolean": ("true", "false"),
}
ODD = (
    "", " ", ".", "…", "/", "x", "-", " 5", "5 ", "1_000", "1.0", "1.", ".5", "1,5", "1.585", "+1", "01", "-01", "1e3",
    "1E+400", "NaN", "inf", "٣", "²", "1234567890123456789", "0x1", "2024/02/03", "2025-02-29", "2024-2-3", "20240203",
    "0000-01-01", "2024-01-01T00:00:00", "True", "TRUE", "1", "0", "yes", "a\u200eb", "a\u00a0", "\u2003a", "\x01",
    "\x7f",
    "a\ufeff", "😀", "é", "e\u0301", "a\x85", "a,b", "a;b", 'say "hi"', "two\nlines", "a\rb", "\x00", "'a'", "ſ", "K",
)  # fmt: skip
CONSTRAINTS: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "string": (
        {"minLength": 1}, {"maxLength": 2}, {"minLength": 2, "maxLength": 3}, {"pattern": "[a-z0-9]+"},
        {"pattern": "a|b"}, {"pattern": r"\w+"}, {"pattern": "[0-9]{2}"}, {"pattern": "a.*"},
        {"enum": ["a", "b", "."]}, {"pattern": "[a-z]+(-[a-z]+)*"}, {"unique": True}, {"maxLength": -1},
        {"pattern": "[k-l]|s", "required": True},
    ),
    "integer": ({"minimum": 0}, {"maximum": 52}, {"minimum": 1, "maximum": 2}, {"enum": [0, 1, 2]}, {"unique": True}),
    "number": ({"minimum": 0}, {"maximum": 100}, {"minimum": 0.1, "maximum": 1.5}, {"maximum": 99.99999999999999}),
    "date": ({"minimum": "2000-01-01"}, {"maximum": "2025-01-01"}, {"enum": ["2024-02-29"]}, {"unique": True}),
    "boolean": ({"unique": True},),
}  # fmt: skip
SIGNS = ([""], ["."], [], ["", ".", "…"], ["x", "/"])


@dataclass(frozen=True)
class Sample:
    """A table with its schema, and the table that its foreign keys refer to."""

    content: bytes
    schema: Mapping[str, Any]
    delimiter: str = ","
    target: bytes = b"code\n01\n02\n"
    target_type: str = "string"

    @property
    def target_schema(self) -> Mapping[str, Any]:
        return {"fields": [{"name": "code", "type": self.target_type}], "primaryKey": ["code"]}


def make_sample(content: str | bytes, *fields: Mapping[str, Any], **more: Any) -> Sample:
    """A table whose first column is its key, unless ``more`` says otherwise."""
    names = {"delimiter", "target", "target_type"}
    schema = {"fields": list(fields), "primaryKey": [fields[0]["name"]]}
    schema |= {key: value for key, value in more.items() if key not in names}
    content = content.encode() if isinstance(content, str) else content
    return replace(Sample(content, schema), **{key: value for key, value in more.items() if key in names})


def place_sample(sample: Sample) -> tuple[Path, TableSource, TableSource]:
    """Write both tables; the folder, the table and its target."""
    folder = Path(FOLDER.name)
    (folder / "table.csv").write_bytes(sample.content)
    (folder / "target.csv").write_bytes(sample.target)
    path = PurePosixPath("table.csv")
    table = TableSource(name="table", path=path, delimiter=sample.delimiter, schema=sample.schema)
    path = PurePosixPath("target.csv")
    return folder, table, TableSource(name="target", path=path, delimiter=",", schema=sample.target_schema)


def ask_frictionless(sample: Sample) -> Report:
    """The report of ``frictionless.validate`` without limit on errors."""
    folder, *tables = place_sample(sample)
    resources = [
        {
            "name": table.name,
            "type": "table",
            "path": str(table.path),
            "format": "csv",
            "encoding": "utf-8",
            "dialect": {
                "header": True,
                "headerRows": [1],
                "csv": {
                    "delimiter": table.delimiter,
                    "lineTerminator": "\r\n",
                    "quoteChar": '"',
                    "doubleQuote": True,
                    "skipInitialSpace": False,
                },
            },
            "schema": table.schema,
        }
        for table in tables
    ]
    package = Package.from_descriptor({"name": "tables", "resources": resources}, basepath=str(folder))
    return package.get_resource("table").validate(limit_errors=0)


def _quote(cell: str, delimiter: str, *, always: bool) -> str:
    needed = any(sign in cell for sign in (delimiter, '"', "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if needed or always else cell


@st.composite
def fields(draw: st.DrawFn, name: str) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(GOOD)))
    field: dict[str, Any] = {"name": name, "type": kind}
    constraints = dict(draw(st.sampled_from(CONSTRAINTS[kind]))) if draw(st.integers(0, 2)) == 2 else {}
    if draw(st.integers(0, 5)) == 5:
        constraints["required"] = True
    if constraints:
        field["constraints"] = constraints
    if draw(st.integers(0, 5)) == 5:
        field["missingValues"] = draw(st.sampled_from(SIGNS))
    return field


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """Mostly good tables with a few oddities in cells, keys and lines."""
    columns = [draw(fields(f"c{number}")) for number in range(draw(st.integers(1, 3)))]
    odds = draw(st.sampled_from((0, 0, 1, 4)))
    cells = [[draw(_cells(column["type"], odds)) for column in columns] for _ in range(draw(st.integers(1, 6)))]
    schema: dict[str, Any] = {"fields": columns}
    if draw(st.booleans()):
        schema["missingValues"] = draw(st.sampled_from(SIGNS))
    if draw(st.integers(0, 3)) < 3:
        columns.insert(0, {"name": "key", "type": "string"})
        cells = [[f"k{number}", *row] for number, row in enumerate(cells)]
    names = [column["name"] for column in columns]
    if draw(st.integers(0, 3)) < 3:
        schema["primaryKey"] = draw(st.sampled_from((names[:1], names[:1], names[:2])))
    if draw(st.integers(0, 3)) == 3:
        key = {"fields": [names[-1]], "reference": {"resource": "target", "fields": ["code"]}}
        schema["foreignKeys"] = [key]
    return _write(draw, [names, *cells], schema, draw(st.sampled_from((",", ",", ";"))))


def _cells(kind: str, odds: int) -> st.SearchStrategy[str]:
    """Good cells, of ten so and so many odd."""
    good, odd = st.sampled_from(GOOD[kind]), st.sampled_from(ODD)
    return st.integers(0, 9).flatmap(lambda number: odd if number < odds else good)


def _write(draw: st.DrawFn, lines: list[list[str]], schema: Mapping[str, Any], delimiter: str) -> Sample:
    quoting = draw(st.sampled_from((0, 0, 1, 5)))
    texts = [
        delimiter.join(_quote(cell, delimiter, always=draw(st.integers(0, 9)) < quoting) for cell in cells)
        for cells in lines
    ]
    end = draw(st.sampled_from(("\n", "\n", "\r\n")))
    content = (end.join(texts) + draw(st.sampled_from((end, end, "")))).encode()
    damage = draw(st.sampled_from((None,) * 30 + DAMAGES))
    kinds = [field["type"] for field in schema["fields"] if field["type"] in ("string", "integer")]
    target_type = draw(st.sampled_from(("string", *kinds[-1:] * 4)))
    good = dict.fromkeys(GOOD[target_type])
    target = "".join(f"{cell}\n" for cell in ("code", *good)).encode()
    return Sample(
        content=content if damage is None else damage(content, draw(st.integers(0, len(content)))),
        schema=schema,
        delimiter=delimiter,
        target=target + draw(st.sampled_from((b"",) * 6 + (b" 3\n", b'"x\n', b"3,4\n"))),
        target_type=target_type,
    )


DAMAGES = (
    lambda content, _: b"\xef\xbb\xbf" + content,
    lambda content, place: content[:place] + b"\xfc" + content[place:],
    lambda content, place: content[:place] + b'"' + content[place:],
    lambda content, place: content[:place] + b"\n" + content[place:],
    lambda content, place: content[:place] + b"\r" + content[place:],
    lambda content, place: content[:place] + b"," + content[place:],
    lambda content, place: content[:place] + b"\x00" + content[place:],
    lambda content, place: content[:place] + content[place + 1 :],
    lambda content, _: content + b"\n",
    lambda content, place: content[:place],
)
"""What happens to files between offices."""
