"""Everything of the staged tree that is not a page: downloads, maps and assets."""

from generator.render.files.assets import render_assets
from generator.render.files.datasets import prepare_downloads, render_resource_files, spell_boundaries
from generator.render.files.districts import (
    DistrictParts,
    prepare_districts,
    render_confirmation_files,
    render_district_files,
    render_indicator_files,
)
from generator.render.files.maps import make_ground, place_markers, render_maps
from generator.render.files.planning import (
    render_allocation_files,
    render_chain_files,
    render_needs_files,
    render_record_files,
)
from generator.render.files.ways import render_outlook_files, render_reach_files

__all__ = [
    "DistrictParts",
    "make_ground",
    "place_markers",
    "prepare_districts",
    "prepare_downloads",
    "render_allocation_files",
    "render_assets",
    "render_chain_files",
    "render_confirmation_files",
    "render_district_files",
    "render_indicator_files",
    "render_maps",
    "render_needs_files",
    "render_outlook_files",
    "render_reach_files",
    "render_record_files",
    "render_resource_files",
    "spell_boundaries",
]
