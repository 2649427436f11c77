"""Price against process on one axis: how the gain of each lever is distributed."""

from __future__ import annotations

from matplotlib.figure import Figure

from wegmarke.model.finding import Finding
from wegmarke.questions.levers.found import LeversFound
from wegmarke.report.pictures.canvas import BLUE, GREY, INK, ORANGE, PALE, canvas
from wegmarke.report.presentation import Presentation
from wegmarke.stats.levers import density
from wegmarke.text import decimal, minor_digits, number, span, word

_COLOURS = {"price": BLUE, "process": ORANGE, "with_premium": GREY, "with_spending": GREY}


def draw_levers(finding: Finding[LeversFound], presentation: Presentation) -> Figure:
    """Both distributions, from the 1st to the 99th percentile, and a line where nothing is gained."""
    result = finding.result
    assert isinstance(result, LeversFound)  # noqa: S101 - `picture` has turned all others away
    figure, (axes,) = canvas(finding, presentation, [3.2])
    minor, language = 10 ** minor_digits(result.currency), presentation.language
    for name, gain, _ in result.gains:
        told = span(round(gain.low), round(gain.high), "minor_units", language, currency=result.currency)
        mean = number(round(gain.mean), "minor_units", language, currency=result.currency)
        label = f"{word(f'lever:{name}', language)}: {mean} ({told})".replace("$", r"\$")
        middle, height = density(gain.quantiles / minor)
        axes.fill_between(middle, height, step="mid", color=_COLOURS[name], alpha=0.45, label=label)
        axes.axvline(gain.mean / minor, color=_COLOURS[name], linewidth=1.5)
    axes.axvline(0, color=INK, linewidth=1)
    axes.set_yticks([])
    axes.set_ylim(bottom=0)
    axes.grid(axis="x", color=PALE)
    axes.set_axisbelow(b=True)
    axes.xaxis.set_major_formatter(lambda value, _: decimal(value, 0, language))
    measure = word(f"levers_measure:{result.measured_in}", language)
    axes.set_xlabel(f"{measure} ({result.currency})", fontsize=9, color=INK)
    figure.legend(loc="outside lower left", frameon=False, fontsize=9, ncols=1)
    return figure
