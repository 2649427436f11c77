"""What those whom a critical event met spend less, as long as they stay.

The visits that the question `effect` compares, with what their customers paid within the horizon after the visit as the
outcome, in the place of leaving: doubly robust, adjusted for the same history, in which what they spent in the year
before stands. Compared are customers who stayed throughout the horizon, for who leaves is counted as lost already. That
is the spending of those who would stay in either case, if who leaves because of the event would have spent like the
others with their history; it is called an association.

It is told only where `effect` passed its checks, and where the same comparison shows nothing after an event that never
was (the placebo, at 99 %).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from wegmarke.index.summaries.snapshots import Snapshots
from wegmarke.index.summaries.spent import TakeSpent
from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.model.incidents import IncidentKind
from wegmarke.questions.asked import Asked
from wegmarke.questions.effect.answered import HORIZON_DAYS, effect_key, effect_of
from wegmarke.questions.effect.compared import Floats, groups_of, spending_of
from wegmarke.questions.histories import ground
from wegmarke.questions.remembered import Remembered

_DAY = 86_400
_LAST: Final[Remembered[Estimate]] = Remembered(32)


def spent_less(asked: Asked, kind: IncidentKind) -> Estimate:
    """How much less, in minor units, within HORIZON_DAYS after the visit; n: visits compared.

    `CannotSay("not_identified")` where `effect` or the placebo did not pass, `CannotSay("no_variation")` where nobody
    paid anything, else as `effect_of` and `stats.aipw` have it.
    """
    key = effect_key(asked, kind)
    found = _LAST.get(key)
    if found is None:
        found = _estimated(asked, kind)
        _LAST.put(key, found)
    return found


def _estimated(asked: Asked, kind: IncidentKind) -> Estimate:
    effect = effect_of(asked, kind)
    if isinstance(effect, CannotSay):
        return effect
    if effect.failed:
        return CannotSay("not_identified", effect.exposed)
    base = ground(asked, horizon_days=float(HORIZON_DAYS))
    if isinstance(base, CannotSay):
        return base
    found = groups_of(asked, base, kind, None)

    def paid(rows: Snapshots) -> Floats:
        spent = asked.run(TakeSpent(np.unique(rows.customer))).table()
        return spent.after(rows.customer, rows.seconds, HORIZON_DAYS * _DAY).astype(np.float64)

    made = spending_of(base, found, paid)
    if isinstance(made, CannotSay):
        return made
    more, placebo = made
    if isinstance(placebo, Interval) and not placebo.low <= 0 <= placebo.high:
        return CannotSay("not_identified", more.n)
    return Interval(-more.value, -more.high, -more.low, more.n, more.level)
