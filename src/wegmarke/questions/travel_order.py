"""Groups of touchpoints in the order in which customers go through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wegmarke.index.summaries.places import TakePlaces
from wegmarke.questions.asked import Asked


def in_order_of_travel(asked: Asked, groups: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The names of the groups, by the mean place of their contacts in the histories of their customers (0 is the first
    contact, 1 the last); those without a contact first. groups: keys of touchpoints by name.
    """
    found = asked.run(TakePlaces(asked.selection, len(asked.index.touchpoints)))

    def place(name: str) -> float:
        codes = [asked.index.code(key) for key in groups[name]]
        return float(found.places[codes].sum()) / max(int(found.contacts[codes].sum()), 1)

    return tuple(sorted(groups, key=place))
