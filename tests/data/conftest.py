"""A small brief around one or more sources, and the files that they read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smmeasure.brief.campaign import Campaign
from smmeasure.data.reader import load_series
from smmeasure.errors import DataError
from smmeasure.series import IndicatorSeries

MakeCampaign = Callable[..., Campaign]
"""Make a brief of the indicators' sources, given by key; `costs` are those of its one action."""


@pytest.fixture
def make_campaign() -> MakeCampaign:
    def make(*, costs: tuple[dict[str, Any], ...] = (), currency: str = "EUR", **sources: dict[str, Any]) -> Campaign:
        indicators = {
            key: {"measures": source.pop("measures", "views"), "unit": source.pop("unit", None), "source": source}
            for key, source in ({key: dict(source) for key, source in sources.items()}).items()
        }
        return Campaign.model_validate(
            {
                "campaign": "example",
                "title": "Example",
                "brand": "Example",
                "language": "en",
                "currency": currency,
                "goal": "An example.",
                "window": {"start": "2026-03-03", "end": "2026-03-05"},
                "data": "data",
                "indicators": indicators
                or {"views": {"measures": "views", "source": {"file": "x.csv", "date": "Day"}}},
                "actions": [{"name": "Ads", "platform": "instagram", "medium": "paid", "costs": list(costs)}],
            }
        )

    return make


@pytest.fixture
def read(tmp_path: Path, make_campaign: MakeCampaign) -> Callable[..., IndicatorSeries]:
    """Read one indicator `x` of a file with the given content."""

    def read_one(content: str | bytes, **source: object) -> IndicatorSeries:
        raw = content.encode() if isinstance(content, str) else content
        (tmp_path / "file.csv").write_bytes(raw)
        return load_series(make_campaign(x={"file": "file.csv", "date": "Day", "value": "Views"} | source), tmp_path)[
            "x"
        ]

    return read_one


@pytest.fixture
def fault_of(read: Callable[..., IndicatorSeries]) -> Callable[..., str]:
    """Give the whole text of the error that reading a file ends with."""

    def text(content: str | bytes, **source: object) -> str:
        with pytest.raises(DataError) as caught:
            read(content, **source)
        return str(caught.value)

    return text


@pytest.fixture
def series(tmp_path: Path, make_campaign: MakeCampaign) -> Callable[..., IndicatorSeries]:
    """Write files by name and read one indicator of them."""

    def read_files(files: dict[str, str], **source: object) -> IndicatorSeries:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        named = {"file": next(iter(files), "")} | source
        return load_series(make_campaign(x=named), tmp_path)["x"]

    return read_files


@pytest.fixture
def refusal(series: Callable[..., IndicatorSeries]) -> Callable[..., str]:
    """Give the whole text of the error that reading an indicator of files ends with."""

    def text(files: dict[str, str], **source: object) -> str:
        with pytest.raises(DataError) as caught:
            series(files, **source)
        return str(caught.value)

    return text
