"""Paths and URLs: one module spells them, and every link arrives."""

from collections import Counter
from pathlib import PurePosixPath
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import layout
from tests.tiny import tiny_atlas

SEGMENTS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=8)
FOLDERS = st.lists(SEGMENTS, max_size=4)
NAMES = st.just("index.md") | st.builds("{}.{}".format, SEGMENTS, st.sampled_from(["md", "html", "csv", "geojson"]))
PATHS = st.builds(lambda folders, name: PurePosixPath(*folders, name), FOLDERS, NAMES)
BASES = st.sampled_from(["https://atlas.example/", "https://verein.example/karten/atlas/"])


@given(PATHS, PATHS, BASES)
def test_a_relative_link_arrives_at_its_target_below_any_address(
    source: PurePosixPath, target: PurePosixPath, base: str
) -> None:
    link = layout.relative_url(source, target)
    assert urljoin(base + layout.url(source), link) == base + layout.url(target)


@given(PATHS, PATHS)
def test_links_never_start_at_the_root_of_the_server(source: PurePosixPath, target: PurePosixPath) -> None:
    assert not layout.relative_url(source, target).startswith("/")


def test_an_anchor_comes_last() -> None:
    assert layout.relative_url(layout.START, layout.METHOD, anchor="zeichen") == "methodik/#zeichen"


@pytest.mark.parametrize(
    ("path", "url"),
    [("index.md", ""), ("ueber.md", "ueber/"), ("daten/index.md", "daten/"), ("karten/a.js", "karten/a.js")],
)
def test_pages_have_urls_without_ending(path: str, url: str) -> None:
    assert layout.url(PurePosixPath(path)) == url


def test_the_city_has_the_page_of_its_level() -> None:
    geography = tiny_atlas().geography
    assert str(layout.district_page(geography.city, geography.levels[0])) == "gemeinde/index.md"


def test_a_district_has_a_page_below_its_level() -> None:
    geography = tiny_atlas().geography
    assert (
        str(layout.district_page(geography.districts["002"], geography.levels[1])) == "ortsteile/muehlengrund/index.md"
    )


def test_underscores_become_hyphens_in_the_address_of_a_dataset() -> None:
    assert str(layout.resource_page("demographics", "age_groups")) == "daten/demographics/age-groups/index.md"


def test_no_two_files_of_a_city_share_a_path() -> None:
    atlas = tiny_atlas()
    paths = [layout.START, layout.OFFERINGS, layout.GUIDELINES, layout.INDICATORS, layout.PLANNING, layout.DATA]
    paths += [layout.METHOD, layout.CHECKSUMS, layout.CONTEXT_DATA]
    for level in atlas.geography.levels:
        paths += [layout.overview_map(level), layout.map_data(layout.overview_map(level))]
        paths += [layout.boundary_data(level)] + ([layout.level_page(level)] if level.sort_order > 1 else [])
        for district in atlas.geography.districts_on(level):
            paths += [layout.district_page(district, level), *layout.district_downloads(level, district)]
            paths += [layout.district_map(level, district), layout.district_picture(level, district)]
            paths += [layout.map_data(layout.district_map(level, district))]
        for slug in (one.slug for one in atlas.results.indicators):
            paths += [layout.indicator_map(slug, level), layout.map_data(layout.indicator_map(slug, level))]
            paths += [layout.indicator_picture(slug, level)]
    for slug in (one.slug for one in atlas.results.indicators):
        paths += [layout.indicator_page(slug), *(layout.indicator_download(slug, kind) for kind in ("csv", "zip"))]
    paths += [layout.service_type_page(one) for one in atlas.catalog.service_types]
    paths += [layout.guideline_page(one.id) for one in atlas.catalog.guidelines]
    for resource in (one for package in atlas.packages for one in package.resources):
        paths += [layout.resource_page(resource.package, resource.name)]
        paths += [layout.resource_download(resource.package, resource.name, kind) for kind in ("csv", "xlsx", "zip")]
    assert [path for path, count in Counter(paths).items() if count > 1] == []
