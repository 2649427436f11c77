"""By what a customer is known, and why these identifiers are one."""

from __future__ import annotations

from dataclasses import dataclass

from wegmarke.workspace.history import History


@dataclass(frozen=True, slots=True)
class IdentityView:
    """One identifier: its kind, its value, the sources in which it stands, and why it belongs to this customer."""

    kind: str
    value: str
    sources: str
    why: str = ""


def identities_of(history: History) -> tuple[IdentityView, ...]:
    """All identifiers of the customer."""
    timeline = history.timeline
    sources = dict.fromkeys(contact.told.source for contact in history.contacts)
    return (IdentityView(timeline.kind, timeline.identifier, ", ".join(sources)),)
