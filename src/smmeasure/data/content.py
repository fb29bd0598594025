"""A file that was read, or one part of it: its rows, once for every way of parting them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from smmeasure.data.rows import Row


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of a file by one separator.

    Attributes
    ----------
    rows : tuple of Row
        All its rows.
    delimiter : str or None
        What parts the cells; None where the file is no text.
    """

    rows: tuple[Row, ...]
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """A file that was read, or one part of it.

    Attributes
    ----------
    file : str
        Name as given in the brief; of a part ``file/part``.
    sha256 : str
        Fingerprint of the bytes of the whole file; empty where only a part of it was looked at.
    encoding : str
        ``utf-8``, ``utf-16``, ``utf-32``, ``cp1252``, or the container: ``xlsx``, ``xls``, ``ods``, ``xml``,
        ``parquet``.
    readings : iterable of Reading
        The rows, once for every separator that may have been meant, the likeliest first.
    """

    file: str
    sha256: str
    encoding: str
    readings: Iterable[Reading]


@dataclass(frozen=True, slots=True)
class Part:
    """What was seen of one part of a file.

    Attributes
    ----------
    content : Content
        Its rows, or the first of them.
    size : int
        Its bytes, unpacked.
    seen : int
        How many of them were looked at.
    rows : int or None
        Rows that it holds where this is known without reading them all.
    end : Content or None
        Its last rows, where only the first and the last were looked at; its lines are counted from the cut.
    """

    content: Content
    size: int
    seen: int
    rows: int | None = None
    end: Content | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all of it was looked at."""
        return self.seen >= self.size
