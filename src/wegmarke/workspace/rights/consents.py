"""What a person allowed and what they objected to, for each purpose, with its history.

The ledger holds keyed hashes in place of identifiers, so it says nothing of who somebody is, and an objection outlives
an erasure: who must not be advertised to stays so. Entries are never changed; the latest that was true at a time
counts.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wegmarke.clock import now
from wegmarke.errors import WegmarkeError
from wegmarke.model.consent import AGAINST, PURPOSES, STATES, STRENGTH, Purpose, State
from wegmarke.record.durable import room_or_error, write_text
from wegmarke.workspace.rights.erasures import RIGHTS
from wegmarke.workspace.rights.keyed import KeyedHashes
from wegmarke.workspace.rights.person import Person, learn, points
from wegmarke.workspace.rights.register import Erasing, Exporting, Extract, Part, enter

CONSENTS_FILE = "consents.json"


@dataclass(frozen=True, slots=True)
class Consent:
    """One statement of a person about one purpose.

    hashes: of their identifiers, keyed. state: see `model.consent`. at: since when it is true, ISO with zone. noted_at:
    when it was entered. origin: how it is known (a letter, a call). by: the role that entered it.
    """

    hashes: tuple[str, ...]
    purpose: Purpose
    state: State
    at: str
    noted_at: str
    origin: str = ""
    by: str = ""


class Consents:
    """The ledger of a workspace, as it is now."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entries = _read(folder)
        self._hashes = KeyedHashes.of(folder) if self._entries else None

    def __bool__(self) -> bool:
        """Whether anything was ever entered."""
        return bool(self._entries)

    def note(
        self,
        person: Person,
        purpose: Purpose,
        state: State,
        *,
        at: dt.datetime | None = None,
        origin: str = "",
        by: str = "",
    ) -> Consent:
        """Enter a statement of a person; without `at` it holds from now. ValueError for an unknown purpose or state."""
        if purpose not in PURPOSES or state not in STATES:
            raise ValueError(purpose, state)
        self._hashes = KeyedHashes.made(self._folder)
        moment = now()
        entry = Consent(
            tuple(sorted(self._of(person))),
            purpose,
            state,
            (at or moment).astimezone(dt.UTC).isoformat(timespec="seconds"),
            moment.astimezone(dt.UTC).isoformat(timespec="seconds"),
            origin,
            by,
        )
        self._entries = (*_read(self._folder), entry)
        _write(self._folder, self._entries)
        return entry

    def history(self, person: Person, purpose: Purpose | None = None) -> tuple[Consent, ...]:
        """All statements of a person, in order of the time since when they are true; in the same second the stronger
        one is the later.
        """
        theirs = self._of(person)
        found = [
            entry for entry in self._entries if purpose in (None, entry.purpose) and not theirs.isdisjoint(entry.hashes)
        ]
        return tuple(sorted(found, key=_order))

    def state(self, person: Person, purpose: Purpose, at: dt.datetime | None = None) -> State | None:
        """What held for a purpose at a time (now, if not said); None where the person never said anything."""
        moment = (at or now()).astimezone(dt.UTC).isoformat(timespec="seconds")
        said = [entry.state for entry in self.history(person, purpose) if entry.at <= moment]
        return said[-1] if said else None

    def objects(self, person: Person, purpose: Purpose, at: dt.datetime | None = None) -> bool:
        """Whether a person must be left out for a purpose: objected, restricted, or withdrew what they had allowed."""
        return self.state(person, purpose, at) in AGAINST

    def objecting(self, kind: str, values: Sequence[str], purpose: Purpose) -> NDArray[np.bool_]:
        """Which values of one kind belong to persons who must be left out now; shapes (rows,) → (rows,)."""
        return np.array(
            [said is not None and said.state in AGAINST for said in self.said(kind, values, purpose)], np.bool_
        )

    def said(self, kind: str, values: Sequence[str], purpose: Purpose) -> list[Consent | None]:
        """What the person behind each value of one kind said last about a purpose.

        For lists of many: the ledger is gone through once.
        """
        moment = now().astimezone(dt.UTC).isoformat(timespec="seconds")
        latest: dict[str, Consent] = {}
        for entry in sorted(self._entries, key=_order):
            if entry.purpose == purpose and entry.at <= moment:
                latest |= dict.fromkeys(entry.hashes, entry)
        if not latest or self._hashes is None:
            return [None] * len(values)
        hashes = self._hashes
        learn(values)
        return [_latest(latest, hashes.of_identifier_in_any_form(kind, value)) for value in values]

    def _of(self, person: Person) -> set[str]:
        if self._hashes is None:
            return set()
        return hashes_of(person, self._hashes)


def _order(entry: Consent) -> tuple[str, str, int]:
    return entry.at, entry.noted_at, STRENGTH[entry.state]


def _latest(known: dict[str, Consent], hashes: Iterable[str]) -> Consent | None:
    found = [known[one] for one in hashes if one in known]
    return max(found, key=_order, default=None)


def hashes_of(person: Person, hashes: KeyedHashes) -> set[str]:
    """By what a person is recognised in a ledger, in whatever version of spelling it was written."""
    pointing = [(kind, value) for kind, value in person.identifiers if points(kind)]
    return set[str]().union(*(hashes.of_identifier_in_any_form(kind, value) for kind, value in pointing))


def carry(folder: Path, person: Person, corrected: Person) -> None:
    """What a person said holds for the identifiers too that they have since a correction."""
    entries = _read(folder)
    if not entries:
        return
    hashes = KeyedHashes.of(folder)
    old, new = (hashes_of(one, hashes) for one in (person, corrected))
    carried = [
        entry if old.isdisjoint(entry.hashes) else replace(entry, hashes=tuple(sorted({*entry.hashes, *new})))
        for entry in entries
    ]
    if carried != list(entries):
        _write(folder, carried)


def _read(folder: Path) -> tuple[Consent, ...]:
    try:
        content = json.loads((folder / RIGHTS / CONSENTS_FILE).read_text("utf-8"))
        return tuple(Consent(**{**entry, "hashes": tuple(entry["hashes"])}) for entry in content["consents"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WegmarkeError("record_broken", what=f"{RIGHTS}/{CONSENTS_FILE}") from error


def _write(folder: Path, entries: Iterable[Consent]) -> None:
    with room_or_error(folder):
        (folder / RIGHTS).mkdir(exist_ok=True)
    content = {"version": 1, "consents": [asdict(entry) for entry in entries]}
    write_text(folder / RIGHTS / CONSENTS_FILE, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def _export(exporting: Exporting) -> Iterable[Extract]:
    lines: list[dict[str, object]] = [
        {"purpose": entry.purpose, "state": entry.state, "at": entry.at, "origin": entry.origin, "by": entry.by}
        for entry in Consents(exporting.folder).history(exporting.person)
    ]
    yield Extract("consents", tuple(lines))


def _erase(erasing: Erasing) -> int:
    """What they allowed goes, and every remark; what they objected to stays, as hashes, since it must be honoured."""
    entries = _read(erasing.folder)
    if not entries:
        return 0
    hashes = KeyedHashes.of(erasing.folder)
    theirs = set[str]().union(*(hashes_of(person, hashes) for person in erasing.persons))
    kept = []
    for entry in entries:
        if theirs.isdisjoint(entry.hashes):
            kept.append(entry)
        elif entry.state in AGAINST:
            kept.append(replace(entry, origin=""))
    if kept != list(entries):
        _write(erasing.folder, kept)
    return sum(not theirs.isdisjoint(entry.hashes) for entry in entries)


enter(Part("consents", (f"{RIGHTS}/{CONSENTS_FILE}",), _erase, _export))
