"""Offerings: organizations, locations, services and schedules joined to one value each."""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from generator.model import (
    Guideline,
    Offering,
    OpeningTime,
    Package,
    Position,
    PositionPrecision,
    Row,
    ServiceType,
    Tier,
)
from generator.packages import find_rows
from generator.parameters import Parameters, parameter_value

SERVICES_ID = "offerings/services"
COUNTED_STATUSES = ("active", "closing")
"""An offering may count as supply while it is open; planned, closed and unconfirmed ones do not."""
CLOSED_STATUS = "closed"
STALE_AFTER = "stale_after_months"


@dataclass(frozen=True, kw_only=True)
class OfferingCatalog:
    """All offerings with the lists they refer to."""

    offerings: tuple[Offering, ...]
    service_types: tuple[ServiceType, ...]
    tiers: tuple[Tier, ...]
    guidelines: tuple[Guideline, ...]
    stale_after_months: int = 0
    """How old the last confirmation may be; 0 only where there are no offerings."""

    def service_type(self, type_id: str) -> ServiceType:
        """The kind with this id."""
        return self._types[type_id]

    def guideline_ids(self, offering: Offering) -> tuple[str, ...]:
        """Guidelines that an offering serves, by its kind."""
        return self.service_type(offering.service_type_id).guideline_ids

    def in_districts(self, codes: Iterable[str | None]) -> tuple[Offering, ...]:
        """Offerings in any of these districts of the finest level; ``None`` stands for an unknown one."""
        found = sorted(place for code in set(codes) for place in self._places.get(code, ()))
        return tuple(self.offerings[place] for place in found)

    @cached_property
    def _types(self) -> Mapping[str, ServiceType]:
        """Kinds by id."""
        return {one.id: one for one in self.service_types}

    @cached_property
    def _places(self) -> Mapping[str | None, Sequence[int]]:
        """Places in the list of offerings by district: every district asks for its own, many times."""
        places: dict[str | None, list[int]] = defaultdict(list)
        for place, one in enumerate(self.offerings):
            places[one.district_code].append(place)
        return places


@dataclass(frozen=True, slots=True, kw_only=True)
class RadiusLimits:
    """How inexact positions are drawn, in metres."""

    stop_m: float
    """Around a stop, or a point of a street of unknown length."""
    longest_street_m: float
    """Longer streets are not drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a location is, as exactly as it is known."""

    position: Position | None
    precision: PositionPrecision
    radius_m: float | None
    source: str | None


def is_open(offering: Offering) -> bool:
    """Tell whether an offering is open, as far as is known."""
    return offering.status in COUNTED_STATUSES


def is_counted(offering: Offering) -> bool:
    """Tell whether an offering is part of the supply: open, and confirmed not too long ago."""
    return is_open(offering) and not offering.is_stale


def is_left_out(offering: Offering) -> bool:
    """Tell whether an offering would count, had somebody confirmed it in time."""
    return is_open(offering) and offering.is_stale


def latest_day(text: str) -> date:
    """The latest day that a year, a month or a day can mean.

    >>> latest_day("2024"), latest_day("2024-02"), latest_day("2024-02-03")
    (datetime.date(2024, 12, 31), datetime.date(2024, 2, 29), datetime.date(2024, 2, 3))
    """
    year, *rest = (int(part) for part in text.split("-"))
    month = rest[0] if rest else 12
    return date(year, month, rest[1] if len(rest) > 1 else calendar.monthrange(year, month)[1])


def go_back(day: date, months: int) -> date:
    """The same day some months before, or the last one of a month that is too short.

    >>> go_back(date(2026, 11, 22), 36), go_back(date(2026, 3, 31), 1)
    (datetime.date(2023, 11, 22), datetime.date(2026, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def count_months(first: date, last: date) -> int:
    """Whole months from one day to another; 0 where it has not come yet.

    >>> count_months(date(2023, 12, 31), date(2026, 11, 22)), count_months(date(2026, 12, 31), date(2026, 11, 22))
    (34, 0)
    """
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return max(months, 0)


def is_stale(last_confirmed: str | None, oldest: date) -> bool:
    """Tell whether a confirmation is older than the oldest day that still counts; nobody knows when is too old.

    >>> is_stale("2023", date(2023, 11, 22)), is_stale("2023-10", date(2023, 11, 22)), is_stale(None, date(2023, 1, 1))
    (False, True, True)
    """
    return last_confirmed is None or latest_day(last_confirmed) < oldest


def read_offerings(packages: Sequence[Package], parameters: Parameters) -> OfferingCatalog:
    """Join the tables of the package ``offerings``; empty where a city has none."""
    lists = read_lists(packages, parameters)
    if not find_rows(packages, SERVICES_ID):
        return lists
    # The age is that at the edition of the data, so that the same data always say the same.
    oldest = go_back(max(package.created for package in packages), lists.stale_after_months)
    limits = RadiusLimits(
        stop_m=parameter_value(parameters, "stop_radius_m"),
        longest_street_m=parameter_value(parameters, "max_street_length_m"),
    )
    locations = _by_key(packages, "offerings/locations", "location_id")
    positions = _by_key(packages, "offerings/location_positions", "location_id")
    organizations = _by_key(packages, "offerings/organizations", "organization_id")
    schedules: dict[str, list[Row]] = defaultdict(list)
    for row in find_rows(packages, "offerings/schedules"):
        schedules[row.values["service_id"]].append(row)
    return replace(
        lists,
        offerings=tuple(
            _join_offering(
                row,
                location=locations.get(row.values["location_id"]),
                place=_read_place(positions.get(row.values["location_id"]), limits),
                organization=organizations.get(row.values["organization_id"]),
                schedule=schedules.get(row.values["service_id"], []),
                oldest=oldest,
            )
            for row in find_rows(packages, SERVICES_ID)
        ),
    )


def read_lists(packages: Sequence[Package], parameters: Parameters) -> OfferingCatalog:
    """What offerings refer to, without the offerings; all of it empty where a city has no offerings."""
    if not find_rows(packages, SERVICES_ID):
        return OfferingCatalog(offerings=(), service_types=(), tiers=(), guidelines=())
    return OfferingCatalog(
        offerings=(),
        service_types=_read_service_types(packages),
        tiers=tuple(
            Tier(
                id=row.values["tier_id"],
                title=row.values["title"],
                title_plural=row.values["title_plural"],
                description=row.values["description"],
            )
            for row in find_rows(packages, "offerings/tiers")
        ),
        guidelines=tuple(
            Guideline(id=row.values["guideline_id"], title=row.values["title"], source=row.values["source"])
            for row in find_rows(packages, "offerings/guidelines")
        ),
        stale_after_months=int(parameter_value(parameters, STALE_AFTER)),
    )


def _by_key(packages: Sequence[Package], resource_id: str, key: str) -> dict[str, Row]:
    """Rows by their identifier."""
    return {row.values[key]: row for row in find_rows(packages, resource_id)}


def _read_service_types(packages: Sequence[Package]) -> tuple[ServiceType, ...]:
    """Kinds of offerings with their guidelines."""
    guidelines: dict[str, list[Row]] = defaultdict(list)
    for row in find_rows(packages, "offerings/service_type_guidelines"):
        guidelines[row.values["service_type_id"]].append(row)
    return tuple(
        ServiceType(
            id=row.values["service_type_id"],
            title=row.values["title"],
            title_plural=row.values["title_plural"],
            slug=row.values["slug"],
            description=row.values["description"],
            is_meeting_place=row.values["is_meeting_place"],
            is_for_older_people=row.values["is_for_older_people"],
            is_in_supply_ratio=row.values["is_in_supply_ratio"],
            guideline_ids=tuple(one.values["guideline_id"] for one in guidelines[row.values["service_type_id"]]),
            guideline_basis="; ".join(
                dict.fromkeys(one.values["basis"] for one in guidelines[row.values["service_type_id"]])
            ),
            map_sign=row.values["map_sign"],
            plain_title=row.values.get("plain_title") or "",
            plain_text=row.values.get("plain_text") or "",
        )
        for row in find_rows(packages, "offerings/service_types")
    )


def _join_offering(
    row: Row,
    *,
    location: Row | None,
    place: Place,
    organization: Row | None,
    schedule: Sequence[Row],
    oldest: date,
) -> Offering:
    """One service with its place, its organization and its hours."""
    service = row.values
    address: Mapping[str, object] = location.values if location else {}
    return Offering(
        id=service["service_id"],
        name=service["name"],
        service_type_id=service["service_type_id"],
        tier_id=service["tier_id"],
        organization=organization.values["name"] if organization else None,
        location_name=_text(address, "name"),
        street=_text(address, "street"),
        postal_code=_text(address, "postal_code"),
        is_postal_code_derived=_text(address, "postal_code_basis") == "derived",
        city=_text(address, "city"),
        district_code=_text(address, "district_code"),
        district_basis=_text(address, "district_basis") or "unknown",
        position=place.position,
        precision=place.precision,
        position_radius_m=place.radius_m,
        position_source=place.source,
        opening_times=_read_times(schedule),
        opening_note=service["opening_note"],
        schedule_notes=tuple(dict.fromkeys(note for one in schedule if (note := one.values.get("source_note")))),
        phone=service["phone"],
        url=service["url"],
        email=service.get("email"),
        step_free=_text(address, "step_free") or "unknown",
        accessibility_note=_text(address, "accessibility_note"),
        status=service["status"],
        status_note=service["status_note"],
        note=service["note"],
        confidence=service["confidence"],
        last_confirmed=service["last_confirmed"],
        confirmed_by=service.get("confirmed_by"),
        is_stale=service["status"] != CLOSED_STATUS and is_stale(service["last_confirmed"], oldest),
        source=service["source"],
        source_urls=tuple((service["source_urls"] or "").split()),
        resource_id=SERVICES_ID,
        line=row.line,
    )


def _read_times(rows: Sequence[Row]) -> tuple[OpeningTime, ...]:
    """Opening times in the order of the week."""
    times = [
        OpeningTime(weekday=row.values["weekday"], opens_at=row.values["opens_at"], closes_at=row.values["closes_at"])
        for row in rows
    ]
    return tuple(sorted(times, key=lambda time: (time.weekday, time.opens_at)))


def _text(values: Mapping[str, object], field: str) -> str | None:
    """A cell of an address that may be unknown."""
    value = values.get(field)
    return None if value is None else str(value)


def _read_place(row: Row | None, limits: RadiusLimits) -> Place:
    """A position as exact as it is known; a street that is too long says no more than the district."""
    if row is None:
        return Place(position=None, precision=PositionPrecision.NONE, radius_m=None, source=None)
    precision, source = PositionPrecision(row.values["precision"]), row.values["position_source"]
    longitude, latitude, length_m = (row.values[name] for name in ("longitude", "latitude", "street_length_m"))
    is_too_long = length_m is not None and length_m > limits.longest_street_m
    if precision is PositionPrecision.STREET and is_too_long:
        return Place(position=None, precision=PositionPrecision.DISTRICT, radius_m=None, source=source)
    is_drawn = precision in {PositionPrecision.EXACT, PositionPrecision.STREET} and longitude is not None
    radius_m = (limits.stop_m if length_m is None else length_m / 2) if precision is PositionPrecision.STREET else None
    return Place(
        position=(longitude, latitude) if is_drawn else None, precision=precision, radius_m=radius_m, source=source
    )
