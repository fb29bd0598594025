"""A check of briefs also looks at their data, without measuring anything."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from smmeasure.run.briefs import Overrides
from smmeasure.run.check import check_briefs

Write = Callable[..., Path]


def test_a_check_tells_what_stands_out_in_the_data(workspace: Path, write_brief: Write) -> None:
    """A last day that was exported in the morning is told before the campaign is run."""
    file = workspace / "data" / "page.csv"
    rows = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*rows[:-4], rows[-4].split(",")[0] + ",4\n"]), encoding="utf-8")
    lines: list[str] = []

    good = check_briefs([write_brief(workspace, "a")], Overrides(), lines.append)

    assert good
    (line,) = [line for line in lines if "SMM35" in line]
    assert line.partition(". ")[2] == (
        "SMM35 warning, indicators.sessions: “Sessions”: The last day, 7 February 2026, holds 4 where about 102 are "
        "usual. It looks as if it had been exported before it was over: it is left out. Export it again."
    )


CARD = {"low": 0.004, "central": 0.006, "high": 0.009, "source": "an agency", "date": "2024-12-01"}
OWN = {"file": "own.csv", "spend": "Paid", "units": "Seen", "ad": "Ad", "day": "Day", "features": ["month"]}


def lines_of(brief: Path) -> tuple[bool, list[str]]:
    """Check a brief: whether it can be run, and what is said of the prices of its exposure."""
    lines: list[str] = []
    good = check_briefs([brief], Overrides(), lines.append)
    told = [line for line in lines if "rate_card" in line or "ad_prices" in line]
    return good, [re.sub(r"^ +([0-9]+[.] )?", "", line) for line in told]


def priced(workspace: Path, write_brief: Write, **prices: object) -> Path:
    """Write a brief whose visits have a price, and 60 ads of two months of 2024 that it may be learnt from."""
    rows = [f"ad {number},2024-0{1 + number % 2}-15,{5 + number % 7},{1000 + number}" for number in range(60)]
    header = "Ad,Day,Paid (USD),Seen" if "usd" in prices else "Ad,Day,Paid,Seen"
    (workspace / "data" / "own.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    visits = {"measures": "sessions", "source": {"file": "page.csv", "date": "date", "value": "sessions"}}
    prices.pop("usd", None)
    return write_brief(workspace, "a", indicators={"sessions": {**visits, **prices}})


def test_a_check_tells_of_prices_out_of_date(workspace: Path, write_brief: Write) -> None:
    """A rate card and ads of more than a year ago are warnings, and a month in which nothing was bought an error."""
    good, (card,) = lines_of(priced(workspace, write_brief, rate_card=CARD))

    assert good
    assert card == (
        "SMM71 warning, indicators.sessions.rate_card: The rate card of an agency is 436 days old: prices of ads "
        "follow the seasons and the market, and a card older than 365 days is out of date. Ask for the prices of "
        "the campaign’s time, or learn them from your own ads with ad_prices."
    )

    asked = {**OWN, "like": {"month": "2026-02"}}
    good, (empty, old, other) = lines_of(priced(workspace, write_brief, ad_prices=asked))

    assert not good
    assert empty == (
        "SMM72 error, indicators.sessions.ad_prices: No price of “2026-02”: the brand never bought it. Bought were, by "
        "“month”: 2024-01, 2024-02. Give a dated rate card with prices above 0, or a longer export of ads."
    )
    assert old.startswith(
        "SMM71 warning, indicators.sessions.ad_prices: The latest ad of own.csv is of 15 February 2024, 717 days before"
    )
    assert "No ad was bought in 1 of the campaign’s 1 months" in other


def test_a_check_tells_of_prices_in_another_currency(workspace: Path, write_brief: Write) -> None:
    """Amounts in dollars are refused in a brief in euros: nothing is converted without a rate."""
    brief = priced(workspace, write_brief, usd=True, ad_prices={**OWN, "spend": "Paid (USD)"})

    good, (fault,) = lines_of(brief)

    assert not good
    assert fault == (
        "indicators.sessions.ad_prices.file: found amounts in USD in own.csv; expected EUR, the currency of the brief. "
        "Convert the amounts at a stated rate: two currencies are never added."
    )


def test_a_check_reads_customers(workspace: Path, write_brief: Write) -> None:
    """A customer in both groups is told by the lines of both lists; once the lists part, nothing is objected to."""
    data, who = workspace / "data", ["ab" * 16, "cd" * 16]
    rows = [f"{number},{who[number % 2]},2026-01-{1 + number % 28:02},20" for number in range(60)]
    (data / "shop.csv").write_text("\n".join(["order_id,customer,ordered_at,net_amount", *rows, ""]), encoding="utf-8")
    for name in ("in", "out"):
        (data / f"{name}.csv").write_text(f"Key,Since\n{who[0]},2026-01-15\n", encoding="utf-8")
    lists = {key: {"file": f"{name}.csv", "customer": "Key", "since": "Since"} for key, name in _LISTS}
    brief = write_brief(workspace, "a", loyalty={"orders": {"file": "shop.csv", "currency": "EUR"}, **lists})
    lines: list[str] = []

    assert not check_briefs([brief], Overrides(), lines.append)
    assert lines[1].strip() == (
        "out.csv:2 [Key]: found customers who are members too: 1, this one by in.csv:2 [Key]; expected each customer "
        "in one group. Find out which of the two lists is right; nobody can be compared with himself."
    )
    (data / "out.csv").write_text(f"Key,Since\n{who[1]},2026-01-15\n", encoding="utf-8")
    assert check_briefs([brief], Overrides(), lines.append)


_LISTS = (("members", "in"), ("others", "out"))
