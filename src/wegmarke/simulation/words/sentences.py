"""Reads the sentences of a language: text files with one template a line, under headings.

    = statement late_delivery
    Die Lieferung kam {days} Tage zu spät.

A heading names the pool and the topic. Lines that begin with # are remarks; empty lines part nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

Language = Literal["de", "en"]

_FOLDERS: Mapping[Language, str] = {"de": "german", "en": "english"}


@cache
def sentences(language: Language) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The templates of every pool and topic. ValueError when a heading comes twice, or a line stands before any."""
    pools: dict[tuple[str, str], tuple[str, ...]] = {}
    folder = resources.files(f"{__package__}.{_FOLDERS[language]}")
    for file in sorted((file for file in folder.iterdir() if file.name.endswith(".txt")), key=lambda file: file.name):
        lines: list[str] = []
        heading: tuple[str, str] | None = None
        for line in [*file.read_text("utf-8").splitlines(), "= end of_file"]:
            if line.startswith("= "):
                if heading in pools or (lines and heading is None):
                    raise ValueError(f"{file.name}: {heading} comes twice, or sentences stand before a heading")
                if heading is not None:
                    pools[heading] = tuple(lines)
                pool, topic = line[2:].split()
                heading, lines = (pool, topic), []
            elif line and not line.startswith("#"):
                lines.append(line)
    return pools
