"""Fixtures of the collector's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.collect.running import RunningCollector, collector


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCollector]:
    """One collector for tests that only look at answers."""
    with collector(tmp_path_factory.mktemp("collector") / "acme") as running:
        yield running


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[RunningCollector]:
    """A collector of its own."""
    with collector(tmp_path / "acme") as running:
        yield running
