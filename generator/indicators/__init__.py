"""Indicators: definitions by topic, and the arithmetic that applies them."""

from generator.indicators.definition import Indicator
from generator.indicators.population import POPULATION
from generator.indicators.social import SOCIAL
from generator.indicators.supply import define_supply
from generator.offerings import OfferingCatalog


def define_indicators(catalog: OfferingCatalog) -> tuple[Indicator, ...]:
    """Every indicator the program knows, the supply indicators made from the city's kinds of offerings."""
    return (*POPULATION, *SOCIAL, *define_supply(catalog))
