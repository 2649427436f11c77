"""The measuring itself: peers take turns at each job, so that whatever the machine does besides hits all of them.

In each round every peer asks once; the order turns from round to round. A ratio is taken within a round. Peers that
need long take part in fewer rounds; a measurement during which other processes used more than a tenth of the machine is
repeated, a bounded number of times.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bench import answers
from bench.environments import SCAN, WEGMARKE
from bench.jobs import EXTRA_JOBS, JOBS, Job
from bench.measured import PeerResult, Spread, Timed
from bench.workers import PeerFailedError, PeerProcess

NOISY = 0.10
REPEATS_FOR_NOISE = 3
WARM_UP_SECONDS = 0.3
SHORT_SECONDS = 0.1
LONG_SECONDS, FEW = 2.0, 3
VERY_LONG_SECONDS = 15.0


@dataclass(slots=True)
class Turn:
    """One peer at one job."""

    process: PeerProcess
    first_seconds: float
    peak_bytes: int
    rounds: int
    samples: dict[int, dict[str, float]] = field(default_factory=dict)


def measure_job(
    job: Job, processes: Sequence[PeerProcess], results: dict[str, PeerResult], rounds: int, scratch: Path
) -> None:
    """Ask everyone the job: once for the answer and to warm up, then in turns; write into results."""
    turns, given = _first_answers(job, processes, results, rounds, scratch)
    for number in range(max((turn.rounds for turn in turns), default=0)):
        order = turns[number % len(turns) :] + turns[: number % len(turns)]
        for turn in order:
            if number < turn.rounds:
                turn.samples[number] = _sample(turn.process, job.key)
    own = next((turn for turn in turns if turn.process.peer.key == WEGMARKE), None)
    truth = given.get(WEGMARKE) or next(iter(given.values()), None)
    for turn in turns:
        key = turn.process.peer.key
        timed = _timed(turn, own)
        if key != SCAN and truth is not None:
            differs = answers.difference(truth, given[key])
            timed = replace(timed, agrees=differs is None, difference=differs)
        results[key].jobs[job.key] = timed
        told = f"{timed.seconds.median:10.4f} s  ({timed.seconds.least:.4f} to {timed.seconds.most:.4f})"
        print(f"  {job.key:16} {key:16} {told}  {'' if timed.agrees in {True, None} else 'DIFFERS'}", flush=True)


def _first_answers(
    job: Job, processes: Sequence[PeerProcess], results: dict[str, PeerResult], rounds: int, scratch: Path
) -> tuple[list[Turn], dict[str, answers.Answer]]:
    turns: list[Turn] = []
    given: dict[str, answers.Answer] = {}
    for process in processes:
        key = process.peer.key
        path = scratch / f"{key}-{job.key}.json"
        try:
            reply = process.ask(do="answer", job=job.key, path=str(path))
            _warm_up(process, job.key, reply["seconds"])
        except PeerFailedError as error:
            results[key].failed[job.key] = str(error)
            print(f"  {job.key:16} {key:16} failed: {error}", flush=True)
            continue
        given[key] = json.loads(path.read_text(encoding="utf-8"))
        seconds = reply["seconds"]
        times = _rounds(seconds, rounds)
        turns.append(Turn(process, seconds, int(reply["peak_bytes"]), times))
    return turns, given


def _rounds(seconds: float, rounds: int) -> int:
    """Long jobs are measured less often; very short ones more often, because a hiccup is as long as they are."""
    if seconds > VERY_LONG_SECONDS:
        return 1
    if seconds > LONG_SECONDS:
        return min(FEW, rounds)
    return 3 * rounds if seconds < SHORT_SECONDS else rounds


def _warm_up(process: PeerProcess, job: str, first_seconds: float) -> None:
    """Short jobs run warm: caches, branch predictors and the processor's clock need a moment."""
    until = time.perf_counter() + min(WARM_UP_SECONDS, 20 * first_seconds)
    while time.perf_counter() < until:
        process.ask(do="measure", job=job)


def _sample(process: PeerProcess, job: str) -> dict[str, float]:
    """One measurement, repeated while the machine is not ours; of several the quietest."""
    best: dict[str, Any] = process.ask(do="measure", job=job)
    for _ in range(REPEATS_FOR_NOISE):
        if best["others_share"] <= NOISY or best["seconds"] > VERY_LONG_SECONDS:
            break
        time.sleep(0.2)
        again = process.ask(do="measure", job=job)
        best = min(best, again, key=lambda sample: sample["others_share"])
    return best


def _timed(turn: Turn, own: Turn | None) -> Timed:
    shares = [sample["others_share"] for sample in turn.samples.values()]
    ratio = None
    if own is not None and own is not turn:
        both = turn.samples.keys() & own.samples.keys()
        ratio = Spread.of([turn.samples[n]["seconds"] / own.samples[n]["seconds"] for n in sorted(both)])
    seconds = Spread.of([sample["seconds"] for sample in turn.samples.values()])
    return Timed(seconds, Spread.of(shares).median, turn.peak_bytes, agrees=None, ratio=ratio)


def offered(process_jobs: Sequence[str], chosen: Sequence[str] | None) -> list[Job]:
    """The jobs to run: those chosen, of those that anyone offers."""
    return [job for job in JOBS + EXTRA_JOBS if job.key in process_jobs and (chosen is None or job.key in chosen)]
