"""Which language a sentence is said in."""

from __future__ import annotations

from collections.abc import Callable

from smmeasure.messages import Message
from smmeasure.show.words import LANGUAGES, Words

Say = Callable[[Message], str]
"""Says a message in one language."""

__all__ = ["DEFAULT_LANGUAGE", "LANGUAGES", "Say", "speaker"]

DEFAULT_LANGUAGE = "en"
"""Spoken where nothing names a language."""


def speaker(language: str | None) -> Say:
    """Give the function that says messages in a language; in English where it is none of ours."""
    return Words(language if language and language in LANGUAGES else DEFAULT_LANGUAGE).say
