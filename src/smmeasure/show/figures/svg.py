"""From what matplotlib writes to an SVG that may stand in a page, among others.

Nothing of it reaches beyond its own root: no style sheet, no id that another figure could also have,
no font but the page's, no colour but the page's variables. It says what it is to who can't see it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from smmeasure.show.figures.lettering import clean
from smmeasure.show.figures.palette import VARIABLES

_NAMESPACE = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"
_LONG_DECIMALS = re.compile(r"-?\d+\.\d{2,}")
_ZERO_OFFSET = re.compile(r"stroke-dashoffset:0;?")
_COLOUR = re.compile("|".join(VARIABLES))
_FONT_FAMILY = re.compile(r"font-family: [^;]+; ?|; ?font-family: [^;]+$")
_REFERENCE = re.compile(r"#([mp][0-9a-f]+)\b(?=\)|$)")
_FONTS = "var(--smm-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif)"


@dataclass(frozen=True, slots=True)
class Label:
    """What names a drawing.

    Attributes
    ----------
    id : str
        Prefix of every id inside; unique in the page.
    title : str
        Short alternative.
    description : str
        Longer text.
    """

    id: str
    title: str
    description: str


def finished(drawing: str, label: Label) -> str:
    """Turn matplotlib's SVG into one for a page.

    Parameters
    ----------
    drawing : str
        SVG document.
    label : Label
        Its name.

    Returns
    -------
    str
        From ``<svg`` on, without width and height: the stylesheet scales it.
    """
    source = ET.fromstring(drawing)  # noqa: S314 - written by matplotlib a moment ago
    root = ET.Element("svg", _root_attributes(source.get("viewBox", ""), label))
    _add_text(root, "title", f"{label.id}-title", label.title)
    _add_text(root, "desc", f"{label.id}-desc", label.description)
    for child in source:
        root.extend(_copied(child, label.id))
    return ET.tostring(root, encoding="unicode")


def _root_attributes(box: str, label: Label) -> dict[str, str]:
    return {
        "xmlns": _NAMESPACE,
        "viewBox": box,
        "role": "img",
        "aria-labelledby": f"{label.id}-title",
        "aria-describedby": f"{label.id}-desc",
        # matplotlib sets the joins in a style sheet, which would restyle every path of the page.
        "style": f"stroke-linejoin:round;stroke-linecap:butt;font-family:{_FONTS}",
    }


def _add_text(root: ET.Element, tag: str, name: str, text: str) -> None:
    ET.SubElement(root, tag, {"id": name}).text = clean(text)


def _copied(source: ET.Element, prefix: str) -> list[ET.Element]:
    """Copy an element; groups that only structure matplotlib's document dissolve."""
    tag = source.tag.removeprefix(f"{{{_NAMESPACE}}}")
    children = [copy for child in source for copy in _copied(child, prefix)]
    if tag in {"style", "metadata"} or (tag == "defs" and not children):
        return []
    if tag == "g" and set(source.keys()) <= {"id"}:
        return children
    copy = ET.Element(tag, _attributes(source, tag, prefix))
    copy.text = source.text if tag == "text" else None
    copy.extend(children)
    return [copy]


def _attributes(source: ET.Element, tag: str, prefix: str) -> dict[str, str]:
    kept = {("href" if name == _LINK else name): value for name, value in source.items()}
    if tag == "g":
        kept.pop("id", None)
    if tag == "text":
        kept.pop("transform", None)  # always a rotation by -0
    return {name: _value(name, value, prefix) for name, value in kept.items()}


def _value(name: str, value: str, prefix: str) -> str:
    if name == "id":
        return f"{prefix}-{value}"
    if name == "style":
        value = _COLOUR.sub(_variable, _FONT_FAMILY.sub("", value)).replace(": ", ":").replace("; ", ";")
        value = _ZERO_OFFSET.sub("", value)
    if name in {"d", "x", "y", "width", "height", "transform"}:
        value = _LONG_DECIMALS.sub(_rounded, value)
    if name == "d":
        value = _short_path(value)
    return _REFERENCE.sub(rf"#{prefix}-\1", value)


def _variable(match: re.Match[str]) -> str:
    return f"var({VARIABLES[match.group()]},{match.group()})"


def _rounded(match: re.Match[str]) -> str:
    """Write a coordinate to a tenth of a pixel."""
    return f"{round(float(match.group()), 1) + 0.0:g}"


def _short_path(path: str) -> str:
    """Leave out the letter of a line where the one before it implies it: half of a long path."""
    shown, command = list[str](), ""
    for piece in path.split():
        if not piece.isalpha():
            shown.append(piece)
            continue
        if not (piece == "L" and command in {"L", "M"}):
            shown.append(piece)
        command = piece
    return " ".join(shown)
