"""What people said of free texts: which codes of a scheme each fits, twice and blind, and what was settled.

A text is named by a key made from it, never written down a second time: what is kept of a coding speaks of nobody, and
is let go of with the text. What one person alone said of a text counts as nothing and is shown to nobody, so that the
second reads without knowing it; both come into force at once. Where there is no second person, the coding of a scheme
is closed: then what one said counts, and whoever codes from there on does not code blind.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from wegmarke.model.coding_schemes import SCHEMES, Code, SchemeName

NEEDED: Final = 2
"""So many people code a text before it is shown what they said."""


@dataclass(frozen=True, slots=True)
class Coded:
    """One decision about a text. text: its key. by: the account, as the desk numbers it. codes: of the scheme, none
    where it is taken back. at: when, microseconds since 1970. aided: with suggestions in sight. settles: it is the last
    word after two had coded it otherwise. scheme: to which it is coded.
    """

    text: str
    by: str
    codes: tuple[Code, ...]
    at: int
    aided: bool = False
    settles: bool = False
    scheme: SchemeName = "leaving"


@dataclass(frozen=True, slots=True)
class Closing:
    """The coding of a scheme was closed, or opened again. by, at: as in `Coded`."""

    scheme: SchemeName
    by: str
    at: int
    closed: bool


Decision = Coded | Closing
Of = Mapping[str, Mapping[str, Coded]]


@dataclass(frozen=True, slots=True)
class Codings:
    """All decisions in force, of one scheme. of: for each text what each person said of it, in the order in which they
    first did. settled: the last word on a text. blind: of `of` what was said before anybody could see what others had
    said. closed: whether what one person alone said counts.
    """

    of: Of = field(default_factory=lambda: MappingProxyType({}))
    settled: Mapping[str, Coded] = field(default_factory=lambda: MappingProxyType({}))
    blind: Of = field(default_factory=lambda: MappingProxyType({}))
    closed: bool = False
    scheme: SchemeName = "leaving"

    @classmethod
    def after(cls, decisions: Iterable[Decision], scheme: SchemeName = "leaving") -> Codings:
        """What holds after these decisions, the oldest first: of a person's about one text the last. For blind counts
        the last before the text was opened; who takes that back has not read it blind.
        """
        of: defaultdict[str, dict[str, Coded]] = defaultdict(dict)
        blind: defaultdict[str, dict[str, Coded]] = defaultdict(dict)
        settled: dict[str, Coded] = {}
        seen: set[str] = set()
        closed = False
        for one in decisions:
            if one.scheme != scheme:
                continue
            if isinstance(one, Closing):
                closed = one.closed
                seen.update(of)
                continue
            place, key = (settled, one.text) if one.settles else (of[one.text], one.by)
            if one.codes:
                place[key] = one
            else:
                place.pop(key, None)
                blind[one.text].pop(one.by, None)
            if not one.settles and one.codes and one.text not in seen and not closed:
                blind[one.text][one.by] = one
            if len(of[one.text]) >= NEEDED or closed:
                seen.add(one.text)
        return cls(_filled(of), settled, _filled(blind), closed, scheme)

    def is_open(self, text: str) -> bool:
        """Whether it may be seen what was said of a text, and counts: two have coded it, or the coding is closed."""
        return text in self.settled or len(self.of.get(text, {})) >= (1 if self.closed else NEEDED)

    def differs(self, text: str) -> bool:
        """Whether people coded it, not all of them alike, and nobody has settled it."""
        said = {one.codes for one in self.of.get(text, {}).values()}
        return len(said) > 1 and text not in self.settled

    def codes(self, text: str) -> tuple[Code, ...]:
        """What counts: the last word; else what all who coded it named, which may be nothing; nothing as long as one
        person alone has coded it and the coding is not closed.
        """
        last = self.settled.get(text)
        if last is not None:
            return last.codes
        if not self.is_open(text):
            return ()
        said = [set(one.codes) for one in self.of[text].values()]
        return SCHEMES[self.scheme].in_order(set.intersection(*said))

    @property
    def by_hand(self) -> dict[str, tuple[Code, ...]]:
        """The codes of every text of which it may be seen what was said; `not_coded` where those who coded it agree on
        nothing.
        """
        texts = (text for text in (*self.of, *self.settled) if self.is_open(text))
        return {text: self.codes(text) or ("not_coded",) for text in texts}


def says_why(codings: Codings, text: str) -> tuple[Code, ...]:
    """What counts of a text that is no stated reason: that it names no reason is no reason stated."""
    return tuple(code for code in codings.codes(text) if code != "none_stated")


def _filled(of: Mapping[str, dict[str, Coded]]) -> dict[str, dict[str, Coded]]:
    return {text: by for text, by in of.items() if by}


NO_CODINGS: Final = Codings()


def shuffled(text: str) -> str:
    """The place of a text among those that are to be coded: by lot, and for everybody the same, so that two persons
    begin with the same texts and what both have coded is no choice of theirs.
    """
    return hashlib.sha256(f"order {text}".encode()).hexdigest()
