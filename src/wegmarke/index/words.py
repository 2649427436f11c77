"""The words of one column and their codes, while an index is built."""

from __future__ import annotations

from dataclasses import dataclass, field

from wegmarke.errors import WegmarkeError

MOST_WORDS = 0xFFFE
"""A code is of 16 bits, and one is kept for what has no word."""


@dataclass(slots=True)
class Words:
    """A column's words and their codes, in order of appearance."""

    column: str = ""
    limit: int = MOST_WORDS
    words: list[str] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)

    def code(self, word: str) -> int:
        """The code of a word, a new one if need be; `too_many_codes` past the limit."""
        found = self.codes.get(word)
        if found is None:
            if len(self.words) >= self.limit:
                raise WegmarkeError("too_many_codes", what=self.column, limit=self.limit)
            found = self.codes[word] = len(self.words)
            self.words.append(word)
        return found
