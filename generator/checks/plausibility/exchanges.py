"""Whether numbers of one column changed places: two districts, two years, or a row's numbers with its neighbour's.

Nothing adds up differently then, so the only witness is time: numbers of one district change little from one time to
the next, compared with how much districts differ. Numbers are compared by their square roots, in which chance moves
small and large counts alike, and after the change of all units together is taken out.

What cannot be found: an exchange of numbers that hardly differ, an exchange in a column with a single time, and one
that covers all times (see ``shares``).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import sqrt
from typing import Any

from generator.checks.plausibility.tables import (
    Finding,
    Panel,
    Tables,
    Unit,
    make_finding_issue,
    make_panels,
    say_number,
    titles_of,
)
from generator.model import Quantity
from generator.rules import Cell, Rule

MIN_DEVIATION = 3.0
"""How far off both numbers are, in standard deviations of a count, to be suspected at all."""
MAX_USUAL = 5.0
"""Who is further off than this does not count for what all units have in common."""
MIN_SHARE = 0.75
"""The part of the deviation that the exchange explains."""
MIN_GAIN = 64.0
"""How much of the squared deviation it explains, over the one or two transitions that it touches."""
MIN_CHANGE = 10
"""Numbers that differ by less are not said to be exchanged, unless the rule sets another limit."""
MIN_YEARS_GAIN = 5.0
MIN_YEARS_CERTAINTY = 1.0
"""Two years of a whole column: the deviation explained, and in standard errors over the units."""
MIN_VOTES = 0.45
"""The part of the units in which the exchange of two years fits better."""
MAX_VOTE = 4.0
"""No unit speaks louder than this, or one wrong number would look like two wrong years."""
MIN_SHIFT_GAIN = 30.0
MIN_SHIFT_ROWS = 4
MIN_SHIFT_SUSPECTS = 3
"""Of the rows that slipped, so many are far off where they stand."""

Pair = tuple[Unit, Unit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What one column shows; the same trace in several columns is one finding."""

    kind: str
    """``row-swap``, ``year-swap`` or ``row-shift``."""
    panel: Panel
    times: tuple[Any, ...]
    units: tuple[Unit, ...]
    """The two that changed places, or the run that slipped."""
    step: int = 0
    """For a shift: where the numbers belong, ``-1`` is the row above."""
    votes: tuple[int, int] = (0, 0)
    """For two times: in how many series the exchange fits better, and of how many."""

    @property
    def key(self) -> tuple[Any, ...]:
        """What traces of several columns have in common."""
        return (self.kind, self.times, self.step, () if self.kind == "row-shift" else self.units)


def check_exchanges(tables: Tables, rule: Rule) -> Iterator[Finding]:
    """Find numbers that fit better at each other's place."""
    groups: dict[tuple[Any, ...], list[Trace]] = defaultdict(list)
    for panel in make_panels(tables, rule.resource_id, tuple(rule.arguments["fields"])):
        for trace in _trace_panel(panel, rule.arguments.get("min_change", MIN_CHANGE)):
            groups[trace.key].append(trace)
    for traces in groups.values():
        yield REPORTS[traces[0].kind](tables, rule, traces)


def _trace_panel(panel: Panel, minimum: float) -> Iterator[Trace]:
    """What one column shows, the simplest explanation first: a larger mistake makes smaller ones appear."""
    steps = [_make_step(panel, former, time) for former, time in pairwise(panel.times)]
    found = tuple(_find_shifts(panel, steps))
    if not found:
        pairs = tuple(_find_exchanged_units(panel, steps, minimum))
        found = tuple(_find_exchanged_times(panel, {unit for trace in pairs for unit in trace.units})) or pairs
    yield from found


def _titles(traces: Sequence[Trace]) -> str:
    """The columns in which a trace was found."""
    return titles_of(traces[0].panel.resource, tuple(trace.panel.field for trace in traces))


def deviation(value: float, expected: float) -> float:
    """How far a count is from what was expected, in standard deviations of a count.

    >>> round(deviation(121, 100), 1), round(deviation(9, 16), 1)
    (2.0, -2.0)
    """
    return 2 * (sqrt(max(value, 0.0)) - sqrt(max(expected, 0.0)))


def _scale(before: Mapping[Unit, float], after: Mapping[Unit, float], units: Sequence[Unit]) -> float:
    """How many times as much all units together have, without those that move against the others.

    The first guess is the median over those counted both times, which a few wrong numbers hardly move.
    """
    heads = {unit: min(before[unit], after[unit]) for unit in units}
    half = sum(heads.values()) / 2
    guess = 1.0
    growths = [(after[unit] / before[unit], heads[unit]) for unit in units if before[unit] > 0]
    for growth, weight in sorted(growths):
        half -= weight
        if half <= 0:
            guess = growth
            break
    usual = [unit for unit in units if abs(deviation(after[unit], before[unit] * guess)) <= MAX_USUAL]
    total = sum(before[unit] for unit in usual)
    return sum(after[unit] for unit in usual) / total if total > 0 else guess


@dataclass(frozen=True, slots=True)
class Step:
    """From one time to the next."""

    before: Mapping[Unit, float]
    now: Mapping[Unit, float]
    units: tuple[Unit, ...]
    """Those with a number at both times."""
    scale: float

    def deviation(self, unit: Unit, origin: Unit) -> float:
        """How far the number of a unit is from what the number of ``origin`` before lets expect."""
        return deviation(self.now[unit], self.before[origin] * self.scale)

    def gain(self, pair: Pair) -> tuple[float, float]:
        """How much of the squared deviation of two units an exchange explains, and how much there is."""
        one, two = pair
        straight = self.deviation(one, one) ** 2 + self.deviation(two, two) ** 2
        return straight - self.deviation(one, two) ** 2 - self.deviation(two, one) ** 2, straight

    def list_suspects(self) -> list[Unit]:
        """Units that are far off."""
        return [unit for unit in self.units if abs(self.deviation(unit, unit)) > MIN_DEVIATION]


def _make_step(panel: Panel, former: Any, time: Any) -> Step:
    before, now = panel.numbers[former], panel.numbers[time]
    units = tuple(unit for unit in panel.units if unit in before and unit in now)
    return Step(before, now, units, _scale(before, now, units))


# --- two units ----------------------------------------------------------------------------------------------------


def _find_exchanged_units(panel: Panel, steps: Sequence[Step], minimum: float) -> Iterator[Trace]:
    """Pairs that changed places at one time, up to a time or from a time on."""
    breaks: dict[Pair, list[int]] = defaultdict(list)
    for place, step in enumerate(steps, start=1):
        for pair in combinations(step.list_suspects(), 2):
            gain, straight = step.gain(pair)
            if abs(step.now[pair[0]] - step.now[pair[1]]) >= minimum and gain >= MIN_SHARE * straight:
                breaks[pair].append(place)
    found = [best for pair, places in breaks.items() if (best := _explain_breaks(steps, pair, places)) is not None]
    used: set[Unit] = set()
    for _, span, pair in sorted(found, key=lambda item: (-item[0], item[1].start, str(item[2]))):
        if used.isdisjoint(pair):
            used.update(pair)
            yield Trace(kind="row-swap", panel=panel, times=panel.times[span.start : span.stop], units=pair)


def _explain_breaks(steps: Sequence[Step], pair: Pair, places: Sequence[int]) -> tuple[float, range, Pair] | None:
    """The span of times whose exchange gains most at both its ends; of equal spans the shortest."""
    count = len(steps) + 1
    spans = {
        *(range(place, place + 1) for place in places),
        *(range(place - 1, place) for place in places),
        *(range(place, count) for place in places),
        *(range(place) for place in places),
        *(range(first, last) for first, last in combinations(places, 2)),
    }
    best: tuple[float, range, Pair] | None = None
    for span in sorted(spans, key=lambda one: (len(one), one.start)):
        ends = [steps[place - 1] for place in (span.start, span.stop) if 0 < place < count]
        gain = sum(step.gain(pair)[0] for step in ends if set(pair) <= set(step.units))
        if gain >= MIN_GAIN and (best is None or gain > best[0]):
            best = (gain, span, pair)
    return best


def _report_units(tables: Tables, rule: Rule, traces: Sequence[Trace]) -> Finding:
    panel, times, pair = traces[0].panel, traces[0].times, traces[0].units
    resource = panel.resource
    one, two = (panel.rows[(times[0], unit)] for unit in pair)
    first, second = (tables.name_unit(resource, unit) for unit in pair)
    day, until = (tables.describe("", time) for time in (times[0], times[-1]))
    when = f"am {day}" if len(times) == 1 else f"vom {day} bis zum {until}"
    message = (
        f"In {_titles(traces)} sind {when} wohl „{first}“ und „{second}“ vertauscht: "
        f"{say_number(one.values[panel.field])} in Zeile {one.line} passt zu den anderen Jahren von „{second}“, "
        f"{say_number(two.values[panel.field])} in Zeile {two.line} zu denen von „{first}“. "
        "Vergleiche beide mit der Quelle und tausche sie zurück."
    )
    corrections: dict[Cell, Quantity] = {}
    for trace in traces:
        corrections.update(_exchange_units(trace.panel, (pair[0], pair[1]), times))
    issue = make_finding_issue(rule, resource, "row-swap", message, one, panel.field)
    return Finding(issue=issue, corrections=corrections)


def _exchange_units(panel: Panel, pair: Pair, times: Sequence[Any]) -> Mapping[Cell, Quantity]:
    """The numbers of both units at each other's place."""
    corrections = {}
    for time in times:
        rows = [panel.rows.get((time, unit)) for unit in pair]
        if rows[0] is not None and rows[1] is not None:
            for own, other in ((rows[0], rows[1]), (rows[1], rows[0])):
                corrections[Cell(panel.resource.id, own.line, panel.field)] = other.quantity(panel.field)
    return corrections


# --- two times ----------------------------------------------------------------------------------------------------


def _find_exchanged_times(panel: Panel, without: set[Unit]) -> Iterator[Trace]:
    """The two times whose exchange lets the numbers of most units run more smoothly."""
    if len(panel.times) < 3 or len(panel.units) < MIN_SHIFT_ROWS:
        return
    steps = _Steps(panel, {})
    best: Trace | None = None
    best_gain = MIN_YEARS_GAIN
    for first, second in combinations(range(len(panel.times)), 2):
        order = list(panel.times)
        order[first], order[second] = order[second], order[first]
        gains = [max(-MAX_VOTE, min(MAX_VOTE, gain)) for gain in steps.compare(order, without)]
        total, spread = sum(gains), sqrt(sum(gain * gain for gain in gains))
        votes = sum(gain > 0 for gain in gains), len(gains)
        is_certain = total >= MIN_YEARS_CERTAINTY * spread and votes[0] >= MIN_VOTES * votes[1]
        if total >= best_gain and is_certain:
            times = (panel.times[first], panel.times[second])
            best = Trace(kind="year-swap", panel=panel, times=times, units=(), votes=votes)
            best_gain = total
    if best is not None:
        yield best


@dataclass(frozen=True, slots=True)
class _Steps:
    """Deviations between any two times per unit, each worked out once."""

    panel: Panel
    known: dict[tuple[Any, Any], dict[Unit, float]]

    def between(self, former: Any, time: Any) -> dict[Unit, float]:
        """Per unit, how far the numbers of two times are apart when both are brought to the same sum."""
        key = (min(former, time), max(former, time))
        if key not in self.known:
            step = _make_step(self.panel, *key)
            scale = sqrt(step.scale) or 1.0
            self.known[key] = {
                unit: abs(deviation(step.now[unit] / scale, step.before[unit] * scale)) for unit in step.units
            }
        return self.known[key]

    def compare(self, order: Sequence[Any], without: set[Unit]) -> list[float]:
        """Per unit, how much shorter the way through the times is in this order, where it makes a difference."""
        gains: dict[Unit, float] = defaultdict(float)
        straight, other = set(pairwise(self.panel.times)), set(pairwise(order))
        for sign, steps in ((1, sorted(straight - other)), (-1, sorted(other - straight))):
            for former, time in steps:
                for unit, size in self.between(former, time).items():
                    gains[unit] += sign * size
        return [gain for unit, gain in gains.items() if abs(gain) > 1e-9 and unit not in without]


def _report_times(tables: Tables, rule: Rule, traces: Sequence[Trace]) -> Finding:
    panel, times, votes = traces[0].panel, traces[0].times, traces[0].votes
    resource = panel.resource
    first, second = (tables.describe("", time) for time in times)
    row = min((panel.rows[key] for key in panel.rows if key[0] == times[0]), key=lambda one: one.line)
    message = (
        f"In {_titles(traces)} sind wohl alle Zahlen vom {first} und vom {second} vertauscht: "
        f"In {votes[0]} von {votes[1]} Reihen passen sie andersherum besser zu den Jahren davor und danach. "
        "Vergleiche beide Jahre mit der Quelle und tausche sie zurück."
    )
    corrections: dict[Cell, Quantity] = {}
    for whole in make_panels(tables, resource.id, tuple(trace.panel.field for trace in traces)):
        for unit in whole.units:
            corrections.update(_exchange_pair(whole, (times[0], unit), (times[1], unit)))
    issue = make_finding_issue(rule, resource, "year-swap", message, row, panel.field)
    return Finding(issue=issue, corrections=corrections)


def _exchange_pair(panel: Panel, one: tuple[Any, Unit], two: tuple[Any, Unit]) -> Mapping[Cell, Quantity]:
    """Two numbers at each other's place."""
    first, second = panel.rows.get(one), panel.rows.get(two)
    if first is None or second is None:
        return {}
    name, field = panel.resource.id, panel.field
    return {
        Cell(name, first.line, field): second.quantity(field),
        Cell(name, second.line, field): first.quantity(field),
    }


# --- neighbouring rows --------------------------------------------------------------------------------------------


def _find_shifts(panel: Panel, steps: Sequence[Step]) -> Iterator[Trace]:
    """Runs of rows of one time whose numbers fit the row above or below at the times before and after."""
    suspects = [len(step.list_suspects()) for step in steps]
    last = len(panel.times) - 1
    found: set[int] = set()
    # The first and the last time have one neighbour only, which may be the one that slipped.
    for place in sorted(range(last + 1), key=lambda one: (one in (0, last), one)):
        is_suspicious = max(suspects[max(place - 1, 0) : place + 1], default=0) >= MIN_SHIFT_SUSPECTS
        if is_suspicious and not found & {place - 1, place + 1}:
            traces = tuple(_find_shift(panel, place))
            found |= {place for _ in traces}
            yield from traces


def _find_shift(panel: Panel, place: int) -> Iterator[Trace]:
    """The run of one time, if there is one."""
    time = panel.times[place]
    order = _order_units(panel, time)
    near = [panel.times[one] for one in (place - 1, place + 1) if 0 <= one < len(panel.times)]
    around = [_make_step(panel, other, time) for other in near]
    found = [(gain, step, run) for step in (-1, 1) for gain, run in _find_run(order, around, step)]
    if found:
        _, step, run = max(found, key=lambda item: (item[0], item[1]))
        yield Trace(kind="row-shift", panel=panel, times=(time,), units=run, step=step)


def _find_run(order: Sequence[Unit], around: Sequence[Step], step: int) -> Iterator[tuple[float, tuple[Unit, ...]]]:
    """The run of units that gains most by the shift, if it gains enough."""
    gains = _shift_gains(order, around, step)
    best, best_range = 0.0, range(0)
    total, start = 0.0, 0
    for place, (_, gain) in enumerate(gains):
        if total <= 0:
            total, start = 0.0, place
        total += gain
        if total > best:
            best, best_range = total, range(start, place + 1)
    run = tuple(gains[place][0] for place in best_range)
    strong = sum(gains[place][1] > MIN_DEVIATION for place in best_range)
    is_clear = best >= MIN_SHIFT_GAIN and strong >= max(MIN_SHIFT_SUSPECTS, len(run) / 2)
    if is_clear and len(run) >= MIN_SHIFT_ROWS:
        yield best, run


def _shift_gains(order: Sequence[Unit], around: Sequence[Step], step: int) -> list[tuple[Unit, float]]:
    """Per unit, how much better its number fits the unit ``step`` rows away: the least that any time around grants."""
    gains = []
    for place, unit in enumerate(order):
        if 0 <= place + step < len(order):
            neighbour = order[place + step]
            seen = [
                abs(one.deviation(unit, unit)) - abs(one.deviation(unit, neighbour))
                for one in around
                if unit in one.now and unit in one.before and neighbour in one.before
            ]
            gains.append((unit, min(seen, default=0.0)))
    return gains


def _report_shift(tables: Tables, rule: Rule, traces: Sequence[Trace]) -> Finding:
    longest = max(traces, key=lambda trace: len(trace.units))
    panel, time, step = longest.panel, longest.times[0], longest.step
    resource = panel.resource
    first, last = (panel.rows[(time, longest.units[place])] for place in (0, -1))
    way, back = ("darüber", "nach oben") if step < 0 else ("darunter", "nach unten")
    message = (
        f"In {_titles(traces)} sind die Zahlen von {tables.place(resource, first)} bis "
        f"{tables.place(resource, last)} wohl um eine Zeile verrutscht: Sie passen zu den anderen Jahren der Zeile "
        f"{way}. Vergleiche sie mit der Quelle und schiebe sie eine Zeile {back}."
    )
    order = _order_units(panel, time)
    targets = {unit: order[order.index(unit) + step] for unit in longest.units}
    corrections = {
        trace.panel.cell(time, target): trace.panel.rows[(time, unit)].quantity(trace.panel.field)
        for trace in traces
        for unit, target in targets.items()
    }
    issue = make_finding_issue(rule, resource, "row-shift", message, first, panel.field)
    return Finding(issue=issue, corrections=corrections)


def _order_units(panel: Panel, time: Any) -> list[Unit]:
    """The units in the order of their rows at a time."""
    there = [unit for unit in panel.units if (time, unit) in panel.rows]
    return sorted(there, key=lambda unit: panel.rows[(time, unit)].line)


REPORTS: Mapping[str, Callable[[Tables, Rule, Sequence[Trace]], Finding]] = {
    "row-swap": _report_units,
    "year-swap": _report_times,
    "row-shift": _report_shift,
}
