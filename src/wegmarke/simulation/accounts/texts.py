"""The sentences of field sales, customers, service and accounting, read from `texts/` and filled in one at a time.

A template has alternatives in brackets and slots in braces, as in `words.phrases`; here facts of one account fill it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

_ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")
_FILES = ("mails.txt", "notes.txt", "service.txt", "visits.txt")

Template = tuple[tuple[str, ...], ...]
"""The parts of a template, each with its alternatives."""


@cache
def pools() -> Mapping[tuple[str, str], tuple[Template, ...]]:
    """The templates by pool and topic. ValueError when a heading comes twice, or has no template."""
    found: dict[tuple[str, str], list[Template]] = {}
    for name in _FILES:
        here: list[Template] | None = None
        for line in (resources.files(__package__) / "texts" / name).read_text("utf-8").splitlines():
            if line.startswith("= "):
                pool, topic = line[2:].split()
                if (pool, topic) in found:
                    raise ValueError(f"{name}: {pool} {topic} comes twice")
                here = found[pool, topic] = []
            elif line and not line.startswith("#"):
                if here is None:
                    raise ValueError(f"{name}: a sentence stands before any heading")
                here.append(_cut(line))
    empty = [key for key, templates in found.items() if not templates]
    if empty:
        raise ValueError(f"Without a sentence: {empty}")
    return {key: tuple(templates) for key, templates in found.items()}


def _cut(line: str) -> Template:
    parts = _ALTERNATIVES.split(line)
    return tuple(tuple(part.split("|")) if place % 2 else (part,) for place, part in enumerate(parts))


def say(pool: str, topic: str, random: int, slots: Mapping[str, str]) -> str:
    """A sentence on a topic, chosen by 64 random bits. KeyError for a topic or slot that there is not."""
    templates = pools()[pool, topic]
    random, which = divmod(random >> 4, len(templates))
    said = []
    for alternatives in templates[which]:
        random, chosen = divmod(random, len(alternatives))
        said.append(alternatives[chosen])
    return "".join(said).format_map(slots)
