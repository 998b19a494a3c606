"""What ``gebietsatlas show verteilung`` says: an amount, step by step, down to the rows behind it."""

from collections.abc import Iterator

from generator.formatting import describe_absence, format_date, format_difference, format_number, format_unit
from generator.model import District
from generator.planning.allocation import Allocation, Change, Distribution, Limit, Part, Refusal, Share, to_decimal
from generator.profiles.atlas import Atlas

NAMES = ("allocation", "verteilung")
"""How the sharing of a budget is asked for."""
POT_TITLE = "Gemeinsamer Posten"


def describe_allocation(atlas: Atlas, allocation: Allocation, chosen: District | None) -> Iterator[str]:
    """The key in short, then every amount of the newest round, or that of one district with all it rests on."""
    key, current = allocation.key, allocation.current
    yield f"{key.title} ({key.label})"
    if isinstance(current, Refusal):
        yield f"  Nicht berechenbar: {current.reason}"
        return
    yield f"  {current.round.year}, Variante „{current.variant.title}“"
    budget, need_part = current.round.budget.amount, current.need_part
    yield f"  Budget {_spell(allocation, budget)}, davon nach Merkmalen {_spell(allocation, need_part)}"
    if chosen is None:
        for share in current.rows:
            name = atlas.geography.districts[share.district_code].name if share.district_code else POT_TITLE
            yield f"{share.district_code:>8}  {name:<32} {_spell(allocation, share.amount)}"
    elif chosen.level_id != key.level_id:
        level = next(level for level in atlas.geography.levels if level.id == key.level_id)
        yield f"  Verteilt wird auf: {level.name_plural}. {chosen.name} gehört nicht zu dieser Ebene."
    else:
        yield from _describe_share(atlas, allocation, current, current.share(chosen.code))


def _spell(allocation: Allocation, amount: int) -> str:
    """An amount with its unit."""
    unit = allocation.key.unit
    return format_unit(format_number(unit.spell(amount), unit.decimals), unit.sign)


def _describe_share(atlas: Atlas, allocation: Allocation, current: Distribution, share: Share) -> Iterator[str]:
    """Every step from rows to the amount; what is not whole is shown with more decimals than are paid."""
    unit = allocation.key.unit
    yield f"{atlas.geography.districts[share.district_code].name}: {_spell(allocation, share.amount)}"
    yield f"  Sockel: {_spell(allocation, share.fixed_part)}"
    for part in share.parts:
        yield from _describe_part(atlas, allocation, current, part)
    exact = to_decimal(share.target) * unit.step
    yield f"  Zielbetrag: {format_unit(format_number(exact, unit.decimals + 4), unit.sign)}"
    high = "keine" if share.bounds.high is None else _spell(allocation, share.bounds.high)
    yield f"  Untergrenze: {_spell(allocation, share.bounds.low)}, Obergrenze: {high}, es greift: {_name(share.limit)}"
    if share.limit is Limit.NONE:
        yield f"  Ausgleich: Zielbetrag × {format_number(to_decimal(current.factor), 8)}"
    exact = to_decimal(share.bounded) * unit.step
    yield f"  Nach Grenzen und Übergang: {format_unit(format_number(exact, unit.decimals + 4), unit.sign)}"
    yield f"  Betrag nach der Rundung: {_spell(allocation, share.amount)}"
    if isinstance(allocation.changes, Refusal):
        yield f"  Kein Vergleich mit dem Vorjahr: {allocation.changes.reason}"
        return
    yield from _describe_change(allocation, allocation.changes[share.district_code])


def _name(limit: Limit) -> str:
    return {
        Limit.NONE: "keine",
        Limit.FLOOR: "der Mindestbetrag",
        Limit.CAP: "der Höchstbetrag",
        Limit.DECREASE: "die höchste Kürzung gegenüber dem Vorjahr",
        Limit.INCREASE: "der höchste Zuwachs gegenüber dem Vorjahr",
    }[limit]


def _describe_part(atlas: Atlas, allocation: Allocation, current: Distribution, part: Part) -> Iterator[str]:
    """A criterion with its calculation and cells."""
    unit = allocation.key.unit
    weight = format_number(to_decimal(current.variant.weights[part.criterion.id] * 100), 2)
    day = f" am {format_date(part.counts.reference_date)}" if part.counts.reference_date else ""
    pool = format_unit(format_number(to_decimal(part.pool) * unit.step, unit.decimals), unit.sign)
    exact = format_unit(format_number(to_decimal(part.amount) * unit.step, unit.decimals + 4), unit.sign)
    yield (
        f"  {part.criterion.title}{day}, Gewicht {weight} %: {format_number(part.tally.count)} ÷ "
        f"{format_number(part.counts.total)} × {pool} = {exact}"
    )
    for cell in part.tally.evidence:
        value = cell.quantity.value
        amount = describe_absence(cell.quantity.status) if value is None else format_number(value)
        yield f"    {cell.resource_id}, Zeile {cell.line}, {cell.field} ({cell.district_code}): {amount}"
    for gap in part.tally.gaps:
        name = atlas.geography.districts[gap.district_code].name
        yield f"    nicht mitgezählt: {name} ({describe_absence(gap.status)}); sein Geld liegt im gemeinsamen Posten"


def _describe_change(allocation: Allocation, change: Change) -> Iterator[str]:
    """Last year's amount and why this year's is another."""
    unit = allocation.key.unit
    yield f"  Vorjahr: {_spell(allocation, change.before)}"
    parts = (
        ("neue Zahlen", change.data),
        ("neuer Schlüssel", change.formula),
        ("neues Budget", change.budget),
        ("Grenzen, Übergang, Rundung", change.limits),
    )
    for title, amount in parts:
        yield f"    {title}: {format_unit(format_difference(unit.spell(amount), unit.decimals), unit.sign)}"
