"""Rules about a table, read from the key ``plausibility`` of its resource in ``datapackage.json``.

The grammar is ``plausibility.schema.json`` beside this module; what a kind of rule means stands where it is evaluated.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.model import Issue, Package, Resource, Severity
from generator.packages import find_resource, make_error, suggest_key
from generator.rules.fitting import find_misfits
from generator.rules.grammar import explain_violation

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

KEY = "plausibility"
GRAMMAR = Path(__file__).with_name("plausibility.schema.json")
OWN_FIELDS = ("field", "total", "over", "from", "until", "reason_field", "text_field")
OWN_FIELD_LISTS = ("fields", "parts", "within", "columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One declared rule."""

    kind: str
    level: Severity
    resource_id: str
    number: int
    """Place in the list of the resource, from 1."""
    arguments: Mapping[str, Any]
    """As declared, without ``kind``, ``level`` and ``note``."""
    note: str
    """Why the rule holds, or what it leaves open."""


def find_rules(packages: Sequence[Package], *kinds: str) -> tuple[Rule, ...]:
    """The well-formed rules of these kinds, in the order of packages and resources."""
    rules, _ = read_rules(packages)
    return tuple(rule for rule in rules if rule.kind in kinds)


def read_rules(packages: Sequence[Package]) -> tuple[tuple[Rule, ...], tuple[Issue, ...]]:
    """All well-formed rules, and what is wrong with the others."""
    rules: list[Rule] = []
    issues: list[Issue] = []
    for package in packages:
        for resource in package.resources:
            declared = resource.descriptor.get(KEY, [])
            found = tuple(_check_declaration(declared, resource, packages))
            issues += found
            broken = {issue.field for issue in found}
            for number, item in enumerate(declared if isinstance(declared, list) else [], start=1):
                if not broken & {_place(resource, number), _place(resource)}:
                    rules.append(_make_rule(item, resource, number))
    return tuple(rules), tuple(issues)


def _make_rule(item: Mapping[str, Any], resource: Resource, number: int) -> Rule:
    """A rule from a declaration that has been checked."""
    return Rule(
        kind=item["kind"],
        level=Severity(item["level"]),
        resource_id=resource.id,
        number=number,
        arguments={key: value for key, value in item.items() if key not in ("kind", "level", "note")},
        note=item.get("note", ""),
    )


def _place(resource: Resource, number: int | None = None) -> str:
    """Where a rule stands in the descriptor."""
    return f"{resource.name}.{KEY}" if number is None else f"{resource.name}.{KEY}.{number}"


def _error(resource: Resource, number: int | None, message: str) -> Issue:
    """A finding about a declaration."""
    path = resource.path.with_name("datapackage.json")
    return make_error("invalid-rule", path, message, field=_place(resource, number))


# --- checks -------------------------------------------------------------------------------------------------------


def _check_declaration(declared: Any, resource: Resource, packages: Sequence[Package]) -> Iterator[Issue]:
    """Form first, then whether the named tables and columns exist."""
    if not declared and isinstance(declared, list):
        return
    misshapen: set[int] = set()
    for error in _find_violations(declared):
        number = int(error.absolute_path[0]) + 1 if error.absolute_path else None
        sentence = explain_violation(error, tuple(error.absolute_path)[1:], "Die Regel" if number else "Die Angabe")
        yield _error(resource, number, f"{sentence} Die Regeln erklärt docs/entwicklung/pruefregeln.md.")
        if number is None:
            return
        misshapen.add(number)
    for number, item in enumerate(declared, start=1):
        unknown = tuple(_find_unknown(item, resource, packages))
        if not unknown and number not in misshapen:
            unknown = tuple(find_misfits(item, resource, find_resource(packages, item.get("resource", ""))))
        yield from (_error(resource, number, text) for text in unknown)


def _find_violations(declared: Any) -> Iterator["ValidationError"]:
    """Where a list of rules differs from the grammar; one finding per rule."""
    whole = next(_validator("").iter_errors(declared), None)
    if whole is not None:
        yield whole
        return
    for number, item in enumerate(declared):
        error = next(_validator(item["kind"]).iter_errors(item), None)
        if error is not None:
            error.path.appendleft(number)
            yield error


@cache
def _validator(kind: str) -> "Draft202012Validator":
    """The grammar of one kind of rule, or of the list as a whole."""
    from jsonschema import Draft202012Validator

    grammar = json.loads(GRAMMAR.read_text(encoding="utf-8"))
    return Draft202012Validator(grammar["$defs"][kind] if kind else grammar)


def _find_unknown(item: Mapping[str, Any], resource: Resource, packages: Sequence[Package]) -> Iterator[str]:
    """Sentences about columns and tables that the rule names and nobody knows."""
    own = [field.name for field in resource.fields]
    yield from _name_unknown(_own_names(item), own, resource.id)
    if not isinstance(item.get("resource"), str):
        return
    other = find_resource(packages, item["resource"])
    if other is None:
        ids = [one.id for package in packages for one in package.resources]
        yield f"Die Tabelle ‚{item['resource']}‘ gibt es nicht. {suggest_key(item['resource'], ids)}".strip()
        return
    conditions = item.get("other_where")
    names = [
        item.get("other_field"),
        *_values(item.get("match")),
        *(conditions if isinstance(conditions, dict) else ()),
    ]
    yield from _name_unknown(names, [field.name for field in other.fields], other.id)


def _own_names(item: Mapping[str, Any]) -> Iterator[Any]:
    """Every column of its own table that a rule names."""
    yield from (item[key] for key in OWN_FIELDS if key in item)
    for key in OWN_FIELD_LISTS:
        if isinstance(item.get(key), (list, dict)):
            yield from item[key]
    for key in ("match", "where"):
        if isinstance(item.get(key), dict):
            yield from item[key]


def _values(mapping: Any) -> Iterable[Any]:
    """The values, if it is a mapping."""
    return mapping.values() if isinstance(mapping, dict) else ()


def _name_unknown(names: Iterable[Any], known: Sequence[str], resource_id: str) -> Iterator[str]:
    """One sentence for each column that is not there."""
    for name in dict.fromkeys(str(one) for one in names if one is not None and one not in known):
        yield f"Die Tabelle „{resource_id}“ hat keine Spalte ‚{name}‘. {suggest_key(name, known)}".strip()
