"""Rule files in YAML, read strictly: what they may say is a JSON Schema, and every finding names its line.

The dialect is the part of YAML that reads the same everywhere: ``no`` and ``05`` are text, numbers with a decimal point
are exact, nothing stands twice, and nothing refers to another place.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import yaml

from generator.model import Issue
from generator.packages import make_error
from generator.packages.files import decode_text, find_unsafe_texts, read_file
from generator.rules.grammar import Place, explain_violation, spell_place

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

MAX_DEPTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A rule file that follows its grammar."""

    path: PurePosixPath
    """Relative to the project folder."""
    content: Mapping[str, Any]
    """Numbers with a decimal point are ``Decimal``."""
    lines: Mapping[Place, int]
    """Where each part begins, counted as an editor does."""

    def line(self, *place: str | int) -> int | None:
        """The line of a part, or of the nearest part around it."""
        return next((self.lines[place[:end]] for end in range(len(place), -1, -1) if place[:end] in self.lines), None)

    def error(self, code: str, message: str, *place: str | int) -> Issue:
        """A finding about a part of the document."""
        return make_error(code, self.path, message, row=self.line(*place), field=spell_place(place) or None)


def read_document(project: Path, path: PurePosixPath, grammar: Path) -> tuple[Document | None, tuple[Issue, ...]]:
    """The document, or everything that is wrong with it; neither where the project has no such file."""
    if not (project / path).exists():
        return None, ()
    content = read_file(project / path.parent, PurePosixPath(path.name), path)
    text = content if isinstance(content, Issue) else decode_text(content, path)
    if isinstance(text, Issue):
        return None, (text,)
    try:
        node = yaml.compose(text, Loader=_StrictLoader)
        lines: dict[Place, int] = {}
        value = _construct(node, (), lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = f"Hier ist die Datei kein gültiges YAML: {error.problem}. Berichtige die Stelle."
        return None, (make_error("yaml-error", path, message, row=mark.line + 1 if mark else None),)
    except RecursionError:
        return None, (make_error("yaml-error", path, "Die Datei ist zu tief verschachtelt. Vereinfache sie."),)
    except yaml.YAMLError as error:
        return None, (make_error("yaml-error", path, f"Die Datei ist kein gültiges YAML: {error}"),)
    document = Document(path=path, content=value, lines=lines)
    issues = tuple(_find_violations(document, value, grammar))
    return (None, issues) if issues else (document, ())


# --- reading ------------------------------------------------------------------------------------------------------


class _StrictLoader(yaml.SafeLoader):
    """Knows the plain values of JSON; everything else is text."""

    yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012 - as the library declares it

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Refuse references: a few of them, nested, would fill any memory."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="Verweise mit * sind nicht erlaubt", problem_mark=mark)
        return super().compose_node(parent, index)


def _construct(node: yaml.Node | None, place: Place, lines: dict[Place, int]) -> Any:
    """The value of a node; remembers the line of every part."""
    if node is None:
        return None
    lines[place] = node.start_mark.line + 1
    if len(place) > MAX_DEPTH:
        raise _refuse(node, "zu tief verschachtelt")
    if isinstance(node, yaml.SequenceNode):
        return [_construct(part, (*place, number), lines) for number, part in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _construct_mapping(node, place, lines)
    if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str":
        return _read_scalar(node)
    raise _refuse(node, f"die Angabe „{node.tag}“ ist nicht erlaubt")


def _construct_mapping(node: yaml.MappingNode, place: Place, lines: dict[Place, int]) -> dict[str, Any]:
    """A section whose keys are texts, each once."""
    result: dict[str, Any] = {}
    for key_node, part in node.value:
        key = key_node.value
        if not isinstance(key_node, yaml.ScalarNode) or key == "<<":
            raise _refuse(key_node, "ein Schlüssel muss ein einfacher Text sein")
        if key in result:
            raise _refuse(key_node, f"der Schlüssel „{key}“ steht zweimal im selben Abschnitt")
        result[key] = _construct(part, (*place, key), lines)
        lines[*place, key] = key_node.start_mark.line + 1
    return result


def _read_scalar(node: yaml.ScalarNode) -> Any:
    """A plain word may be a number, true, false or nothing; what is quoted is text."""
    text: str = node.value
    if node.style is not None:
        return text
    if text in ("true", "false", "null", "~", ""):
        return {"true": True, "false": False}.get(text)
    digits = text.removeprefix("-")
    whole, dot, fraction = digits.partition(".")
    is_number = whole.isdecimal() and whole.isascii() and (whole == "0" or not whole.startswith("0"))
    if is_number and not dot:
        return int(text)
    if is_number and fraction.isdecimal() and fraction.isascii():
        return Decimal(text)
    return text


def _refuse(node: yaml.Node, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)


# --- checking -----------------------------------------------------------------------------------------------------


@cache
def _validator(grammar: Path) -> "Draft202012Validator":
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(grammar.read_text(encoding="utf-8")))


def _find_violations(document: Document, value: Any, grammar: Path) -> Iterator[Issue]:
    """Where the content differs from the grammar, in the order of the file; one finding for each place."""
    for name, sign in find_unsafe_texts(value):
        message = f"Der Text enthält ein unsichtbares Zeichen (U+{ord(sign):04X}). Lösche es."
        yield make_error("control-character", document.path, message, field=name or None)
    found: dict[Place, ValidationError] = {}
    for error in _validator(grammar).iter_errors(value):
        found.setdefault(tuple(error.absolute_path), error)
    for place, error in sorted(found.items(), key=lambda one: (document.line(*one[0]) or 0, spell_place(one[0]))):
        yield document.error("invalid-rule", explain_violation(error, place, "Die Datei"), *place)
