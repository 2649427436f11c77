"""Free texts beside stated reasons that people chose to code: comments, complaints, notes."""

from __future__ import annotations

from dataclasses import dataclass

from wegmarke.model.coding_schemes import Code, SchemeName


@dataclass(frozen=True, slots=True)
class NotedText:
    """A text of a contact around leaving, or around the first purchase. customer: permanent number. source, file, row:
    where it stands. key: what names it (`text_key`). part: which interaction of the row.
    """

    customer: int
    source: str
    file: int
    row: int
    part: int
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class CodedText:
    """What people said of texts of a source, to a scheme: it counts beside the reasons that were stated."""

    scheme: SchemeName
    source: str
    codes: tuple[Code, ...]
