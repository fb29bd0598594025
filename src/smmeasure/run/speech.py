"""Which language a sentence is said in."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from smmeasure.brief import Campaign
from smmeasure.messages import Message

Say = Callable[[Message], str]
"""Says a message in one language."""

LANGUAGES: tuple[str, ...] = get_args(Campaign.model_fields["language"].annotation)
"""Languages that a brief may ask for."""

DEFAULT_LANGUAGE = "en"
"""Spoken on a page where nothing names a language."""


def speaker(language: str | None) -> Say:
    """Give the function that says messages in a language; plain English where it is none of ours."""
    if language not in LANGUAGES:
        return str
    from smmeasure.show.words import Words  # noqa: PLC0415 - loads the whole room, which a terminal rarely needs

    return Words(language).say
