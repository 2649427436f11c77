"""A kernel that takes its time, so that something can happen meanwhile. Workers of a cluster import it: nothing here
needs what only tests have.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from wegmarke.index.partition import Partition
from wegmarke.index.runner import Kernel


@dataclass(frozen=True, slots=True)
class Slowly:
    """What the kernel says, and seconds for every partition."""

    kernel: Kernel[Any]
    seconds: float

    def zero(self) -> Any:
        """As the kernel."""
        return self.kernel.zero()

    def add(self, summary: Any, partition: Partition) -> Any:
        """As the kernel, later."""
        time.sleep(self.seconds)
        return self.kernel.add(summary, partition)

    def merge(self, first: Any, second: Any) -> Any:
        """As the kernel."""
        return self.kernel.merge(first, second)
