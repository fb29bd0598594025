"""The funnel as a reader meets it: what leaks, on which side of the border, on which platform, whom to ask."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pandas as pd
import pytest

from small import brief, data_of, indicator
from smmeasure import show
from smmeasure.core.evaluate import evaluate
from smmeasure.core.evaluation import Evaluation

USUAL = {"clicks": 500.0, "sessions": 400.0, "orders": 40.0, "sales": 2400.0}
"""Values of every quiet day."""

KEYS = {
    "clicks": indicator("link_clicks"),
    "sessions": indicator("social_sessions"),
    "orders": indicator("orders"),
    "sales": indicator("revenue", margin=0.5),
}
FUNNELS = {"campaign": ["clicks", "sessions", "orders", "sales"], "instagram": ["clicks", "sessions", "orders"]}
PAIR = [
    {
        "name": "Contest",
        "platform": "instagram",
        "medium": "owned",
        "costs": [{"category": "media", "amount": 100}],
        "conversion": {"of": "sessions", "to": "orders"},
    }
]


def evaluated(funnel: object, **window: float) -> Evaluation:
    """Evaluate a campaign of seven days with constant series, some changed in the window."""
    campaign = brief(indicators=KEYS, funnel=funnel, actions=PAIR, as_of="2026-03-20", objectives=None, roi=None)
    series = {}
    for key, value in USUAL.items():
        series[key] = pd.Series(value, pd.date_range("2025-12-01", "2026-03-20"))
        series[key].loc["2026-03-02":"2026-03-08"] = window.get(key, value)
    return evaluate(campaign, data_of(campaign, **series))


def said(made: Evaluation, language: str = "en") -> str:
    """Give the words of the section."""
    campaign = made.campaign.model_copy(update={"language": language})
    markup = show.funnel(replace(made, campaign=campaign)).markup
    words = re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", " ", markup, flags=re.DOTALL))
    return re.sub(r"\s+", " ", unescape(words))


@pytest.fixture(scope="module")
def leaking() -> Evaluation:
    """Half of the usual orders: 20 of 400 visits on each of seven days, at 60 EUR each."""
    return evaluated(FUNNELS, orders=20.0, sales=1200.0)


def test_the_section_names_the_leak_its_size_and_whom_to_ask(leaking: Evaluation) -> None:
    """140 orders lost at 60 EUR each are 8,400 EUR, of which half is margin; after a visit the page is asked first."""
    found = said(leaking)

    assert "The step to “Orders” leaks About 140 orders lost" in found
    assert "€4,200 of margin" in found
    assert found.index("Web marketing (page structure)") < found.index("Sales and pricing (price)")
    assert all(asked in found for asked in ("(ergonomics)", "(information)", "(after-sales)"))


def test_the_border_stands_in_figure_and_table(leaking: Evaluation) -> None:
    """The first step behind the click says from where on others answer, for the campaign and for each platform."""
    assert said(leaking).count("from here on: site, offer, price, service") == 2
    assert said(leaking, "fr").count("à partir d’ici : site, offre, prix, service") == 2


def test_platforms_have_their_own_funnel(leaking: Evaluation) -> None:
    """A platform is named as its owner writes it, and its leak stands in one line."""
    found = said(leaking)

    assert "Instagram: the step to “Orders” leaks. About 140 orders lost" in found
    assert "Instagram · The step to “Orders” leaks" in found
    assert "Instagram · L’étape vers « Commandes » fuit" in said(leaking, "fr")


def test_the_rate_of_an_action_is_marked_where_it_is_low(leaking: Evaluation) -> None:
    """140 orders of 2,800 visits are 5 %, half of what is usual."""
    assert re.search(
        r"“Orders” 5.0% between [\d.]+% and [\d.]+% · below the usual 10% .* 2,800 sessions 140 orders", said(leaking)
    )


def test_less_money_per_order_leaks() -> None:
    """40 EUR instead of 60 for each of 280 orders are 5,600 EUR, of which half is margin."""
    found = said(evaluated(FUNNELS, sales=1600.0))

    assert "The step to “Net sales” leaks About €5,600 lost" in found
    assert "€2,800 of margin" in found


def test_funnels_of_platforms_only_are_no_missing_funnel() -> None:
    """A brief with funnels of platforms only says where the whole campaign's would go."""
    found = said(evaluated({"mail": ["clicks", "sessions"]}))

    assert found.startswith(" Funnels of platforms The brief has funnels of platforms only;")


def test_what_has_no_rate_is_no_absence_of_leaks() -> None:
    """Where nobody came, no leak can be seen; nothing is written as nan or inf."""
    found = said(evaluated(FUNNELS, sessions=0.0, orders=0.0, sales=0.0))

    assert "No leak is seen, but not every step has a rate" in found
    assert re.findall(r"\b(?:nan|inf|None)\b", found) == []
