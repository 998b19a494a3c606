"""Which cells of a table count people and must be protected, read from the key ``disclosure`` of its resource.

A resource either names its cells and the parameters that protect them, or says why nothing in it needs protection.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.model import Issue, Package, Resource
from generator.packages import find_rows, make_error, quote_list, suggest_key

KEY = "disclosure"
COUNT_SUFFIX = "_count"
PARAMETERS_ID = "parameters/parameters"
KEYS = ("cells", "minimum_count", "interval_width", "dominance", "keep")


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrecy:
    """How the cells of a table are protected."""

    resource_id: str
    cells: tuple[str, ...]
    """Columns that count people or households."""
    minimum_count: int
    """A count above zero and below this is kept secret."""
    interval_width: int
    """Nobody may be able to tell a secret cell more closely than an interval of this width."""
    has_dominance: bool
    """Whether a cell is secret, too, when fewer than the minimum count of the whole are not in it: then it tells
    something about everybody."""
    keep: tuple[str, ...]
    """Columns that are given up last when others must be kept secret, too."""


def read_secrecy(packages: Sequence[Package]) -> Mapping[str, Secrecy]:
    """The protection of every table that declares one, by resource id; for declarations that have been checked."""
    parameters = _read_parameters(packages)
    found = {}
    for resource in _tables(packages):
        declared = resource.descriptor.get(KEY)
        if isinstance(declared, dict) and "cells" in declared:
            found[resource.id] = Secrecy(
                resource_id=resource.id,
                cells=tuple(declared["cells"]),
                minimum_count=int(parameters[declared["minimum_count"]]),
                interval_width=int(parameters[declared["interval_width"]]),
                has_dominance=bool(declared.get("dominance", False)),
                keep=tuple(declared.get("keep", ())),
            )
    return found


def find_exemption(resource: Resource) -> str:
    """Why nothing in a table needs protection; empty where it is protected or counts nothing."""
    declared = resource.descriptor.get(KEY)
    return str(declared.get("exempt", "")) if isinstance(declared, dict) else ""


def find_secrecy_issues(packages: Sequence[Package]) -> Iterator[Issue]:
    """Find tables that count something and do not say how it is protected, and declarations that make no sense."""
    parameters = _read_parameters(packages)
    for resource in _tables(packages):
        for message in _find_faults(resource, parameters):
            path = resource.path.with_name("datapackage.json")
            yield make_error("undeclared-disclosure", path, message, field=f"{resource.name}.{KEY}")


def _tables(packages: Sequence[Package]) -> Iterator[Resource]:
    """Every table of every package."""
    return (one for package in packages for one in package.resources if one.format == "csv")


def _read_parameters(packages: Sequence[Package]) -> Mapping[str, float]:
    """Values of parameters by id."""
    return {
        row.values["parameter_id"]: row.values["value"]
        for row in find_rows(packages, PARAMETERS_ID)
        if row.values.get("parameter_id") is not None and row.values.get("value") is not None
    }


def _find_faults(resource: Resource, parameters: Mapping[str, float]) -> Iterator[str]:
    """Sentences about one declaration."""
    counts = [field.name for field in resource.fields if field.name.endswith(COUNT_SUFFIX)]
    declared = resource.descriptor.get(KEY)
    if declared is None:
        if counts:
            yield (
                f"Die Tabelle zählt etwas ({quote_list(counts)}), sagt aber nicht, wie kleine Zahlen geschützt werden. "
                "Ergänze „disclosure“ mit den Spalten, oder mit „exempt“ und dem Grund, warum kein Schutz nötig ist."
            )
    elif not isinstance(declared, dict) or set(declared) not in ({"exempt"}, *_allowed_sets(declared)):
        yield f"„disclosure“ hat entweder „exempt“ oder {quote_list(KEYS)}. Berichtige die Angabe."
    elif "exempt" in declared:
        if not (isinstance(declared["exempt"], str) and declared["exempt"].strip()):
            yield "„exempt“ braucht einen Satz, der sagt, warum kein Schutz nötig ist. Ergänze ihn."
    else:
        yield from _find_wrong_names(declared, resource, counts, parameters)


def _allowed_sets(declared: Mapping[str, Any]) -> tuple[set[str], ...]:
    """The keys of a protection: the first three always, the others at will."""
    return ({*KEYS[:3], *(key for key in KEYS[3:] if key in declared)},)


def _find_wrong_names(
    declared: Mapping[str, Any], resource: Resource, counts: Sequence[str], parameters: Mapping[str, float]
) -> Iterator[str]:
    """Columns and parameters that are not there, and counts that were forgotten."""
    numbers = [field.name for field in resource.fields if field.type == "integer"]
    for key in ("cells", "keep"):
        names = declared.get(key, [])
        if not isinstance(names, list):
            yield f"„{key}“ ist eine Liste von Spalten. Schreibe sie so."
            continue
        for name in names:
            if name not in numbers:
                yield f"‚{name}‘ in „{key}“ ist keine Spalte mit ganzen Zahlen. {suggest_key(str(name), numbers)}"
    forgotten = [name for name in counts if name not in declared["cells"]]
    if forgotten:
        yield f"Die Spalten {quote_list(forgotten)} fehlen in „cells“ und blieben ungeschützt. Ergänze sie."
    for key in ("minimum_count", "interval_width"):
        value = parameters.get(str(declared[key]))
        if value is None or value < 1 or value != int(value):
            message = f"„{key}“ nennt keinen Parameter mit einer ganzen Zahl ab 1: ‚{declared[key]}‘."
            yield f"{message} Lege ihn an."
