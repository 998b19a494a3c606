"""Cities whose every free text is an attack: on templates, HTML, Markdown, YAML, spreadsheets and the shell.

``make_hostile_city`` writes one. Which texts are free, the schemas say; so a new column is attacked by itself. What
loads must be shown as plain text and do nothing; a page on which ``window.PWN`` is set, or that shows 1337 (7 times
191), has failed. Each text holds ``INLINE``, all that is dangerous wherever it stands, behind one of ``STARTERS``,
which are dangerous at the start of a cell or line; as many cities as starters give every text every attack.
"""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.package_builder import City
from tests.tiny import copy_tiny_city

ATTACK = (
    "{{7*191}}</script><script>window.PWN=1</script><img src=x onerror=window.PWN=1>"
    "\"'`|*_[x](javascript:window.PWN=1)\\${1}{% kaputt"
)
"""Everything at once, as the brief of the project words it."""
STARTERS = ("=1+1", "+1+1", "-1+1", "@SUM(1+1)", "# Überschrift", "--- title: kaputt ---")
"""A tabulator or a carriage return in front is refused, as all control characters are."""
PAYLOADS = (
    ATTACK,
    "{{ 7*191 }}{# {% raw %} ${7*191} <%= 7*191 %> #{7*191}",
    "{{ cycler.__init__.__globals__.os.system('touch PWN') }}",
    "</title></textarea></style></noscript></script><svg onload=window.PWN=1>",
    "<iframe srcdoc='<script>window.PWN=1</script>'></iframe><base href=//fremd.example/>",
    '" onmouseover="window.PWN=1" x=\'',
    '=HYPERLINK("https://fremd.example/","x")',
    "# Überschrift > Zitat `Code` ~~weg~~ **fett** | Zelle |",
    "[Verweis](javascript:window.PWN=1) ![Bild](https://fremd.example/x.png) <https://fremd.example/>",
    "[Daten](data:text/html;base64,PHNjcmlwdD4=) <a href=javascript:window.PWN=1>x</a>",
    "&lt;script&gt;window.PWN=1&lt;/script&gt;&amp;&#60;b&#62;&Tab;",
    "]]></text></svg><!-- --><?php echo 1 ?>",
    "{ .klasse #id onclick=window.PWN=1 } `${window.PWN=1}` $(touch PWN) ;ATTACH:https://fremd.example/",
    "../../../etc/passwd %2e%2e%2f C:\\x\\n\\u0041",
)
"""Each is one line without control characters, which the loader refuses, and without spaces around it."""
INLINE = " ".join(PAYLOADS)
TEXTS = tuple(f"{starter} {INLINE}" for starter in STARTERS)
LINE_STARTS = (
    *STARTERS,
    "> Zitat",
    "- Punkt",
    "* Punkt",
    "1. Punkt",
    "| Zelle | Zelle |",
    "```",
    "~~~",
    "[x]: javascript:window.PWN=1",
    "*[HTML]: x",
    ": Erklärung",
    "!!! note",
    "<div markdown=1>",
    "[TOC]",
    "***",
    "===",
)
"""What Markdown would read at the start of a line."""
REFUSED_SIGNS = ("\t", "\r", "\n", "\x00", "\x1b", "\x7f", "\u200f", "\u2028", "\u2029", "\u202e", "\u2066", "\ufeff")
"""Signs that no text may hold: control characters, ends of lines, and switches of the direction."""
UNSAFE_URLS = ("javascript:window.PWN=1", "data:text/html,<script>window.PWN=1</script>", "//fremd.example/x", '"><b>')
"""No column for addresses may take these."""
KEPT_COLUMNS = {
    "parameters/exceptions.subject": "names the row that a finding is about",
    "parameters/exceptions.field": "names a column",
    "planning/need_rules.rule_id": "names a rule of a document",
    "planning/site_scenarios.scenario_id": "a key that addresses are made of",
    "planning/site_scenarios.tier_id": "names a tier, where a city has them",
}
"""Texts whose form no schema tells; each is refused elsewhere if it does not fit."""
DOCUMENT_TEXTS = (
    "title",
    "short_title",
    "description",
    "meaning",
    "question",
    "counter_indication",
    "notes",
    "reason",
    "source",
    "decided_by",
)
"""Free texts of rule documents; a sentence is a template of its own and has a grammar."""


class Attacks:
    """Hands out attacks in turn, so that every place gets one; the next wave gives it the next one."""

    def __init__(self, wave: int = 0) -> None:
        self.count = wave

    def next(self) -> str:
        """The next attack with a number of its own, so that names stay apart."""
        text = TEXTS[self.count % len(TEXTS)]
        self.count += 1
        return f"{text} {5000 + self.count}"  # so that no number is 1337


def make_hostile_city(target: Path, wave: int = 0) -> City:
    """Write a copy of the tiny city in which every free text is an attack; keys, links and numbers stay."""
    city = copy_tiny_city(target)
    attacks = Attacks(wave)
    for path in sorted(target.glob("datapackages/*/datapackage.json")):
        package = json.loads(path.read_text(encoding="utf-8"))
        for resource in package["resources"]:
            file = path.with_name(resource["path"])
            if resource["format"] == "csv":
                columns = set(list_text_columns(resource["schema"], f"{package['name']}/{resource['name']}"))
                file.write_text(poison_table(file.read_text(encoding="utf-8"), columns, attacks), encoding="utf-8")
            else:
                file.write_text(poison_features(file.read_text(encoding="utf-8"), attacks), encoding="utf-8")
        poison_descriptor(package, attacks)
        path.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for path in sorted(target.glob("datapackages/*/*.yaml")):
        document = poison_document(yaml.safe_load(path.read_text("utf-8")), attacks)
        path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100_000), "utf-8")
    let_difficult_texts_pass(city)
    city.stamp()
    return city


def let_difficult_texts_pass(city: City) -> None:
    """Nobody would call attacks plain language; without its limits, they reach those pages as well."""
    file = city.file("parameters/parameters")
    header, *rows = csv.reader(io.StringIO(file.read_text("utf-8")))
    limits = {"plain_words_max": "100000", "plain_words_mean_max": "100000", "plain_reading_ease_min": "-100000"}
    column = header.index("value")
    changed = [[*row[:column], limits.get(row[0], row[column]), *row[column + 1 :]] for row in rows]
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows([header, *changed])


def list_text_columns(schema: dict[str, Any], resource_id: str) -> Iterator[str]:
    """Columns in which any text may stand: no pattern, no list of values, and no key into another table."""
    keys = [*schema.get("foreignKeys", ()), *schema.get("externalForeignKeys", ())]
    bound = {name for key in keys for name in ([key["fields"]] if isinstance(key["fields"], str) else key["fields"])}
    for field in schema["fields"]:
        is_open = not {"pattern", "enum"} & set(field.get("constraints", {})) and field["name"] not in bound
        if field["type"] == "string" and is_open and f"{resource_id}.{field['name']}" not in KEPT_COLUMNS:
            yield field["name"]


def list_bound_columns(schema: dict[str, Any], resource_id: str) -> Iterator[str]:
    """All other columns of text."""
    free = set(list_text_columns(schema, resource_id))
    yield from (one["name"] for one in schema["fields"] if one["type"] == "string" and one["name"] not in free)


def poison_table(text: str, columns: set[str], attacks: Attacks) -> str:
    """Put an attack in every cell of these columns, the empty ones included."""
    header, *rows = csv.reader(io.StringIO(text))
    result = io.StringIO()
    writer = csv.writer(result, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        pairs = zip(header, row, strict=True)
        writer.writerow(attacks.next() if name in columns else cell for name, cell in pairs)
    return result.getvalue()


def poison_features(text: str, attacks: Attacks) -> str:
    """Every property that is a text and no key."""
    collection = json.loads(text)
    for feature in collection["features"]:
        for name, value in feature["properties"].items():
            if isinstance(value, str) and not name.endswith(("_code", "_id")):
                feature["properties"][name] = attacks.next()
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


def poison_document(part: Any, attacks: Attacks, name: str = "") -> Any:
    """A rule document with attacks in its free texts."""
    if isinstance(part, dict):
        return {key: poison_document(value, attacks, key) for key, value in part.items()}
    if isinstance(part, list):
        return [poison_document(value, attacks, name) for value in part]
    return attacks.next() if isinstance(part, str) and name in DOCUMENT_TEXTS else part
