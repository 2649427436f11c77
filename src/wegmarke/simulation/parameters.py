"""What can be planted: every number of the simulated company that a truth depends on, with its meaning and unit.

`Parameters` is what people write (a scenario, a test of their own); `rates()` turns it into the flat tuple of numbers
that compiled code reads.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from wegmarke.simulation.contacts import Defect

PERIOD_DAYS = 30
"""The company's life goes in periods of this many days; whether somebody leaves is decided once in each."""

MOST_PERIODS = 64
"""The longest simulation: more than five years."""

TEAMS = 7
"""Teams: Marketing, Vertrieb, Webshop, Logistik, Service, Buchhaltung, Produkt."""

DEPARTMENTS = ("Marketing", "Vertrieb", "Webshop", "Logistik", "Service", "Buchhaltung", "Produkt")


@dataclass(frozen=True, slots=True)
class PlantedDefect:
    """One way in which the company works badly.

    share: of the occasions on which it could happen (deliveries, handovers, calls, invoices, complaints, offers).
    harm: how much one event takes away from a customer, in units of log-odds of leaving in the next period.
    """

    share: float
    harm: float


@dataclass(frozen=True, slots=True)
class Parameters:  # one field a planted number, so that a scenario reads as a table
    """The world of one scenario. Shares are between 0 and 1, log-odds per unit named, days are calendar days.

    world_seed: seed of what happens to the company as a whole (mood, load); None: that of the run. With one given, runs
    of different seeds draw different people into the same world.
    leaving: share of customers who leave in a period for reasons of their own (moving, no more need).
    harm_leaves: how much a unit of harm raises the log-odds of leaving in a period; 0: defects do no harm.
    harm_leaves_business: the same for business customers; None: as for all.
    price_leaves: how much full price pressure (price letter and a cheaper competitor, at full price sensitivity) raises
    the log-odds of leaving. price_rise, competitor_cut: how far prices go up, how far a competitor goes down.
    excuse: share of those driven away by a defect who say "price". price_said: share of those driven away by price who
    say so. other_says_price: of those who left for reasons of their own.
    first_orders: log-odds that a prospect buys. slow_offer_loses: what a slow offer takes from the log-odds of winning.
    recovery: share of complaints that get redress; heals: share of the harm that redress takes away.
    harm_lasts: share of harm that is left after a period. negativity: how much more a second bad event within 90 days
    weighs. orders_shy: share of repeat orders that a unit of harm takes away.
    mood_moves_scores: points that a service team's mood (from -1 to 1) moves customers' scores; mood_delay_weeks: how
    much later. answers_biased: how much a unit of satisfaction (in points) raises the log-odds of answering a survey.
    recommends, deters: chance that a happy (unhappy) customer moves a prospect of the same circle to come (not to).
    help_visits, club_invites: how often, compared with usual, the two decoys are met (the help page, visited by those
    in trouble; the club, to which the long content are invited); neither does anything.
    load_swings: how far the load of logistics swings from one fortnight to the next, as a share of itself.
    first_late: whether the first delivery is late: -1 as it comes, 0 never, 1 always.
    hidden_cause: log-odds by which an unrecorded trait raises both what goes wrong and leaving; 0: there is none. Where
    it is not, no effect can be identified from the records.
    wave_day: day on which one well-connected customer starts a wave; None: none does. wave_reach: share of all people
    whom it reaches in the end. wave_harm: harm done to those it reaches.
    """

    key: str
    defects: dict[Defect, PlantedDefect] = field(default_factory=dict)
    begin: date = date(2024, 5, 1)
    periods: int = 26
    leaving: float = 0.007
    harm_leaves: float = 1.0
    harm_leaves_business: float | None = None
    price_leaves: float = 0.3
    price_rise: float = 0.06
    competitor_cut: float = 0.10
    price_letter_day: int = 420
    competitor_day: int = 540
    excuse: float = 0.55
    price_said: float = 0.85
    other_says_price: float = 0.30
    first_orders: float = 0.2
    slow_offer_loses: float = 1.1
    price_loses_offers: float = 1.0
    recovery: float = 0.35
    heals: float = 0.7
    harm_lasts: float = 0.78
    negativity: float = 1.5
    orders_shy: float = 0.35
    mood_moves_scores: float = 1.2
    mood_delay_weeks: int = 8
    answers_biased: float = 0.25
    recommends: float = 0.18
    deters: float = 0.15
    help_visits: float = 1.0
    club_invites: float = 1.0
    first_late: float = -1.0
    hidden_cause: float = 0.0
    wave_day: int | None = None
    wave_reach: float = 0.12
    wave_harm: float = 0.9
    business_share: float = 0.22
    existing_share: float = 0.45
    margin_rate: float = 0.34
    contract_cents: int = 1490
    load_swings: float = 0.5
    world_seed: int | None = None

    def without(self, defect: Defect) -> Parameters:
        """The same world in which this defect never happens."""
        defects = {key: planted for key, planted in self.defects.items() if key != defect}
        return replace(self, defects=defects)

    def without_defects(self) -> Parameters:
        """The same world in which nothing goes wrong."""
        return replace(self, defects={})

    def at_old_prices(self) -> Parameters:
        """The same world without the price letter and without the competitor's cut."""
        return replace(self, price_rise=0.0, competitor_cut=0.0)

    @property
    def days(self) -> int:
        """How many days are simulated."""
        return self.periods * PERIOD_DAYS


_PREFIX = {
    Defect.LATE_DELIVERY: "late",
    Defect.SILENT_HANDOVER: "handover",
    Defect.REPEATED_CALL: "repeat",
    Defect.WRONG_INVOICE: "invoice",
    Defect.DUNNING_AFTER_COMPLAINT: "dunning",
    Defect.SLOW_OFFER: "slow",
}

_PLAIN = tuple(one.name for one in fields(Parameters) if one.name not in {"key", "world_seed", "defects", "begin"})

RATES_DTYPE = np.dtype(
    [
        (name, np.float64)
        for name in (*_PLAIN, *(f"{name}_{what}" for name in _PREFIX.values() for what in ("share", "harm")))
    ]
)
"""The parameters as compiled code reads them: one record of numbers."""


def rates(parameters: Parameters) -> NDArray[np.void]:
    """The parameters as one record, shape (1,); what is not planted has the share 0."""
    found = np.zeros(1, RATES_DTYPE)
    for name in _PLAIN:
        value = getattr(parameters, name)
        if value is None:
            value = parameters.harm_leaves if name == "harm_leaves_business" else -1
        found[name] = value
    for defect, name in _PREFIX.items():
        planted = parameters.defects.get(defect, PlantedDefect(0.0, 0.0))
        found[f"{name}_share"], found[f"{name}_harm"] = planted.share, planted.harm
    return found
