"""Entries, exits and the touchpoints before the outcome as dots with intervals: won blue, lost orange."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wegmarke.model.finding import Finding
from wegmarke.questions.entries import AtPlace, EntriesAndExits
from wegmarke.questions.shares import Shares
from wegmarke.report.pictures.canvas import BLUE, GREY, INK, ORANGE, canvas, percent_axis, rows
from wegmarke.report.presentation import Presentation
from wegmarke.text import word


def draw_entries(finding: Finding[EntriesAndExits], presentation: Presentation, *, top: int = 8) -> Figure:
    """For each place the touchpoints with most journeys: their share of the won and of the lost, with intervals."""
    result = finding.result
    assert isinstance(result, EntriesAndExits)  # noqa: S101 - `picture` has turned all others away
    places = (("before_points", result.before), ("entry_points", result.entry), ("exit_points", result.exit))
    figure, axes = canvas(finding, presentation, [0.34 * min(top, len(at.touchpoint)) + 0.8 for _, at in places])
    for one, (title, at) in zip(axes, places, strict=True):
        _place(one, result, at, presentation, top)
        one.set_title(word(f"table:{title}", presentation.language), loc="left", fontsize=10, color=INK)
    axes[0].legend(loc="lower right", frameon=False, fontsize=9)
    return figure


def _place(axes: Axes, result: EntriesAndExits, at: AtPlace, presentation: Presentation, top: int) -> None:
    shown = np.argsort(-_rank(at), kind="stable")[:top]
    rows(axes, [result.touchpoints[int(at.touchpoint[line])].label for line in shown])
    percent_axis(axes, presentation)
    if at.won is None and at.lost is None:
        counts = at.counts.sum(axis=1)
        label = word("column:journeys", presentation.language)
        axes.plot(counts[shown] / counts.sum(), range(len(shown)), "o", color=GREY, label=label)
    for shares, colour, name, shift in ((at.won, BLUE, "won", -0.14), (at.lost, ORANGE, "lost", 0.14)):
        if shares is not None:
            _dots(axes, shares, shown, colour, word(f"column:share_of_{name}", presentation.language), shift)
    right = axes.get_xlim()[1] * 1.015
    axes.set_xlim(-0.015 * right, right)


def _rank(at: AtPlace) -> np.ndarray:
    """The largest of both shares, so that a touchpoint where many are lost is not missed."""
    parts = [np.nan_to_num(shares.share) for shares in (at.won, at.lost) if shares is not None]
    largest: np.ndarray = np.maximum.reduce(parts) if parts else at.counts.sum(axis=1).astype(float)
    return largest


def _dots(axes: Axes, shares: Shares, shown: np.ndarray, colour: str, label: str, shift: float) -> None:
    value, low, high = (np.asarray(part, float)[shown] for part in (shares.share, shares.low, shares.high))
    places = np.arange(len(shown)) + shift
    axes.hlines(places, low, high, color=colour, linewidth=2, alpha=0.5)
    axes.plot(value, places, "o", color=colour, markersize=6, label=label)
