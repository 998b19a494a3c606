"""From what a cell holds to how the package spells it: every repair has a reason, nothing ambiguous is guessed.

A cell that the gate accepts as it stands is left alone. Otherwise a repair is taken only when exactly one reading
passes the gate; what stays unread goes to the gate as it is, which says what is wrong with it.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.formatting import format_date
from generator.packages.cells import Column, read_cell
from generator.workbooks.grids import GENERAL, Cell

ERROR_VALUES = (
    "#NV", "#N/A", "#WERT!", "#VALUE!", "#BEZUG!", "#REF!", "#DIV/0!", "#NAME?", "#ZAHL!", "#NUM!", "#NULL!",
    "#ÜBERLAUF!", "#SPILL!", "#KALK!", "#CALC!",
)  # fmt: skip
TRUE_WORDS, FALSE_WORDS = ("ja", "wahr", "true", "x", "1", "j"), ("nein", "falsch", "false", "0", "n")
PLAIN_ANSWERS = ("ja", "nein", "true", "false")
"""Answers that need no note: the template offers the first two, the package writes the others."""
SIGN_SPELLINGS = {"...": "…", "..": "…", "X": "x"}
MAX_SERIAL = 2_958_465
"""31 December 9999, as spreadsheets count."""
MAX_ZEROS = 12
EXACT_DIGITS = 15
"""Spreadsheets calculate with no more digits than this."""

_GROUPED = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})+")
_ONE_GROUP = re.compile(r"-?[0-9]{1,3}[.,][0-9]{3}")
_SPACED = re.compile(r"-?[0-9]{1,3}([ \u00a0\u202f][0-9]{3})+(,[0-9]+)?")
_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
_GROUPED_COMMA = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+")
_GERMAN_DAY = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
_SHORT_DAY = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2}")
_GERMAN_MONTH = re.compile(r"(0?[1-9]|1[0-2])[./]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})")
_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]00:00(:00)?")
_CLOCK = re.compile(r"[0-9]:[0-5][0-9](:00)?")
_CLOCK_SECONDS = re.compile(r"([0-9]{2}:[0-5][0-9]):00")
_WHOLE = re.compile(r"([0-9]+)[.,]0+")
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a cell is read."""

    text: str
    """As the package would spell it; for a cell that cannot be read, as it stands."""
    before: str = ""
    """What the cell shows."""
    reason: str = ""
    """Why the text differs from what the cell shows; empty where that goes without saying."""
    complaint: str = ""
    """Why the cell cannot be read; such a cell is an error whatever the gate says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What is known of a column and of the file it stands in."""

    column: Column
    known: frozenset[str] = frozenset()
    """Keys it may hold, if it refers to another table; empty if it does not."""
    names: Mapping[str, str] | None = None
    """The key for each name that only one row of the other table has."""
    existing: frozenset[str] = frozenset()
    """Sound entries of the column in the present table."""
    is_workbook: bool = True
    counts_from_1904: bool = False
    writes_points: bool = False
    """Whether the file clearly writes decimal points in this column."""

    def passes(self, text: str) -> bool:
        """Tell whether the gate takes this text here."""
        verdict = read_cell(self.column, text)
        return verdict.complaint is None and (not self.known or verdict.value is None or text in self.known)


def read_text(cell: Cell | None, habits: Habits) -> Reading:
    """What a cell says, in the spelling of the package."""
    if cell is None:
        return Reading("")
    value = cell.value
    if value is None or cell.is_error or (isinstance(value, str) and value.strip().upper() in ERROR_VALUES):
        return _refuse(cell)
    if isinstance(value, str):
        return _read_written(value, habits)
    if isinstance(value, bool):
        return _read_switch(value=value, habits=habits)
    return _read_number(cell, habits) if isinstance(value, (int, float)) else _read_moment(cell, habits)


def _refuse(cell: Cell) -> Reading:
    """A cell in which nothing stands that could be read."""
    if cell.value is None:
        return Reading(
            "",
            complaint="Die Formel hat kein gespeichertes Ergebnis. Öffne die Datei in Excel oder LibreOffice, und "
            "speichere sie neu, oder trage den Wert selbst ein.",
        )
    return Reading(
        str(cell.value),
        complaint=f"Hier steht der Fehlerwert {cell.value} der Tabellenkalkulation. Berichtige die Formel, oder "
        "trage den Wert selbst ein.",
    )


# --- values that the spreadsheet has typed ------------------------------------------------------------------------


def _read_switch(*, value: bool, habits: Habits) -> Reading:
    shown = "WAHR" if value else "FALSCH"
    return Reading("true" if value else "false", shown) if habits.column.field.type == "boolean" else Reading(shown)


def _read_number(cell: Cell, habits: Habits) -> Reading:
    text, is_rounded = spell_number(cell.value)
    kind = habits.column.field.type
    if kind == "boolean":
        return _read_written(text, habits)
    if kind == "date":
        return _read_serial(cell.value, text, habits)
    if kind == "string":
        return _read_number_as_text(text, cell.number_format, habits)
    shown = text.replace(".", ",")
    complaint = ""
    if "%" in cell.number_format:
        percent = spell_number(cell.value * 100)[0].replace(".", ",")
        complaint = (
            f"Die Zelle zeigt {percent} %, gespeichert ist {shown}. Stelle die Zelle auf „Zahl“ um, und trage den Wert "
            "ohne Prozentzeichen ein."
        )
    elif kind == "integer" and _ONE_GROUP.fullmatch(shown):
        complaint = _explain_group(shown)
    rounding = "auf 15 Stellen gerundet, genauer rechnet die Tabellenkalkulation nicht" if is_rounded else ""
    return Reading(text, shown, rounding, complaint)


def _read_number_as_text(text: str, number_format: str, habits: Habits) -> Reading:
    """A code, a year or a house number that the spreadsheet has turned into a number."""
    if not habits.passes(text):
        return _restore_zeros(text, habits, is_number=True) or Reading(text)
    # A cell that shows leading zeros only by its format shows what is meant.
    padded = text.zfill(len(number_format)) if re.fullmatch(r"0{2,}", number_format) else text
    if padded != text and habits.passes(padded):
        return Reading(padded, text, "die Zelle zeigt die führende Null, gespeichert ist die Zahl")
    return Reading(text)


def spell_number(value: float) -> tuple[str, bool]:
    """A number with decimal point and without exponent, and whether digits were cut that no spreadsheet shows.

    >>> spell_number(39104.0), spell_number(0.1 + 0.2), spell_number(1e-05)
    (('39104', False), ('0.3', True), ('0.00001', False))
    """
    if isinstance(value, int):
        return str(value), False
    if value.is_integer() and abs(value) < 10**EXACT_DIGITS:
        return str(int(value)), False
    number = Decimal(repr(value))
    is_rounded = number.is_finite() and len(number.as_tuple().digits) > EXACT_DIGITS
    if is_rounded:
        number = Decimal(f"{value:.{EXACT_DIGITS}g}")
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text), is_rounded


def _read_serial(value: float, text: str, habits: Habits) -> Reading:
    """A day as the spreadsheet counts it, in a cell that lost its date format."""
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    if value != int(value) or not 0 < value <= MAX_SERIAL:
        return Reading(text)
    moment = from_excel(value, CALENDAR_MAC_1904 if habits.counts_from_1904 else CALENDAR_WINDOWS_1900)
    if not isinstance(moment, dt.datetime):
        return Reading(text)
    start = "1904" if habits.counts_from_1904 else "1900"
    return Reading(moment.date().isoformat(), text, f"eine Tageszahl, gezählt ab {start}")


def _read_moment(cell: Cell, habits: Habits) -> Reading:
    """A day or a time that the spreadsheet has recognized, perhaps against the will of the clerk."""
    value = cell.value
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        clock = f"{minutes // 60:02}:{minutes % 60:02}"
        return Reading(clock if not seconds else str(value), str(value), "eine Uhrzeit")
    if isinstance(value, dt.time):
        clock = f"{value:%H:%M}" if not value.second else f"{value:%H:%M:%S}"
        return Reading(clock, clock)
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return Reading(f"{value:%Y-%m-%d %H:%M}")
    day = value.date() if isinstance(value, dt.datetime) else value
    iso = day.isoformat()
    if habits.column.field.type == "date":
        return Reading(iso, format_date(day))
    # "2026-03" becomes 1 March as soon as it is typed; the format still shows what was meant.
    letters = re.sub(r"\[[^\]]*\]|\"[^\"]*\"|\\.", "", cell.number_format).lower()
    if "y" in letters and "d" not in letters and letters != GENERAL.lower():
        month = iso[:7] if "m" in letters else iso[:4]
        if habits.passes(month):
            return Reading(
                month, format_date(day), "die Zelle zeigt nur Monat und Jahr" if "m" in letters else "nur das Jahr"
            )
    return Reading(iso, format_date(day), "ein Datum in einer Textspalte")


# --- texts --------------------------------------------------------------------------------------------------------


def _read_written(raw: str, habits: Habits) -> Reading:
    text = re.sub(r" *(\r\n|\r|\n) *", " ", raw.strip())
    reason = ""
    if text != raw:
        reason = "ein Zeilenumbruch" if re.search(r"[\r\n]", raw.strip()) else "Leerzeichen am Rand"
    if not text:
        return Reading("", raw, reason)
    if habits.column.field.type == "boolean" and text not in habits.column.signs:
        # Frictionless takes 1 for true; the package writes one spelling only.
        return _read_answer(text) or Reading(text, raw)
    if habits.passes(text) and not _is_ambiguous(text, habits):
        return Reading(text, raw, reason)
    for attempt in ATTEMPTS[habits.column.field.type]:
        found = attempt(text, habits)
        if found is not None:
            return found
    return Reading(text, raw, reason)


def _is_ambiguous(text: str, habits: Habits) -> bool:
    """Tell whether a dot may separate thousands although it could be a decimal point."""
    return (
        habits.column.field.type == "number"
        and habits.is_workbook
        and not habits.writes_points
        and _ONE_GROUP.fullmatch(text) is not None
    )


def _read_sign(text: str, habits: Habits) -> Reading | None:
    sign = SIGN_SPELLINGS.get(text)
    return Reading(sign, text, "das Zeichen der Statistik") if sign in habits.column.signs and sign else None


def _read_integer(text: str, habits: Habits) -> Reading | None:
    """Dots and spaces between thousands, where they can be nothing else."""
    plain = text.replace("\N{MINUS SIGN}", "-")
    if _ONE_GROUP.fullmatch(plain):
        return Reading(text, complaint=_explain_group(text))
    if _GROUPED.fullmatch(plain):
        return _take(plain.replace(".", ""), text, "Punkte zwischen den Tausendern", habits)
    if _SPACED.fullmatch(plain):
        return _take(re.sub(r"[^0-9-]", "", plain), text, "Leerzeichen zwischen den Tausendern", habits)
    if match := re.fullmatch(r"(-?[0-9]+)[.,]0+", plain):
        return _take(match[1], text, "keine Stellen hinter dem Komma", habits)
    return _take(plain, text, "ein anderes Minuszeichen", habits) if plain != text else None


def _read_decimal(text: str, habits: Habits) -> Reading | None:
    plain = text.replace("\N{MINUS SIGN}", "-")
    if _is_ambiguous(plain, habits) and "." in plain:
        return _decide_group(plain, habits)
    if _GROUPED_COMMA.fullmatch(plain):
        return _take(
            plain.replace(".", "").replace(",", "."), text, "Punkte zwischen den Tausendern, Dezimalkomma", habits
        )
    if _COMMA.fullmatch(plain):
        return _take(plain.replace(",", "."), text, "Dezimalkomma", habits)
    if _GROUPED.fullmatch(plain):
        return _take(plain.replace(".", ""), text, "Punkte zwischen den Tausendern", habits)
    if _SPACED.fullmatch(plain):
        return _take(
            re.sub(r"[^0-9,-]", "", plain).replace(",", "."), text, "Leerzeichen zwischen den Tausendern", habits
        )
    return _take(plain, text, "ein anderes Minuszeichen", habits) if plain != text else None


def _decide_group(text: str, habits: Habits) -> Reading:
    """One dot before three digits: the limits of the column may leave one reading, otherwise the clerk must say."""
    whole = text.replace(".", "")
    fits_point, fits_whole = habits.passes(text), habits.passes(whole)
    if fits_point != fits_whole:
        taken, reason = (text, "Dezimalpunkt") if fits_point else (whole, "Punkt zwischen den Tausendern")
        return Reading(taken, text, f"{reason}; die andere Lesart liegt außerhalb der Grenzen")
    return Reading(text, complaint=_explain_group(text))


def _explain_group(text: str) -> str:
    sign = "Punkt" if "." in text else "Komma"
    whole, decimal = re.sub(r"[.,]", "", text), text.replace(".", ",")
    return (
        f"‚{text}‘ lässt sich auf zwei Arten lesen: als {whole} ({sign} zwischen den Tausendern) oder als {decimal} "
        f"({sign} vor den Nachkommastellen). Schreibe die Zahl ohne Tausendertrennzeichen."
    )


def _read_day(text: str, habits: Habits) -> Reading | None:
    for candidate, reason in _spell_days(text):
        if habits.passes(candidate):
            return Reading(candidate, text, reason)
    if _SHORT_DAY.fullmatch(text):
        return Reading(
            text, complaint=f"Bei ‚{text}‘ ist das Jahrhundert nicht klar. Schreibe das Jahr mit vier Ziffern."
        )
    if habits.column.field.type == "date" and _DIGITS.fullmatch(text) and 4 < len(text) < 7:
        return Reading(
            text,
            complaint=f"‚{text}‘ ist wohl eine Tageszahl aus Excel, deren Zählbeginn die Datei nicht sagt. "
            "Schreibe das Datum aus, zum Beispiel 31.12.2025.",
        )
    return None


def _spell_days(text: str) -> Iterator[tuple[str, str]]:
    if match := _GERMAN_DAY.fullmatch(text):
        yield f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}", "Tag.Monat.Jahr"
    if match := _YEAR_FIRST.fullmatch(text):
        yield f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}", "Jahr/Monat/Tag"
    if match := _MIDNIGHT.fullmatch(text):
        yield match[1], "ein Tag mit der Uhrzeit 0:00"
    if match := re.fullmatch(r"(.+?),? 0?0:00(:00)?", text):
        yield from _spell_days(match[1])
    if match := _GERMAN_MONTH.fullmatch(text):
        yield f"{match[2]}-{int(match[1]):02}", "Monat und Jahr"


def _read_answer(text: str) -> Reading | None:
    word = text.casefold()
    for words, value in ((TRUE_WORDS, "true"), (FALSE_WORDS, "false")):
        if word in words:
            return Reading(value, text, "" if word in PLAIN_ANSWERS else "ja" if value == "true" else "nein")
    return None


def _read_code(text: str, habits: Habits) -> Reading | None:
    """A text that the column does not take: a code as the spreadsheet mangled it, a name, or other capitals."""
    if match := _WHOLE.fullmatch(text):
        whole = match[1]
        if habits.passes(whole):
            return Reading(whole, text, "eine Kennung ohne Nachkommastellen")
        return _restore_zeros(whole, habits, is_number=True)
    if _DIGITS.fullmatch(text):
        return _restore_zeros(text, habits, is_number=False)
    if match := _CLOCK.fullmatch(text) or _CLOCK_SECONDS.fullmatch(text):
        clock = ":".join(text.split(":")[:2]).zfill(5)
        return _take(clock, text, "eine Uhrzeit", habits)
    return _read_day(text, habits) or _read_name(text, habits)


def _read_name(text: str, habits: Habits) -> Reading | None:
    """The name of what a key stands for, or the key and its name together, as the lists show them."""
    choices = habits.known or frozenset(map(str, habits.column.field.constraints.get("enum", ())))
    if not choices:
        return None
    code = re.split(r" [–-] ", text, maxsplit=1)[0]
    names = habits.names or {}
    if code != text and code in choices and names.get(text[len(code) + 3 :].casefold(), code) == code:
        return Reading(code, text, "Schlüssel mit Bezeichnung")
    if (named := names.get(text.casefold())) is not None:
        return Reading(named, text, "die Bezeichnung gehört zu genau einem Schlüssel")
    alike = [choice for choice in choices if choice.casefold() == text.casefold()]
    return Reading(alike[0], text, "andere Groß- und Kleinschreibung") if len(alike) == 1 else None


def _restore_zeros(text: str, habits: Habits, *, is_number: bool) -> Reading | None:
    """The code that lost its leading zeros, where only one can be meant.

    A list of keys, or an entry that is there already, says which. A pattern alone does not: 3910 may be 03910 or a
    typing error. It counts only for cells that hold a number, in columns whose codes do begin with zeros.
    """
    if not _DIGITS.fullmatch(text):
        return None
    padded = [text.zfill(len(text) + count) for count in range(1, MAX_ZEROS + 1)]
    fitting = [code for code in padded if habits.passes(code)]
    listed = fitting if habits.known else [code for code in fitting if code in habits.existing]
    if len(listed) == 1:
        return Reading(listed[0], text, "die führende Null fehlte")
    has_zeros = any(code.startswith("0") for code in habits.existing)
    if not listed and len(fitting) == 1 and is_number and has_zeros:
        return Reading(fitting[0], text, "die führende Null fehlte")
    return None


def _take(candidate: str, text: str, reason: str, habits: Habits) -> Reading | None:
    """The candidate, if the gate takes it."""
    return Reading(candidate, text, reason) if habits.passes(candidate) else None


ATTEMPTS: Mapping[str, tuple[Callable[[str, Habits], Reading | None], ...]] = {
    "integer": (_read_sign, _read_integer),
    "number": (_read_sign, _read_decimal),
    "date": (_read_sign, _read_day),
    "boolean": (_read_sign,),
    "string": (_read_sign, _read_code),
}
"""How a text that the gate does not take is tried to be read, by type of the column."""
