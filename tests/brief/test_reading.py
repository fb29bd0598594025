"""What a brief may hold, and the whole text of what is said where it holds something else."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from small import BRIEF, KEYS, TEXT, brief, parameters
from smmeasure.brief import (
    PARAMETER_NAMES,
    Campaign,
    as_parameters,
    campaign_from,
    parse_yaml,
    read_brief,
    read_parameters,
)
from smmeasure.brief.campaign import Indicator
from smmeasure.brief.catalogue import CATALOGUE
from smmeasure.errors import BriefError

PARAMS = Path(__file__).parents[2] / "params"

DAY = "expected a day written as YYYY-MM-DD. Write for instance 2026-04-03: no other order is guessed."
YEAR = "expected a day from 1900-01-01 to 2100-12-31. Correct the year."
TEXT_WANTED = "expected a text. Put the value in quotes if it looks like a number."
NUMBER = "expected a number. Write digits, a point for decimals, no unit and no quotes."
FOLDER = (
    "expected at most 64 lower-case letters, digits and hyphens, no hyphen at the ends. "
    "Write for instance red-dresses; title holds the name that is shown."
)
DEVICE = "expected a name that can be a folder on every system. Windows keeps it for a device: add a word."
SHORT = (
    "expected lower-case letters, digits and underscores, a letter first. "
    "Write for instance red_dresses; label holds the name that is shown."
)
BLOCK = "expected a block of keys. Write «key: value» lines, indented below this key."
LIST = "expected a list. Begin each item with a hyphen, or write [a, b]."
CURRENCY = "expected an ISO 4217 code such as EUR. Correct the value, in quotes if it is a word."
UNIT = (
    "expected count, people, fraction, seconds, points or a currency such as EUR. "
    "Correct the value, in quotes if it is a word."
)
COUNTRY = "expected an ISO 3166 country code such as FR. Correct the value, in quotes if it is a word."
TRUTH = "expected true or false. Write true or false, without quotes."
UNSEEN = "expected a text without invisible control characters. Type the text again instead of pasting it."
KEY = "expected a key that is a text. Put the key in quotes; a decimal has a point and no comma."
COST = (
    "expected an amount, or hours with their rate, or a source. "
    "Write one of the three; split the item if it is several costs."
)
ONE_CURRENCY = (
    "expected EUR, the currency of the brief. Convert the amounts at a stated rate: two currencies are never added."
)
INDICATOR_KEYS = ", ".join(Indicator.model_fields)
SPAN = "expected a last day on or after the first day. Swap the two days, or correct the year."


def cost(written: str) -> tuple[str, str]:
    """Add an action with one cost to the brief."""
    return "data: data\n", f"data: data\nactions: [{{name: Ads, platform: x, medium: paid, costs: [{written}]}}]\n"


def objective(written: str) -> tuple[str, str]:
    """Add an objective to the brief."""
    return "data: data\n", f"data: data\nobjectives: [{{kind: revenue growth, indicator: pieces, {written}}}]\n"


def key(line: str) -> tuple[str, str]:
    """Add a line to the brief."""
    return "data: data\n", f"data: data\n{line}\n"


def inside(line: str) -> tuple[str, str]:
    """Add a line to the indicator of the brief."""
    return "    measures: units_sold\n", f"    measures: units_sold\n    {line}\n"


FAULTS = [
    # Keys
    pytest.param(
        *key("quiet_perod: {start: 2025-01-01, end: 2025-12-31}"),
        f"quiet_perod: found a key that does not exist; expected one of {KEYS}. Did you mean «quiet_period»?",
        id="unknown key, near another",
    ),
    pytest.param(
        *key("zzz: 1"),
        f"zzz: found a key that does not exist; expected one of {KEYS}. Remove it, or correct its name.",
        id="unknown key, near nothing",
    ),
    pytest.param(
        *key('"x\\ny": 1'),
        f"x y: found a key that does not exist; expected one of {KEYS}. Remove it, or correct its name.",
        id="key of two lines",
    ),
    pytest.param(
        *inside("labl: Robes"),
        f"indicators.pieces: labl: found a key that does not exist; expected one of {INDICATOR_KEYS}. "
        "Did you mean «label»?",
        id="unknown key inside",
    ),
    pytest.param(
        "title: Red dresses\n", "", "title: found nothing; expected Title of the report. Add the key.", id="missing key"
    ),
    pytest.param(
        "title: Red dresses",
        "title: null",
        "title: found nothing; expected Title of the report. Add the key.",
        id="key without value",
    ),
    pytest.param(
        "    measures: units_sold\n",
        "",
        "indicators.pieces.measures: found nothing; expected What it is in the catalogue, e.g. units_sold, sessions, "
        "reach_daily. Add the key.",
        id="missing key inside",
    ),
    # Texts
    pytest.param("title: Red dresses", "title: 2024", f"title: found «2024»; {TEXT_WANTED}", id="number as text"),
    pytest.param("title: Red dresses", "title: true", f"title: found «true»; {TEXT_WANTED}", id="boolean as text"),
    pytest.param("title: Red dresses", "title: ''", f"title: found nothing; {TEXT_WANTED}", id="empty text"),
    pytest.param("title: Red dresses", "title: '  '", f"title: found nothing; {TEXT_WANTED}", id="blank text"),
    pytest.param("title: Red dresses", "title: [a, b]", f"title: found a list; {TEXT_WANTED}", id="list as text"),
    pytest.param(
        "title: Red dresses", "title: {a: b}", f"title: found a block of keys; {TEXT_WANTED}", id="block as text"
    ),
    pytest.param(
        "title: Red dresses",
        "title: " + "x" * 501,
        f"title: found «{'x' * 59}…»; expected a text of at most 500 characters. Shorten it.",
        id="long text",
    ),
    pytest.param(
        "title: Red dresses", 'title: "R\\ed"', f"title: found «R\ufffdd»; {UNSEEN}", id="terminal control in a text"
    ),
    pytest.param(
        "title: Red dresses",
        'title: "Red \\u202Esesserd"',
        f"title: found «Red \ufffdsesserd»; {UNSEEN}",
        id="reading order turned round",
    ),
    pytest.param("title: Red dresses", 'title: "\\ud800"', f"title: found «\ufffd»; {UNSEEN}", id="half a character"),
    # The name of the campaign is the name of a folder
    *(
        pytest.param(
            "campaign: red-dresses", f"campaign: {name}", f"campaign: found «{name}»; {FOLDER}", id=f"id {name}"
        )
        for name in ("../x", "a/b", r"a\b", "..", ".", "/etc", "CON", "Robes", "robes rouges", "été", "-a", "a-", "a.b")
    ),
    pytest.param("campaign: red-dresses", "campaign: ''", f"campaign: found nothing; {FOLDER}", id="id empty"),
    pytest.param(
        "campaign: red-dresses", "campaign: " + "a" * 65, f"campaign: found «{'a' * 59}…»; {FOLDER}", id="id too long"
    ),
    pytest.param("campaign: red-dresses", "campaign: 12", f"campaign: found «12»; {TEXT_WANTED}", id="id number"),
    *(
        pytest.param(
            "campaign: red-dresses", f"campaign: {name}", f"campaign: found «{name}»; {DEVICE}", id=f"id {name}"
        )
        for name in ("con", "nul", "com1")
    ),
    # Days
    *(
        pytest.param("start: 2026-03-02", f"start: {day}", f"window.start: found «{day}»; {DAY}", id=f"day {day}")
        for day in (
            "03/04/2026",
            "2026-3-4",
            "2026-02-30",
            "20260302",
            "2026-03-02T10:00",
            "46000",
            "2 mars 2026",
            "٢٠٢٦-٠٣-٠٢",
        )
    ),
    pytest.param("start: 2026-03-02", "start: 0001-01-01", f"window.start: found «0001-01-01»; {YEAR}", id="first day"),
    pytest.param("end: 2026-03-08", "end: 9999-12-31", f"window.end: found «9999-12-31»; {YEAR}", id="last day"),
    pytest.param(
        "start: 2026-03-02",
        "start: 2026-03-12",
        f"window: found the last day 2026-03-08 before the first day 2026-03-12; {SPAN}",
        id="window ends before it starts",
    ),
    pytest.param(
        *key("exclusions: [{start: 2025-02-03, end: 2025-02-01, reason: sales}]"),
        f"exclusions[0]: found the last day 2025-02-01 before the first day 2025-02-03; {SPAN}",
        id="exclusion ends before it starts",
    ),
    pytest.param(
        *key("quiet_period: {start: 2025-01-01, end: 2026-03-02}"),
        "quiet_period.end: found 2026-03-02, inside or after the campaign's window; expected a day before 2026-03-02. "
        "End the quiet period before the campaign begins.",
        id="quiet period into the window",
    ),
    pytest.param(
        "window: {start: 2026-03-02, end: 2026-03-08}", "window: mars", f"window: found «mars»; {BLOCK}", id="window"
    ),
    pytest.param("{start: 2026-03-02,", "{1: 2, start: 2026-03-02,", f"window[1]: found «1»; {KEY}", id="key a number"),
    # Numbers and costs
    pytest.param(
        *cost("{category: media, amount: -5}"),
        "actions[0].costs[0].amount: found «-5»; expected a number not below 0. Correct the value.",
        id="negative cost",
    ),
    *(
        pytest.param(
            *cost(f"{{category: media, amount: {amount}}}"),
            f"actions[0].costs[0].amount: found «{shown}»; {NUMBER}",
            id=f"amount {amount}",
        )
        for amount, shown in (
            ("true", "true"),
            ("'12'", "12"),
            ("12 EUR", "12 EUR"),
            ("1 200", "1 200"),
            ("1_000", "1_000"),
            ("010", "010"),
            ("1:30", "1:30"),
            (".inf", ".inf"),
            (".nan", ".nan"),
        )
    ),
    pytest.param(
        *cost("{category: media, amount: 1.0e+999}"),
        f"actions[0].costs[0].amount: found «inf»; {NUMBER}",
        id="amount without end",
    ),
    pytest.param(
        *cost("{category: media, amount: 12,50}"),
        f"actions[0].costs[0][50]: found «50»; {KEY}",
        id="decimal comma",
    ),
    pytest.param(*cost("{category: media}"), f"actions[0].costs[0]: found no amount; {COST}", id="cost without amount"),
    pytest.param(
        *cost("{category: staff, hours: 3}"), f"actions[0].costs[0]: found hours; {COST}", id="hours, no rate"
    ),
    pytest.param(
        *cost("{category: staff, amount: 3, hours: 2, rate: 1}"),
        f"actions[0].costs[0]: found amount + hours + rate; {COST}",
        id="cost given twice",
    ),
    pytest.param(
        *cost("{category: media, amount: 3, estimated: perhaps}"),
        f"actions[0].costs[0].estimated: found «perhaps»; {TRUTH}",
        id="neither true nor false",
    ),
    pytest.param(
        *cost("{category: stafff, amount: 3}"),
        "actions[0].costs[0].category: found «stafff»; expected one of media, production, tools, influencers, "
        "discounts, staff, other. Did you mean «staff»?",
        id="misspelt category",
    ),
    pytest.param(
        *key("level: 95"), "level: found «95»; expected a number below 1. Correct the value.", id="level in per cent"
    ),
    pytest.param(
        *inside("margin: 60"),
        "indicators.pieces.margin: found «60»; expected a number not above 1. Correct the value.",
        id="margin in per cent",
    ),
    # Codes
    pytest.param("currency: EUR", "currency: eur", f"currency: found «eur»; {CURRENCY}", id="currency"),
    pytest.param(*key("country: zz"), f"country: found «zz»; {COUNTRY}", id="country"),
    pytest.param(*inside("unit: A1Z"), f"indicators.pieces.unit: found «A1Z»; {UNIT}", id="unit"),
    pytest.param(
        "language: en",
        "language: de",
        "language: found «de»; expected one of fr, en. Use one of these words.",
        id="language",
    ),
    pytest.param(
        *cost("{category: media, amount: 3, currency: USD}"),
        f"actions[0].costs[0].currency: found «USD»; {ONE_CURRENCY.partition('Convert')[0]}Give the rate beside it, "
        "e.g. exchange: {rate: 0.92, source: ECB, date: 2026-03-02}: two currencies are never added.",
        id="cost in a second currency",
    ),
    pytest.param(
        *inside("unit: UAH"),
        f"indicators.pieces.unit: found «UAH»; {ONE_CURRENCY}",
        id="indicator in a second currency",
    ),
    # Names that refer to something
    pytest.param(
        *key("roi: [piece]"),
        "roi[0]: found «piece»; expected an indicator of this brief: pieces. Did you mean «pieces»?",
        id="unknown indicator in roi",
    ),
    pytest.param(
        "data: data\n",
        "data: data\nobjectives: [{kind: traffic, indicator: clicks}]\n",
        "objectives[0].indicator: found «clicks»; expected an indicator of this brief: pieces. "
        "Correct the name, or add what it names.",
        id="unknown indicator of an objective",
    ),
    pytest.param(
        "measures: units_sold",
        "measures: unit_sold",
        "indicators.pieces.measures: found «unit_sold»; expected an entry of the catalogue: "
        f"{', '.join(CATALOGUE)}. Did you mean «units_sold»?",
        id="unknown catalogue entry",
    ),
    pytest.param(
        *inside("controls: [pieces]"),
        "indicators.pieces.controls: found the indicator itself; expected other indicators. "
        "Remove it: a series can't be its own control.",
        id="its own control",
    ),
    pytest.param(
        *key("roi: [pieces, pieces]"),
        "roi[1]: found «pieces» a second time; expected each indicator once. Remove it: it would be counted twice.",
        id="indicator twice in roi",
    ),
    pytest.param(*key("roi: pieces"), f"roi: found «pieces»; {LIST}", id="word for a list"),
    pytest.param("  pieces:\n", "  Pièces:\n", f"indicators.Pièces: found «Pièces»; {SHORT}", id="key of an indicator"),
    pytest.param(
        TEXT[TEXT.index("indicators") :],
        "indicators: {}\n",
        "indicators: found nothing; expected at least 1 entry. Add one.",
        id="no indicator",
    ),
    pytest.param(
        TEXT[TEXT.index("indicators") :],
        "indicators: [a]\n",
        f"indicators: found a list; {BLOCK}",
        id="list of indicators",
    ),
    # Targets and prices
    pytest.param(
        *objective("target: {more: 3, percent: 2}"),
        "objectives[0].target: found 2 ways of stating the target; expected exactly one of more, less, total, percent. "
        "Keep the one that you promised, e.g. {more: 300}.",
        id="two targets",
    ),
    pytest.param(
        *objective("target: {more: 0}"),
        "objectives[0].target.more: found «0»; expected a number above 0. Correct the value.",
        id="target of nothing",
    ),
    pytest.param(
        *inside("rate_card: {low: 3, central: 2, high: 4, source: rates, date: 2026-01-01}"),
        "indicators.pieces.rate_card: found 3, 2, 4; expected low, central and high in ascending order. "
        "Put the three prices in order.",
        id="prices out of order",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), FAULTS)
def test_a_fault_is_told_with_place_finding_expectation_and_cure(old: str, new: str, message: str) -> None:
    """One thing that is wrong in a brief makes one line that says how to mend it."""
    assert old in TEXT

    with pytest.raises(BriefError) as caught:
        read_brief(TEXT.replace(old, new), "b.yaml")

    assert str(caught.value) == f"b.yaml: {message}"


def test_all_faults_come_at_once_in_the_order_of_reading() -> None:
    """A brief with several faults lists them as they stand in the file, missing keys last in their block."""
    text = "window: {start: 03/04/2026}\ntitel: x\ncampaign: Red\nbrand: 3\nroi: [1]\n"

    with pytest.raises(BriefError) as caught:
        read_brief(text, "b.yaml")

    assert [fault.place for fault in caught.value.faults] == [
        "b.yaml: window.start",
        "b.yaml: window.end",
        "b.yaml: titel",
        "b.yaml: campaign",
        "b.yaml: brand",
        "b.yaml: roi[0]",
        *(f"b.yaml: {name}" for name in ("title", "language", "currency", "goal", "data", "indicators")),
    ]


def test_faults_of_writing_and_contradictions_come_together() -> None:
    """A misspelt key, a missing title and a name that refers to nothing are told in one go."""
    keys = parameters(title=None, titel="x", roi=["piece"], actions="none")

    with pytest.raises(BriefError) as caught:
        campaign_from(keys, "b.yaml")

    assert [fault.place for fault in caught.value.faults] == [
        "b.yaml: actions",
        "b.yaml: titel",
        "b.yaml: title",
        "b.yaml: roi[0]",
    ]


def test_a_key_with_a_fault_makes_no_second_one() -> None:
    """Where the window can't be read, nothing is said of what would contradict it."""
    with pytest.raises(BriefError) as caught:
        brief(window={"start": "3 mars", "end": "2026-03-08"}, roi=["piece"])

    assert [fault.place for fault in caught.value.faults] == ["brief.yaml: window.start"]


def test_contradictions_come_at_once() -> None:
    """Parts that contradict each other are all listed."""
    with pytest.raises(BriefError) as caught:
        brief(roi=["a"], funnel=["b"], quiet_period={"start": "2026-02-01", "end": "2026-03-05"})

    assert [fault.place for fault in caught.value.faults] == [
        "brief.yaml: quiet_period.end",
        "brief.yaml: roi[0]",
        "brief.yaml: funnel[0]",
    ]


@pytest.mark.parametrize("field", ["title", "objectives", "actions", "indicators"])
def test_multiplying_anchors_are_never_written_out(field: str) -> None:
    """Anchors within anchors, which would fill the memory when spelled out, end in short messages."""
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))

    with pytest.raises(BriefError) as caught:
        read_brief(f"{bomb}{field}: *a59\n", "b.yaml")

    assert len(str(caught.value)) < 100_000


def test_a_fault_of_a_brief_travels_between_processes() -> None:
    """An error survives pickling with every fault."""
    with pytest.raises(BriefError) as caught:
        read_brief("a: 1\n", "b.yaml")

    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - made here


def test_norway_has_holidays() -> None:
    """The country NO is Norway and not the boolean that YAML makes of it."""
    assert read_brief(TEXT + "country: NO\n", "b.yaml").country == "NO"


def test_date_and_language_of_the_call_win() -> None:
    """A date and a language given to the call take the place of the brief's own."""
    campaign = read_brief(TEXT + "as_of: 2026-01-01\n", "b.yaml", as_of="2026-03-20", language="fr")

    assert (str(campaign.as_of), campaign.language) == ("2026-03-20", "fr")


def test_a_brief_reads_back_what_it_gives() -> None:
    """A campaign given back as parameters reads as the same campaign."""
    campaign = brief()

    assert campaign_from(as_parameters(campaign), "b.yaml") == campaign


def test_a_campaign_is_frozen() -> None:
    """A campaign that was read can't be changed."""
    with pytest.raises(ValueError, match="frozen"):
        brief().title = "x"


@pytest.mark.parametrize("path", sorted(PARAMS.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_shipped_briefs_are_read_and_name_the_schema(path: Path) -> None:
    """Every shipped brief validates, is named like its campaign, and names the schema on its first line."""
    text = path.read_text(encoding="utf-8")

    assert text.startswith("# yaml-language-server: $schema=brief.schema.json\n")
    assert read_brief(text, path.name).campaign == path.stem


def namespace(assigned: dict[str, Any], example: dict[str, Any] | None = None) -> dict[str, Any]:
    """Give the globals of a notebook whose example cell papermill followed with its own."""
    cell = "# Parameters\n" + "".join(f"{name} = {value!r}\n" for name, value in assigned.items())
    return {"In": ["", "campaign = 'example'", cell, "import smmeasure"], **(example or {}), **assigned}


def test_a_notebook_without_papermill_reads_its_own_cell() -> None:
    """In JupyterLab the names of the parameters cell are the brief; other names are the user's own."""
    names = {**parameters(), "In": ["", "campaign = 'red-dresses'"], "pd": "pandas", "quiet_period": None}

    assert read_parameters(names) == brief()


def test_papermill_leaves_nothing_of_the_example() -> None:
    """Keys of the notebook's example that the injected cell doesn't name count as left out."""
    given = parameters(roi=None, funnel=None)

    assert read_parameters(namespace(given, example={"roi": ["pieces"], "country": "FR"})) == brief(
        roi=None, funnel=None
    )


def test_the_last_injected_cell_counts() -> None:
    """A notebook that was run before and is run again follows the newer cell."""
    names = namespace(parameters(title="New"))
    names["In"].insert(1, "# Parameters\ntitle = 'Old'\ncountry = 'FR'\n")

    assert read_parameters(names).title == "New"


def test_a_persons_cell_with_magic_is_no_brief() -> None:
    """A cell that begins like papermill's and is no Python ends in the list of what is missing."""
    with pytest.raises(BriefError) as caught:
        read_parameters({**parameters(), "In": ["# Parameters\n%matplotlib inline\n"]})

    assert caught.value.faults[0].place == "parameters: campaign"


def test_unknown_and_missing_names_of_papermill_are_faults() -> None:
    """Names that papermill only warns about, and names that are missing, are told together."""
    given: dict[str, Any] = {"titel": "x", **{name: BRIEF[name] for name in BRIEF if name != "title"}}

    with pytest.raises(BriefError) as caught:
        read_parameters(namespace(given, example={"title": "The example"}))

    assert str(caught.value) == (
        f"parameters: titel: found a key that does not exist; expected one of {KEYS}. Did you mean «title»?\n"
        "parameters: title: found nothing; expected Title of the report. Add the key."
    )


def test_parameters_are_the_keys_of_a_brief() -> None:
    """The names of the parameters cell are those of the brief, in its order."""
    assert tuple(Campaign.model_fields) == PARAMETER_NAMES
    assert ", ".join(PARAMETER_NAMES) == KEYS
    assert set(parse_yaml(TEXT, "b.yaml")) < set(PARAMETER_NAMES)
