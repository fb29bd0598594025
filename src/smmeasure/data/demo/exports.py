"""The demo brand's data as its platforms would export them."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from smmeasure.data.demo.ad_report import AdRow, ad_report
from smmeasure.data.demo.claims import ATTRIBUTION, ad_values, public_answers
from smmeasure.data.demo.customers import DemoCustomers, simulate_customers
from smmeasure.data.demo.mentions import mentions
from smmeasure.data.demo.networks import NetworkData, networks
from smmeasure.data.demo.simulator import SEED, DemoData, simulate
from smmeasure.data.demo.story import PERIOD


def write_demo(folder: Path, seed: int = SEED) -> None:
    """Write the demo brand's exports; the same seed gives the same bytes.

    Parameters
    ----------
    folder : Path
        Where to write; it is made if it isn't there.
    seed : int
        Noise of the data; the default is the one that is shipped.
    """
    data = simulate(seed)
    customers = simulate_customers(data, seed)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "instagram_page.csv").write_bytes(codecs.BOM_UTF16_LE + _crlf(_page(data)).encode("utf-16-le"))
    (folder / "web_sessions.csv").write_bytes(_crlf(_web(data)).encode())
    (folder / "orders.csv").write_bytes(_crlf(_orders(data)).encode("utf-8-sig"))
    (folder / "ads.csv").write_bytes(_crlf(_ads(data)).encode("utf-8-sig"))
    (folder / "ad_report.csv").write_bytes(_crlf(_ad_report(ad_report(data, seed))).encode("utf-8-sig"))
    (folder / "mentions.csv").write_bytes(_crlf(_mentions(mentions(seed))).encode())
    (folder / "ad_values.csv").write_bytes(_crlf(_ad_values(ad_values(data, seed))).encode("utf-8-sig"))
    (folder / "public_answers.csv").write_bytes(_crlf(_answers(public_answers(seed))).encode())
    (folder / "support_contacts.csv").write_bytes(_crlf(_support(data)).encode())
    (folder / "customer_orders.csv").write_bytes(_crlf(_customer_orders(customers)).encode())
    (folder / "community.csv").write_bytes(_crlf(_community(customers)).encode("utf-8-sig"))
    _write_networks(folder, networks(data, seed))


def _write_networks(folder: Path, data: NetworkData) -> None:
    (folder / "facebook_page.csv").write_bytes(codecs.BOM_UTF16_LE + _crlf(_facebook(data)).encode("utf-16-le"))
    (folder / "visits_by_network.csv").write_bytes(_crlf(_visits(data)).encode())
    (folder / "creators.csv").write_bytes(_crlf(_creators(data)).encode())
    (folder / "instagram_engagement.csv").write_bytes(_crlf(_engagement(data)).encode())


def _crlf(lines: Iterable[str]) -> str:
    return "".join(f"{line}\r\n" for line in lines)


def _page(data: DemoData) -> Iterator[str]:
    """Write the page's metrics as Meta does: a separator line, a title, every field quoted."""
    yield "sep=,"
    yield '"Instagram page"'
    yield '"Date","Views","Reach","Interactions","Profile visits","Follows","Link clicks"'
    for day, *values in data.page.itertuples():
        yield ",".join(f'"{field}"' for field in (f"{day:%Y-%m-%d}T00:00:00", *values))


def _web(data: DemoData) -> Iterator[str]:
    """Write the site's visits as GA4 does: a preamble of comment lines and days without signs."""
    yield "# ----------------------------------------"
    yield "# Maison Alba daily"
    yield "# Account: Maison Alba"
    yield "# Property: maison-alba.example"
    yield "# ----------------------------------------"
    yield "# "
    yield "# All Users"
    yield f"# Start date: {PERIOD.start:%Y%m%d}"
    yield f"# End date: {PERIOD.end:%Y%m%d}"
    yield "Date,Sessions,Social sessions,Baskets,Red dress baskets,Brand searches"
    yield from _plain(data.web, "%Y%m%d")


def _orders(data: DemoData) -> Iterator[str]:
    """Write the shop's sales as a French spreadsheet does: semicolons and decimal commas."""
    yield "Day;Product;Pieces;Orders;Net sales"
    for day, product, pieces, orders, net_sales in data.shop.itertuples():
        yield f"{day:%d/%m/%Y};{product};{pieces};{orders};{net_sales:.2f}".replace(".", ",")


def _ads(data: DemoData) -> Iterator[str]:
    """Write the ad account as Ads Manager does: one row per campaign and day with delivery."""
    yield "Reporting starts,Reporting ends,Campaign name,Day,Amount spent (EUR),Impressions,Link clicks"
    first, last = data.ads.index.min(), data.ads.index.max()
    for day, name, spend, impressions, clicks in data.ads.itertuples():
        yield f"{first:%Y-%m-%d},{last:%Y-%m-%d},{name},{day:%Y-%m-%d},{spend:.2f},{impressions},{clicks}"


def _ad_report(rows: Iterable[AdRow]) -> Iterator[str]:
    """Write the ads as Ads Manager does with breakdowns: one row per ad and month."""
    yield (
        "Reporting starts,Reporting ends,Campaign name,Ad name,Platform,Format,Audience,Amount spent (EUR),Impressions"
    )
    for one in rows:
        what = f"{one.campaign},{one.ad},{one.platform},{one.format},{one.audience}"
        yield f"{one.first:%Y-%m-%d},{one.last:%Y-%m-%d},{what},{one.spend:.2f},{one.impressions}"


def _ad_values(data: pd.DataFrame) -> Iterator[str]:
    """Write what the ad account claims as Ads Manager does, with the setting by which it attributes sales."""
    yield (
        "Reporting starts,Reporting ends,Campaign name,Day,Attribution setting,Amount spent (EUR),Impressions,"
        "Purchases conversion value"
    )
    first, last = data.index.min(), data.index.max()
    for day, name, spend, impressions, value in data.itertuples():
        what = f"{name},{day:%Y-%m-%d},{ATTRIBUTION},{spend:.2f},{impressions},{value:.2f}"
        yield f"{first:%Y-%m-%d},{last:%Y-%m-%d},{what}"


def _answers(data: pd.DataFrame) -> Iterator[str]:
    """Write public answers and their readers as the shared inbox counts them."""
    yield "Day,Answers,Reads"
    yield from _plain(data, "%Y-%m-%d")


def _mentions(data: pd.DataFrame) -> Iterator[str]:
    """Write what others say as a listening tool does."""
    yield "Day,Mentions,Negative mentions,Views"
    yield from _plain(data, "%Y-%m-%d")


def _support(data: DemoData) -> Iterator[str]:
    yield "Day,Phone,Mail"
    yield from _plain(data.support, "%Y-%m-%d")


def _facebook(data: NetworkData) -> Iterator[str]:
    """Write the second page as Meta does, like the first."""
    yield "sep=,"
    yield '"Facebook page"'
    yield '"Date","Views","Interactions","Link clicks"'
    for day, *values in data.facebook.itertuples():
        yield ",".join(f'"{field}"' for field in (f"{day:%Y-%m-%d}T00:00:00", *values))


def _visits(data: NetworkData) -> Iterator[str]:
    yield "Day,Instagram,Facebook,Creators,Other"
    yield from _plain(data.visits, "%Y-%m-%d")


def _creators(data: NetworkData) -> Iterator[str]:
    """Write what the agency reports of the creators' links and codes."""
    yield "Day,Sessions,Orders with code"
    yield from _plain(data.creators, "%Y-%m-%d")


def _engagement(data: NetworkData) -> Iterator[str]:
    """Write the page's posts and reactions as a scheduling tool does."""
    yield "Day,Posts,Followers,Likes,Comments,Shares,Saves"
    yield from _plain(data.engagement, "%Y-%m-%d")


def _customer_orders(customers: DemoCustomers) -> Iterator[str]:
    """Write orders in our own columns, as a shop's data team would hand them over: customers as keyed hashes."""
    yield "order_id,customer,ordered_at,net_amount (EUR),refund (EUR)"
    for order, customer, day, amount, refund in customers.orders.itertuples(index=False):
        yield f"{order},{customer},{day:%Y-%m-%d},{amount:.2f},{f'{refund:.2f}' if refund else ''}"


def _community(customers: DemoCustomers) -> Iterator[str]:
    """Write the members as the community's tool lists them for a French brand."""
    yield "Cliente;Inscription"
    for customer, since in customers.members.itertuples(index=False):
        yield f"{customer};{since:%d/%m/%Y}"


def _plain(frame: pd.DataFrame, date_format: str) -> Iterator[str]:
    for day, *values in frame.itertuples():
        yield ",".join([day.strftime(date_format), *map(str, values)])
