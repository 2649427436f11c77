"""Addresses of static files, each with a mark of its content, so that a browser keeps a file until it changes."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


@lru_cache(maxsize=512)
def content_mark(name: str) -> str:
    """Return the first characters of the file's SHA-256, or "" where there is no such file."""
    path = finders.find(name)
    if not isinstance(path, str):
        return ""
    with open(path, "rb") as file:  # noqa: PTH123 - Django's finders speak in strings
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


class VersionedStorage(StaticFilesStorage):
    """Static files under their own names; the mark is a query, so nothing is written when the desk is installed."""

    def url(self, name: str | None) -> str:
        """Return the address of the file with its mark."""
        address = super().url(name)
        mark = content_mark(name or "")
        return f"{address}?v={mark}" if mark else address
