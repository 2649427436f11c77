"""Fixtures for every test, and the ground rules: fixed randomness, real data and a real browser or a clear reason."""

import os
import random
from pathlib import Path

import hypothesis
import numpy as np
import pytest
from xdist.remote import Producer

from tests import clusters, forks, surroundings, tutorials
from tests.practice import DEMO, practice_workspace
from tests.sharing import InGroups, put_first

# Derandomised: a failure in continuous integration is the same failure at the desk. No deadline: the first example of
# a compiled kernel pays for its compilation.
hypothesis.settings.register_profile("wegmarke", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.load_profile("wegmarke")

SEED = 20261122

# Workers are killed there: only `make cluster`, which starts some, runs them.
collect_ignore = [] if clusters.GIVEN in os.environ else ["cluster"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    put_first(items)


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> InGroups:
    """Share the tests out among processes."""
    return InGroups(config, log)


@pytest.fixture(autouse=True)
def fixed_randomness() -> None:
    """Seed the global generators, which libraries use; a test's own numbers come from `rng`."""
    random.seed(SEED)
    np.random.seed(SEED)  # noqa: NPY002 - libraries draw from the legacy generator


@pytest.fixture
def rng() -> np.random.Generator:
    """A generator that starts the same for every test."""
    return np.random.default_rng(SEED)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real and reference data beside the repository; read-only."""
    return surroundings.needed(
        surroundings.SHARED_DATA, "The data folder", "It lies beside the repository, at ../shared/data."
    )


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a practice workspace, made once. To be copied, not changed: a workspace can be moved."""
    return practice_workspace(tmp_path_factory.mktemp("practice") / "musterhaus").folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workspace `musterhaus` that the demo prepares, and what it said. Not to be changed."""
    folder = tmp_path_factory.mktemp("demo")
    made = forks.wegmarke(["demo", "--no-serve", "--folder", DEMO], folder, tutorials.surroundings("en"))
    assert made.returncode == 0, made.stderr
    (folder / "said.txt").write_text(made.stdout, "utf-8")
    return folder


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> tutorials.Bank:
    """The workspace of the first tutorial, made once by its commands. To be copied, not changed."""
    folder = tmp_path_factory.mktemp("bank") / "applications"
    return tutorials.bank_of(tutorials.FIRST, folder, shared_data, "en")


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The browser that tests drive."""
    return surroundings.chromium()


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The source of axe-core, to be run in a page: finds what a screen reader or a keyboard cannot reach."""
    path = surroundings.TEST_ASSETS / "axe-core" / "axe.min.js"
    return surroundings.needed(path, "axe-core", "Run: .venv/bin/python frontend/vendor_assets.py").read_text("utf-8")
