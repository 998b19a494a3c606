"""Every amount as a sum that one can redo with a pocket calculator."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import (
    format_number,
)
from generator.model import District
from generator.planning.allocation import (
    Allocation,
    Distribution,
    Limit,
    Part,
    Refusal,
    Share,
    count_years,
    to_decimal,
)
from generator.profiles.allocation_amounts import (
    Money,
    allocation_datasets,
    find_level,
    make_crumbs,
    name_gaps,
    note_changes,
    spell_corrections,
    spell_difference,
    spell_percent,
    spell_share,
    tabulate_changes,
    tabulate_variants,
)
from generator.profiles.atlas import Atlas
from generator.profiles.views import (
    Link,
    PageMeta,
    PagerView,
    RowView,
    SourceView,
    TableView,
    page_through,
    text_value,
)

FACTOR_DECIMALS = 8
"""Enough that a calculator gives the same amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationDistrictPage:
    """One district's amount, step by step."""

    path: PurePosixPath
    meta: PageMeta
    label: str
    lead: tuple[str, ...]
    status_note: str
    """What readers must know about the cut of the districts; empty if nothing."""
    calculation: TableView
    notes: tuple[str, ...]
    """What is not counted, and which bound holds."""
    one_more: tuple[str, ...]
    changes: TableView | None
    changes_note: str
    variants: TableView
    district: Link
    pager: PagerView
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationView:
    """What a district's own page says about money."""

    label: str
    sentence: str
    link: Link


def profile_allocation_districts(atlas: Atlas) -> tuple[AllocationDistrictPage, ...]:
    """A page for every amount."""
    allocation = atlas.allocation
    if allocation is None or isinstance(allocation.current, Refusal):
        return ()
    pages = [layout.allocation_page(one) for one in allocation.districts]
    # Pages of one folder: a link to one of them reads the same from each of the others.
    links = [
        Link(text=one.name, href=layout.relative_url(pages[place - 1], pages[place]))
        for place, one in enumerate(allocation.districts)
    ]
    return tuple(
        _profile_district(atlas, allocation, allocation.current, place, links)
        for place in range(len(allocation.districts))
    )


def view_allocation(atlas: Atlas, page: PurePosixPath, district: District) -> AllocationView | None:
    """What a district's own page says about money; nothing on other levels."""
    allocation = atlas.allocation
    if allocation is None or district.level_id != allocation.key.level_id:
        return None
    key, current, money = allocation.key, allocation.current, Money(allocation.key)
    if isinstance(current, Refusal):
        link = Link(text="Zum Schlüssel", href=layout.relative_url(page, layout.ALLOCATION))
        return AllocationView(
            label=key.label, sentence=f"Ein Betrag lässt sich nicht berechnen. {current.reason}", link=link
        )
    share = current.share(district.code)
    return AllocationView(
        label=key.label,
        sentence=(
            f"{key.title}: {money.text(share.amount)} von {money.text(current.round.budget.amount)} "
            f"im Jahr {current.round.year}."
        ),
        link=Link(text="So ist der Betrag gerechnet", href=layout.relative_url(page, layout.allocation_page(district))),
    )


def _profile_district(
    atlas: Atlas, allocation: Allocation, current: Distribution, place: int, links: Sequence[Link]
) -> AllocationDistrictPage:
    """The page of one amount."""
    district, money = allocation.districts[place], Money(allocation.key)
    share = current.shares[district.code]
    page = layout.allocation_page(district)
    return AllocationDistrictPage(
        path=page,
        meta=PageMeta(
            title=f"{district.name}: {allocation.key.title}",
            description=f"{allocation.key.label}: wie der Betrag für {district.name} gerechnet ist.",
            crumbs=make_crumbs(page, Link(text="Verteilung", href=layout.relative_url(page, layout.ALLOCATION))),
        ),
        label=allocation.key.label,
        lead=(
            f"{district.name} {'bekommt' if allocation.key.is_decided else 'bekäme'} im Jahr {current.round.year} "
            f"{money.text(share.amount)}, das sind "
            f"{spell_share(share.amount, current.round.budget.amount)} von {money.text(current.round.budget.amount)}.",
            "Jede Zeile lässt sich mit einem Taschenrechner nachrechnen.",
        ),
        status_note=find_level(atlas, allocation).status_note,
        calculation=_tabulate_calculation(allocation, current, district, share, money),
        notes=tuple(_note_share(atlas, allocation, current, share, money)),
        one_more=tuple(_list_one_more(share, money)),
        changes=tabulate_changes(atlas, page, allocation, district.code, money),
        changes_note=note_changes(allocation),
        variants=tabulate_variants(atlas, page, allocation, [district], money),
        district=atlas.district_link(page, district),
        pager=page_through(links, place),
        sources=atlas.view_sources(page, allocation_datasets(allocation)),
    )


def _tabulate_calculation(
    allocation: Allocation, current: Distribution, district: District, share: Share, money: Money
) -> TableView:
    """The amount as a sum, each line with what to type into a calculator."""
    limits, rounding = spell_corrections(share, money.unit.spell)
    rows: list[RowView] = []
    if current.round.fixed_part:
        rows.append(_line("Sockelbetrag", "für jedes Gebiet gleich", money.text(share.fixed_part)))
    rows.extend(_line(part.criterion.title, _spell_part(part, money), money.text(part.amount)) for part in share.parts)
    shown = money.unit.spell(share.fixed_part) + sum(
        (money.unit.spell(part.amount) for part in share.parts), Decimal(0)
    )
    text = money.spelled(shown)
    rows.append(_line("Zwischensumme", "", text, is_strong=True))
    rows.append(_line("Grenzen und Übergang", _spell_limit(current, share, money), spell_difference(limits, money)))
    rows.append(_line("Rundung", "damit die Summe genau das Budget ergibt", spell_difference(rounding, money)))
    rows.append(_line("Betrag", "", money.text(share.amount), is_strong=True))
    return TableView(
        caption=f"{district.name} {current.round.year}: Rechnung ({allocation.key.label})",
        columns=("Schritt", "Rechnung", "Ergebnis"),
        rows=tuple(rows),
    )


def _line(title: str, calculation: str, result: str, *, is_strong: bool = False) -> RowView:
    return RowView(header=Link(text=title), cells=(text_value(calculation), text_value(result)), is_strong=is_strong)


def _spell_part(part: Part, money: Money) -> str:
    """The calculation of one criterion."""
    return f"{format_number(part.tally.count)} ÷ {format_number(part.counts.total)} × {money.text(part.pool)}"


def _spell_limit(current: Distribution, share: Share, money: Money) -> str:
    """What the bounds do to this amount."""
    if share.limit is Limit.NONE and current.factor == 1:
        return "keine Grenze greift"
    if share.limit is Limit.NONE:
        factor = format_number(to_decimal(current.factor), FACTOR_DECIMALS)
        return f"Ausgleich für Grenzen in anderen Gebieten: Zwischensumme × {factor}"
    before = money.text(share.previous or 0)
    transition = current.round.transition
    decrease = spell_percent(transition.decrease or Fraction(0)) if transition else ""
    increase = spell_percent(transition.increase or Fraction(0)) if transition else ""
    return {
        Limit.FLOOR: f"Mindestbetrag {money.text(share.bounds.low)}",
        Limit.CAP: f"Höchstbetrag {money.text(share.bounds.high or 0)}",
        Limit.DECREASE: f"höchstens {decrease} weniger als im Vorjahr ({before})",
        Limit.INCREASE: f"höchstens {increase} mehr als im Vorjahr ({before})",
    }[share.limit]


def _note_share(
    atlas: Atlas, allocation: Allocation, current: Distribution, share: Share, money: Money
) -> Iterator[str]:
    """What is not counted here, and how far the amount is from where it leads."""
    for part in share.parts:
        if part.tally.gaps:
            yield (
                f"{part.criterion.title}: nicht mitgezählt {name_gaps(atlas, part.tally.gaps)}. "
                "Das Geld dafür liegt im gemeinsamen Posten."
            )
    transition, goal = current.round.transition, allocation.variants[current.variant.id]
    if transition and share.previous and isinstance(goal, Distribution):
        target = goal.share(share.district_code).amount
        years = count_years(share.amount, Fraction(target), transition)
        distance = money.text(target - share.amount, signed=True)
        yield f"Ohne Übergangsregel wären es {money.text(target)} ({distance}). {_spell_years(years)}"


def _spell_years(years: int | None) -> str:
    if years is None:
        return "Mit dieser Übergangsregel wird der Betrag nie erreicht."
    if not years:
        return "Der Übergang ist abgeschlossen."
    unit = "Jahr" if years == 1 else "Jahre"
    return f"Bei gleichen Zahlen und gleichem Budget dauert der Übergang noch etwa {years} {unit}."


def _list_one_more(share: Share, money: Money) -> Iterator[str]:
    """What one case more would change."""
    for part in share.parts:
        if not part.criterion.is_equal:
            yield f"{part.criterion.one_more}: {money.text(part.one_more, signed=True)}"
