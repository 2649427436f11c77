"""Senders at work while the collector, and what takes its events in, are killed at random moments."""

from __future__ import annotations

import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.functional.collect.running import RunningCollector, basic, collector
from wegmarke.errors import WegmarkeError
from wegmarke.workspace import Workspace

SENDERS = 4
TAKING_SHARE = 0.35
"""So often it is the taking in that is killed, else the collector."""

NEW_FILE_EVERY = 10
"""After so many kills the mapping is touched, so that files are closed, finished and put away under fire as well."""


@dataclass
class Outcome:
    """What came of it. lost: acknowledged and not in the record; double: more than once in it."""

    kills: int = 0
    taking_kills: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    lost: int = 0
    double: int = 0
    unknown: int = 0
    unopenable: int = 0
    seconds: float = 0.0

    @property
    def sound(self) -> bool:
        """Whether nothing was lost, double or broken."""
        return not (self.lost or self.double or self.unknown or self.unopenable)

    def told(self) -> str:
        """In a sentence."""
        return (
            f"{self.kills} kills of the collector and {self.taking_kills} of the taking in in {self.seconds:.0f} s, "
            f"{self.acknowledged} events acknowledged, {self.unanswered} attempts without an answer: "
            f"{self.lost} acknowledged lost, {self.double} double, {self.unknown} that nobody sent, "
            f"{self.unopenable} times unopenable"
        )


@dataclass
class Sender(threading.Thread):
    """Sends one event after the other; what is not acknowledged is sent again, but for a share that is given up."""

    running: RunningCollector
    name_: str
    rng: random.Random
    stop: threading.Event
    acknowledged: list[str] = field(default_factory=list)
    given_up: set[str] = field(default_factory=set)
    unanswered: int = 0

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """Send until told to stop."""
        number = 0
        while not self.stop.is_set():
            name = f"{self.name_}-{number}"
            number += 1
            while not self._sent(name):
                self.unanswered += 1
                if self.rng.random() < 0.05:
                    self.given_up.add(name)
                    break
                time.sleep(0.02)
            else:
                self.acknowledged.append(name)

    def _sent(self, name: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=20)
        event = {"event": "Order", "userId": name, "messageId": name, "properties": {"pad": "x" * 300}}
        try:
            connection.request("POST", "/v1/track", json.dumps(event), {"Authorization": basic(self.running.server)})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def kill_again_and_again(folder: Path, kills: int, rng: random.Random) -> Outcome:
    """Kill that often in all; then count what is in the record."""
    outcome = Outcome()
    began = time.monotonic()
    with collector(folder) as running:
        stop = threading.Event()
        senders = [Sender(running, f"s{place}", random.Random(rng.random()), stop) for place in range(SENDERS)]
        for sender in senders:
            sender.start()
        with _taking(folder) as taking:
            for number in range(kills):
                time.sleep(rng.expovariate(1 / 0.15) if rng.random() < 0.8 else rng.uniform(0, 3))
                if rng.random() < TAKING_SHARE:
                    outcome.taking_kills += 1
                    outcome.unopenable += _killed_anew(taking)
                else:
                    outcome.kills += 1
                    running.kill()
                    _started(running, outcome)
                if number % NEW_FILE_EVERY == 0:
                    os.utime(folder / "sources" / "web.toml")
        stop.set()
        for sender in senders:
            sender.join(30)
        running.until_handed_over()
        _counted(folder, senders, outcome)
    outcome.seconds = time.monotonic() - began
    return outcome


def _started(running: RunningCollector, outcome: Outcome) -> None:
    try:
        running.start()
    except AssertionError:
        outcome.unopenable += 1
        raise


def _taking(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "torture.taking", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def _killed_anew(taking: subprocess.Popen[str]) -> int:
    """Kill it and let it begin anew; 1 if it had ended by itself, which it only does if something cannot be opened."""
    assert taking.stdin is not None
    assert taking.stdout is not None
    taking.stdin.write("\n")
    taking.stdin.flush()
    return int(taking.stdout.readline() == "ended\n")


def _counted(folder: Path, senders: list[Sender], outcome: Outcome) -> None:
    try:
        workspace = Workspace.open(folder)
        workspace.take_collected()
        workspace.build_collected()
    except WegmarkeError:
        outcome.unopenable += 1
        raise
    batches = workspace.record.batches(["customer"])
    found = Counter(name for batch in batches for name in batch["customer"].to_pylist())
    acknowledged = {name for sender in senders for name in sender.acknowledged}
    given_up = {name for sender in senders for name in sender.given_up}
    outcome.acknowledged = len(acknowledged)
    outcome.unanswered = sum(sender.unanswered for sender in senders)
    outcome.lost = len(acknowledged - set(found))
    outcome.double = sum(1 for times in found.values() if times > 1)
    outcome.unknown = len(set(found) - acknowledged - given_up)
