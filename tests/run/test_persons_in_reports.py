"""Persons are planted into the files of a campaign, and looked for in all that its run leaves behind."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest
import yaml

from smmeasure.data.privacy import person_hash
from support import make_workspace, smmeasure

NAME, STREET, EMAIL, HANDLE, PHONE = (
    *("Zelda Quibble", "12 Fennimore Lane", "zmail@example.org", "@zhandle", "+33 6 98 76 54 32"),
)
PIECES = ("quibble", "fennimore", "zmail", "zhandle", "98 76 54 32")
HEADER = (
    *("Name", "Email", "Financial Status", "Currency", "Subtotal", "Total", "Created at", "Lineitem quantity"),
    *("Lineitem name", "Lineitem price", "Billing Name", "Billing Street", "Shipping Phone", "Notes", "Source"),
)
START = date(2026, 1, 1)


def orders(*, shifted: bool) -> str:
    """Write two orders a day for ten weeks; in a shifted row the customer's name stands where the amount should."""
    rows = [_order(number, f"{40 + number % 7}.50") for number in range(140)]
    if shifted:
        rows[3][4] = NAME
        rows[5][4] = f"{EMAIL} {PHONE}"
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADER, *rows])
    return text.getvalue()


def _order(number: int, amount: str) -> list[str]:
    ordered = f"{START + timedelta(days=number // 2)} 10:00:00 +0100"
    line = ["1", f"Dress for {HANDLE} {EMAIL}", amount]
    person = [NAME, STREET, PHONE, f"{NAME} {PHONE}"]
    return [f"#{number}", EMAIL, "paid", "EUR", amount, amount, ordered, *line, *person, "web"]


KEY = "ab" * 32


def brief(name: str) -> str:
    """Write a brief that measures the revenue of the orders of one file, and follows its customers and members."""
    source = {"file": f"{name}.csv", "date": "Created at", "value": "Subtotal", "rows": "events"}
    return yaml.safe_dump(
        {
            "campaign": name,
            "title": "Dresses",
            "brand": "A brand",
            "language": "en",
            "currency": "EUR",
            "goal": "Sell more dresses.",
            "window": {"start": "2026-03-01", "end": "2026-03-07"},
            "data": "data",
            "indicators": {"sales": {"measures": "revenue", "source": source}},
            "loyalty": {
                "orders": {"file": f"{name}.csv"},
                "members": {"file": "members.csv", "customer": "Email", "since": "Joined"},
                "days": 14,
                "new_after": 28,
            },
        },
        sort_keys=False,
    )


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Run a campaign that can be measured and one whose data have faults; give what they leave and say, by name."""
    folder = make_workspace(tmp_path_factory.mktemp("shop"))
    for old in (folder / "params").glob("*.yaml"):
        old.unlink()
    (folder / "privacy.key").write_text(KEY, encoding="ascii")
    (folder / "data" / "members.csv").write_text(f"Email,Joined\n{EMAIL},2026-02-01\n", encoding="utf-8")
    for name, shifted in (("orders", False), ("shifted", True)):
        (folder / "data" / f"{name}.csv").write_text(orders(shifted=shifted), encoding="utf-8")
        (folder / "params" / f"{name}.yaml").write_text(brief(name), encoding="utf-8")
    done = smmeasure("run", "params", "--jobs", "1", cwd=folder)
    files = [path for path in (folder / "reports").rglob("*") if path.is_file()]
    texts = {path.relative_to(folder / "reports").as_posix(): path.read_text(encoding="utf-8") for path in files}
    return texts | {"what was said": done.stdout + done.stderr}


def test_both_campaigns_left_what_is_searched(left: dict[str, str]) -> None:
    """The first was measured, the second refused for its cells, of which only the form is told."""
    assert {"orders/report.html", "orders/result.json", "orders/run.ipynb", "shifted/report.html"} <= set(left)
    assert '"state": "published"' in left["orders/result.json"]
    assert "“xxxxx xxxxxxx” (5), “‹e-mail› ‹phone›” (7)" in left["shifted/result.json"]
    assert left["what was said"]


def test_nothing_that_a_run_leaves_tells_a_person(left: dict[str, str]) -> None:
    """Pages, records, notebooks and what the command says hold no name, address, e-mail, handle or phone number."""
    assert {name: piece for name, text in left.items() for piece in PIECES if piece in text.casefold()} == {}


def test_the_record_follows_customers_and_holds_no_key(left: dict[str, str]) -> None:
    """The one customer bought before and is the one member: nobody is won, and no hash of the person is left."""
    customers = json.loads(left["orders/result.json"])["customers"]
    assert customers["loyalty"]["listed"] == 1
    assert (customers["cohorts"]["customers"], customers["cohorts"]["figures"][0]["metric"]) == (0, "customers")
    hashed = person_hash(EMAIL, bytes.fromhex(KEY))
    assert [name for name, text in left.items() if str(hashed) in text] == []
