"""The workbook that a clerk fills in: titles, lists to choose from, help for each column, an example and notes."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.errors import DataError
from generator.formatting import SIGN_MEANINGS, STATUS_SIGNS
from generator.model import Field, Package, Resource
from generator.packages.cells import Column, read_cell
from generator.packages.files import UNSAFE_CHARACTERS
from generator.packages.judging import make_judges
from generator.workbooks.marking import save_workbook
from generator.workbooks.merging import read_texts
from generator.workbooks.notes import name_column
from generator.workbooks.patterns import find_example
from generator.workbooks.reading import list_keys
from generator.workbooks.recognizing import (
    EXAMPLE_MARK,
    LISTS_SHEET,
    MARK_LABEL,
    NOTES_SHEET,
    REMARK_COLUMN,
    make_title,
)
from generator.workbooks.spelling import EXACT_DIGITS, spell_number
from generator.workbooks.wording import describe_need, format_cell

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MAX_SHEET_NAME, MAX_PROMPT, MAX_PROMPT_TITLE, MAX_TEXT = 31, 255, 32, 32_767
LAST_ROW = 1_048_576
FIRST_DAY = dt.date(1900, 3, 1)
"""Spreadsheets believe in a 29 February 1900 and in nothing before that year."""
NARROWEST, WIDEST = 10, 50
LINE_HEIGHT = 15.0
FONT = "Calibri"
TEXT_FORMAT, DAY_FORMAT = "@", "DD.MM.YYYY"
REQUIRED_COLOR, OPTIONAL_COLOR, EXAMPLE_COLOR = "FFFCE4D6", "FFE7E6E6", "FFF2F2F2"
EXAMPLE_TEXT = f"{EXAMPLE_MARK} – wird nicht eingelesen"
_SHEET_SIGNS = re.compile(r"[\[\]:*?/\\']")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The entries a column chooses from, and where the lists hold them."""

    keys: tuple[str, ...]
    names: Mapping[str, str]
    column: int = 0
    """Column of the keys on the sheet of lists; names stand beside them."""

    @property
    def reference(self) -> str:
        """The cells of the keys, as a formula names them."""
        letter = name_column(self.column)
        return f"{LISTS_SHEET}!${letter}$3:${letter}${len(self.keys) + 2}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One column of the template."""

    number: int
    field: Field
    judge: Column
    title: str
    is_required: bool
    choice: Choice | None

    @property
    def label(self) -> str:
        """Title with unit, and an asterisk if the column must be filled."""
        unit = f" ({self.field.unit})" if self.field.unit else ""
        return f"{self.title}{unit}{' *' if self.is_required else ''}"


def render_template(resource: Resource, packages: tuple[Package, ...], *, present: bytes | None = None) -> bytes:
    """A workbook for a dataset; with the bytes of its file also with all its rows."""
    from openpyxl import Workbook

    if resource.format != "csv" or not resource.fields:
        raise DataError(f"{resource.id} ist keine Tabelle; eine Vorlage gibt es nur für CSV-Dateien mit Schema.")
    plans = _plan_columns(resource, packages)
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = "gebietsatlas"
    book.properties.title = resource.title
    sheet = book.worksheets[0]
    sheet.title = name_sheet(resource.title)
    _fill_table(sheet, plans, read_texts(resource, present) if present is not None else ())
    _fill_notes(book.create_sheet(NOTES_SHEET), resource, plans)
    if any(plan.choice for plan in plans):
        _fill_lists(book.create_sheet(LISTS_SHEET), plans)
    return save_workbook(book, resource.id)


def name_sheet(title: str) -> str:
    """A sheet's name from a title: no signs that spreadsheets refuse, at most 31 characters, no name of our own.

    >>> name_sheet("Angebote"), name_sheet("Hinweise"), name_sheet("Ältere Bevölkerung der Stadt nach Altersgruppen")
    ('Angebote', 'Hinweise (Tabelle)', 'Ältere Bevölkerung der Stadt')
    """
    name = " ".join(_SHEET_SIGNS.sub(" ", title).split())
    if name in (NOTES_SHEET, LISTS_SHEET, ""):
        name = f"{name} (Tabelle)".strip()
    if len(name) > MAX_SHEET_NAME:
        name = name[: MAX_SHEET_NAME + 1].rsplit(" ", 1)[0][:MAX_SHEET_NAME]
    words = name.split()
    while len(words) > 1 and words[-1] in ("nach", "und", "der", "die", "das", "des", "in", "im", "mit", "von"):
        words.pop()
    return " ".join(words)


# --- columns ------------------------------------------------------------------------------------------------------


def _plan_columns(resource: Resource, packages: tuple[Package, ...]) -> tuple[Plan, ...]:
    judges = make_judges(resource)
    plans = []
    next_list = 1
    for number, field in enumerate(resource.fields, start=2):
        choice = _find_choice(judges[field.name], resource, packages, next_list)
        next_list += 3 if choice else 0
        plans.append(
            Plan(
                number=number,
                field=field,
                judge=judges[field.name],
                title=make_title(resource, field.name),
                is_required=bool(field.constraints.get("required")) or field.name in resource.primary_key,
                choice=choice,
            )
        )
    return tuple(plans)


def _find_choice(judge: Column, resource: Resource, packages: tuple[Package, ...], column: int) -> Choice | None:
    """Codes of the schema, or keys of another table with their names."""
    keys, names = list_keys(judge, resource, packages)
    return Choice(keys=keys, names=names, column=column) if keys else None


def _describe(plan: Plan) -> Iterator[str]:
    """Everything about a column in short sentences."""
    yield plan.field.description
    if plan.is_required:
        yield "Pflichtfeld."
    if plan.choice:
        source = f"aus der Liste (Blatt „{LISTS_SHEET}“, Spalte {name_column(plan.choice.column)})"
        yield f"Schlüssel {source}; die Bezeichnung wird auch erkannt." if plan.choice.names else f"Eintrag {source}."
    elif need := describe_need(plan.field):
        yield f"Braucht {need}."
    if plan.field.unit:
        yield f"Einheit: {plan.field.unit}."
    if signs := [sign for sign in plan.judge.signs if sign]:
        yield f"Zeichen: {', '.join(f'{sign} = {SIGN_MEANINGS[sign]}' for sign in signs)}."


def make_example(plan: Plan) -> str:
    """A text that the column takes, spelled as in the package; empty where none can be made up."""
    field = plan.field
    limits = field.constraints
    lowest = limits.get("minimum", limits.get("exclusiveMinimum", 0))
    candidates: Iterable[str] = {
        "boolean": ("true",),
        "date": ("2025-12-31", str(lowest)),
        "integer": ("100", str(lowest), str(limits.get("maximum", "1"))),
        "number": ("12.5", str(lowest), str(limits.get("maximum", "1"))),
    }.get(field.type, ("Beispieltext",))
    if plan.choice:
        candidates = plan.choice.keys[:1]
    elif limits.get("pattern"):
        candidates = (find_example(str(limits["pattern"])),)
    return next((text for text in candidates if text and read_cell(plan.judge, text).complaint is None), "")


# --- the table ----------------------------------------------------------------------------------------------------


def _fill_table(sheet: "Worksheet", plans: Sequence[Plan], rows: Iterable[Mapping[str, str]]) -> None:
    """Header, example, then the present rows."""
    from openpyxl.styles import Alignment, Font, PatternFill

    remark_width = 24
    sheet.column_dimensions["A"].width = remark_width
    for number, label, color in (
        (1, REMARK_COLUMN, OPTIONAL_COLOR),
        *((plan.number, plan.label, REQUIRED_COLOR if plan.is_required else OPTIONAL_COLOR) for plan in plans),
    ):
        cell = sheet.cell(1, number)
        _write_text(cell, label)
        cell.font = Font(name=FONT, bold=True)
        cell.fill = PatternFill("solid", fgColor=color)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for plan in plans:
        look = sheet.column_dimensions[name_column(plan.number)]
        look.width = min(max(NARROWEST, len(plan.label) * 0.8, len(make_example(plan))), WIDEST) + 2
        look.number_format = _number_format(plan)
        _add_help(sheet, plan)
    _write_text(sheet.cell(2, 1), EXAMPLE_TEXT)
    for plan in plans:
        _write_value(sheet.cell(2, plan.number), plan, make_example(plan))
    for number in range(1, len(plans) + 2):
        sheet.cell(2, number).font = Font(name=FONT, italic=True, color="FF7F7F7F")
        sheet.cell(2, number).fill = PatternFill("solid", fgColor=EXAMPLE_COLOR)
    for number, texts in enumerate(rows, start=3):
        if number > LAST_ROW:
            raise DataError("Die Tabelle hat mehr Zeilen als ein Blatt. Arbeite mit der CSV-Datei.")
        for plan in plans:
            if text := texts[plan.field.name]:
                _write_value(sheet.cell(number, plan.number), plan, text)
    sheet.row_dimensions[1].height = 3 * LINE_HEIGHT
    sheet.freeze_panes = "B2"
    _fit_to_page(sheet)


def _fit_to_page(sheet: "Worksheet") -> None:
    """Printed, all columns stand on one page."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _number_format(plan: Plan) -> str:
    """Codes and names are text, so that nothing turns them into numbers or days."""
    return {"string": TEXT_FORMAT, "date": DAY_FORMAT, "boolean": TEXT_FORMAT}.get(plan.field.type, "General")


def _write_value(cell: Any, plan: Plan, text: str) -> None:
    """A text of the package as the typed value that a clerk expects."""
    value = read_cell(plan.judge, text).value
    cell.number_format = _number_format(plan)
    if (isinstance(value, dt.date) and value >= FIRST_DAY) or _is_exact(value):
        cell.value = value
    else:
        _write_text(cell, format_cell(value) if isinstance(value, (bool, dt.date)) else text)


def _is_exact(value: Any) -> bool:
    """Tell whether this is a number of which a spreadsheet keeps every digit."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return abs(value) < 10**EXACT_DIGITS and not spell_number(value)[1]


def _write_text(cell: Any, text: str) -> None:
    """A text as text, whatever it looks like."""
    if UNSAFE_CHARACTERS.search(text) or len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
        raise DataError(
            f"Der Text ‚{text[:40]!r} …‘ passt in keine Zelle: Er ist zu lang oder enthält ein unsichtbares Zeichen."
        )
    cell.value = _ESCAPE_LIKE.sub("_x005F_", text)
    cell.data_type = "s"
    if text[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True  # editing the cell must not turn it into a formula


def _add_help(sheet: "Worksheet", plan: Plan) -> None:
    """What is shown when a cell of the column is chosen, the list to choose from, and the rule for numbers."""
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = name_column(plan.number)
    help_texts: dict[str, Any] = {
        "promptTitle": cut(plan.title, MAX_PROMPT_TITLE),
        "prompt": cut(" ".join(_describe(plan)), MAX_PROMPT),
        "showInputMessage": True,
    }
    header = DataValidation(allow_blank=True, **help_texts)
    header.add(f"{letter}1")
    body = DataValidation(
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle=cut(plan.title, MAX_PROMPT_TITLE),
        error=cut(
            f"Braucht {describe_need(plan.field) or 'einen Eintrag aus der Liste'}. Trotzdem eintragen?", MAX_PROMPT
        ),
        **_make_rule(plan),
        **help_texts,
    )
    body.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(header)
    sheet.add_data_validation(body)


def _make_rule(plan: Plan) -> dict[str, Any]:
    """The spreadsheet's own check; it only warns, because signs and pasted cells must stay possible."""
    if plan.choice:
        return {"type": "list", "formula1": plan.choice.reference}
    if plan.field.type == "boolean":
        return {"type": "list", "formula1": '"ja,nein"'}
    if any(plan.judge.signs) or plan.field.type == "string":
        return {}
    limits = plan.field.constraints
    kind = {"integer": "whole", "number": "decimal", "date": "date"}[plan.field.type]
    if kind != "date" and "minimum" in limits and "maximum" in limits:
        return {"type": kind, "operator": "between", "formula1": limits["minimum"], "formula2": limits["maximum"]}
    lowest = limits.get("minimum", 1 if kind == "date" else -(10**EXACT_DIGITS))
    return {"type": kind, "operator": "greaterThanOrEqual", "formula1": lowest if kind != "date" else 1}


def cut(text: str, length: int) -> str:
    """A text that fits, cut at a word.

    >>> cut("Angebote und Orte", 12), cut("kurz", 12)
    ('Angebote …', 'kurz')
    """
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + " …"


# --- the other sheets ---------------------------------------------------------------------------------------------


def _fill_notes(sheet: "Worksheet", resource: Resource, plans: Sequence[Plan]) -> None:
    """How to fill in the table, what the signs mean, and every column in full."""
    from openpyxl.styles import Alignment, Font

    lines: list[tuple[str, ...]] = [
        (f"Hinweise zum Ausfüllen: {resource.title}",),
        (resource.description,),
        (MARK_LABEL, resource.id),
        ("Zeitbezug", resource.temporal),
        (),
        ("So wird die Tabelle ausgefüllt",),
        *((rule,) for rule in _list_rules(plans)),
        (),
        ("Zeichen statt einer Zahl",),
        *_list_signs(plans),
        (),
        ("Spalten",),
        ("Spalte", "Pflicht", "Was hineingehört", "Schreibweise", "Einheit", "Beispiel", "Name im Datensatz"),
    ]
    headings = {1, 6, *(number for number, line in enumerate(lines, start=1) if line[:1] in _HEADINGS)}
    lines += [_describe_row(plan) for plan in plans]
    for number, line in enumerate(lines, start=1):
        for column, text in enumerate(line, start=1):
            cell = sheet.cell(number, column)
            _write_text(cell, " ".join(text.split()))
            cell.alignment = Alignment(wrap_text=len(line) == len(NOTES_WIDTHS), vertical="top")
            if number in headings or line[0] == "Spalte":
                cell.font = Font(name=FONT, bold=True)
        if len(line) == len(NOTES_WIDTHS):
            rows = max(-(-len(text) // width) for text, width in zip(line, NOTES_WIDTHS, strict=True))
            sheet.row_dimensions[number].height = rows * LINE_HEIGHT
    for column, width in enumerate(NOTES_WIDTHS, start=1):
        sheet.column_dimensions[name_column(column)].width = width + 2
    _fit_to_page(sheet)


NOTES_WIDTHS = (32, 10, 60, 50, 18, 28, 24)
_HEADINGS = (("Zeichen statt einer Zahl",), ("Spalten",))


def _list_rules(plans: Sequence[Plan]) -> Iterator[str]:
    yield "Eine Zeile je Eintrag. Spalten mit * und farbigem Kopf sind Pflicht; die anderen dürfen leer bleiben."
    yield (
        f"Die Zeile „{EXAMPLE_TEXT}“ zeigt nur, wie es gemeint ist. Sie darf stehen bleiben oder gelöscht werden. "
        "In derselben Spalte können Sie sich Bemerkungen notieren."
    )
    yield "Überschriften bitte nicht ändern. Die Reihenfolge der Spalten ist frei."
    yield "Zahlen ohne Tausenderpunkt und ohne Einheit: 1585, nicht 1.585. Nachkommastellen mit Komma: 12,5."
    if any(plan.field.type == "date" for plan in plans):
        yield "Ein Datum mit vierstelligem Jahr: 31.12.2025."
    if any(plan.field.type == "boolean" for plan in plans):
        yield "Auf Ja-Nein-Fragen: ja oder nein."
    if any(plan.choice for plan in plans):
        yield f"Schlüssel und ihre Bezeichnungen stehen auf dem Blatt „{LISTS_SHEET}“."
    yield "Zellen nicht verbinden. Formeln sind erlaubt, gelesen wird ihr Ergebnis."
    yield "Prüfen: gebietsatlas check DATEI.xlsx. Die geprüfte Kopie hat an jeder fraglichen Zelle einen Kommentar."


def _list_signs(plans: Sequence[Plan]) -> Iterator[tuple[str, ...]]:
    used = {sign for plan in plans for sign in plan.judge.signs if sign}
    for sign in STATUS_SIGNS.values():
        allowed = "in dieser Tabelle erlaubt" if sign in used else "in dieser Tabelle nicht vereinbart"
        yield sign, f"{SIGN_MEANINGS[sign]} ({allowed})"
    yield "0", "genau null; das ist etwas anderes als keine Angabe"


def _describe_row(plan: Plan) -> tuple[str, ...]:
    example = read_cell(plan.judge, make_example(plan)).value if make_example(plan) else ""
    return (
        plan.title,
        "ja" if plan.is_required else "nein",
        plan.field.description,
        describe_need(plan.field) if not plan.choice else f"Liste: Blatt „{LISTS_SHEET}“",
        plan.field.unit or "",
        format_cell(example),
        plan.field.name,
    )


def _fill_lists(sheet: "Worksheet", plans: Sequence[Plan]) -> None:
    """Keys with names side by side, one pair of columns for each column of the table."""
    from openpyxl.styles import Font

    for plan in plans:
        if plan.choice is None:
            continue
        column = plan.choice.column
        for row, (key, name) in enumerate(
            (
                (plan.title, ""),
                ("Schlüssel", "Bezeichnung" if plan.choice.names else ""),
                *((key, plan.choice.names.get(key, "")) for key in plan.choice.keys),
            ),
            start=1,
        ):
            for offset, text in enumerate((key, name)):
                if text:
                    cell = sheet.cell(row, column + offset)
                    _write_text(cell, text)
                    cell.number_format = TEXT_FORMAT
                    cell.font = Font(name=FONT, bold=row <= 2)
        longest = max(map(len, plan.choice.names.values()), default=0)
        longest_key = max(map(len, plan.choice.keys))
        sheet.column_dimensions[name_column(column)].width = min(max(longest_key, NARROWEST), WIDEST) + 2
        sheet.column_dimensions[name_column(column + 1)].width = min(max(longest, NARROWEST), WIDEST) + 2
    sheet.freeze_panes = "A3"
    _fit_to_page(sheet)
