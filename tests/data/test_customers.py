"""Orders and lists of customers from files: hashed at the door, every fault by its line, nobody quoted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from small import brief
from smmeasure.customers import CustomerRows
from smmeasure.data.customers import load_customers
from smmeasure.data.privacy import person_hash
from smmeasure.errors import BriefError, DataError
from smmeasure.run.fingerprint import data_files

KEY = b"sixteen bytes or more"
HEADER = "order_id,customer,ordered_at,net_amount,refund\n"
ORDERS = HEADER + "1,anna@example.com,2026-01-05,20,\n2,,2026-01-06,30,\n3,Bea@Example.com,2026-01-07,50,10\n"
MEMBERS = "Email;Depuis\nANNA@example.com ;01/02/2026\n"
LISTED: dict[str, Any] = {"customer": "Email", "since": "Depuis", "date_format": "%d/%m/%Y"}
OWN: dict[str, Any] = {"file": "orders.csv", "currency": "EUR"}

Load = Callable[..., CustomerRows]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Give what a brief reads off files."""

    def read(texts: dict[str, str] | None = None, key: bytes | None = KEY, **asked: object) -> CustomerRows:
        for file, text in {"orders.csv": ORDERS, "members.csv": MEMBERS, **(texts or {})}.items():
            (tmp_path / file).write_text(text, encoding="utf-8")
        found = load_customers(brief(loyalty={"orders": OWN, **asked}), tmp_path, key)
        assert found is not None
        return found

    return read


def listed(file: str = "members.csv", **changes: object) -> dict[str, object]:
    """Name a list of customers."""
    return {"file": file, **LISTED, **changes}


def refused(load: Load, texts: dict[str, str] | None = None, key: bytes | None = KEY, **asked: object) -> str:
    """Give what is said where files are refused."""
    with pytest.raises(DataError) as told:
        load(texts, key, **asked)
    return str(told.value)


def test_orders_and_members_share_their_hashes(load: Load) -> None:
    """A member is found again in the orders; a guest's order stays unknown, and a margin is a share of what is left."""
    found = load(members=listed(), others=None, orders={**OWN, "margin": 0.5})
    anna, bea = (str(person_hash(f"{who}@example.com", KEY)) for who in ("anna", "bea"))
    orders = found.orders.sort_values("ordered_at")
    assert orders["customer"].fillna("").tolist() == [anna, "", bea]
    assert orders["margin"].tolist() == [10.0, 15.0, 20.0]
    assert found.members is not None
    assert found.members.to_dict() == {anna: pd.Timestamp("2026-02-01")}
    assert (found.files, found.doubts) == (("orders.csv", "members.csv"), ())
    assert {one.file: one.sha256 for one in found.facts} == {
        "orders.csv": hashlib.sha256(ORDERS.encode()).hexdigest(),
        "members.csv": hashlib.sha256(MEMBERS.encode()).hexdigest(),
    }


def test_keyed_hashes_stay_as_they_are(load: Load) -> None:
    """Files that hold hashes already are read without a key, and are the same with one."""
    hashed = {
        "orders.csv": f"{HEADER}1,{'ab' * 16},2026-01-05,20,\n",
        "members.csv": f"Email;Depuis\n{'ab' * 16};01/02/2026\n",
    }
    for key in (None, KEY):
        found = load(hashed, key, members=listed())
        assert found.members is not None
        assert (found.orders["customer"].tolist(), list(found.members.index)) == (["ab" * 16], ["ab" * 16])


def test_a_list_may_be_a_part_of_a_file(load: Load) -> None:
    """Where chance drew the groups one file may hold both, parted by a column."""
    text = "Email;Depuis;Groupe\na@example.com;01/02/2026;test\nb@example.com;01/02/2026;reste\n"
    both = {
        name: listed("draw.csv", where={"Groupe": part}) for name, part in (("members", "test"), ("others", "reste"))
    }
    found = load({"draw.csv": text}, randomised=True, **both)
    assert found.members is not None
    assert found.others is not None
    assert [*found.members.index, *found.others.index] == [person_hash(f"{who}@example.com", KEY) for who in "ab"]
    assert refused(load, {"draw.csv": text}, members=listed("draw.csv", where={"Groupe": "tset"})) == (
        "loyalty.members.where.Groupe: found “tset” in no row of draw.csv; expected a text that the column holds. "
        "Write "
        "the text as it stands in the file."
    )


def test_all_files_tell_their_faults_at_once(load: Load) -> None:
    """Orders in another currency, a list with two days of one person, and codes given twice: a fault each, by line."""
    texts = {
        "orders.csv": ORDERS.replace("net_amount", "net_amount (USD)").replace("refund", "refund (USD)"),
        "members.csv": MEMBERS + "anna@example.com;02/02/2026\n",
        "codes.csv": "Code,Owner\nANNA10,anna@example.com\nanna10,bea@example.com\n,bea@example.com\n",
    }
    codes = {"file": "codes.csv", "code": "Code", "customer": "Owner"}
    assert refused(load, texts, orders={"file": "orders.csv"}, members=listed(), referrals=codes) == (
        "loyalty.orders.file: found amounts in USD in orders.csv; expected EUR, the currency of the brief. Convert the "
        "amounts at a stated rate: two currencies are never added.\n"
        "members.csv:3 [Email]: found persons with several days of joining: 1, this one also in line 2; expected "
        "one day "
        "for each person. Keep the first day on which each of them joined.\n"
        "codes.csv:3 [Code]: found a code that stands in line 2 already; expected each code once, with one owner. "
        "Leave "
        "out codes that several people share: they say nothing of who brings whom.\n"
        "codes.csv:4 [Code]: found a code without an owner who can be told, or an owner without a code; expected a "
        "code "
        "and its owner on every row. Complete the row, or remove it."
    )


def test_a_customer_in_both_groups_is_refused(load: Load) -> None:
    """The lines of both lists are named, and nobody."""
    assert refused(load, {"others.csv": MEMBERS}, members=listed(), others=listed("others.csv")) == (
        "others.csv:2 [Email]: found customers who are members too: 1, this one by members.csv:2 [Email]; expected "
        "each "
        "customer in one group. Find out which of the two lists is right; nobody can be compared with himself."
    )


def test_without_a_key_nobody_is_read_in_clear(load: Load) -> None:
    """E-mail addresses need the workspace's key, in the orders and in the list."""
    key = (
        "Make a key once, as `smmeasure new` does: 64 hexadecimal digits from a random source in a file privacy.key "
        "beside the folder params; keep it secret and keep a copy."
    )
    assert refused(load, key=None, members=listed()) == (
        "loyalty.orders.file: found no customer that can be told from another on any of 3 rows; expected the "
        "customer's "
        f"e-mail address or keyed hash on the rows of known customers. {key}\n"
        "members.csv:2 [Email]: found persons as they are, and no key to hash them with: 1; expected the "
        "workspace's key "
        f"in the file privacy.key, or keyed hashes. {key}"
    )


ABSENT = (
    "expected an amount for every order. Look the amounts up, or leave these orders out and say so; missing is not 0."
)


TWICE = (
    "orders.csv:5 [net_amount]: found an amount of the whole order on a later line of it; expected each order's "
    "amounts on its first line only. Leave the cell empty on the other lines, or give the price of the line as "
    "line_amount."
)
OTHER = (
    "loyalty.orders.file: found no orders in orders.csv; expected an export of orders, or the columns order_id, "
    "customer, ordered_at, net_amount. Export the orders of the shop, or name the columns so in the file."
)
NOBODY = (
    "loyalty.orders.file: found no customer that can be told from another on any of 1 rows; expected the customer's "
    "e-mail address or keyed hash on the rows of known customers. Export the orders with the customers' addresses or "
    "keys."
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            ORDERS.replace("2026-01-07,50,10", "2026-01-07,,"),
            f"loyalty.orders.file: found orders without an amount in orders.csv: 1, the first on 2026-01-07; {ABSENT}",
        ),
        (ORDERS + "3,Bea@Example.com,2026-01-07,50,\n", TWICE),
        ("Day,Pieces\n2026-01-05,3\n", OTHER),
        ("order_id,ordered_at,net_amount\n1,2026-01-05,20\n", NOBODY),
    ],
    ids=["no amount", "twice", "no orders", "no keys"],
)
def test_orders_that_tell_nothing_are_refused(load: Load, text: str, said: str) -> None:
    """Amounts that are missing, orders that stand there twice, files of other things, orders of nobody."""
    assert refused(load, {"orders.csv": text}) == said


def test_an_empty_list_and_members_who_never_order(load: Load) -> None:
    """A list without rows is refused; one of strangers is doubted."""
    assert refused(load, {"members.csv": "Email;Depuis\n"}, members=listed()) == (
        "members.csv: found a header but no rows; expected rows of data. Export the file again for a period that "
        "has data."
    )
    (doubt,) = load({"members.csv": "Email;Depuis\nzoe@example.com;01/02/2026\n"}, members=listed()).doubts
    assert str(doubt) == "None of the 1 members has an order in the file: were both hashed with the same key?"


def test_the_files_are_inputs_of_the_report(tmp_path: Path) -> None:
    """A change of the orders or of a list makes a report out of date."""
    campaign = brief(loyalty={"orders": OWN, "members": listed()})
    assert {path.name for path in data_files(campaign, tmp_path)} >= {"orders.csv", "members.csv"}


def test_a_brief_names_what_belongs_together() -> None:
    """A draw needs both groups and no matching; keys of members need members; the currency is the brief's."""
    with pytest.raises(BriefError) as told:
        brief(loyalty={"orders": {**OWN, "currency": "USD"}, "randomised": True, "matching": "exact"})
    groups = "the customers whom chance took, and those whom it left out, with the day of the draw"
    both = f"found nothing, where chance drew the groups; expected {groups}. Give both lists as members and others, or "
    assert str(told.value) == (
        "brief.yaml: loyalty.orders.currency: found «USD»; expected EUR, the currency of the brief. Convert the "
        "amounts "
        "at a stated rate: two currencies are never added.\n"
        f"brief.yaml: loyalty.members: {both}remove randomised.\n"
        f"brief.yaml: loyalty.others: {both}remove randomised.\n"
        "brief.yaml: loyalty.matching: found a key that means nothing beside randomised; expected groups as chance "
        "drew "
        "them, without matching. Remove it."
    )
    with pytest.raises(BriefError) as told:
        brief(loyalty={"orders": OWN, "before": 90})
    assert str(told.value) == (
        "brief.yaml: loyalty.before: found a key that means nothing without members; expected a list of members. Name "
        "the list of members with the key members, or remove this one."
    )
