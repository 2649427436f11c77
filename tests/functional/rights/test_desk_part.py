"""The desk lets go of a person: jobs, filters, sessions; and every place that stores data is in the register."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.searching import found
from wegmarke.collect.tables import connect
from wegmarke.workspace import Workspace

FILLING = """
import sys
from wegmarke.desk import configure
configure(sys.argv[1])
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from django.contrib.sessions.backends.db import SessionStore
from wegmarke.clock import now
from wegmarke.desk.accounts.models import User
from wegmarke.desk.findings.models import SavedFilter
from wegmarke.desk.jobs.models import Job
from wegmarke.desk.levers.models import LeverScenario
owner = User.objects.create(username="officer")
Job.objects.create(kind="import", created_at=now(), title="Import: ada@lovelace.example",
                   result={"rows": [{"who": "Ada, ada@lovelace.example"}]}, error_details={"value": "030 / 123 45 67"})
Job.objects.create(kind="import", created_at=now(), arguments={"file": "orders.csv"})
SavedFilter.objects.create(name="Ada", expression='customer("ada@lovelace.example")', owner=owner, created_at=now())
LeverScenario.objects.create(name="Ada", expression='customer("ada@lovelace.example")', arguments={"price": "-0.03"},
                             owner=owner, created_at=now())
session = SessionStore()
session["note"] = "Ada ada@lovelace.example " * 20
session.save()
"""

REGISTERED = """
import json, sys
from wegmarke.desk import configure
configure(sys.argv[1])
from django.apps import apps
from wegmarke.desk.privacy.tables import TABLES
from wegmarke.workspace.rights.register import parts
models = [model._meta.label for model in apps.get_models() if model._meta.managed]
print(json.dumps([models, list(TABLES), [place for part in parts() for place in part.places]]))
"""


def run(code: str, *arguments: object) -> str:
    """Run in a process of its own: Django is loaded once, for one workspace."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with a desk that speaks of a person."""
    folder = tmp_path_factory.mktemp("desk")
    made = Workspace.create(folder / "acme", "Acme")
    source = folder / "orders.csv"
    source.write_text("customer;time;step\nada@lovelace.example;2026-01-01 10:00;Order\nbob;2026-01-02;Call\n", "utf-8")
    made.import_file(source)
    made.build()
    run(FILLING, made.folder)
    spool = connect(made.folder / "collect")
    for mail in ("Ada@lovelace.example", "bob@x.example"):
        line = json.dumps({"type": "track", "userId": mail, "event": "Order"}).encode()
        spool.execute("INSERT INTO event(source, line) VALUES ('web', ?)", (line,))
    spool.close()
    return made


def test_a_person_leaves_the_desk(workspace: Workspace) -> None:
    texts = {"ada@lovelace.example", "030 / 123 45 67"}
    assert found(workspace.folder / "collect", texts)
    assert set(found(workspace.folder / "desk", texts)) == texts

    command = ["-m", "wegmarke.cli", "forget", "--workspace", str(workspace.folder), "--yes"]
    named = ["--kind", "email", "--value", "Ada@Lovelace.example", "--kind", "phone", "--value", "+49 30 1234567"]
    told = subprocess.run([sys.executable, *command, *named], check=True, capture_output=True, text=True)
    assert "Entries of the desk: 4" in told.stdout
    assert "Events on their way: 1" in told.stdout
    assert found(workspace.folder / "collect", {"bob@x.example"})
    assert found(workspace.folder, texts) == {}
    assert found(workspace.folder / "desk", {"orders.csv"})  # what is of others stays


def test_every_place_that_stores_data_is_in_the_register(workspace: Workspace) -> None:
    models, tables, places = json.loads(run(REGISTERED, workspace.folder))
    assert set(models) - set(tables) == set(), "say in desk/privacy/tables.py what becomes of these tables"
    assert set(tables) - set(models) == set(), "these tables are no more"
    files = [path.relative_to(workspace.folder) for path in workspace.folder.rglob("*") if path.is_file()]
    patterns = [place for place in places if not place.startswith("table:")]
    lost = [str(file) for file in files if not any(covers(pattern, file) for pattern in patterns)]
    assert lost == [], "say in workspace/rights/register.py who exports and erases these"


def covers(pattern: str, file: Path) -> bool:
    """Whether a place of the register answers for a file; `folder/*` stands for everything below the folder."""
    if pattern.endswith("/*"):
        return file.as_posix().startswith(pattern[:-1])
    return file.match(pattern)
