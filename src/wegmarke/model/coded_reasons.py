"""What people said of free texts that state a reason: which codes each fits, twice and blind, and what was settled.

A text is named by a key made from it, never written down a second time: what is kept of a coding speaks of nobody, and
is let go of with the text.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from wegmarke.model.stated_reasons import STATED_CODES, StatedCode


@dataclass(frozen=True, slots=True)
class Coded:
    """One decision about a text. text: its key. by: the account, as the desk numbers it. codes: of the scheme, none
    where it is taken back. at: when, microseconds since 1970. aided: with suggestions in sight. settles: it is the last
    word after two had coded it otherwise.
    """

    text: str
    by: str
    codes: tuple[StatedCode, ...]
    at: int
    aided: bool = False
    settles: bool = False


@dataclass(frozen=True, slots=True)
class Codings:
    """All decisions in force. of: for each text what each person said of it, in the order in which they first did.
    settled: the last word on a text.
    """

    of: Mapping[str, Mapping[str, Coded]] = field(default_factory=lambda: MappingProxyType({}))
    settled: Mapping[str, Coded] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def after(cls, decisions: Iterable[Coded]) -> Codings:
        """What holds after these decisions, the oldest first: of a person's about one text the last."""
        of: defaultdict[str, dict[str, Coded]] = defaultdict(dict)
        settled: dict[str, Coded] = {}
        for one in decisions:
            place, key = (settled, one.text) if one.settles else (of[one.text], one.by)
            if one.codes:
                place[key] = one
            else:
                place.pop(key, None)
        return cls({text: by for text, by in of.items() if by}, settled)

    def differs(self, text: str) -> bool:
        """Whether people coded it, not all of them alike, and nobody has settled it."""
        said = {one.codes for one in self.of.get(text, {}).values()}
        return len(said) > 1 and text not in self.settled

    def codes(self, text: str) -> tuple[StatedCode, ...]:
        """What counts: the last word; else what all who coded it named, which may be nothing."""
        last = self.settled.get(text)
        if last is not None:
            return last.codes
        said = [set(one.codes) for one in self.of.get(text, {}).values()]
        return in_order(set.intersection(*said)) if said else ()

    @property
    def by_hand(self) -> dict[str, tuple[StatedCode, ...]]:
        """The codes of every text that somebody coded; `not_coded` where those who did agree on nothing."""
        return {text: self.codes(text) or ("not_coded",) for text in (*self.of, *self.settled)}


NO_CODINGS: Final = Codings()


def in_order(codes: Iterable[StatedCode]) -> tuple[StatedCode, ...]:
    """Codes in the order of the scheme, each once."""
    given = set(codes)
    return tuple(code for code in STATED_CODES if code in given)


def shuffled(text: str) -> str:
    """The place of a text among those that are to be coded: by lot, and for everybody the same, so that two persons
    begin with the same texts and what both have coded is no choice of theirs.
    """
    return hashlib.sha256(f"order {text}".encode()).hexdigest()
