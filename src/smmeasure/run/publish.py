"""Executed notebooks and failures as pages: one shell, no code, nothing loaded from anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import nbformat
from jinja2 import Environment, FileSystemLoader
from nbconvert.exporters import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from traitlets.config import Config

from smmeasure.errors import RunError
from smmeasure.messages import message
from smmeasure.run.jobs import Page
from smmeasure.run.outcome import STATES, Failure, State
from smmeasure.run.speech import Say, speaker

_TEMPLATES = Path(str(files("smmeasure") / "templates"))

_FORMATS = ["text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain"]

_FOREIGN = re.compile(
    r"""<script\b
    |<(?!a\b)[a-z][^<>]*\s(?:src|srcset|href|xlink:href|data|poster|action)\s*=\s*["']?\s*(?:https?:)?//
    |@import\b
    |url\(\s*["']?\s*(?:https?:)?//""",
    re.IGNORECASE | re.VERBOSE,
)
"""What makes a browser run code or ask a network; links that a reader may follow are no such thing."""


def report_page(notebook: NotebookNode, page: Page) -> bytes:
    """Make the page of an executed notebook: its outputs and its text, never its code.

    Parameters
    ----------
    notebook : NotebookNode
        The executed notebook.
    page : Page
        Title and language.

    Raises
    ------
    RunError
        An output carries a script or would make a browser load something.
    """
    html, _ = _exporter().from_notebook_node(notebook, resources={"page": page, "style": _style()})
    foreign = _FOREIGN.search(html)
    if foreign:
        raise RunError.at(
            page.title,
            message("{text}", text=html[foreign.start() : foreign.start() + 80]),
            message("a page that holds all it needs, without scripts"),
            message("Show the result as text, a table, or an SVG or PNG figure."),
        )
    return html.encode()


def failure_page(failure: Failure, state: State, page: Page, link: str = "") -> bytes:
    """Make the page that stands in a report's place when there is none.

    Parameters
    ----------
    failure : Failure
        What went wrong.
    state : State
        How the run ended.
    page : Page
        Title, brand and language of the report that should stand here.
    link : str
        Relative address of the notebook as far as it ran; empty where it didn't.
    """
    template = _fragments().get_template("failure.html.j2")
    text = _failure_text(failure, state, speaker(page.language))
    content = template.render(page=page, text=text, link=link)
    output = nbformat.v4.new_output("display_data", {"text/html": content})
    cell = nbformat.v4.new_code_cell("", outputs=[output], id="failure")
    return report_page(nbformat.v4.new_notebook(cells=[cell]), page)


def page_failure(error: RunError) -> Failure:
    """Tell that a notebook ran but its outputs make no page."""
    return Failure(
        message("The notebook ran, but its outputs can't be published."),
        message("Correct the notebook as the table says, then run it again."),
        faults=error.faults,
    )


def _failure_text(failure: Failure, state: State, say: Say) -> Mapping[str, object]:
    columns = (message("Where"), message("Found"), message("Expected"), message("What to do"))
    return {
        "state": say(STATES[state]),
        "headline": say(_HEADLINES[state]),
        "message": say(failure.message),
        "cell": failure.cell and say(message("It happened in code cell {cell}.", cell=failure.cell)),
        "columns": [say(column) for column in columns],
        "faults": [(fault.place, say(fault.found), say(fault.expected), say(fault.cure)) for fault in failure.faults],
        "cure_heading": say(message("How to mend it")),
        "cure": say(failure.cure),
    }


_HEADLINES = {
    State.FAILED: message("This report could not be made: the notebook failed"),
    State.TIMEOUT: message("This report could not be made: the time limit was reached"),
    State.DEAD: message("This report could not be made: the kernel died"),
    State.INTERRUPTED: message("This report could not be made: the run was stopped"),
    State.REFUSED: message("This report could not be made: the brief or its data have faults"),
}


class _ReportExporter(TemplateExporter):
    """Knows this package's template and no other folder, least of all the current one."""

    file_extension = ".html"
    output_mimetype = "text/html"

    @property
    def default_config(self) -> Config:
        """Show the richest form of an output that a page can hold; the rest is nbconvert's own."""
        own = Config({"NbConvertBase": {"display_data_priority": _FORMATS}})
        own.merge(super().default_config)
        return own


@cache
def _exporter() -> TemplateExporter:
    """Make the exporter once for all reports of a process."""
    exporter = _ReportExporter(
        template_name="report",
        extra_template_basedirs=[str(_TEMPLATES)],
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    exporter.register_filter("page_markdown", _markdown)
    exporter.register_filter("alternative_text", _alternative_text)
    return exporter


@cache
def _style() -> str:
    return (_TEMPLATES / "style.css").read_text(encoding="utf-8")


@cache
def _fragments() -> Environment:
    return Environment(loader=FileSystemLoader(_TEMPLATES / "report"), autoescape=True)


def _markdown(source: str, *, escape: bool = False) -> str:
    renderer = IPythonRenderer(escape=escape, allow_harmful_protocols=False, exclude_anchor_links=True)
    return str(MarkdownWithMath(renderer=renderer).render(source))


def _alternative_text(output: NotebookNode, mime: str) -> str:
    """Give the text that a notebook set for a figure: ``display(figure, metadata={mime: {"alt": …}})``."""
    return str(output.get("metadata", {}).get(mime, {}).get("alt", ""))
