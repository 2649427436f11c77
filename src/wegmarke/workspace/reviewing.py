"""Look for people who stand twice, and keep what is decided about them."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from wegmarke.errors import WegmarkeError
from wegmarke.identity.customers import Customers
from wegmarke.identity.ledger import LinkLedger
from wegmarke.identity.portraits import portraits
from wegmarke.identity.probabilistic import score_pairs
from wegmarke.identity.reviewing import Candidate, Reviews, State, decide, replace_candidates
from wegmarke.index.runners import LOCAL
from wegmarke.model.progress import Progress, Watcher
from wegmarke.model.settings import BuildsOn
from wegmarke.workspace.cluster import OnCluster, cluster_for
from wegmarke.workspace.resolving import IDENTITY

SCRATCH = "scratch-"
ON_CLUSTER_FROM = 200_000
"""So many customers are compared on the cluster, if there is one; fewer are done here before it has begun."""

STEPS = 7
"""What the model asks of a cluster: to take the records, and thrice for pairs and what they say."""

SIDE_BY_SIDE = "side_by_side"
"""The code of the reason for which a person who saw both said so."""

LIKENESS = "likeness"
"""The code of the reason under which the model's links stand in the ledger."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of a look: customers of whom enough is known to be compared, pairs that are sure, pairs to review."""

    compared: int
    sure: int
    to_review: int


def sweep_scratch(folder: Path) -> None:
    """Remove what a look that was killed has left: values of customers, for the time of comparing."""
    for left in (folder / IDENTITY).glob(f"{SCRATCH}*"):
        shutil.rmtree(left, ignore_errors=True)


def look(
    folder: Path,
    customers: Customers,
    watcher: Watcher,
    runner: str = LOCAL,
    on: BuildsOn = "auto",
) -> Looked:
    """Compare all customers and keep the pairs that may be one. Nothing is linked by it.

    runner: as the workspace's settings have it. on: where pairs are compared; `auto`: on the cluster, if there is one,
    from so many customers on that it is worth the way. What is found is the same.

    Errors: `package_missing` without Splink or without the extra `spark`, `import_stopped`, `workspace_setting` where
    a cluster is asked for and none named, `cluster_unreachable`, `cluster_differs`, `cluster_failed`.
    """
    watcher.report(Progress("identify", None))
    table = portraits(customers)
    sweep_scratch(folder)
    cluster = cluster_for(runner, on, worth=len(table) >= ON_CLUSTER_FROM)
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=folder / IDENTITY) as scratch, ExitStack() as stack:
        there = stack.enter_context(OnCluster(cluster, watcher, "identify", STEPS)) if cluster else None
        pairs = score_pairs(table, Path(scratch), customers.rules, cluster=there)
    if watcher.stopped():
        raise WegmarkeError("import_stopped")
    replace_candidates(folder / IDENTITY, pairs)
    reviews = Reviews.load(folder / IDENTITY)
    return Looked(len(table), len(reviews.sure(customers.resolve)), len(reviews.waiting(customers.resolve)))


def say(folder: Path, ledger: LinkLedger, candidate: Candidate, state: State, by: str) -> None:
    """Keep what a person decided: in the queue, and in the ledger of links, which joins customers or keeps them apart.

    What the person said before about the same two is withdrawn, so a decision can be taken back.
    """
    a, b = candidate.a, candidate.b
    for earlier in ledger.in_force():
        if (earlier.a, earlier.b) == (a, b) and earlier.why == "person":
            ledger.withdraw(earlier.id, by=by)
    if state == "same":
        ledger.assert_link(a, b, "person", reason=SIDE_BY_SIDE, weight=candidate.weight, by=by)
    elif state == "different":
        ledger.assert_apart(a, b, "person", reason=SIDE_BY_SIDE, weight=candidate.weight, by=by)
    decide(folder / IDENTITY, a, b, state, by)


def link_sure(ledger: LinkLedger, sure: tuple[Candidate, ...], by: str) -> int:
    """Link the pairs above the upper threshold; how many there were."""
    for each in sure:
        ledger.assert_link(each.a, each.b, "model", reason=LIKENESS, weight=each.weight, by=by)
    return len(sure)
