"""Offerings per 1 000 people aged 65 and over, by kind and by tier.

The kinds and tiers are data, so these definitions are made from the catalog of a city.
"""

from generator.indicators.definition import Direction, Indicator, MapStyle, OfferingTerm, Ratio
from generator.indicators.population import AGED_65_PLUS
from generator.model import ServiceType, Tier
from generator.offerings import OfferingCatalog

TOPIC = "Angebote"
_CAVEATS = (
    "Die Liste der Angebote ist nicht vollständig: Die Zahl sagt, was erfasst ist, nicht was es gibt.",
    "Gezählt werden Angebote, die nach heutigem Stand geöffnet sind. Geplante, geschlossene und unbestätigte "
    "Angebote zählen nicht.",
    "Nicht gezählt werden Angebote, die zum Stand der Daten seit mehr als {months} Monaten nicht bestätigt sind oder "
    "bei denen das Datum des Belegs fehlt. Sie stehen in den Listen in Grau.",
    "Angebote im Nachbargebiet zählen hier nicht mit, auch wenn sie nah sind.",
)


def define_supply(catalog: OfferingCatalog) -> tuple[Indicator, ...]:
    """One indicator for all meeting places, then one for every tier and every kind that counts as supply."""
    meeting = tuple(one.id for one in catalog.service_types if one.is_meeting_place and one.is_in_supply_ratio)
    months = catalog.stale_after_months
    term = OfferingTerm("Begegnungsorte", meeting)
    general = (_define("meeting_place", "begegnungsorte", "Begegnungsorte", term, months),)
    return (
        *(general if meeting else ()),
        *(_define_tier(tier, months) for tier in catalog.tiers),
        *(_define_type(one, months) for one in catalog.service_types if one.is_in_supply_ratio),
    )


def _define_tier(tier: Tier, months: int) -> Indicator:
    """Supply with a tier of the graded system."""
    term = OfferingTerm(tier.title_plural, tier_id=tier.id)
    slug = f"stufe-{tier.id.replace('_', '-')}"
    return _define(f"tier_{tier.id}", slug, f"Stufe „{tier.title_plural}“:", term, months)


def _define_type(service_type: ServiceType, months: int) -> Indicator:
    """Supply with a kind of offering."""
    term = OfferingTerm(service_type.title_plural, (service_type.id,))
    return _define(f"type_{service_type.id}", f"angebot-{service_type.slug}", service_type.title_plural, term, months)


def _define(key: str, slug: str, subject: str, term: OfferingTerm, months: int) -> Indicator:
    """The definition for one group of offerings."""
    return Indicator(
        id=f"supply_{key}",
        slug=f"{slug}-je-1000",
        title=f"{subject} je 1.000 Menschen ab 65 Jahren",
        short_title=f"{term.title} je 1.000 ab 65",
        topic=TOPIC,
        meaning=f"Wie viele erfasste Angebote dieser Art („{term.title}“) auf 1.000 Menschen ab 65 Jahren kommen.",
        formula_text=(
            f"1.000 × erfasste, geöffnete und in den letzten {months} Monaten bestätigte Angebote ({term.title}) "
            "÷ Personen ab 65 Jahren"
        ),
        unit="je 1.000",
        unit_title="Angebote je 1.000 Personen ab 65 Jahren",
        decimals=2,
        direction=Direction.LESS_NEED,
        caveats=tuple(caveat.format(months=months) for caveat in _CAVEATS),
        formula=Ratio(term, AGED_65_PLUS, 1000),
        map_style=MapStyle.CLASSES,
        class_set="supply",
    )
