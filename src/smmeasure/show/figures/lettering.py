"""How much room a text takes, and how it is broken or cut to fit.

Widths are those of DejaVu Sans, which is wider than the fonts of most screens: what fits here fits
there.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

FONT = "DejaVu Sans"
_BREAKS = re.compile(r"[ \t\r\n]+")
"""Where a line may break: never at a no-break space."""


@contextmanager
def any_script() -> Iterator[None]:
    """Let a text hold characters that the measuring font lacks: the reader's screen has them."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        yield


def clean(text: str) -> str:
    """Drop control characters, which no SVG may hold, and make every break a space."""
    flat = _BREAKS.sub(" ", text)
    return "".join(sign for sign in flat if unicodedata.category(sign) not in {"Cc", "Cs", "Cn"})


@lru_cache(maxsize=4096)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text.

    Parameters
    ----------
    text : str
        One line.
    size : float
        Font size, px.
    bold : bool
        Whether it is set in bold.

    Returns
    -------
    float
        Width, px.
    """
    font = FontProperties(family=FONT, size=size, weight="bold" if bold else "normal")
    with any_script():
        return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0])


def fitted(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Cut a text with an ellipsis where it is wider than the room (px)."""
    text = clean(text)
    if width(text, size, bold=bold) <= room:
        return text
    while text and width(text + "…", size, bold=bold) > room:
        text = text[:-1].rstrip()
    return text + "…"


def wrapped(text: str, room: float, size: float, *, bold: bool = False, lines: int = 2) -> list[str]:
    """Break a text into at most so many lines of the given width (px); the last one may be cut."""
    rows: list[str] = []
    for word in clean(text).split(" "):
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and (width(longer, size, bold=bold) <= room or len(rows) == lines):
            rows[-1] = longer
        else:
            rows.append(word)
    return [fitted(row, room, size, bold=bold) for row in rows]
