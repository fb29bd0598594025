"""How it is shown: words in French and English, tables, figures, sections of a page.

Every function takes a result and gives an object that a notebook displays; nothing shows, saves or
changes anything by itself.
"""

from smmeasure.show.page import Html, Record, page_style
from smmeasure.show.portfolio import portfolio
from smmeasure.show.rooms import after, earned_media, rates, scoreboard, worth
from smmeasure.show.sections import brief, data, effects, funnel, method, next_steps, returns, summary
from smmeasure.show.sections.loyalty import loyalty

__all__ = [
    "Html",
    "Record",
    "after",
    "brief",
    "data",
    "earned_media",
    "effects",
    "funnel",
    "loyalty",
    "method",
    "next_steps",
    "page_style",
    "portfolio",
    "rates",
    "returns",
    "scoreboard",
    "summary",
    "worth",
]
