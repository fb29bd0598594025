"""A mapping of two columns reads any of the formats in which tables are exported."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from smmeasure.brief.campaign import Campaign
from smmeasure.data.reader import load_series

DAYS = pd.DataFrame({"Day": pd.date_range("2026-03-01", periods=3), "Views": [5.5, 6.0, 7.0]})
ODS = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def csv(separator: str) -> bytes:
    """Write the days as text."""
    return DAYS.to_csv(sep=separator, index=False).encode()


def xlsx() -> bytes:
    """Write the days as a workbook."""
    raw = io.BytesIO()
    DAYS.to_excel(raw, index=False, engine="openpyxl")
    return raw.getvalue()


def parquet() -> bytes:
    """Write the days as Parquet."""
    return bytes(DAYS.to_parquet(index=False))


def ods() -> bytes:
    """Write the days as an OpenDocument sheet."""

    def cell(value: object) -> str:
        kind = "float" if isinstance(value, float) else "date" if isinstance(value, pd.Timestamp) else "string"
        said = {"float": f'office:value="{value}"', "date": f'office:date-value="{str(value)[:10]}"', "string": ""}
        text = f"<text:p>{value}</text:p>"
        return f'<table:table-cell office:value-type="{kind}" {said[kind]}>{text}</table:table-cell>'

    rows = [tuple(DAYS.columns), *DAYS.itertuples(index=False, name=None)]
    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    body = f'<table:table table:name="Days">{lines}</table:table>'
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as packed:
        packed.writestr("mimetype", ODS)
        packed.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {SPACES} office:version="1.2"><office:body>'
            f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
        )
        packed.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
            f'manifest:full-path="/" manifest:media-type="{ODS}"/></manifest:manifest>',
        )
    return raw.getvalue()


def packed() -> bytes:
    """Put the days as text into a ZIP."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("days.csv", csv(";"))
    return raw.getvalue()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("days.csv", csv(",")),
        ("days.tsv", csv("\t")),
        ("days.xlsx", xlsx()),
        ("days.ods", ods()),
        ("days.parquet", parquet()),
        ("days.zip", packed()),
        ("days.zip/days.csv", packed()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_mapping_reads_every_format(
    tmp_path: Path, make_campaign: Callable[..., Campaign], name: str, raw: bytes
) -> None:
    """The same table gives the same series, whatever file it stands in."""
    (tmp_path / name.split("/", maxsplit=1)[0]).write_bytes(raw)
    read = load_series(make_campaign(x={"file": name, "date": "Day", "value": "Views"}), tmp_path)["x"]

    pd.testing.assert_series_equal(
        read.values, DAYS.set_index("Day")["Views"], check_names=False, check_freq=False, check_index_type=False
    )
