"""With WEGMARKE_TEST_RUNNER=cluster everything here is asked of a cluster: Sail, or the one that `make cluster` starts.

But for what holds a cluster against threads, which is the same either way, and what asks no runner.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.clusters import everything_on_a_cluster

ON_CLUSTER = os.environ.get("WEGMARKE_TEST_RUNNER") == "cluster"
ASKS_ITSELF = [
    "test_runners.py",
    "test_identity_on_a_cluster.py",
    "test_building.py",
    "test_building_through_storage.py",
    "test_importing.py",
    "test_importing_interrupted.py",
]
ASKS_NO_RUNNER = ["test_accounts.py", "test_identity.py", "test_linkage.py"]
collect_ignore = [*ASKS_ITSELF, *ASKS_NO_RUNNER] if ON_CLUSTER else []


@pytest.fixture(scope="session", autouse=True)
def _runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    if not ON_CLUSTER:
        yield
        return
    with everything_on_a_cluster(tmp_path_factory.mktemp("cluster")):
        yield
