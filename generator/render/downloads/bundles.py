"""From a bundle to its files: every table and layer alone, a workbook, and the zip with all of them."""

from generator.model import OutputFile
from generator.render.downloads.archives import Contents, render_archive
from generator.render.downloads.csv_files import render_csv
from generator.render.downloads.descriptions import Bundle, collect_datasets, describe_bundle
from generator.render.downloads.geojson_files import render_geojson
from generator.render.downloads.tables import Edition
from generator.render.downloads.workbooks import render_workbook
from generator.render.downloads.written import WrittenTable


def render_bundle(bundle: Bundle, edition: Edition) -> tuple[OutputFile, ...]:
    """All files of a bundle, the zip last."""
    written = {table.path: bundle.written.get(table.path) or WrittenTable(render_csv(table)) for table in bundle.tables}
    tables = {path: one.csv for path, one in written.items()}
    sections = describe_bundle(bundle, tables, edition)
    files = [
        OutputFile(path=table.path, content=tables[table.path].content, datasets=table.terms.datasets)
        for table in bundle.tables
    ]
    if bundle.workbook_path:
        workbook = render_workbook(
            [(table, written[table.path].sheet) for table in bundle.tables], sections, bundle.title, edition
        )
        datasets = collect_datasets(bundle.tables)
        files.append(OutputFile(path=bundle.workbook_path, content=workbook, datasets=datasets))
    files.extend(
        OutputFile(path=layer.path, content=render_geojson(layer, edition), datasets=layer.terms.datasets)
        for layer in bundle.layers
    )
    rendered = Contents(files=tuple(files), tables=tables, sections=sections)
    archive = render_archive(bundle, rendered, edition)
    return (*files, OutputFile(path=bundle.archive_path, content=archive, datasets=bundle.datasets))
