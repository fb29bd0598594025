"""The documents are tests: their commands exist, their examples run, their versions agree."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from typer.main import get_command

import smmeasure as package
from smmeasure.brief import parse_yaml
from smmeasure.brief.campaign import Source
from smmeasure.brief.rates import RATES
from smmeasure.core.rate_results import UnitCostName
from smmeasure.core.returns import ReturnName
from smmeasure.run.cli import app
from support import ROOT, smmeasure

README = (ROOT / "README.md").read_text(encoding="utf-8")
WORTH = (ROOT / "docs" / "worth.md").read_text(encoding="utf-8")
COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]


def fenced(text: str, language: str) -> list[str]:
    """Give the code blocks of a document in one language."""
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def blocks(language: str) -> list[str]:
    """Give the code blocks of the README in one language."""
    return fenced(README, language)


def test_the_readme_opens_with_its_two_commands() -> None:
    """The first block holds the two commands that a newcomer needs, and a picture follows."""
    assert re.findall(r"^make (\w+)", blocks("sh")[0], flags=re.MULTILINE) == ["report", "test"]
    assert README.index("](docs/report.png)") < README.index("## What makes it different")
    assert (ROOT / "docs" / "report.png").is_file()


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_make_targets_exist(document: str) -> None:
    """Every `make` command of the documents is a target of the Makefile."""
    named = set(
        re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)", (ROOT / document).read_text(encoding="utf-8"), re.MULTILINE)
    )
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))

    assert {first or second for first, second in named} - targets == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_are_documented(command: str) -> None:
    """Every command stands in the README's table."""
    assert f"| `smmeasure {command} " in README


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_have_help(command: str, tmp_path: Path) -> None:
    """Every command explains itself."""
    done = smmeasure(command, "--help", cwd=tmp_path)

    assert done.returncode == 0
    assert f"smmeasure {command} [OPTIONS]" in done.stdout


def test_the_options_of_run_are_documented(tmp_path: Path) -> None:
    """Every option of `smmeasure run` stands in the README."""
    options = set(re.findall(r"--[a-z-]+", smmeasure("run", "--help", cwd=tmp_path).stdout)) - {"--help"}

    assert {option for option in options if f"`{option}" not in README} == set()


def test_the_python_example_runs() -> None:
    """The example for Python holds what it says."""
    (example,) = blocks("python")
    done = subprocess.run([sys.executable, "-W", "error", "-c", example], capture_output=True, text=True, check=False)  # noqa: S603

    assert done.returncode == 0, done.stderr


def test_the_example_brief_has_no_fault() -> None:
    """The brief of the README is well formed, and the method objects to nothing."""
    (example,) = blocks("yaml")

    assert package.check_method(package.read_brief(example, "README.md")) == ()


def test_the_version_is_the_first_of_the_changelog() -> None:
    """Package, project file and changelog name one version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changelog = re.search(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert changelog
    assert project == package.__version__ == changelog.group(1)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_lock_files_hold_hashes_and_no_address(name: str) -> None:
    """Every locked version has hashes; no package index is named."""
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())

    assert [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_importing_is_light() -> None:
    """Importing the package loads none of the heavy libraries."""
    probe = "import sys, smmeasure; print(sorted({'pandas', 'numpy', 'statsmodels', 'matplotlib'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout.strip() == "[]"


def test_the_page_of_exports_lists_what_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports and tables of docs/exports.md are those of the package; `make sync` brings them up to date."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    text = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")

    assert import_module("exports_page").page(text) == text


def test_the_page_of_exports_shows_a_source_that_can_be_read() -> None:
    """Every source of docs/exports.md has keys that a brief knows."""
    text = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    sources = re.findall(r"source: (\{[^{}]*(?:\{[^{}]*\})?[^{}]*\})", text)

    assert len(sources) == 3
    for source in sources:
        Source.model_validate(parse_yaml(source, "docs"))


@pytest.mark.parametrize("example", fenced(WORTH, "yaml"), ids=lambda text: text.split(":")[0])
def test_the_keys_of_the_page_of_worth_make_a_brief(example: str) -> None:
    """Each example of docs/worth.md, put into the README's brief, has no fault and no key that isn't known."""
    (base,) = blocks("yaml")
    parameters = parse_yaml(base, "README.md") | parse_yaml(example, "docs/worth.md")

    assert package.read_parameters(parameters).campaign == "summer-sale"


def test_the_arithmetic_of_the_page_of_worth_holds() -> None:
    """The worked ROI of docs/worth.md is right, and exposure adds to no money."""
    (example,) = fenced(WORTH, "python")

    exec(compile(example, "docs/worth.md", "exec"), {})  # noqa: S102 - our own document


@pytest.mark.parametrize("name", [*ReturnName, *UnitCostName, *RATES])
def test_the_page_of_worth_has_every_return_and_rate(name: str) -> None:
    """What a record holds by name stands in docs/worth.md with its formula."""
    assert f"`{name}`" in WORTH
