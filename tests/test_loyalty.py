"""Loyalty from files: an export of a shop and a list of addresses, to a page in which nobody can be found."""

from __future__ import annotations

import json
import re
from pathlib import Path

import smmeasure as smm

KEY = b"sixteen bytes or more"
HEADER = (
    "Name,Email,Financial Status,Created at,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Id"
)
LINE = ",Lineitem quantity,Lineitem name,Lineitem price,Cancelled at,Refunded Amount"


def shop(folder: Path) -> None:
    """Write the orders of 60 twins, one of each a member, and the list of the members."""
    bought = [(f"p{pair}w{twin}@example.org", "2025-06-01", 20) for pair in range(60) for twin in (0, 1)]
    bought += [(f"p{pair}w0@example.org", "2025-12-01", 40) for pair in range(30)]
    bought += [(f"p{pair}w1@example.org", "2025-12-01", 40) for pair in range(15)]
    bought += [("z@example.org", "2026-01-31", 1)]
    rows = [
        f"#{1000 + row},{mail},paid,{day} 10:00:00 +0100,EUR,{money}.00,0.00,0.00,{money}.00,,0.00,{row}00"
        f",1,Robe,{money}.00,,0.00"
        for row, (mail, day, money) in enumerate(bought)
    ]
    (folder / "orders.csv").write_text("\n".join([HEADER + LINE, *rows, ""]), encoding="utf-8")
    listed = [f"P{pair}W0@Example.org;01/07/2025" for pair in range(60)]
    (folder / "members.csv").write_text("\n".join(["Adresse;Depuis", *listed, ""]), encoding="utf-8")


def test_files_become_a_page_without_persons(tmp_path: Path) -> None:
    """Half the members and a quarter of the others buy again; page and record hold no address and no hash."""
    shop(tmp_path)
    orders = smm.read_export(tmp_path / "orders.csv", key=KEY).table("order").frame
    path = tmp_path / "members.csv"
    members = smm.read_members(path, key=KEY, customer="Adresse", since="Depuis", date_format="%d/%m/%Y")
    found = smm.estimate_loyalty(orders, members)
    repeat = found.outcome("repeat_rate")
    assert (found.compared, repeat.members, repeat.others) == (60, 0.5, 0.25)
    text = smm.show.loyalty(found, "fr").markup + json.dumps(found.to_dict(), allow_nan=False) + repr(found)
    assert not re.search(r"[0-9a-f]{32}|example|@", text)
