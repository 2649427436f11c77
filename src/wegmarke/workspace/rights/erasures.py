"""The ledger of erasures: that, when and how far somebody was erased, and never who.

It holds keyed hashes of the identifiers alone. A restored backup, in which the persons still stand, is cleared by
erasing anew all whom the ledger recognises; an import refuses them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from wegmarke.clock import now
from wegmarke.errors import WegmarkeError
from wegmarke.identity.kinds import kind_of
from wegmarke.record.durable import room_or_error, write_text
from wegmarke.workspace.rights.keyed import ANY_KIND, KeyedHashes
from wegmarke.workspace.rights.person import FORM_VERSION, Person, earlier_form, forms, points
from wegmarke.workspace.rights.traces import distinctive

RIGHTS = "rights"
ERASURES_FILE = "erasures.json"
RUNNING_FILE = "running.json"
"""Who is being erased, in plain text, while that runs: what is gone already cannot say any more what is still to go."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure.

    persons: how many. hashes: keyed, of every identifier with its kind, and of the distinctive ones without. done:
    False while it runs; one that was interrupted is taken up again. removed: what each part has let go. form: the
    version of the spelling that was hashed (`person.FORM_VERSION`).
    """

    number: int
    at: str
    persons: int
    hashes: tuple[str, ...]
    done: bool = False
    removed: tuple[tuple[str, int], ...] = ()
    form: int = 1


def read_erasures(folder: Path) -> tuple[Erasure, ...]:
    """All erasures of the workspace in this folder, in order; `record_broken` for a damaged ledger."""
    path = folder / RIGHTS / ERASURES_FILE
    try:
        content = json.loads(path.read_text("utf-8"))
        return tuple(
            Erasure(
                **{
                    **entry,
                    "hashes": tuple(map(str, entry["hashes"])),
                    "removed": tuple((str(part), int(count)) for part, count in entry["removed"]),
                }
            )
            for entry in content["erasures"]
        )
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WegmarkeError("record_broken", what=f"{RIGHTS}/{ERASURES_FILE}") from error


@dataclass(frozen=True, slots=True)
class ErasedSince:
    """What was erased after something was computed. at: of the first of these erasures; persons: in all of them."""

    at: str
    persons: int


def erased_since(folder: Path, moment: dt.datetime) -> ErasedSince | None:
    """Whether persons were erased since that moment, whom a figure computed then counts still; None: nobody was."""
    later = [entry for entry in read_erasures(folder) if dt.datetime.fromisoformat(entry.at) > moment]
    return ErasedSince(later[0].at, sum(entry.persons for entry in later)) if later else None


def note_erasure(folder: Path, persons: Iterable[Person], hashes: KeyedHashes, parts: Iterable[str]) -> Erasure:
    """Enter that these persons are to be erased, before anything of them is: a crash cannot forget it.

    parts: what is to let go of them; whoever takes it up again must know them all to call it done.
    """
    known = read_erasures(folder)
    chosen = tuple(persons)
    identifiers = forms(chosen)
    found = {hashes.of_form(kind, value) for kind, value in identifiers}
    found |= {hashes.of_form(ANY_KIND, value) for kind, value in identifiers if points(kind) and distinctive(value)}
    number = max((entry.number for entry in known), default=0) + 1
    entry = Erasure(
        number, now().isoformat(timespec="milliseconds"), len(chosen), tuple(sorted(found)), form=FORM_VERSION
    )
    _write(folder, (*known, entry))
    content = {"number": number, "parts": list(parts), "persons": [person.identifiers for person in chosen]}
    write_text(folder / RIGHTS / RUNNING_FILE, json.dumps(content, ensure_ascii=False))
    return entry


@dataclass(frozen=True, slots=True)
class Running:
    """An erasure that was begun and is not done: its entry, whom it concerns, and the parts that are to let go."""

    entry: Erasure
    persons: tuple[Person, ...]
    parts: frozenset[str]


def running(folder: Path) -> Running | None:
    """The erasure that was interrupted; None where none was."""
    try:
        content = json.loads((folder / RIGHTS / RUNNING_FILE).read_text("utf-8"))
        persons = tuple(
            Person(tuple((str(kind), str(value)) for kind, value in identifiers)) for identifiers in content["persons"]
        )
        entry = next(entry for entry in read_erasures(folder) if entry.number == content["number"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
        raise WegmarkeError("record_broken", what=f"{RIGHTS}/{RUNNING_FILE}") from error
    return Running(entry, persons, frozenset(map(str, content["parts"])))


def note_done(folder: Path, entry: Erasure, removed: Iterable[tuple[str, int]]) -> Erasure:
    """Enter that an erasure is done, and what it removed."""
    ended = replace(entry, done=True, removed=tuple(removed))
    _write(folder, tuple(ended if known.number == entry.number else known for known in read_erasures(folder)))
    (folder / RIGHTS / RUNNING_FILE).unlink(missing_ok=True)
    return ended


def lift(folder: Path, hashes: KeyedHashes, person: Person) -> bool:
    """Let a person who was erased come back, of their own wish: their hashes leave the ledger.

    Whether they stood there.
    """
    known = read_erasures(folder)
    spelled = forms([person]) | {(kind_of(kind).name, earlier_form(value)) for kind, value in person.identifiers}
    gone = {hashes.of_form(kind, value) for one, value in spelled for kind in (one, ANY_KIND)}
    changed = tuple(replace(entry, hashes=tuple(one for one in entry.hashes if one not in gone)) for entry in known)
    if changed == known:
        return False
    _write(folder, changed)
    return True


def _write(folder: Path, erasures: tuple[Erasure, ...]) -> None:
    with room_or_error(folder):
        (folder / RIGHTS).mkdir(exist_ok=True)
    content = {"version": 1, "erasures": [asdict(entry) for entry in erasures]}
    write_text(folder / RIGHTS / ERASURES_FILE, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
