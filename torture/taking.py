"""Takes collected events in, over and over, in a child that can be killed: WORKSPACE; a line on stdin kills it.

The parent has loaded everything and does nothing, so that a new child is there at once.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from pathlib import Path

from wegmarke.errors import WegmarkeError
from wegmarke.workspace import Workspace


def take(folder: Path) -> None:
    """Take in without end; what an opening says of a broken record goes up."""
    workspace = Workspace.open(folder)
    turns = 0
    while True:
        try:
            workspace.take_collected()
            turns += 1
            if turns % 20 == 0:
                workspace.build_collected()
        except WegmarkeError as error:
            if error.code != "workspace_locked":
                raise
        time.sleep(0.05)


def begun(folder: Path) -> int:
    """A child that takes in."""
    child = os.fork()
    if child == 0:
        try:
            take(folder)
        except BaseException:  # noqa: BLE001 - whatever ended it by itself is what is looked for here
            traceback.print_exc()
        finally:
            os._exit(1)
    return child


def main() -> None:
    """Kill and begin anew at each line; end with standard input. A child that ended by itself is told."""
    folder = Path(sys.argv[1])
    child = begun(folder)
    print("begun", flush=True)
    for _ in sys.stdin:
        ended, status = os.waitpid(child, os.WNOHANG)
        print("ended" if ended and status else "killed", flush=True)
        if not ended:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        child = begun(folder)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


if __name__ == "__main__":
    main()
