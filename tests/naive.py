"""The index and the questions once more in plain Python: slow, short, and made from the definitions alone.

Tests hold the kernels against it. It shares nothing with them but the words of the filter language.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from zoneinfo import ZoneInfo

from tests.contacts import START_OF_LOG, Contact
from wegmarke.model import filter as f
from wegmarke.model.settings import JourneySettings


@dataclass(slots=True)
class Journey:
    """One journey; `decided` is how many contacts lie before the outcome, `happened` whether one is the outcome."""

    customer: tuple[str, str]
    label: str | None
    contacts: list[Contact]
    outcome: str = "open"
    decided: int = 0
    happened: bool = False
    currency: str = "EUR"
    zone: str = "UTC"
    revenue: tuple[str, ...] | None = None
    path: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.path = tuple(contact.touchpoint for contact in self.contacts)

    @property
    def seconds(self) -> list[int]:
        return [contact.microseconds // 1_000_000 for contact in self.contacts]

    @property
    def before(self) -> str | None:
        return self.path[self.decided - 1] if self.decided else None

    @property
    def value_minor(self) -> int:
        earning = [one for one in self.contacts if self.revenue is None or one.touchpoint in self.revenue]
        ours = [one for one in earning if one.currency in {None, self.currency}]
        return sum(one.value_minor or 0 for one in ours)

    @property
    def steps(self) -> list[tuple[str, str]]:
        return list(pairwise(self.path))

    def elapsed(self, step: tuple[str, str]) -> list[int]:
        seconds = self.seconds
        return [seconds[i + 1] - seconds[i] for i, one in enumerate(self.steps) if one == step]


def outcome_of(contact: Contact, settings: JourneySettings) -> tuple[str | None, bool]:
    """The outcome that a contact tells, and whether it is one itself."""
    for rule in settings.outcomes:
        if contact.touchpoint in rule.touchpoints:
            return rule.outcome, True
    for rule in settings.outcomes:
        if contact.outcome is not None and contact.outcome.casefold() in {word.casefold() for word in rule.values}:
            return rule.outcome, contact.ends
    return None, False


def journeys_of(contacts: Sequence[Contact], settings: JourneySettings) -> list[Journey]:
    """Every customer's contacts in order, cut."""
    kept = [
        (place, contact)
        for place, contact in enumerate(contacts)
        if settings.lifecycle is None or contact.lifecycle is None or contact.lifecycle in settings.lifecycle
    ]
    of_customer: dict[tuple[str, str], list[tuple[int, Contact]]] = defaultdict(list)
    for place, contact in kept:
        of_customer[contact.kind, contact.customer].append((place, contact))
    result = []
    for customer, numbered in of_customer.items():
        ordered = [
            contact
            for _, contact in sorted(numbered, key=lambda one: (one[1].microseconds, one[1].sequence or 0, one[0]))
        ]
        by_id: dict[str | None, list[Contact]] = {}
        for contact in ordered:
            by_id.setdefault(contact.journey, []).append(contact)
        for label, same in by_id.items():
            pieces = [same] if label is not None else _cut(same, settings)
            result += [_told(customer, label, piece, settings) for piece in pieces]
    return result


def _cut(contacts: list[Contact], settings: JourneySettings) -> list[list[Contact]]:
    pieces = [[contacts[0]]]
    for last, contact in pairwise(contacts):
        silent = settings.silence_days is not None and (
            contact.microseconds - last.microseconds > settings.silence_days * 86_400_000_000
        )
        decided = settings.cut_at_outcome and outcome_of(last, settings)[1]
        if silent or decided:
            pieces.append([])
        pieces[-1].append(contact)
    return pieces


def _told(customer: tuple[str, str], label: str | None, piece: list[Contact], settings: JourneySettings) -> Journey:
    journey = Journey(
        customer, label, piece, currency=settings.currency, zone=settings.time_zone, revenue=settings.revenue
    )
    journey.decided = len(piece)
    for place, contact in enumerate(piece):
        outcome, itself = outcome_of(contact, settings)
        if outcome is not None:
            journey.outcome, journey.happened = outcome, itself
            journey.decided = place if itself else len(piece)
    return journey


# --- the filter language, by its definition -----------------------------------------------------------------------


def holds(condition: f.Filter, journey: Journey) -> bool:  # noqa: C901, PLR0911, PLR0912 - one case a kind of node
    """Whether the journey satisfies the filter; touchpoints are labels here."""
    path = journey.path
    match condition:
        case f.All():
            return True
        case f.And(parts):
            return all(holds(part, journey) for part in parts)
        case f.Or(parts):
            return any(holds(part, journey) for part in parts)
        case f.Not(part):
            return not holds(part, journey)
        case f.Visited(names):
            return any(name in names for name in path)
        case f.Began(names):
            return path[0] in names
        case f.Ended(names):
            return path[-1] in names
        case f.DecidedAfter(names):
            return journey.before in names
        case f.Order(names):
            rest = iter(path)
            return all(name in rest for name in names)
        case f.Step(source, target):
            return (source, target) in journey.steps
        case f.Path(names):
            return path == names
        case f.Reached(step, stages, window):
            return reached(journey, stages, window) >= step
        case f.ReachedWithout(step, stages, window):
            return reached(journey, stages, window) == step
        case f.Compare(name, operator, value):
            return _compared(journey, name, operator, value)
        case f.In(name, values):
            return any(_compared(journey, name, "=", value) for value in values)
        case f.Between(name, low, high):
            return _compared(journey, name, ">=", low) and _compared(journey, name, "<=", high)
    raise AssertionError(condition)


def _compared(journey: Journey, name: str, operator: str, value: f.Value) -> bool:
    words: dict[str, set[str | None]] = {
        "outcome": {journey.outcome},
        "channel": {contact.channel for contact in journey.contacts},
        "department": {contact.department for contact in journey.contacts},
        "customer": {journey.customer[1]},
        "journey": {journey.label},
    }
    if name in words:
        return (value in words[name]) == (operator == "=")
    if isinstance(value, f.DateSpan):
        second = journey.seconds[0 if name == "started" else -1]
        day = dt.datetime.fromtimestamp(second, ZoneInfo(journey.zone)).date()
        here = -1 if day < value.first else 1 if day >= value.after_last else 0
    else:
        wanted = (
            value.seconds
            if isinstance(value, f.Duration)
            else round(float(str(value)) * (100 if name == "value" else 1))
        )
        found = {
            "length": len(journey.path),
            "duration": journey.seconds[-1] - journey.seconds[0],
            "value": journey.value_minor,
        }[name]
        here = (found > wanted) - (found < wanted)
    return {
        "=": here == 0,
        "!=": here != 0,
        "<": here < 0,
        "<=": here <= 0,
        ">": here > 0,
        ">=": here >= 0,
    }[operator]


def arrivals(journey: Journey, stages: Sequence[Sequence[str]], window: int | None) -> list[set[int]]:
    """For every stage the places at which a chain through the stages before it, within the window, can arrive."""
    seconds = journey.seconds
    found: list[set[int]] = [set() for _ in stages]
    for begin, name in enumerate(journey.path):
        if name not in stages[0]:
            continue
        here = {begin}
        found[0] |= here
        for stage in range(1, len(stages)):
            here = {
                later
                for later in range(min(here) + 1, len(journey.path))
                if journey.path[later] in stages[stage]
                and (window is None or seconds[later] - seconds[begin] <= window)
            }
            if not here:
                break
            found[stage] |= here
    return found


def reached(journey: Journey, stages: Sequence[Sequence[str]], window: int | None) -> int:
    """How many stages the journey reached."""
    return sum(bool(places) for places in arrivals(journey, stages, window))


def waits(journey: Journey, stages: Sequence[Sequence[str]], window: int | None) -> dict[int, int]:
    """Seconds from the stage before to the moment each stage was first reached, by stage (from 1: the second)."""
    seconds, places = journey.seconds, arrivals(journey, stages, window)
    result = {}
    for stage in range(1, len(stages)):
        if places[stage]:
            first = min(places[stage])
            result[stage] = seconds[first] - seconds[max(place for place in places[stage - 1] if place < first)]
    return result


# --- counts -------------------------------------------------------------------------------------------------------


def step_counts(journeys: Iterable[Journey]) -> Counter[tuple[str, str]]:
    """How often each step was taken."""
    return Counter(step for journey in journeys for step in journey.steps)


def customers_of(journeys: Iterable[Journey]) -> int:
    """How many customers stand behind the journeys."""
    return len({journey.customer for journey in journeys})


def day(text: str) -> float:
    """Seconds after START_OF_LOG of a moment in UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC).timestamp() - START_OF_LOG
