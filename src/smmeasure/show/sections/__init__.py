"""The sections of a report: each a function from an evaluation to a piece of a page."""

from smmeasure.show.sections.brief import brief
from smmeasure.show.sections.data import data
from smmeasure.show.sections.effects import effects
from smmeasure.show.sections.funnel import funnel
from smmeasure.show.sections.method import method
from smmeasure.show.sections.next import next_steps
from smmeasure.show.sections.returns import returns
from smmeasure.show.sections.summary import summary

__all__ = ["brief", "data", "effects", "funnel", "method", "next_steps", "returns", "summary"]
