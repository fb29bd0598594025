"""What is said: the catalogues are whole, and numbers, dates and marks follow the language."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import smmeasure
from smmeasure.core.baselines.discounted_counts import COUNTS
from smmeasure.core.panel.methods import LOG_DIFFERENCE
from smmeasure.core.panel.methods import METHODS as PANEL_METHODS
from smmeasure.core.plain import plain
from smmeasure.core.pool import SPECIFICATIONS
from smmeasure.errors import CallError
from smmeasure.messages import Message, message
from smmeasure.show.labels import method_label
from smmeasure.show.quantities import Quantity
from smmeasure.show.words import LANGUAGES, Words, message_from, typeset
from smmeasure.units import COUNT, FRACTION, PEOPLE, Exact, Money, MoneyEquivalent, Rate, Unit

SOURCE = Path(smmeasure.__file__).parent
NO_BREAK, NARROW = "\u00a0", "\u202f"
FR, EN = Words("fr"), Words("en")
MARKED = date(2026, 3, 1)


@cache
def sentences() -> frozenset[str]:
    """Find every sentence of the code: the first argument of each call of ``message``."""
    found = extract_from_dir(SOURCE, [("**.py", "python")], keywords={"message": None})
    return frozenset(text for _, _, text, *_ in found if isinstance(text, str))


def catalogue(language: str) -> dict[str, str]:
    """Read the sentences of a catalogue with their translations."""
    with (SOURCE / "templates" / "locale" / f"{language}.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file, locale=language) if entry.id}


def fields(template: str) -> list[str]:
    """Name the fields of a template, sorted."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)


def test_every_sentence_has_a_french_translation() -> None:
    """No sentence of the code is missing in the French catalogue; run tools/words.py to add it."""
    french = catalogue("fr")
    assert sorted(text for text in sentences() if not french.get(text)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_over(language: str) -> None:
    """A sentence that is gone from the code is gone from the catalogues; run tools/words.py."""
    assert sorted(catalogue(language).keys() - sentences()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_fields_and_bold_marks(language: str) -> None:
    """A translation names the values of its sentence and sets as many words in bold."""
    said = catalogue(language).items()
    assert [text for text, other in said if fields(text) != fields(other)] == []
    assert [text for text, other in said if text.count("**") != other.count("**")] == []


def test_translations_keep_the_ends_of_their_sentence() -> None:
    """What ends as a sentence still does, and what begins with a space still does: pieces fit together."""
    said = catalogue("fr").items()
    assert [text for text, other in said if text.endswith(".") and not other.endswith(".")] == []
    assert [text for text, other in said if text.startswith(" ") != other.startswith(" ")] == []


def test_french_has_french_marks_only() -> None:
    """French sentences have typographic apostrophes, guillemets and a space before high marks; code keeps its own."""
    french = [re.sub(r"`[^`]*`|\w+[(\[]'\w+'|'[\d-]+'|« clé: valeur »", "", text) for text in catalogue("fr").values()]
    assert [text for text in french if re.search(r"'|“|”", text)] == []
    assert [text for text in french if re.search(r"[^\s][;?!%»]|«\S", re.sub(r'"[^"]*"', "", text))] == []
    assert [text for text in french if re.search(r"[^\s]: ", text) and "margin: 0.55" not in text] == []


def test_catalogues_name_nobody() -> None:
    """The catalogues carry no date, no person and no address."""
    for language in LANGUAGES:
        head = (SOURCE / "templates" / "locale" / f"{language}.po").read_text(encoding="utf-8").split("\n\n")[0]
        assert [line.split(":")[0] for line in head.splitlines()[2:]] == [
            '"Project-Id-Version',
            '"Language',
            '"Plural-Forms',
            '"MIME-Version',
            '"Content-Type',
            '"Content-Transfer-Encoding',
        ]


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0.0, "0", "0"),
        (-0.0, "0", "0"),
        (7, "7", "7"),
        (np.int64(7), "7", "7"),
        (174_000, f"174{NARROW}000", "174,000"),
        (-1_234_567.8, f"−1{NARROW}234{NARROW}568", "−1,234,568"),
        (19.96, "20,0", "20.0"),
        (1.25, "1,2", "1.2"),
        (0.5, "0,50", "0.50"),
        (-0.042, "−0,042", "−0.042"),
        (0.0042, "0,0042", "0.0042"),
        (0.00001, "0", "0"),
        (-0.00001, "0", "0"),
        (float("nan"), "–", "–"),
        (float("inf"), "–", "–"),
    ],
)
def test_numbers(value: float, french: str, english: str) -> None:
    """A number has the decimals that its size deserves, the groups of its language and a true minus."""
    assert (FR.value(value), EN.value(value)) == (french, english)


def test_numbers_too_long_to_read_are_written_by_their_power_of_ten() -> None:
    """Beyond 15 digits a number, a share and an amount are told by their size, and nothing breaks."""
    words = Words("en")

    assert words.number(-1.7e308).replace(NO_BREAK, " ") == "−1.7 × 10³⁰⁸"
    assert words.percent(1e300).replace(NO_BREAK, " ") == "1.0 × 10³⁰²%"
    assert words.money(Money(1e300, "EUR")).replace(NO_BREAK, " ") == "1.0 × 10³⁰⁰ EUR"
    assert words.number(9.99e14) == "999,000,000,000,000"


def test_number_with_digits_and_sign() -> None:
    """Decimals and a plus are written where they are asked for; zero has no sign."""
    assert FR.number(0.0, 2) == "0,00"
    assert FR.number(1234.5, 1, sign=True) == f"+1{NARROW}234,5"
    assert FR.number(0.001, 1, sign=True) == "0,0"


@pytest.mark.parametrize(
    ("fraction", "french", "english"),
    [
        (0.95, f"95{NO_BREAK}%", "95%"),
        (1.0, f"100{NO_BREAK}%", "100%"),
        (0.064, f"6,4{NO_BREAK}%", "6.4%"),
        (0.0999, f"10{NO_BREAK}%", "10%"),
        (0.0, f"0{NO_BREAK}%", "0%"),
        (0.0001, f"0{NO_BREAK}%", "0%"),
        (-0.176, f"−18{NO_BREAK}%", "−18%"),
        (12.5, f"1{NARROW}250{NO_BREAK}%", "1,250%"),
        (float("nan"), "–", "–"),
    ],
)
def test_percent(fraction: float, french: str, english: str) -> None:
    """A fraction is written in per cent, with a decimal below ten per cent."""
    assert (FR.percent(fraction), EN.percent(fraction)) == (french, english)


def test_signed_rate() -> None:
    """A rate says itself whether a plus is written."""
    assert FR.value(Rate(0.64, signed=True)) == f"+64{NO_BREAK}%"
    assert FR.value(Rate(0.64)) == f"64{NO_BREAK}%"


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        (Money(4200.4, "EUR"), f"4{NARROW}200{NO_BREAK}€", "€4,200"),
        (Money(-4200.4, "EUR"), f"−4{NARROW}200{NO_BREAK}€", "−€4,200"),
        (Money(1.64, "EUR"), f"1,64{NO_BREAK}€", "€1.64"),
        (Money(35.4, "EUR"), f"35,40{NO_BREAK}€", "€35.40"),
        (Money(59.0, "EUR"), f"59{NO_BREAK}€", "€59"),
        (Money(1.0, "EUR"), f"1{NO_BREAK}€", "€1"),
        (Money(0.0, "EUR"), f"0{NO_BREAK}€", "€0"),
        (Money(-0.001, "EUR"), f"0{NO_BREAK}€", "€0"),
        (Money(12500.0, "UAH"), f"12{NARROW}500{NO_BREAK}UAH", f"UAH{NO_BREAK}12,500"),
        (Money(90.0, "GBP"), f"90{NO_BREAK}£GB", "£90"),
        (MoneyEquivalent(3100.0, "EUR"), f"3{NARROW}100{NO_BREAK}€{NO_BREAK}éq.", f"€3,100{NO_BREAK}eq."),
        (Money(float("nan"), "EUR"), "–", "–"),
    ],
)
def test_money(amount: Money | MoneyEquivalent, french: str, english: str) -> None:
    """An amount has its currency, cents only where they count, no line break inside, and its mark if it is no money."""
    assert (FR.value(amount), EN.value(amount)) == (french, english)


@pytest.mark.parametrize(
    ("quantity", "french"),
    [
        (Quantity(331.4, COUNT, "pièces"), f"331{NO_BREAK}pièces"),
        (Quantity(331.4, COUNT, "pièces").bare().signed(), "+331"),
        (Quantity(-19_814, PEOPLE, "personnes", sign=True), f"−19{NARROW}814{NO_BREAK}personnes"),
        (Quantity(0.023, FRACTION, sign=True), f"+2,3{NO_BREAK}%"),
        (Quantity(4200, Unit.parse("EUR") or COUNT, "euros"), f"4{NARROW}200{NO_BREAK}€"),
        (Quantity(4200, Unit.parse("EUR_eq") or COUNT), f"4{NARROW}200{NO_BREAK}€{NO_BREAK}éq."),
    ],
)
def test_quantities(quantity: Quantity, french: str) -> None:
    """A quantity is written in its unit; an equivalent is never shown as money."""
    assert FR.value(quantity) == french


@pytest.mark.parametrize(
    ("write", "french", "english"),
    [
        (lambda words: words.value(date(2026, 3, 10)), "10 mars 2026", "10 March 2026"),
        (lambda words: words.value(MARKED), "1er mars 2026", "1 March 2026"),
        (lambda words: words.day(date(2026, 8, 11)), "11 août 2026", "11 August 2026"),
        (lambda words: words.short_day(MARKED), "1er mars", "1 March"),
        (lambda words: words.month(MARKED), "mars", "March"),
        (lambda words: words.span(MARKED, date(2026, 3, 24)), "1er–24 mars 2026", "1–24 March 2026"),
        (
            lambda words: words.span(date(2026, 3, 10), date(2026, 4, 1)),
            f"10 mars{NO_BREAK}– 1er avril 2026",
            f"10 March{NO_BREAK}– 1 April 2026",
        ),
        (
            lambda words: words.span(date(2025, 12, 30), date(2026, 1, 2)),
            f"30 décembre 2025{NO_BREAK}– 2 janvier 2026",
            f"30 December 2025{NO_BREAK}– 2 January 2026",
        ),
        (lambda words: words.span(MARKED, MARKED), "1er mars 2026", "1 March 2026"),
    ],
)
def test_dates(write: Callable[[Words], str], french: str, english: str) -> None:
    """Days are written in words, the first of a month as an ordinal in French; a span names what is common once."""
    assert (write(FR), write(EN)) == (french, english)


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("fr", "«Robes»", "«_Robes_»"),
        ("fr", "« Robes » : oui ?", "«_Robes_»_: oui_?"),
        ("fr", "95 % ; 12 € !", "95_%_; 12_€_!"),
        ("fr", "174 000 vues", "174'000 vues"),
        ("fr", "sur 100 jours", "sur 100 jours"),
        ("fr", "clé: valeur à 10:30", "clé: valeur à 10:30"),
        ("en", "«Dresses»: can't", "“Dresses”: can’t"),
        ("en", "this series' past", "this series’ past"),
        ("en", "resample('D') or table['column']", "resample('D') or table['column']"),
    ],
)
def test_typesetting(language: str, text: str, shown: str) -> None:
    """Marks, quotes and spaces follow the language, and a second time changes nothing."""
    expected = shown.replace("_", NO_BREAK).replace("4'0", f"4{NARROW}0")
    assert typeset(text, language) == expected
    assert typeset(expected, language) == expected


def test_nested_sentences_are_typeset_once() -> None:
    """A sentence within a sentence has the same marks as alone."""
    inner = message("«{name}»", name="Robes")
    assert FR.say(inner) == f"«{NO_BREAK}Robes{NO_BREAK}»"
    assert FR.say(message("{kind}: {wanted}", kind=inner, wanted=3)) == f"«{NO_BREAK}Robes{NO_BREAK}»{NO_BREAK}: 3"


def test_text_of_the_user_is_left_as_it_is() -> None:
    """Values that came from the user keep their spaces, quotes and hyphens, alone and within a sentence."""
    text = "l'« an » : -3 {x} 12 000 %"
    assert FR.say(text) == text
    assert FR.say(message("{value}", value=text)) == text
    assert EN.say(message("{value}", value=text)) == text


def test_english_of_a_sentence_with_a_context() -> None:
    """Where two languages part what English says with one word, the context isn't shown."""
    assert (EN.say(message("measured (evidence)")), EN.say(message("measured"))) == ("measured", "measured")
    assert (FR.say(message("measured (evidence)")), FR.say(message("measured"))) == ("mesuré", "mesurée")


def test_faults_are_said_in_the_language() -> None:
    """A fault of the call is told in French as in English."""
    with pytest.raises(CallError) as caught:
        Words("de")
    assert FR.error(caught.value)[0] == (
        f"language{NO_BREAK}: trouvé «{NO_BREAK}de{NO_BREAK}»{NO_BREAK}; attendu l’une de ces valeurs{NO_BREAK}: "
        "fr, en. Choisir l’une des langues dans lesquelles les bilans sont écrits."
    )
    assert EN.error(caught.value)[0] == (
        "language: found “de”; expected one of fr, en. Choose one of the languages that reports are written in."
    )


def test_messages_come_back_from_a_record() -> None:
    """A message that went through a record is said as before."""
    said = message(
        "{name}: {effect}.",
        name=message("Orders"),
        effect=message("{a} {b} {c}", a=Money(12.5, "EUR"), b=Rate(0.2, signed=True), c=MARKED),
    )
    restored = message_from(plain(said))
    assert isinstance(restored, Message)
    assert FR.say(restored) == FR.say(said)
    assert FR.say(said) == f"Commandes{NO_BREAK}: 12,50{NO_BREAK}€ +20{NO_BREAK}% 1er mars 2026."


def test_names_of_baselines() -> None:
    """Every baseline has a name for a reader, with control series too."""
    assert FR.say(method_label("regression with controls")) == "régression avec calendrier et séries témoins"
    assert FR.say(method_label("weekday mean")) == "moyenne de chaque jour de la semaine"
    assert FR.say(method_label("time-based regression")) == "régression temporelle sur les témoins"
    assert FR.say(method_label("another")) == "another"


def test_every_candidate_baseline_has_a_label() -> None:
    """What a calibration lists is said in the reader's language."""
    names = [*(specification.name for specification in SPECIFICATIONS), COUNTS]
    assert [name for name in names if method_label(name) is name] == []


def test_every_panel_method_has_a_label() -> None:
    """What a panel's result calls its method is said in the reader's language."""
    names = [method.name for method in (*PANEL_METHODS.values(), LOG_DIFFERENCE)]
    assert [name for name in names if method_label(name) is name] == []


@pytest.mark.parametrize(("language", "said"), [("en", "1.16 and 0.0061"), ("fr", "1,16 and 0,0061")])
def test_a_rate_of_exchange_keeps_its_digits(language: str, said: str) -> None:
    """A rate that were rounded to two digits would not give the amount that stands beside it."""
    assert Words(language).say(Message("{one} and {other}", {"one": Exact(1.16), "other": Exact(0.0061)})) == said


def test_a_plus_and_the_sign_of_a_currency_stay_on_one_line() -> None:
    """In English the sign follows the plus and is joined to it; in French the digits do."""
    amount = Money(5.68, "EUR")

    assert Words("en").money(amount, sign=True) == "+\N{WORD JOINER}€5.68"
    assert Words("fr").money(amount, sign=True) == f"+5,68{NO_BREAK}€"
