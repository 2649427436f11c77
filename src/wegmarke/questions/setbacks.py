"""One bad event after many good ones: how much it takes away, for how long, and what settling a complaint gives back.

Looked at are visits of customers to whom nothing critical had happened for a year, at FEWEST_GOOD contacts or more:
those with a critical event beside those without, to the same touchpoints, with the history before their matter began.
The share that leaves is told window by window (shares of all who were there at the visit, so that the windows add up),
and in sum. *It lasts* to the end of the last window, from the first on without a gap, whose interval lies above 0.

*What settling gives back*: of customers who complained and had not left SETTLE_DAYS days later, those whose complaint
was settled by then beside the others (a landmark: who leaves at once can no longer be settled); the share that leaves
afterwards within the horizon.

Both doubly robust on those who had it (`stats.on_exposed`). Source of the landmark: J. Anderson, K. Cain, R. Gelber
(1983), Analysis of survival by tumor response, Journal of Clinical Oncology 1, 710-719.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.kernels.incidents import COMPLAINT
from wegmarke.index.moments import SETTLED
from wegmarke.index.summaries.compact_histories import HISTORY
from wegmarke.index.summaries.snapshots import Snapshots, TakeSnapshots
from wegmarke.model.finding import CannotSay, Column, Estimate, Interval, Table
from wegmarke.questions.asked import Asked
from wegmarke.questions.histories import Ground, sample, together, without_rare
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.questions.moments.compared import FEWEST_VISITS
from wegmarke.stats.on_exposed import Comparison, compared_groups

FEWEST_GOOD: Final = 5
"""So many contacts in the year before, none with anything critical, are many good ones."""
SETTLE_DAYS: Final = 30
WINDOW_ENDS: Final = (30, 60, 90, 180)

_MOST_VISITS = 3_000
_DAY = 86_400
_CONTACTS, _FIRST_INCIDENT = HISTORY.index("contacts_365"), HISTORY.index("incidents_7")
Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Window:
    """Days after the visit, and by how much more of those with the event leave within them."""

    from_days: int
    to_days: int
    added: Estimate


@dataclass(frozen=True, slots=True)
class Setback:
    """events, others: visits of content customers with a critical event, and without. total: what it adds to leaving
    within the horizon; windows: the same by time. settled, unsettled: complaints; given_back: what settling adds to
    leaving (negative: it keeps customers).
    """

    horizon_days: int
    events: int
    others: int
    total: Estimate
    windows: tuple[Window, ...]
    settled: int
    unsettled: int
    given_back: Estimate

    @property
    def lasts_days(self) -> int:
        """Until how many days after it more leave, as far as can be told; 0 where nothing can."""
        until = 0
        for one in self.windows:
            if isinstance(one.added, CannotSay) or one.added.low <= 0:
                break
            until = one.to_days
        return until

    def tables(self) -> tuple[Table, ...]:
        """One line a window, the last one the whole horizon; and one line for what settling gives back."""
        whole = Window(0, self.horizon_days, self.total)
        lines = (*self.windows, whole)
        return (
            Table(
                "setback",
                (
                    Column("from_days", "count", [one.from_days for one in lines]),
                    Column("to_days", "count", [one.to_days for one in lines]),
                    Column("with_event", "count", [self.events for _ in lines]),
                    Column("without_event", "count", [self.others for _ in lines]),
                    *interval_columns("leaving_added", "difference", [one.added for one in lines]),
                ),
            ),
            Table(
                "settling",
                (
                    Column("complaints_settled", "count", [self.settled]),
                    Column("complaints_unsettled", "count", [self.unsettled]),
                    *interval_columns("leaving_settled", "difference", [self.given_back]),
                ),
            ),
        )


def setback(asked: Asked, found: Ground, before: Snapshots) -> Setback:
    """What one bad event does. before: visits to touchpoints where both sorts are, their history as before the matter.

    `CannotSay("too_few")` with fewer than 30 visits of either sort, and as in `stats.on_exposed`.
    """
    days = round(found.moments.horizon_days)
    calm = before.of(_content(before))
    rows = together(sample(calm.of(calm.bad), _MOST_VISITS), sample(calm.of(~calm.bad), 2 * _MOST_VISITS))
    events = int(np.count_nonzero(rows.bad))
    others = len(rows) - events
    ready = _ready(found, rows, rows.bad)
    settled, unsettled, given_back = _settling(asked, found)
    if isinstance(ready, CannotSay):
        return Setback(days, events, others, ready, (), settled, unsettled, given_back)
    total = ready.effect(rows.left.astype(np.float64)).adjusted
    windows = _windows(days, rows, ready) if isinstance(total, Interval) else ()
    return Setback(days, events, others, total, windows, settled, unsettled, given_back)


def _content(visits: Snapshots) -> Truth:
    """Whether there were many contacts in the year before, and nothing critical."""
    many = visits.told((_CONTACTS,))[:, 0] >= np.log1p(FEWEST_GOOD) - 1e-9
    found: Truth = many.copy()
    found[many] = ~(visits.of(many).told(range(_FIRST_INCIDENT, len(HISTORY))) > 0).any(axis=1)
    return found


def _ready(found: Ground, rows: Snapshots, exposed: Truth) -> Comparison | CannotSay:
    fewest = min(int(np.count_nonzero(exposed)), int(np.count_nonzero(~exposed)))
    if fewest < FEWEST_VISITS:
        return CannotSay("too_few", fewest, FEWEST_VISITS)
    places = (rows.touchpoint[:, None] == np.unique(rows.touchpoint)[1:]).astype(np.float64)
    told = np.hstack([without_rare(found.covariates(rows)), places])
    return compared_groups(told, exposed, rows.customer.astype(np.int64))


def _windows(days: int, rows: Snapshots, ready: Comparison) -> tuple[Window, ...]:
    ends = [*(end for end in WINDOW_ENDS if end < days), days]
    gone = np.zeros(len(rows), np.bool_)
    lines, begin = [], 0
    for end in ends:
        by_then = rows.left if end == days else rows.left & (rows.left_at - rows.seconds <= end * _DAY)
        added = ready.effect((by_then & ~gone).astype(np.float64)).adjusted
        lines.append(Window(begin, end, added))
        gone, begin = by_then, end
    return tuple(lines)


def _settling(asked: Asked, found: Ground) -> tuple[int, int, Estimate]:
    """Complaints settled within the days allowed, and not, and by how much more leave after the first."""
    roles = found.marks.roles
    complaining = tuple(code for code in found.moments.touchpoints if roles[code] & COMPLAINT)
    settling = np.flatnonzero(found.moments.outcomes & SETTLED)
    if not complaining or not len(settling):
        return 0, 0, CannotSay("too_few", 0, FEWEST_VISITS)
    moments = replace(found.moments, touchpoints=complaining, lead_days=float(SETTLE_DAYS))
    rows = asked.run(TakeSnapshots(asked.selection, found.marks, moments)).table()
    # What settled them must lie in the time that is looked at, too.
    last = found.marks.end - round(found.moments.horizon_days + SETTLE_DAYS) * _DAY
    rows = rows.of(rows.seconds <= last)
    settled = _came_within(found.visits.of(np.isin(found.visits.touchpoint, settling)), rows)
    count = int(np.count_nonzero(settled))
    ready = _ready(found, rows, settled)
    if isinstance(ready, CannotSay):
        return count, len(rows) - count, ready
    return count, len(rows) - count, ready.effect(rows.left.astype(np.float64)).adjusted


def _came_within(visits: Snapshots, rows: Snapshots) -> Truth:
    """Whether the customer came to one of these within SETTLE_DAYS days after."""
    _, own = np.unique(np.concatenate((visits.customer, rows.customer)), return_inverse=True)
    own = own.reshape(-1).astype(np.int64) << 33
    known = np.sort(own[: len(visits)] + visits.seconds)
    since = own[len(visits) :] + rows.seconds
    found: Truth = np.searchsorted(known, since + SETTLE_DAYS * _DAY, "right") > np.searchsorted(known, since, "right")
    return found
