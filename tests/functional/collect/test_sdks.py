"""Real SDKs send here unchanged, through restarts of the server: nothing lost, nothing twice.

Five hundred events each, and all at once, since they mostly wait; ten thousand each by `make torture`.
"""

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.functional.collect.restarts import send_through_restarts
from tests.functional.collect.sdks import ALL

EVENTS, KILLS = 500, 3


def test_every_sdk_sends_through_restarts(tmp_path: Path) -> None:
    for sdk in ALL:
        sdk.command()  # fetched here: a missing one ends the test by a word, not within a thread
    with ThreadPoolExecutor(len(ALL)) as pool:
        sending = {
            sdk.name: pool.submit(send_through_restarts, tmp_path / sdk.name, sdk, EVENTS, KILLS, random.Random(number))
            for number, sdk in enumerate(ALL)
        }
    assert {name: sent.result() for name, sent in sending.items()} == dict.fromkeys(sending, KILLS)
