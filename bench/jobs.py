"""The jobs, what each must reach, and the questions all peers are asked.

Nothing but the standard library: peers read this in environments of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

FUNNEL = ("touchpoint_05", "touchpoint_00", "touchpoint_02", "touchpoint_03")
FUNNEL_DAYS = 30
VISITED = "touchpoint_20"
TOP_PATHS = 100


@dataclass(frozen=True, slots=True)
class Job:
    """One question to all peers.

    required: how many times as fast as the best prepared peer Wegmarke must be (None: only reported). scan_limit: at
    most so many times the memory scan. bytes_each: what a scan of the columns the job needs reads for each interaction.
    """

    key: str
    title: str
    required: float | None
    scan_limit: float | None = None
    bytes_each: int = 0


JOBS = (
    Job("map_mean", "Transition map: counts and mean elapsed time", 4.0, 15.0, 5),
    Job("map_median", "Transition map: counts, mean and exact median", 3.5, None, 5),
    Job("paths", f"The {TOP_PATHS} most frequent paths", 3.0, None, 1),
    Job("entries", "Entries and exits by outcome", 3.0, None, 1),
    Job("funnel", f"Ordered funnel of {len(FUNNEL)} steps within {FUNNEL_DAYS} days", 12.0, None, 5),
    Job("attribution", "Markov attribution, solved exactly", 6.0, None, 1),
    Job("filtered_map", f"Filter (visited {VISITED}, lost), then map with exact median", 4.0, None, 5),
)

EXTRA_JOBS = (
    Job("paths_numbered", "The paths again, where each customer's path was numbered beforehand", None),
    Job("funnel_timed", "The funnel again, with times between steps and where the others ended", None),
)
"""Run only by peers that offer them, and reported beside the table."""
