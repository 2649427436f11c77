"""The ledger of what people and models said of who is who. Nothing in it is changed: what no longer holds is withdrawn.

Rules leave nothing here: what they link follows from the record. An assertion is about two identifiers, by their
permanent numbers, so it survives every merge and every new import.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq

from wegmarke.clock import now
from wegmarke.errors import WegmarkeError

Verdict = Literal["same", "apart", "withdrawn"]
Why = Literal["person", "model"]
_SCHEMA = pa.schema(
    [
        *(("id", pa.int64()), ("a", pa.int64()), ("b", pa.int64()), ("verdict", pa.string()), ("why", pa.string())),
        *(("reason", pa.string()), ("weight", pa.float64()), ("time", pa.timestamp("us", tz="UTC"))),
        *(("by", pa.string()), ("withdraws", pa.int64())),
    ]
)


@dataclass(frozen=True, slots=True)
class Assertion:
    """Two identifiers are the same person's, or are not; or an earlier assertion is withdrawn.

    id: its number, from 1. a, b: numbers of identifiers, the smaller first. why: whether a person or a model says so.
    reason: code of the reason, or a person's own words. weight: a model's match weight in bits. by: who or what said
    so. withdraws: the id of what no longer holds.
    """

    id: int
    a: int
    b: int
    verdict: Verdict
    why: Why
    reason: str
    weight: float | None
    time: datetime
    by: str
    withdraws: int | None = None


class LinkLedger:
    """All assertions in order. `load` and `save` keep them in a folder, each save a file of its own."""

    def __init__(self, assertions: Iterable[Assertion] = ()) -> None:
        self._all = list(assertions)
        self._saved = len(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @property
    def assertions(self) -> tuple[Assertion, ...]:
        """Every assertion ever made, withdrawn ones too, in order."""
        return tuple(self._all)

    def assert_link(
        self, a: int, b: int, why: Why, reason: str = "", weight: float | None = None, by: str = ""
    ) -> Assertion:
        """Say that two identifiers are the same person's; ValueError for one and the same identifier."""
        return self._add(a, b, "same", why, reason, weight, by)

    def assert_apart(
        self, a: int, b: int, why: Why = "person", reason: str = "", weight: float | None = None, by: str = ""
    ) -> Assertion:
        """Say that two identifiers are not the same person's, whatever links them otherwise."""
        return self._add(a, b, "apart", why, reason, weight, by)

    def withdraw(self, assertion: int, by: str = "") -> Assertion:
        """Take an assertion back: it holds no longer. KeyError for one that is not there."""
        found = next((one for one in self._all if one.id == assertion and one.verdict != "withdrawn"), None)
        if found is None:
            raise KeyError(assertion)
        return self._add(found.a, found.b, "withdrawn", found.why, "", None, by, withdraws=found.id)

    def _add(
        self,
        a: int,
        b: int,
        verdict: Verdict,
        why: Why,
        reason: str,
        weight: float | None,
        by: str,
        withdraws: int | None = None,
    ) -> Assertion:
        if a == b:
            raise ValueError("an identifier is always the same as itself")
        made = Assertion(len(self._all) + 1, min(a, b), max(a, b), verdict, why, reason, weight, now(), by, withdraws)
        self._all.append(made)
        return made

    def in_force(self) -> tuple[Assertion, ...]:
        """What holds now: of each pair the last word of a person, else of a model, less what was withdrawn."""
        gone = {one.withdraws for one in self._all if one.verdict == "withdrawn"}
        last: dict[tuple[int, int], Assertion] = {}
        for one in self._all:
            if one.verdict == "withdrawn" or one.id in gone:
                continue
            before = last.get((one.a, one.b))
            if before is None or one.why == "person" or before.why == "model":
                last[one.a, one.b] = one
        return tuple(last.values())

    def says(self, verdict: Verdict, a: int, b: int) -> bool:
        """Whether this holds of the two already: said twice, it would have to be withdrawn twice."""
        pair = (min(a, b), max(a, b))
        return any(one.verdict == verdict and (one.a, one.b) == pair for one in self.in_force())

    def save(self, folder: Path) -> None:
        """Write what is new as one more file."""
        fresh = self._all[self._saved :]
        if not fresh:
            return
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"links-{len(_files(folder)) + 1:06d}.parquet"
        aside = path.with_suffix(".writing")
        rows = [{name: getattr(one, name) for name in _SCHEMA.names} for one in fresh]
        pq.write_table(pa.Table.from_pylist(rows, _SCHEMA), aside, compression="zstd")
        with aside.open("rb+") as handle:
            os.fsync(handle.fileno())
        aside.rename(path)
        self._saved = len(self._all)

    @classmethod
    def load(cls, folder: Path, files: int | None = None) -> LinkLedger:
        """The ledger as saved, or as it was with so many files; `record_broken` names a file that is damaged or does
        not follow on those before it.
        """
        found: list[Assertion] = []
        for number, path in enumerate(_files(folder)[:files], start=1):
            try:
                rows = pq.read_table(path, schema=_SCHEMA).to_pylist()
            except (OSError, pa.ArrowException) as error:
                raise WegmarkeError("record_broken", what=f"{folder.name}/{path.name}") from error
            found.extend(Assertion(**row) for row in rows)
            if path.stem != f"links-{number:06d}" or [one.id for one in found] != list(range(1, len(found) + 1)):
                raise WegmarkeError("record_broken", what=f"{folder.name}/{path.name}")
        return cls(found)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("links-*.parquet"))
