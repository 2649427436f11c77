"""Reading tables of a TOML file strictly: every key is known, every value has its type, and what is wrong is named."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import TypeVar

from wegmarke.errors import WegmarkeError

_Choice = TypeVar("_Choice", bound=str)


def near(word: str, words: Sequence[str]) -> list[str]:
    """Give the words that a person may have meant."""
    lower = {known.lower(): known for known in words}
    return [lower[found] for found in difflib.get_close_matches(word.lower(), lower, n=3, cutoff=0.6)]


class Table:
    """One table of the file; `place` is its name in messages.

    Errors: `mapping_broken`, `mapping_incomplete`, `mapping_unknown_key`.
    """

    def __init__(self, values: dict[str, object], place: str, file: str) -> None:
        self._values = values
        self._place = place
        self.file = file

    def keys(self) -> tuple[str, ...]:
        """Give the keys, in the order of the file."""
        return tuple(self._values)

    def name(self, key: str) -> str:
        """Give the key as messages name it."""
        return f"{self._place}.{key}" if self._place else key

    def known(self, *keys: str) -> None:
        """Refuse any other key."""
        for key in self._values:
            if key not in keys:
                raise WegmarkeError(
                    "mapping_unknown_key", file=self.file, key=self.name(key), suggestions=near(key, keys) or None
                )

    def raw(self, key: str) -> object:
        """Give the value as it stands; None: it is not there."""
        return self._values.get(key)

    def wrong(self, key: str, *expected: str) -> WegmarkeError:
        """Say that a value is not of the kind it should be."""
        value = str(self._values.get(key))[:100]
        return WegmarkeError(
            "mapping_broken", file=self.file, key=self.name(key), value=value, expected=list(expected) or None
        )

    def text(self, key: str) -> str | None:
        """Give a text that is not empty; None: it is not there."""
        value = self._values.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value:
            raise self.wrong(key, "text")
        return value

    def needed(self, key: str) -> str:
        """Give a text that must be there."""
        value = self.text(key)
        if value is None:
            raise WegmarkeError("mapping_incomplete", file=self.file, key=self.name(key))
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Give a list of texts; one text alone is a list of one."""
        value = self._values.get(key, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(each, str) and each for each in values):
            raise self.wrong(key, "list")
        return tuple(values)

    def choice(self, key: str, choices: Sequence[_Choice]) -> _Choice | None:
        """Give one of the words that are possible."""
        value = self.text(key)
        if value is None:
            return None
        for choice in choices:
            if choice == value:
                return choice
        raise self.wrong(key, *choices)

    def flag(self, key: str) -> bool:
        """Give true or false; false if it is not there."""
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, "true", "false")
        return value

    def whole(self, key: str) -> int | None:
        """Give a whole number from 1."""
        value = self._values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise self.wrong(key, "1")
        return value

    def table(self, key: str) -> Table | None:
        """Give the table under a key."""
        value = self._values.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.wrong(key, "table")
        return Table(value, self.name(key), self.file)

    def tables(self, key: str) -> list[Table]:
        """Give the tables of an array of tables."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.wrong(key, "table")
        return [Table(each, f"{self.name(key)}[{place}]", self.file) for place, each in enumerate(value, start=1)]
