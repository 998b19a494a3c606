"""Observations as a table: one row per indicator, district and reference date, with the cells they rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.formatting import SIGN_MEANINGS, find_sign
from generator.indicators.definition import Change, Indicator
from generator.model import STATUS_PRECEDENCE, District, Evidence, Observation, ObservationStatus, Quantity
from generator.render.downloads.columns import DISTRICT_COLUMNS, REQUIRED, SIGNS, district_cells
from generator.render.downloads.descriptions import Section
from generator.render.downloads.tables import Cell, Table, Terms, make_column, one_line, quantity_cell, text_cell

PRIMARY_KEY = ("indicator_id", "district_code", "reference_date")
COLUMNS = (
    make_column("indicator_id", "Kennung der Kennzahl", "Name der Kennzahl im Programm.", constraints=REQUIRED),
    make_column("title", "Kennzahl", "Bezeichnung der Kennzahl.", constraints=REQUIRED),
    *DISTRICT_COLUMNS,
    make_column("reference_date", "Stichtag", "Tag, für den der Wert gilt.", kind="date", constraints=REQUIRED),
    make_column("value", "Wert", "Die Kennzahl, oder das Zeichen, warum es keine gibt.", kind="number", signs=SIGNS),
    make_column(
        "value_status",
        "Status",
        "normal = Wert vorhanden, confidential = geheim gehalten, missing = Angabe liegt nicht vor, unreliable = nicht "
        "sicher genug, not_meaningful = nicht sinnvoll.",
        constraints={**REQUIRED, "enum": [str(one) for one in (ObservationStatus.NORMAL, *STATUS_PRECEDENCE)]},
    ),
    make_column(
        "value_sign",
        "Zeichen",
        "Das Zeichen, das auf der Website statt einer Zahl steht: "
        + ", ".join(f"{sign} = {meaning}" for sign, meaning in SIGN_MEANINGS.items())
        + ". Leer, wo eine Zahl steht. Bei genau null steht im Feld „Wert“ die Zahl 0.",
        constraints={"enum": list(SIGN_MEANINGS)},
    ),
    make_column("unit", "Einheit", "Was der Wert zählt oder misst."),
    make_column(
        "numerator",
        "Zähler",
        "Bei Anteilen die Zahl über dem Bruchstrich, bei Veränderungen die Zahl am Stichtag, bei Anzahlen der Wert.",
        kind="number",
        signs=SIGNS,
    ),
    make_column(
        "denominator",
        "Nenner",
        "Bei Anteilen die Zahl unter dem Bruchstrich, bei Veränderungen die Zahl im Basisjahr; leer bei Anzahlen.",
        kind="number",
        signs=SIGNS,
    ),
    make_column("source", "Quelle", "Datensätze, auf denen der Wert beruht."),
    make_column(
        "source_rows",
        "Herkunft der Zahlen",
        "Zellen, aus denen gerechnet wurde: Datensatz, Feld und Zeilen der Datei; die Kopfzeile ist Zeile 1.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationRow:
    """An observation with what has to stand beside it."""

    observation: Observation
    indicator: Indicator
    district: District
    source: str
    """The datasets in words."""


def make_observation_table(
    path: PurePosixPath, title: str, description: str, rows: Sequence[ObservationRow], terms: Terms
) -> Table:
    """The table of observations, ordered by its key."""
    return Table(
        path=path,
        sheet="Kennzahlen",
        title=title,
        description=description,
        columns=COLUMNS,
        rows=tuple(sorted(map(_make_row, rows), key=lambda cells: (cells[0], cells[3], str(cells[5])))),
        primary_key=PRIMARY_KEY,
        missing_values=("",),
        terms=terms,
    )


def _make_row(row: ObservationRow) -> tuple[Cell, ...]:
    observation, indicator = row.observation, row.indicator
    return (
        indicator.id,
        indicator.title,
        *district_cells(row.district),
        observation.reference_date,
        quantity_cell(Quantity(observation.value, observation.status)),
        str(observation.status),
        text_cell(find_sign(observation, signed=isinstance(indicator.formula, Change))),
        text_cell(indicator.unit or indicator.unit_title),
        quantity_cell(observation.numerator),
        quantity_cell(observation.denominator),
        text_cell(row.source),
        text_cell(spell_evidence(observation.evidence)),
    )


def spell_evidence(evidence: Sequence[Evidence]) -> str:
    """Name the cells: dataset, field and lines, neighbouring lines together."""
    lines: dict[tuple[str, str], set[int]] = {}
    for one in evidence:
        lines.setdefault((one.resource_id, one.field), set()).add(one.line)
    return "; ".join(
        f"{resource_id}{f'[{name}]' if name else ''}: {spell_lines(found)}"
        for (resource_id, name), found in sorted(lines.items())
    )


def spell_lines(lines: set[int]) -> str:
    """Join runs of lines.

    >>> spell_lines({2, 3, 4, 9, 11, 12})
    '2-4, 9, 11-12'
    """
    runs: list[list[int]] = []
    for line in sorted(lines):
        if runs and runs[-1][1] == line - 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def describe_indicators(rows: Sequence[ObservationRow]) -> Section:
    """What every indicator says and how it is worked out."""
    indicators = sorted({row.indicator.id: row.indicator for row in rows}.values(), key=lambda one: one.id)
    header = ("Kennzahl", "Kennung", "Bedeutung", "Formel", "Hinweise")
    return Section(
        "Kennzahlen",
        tuple(
            tuple(map(one_line, (one.title, one.id, one.meaning, one.formula_text, " ".join(one.caveats))))
            for one in indicators
        ),
        header,
    )
