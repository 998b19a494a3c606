"""Tables of districts and of their numbers."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from generator.formatting import format_date
from generator.indicators.definition import Indicator, OfferingTerm, Ratio
from generator.model import District
from generator.profiles.atlas import Atlas
from generator.profiles.offering_notes import supply_note
from generator.profiles.views import DISTRICT_COLUMN, Link, RowView, TableView, full_name, text_value, view_quantity

LIST_COLUMNS = ("population", "population_65_plus", "share_65_plus", "change_65_plus_pct")


def is_supply(indicator: Indicator) -> bool:
    """Tell whether an indicator counts offerings."""
    return isinstance(indicator.formula, Ratio) and isinstance(indicator.formula.numerator, OfferingTerm)


def list_figures(atlas: Atlas, page: PurePosixPath, district: District, *, supply: bool) -> TableView:
    """All indicators of the district beside those of the districts around it."""
    columns = (district, *reversed(atlas.geography.ancestors(district.code)))
    rows = []
    for indicator in atlas.results.indicators:
        if is_supply(indicator) is not supply:
            continue
        cells = tuple(atlas.view(page, atlas.results.latest(indicator.id, one.code)) for one in columns)
        own = atlas.results.latest(indicator.id, district.code)
        if supply:
            cells = (view_quantity(own.numerator, 0), *cells)
        rows.append(
            RowView(
                header=Link(text=indicator.title, href=atlas.indicator_href(page, indicator)),
                cells=(*cells, text_value(format_date(own.reference_date))),
            )
        )
    count = ("Anzahl hier",) if supply else ()
    topic = "Erfasste Angebote im Verhältnis zu den Menschen ab 65" if supply else "Kennzahlen im Vergleich"
    return TableView(
        caption=f"{topic}: {district.name}",
        columns=("Kennzahl", *count, *_name_columns(atlas, columns), "Stichtag"),
        rows=tuple(rows),
        source=supply_note(atlas, atlas.results.indicators, district.code) if supply else "",
    )


def _name_columns(atlas: Atlas, districts: Sequence[District]) -> tuple[str, ...]:
    """Names that tell these districts apart: a district and the one around it may share theirs."""
    names = [one.name for one in districts]
    return tuple(
        full_name(one, atlas.geography.level_of(one)) if names.count(one.name) > 1 else one.name for one in districts
    )


def list_parts(atlas: Atlas, page: PurePosixPath, district: District) -> TableView | None:
    """The districts one level down with their most important numbers."""
    parts = [atlas.geography.districts[code] for code in district.part_codes]
    if not parts:
        return None
    level = atlas.geography.level_of(parts[0])
    return list_districts(atlas, page, parts, f"{district.name}: {level.name_plural}", district)


def list_districts(
    atlas: Atlas, page: PurePosixPath, districts: Sequence[District], caption: str, whole: District
) -> TableView:
    """A table of districts with the numbers that matter most, and the whole they belong to in the last row."""
    indicators = [atlas.results.indicator(one) for one in LIST_COLUMNS if one in atlas.results.ids]
    rows = [_list_row(atlas, page, one, indicators) for one in districts]
    return TableView(
        caption=caption,
        columns=(DISTRICT_COLUMN, *(one.short_title for one in indicators)),
        rows=(*rows, _list_row(atlas, page, whole, indicators, is_strong=True)),
        source=_table_source(atlas, indicators, whole),
    )


def _list_row(
    atlas: Atlas, page: PurePosixPath, district: District, indicators: Sequence[Indicator], *, is_strong: bool = False
) -> RowView:
    """A district in a table of districts."""
    link = atlas.district_link(page, district)
    return RowView(
        header=replace(link, text=f"{district.number} {district.name}".strip()),
        cells=tuple(atlas.view(page, atlas.results.latest(one.id, district.code)) for one in indicators),
        is_strong=is_strong,
    )


def _table_source(atlas: Atlas, indicators: Sequence[Indicator], district: District) -> str:
    """Source and reference date of a table of districts."""
    if not indicators:
        return ""
    sources = dict.fromkeys(
        source.title
        for indicator in indicators
        for resource_id in indicator.resource_ids
        for source in atlas.resource(resource_id).sources
    )
    day = atlas.results.latest(indicators[0].id, district.code).reference_date
    return f"Quelle: {'; '.join(sources)}. Stichtag {format_date(day)}."
