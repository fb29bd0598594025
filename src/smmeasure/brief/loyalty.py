"""What a brief says of customers: the orders with their keys, who is a member, who was drawn, who brings whom."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from smmeasure.brief.fields import Ratio, Text, known_currency
from smmeasure.brief.part import Part

SHORTEST, LONGEST = 14, 1100
"""Days after joining that may be followed."""

SHORTEST_PAST, LONGEST_PAST = 28, 3660
"""Days of orders before a day that may count."""

_KEYS = "E-mail addresses are hashed with the workspace's key as they are read"


class Orders(Part):
    """Orders with a key of the customer, a row per order or per line of it."""

    file: Text = Field(
        description="Orders in the data folder: an export of a shop as it was downloaded (Shopify, WooCommerce), or "
        "any file with the columns order_id, customer, ordered_at and net_amount; several files by a pattern. "
        f"{_KEYS}; keyed hashes of 32 hexadecimal digits stay as they are."
    )
    margin: Ratio | None = Field(
        None, description="Share of the net amount that is margin, from 0 to 1; customers are then worth margin."
    )
    currency: Annotated[str, AfterValidator(known_currency)] | None = Field(
        None, description="Currency of the amounts where the file names none."
    )
    date_format: Text | None = Field(None, description="How days are written if not YYYY-MM-DD, e.g. %d/%m/%Y.")
    decimal: Literal[".", ","] | None = Field(None, description="Decimal sign of the amounts if no number proves it.")
    locale: Text | None = Field(
        None, description="Language of the headers, e.g. fr, where the headers are of two languages."
    )


class CustomerList(Part):
    """A list of customers, each with a day."""

    file: Text = Field(description="List of customers in the data folder.")
    customer: Text = Field(description=f"Column of e-mail addresses or of keyed hashes. {_KEYS}.")
    since: Text = Field(description="Column of the day on which each of them joined, or was drawn.")
    date_format: Text | None = Field(None, description="How days are written if not YYYY-MM-DD, e.g. %d/%m/%Y.")
    where: dict[str, str] = Field(default={}, description="Keep only rows whose column has this text.")


class Referrals(Part):
    """Codes by which customers bring others."""

    file: Text = Field(description="List of codes in the data folder.")
    code: Text = Field(description="Column of the code, as the orders hold it.")
    customer: Text = Field(description=f"Column of the owner's e-mail address or keyed hash. {_KEYS}.")


class Loyalty(Part):
    """What became of customers: those whom the campaign won, and members of a community against others."""

    orders: Orders = Field(description="Orders with a key of the customer.")
    members: CustomerList | None = Field(
        None, description="Members of the community, with the day on which each of them joined."
    )
    others: CustomerList | None = Field(
        None,
        description="Customers to compare members with; all others who ordered if left out. Where randomised, those "
        "whom chance left out, with the day of the draw.",
    )
    randomised: bool = Field(
        default=False, description="True only where chance drew who was invited: the difference is then an effect."
    )
    matching: Literal["exact", "propensity"] | None = Field(
        None,
        description="How members find customers like them: exact, by classes of orders, spend and days since the last "
        "order (if left out), or propensity, by how likely each of them was to join.",
    )
    before: Annotated[int, Field(strict=True, ge=SHORTEST_PAST, le=LONGEST_PAST)] | None = Field(
        None, description="Days of orders before joining that make customers alike; all orders if left out."
    )
    days: Annotated[int, Field(strict=True, ge=SHORTEST, le=LONGEST)] = Field(
        180, description="Days after joining over which members and others are compared."
    )
    new_after: Annotated[int, Field(strict=True, ge=SHORTEST_PAST, le=LONGEST_PAST)] = Field(
        180, description="Days without an order after which a customer counts as won."
    )
    referrals: Referrals | None = Field(None, description="Codes by which customers bring others.")

    def files(self) -> tuple[str, ...]:
        """Give the files in the order of the keys, each once."""
        parts = (self.orders, self.members, self.others, self.referrals)
        return tuple(dict.fromkeys(part.file for part in parts if part is not None))
