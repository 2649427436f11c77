"""How the tables write numbers."""

from __future__ import annotations


def number(value: float, digits: int = 1) -> str:
    """A number with a decimal comma."""
    return f"{value:.{digits}f}".replace(".", ",")
