"""Indicators: definitions by topic, and the arithmetic that applies them."""

from dataclasses import replace

from generator.indicators.definition import Indicator
from generator.indicators.population import POPULATION
from generator.indicators.social import SOCIAL
from generator.indicators.supply import define_supply
from generator.offerings import OfferingCatalog


def define_indicators(catalog: OfferingCatalog, base_year: int) -> tuple[Indicator, ...]:
    """Every indicator the program knows, the supply indicators made from the city's kinds of offerings."""
    return (*(name_base_year(one, base_year) for one in (*POPULATION, *SOCIAL)), *define_supply(catalog))


def name_base_year(indicator: Indicator, base_year: int) -> Indicator:
    """The definition with the year that changes are counted from, in all its texts."""
    names = ("title", "short_title", "meaning", "formula_text")
    return replace(indicator, **{name: getattr(indicator, name).format(base_year=base_year) for name in names})
