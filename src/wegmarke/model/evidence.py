"""Evidence: the filter expressions whose journeys stand behind the numbers of a column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from wegmarke.model.filter import combine


class Behind(Sequence[str | None]):
    """For each row `base` and that row's condition as one expression, made when it is asked for; None stays None."""

    __slots__ = ("_base", "_conditions")

    def __init__(self, base: str, conditions: Sequence[str | None]) -> None:
        self._base, self._conditions = base, conditions

    def __len__(self) -> int:
        return len(self._conditions)

    @overload
    def __getitem__(self, place: int) -> str | None: ...

    @overload
    def __getitem__(self, place: slice) -> Behind: ...

    def __getitem__(self, place: int | slice) -> str | Behind | None:
        if isinstance(place, slice):
            return Behind(self._base, self._conditions[place])
        condition = self._conditions[place]
        return None if condition is None else combine(self._base, condition)

    def also(self, condition: str) -> Behind:
        """The same rows with one more condition."""
        return Behind(combine(self._base, condition), self._conditions)
