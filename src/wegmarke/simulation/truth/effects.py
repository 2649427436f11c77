"""Effects of defects and of price on leaving and on revenue, by running the same people through a changed world.

Both runs draw the same numbers, so a person's two lives differ only where the change reaches them. The difference of
their outcomes, averaged over a population, is the effect; nothing of the formulas that made the lives is used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.model.progress import Progress, Unwatched, Watcher
from wegmarke.simulation.contacts import Defect
from wegmarke.simulation.parameters import Parameters
from wegmarke.simulation.running import blocks
from wegmarke.simulation.truth.estimand import Estimand, Unidentifiable

MOST_PEOPLE = 200_000
"""Truth is measured on the first so many people of a world."""

HORIZON_DAYS = 180

Fates = NDArray[np.void]


@dataclass(frozen=True)
class Worlds:
    """The fates of the same people in the world as it is, and in changed ones."""

    parameters: Parameters
    people: int
    seed: int
    actual: Fates
    watcher: Watcher

    def fates(self, changed: Parameters) -> Fates:
        """Their fates in a changed world; `import_stopped` when the watcher wishes to stop."""
        self.watcher.report(Progress("truth", None))
        if self.watcher.stopped():
            raise WegmarkeError("import_stopped")
        return fates_of(changed, self.people, self.seed)


def worlds(parameters: Parameters, customers: int, seed: int, watcher: Watcher | None = None) -> Worlds:
    """The world as it is, for at most `MOST_PEOPLE` people."""
    people = min(customers, MOST_PEOPLE)
    return Worlds(parameters, people, seed, fates_of(parameters, people, seed), watcher or Unwatched())


def fates_of(parameters: Parameters, people: int, seed: int) -> Fates:
    """What becomes of the first `people` people."""
    return np.concatenate([block.fates for block in blocks(parameters, people, seed)])


def left(fates: Fates) -> NDArray[np.bool_]:
    """Who left before the end."""
    found: NDArray[np.bool_] = fates["left_day"] >= 0
    return found


def euros(fates: Fates) -> NDArray[np.float64]:
    """Contribution margin of each person over the whole time."""
    found: NDArray[np.float64] = fates["margin"] / 100
    return found


def effects(them: Worlds) -> list[Estimand]:
    """All effects of a world, in a fixed order."""
    return [
        *(effect for defect in them.parameters.defects for effect in _of_defect(them, defect)),
        *_of_all_defects(them),
        *_of_price(them),
        _of_late_first_delivery(them),
        *_of_decoys(them),
    ]


def _of_defect(them: Worlds, defect: Defect) -> list[Estimand]:
    name = defect.name.lower()
    without = them.fates(them.parameters.without(defect))
    met = them.actual["defects"][:, defect] > 0
    contrast = f"the world as it is against the same world in which no {name} ever happens"
    found = [
        _paired(
            them,
            f"margin.{name}",
            "all people with a need",
            "contribution margin, summed over the population",
            "the whole time simulated",
            contrast,
            euros,
            without,
            total=True,
        )
    ]
    if defect == Defect.SLOW_OFFER:
        won = _paired(
            them,
            f"won.{name}",
            "prospects who got a slow offer",
            "won",
            "until the offer is decided",
            contrast,
            lambda fates: fates["offer"] == 1,
            without,
            met & (them.actual["offer"] > 0) & (without["offer"] > 0),
        )
        return [won, *found]
    leaving = _paired(
        them,
        f"leaving.{name}",
        f"customers who met {name} at least once",
        "left",
        "until the end of the time simulated",
        contrast,
        left,
        without,
        met & (them.actual["customer_since"] >= 0) & (without["customer_since"] >= 0),
    )
    return [leaving, *found]


def _of_all_defects(them: Worlds) -> list[Estimand]:
    without = them.fates(them.parameters.without_defects())
    contrast = "the world as it is against the same world in which nothing goes wrong"
    return _leaving_and_margin(them, "defects", contrast, without)


def _of_price(them: Worlds) -> list[Estimand]:
    without = them.fates(them.parameters.at_old_prices())
    contrast = "the world as it is against the same world without the price letter and the competitor's cut"
    return _leaving_and_margin(them, "price", contrast, without)


def _leaving_and_margin(them: Worlds, what: str, contrast: str, without: Fates) -> list[Estimand]:
    customers = (them.actual["customer_since"] >= 0) & (without["customer_since"] >= 0)
    whole = "the whole time simulated"
    return [
        _paired(them, f"leaving.{what}", "customers", "left", whole, contrast, left, without, customers),
        _paired(
            them,
            f"margin.{what}",
            "all people with a need",
            "contribution margin, summed over the population",
            whole,
            contrast,
            euros,
            without,
            total=True,
        ),
    ]


def _of_late_first_delivery(them: Worlds) -> Estimand:
    """The one effect whose exposure is as good as drawn by lot: the first delivery of a new customer is late."""
    late = them.fates(replace(them.parameters, first_late=1.0))
    in_time = replace(them, actual=late)
    never = them.fates(replace(them.parameters, first_late=0.0))
    new = (late["first_late"] >= 0) & (never["first_late"] >= 0) & (late["customer_since"] == never["customer_since"])
    seen = new & (late["customer_since"] + HORIZON_DAYS < them.parameters.days)

    def soon(fates: Fates) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = left(fates) & (fates["left_day"] - fates["customer_since"] <= HORIZON_DAYS)
        return found

    return _paired(
        in_time,
        "leaving.first_delivery_late",
        "new customers whose first order lies at least 180 days before the end",
        "left",
        f"{HORIZON_DAYS} days from the first order",
        "all first deliveries late against all on time",
        soon,
        never,
        seen,
    )


def _of_decoys(them: Worlds) -> list[Estimand]:
    """Two touchpoints that go with leaving and with staying, and do nothing."""
    found = []
    for name, changed, who in (
        ("help_page", replace(them.parameters, help_visits=0.0), "nobody ever comes upon the help page"),
        ("club", replace(them.parameters, club_invites=0.0), "nobody is ever invited to the club"),
    ):
        without = them.fates(changed)
        contrast = f"the world as it is against the same world in which {who}"
        customers = them.actual["customer_since"] >= 0
        whole = "the whole time simulated"
        found.append(_paired(them, f"leaving.{name}", "customers", "left", whole, contrast, left, without, customers))
    return found


def _paired(  # noqa: PLR0913, PLR0917 - an estimand in words, the two worlds, and how they are compared
    them: Worlds,
    key: str,
    population: str,
    outcome: str,
    horizon: str,
    contrast: str,
    measure: Callable[[Fates], NDArray[np.generic]],
    without: Fates,
    among: NDArray[np.bool_] | None = None,
    *,
    total: bool = False,
) -> Estimand:
    """The mean (or the sum) of each person's outcome as it is minus the one in the changed world."""
    differences = measure(them.actual).astype(np.float64) - measure(without).astype(np.float64)
    chosen = differences if among is None else differences[among]
    n = len(chosen)
    mean = float(chosen.mean()) if n else 0.0
    spread = float(chosen.std(ddof=1)) / n**0.5 if n > 1 else 0.0
    times = n if total else 1
    reason = unidentifiable(them.parameters, key)
    return Estimand(
        key=key,
        population=population,
        outcome=outcome,
        horizon=horizon,
        contrast=contrast,
        unit="eur" if total else "share",
        value=mean * times,
        n=n,
        standard_error=spread * times,
        identifiable=reason is None,
        reason=reason,
    )


def unidentifiable(parameters: Parameters, key: str) -> Unidentifiable | None:
    """Why the records of this world cannot answer, or None where they can."""
    if parameters.hidden_cause > 0.0 and key.startswith("leaving.") and not key.endswith("first_delivery_late"):
        return "hidden_cause"
    if key.startswith("margin.") and (parameters.recommends > 0.0 or parameters.deters > 0.0):
        return "interference"
    if parameters.wave_day is not None and key in {"leaving.defects", "leaving.wave"}:
        return "interference"
    return None
