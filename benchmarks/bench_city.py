"""How an atlas grows with its city: time and memory of a whole build of a synthetic city of any size.

The city has the tables and rules of the invented town, but as many districts, census cells and facilities as asked for,
out of a fixed seed. It is built in a process of its own, phase by phase; memory is what all its processes hold together
at the same moment. CPU seconds are those of all processes: two of them keep two cores busy, so a phase takes about half
of them, and on a machine that has other work only they can be compared.

The aim for 2 000 districts, 200 000 cells and 50 000 facilities: under two minutes and 4 GB.
"""

import argparse
import csv
import json
import math
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from generator.model import OutputFile  # noqa: E402 - found only now
from generator.packages import stamp_packages  # noqa: E402
from generator.site import update_files  # noqa: E402
from tests.tiny import TINY_CITY  # noqa: E402

SEED = 20261122
AIM_S, AIM_MB = 120, 4000
WEST, SOUTH = 10.0, 50.0
DEGREES_PER_M_NORTH = 1 / 111_230
DEGREES_PER_M_EAST = 1 / 71_690
"""At 50 degrees north; near enough, the areas are measured."""
EDGE_PARTS = 8
"""Every edge of a district bends this often: outlines are no squares."""
JITTER = 0.03
GRID_EPSG, METRES_EPSG, DEGREES_EPSG = 3035, 25832, 4326
CELL_M = 100
SAMPLE_S = 0.5
YEARS = (2023, 2024, 2025)
KINDS = ("treff", "pflegedienst", "pflegedienst", "buecherei")
WORDS = ("Ahorn", "Birken", "Linden", "Mühlen", "Rosen", "Garten", "Wiesen", "Ufer", "Markt", "Schul", "Kirch", "Berg")
AGES = ("age_0_6_count", "age_7_17_count", "age_18_44_count", "age_45_64_count", "age_65_plus_count")
SHARES_PCT = (6, 10, 33, 27, 24)
SMALL_DISTRICTS = 50
"""One district in so many is small enough to have secrets."""

Result = TypeVar("Result")
Line = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Size:
    """How large the city is."""

    districts: int
    cells: int
    facilities: int


@dataclass(frozen=True, slots=True)
class Ground:
    """Districts with their outlines, and the cells in them."""

    codes: tuple[str, ...]
    rings: tuple[tuple[tuple[float, float], ...], ...]
    areas_km2: tuple[float, ...]
    cells: tuple[tuple[int, int, float, float, int], ...]
    """Column, row, longitude, latitude and number of the district."""


# --- the city -----------------------------------------------------------------------------------------------------


def write_city(project: Path, size: Size) -> None:
    """The invented town, grown."""
    shutil.copytree(TINY_CITY, project, ignore=shutil.ignore_patterns("build"))
    chance = random.Random(SEED)  # noqa: S311
    ground = lay_out(size, chance)
    people = {code: count_people(number, chance) for number, code in enumerate(ground.codes)}
    write_districts(project, ground)
    write_people(project, ground, people)
    write_offerings(project, ground, size.facilities, chance)
    write_rules(project, size.districts)
    for path in sorted((project / "datapackages").glob("*/datapackage.json")):
        widen(path)
    stamped, issues = stamp_packages(project)
    if issues:
        sys.exit(str(issues[0]))
    update_files(project, [OutputFile(path=one.path, content=one.content) for one in stamped])


def lay_out(size: Size, chance: random.Random) -> Ground:
    """Districts in rows, each a square with bent edges, with as many census cells as asked for."""
    import numpy as np
    import shapely
    from pyproj import Transformer

    columns = math.ceil(math.sqrt(size.districts))
    side_m = CELL_M * math.sqrt(1.1 * size.cells / size.districts)
    width, height = side_m * DEGREES_PER_M_EAST, side_m * DEGREES_PER_M_NORTH
    bends: dict[tuple[int, int, bool], list[tuple[float, float]]] = {}

    def edge(column: int, row: int, *, is_level: bool) -> list[tuple[float, float]]:
        """The points of an edge to the east or to the north, without the last."""
        if (column, row, is_level) not in bends:
            points = []
            for part in range(EDGE_PARTS):
                shift = chance.uniform(-JITTER, JITTER) if part else 0.0
                along = part / EDGE_PARTS
                x, y = (column + along, row + shift) if is_level else (column + shift, row + along)
                points.append((round(WEST + x * width, 6), round(SOUTH + y * height, 6)))
            bends[column, row, is_level] = points
        return bends[column, row, is_level]

    def corner(column: int, row: int) -> tuple[float, float]:
        return round(WEST + column * width, 6), round(SOUTH + row * height, 6)

    rings = []
    for number in range(size.districts):
        row, column = divmod(number, columns)
        south, east = edge(column, row, is_level=True), edge(column + 1, row, is_level=False)
        north, west = edge(column, row + 1, is_level=True), edge(column, row, is_level=False)
        back = [corner(column + 1, row + 1), *reversed(north[1:]), corner(column, row + 1), *reversed(west[1:])]
        rings.append((*south, *east, *back, corner(column, row)))
    shapes = [shapely.Polygon(ring) for ring in rings]
    to_metres = Transformer.from_crs(DEGREES_EPSG, METRES_EPSG, always_xy=True)
    surfaces = [
        shapely.Polygon(list(zip(*to_metres.transform(*zip(*ring, strict=True)), strict=True))) for ring in rings
    ]
    to_grid = Transformer.from_crs(DEGREES_EPSG, GRID_EPSG, always_xy=True)
    xs, ys = to_grid.transform(*zip(*(point for ring in rings for point in ring), strict=True))
    middles = [
        np.arange(math.floor(min(some) / CELL_M), math.ceil(max(some) / CELL_M)) * CELL_M + CELL_M // 2
        for some in (xs, ys)
    ]
    x_m, y_m = (part.ravel() for part in np.meshgrid(*middles))
    lon, lat = Transformer.from_crs(GRID_EPSG, DEGREES_EPSG, always_xy=True).transform(x_m, y_m)
    points, homes = shapely.STRtree(shapes).query(shapely.points(lon, lat), predicate="within")
    chosen = sorted(chance.sample(range(len(points)), min(size.cells, len(points))))
    cells = tuple(
        (int(x_m[one]), int(y_m[one]), round(float(lon[one]), 5), round(float(lat[one]), 5), int(home))
        for one, home in zip(points[chosen], homes[chosen], strict=True)
    )
    codes = tuple(f"{number:03d}" for number in range(1, size.districts + 1))
    return Ground(codes, tuple(rings), tuple(round(shapely.area(one) / 1e6, 4) for one in surfaces), cells)


def count_people(number: int, chance: random.Random) -> dict[int, dict[str, int]]:
    """Everybody of a district by age, and households, for every year."""
    people = chance.randint(40, 90) if number % SMALL_DISTRICTS == SMALL_DISTRICTS - 1 else chance.randint(800, 6000)
    years = {}
    for year in YEARS:
        parts = {
            name: round(people * share / 100 * chance.uniform(0.8, 1.2))
            for name, share in zip(AGES, SHARES_PCT, strict=True)
        }
        if people < 100 and year == YEARS[-1]:
            parts["age_0_6_count"] = chance.randint(0, 3)
        total = sum(parts.values())
        households = round(total * 0.55)
        years[year] = {
            **parts,
            "population_count": total,
            "household_count": households,
            "one_person_count": round(households * chance.uniform(0.3, 0.55)),
        }
    return years


def write_districts(project: Path, ground: Ground) -> None:
    """The districts, how they nest and where they lie."""
    source = "Ausgedacht"
    town = {"district_code": "000", "level_id": "town", "name": "Groß Mühlau", "slug": "gross-muehlau"}
    rows = [{**town, "status": "official", "source": source}]
    features = []
    for code, ring, area in zip(ground.codes, ground.rings, ground.areas_km2, strict=True):
        name = f"Gebiet {code}"
        row = {"district_code": code, "level_id": "quarter", "name": name, "slug": f"gebiet-{code}"}
        rows.append({**row, "status": "official", "area_km2": str(area), "source": source})
        features.append(
            {
                "type": "Feature",
                "id": code,
                "properties": {"district_code": code, "name": name},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    write_rows(project, "districts/districts", rows)
    links = ({"part_code": code, "whole_code": "000", "status": "official", "source": source} for code in ground.codes)
    write_rows(project, "districts/crosswalk", links)
    boundaries = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    (project / "datapackages/districts/boundaries.geojson").write_text(boundaries + "\n", encoding="utf-8")


def write_people(project: Path, ground: Ground, people: Mapping[str, Mapping[int, Mapping[str, int]]]) -> None:
    """Population, ages, households and census cells."""
    everywhere = [(code, year, people[code][year]) for year in YEARS for code in ground.codes]
    rows = [{"reference_date": f"{year}-12-31", "district_code": code, **counts} for code, year, counts in everywhere]
    totals = [
        {
            "reference_date": f"{year}-12-31",
            "district_code": "000",
            "population_count": sum(people[code][year]["population_count"] for code in ground.codes),
        }
        for year in YEARS
    ]
    write_rows(project, "demographics/population", [*totals, *rows])
    write_rows(project, "demographics/age_groups", rows)
    write_rows(project, "demographics/households", rows)
    cells_of = [0] * len(ground.codes)
    for *_, home in ground.cells:
        cells_of[home] += 1
    write_rows(
        project,
        "demographics/census_cells",
        (
            {
                "cell_id": f"CRS3035RES100mN{y - CELL_M // 2}E{x - CELL_M // 2}",
                "x_m": x,
                "y_m": y,
                "lon": lon,
                "lat": lat,
                "population_count": max(
                    3, people[ground.codes[home]][YEARS[-1]]["population_count"] // cells_of[home] + (x + y) // 100 % 7
                ),
                "district_code": ground.codes[home],
            }
            for x, y, lon, lat, home in ground.cells
        ),
    )


def write_offerings(project: Path, ground: Ground, count: int, chance: random.Random) -> None:
    """One facility at every address, spread evenly over the cells; every second one with its hours."""
    locations, positions, services, schedules = [], [], [], []
    address = "https://klein-muehlau.example/angebote"
    for number in range(1, count + 1):
        *_, lon, lat, home = chance.choice(ground.cells)
        word, kind = WORDS[number % len(WORDS)], KINDS[number % len(KINDS)]
        street = f"{word}weg {number // len(WORDS) % 200 + 1}"
        place = {"location_id": f"O{number}", "name": f"Haus am {word}weg {number}", "street": street}
        place |= {"postal_code": f"{10000 + home}", "postal_code_basis": "derived", "city": "Groß Mühlau"}
        place |= {"district_code": ground.codes[home], "district_basis": "derived", "step_free": "unknown"}
        locations.append({**place, "source_urls": address, "source_date": "2026"})
        positions.append(
            {
                "location_id": f"O{number}",
                "longitude": lon,
                "latitude": lat,
                "precision": "exact",
                "position_source": "Ausgedacht",
            }
        )
        service = {"service_id": f"A{number}", "organization_id": f"traeger-{number % 500}"}
        service |= {"location_id": f"O{number}", "name": f"{word}haus {number}", "service_type_id": kind}
        service |= {"source_type": kind, "status": "active", "confidence": "high", "last_confirmed": "2026-05"}
        services.append({**service, "source": "Ausgedacht", "source_urls": address})
        if number % 2:
            hours = {"schedule_id": f"Z{number}", "service_id": f"A{number}", "weekday": number % 5 + 1}
            schedules.append({**hours, "opens_at": "09:00", "closes_at": "17:00"})
    names = {"muehlenverein": "Mühlenverein e. V."}
    names |= {f"traeger-{number}": f"Verein Nummer {number} e. V." for number in range(500)}
    makers = ({"organization_id": maker, "name": name} for maker, name in names.items())
    write_rows(project, "offerings/organizations", makers)
    write_rows(project, "offerings/locations", locations)
    write_rows(project, "offerings/location_positions", positions)
    write_rows(project, "offerings/services", services)
    write_rows(project, "offerings/schedules", schedules)


def write_rules(project: Path, districts: int) -> None:
    """A budget that is as large for every district as the town's."""
    path = project / "datapackages/parameters/allocation.yaml"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(budget: \{amount: )[0-9]+", lambda found: f"{found[1]}{4500 * districts}", text)
    text = re.sub(r"(cap: \{amount: )[0-9]+", lambda found: f"{found[1]}{50_000}", text)
    text = re.sub(r"    transition:\n(      .*\n)+", "", text)
    path.write_text(text, encoding="utf-8")


def widen(path: Path) -> None:
    """Let a descriptor take longer numbers, and look for facilities that stand twice, as the first city does."""
    package = json.loads(path.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        for field in resource.get("schema", {}).get("fields", ()):
            constraints = field.get("constraints", {})
            if field["name"] in ("longitude", "latitude", "lon", "lat"):
                constraints.pop("minimum", None)
                constraints.pop("maximum", None)
            if "pattern" in constraints:
                constraints["pattern"] = re.sub(r"^\^([A-Z]?)\[0-9\](\{3\})?\$$", r"^\1[0-9]+$", constraints["pattern"])
        fields = {"services": ("service_type_id", ["name", "location_id"]), "locations": ("city", ["name", "street"])}
        if resource["name"] in fields:
            within, names = fields[resource["name"]]
            rule = {"kind": "similar_rows", "level": "warning", "fields": names, "within": [within]}
            resource["plausibility"] = [rule]
    path.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def write_rows(project: Path, resource_id: str, rows: Iterable[Line]) -> None:
    """Fill a table of the town anew, in the columns that it has."""
    path = project / "datapackages" / f"{resource_id}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        names = next(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


# --- the build, phase by phase ------------------------------------------------------------------------------------


def time_phase(name: str, task: Callable[[], Result]) -> Result:
    """Do a phase and print its seconds, those of its child processes included."""
    before, start = os.times(), time.perf_counter()
    result = task()
    wall_s, after = time.perf_counter() - start, os.times()
    cpu_s = sum(after[:4]) - sum(before[:4])
    print(f"{name}\t{wall_s:.2f}\t{cpu_s:.2f}", flush=True)
    return result


def build_phases(project: Path, *, is_whole: bool) -> None:
    """What ``gebietsatlas build`` does, with a clock."""
    import gc

    from generator import site

    gc.disable()
    gate = time_phase("check", lambda: site.pass_gate(project, meanwhile=site.load_renderers))
    if gate.errors:
        sys.exit("\n".join(str(issue) for issue in gate.errors[:20]))
    atlas = time_phase("compute", lambda: site.evaluate(project, gate))
    count = time_phase("render and write", lambda: site.stage_site(project, atlas, lambda _: None))
    print(f"files\t{count}\t{len(gate.issues)}", flush=True)
    if is_whole:
        os.environ["NO_MKDOCS_2_WARNING"] = "1"
        time_phase("mkdocs", lambda: site.build_site(project, lambda _: None))


# --- measuring ----------------------------------------------------------------------------------------------------


def list_family(pid: int) -> list[int]:
    """A process and all that come from it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in list_family(int(child)))]


def measure_memory_mb(pid: int) -> float:
    """What a process and its children hold; pages that they share count once."""
    total = 0
    for one in list_family(pid):
        try:
            text = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total / 1000


def measure(project: Path, *, is_whole: bool) -> bool:
    """Build the city in a process of its own and print what each phase took; tells whether it kept to the aim."""
    command = [sys.executable, __file__, "--build", str(project), *([] if is_whole else ["--stage-only"])]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    peaks = [0.0]

    def watch() -> None:
        while process.poll() is None:
            peaks[-1] = max(peaks[-1], measure_memory_mb(process.pid))
            time.sleep(SAMPLE_S)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    print(f"{'':18}    wall      CPU     peak")
    for line in process.stdout or ():
        name, *numbers = line.rstrip("\n").split("\t")
        if name == "files":
            print(f"{name:18} {numbers[0]:>7}, {numbers[1]} findings")
        elif len(numbers) == 2:
            wall_s, cpu_s = map(float, numbers)
            print(f"{name:18} {wall_s:7.1f} s {cpu_s:7.1f} s {peaks[-1]:5.0f} MB", flush=True)
            peaks.append(0.0)
        else:
            print(line, end="")
    if process.wait() != 0:
        sys.exit("The build failed.")
    wall_s, peak = time.perf_counter() - start, max(peaks)
    print(f"{'together':18} {wall_s:7.1f} s {'':9} {peak:5.0f} MB   (aim: {AIM_S} s, {AIM_MB} MB)")
    return wall_s <= AIM_S and peak <= AIM_MB


def main(arguments: Sequence[str] | None = None) -> None:
    """Grow a city and measure its build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--districts", type=int, default=2_000)
    parser.add_argument("--cells", type=int, default=200_000)
    parser.add_argument("--facilities", type=int, default=50_000)
    parser.add_argument("--stage-only", action="store_true", help="without MkDocs")
    parser.add_argument("--keep", type=Path, help="write the city into this new folder and leave it there")
    parser.add_argument("--build", type=Path, help="measure inside this process; used by the program itself")
    chosen: Any = parser.parse_args(arguments)
    if chosen.build:
        build_phases(chosen.build, is_whole=not chosen.stage_only)
        return
    size = Size(chosen.districts, chosen.cells, chosen.facilities)
    with tempfile.TemporaryDirectory() as folder:
        project = chosen.keep or Path(folder) / "city"
        start = time.perf_counter()
        write_city(project, size)
        print(f"{size} written in {time.perf_counter() - start:.1f} s")
        if not measure(project, is_whole=not chosen.stage_only):
            sys.exit(1)


if __name__ == "__main__":
    main()
