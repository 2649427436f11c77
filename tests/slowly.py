"""Kernels, and a reading of the record, that take their time, so that something can happen meanwhile. Workers of a
cluster import them: nothing here needs what only tests have.
"""

from __future__ import annotations

import gc
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
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


@dataclass(frozen=True, slots=True)
class SlowOnOne:
    """What the kernel says, and who folded how many partitions, by the folder in which they work. One of the workers is
    slow: each partition takes it so many seconds.
    """

    kernel: Kernel[Any]
    slow: str
    seconds: float

    def zero(self) -> tuple[Any, Counter[str]]:
        """Nothing, by nobody."""
        return self.kernel.zero(), Counter()

    def add(self, summary: tuple[Any, Counter[str]], partition: Partition) -> tuple[Any, Counter[str]]:
        """As the kernel; later, where the worker is the slow one."""
        here = next((part for part in Path.cwd().parts if part.startswith("worker-")), "?")
        time.sleep(self.seconds if here == self.slow else 0.2)
        found, by = summary
        return self.kernel.add(found, partition), by + Counter({here: 1})

    def merge(self, first: tuple[Any, Counter[str]], second: tuple[Any, Counter[str]]) -> tuple[Any, Counter[str]]:
        """As the kernel."""
        return self.kernel.merge(first[0], second[0]), first[1] + second[1]


@dataclass(frozen=True, slots=True)
class LookedThrough:
    """Of how many things the process that folds looks whether they are garbage, at most."""

    def zero(self) -> int:
        """None."""
        return 0

    def add(self, summary: int, partition: Partition) -> int:
        """As they are now."""
        del partition
        return max(summary, len(gc.get_objects()))

    def merge(self, first: int, second: int) -> int:
        """The more."""
        return max(first, second)


@dataclass(frozen=True, slots=True)
class SlowReading:
    """Reads the record as `reading` does (`index.spark.scattering.Reading`), and takes seconds for every part of it and
    for every partition.
    """

    reading: Any
    seconds: float

    def words(self, part: Any, columns: Any) -> Any:
        """As the reading."""
        return self.reading.words(part, columns)

    def batches(self, part: Any) -> Any:
        """As the reading, later."""
        time.sleep(self.seconds)
        return self.reading.batches(part)

    def number(self, kinds: Any, values: Any) -> Any:
        """As the reading, later."""
        time.sleep(self.seconds)
        return self.reading.number(kinds, values)
