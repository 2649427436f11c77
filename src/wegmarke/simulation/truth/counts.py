"""What can be counted in a world once everything is known: why customers left and what they said, which promises were
kept, what those think who do not answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.simulation.contacts import CATALOGUE, Cause, Place, Reason
from wegmarke.simulation.lives.people import FIELD, PARTNER, WEB
from wegmarke.simulation.truth.estimand import Share

SALES_CHANNELS = {WEB: "web shop", FIELD: "field sales", PARTNER: "partner"}


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts over all people simulated, filled block by block.

    causes: leavers by true cause (rows, `Cause`) and stated reason (columns, `Reason`). promises: given and kept by
    sales channel. survey: of the customer survey, all invited and those who answered, as promoters, passives and
    detractors. came_by: people by the touchpoint of their first contact. offers: won and lost.
    """

    people: int
    customers: int
    causes: NDArray[np.int64]
    promises: NDArray[np.int64]
    survey: NDArray[np.int64]
    came_by: NDArray[np.int64]
    offers: NDArray[np.int64]

    def __add__(self, other: Counted) -> Counted:
        """Counts of both together."""
        return Counted(
            self.people + other.people,
            self.customers + other.customers,
            self.causes + other.causes,
            self.promises + other.promises,
            self.survey + other.survey,
            self.came_by + other.came_by,
            self.offers + other.offers,
        )


def nothing_counted() -> Counted:
    """Counts of nobody."""

    def zeros(*shape: int) -> NDArray[np.int64]:
        return np.zeros(shape, np.int64)

    return Counted(
        0,
        0,
        zeros(len(Cause), len(Reason)),
        zeros(len(SALES_CHANNELS), 2),
        zeros(2, 3),
        zeros(len(CATALOGUE)),
        zeros(2),
    )


def counted(people: NDArray[np.void], fates: NDArray[np.void], contacts: NDArray[np.void]) -> Counted:
    """The counts of one block."""
    found = nothing_counted()
    gone = fates[fates["left_day"] >= 0]
    np.add.at(found.causes, (gone["cause"], gone["stated"]), 1)
    for channel in SALES_CHANNELS:
        here = people["sales_channel"] == channel
        found.promises[channel] = fates["promises"][here].sum(), fates["kept"][here].sum()
    asked, promoters, detractors = (int(fates[name].sum()) for name in ("asked", "promoters", "detractors"))
    scores = contacts["detail"][contacts["place"] == Place.SURVEY_NPS]
    high, low = int((scores >= 9).sum()), int((scores <= 6).sum())
    found.survey[:] = (
        (promoters, asked - promoters - detractors, detractors),
        (high, len(scores) - high - low, low),
    )
    came = np.bincount(fates["came_by"][people["arrival"] >= 0], minlength=len(CATALOGUE))
    found.came_by[:] = came
    found.offers[:] = ((fates["offer"] == 1).sum(), (fates["offer"] == 2).sum())
    return Counted(
        len(people),
        int((fates["customer_since"] >= 0).sum()),
        found.causes,
        found.promises,
        found.survey,
        found.came_by,
        found.offers,
    )


def nps(row: NDArray[np.int64]) -> float | None:
    """Promoters minus detractors, as a share of all; None of nobody."""
    total = int(row.sum())
    return float(row[0] - row[2]) / total if total else None


def shares(found: Counted) -> list[Share]:
    """The shares that a touchpoint manager asks for first."""
    causes = found.causes
    driven = causes[Cause.DEFECT] + causes[Cause.BOTH]
    leavers = int(causes.sum())
    result = [
        Share("left", "customers", leavers, found.customers),
        Share("left_because_of_defect", "customers who left", int(driven.sum()), leavers),
        Share(
            "left_because_of_price",
            "customers who left",
            int((causes[Cause.PRICE] + causes[Cause.BOTH]).sum()),
            leavers,
        ),
        Share("said_price", "customers who left", int(causes[:, Reason.PRICE].sum()), leavers),
        Share(
            "said_price_though_defect",
            "customers who left and said price",
            int(driven[Reason.PRICE]),
            int(causes[:, Reason.PRICE].sum()),
        ),
        Share("gave_no_reason", "customers who left", int(causes[:, Reason.NONE_GIVEN].sum()), leavers),
        Share("offers_won", "offers decided", int(found.offers[0]), int(found.offers.sum())),
    ]
    for channel, name in SALES_CHANNELS.items():
        given, kept = (int(n) for n in found.promises[channel])
        result.append(Share(f"promises_kept.{name.replace(' ', '_')}", f"delivery dates promised, {name}", kept, given))
    return result
