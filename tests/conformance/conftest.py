"""With WEGMARKE_TEST_RUNNER=cluster everything here is asked of a cluster: Sail, or the one that `make cluster` starts.

But for what holds a cluster against threads, which is the same either way. Each walk over the partitions costs a real
cluster a third of a second, however small they are: there, what makes thousands of walks or takes minutes by itself is
left out and says so, unless WEGMARKE_TEST_WHOLE is set, and of the lists behind numbers a few of each table are looked
at.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clusters import GIVEN, LOOKED_AT, everything_on_a_cluster

ON_CLUSTER = os.environ.get("WEGMARKE_TEST_RUNNER") == "cluster"
ASKS_ITSELF = [
    "test_runners.py",
    "test_identity_on_a_cluster.py",
    "test_building.py",
    "test_building_through_storage.py",
]
collect_ignore = ASKS_ITSELF if ON_CLUSTER else []

LEFT_OUT = {
    "test_kernels.py": "8,100 walks; test_runners.py asks every kernel of the cluster",
    "test_evidence.py": "more than a thousand walks",
    "test_overlay.py": "1,500 walks",
    "test_planted_coverage.py": "1,800 walks",
    "test_few_customers.py": "300 walks",
    "test_planted_leavers.py": "minutes of simulating",
    "test_accounts.py": "asks no runner",
    "test_identity.py": "asks no runner",
    "test_linkage.py": "asks no runner",
}
"""Not asked of a real cluster unless all is wished for, and why."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what takes a real cluster too long."""
    if not ON_CLUSTER or GIVEN not in os.environ or "WEGMARKE_TEST_WHOLE" in os.environ:
        return
    for item in items:
        if item.path.parent == Path(__file__).parent and (why := LEFT_OUT.get(item.path.name)):
            item.add_marker(pytest.mark.skip(reason=f"left out on a real cluster: {why} (WEGMARKE_TEST_WHOLE=1)"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say of how much only a part was looked at."""
    if LOOKED_AT.total():
        told = "on a real cluster: {looked} of {all} lists behind numbers were looked at".format(**LOOKED_AT)
        terminalreporter.write_line(told)


@pytest.fixture(scope="session", autouse=True)
def _runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    if not ON_CLUSTER:
        yield
        return
    with everything_on_a_cluster(tmp_path_factory.mktemp("cluster")):
        yield
