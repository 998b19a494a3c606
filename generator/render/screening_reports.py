"""What ``gebietsatlas show`` says of the composite index: parts, weights, contributions, and the rows behind them."""

from collections.abc import Iterator

from generator.formatting import describe_absence, format_number, format_quantity
from generator.model import District, Observation, Quantity
from generator.planning.needs.definition import Screening
from generator.planning.needs.screening import Score, ScreeningResult
from generator.profiles.atlas import Atlas
from generator.profiles.needs_wording import find_indicator
from generator.render.downloads.observations import spell_evidence

NAMES = ("vorauswahl", "screening")
"""How the composite index is called on the command line."""


def describe_screening(atlas: Atlas, screening: Screening, chosen: District | None) -> Iterator[str]:
    """The index of all districts, or everything behind that of one."""
    yield f"{screening.title}: nur zur Vorauswahl, kein Bedarf und kein Geld hängt davon ab"
    yield "  Formel: Summe aus Anteil am Gewicht × Richtung × (Zahl − Mittel der Gebiete) ÷ Standardabweichung"
    for part in screening.parts:
        indicator = find_indicator(atlas, part.indicator_id)
        sign = "mehr" if part.is_more_need else "weniger"
        weight = format_number(part.weight, 0 if part.weight.is_integer() else 2)
        yield f"  {part.indicator_id}: {indicator.title}; Gewicht {weight}, hoch heißt {sign} Bedarf ({part.source})"
    for result in atlas.needs.screening:
        found = [one for one in result.scores if chosen is None or one.district_code == chosen.code]
        for score in found:
            name = atlas.geography.districts[score.district_code].name
            yield f"{score.district_code:>8}  {name:<32} {_spell_score(score)}"
        if chosen and found:
            yield from _describe_score(atlas, screening, result, found[0])
    if chosen and not any(one.district_code == chosen.code for item in atlas.needs.screening for one in item.scores):
        yield f"  Für {chosen.name} wird dieser Wert nicht gerechnet."


def _spell_score(score: Score) -> str:
    """The score with the span of its places, or why there is none."""
    if score.score.value is None:
        return _spell(score.score)
    return f"{_spell(score.score)}; Platz {score.rank}, in allen Varianten {score.ranks[0]} bis {score.ranks[-1]}"


def _spell(quantity: Quantity) -> str:
    """A contribution, or a sign with its meaning."""
    text = format_quantity(quantity, 2, signed=True)
    return text if quantity.value is not None else f"{text} ({describe_absence(quantity.status)})"


def _describe_score(atlas: Atlas, screening: Screening, result: ScreeningResult, score: Score) -> Iterator[str]:
    """Contributions of one district with the numbers they come from."""
    for part in screening.parts:
        if part.indicator_id not in score.contributions:
            yield f"    {part.indicator_id}: ohne Wirkung, weil überall gleich oder ohne Daten"
            continue
        observation = atlas.results.latest(part.indicator_id, score.district_code)
        without = score.leave_one_out.get(part.indicator_id)
        place = f"; ohne sie Platz {without}" if without is not None else ""
        yield f"    {part.indicator_id}: Beitrag {_spell(score.contributions[part.indicator_id])}{place}"
        yield f"        {_spell_number(atlas, observation)}"
    yield f"    Varianten: {result.variant_count}; {'fest' if score.is_stable else 'hängt von der Rechenweise ab'}"


def _spell_number(atlas: Atlas, observation: Observation) -> str:
    """The number of an indicator with its rows."""
    indicator = atlas.results.indicator(observation.indicator_id)
    text = format_quantity(observation, indicator.decimals, unit=indicator.unit)
    return f"{text}: {spell_evidence(observation.evidence)}"
