"""The few colours of a figure, each with the variable of the stylesheet that may replace it.

A figure is drawn in the light colours; `svg.finished` writes every one of them as
``var(--smm-…, #rrggbb)``, so that the page's dark mode recolours it and a figure outside of a page
still has its own.
"""

from __future__ import annotations

INK = "#1c2430"
MUTED = "#566170"
LINE = "#e3e7ec"
KEPT = "#b4bdc8"
ACCENT = "#0b5cad"
BAND = "#bcd6f0"
ALERT = "#b4341f"
ALERT_SOFT = "#f0cfc8"
SAND = "#f4efe6"
SAND_EDGE = "#96804f"
WASH = "#dfe4ea"
PAPER = "#ffffff"

VARIABLES = {
    INK: "--smm-ink",
    MUTED: "--smm-muted",
    LINE: "--smm-line",
    KEPT: "--smm-kept",
    ACCENT: "--smm-accent",
    BAND: "--smm-band",
    ALERT: "--smm-alert",
    ALERT_SOFT: "--smm-alert-soft",
    SAND: "--smm-sand",
    SAND_EDGE: "--smm-sand-edge",
    WASH: "--smm-bar-soft",
    PAPER: "--smm-paper",
}
"""Variable of ``style.css`` for each colour."""
