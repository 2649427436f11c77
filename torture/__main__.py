"""`python -m torture`: kill what collects, hundreds of times; then the SDKs, ten thousand events each."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.functional.collect.restarts import send_through_restarts
from tests.functional.collect.sdks import ALL
from torture.kills import kill_again_and_again


def main() -> int:
    """Run what was asked for; 0 if nothing was lost."""
    parser = argparse.ArgumentParser("python -m torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=300, help="how often something is killed; 0: leave it out")
    parser.add_argument("--events", type=int, default=10_000, help="events that each SDK sends; 0: leave them out")
    parser.add_argument("--sdk-kills", type=int, default=12, help="how often the collector is killed under each SDK")
    parser.add_argument("--seed", type=int, default=20261125)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    sound = True
    with tempfile.TemporaryDirectory(prefix="wegmarke-torture-") as place:
        if asked.kills:
            outcome = kill_again_and_again(Path(place) / "kills", asked.kills, rng)
            print(outcome.told(), flush=True)
            sound = outcome.sound
        for sdk in ALL if asked.events else ():
            began = time.monotonic()
            try:
                kills = send_through_restarts(Path(place) / sdk.name, sdk, asked.events, asked.sdk_kills, rng)
            except AssertionError as error:
                sound = False
                print(f"{sdk.name}: {str(error)[:500]}", flush=True)
                continue
            seconds = time.monotonic() - began
            told = f"{asked.events} events through {kills} kills in {seconds:.0f} s: 0 lost, 0 double"
            print(f"{sdk.name} ({sdk.package}): {told}", flush=True)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
