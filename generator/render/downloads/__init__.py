"""Files to take away: CSV, XLSX, GeoJSON and one zip for every dataset, district and indicator.

The three ``render_…_downloads`` say what a bundle holds; ``bundles`` turns any bundle into files.
"""

from generator.render.downloads.allocation import AllocationContent, render_allocation_downloads
from generator.render.downloads.archives import render_checksums
from generator.render.downloads.calendars import CalendarContent, OfferingCard, render_calendars
from generator.render.downloads.chain import ChainContent, ChainRow, render_chain_downloads
from generator.render.downloads.confirmations import ConfirmationContent, render_confirmation_downloads
from generator.render.downloads.contacts import ContactContent, render_contacts
from generator.render.downloads.districts import DistrictContent, render_district_downloads
from generator.render.downloads.geojson_files import Boundaries, prepare_boundaries
from generator.render.downloads.indicators import IndicatorContent, render_indicator_downloads
from generator.render.downloads.measures import MeasuresContent, render_measure_downloads
from generator.render.downloads.needs import AnswerRow, NeedsContent, render_needs_downloads
from generator.render.downloads.observations import ObservationRow
from generator.render.downloads.offerings import OfferingRow, SpelledOffering, spell_offerings
from generator.render.downloads.projection import ProjectionContent, render_projection_downloads
from generator.render.downloads.reachability import ReachContent, render_reach_downloads
from generator.render.downloads.resources import PreparedResource, prepare_resource, render_resource_downloads
from generator.render.downloads.seals import render_reports, render_seal_index, spell_report
from generator.render.downloads.surveys import SurveysContent, render_survey_downloads
from generator.render.downloads.tables import Edition, Terms
from generator.render.downloads.tiers import TiersContent, render_tiers_downloads

__all__ = [
    "AllocationContent",
    "AnswerRow",
    "Boundaries",
    "CalendarContent",
    "ChainContent",
    "ChainRow",
    "ConfirmationContent",
    "ContactContent",
    "DistrictContent",
    "Edition",
    "IndicatorContent",
    "MeasuresContent",
    "NeedsContent",
    "ObservationRow",
    "OfferingCard",
    "OfferingRow",
    "PreparedResource",
    "ProjectionContent",
    "ReachContent",
    "SpelledOffering",
    "SurveysContent",
    "Terms",
    "TiersContent",
    "prepare_boundaries",
    "prepare_resource",
    "render_allocation_downloads",
    "render_calendars",
    "render_chain_downloads",
    "render_checksums",
    "render_confirmation_downloads",
    "render_contacts",
    "render_district_downloads",
    "render_indicator_downloads",
    "render_measure_downloads",
    "render_needs_downloads",
    "render_projection_downloads",
    "render_reach_downloads",
    "render_reports",
    "render_resource_downloads",
    "render_seal_index",
    "render_survey_downloads",
    "render_tiers_downloads",
    "spell_offerings",
    "spell_report",
]
