"""What to do next."""

from __future__ import annotations

from smmeasure.core.evaluation import Evaluation
from smmeasure.messages import message
from smmeasure.show import story
from smmeasure.show.page import Html, render
from smmeasure.show.sections.parts import heading, words_of
from smmeasure.show.tables import joined


def next_steps(evaluation: Evaluation) -> Html:
    """Say what to do next, each step with what it rests on."""
    words = words_of(evaluation)
    points = [words.say(step) for step in story.next_steps(evaluation)]
    return joined([heading(words, message("What to do next")), render("list.html.j2", points=points)])
