"""Downloads about rules, money, measures and surveys."""

from collections.abc import Iterator

from generator.model import OutputFile
from generator.offerings import SERVICES_ID
from generator.planning.needs.chain import is_named
from generator.planning.needs.evaluation import NeedResult, StrengthResult
from generator.planning.needs.logic import Truth
from generator.planning.needs.reading import uses
from generator.planning.records import Measure
from generator.profiles.allocation_amounts import allocation_datasets
from generator.profiles.atlas import Atlas
from generator.profiles.chain import STEPS, chain_datasets, has_chain, list_sentences
from generator.profiles.chain_facts import collect_facts
from generator.profiles.measures import MEASURE_IDS
from generator.profiles.needs import PLANNING_IDS
from generator.profiles.needs_wording import describe_decision, explain_unknown, fill_sentence, find_tested, name_class
from generator.profiles.participation import PARTICIPATION_IDS
from generator.render import downloads
from generator.render.downloads import AnswerRow, Edition
from generator.render.files.terms import GEOGRAPHY_IDS, add_datasets, find_version, gather_terms


def render_allocation_files(atlas: Atlas, edition: Edition) -> tuple[OutputFile, ...]:
    """How a budget is shared out, if the city shares one."""
    if atlas.allocation is None:
        return ()
    content = downloads.AllocationContent(
        allocation=atlas.allocation,
        names={code: one.name for code, one in atlas.geography.districts.items()},
        version=find_version(atlas),
        terms=add_datasets(atlas, gather_terms(atlas, allocation_datasets(atlas.allocation)), GEOGRAPHY_IDS),
    )
    return downloads.render_allocation_downloads(content, edition)


def render_needs_files(atlas: Atlas, edition: Edition) -> tuple[OutputFile, ...]:
    """What the rules say, and guidelines against districts, as far as the city has them."""
    needs, districts = atlas.needs, atlas.geography.districts
    if needs.book is None and not needs.coverage:
        return ()
    ids = [one for key in (uses(needs.book) if needs.book else ()) for one in find_tested(atlas, key).resource_ids]
    terms = add_datasets(atlas, gather_terms(atlas, [*ids, SERVICES_ID, *PLANNING_IDS]), GEOGRAPHY_IDS)
    results: list[NeedResult | StrengthResult] = [*needs.results]
    results += [one for found in needs.strengths.values() for one in found]
    content = downloads.NeedsContent(
        answers=tuple(_answer_row(atlas, one) for one in results),
        positions=tuple((one, districts[code]) for code, one in needs.positions.items()),
        coverage=tuple((one, districts[one.district_code]) for one in needs.coverage),
        scores=tuple((one, districts[one.district_code]) for found in needs.screening for one in found.scores),
        title=needs.book.title if needs.book else "Leitlinien und Gebiete",
        description=" ".join(needs.book.notes) if needs.book else "Angebote und Maßnahmen je Leitlinie und Gebiet.",
        version=find_version(atlas),
        terms=terms,
    )
    return downloads.render_needs_downloads(content, edition)


def _answer_row(atlas: Atlas, result: NeedResult | StrengthResult) -> AnswerRow:
    """An answer in words, with what it is linked to."""
    truth, code = result.conclusion.truth, result.district_code
    rule = result.rule if isinstance(result, NeedResult) else result.strength
    need_ids: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    if isinstance(result, NeedResult):
        need_ids = tuple(one.id for one in atlas.planning.needs if is_named(one, result, atlas.geography))
        measures = atlas.needs.chain.measures_of.get((result.rule.id, code), ())
    is_need = isinstance(result, NeedResult) and truth is Truth.YES
    return AnswerRow(
        result=result,
        district=atlas.geography.districts[code],
        class_title=name_class(atlas, result) if isinstance(result, NeedResult) and is_need else "",
        sentence=fill_sentence(atlas, rule.sentence, code) if truth is Truth.YES else "",
        reason=explain_unknown(atlas, result.conclusion) if truth is Truth.UNKNOWN else "",
        need_ids=need_ids,
        measure_ids=tuple(one.id for one in measures),
        decision=describe_decision(result.rule.decision) if isinstance(result, NeedResult) else "",
    )


def render_chain_files(atlas: Atlas, edition: Edition) -> tuple[OutputFile, ...]:
    """Every district from need to status, if there is anything to tell."""
    if not has_chain(atlas):
        return ()
    facts = [collect_facts(atlas, one) for one in atlas.geography.districts.values()]
    content = downloads.ChainContent(
        rows=tuple(downloads.ChainRow(facts=one, sentences=list_sentences(atlas, one)) for one in facts),
        steps=STEPS,
        allocation=atlas.allocation,
        version=find_version(atlas),
        terms=add_datasets(atlas, gather_terms(atlas, chain_datasets(atlas)), GEOGRAPHY_IDS),
    )
    return downloads.render_chain_downloads(content, edition)


def render_record_files(atlas: Atlas, edition: Edition) -> Iterator[OutputFile]:
    """Measures with their status, and results of surveys, as far as the city has them."""
    version, districts = find_version(atlas), atlas.geography.districts
    if atlas.planning.measures:
        yield from downloads.render_measure_downloads(
            downloads.MeasuresContent(
                measures=atlas.planning.measures,
                districts=districts,
                version=version,
                terms=add_datasets(atlas, gather_terms(atlas, MEASURE_IDS), GEOGRAPHY_IDS),
            ),
            edition,
        )
    if atlas.participation.results:
        yield from downloads.render_survey_downloads(
            downloads.SurveysContent(
                results=atlas.participation.results,
                districts=districts,
                version=version,
                terms=add_datasets(atlas, gather_terms(atlas, PARTICIPATION_IDS), GEOGRAPHY_IDS),
            ),
            edition,
        )
