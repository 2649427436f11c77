"""A store that speaks S3 for tests: moto, a process of its own on the loopback; what opens it, in the environment."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from s3fs import S3FileSystem

from tests.ports import free_port
from wegmarke.index.storage import CACHE

STORE = "s3://wegmarke/acme"


@contextmanager
def store(log: Path) -> Iterator[str]:
    """The address of a store that speaks S3, with a bucket."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with log.open("wb") as told, subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            bucket = urllib.request.Request(f"{address}/wegmarke", method="PUT")  # noqa: S310 - on the loopback
            for _ in range(600):
                try:
                    urllib.request.urlopen(bucket, timeout=5).close()  # noqa: S310
                    break
                except OSError:
                    assert server.poll() is None, log.read_text("utf-8", "replace")
                    time.sleep(0.1)
            yield address
        finally:
            server.terminate()
            S3FileSystem.clear_instance_cache()  # who asks the next store must not be led to this one


def credentials(patched: pytest.MonkeyPatch, cache: Path) -> None:
    """What opens the store, in the environment; and where workers keep what they fetched."""
    patched.setenv("AWS_ACCESS_KEY_ID", "key")
    patched.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    patched.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    patched.setenv(CACHE, str(cache))
