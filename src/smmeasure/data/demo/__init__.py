"""Maison Alba, a brand that doesn't exist: two years of daily data with known effects.

The brand sells clothes in France. Its page, site, shop, ads and support desk are simulated for
2024-09-02 to 2026-08-30: weekly and yearly rhythm, growth, French public holidays, sales, campaigns
that nobody measured, and noise that remembers yesterday. The seed changes the noise and nothing
else, so the effects below are exact for every seed: they are what each campaign added to the days
of its window (or took away), compared with the same world without it. What is not listed, a
campaign did not touch.

================== ================== ==========
campaign           series             total
================== ================== ==========
robes-rouges       views              640000
robes-rouges       reach              370000
robes-rouges       interactions       11000
robes-rouges       profile_visits     2600
robes-rouges       follows            240
robes-rouges       link_clicks        10400
robes-rouges       social_sessions    9500
robes-rouges       sessions           9500
robes-rouges       red_baskets        1480
robes-rouges       baskets            1480
robes-rouges       red_orders         268
robes-rouges       red_pieces         300
guide-des-tailles  views              60000
guide-des-tailles  reach              38000
guide-des-tailles  interactions       2400
guide-des-tailles  link_clicks        1900
guide-des-tailles  social_sessions    1660
guide-des-tailles  sessions           1660
brand-film         views              900000
brand-film         reach              520000
brand-film         profile_visits     2100
brand-film         follows            460
brand-film         brand_searches     800
reponses-publiques interactions       2500
reponses-publiques phone              -440
================== ================== ==========

The story behind the numbers: the red dresses' campaign brings many more visits and as many more
baskets, but the delivery cost shown at the payment step keeps part of the baskets from becoming
orders. The size guide brings a quarter more visits from social media and sells nothing. The film is
seen, remembered and followed, and nobody talks about it: interactions don't move. Public answers
take 18 % of the calls off the support desk; mails don't change. After their window the answers stay
readable, and the calls that they save fade out: 160 fewer from 2026-07-27 to 2026-08-30.
``autumn-capsule`` has not begun. The sales weeks move the site, the shop and the page's views and
clicks, and leave interactions and the support desk alone. What the networks and the creators have of
these numbers is parted in `smmeasure.data.demo.networks`, the ad account by ad in `smmeasure.data.demo.ad_report`;
what others say and show of the brand, the film above all, is in `smmeasure.data.demo.mentions`; what its ad account
claims to have sold, and who read its public answers, in `smmeasure.data.demo.claims`.

One order in eight is also known with the key of its customer (`smmeasure.data.demo.customers`). Of the orders that
the red dresses brought, 80 % are of new customers, of all others 30 %. The members of the community joined of their
own choice, between January and October 2025, and buy 60 % more often from then on.
"""

from __future__ import annotations

from smmeasure.data.demo.exports import write_demo
from smmeasure.data.demo.simulator import DemoData, simulate
from smmeasure.data.demo.story import truth

__all__ = ["DemoData", "simulate", "truth", "write_demo"]
