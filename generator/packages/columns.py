"""Cells of a whole column at once: many times as quick as asking row by row, where a table has a hundred thousand."""

from collections.abc import Iterable, Iterator
from operator import attrgetter, itemgetter
from typing import Any

from generator.model import Row

_values_of = attrgetter("values")


def read_column(rows: Iterable[Row], name: str) -> Iterator[Any]:
    """The cells of a column, from row to row.

    >>> list(read_column([Row(2, {"a": 1, "b": 2}, {}), Row(3, {"a": None, "b": 4}, {})], "a"))
    [1, None]
    """
    return map(itemgetter(name), map(_values_of, rows))


def read_keys(rows: Iterable[Row], names: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """The cells of some columns side by side, from row to row.

    >>> rows = [Row(2, {"a": 1, "b": 2}, {}), Row(3, {"a": None, "b": 4}, {})]
    >>> list(read_keys(rows, ("b", "a"))), list(read_keys(rows, ("a",)))
    ([(2, 1), (4, None)], [(1,), (None,)])
    """
    if len(names) == 1:
        return zip(read_column(rows, names[0]), strict=True)
    return map(itemgetter(*names), map(_values_of, rows))
