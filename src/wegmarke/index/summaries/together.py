"""Several questions to the partitions in one walk over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wegmarke.index.partition import Partition
from wegmarke.index.runner import Kernel


@dataclass(frozen=True, slots=True)
class Together:
    """Kernels that are asked in one walk; the summary is a tuple, one summary for each.

    Every walk wakes the threads and waits for the slowest, which takes as long as a short kernel itself.
    """

    kernels: tuple[Kernel[Any], ...]

    def zero(self) -> tuple[Any, ...]:
        """Nothing counted by any."""
        return tuple(kernel.zero() for kernel in self.kernels)

    def add(self, summary: tuple[Any, ...], partition: Partition) -> tuple[Any, ...]:
        """Ask all of one partition."""
        return tuple(kernel.add(one, partition) for kernel, one in zip(self.kernels, summary, strict=True))

    def merge(self, first: tuple[Any, ...], second: tuple[Any, ...]) -> tuple[Any, ...]:
        """Merge each with its own."""
        return tuple(kernel.merge(a, b) for kernel, a, b in zip(self.kernels, first, second, strict=True))
