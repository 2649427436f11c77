"""Rows, counted so that they always add up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowCounts:
    """Rows of a source file: read = accepted + duplicate + quarantined + refused, always; ValueError otherwise.

    refused: rows of persons who were erased and must not return; nothing of them is kept.
    """

    read: int = 0
    accepted: int = 0
    duplicate: int = 0
    quarantined: int = 0
    refused: int = 0

    def __post_init__(self) -> None:
        if self.read != self.accepted + self.duplicate + self.quarantined + self.refused:
            raise ValueError(
                f"{self.read} rows read, "
                f"{self.accepted} + {self.duplicate} + {self.quarantined} + {self.refused} accounted for"
            )

    def __add__(self, other: RowCounts) -> RowCounts:
        return RowCounts(
            self.read + other.read,
            self.accepted + other.accepted,
            self.duplicate + other.duplicate,
            self.quarantined + other.quarantined,
            self.refused + other.refused,
        )
