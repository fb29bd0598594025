"""The main job on the demo brand: what `make report` leaves behind."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import nbformat
import pytest

from provenance import unlabelled
from smmeasure.show.page import RECORD_TYPE
from support import smmeasure

CAMPAIGNS = ("autumn-capsule", "brand-film", "guide-des-tailles", "reponses-publiques", "robes-rouges")
FRENCH = ("guide-des-tailles", "reponses-publiques", "robes-rouges")

pytestmark = pytest.mark.xdist_group("demo")


def page(demo: Path, campaign: str) -> str:
    """Read the report of a campaign."""
    return (demo / "reports" / campaign / "report.html").read_text(encoding="utf-8")


def fingerprints(reports: Path) -> dict[str, str]:
    """Give the fingerprint of every file below the reports folder."""
    files = [path for path in reports.rglob("*") if path.is_file()]
    return {str(path.relative_to(reports)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_campaign_leaves_three_files(demo: Path) -> None:
    """Each campaign leaves its page, its notebook and its record; portfolio and ledger lie beside them."""
    left = {str(path.relative_to(demo / "reports")) for path in (demo / "reports").rglob("*") if path.is_file()}
    expected = {f"{name}/{file}" for name in CAMPAIGNS for file in ("report.html", "run.ipynb", "result.json")}

    assert left - {"index.ipynb"} == expected | {"index.html", "ledger.jsonl"}


def test_a_second_run_changes_no_byte(demo: Path) -> None:
    """Running a planned and a measured brief again, forced, leaves every file as it was.

    The others would take as long again and say no more; `test_package.py` runs one of them elsewhere.
    """
    before = fingerprints(demo / "reports")
    briefs = [f"params/{name}.yaml" for name in ("autumn-capsule", "robes-rouges")]
    done = smmeasure("run", *briefs, "--jobs", "2", "--force", cwd=demo)

    assert done.returncode == 0, done.stderr
    assert fingerprints(demo / "reports") == before


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_pages_load_nothing_from_a_network(demo: Path, campaign: str) -> None:
    """A report is one file: no script, no font, no image, no style from elsewhere."""
    text = page(demo, campaign)
    loads = re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""", text)

    assert loads == []
    assert "<script" not in text


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_pages_say_their_language(demo: Path, campaign: str) -> None:
    """The language of the brief is the language of the page."""
    language = "fr" if campaign in FRENCH else "en"

    assert f'<html lang="{language}">' in page(demo, campaign)


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_pages_show_no_code_and_no_fault(demo: Path, campaign: str) -> None:
    """No traceback, warning, code or missing number as the computer writes it."""
    words = re.sub(r"<[^>]+>", " ", page(demo, campaign).split("</style>")[-1])

    assert re.findall(r"Traceback|Warning|import |smm\.|\bnan\b|\bNone\b|\binf\b", words) == []


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_every_figure_has_an_alternative_text(demo: Path, campaign: str) -> None:
    """Each picture is named, titled and described for who can't see it."""
    pictures = re.findall(r"<svg.*?</svg>", page(demo, campaign), flags=re.DOTALL)

    assert pictures
    for picture in pictures:
        assert 'role="img"' in picture[: picture.index(">")]
        assert re.search(r"<title[^>]*>[^<]+</title>\s*<desc[^>]*>[^<]+</desc>", picture)


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_ids_are_unique_on_a_page(demo: Path, campaign: str) -> None:
    """No two elements of a page share an id, so that no figure borrows another's parts."""
    ids = re.findall(r"\sid=\"([^\"]+)\"", page(demo, campaign))

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_every_number_says_its_unit_its_evidence_and_its_origin(demo: Path, campaign: str) -> None:
    """No table, figure, card or list of a page has a number without its provenance."""
    language = "fr" if campaign in FRENCH else "en"

    assert unlabelled(page(demo, campaign).split("</style>")[-1], language) == []


def test_the_portfolio_says_where_its_numbers_come_from(demo: Path) -> None:
    """The page of all campaigns is held to the same."""
    text = (demo / "reports" / "index.html").read_text(encoding="utf-8")
    language = re.search(r'<html lang="(..)"', text)

    assert language
    assert unlabelled(text.split("</style>")[-1], language.group(1)) == []


def test_the_portfolio_lists_every_campaign(demo: Path) -> None:
    """The index links every report, the planned one too."""
    text = (demo / "reports" / "index.html").read_text(encoding="utf-8")

    assert [name for name in CAMPAIGNS if f'href="{name}/report.html"' not in text] == []


def test_the_planned_campaign_has_no_return(demo: Path) -> None:
    """Before the campaign every return is a reason."""
    record = json.loads((demo / "reports" / "autumn-capsule" / "result.json").read_text(encoding="utf-8"))

    assert {name: value["estimate"] for name, value in record["returns"].items()} == dict.fromkeys(record["returns"])


def test_only_money_has_an_roi(demo: Path) -> None:
    """Red dresses and support calls have an ROI; traffic and awareness have a reason."""
    records = {name: json.loads((demo / "reports" / name / "result.json").read_bytes()) for name in CAMPAIGNS}
    with_roi = [name for name, record in records.items() if record["returns"]["roi"]["estimate"]]

    assert with_roi == ["reponses-publiques", "robes-rouges"]


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_notebooks_ran_whole_and_carry_their_record(demo: Path, campaign: str) -> None:
    """The notebook beside a report ran to its end, and holds no path of the machine it ran on."""
    path = demo / "reports" / campaign / "run.ipynb"
    notebook = nbformat.read(path, as_version=4)

    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output for output in outputs if output.output_type in {"error", "stream"}] == []
    assert sum(RECORD_TYPE in output.get("data", {}) for output in outputs) == 1
    assert str(demo) not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_a_record_says_where_its_numbers_come_from(demo: Path, campaign: str) -> None:
    """A record holds the schema's version, the brief, the date, the files' fingerprints and the versions used."""
    record = json.loads((demo / "reports" / campaign / "result.json").read_text(encoding="utf-8"))
    prints = [one["source"]["sha256"] for one in record["indicators"].values()]

    assert (record["schema"], record["parameters"]["campaign"]) == (1, campaign)
    assert record["as_of"] == record["parameters"]["as_of"]
    assert [one for one in prints if not re.fullmatch(r"[0-9a-f]{64}", one)] == []
    assert {"smmeasure", "statsmodels", "pandas"} <= set(record["versions"])
