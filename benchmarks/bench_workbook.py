"""How long a clerk waits: template, check and import of a table of 5 000 rows and 18 columns.

The invented town gets 5 000 offerings; every tenth is changed before the check, every fiftieth is wrong. The times are
those of the whole command, with loading and checking every data package of the town.
"""

import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.package_builder import City  # noqa: E402 - found only now
from tests.tiny import TINY_CITY  # noqa: E402

ROWS = 5_000
PROGRAM = "from generator.cli import main; main(prog_name='gebietsatlas')"
SERVICES = "offerings/services"


def make_city(project: Path) -> City:
    """The invented town with many offerings."""
    shutil.copytree(TINY_CITY, project, ignore=shutil.ignore_patterns("build"))
    city = City(project)

    def widen(package: dict[str, Any]) -> None:
        for resource in package["resources"]:
            for field in resource["schema"]["fields"]:
                if field["name"] == "service_id":
                    field["constraints"]["pattern"] = "^A[0-9]+$"

    city.describe("offerings", widen)
    lines = city.file(SERVICES).read_text(encoding="utf-8").splitlines()
    more = [
        f"A{number},muehlenverein,O1,Angebot {number},treff,Treff,,active,2026-0{1 + number % 9},,0999 {1000 + number},"
        f"https://klein-muehlau.example/{number},,Hinweis {number},high,2026,Blatt,https://klein-muehlau.example/a"
        for number in range(10, 10 + ROWS - len(lines) + 1)
    ]
    city.write(SERVICES, ("\n".join([*lines, *more]) + "\n").encode())
    return city


def run(city: City, *arguments: str | Path) -> tuple[float, int, str]:
    """Seconds, exit code and last line of a command."""
    start = time.perf_counter()
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, "--project", str(city.project), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=city.project.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    lines = (answer.stdout or answer.stderr).splitlines()
    return time.perf_counter() - start, answer.returncode, lines[-1] if lines else ""


def edit(file: Path, *, is_wrong: bool) -> None:
    """Change every tenth name, and where wanted break every fiftieth web address."""
    book = load_workbook(io.BytesIO(file.read_bytes()))
    sheet = book.worksheets[0]
    for row in range(20, ROWS, 10):
        sheet.cell(row, 5).value = f"Neuer Name {row}"
    for row in range(25, ROWS, 50):
        sheet.cell(row, 13).value = "www.example.org" if is_wrong else "https://www.example.org"
    book.save(file)


def main() -> None:
    """Print the seconds of each step."""
    with tempfile.TemporaryDirectory() as folder:
        city = make_city(Path(folder) / "city")
        file = Path(folder) / "liste.xlsx"
        steps = [("template --with-data", run(city, "template", SERVICES, "--with-data", "--output", file))]
        edit(file, is_wrong=True)
        steps.append(("check, 100 errors", run(city, "check", file)))
        edit(file, is_wrong=False)
        steps.append(("check, no error", run(city, "check", file)))
        steps.append(("import", run(city, "import", file, SERVICES)))
        steps.append(("validate", run(city, "validate")))
    for name, (seconds, code, last) in steps:
        print(f"{name:22} {seconds:5.1f} s   exit {code}   {last}")


if __name__ == "__main__":
    main()
