"""Real SDKs send here unchanged, through restarts of the server and more than they may: nothing lost, nothing twice.

Some hundred events each, and all at once, since they mostly wait; ten thousand each by `make torture`.
"""

import random
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.functional.collect.restarts import send_through_restarts
from tests.functional.collect.running import RunningCollector
from tests.functional.collect.sdks import ALL, Sdk

EVENTS, KILLS = 500, 3
LIMIT, TOO_MANY = 10, 150
"""Events a second that a key may send, and events sent with it at once: a third more than its bucket holds."""


def test_every_sdk_sends_through_restarts(tmp_path: Path) -> None:
    for sdk in ALL:
        sdk.command()  # fetched here: a missing one ends the test by a word, not within a thread
    with ThreadPoolExecutor(len(ALL)) as pool:
        sending = {
            sdk.name: pool.submit(send_through_restarts, tmp_path / sdk.name, sdk, EVENTS, KILLS, random.Random(number))
            for number, sdk in enumerate(ALL)
        }
    assert {name: sent.result() for name, sent in sending.items()} == dict.fromkeys(sending, KILLS)


def send(running: RunningCollector, sdk: Sdk, secret: str) -> str:
    """Send with the SDK as fast as it can; what it said at the end."""
    command, environment = sdk.command()
    arguments = [running.address, secret, str(TOO_MANY), "0"]
    done = subprocess.run([*command, *arguments], env=environment, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()[-1]


def test_every_sdk_that_sent_too_much_comes_again_and_loses_nothing(fresh: RunningCollector) -> None:
    secrets = []
    for number, sdk in enumerate(ALL):
        key, secret = fresh.workspace.add_write_key(f"sdk{number}", sdk.name, "server")
        fresh.workspace.limit_write_key(key.number, LIMIT)
        secrets.append(secret)
    time.sleep(0.7)  # until the keys are read anew
    with ThreadPoolExecutor(len(ALL)) as pool:
        said = list(pool.map(lambda pair: send(fresh, *pair), zip(ALL, secrets, strict=True)))
    assert said == ["sent"] * len(ALL)
    for number in range(len(ALL)):
        fresh.until_handed_over(f"sdk{number}")
    state = fresh.state()
    assert sorted(number for number, events in state.limited if events) == [3, 4, 5, 6, 7], "each was told to wait"
    assert state.refused == sum(events for _, events in state.limited)
    fresh.workspace.take_collected()
    found = Counter(
        name for batch in fresh.workspace.record.batches(["customer"]) for name in batch["customer"].to_pylist()
    )
    assert found == Counter({f"user-{number}": len(ALL) for number in range(TOO_MANY)})
    assert {source.accepted for source in fresh.workspace.status().sources if source.accepted} == {TOO_MANY}
