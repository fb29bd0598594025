"""Walk a page and list numbers that don't say their unit, how they are known, or where they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

from smmeasure.core.estimates import Evidence
from smmeasure.show.labels import EVIDENCE
from smmeasure.show.words import Words

_VOID = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"}
_BARE = re.compile(r"[+−-]?\d[\d\s.,\u202f\u00a0]*")
"""A number without a unit."""

_DAY = re.compile(r"\d{1,2}(er)?\s[^\W\d]+\s\d{4}")
"""A day, in English or French: it says when, not how much."""


class Node:
    """An element of a page.

    Attributes
    ----------
    tag : str
        Its name.
    classes : frozenset of str
        Its classes.
    parts : list of Node or str
        What it holds, in order.
    """

    def __init__(self, tag: str, classes: str = "") -> None:
        self.tag = tag
        self.classes = frozenset(classes.split())
        self.parts: list[Node | str] = []

    @property
    def text(self) -> str:
        """Everything that it says."""
        said = (part if isinstance(part, str) else part.text for part in self.parts)
        return " ".join(filter(None, (one.strip() for one in said)))

    def all(self, *wanted: str) -> Iterator[Node]:
        """Give every element below with one of these names, or classes with a dot before them."""
        for part in self.parts:
            if isinstance(part, Node):
                if part.tag in wanted or any(f".{name}" in wanted for name in part.classes):
                    yield part
                yield from part.all(*wanted)


class _Reader(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("page")]
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        node = Node(tag, dict(attrs).get("class") or "")
        self.open[-1].parts.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if any(node.tag == tag for node in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.open[-1].parts.append(data)


def read_page(markup: str) -> Node:
    """Read markup into a tree."""
    return _Reader(markup).open[0]


def unlabelled(markup: str, language: str) -> list[str]:
    """List what shows numbers without a unit, a kind of evidence or an origin; empty for a page in order.

    Parameters
    ----------
    markup : str
        A section or a whole page.
    language : str
        Its language, ``fr`` or ``en``.
    """
    page = read_page(markup)
    faults = [fault for table in page.all("table") for fault in _table(table, language)]
    for figure in page.all("figure"):
        faults += _known(figure, f"figure «{_title(figure)}»", language)
    for card in page.all(".smm-card"):
        if _has_digit(" ".join(part.text for part in card.all(".smm-value", ".smm-range"))):
            faults += _known(card, f"card «{next(card.all('h3')).text}»", language)
    return faults + [fault for section in _sections(page) for fault in _told(section, language)]


def _title(figure: Node) -> str:
    return next((node.text for node in figure.all("title")), "")


def _has_digit(text: str) -> bool:
    return any(one.isdigit() for one in text)


@cache
def _evidence(language: str) -> frozenset[str]:
    words = Words(language)
    return frozenset(words.say(EVIDENCE[one]) for one in Evidence)


def _known(node: Node, place: str, language: str) -> Iterator[str]:
    """Tell a kind of evidence that is missing or no such kind, and a missing origin."""
    tags = [tag.text.split(",")[0] for tag in node.all(".smm-tag")]
    if not tags or not set(tags) <= _evidence(language):
        yield f"{place}: evidence {tags}"
    if not any(origin.text for origin in node.all(".smm-origin")):
        yield f"{place}: no origin"


def _table(table: Node, language: str) -> Iterator[str]:
    caption = next(table.all("caption"))
    place = f"table «{caption.text}»"
    numbers = [cell for cell in table.all("td") if "smm-number" in cell.classes and _has_digit(cell.text)]
    if not numbers:
        return
    yield from _known(caption, place, language)
    heads = [bool(next(head.all(".smm-unit"), None)) for head in next(table.all("thead")).all("th")]
    for row in next(table.all("tbody")).all("tr"):
        name, *rest = list(row.all("th", "td"))
        if next(name.all(".smm-unit"), None):
            continue
        for cell, in_head in zip(rest, heads[1:], strict=True):
            shown = next((part.strip() for part in cell.parts if isinstance(part, str) and part.strip()), "")
            has_unit = in_head or any(cell.all(".smm-unit"))
            if "smm-number" in cell.classes and _BARE.fullmatch(shown) and not has_unit:
                yield f"{place}: no unit for «{name.text}» {shown}"


def _sections(page: Node) -> Iterator[list[Node]]:
    """Part what follows one another on a page by its headings of the second level."""
    section: list[Node] = []
    for node in page.all("h2", "ul", "ol", ".smm-known"):
        if node.tag == "h2":
            yield section
            section = []
        section.append(node)
    yield section


def _told(section: list[Node], language: str) -> Iterator[str]:
    """Tell a section whose lists have numbers although nothing in it says how they are known."""
    lists = [node for node in section if "smm-list" in node.classes and _has_digit(_DAY.sub("", node.text))]
    if lists and not any("smm-known" in node.classes for node in section):
        yield f"list «{lists[0].text[:90]}»: nothing says how its numbers are known ({language})"
