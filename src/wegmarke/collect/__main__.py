"""The collector as a process: `python -m wegmarke.collect FOLDER HOST PORT`; `starting` starts it so."""

from __future__ import annotations

import sys

from wegmarke.collect.serving import run

if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2], int(sys.argv[3]), watch_parent=True)
