"""What is known of the counts that a key uses: how many in each district, how many in all, and who is not known.

A district of several parts is counted as far as its parts are known. What is left of the whole belongs to the parts
that are not known; nobody guesses whose it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generator.indicators.compute import Inputs
from generator.model import District, Evidence, ObservationStatus
from generator.planning.allocation.key import Criterion, Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A part of a district whose count nobody may or can know."""

    district_code: str
    status: ObservationStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What is known of one count in one district."""

    count: int
    evidence: tuple[Evidence, ...]
    gaps: tuple[Gap, ...]
    is_rest: bool = False
    """Whether it is what is left of the whole, and not the count of a district."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """A criterion, counted in all districts at one reference date."""

    criterion: Criterion
    reference_date: date | None
    """``None`` where every district counts as one."""
    tallies: tuple[Tally, ...]
    """In the order of the districts."""
    total: int
    """Of the whole city, with those whose district is not known."""
    total_evidence: tuple[Evidence, ...]

    @property
    def rest(self) -> int:
        """Those of the whole that no district is known for."""
        return self.total - sum(one.count for one in self.tallies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why something cannot be worked out, in one sentence."""

    reason: str


def count_criterion(
    inputs: Inputs, criterion: Criterion, one: Round, districts: Sequence[District]
) -> Counts | Refusal:
    """The counts that a round uses, if the whole is known and nothing secret could be worked out from it."""
    if criterion.is_equal:
        tallies = tuple(Tally(count=1, evidence=(), gaps=()) for _ in districts)
        return Counts(criterion=criterion, reference_date=None, tallies=tallies, total=len(tallies), total_evidence=())
    day = find_date(inputs, criterion, one)
    if day is None:
        return Refusal(reason=f"Für „{criterion.title}“ gibt es keine Zahlen, die früh genug erhoben sind.")
    whole = tally_district(inputs, criterion, inputs.geography.city.code, day)
    tallies = tuple(tally_district(inputs, criterion, district.code, day) for district in districts)
    counts = Counts(
        criterion=criterion,
        reference_date=day,
        tallies=tallies,
        total=whole.count,
        total_evidence=whole.evidence,
    )
    reason = _find_obstacle(counts, whole)
    return Refusal(reason=f"{reason} Stichtag {day:%d.%m.%Y}.") if reason else counts


def find_date(inputs: Inputs, criterion: Criterion, one: Round) -> date | None:
    """The day whose counts a round uses: the fixed one, or the newest the round knows."""
    if criterion.reference_date is not None:
        return criterion.reference_date
    last = one.reference_date or date.max
    return max((day for day in inputs.dates[criterion.resource_id] if day <= last), default=None)


def tally_district(inputs: Inputs, criterion: Criterion, code: str, day: date) -> Tally:
    """The district's own row, or else the sum of its parts that are known."""
    row = inputs.rows.get((criterion.resource_id, code, day))
    if row is not None:
        quantity = row.quantity(criterion.field)
        cell = Evidence(
            resource_id=criterion.resource_id,
            line=row.line,
            field=criterion.field,
            district_code=code,
            quantity=quantity,
        )
        if quantity.value is None:
            return Tally(count=0, evidence=(cell,), gaps=(Gap(district_code=code, status=quantity.status),))
        return Tally(count=int(quantity.value), evidence=(cell,), gaps=())
    parts = [tally_district(inputs, criterion, part, day) for part in inputs.geography.districts[code].part_codes]
    if not parts:
        return Tally(count=0, evidence=(), gaps=(Gap(district_code=code, status=ObservationStatus.MISSING),))
    return Tally(
        count=sum(part.count for part in parts),
        evidence=tuple(cell for part in parts for cell in part.evidence),
        gaps=tuple(gap for part in parts for gap in part.gaps),
    )


def _find_obstacle(counts: Counts, whole: Tally) -> str:
    """Why these counts cannot be shared by; empty if they can."""
    title = counts.criterion.title
    secret = [gap for one in counts.tallies for gap in one.gaps if gap.status is ObservationStatus.CONFIDENTIAL]
    gaps = sum(len(one.gaps) for one in counts.tallies)
    if whole.gaps:
        return f"Wie viele es in der ganzen Stadt sind, ist für „{title}“ nicht veröffentlicht."
    if counts.total == 0:
        return f"Für „{title}“ ist in der ganzen Stadt niemand gezählt."
    if counts.rest < 0:
        return f"Für „{title}“ ergeben die Gebiete zusammen mehr als die ganze Stadt."
    if len(secret) == 1 and gaps == 1:
        # The rest would be this one secret number.
        return f"Für „{title}“ ließe sich aus dem Rest eine geheim gehaltene Zahl ausrechnen."
    return ""
