"""What a JSON Schema objects to, as German sentences; shared by rules in descriptors and by rule files."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from generator.packages import quote_list, suggest_key

if TYPE_CHECKING:
    from jsonschema import ValidationError

Place = tuple[str | int, ...]
"""The way to a part of a document: names, and positions from 0."""
TYPE_NAMES = {
    "array": "eine Liste",
    "boolean": "true oder false",
    "integer": "eine ganze Zahl",
    "number": "eine Zahl",
    "object": "ein Abschnitt mit Einträgen",
    "string": "ein Text (in Anführungszeichen, wenn er wie eine Zahl aussieht)",
}
LIMIT_NAMES = {
    "minimum": "mindestens",
    "exclusiveMinimum": "mehr als",
    "maximum": "höchstens",
    "exclusiveMaximum": "weniger als",
}


def spell_place(place: Sequence[str | int]) -> str:
    """The way to a part as people count.

    >>> spell_place(("criteria", 0, "weight"))
    'criteria.1.weight'
    """
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)


def explain_violation(error: "ValidationError", place: Sequence[str | int], whole: str) -> str:
    """The violation in German; jsonschema speaks English only. ``whole`` names what has no place of its own."""
    name = spell_place(place)
    subject = f"Die Angabe „{name}“" if name else whole
    wanted: Any = error.validator_value
    found: Any = error.instance
    schema: Any = error.schema
    match error.validator:
        case "required":
            missing = quote_list((key for key in wanted if key not in found), limit=12)
            text = f" ist unvollständig: Es fehlt {missing}. Ergänze es."
        case "additionalProperties":
            known = list(schema.get("properties", {}))
            extra = [key for key in found if key not in known]
            hint = suggest_key(extra[0], known) + " "
            text = f" kennt {quote_list(extra)} nicht. {hint.lstrip()}Erlaubt: {quote_list(known, limit=20)}."
        case "enum" | "const":
            allowed = quote_list(map(str, wanted if isinstance(wanted, list) else [wanted]), limit=20)
            text = f": ‚{found}‘ ist hier nicht erlaubt. Erlaubt: {allowed}."
        case "type":
            names: list[str] = wanted if isinstance(wanted, list) else [wanted]
            text = f" muss {' oder '.join(TYPE_NAMES.get(one, one) for one in names)} sein. Berichtige sie."
        case "pattern":
            text = f": ‚{found}‘ passt nicht zum Muster {wanted}. Berichtige sie."
        case "minimum" | "exclusiveMinimum" | "maximum" | "exclusiveMaximum":
            text = f" muss {LIMIT_NAMES[str(error.validator)]} {wanted} sein, nicht {found}. Berichtige sie."
        case "minLength" | "minItems" | "minProperties":
            text = " darf nicht leer sein. Trage etwas ein."
        case _:
            text = f" verletzt die Regel „{error.validator}“ ({wanted}). Berichtige sie."
    return subject + text
