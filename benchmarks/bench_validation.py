"""Compares ``validate_table`` with ``frictionless.validate`` on a table of a country's size.

The table has twelve columns, a primary key and a foreign key, comes out of a fixed seed and is without errors. Each
program runs in a process of its own, which measures its time, imports included, and the most memory it held. The aim:
at least 20 times faster, in less than 1 GB.
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

ROOT = Path(__file__).parents[1]
ROWS = 1_000_000
ROUNDS = {"fast pass": 3, "frictionless": 1}
SEED = 20261122
AIM_RATIO = 20
AIM_MB = 1000
DISTRICTS = 11_000
KINDS = ("open", "closed", "planned")
NAMES = ("Offener Treff", "Beratungsstelle", "Begegnungsstätte", "Tagespflege „Am Markt“", 'Café "Zeit, zu reden"')

SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "record_id", "type": "string", "constraints": {"required": True, "pattern": "R[0-9]{7}"}},
        {"name": "district_code", "type": "string", "constraints": {"required": True, "pattern": "[0-9]{5}"}},
        {"name": "reference_date", "type": "date", "constraints": {"required": True, "minimum": "2000-01-01"}},
        {"name": "year", "type": "integer", "constraints": {"required": True, "minimum": 2000, "maximum": 2030}},
        {"name": "population_count", "type": "integer", "constraints": {"minimum": 0}},
        {"name": "share_pct", "type": "number", "constraints": {"required": True, "minimum": 0, "maximum": 100}},
        {"name": "amount_eur", "type": "number"},
        {"name": "is_official", "type": "boolean", "constraints": {"required": True}},
        {"name": "kind", "type": "string", "constraints": {"required": True, "enum": list(KINDS)}},
        {"name": "name", "type": "string", "constraints": {"required": True, "maxLength": 80}},
        {"name": "short_name", "type": "string", "constraints": {"pattern": "[a-z0-9]+(-[a-z0-9]+)*"}},
        {"name": "note", "type": "string"},
    ],
    "missingValues": ["", "."],
    "primaryKey": ["record_id"],
    "foreignKeys": [{"fields": ["district_code"], "reference": {"resource": "districts", "fields": ["district_code"]}}],
}
DISTRICT_SCHEMA: dict[str, Any] = {
    "fields": [{"name": "district_code", "type": "string"}, {"name": "name", "type": "string"}],
    "missingValues": [""],
    "primaryKey": ["district_code"],
}


def write_tables(folder: Path, rows: int) -> None:
    """Write the table and the one that its foreign key points to."""
    chance = random.Random(SEED)  # noqa: S311
    districts = [f"{number:05d}" for number in range(1, DISTRICTS + 1)]
    lines = ["district_code,name", *(f"{code},Gebiet {code}" for code in districts)]
    (folder / "districts.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    days = [(date(2000, 1, 1) + timedelta(days=number)).isoformat() for number in range(9_000)]
    with (folder / "records.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(field["name"] for field in SCHEMA["fields"]) + "\n")
        for number in range(rows):
            file.write(make_line(number, chance, districts, days))


def make_line(number: int, chance: random.Random, districts: list[str], days: list[str]) -> str:
    """A row; in one of fifty the name needs quotation marks."""
    name = NAMES[number % 4 if number % 50 else 4]
    cells = (
        f"R{number:07d}",
        chance.choice(districts),
        chance.choice(days),
        str(chance.randint(2000, 2030)),
        "." if number % 100 == 0 else str(chance.randrange(100_000)),
        f"{chance.random() * 100:.2f}",
        f"{chance.randrange(-1_000_000, 10_000_000) / 100:.2f}",
        "true" if chance.random() < 0.5 else "false",
        chance.choice(KINDS),
        f'"{name} {number % 1000}"'.replace('"Zeit, zu reden"', '""Zeit, zu reden""') if '"' in name else name,
        f"treff-{chance.randrange(100_000)}",
        "" if number % 3 else "Öffnungszeiten geschätzt",
    )
    return ",".join(cells) + "\n"


# --- the two programs ---------------------------------------------------------------------------------------------


def run_fast_pass(folder: Path) -> bool:
    """Ours."""
    from generator.packages.validation import TableSource, validate_table

    names = (("records", SCHEMA), ("districts", DISTRICT_SCHEMA))
    table, districts = (
        TableSource(name=name, path=PurePosixPath(f"{name}.csv"), delimiter=",", schema=schema)
        for name, schema in names
    )
    report = validate_table(folder, table, (districts,))
    return report.is_valid and report.was_proven


def run_frictionless(folder: Path) -> bool:
    """Theirs, with everything declared that it would otherwise guess."""
    from frictionless import Package

    resources = [
        {
            "name": name,
            "type": "table",
            "path": f"{name}.csv",
            "format": "csv",
            "encoding": "utf-8",
            "dialect": {"header": True, "headerRows": [1], "csv": {"delimiter": ",", "skipInitialSpace": False}},
            "schema": schema,
        }
        for name, schema in (("records", SCHEMA), ("districts", DISTRICT_SCHEMA))
    ]
    package = Package.from_descriptor({"name": "bench", "resources": resources}, basepath=str(folder))
    return bool(package.validate(name="records", limit_errors=0).valid)


PROGRAMS: dict[str, Callable[[Path], bool]] = {"fast pass": run_fast_pass, "frictionless": run_frictionless}


def run_program(name: str, folder: Path) -> None:
    """Run one of the two here and print what it cost as JSON."""
    start = time.perf_counter()
    is_valid = PROGRAMS[name](folder)
    wall_s = time.perf_counter() - start
    usage = resource.getrusage(resource.RUSAGE_SELF)
    cost = {"wall_s": wall_s, "cpu_s": usage.ru_utime + usage.ru_stime, "peak_mb": usage.ru_maxrss / 1000}
    sys.stdout.write(json.dumps({"is_valid": is_valid, **cost}))


def measure(name: str, folder: Path) -> dict[str, float]:
    """The median of a program's runs, each number for itself."""
    costs = [run_apart(name, folder) for _ in range(ROUNDS[name])]
    return {key: statistics.median(cost[key] for cost in costs) for key in costs[0]}


def run_apart(name: str, folder: Path) -> dict[str, float]:
    """Run one of the two in a process of its own."""
    command = [sys.executable, __file__, "--program", name, "--folder", str(folder)]
    answer = subprocess.run(
        command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    cost: dict[str, float] = json.loads(answer.stdout)
    if not cost["is_valid"]:
        sys.exit(f"{name}: the table should be valid")
    return cost


def main() -> None:
    """Print what both cost and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--program", choices=PROGRAMS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.program:
        run_program(options.program, options.folder)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tables(folder, options.rows)
        size_mb = (folder / "records.csv").stat().st_size / 1e6
        print(f"{options.rows} rows of {len(SCHEMA['fields'])} columns, {size_mb:.0f} MB")
        print(f"{'':16}    wall      CPU  peak memory")
        costs = {program: measure(program, folder) for program in PROGRAMS}
    for program, cost in costs.items():
        print(f"{program:16} {cost['wall_s']:5.1f} s  {cost['cpu_s']:5.1f} s  {cost['peak_mb']:8.0f} MB")
    wall, cpu = (costs["frictionless"][clock] / costs["fast pass"][clock] for clock in ("wall_s", "cpu_s"))
    print(f"{'ratio':16} {wall:5.1f}    {cpu:5.1f}    (aim: {AIM_RATIO} at least, the fast pass below {AIM_MB} MB)")


if __name__ == "__main__":
    main()
