from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smmeasure.data.privacy import checked_key, keyed_hash, person_hash, redacted, row_id, shape_of
from smmeasure.data.quote import clip
from smmeasure.errors import CallError

KEY = bytes(range(32))


def test_one_person_has_one_hash_under_one_key() -> None:
    """Case, spaces around and a leading @ make no other person; another key or another person another hash."""
    same = {person_hash(text, KEY) for text in ("ann@example.org", " Ann@Example.ORG\n")}
    handles = {person_hash(text, KEY) for text in ("@Ann", "ann", " ann ")}

    assert (len(same), len(handles)) == (1, 1)
    assert len(next(iter(same)) or "") == 32
    assert person_hash("ann@example.org", KEY[::-1]) not in same
    assert person_hash("ann2@example.org", KEY) not in same


def test_a_hash_is_the_same_on_every_machine() -> None:
    """BLAKE2b of the normal form, 16 bytes, keyed: hashes of last year can be joined with those of today."""
    assert person_hash("Ann@example.org", KEY) == "ad4ba72e8d4f65de8fe150a198b00f92"


def test_without_a_key_nothing_is_known_of_persons() -> None:
    """No key, no hash; nothing, no hash."""
    assert person_hash("ann@example.org", None) is None
    assert keyed_hash("x", None) is None
    assert [person_hash(nothing, KEY) for nothing in (None, "", "  ", "@")] == [None] * 4


def test_every_byte_of_a_long_key_counts() -> None:
    """A key longer than the algorithm takes is not cut."""
    assert keyed_hash("x", b"k" * 64 + b"1") != keyed_hash("x", b"k" * 64 + b"2")


@pytest.mark.parametrize("key", [b"", b"short", "a text of sixteen or more"])
def test_a_key_that_is_no_secret_is_refused(key: bytes) -> None:
    """An empty key would be no key at all, without a word."""
    with pytest.raises(CallError) as caught:
        checked_key(key)

    assert str(caught.value) == (
        "key: found a key that can be guessed, or that is no bytes; expected 16 secret bytes or more. "
        "Take the key of your workspace with `smm.load_key()`, or make one with `secrets.token_bytes(32)`."
    )


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("write to ann.example+x@mail.example.org!", "write to ‹e-mail›!"),
        ("?user=ann%40example.org&x=1", "?user=‹e-mail›&x=1"),
        ("thanks @ann_example, @ann.bsky.social.", "thanks @…, @…."),
        ("＠ann said", "@… said"),
        ("call +33 6 12 34 56 78 or 06 12 34 56 78", "call ‹phone› or ‹phone›"),
        ("(212) 555-0199, 212-555-0199, 020 7946 0958, 8801712345678", "‹phone›, ‹phone›, ‹phone›, ‹phone›"),
        ("see https://x.com/ann/status/1 or www.example.org/ann", "see ‹link› or ‹link›"),
        ("2 @ 3.50 on 03.04.2026 19:00, 2026-03-27 12:00", "2 @ 3.50 on 03.04.2026 19:00, 2026-03-27 12:00"),
        ("10 000 000 views, 1,234,567 or 1.22158E+17", "10 000 000 views, 1,234,567 or 1.22158E+17"),
    ],
)
def test_persons_are_taken_out_of_sentences(text: str, left: str) -> None:
    """E-mail addresses, handles, phone numbers and links go, days and numbers stay."""
    assert redacted(text) == left


def test_names_that_a_brand_gives_keep_their_links_and_numbers() -> None:
    """An article number or an address of a page is no phone number; an e-mail address in it goes all the same."""
    assert redacted("0612345678", is_prose=False) == "0612345678"
    assert redacted("https://example.org/a?b=ann@example.org", is_prose=False) == "https://example.org/a?b=‹e-mail›"
    assert redacted("+33 6 12 34 56 78", is_prose=False) == "‹phone›"


def test_two_handles_stay_two_under_a_key() -> None:
    """Ads that differ by a handle only are not one ad."""
    names = {redacted(f"Film @{name}", KEY, is_prose=False) for name in ("ann", "ben", "Ann")}

    assert len(names) == 2
    assert not any("ann" in name.casefold() for name in names)


def test_a_quote_tells_no_person() -> None:
    """Every text that a sentence quotes is masked first, and cut only then."""
    assert clip("Ann <ann@example.org> 06 12 34 56 78") == "Ann <‹e-mail›> ‹phone›"
    assert "ann" not in clip("x" * 52 + " ann@example.org")


def test_beside_persons_only_the_form_of_a_cell_is_told() -> None:
    """Letters become x, so that a shifted name says nothing and a decimal comma still shows."""
    assert shape_of("Ann Example, 12,34 €, ann@example.org") == "xxx xxxxxxx, 12,34 €, ‹e-mail›"


def test_a_row_without_an_id_gets_the_same_one_every_time() -> None:
    """What tells rows apart is part of it, also where a part is missing."""
    assert row_id("a", None, 1) == row_id("a", None, 1)
    assert row_id("a", "b") != row_id("ab", None)


PIECES = ("ann.example@mail.example.org", "@ann_example", "+33 6 12 34 56 78", "06 12 34 56 78", "https://x.com/ann/1")


@given(st.text(max_size=40), st.sampled_from(PIECES), st.text(max_size=40))
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
def test_whatever_stands_around_it_a_person_goes(before: str, piece: str, after: str) -> None:
    """Between any two texts, parted from them by spaces, each piece that leads to a person is replaced."""
    assert piece not in redacted(f"{before} {piece} {after}")
    assert piece not in clip(f"{before} {piece} {after}")
