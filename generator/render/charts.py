"""Charts as inline SVG, drawn for the width of a phone and grown by the style sheet; each with its numbers as a table.

Colours and sizes of type are classes in ``gebietsatlas.css``, so that dark mode, print and forced colours hold. Axes
start at zero. A missing number is a hatched place with its official sign, never a zero and never bridged by a line.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.formatting import (
    NIL_SIGN,
    SIGN_MEANINGS,
    STATUS_SIGNS,
    describe_quantity,
    describe_sign,
    find_sign,
    format_cell,
    format_list,
    format_number,
    format_unit,
)
from generator.model import ObservationStatus, Quantity
from generator.profiles.charts import AgeView, BarsView, SeriesView
from generator.render.templates import escape_text

WIDTH = 300
"""Units of every drawing; one unit is about one pixel on the smallest phone."""
SIGN_WIDTH = 9.6
"""Room for one sign of a label: type has 17 units on the smallest phone, less where the drawing grows."""

SERIES_TOP = 30
"""Above the highest grid line there is room for a label."""
SERIES_BOTTOM = 180
SERIES_HEIGHT = 208
TICKS = 4
"""At most so many steps on the axis of numbers."""
YEAR_ROUND = 5
"""Years on the axis: the first, the last, and those that this divides."""
YEAR_ROOM = 52
"""Units between two years on the axis, at least."""
LABEL_ROOM = 84

BAR_ROW = 52
BAR_HEIGHT = 20
BAR_ROOM = 76
"""Kept free beside the longest bar for its number."""

AGE_LEFT = 84
AGE_BAR = 16
AGE_ROW = 48
AGE_LEGEND = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every chart has around its drawing."""

    id: str
    title: str
    point: str
    description: str
    """The drawing in words, with all its numbers."""
    height: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """Header and cells as HTML."""
    signs: tuple[str, ...]
    """Official signs that stand instead of numbers, each once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A scale of numbers that contains zero."""

    low: float
    high: float
    start: float
    """Where ``low`` lies in the drawing."""
    end: float
    """Where ``high`` lies."""

    def place(self, value: float) -> float:
        """Where a number lies."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def draw_series(view: SeriesView) -> str:
    """A line over the years with its first, last and highest number."""
    ticks = choose_ticks([quantity.value for _, quantity in view.points if quantity.value is not None])
    labels = [format_unit(format_number(tick, _tick_decimals(ticks)), _short(view.unit)) for tick in ticks]
    left = max(len(label) for label in labels) * SIGN_WIDTH + 6
    across = Axis(
        low=view.points[0][0],
        high=max(view.points[-1][0], view.points[0][0] + 1),
        start=left + 8,
        end=WIDTH - 10,
    )
    up = Axis(low=ticks[0], high=ticks[-1], start=SERIES_BOTTOM, end=SERIES_TOP)
    parts = [
        *_draw_grid(up, ticks, labels, left),
        *_draw_gaps(view, across),
        *_draw_lines(view, across, up),
        *_draw_labels(view, across, up),
        *_draw_years(view, across),
    ]
    texts = [(str(year), quantity) for year, quantity in view.points]
    frame = Frame(
        id=view.id,
        title=view.title,
        point=view.point,
        description=_describe(texts, view.decimals, view.unit),
        height=SERIES_HEIGHT,
        columns=("Jahr", _column_title(view.unit)),
        rows=tuple((name, (_cell(quantity, view.decimals, view.unit),)) for name, quantity in texts),
        signs=_list_signs([quantity for _, quantity in view.points]),
    )
    return _draw_frame(frame, parts)


def draw_bars(view: BarsView) -> str:
    """Bars one below the other; that of the page's own district is filled, the others are outlined."""
    values = [quantity.value for _, quantity, _ in view.bars if quantity.value is not None]
    low, high = min([0, *values]), max([0, *values])
    across = Axis(low=low, high=high if high > low else low + 1, start=1, end=WIDTH - BAR_ROOM)
    parts = []
    for number, (name, quantity, is_own) in enumerate(view.bars):
        top = number * BAR_ROW
        parts.append(_text(0, top + 15, name, "v" if is_own else "l"))
        text = format_cell(quantity, view.decimals, unit=view.unit)
        kind = "own" if is_own else "other"
        bar = Bar(quantity=quantity, text=text, top=top + 23, height=BAR_HEIGHT, kind=kind)
        parts.append(_draw_bar(view.id, across, bar))
    height = len(view.bars) * BAR_ROW
    parts.append(_zero(across.place(0), 20, height - 4))
    texts = [(name, quantity) for name, quantity, _ in view.bars]
    frame = Frame(
        id=view.id,
        title=view.title,
        point=view.point,
        description=_describe(texts, view.decimals, view.unit),
        height=height,
        columns=("Gebiet", _column_title(view.unit)),
        rows=tuple((name, (_cell(quantity, view.decimals, view.unit),)) for name, quantity in texts),
        signs=_list_signs([quantity for _, quantity, _ in view.bars]),
    )
    return _draw_frame(frame, parts)


def draw_age_structure(view: AgeView) -> str:
    """Age groups as pairs of bars, the district's above the city's; single bars on the city's own page."""
    is_paired = view.own_name != view.city_name
    values = [one.value for _, own, city in view.groups for one in (own, city) if one.value is not None]
    across = Axis(low=0, high=max([*values, 1]), start=AGE_LEFT, end=WIDTH - BAR_ROOM)
    row = AGE_ROW if is_paired else AGE_ROW - AGE_BAR
    legend = [(view.own_name, "own"), (view.city_name, "other")] if is_paired else []
    parts = [_draw_key(name, kind, number) for number, (name, kind) in enumerate(legend)]
    first = len(legend) * AGE_LEGEND + (10 if legend else 0)
    for number, (name, own, city) in enumerate(view.groups):
        top = first + number * row
        parts.append(_text(0, top + (23 if is_paired else 14), name, "l"))
        pair = ((own, "own"), (city, "other"))[: 2 if is_paired else 1]
        for place, (quantity, kind) in enumerate(pair):
            text = format_cell(quantity, 1, unit="%")
            bar = Bar(quantity=quantity, text=text, top=top + place * (AGE_BAR + 2), height=AGE_BAR, kind=kind)
            parts.append(_draw_bar(view.id, across, bar))
    height = first + len(view.groups) * row
    parts.append(_zero(AGE_LEFT, first - 4, height - row + AGE_ROW - 10 if is_paired else height - 10))
    names = (view.own_name, view.city_name)[: 2 if is_paired else 1]
    told = [
        (f"{name}, {group}", quantity)
        for position, name in enumerate(names)
        for group, *quantities in view.groups
        for quantity in (quantities[position],)
    ]
    frame = Frame(
        id=view.id,
        title=view.title,
        point=view.point,
        description=_describe(told, 1, "%"),
        height=height,
        columns=("Alter in Jahren", *names),
        rows=tuple(
            (group, tuple(_cell(one, 1, "%") for one in (own, city)[: len(names)])) for group, own, city in view.groups
        ),
        signs=_list_signs([quantity for _, quantity in told]),
    )
    return _draw_frame(frame, parts)


def choose_ticks(values: Sequence[float]) -> tuple[float, ...]:
    """Round numbers for an axis that contains zero and all values.

    >>> choose_ticks([1700, 2724]), choose_ticks([]), choose_ticks([-3, 4])
    ((0, 1000, 2000, 3000), (0, 1), (-4, -2, 0, 2, 4))
    """
    low, high = min([0, *values]), max([0, *values])
    if low == high:
        return (0, 1)
    rough = (high - low) / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(_tidy(number * step) for number in range(first, last + 1))


def _tidy(value: float) -> float:
    """Whole numbers as such, others without the dust of binary fractions."""
    rounded = round(value, 10)
    return int(rounded) if rounded == int(rounded) else rounded


def _tick_decimals(ticks: Sequence[float]) -> int:
    """As many decimals as the axis needs to be true."""
    return max(len(str(tick).partition(".")[2]) for tick in ticks)


def _draw_grid(up: Axis, ticks: Sequence[float], labels: Sequence[str], left: float) -> list[str]:
    """Grid lines with their numbers; the zero line is strong."""
    parts = []
    for tick, label in zip(ticks, labels, strict=True):
        y = up.place(tick)
        kind = "zero" if tick == 0 else "grid"
        parts.append(f'<path class="{kind}" d="M{_n(left)} {_n(y)}H{WIDTH}"/>')
        parts.append(_text(left - 6, y + 5.5, label, anchor="end"))
    return parts


def _draw_gaps(view: SeriesView, across: Axis) -> list[str]:
    """A hatched place and the sign where years have no number; neighbours with the same reason share one."""
    runs: list[tuple[int, int, ObservationStatus]] = []
    is_open = False
    for year, quantity in view.points:
        if quantity.value is not None:
            is_open = False
        elif is_open and runs[-1][2] is quantity.status:
            runs[-1] = (runs[-1][0], year, quantity.status)
        else:
            runs.append((year, year, quantity.status))
            is_open = True
    half = (across.place(across.low + 1) - across.start) / 2 - 1
    parts = []
    for first, last, status in runs:
        start = max(across.place(first) - half, across.start - 8)
        end = min(across.place(last) + half, WIDTH)
        parts.append(_hatched(view.id, start, SERIES_TOP, end - start, SERIES_BOTTOM - SERIES_TOP))
        parts.append(_text((start + end) / 2, SERIES_TOP - 6, STATUS_SIGNS[status], "v", "middle"))
    return parts


def _draw_lines(view: SeriesView, across: Axis, up: Axis) -> list[str]:
    """A line through every run of known numbers; a number between two gaps is a dot."""
    runs: list[list[tuple[float, float]]] = [[]]
    for year, quantity in view.points:
        if quantity.value is None:
            runs.append([])
        else:
            runs[-1].append((across.place(year), up.place(quantity.value)))
    parts = []
    for run in runs:
        if len(run) == 1:
            parts.append(_dot(*run[0]))
        elif run:
            parts.append(f'<path class="line" d="M{"L".join(f"{_n(x)} {_n(y)}" for x, y in run)}"/>')
    return parts


def _draw_labels(view: SeriesView, across: Axis, up: Axis) -> list[str]:
    """Dots and numbers: the first and the last known, and the highest where it is another and has room."""
    known = [(year, quantity.value) for year, quantity in view.points if quantity.value is not None]
    if not known:
        return []
    places = [(across.place(year), up.place(value)) for year, value in known]
    chosen = [0] if len(known) == 1 else [0, len(known) - 1]
    highest = max(range(len(known)), key=lambda number: known[number][1])
    is_roomy = all(abs(places[highest][0] - places[number][0]) >= LABEL_ROOM for number in chosen)
    if is_roomy and known[highest][1] > max(known[0][1], known[-1][1]):
        chosen.append(highest)
    parts = []
    for number in chosen:
        x, y = places[number]
        text = format_cell(Quantity(known[number][1]), view.decimals, unit=_short(view.unit))
        width = len(text) * SIGN_WIDTH + 4
        anchor = "middle"
        start = x - width / 2
        if x - width / 2 < across.start - 8:
            anchor, start = "start", x - 4
        elif x + width / 2 > WIDTH:
            anchor, start = "end", x + 4 - width
        # The label stands above the whole stretch of line that it covers.
        top = min(place_y for place_x, place_y in places if start - 12 <= place_x <= start + width + 12)
        shift = {"start": -4, "middle": 0, "end": 4}[anchor]
        parts.append(_dot(x, y))
        parts.append(_text(x + shift, max(top - 9, 15), text, "v", anchor))
    return parts


def _draw_years(view: SeriesView, across: Axis) -> list[str]:
    """A few years below the axis."""
    years = [year for year, _ in view.points]
    shown = [years[0]] if len(years) == 1 else [years[0], years[-1]]
    for year in years[1:-1]:
        near = min(abs(across.place(year) - across.place(other)) for other in shown)
        if year % YEAR_ROUND == 0 and near >= YEAR_ROOM:
            shown.append(year)
    return [
        _text(
            WIDTH if year == years[-1] and len(years) > 1 else across.place(year),
            SERIES_BOTTOM + 22,
            str(year),
            anchor="end" if year == years[-1] and len(years) > 1 else "middle",
        )
        for year in sorted(shown)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar with its number."""

    quantity: Quantity
    text: str
    top: float
    height: float
    kind: str
    """``own`` or ``other``."""


def _draw_bar(chart_id: str, across: Axis, bar: Bar) -> str:
    """A bar, or the sign beside a hatched place where there is no number; the note below says what signs mean."""
    zero = across.place(0)
    middle = bar.top + bar.height / 2 + 5.5
    sign = find_sign(bar.quantity)
    label = sign or bar.text
    if bar.quantity.value is None:
        return _hatched(chart_id, zero, bar.top, 26, bar.height) + _text(zero + 32, middle, label, "v")
    end = across.place(bar.quantity.value)
    x, width = min(zero, end), abs(end - zero)
    place = f'x="{_n(x)}" y="{_n(bar.top)}" width="{_n(width)}" height="{_n(bar.height)}"'
    drawing = f'<rect class="{bar.kind}" {place}/>' if width else ""
    return drawing + _text(max(zero, end) + 6, middle, label, "v" if bar.kind == "own" and not sign else "")


def _draw_key(name: str, kind: str, number: int) -> str:
    """What a kind of bar stands for."""
    y = number * AGE_LEGEND
    return f'<rect class="{kind}" x="1" y="{y + 4}" width="20" height="12"/>' + _text(28, y + 16, name, "l")


def _hatched(chart_id: str, x: float, y: float, width: float, height: float) -> str:
    """A place without a number."""
    place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
    return f'<rect fill="url(#{escape_text(chart_id)}-muster)" {place}/>'


def _zero(x: float, start: float, end: float) -> str:
    """The line where bars begin."""
    return f'<path class="zero" d="M{_n(x)} {_n(start)}V{_n(end)}"/>'


def _dot(x: float, y: float) -> str:
    """A number in a line."""
    return f'<circle class="dot" cx="{_n(x)}" cy="{_n(y)}" r="5"/>'


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "") -> str:
    """A label."""
    extra = (f' class="{kind}"' if kind else "") + (f' text-anchor="{anchor}"' if anchor else "")
    return f'<text{extra} x="{_n(x)}" y="{_n(y)}">{escape_text(text)}</text>'


def _n(value: float) -> str:
    """A length in the drawing, as short as it can be written."""
    return f"{value:.1f}".removesuffix(".0")


def _short(unit: str) -> str:
    """Only a per cent sign fits beside the numbers of an axis; other units stand in the title and the table."""
    return unit if unit == "%" else ""


def _column_title(unit: str) -> str:
    """Heading of the numbers in the table."""
    return f"Wert ({unit})" if unit else "Anzahl"


def _cell(quantity: Quantity, decimals: int, unit: str) -> str:
    """A number in the table, or the sign with its meaning."""
    text = escape_text(format_cell(quantity, decimals, unit=_short(unit)))
    sign = find_sign(quantity)
    return f'<abbr class="ga-sign" title="{escape_text(SIGN_MEANINGS[sign])}">{text}</abbr>' if sign else text


def _describe(texts: Sequence[tuple[str, Quantity]], decimals: int, unit: str) -> str:
    """Numbers as a sentence that is read aloud; signs with their meaning."""
    return "; ".join(f"{name}: {describe_quantity(one, decimals, unit=unit)}" for name, one in texts)


def _list_signs(quantities: Sequence[Quantity]) -> tuple[str, ...]:
    """Every sign, once."""
    return tuple(dict.fromkeys(sign for one in quantities if (sign := find_sign(one))))


def _draw_frame(frame: Frame, parts: Sequence[str]) -> str:
    """Caption, drawing and table in one figure without blank lines."""
    id_, title = escape_text(frame.id), escape_text(frame.title)
    hatch = (
        f'<defs><pattern id="{id_}-muster" width="7" height="7" patternUnits="userSpaceOnUse">'
        '<path class="hatch" d="M-1 8L8 -1"/></pattern></defs>'
    )
    heads = "".join(
        f'<th scope="col"{" class=num" if number else ""}>{escape_text(column)}</th>'
        for number, column in enumerate(frame.columns)
    )
    rows = (
        f'<tr><th scope="row">{escape_text(name)}</th>{"".join(f"<td class=num>{cell}</td>" for cell in cells)}</tr>'
        for name, cells in frame.rows
    )
    gaps = [sign for sign in frame.signs if sign != NIL_SIGN]
    texts = [f"Schraffiert: {format_list([describe_sign(sign) for sign in gaps])}"] if gaps else []
    texts += [describe_sign(NIL_SIGN)] if NIL_SIGN in frame.signs else []
    note = [f'<p class="ga-chart__note">{escape_text("; ".join(texts))}</p>'] if texts else []
    lines = [
        f'<figure class="ga-chart" id="{id_}">',
        f'<figcaption><span class="ga-chart__title">{title}</span> '
        f'<span class="ga-chart__point">{escape_text(frame.point)}</span></figcaption>',
        # The search would offer every number of a chart as a word; the point of the chart above it says what it shows.
        f'<svg viewBox="0 0 {WIDTH} {frame.height}" role="img" aria-labelledby="{id_}-titel {id_}-text" '
        'data-search-exclude="true">',
        f'<title id="{id_}-titel">{title}</title>',
        f'<desc id="{id_}-text">{escape_text(frame.description)}</desc>',
        *([hatch] if gaps else []),
        *parts,
        "</svg>",
        *note,
        '<details data-search-exclude="true">',
        "<summary>Zahlen als Tabelle</summary>",
        f'<table class="ga-table"><caption>{title}</caption>',
        f"<thead><tr>{heads}</tr></thead>",
        "<tbody>",
        *rows,
        "</tbody></table>",
        "</details>",
        "</figure>",
    ]
    return "\n".join(line for line in lines if line)
