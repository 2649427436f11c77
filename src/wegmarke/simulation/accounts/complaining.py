"""Complaints: whether somebody complains, whether anybody answers, and whether it is made good."""

from __future__ import annotations

from wegmarke.simulation.accounts import purposes as p
from wegmarke.simulation.accounts.catalogue import AccountPlace as P
from wegmarke.simulation.accounts.living import Living
from wegmarke.simulation.accounts.parameters import AccountDefect
from wegmarke.simulation.accounts.records import Incident
from wegmarke.simulation.accounts.staff import CONTROLLING, MANAGEMENT, PURCHASING, TECHNICAL

_ROLES = {
    AccountDefect.WRONG_INVOICE: (CONTROLLING, MANAGEMENT),
    AccountDefect.LATE_DELIVERY: (PURCHASING, MANAGEMENT),
    AccountDefect.SLOW_OFFER: (PURCHASING, MANAGEMENT),
}


def occasion_of(incident: Incident) -> int:
    """What tells incidents of an account apart, whatever else happened to it."""
    return int(incident.defect) << 16 | incident.matter


def complain(living: Living, incident: Incident, eagerness: float = 1.0) -> None:
    """Somebody complains about an incident, or keeps silent; who is not answered has a second reason to complain."""
    draws, parameters = living.draws, living.parameters
    occasion = occasion_of(incident)
    if not draws.happens(min(parameters.complains * living.firm.expectation * eagerness, 0.95), p.COMPLAINS, occasion):
        return
    day = living.workday(incident.day, draws.between(1, 4, p.COMPLAINS, occasion + (1 << 20)))
    person = living.who(day, *_ROLES.get(incident.defect, (TECHNICAL, MANAGEMENT)), occasion=occasion)
    kind = incident.defect.name.lower()
    by_phone = draws.happens(0.3, p.BY_PHONE, occasion)
    first = living.talk(
        P.PHONE_COMPLAINT if by_phone else P.COMPLAINT,
        day,
        person,
        f"complaint_{kind}",
        occasion,
        outbound=False,
        matter=incident.matter,
        incident=incident,
    )
    mail = None if by_phone else first
    answered = living.workday(day, draws.between(1, 6, p.ANSWERED, occasion))
    made_good = [incident]
    if draws.happens(parameters.share(AccountDefect.UNANSWERED_COMPLAINT), p.UNANSWERED, occasion):
        made_good.append(living.hurt(living.workday(day, 10), AccountDefect.UNANSWERED_COMPLAINT, occasion))
        if not draws.happens(0.6, p.REMINDS, occasion):
            return
        again = living.workday(day, draws.between(8, 15, p.REMINDS, occasion + (1 << 20)))
        mail = living.talk(
            P.REMINDER, again, person, f"reminder_{kind}", occasion, outbound=False, matter=incident.matter,
            incident=incident, answers=mail,
        )  # fmt: skip
        if not draws.happens(0.4, p.ANSWERED, occasion + (1 << 20)):
            return
        answered = living.workday(again, draws.between(2, 8, p.ANSWERED, occasion))
    remedy = draws.happens(0.75, p.REMEDY, occasion)
    theme = f"answer_{kind}" if remedy else "answer_empty"
    told = living.talk(
        P.COMPLAINT_ANSWER, answered, person, theme, occasion, matter=incident.matter, incident=incident, answers=mail
    )
    if remedy:
        for one in made_good:
            one.healed, one.healed_day = told.time, answered
    if draws.happens(0.25, p.VISITS, occasion):
        visit = living.workday(answered, draws.between(3, 10, p.VISITS, occasion + (1 << 20)))
        living.talk(
            P.COMPLAINT_VISIT, visit, person, f"visit_{kind}", occasion, matter=incident.matter, incident=incident
        )
