"""The house rules that a reader cannot see in one file: who imports whom, who writes, who reads the clock."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "generator"

FLOORS: tuple[tuple[str, ...], ...] = (
    ("model", "errors"),
    ("formatting", "legal", "processes"),
    ("layout",),
    ("settings", "packages"),
    ("parameters",),
    ("finding", "geography", "offerings", "plain", "rules"),
    ("checks",),
    ("disclosure", "workbooks"),
    ("indicators", "quality"),
    ("planning", "seals"),
    ("profiles",),
    ("render", "website"),
    ("site",),
    ("cli",),
)
"""From the ground up. A module imports from lower floors or from its own folder."""

FENCES: dict[str, tuple[str, ...]] = {
    "branca": ("render.maps",),
    "click": ("cli",),
    "folium": ("render.maps",),
    "frictionless": ("packages", "checks"),
    "geojson": ("render.downloads", "geography"),
    "highspy": ("disclosure.programs",),
    "icalendar": ("render.downloads",),
    "jinja2": ("render",),
    "jsonschema": ("rules",),
    "markdown": ("website",),
    "mkdocs": ("website",),
    "numpy": ("geography", "checks.geometry", "disclosure.programs", "indicators.reachability", "render.downloads"),
    "openpyxl": ("workbooks",),
    "phonenumbers": ("checks.privacy", "formatting"),
    "polars": ("packages.proving",),
    "pyproj": ("geography", "checks.geometry"),
    "rapidfuzz": ("checks",),
    "shapely": ("geography", "checks.geometry", "indicators.reachability", "render.downloads"),
    "stdnum": ("checks.privacy",),
    "typst": ("render.report.engine",),
    "xlsxwriter": ("render.downloads", "workbooks"),
    "xstatic": ("render", "site"),
    "yaml": ("settings", "rules.documents"),
}
"""Which modules know a library and its quirks; a name stands for a module, or for a folder with all its modules."""

HEAVY = (
    "branca", "folium", "frictionless", "geojson", "highspy", "icalendar", "jinja2", "jsonschema", "mkdocs", "numpy",
    "openpyxl", "phonenumbers", "polars", "pyproj", "rapidfuzz", "shapely", "stdnum", "typst", "xlsxwriter",
)  # fmt: skip
"""Imported inside the function that needs them, so that ``gebietsatlas --help`` answers at once."""

NOT_USED = ("geopandas", "pandas")
UNREPEATABLE_MODULES = ("random", "secrets", "uuid")
UNREPEATABLE_CALLS = (
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "os.environ",
    "os.getenv",
    "os.urandom",
    "time.localtime",
    "time.monotonic",
    "time.perf_counter",
    "time.strftime",
    "time.time",
)
WRITING_METHODS = (
    "hardlink_to", "mkdir", "rename", "replace", "rmdir", "symlink_to", "touch", "unlink", "write_bytes", "write_text"
)  # fmt: skip
WRITING_CALLS = (
    "os.makedirs", "os.mkdir", "os.remove", "os.rename", "os.replace", "os.unlink",
    "shutil.copy", "shutil.copy2", "shutil.copyfile", "shutil.copytree", "shutil.move", "shutil.rmtree",
)  # fmt: skip
CITY_WORDS = ("magdeburg", "stadtteil", "versorgungsgebiet")


def floor_of(module: str) -> int | None:
    """Floor of a module such as ``render.maps``; none for ``generator`` itself."""
    room = module.partition(".")[0]
    return next((number for number, rooms in enumerate(FLOORS) if room in rooms), None)


def is_inside(module: str, rooms: tuple[str, ...]) -> bool:
    """Tell whether a module is one of ``rooms``, lies in one, or belongs to one that was split (``maps_frame``)."""
    return any(module == room or module.startswith((f"{room}.", f"{room}_")) for room in rooms)


def imported_names(node: ast.AST, module: str, *, is_folder: bool) -> Iterator[str]:
    """Full dotted names that an import statement asks for."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            own = ["generator", *(module.split(".") if module else [])]
            parents = own[: len(own) - node.level + is_folder]
            base = ".".join([*parents, *([base] if base else [])])
        # `from generator import layout` names a module by what it imports.
        yield from (f"{base}.{alias.name}" for alias in node.names) if base == "generator" else (base,)


def dotted(node: ast.AST) -> str:
    """``a.b.c`` of an attribute chain, else nothing."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = dotted(node.value)
        return f"{base}.{node.attr}" if base else ""
    return ""


def is_type_checking(node: ast.AST) -> bool:
    """Tell whether this is the ``if TYPE_CHECKING:`` block, which never runs."""
    return isinstance(node, ast.If) and dotted(node.test).endswith("TYPE_CHECKING")


def import_violations(tree: ast.Module, module: str, *, is_folder: bool) -> Iterator[str]:
    """Imports that point up or sideways, or across a fence."""
    own_floor, room = floor_of(module), module.partition(".")[0]
    for node in ast.walk(tree):
        for name in imported_names(node, module, is_folder=is_folder):
            library, _, inner = name.partition(".")
            if library == "generator" and inner:
                other = inner.partition(".")[0]
                floor = floor_of(other)
                if other != room and own_floor is not None and (floor is None or floor >= own_floor):
                    yield f"imports generator.{inner}, which is not on a lower floor"
            elif library in FENCES and not is_inside(module, FENCES[library]):
                yield f"imports {library}, which only {', '.join(FENCES[library])} may"
            elif library in NOT_USED:
                yield f"imports {library}, which this project does without"


def top_level_imports(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Import statements that run when the module is imported."""
    for node in statements:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not is_type_checking(node):
            for field in ("body", "orelse", "finalbody"):
                yield from top_level_imports(getattr(node, field, []))


def laziness_violations(tree: ast.Module) -> Iterator[str]:
    """Heavy libraries imported before anybody asked for them."""
    for node in top_level_imports(tree.body):
        for name in imported_names(node, "", is_folder=True):
            if name.partition(".")[0] in HEAVY:
                yield f"imports {name} at module level; import it where it is used"


def is_writing_open(node: ast.Call) -> bool:
    """Tell whether a call opens a file other than for reading."""
    if isinstance(node.func, ast.Name) and node.func.id == "open":
        modes = node.args[1:2]
    elif isinstance(node.func, ast.Attribute) and node.func.attr == "open":
        modes = node.args[:2]  # `path.open(mode)`, but `io.open(path, mode)`
    else:
        return False
    modes += [keyword.value for keyword in node.keywords if keyword.arg == "mode"]
    texts = [mode.value for mode in modes if isinstance(mode, ast.Constant) and isinstance(mode.value, str)]
    return any(set(text) <= set("rwaxbt+") and set(text) & set("wax+") for text in texts)


def writing_violations(tree: ast.Module) -> Iterator[str]:
    """Calls that change the disk."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func)
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        # str.replace and dataclasses.replace share a name with Path.replace, which takes one argument.
        if method == "replace" and (len(node.args) != 1 or node.keywords):
            method = ""
        if is_writing_open(node) or name in WRITING_CALLS or method in WRITING_METHODS:
            yield f"line {node.lineno}: writes ({name or method}); only site may"


def repeatability_violations(tree: ast.Module) -> Iterator[str]:
    """Clock, randomness, environment and terminal."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            name = ".".join(dotted(node).split(".")[-2:])
            if name in UNREPEATABLE_CALLS:
                yield f"line {node.lineno}: uses {name}; only cli may, and hands the value down"
        elif isinstance(node, ast.Call) and dotted(node.func) in ("print", "input", "breakpoint"):
            yield f"line {node.lineno}: calls {dotted(node.func)}; only cli may"
        for name in imported_names(node, "", is_folder=True):
            if name.partition(".")[0] in UNREPEATABLE_MODULES:
                yield f"imports {name}; only cli may"
        if isinstance(node, ast.ImportFrom):
            asked = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from (f"imports {name}; only cli may" for name in sorted(asked & set(UNREPEATABLE_CALLS)))


def docstring_nodes(tree: ast.Module) -> set[int]:
    """Strings that stand alone: docstrings of modules, classes, functions and fields."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def city_violations(tree: ast.Module) -> Iterator[str]:
    """Names and texts that belong to one city; examples in docstrings may use them."""
    docstrings = docstring_nodes(tree)
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            text = node.value
        elif isinstance(node, ast.Name):
            text = node.id
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            text = node.name
        elif isinstance(node, ast.arg):
            text = node.arg
        elif isinstance(node, ast.Attribute):
            text = node.attr
        for word in CITY_WORDS:
            if word in text.lower():
                yield f"line {getattr(node, 'lineno', '?')}: says {word}; that is data of one city"


def find_violations(source: str, module: str, *, is_folder: bool = False) -> list[str]:
    """Everything in a module's source that breaks a rule of the house; ``module`` without ``generator.``."""
    tree = ast.parse(source)
    found = [
        *import_violations(tree, module, is_folder=is_folder),
        *laziness_violations(tree),
        *city_violations(tree),
    ]
    if module and floor_of(module) is None:
        found.append("has no floor; give it one in FLOORS")
    if not is_inside(module, ("site",)):
        found += writing_violations(tree)
    if not is_inside(module, ("cli",)):
        found += repeatability_violations(tree)
    return found


def module_name(path: Path) -> str:
    """``render.maps`` for ``generator/render/maps.py``; a folder's ``__init__`` has the folder's name."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_keeps_the_rules_of_the_house(path: Path) -> None:
    assert find_violations(path.read_text("utf-8"), module_name(path), is_folder=path.name == "__init__.py") == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("formatting", "from generator.layout import START"),
        ("formatting", "from generator import layout"),
        ("formatting", "import generator.layout"),
        ("formatting", "from .layout import START"),
        ("formatting", "def late():\n    from generator.layout import START"),
        ("indicators.population", "from ..render import pages"),
        ("indicators.population", "from generator.planning import needs"),
        ("layout", "from generator.model2 import District"),
        ("settings", "from generator.packages import load_packages"),
        ("model", "from generator.errors import GeneratorError"),
        ("profiles", "def late():\n    import frictionless"),
        ("render.pages", "def late():\n    from folium import Map"),
        ("render.mapsmith", "def late():\n    from folium import Map"),
        ("site", "import click"),
        ("indicators.population", "import pandas as pd"),
        ("geography", "import shapely"),
        ("geography", "from shapely.geometry import Point"),
        ("geography", "try:\n    import shapely\nexcept ImportError:\n    pass"),
        ("render.pages", "open('a', 'w')"),
        ("render.pages", "open('a', mode='ab')"),
        ("render.pages", "path.open('w', encoding='utf-8')"),
        ("render.pages", "path.write_text('a')"),
        ("render.pages", "path.unlink()"),
        ("render.pages", "path.replace(target)"),
        ("render.pages", "import shutil\nshutil.rmtree('a')"),
        ("render.pages", "print('a')"),
        ("render.pages", "import random"),
        ("render.pages", "from uuid import uuid4"),
        ("render.pages", "import datetime\nnow = datetime.datetime.now()"),
        ("render.pages", "from datetime import date\nnow = date.today()"),
        ("render.pages", "import time\nnow = time.time()"),
        ("render.pages", "from time import time"),
        ("site", "import os\nhome = os.environ['HOME']"),
        ("render.pages", "title = 'Alle Stadtteile'"),
        ("render.pages", "def render_versorgungsgebiet(): ..."),
        ("render.pages", "title = f'Landeshauptstadt Magdeburg {year}'"),
        ("attic", "A = 1"),
    ],
)
def test_the_checker_catches(module: str, source: str) -> None:
    assert len(find_violations(source, module)) >= 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("layout", "from generator.formatting import slugify"),
        ("render.pages", "from generator.render.charts import render_chart"),
        ("render.pages", "from .charts import render_chart"),
        ("render.maps", "def late():\n    import folium"),
        ("render.maps_frame", "def late():\n    import folium"),
        ("geography", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import shapely"),
        ("site", "path.write_bytes(b'')"),
        ("cli", "import os\nimport click\nprint(os.environ)"),
        ("render.pages", "open('a', encoding='utf-8')"),
        ("render.pages", "text = 'a'.replace('a', 'b')"),
        ("render.pages", "page = replace(page, title='a')"),
        ("render.pages", "import zipfile\narchive = zipfile.ZipFile(buffer, 'w')"),
        ("render.pages", "'''Such as stadtteile/werder.'''"),
    ],
)
def test_the_checker_lets_pass(module: str, source: str) -> None:
    assert find_violations(source, module) == []


def test_templates_know_no_city() -> None:
    templates = [
        path for path in (ROOT / "site_templates").rglob("*") if path.suffix in (".j2", ".html", ".js", ".css")
    ]
    found = [
        f"{path.relative_to(ROOT)} says {word}"
        for path in sorted(templates)
        for word in CITY_WORDS
        if word in path.read_text("utf-8").lower()
    ]
    assert found == []


def test_help_loads_no_heavy_library() -> None:
    program = (
        "import sys\n"
        "from generator.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        f"print('loaded:', *sorted(set(sys.modules).intersection({(*HEAVY, *NOT_USED)!r})))\n"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert answer.stdout.splitlines()[-1] == "loaded:"
