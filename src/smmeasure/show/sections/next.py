"""What to do next."""

from __future__ import annotations

from smmeasure.core.estimates import Evidence
from smmeasure.core.evaluation import Evaluation
from smmeasure.messages import message
from smmeasure.show import story
from smmeasure.show.known import known
from smmeasure.show.page import Html
from smmeasure.show.sections.parts import heading, points_html, words_of
from smmeasure.show.tables import joined


def next_steps(evaluation: Evaluation) -> Html:
    """Say what to do next, each step with what it rests on."""
    words = words_of(evaluation)
    leaks = evaluation.phase.has_result and evaluation.funnel is not None and evaluation.funnel.leak is not None
    above = known(words, Evidence.MEASURED, how=message("the numbers above")) if leaks else None
    return joined(
        [heading(words, message("What to do next")), points_html(words, story.next_steps(evaluation), known=above)]
    )
