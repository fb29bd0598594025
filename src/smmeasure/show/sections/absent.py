"""Parts that a brief gives nothing for: each is named in one line instead of vanishing."""

from __future__ import annotations

from collections.abc import Iterator

from smmeasure.core.evaluation import Evaluation
from smmeasure.core.returns import ReturnName
from smmeasure.messages import Message, message


def absent_funnels(evaluation: Evaluation) -> Iterator[Message]:
    """Say which funnels and rates the brief doesn't ask for.

    Parameters
    ----------
    evaluation : Evaluation
        What the report shows.
    """
    if not evaluation.phase.has_result:
        return
    if not evaluation.platform_funnels:
        yield message("No funnel by platform: the brief names none in funnel.")
    if not evaluation.conversions:
        yield message("No conversion rate of a single action: no action of the brief names who came and who converted.")


def absent_returns(evaluation: Evaluation) -> Iterator[Message]:
    """Say which parts beside the returns have nothing to show.

    Parameters
    ----------
    evaluation : Evaluation
        What the report shows.
    """
    if evaluation.return_named(ReturnName.ROI).estimate is None:
        yield message("Payback day and break-even are told with an ROI only.")
    if not any(item.category == "media" or item.attributed for item in evaluation.costs):
        yield message("No attributed ROAS: no cost of the brief is media.")
    if evaluation.worth is None or not evaluation.worth.savings:
        yield message("No savings by a declared rate: no indicator of the brief has a deflection.")


def absent_controls(evaluation: Evaluation) -> Iterator[Message]:
    """Say that no control series tells the market from the campaign.

    Parameters
    ----------
    evaluation : Evaluation
        What the report shows.
    """
    if not any(indicator.controls for indicator in evaluation.campaign.indicators.values()):
        yield message("No control series: the brief names none, so that only the past says what would have been.")
