"""Whether the same thing stands in a table twice under two spellings."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any, Literal

from generator.checks.inventory import Inventory, sound_resource
from generator.checks.likeness import REMEMBERED, Likeness, Name, compare_names, share_words, spell, vary
from generator.model import Issue, Package, Position, Resource, Row, Severity
from generator.packages import find_rows, name_row
from generator.rules import Rule, find_rules

LOCATIONS = "offerings/locations"
POSITIONS = "offerings/location_positions"
NEAR_DEGREES = 0.001
"""Exact positions closer than this, about 100 m, may be the same house."""
MAX_BLOCK = 40
"""Larger groups are compared only with their next neighbours in order, so that the work stays linear."""
WINDOW = 8
Fit = Literal["equal", "unknown", "different"]
"""Whether two cells can be about the same thing; an empty cell contradicts nothing."""


def check_duplicates(inventory: Inventory) -> Iterator[Issue]:
    """Find names and rows that stand twice, in the tables that declare ``similar_names`` or ``similar_rows``."""
    for rule in find_rules(inventory.packages, "similar_names", "similar_rows"):
        names = rule.arguments.get("fields") or [rule.arguments["field"]]
        within = rule.arguments.get("within", [])
        resource = sound_resource(inventory, rule.resource_id, *names, *within)
        if resource is not None:
            yield from _check_table(rule, resource, names, within, inventory.packages)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an offering is, as far as it is known."""

    street: str | None
    district_code: str | None
    position: Position | None
    """Only where it is exact."""

    def marks(self) -> Iterator[tuple[Any, ...]]:
        """Marks of which two places share at least one if they are near each other."""
        if self.street:
            yield "street", spell(self.street)
        if self.position:
            # Two grids, half a cell apart: who is near shares a cell in one of them.
            for shift in ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)):
                yield (
                    "cell",
                    shift,
                    *(int(part / (2 * NEAR_DEGREES) + move) for part, move in zip(self.position, shift, strict=True)),
                )


@dataclass(frozen=True, slots=True)
class Item:
    """A row that is compared."""

    row: Row
    name: Name
    cells: tuple[Any, ...]
    """The other compared cells: texts, or places."""

    def marks(self) -> Iterator[tuple[Any, ...]]:
        """Marks of which two rows share at least one if they are alike."""
        yield from self.name.marks()
        # One address may have a hundred names; those with other numbers are others.
        numbers = self.name.numbers
        for place, cell in enumerate(self.cells):
            if isinstance(cell, _Place):
                yield "place", place, numbers, id(cell)
                yield from (("place", place, numbers, *key) for key in cell.marks())
            elif cell is not None:
                yield "cell", place, numbers, spell(str(cell))


def _read_places(packages: Sequence[Package], wanted: Set[str]) -> Mapping[str, _Place]:
    """Address and position of locations."""
    positions = {
        row.values["location_id"]: (row.values.get("longitude"), row.values.get("latitude"))
        for row in find_rows(packages, POSITIONS)
        if row.values["location_id"] in wanted and row.values.get("precision") == "exact"
    }
    places = {}
    for row in find_rows(packages, LOCATIONS):
        if row.values["location_id"] not in wanted:
            continue
        lon, lat = positions.get(row.values["location_id"], (None, None))
        places[row.values["location_id"]] = _Place(
            street=row.values.get("street"),
            district_code=row.values.get("district_code"),
            position=None if lon is None or lat is None else (lon, lat),
        )
    return places


def _check_table(
    rule: Rule, resource: Resource, names: Sequence[str], within: Sequence[str], packages: Sequence[Package]
) -> Iterator[Issue]:
    """Compare the rows of each group."""
    for items in _group_items(resource, names, within, packages):
        for one, other in find_candidates(items):
            likeness = _compare_items(one, other)
            if likeness != "different":
                yield _report(rule, resource, names[0], one, other, likeness)


def _group_items(
    resource: Resource, names: Sequence[str], within: Sequence[str], packages: Sequence[Package]
) -> Iterable[Sequence[Item]]:
    """The rows of each group whose name another one might have: with the same numbers, or with the same letters."""
    first, others = names[0], names[1:]
    named = [
        (row, Name.read(str(row.values[first])), tuple(row.values[name] for name in within))
        for row in resource.rows
        if row.values[first]
    ]
    by_numbers = Counter((group, name.numbers) for _, name, group in named)
    by_letters = Counter((group, name.letters) for _, name, group in named)
    named = [
        (row, name, group)
        for row, name, group in named
        if by_numbers[group, name.numbers] > 1 or by_letters[group, name.letters] > 1
    ]
    refers = {
        key.fields[0]
        for key in resource.foreign_keys
        if f"{key.package or resource.package}/{key.resource}" == LOCATIONS and len(key.fields) == 1
    }
    located = refers.intersection(others)
    places = _read_places(packages, {row.values[name] for row, _, _ in named for name in located}) if located else {}
    groups: dict[tuple[Any, ...], list[Item]] = defaultdict(list)
    for row, name, group in named:
        cells = tuple(places.get(row.values[other]) if other in located else row.values[other] for other in others)
        groups[group].append(Item(row, name, cells))
    return groups.values()


def find_candidates(items: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Pairs that share a mark, each once, the earlier row first."""
    blocks: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    slots: dict[tuple[int, tuple[str, ...]], list[tuple[int, str]]] = defaultdict(list)
    for number, item in enumerate(items):
        for key in set(item.marks()):
            blocks[key].append(number)
        for place, rest, word in item.name.slots():
            slots[place, rest].append((number, word))
    for (place, rest), found in slots.items():
        # Most names share their other words with nobody: only for the few is each word taken apart letter by letter.
        if len(found) > 1:
            for number, word in found:
                for variant in vary(word):
                    blocks["typo", place, rest, variant].append(number)
    pairs = {pair for block in blocks.values() if len(block) > 1 for pair in _pair_up(block, items)}
    return ((items[first], items[second]) for first, second in sorted(pairs))


def _pair_up(block: Sequence[int], items: Sequence[Item]) -> Iterable[tuple[int, int]]:
    """Everyone with everyone in a small block, everyone with the next few in a large one."""
    if len(block) <= MAX_BLOCK:
        return combinations(block, 2)
    order = sorted(block, key=lambda number: (items[number].name.words, number))
    return (
        (min(one, other), max(one, other))
        for place, one in enumerate(order)
        for other in order[place + 1 : place + 1 + WINDOW]
    )


def _compare_items(one: Item, other: Item) -> Likeness:
    """Names first; where an address is the same, less of the name has to agree."""
    fits = [_compare_cells(first, second) for first, second in zip(one.cells, other.cells, strict=True)]
    if "different" in fits:
        return "different"
    likeness = compare_names(one.name, other.name)
    if likeness == "same":
        return "same" if all(fit == "equal" for fit in fits) else "similar"
    if likeness == "different" and "equal" in fits and share_words(one.name, other.name):
        return "similar"
    return likeness


def _compare_cells(one: Any, other: Any) -> Fit:
    """Tell whether two cells besides the name contradict each other."""
    if isinstance(one, _Place) and isinstance(other, _Place):
        return _compare_places(one, other)
    if one is None or other is None:
        return "unknown"
    return _compare_addresses(str(one), str(other))


def _compare_places(one: _Place, other: _Place) -> Fit:
    """By identity, street, position and district, whichever is known first."""
    if one is other:
        return "equal"
    if one.position and other.position:
        near = all(abs(a - b) <= NEAR_DEGREES for a, b in zip(one.position, other.position, strict=True))
        return "equal" if near else "different"
    fit: Fit = _compare_addresses(one.street, other.street) if one.street and other.street else "unknown"
    if fit == "unknown" and one.district_code and other.district_code and one.district_code != other.district_code:
        return "different"
    return fit


@lru_cache(REMEMBERED)
def _read_address(text: str) -> Name:
    """A street with its number, taken apart."""
    return Name.read(text)


def _compare_addresses(one: str, other: str) -> Fit:
    """Streets and house numbers; a street without number may be any house in it.

    >>> _compare_addresses("Ringstr. 5", "Ringstraße 5"), _compare_addresses("Ringstr.", "Ringstraße 5")
    ('equal', 'unknown')
    """
    first, second = _read_address(one), _read_address(other)
    if first.words == second.words:
        return "equal"
    streets = [[word for word in name.words if word not in name.numbers] for name in (first, second)]
    is_open = not first.numbers or not second.numbers
    return "unknown" if is_open and streets[0] == streets[1] else "different"


def _report(rule: Rule, resource: Resource, field: str, one: Item, other: Item, likeness: Likeness) -> Issue:
    """One sentence at the later row; the subject names both rows, in an order that no sorting of the file changes."""
    what = "name" if rule.kind == "similar_names" else "row"
    keys = [name_row(item.row, resource.primary_key) for item in (one, other)]
    if likeness == "same":
        message = f"„{other.name.text}“ steht schon in Zeile {one.row.line}: „{one.name.text}“ ({keys[0]})."
    else:
        message = (
            f"„{other.name.text}“ ist kaum zu unterscheiden von „{one.name.text}“ (Zeile {one.row.line}, {keys[0]})."
        )
    return Issue(
        severity=Severity.ERROR if likeness == "same" else rule.level,
        code=f"{likeness}-{what}",
        path=str(resource.path),
        message=f"{message} Lösche eine der Zeilen, oder gib beiden Namen, die man nicht verwechselt.",
        row=other.row.line,
        field=field,
        subject=" | ".join(sorted(keys)),
    )
