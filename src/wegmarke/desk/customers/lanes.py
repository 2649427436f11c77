"""The lanes of a history: one for each department, each with a colour of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wegmarke.questions.timeline import Timeline

MOST_LANES = 12
COLOURS = 8


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: its place from 1, its name, and the number of its colour from 1 (0: no department)."""

    place: int
    name: str
    colour: int


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes of one history in order of first appearance. Departments beyond the twelfth share the last lane."""

    lanes: tuple[Lane, ...]
    places: dict[str | None, int]

    def of(self, department: str | None) -> Lane:
        """The lane of a department."""
        return self.lanes[self.places[department]]


def lanes_of(timeline: Timeline, departments: tuple[str, ...]) -> Lanes:
    """The lanes that a history needs. departments: all of the company, so that each has one colour on every page."""
    found = timeline.departments or (None,)
    colours = {name: place % COLOURS + 1 for place, name in enumerate(sorted(departments))}
    lanes: list[Lane] = []
    places: dict[str | None, int] = {}
    for department in found:
        if len(lanes) == MOST_LANES:
            lanes[-1] = Lane(MOST_LANES, _("other departments"), 0)
        else:
            name = department or (_("no department") if len(found) > 1 else _("Contacts"))
            lanes.append(Lane(len(lanes) + 1, name, colours.get(department or "", 0)))
        places[department] = len(lanes) - 1
    return Lanes(tuple(lanes), places)
