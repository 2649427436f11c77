"""What can be chosen in the form "add a condition", in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wegmarke import text
from wegmarke.desk.findings.event_conditions import KNOWN
from wegmarke.desk.findings.sequence_conditions import PLACES_IN_SEQUENCE, SEQUENCES
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.coming_reasons import COMING_CODES, ON_THE_WAY
from wegmarke.model.filter.grammar import ANY, PROMISE_STATES
from wegmarke.model.incidents import INCIDENT_KINDS
from wegmarke.model.stated_reasons import STATED_CODES


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that can be chosen, and its name."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FormChoices:
    """The choices that are the same in every workspace. said, after: with "any" first; came, came_after: likewise
    of coming. places: of touchpoints
    one after another. counts: fields with a whole number from and to. known: stands before the name of a department.
    """

    incidents: tuple[Choice, ...]
    states: tuple[Choice, ...]
    said: tuple[Choice, ...]
    after: tuple[Choice, ...]
    came: tuple[Choice, ...]
    came_after: tuple[Choice, ...]
    sequences: tuple[Choice, ...]
    places: tuple[int, ...]
    counts: tuple[Choice, ...]
    known: str = KNOWN


def form_choices() -> FormChoices:
    """The choices as the reader's language calls them."""
    incidents = _choices("incident:", INCIDENT_KINDS)
    return FormChoices(
        incidents=incidents,
        states=_choices("filter:promise:", PROMISE_STATES),
        said=(Choice(ANY, _("whatever was stated")), *_choices("stated:", STATED_CODES)),
        after=(Choice(ANY, _("any critical event")), *incidents),
        came=(Choice(ANY, _("whatever was stated")), *_choices("coming:", COMING_CODES)),
        came_after=(Choice(ANY, _("any of these")), *_choices("coming:", ON_THE_WAY)),
        sequences=_choices("filter:", SEQUENCES),
        places=tuple(range(1, PLACES_IN_SEQUENCE + 1)),
        counts=_choices("filter:", ("asked", "repeats", "channel_breaks", "incidents")),
    )


def _choices(word: str, names: Iterable[str]) -> tuple[Choice, ...]:
    return tuple(Choice(name, text.word(f"{word}{name}", reader_language())) for name in names)
