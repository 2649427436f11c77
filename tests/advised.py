"""People who are advised, see a showroom and get circulars, before they buy and after it: what drives what is known.

Whoever is advised well buys more often, buys again more often, and says more often that they would recommend: advice is
a super-touchpoint. A good visit to the showroom sells, first and again, but nobody recommends because of it. A circular
does nothing; but where somebody had to complain, more goes wrong for some months, and less is bought, so that those
whose circular came late buy less.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from trials.leavers import times
from wegmarke.library.log import Log
from wegmarke.library.reading import read

ADVICE, SHOWROOM, CIRCULAR = "Advice", "Showroom", "Circular"
_VISITED = np.array([ADVICE, SHOWROOM, CIRCULAR])
_DAYS, _CYCLE_DAYS, _CYCLES = 900, 45, 16
_NEVER = 1e9
Days = NDArray[np.float64]


def advised(people: int, seed: int, *, asked: bool = True) -> Log:
    """Their contacts. asked: whether anybody is asked how likely they are to recommend."""
    rng = np.random.default_rng([seed, people])
    n = people, _CYCLES
    entry = rng.uniform(0, 200, people)
    gone = np.minimum(entry + rng.exponential(2_500, people), _NEVER)
    visit = entry[:, None] + _CYCLE_DAYS * np.arange(1, _CYCLES + 1) + rng.uniform(-5, 5, n)
    place = rng.integers(0, len(_VISITED), n)
    complains = rng.random(n) < 0.1
    trouble = complains.copy()
    for back in (1, 2):
        trouble[:, back:] |= complains[:, :-back]
    good = rng.random(n) >= np.where(trouble, 0.45, 0.2)
    sells = 0.1 + 0.3 * (good & (place < 2))
    buys = rng.random(n) < np.where(trouble, 0.4, 1.0) * sells
    promoter = rng.random(n) < 0.2 + 0.5 * (good & (place == 0))
    answers = rng.random(n) < (0.35 if asked else 0.0)
    who = np.broadcast_to(np.arange(people)[:, None], n)
    late = visit - np.where(good, -1.0, 2.0)
    parts = (
        (np.arange(people), entry, "Advert", None, None),
        (who[complains], (visit - rng.uniform(1, 20, n))[complains], "Complaint", None, None),
        (who.ravel(), visit.ravel(), _VISITED[place].ravel(), late.ravel(), None),
        (who[buys], (visit + rng.uniform(5, 30, n))[buys], "Order", None, None),
        (who[answers], (visit + rng.uniform(5, 30, n))[answers], "Survey", None, np.where(promoter, 9.0, 7.0)[answers]),
        (np.arange(people), gone, "Good bye", None, None),
    )
    return _told(parts, gone)


def _told(parts: tuple[tuple[NDArray[np.int64], Days, object, Days | None, Days | None], ...], gone: Days) -> Log:
    whose, days = (np.concatenate([part[at] for part in parts]) for at in (0, 1))
    place = np.concatenate([np.broadcast_to(part[2], len(part[0])) for part in parts])
    due, score = (
        np.concatenate([np.full(len(part[0]), np.nan) if part[at] is None else part[at] for part in parts])
        for at in (3, 4)
    )
    seen = (days < _DAYS) & (days <= gone[whose])
    promised = ~np.isnan(due[seen])
    table = {
        "who": pa.array(whose[seen].astype(str)),
        "time": times(days[seen]),
        "place": pa.array(place[seen].astype(str)),
        "due": times(np.nan_to_num(due[seen]), promised),
        "done": times(days[seen], promised),
        "nps": pa.array(score[seen], mask=np.isnan(score[seen])),
    }
    return read(
        pa.table(table),
        customer="who",
        time="time",
        touchpoint="place",
        promised="due",
        kept="done",
        scores={"nps": "nps"},
        outcomes={"won": ["Order"], "churned": ["Good bye"]},
        silence_days=None,
        cut_at_outcome=False,
        time_zone="UTC",
    )
