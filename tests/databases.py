"""The database behind a desk under test: SQLite in the workspace, or a throw-away PostgreSQL of this test run.

With `WEGMARKE_TEST_DATABASE=postgresql` (as `make test-postgresql` sets it) every desk gets a database of its own in a
cluster that is made from Debian's programs in a temporary folder, and goes with it.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import pwd
import secrets
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from tests import surroundings
from tests.ports import free_port

POSTGRESQL = os.environ.get("WEGMARKE_TEST_DATABASE") == "postgresql"
CLUSTER_USER = "postgres"
"""Whose processes the cluster runs as where the tests run as root: `initdb` refuses root. Debian's package makes it."""
DURABILITY_OFF = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")


class Cluster:
    """A PostgreSQL server of this process: reached over TCP on this machine with a password, ended at exit."""

    def __init__(self) -> None:
        self.programs = _programs()
        self.folder = Path(tempfile.mkdtemp(prefix="wegmarke-postgresql-"))
        self.port = free_port()
        self.password = secrets.token_urlsafe(12)
        self._user = CLUSTER_USER if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(self.folder, self._user)
        secret = self.folder / "password"
        secret.write_text(self.password + "\n", encoding="ascii")
        secret.chmod(0o644)  # in a folder that only the user of the cluster may enter
        data = self.folder / "data"
        encoding = ("--encoding=UTF8", "--locale=C.UTF-8")
        self._run("initdb", "-D", data, "-U", "wegmarke", "--auth=scram-sha-256", f"--pwfile={secret}", *encoding)
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} " + " ".join(DURABILITY_OFF)
        self._run("pg_ctl", "start", "-w", "-D", data, "-l", self.folder / "log", "-o", options)
        atexit.register(self._end)

    def _run(self, program: str, *arguments: object) -> None:
        command = [self.programs / program, *map(str, arguments)]
        done = subprocess.run(
            command, user=self._user, cwd=self.folder, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def _end(self) -> None:
        self._run("pg_ctl", "stop", "-m", "immediate", "-D", self.folder / "data")
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, database: str) -> str:
        """The address of a database, as `desk.toml` takes it."""
        return f"postgresql://wegmarke:{self.password}@127.0.0.1:{self.port}/{database}"

    def database(self, workspace: Path) -> str:
        """The address of the database of a workspace, made the first time it is asked for."""
        name = "w" + hashlib.sha256(str(workspace.resolve()).encode()).hexdigest()[:16]
        with _connected(self.address("postgres")) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(f"CREATE DATABASE {name}")
        return self.address(name)


def _programs() -> Path:
    """Where `initdb` and `pg_ctl` are: on the path, or where Debian puts them (the newest version)."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: -int(place.parent.name))
    for place in places:
        if (place / "pg_ctl").exists():
            if os.geteuid() == 0:
                pwd.getpwnam(CLUSTER_USER)
            return place
    return surroundings.missing("PostgreSQL", "Install it: apt install postgresql.")


def _connected(address: str) -> Any:
    import psycopg  # only the run on PostgreSQL needs it

    return closing(psycopg.connect(address, autocommit=True))


@lru_cache(maxsize=1)
def cluster() -> Cluster:
    """The server of this test run."""
    return Cluster()


def environment_of(workspace: Path) -> dict[str, str]:
    """What a desk on that workspace needs in its environment to use the database of this test run."""
    return {"WEGMARKE_DATABASE": cluster().database(workspace)} if POSTGRESQL else {}


def execute(workspace: Path, statement: str, parameters: Sequence[object] = ()) -> int:
    """Run a statement (with `?` for parameters) on the database of a desk and return how many rows it concerned."""
    if POSTGRESQL:
        with _connected(cluster().database(workspace)) as connection:
            return int(connection.execute(statement.replace("?", "%s"), list(parameters)).rowcount)
    with closing(sqlite3.connect(workspace / "desk" / "desk.sqlite3")) as connection, connection:
        return connection.execute(statement, list(parameters)).rowcount


def contents(workspace: Path) -> bytes:
    """Everything the desk has stored, as bytes: the file, or a dump."""
    if POSTGRESQL:
        dump = [cluster().programs / "pg_dump", "--inserts", cluster().database(workspace)]
        return subprocess.run(dump, capture_output=True, check=True, timeout=60).stdout
    return (workspace / "desk" / "desk.sqlite3").read_bytes()
