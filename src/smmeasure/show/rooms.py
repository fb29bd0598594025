"""Parts of the report one by one, for who explores a campaign in a notebook."""

from __future__ import annotations

from smmeasure.core.evaluation import Evaluation
from smmeasure.show.page import Html
from smmeasure.show.sections import after as after_section
from smmeasure.show.sections import earned, money_back, parts
from smmeasure.show.sections import rates as rates_section
from smmeasure.show.sections import scoreboard as scoreboard_section
from smmeasure.show.sections import worth as worth_section
from smmeasure.show.tables import joined


def scoreboard(evaluation: Evaluation) -> Html:
    """Show how much of each target was reached over the baseline, or why that can't be told."""
    return scoreboard_section.scoreboard(evaluation, parts.words_of(evaluation))


def worth(evaluation: Evaluation) -> Html:
    """Show when the cost was paid back, the way from revenue to ROI, what platforms claim, and assumed savings."""
    words = parts.words_of(evaluation)
    return joined([*money_back.money_back(evaluation, words), worth_section.worth_html(evaluation, words)])


def rates(evaluation: Evaluation) -> Html:
    """Show the rates with their denominators, and what one unit of attention and of engagement cost."""
    return rates_section.rates(evaluation, parts.words_of(evaluation))


def earned_media(evaluation: Evaluation) -> Html:
    """Show what earned exposure would have cost to buy, its price, and how far others carried the campaign."""
    return joined(earned.earned_media(evaluation, parts.words_of(evaluation)))


def after(evaluation: Evaluation) -> Html:
    """Show what is left of the effects 30, 90 and 180 days later, and what became of the customers won."""
    return after_section.after(evaluation, parts.words_of(evaluation))
