"""A small dataset, district and indicator for the tests of downloads; run as a program it prints their checksums."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from generator.disclosure import Suppression, release_packages
from generator.indicators.definition import Count, Direction, Indicator, MapStyle, Term
from generator.model import (
    District,
    Evidence,
    Field,
    ForeignKey,
    Level,
    License,
    Observation,
    ObservationStatus,
    Offering,
    OpeningTime,
    Outline,
    OutputFile,
    Package,
    PositionPrecision,
    Quantity,
    Resource,
    Row,
    SecretCells,
    ServiceType,
    Source,
)
from generator.quality import compute_reports
from generator.render.downloads import (
    Boundaries,
    DistrictContent,
    Edition,
    IndicatorContent,
    ObservationRow,
    OfferingRow,
    Terms,
    prepare_boundaries,
    prepare_resource,
    render_checksums,
    render_district_downloads,
    render_indicator_downloads,
    render_resource_downloads,
    spell_offerings,
    spell_report,
)
from generator.site import describe_file

CONFIDENTIAL = ObservationStatus.CONFIDENTIAL
MISSING = ObservationStatus.MISSING
HOSTILE = '=cmd|"/c calc"!A1'
EDITION = Edition(
    date=date(2026, 11, 22), publisher="Stadt Kleinau", site_name="Atlas", site_url="https://atlas.example/klein/"
)
CITY_LICENSE = License(name="DL-DE-BY-2.0", title="Datenlizenz", attribution="Stadt Kleinau")
MAP_LICENSE = License(
    name="ODbL-1.0", title="Datenbanklizenz", path="https://odbl.example/", attribution="© Kartenleute"
)
SOURCE = Source(title="Amt für Statistik")
TERMS = Terms(licenses=(CITY_LICENSE,), sources=(SOURCE,), temporal="31.12.2025", caveats=("Nur Hauptwohnsitze.",))
MAP_TERMS = Terms(licenses=(MAP_LICENSE,), sources=(Source(title="Kartenleute"),))
SQUARE = ((11.0, 52.0), (11.1, 52.0), (11.1, 52.1234567891), (11.0, 52.0))
LEVEL = Level(
    id="quarter",
    name_singular="Viertel",
    name_plural="Viertel",
    slug="viertel",
    sort_order=2,
    is_official=True,
    status_note="",
)


def secrets_of(packages: Sequence[Package]) -> Mapping[str, SecretCells]:
    """What the source keeps secret; nothing of ours is added."""
    nothing = Suppression(primary=frozenset(), secondary=frozenset(), issues=())
    return release_packages(packages, nothing).secrets


def make_field(name: str, kind: str = "string", **constraints: object) -> Field:
    """A field whose title is its name with a capital."""
    return Field(name=name, type=kind, title=name.title(), description=f"Was {name} sagt.", constraints=constraints)


FIELDS = (
    make_field("district_code", required=True, pattern="[0-9]{2}"),
    make_field("reference_date", "date"),
    make_field("age_65_count", "integer", minimum=0),
    make_field("change_pct", "number"),
    make_field("is_official", "boolean"),
    make_field("phone", pattern=r"\+?[0-9 ]+"),
    make_field("note"),
)
ROWS: tuple[dict[str, object], ...] = (
    {
        "district_code": "01",
        "reference_date": date(2025, 12, 31),
        "age_65_count": 120,
        "change_pct": -39.5,
        "is_official": True,
        "phone": "+49 391 5400",
        "note": HOSTILE,
    },
    {
        "district_code": "02",
        "reference_date": date(2025, 12, 31),
        "age_65_count": CONFIDENTIAL,
        "change_pct": 12.0,
        "is_official": False,
        "phone": MISSING,
        "note": 'Straße „Am Deich“, "Hof"; Haus 2',
    },
)


def make_row(line: int, cells: dict[str, object]) -> Row:
    """A row in which a status stands for a cell without value."""
    signs = {name: cell for name, cell in cells.items() if isinstance(cell, ObservationStatus)}
    return Row(line, {name: None if name in signs else cell for name, cell in cells.items()}, signs)


def make_resource(
    fields: tuple[Field, ...] = FIELDS, rows: tuple[dict[str, object], ...] = ROWS, **changes: object
) -> Resource:
    """A table of two districts."""
    values: dict[str, object] = {
        "package": "people",
        "name": "age_groups",
        "title": "Menschen ab 65",
        "description": "Wie viele Menschen ab 65 Jahren in den Vierteln wohnen.",
        "path": PurePosixPath("datapackages/people/age_groups.csv"),
        "file": Path("age_groups.csv"),
        "format": "csv",
        "bytes": 1,
        "hash": "0",
        "temporal": "31.12.2025",
        "caveats": ("Nur Hauptwohnsitze.",),
        "fields": fields,
        "primary_key": ("district_code",),
        "foreign_keys": (
            ForeignKey(
                fields=("district_code",),
                package="districts",
                resource="districts",
                reference_fields=("district_code",),
            ),
        ),
        "missing_values": (".", ""),
        "licenses": (CITY_LICENSE,),
        "sources": (SOURCE,),
        "rows": tuple(make_row(line, cells) for line, cells in enumerate(rows, start=2)),
        "features": (),
        "descriptor": {},
    }
    return Resource(**(values | changes))  # type: ignore[arg-type]


def make_package(*resources: Resource) -> Package:
    """A package around resources."""
    return Package(
        name="people",
        title="Menschen",
        description="Alles über Menschen.",
        version="2026.11.22",
        created=date(2026, 11, 22),
        directory=PurePosixPath("datapackages/people"),
        resources=resources,
        descriptor={},
    )


def render_resource(resource: Resource, boundaries: Boundaries | None = None) -> dict[str, bytes]:
    """The downloads of a resource by suffix."""
    package, prepared = make_package(resource), prepare_resource(resource, EDITION)
    report = compute_reports((package,), (), (), secrets_of((package,)))[resource.id]
    edition = replace(EDITION, reports={resource.id: spell_report(report, prepared.released)})
    files = render_resource_downloads(package, prepared, edition, boundaries=boundaries)
    return {file.path.suffix[1:]: file.content for file in files}


def make_district(code: str, name: str) -> District:
    """A quarter."""
    return District(
        code=code,
        level_id="quarter",
        name=name,
        slug=name.lower(),
        number=code,
        status="official",
        basis="",
        area_km2=Quantity(1),
        parent_code=None,
        part_codes=(),
        neighbour_codes=(),
    )


WERDER, HAFEN = make_district("01", "Werder"), make_district("02", "Hafen")
INDICATOR = Indicator(
    id="older_count",
    slug="menschen-ab-65",
    title="Menschen ab 65",
    short_title="ab 65",
    topic="Alter",
    meaning="So viele Menschen sind mindestens 65 Jahre alt.",
    formula_text="Zahl der Menschen ab 65",
    unit="",
    unit_title="Personen",
    decimals=0,
    direction=Direction.MORE_NEED,
    formula=Count(Term("people/age_groups", ("age_65_count",), "Menschen ab 65")),
    map_style=MapStyle.CIRCLES,
)


def make_observation_row(district: District, year: int, quantity: Quantity) -> ObservationRow:
    """A count at the end of a year, resting on line 2 of the table."""
    evidence = Evidence(
        resource_id="people/age_groups", line=2, field="age_65_count", district_code=district.code, quantity=quantity
    )
    observation = Observation(
        indicator_id=INDICATOR.id,
        district_code=district.code,
        reference_date=date(year, 12, 31),
        value=quantity.value,
        status=quantity.status,
        numerator=quantity,
        denominator=None,
        evidence=(evidence,),
    )
    return ObservationRow(observation=observation, indicator=INDICATOR, district=district, source="Menschen ab 65")


OBSERVATIONS = (
    make_observation_row(WERDER, 2025, Quantity(24.547099999999997)),
    make_observation_row(WERDER, 2024, Quantity(110)),
    make_observation_row(HAFEN, 2025, Quantity.absent(CONFIDENTIAL)),
)
MEETING = ServiceType(
    id="meeting",
    title="Treff",
    title_plural="Treffs",
    slug="treffs",
    description="",
    is_meeting_place=True,
    is_for_older_people=True,
    is_in_supply_ratio=True,
    guideline_ids=(),
    guideline_basis="",
    map_sign="T",
)


def make_offering(number: int, precision: PositionPrecision, **changes: object) -> OfferingRow:
    """A meeting place."""
    values: dict[str, object] = {
        "id": f"F{number:03}",
        "name": f"Treff {number}",
        "service_type_id": "meeting",
        "tier_id": None,
        "organization": None,
        "location_name": None,
        "street": None,
        "postal_code": "01067",
        "is_postal_code_derived": False,
        "city": "Kleinau",
        "district_code": "01",
        "district_basis": "source",
        "position": (11.1234567, 52.7654321),
        "precision": precision,
        "position_radius_m": None,
        "position_source": None,
        "opening_times": (OpeningTime(weekday=1, opens_at="09:00", closes_at="17:00"),),
        "opening_note": None,
        "phone": "+49 391 5400",
        "url": None,
        "step_free": "unknown",
        "accessibility_note": None,
        "status": "active",
        "status_note": None,
        "note": None,
        "confidence": "high",
        "last_confirmed": "2026",
        "is_stale": False,
        "source": "Stadt Kleinau",
        "source_urls": (),
        "resource_id": "offerings/services",
        "line": number + 1,
    }
    return OfferingRow(
        offering=Offering(**(values | changes)),  # type: ignore[arg-type]
        service_type=MEETING,
        district_name="Werder",
    )


OFFERINGS = (
    make_offering(2, PositionPrecision.STREET),
    make_offering(1, PositionPrecision.EXACT, name="{{7*191}}</script><script>alert(1)</script>"),
    make_offering(3, PositionPrecision.NONE, position=None, note=HOSTILE),
)


def make_boundaries() -> Boundaries:
    """The outline of Werder; Hafen has none."""
    outline = Outline(
        district_code="01", polygons=((SQUARE,),), polygons_m=((SQUARE,),), label=(11.0, 52.0), label_m=(0.0, 0.0)
    )
    return prepare_boundaries((outline,), MAP_TERMS)


def render_district(**changes: object) -> dict[str, bytes]:
    """The downloads of Werder by file name."""
    values: dict[str, object] = {
        "level": LEVEL,
        "district": WERDER,
        "version": "2026.11.22",
        "observations": OBSERVATIONS[:2],
        "observation_terms": TERMS,
        "offerings": tuple(spell_offerings(OFFERINGS).values()),
        "offering_terms": TERMS,
        "boundaries": make_boundaries(),
    }
    files = render_district_downloads(DistrictContent(**(values | changes)), EDITION)  # type: ignore[arg-type]
    return {file.path.name: file.content for file in files}


def render_indicator() -> dict[str, bytes]:
    """The downloads of the indicator by file name."""
    content = IndicatorContent(
        indicator=INDICATOR,
        version="2026.11.22",
        observations=OBSERVATIONS,
        terms=TERMS,
        boundaries=make_boundaries(),
    )
    return {file.path.name: file.content for file in render_indicator_downloads(content, EDITION)}


def list_everything() -> str:
    """Checksums of all samples."""
    contents = render_resource(make_resource(), make_boundaries()) | render_district() | render_indicator()
    files = [OutputFile(path=PurePosixPath("downloads") / name, content=content) for name, content in contents.items()]
    return render_checksums({file.path: describe_file(file) for file in files}).content.decode()


if __name__ == "__main__":
    print(list_everything())
