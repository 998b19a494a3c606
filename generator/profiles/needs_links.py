"""Where rules, needs, measures and districts stand, for all pages about needs."""

from pathlib import PurePosixPath

from generator import layout
from generator.model import District
from generator.planning.needs.definition import NeedRule
from generator.planning.records import Measure, Need
from generator.profiles.atlas import Atlas
from generator.profiles.planning import need_anchor
from generator.profiles.views import Link


def rule_link(page: PurePosixPath, rule: NeedRule) -> Link:
    """Where the rule is explained."""
    return Link(text=rule.title, href=layout.relative_url(page, layout.METHOD, anchor=layout.rule_anchor(rule.id)))


def guideline_links(page: PurePosixPath, rule: NeedRule) -> tuple[Link, ...]:
    """Links to guidelines, named by their number."""
    return tuple(
        Link(text=one, href=layout.relative_url(page, layout.guideline_page(one))) for one in rule.guideline_ids
    )


def need_link(page: PurePosixPath, need: Need) -> Link:
    """Where a named need stands."""
    return Link(text=need.title, href=layout.relative_url(page, layout.PLANNING, anchor=need_anchor(need.id)))


def measure_link(page: PurePosixPath, measure: Measure) -> Link:
    """Where a measure stands."""
    return Link(text=measure.title, href=layout.relative_url(page, layout.measure_page(measure.id)))


def numbered_link(atlas: Atlas, page: PurePosixPath, district: District) -> Link:
    """A district with its number."""
    link = atlas.district_link(page, district)
    return Link(text=f"{district.number} {district.name}".strip(), href=link.href)
