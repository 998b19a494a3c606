"""The page of the composite index: contributions that add up, and how far its order moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_number
from generator.model import Quantity, add_quantities
from generator.planning.needs.definition import Screening
from generator.planning.needs.screening import Score, ScreeningResult
from generator.profiles.atlas import Atlas
from generator.profiles.downloads import view_downloads
from generator.profiles.needs_links import numbered_link
from generator.profiles.needs_wording import find_indicator
from generator.profiles.views import (
    DISTRICT_COLUMN,
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

NO_SCORE = "nicht berechenbar: zu viele Angaben fehlen"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningPage:
    """The index with all that speaks against taking it too seriously."""

    path: PurePosixPath
    meta: PageMeta
    lead: str
    notes: tuple[str, ...]
    parts: TableView
    method: tuple[str, ...]
    tables: tuple[TableView, ...]
    needs: Link
    downloads: tuple[DownloadView, ...]
    sources: tuple[SourceView, ...]


def profile_screening(atlas: Atlas, files: Files) -> tuple[ScreeningPage, ...]:
    """The page, if the rules of the city have an index."""
    page, book = layout.SCREENING, atlas.needs.book
    if book is None or book.screening is None:
        return ()
    screening = book.screening
    paths = [layout.needs_download("csv", topic=topic) for topic in ("vorauswahl", "beitraege")]
    ids = [one for part in screening.parts for one in find_indicator(atlas, part.indicator_id).resource_ids]
    return (
        ScreeningPage(
            path=page,
            meta=PageMeta(
                title=screening.title,
                description="Ein zusammengesetzter Wert nur zur Vorauswahl, mit Beiträgen und Unsicherheit.",
                crumbs=(
                    Link(text="Start", href=layout.relative_url(page, layout.START)),
                    Link(text="Planung", href=layout.relative_url(page, layout.PLANNING)),
                    Link(text="Handlungsbedarfe", href=layout.relative_url(page, layout.NEEDS)),
                ),
            ),
            lead="Wo lohnt es sich, zuerst genauer hinzusehen? Dieser Wert gibt einen Hinweis und keine Antwort.",
            notes=screening.notes,
            parts=_list_parts(atlas, page, screening),
            method=_describe_method(atlas),
            tables=tuple(_list_scores(atlas, page, screening, one) for one in atlas.needs.screening),
            needs=Link(text="Handlungsbedarfe nach Regeln", href=layout.relative_url(page, layout.NEEDS)),
            downloads=view_downloads(page, paths, files),
            sources=atlas.view_sources(page, ids),
        ),
    )


def _list_parts(atlas: Atlas, page: PurePosixPath, screening: Screening) -> TableView:
    """What goes into the index."""
    rows = []
    for part in screening.parts:
        indicator = find_indicator(atlas, part.indicator_id)
        is_known = indicator.id in atlas.results.ids
        href = atlas.indicator_href(page, indicator) if is_known else None
        direction = "mehr Bedarf" if part.is_more_need else "weniger Bedarf"
        weight = format_number(part.weight, 0 if part.weight.is_integer() else 2)
        cells = (part.group, weight, f"hohe Werte: {direction}", part.source)
        rows.append(RowView(header=Link(text=indicator.title, href=href), cells=tuple(map(text_value, cells))))
    return TableView(
        caption="Was in den Wert eingeht",
        columns=("Kennzahl", "Teil", "Gewicht", "Richtung", "Quelle des Gewichts"),
        words=("Teil", "Richtung", "Quelle des Gewichts"),
        rows=tuple(rows),
    )


def _describe_method(atlas: Atlas) -> tuple[str, ...]:
    """How the index is made, and how its robustness is tested."""
    count = max((one.variant_count for one in atlas.needs.screening), default=0)
    dropped = [find_indicator(atlas, name).title for one in atlas.needs.screening for name in one.dropped]
    lines = [
        "Jede Kennzahl wird umgerechnet: wie viele Standardabweichungen ein Gebiet über oder unter dem Mittel der "
        "Gebiete liegt. Die Beiträge der Teile sind gewichtet und ergeben zusammen den Wert; 0 ist der Durchschnitt.",
        "Fehlt einem Gebiet eine Zahl, werden die Gewichte auf die übrigen verteilt. Fehlt mehr als ein Viertel des "
        "Gewichts, gibt es keinen Wert.",
        f"Wie fest die Reihenfolge steht, zeigen {count} Varianten: drei Arten der Umrechnung, jedes Gewicht wie "
        "gesetzt, um ein Viertel niedriger und um ein Viertel höher, in allen Kombinationen. Dazu wird jede Kennzahl "
        "einmal weggelassen.",
        "„Fest“ heißt: In mindestens 95 % der Varianten liegt das Gebiet im oberen Viertel, oder in mindestens 95 % "
        "liegt es nicht dort.",
    ]
    lines += [f"Ohne Wirkung, weil überall gleich oder ohne Daten: {title}." for title in dropped]
    return tuple(lines)


def _list_scores(atlas: Atlas, page: PurePosixPath, screening: Screening, result: ScreeningResult) -> TableView:
    """All districts of a level, in the order of the list."""
    groups: dict[str, list[str]] = {}
    for part in screening.parts:
        groups.setdefault(part.group, []).append(part.indicator_id)
    rows = []
    for score in result.scores:
        link = numbered_link(atlas, page, atlas.geography.districts[score.district_code])
        rows.append(RowView(header=link, cells=_score_cells(groups, score)))
    return TableView(
        caption=f"{result.level.name_plural}: Beiträge, Wert und Spanne",
        columns=(
            DISTRICT_COLUMN,
            *groups,
            "Wert",
            "Spanne der Plätze",
            "Ohne je eine Kennzahl",
            "Oberes Viertel",
            "Aussage",
        ),
        words=("Oberes Viertel", "Aussage"),
        rows=tuple(rows),
        source=(
            f"Plätze in {result.variant_count} Varianten unter {sum(one.rank is not None for one in result.scores)} "
            "Gebieten; 1 ist der höchste Wert. Die Gebiete stehen in der Reihenfolge der Liste, nicht nach dem Wert."
        ),
    )


def _score_cells(groups: Mapping[str, Sequence[str]], score: Score) -> tuple[Value, ...]:
    """One district."""
    sums = tuple(
        _signed(add_quantities(score.contributions[one] for one in ids if one in score.contributions))
        for ids in groups.values()
    )
    total = _signed(score.score)
    if score.score.value is None or score.upper_share is None:
        gap = Value(text=total.text, meaning=total.meaning)
        return (*sums, total, gap, gap, gap, text_value(NO_SCORE))
    without = tuple(score.leave_one_out.values())
    return (
        *sums,
        total,
        text_value(_span(score.ranks)),
        text_value(_span(without)) if without else Value(text="x", meaning="Angabe nicht sinnvoll"),
        text_value(f"in {format_number(100 * score.upper_share)} % der Varianten"),
        text_value("fest" if score.is_stable else "hängt von der Rechenweise ab"),
    )


def _signed(quantity: Quantity) -> Value:
    """A contribution above or below the average."""
    return view_quantity(quantity, 2, signed=True)


def _span(ranks: Sequence[int]) -> str:
    """The lowest and the highest place."""
    low, high = min(ranks), max(ranks)
    return str(low) if low == high else f"{low} bis {high}"
