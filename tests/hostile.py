"""A city whose every free text is an attack: on templates, HTML, Markdown, YAML, spreadsheets and the shell.

``make_hostile_city`` writes it. What loads must be shown as plain text and do nothing; a page on which
``window.PWN`` is set, or that shows 1337 (7 times 191), has failed.
"""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.tiny import copy_tiny_city

ATTACK = (
    "{{7*191}}</script><script>window.PWN=1</script><img src=x onerror=window.PWN=1>"
    "\"'`|*_[x](javascript:window.PWN=1)\\${1}{% kaputt"
)
"""Everything at once, as the brief of the project words it."""
PAYLOADS = (
    ATTACK,
    "{{ 7*191 }}{# {% raw %} ${7*191} <%= 7*191 %> #{7*191}",
    "</title></textarea></style></noscript></script><svg onload=window.PWN=1>",
    '" onmouseover="window.PWN=1" x=\'',
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    '=HYPERLINK("https://fremd.example/","x")',
    "--- title: kaputt ---",
    "# Überschrift > Zitat `Code` ~~weg~~ **fett** | Zelle |",
    "[Verweis](javascript:window.PWN=1) ![Bild](https://fremd.example/x.png) <https://fremd.example/>",
    "&lt;script&gt;window.PWN=1&lt;/script&gt;&amp;&#60;b&#62;",
    "]]></text></svg><!-- --><?php echo 1 ?>",
    "{ .klasse #id onclick=window.PWN=1 }",
    "../../../etc/passwd %2e%2e%2f",
)
"""Each is one line without control characters, which the loader refuses, and without spaces around it."""
UNSAFE_URLS = ("javascript:window.PWN=1", "data:text/html,<script>window.PWN=1</script>", "//fremd.example/x", '"><b>')
"""No column for addresses may take these."""
KEPT_COLUMNS = ("_id", "_code", "_url", "_urls", "slug", "date", "phone", "url", "opens_at", "closes_at", "class_set")
"""Endings of names: keys, addresses and times that have a form of their own."""
KEPT_TEXTS = ("number", "postal_code", "map_sign", "last_confirmed")
DESCRIPTOR_TEXTS = ("title", "description", "attribution", "unit", "temporal", "name")


class Attacks:
    """Hands out payloads in turn, so that every place gets one and every payload a place."""

    def __init__(self) -> None:
        self.count = 0

    def next(self) -> str:
        """The next payload with the number of its place, so that names stay apart."""
        payload = PAYLOADS[self.count % len(PAYLOADS)]
        self.count += 1
        return f"{payload} {self.count}"


def make_hostile_city(target: Path) -> None:
    """Write a copy of the tiny city in which every free text is a payload; keys, links and numbers stay."""
    city = copy_tiny_city(target)
    attacks = Attacks()
    for path in sorted(target.glob("datapackages/*/datapackage.json")):
        package = json.loads(path.read_text(encoding="utf-8"))
        for resource in package["resources"]:
            file = path.with_name(resource["path"])
            if resource["format"] == "csv":
                columns = set(list_text_columns(resource["schema"]))
                file.write_text(poison_table(file.read_text(encoding="utf-8"), columns, attacks), encoding="utf-8")
            else:
                file.write_text(poison_features(file.read_text(encoding="utf-8"), attacks), encoding="utf-8")
        poison_descriptor(package, attacks)
        path.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    city.stamp()


def list_text_columns(schema: dict[str, Any]) -> Iterator[str]:
    """Columns in which any text may stand."""
    for field in schema["fields"]:
        name, rules = field["name"], field.get("constraints", {})
        is_kept = name.endswith(KEPT_COLUMNS) or name in KEPT_TEXTS
        if field["type"] == "string" and not is_kept and not {"pattern", "enum"} & set(rules):
            yield name


def poison_table(text: str, columns: set[str], attacks: Attacks) -> str:
    """Put a payload in every cell of these columns, the empty ones included."""
    header, *rows = csv.reader(io.StringIO(text))
    result = io.StringIO()
    writer = csv.writer(result, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        pairs = zip(header, row, strict=True)
        writer.writerow(attacks.next() if name in columns else cell for name, cell in pairs)
    return result.getvalue()


def poison_features(text: str, attacks: Attacks) -> str:
    """Names of outlines."""
    collection = json.loads(text)
    for feature in collection["features"]:
        feature["properties"]["name"] = attacks.next()
    return json.dumps(collection, ensure_ascii=False)


def poison_descriptor(package: dict[str, Any], attacks: Attacks) -> None:
    """Every text that describes; names of packages, resources, columns and licences are identifiers and stay."""
    for part in (package, *package["resources"]):
        poison_texts(part, ("title", "description", "temporal"), attacks)
        part["keywords"] = [attacks.next()]
        part["caveats"] = [attacks.next(), attacks.next()]
        for entry in (*part.get("licenses", ()), *part.get("sources", ()), *part.get("contributors", ())):
            poison_texts(entry, ("title", "attribution"), attacks)
    for field in (one for part in package["resources"] for one in part.get("schema", {}).get("fields", ())):
        poison_texts(field, ("title", "description", "unit"), attacks)


def poison_texts(part: dict[str, Any], keys: tuple[str, ...], attacks: Attacks) -> None:
    """Replace those of the texts that are there."""
    part.update({key: attacks.next() for key in keys if key in part})
