"""Two processes come to the same result as one, whatever happens in either."""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePosixPath

import pytest

from generator import checks, site
from generator.errors import DataError
from generator.model import OutputFile
from generator.packages import load_packages
from generator.processes import run_beside, share_tasks

ROOT = Path(__file__).parents[1]


def refuse() -> int:
    raise DataError("so nicht")


def square(number: int) -> int:
    return number * number


def run_program(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program of its own, which must come to an end."""
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60, cwd=ROOT
    )


def test_two_tasks_run_in_two_processes() -> None:
    # A program of its own: polars and typst, which other tests load into this one, forbid copies.
    answer = run_program(
        "import os\nfrom generator.processes import run_beside\n"
        "theirs, mine = run_beside(os.getpid, os.getpid)\nprint(mine == os.getpid(), theirs == mine)\n"
    )
    assert answer.stdout == "True False\n", answer.stderr


def test_a_task_in_the_other_process_leaves_no_trace_in_this_one() -> None:
    answer = run_program(
        "from generator.processes import run_beside\nseen = []\n"
        "print(run_beside(lambda: seen.append(1) or 7, lambda: None)[0], seen)\n"
    )
    assert answer.stdout == "7 []\n", answer.stderr


def test_where_no_copy_would_run_one_process_does_both_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", sys)
    assert run_beside(os.getpid, os.getpid) == (os.getpid(), os.getpid())
    assert share_tasks([os.getpid, os.getpid]) == (os.getpid(), os.getpid())


def test_results_stand_in_the_order_of_the_tasks_whoever_did_them() -> None:
    tasks: list[Callable[[], int]] = [partial(square, number) for number in range(50)]
    assert share_tasks(tasks) == tuple(number * number for number in range(50))
    assert share_tasks(tasks[:1]) == (0,)
    assert share_tasks([]) == ()


def test_an_error_of_the_other_process_is_raised_here() -> None:
    with pytest.raises(DataError, match="so nicht"):
        run_beside(refuse, os.getpid)
    with pytest.raises(DataError, match="so nicht"):
        share_tasks([partial(square, 2), refuse, partial(square, 3), partial(square, 4)])


def test_an_error_here_does_not_wait_for_a_result_that_nobody_takes() -> None:
    # More than a pipe holds: the other process would wait for a reader, and Python at its end for that process.
    answer = run_program(
        "from generator.processes import run_beside\n"
        "def fail(): raise ValueError('hier')\n"
        "run_beside(lambda: bytes(10_000_000), fail)\n"
    )
    assert answer.returncode == 1
    assert answer.stderr.rstrip().endswith("ValueError: hier")


def test_a_process_that_breaks_off_is_told_of() -> None:
    answer = run_program(
        "import os\nfrom generator.processes import run_beside\nrun_beside(lambda: os._exit(3), lambda: None)\n"
    )
    assert "SiteError: Ein Teil der Ausgabe ist abgebrochen" in answer.stderr


def test_large_tables_do_not_end_the_use_of_two_processes() -> None:
    program = (
        "import sys\n"
        "from generator.packages import proving\n"
        "from generator.packages.tables import TableSpec, read_proven_table\n"
        "from generator.processes import can_fork\n"
        "from pathlib import PurePosixPath\n"
        "from generator.model import Field\n"
        "proving.POLARS_BYTES = 10\n"
        "schema = {'fields': [{'name': 'a', 'type': 'string'}], 'missingValues': ['']}\n"
        "spec = TableSpec(path=PurePosixPath('a.csv'), delimiter=',', schema=schema, fields=(), primary_key=())\n"
        "rows = read_proven_table(b'a\\nx\\ny\\nx\\nz\\n', spec)\n"
        "print([row.values['a'] for row in rows], 'polars' in sys.modules, can_fork())\n"
    )
    answer = run_program(program)
    assert answer.stdout == "['x', 'y', 'x', 'z'] False True\n", answer.stderr


def test_checks_find_the_same_in_two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    packages, issues = load_packages(ROOT)
    alone = checks.check_packages(packages, issues)
    monkeypatch.setattr(checks, "MANY_ROWS", 0)
    assert checks.check_packages(packages, issues) == alone
    assert len(alone) > 5


def test_many_files_are_written_by_two_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "MANY_FILES", 0)
    files = tuple(OutputFile(path=PurePosixPath(f"{name}/{name}.txt"), content=name.encode()) for name in "abcde")
    site.write_files(tmp_path, files)
    assert sorted(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.txt")) == list("abcde")
