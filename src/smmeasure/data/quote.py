"""How a user's own text is quoted in a sentence: short, on one line, with its nearest neighbour."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache

from smmeasure.data.privacy import masked

LONGEST = 60
"""Characters of a user's value that a message repeats at most."""

_MOST = 12
_REMOVED = dict.fromkeys(map(ord, "\u00ad\ufeff\u200b"))
_APOSTROPHES = str.maketrans("’‘´`", "''''")


def clip(value: object) -> str:
    """Quote a value on one line of at most `LONGEST` characters, without control characters.

    What leads to a person (an e-mail address, a handle, a phone number) is masked: sentences are for anybody.
    """
    return _clipped(str(value)[:1000])


@lru_cache(maxsize=4096)
def _clipped(raw: str) -> str:
    text = "".join(" " if unicodedata.category(sign).startswith("C") else sign for sign in raw)
    text = masked(" ".join(text.split()))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def listed(values: Iterable[object], most: int = _MOST) -> str:
    """Quote values after one another, the first `most` of them."""
    quoted = [clip(value) for value in values]
    return ", ".join(quoted[:most] + ["…"] * (len(quoted) > most))


def normal(text: object) -> str:
    """Bring names that differ in case, spaces or apostrophes only to one form."""
    plain = unicodedata.normalize("NFC", str(text)).translate(_REMOVED).translate(_APOSTROPHES)
    return re.sub(r"\s+", " ", plain).strip().casefold()


def nearest(name: str, names: Sequence[str]) -> str | None:
    """Find the name that was probably meant, or None."""
    by_form = {normal(other): other for other in names}
    close = get_close_matches(normal(name), by_form, n=1, cutoff=0.6)
    return clip(by_form[close[0]]) if close else None
