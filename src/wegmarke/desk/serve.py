"""Serve the desk of a workspace: one command, one serving process with threads, a link that signs the owner in.

Granian accepts the connections. The process that serves is a child of the one that was started, which only watches: if
the serving process dies, it is started again, and the owner keeps the window. The parent loads nothing of Django, and
of the workspace only what says whether it can be opened.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from wegmarke.desk import SETTINGS_MODULE, WORKSPACE_VARIABLE
from wegmarke.desk.options import check_database, read_options
from wegmarke.errors import WegmarkeError
from wegmarke.workspace.opening import check_folder

DEFAULT_PORT = 8765
PORTS_TRIED = 20
THREADS = 8
ATTEMPTS_TO_REACH = 600
SECONDS_BETWEEN_ATTEMPTS = 0.05

ADDRESS_VARIABLE = "WEGMARKE_ADDRESS"
BROWSER_VARIABLE = "WEGMARKE_OPEN_BROWSER"
LINK_VARIABLE = "WEGMARKE_SIGN_IN_LINK"


def serve(
    workspace_path: Path | str,
    host: str = "127.0.0.1",
    port: int | None = None,
    *,
    open_browser: bool = True,
    sign_in_link: bool = False,
) -> None:
    """Serve the workspace in that folder until the process is ended.

    port: None takes 8765, or the next free one; 0 takes any free one; a number takes exactly that one and raises
    `address_in_use` when it is taken. open_browser: open the desk in the browser of this machine. sign_in_link: print a
    link that signs the owner of the machine in even if the owner has a password; without a password one is always
    printed. An empty folder becomes a workspace named like it. `workspace_missing`, `workspace_newer`,
    `workspace_setting`, `record_broken` as `Workspace.open`; `path_unusable` for a folder that cannot be written;
    `database_unreachable` for a PostgreSQL that was set and does not answer.
    """
    from granian import Granian  # noqa: PLC0415 - the command line imports this module for its signature
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    folder = Path(workspace_path).resolve()
    make_ready(folder)
    if not os.access(folder, os.W_OK):  # told here: the child that serves could only show a traceback
        raise WegmarkeError("path_unusable", path=str(folder))
    check_database(read_options(folder))
    chosen = free_port(host, port)
    shown = f"[{host}]" if ":" in host else host
    os.environ[WORKSPACE_VARIABLE] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS_MODULE
    os.environ[ADDRESS_VARIABLE] = f"http://{shown}:{chosen}"
    os.environ[BROWSER_VARIABLE] = "1" if open_browser else ""
    os.environ[LINK_VARIABLE] = "1" if sign_in_link else ""
    # A fork would copy the locks of threads that the libraries behind the workspace have started, without the threads.
    multiprocessing.set_start_method("spawn", force=True)
    server: Any = Granian(
        "wegmarke.desk.serve:load",
        factory=True,
        address=host,
        port=chosen,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=15,
        log_level=LogLevels.error,
    )
    server.serve()


def make_ready(folder: Path) -> None:
    """See that the folder is a workspace. An empty one, as made for the purpose, becomes one; others never do."""
    if folder.is_dir() and not any(folder.iterdir()):
        from wegmarke.workspace import Workspace  # noqa: PLC0415 - what builds and answers takes seconds to load

        Workspace.create(folder, folder.name or "Wegmarke")
    else:
        check_folder(folder)


def free_port(host: str, wanted: int | None, first: int = DEFAULT_PORT) -> int:
    """Return a port one can listen on: the wanted one, or a free one from `first` on, or (0) any.

    Raises `address_in_use` when the wanted one, or all that were tried, are taken.
    """
    if wanted is not None:
        return _bound_port(host, wanted)
    for port in range(first, first + PORTS_TRIED):
        try:
            return _bound_port(host, port)
        except WegmarkeError:
            continue
    return _bound_port(host, 0)


def _bound_port(host: str, port: int) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            # Elsewhere the option would let two programs take the same port.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL}:
                raise WegmarkeError("address_in_use", host=host, port=port) from error
            raise
        bound: int = probe.getsockname()[1]
        return bound


def load() -> Callable[..., Any]:
    """Load the site in the serving process, then tell the owner where it is and how to get in."""
    from wegmarke.desk.wsgi import application  # noqa: PLC0415 - loads Django

    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    address = os.environ.get(ADDRESS_VARIABLE, "")
    if address:
        threading.Thread(target=announce_when_reachable, args=(address,), name="announcement", daemon=True).start()
    return application


def _end_with_parent() -> None:
    """End with the process that watches, if that was killed: the port must be free for the next one."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)  # Granian's worker, told to end, would wait for the one that is no more


def announce_when_reachable(address: str) -> None:
    """Wait until the server accepts connections, which is after the site has been loaded, then announce it."""
    parts = urlsplit(address)
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(parts.hostname or "", parts.hostname)  # noqa: S104 - compared only
    for _attempt in range(ATTEMPTS_TO_REACH):
        try:
            with socket.create_connection((host, parts.port), timeout=1):
                break
        except OSError:
            time.sleep(SECONDS_BETWEEN_ATTEMPTS)
    announce(address)


def announce(address: str) -> None:
    """Print where the desk is, with a sign-in link where the owner needs one, and open it if that was asked."""
    from django.urls import reverse  # noqa: PLC0415 - Django has been loaded by now

    from wegmarke.desk.accounts import services  # noqa: PLC0415

    target = address + "/"
    lines = [f"Wegmarke: {target}"]
    if os.environ.get(LINK_VARIABLE) or services.owner_needs_link():
        token = services.mint_sign_in_link(services.owner_of_machine())
        target = address + reverse("accounts:enter", args=[token])
        minutes = int(services.OWNER_LINK_LIFETIME.total_seconds() // 60)
        lines += [
            f"  Sign in as {services.owner_of_machine()} (once, within {minutes} minutes) / einmalig anmelden:",
            f"  {target}",
        ]
    lines.append("  Ctrl+C ends it / beendet.")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    if os.environ.get(BROWSER_VARIABLE):
        # Opened from a thread: some browsers return only when they are closed.
        threading.Thread(target=webbrowser.open, args=(target,), name="browser", daemon=True).start()
