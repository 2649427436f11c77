"""What a browser sends back of a form."""

from __future__ import annotations

from typing import Protocol


class Posted(Protocol):
    """The fields of a form, as Django gives them."""

    def get(self, key: str, default: str, /) -> str:
        """Return the last value of a field."""

    def getlist(self, key: str) -> list[str]:
        """Return all values of a field."""

    def __contains__(self, key: object) -> bool: ...
