"""Walking distances in words: ranges, minutes, shares of a hundred people, and where the numbers are from."""

from generator.formatting import format_date, format_difference, format_number, format_unit
from generator.indicators.reachability import MEETING_PLACE, Reachability, Span, Target, WhiteSpot
from generator.model import District, Quantity
from generator.profiles.atlas import Atlas
from generator.profiles.views import Value, view_quantity

WALKERS = {"mobile": "gut zu Fuß sind", "restricted": "nur langsam gehen können"}


def view_span(span: Span, unit: str, *, signed: bool = False) -> Value:
    """A range as "4 bis 38 %", one number where both ends are the same, or a sign."""
    low, high = span.low, span.high
    if low.value is None:
        return view_quantity(low, 0, unit)
    if high.value is None:
        return Value(text=f"mindestens {_write(low.value, unit, signed=signed)}", meaning="")
    if low.value == 0 == high.value:
        return Value(text="±0") if signed else view_quantity(low, 0, unit)
    texts = [_write(one, "", signed=signed) for one in (low.value, high.value)]
    if texts[0] == texts[1]:
        return Value(text=_write(low.value, unit, signed=signed))
    return Value(text=format_unit(f"{texts[0]} bis {texts[1]}", unit))


def _write(value: float, unit: str, *, signed: bool = False) -> str:
    return format_unit(format_difference(value) if signed else format_number(value), unit)


def span_minutes(span: Span, speed_m_per_s: float) -> Span:
    """A range of metres as minutes on foot."""
    return Span(_to_minutes(span.low, speed_m_per_s), _to_minutes(span.high, speed_m_per_s))


def _to_minutes(metres: Quantity, speed_m_per_s: float) -> Quantity:
    return metres if metres.value is None else Quantity(metres.value / speed_m_per_s / 60)


def round_metres(span: Span) -> Span:
    """Metres in tens: more digits would only look exact."""
    return Span(*(one if one.value is None else Quantity(round(one.value / 10) * 10) for one in (span.low, span.high)))


def say_share(target: Target, walkers: str, span: Span, *, where: str = "") -> str:
    """A share as people of a hundred; ``where`` they live, unless that has been said."""
    is_nobody = span.low.value == 0 == span.high.value
    count = "niemand" if is_nobody else view_span(span, "").text
    verb = "erreicht" if is_nobody else "erreichen"
    goal = "einen bekannten Begegnungsort" if target.id == MEETING_PLACE else f"das Ziel „{target.title}“"
    minutes = format_number(target.minutes)
    people = f"Von 100 Menschen ab 65 Jahren {where}".rstrip() + f", die {walkers},"
    return f"{people} {verb} {count} {goal} in höchstens {minutes} Minuten."


def spots_in(atlas: Atlas, reachability: Reachability, district: District) -> tuple[WhiteSpot, ...]:
    """White spots in a district; the city has all of them."""
    if district.code == atlas.geography.city.code:
        return reachability.white_spots
    codes = atlas.geography.finest_codes(district.code)
    return tuple(
        sorted((one for code in codes for one in reachability.spots_of.get(code, ())), key=lambda one: one.number)
    )


def tell_source(atlas: Atlas, reachability: Reachability) -> str:
    """What the numbers are made from, and their dates."""
    cells = atlas.resource("demographics/census_cells")
    share = f", Anteil ab 65 vom {format_date(reachability.share_date)}" if reachability.share_date else ""
    how = "mit gemessenen Wegen" if reachability.measured_pairs else "Luftlinie mal Umwegfaktor"
    return f"Geschätzt aus Zensuszellen vom {cells.temporal}{share}; {how}."


def has_reach_page(atlas: Atlas) -> bool:
    """Tell whether the city has census cells and a threshold for meeting places."""
    return atlas.reachability is not None and bool(atlas.reachability.cell_classes)
