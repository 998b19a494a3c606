"""Counts that several distributions need."""

from collections.abc import Sequence

from generator.indicators.compute import Inputs
from generator.model import District
from generator.planning.allocation.counting import Counts, Refusal, count_criterion
from generator.planning.allocation.key import AllocationKey, Round, Variant


class Book:
    """Counts by criterion and round, each worked out once; a class because it remembers them."""

    def __init__(self, key: AllocationKey, inputs: Inputs, districts: Sequence[District]) -> None:
        self.key, self.inputs, self.districts = key, inputs, districts
        self.known: dict[tuple[str, int], Counts | Refusal] = {}

    def counts(self, variant: Variant, one: Round) -> tuple[Counts, ...] | Refusal:
        """What a variant needs, or why it cannot be had."""
        found: list[Counts] = []
        for name in variant.weights:
            place = (name, one.year)
            if place not in self.known:
                self.known[place] = count_criterion(self.inputs, self.key.criteria[name], one, self.districts)
            counts = self.known[place]
            if isinstance(counts, Refusal):
                return counts
            found.append(counts)
        return tuple(found)
