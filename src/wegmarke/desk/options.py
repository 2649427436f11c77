"""What the owner of a workspace may set for the desk: the file `desk/desk.toml`, every key optional.

    database = "postgresql://name:password@host:5432/wegmarke"   # left out: SQLite beside this file
    public_url = "https://wegmarke.example.org"                  # where people reach the desk, behind a proxy
    trusted_proxy = true                                         # the proxy sets X-Forwarded-Proto and -For
    audit_days = 365                                             # how long the access log is kept
    [company_sign_in]                                            # see `company_options`

`WEGMARKE_DATABASE` in the environment comes before the file, so that a password need not stand in it.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import tomllib
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from wegmarke.desk.company_options import CompanySignIn, read_company
from wegmarke.errors import WegmarkeError

OPTIONS_FILE = "desk.toml"
DATABASE_VARIABLE = "WEGMARKE_DATABASE"
WAL_SAFE_SINCE = (3, 51, 3)
"""Before this version two connections that write and checkpoint at once can corrupt a database in WAL mode."""
FEWEST_AUDIT_DAYS = 30
"""A log that is shorter answers nobody who asks for a month that has passed."""
SECONDS_TO_CONNECT = 10

Database = dict[str, object]


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """The settings of `desk.toml`; `folder` is the desk's own folder in the workspace."""

    folder: Path
    database: str = ""
    public_url: str = ""
    trusted_proxy: bool = False
    audit_days: int = 365
    company: CompanySignIn = field(default_factory=CompanySignIn)

    @property
    def public_host(self) -> str:
        """The host name of `public_url`, or ""."""
        return urlsplit(self.public_url).hostname or ""

    @property
    def is_https(self) -> bool:
        """Whether people reach the desk over TLS, so that cookies may demand it."""
        return urlsplit(self.public_url).scheme == "https"


def read_options(workspace: Path) -> DeskOptions:
    """Read `desk/desk.toml` of the workspace and make the folder; `workspace_setting` names a key that is wrong."""
    folder = workspace / "desk"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / OPTIONS_FILE
    try:
        found = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WegmarkeError("workspace_setting", setting=f"desk/{OPTIONS_FILE}", value=str(error)) from error
    company = read_company(found.pop("company_sign_in", None))
    wanted: dict[str, type] = {"database": str, "public_url": str, "trusted_proxy": bool, "audit_days": int}
    for key, value in found.items():
        if type(value) is not wanted.get(key):
            raise WegmarkeError("workspace_setting", setting=f"desk/{OPTIONS_FILE}: {key}", value=str(value))
    if found.get("audit_days", FEWEST_AUDIT_DAYS) < FEWEST_AUDIT_DAYS:
        setting = f"desk/{OPTIONS_FILE}: audit_days"
        raise WegmarkeError("workspace_setting", setting=setting, value=str(found["audit_days"]))
    found["database"] = os.environ.get(DATABASE_VARIABLE) or found.get("database", "")
    return DeskOptions(folder=folder, company=company, **found)


def secret_key(folder: Path) -> str:
    """Return the site's secret; minted at the first start, readable by the owner of the machine only."""
    path = folder / "secret.key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(64)
        file.write(secret)
    return secret


def database(options: DeskOptions) -> Database:
    """Return Django's description of the desk's database: SQLite in the workspace, or the PostgreSQL that was set."""
    if options.database:
        return postgresql(options.database)
    journal = "WAL" if sqlite3.sqlite_version_info >= WAL_SAFE_SINCE else "TRUNCATE"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": options.folder / "desk.sqlite3",
        "OPTIONS": {
            # A writer takes its lock at the beginning, so two of them wait for each other instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        },
    }


def postgresql(url: str) -> Database:
    """Return Django's description of `postgresql://name:password@host:port/database?sslmode=require`.

    What stands behind the question mark goes to PostgreSQL's own client (`sslmode`, `sslrootcert`, …). Raises
    `workspace_setting` for another kind of address, `package_missing` without psycopg.
    """
    # The address is not repeated in a message: it holds a password.
    wrong = WegmarkeError("workspace_setting", setting="database", value=f"{url.partition(':')[0]}://…")
    try:
        parts = urlsplit(url)
        port = parts.port or ""
    except ValueError as error:
        raise wrong from error
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise wrong
    if find_spec("psycopg") is None:
        raise WegmarkeError("package_missing", package="wegmarke[postgresql]")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": port,
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_HEALTH_CHECKS": True,
    }


def check_database(options: DeskOptions) -> None:
    """Connect to the PostgreSQL that was set, and raise `database_unreachable` where that fails; SQLite is a file."""
    if not options.database:
        return
    wanted = database(options)
    import psycopg  # noqa: PLC0415 - who uses SQLite does not have it

    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given: dict[str, Any] = {ours: wanted[theirs] for ours, theirs in names.items() if wanted[theirs]}
    given |= {"connect_timeout": SECONDS_TO_CONNECT} | cast("dict[str, Any]", wanted["OPTIONS"])
    try:
        psycopg.connect(**given).close()
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[-1] if str(error).strip() else ""
        raise WegmarkeError(
            "database_unreachable", database=wanted["NAME"], host=wanted["HOST"] or None, reason=reason
        ) from error
