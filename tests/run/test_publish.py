from __future__ import annotations

import re
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from smmeasure.errors import Fault, RunError
from smmeasure.messages import message
from smmeasure.run import publish
from smmeasure.run.jobs import RECORD_MIME, Page
from smmeasure.run.outcome import Failure, State
from smmeasure.run.publish import failure_page, report_page
from smmeasure.show.page import RECORD_TYPE

PAGE = Page("A <title>", "fr", "A <brand>")


def shown(
    data: dict[str, object], metadata: dict[str, object] | None = None, kind: str = "display_data"
) -> NotebookNode:
    """Give a notebook of one cell that displayed something."""
    output = new_output(kind, data, metadata=metadata or {})
    return new_notebook(cells=[new_code_cell("secret = 1", outputs=[output], execution_count=3)])


def body(notebook: NotebookNode) -> str:
    """Give what stands in the page's main part."""
    html = report_page(notebook, PAGE).decode()
    found = re.search(r"<main[^>]*>(.*)</main>", html, re.DOTALL)
    assert found
    return found[1].strip()


def test_the_head_has_language_and_escaped_title() -> None:
    """Title and language are readable by a browser, whatever the campaign is called."""
    html = report_page(new_notebook(), PAGE).decode()

    assert html.startswith('<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n')
    assert "<title>A &lt;title&gt;</title>" in html
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in html


@pytest.mark.parametrize("kind", ["display_data", "execute_result"])
def test_html_outputs_are_shown_as_they_are(kind: str) -> None:
    """What our own templates escaped is not touched; neither code nor prompt surrounds it."""
    assert body(shown({"text/html": "<p>é &amp; ü</p>", "text/plain": "x"}, kind=kind)) == "<p>é &amp; ü</p>"


def test_plain_outputs_are_escaped() -> None:
    """Text that came from data can't become markup."""
    assert body(shown({"text/plain": "<b>&\"'"})) == "<pre>&lt;b&gt;&amp;&quot;&#x27;</pre>"


def test_markdown_outputs_are_escaped() -> None:
    """Markdown that came from data is set, its HTML is not obeyed."""
    assert body(shown({"text/markdown": "**a** <img src=x>"})) == ("<p><strong>a</strong> &lt;img src=x&gt;</p>")


def test_a_figure_has_the_text_that_the_notebook_set() -> None:
    """Pictures carry their alternative text, escaped."""
    notebook = shown({"image/png": "AAAA\n"}, {"image/png": {"alt": 'rise of "12"'}})

    assert body(notebook) == ('<figure><img alt="rise of &quot;12&quot;" src="data:image/png;base64,AAAA"></figure>')


def test_markdown_cells_are_set_without_anchors() -> None:
    """Headings of the notebook are headings of the page."""
    assert body(new_notebook(cells=[new_markdown_cell("## Data\n\n*text*")])) == ("<h2>Data</h2>\n<p><em>text</em></p>")


@pytest.mark.parametrize("tag", ["parameters", "injected-parameters", "notebook-only"])
def test_cells_for_the_analyst_are_left_out(tag: str) -> None:
    """Parameters and what is meant for JupyterLab don't reach the reader."""
    notebook = shown({"text/html": "<p>x</p>"})
    notebook.cells[0].metadata["tags"] = [tag]
    notebook.cells.append(new_markdown_cell("x", metadata={"tags": [tag]}))

    assert body(notebook) == ""


def test_streams_errors_and_the_record_are_left_out() -> None:
    """Neither what was printed nor a traceback nor the record is published."""
    outputs = [
        new_output("stream", name="stdout", text="printed"),
        new_output("stream", name="stderr", text="warned"),
        new_output("error", ename="E", evalue="v", traceback=["line"]),
        new_output("display_data", {RECORD_MIME: {"a": 1}, "text/plain": "record of a"}),
    ]

    assert body(new_notebook(cells=[new_code_cell("code", outputs=outputs)])) == ""


def test_both_sides_of_the_record_agree_on_its_type() -> None:
    """What the notebook displays is what the batch looks for."""
    assert RECORD_MIME == RECORD_TYPE


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<img src="https://example.org/a.png">',
        "<img alt=x src='//example.org/a.png'>",
        '<link rel="stylesheet" href="http://example.org/a.css">',
        '<iframe src = "https://example.org"></iframe>',
        '<image xlink:href="https://example.org/a.png"/>',
        "<style>@import 'a.css';</style>",
        '<p style="background: url(https://example.org/a.png)">',
    ],
)
def test_a_page_that_would_load_or_run_something_is_refused(html: str) -> None:
    """A report is complete in itself; the error shows what is not."""
    with pytest.raises(RunError) as raised:
        report_page(shown({"text/html": html}), PAGE)

    assert "expected a page that holds all it needs, without scripts." in str(raised.value)


def test_links_that_a_reader_may_follow_are_kept() -> None:
    """An address in the text loads nothing."""
    html = '<p>see <a href="https://example.org">src="https://example.org"</a></p>'

    assert body(shown({"text/html": html})) == html


def test_no_folder_around_can_take_the_templates_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of the template's name in the current directory changes nothing."""
    before = report_page(shown({"text/html": "<p>x</p>"}), PAGE)
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "index.html.j2").write_text("hijacked")
    monkeypatch.chdir(tmp_path)
    publish._exporter.cache_clear()

    assert report_page(shown({"text/html": "<p>x</p>"}), PAGE) == before


def test_a_failure_page_tells_what_where_and_how_to_mend_it() -> None:
    """The page in a report's place is escaped and has no traceback."""
    fault = Fault("a.csv", message("<b>"), message("a number"), message("Correct it."))
    failure = Failure(message("E: {text}", text="<i>"), message("Open it."), cell=4, faults=(fault,))

    html = failure_page(failure, State.FAILED, Page("T <1>", "en", "B & B"), "run.ipynb#failing-cell").decode()

    text = re.sub(r"\s*<[^>]+>\s*", "|", html[html.index("<main") :])
    assert re.sub(r"\|+", "|", text).strip("|\n") == (
        "B &amp; B|failed|T &lt;1&gt;|This report could not be made: the notebook failed|E: &lt;i&gt;|"
        "It happened in code cell 4.|Where|Found|Expected|What to do|a.csv|&lt;b&gt;|a number|Correct it.|"
        "How to mend it|Open it.|run.ipynb"
    )


def test_alerts_stand_first_and_are_escaped() -> None:
    """What a reader must be told comes before the report; a page without alerts has no such part."""
    alerted = Page("A", "en", alerts=("<b>one</b>", "two"), alert_title="Look & read")
    html = report_page(shown({"text/html": "<h1>x</h1>"}), alerted).decode()

    assert html.index("<p>&lt;b&gt;one&lt;/b&gt;</p>\n<p>two</p>") < html.index("<h1>x</h1>")
    assert "<strong>Look &amp; read</strong>" in html
    assert 'role="note"' not in report_page(shown({"text/html": "<h1>x</h1>"}), PAGE).decode()
