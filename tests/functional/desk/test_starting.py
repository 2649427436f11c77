"""Starting the desk: ports, options, secrets, and what it says when something is in the way."""

from __future__ import annotations

import socket
import sqlite3
import stat
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest

from tests import surroundings
from wegmarke.desk.company_options import TYPES, CompanySignIn
from wegmarke.desk.options import WAL_SAFE_SINCE, DeskOptions, database, postgresql, read_options, secret_key
from wegmarke.desk.serve import DEFAULT_PORT, free_port, serve
from wegmarke.errors import WegmarkeError
from wegmarke.workspace import Workspace


def test_a_taken_port_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(WegmarkeError) as caught:
            free_port("127.0.0.1", port)
    assert caught.value.code == "address_in_use"
    assert caught.value.details["port"] == port
    assert str(port) in str(caught.value).replace(",", "")


def test_without_a_wish_the_next_free_port_is_taken() -> None:
    first = free_port("127.0.0.1", None)
    assert first >= DEFAULT_PORT
    with socket.socket() as other:
        other.bind(("127.0.0.1", first))
        other.listen()
        second = free_port("127.0.0.1", None)
    assert second != first


def test_a_missing_workspace_is_named(tmp_path: Path) -> None:
    with pytest.raises(WegmarkeError) as caught:
        serve(tmp_path / "nowhere", open_browser=False)
    assert caught.value.code == "workspace_missing"


def test_the_secret_is_minted_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    secret = secret_key(tmp_path)
    assert len(secret) > 60
    assert secret_key(tmp_path) == secret
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_sqlite_keeps_away_from_wal_where_it_can_corrupt(tmp_path: Path) -> None:
    options = read_options(tmp_path)
    described = database(options)
    with closing(sqlite3.connect(str(described["NAME"]))) as connection:
        connection.executescript(described["OPTIONS"]["init_command"])  # type: ignore[index]
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]
    assert mode == ("wal" if sqlite3.sqlite_version_info >= WAL_SAFE_SINCE else "truncate")
    assert synchronous == 2


def test_postgresql_by_one_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "desk.toml").write_text('database = "postgresql://wm:p%40ss@db.example:5433/desk"\n')
    described = database(read_options(tmp_path))
    assert described["ENGINE"] == "django.db.backends.postgresql"
    assert (described["HOST"], described["PORT"], described["NAME"]) == ("db.example", 5433, "desk")
    assert (described["USER"], described["PASSWORD"]) == ("wm", "p@ss")
    monkeypatch.setenv("WEGMARKE_DATABASE", "postgresql:///other")
    assert database(read_options(tmp_path))["NAME"] == "other"


@pytest.mark.parametrize(
    "text", ["colour = 1", "database = 1", "trusted_proxy = 'yes'", "audit_days = 7", "= nonsense"]
)
def test_a_wrong_option_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "desk.toml").write_text(text + "\n")
    with pytest.raises(WegmarkeError) as caught:
        read_options(tmp_path)
    assert caught.value.code == "workspace_setting"
    assert "desk.toml" in str(caught.value)


def test_a_wrong_database_is_named_without_its_password() -> None:
    with pytest.raises(WegmarkeError) as caught:
        postgresql("mysql://root:hidden@db/x")
    assert "hidden" not in str(caught.value)
    assert "hidden" not in repr(caught.value.details)


def test_tls_makes_cookies_demand_it(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "desk.toml").write_text('public_url = "https://wegmarke.example.org"\n')
    options = read_options(tmp_path)
    assert options.is_https
    assert options.public_host == "wegmarke.example.org"
    assert not read_options(tmp_path.parent / tmp_path.name).trusted_proxy


def test_every_option_is_documented() -> None:
    page = (surroundings.REPOSITORY / "docs" / "reference" / "desk-settings.md").read_text("utf-8")
    keys = {option.name for option in fields(DeskOptions)} - {"folder", "company"} | {"company_sign_in", *TYPES}
    assert [key for key in sorted(keys) if f"| `{key}` |" not in page] == []
    assert set(TYPES) == {option.name for option in fields(CompanySignIn)}


@pytest.mark.parametrize("address", ["postgresql://db:port/x", "postgresql://db", "sqlite:///x"])
def test_an_address_that_is_none_is_named(address: str) -> None:
    with pytest.raises(WegmarkeError) as caught:
        postgresql(address)
    assert caught.value.code == "workspace_setting"


def test_options_of_the_client_are_passed_on() -> None:
    assert postgresql("postgresql://db/x?sslmode=require")["OPTIONS"] == {"sslmode": "require"}


def test_a_database_that_is_not_there_is_named_and_nothing_starts(tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: refused at once
        address = f"postgresql://wm:hidden@127.0.0.1:{nobody.getsockname()[1]}/desk"
        workspace = Workspace.create(tmp_path / "acme", "Acme")
        (workspace.folder / "desk").mkdir()
        (workspace.folder / "desk" / "desk.toml").write_text(f'database = "{address}"\n')
        with pytest.raises(WegmarkeError) as caught:
            serve(workspace.folder, open_browser=False)
    assert caught.value.code == "database_unreachable"
    assert "“desk” on 127.0.0.1" in str(caught.value)
    assert "hidden" not in str(caught.value)
    assert not (workspace.folder / "desk" / "desk.sqlite3").exists()
