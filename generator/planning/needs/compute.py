"""Everything about needs, worked out once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from generator.indicators.compute import IndicatorResults
from generator.indicators.compute import Inputs as IndicatorInputs
from generator.indicators.reachability import Reachability
from generator.model import Package
from generator.planning.needs.chain import Chain, link_chain
from generator.planning.needs.coverage import CoverageCell, compute_coverage
from generator.planning.needs.definition import RuleBook
from generator.planning.needs.evaluation import (
    NeedResult,
    StrengthResult,
    apply_rules,
    find_strengths,
    read_previous,
)
from generator.planning.needs.findings import collect_inputs
from generator.planning.needs.matrix import MatrixResult, place_districts
from generator.planning.needs.reach_numbers import ReachNumber, define_reach_numbers
from generator.planning.needs.reading import read_rule_book
from generator.planning.needs.screening import ScreeningResult, screen
from generator.planning.records import PlanningRecords


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What the rules say, and how it fits to what the city has on record."""

    book: RuleBook | None
    """``None`` where a city has no rules."""
    results: tuple[NeedResult, ...]
    """All answers, in the order of rules and districts."""
    answers: Mapping[str, tuple[NeedResult, ...]]
    """The same by district code."""
    strengths: Mapping[str, tuple[StrengthResult, ...]]
    """By district code."""
    positions: Mapping[str, MatrixResult]
    """Places in the matrix by district code."""
    screening: tuple[ScreeningResult, ...]
    chain: Chain
    coverage: tuple[CoverageCell, ...]
    reach_numbers: Mapping[str, ReachNumber]
    """What rules may ask about ways on foot, by id."""


def compute_needs(
    project: Path,
    packages: Sequence[Package],
    indicators: IndicatorInputs,
    results: IndicatorResults,
    planning: PlanningRecords,
    reachability: Reachability | None,
) -> Needs:
    """Apply the rules of a city to what may be published."""
    book = read_rule_book(project)
    reach_numbers = define_reach_numbers(packages, indicators.catalog, indicators.parameters)
    inputs = collect_inputs(
        results,
        indicators.geography,
        indicators.catalog,
        read_previous(packages),
        reach_numbers=reach_numbers,
        reachability=reachability,
    )
    found = apply_rules(book, inputs) if book else ()
    return Needs(
        book=book,
        results=found,
        answers=_group(found),
        strengths=_group(find_strengths(book, inputs) if book else ()),
        positions={one.district_code: one for one in (place_districts(book, inputs) if book else ())},
        screening=screen(book, inputs) if book else (),
        chain=link_chain(found, planning, indicators.geography),
        coverage=compute_coverage(found, planning, indicators),
        reach_numbers=reach_numbers,
    )


class _OfDistrict(Protocol):
    """A result about one district."""

    @property
    def district_code(self) -> str:
        """The district."""


Result = TypeVar("Result", bound=_OfDistrict)


def _group(results: Sequence[Result]) -> Mapping[str, tuple[Result, ...]]:
    """Results by district, in their order."""
    groups: dict[str, list[Result]] = {}
    for one in results:
        groups.setdefault(one.district_code, []).append(one)
    return {code: tuple(found) for code, found in groups.items()}
