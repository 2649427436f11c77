"""The commands of `wegmarke` as processes of their own, without each of them loading the program anew.

One process loads what commands need and does nothing with it. For each command it forks a child that has its own
folder, its own surroundings and its own end. What belongs to the start of an interpreter (`-m`, PYTHONHASHSEED, the
encoding of paths) a child does not go through: at least one test starts the program as a person does.
"""

from __future__ import annotations

import atexit
import gc
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path

from tests.surroundings import REPOSITORY

REPORTS = ("terminal", "csv", "excel", "json", "pictures")


def wegmarke(
    arguments: Sequence[str], folder: Path, surroundings: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, with nothing to read from."""
    with tempfile.TemporaryDirectory(prefix="wegmarke-said-") as said:
        out, errors = Path(said, "out"), Path(said, "errors")
        order = {"arguments": list(arguments), "folder": str(folder), "surroundings": dict(surroundings)}
        code = _ordered(order | {"out": str(out), "errors": str(errors)})
        return subprocess.CompletedProcess(list(arguments), code, out.read_text("utf-8"), errors.read_text("utf-8"))


def _ordered(order: dict[str, object]) -> int:
    loaded = _loaded()
    assert loaded.stdin is not None
    assert loaded.stdout is not None
    loaded.stdin.write(json.dumps(order) + "\n")
    loaded.stdin.flush()
    return int(loaded.stdout.readline())


@cache
def _loaded() -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.forks"],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    atexit.register(process.kill)
    return process


def _fork_for_each_order() -> None:
    """In the process that has loaded everything. Not by `for`: what it reads ahead a child would have as well."""
    for order in _orders(sys.stdin.fileno()):
        child = os.fork()
        if not child:
            _become(order)
            from wegmarke.cli import main

            main(order["arguments"])  # it ends the process, as it does everywhere
        _, status = os.waitpid(child, 0)
        os.write(sys.stdout.fileno(), f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _orders(pipe: int) -> Iterator[dict[str, object]]:
    with os.fdopen(os.dup(pipe), "rb", buffering=0) as lines:
        while line := lines.readline():
            yield json.loads(line)


def _become(order: dict[str, object]) -> None:
    os.chdir(str(order["folder"]))
    os.environ.clear()
    os.environ.update(order["surroundings"])  # type: ignore[arg-type]  # it was one
    time.tzset()
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for number, path, how in (
        (0, os.devnull, os.O_RDONLY),
        (1, order["out"], flags),
        (2, order["errors"], flags),
    ):
        opened = os.open(str(path), how, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = io.TextIOWrapper(io.FileIO(0), encoding="utf-8")  # type: ignore[arg-type]  # there is nothing in it
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(io.BufferedWriter(io.FileIO(number, "w", closefd=False)), "utf-8", line_buffering=True)
        for number in (1, 2)
    )


def _load() -> None:
    """What commands import when they run. The kernels come compiled from their cache, as for everybody."""
    from importlib import import_module

    from wegmarke.cli.application import COMMANDS, GROUPS
    from wegmarke.cli.running import run

    for module, _ in [*COMMANDS.values(), *(one for group in GROUPS.values() for one in group.values())]:
        import_module(module)
    for module in (
        "workspace",
        "library.workspace",
        "sources.guess",
        "report.terminal",
        "report.excel",
        "report.pictures",
    ):
        import_module(f"wegmarke.{module}")
    with redirect_stdout(io.StringIO()):
        run(["ask", "map", "--help"])
    gc.freeze()  # else every child would copy what it only looks through


if __name__ == "__main__":
    _load()
    _fork_for_each_order()
