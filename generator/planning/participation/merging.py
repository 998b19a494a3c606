"""Areas where too few have answered, put together with their neighbours in the next larger area."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from generator.model import District
from generator.planning.participation.cells import GroupCells, put_together

Members = Mapping[tuple[str, str], Sequence[GroupCells]]
"""Areas of one level with answers, by the area that contains them and their level."""


def merge_small_areas(
    groups: Sequence[GroupCells], districts: Mapping[str, District], min_respondents: float
) -> tuple[tuple[GroupCells, ...], Mapping[str, str]]:
    """The larger areas that are needed for a question, and for every small area the one that speaks for it.

    A larger area with rows of its own is taken as it is. Where nobody knows how many people live in a part, nothing is
    put together: the parts could not be weighted.
    """
    own = {one.district_code: one for one in groups}
    members = _collect_members(groups, districts)
    merged: dict[str, GroupCells] = {}
    targets: dict[str, str] = {}
    for group in groups:
        if not group.survey.is_random or not _is_small(group, min_respondents):
            continue
        for code in _ancestors(group.district_code, districts):
            found = own.get(code) or merged.get(code) or _merge(code, members, districts[group.district_code].level_id)
            if found and not _is_small(found, min_respondents):
                targets[group.district_code] = code
                if code not in own:
                    merged[code] = found
                break
    return tuple(merged[code] for code in districts if code in merged), targets


def _collect_members(groups: Sequence[GroupCells], districts: Mapping[str, District]) -> Members:
    """Who has answered, by every larger area."""
    members: dict[tuple[str, str], list[GroupCells]] = defaultdict(list)
    for group in groups:
        if group.has_answers:
            for code in _ancestors(group.district_code, districts):
                members[code, districts[group.district_code].level_id].append(group)
    return members


def _merge(code: str, members: Members, level_id: str) -> GroupCells | None:
    """The parts of an area as one, if there are several and each can be weighted."""
    parts = members.get((code, level_id), ())
    if len(parts) < 2 or any(one.population.value is None for one in parts):
        return None
    return put_together(code, parts)


def _is_small(group: GroupCells, min_respondents: float) -> bool:
    """Whether a share would rest on too few."""
    return group.respondents.value is None or group.respondents.value < min_respondents


def _ancestors(code: str, districts: Mapping[str, District]) -> Iterator[str]:
    """The areas that contain an area, the smallest first."""
    parent = districts[code].parent_code
    while parent is not None:
        yield parent
        parent = districts[parent].parent_code
