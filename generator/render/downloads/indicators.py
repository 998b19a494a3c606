"""Downloads of one indicator: all districts of all levels at all reference dates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator import layout
from generator.indicators.definition import Indicator
from generator.model import OutputFile
from generator.render.downloads.bundles import render_bundle
from generator.render.downloads.descriptions import Bundle
from generator.render.downloads.geojson_files import NO_GEOMETRY, Boundaries, Layer, make_features
from generator.render.downloads.observations import ObservationRow, describe_indicators, make_observation_table
from generator.render.downloads.tables import Edition, Terms, join_terms


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorContent:
    """What the files of an indicator hold."""

    indicator: Indicator
    version: str
    """Version of the data."""
    observations: tuple[ObservationRow, ...]
    """Of all districts of all levels."""
    terms: Terms
    boundaries: Boundaries


def render_indicator_downloads(content: IndicatorContent, edition: Edition) -> tuple[OutputFile, ...]:
    """All files of an indicator; GeoJSON has the newest value of each district."""
    indicator = content.indicator
    description = f"{indicator.meaning} Formel: {indicator.formula_text}"
    path = layout.indicator_download(indicator.slug, "csv")
    table = make_observation_table(path, indicator.title, description, content.observations, content.terms)
    newest = make_observation_table(path, indicator.title, description, _newest(content.observations), content.terms)
    codes = [str(row[newest.names.index("district_code")]) for row in newest.rows]
    layer = Layer(
        path=layout.indicator_download(indicator.slug, "geojson"),
        title=f"{indicator.title}: neuester Wert je Gebiet",
        description=f"{description} Die Datei enthält die Gebiete aller Ebenen; das Feld level_id unterscheidet sie.",
        features=make_features(
            replace(newest, primary_key=("district_code",)),
            [content.boundaries.geometries.get(code, NO_GEOMETRY) for code in codes],
        ),
        terms=join_terms(content.terms, content.boundaries.terms),
    )
    bundle = Bundle(
        name=f"indikator-{indicator.slug}",
        title=indicator.title,
        description=description,
        version=content.version,
        page=layout.indicator_page(indicator.slug),
        tables=(table,),
        layers=(layer,),
        sections=(describe_indicators(content.observations),),
        workbook_path=layout.indicator_download(indicator.slug, "xlsx"),
        archive_path=layout.indicator_download(indicator.slug, "zip"),
    )
    return render_bundle(bundle, edition)


def _newest(rows: Sequence[ObservationRow]) -> tuple[ObservationRow, ...]:
    """The row with the latest date of every district, whether it has a value or not."""
    newest: dict[str, ObservationRow] = {}
    for row in rows:
        known = newest.get(row.district.code)
        if known is None or row.observation.reference_date > known.observation.reference_date:
            newest[row.district.code] = row
    return tuple(newest.values())
