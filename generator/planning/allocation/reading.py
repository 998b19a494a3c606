"""Reads the declared key and finds everything in it that could not be worked with."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from generator.geography import DISTRICTS_ID, LEVELS_ID
from generator.model import Issue, Package, Resource
from generator.packages import PACKAGES, find_resource, find_rows, quote_list, suggest_key
from generator.planning.allocation.key import AllocationKey, Rounding, make_key, to_decimal, to_fraction
from generator.rules.documents import read_document
from generator.rules.grammar import Place

KEY_PATH = PACKAGES / "parameters" / "allocation.yaml"
GRAMMAR = Path(__file__).with_name("allocation.schema.json")
AMOUNTS = ("budget", "fixed_part", "floor", "cap")
COUNT_KEY = ("reference_date", "district_code")
MAX_POSTS = 100_000
"""Handing out one unit after the other is for posts, not for cents."""
ACCESS = "access"
INTERNAL = "internal"
Finding = tuple[Place, str]
"""Where in the document, and the sentence."""


def read_key(project: Path, packages: Sequence[Package]) -> tuple[AllocationKey | None, tuple[Issue, ...]]:
    """The key, or what is wrong with it; neither where a city does not share out anything."""
    document, issues = read_document(project, KEY_PATH, GRAMMAR)
    if document is None:
        return None, issues
    found = [*_find_form(document.content)] or [*_find_relations(document.content, packages)]
    if found:
        return None, tuple(document.error("invalid-allocation", message, *place) for place, message in found)
    return make_key(document), ()


# --- the document alone -------------------------------------------------------------------------------------------


def _find_form(content: Mapping[str, Any]) -> Iterator[Finding]:
    """What the grammar cannot say."""
    for section in ("criteria", "variants"):
        yield from _find_doubles(section, [item["id"] for item in content[section]])
    yield from _find_doubles("rounds", [item["year"] for item in content["rounds"]])
    for number, item in enumerate(content["criteria"]):
        yield from _check_criterion(item, ("criteria", number))
    criteria = [item["id"] for item in content["criteria"]]
    for number, item in enumerate(content["variants"]):
        yield from _check_weights(item["weights_pct"], criteria, ("variants", number, "weights_pct"))
    for number, item in enumerate(content["rounds"]):
        yield from _check_round(item, content, ("rounds", number))


def _find_doubles(section: str, names: Sequence[Any]) -> Iterator[Finding]:
    for number, name in enumerate(names):
        if name in names[:number]:
            yield (section, number), f"‚{name}‘ steht zweimal in „{section}“. Benenne einen der Einträge um."


def _check_criterion(item: Mapping[str, Any], place: Place) -> Iterator[Finding]:
    """Either a column is counted, or every district is."""
    if "each_district" in item:
        extra = [name for name in ("resource", "field", "reference_date") if name in item]
        if extra:
            yield place, f"Mit „each_district“ zählt jedes Gebiet als eines; lösche {quote_list(extra)}."
    elif not {"resource", "field"} <= item.keys():
        yield place, "Das Merkmal braucht „resource“ und „field“, oder „each_district: true“. Ergänze es."
    if "reference_date" in item:
        yield from _check_date(item["reference_date"], (*place, "reference_date"))


def _check_date(text: str, place: Place) -> Iterator[Finding]:
    try:
        date.fromisoformat(text)
    except ValueError:
        yield place, f"‚{text}‘ ist kein Tag des Kalenders. Schreibe ihn als JJJJ-MM-TT."


def _check_weights(weights: Mapping[str, Any], criteria: Sequence[str], place: Place) -> Iterator[Finding]:
    for name in weights:
        if name not in criteria:
            yield (*place, name), f"Das Merkmal ‚{name}‘ gibt es nicht. {suggest_key(name, criteria)}".strip()
    total = sum(map(to_fraction, weights.values()))
    if total != 100:
        spelled = f"{to_decimal(Fraction(total)):f}"
        yield place, f"Die Gewichte ergeben zusammen {spelled} statt 100. Ändere sie so, dass die Summe 100 ist."


def _check_round(item: Mapping[str, Any], content: Mapping[str, Any], place: Place) -> Iterator[Finding]:
    variants = [one["id"] for one in content["variants"]]
    if item["variant"] not in variants:
        hint = suggest_key(item["variant"], variants)
        yield (*place, "variant"), f"Die Variante ‚{item['variant']}‘ gibt es nicht. {hint}".strip()
    if item["reference_date"] != "newest":
        yield from _check_date(item["reference_date"], (*place, "reference_date"))
    step = to_fraction(content["unit"]["step"])
    for name in AMOUNTS:
        if name in item and (to_fraction(item[name]["amount"]) / step).denominator != 1:
            message = f"{item[name]['amount']} ist kein Vielfaches der kleinsten Einheit {content['unit']['step']}."
            yield (*place, name, "amount"), f"{message} Runde den Betrag."
    if "floor" in item and "cap" in item and item["floor"]["amount"] > item["cap"]["amount"]:
        yield (*place, "cap"), "Der Höchstbetrag ist kleiner als der Mindestbetrag. Ändere einen von beiden."
    units = to_fraction(item["budget"]["amount"]) / step
    if content["rounding"]["method"] == Rounding.SAINTE_LAGUE and units > MAX_POSTS:
        message = f"Sainte-Laguë ist für Stellen gedacht, nicht für {units} Einheiten."
        yield ("rounding", "method"), f"{message} Verwende für Geld largest_remainder."


# --- the document and the data ------------------------------------------------------------------------------------


def _find_relations(content: Mapping[str, Any], packages: Sequence[Package]) -> Iterator[Finding]:
    """Whether the data have what the key names."""
    for number, item in enumerate(content["criteria"]):
        if "resource" in item:
            yield from _check_column(item, content, packages, ("criteria", number))
    levels = [row.values["level_id"] for row in find_rows(packages, LEVELS_ID)]
    wanted = content["level"]["id"]
    if wanted not in levels:
        hint = suggest_key(wanted, levels)
        yield ("level", "id"), f"Die Ebene ‚{wanted}‘ gibt es nicht. {hint} Es gibt: {quote_list(levels)}."
        return
    count = sum(row.values["level_id"] == wanted for row in find_rows(packages, DISTRICTS_ID))
    for number, item in enumerate(content["rounds"]):
        yield from _check_sums(item, count, ("rounds", number))


def _check_column(
    item: Mapping[str, Any], content: Mapping[str, Any], packages: Sequence[Package], place: Place
) -> Iterator[Finding]:
    """The column of a criterion: there, published, whole numbers from zero, and early enough for every round."""
    resource = find_resource(packages, item["resource"])
    if resource is None or resource.descriptor.get(ACCESS) == INTERNAL:
        ids = [one.id for package in packages for one in package.resources if one.descriptor.get(ACCESS) != INTERNAL]
        hint = suggest_key(item["resource"], ids)
        message = f"Den veröffentlichten Datensatz ‚{item['resource']}‘ gibt es nicht. {hint}"
        yield (*place, "resource"), message.strip()
        return
    field = next((one for one in resource.fields if one.name == item["field"]), None)
    if field is None:
        hint = suggest_key(item["field"], [one.name for one in resource.fields])
        yield (*place, "field"), f"Der Datensatz „{resource.id}“ hat keine Spalte ‚{item['field']}‘. {hint}".strip()
        return
    if field.type != "integer":
        yield (*place, "field"), f"Verteilt wird nach Anzahlen; die Spalte ‚{field.name}‘ ist vom Typ ‚{field.type}‘."
        return
    if resource.primary_key != COUNT_KEY:
        yield (*place, "resource"), f"Der Datensatz „{resource.id}“ hat nicht den Schlüssel {', '.join(COUNT_KEY)}."
        return
    yield from _check_cells(resource, item, content, place)


def _check_cells(
    resource: Resource, item: Mapping[str, Any], content: Mapping[str, Any], place: Place
) -> Iterator[Finding]:
    days = {row.values["reference_date"] for row in resource.rows}
    if not days:
        yield (*place, "resource"), f"Der Datensatz „{resource.id}“ ist leer."
        return
    if "reference_date" in item and date.fromisoformat(item["reference_date"]) not in days:
        yield (*place, "reference_date"), f"Für den {item['reference_date']} hat „{resource.id}“ keine Zahlen."
    users = {one["id"] for one in content["variants"] if item["id"] in one["weights_pct"]}
    for one in content["rounds"]:
        if one["variant"] not in users:
            continue
        early = one["reference_date"]
        if "reference_date" not in item and early != "newest" and min(days) > date.fromisoformat(early):
            message = f"Für die Runde {one['year']} (bis {early}) hat „{resource.id}“ keine Zahlen."
            yield (*place, "resource"), message
    for row in resource.rows:
        value = row.values[item["field"]]
        if value is not None and value < 0:
            message = f"In Zeile {row.line} von „{resource.id}“ steht eine Anzahl unter null. Verteilt wird ab null."
            yield (*place, "field"), message


def _check_sums(item: Mapping[str, Any], count: int, place: Place) -> Iterator[Finding]:
    """What no data can make possible."""
    budget = to_fraction(item["budget"]["amount"])
    for name, title in (("fixed_part", "Sockelbeträge"), ("floor", "Mindestbeträge")):
        if name in item:
            gap = count * to_fraction(item[name]["amount"]) - budget
            if gap > 0:
                message = f"Die {title} für {count} Gebiete sind zusammen um {_spell(gap)} größer als das Budget."
                yield (*place, name), f"{message} Senke sie oder erhöhe das Budget."
    if "cap" in item:
        gap = budget - count * to_fraction(item["cap"]["amount"])
        if gap > 0:
            message = f"Mit diesem Höchstbetrag bleiben {_spell(gap)} vom Budget übrig, die niemand bekommen darf."
            yield (*place, "cap"), f"{message} Erhöhe ihn oder senke das Budget."


def _spell(amount: Fraction) -> str:
    """A sum of declared amounts, which has few decimals."""
    return f"{to_decimal(amount):f}".replace(".", ",")
