"""Bring the French catalogue up to date with the sentences in the code.

``python tools/words.py`` keeps every translation that is still used, adds the sentences that are new
with an empty translation, and drops those that are gone. A test fails while one is empty.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "src" / "smmeasure" / "templates" / "locale" / "fr.po"


def extracted() -> Catalog:
    """Give every sentence of the code: the first argument of each call of ``message``."""
    catalogue = Catalog(locale="fr", project="smmeasure", charset="utf-8", fuzzy=False)
    found = extract_from_dir(ROOT / "src" / "smmeasure", [("**.py", "python")], keywords={"message": None})
    for file, _, text, *_ in sorted(found, key=lambda entry: (entry[0], entry[1])):
        catalogue.add(text, locations=[(f"src/smmeasure/{file}", "")], flags=())
    return catalogue


def main() -> None:
    """Write the catalogue, translations kept."""
    fresh = extracted()
    if CATALOGUE.exists():
        known = {entry.id: entry.string for entry in read_po(CATALOGUE.open("rb"), locale="fr") if entry.id}
        for entry in fresh:
            if entry.id:
                entry.string = known.get(entry.id, "")
    with CATALOGUE.open("wb") as file:
        write_po(file, fresh, width=0, omit_header=False, no_location=True, sort_output=False)
    missing = sum(1 for entry in fresh if entry.id and not entry.string)
    print(f"{len(fresh)} sentences, {missing} without translation")  # noqa: T201


if __name__ == "__main__":
    main()
