"""What pages about the sharing of a budget have in common: how amounts are written, and tables of several years."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import (
    describe_absence,
    format_difference,
    format_list,
    format_number,
    format_unit,
)
from generator.geography import DISTRICTS_ID
from generator.model import District, Level, ObservationStatus, Quantity
from generator.planning.allocation import (
    POT,
    Allocation,
    AllocationKey,
    Change,
    Distribution,
    Gap,
    Refusal,
    Share,
    to_decimal,
)
from generator.profiles.atlas import Atlas
from generator.profiles.views import (
    Link,
    RowView,
    TableView,
    Value,
    text_value,
    view_quantity,
)

POT_TITLE = "Gemeinsamer Posten"
RATE_DECIMALS = 4


class Money:
    """Writes amounts of one key; a class because every text needs its unit."""

    def __init__(self, key: AllocationKey) -> None:
        self.unit = key.unit

    def text(self, amount: int | Fraction, *, signed: bool = False) -> str:
        """An amount for sentences."""
        spelled = self.unit.spell(amount)
        write = format_difference if signed else format_number
        return format_unit(write(spelled, self.unit.decimals), self.unit.sign)

    def spelled(self, amount: Decimal) -> str:
        """An amount that is in the unit people use already."""
        return format_unit(format_number(amount, self.unit.decimals), self.unit.sign)

    def value(self, amount: int | Fraction, *, signed: bool = False, href: str | None = None) -> Value:
        """An amount for tables; an exact zero as its sign."""
        if amount == 0 and not signed:
            return view_quantity(Quantity(0), 0, href=href)
        return text_value(self.text(amount, signed=signed), href)


def allocation_datasets(allocation: Allocation) -> tuple[str, ...]:
    """The datasets that amounts rest on."""
    ids = (one.resource_id for one in allocation.key.criteria.values() if one.resource_id)
    return tuple(dict.fromkeys((*ids, DISTRICTS_ID)))


def find_level(atlas: Atlas, allocation: Allocation) -> Level:
    """The level that shares the budget."""
    return next(level for level in atlas.geography.levels if level.id == allocation.key.level_id)


def make_crumbs(page: PurePosixPath, *more: Link) -> tuple[Link, ...]:
    """From the start page to the page above."""
    return (Link(text="Start", href=layout.relative_url(page, layout.START)), *more)


def spell_percent(share: Fraction, most: int = RATE_DECIMALS) -> str:
    """A share as percent, without needless decimals and with ``most`` at most."""
    percent = to_decimal(share * 100).normalize()
    exponent = percent.as_tuple().exponent
    decimals = min(max(-exponent, 0), most) if isinstance(exponent, int) else 0
    return format_unit(format_number(percent, decimals), "%")


def link_row(atlas: Atlas, page: PurePosixPath, code: str, *, is_linked: bool = True) -> Link:
    """A district with its number, linked to its calculation."""
    if code == POT:
        return Link(text=POT_TITLE)
    district = atlas.geography.districts[code]
    href = layout.relative_url(page, layout.allocation_page(district)) if is_linked else None
    return Link(text=f"{district.number} {district.name}".strip(), href=href)


def spell_corrections(share: Share, spell: Callable[[int | Fraction], Decimal]) -> tuple[Decimal, Decimal]:
    """What bounds and what rounding add, so that the shown steps add up to the shown amount exactly."""
    shown = spell(share.fixed_part) + sum((spell(part.amount) for part in share.parts), Decimal(0))
    limits = spell(share.bounded - share.target)
    return limits, spell(share.amount) - shown - limits


def spell_difference(amount: Decimal, money: Money) -> str:
    """A difference in the unit people use, with its sign."""
    return format_unit(format_difference(amount, money.unit.decimals), money.unit.sign)


def spell_share(amount: int, budget: int) -> str:
    """An amount as a share of the budget."""
    return format_unit(format_number(Decimal(amount) * 100 / Decimal(budget), 2), "%")


def name_gaps(atlas: Atlas, gaps: Sequence[Gap]) -> str:
    """Parts of districts with the reason why they are not counted."""
    names = (f"{atlas.geography.districts[one.district_code].name} ({describe_absence(one.status)})" for one in gaps)
    return format_list(list(names))


def tabulate_variants(
    atlas: Atlas, page: PurePosixPath, allocation: Allocation, districts: Sequence[District], money: Money
) -> TableView:
    """The newest round by every variant, without transition."""
    results = allocation.variants
    codes = [one.code for one in districts]
    if any(isinstance(one, Distribution) and one.pot.target for one in results.values()):
        codes.append(POT)
    rows = tuple(
        RowView(
            header=link_row(atlas, page, code, is_linked=isinstance(allocation.current, Distribution)),
            cells=tuple(
                money.value(one.share(code).amount)
                if isinstance(one, Distribution)
                else view_quantity(Quantity.absent(ObservationStatus.MISSING), 0)
                for one in results.values()
            ),
        )
        for code in codes
    )
    transition = allocation.key.current.transition
    return TableView(
        caption=f"Varianten {allocation.key.current.year} nebeneinander ({allocation.key.label})",
        columns=("Gebiet", *(one.title for one in allocation.key.variants.values())),
        rows=rows,
        source="Ohne Übergangsregel: So sähe es aus, wenn es kein Vorjahr gäbe." if transition else "",
    )


def tabulate_changes(
    atlas: Atlas, page: PurePosixPath, allocation: Allocation, code: str | None, money: Money
) -> TableView | None:
    """The difference to the year before in its parts, of one district or of all."""
    if isinstance(allocation.changes, Refusal):
        return None
    year = allocation.key.current.year
    chosen = [allocation.changes[code]] if code is not None else list(allocation.changes.values())
    shown = [one for one in chosen if one.district_code != POT or one.before or one.after]
    return TableView(
        caption=f"Von {allocation.key.rounds[-2].year} nach {year} ({allocation.key.label})",
        columns=(
            "Gebiet",
            f"Betrag {allocation.key.rounds[-2].year}",
            "neue Zahlen",
            "neuer Schlüssel",
            "neues Budget",
            "Grenzen, Übergang, Rundung",
            f"Betrag {year}",
        ),
        rows=tuple(
            RowView(
                header=link_row(atlas, page, one.district_code, is_linked=code is None), cells=_view_change(one, money)
            )
            for one in shown
        ),
        source="Immer in dieser Reihenfolge gerechnet: zuerst neue Zahlen, dann neuer Schlüssel, dann neues Budget.",
    )


def _view_change(change: Change, money: Money) -> tuple[Value, ...]:
    parts = (change.data, change.formula, change.budget, change.limits)
    return (
        money.value(change.before),
        *(money.value(one, signed=True) for one in parts),
        money.value(change.after),
    )


def note_changes(allocation: Allocation) -> str:
    """Why there is no comparison with the year before; empty if there is one."""
    return allocation.changes.reason if isinstance(allocation.changes, Refusal) else ""
