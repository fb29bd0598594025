"""The data as they came: gaps, zeros, repeated days, a picture per indicator."""

from __future__ import annotations

from smmeasure.core.estimates import Evidence
from smmeasure.core.evaluation import Evaluation, IndicatorResult
from smmeasure.messages import message
from smmeasure.show.figures import series_figure
from smmeasure.show.known import known, known_of
from smmeasure.show.page import Html, render
from smmeasure.show.sections.parts import figure_html, heading, words_of
from smmeasure.show.tables import Cell, Column, Table, cells, joined, table_html
from smmeasure.show.words import Words


def data(evaluation: Evaluation) -> Html:
    """Show the state of every series and a picture of it."""
    words = words_of(evaluation)
    missing = sum(result.quality.missing for result in evaluation.indicators)
    notes = [note for result in evaluation.indicators for note in result.notes]
    doubtful = message("To look at in the data: {count}", count=len(notes))
    title = message("The data have gaps: {count} days without a value", count=missing)
    complete = message("The data are complete")
    lead = message("Every series as it came; a missing day is never counted as zero.")
    pictures = [_picture(evaluation, result, words) for result in evaluation.indicators]
    alts = " ".join(picture.alt for picture in pictures)
    summary = words.say(message("A picture of every series"))
    folded = render("fold.html.j2", summary=summary, pieces=[picture.markup for picture in pictures])
    return joined(
        [
            heading(words, doubtful if notes else title if missing else complete, lead),
            *([table_html(_notes_table(evaluation, words))] if notes else []),
            table_html(_quality_table(evaluation, words), summary=words.say(message("The state of every series"))),
            Html(folded.markup, alts),
        ]
    )


def _picture(evaluation: Evaluation, result: IndicatorResult, words: Words) -> Html:
    figure = series_figure(result, evaluation.campaign, words, f"series-{result.key}")
    counted = known_of(evaluation, words, Evidence.MEASURED, keys=[result.key], how=message("the series as it came"))
    return figure_html(figure, words.say(result.name), known=counted)


def _notes_table(evaluation: Evaluation, words: Words) -> Table:
    """List what stands out in the days of each series, and what was done about it."""
    return Table(
        words.say(message("What stands out in the data")),
        (
            Column(words.say(message("Indicator"))),
            Column(words.say(message("What was seen"))),
            Column(words.say(message("What was done, or is to do"))),
        ),
        tuple(
            cells(words.say(result.name), words.say(note.reason), words.say(note.cure))
            for result in evaluation.indicators
            for note in result.notes
        ),
    )


def _quality_table(evaluation: Evaluation, words: Words) -> Table:
    titles = (
        message("Days"),
        message("Missing"),
        message("Missing in the campaign"),
        message("Zeros"),
        message("Twice in the file"),
    )
    return Table(
        words.say(message("Quality of the series up to {day}", day=evaluation.as_of)),
        (
            Column(words.say(message("Indicator"))),
            Column(words.say(message("File"))),
            Column(words.say(message("Period"))),
            *(Column(words.say(title), numeric=True, unit=words.say(message("days"))) for title in titles),
        ),
        tuple(_quality_row(result, words) for result in evaluation.indicators),
        known(words, Evidence.MEASURED, how=message("counted in the file of each row")),
    )


def _quality_row(result: IndicatorResult, words: Words) -> tuple[Cell, ...]:
    quality = result.quality
    period = words.span(quality.first, quality.last) if quality.first and quality.last else "–"
    counts = (quality.days, quality.missing, quality.missing_in_window, quality.zeros, quality.duplicates)
    return cells(words.say(result.name), result.series.facts.file, period, *(words.number(count) for count in counts))
