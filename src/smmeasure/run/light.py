"""What is kept from being loaded because nothing here needs it."""

from __future__ import annotations

import sys


def spare_grammar() -> None:
    """Keep jsonschema from building the grammar of addresses; to be called before nbformat is loaded.

    It takes this package where it finds it, for addresses that no notebook holds; building its grammar takes
    longer than loading everything else.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
