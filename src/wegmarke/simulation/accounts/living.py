"""What an account's life consists of: the verbs that all its chapters use."""

from __future__ import annotations

from wegmarke.simulation.accounts import purposes as p
from wegmarke.simulation.accounts.catalogue import AccountPlace
from wegmarke.simulation.accounts.days import Days
from wegmarke.simulation.accounts.firms import Firm
from wegmarke.simulation.accounts.parameters import PERIOD_DAYS, AccountDefect, AccountParameters
from wegmarke.simulation.accounts.purposes import Draws
from wegmarke.simulation.accounts.records import AccountLife, Incident, Talk
from wegmarke.simulation.accounts.staff import Contact, Staff

RECENT_DAYS = 150
"""An incident of which people still speak."""

_CLOSE_DAYS = 120
_LETTER_MONTH, _LETTER_DAY = 10, 4
_USUAL_RISE, _USUAL_CUT = 0.05, 0.08


class Living:
    """An account on its way through the days. What happens is noted in `life`."""

    def __init__(self, parameters: AccountParameters, firm: Firm, staff: Staff, days: Days, seed: int) -> None:
        self.parameters, self.firm, self.staff, self.days = parameters, firm, staff, days
        self.draws = Draws(seed, firm.account)
        self.life = AccountLife(firm, staff)
        self.letter_days = self._letter_days()
        """The days on which price letters are sent."""

    # time

    def workday(self, day: int, later: int = 0) -> int:
        """The day that lies so many workdays after a day, in the state of the account."""
        return self.days.workday(self.firm.state, day, later)

    def at_work(self, day: int, purpose: int, occasion: int, first: int = 8, last: int = 17) -> int:
        """A moment in office hours of a day."""
        return self.days.at(day, self.draws.between(first * 60, last * 60 - 1, p.TIME_OF_DAY, purpose << 24 | occasion))

    # harm

    def hurt(self, day: int, defect: AccountDefect, matter: int, weight: float = 1.0) -> Incident:
        """A defect meets the account on a day. Another one within 120 days before makes it weigh more."""
        self.life.touched.add(defect)
        harm = self.parameters.harm(defect) * weight * self.firm.expectation
        if any(0 <= day - one.day < _CLOSE_DAYS for one in self.life.incidents):
            harm *= self.parameters.negativity
        time = self.days.at(day, 12 * 60)
        incident = Incident(time, day, defect, harm, matter)
        self.life.incidents.append(incident)
        return incident

    def harm(self, day: int) -> float:
        """What weighs on a day: it fades, and less is left of what was made good."""
        total = 0.0
        for one in self.life.incidents:
            if one.day <= day:
                left = one.harm * float(self.parameters.harm_lasts ** ((day - one.day) / PERIOD_DAYS))
                total += left * (1.0 - self.parameters.heals) if one.healed_day <= day else left
        return total

    def sore(self, day: int) -> Incident | None:
        """The latest incident that has not been made good and is still spoken of, if there is one."""
        spoken_of = [
            one
            for one in self.life.incidents
            if 0 <= day - one.day < RECENT_DAYS and one.healed_day > day and one.harm >= 0.3
        ]
        return max(spoken_of, key=lambda one: (one.day, one.defect), default=None)

    # prices

    def letters(self, day: int) -> int:
        """How many price letters have been sent by a day: one each October."""
        return sum(1 for sent in self.letter_days if sent <= day)

    def _letter_days(self) -> list[int]:
        first = self.days.begin.year
        years = range(first, first + self.days.count // 365 + 2)
        dates = (self.days.begin.replace(year=year, month=_LETTER_MONTH, day=_LETTER_DAY) for year in years)
        return [self.workday(day) for day in map(self.days.day, dates) if 0 <= day < self.days.count]

    def pressure(self, day: int) -> float:
        """How hard prices press on the account on a day: 0 to about 1.2."""
        rises = 0.35 * min(self.letters(day), 2) * self.parameters.price_rise / _USUAL_RISE
        cut = 0.5 * self.parameters.competitor_cut / _USUAL_CUT if day >= self.parameters.competitor_day else 0.0
        return self.firm.sensitivity * (rises + cut)

    # words

    def who(self, day: int, *roles: int, occasion: int = 0) -> Contact:
        """With whom at the account something happens on a day."""
        return self.staff.who(day, roles, self.draws.below(1 << 16, p.WHO, occasion))

    def talk(  # noqa: PLR0913 - a talk has as many sides
        self,
        place: AccountPlace,
        day: int,
        person: Contact,
        theme: str,
        occasion: int,
        *,
        time: int | None = None,
        outbound: bool = True,
        matter: int = -1,
        incident: Incident | None = None,
        answers: Talk | None = None,
    ) -> Talk:
        """Note a talk, call or mail; returns it. `occasion` differs for every talk of a place."""
        when = self.at_work(day, 2000 + int(place), occasion) if time is None else time
        talk = Talk(place, when, person.key, theme, occasion, outbound, matter, incident, answers)
        self.life.talks.append(talk)
        return talk
