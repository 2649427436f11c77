"""Somebody who brings data in over HTTP, as without scripts: uploads, the form of the mapping, jobs."""

from __future__ import annotations

import html
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.functional.desk.running import Answer, Visitor
from wegmarke.workspace import Workspace

BOUNDARY = "wegmarke-test-boundary"
SECONDS_TO_END = 60


@dataclass
class Person:
    """Somebody with an upload form and a job page."""

    visitor: Visitor
    workspace: Path

    def upload(self, name: str, content: bytes, source: str = "", *, json_wanted: bool = False) -> Answer:
        """Send a file as the form of the page does."""
        parts = [("csrfmiddlewaretoken", self._token()), ("source", source)]
        body = b"".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
            for field, value in parts
        )
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        body += head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content
        body += f"\r\n--{BOUNDARY}--\r\n".encode()
        accept = {"Accept": "application/json"} if json_wanted else {}
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self.visitor.bare_post("/settings/sources/add/", body, Content_Type=kind, **accept)

    def _token(self) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.visitor.get("/account/").text)
        assert found
        return found[1]

    def mapping_page(self, name: str, content: bytes) -> tuple[str, dict[str, str]]:
        """Upload, and return the address of the mapping and the fields of its form as they are preset."""
        answer = self.upload(name, content)
        assert answer.status == 302, text_of(answer.text)[-900:]
        address = header(answer, "Location")
        return address, fields_of(self.visitor.get(address).text)

    def send_mapping(self, address: str, fields: dict[str, str], do: str) -> Answer:
        return self.visitor.post(address, {**fields, "do": do})

    def imported(self, name: str, content: bytes, changes: dict[str, str] | None = None) -> dict[str, object]:
        """Upload and import under the proposed mapping; return the result of the job."""
        address, fields = self.mapping_page(name, content)
        answer = self.send_mapping(address, {**fields, **(changes or {})}, "import")
        assert "/jobs/" in answer.url, text_of(answer.text)[-900:]
        return self.job_done(int(answer.url.rstrip("/").rsplit("/", 1)[1]))

    def job(self, number: int) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.visitor.get(f"/api/v1/jobs/{number}").text)
        return found

    def job_done(self, number: int) -> dict[str, object]:
        until(lambda: self.job(number)["state"] not in {"queued", "running"})
        assert self.job(number)["state"] == "done", self.job(number)
        until(lambda: all(job["state"] not in {"queued", "running"} for job in self.jobs()))
        return self.job(number)

    def jobs(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(self.visitor.get("/api/v1/jobs").text)
        return found

    @property
    def open(self) -> Workspace:
        return Workspace.open(self.workspace)


def header(answer: Answer, name: str) -> str:
    """A header, however the server writes its name."""
    return next(value for known, value in answer.headers.items() if known.lower() == name.lower())


def until(true: Callable[[], bool], seconds: float = SECONDS_TO_END) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.1)


def fields_of(page: str) -> dict[str, str]:
    """Read the fields of the mapping's form, as a browser would send them."""
    form = page[page.index('<form id="editor"') :]
    fields: dict[str, str] = {}
    for name, body in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        fields[html.unescape(name)] = html.unescape(chosen[1] if chosen else "")
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name is None or 'type="file"' in tag or ("checkbox" in tag and " checked" not in tag):
            continue
        fields[html.unescape(name[1])] = html.unescape(value[1]) if value else "on"
    return fields


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
