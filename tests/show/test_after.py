"""The section on the days after a campaign."""

import re
from dataclasses import replace

from small import evaluation, hostile, spoken
from smmeasure.show.sections.after import after
from smmeasure.show.words import Words

LATER = "2026-04-10"
EN = Words("en")


def text(markup: str) -> str:
    """Take the tags away."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


def test_the_section_says_what_lasts_and_what_is_still_to_come() -> None:
    """A measured checkpoint with its numbers, and the next one with its day."""
    said = text(after(evaluation(LATER), Words("en")).markup)
    assert "After the campaign" in said
    assert "What is left of the effect after 8 March 2026" in said
    assert "30 7 April 2026" in said
    assert "90 6 June 2026 – – not yet" in said
    assert "180" not in said


def test_the_section_is_said_in_french() -> None:
    """Headings and states are translated."""
    said = text(after(spoken(evaluation(LATER), "fr"), Words("fr")).markup)
    assert "Après la campagne" in said
    assert "90 6 juin 2026 – – pas encore" in said


def test_without_a_follow_up_one_line_says_when_there_will_be_one() -> None:
    """Before that phase the report says from which day on it tells what is left."""
    line = "After the campaign What is left of the effect is told from 7 April 2026 on, 30 days after the end."
    assert text(after(evaluation("2026-03-20"), Words("en")).markup).strip() == line
    assert text(after(evaluation("2026-03-01"), Words("en")).markup).strip() == line


def test_a_follow_up_of_nothing_says_so() -> None:
    """Where no indicator is followed although the day has come, one line says why."""
    followed = evaluation(LATER)
    bare = replace(followed, indicators=tuple(replace(one, follow_up=None) for one in followed.indicators))
    line = "After the campaign No effect is followed: no objective has an indicator whose effect was measured."
    assert text(after(bare, Words("en")).markup).strip() == line


def test_a_users_text_stays_text() -> None:
    """Names of indicators are escaped."""
    assert "<script>" not in after(hostile(LATER), Words("en")).markup


def test_the_section_says_what_it_has_returned_so_far() -> None:
    """The ROI of everything gained by day 30 with its interval, and why day 90 has none."""
    said = text(after(evaluation(LATER), Words("en")).markup)
    assert "What it has returned so far measured Source: " in said
    assert "in 100" in said
    assert "The data end on 10 April 2026; day 90 after the campaign is 6 June 2026." in said


def test_what_is_not_followed_says_why() -> None:
    """E-mails, reviews and later orders have a line each where the brief has no data of them."""
    said = text(after(evaluation(LATER), Words("en")).markup)
    assert "E-mails are not followed: no indicator of the brief measures mail_opens or mail_clicks." in said
    assert "Reviews are not watched" in said
    assert "bought later is not known: The brief declares no orders with customer keys (loyalty)." in said


def test_what_is_watched_has_its_rows() -> None:
    """Mails and reviews that the brief measures stand in the table at each day, and nothing says that they don't."""
    made = evaluation(LATER)
    kinds = {"sessions": "mail_opens", "pieces": "reviews"}
    indicators = {
        key: one.model_copy(update={"measures": kinds.get(key, one.measures)})
        for key, one in made.campaign.indicators.items()
    }
    said = text(after(replace(made, campaign=made.campaign.model_copy(update={"indicators": indicators})), EN).markup)
    assert "not followed" not in said
    assert "not watched" not in said
    assert said.count("30 7 April 2026") == 3  # both indicators, and the ROI so far
