"""Files as platforms write them, made on the spot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from smmeasure.data.exports.reading import Export, read_export
from smmeasure.errors import DataError

ReadText = Callable[..., Export]
"""Write a text into `x.csv`, or into a file of another `name`, and read it; `encoding` is that of the file."""


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    def read(text: str, *, encoding: str = "utf-8-sig", name: str = "x.csv", **said: object) -> Export:
        (tmp_path / name).write_bytes(text.encode(encoding))
        return read_export(tmp_path / name, **said)  # type: ignore[arg-type]

    return read


@pytest.fixture
def refusal(read_text: ReadText) -> Callable[..., str]:
    """Give the whole text of the error that reading a file ends with."""

    def text(content: str, **said: object) -> str:
        with pytest.raises(DataError) as caught:
            read_text(content, **said)
        return str(caught.value)

    return text
