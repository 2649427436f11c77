"""The pictures of what a defect costs: the comparison with its checks as dots, and how comparable the visits are."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wegmarke import text
from wegmarke.desk.findings.dots import Colour, Dot, DotChart, DotRow
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.questions.effect.found import EffectFound


def comparison_chart(found: EffectFound | CannotSay) -> DotChart:
    """The difference adjusted and as it is, and the two comparisons that must show nothing."""
    if isinstance(found, CannotSay):
        return DotChart((), (), signed=True, hidden=0)
    estimates: tuple[tuple[str, Estimate, Colour], ...] = (
        (_("Leave because of it, adjusted"), found.adjusted, "b"),
        (_("As it is, without adjusting"), found.unadjusted, "unclear"),
        (_("Negative control: should be 0"), found.control, "a"),
        (_("Placebo: should be 0"), found.placebo, "a"),
    )
    rows = [DotRow(label, (_dot(one, colour),)) for label, one, colour in estimates if isinstance(one, Interval)]
    return DotChart(tuple(rows), (), signed=True, hidden=0)  # the rows say what they are; no colour needs words


def overlap_drawn(found: EffectFound) -> tuple[dict[str, object], str]:
    """What the picture of the overlap draws, and the same in words."""
    language, lines = reader_language(), found.overlap.spread
    names = {
        "exposed": text.word("column:overlap_exposed", language),
        "unexposed": text.word("column:overlap_unexposed", language),
        "weighted": text.word("column:overlap_weighted", language),
    }
    series = [
        {"key": key, "label": label, "values": [round(getattr(one, key), 5) for one in lines]}
        for key, label in names.items()
    ]
    axis = _("How likely the event was, judging by the history")
    outside = text.number(found.overlap.exposed_outside, "share", language)
    effective = text.number(round(found.overlap.comparison.effective), "count", language)
    said = _("%(outside)s of the visits with the event have no like one without; %(n)s customers count as comparison.")
    ends = [[round(one.low, 4), round(one.high, 4)] for one in lines]
    return {"series": series, "ends": ends, "axis": axis}, said % {"outside": outside, "n": effective}


def _dot(one: Interval, colour: Colour) -> Dot:
    language = reader_language()
    said = text.number(one.value, "difference", language)
    return Dot(one.value, one.low, one.high, colour, f"{said} ({text.span(one.low, one.high, 'difference', language)})")
