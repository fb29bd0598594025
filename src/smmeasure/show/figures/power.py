"""Before the campaign: which effects it could show, and how likely it is to show them."""

from __future__ import annotations

from functools import partial

import numpy as np

from smmeasure.core.results import Plan
from smmeasure.messages import message
from smmeasure.show.figures.figure import Figure
from smmeasure.show.figures.labels import Name, write_above
from smmeasure.show.figures.lettering import wrapped
from smmeasure.show.figures.palette import ACCENT, INK, MUTED
from smmeasure.show.figures.scale import Scale, draw_scale, height_of, scale_for
from smmeasure.show.figures.sheet import DOTTED, Box, Screen, Sheet, figure_from
from smmeasure.show.words import Words

_ENOUGH = 0.995
"""Where detection is as good as certain the curve says no more."""


def power_figure(plan: Plan, words: Words, id: str) -> Figure:  # noqa: A002
    """Draw the probability of detecting an effect by its size.

    Parameters
    ----------
    plan : Plan
        What the campaign could show; where nothing is measurable the figure says why.
    words : Words
        The reader's language.
    id : str
        Id of the figure in its page.
    """
    if not plan.measurable:
        reason = words.say(plan.reason or message("The series is not measurable."))
        return figure_from(
            partial(_draw_reason, reason), id, words.say(message("No effect could be detected.")), reason
        )
    alt = words.say(message("Probability of detecting an effect, by its size."))
    return figure_from(partial(_draw, plan, words), id, alt, _description(plan, words))


def _description(plan: Plan, words: Words) -> str:
    shape = message(
        "With {days} days, an effect of {mde} against the baseline is detected with a probability of {power}; a "
        "smaller one may stay unseen.",
        days=plan.days,
        mde=words.percent(plan.rel_mde, sign=True),
        power=words.percent(plan.power),
    )
    return words.say(shape)


def _draw_reason(reason: str, screen: Screen) -> Sheet:
    lines = wrapped(reason, screen.width, screen.text, lines=5)
    sheet = Sheet(screen, 14 + 1.4 * screen.text * len(lines))
    for number, line in enumerate(lines):
        sheet.write(0, 4 + screen.text * (1 + 1.4 * number), line, ink=MUTED)
    return sheet


def _draw(plan: Plan, words: Words, screen: Screen) -> Sheet:
    size = screen.small
    power = Scale(0.0, 1.04, (0.0, 0.25, 0.5, 0.75, 1.0), tuple(words.percent(k / 4, 0) for k in range(5)))
    effect = _effect_scale(plan, words)
    left = power.gutter(size)
    top, tall = (5.5 if screen.is_narrow else 2.4) * size, 180.0 if screen.is_narrow else 220.0
    box = Box(left, top, screen.width - left - (16 if screen.is_narrow else 30), tall)
    sheet = Sheet(screen, box.bottom + 3.9 * size)
    write_above(sheet, 0, _names(plan, words) if screen.is_narrow else _names(plan, words)[:1])
    draw_scale(sheet, box, power)
    _draw_effect_axis(sheet, box, effect)
    title = words.say(message("true effect against the baseline"))
    sheet.write(box.right, box.bottom + 3.3 * size, title, ink=MUTED, size=size, anchor="end")
    curve = plan.curve[(plan.curve["rel_effect"] >= 0) & (plan.curve["rel_effect"] <= effect.high)]
    panel = sheet.panel(box, (effect.low, effect.high), (power.low, power.high))
    panel.plot(curve["rel_effect"], curve["power"], color=ACCENT, linewidth=2.0)
    if np.isfinite(plan.rel_mde):
        _mark_smallest(sheet, box, effect.high, power, plan)
        if not screen.is_narrow:
            x = box.left + box.width * plan.rel_mde / effect.high
            _write_beside_point(sheet, box, x, *_point(plan, words))
    return sheet


def _names(plan: Plan, words: Words) -> list[Name]:
    """Names above the panel: what is drawn and, where there is no room beside it, the marked point."""
    names = [Name((words.say(message("probability of detection")),), MUTED, sample="none")]
    smallest, chance = _point(plan, words)
    return [*names, Name((smallest,), INK, sample="dot"), Name((chance,), INK, sample="none")]


def _point(plan: Plan, words: Words) -> tuple[str, str]:
    """Say what the marked point is."""
    return (
        words.say(message("smallest detectable effect: {mde}", mde=words.percent(plan.rel_mde, sign=True))),
        words.say(message("found {power} of the time", power=words.percent(plan.power))),
    )


def _effect_scale(plan: Plan, words: Words) -> Scale:
    """Scale of the effect, from none to where detection is certain."""
    curve = plan.curve[plan.curve["rel_effect"] >= 0]
    certain = curve.loc[curve["power"] >= _ENOUGH, "rel_effect"]
    far = float(certain.min()) if len(certain) else float(curve["rel_effect"].max())
    high = max(far, 1.3 * plan.rel_mde if np.isfinite(plan.rel_mde) else far)
    chosen = scale_for([0.0, high], lambda value, digits: words.percent(value, max(0, digits - 2), sign=True), ticks=5)
    return Scale(0.0, high, *_inside(chosen, high))


def _inside(scale: Scale, high: float) -> tuple[tuple[float, ...], tuple[str, ...]]:
    kept = [(tick, label) for tick, label in zip(scale.ticks, scale.labels, strict=True) if 0 <= tick <= high]
    return tuple(tick for tick, _ in kept), tuple(label for _, label in kept)


def _draw_effect_axis(sheet: Sheet, box: Box, scale: Scale) -> None:
    size = sheet.screen.small
    sheet.stroke([(box.left, box.bottom), (box.right, box.bottom)], ink=MUTED, under=True)
    for tick, label in zip(scale.ticks, scale.labels, strict=True):
        x = box.left + box.width * tick / scale.high
        sheet.stroke([(x, box.bottom), (x, box.bottom + 4)], ink=MUTED)
        sheet.write(x, box.bottom + 6 + size, label, ink=MUTED, size=size, anchor="middle")


def _mark_smallest(sheet: Sheet, box: Box, widest: float, power: Scale, plan: Plan) -> None:
    """Mark the smallest detectable effect on the curve."""
    x, y = box.left + box.width * plan.rel_mde / widest, height_of(box, power, plan.power)
    sheet.stroke([(box.left, y), (x, y)], ink=INK, dash=DOTTED)
    sheet.stroke([(x, y), (x, box.bottom)], ink=INK, dash=DOTTED)
    sheet.ring(x, y, 4.5, INK, filled=True)


def _write_beside_point(sheet: Sheet, box: Box, x: float, name: str, chance: str) -> None:
    screen, room = sheet.screen, box.right - x - 14
    lines = [(line, INK, True) for line in wrapped(name, room, screen.text, bold=True, lines=3)]
    lines += [(line, MUTED, False) for line in wrapped(chance, room, screen.text)]
    y = box.bottom - 1.35 * screen.text * len(lines) + 4
    for number, (line, ink, bold) in enumerate(lines):
        sheet.write(x + 12, y + number * 1.35 * screen.text, line, ink=ink, bold=bold)
