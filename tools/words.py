"""Bring the catalogues up to date with the sentences in the code.

``python tools/words.py`` keeps every translation that is still used, adds the sentences that are new
to the French catalogue with an empty translation, and drops those that are gone. The English catalogue
holds only the sentences whose English differs from their key. A test fails while one is empty.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "smmeasure"
CATALOGUES = SOURCE / "templates" / "locale"

_HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: smmeasure\\n"
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
"""No dates and no names: the same sentences give the same file."""


def sentences() -> list[str]:
    """Give every sentence of the code, in its order: the first argument of each call of ``message``."""
    found = extract_from_dir(SOURCE, [("**.py", "python")], keywords={"message": None})
    ordered = sorted(found, key=lambda entry: (entry[0], entry[1]))
    return list(dict.fromkeys(str(text) for _, _, text, *_ in ordered))


def translations(language: str) -> dict[str, str]:
    """Give the sentences of a catalogue with their translations."""
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file, locale=language) if entry.id}


def write(language: str, said: dict[str, str]) -> None:
    """Write a catalogue."""
    catalogue = Catalog(locale=language)
    for sentence, translation in said.items():
        catalogue.add(sentence, translation)
    body = io.BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True)
    header = _HEADER.format(language=language, plural=catalogue.plural_forms)
    (CATALOGUES / f"{language}.po").write_bytes(header.encode() + body.getvalue().lstrip())


def main() -> None:
    """Write both catalogues, translations kept."""
    used = sentences()
    french, english = translations("fr"), translations("en")
    write("fr", {sentence: french.get(sentence, "") for sentence in used})
    write("en", {sentence: english[sentence] for sentence in used if english.get(sentence)})
    missing = sum(1 for sentence in used if not french.get(sentence))
    print(f"{len(used)} sentences, {missing} without translation")  # noqa: T201


if __name__ == "__main__":
    main()
