"""The whole job on a real season of paid social, wherever the data folder is present."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from provenance import unlabelled
from smmeasure.brief import read_brief
from smmeasure.core.evaluate import CampaignData, evaluate
from smmeasure.data.reader import load_costs, load_series

HERE = Path(__file__).parent
SEASON = HERE.parents[2] / "shared" / "data" / "cases" / "mh4u"

PUBLISHED = ("winter-appeal", "january-appeal")

pytestmark = [
    pytest.mark.xdist_group("season"),
    pytest.mark.skipif(not SEASON.is_dir(), reason="the real data folder ../shared/data is not there"),
]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the briefs in a workspace whose data folder is the real one."""
    workspace = tmp_path_factory.mktemp("season")
    (workspace / "data").symlink_to(SEASON, target_is_directory=True)
    (workspace / "params").mkdir()
    for name in PUBLISHED:
        text = (HERE / "params" / f"{name}.yaml").read_text(encoding="utf-8")
        (workspace / "params" / f"{name}.yaml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "smmeasure", "run", "params", "--jobs", "2"]
    done = subprocess.run(command, cwd=workspace, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr
    return workspace / "reports"


def record(reports: Path, campaign: str) -> Mapping[str, Any]:
    """Read the record of a campaign."""
    loaded: Mapping[str, Any] = json.loads((reports / campaign / "result.json").read_text(encoding="utf-8"))
    return loaded


def test_the_quiet_period_is_the_days_without_ads(reports: Path) -> None:
    """The 200 days before the spell have 107 days without ads, and no other day teaches the baseline."""
    season = record(reports, "winter-appeal")

    assert (season["quiet_days"], season["kept_out_days"]) == (107, 93)


def test_reach_and_facebook_sessions_rise(reports: Path) -> None:
    """Ads multiply the people reached and bring sessions from Facebook, each with an interval above zero."""
    indicators = record(reports, "winter-appeal")["indicators"]

    assert [indicators[key]["verdict"] for key in ("reach", "facebook_sessions")] == ["rise", "rise"]


def test_the_site_as_a_whole_does_not_move(reports: Path) -> None:
    """A few hundred sessions more don't show among eleven thousand, and the report doesn't claim it."""
    sessions = record(reports, "winter-appeal")["indicators"]["sessions"]

    assert sessions["verdict"] == "no measurable change"
    assert sessions["effect_ci_lower"] < 0 < sessions["effect_ci_upper"]


def test_reach_is_never_summed(reports: Path) -> None:
    """People reached are told per day: the mean of the eight days, not their sum."""
    reach = record(reports, "winter-appeal")["indicators"]["reach"]

    assert reach["aggregation"] == "mean per day"
    # 13472 + 9060 + 18633 + 61140 + 76552 + 88799 + 92451 + 24648 = 384755 over eight days
    assert reach["observed"] == pytest.approx(384_755 / 8, rel=1e-9)  # the record keeps ten digits


def test_no_money_was_earned_and_no_roi_is_computed(reports: Path) -> None:
    """Without an indicator that is money there is no ROI, and the reason is given."""
    roi = record(reports, "winter-appeal")["returns"]["roi"]

    assert roi["estimate"] is None
    assert roi["reason"]["message"] == (
        "The brief names no indicator that is money: this campaign is not judged by an ROI."
    )


def test_the_spend_of_the_spell_is_summed_from_the_export(reports: Path) -> None:
    """The cost is what the export says was spent on the eight days."""
    cost = record(reports, "winter-appeal")["total_cost"]

    assert cost == {"amount": pytest.approx(7197.97, abs=0.005), "currency": "UAH"}  # to the kopiyka


def test_engagement_is_divided_by_what_the_ads_bought(reports: Path) -> None:
    """Sums over sums of the eight days: 13,448 engagements ÷ 375,239 impressions, and 448 sessions ÷ 13,448."""
    season = record(reports, "winter-appeal")
    ((_, engagement, sessions),) = [one["steps"] for one in season["platform_funnels"]]
    (pair,) = season["conversions"]

    # the record keeps ten digits
    assert season["rates"]["er_impressions"]["estimate"]["value"] == pytest.approx(13_448 / 375_239, rel=1e-9)
    assert engagement["rate"]["value"] == pytest.approx(13_448 / 375_239, rel=1e-9)
    assert sessions["rate"]["value"] == pair["rate"]["value"] == pytest.approx(448 / 13_448, rel=1e-9)
    assert (pair["came"], pair["converted"]) == (13_448, 448)


def test_what_was_never_there_without_ads_is_not_guessed(reports: Path) -> None:
    """Impressions of ads are zero on all quiet days: no effect is claimed, and the cost per engagement says why."""
    season = record(reports, "winter-appeal")

    assert season["indicators"]["impressions"]["verdict"] == "not measurable"
    assert season["unit_costs"]["cost_per_engagement"]["estimate"] is None


@pytest.mark.parametrize("campaign", PUBLISHED)
def test_real_pages_say_where_every_number_comes_from(reports: Path, campaign: str) -> None:
    """No number of a real page lacks its unit, its kind of evidence or its file."""
    page = (reports / campaign / "report.html").read_text(encoding="utf-8")

    assert unlabelled(page.split("</style>")[-1], "en") == []


@pytest.mark.parametrize(
    "line",
    [
        "The way from revenue to ROI is not drawn.",
        "Attributed ROAS: No ad export of this brief carries a conversion value.",
        "No exposure is valued: the brief gives no indicator a price (rate_card or ad_prices).",
        "The brief declares no orders with customer keys (loyalty): who comes back, and who brings others, is not",
        "E-mails are not followed: no indicator of the brief measures mail_opens or mail_clicks.",
    ],
)
def test_what_does_not_apply_says_why_in_one_line(reports: Path, line: str) -> None:
    """Sections that an NGO without a shop has no data for are not left out silently."""
    page = (reports / "winter-appeal" / "report.html").read_text(encoding="utf-8")

    assert line in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.replace("’", "'")))


def test_a_spell_on_the_fourth_day_is_not_measurable() -> None:
    """Three quiet days are no baseline: no number, the reason, and what would have been needed."""
    first_ads = read_brief((HERE / "params" / "first-ads.yaml").read_text(encoding="utf-8"), "first-ads.yaml")
    data = CampaignData(load_series(first_ads, SEASON), load_costs(first_ads, SEASON), None)
    reach = evaluate(first_ads, data).indicators[0].uplift

    assert reach is not None
    assert (reach.verdict, np.isnan(reach.effect)) == ("not measurable", True)
    assert reach.reason is not None
    assert reach.reason.values["have"] == 3
    assert reach.reason.values["begin"] == date(2023, 5, 16)


def test_a_month_is_measured_from_the_original_exports(reports: Path) -> None:
    """Page, site and ad reports as downloaded: reach rises, visitors don't, the month's ads are the cost."""
    month = record(reports, "january-appeal")

    assert {key: one["verdict"] for key, one in month["indicators"].items()} == {
        "reach": "rise",
        "page_visits": "no measurable change",
        "follows": "no measurable change",
        "users": "no measurable change",
    }
    assert month["total_cost"] == {"amount": pytest.approx(9285.91, abs=0.005), "currency": "UAH"}  # to the kopiyka
    assert month["indicators"]["users"]["source"]["file"] == "data-export.csv"


@pytest.mark.parametrize("campaign", PUBLISHED)
def test_the_pages_show_no_code_and_no_warning(reports: Path, campaign: str) -> None:
    """A real report holds no traceback, warning or code."""
    page = (reports / campaign / "report.html").read_text(encoding="utf-8")

    assert re.findall(r"Traceback|Warning:|import smmeasure|\bnan\b", page) == []
