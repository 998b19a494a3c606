"""What a pattern of the schema asks for, in words a clerk understands, and an example that fits.

A pattern is recognized by what it accepts and refuses, or read piece by piece; what is neither gets no words, and the
caller shows an example instead.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.formatting import format_list


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A common kind of text, known by samples."""

    fits: tuple[str, ...]
    """Texts that a pattern of this kind accepts; the first is a good example."""
    fails: tuple[str, ...]
    words: str
    """What follows „braucht“."""


SHAPES: tuple[Shape, ...] = (
    Shape(
        fits=("2026-03-14", "2026-03", "2026"),
        fails=("20261", "abc", "14.03.2026"),
        words="ein Jahr, einen Monat oder einen Tag, geschrieben wie 2026, 2026-03 oder 2026-03-14",
    ),
    Shape(fits=("2026-03-14",), fails=("2026", "14.03.2026", "abc"), words="einen Tag, geschrieben wie 2026-03-14"),
    Shape(fits=("08:30", "23:59"), fails=("8:30", "99:99", "abc"), words="eine Uhrzeit, geschrieben wie 08:30"),
    Shape(
        fits=("https://www.example.org/a", "https://www.example.org/a https://www.example.org/b"),
        fails=("www.example.org", "abc"),
        words="eine oder mehrere Web-Adressen, die mit https:// beginnen, durch Leerzeichen getrennt",
    ),
    Shape(
        fits=("https://www.example.org/a",),
        fails=("www.example.org", "abc"),
        words="eine Web-Adresse, die mit https:// beginnt",
    ),
    Shape(
        fits=("name@example.org",),
        fails=("name", "https://www.example.org", "example.org"),
        words="eine E-Mail-Adresse",
    ),
    Shape(
        fits=("0123 4567-8", "0391 540-0"),
        fails=("abc", "F123", "2026-03-14x"),
        words="eine Telefonnummer aus Ziffern, Leerzeichen, ‚/‘ und ‚-‘",
    ),
)
CLASS_WORDS = {
    "0-9": ("Ziffer", "Ziffern"),
    "a-z": ("Kleinbuchstabe", "Kleinbuchstaben"),
    "A-Z": ("Großbuchstabe", "Großbuchstaben"),
}
CLASS_SAMPLES = {"0-9": "123456789", "a-z": "abc", "A-Z": "ABC"}
_CLASS = re.compile(r"\[((?:\\.|[^\]\\^])(?:\\.|[^\]\\])*)\]|(\\d)")
_COUNT = re.compile(r"\{([0-9]+)(?:,([0-9]*))?\}|([+*?])")
_LITERAL = re.compile(r"(?:\\[^a-zA-Z0-9]|[A-Za-z0-9_:/,;<>=#%&@!~'\" äöüÄÖÜß-])")
MAX_REPEAT = 20
_ONCE: int | None = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A literal or a class of characters, with how often it may stand."""

    text: str
    """The literal, or the inside of the class without its brackets."""
    is_class: bool
    low: int
    high: int | None
    """``None``: without end."""


@lru_cache(maxsize=512)
def describe_pattern(pattern: str) -> str:
    """What a text needs, as it follows „braucht“; empty where it cannot be said.

    >>> describe_pattern("^[0-9]{5}$"), describe_pattern("^F[0-9]{3}$")
    ('5 Ziffern', '‚F‘ und 3 Ziffern')
    >>> describe_pattern("^([0-9]{2}|VG[0-9]{2})$"), describe_pattern("^[a-z0-9_]+$")
    ('2 Ziffern oder ‚VG‘ und 2 Ziffern', 'nur Kleinbuchstaben, Ziffern und ‚_‘')
    >>> describe_pattern("^(?=x).*$")
    ''
    """
    if shape := _recognize(pattern):
        return shape.words
    branches = _split_branches(_bare(pattern))
    described = [_describe_pieces(pieces) for pieces in map(_read_pieces, branches) if pieces]
    if len(described) != len(branches) or not all(described):
        return ""
    return format_list(described, "oder")


@lru_cache(maxsize=512)
def find_example(pattern: str) -> str:
    """A text that fits the pattern; empty where none was found.

    >>> find_example("^F[0-9]{3}$"), find_example("^([0-9]{2}|VG[0-9]{2})$")
    ('F123', '12')
    """
    shape = _recognize(pattern)
    candidates = [*(shape.fits if shape else ())]
    for branch in _split_branches(_bare(pattern)):
        pieces = _read_pieces(branch)
        candidates.append("".join(_sample(piece) for piece in pieces or ()))
    return next((text for text in candidates if text and re.fullmatch(pattern, text)), "")


def _recognize(pattern: str) -> Shape | None:
    def knows(text: str) -> bool:
        return re.fullmatch(pattern, text) is not None

    # Text that fits everything is no shape: "a" alone must be refused, too.
    return next(
        (shape for shape in SHAPES if all(map(knows, shape.fits)) and not any(map(knows, (*shape.fails, "a")))), None
    )


def _bare(pattern: str) -> str:
    r"""Without anchors and one pair of brackets around everything.

    >>> _bare("^(a|b)$"), _bare("^(a)(b)$")
    ('a|b', '(a)(b)')
    """
    inner = pattern.removeprefix("^").removesuffix("$")
    while inner.startswith("(") and inner.endswith(")") and not inner.startswith("(?") and _closes_last(inner):
        inner = inner[1:-1]
    return inner


def _closes_last(text: str) -> bool:
    """Tell whether the first bracket is closed by the last character."""
    depth = 0
    for position, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return position == len(text) - 1
    return False


def _split_branches(text: str) -> list[str]:
    """The alternatives on the outer level."""
    branches, depth, start = [], 0, 0
    for position, character in enumerate(text):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(character, 0)
        if character == "|" and depth == 0:
            branches.append(text[start:position])
            start = position + 1
    return [*branches, text[start:]]


def _read_pieces(text: str) -> list[Piece] | None:
    """Literals and classes in order; ``None`` where there is anything else."""
    pieces: list[Piece] = []
    position = 0
    while position < len(text):
        if match := _CLASS.match(text, position):
            body, is_class = match[1] or "0-9", True
        elif match := _LITERAL.match(text, position):
            body, is_class = match[0].removeprefix("\\"), False
        else:
            return None
        position = match.end()
        low, high = 1, _ONCE
        if count := _COUNT.match(text, position):
            low, high = _read_count(count)
            position = count.end()
        pieces.append(Piece(body, is_class, low, high))
    return _join_literals(pieces)


def _read_count(match: re.Match[str]) -> tuple[int, int | None]:
    if match[3]:
        return {"+": (1, None), "*": (0, None), "?": (0, 1)}[match[3]]
    low = int(match[1])
    return low, (low if match[2] is None else int(match[2]) if match[2] else None)


def _join_literals(pieces: Sequence[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if (
            last
            and not last.is_class
            and not piece.is_class
            and (last.low, last.high, piece.low, piece.high) == (1,) * 4
        ):
            joined[-1] = Piece(last.text + piece.text, is_class=False, low=1, high=1)
        else:
            joined.append(piece)
    return joined


def _describe_pieces(pieces: Sequence[Piece]) -> str:
    if len(pieces) == 1 and pieces[0].is_class and pieces[0].high is None and pieces[0].low <= 1:
        words = _name_class(pieces[0].text)
        return f"nur {format_list(words)}" if words else ""
    described = [_describe_piece(piece) for piece in pieces]
    return format_list(described) if all(described) else ""


def _describe_piece(piece: Piece) -> str:
    if not piece.is_class:
        return f"‚{piece.text}‘" if (piece.low, piece.high) == (1, 1) else ""
    words = _name_class(piece.text)
    if not words:
        return ""
    one, many = CLASS_WORDS.get(piece.text) or (f"Zeichen ({format_list(words, 'oder')})",) * 2
    if piece.high == piece.low:
        return f"{piece.low} {one if piece.low == 1 else many}"
    if piece.high is None:
        return f"mindestens {piece.low} {one if piece.low == 1 else many}"
    return f"{piece.low} bis {piece.high} {many}"


def _name_class(body: str) -> list[str]:
    """The parts of a class in words; empty where one has none."""
    parts = re.findall(r"\\.|.-[^\]]|.", body)
    words = []
    for part in parts:
        if part in CLASS_WORDS:
            words.append(CLASS_WORDS[part][1])
        elif len(part) == 3 and part[1] == "-":
            words.append(f"‚{part[0]}‘ bis ‚{part[2]}‘")
        elif part == "\\d":
            words.append("Ziffern")
        elif part.startswith("\\") and part[1].isalnum():
            return []
        else:
            words.append("Leerzeichen" if part == " " else f"‚{part.removeprefix(chr(92))}‘")
    return sorted(words, key=lambda word: word.startswith("‚"))


def _sample(piece: Piece) -> str:
    """A few characters that fit a piece."""
    count = min(piece.low or 1, MAX_REPEAT)
    if not piece.is_class:
        return piece.text * count
    part = re.findall(r"\\.|.-[^\]]|.", piece.text)[0]
    characters: str = CLASS_SAMPLES.get(part, part.removeprefix("\\")[0])
    return (characters * count)[:count]
