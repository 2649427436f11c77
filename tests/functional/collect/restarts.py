"""A sender at work while its collector is killed and started again and again; then everything is counted."""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter
from pathlib import Path

from tests.functional.collect.running import RunningCollector, collector, patiently
from tests.functional.collect.sdks import Sdk

SECONDS_AT_MOST = 900


def send_through_restarts(folder: Path, sdk: Sdk, events: int, kills: int, rng: random.Random) -> int:
    """Send with the SDK, kill the collector meanwhile at random moments, take everything in; how often it was killed.

    AssertionError if an event is missing in the record or is there twice. kills: how many at most; SDKs wait longer
    with each failure, so that one who kills without end would wait without end.
    """
    command, environment = sdk.command()
    with collector(folder) as running:
        arguments = [running.address, running.server, str(events), str(3 / events)]
        sender = subprocess.Popen([*command, *arguments], env=environment, stdout=subprocess.PIPE, text=True)
        restarts = _restart_until_ended(running, sender, kills, rng)
        assert sender.stdout is not None
        said = sender.stdout.read().strip()
        sender.stdout.close()
        assert sender.wait() == 0
        assert said == "sent", said
        running.until_handed_over()
        patiently(running.workspace.take_collected)
        batches = running.workspace.record.batches(["customer"])
        found = Counter(name for batch in batches for name in batch["customer"].to_pylist())
    assert found == Counter(f"user-{number}" for number in range(events))
    return restarts


def _restart_until_ended(
    running: RunningCollector, sender: subprocess.Popen[str], kills: int, rng: random.Random
) -> int:
    restarts = 0
    deadline = time.monotonic() + SECONDS_AT_MOST
    while sender.poll() is None:
        assert time.monotonic() < deadline, "the sender does not come to an end"
        time.sleep(rng.uniform(0.2, 1.2))
        if restarts < kills:
            running.kill()
            restarts += 1
            running.start()
    return restarts
