"""The physical limit: two threads read once, with NumPy, the bytes of the columns a job needs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from bench import answers
from bench.jobs import JOBS
from bench.log_words import TOUCHPOINTS
from bench.peers.contract import Asked, Files

THREADS = os.cpu_count() or 1


class Scan:
    """Touchpoint codes (one byte) and times (four) of all interactions, side by side in memory."""

    name = "NumPy memory scan"
    version = np.__version__

    def __init__(self) -> None:
        self.words: dict[int, NDArray[np.uint64]] = {}
        self.threads = ThreadPoolExecutor(THREADS)

    def prepare(self, files: Files) -> Mapping[str, float]:
        """Put the columns into memory, as whole machine words."""
        table = pq.read_table(files.by_customer, columns=["touchpoint", "timestamp"])
        code = pc.index_in(table["touchpoint"], value_set=pa.array(TOUCHPOINTS)).to_numpy().astype(np.uint8)
        seconds = (table["timestamp"].cast("int64").to_numpy() // 1_000_000).astype(np.uint32)
        self.words[1] = np.frombuffer(code[: len(code) // 8 * 8].tobytes(), np.uint64)
        both = code.tobytes() + seconds.tobytes()
        self.words[5] = np.frombuffer(both[: len(both) // 8 * 8], np.uint64)
        return {"bytes": float(self.words[5].nbytes)}

    def jobs(self) -> Mapping[str, Asked]:
        """One scan for each job, of as many bytes as its columns have."""
        return {job.key: Asked(lambda words=self.words[job.bytes_each]: self.scan(words), nothing) for job in JOBS}

    def scan(self, words: NDArray[np.uint64]) -> int:
        """The sum of all words, each thread its part."""
        parts = self.threads.map(np.add.reduce, np.array_split(words, THREADS))
        return sum(int(part) for part in parts)


def nothing(_: int) -> answers.Answer:
    """A scan answers no question."""
    return []
