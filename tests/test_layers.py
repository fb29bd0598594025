"""The house as the source says it: who imports whom, who may touch the world, how long things are."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeGuard

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


BELOW_RUN = [path for path in FILES if room(path) != "run"]


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


def against(paths: Iterable[Path], look: Callable[[Path], object]) -> dict[str, object]:
    """Give what a look at each file finds against a rule, by file; nothing of files that keep it."""
    found = {name(path): look(path) for path in paths}
    return {file: one for file, one in found.items() if one}


@pytest.mark.parametrize("own", sorted(MAY_IMPORT))
def test_a_room_imports_only_the_rooms_before_it(own: str) -> None:
    """Leaves, brief, core and show import what lies before them; data stands beside core; run sees all."""
    files = [path for path in FILES if room(path) == own]

    assert against(files, lambda path: rooms_imported(path) - MAY_IMPORT[own]) == {}


def test_every_file_is_in_a_room() -> None:
    """No file lies beside the rooms."""
    assert {room(path) for path in FILES} <= set(MAY_IMPORT)


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


def test_only_run_touches_clock_processes_chance_and_network() -> None:
    """Below run nothing imports what makes a result depend on the moment or the machine."""
    assert against(BELOW_RUN, lambda path: {module.split(".")[0] for module in imported(path)} & THE_WORLD) == {}


def calls(path: Path) -> set[str]:
    """Write every dotted name of a file: ``datetime.now``, ``np.random.seed``."""
    return {ast.unparse(node) for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}


def clock_and_chance(path: Path) -> set[str]:
    """Name what a file asks of the clock, and of numpy's global chance."""
    used = calls(path)
    clocks = {one for one in used if one.endswith((".now", ".today", ".utcnow"))}
    return clocks | {one for one in used if one.startswith("np.random.")} - {
        "np.random.default_rng",
        "np.random.Generator",
    }


def test_below_run_there_is_no_clock_and_no_global_chance() -> None:
    """Nobody below run asks for today, and numpy's numbers come from a generator that is made on the spot."""
    assert against(BELOW_RUN, clock_and_chance) == {}


def printed_and_opened(path: Path) -> set[str]:
    """Name what a file calls or imports that writes or opens something."""
    called = {node.func.id for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and is_name(node.func)}
    return called & {"print", "open", "input"} | {"pathlib", "matplotlib.pyplot", "logging"} & set(imported(path))


def is_name(node: ast.expr) -> TypeGuard[ast.Name]:
    """Whether an expression is a bare name."""
    return isinstance(node, ast.Name)


@pytest.mark.parametrize("own", ["core", "brief", "show"])
def test_core_brief_and_show_print_and_open_nothing(own: str) -> None:
    """What is computed and shown goes out as a value: no print, no open, no pyplot, no path."""
    assert against([path for path in FILES if room(path) == own], printed_and_opened) == {}


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


def functions(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """List every function below a node."""
    return (one for one in ast.walk(node) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))


def undescribed(path: Path) -> list[str]:
    """Name what has no docstring: the module, its public classes and functions, and functions inside functions."""
    inner = (one for function in functions(tree(path)) for one in functions(function) if one is not function)
    bare = [part.name for part in (*public(tree(path)), *inner) if not ast.get_docstring(part)]
    return bare if ast.get_docstring(tree(path)) else ["the module", *bare]


def test_what_is_public_or_within_a_function_is_described() -> None:
    """Every module, public class, public function and inner function has a docstring."""
    assert against(FILES, undescribed) == {}


def test_files_and_functions_are_short() -> None:
    """No file has more than 400 lines, no function more than 60 of code."""
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}

    assert {file: length for file, length in lengths.items() if length > LONGEST_FILE} == {}
    assert (
        against(FILES, lambda path: [f.name for f in functions(tree(path)) if code_lines(f) > LONGEST_FUNCTION]) == {}
    )


def unwritten(path: Path) -> list[int]:
    """Give the lines of messages without a literal template."""
    calls_ = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and is_name(node.func))
    said = (node for node in calls_ if node.func.id == "message")
    return [node.lineno for node in said if not (node.args and isinstance(node.args[0], ast.Constant))]


def test_a_sentence_is_written_where_it_is_said() -> None:
    """Every message has a literal template, so that the French catalogue can be drawn from the code."""
    assert against(FILES, unwritten) == {}


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
