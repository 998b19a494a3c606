"""Which offerings get a calendar or a contact file; pages and downloads must say the same."""

from generator.formatting import make_phone_link
from generator.model import Offering
from generator.profiles.atlas import Atlas
from generator.profiles.offering_notes import MAX_LISTED

NOT_OPEN = ("planned", "closed")


def has_hours(offering: Offering) -> bool:
    """Tell whether there is anything to enter in a calendar."""
    return bool(offering.opening_times) and offering.status not in NOT_OPEN


def has_contact(offering: Offering) -> bool:
    """Tell whether there is a way to call, write or look it up."""
    ways = (make_phone_link(offering.phone or ""), offering.email, offering.url)
    return any(ways) and offering.status not in NOT_OPEN


def has_files_of_its_own(atlas: Atlas) -> bool:
    """Tell whether single offerings get files: a large city would have tens of thousands, so only districts do."""
    return len(atlas.catalog.offerings) <= MAX_LISTED
