"""What the workspace asks of its collector, in steps: between them events are taken in.

erase: {"identifiers": […]}, a person's events; {"erase": how many}
events: {"identifiers": […]}, the same given out; {"events": […]}
forget: {"messages": [[source, messageId], …]}, that they were ever seen; {"forget": how many}
purge: {"before": {source: moment}}, what was last seen before; {"purge": how many}
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from wegmarke.collect.erasing import erase, events_of
from wegmarke.collect.fingerprints import SLICES, day_of, fingerprint, forget_messages, purge
from wegmarke.collect.handing_over import HandOver

ASKED = ("erase", "events", "forget", "purge")
Step = Callable[[HandOver], Any]


def steps_of(what: str, said: dict[str, Any]) -> list[Step]:
    """The steps of what is asked; ValueError if it was not said as above."""
    try:
        if what == "purge":
            before = {str(source): day_of(moment) for source, moment in said["before"].items()}
            return [partial(_purge, before=before, number=number) for number in range(SLICES)]
        if what == "forget":
            messages = [fingerprint(source, message_id) for source, message_id in said["messages"]]
            return [lambda over: forget_messages(over.connection, messages)]
        identifiers = [str(one) for one in said["identifiers"] if one.strip()]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(what) from error
    if what == "erase":
        return [lambda over: erase(over, identifiers)]
    return [lambda over: list(events_of(over, identifiers))]


def outcome_of(what: str, done: Sequence[Any]) -> dict[str, Any]:
    """What the steps came to."""
    return {what: done[0] if what == "events" else sum(done)}


def _purge(over: HandOver, before: dict[str, int], number: int) -> int:
    gone = purge(over.connection, before, number)
    if number == SLICES - 1:  # the log still holds what is gone
        over.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return gone
