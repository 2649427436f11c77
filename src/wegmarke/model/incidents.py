"""Critical events in journeys, and the rules that find them: rules are data, which the user reads and changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from wegmarke.model.complaints import complaint_touchpoints
from wegmarke.model.touchpoint import Touchpoint

IncidentKind = Literal[
    "promise_broken",
    "promise_late",
    "repeated",
    "long_wait",
    "complaint",
    "bad_score",
    "failure",
    "ping_pong",
    "dunned_after_complaint",
]
INCIDENT_KINDS: Final[tuple[IncidentKind, ...]] = get_args(IncidentKind)
"""The closed list; the position is the code."""
STAYING_OPEN: Final[tuple[IncidentKind, ...]] = ("promise_broken", "long_wait", "complaint")
"""What goes on until it is settled; of the others none stays open."""

FAILURE_WORDS: Final = ("gescheitert", "fehlgeschlag", "fehler", "failed", "failure", "error", "korrektur", "corrected")
"""A touchpoint with one of these in its key is a failure in itself (an error page, a delivery that failed, an invoice
that had to be corrected), unless the rules name the touchpoints. Likewise below.
"""
DUNNING_WORDS: Final = ("mahn", "dunning", "zahlungserinnerung", "payment_reminder")
ASKING_WORDS: Final = ("hotline", "helpdesk", "help_desk", "callcenter", "call_center", "kundendienst", "support")
"""Where customers turn to the company: there again soon, about a matter that nobody noted, is a repeated contact."""

_USUAL_WAITS: Final = (
    (("anfrage", "enquiry", "inquiry", "request_for_quot"), ("angebot", "offer", "quote", "quotation"), 10.0),
    (("stoerungsmeldung", "fault_report", "ticket"), ("behoben", "geloest", "solved", "resolved", "fixed"), 14.0),
)
"""Words of where a wait begins and where it ends, and how many days are long."""

MOST_WAITS: Final = 12


@dataclass(frozen=True, slots=True)
class WaitRule:
    """Whoever came to `begins` and does not get to `ends` within so many days, about the same matter where it is known,
    waits long. Touchpoints are named by their keys.
    """

    begins: str
    ends: str
    days: float


@dataclass(frozen=True, slots=True)
class IncidentRules:
    """What counts as critical. Touchpoints are named by their keys; none: those whose keys speak of it.

    bad_up_to: the highest value of each scale of scores that is bad (NPS 0 to 10, CSAT and stars 1 to 5, CES 1 to 7, 7
    being easy); a score of another scale is never said to be bad. repeated_days: the same touchpoint about the same
    matter within so many days is a repeated contact. ping_pong_days: within these, a matter that the customer asked or
    complained about and that goes from one department to another, back, and there again is a ping-pong. dunning_days: a
    dunning letter within so many days after a complaint. waits: None: the usual ones, as far as touchpoints are called
    so. off: kinds that are not looked for.
    """

    complaints: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    dunning: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    bad_up_to: Mapping[str, float] = field(
        default_factory=lambda: {"nps": 6.0, "csat": 2.0, "ces": 3.0, "sterne": 2.0, "stars": 2.0}
    )
    repeated_days: float = 14.0
    ping_pong_days: float = 30.0
    dunning_days: float = 60.0
    waits: tuple[WaitRule, ...] | None = None
    off: tuple[IncidentKind, ...] = ()

    def worst_limit(self, scale: str) -> float | None:
        """The highest bad value of a scale, written in any case; None where no value of it is bad."""
        lowered = {known.casefold(): limit for known, limit in self.bad_up_to.items()}
        return None if "bad_score" in self.off else lowered.get(scale.casefold())


USUAL_RULES: Final = IncidentRules()


@dataclass(frozen=True, slots=True)
class IncidentTouchpoints:
    """The keys of touchpoints by their part in incidents, and the waits looked at."""

    complaints: frozenset[str]
    settled: frozenset[str]
    failures: frozenset[str]
    dunning: frozenset[str]
    asking: frozenset[str]
    waits: tuple[WaitRule, ...]


def incident_touchpoints(touchpoints: Iterable[Touchpoint], rules: IncidentRules) -> IncidentTouchpoints:
    """What the rules come to with these touchpoints."""
    known = tuple(touchpoints)
    keys = [touchpoint.key for touchpoint in known]
    dunning = frozenset(rules.dunning) or with_word(keys, DUNNING_WORDS)
    complaints = complaint_touchpoints(known, rules.complaints, rules.settled)
    return IncidentTouchpoints(
        complaints=complaints.opened,
        settled=complaints.settled,
        failures=frozenset(rules.failures) or with_word(keys, FAILURE_WORDS) - dunning,
        dunning=dunning,
        asking=frozenset(rules.asking) or with_word(keys, ASKING_WORDS),
        waits=(_usual_waits(keys) if rules.waits is None else rules.waits)[:MOST_WAITS],
    )


def with_word(keys: Iterable[str], words: Iterable[str]) -> frozenset[str]:
    """The keys that hold one of the words."""
    wanted = tuple(words)
    return frozenset(key for key in keys if any(word in key for word in wanted))


def _usual_waits(keys: list[str]) -> tuple[WaitRule, ...]:
    """A wait for each usual pair of which exactly one touchpoint begins it and one ends it; else nobody can tell."""
    found = []
    for begin_words, end_words, days in _USUAL_WAITS:
        ends = with_word(keys, end_words)
        begins = with_word(keys, begin_words) - ends
        if len(begins) == 1 and len(ends) >= 1:
            shortest = min(ends, key=lambda key: (len(key), key))
            found.append(WaitRule(next(iter(begins)), shortest, days))
    return tuple(found)
