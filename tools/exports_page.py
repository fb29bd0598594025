"""The lists of docs/exports.md that follow from package data: reports that are recognised, tables that they become."""

from __future__ import annotations

import re
from pathlib import Path

from smmeasure.data.exports.canonical import ColumnKind, Shape, unit_of_kind
from smmeasure.data.exports.dictionary import Dictionary, dictionaries
from smmeasure.data.exports.shapes import SHAPES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "exports.md"
_KEYS = {ColumnKind.MONEY: "money"}


def page(text: str) -> str:
    """Give the page with its lists brought up to date.

    Parameters
    ----------
    text : str
        The page; each list stands between ``<!-- name -->`` and ``<!-- end -->``.
    """
    for name, lines in (("reports", _reports()), ("tables", _tables())):
        pattern = rf"(<!-- {name} -->\n).*?(<!-- end -->)"
        text = re.sub(
            pattern, lambda found, lines=lines: found[1] + "\n".join(lines) + "\n" + found[2], text, flags=re.DOTALL
        )
    return text


def _reports() -> list[str]:
    rows = sorted({_report(one) for one in dictionaries() if one.platform != "canonical"})
    return ["| platform | report | headers | becomes |", "|---|---|---|---|", *rows]


def _report(dictionary: Dictionary) -> str:
    languages = sorted({language for column in dictionary.columns for language in column.headers if column.headers})
    tables = ", ".join(f"`{name}`" for name in dictionary.tables) or "–"
    return f"| {dictionary.platform} | {dictionary.report} | {', '.join(languages)} | {tables} |"


def _tables() -> list[str]:
    return ["| table | a row per | measures |", "|---|---|---|", *map(_table, SHAPES.values())]


def _table(shape: Shape) -> str:
    grain = " × ".join(shape.grain)
    measures = ", ".join(_measure(name, kind) for name, kind in shape.kinds.items() if _is_quantity(kind))
    return f"| `{shape.name}` | {grain} | {measures or '–'} |"


def _is_quantity(kind: ColumnKind) -> bool:
    return kind in _KEYS or unit_of_kind(kind, None) is not None


def _measure(name: str, kind: ColumnKind) -> str:
    unit = _KEYS.get(kind) or str(unit_of_kind(kind, None))
    return name if unit == "count" else f"{name} ({unit})"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
