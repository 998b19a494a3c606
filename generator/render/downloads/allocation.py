"""How a budget is shared out, to take along: all amounts with their steps, every criterion, and the key itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from generator import layout
from generator.formatting import STATUS_SIGNS, describe_absence, format_list
from generator.model import ObservationStatus, OutputFile
from generator.planning.allocation import (
    KEY_PATH,
    POT,
    Allocation,
    AllocationKey,
    Basis,
    Change,
    Distribution,
    Gap,
    Limit,
    Part,
    Refusal,
    Round,
    Setting,
    Share,
    to_decimal,
)
from generator.render.downloads.bundles import render_bundle
from generator.render.downloads.columns import DISTRICT, REQUIRED, SOURCE_ROWS
from generator.render.downloads.descriptions import Bundle
from generator.render.downloads.observations import spell_evidence
from generator.render.downloads.tables import BLANK, Absent, Cell, Column, Edition, Table, Terms, make_column, text_cell

POT_CODE = "gemeinsam"
POT_TITLE = "Gemeinsamer Posten"
COUNTING, COMPARISON = "counting", "comparison"
FACTOR_DECIMALS = 12
VEIL = Absent(STATUS_SIGNS[ObservationStatus.CONFIDENTIAL], ObservationStatus.CONFIDENTIAL)
"""Stands for what a few secret counts are together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationContent:
    """What the files hold."""

    allocation: Allocation
    names: Mapping[str, str]
    """Names of districts on all levels by code."""
    version: str
    """Version of the data."""
    terms: Terms


def render_allocation_downloads(content: AllocationContent, edition: Edition) -> tuple[OutputFile, ...]:
    """All files about the sharing of a budget."""
    key = content.allocation.key
    description = f"{key.label}. {key.description} Beträge in {key.unit.name}."
    bundle = Bundle(
        name="verteilung",
        title=f"Verteilung: {key.title} ({key.label})",
        description=description,
        version=content.version,
        page=layout.ALLOCATION,
        tables=(_tabulate_amounts(content), _tabulate_parts(content), _tabulate_key(content)),
        workbook_path=layout.allocation_download("xlsx"),
        archive_path=layout.allocation_download("zip"),
    )
    return render_bundle(bundle, edition)


def _results(allocation: Allocation) -> Iterator[tuple[int, str, str, Distribution | Refusal]]:
    """Year, variant and purpose of everything that was worked out."""
    for one, result in zip(allocation.key.rounds, allocation.rounds, strict=True):
        yield one.year, one.variant_id, COUNTING, result
    for name, result in allocation.variants.items():
        yield allocation.key.current.year, name, COMPARISON, result


def _money(title: str, name: str, text: str, unit: str) -> Column:
    return make_column(name, title, text, kind="number", unit=unit)


LEADING = (
    make_column("label", "Was es ist", "Was diese Zahlen sind und was nicht.", constraints=REQUIRED),
    make_column("round_year", "Jahr", "Jahr, für das verteilt wird.", kind="integer", constraints=REQUIRED),
    make_column("variant_id", "Kennung der Variante", "Name der Variante im Schlüssel.", constraints=REQUIRED),
    make_column("variant", "Variante", "Bezeichnung der Variante.", constraints=REQUIRED),
    make_column(
        "purpose",
        "Zweck",
        "counting = die Variante, die in diesem Jahr gilt; comparison = zum Vergleich, ohne Übergangsregel.",
        constraints={**REQUIRED, "enum": [COUNTING, COMPARISON]},
    ),
    make_column(
        "district_code",
        "Gebietsschlüssel",
        f"Schlüssel des Gebiets, Text; {POT_CODE} für Geld, das noch keinem Gebiet zugeteilt ist.",
        constraints=REQUIRED,
    ),
    DISTRICT,
)
NAMES = ("round_year", "variant_id", "purpose", "district_code")


def _lead(content: AllocationContent, year: int, variant_id: str, purpose: str, code: str) -> tuple[Cell, ...]:
    """The cells that every row begins with."""
    key = content.allocation.key
    name = POT_TITLE if code == POT else content.names[code]
    return key.label, year, variant_id, key.variants[variant_id].title, purpose, code or POT_CODE, name


def _tabulate_amounts(content: AllocationContent) -> Table:
    """One row for every amount, with every step between counts and amount."""
    unit = content.allocation.key.unit.name
    columns = (
        *LEADING,
        _money("Sockel", "fixed_part_amount", "Sockelbetrag.", unit),
        _money("Anteile", "need_amount", "Summe der Anteile aus den Töpfen der Merkmale, gerundet.", unit),
        _money("Zielbetrag", "target_amount", "Sockel und Anteile zusammen, vor Grenzen und Übergang, gerundet.", unit),
        _money("Untergrenze", "low_amount", "Was das Gebiet mindestens bekommt.", unit),
        _money("Obergrenze", "high_amount", "Was das Gebiet höchstens bekommt; leer ohne Grenze.", unit),
        make_column(
            "limit",
            "Grenze",
            "Welche Grenze greift: none = keine, floor = Mindestbetrag, cap = Höchstbetrag, decrease = höchste "
            "Kürzung, increase = höchster Zuwachs.",
            constraints={"enum": [str(one) for one in Limit]},
        ),
        make_column(
            "factor",
            "Ausgleich",
            "Faktor, mit dem die Zielbeträge aller Gebiete ohne greifende Grenze malgenommen werden.",
            kind="number",
        ),
        _money("Nach Grenzen", "bounded_amount", "Zielbetrag nach Grenzen und Übergang, gerundet.", unit),
        _money("Betrag", "amount", "Ergebnis nach der Rundung; alle zusammen ergeben genau das Budget.", unit),
        _money("Vorjahr", "previous_amount", "Betrag des Vorjahres; leer, wenn es keinen gibt.", unit),
        _money("Neue Zahlen", "change_data_amount", "Unterschied zum Vorjahr durch neue Zahlen.", unit),
        _money("Neuer Schlüssel", "change_formula_amount", "Unterschied durch Gewichte und Sockel.", unit),
        _money("Neues Budget", "change_budget_amount", "Unterschied durch das Budget.", unit),
        _money("Grenzen und Rundung", "change_limits_amount", "Unterschied durch Grenzen, Übergang und Rundung.", unit),
        make_column("note", "Hinweis", "Was nicht mitgezählt ist, oder warum es keinen Betrag gibt."),
    )
    return Table(
        path=layout.allocation_download("csv", topic="betraege"),
        sheet="Beträge",
        title=f"Beträge ({content.allocation.key.label})",
        description="Alle Beträge mit den Schritten der Rechnung, für alle Jahre und Varianten.",
        columns=columns,
        rows=tuple(_list_amounts(content)),
        primary_key=NAMES,
        missing_values=("",),
        terms=content.terms,
    )


def _list_amounts(content: AllocationContent) -> Iterator[tuple[Cell, ...]]:
    """Rows in the order of years, variants and districts."""
    allocation = content.allocation
    changes = {} if isinstance(allocation.changes, Refusal) else allocation.changes
    for year, variant_id, purpose, result in _results(allocation):
        if isinstance(result, Refusal):
            for district in allocation.districts:
                blanks = [BLANK] * 14
                yield *_lead(content, year, variant_id, purpose, district.code), *blanks, result.reason
            continue
        is_newest = purpose == COUNTING and year == allocation.key.current.year
        for share in result.rows:
            change = changes.get(share.district_code) if is_newest else None
            lead = _lead(content, year, variant_id, purpose, share.district_code)
            yield *lead, *_list_steps(content, result, share), *_list_change(content, change), _note(content, share)


def _list_steps(content: AllocationContent, result: Distribution, share: Share) -> tuple[Cell, ...]:
    """From the fixed part to last year's amount."""
    spell = content.allocation.key.unit.spell
    factor = round(to_decimal(result.factor), FACTOR_DECIMALS)
    return (
        spell(share.fixed_part),
        spell(sum((part.amount for part in share.parts), Fraction(0))),
        spell(share.target),
        spell(share.bounds.low),
        BLANK if share.bounds.high is None else spell(share.bounds.high),
        str(share.limit),
        BLANK if share.district_code == POT else factor,
        spell(share.bounded),
        spell(share.amount),
        BLANK if share.previous is None else spell(share.previous),
    )


def _list_change(content: AllocationContent, change: Change | None) -> tuple[Cell, ...]:
    """The parts of the difference to the year before."""
    if change is None:
        return (BLANK,) * 4
    spell = content.allocation.key.unit.spell
    return tuple(spell(one) for one in (change.data, change.formula, change.budget, change.limits))


def _note(content: AllocationContent, share: Share) -> Cell:
    """What is not counted in a share."""
    notes = (
        f"{part.criterion.title}: nicht mitgezählt {_name_gaps(content, part.tally.gaps)}"
        for part in share.parts
        if part.tally.gaps
    )
    return text_cell("; ".join(notes))


def _name_gaps(content: AllocationContent, gaps: tuple[Gap, ...]) -> str:
    return format_list([f"{content.names[one.district_code]} ({describe_absence(one.status)})" for one in gaps])


def _tabulate_parts(content: AllocationContent) -> Table:
    """One row for what every criterion gives to every district, with the cells behind it."""
    unit = content.allocation.key.unit.name
    columns = (
        *LEADING,
        make_column("criterion_id", "Kennung des Merkmals", "Name des Merkmals im Schlüssel.", constraints=REQUIRED),
        make_column("criterion", "Merkmal", "Bezeichnung des Merkmals.", constraints=REQUIRED),
        make_column("weight_pct", "Gewicht", "Gewicht des Merkmals.", kind="number", unit="Prozent"),
        make_column("reference_date", "Stichtag", "Tag, für den gezählt ist; leer, wo Gebiete zählen.", kind="date"),
        make_column(
            "case_count", "Anzahl im Gebiet", "Wie viele mitgezählt sind.", kind="integer", signs=(VEIL.sign, "")
        ),
        make_column(
            "total_case_count", "Anzahl in der Stadt", "Wie viele es in der ganzen Stadt sind.", kind="integer"
        ),
        _money("Topf", "pool_amount", "Was nach diesem Merkmal insgesamt verteilt wird, gerundet.", unit),
        make_column(
            "part_amount",
            "Anteil",
            "Anzahl im Gebiet ÷ Anzahl in der Stadt × Topf, gerundet.",
            kind="number",
            unit=unit,
            signs=(VEIL.sign, ""),
        ),
        _money("Ein Fall mehr", "one_more_amount", "Was ein Fall mehr vor Grenzen und Übergang ändern würde.", unit),
        make_column("note", "Nicht mitgezählt", "Teile des Gebiets, deren Zahl nicht bekannt ist, mit dem Grund."),
        SOURCE_ROWS,
    )
    return Table(
        path=layout.allocation_download("csv", topic="rechenweg"),
        sheet="Rechenweg",
        title=f"Rechenweg ({content.allocation.key.label})",
        description="Was jedes Merkmal jedem Gebiet gibt, mit den Anzahlen und den Zeilen, aus denen sie stammen.",
        columns=columns,
        rows=tuple(_list_parts(content)),
        primary_key=(*NAMES, "criterion_id"),
        missing_values=("",),
        terms=content.terms,
    )


def _list_parts(content: AllocationContent) -> Iterator[tuple[Cell, ...]]:
    for year, variant_id, purpose, result in _results(content.allocation):
        if isinstance(result, Refusal):
            continue
        for share in result.rows:
            for part in share.parts:
                lead = _lead(content, year, variant_id, purpose, share.district_code)
                yield *lead, *_list_part(content, result, part, is_pot=share.district_code == POT)


def _list_part(content: AllocationContent, result: Distribution, part: Part, *, is_pot: bool) -> tuple[Cell, ...]:
    """One criterion of one share."""
    spell = content.allocation.key.unit.spell
    return (
        part.criterion.id,
        part.criterion.title,
        to_decimal(result.variant.weights[part.criterion.id] * 100),
        part.counts.reference_date or BLANK,
        VEIL if part.is_veiled else part.tally.count,
        part.counts.total,
        spell(part.pool),
        VEIL if part.is_veiled else spell(part.amount),
        BLANK if is_pot or part.criterion.is_equal else spell(part.one_more),
        text_cell(_name_gaps(content, part.tally.gaps)),
        text_cell(spell_evidence(part.tally.evidence)),
    )


def _tabulate_key(content: AllocationContent) -> Table:
    """Every number that was set, with reason and source."""
    columns = (
        make_column("label", "Was es ist", "Was diese Zahlen sind und was nicht.", constraints=REQUIRED),
        make_column("setting_id", "Kennung", "Stelle in der Datei mit dem Schlüssel.", constraints=REQUIRED),
        make_column("setting", "Festlegung", "Was festgelegt ist.", constraints=REQUIRED),
        make_column("value", "Wert", "Betrag, Gewicht in Prozent oder Wort.", constraints=REQUIRED),
        make_column("reason", "Begründung", "Warum es so festgelegt ist.", constraints=REQUIRED),
        make_column("source", "Quelle", "Woher die Festlegung stammt.", constraints=REQUIRED),
    )
    label = content.allocation.key.label
    return Table(
        path=layout.allocation_download("csv", topic="schluessel"),
        sheet="Schlüssel",
        title=f"Schlüssel ({label})",
        description=f"Alle Festlegungen aus {KEY_PATH}, jede mit Begründung und Quelle.",
        columns=columns,
        rows=tuple((label, *row) for row in _list_settings(content.allocation)),
        primary_key=("setting_id",),
        missing_values=("",),
        terms=content.terms,
    )


def _list_settings(allocation: Allocation) -> Iterator[tuple[str, ...]]:
    """Place, title, value, reason and source of everything that was set."""
    key = allocation.key
    yield "level", "Ebene", key.level_id, *_spell_basis(key.level_basis)
    yield "rounding", "Rundung", str(key.rounding), *_spell_basis(key.rounding_basis)
    for criterion in key.criteria.values():
        counted = (
            "jedes Gebiet zählt als eines" if criterion.is_equal else f"{criterion.resource_id}: {criterion.field}"
        )
        yield f"criteria.{criterion.id}", f"Merkmal: {criterion.title}", counted, *_spell_basis(criterion.basis)
    for variant in key.variants.values():
        for name, weight in variant.weights.items():
            title = f"Gewicht in „{variant.title}“: {key.criteria[name].title}"
            yield f"variants.{variant.id}.{name}", title, _spell_percent(weight), *_spell_basis(variant.basis)
    for one in key.rounds:
        for name, title, value, basis in _list_round(key, one):
            yield f"rounds.{one.year}.{name}", f"{title} {one.year}", value, *_spell_basis(basis)


def _list_round(key: AllocationKey, one: Round) -> Iterator[tuple[str, str, str, Basis]]:
    """What was set for one year."""
    amounts: tuple[tuple[str, str, Setting | None], ...] = (
        ("budget", "Budget", one.budget),
        ("fixed_part", "Sockelbetrag je Gebiet", one.fixed_part),
        ("floor", "Mindestbetrag je Gebiet", one.floor),
        ("cap", "Höchstbetrag je Gebiet", one.cap),
    )
    for name, title, setting in amounts:
        if setting:
            yield name, title, f"{key.unit.spell(setting.amount):f}", setting.basis
    if one.transition:
        rates = (
            ("max_decrease_pct", "Höchste Kürzung in Prozent", one.transition.decrease),
            ("max_increase_pct", "Höchster Zuwachs in Prozent", one.transition.increase),
        )
        for name, title, rate in rates:
            if rate is not None:
                yield name, title, _spell_percent(rate), one.transition.basis


def _spell_basis(basis: Basis) -> tuple[str, str]:
    return basis.reason, basis.source


def _spell_percent(share: Fraction) -> str:
    return f"{to_decimal(share * 100):f}"
