"""What a person may allow or refuse, and what can be said about it."""

from __future__ import annotations

from typing import Literal, get_args

Purpose = Literal["advertising", "analysis", "profiling", "personalisation", "transfer"]
State = Literal["given", "refused", "withdrawn", "objected", "restricted", "lifted"]
"""given, refused (asked, and did not allow), withdrawn (a consent), objected (Art. 21), restricted (Art. 18), lifted
(an objection or restriction no longer holds)."""

PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
STATES: tuple[State, ...] = get_args(State)
AGAINST: frozenset[State] = frozenset({"refused", "withdrawn", "objected", "restricted"})
STRENGTH: dict[State, int] = {
    "lifted": 0,
    "given": 1,
    "refused": 2,
    "withdrawn": 3,
    "restricted": 4,
    "objected": 5,
}
"""Of two that contradict each other in the same second the stronger holds: who objected is left alone."""
