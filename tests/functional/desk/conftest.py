"""A desk that runs, and the same code loaded in this process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.functional.desk.clinic import clinic_workspace
from tests.functional.desk.running import RunningDesk, Visitor, running_desk, signed_in_owner
from wegmarke.workspace import Workspace


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk on an empty workspace, one for all tests that leave it standing."""
    with running_desk(tmp_path_factory.mktemp("desk") / "acme") as running:
        yield running


@pytest.fixture(scope="session")
def owner(desk: RunningDesk) -> Visitor:
    """Who came in with the printed link."""
    return signed_in_owner(desk)


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk on a small company with people in it; its data stay as they are."""
    with running_desk(clinic_workspace(tmp_path_factory.mktemp("clinic")).folder) as running:
        yield running


@pytest.fixture(scope="session")
def company(practice: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk on the practice company."""
    folder = shutil.copytree(practice, tmp_path_factory.mktemp("practice") / "musterhaus")
    with running_desk(folder) as running:
        yield running


@pytest.fixture(scope="session")
def clinic_owner(clinic: RunningDesk) -> Visitor:
    """Who came in with the link of that desk."""
    return signed_in_owner(clinic)


@pytest.fixture(scope="session")
def host(company: RunningDesk) -> Visitor:
    """The owner of that desk, who invites the others; the printed link is good once."""
    return signed_in_owner(company)


@pytest.fixture(scope="session")
def loaded_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk's code and database in this process, on a workspace of its own; Django can be loaded only once."""
    from wegmarke.desk import configure

    workspace = tmp_path_factory.mktemp("loaded") / "acme"
    Workspace.create(workspace, "Acme & Söhne")
    # The settings are read once, here; what later tests start gets a database of its own.
    with pytest.MonkeyPatch.context() as patch:
        for name, value in databases.environment_of(workspace).items():
            patch.setenv(name, value)
        configure(workspace)
    # The browser that earlier tests drive keeps an event loop in this thread; nothing here runs in it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    return workspace
