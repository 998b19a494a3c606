"""What belongs together: needs that somebody has named, needs that rules find, and measures that answer either."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.geography import Geography
from generator.planning.needs.evaluation import NeedResult
from generator.planning.needs.logic import Truth
from generator.planning.records import Measure, Need, PlanningRecords


class Agreement(StrEnum):
    """What the rules say to a need that somebody has named."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNKNOWN = "unknown"
    NO_RULE = "no_rule"
    """No rule asks for this."""
    NOT_COMPARABLE = "not_comparable"
    """The rule is not asked at a place like this, such as the whole city or one that no district is known for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A named need held against a rule in one district."""

    need: Need
    district_code: str | None
    """``None`` where the need names no district."""
    rule_id: str | None
    agreement: Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """All links, and where they are missing."""

    comparisons: tuple[Comparison, ...]
    """Every named need with each of its districts and rules."""
    unnamed: tuple[NeedResult, ...]
    """Needs that rules find and nobody has named."""
    measures_of: Mapping[tuple[str, str], tuple[Measure, ...]]
    """Measures that answer a computed need, by rule id and district code."""
    needs_without_measure: tuple[Need, ...]
    results_without_measure: tuple[NeedResult, ...]
    measures_without_need: tuple[Measure, ...]


def link_chain(results: Sequence[NeedResult], planning: PlanningRecords, geography: Geography) -> Chain:
    """Hold the records of the city and the answers of the rules against each other."""
    hits = tuple(one for one in results if one.truth is Truth.YES)
    truths = {(one.rule.id, one.district_code): one.truth for one in results}
    answering = {
        (one.rule.id, one.district_code): tuple(
            measure for measure in planning.measures if _answers(measure, one, planning.needs, geography)
        )
        for one in hits
    }
    answered = {need_id for measure in planning.measures for need_id in measure.need_ids}
    return Chain(
        comparisons=tuple(found for need in planning.needs for found in _compare(need, truths)),
        unnamed=tuple(one for one in hits if not any(is_named(need, one, geography) for need in planning.needs)),
        measures_of=answering,
        needs_without_measure=tuple(one for one in planning.needs if one.id not in answered),
        results_without_measure=tuple(one for one in hits if not answering[one.rule.id, one.district_code]),
        measures_without_need=tuple(one for one in planning.measures if not one.need_ids and not one.rule_ids),
    )


def _compare(need: Need, truths: Mapping[tuple[str, str], Truth]) -> list[Comparison]:
    """A named need in each of its districts."""
    words = {Truth.YES: Agreement.AGREES, Truth.NO: Agreement.DIFFERS, Truth.UNKNOWN: Agreement.UNKNOWN}
    codes: tuple[str | None, ...] = need.district_codes or (None,)
    if not need.rule_ids:
        return [Comparison(need=need, district_code=code, rule_id=None, agreement=Agreement.NO_RULE) for code in codes]
    found = []
    for code in codes:
        for rule_id in need.rule_ids:
            truth = truths.get((rule_id, code or ""))
            agreement = words[truth] if truth else Agreement.NOT_COMPARABLE
            found.append(Comparison(need=need, district_code=code, rule_id=rule_id, agreement=agreement))
    return found


def is_named(need: Need, result: NeedResult, geography: Geography) -> bool:
    """Tell whether a computed need is one that somebody has named, for the district or for a part of it."""
    return result.rule.id in need.rule_ids and overlaps(geography, need.district_codes, result.district_code)


def overlaps(geography: Geography, codes: Sequence[str], code: str) -> bool:
    """Tell whether one of some districts shares ground with another."""
    if geography.city.code in codes:
        return True
    own = set(geography.finest_codes(code))
    return any(own & set(geography.finest_codes(one)) for one in codes)


def _answers(measure: Measure, result: NeedResult, needs: Sequence[Need], geography: Geography) -> bool:
    """Tell whether a measure answers a computed need here: by the rule, or by a named need of the same rule."""
    is_here = not measure.district_codes or overlaps(geography, measure.district_codes, result.district_code)
    if not is_here:
        return False
    by_need = any(need.id in measure.need_ids and is_named(need, result, geography) for need in needs)
    return result.rule.id in measure.rule_ids or by_need
