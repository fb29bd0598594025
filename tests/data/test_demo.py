from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from smmeasure.brief.reading import read_brief
from smmeasure.data import demo
from smmeasure.data.demo import DemoData, simulate, truth, write_demo
from smmeasure.data.demo.customers import simulate_customers
from smmeasure.data.demo.networks import networks
from smmeasure.data.demo.story import WINDOWS
from smmeasure.data.reader import load_costs, load_series
from smmeasure.errors import CallError

ROOT = Path(__file__).parents[2]
BRIEFS = ("autumn-capsule", "brand-film", "guide-des-tailles", "reponses-publiques", "robes-rouges")


def series(data: DemoData) -> pd.DataFrame:
    """Put every daily series of the demo brand side by side."""
    red = data.shop[data.shop["product"] == "Robe rouge"].rename(
        columns={"pieces": "red_pieces", "orders": "red_orders"}
    )
    blue = data.shop[data.shop["product"] == "Robe bleue"].rename(columns={"pieces": "blue_pieces"})
    parts = [data.page, data.web, data.support, red[["red_pieces", "red_orders"]], blue[["blue_pieces"]]]
    return pd.concat(parts, axis=1)


def test_shipped_files_are_what_the_simulator_writes(tmp_path: Path) -> None:
    """Regenerating the demo gives the committed bytes, and no other file."""
    write_demo(tmp_path)
    shipped = {path.name: path.read_bytes() for path in (ROOT / "data" / "demo").glob("*.csv")}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == shipped


def test_the_docstring_states_the_truth() -> None:
    """The table of the package's docstring and `truth` say the same."""
    cells = [line.split() for line in (demo.__doc__ or "").splitlines()]
    stated = {(row[0], row[1]): int(row[2]) for row in cells if len(row) == 3 and row[0] in WINDOWS}
    known = {(campaign, name): total for campaign in WINDOWS for name, total in truth(campaign).items()}
    assert stated == known


@pytest.mark.parametrize("campaign", WINDOWS)
def test_a_campaign_changes_exactly_what_is_stated(campaign: str) -> None:
    """With and without a campaign, its window differs by the stated totals and by nothing else."""
    added = series(simulate(7)) - series(simulate(7, without=(campaign,)))
    window = WINDOWS[campaign]
    totals = added.loc[pd.Timestamp(window.start) : pd.Timestamp(window.end)].sum()
    assert totals[totals != 0].to_dict() == truth(campaign)
    assert (added.loc[: pd.Timestamp(window.start) - pd.Timedelta(days=1)] == 0).all(axis=None)


def test_saved_calls_fade_after_the_window() -> None:
    """160 fewer calls are received in the five weeks after the public answers."""
    added = series(simulate(7)) - series(simulate(7, without=("reponses-publiques",)))
    assert added.loc["2026-07-27":, "phone"].sum() == -160


def test_the_seed_changes_only_the_noise() -> None:
    """One seed gives one world; the mean over seeds is the same world with less noise."""
    assert series(simulate(1)).equals(series(simulate(1)))
    totals = np.array([series(simulate(seed))["social_sessions"].sum() for seed in range(20)])
    assert len(set(totals)) == 20
    # The shared and the own wobble of 0.067 per day make about 0.5 % over two years.
    assert totals.std() / totals.mean() < 0.02


def test_counts_stay_possible() -> None:
    """No count is negative, no order is without a piece, parts stay below their whole."""
    for seed in range(5):
        data = simulate(seed)
        assert (series(data) >= 0).all(axis=None)
        assert (data.shop["orders"] <= data.shop["pieces"]).all()
        assert (data.web["social_sessions"] <= data.web["sessions"]).all()


@pytest.mark.parametrize("name", BRIEFS)
def test_every_shipped_brief_finds_its_data(name: str) -> None:
    """The five briefs read their files without gaps or duplicates."""
    campaign = read_brief((ROOT / "params" / f"{name}.yaml").read_text(encoding="utf-8"), name)
    loaded = load_series(campaign, ROOT / campaign.data)
    assert all(len(found.values) == 728 and found.values.notna().all() for found in loaded.values())
    assert all(item.days_missing == 0 for item in load_costs(campaign, ROOT / campaign.data))
    assert campaign.campaign == name


def test_the_demo_stays_small() -> None:
    """All files together stay under one and a half megabytes."""
    assert sum(path.stat().st_size for path in (ROOT / "data" / "demo").iterdir()) < 1_500_000


def test_a_campaign_without_effect_is_named() -> None:
    """What has not begun has no truth."""
    with pytest.raises(CallError) as caught:
        truth("autumn-capsule")
    assert str(caught.value) == (
        "campaign: found “autumn-capsule”; expected one of robes-rouges, guide-des-tailles, brand-film, "
        "reponses-publiques. Only campaigns that took place have an effect."
    )


def test_networks_are_parts_of_the_whole() -> None:
    """Visits of all networks, and all kinds of interactions, add up to those of the site and of the page."""
    data = simulate(3)
    parted = networks(data, 3)

    assert parted.visits.sum(axis=1).tolist() == data.web["social_sessions"].tolist()
    kinds = parted.engagement[["likes", "comments", "shares", "saves"]].sum(axis=1)
    assert kinds.tolist() == data.page["interactions"].tolist()
    assert (parted.visits["instagram"] <= data.page["link_clicks"]).all()
    assert (parted.creators["orders"] <= parted.creators["sessions"]).all()
    assert all((frame >= 0).all(axis=None) for frame in (parted.facebook, parted.visits, parted.creators))


def test_customers_are_those_of_the_shop() -> None:
    """No day has more orders of known customers than the shop, members had bought, and no key is an address."""
    data = simulate(3)
    found = simulate_customers(data, 3)
    per_day = data.shop.groupby(level=0)["orders"].sum()
    assert (found.orders.groupby("ordered_at").size().reindex(per_day.index, fill_value=0) <= per_day).all()
    first = found.orders.groupby("customer")["ordered_at"].min()
    # A member whose only orders were placed as a guest has none with a key.
    known = found.members[found.members["customer"].isin(first.index)]
    assert (known["since"] >= known["customer"].map(first)).mean() > 0.95
    assert (found.orders["refund"] <= found.orders["net_amount"]).all()
    assert found.orders.loc[found.orders["customer"] != "", "customer"].str.fullmatch("[0-9a-f]{32}").all()
