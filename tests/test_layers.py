"""The house as the source says it: who imports whom, who may touch the world, how long things are."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "smmeasure"
FILES = sorted(SOURCE.rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

LEAVES = {"messages", "errors", "units", "windows", "series", "costs", "ads", "customers"}
MAY_IMPORT = {
    **dict.fromkeys(LEAVES, LEAVES),
    "brief": LEAVES | {"brief"},
    "data": LEAVES | {"brief", "data"},
    "core": LEAVES | {"brief", "core"},
    "show": LEAVES | {"brief", "core", "show"},
    "run": LEAVES | {"brief", "data", "core", "show", "run", "__version__"},
    "__init__": LEAVES | {"brief", "data", "core", "show", "run"},
    "__main__": {"run"},
}
"""What each room may import of the others; the top-level module loads public names of all of them."""

THE_WORLD = {
    "time",
    "subprocess",
    "threading",
    "multiprocessing",
    "signal",
    "tempfile",
    "random",
    "secrets",
    "uuid",
    "socket",
    "urllib",
    "requests",
    "os",
}
"""Clock, processes, chance and network: only `run` may touch them."""

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
LONGEST_FILE, LONGEST_FUNCTION, MOST_CELLS = 400, 60, 15


def name(path: Path) -> str:
    """Name a file for a test."""
    return str(path.relative_to(SOURCE))


def room(path: Path) -> str:
    """Give the room of a file: its folder below the package, or its own name."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return parts[0]


@cache
def tree(path: Path) -> ast.Module:
    """Parse a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Name every module that a file imports, inside functions too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} imports relatively"
            whole = node.module == "smmeasure"
            yield from (f"smmeasure.{alias.name}" for alias in node.names) if whole else (str(node.module),)


def rooms_imported(path: Path) -> set[str]:
    """Name the rooms that a file imports."""
    return {module.split(".")[1] for module in imported(path) if module.startswith("smmeasure.")}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_room_imports_only_the_rooms_before_it(path: Path) -> None:
    """Leaves, brief, core and show import what lies before them; data stands beside core; run sees all."""
    assert rooms_imported(path) <= MAY_IMPORT[room(path)]


def test_nobody_imports_run() -> None:
    """Only the package's two doors name the room that touches the disk."""
    assert {room(path) for path in FILES if "run" in rooms_imported(path)} <= {"run", "__init__", "__main__"}


def test_the_leaves_do_not_import_in_a_circle() -> None:
    """Among the leaves there is an order in which each imports only those before it."""
    left = {path.stem: rooms_imported(path) for path in FILES if room(path) in LEAVES}
    while left:
        free = {leaf for leaf, needed in left.items() if not needed & set(left)}
        assert free, f"{sorted(left)} import each other"
        left = {leaf: needed for leaf, needed in left.items() if leaf not in free}


@pytest.mark.parametrize("path", [path for path in FILES if room(path) != "run"], ids=name)
def test_only_run_touches_clock_processes_chance_and_network(path: Path) -> None:
    """Below run nothing imports what makes a result depend on the moment or the machine."""
    assert {module.split(".")[0] for module in imported(path)} & THE_WORLD == set()


def calls(path: Path) -> set[str]:
    """Write every dotted name of a file: ``datetime.now``, ``np.random.seed``."""
    return {ast.unparse(node) for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("path", [path for path in FILES if room(path) != "run"], ids=name)
def test_below_run_there_is_no_clock_and_no_global_chance(path: Path) -> None:
    """Nobody below run asks for today, and numpy's numbers come from a generator that is made on the spot."""
    used = calls(path)
    clocks = {one for one in used if one.endswith((".now", ".today", ".utcnow"))}
    chance = {one for one in used if one.startswith("np.random.")} - {"np.random.default_rng", "np.random.Generator"}

    assert clocks | chance == set()


@pytest.mark.parametrize("path", [path for path in FILES if room(path) in {"core", "brief", "show"}], ids=name)
def test_core_brief_and_show_print_and_open_nothing(path: Path) -> None:
    """What is computed and shown goes out as a value: no print, no open, no pyplot, no path."""
    called = {ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)}

    assert called & {"print", "open", "input"} == set()
    assert not {"pathlib", "matplotlib.pyplot", "logging"} & set(imported(path))


def test_importing_the_package_imports_nothing_heavy() -> None:
    """The top-level module imports the standard library at its head and its rooms only when asked."""
    head = [node for node in tree(SOURCE / "__init__.py").body if isinstance(node, ast.Import | ast.ImportFrom)]

    assert {ast.unparse(node).split()[1] for node in head} == {"__future__", "importlib", "typing"}


def public(node: ast.Module | ast.ClassDef) -> Iterator[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    """List public classes and functions, and the public ones inside public classes."""
    for part in node.body:
        if isinstance(part, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not part.name.startswith("_"):
            yield part
            yield from public(part) if isinstance(part, ast.ClassDef) else ()


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function without its docstring."""
    first = function.body[0]
    described = ast.get_docstring(function) is not None
    told = (first.end_lineno or 0) - first.lineno + 1 if described else 0
    return (function.end_lineno or 0) - function.lineno + 1 - told


@pytest.mark.parametrize("path", FILES, ids=name)
def test_what_is_public_is_described(path: Path) -> None:
    """Every module, public class and public function has a docstring."""
    bare = [part.name for part in public(tree(path)) if not ast.get_docstring(part)]

    assert ast.get_docstring(tree(path))
    assert bare == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_files_and_functions_are_short(path: Path) -> None:
    """No file has more than 400 lines, no function more than 60 of code."""
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {function.name: code_lines(function) for function in functions}

    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    assert {function: length for function, length in lengths.items() if length > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_sentence_is_written_where_it_is_said(path: Path) -> None:
    """Every message has a literal template, so that the French catalogue can be drawn from the code."""
    said = [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "message"
    ]

    assert all(node.args and isinstance(node.args[0], ast.Constant) for node in said)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_thin(path: Path) -> None:
    """A notebook imports only smmeasure, defines nothing, and has few code cells and one of parameters."""
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    nodes = [node for cell in cells for node in ast.walk(ast.parse(cell.source))]
    modules = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]

    assert len(cells) <= MOST_CELLS
    assert modules == ["smmeasure"]
    assert not [node for node in nodes if isinstance(node, (*DEFINITIONS, ast.ImportFrom))]
    assert ["parameters" in cell.metadata.get("tags", []) for cell in cells].count(True) == 1


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    """A notebook holds no output, no count and no trace of who ran it, and has one main heading."""
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    headings = [line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]

    assert [(cell.outputs, cell.execution_count) for cell in cells] == [([], None)] * len(cells)
    assert sum(line.startswith("# ") for line in headings) == 1
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
