"""The collector as a process, as `starting` and the workspace start it.

python -m wegmarke.collect FOLDER HOST PORT      collect until standard input ends
python -m wegmarke.collect FOLDER erase|events|forget|purge   do what only the collector can, while none runs; what is
asked comes as JSON on standard input, the outcome goes to the other end
"""

from __future__ import annotations

import sys

from wegmarke.collect.serving import run
from wegmarke.collect.standing_in import stand_in

if __name__ == "__main__":
    if len(sys.argv) == 3:
        stand_in(sys.argv[1], sys.argv[2])
    else:
        run(sys.argv[1], sys.argv[2], int(sys.argv[3]), watch_parent=True)
