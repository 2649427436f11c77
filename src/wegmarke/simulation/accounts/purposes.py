"""What random numbers are drawn for among accounts, beside those of `lives.purposes`. A number is for good."""

from __future__ import annotations

from wegmarke.simulation.lives.randomness import bits, uniform

# Who an account is
NAMES, TOWN, SIZE, SITES, SENSITIVITY, EXPECTATION, EXISTING, ARRIVAL, RENEWAL_DAY, MACHINES, DISCOUNT, TWICE = range(
    1000, 1012
)

# Who works there
POSITIONS, PERSON, LEAVES_COMPANY, VACANCY, MOVES, MOVES_TO, ACTIVE, EMPLOYEES = range(1020, 1028)

# Tenders
CAME_BY, CYCLE, STEPS, SLOW_OFFER, OFFER_LATE, TESTED, ROUNDS, WINS, TENDER_REASON, VOLUME, HANDOVER, COMMISSION = (
    range(1040, 1052)
)

# Life as a customer
NEED, ORDERS, ORDER_DAY, LATE, LATE_DAYS, TOLD, FAULTS, FAULT_DAY, SLOW, SLOW_HOURS, UNSOLVED, AGAIN = range(1060, 1072)
COMPLAINS, BY_PHONE, UNANSWERED, ANSWERED, REMEDY, REMINDS, VISITS, CALLS, ASKS, THANKS, MAINTAINED = range(1080, 1091)
INVOICE, WRONG, PAYS, SUCCEEDS, EXPANDS, EXPAND_DAY, WHO, TIME_OF_DAY = range(1100, 1108)

# The end of a contract year
TALKS, CONCEDES, LEAVES, STATED, NOTICE_KIND, WINS_BACK, DECISION_DAY = range(1120, 1127)

# Words and dirt
TEXT, DIRT = 1200, 1300
"""Each writer counts upwards from here."""


class Draws:
    """The random numbers of one account: functions of seed, account, purpose and occasion."""

    __slots__ = ("_account", "_seed")

    def __init__(self, seed: int, account: int) -> None:
        self._seed, self._account = seed, account

    def share(self, purpose: int, occasion: int = 0) -> float:
        """A number in [0, 1)."""
        return float(uniform(self._seed, self._account, purpose, occasion))

    def happens(self, share: float, purpose: int, occasion: int = 0) -> bool:
        """True in this share of cases."""
        return bool(uniform(self._seed, self._account, purpose, occasion) < share)

    def below(self, bound: int, purpose: int, occasion: int = 0) -> int:
        """A whole number from 0 to bound - 1."""
        return ((int(bits(self._seed, self._account, purpose, occasion)) >> 32) * bound) >> 32

    def between(self, low: int, high: int, purpose: int, occasion: int = 0) -> int:
        """A whole number from low to high, both included."""
        return low + self.below(high - low + 1, purpose, occasion)

    def bits(self, purpose: int, occasion: int = 0) -> int:
        """64 random bits."""
        return int(bits(self._seed, self._account, purpose, occasion))
