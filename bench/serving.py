"""A full page of the journeys view, asked over HTTP, against the bare kernels behind it.

The page is the map under a filter: its HTML, and the data that its picture is drawn from. The bare kernels are the same
question under the same filter through the library, on the same index. Every round has a filter that nobody has seen
before, so that nothing the desk keeps can help; in a round both are asked, in turning order.
"""

from __future__ import annotations

import gc
import http.cookiejar
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import wegmarke as wm
from bench.log import VERSION, Log
from bench.measured import Spread
from wegmarke.library.meaning import Columns, mapping_of
from wegmarke.workspace import Workspace

FIRST_DAY = date(2024, 1, 2)
WARM_UP = 3
SECONDS_TO_START = 120
SERVE = """
import sys
from wegmarke.desk.serve import serve
serve(sys.argv[1], port=0, open_browser=False, sign_in_link=True)
"""
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def workspace_of(log: Log, cache: Path) -> Path:
    """A workspace with the log imported and built; kept for the next time, made anew where it cannot be opened."""
    folder = cache / "workspaces" / f"log-{log.size}-v{VERSION}"
    try:
        Workspace.open(folder).build()
    except wm.WegmarkeError:
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        began = time.perf_counter()
        workspace = Workspace.create(folder, "Bench")
        settings = workspace.settings
        journeys = replace(settings.journeys, silence_days=None, time_zone="UTC")
        workspace.save_settings(replace(settings, journeys=journeys))
        meaning = mapping_of(Columns("customer_id", "timestamp", "touchpoint", outcome="outcome"), "EUR")
        workspace.import_file(log.arrival, replace(meaning, source="log"))
        imported = time.perf_counter()
        workspace.build()
        print(
            f"  workspace        imported in {imported - began:.0f} s, built in {time.perf_counter() - imported:.0f} s",
            flush=True,
        )
    return folder


class Visitor:
    """Somebody who is signed in: keeps cookies, and reads pages to their end."""

    def __init__(self, link: str) -> None:
        self.address = link.partition("/enter/")[0]
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opened = urllib.request.build_opener(cookies)
        token = TOKEN.search(self._read(link))
        if token is None:
            raise RuntimeError("the one-time link led to no form")
        form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1]}).encode()
        self._read(urllib.request.Request(link, form, {"Referer": link}))  # noqa: S310 - our own server

    def _read(self, wanted: str | urllib.request.Request) -> str:
        with self._opened.open(wanted, timeout=SECONDS_TO_START) as reply:
            text: str = reply.read().decode()
            return text

    def get(self, path: str, where: str) -> str:
        """The page at that path under a filter."""
        return self._read(f"{self.address}{path}?{urllib.parse.urlencode({'where': where})}")


@contextmanager
def serving(folder: Path) -> Iterator[Visitor]:
    """`wegmarke serve` on the workspace, and somebody signed in there; ended afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    if process.stdout is None:
        raise RuntimeError("the server was started without pipes")
    rest = threading.Thread(target=process.stdout.read, daemon=True)  # so that the server never waits for a reader
    ends = threading.Timer(SECONDS_TO_START, process.kill)
    ends.start()
    try:
        link = next((line.strip() for line in process.stdout if "/enter/" in line), None)
        ends.cancel()
        if link is None:
            raise RuntimeError("the server did not start")
        rest.start()
        yield Visitor(link)
    finally:
        ends.cancel()
        process.terminate()
        process.wait(30)
        if rest.ident is not None:
            rest.join(10)
        process.stdout.close()


def page_against_kernels(log: Log, cache: Path, rounds: int) -> dict[str, Any]:
    """Seconds of the page (its HTML and its data), of the bare kernels, and the ratio within each round."""
    folder = workspace_of(log, cache)
    library = wm.open(folder)
    taken: dict[str, list[float]] = {"page": [], "html": [], "data": [], "kernels": []}
    with serving(folder) as visitor:
        for number in range(-WARM_UP, rounds):
            where = f"started >= {FIRST_DAY + timedelta(days=number + WARM_UP)}"
            shown = _Asked(library.where(where).map, taken["kernels"])
            html = _Asked(partial(visitor.get, "/journeys/", where), taken["html"])
            data = _Asked(partial(visitor.get, "/journeys/map.json", where), taken["data"])
            for one in (shown, html, data) if number % 2 else (html, data, shown):
                one.ask()
            taken["page"].append(taken["html"][-1] + taken["data"][-1])
            drawn = sum(node["interactions"] for node in json.loads(data.outcome)["nodes"])
            if drawn != int(shown.outcome.result.interactions.sum()):
                raise RuntimeError("the page shows another map than the library gives")
    seconds = {key: values[WARM_UP:] for key, values in taken.items()}
    ratios = [page / bare for page, bare in zip(seconds["page"], seconds["kernels"], strict=True)]
    result = {
        "seconds": {key: asdict(Spread.of(values)) for key, values in seconds.items()},
        "ratio": asdict(Spread.of(ratios)),
    }
    for key, values in seconds.items():
        print(f"  serving          {key:16} {Spread.of(values).median:10.4f} s", flush=True)
    return result


class _Asked:
    """Something to be asked, and where the seconds go that it takes."""

    def __init__(self, asked: Callable[[], Any], seconds: list[float]) -> None:
        self._asked, self._seconds = asked, seconds
        self.outcome: Any = None

    def ask(self) -> None:
        gc.collect()
        began = time.perf_counter()
        self.outcome = self._asked()
        self._seconds.append(time.perf_counter() - began)
