"""A real desk for tests: a process of its own on a workspace of its own, as `wegmarke serve` starts it."""

from __future__ import annotations

import http.cookiejar
import os
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue

from tests import databases
from tests.ports import free_port
from wegmarke.workspace import Workspace

START = (
    "import sys; from wegmarke.desk.serve import serve; serve(sys.argv[1], port=int(sys.argv[2]), open_browser=False)"
)
SECONDS_TO_START = 120
SECONDS_TO_ANSWER = 120
"""So long may a page take before it counts as hanging; no test is about time."""


@dataclass
class RunningDesk:
    """The address of a desk that runs, and the one-time link that it printed."""

    workspace: Path
    address: str
    link: str
    printed: list[str] = field(default_factory=list)


@contextmanager
def running_desk(workspace: Path) -> Iterator[RunningDesk]:
    """Start the desk of the workspace, wait until it says where it is, and end it afterwards."""
    with _process(workspace) as (printed, said):
        lines = said("Ctrl+C")
        address = next(found[1] for line in lines if (found := re.search(r"Wegmarke: (http://\S+)/\s", line)))
        link = next((line.strip() for line in lines if "/enter/" in line), "")
        yield RunningDesk(workspace, address, link, printed)


@contextmanager
def _process(workspace: Path) -> Iterator[tuple[list[str], Callable[[str], list[str]]]]:
    if not workspace.exists():
        Workspace.create(workspace, "Acme & Söhne")
    process = subprocess.Popen(
        [sys.executable, "-c", START, str(workspace), str(free_port())],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **databases.environment_of(workspace)},
    )
    lines: Queue[str] = Queue()
    printed: list[str] = []
    assert process.stdout is not None
    reader = threading.Thread(target=_read, args=(process.stdout, lines, printed), daemon=True)
    reader.start()
    try:
        yield printed, lambda sign: _until(sign, lines, printed)
    finally:
        process.terminate()
        process.wait(60)
        reader.join(30)
        process.stdout.close()


def _read(stream: Iterator[str], lines: Queue[str], printed: list[str]) -> None:
    for line in stream:
        printed.append(line)
        lines.put(line)


def _until(sign: str, lines: Queue[str], printed: list[str]) -> list[str]:
    """Return the lines up to the one that holds the sign."""
    found: list[str] = []
    while not found or sign not in found[-1]:
        try:
            found.append(lines.get(timeout=SECONDS_TO_START))
        except Empty:
            raise AssertionError("The desk did not start:\n" + "".join(printed)) from None
    return found


@dataclass
class Answer:
    """What came back over HTTP."""

    status: int
    headers: dict[str, str]
    text: str
    url: str
    content: bytes = b""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


class Visitor:
    """A browser without a screen: keeps cookies, sends forms with their token, follows redirects if asked."""

    def __init__(self, desk: RunningDesk, language: str = "en") -> None:
        self.desk = desk
        self.language = language
        self.cookies = http.cookiejar.CookieJar()
        cookies = urllib.request.HTTPCookieProcessor(self.cookies)
        self._following = urllib.request.build_opener(cookies)
        self._staying = urllib.request.build_opener(cookies, _NoRedirect)

    @contextmanager
    def speaking(self, language: str) -> Iterator[None]:
        """Another browser language for a while. The choice of an account would stay, for all who share the visitor."""
        before, self.language = self.language, language
        try:
            yield
        finally:
            self.language = before

    def get(self, path: str, *, follow: bool = True, **headers: str) -> Answer:
        return self._send(urllib.request.Request(self._url(path)), follow=follow, headers=headers)  # noqa: S310 - checked in _url

    def post(self, path: str, fields: dict[str, str] | None = None, *, follow: bool = True, **headers: str) -> Answer:
        """Send a form; the token is taken from the page at that address, or from the start page."""
        token = ""
        for page in (path, "/account/", "/sign-in/login/"):
            if found := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(page).text):
                token = found[1]
                break
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **(fields or {})}).encode()
        return self._send(urllib.request.Request(self._url(path), body), follow=follow, headers=headers)  # noqa: S310 - checked in _url

    def bare_post(self, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Send a POST with nothing added."""
        return self._send(urllib.request.Request(self._url(path), body), follow=False, headers=headers)  # noqa: S310 - checked in _url

    def _url(self, path: str) -> str:
        address = path if path.startswith("http://127.0.0.1:") else self.desk.address + path
        assert address.startswith("http://127.0.0.1:"), "tests ask no other machine"
        return address

    def _send(self, request: urllib.request.Request, *, follow: bool, headers: dict[str, str]) -> Answer:
        request.add_header("Accept-Language", self.language)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        opener = self._following if follow else self._staying
        try:
            with opener.open(request, timeout=SECONDS_TO_ANSWER) as response:
                kind = response.headers.get_content_type()
                no_text = kind.startswith(("application/vnd.", "application/pdf"))
                content = response.read()
                text = content.decode(errors="replace" if no_text else "strict")
                return Answer(response.status, dict(response.headers), text, response.url, content)
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, dict(error.headers), error.read().decode(), error.url)


def signed_in_owner(desk: RunningDesk, language: str = "en") -> Visitor:
    """A visitor who came in with the printed link."""
    visitor = Visitor(desk, language)
    answer = visitor.post(desk.link)
    assert answer.status == 200, answer.text
    return visitor
