"""Pieces of a page: HTML from the package's own templates, every value escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Html:
    """A piece of a page that JupyterLab and the published report show alike.

    Attributes
    ----------
    markup : str
        HTML whose values are escaped already.
    alt : str
        What the piece says to who can't see it; empty where the text itself does.
    """

    markup: str
    alt: str = ""

    def _repr_mimebundle_(self, **_: object) -> tuple[Mapping[str, str], Mapping[str, Mapping[str, str]]]:
        """Show as HTML; the alternative text goes with the output's metadata."""
        metadata = {"text/html": {"alt": self.alt}} if self.alt else {}
        return {"text/html": self.markup, "text/plain": self.alt or "smmeasure"}, metadata


@dataclass(frozen=True, slots=True)
class Record:
    """An evaluation's record, carried by the notebook for the batch to write.

    Attributes
    ----------
    values : mapping
        Plain values (see `core.export`).
    """

    values: Mapping[str, object]

    def _repr_mimebundle_(self, **_: object) -> Mapping[str, object]:
        """Travel as JSON under a type of its own; a person sees one line."""
        return {RECORD_TYPE: self.values, "text/plain": f"record of {self.values.get('campaign')}"}


RECORD_TYPE = "application/vnd.smmeasure.record+json"
"""Type of the notebook output that holds the record."""


def bold(text: str) -> Markup:
    """Escape a sentence, then set what stands between ``**`` in bold."""
    return Markup(_BOLD.sub(r"<b>\1</b>", str(escape(text))))  # noqa: S704 - escaped just before


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("smmeasure", "templates/html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["bold"] = bold
    return environment


def render(template: str, *, alt: str = "", **values: object) -> Html:
    """Fill one of the package's templates.

    Parameters
    ----------
    template : str
        File name in ``templates/html``.
    alt : str
        Alternative text of a piece that is a picture.
    **values : object
        Names of the template; texts are escaped.
    """
    return Html(_environment().get_template(template).render(**values).strip() + "\n", alt)


def stylesheet() -> str:
    """Give the text of the page's stylesheet."""
    return (files("smmeasure") / "templates" / "style.css").read_text(encoding="utf-8")


def page_style() -> Html:
    """Give the stylesheet as a piece of a notebook, so that JupyterLab shows what the report shows."""
    return Html(f"<style>{stylesheet()}</style>")
