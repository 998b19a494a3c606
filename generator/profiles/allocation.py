"""How a budget is shared among districts: the key, with its reasons, and all amounts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import (
    format_date,
    format_list,
    format_number,
    format_unit,
)
from generator.model import ObservationStatus, Quantity
from generator.planning.allocation import (
    KEY_PATH,
    POT,
    Allocation,
    Basis,
    Distribution,
    Refusal,
    Rounding,
    Setting,
    Share,
    Transition,
    to_decimal,
)
from generator.profiles.allocation_amounts import (
    RATE_DECIMALS,
    Money,
    allocation_datasets,
    find_level,
    link_row,
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
from generator.profiles.downloads import view_downloads
from generator.profiles.views import (
    DownloadView,
    Files,
    Link,
    PageMeta,
    RowView,
    SourceView,
    TableView,
    Value,
    text_value,
    view_quantity,
)

ROUNDING_TEXT = {
    Rounding.LARGEST_REMAINDER: "Größte Reste (Hare und Niemeyer)",
    Rounding.SAINTE_LAGUE: "Sainte-Laguë (Webster)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingView:
    """Something that somebody set, with the reason."""

    title: str
    value: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationPage:
    """The key, and what it gives to every district."""

    path: PurePosixPath
    meta: PageMeta
    label: str
    """What the numbers are and are not."""
    label_notes: tuple[str, ...]
    lead: tuple[str, ...]
    status_note: str
    """What readers must know about the cut of the districts; empty if nothing."""
    refusal: str
    """Why there are no amounts; empty if there are."""
    settings: tuple[SettingView, ...]
    criteria: tuple[SettingView, ...]
    steps: tuple[str, ...]
    key: TableView | None
    amounts: TableView | None
    pot: tuple[str, ...]
    """What the common pot is; empty if there is nothing in it."""
    variants: TableView
    variant_notes: tuple[SettingView, ...]
    changes: TableView | None
    changes_note: str
    shifts: TableView | None
    shift_notes: tuple[str, ...]
    downloads: tuple[DownloadView, ...]
    sources: tuple[SourceView, ...]


def profile_allocation(atlas: Atlas, files: Files) -> tuple[AllocationPage, ...]:
    """The page about the key and all amounts, if the city shares out a budget."""
    allocation = atlas.allocation
    if allocation is None:
        return ()
    page, key, current = layout.ALLOCATION, allocation.key, allocation.current
    money = Money(key)
    known = current if isinstance(current, Distribution) else None
    return (
        AllocationPage(
            path=page,
            meta=PageMeta(
                title=f"Verteilung: {key.title}",
                description=f"{key.label}: wie ein Budget nach einem offenen Schlüssel auf Gebiete verteilt würde.",
                crumbs=make_crumbs(page),
            ),
            label=key.label,
            label_notes=(f"Festgelegt von: {key.decided_by}. Quelle: {key.decision_source}.",),
            lead=(key.description, *(_summarize(allocation, known, money) if known else ())),
            status_note=find_level(atlas, allocation).status_note,
            refusal=current.reason if isinstance(current, Refusal) else "",
            settings=tuple(_list_settings(atlas, allocation, money)),
            criteria=tuple(_list_criteria(allocation)),
            steps=tuple(_list_steps(allocation, money)),
            key=_tabulate_key(known, money, key.label) if known else None,
            amounts=_tabulate_amounts(atlas, allocation, known, money) if known else None,
            pot=tuple(_explain_pot(atlas, known, money)) if known else (),
            variants=tabulate_variants(atlas, page, allocation, allocation.districts, money),
            variant_notes=tuple(_list_variants(allocation)),
            changes=tabulate_changes(atlas, page, allocation, None, money),
            changes_note=note_changes(allocation),
            shifts=_tabulate_shifts(atlas, page, allocation, money),
            shift_notes=tuple(_summarize_shifts(atlas, allocation, money)),
            downloads=view_downloads(
                page,
                (layout.allocation_download(suffix, topic=topic) for topic, suffix in layout.ALLOCATION_FILES),
                files,
            ),
            sources=atlas.view_sources(page, allocation_datasets(allocation)),
        ),
    )


def _summarize(allocation: Allocation, current: Distribution, money: Money) -> Iterator[str]:
    """The newest round in one sentence."""
    yield (
        f"Für das Jahr {current.round.year} sind es {money.text(current.round.budget.amount)} "
        f"für {len(allocation.districts)} Gebiete, verteilt „{current.variant.title}“."
    )


def _view_setting(title: str, value: str, basis: Basis) -> SettingView:
    return SettingView(title=title, value=value, reason=basis.reason, source=basis.source)


def _list_settings(atlas: Atlas, allocation: Allocation, money: Money) -> Iterator[SettingView]:
    """Everything that was set for the newest round, in the order in which it acts."""
    key, one = allocation.key, allocation.key.current
    yield _view_setting("Verteilt wird auf", find_level(atlas, allocation).name_plural, key.level_basis)
    amounts: tuple[tuple[str, Setting | None], ...] = (
        (f"Budget {one.year}", one.budget),
        ("Sockelbetrag je Gebiet", one.fixed_part),
        ("Mindestbetrag je Gebiet", one.floor),
        ("Höchstbetrag je Gebiet", one.cap),
    )
    for title, setting in amounts:
        if setting:
            yield _view_setting(title, money.text(setting.amount), setting.basis)
    if one.transition:
        yield _view_setting("Übergang vom Vorjahr", spell_transition(one.transition), one.transition.basis)
    yield _view_setting("Rundung", ROUNDING_TEXT[key.rounding], key.rounding_basis)


def spell_transition(transition: Transition) -> str:
    r"""How fast amounts may change.

    >>> from generator.planning.allocation import Basis
    >>> spell_transition(Transition(decrease=Fraction(1, 10), increase=None, basis=Basis("", "")))
    'höchstens 10\xa0% weniger'
    """
    parts = ((transition.decrease, "weniger"), (transition.increase, "mehr"))
    limits = [f"{spell_percent(rate)} {word}" for rate, word in parts if rate is not None]
    return f"höchstens {format_list(limits, 'oder')}" if limits else "keine Grenze"


def _list_criteria(allocation: Allocation) -> Iterator[SettingView]:
    """The criteria of the variant that counts."""
    variant = allocation.key.variants[allocation.key.current.variant_id]
    for name, weight in variant.weights.items():
        criterion = allocation.key.criteria[name]
        yield _view_setting(criterion.title, spell_percent(weight), criterion.basis)


def _list_variants(allocation: Allocation) -> Iterator[SettingView]:
    """What every variant means, and why it has no amounts where it has none."""
    for name, variant in allocation.key.variants.items():
        result = allocation.variants[name]
        problem = f" Nicht berechenbar: {result.reason}" if isinstance(result, Refusal) else ""
        yield _view_setting(variant.title, f"{variant.description}{problem}", variant.basis)


def _list_steps(allocation: Allocation, money: Money) -> Iterator[str]:
    """The order of the calculation, as far as this key has each step."""
    one = allocation.key.current
    if one.fixed_part:
        yield f"Jedes Gebiet bekommt den Sockelbetrag von {money.text(one.fixed_part.amount)}."
        yield "Der Rest des Budgets wird nach den Gewichten in Töpfe geteilt, einen für jedes Merkmal."
    else:
        yield "Das Budget wird nach den Gewichten in Töpfe geteilt, einen für jedes Merkmal."
    yield "Aus jedem Topf bekommt ein Gebiet seinen Anteil: Anzahl im Gebiet ÷ Anzahl in der ganzen Stadt × Topf."
    if one.floor or one.cap or one.transition:
        yield (
            "Mindestbetrag, Höchstbetrag und Übergang werden eingehalten. Was das kostet oder übrig lässt, tragen die "
            "anderen Gebiete im Verhältnis ihrer Beträge; Mindest- und Höchstbetrag gehen dem Übergang vor."
        )
    yield "Zum Schluss wird so gerundet, dass die Summe genau das Budget ergibt."


def _tabulate_key(current: Distribution, money: Money, label: str) -> TableView:
    """What each criterion shares out, and what one case is worth."""
    rows = []
    for counts in current.counts:
        weight = current.variant.weights[counts.criterion.id]
        pool = weight * current.need_part
        rows.append(
            RowView(
                header=Link(text=counts.criterion.title),
                cells=(
                    text_value(spell_percent(weight)),
                    money.value(pool),
                    text_value(format_number(counts.total)),
                    text_value(_spell_rate(pool / counts.total, money)),
                    text_value(format_date(counts.reference_date) if counts.reference_date else "ohne Stichtag"),
                ),
            )
        )
    return TableView(
        caption=f"Der Schlüssel {current.round.year}: {current.variant.title} ({label})",
        columns=("Merkmal", "Gewicht", "Topf", "Anzahl in der Stadt", "je Fall rund", "Stichtag"),
        rows=tuple(rows),
    )


def _spell_rate(amount: Fraction, money: Money) -> str:
    """What one case is worth; more decimals than are ever paid."""
    exact = to_decimal(amount) * money.unit.step
    return format_unit(format_number(exact, RATE_DECIMALS), money.unit.sign)


def _tabulate_amounts(atlas: Atlas, allocation: Allocation, current: Distribution, money: Money) -> TableView:
    """Every district with its amount and every step to it; the last row adds up what stands above."""
    has_fixed = current.round.fixed_part is not None
    spell = money.unit.spell
    steps = [
        (
            *([spell(share.fixed_part)] if has_fixed else []),
            *(spell(part.amount) for part in share.parts),
            *spell_corrections(share, spell),
        )
        for share in current.rows
    ]
    rows = [
        RowView(
            header=link_row(atlas, layout.ALLOCATION, share.district_code),
            cells=(
                money.value(share.amount),
                text_value(spell_share(share.amount, current.round.budget.amount)),
                *_view_steps(share, row, money),
            ),
            anchor=f"gebiet-{share.district_code.lower()}" if share.district_code else "gemeinsamer-posten",
        )
        for share, row in zip(current.rows, steps, strict=True)
    ]
    sums = [sum(column, Decimal(0)) for column in zip(*steps, strict=True)]
    total = RowView(
        header=Link(text="Zusammen"),
        cells=(
            money.value(sum(share.amount for share in current.rows)),
            text_value(spell_percent(Fraction(1))),
            *(_view_step(amount, money, signed=place >= len(sums) - 2) for place, amount in enumerate(sums)),
        ),
        is_strong=True,
    )
    return TableView(
        caption=f"{allocation.key.title} {current.round.year}: alle Beträge ({allocation.key.label})",
        columns=(
            "Gebiet",
            "Betrag",
            "Anteil",
            *(["davon Sockel"] if has_fixed else []),
            *(f"davon {counts.criterion.title}" for counts in current.counts),
            "davon Grenzen und Übergang",
            "davon Rundung",
        ),
        rows=(*rows, total),
        source=(
            f"Eigene Berechnung aus {KEY_PATH.name} und den unten genannten Datensätzen. Jeder Schritt ist für sich "
            "gerundet; deshalb kann die Summe eines Topfes um wenige Cent von ihm abweichen."
        ),
    )


def _view_steps(share: Share, steps: Sequence[Decimal], money: Money) -> Iterator[Value]:
    """The steps of one amount; what only a few secret counts stand for is not spelled out."""
    first = len(steps) - 2 - len(share.parts)
    veiled = {first + place for place, part in enumerate(share.parts) if part.is_veiled}
    for place, amount in enumerate(steps):
        if place in veiled:
            yield view_quantity(Quantity.absent(ObservationStatus.CONFIDENTIAL), 0)
        else:
            yield _view_step(amount, money, signed=place >= len(steps) - 2)


def _view_step(amount: Decimal, money: Money, *, signed: bool) -> Value:
    """A step of a sum in a table."""
    if not amount and not signed:
        return money.value(0)
    spelled = spell_difference(amount, money) if signed else money.spelled(amount)
    return text_value(spelled)


def _explain_pot(atlas: Atlas, current: Distribution, money: Money) -> Iterator[str]:
    """Whose money lies in the common pot, and that it takes a decision."""
    if not current.pot.target:
        return
    yield (
        f"{money.text(current.pot.amount)} liegen in einem gemeinsamen Posten. Dieses Geld gehört zu Menschen, die in "
        "der Zahl für die ganze Stadt enthalten sind, aber in keiner veröffentlichten Zahl für ein Gebiet. Der Atlas "
        "schätzt nicht, wo sie leben, und verteilt dieses Geld nicht: Das braucht eine Entscheidung."
    )
    for part in current.pot.parts:
        if part.tally.gaps:
            yield (
                f"{part.criterion.title}: nicht mitgezählt {name_gaps(atlas, part.tally.gaps)}. "
                "Wie viele das zusammen sind, schreibt der Atlas nicht aus."
            )
        elif part.amount:
            yield f"{part.criterion.title}: ein Teil ist in den Daten keinem Gebiet zugeordnet."


def _tabulate_shifts(atlas: Atlas, page: PurePosixPath, allocation: Allocation, money: Money) -> TableView | None:
    """What every district would gain or lose if a criterion had more weight."""
    if not allocation.shifts:
        return None
    codes = [one.code for one in allocation.districts]
    points = spell_percent(allocation.key.shift).removesuffix("%").strip()
    return TableView(
        caption=f"{points} Prozentpunkte mehr Gewicht: was sich ändern würde ({allocation.key.label})",
        columns=("Gebiet", *(f"mehr für: {one.criterion.title}" for one in allocation.shifts)),
        rows=tuple(
            RowView(
                header=link_row(atlas, page, code),
                cells=tuple(money.value(one.differences[code], signed=True) for one in allocation.shifts),
            )
            for code in codes
        ),
        source="Vor Grenzen und Übergang; die anderen Gewichte werden im gleichen Verhältnis kleiner.",
    )


def _summarize_shifts(atlas: Atlas, allocation: Allocation, money: Money) -> Iterator[str]:
    """For every criterion, how much money goes elsewhere and who would notice most."""
    for one in allocation.shifts:
        weights = format_list(
            [f"{allocation.key.criteria[name].title} {spell_percent(share, 1)}" for name, share in one.weights.items()]
        )
        districts = {code: amount for code, amount in one.differences.items() if code != POT}
        most = max(districts, key=lambda code: (districts[code], code))
        least = min(districts, key=lambda code: (districts[code], code))
        names = atlas.geography.districts
        yield (
            f"Mehr Gewicht für „{one.criterion.title}“ ({weights}): {money.text(one.moved)} gingen in andere Gebiete. "
            f"Am meisten gewänne {names[most].name} ({money.text(districts[most], signed=True)}), am meisten verlöre "
            f"{names[least].name} ({money.text(districts[least], signed=True)})."
        )
