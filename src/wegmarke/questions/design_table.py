"""Snapshots of customers as the design table of a question, remembered: questions one after another build it once.

What is remembered belongs to a state of the index, a filter and the rules of incidents. Which customers take part is
drawn by their numbers (`Moments.per_million`), so that a table has a million lines or so, however long the log.
"""

from __future__ import annotations

from typing import Final

from wegmarke.index.incidents import IncidentMarks
from wegmarke.index.moments import Moments
from wegmarke.index.selection import Selection
from wegmarke.index.summaries.snapshots import Snapshots, TakeSnapshots
from wegmarke.questions.asked import Asked
from wegmarke.questions.remembered import Remembered

_TABLES: Final[Remembered[Snapshots]] = Remembered(16, most_size=768 << 20, size=lambda table: table.nbytes)
"""One line takes 43 bytes, and 94 with the history that it points at: five tables of a million, or many small ones."""


def design_table(asked: Asked, marks: IncidentMarks, moments: Moments, among: Selection | None = None) -> Snapshots:
    """The snapshots at these moments of the customers of the journeys asked for, or of those of `among`. It is not to
    be written to.
    """
    selection = asked.selection if among is None else among
    # The rules stand beside the filter, whose words of incidents mean what the rules say.
    key = (asked.index.version, selection.text, repr(asked.index.incident_rules), marks.key, moments.key)
    found = _TABLES.get(key)
    if found is None:
        found = asked.run(TakeSnapshots(selection, marks, moments)).table().read_only()
        _TABLES.put(key, found)
    return found
