"""How the list of all offerings can be narrowed; what is not known is a choice of its own."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from generator.formatting import WEEKDAYS
from generator.model import Offering, ServiceType
from generator.profiles.atlas import Atlas
from generator.profiles.filters import (
    SEPARATOR,
    FilterForm,
    FilterView,
    OptionView,
    filter_districts,
    filter_guidelines,
    make_form,
    single_group,
)

UNKNOWN = "unknown"
STEP_FREE_CHOICES = {"yes": "ja", "partial": "teilweise", "no": "nein", UNKNOWN: "nicht bekannt"}


def filter_keys(atlas: Atlas, offering: Offering) -> tuple[tuple[str, str], ...]:
    """What the choices of the form are compared with, by the name of the choice."""
    days = sorted({one.weekday for one in offering.opening_times})
    code = offering.district_code
    own = [*(one.code for one in atlas.geography.ancestors(code)), code] if code else []
    return (
        ("kind", offering.service_type_id),
        ("days", SEPARATOR.join(map(str, days)) or UNKNOWN),
        ("guidelines", SEPARATOR.join(atlas.catalog.guideline_ids(offering))),
        ("access", offering.step_free),
        ("districts", SEPARATOR.join(own)),
    )


def filter_offerings(atlas: Atlas, page: PurePosixPath, types: Sequence[ServiceType]) -> FilterForm:
    """The form above the list of all offerings."""
    offerings = atlas.catalog.offerings
    used = [one for offering in offerings for one in atlas.catalog.guideline_ids(offering)]
    accesses = {one.step_free for one in offerings}
    return make_form(
        page,
        filters=(
            FilterView(
                name="kind",
                label="Art",
                every="alle Arten",
                groups=single_group(OptionView(key=one.id, label=one.title_plural) for one in types),
            ),
            filter_districts(atlas),
            _filter_days(offerings),
            FilterView(
                name="access",
                label="Stufenfrei",
                every="egal",
                groups=single_group(
                    OptionView(key=key, label=text) for key, text in STEP_FREE_CHOICES.items() if key in accesses
                ),
            ),
            *((filter_guidelines(atlas, used),) if used else ()),
        ),
        total=len(offerings),
        nouns="Angeboten",
        none="Kein Angebot passt. Heben Sie eine Auswahl auf, um mehr zu sehen.",
        note="Sind Tage oder Zugang nicht bekannt, steht ein Angebot nur unter „nicht bekannt“.",
    )


def _filter_days(offerings: Sequence[Offering]) -> FilterView:
    """By weekday; the days of many offerings are not known."""
    known = {one.weekday for offering in offerings for one in offering.opening_times}
    options = [OptionView(key=str(day), label=WEEKDAYS[day - 1]) for day in sorted(known)]
    if any(not one.opening_times for one in offerings):
        options.append(OptionView(key=UNKNOWN, label="Tage nicht bekannt"))
    return FilterView(name="days", label="Geöffnet am", every="jeder Tag", groups=single_group(options))
