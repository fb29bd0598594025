"""What is about persons: hashed with a key, or taken out of a text, before anything else sees it."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from smmeasure.errors import CallError
from smmeasure.messages import message

SHORTEST_KEY = 16
"""Bytes that a key has at least: a shorter one can be guessed."""

PROSE = frozenset({"title", "text", "subject", "title_snippet", "content_snippet", "opening_text"})
"""Columns of sentences that people write; the other texts are names that a brand gives."""

_HASH_BYTES = 16
_HANDLE_DIGITS = 8
_HASHED = re.compile(r"[0-9a-f]{32}")
_EMAIL = re.compile(r"[\w.+'-]{1,64}(?:[@＠]|%40)[\w-]{1,63}(?:\.[\w-]{1,63})+", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w/])[@＠](?=[\w.-]*[^\W\d_])\w(?:[\w.-]{0,60}\w)?")
_ABROAD = re.compile(r"(?<!\w)\+\d[\d\s().-]{6,18}\d(?!\w)")
_LETTER = re.compile(r"‹e-mail›|‹link›|‹phone›|[^\W\d_]")
_PHONE = re.compile(
    r"""(?<![\w.,/])(?:
    (?:\+|00)\d[\d\s().-]{6,18}\d                       # with the code of a country
    |0\d(?P<sign>[\s.-]?)\d{2}(?:(?P=sign)\d{2}){3}     # 01 23 45 67 89
    |0\d{2,4}[\s.-]\d{3,4}[\s.-]\d{3,4}                 # 020 7946 0958
    |(?:\(\d{3}\)\s?|\d{3}[\s.-])\d{3}[\s.-]\d{4}       # (212) 555-0199
    |\d{9,15}                                           # 0123456789 without any space
    )(?![\w])""",
    re.VERBOSE,
)


def checked_key(key: bytes | None) -> bytes | None:
    """Give the key; None where there is none.

    Raises
    ------
    CallError
        Where it is no secret: no bytes, or too few of them.
    """
    if key is None or (isinstance(key, bytes) and len(key) >= SHORTEST_KEY):
        return key
    raise CallError.at(
        "key",
        message("a key that can be guessed, or that is no bytes"),
        message("{count} secret bytes or more", count=SHORTEST_KEY),
        message("Take the key of your workspace with `smm.load_key()`, or make one with `secrets.token_bytes(32)`."),
    )


def person_hash(value: object, key: bytes | None) -> str | None:
    """Give the keyed hash of who a person is; of one person the same, however the name is written.

    Parameters
    ----------
    value : object
        An e-mail address, a name, a handle with or without its ``@``; None is null.
    key : bytes or None
        The secret of `checked_key`; without one nothing is known of persons.

    Returns
    -------
    str or None
        32 hexadecimal digits; None without a key or a value.
    """
    return keyed_hash(unicodedata.normalize("NFKC", str(value or "")).strip().casefold().lstrip("@"), key)


def hash_of(cell: object, key: bytes | None) -> str | None:
    """Give the keyed hash of a person, as `person_hash`; a cell that is such a hash already stays as it is."""
    text = str(cell or "").strip()
    return text if _HASHED.fullmatch(text) else person_hash(text, key)


def keyed_hash(text: str, key: bytes | None) -> str | None:
    """Give the keyed hash of a text as it stands; None without a key or a text."""
    if key is None or not text:
        return None
    # BLAKE2 takes keys of up to 64 bytes; a longer one counts with all its bytes.
    short = key if len(key) <= hashlib.blake2b.MAX_KEY_SIZE else hashlib.blake2b(key).digest()
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_HASH_BYTES, key=short).hexdigest()


def row_id(*parts: object) -> str:
    """Make an id for a row that has none out of its values, the same in every export of it."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_HASH_BYTES).hexdigest()


def redacted(text: str, key: bytes | None = None, *, is_prose: bool = True) -> str:
    """Take persons out of a text: e-mail addresses, handles and phone numbers; links too where it is prose.

    Parameters
    ----------
    text : str
        What stands in the file.
    key : bytes or None
        With a key a handle becomes the beginning of its hash: two persons stay two.
    is_prose : bool
        Whether it is a sentence that somebody wrote. In other texts (names of ads, addresses of pages, article
        numbers) links stay, and of phone numbers only those with the code of a country are told from numbers.

    Returns
    -------
    str
        The text with ‹e-mail›, ‹link›, ‹phone› and @… in their places.
    """
    if is_prose:
        text = _LINK.sub("‹link›", text)
    text = _without_emails(text)
    if "@" in text or "＠" in text:
        text = _HANDLE.sub(lambda found: f"@{_short(found[0], key)}", text)
    return (_PHONE if is_prose else _ABROAD).sub("‹phone›", text)


def masked(text: str) -> str:
    """Take out of a quoted text what leads to a person, as an error may be read by anybody."""
    return redacted(text)


def shape_of(text: str) -> str:
    """Show how a text is written and not what it says: x for every letter, and no phone number."""
    return _LETTER.sub(lambda found: "x" if len(found[0]) == 1 else found[0], masked(text))


def _without_emails(text: str) -> str:
    return _EMAIL.sub("‹e-mail›", text) if "@" in text or "＠" in text or "%40" in text else text


def _short(handle: str, key: bytes | None) -> str:
    known = person_hash(handle.lstrip("@＠"), key)
    return "…" if known is None else known[:_HANDLE_DIGITS]
