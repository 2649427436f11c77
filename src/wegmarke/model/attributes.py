"""Customer attributes: what groups customers (customer group, region, contract class), a word each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

MOST_WORDS: Final = 50
"""A column of more different words is no group but a text, or names people: none of its words is kept in the index."""
MOST_ATTRIBUTES: Final = 20


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute. words: by code, from 1 (0 is "not known"). too_many: how many different words there were where
    they are too many to be groups; then there are no words.
    """

    name: str
    words: tuple[str, ...] = ()
    too_many: int = 0

    def with_words(self, new: Sequence[str]) -> Attribute:
        """The same with further words behind those it has."""
        count = max(len(self.words), self.too_many) + len(new)
        if self.too_many or count > MOST_WORDS:
            return replace(self, words=(), too_many=count)
        return replace(self, words=(*self.words, *new))
