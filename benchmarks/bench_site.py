"""Compares a whole ``gebietsatlas build`` with the bare ``mkdocs build`` of the tree that it stages.

Both run in a copy of the project, from nothing, alternately and five times; the medians' ratio is printed. The aim is
a ratio of at most 2.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROUNDS = 5
AIM = 2.0
# Not the console script: the copy's own code is to run, and `-c` looks into the current folder first.
GEBIETSATLAS = "from generator.cli import main; main(prog_name='gebietsatlas')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one run took."""

    wall_s: float
    cpu_s: float


def run(command: list[str], folder: Path) -> Cost:
    """Run a program to its end and take its time, with that of its children."""
    before, start = os.times(), time.perf_counter()
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    wall_s, after = time.perf_counter() - start, os.times()
    if answer.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{answer.stdout}{answer.stderr}")
    cpu_s = after.children_user - before.children_user + after.children_system - before.children_system
    return Cost(wall_s=wall_s, cpu_s=cpu_s)


def median(costs: list[Cost]) -> Cost:
    """The middle run, wall and CPU each for itself."""
    return Cost(
        wall_s=statistics.median(cost.wall_s for cost in costs), cpu_s=statistics.median(cost.cpu_s for cost in costs)
    )


def measure(project: Path) -> tuple[Cost, Cost]:
    """Medians of the whole build and of bare MkDocs."""
    whole, bare = [], []
    for _ in range(ROUNDS):
        shutil.rmtree(project / "build", ignore_errors=True)
        whole.append(run([sys.executable, "-c", GEBIETSATLAS, "--project", str(project), "build"], project))
        bare_site = project.parent / "bare"
        shutil.rmtree(bare_site, ignore_errors=True)
        bare.append(run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(bare_site)], project))
    return median(whole), median(bare)


def main() -> None:
    """Print both medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        subprocess.run([ROOT / "scripts/copy_project.sh", project], check=True)
        whole, bare = measure(project)
    print(f"{'median of ' + str(ROUNDS):24}  wall    CPU")
    print(f"{'gebietsatlas build':24} {whole.wall_s:5.1f} s {whole.cpu_s:5.1f} s")
    print(f"{'mkdocs build':24} {bare.wall_s:5.1f} s {bare.cpu_s:5.1f} s")
    print(f"{'ratio':24} {whole.wall_s / bare.wall_s:5.2f}   {whole.cpu_s / bare.cpu_s:5.2f}   (aim: {AIM} at most)")


if __name__ == "__main__":
    main()
