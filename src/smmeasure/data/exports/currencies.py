"""The currency that an amount is written with, where its sign means one only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from babel.numbers import get_currency_symbol, list_currencies

from smmeasure.data.rows import Cell

_SIGNED = re.compile(r"[+\-−]?\s*([^\s\d.,+\-−]+)\s*[\d.,+\-−].*|[+\-−]?\d[\d\s.,'’]*?\s*([^\s\d.,%]+)")


def currency_signed(cell: Cell) -> str | None:
    """Give the currency of an amount like ``US$50.00``, ``12,34 €`` or ``GBP 5``.

    A sign that several currencies share, as ``$`` alone, names none.
    """
    parts = _SIGNED.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return _signs().get(parts[1] or parts[2]) if parts else None


@cache
def _signs() -> Mapping[str, str]:
    """Give the currencies by their signs in international English, and by their codes."""
    signs = {code: get_currency_symbol(code, locale="en_001") for code in sorted(list_currencies())}
    often = Counter(signs.values())
    return {sign: code for code, sign in signs.items() if often[sign] == 1} | {code: code for code in signs}
