"""Beside the desk: `wegmarke serve` starts the collector, its page makes keys, and events are in the journeys soon."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.functional.collect.running import basic
from tests.functional.desk.running import RunningDesk, signed_in_owner
from tests.ports import free_port
from wegmarke.workspace import Workspace


def post(port: int, key: str, event: dict[str, object]) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", "/v1/track", json.dumps(event), {"Authorization": basic(key)})
    answer = connection.getresponse()
    try:
        return answer.status, answer.read()
    finally:
        connection.close()


def test_a_key_from_the_page_an_event_and_its_journey(tmp_path: Path) -> None:
    folder, port = tmp_path / "acme", free_port()
    Workspace.create(folder, "Acme & Söhne")
    command = ["-m", "wegmarke.cli", "serve", "-w", str(folder), "--no-browser", "--language", "en"]
    served = subprocess.Popen(
        [sys.executable, *command, "--port", str(free_port()), "--collect-port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert served.stdout is not None
    try:
        printed = [served.stdout.readline()]
        while "Ctrl+C ends it / beendet" not in printed[-1]:
            printed.append(served.stdout.readline())
        assert f"http://127.0.0.1:{port}/v1/" in "".join(printed)
        address = next(found[1] for line in printed if (found := re.search(r"Wegmarke: (http://\S+)/\s", line)))
        link = next(line.strip() for line in printed if "/enter/" in line)
        owner = signed_in_owner(RunningDesk(folder, address, link))
        page = owner.post("/settings/collection/keys/add/", {"source": "web", "name": "Shop", "kind": "server"})
        assert page.status == 200
        secret = re.search(r'id="new-key">([\w-]+)<', page.text)
        assert secret is not None
        began = time.monotonic()
        assert post(port, secret[1], {"event": "Order", "userId": "u1"}) == (200, b'{"success": true}')
        workspace = Workspace.open(folder)
        while not workspace.touchpoints:
            assert time.monotonic() - began < 60, "an event is in the journeys within a minute"
            time.sleep(0.2)
        assert [touchpoint.label for touchpoint in workspace.touchpoints] == ["Order"]
        shown = owner.get("/settings/collection/").text
        assert secret[1] not in shown, "the key is shown once"
        assert "events received" in shown
        for limit, status, kept in (("7", 200, 7), ("0", 422, 7), ("many", 422, 7), ("", 200, None)):
            assert owner.post("/settings/collection/keys/1/limit/", {"limit": limit}).status == status
            assert workspace.write_keys[0].limit == kept
        assert owner.post("/settings/collection/keys/9/limit/", {"limit": "7"}).status == 404
        assert owner.post("/settings/collection/keys/1/revoke/").status == 200
        time.sleep(1)
        assert post(port, secret[1], {"event": "Order", "userId": "u1"})[0] == 401
        wrong = owner.post("/settings/collection/keys/add/", {"source": "../x", "name": "", "kind": "server"})
        assert wrong.status == 422
    finally:
        served.kill()  # the worst ending: nobody is told
        served.wait(30)
        served.stdout.close()
    for listening in (port, int(address.rpartition(":")[2])):
        assert is_free_within(listening, 20), "what was started has outlived the one that started it"


def is_free_within(port: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return True
        time.sleep(0.1)
    return False
