"""Which question needs which permission."""

from __future__ import annotations

from wegmarke.desk.accounts.policy import Permission

OF_PERSONS = frozenset({"customers", "timeline"})
"""Questions that answer with persons."""


def permission_for(question: str) -> Permission:
    """What an account needs to ask this question, or 403."""
    return "see_customers" if question in OF_PERSONS else "see_journeys"
