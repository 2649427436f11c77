"""The queue of pairs that may be one person, and what people decided about them.

```
identity/review/candidates.json    the pairs that the model found last, replaced as a whole
identity/review/decisions.jsonl    what people decided, a line each, only ever added to
```

Both hold permanent numbers and levels of likeness, never a name, an address or any other value: these are read from the
record when somebody looks. A line that a crash cut short is no decision.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, cast, get_args

from wegmarke.clock import now
from wegmarke.errors import WegmarkeError
from wegmarke.identity.probabilistic import ScoredPair, Verdict
from wegmarke.record.durable import room_or_error, sync_folder, write_text

FOLDER = "review"
CANDIDATES, DECISIONS = "candidates.json", "decisions.jsonl"
VERSION = 1

State = Literal["open", "same", "different", "later"]
"""open: nobody has decided, or took it back. later: put aside; it comes again behind all others."""


@dataclass(frozen=True, slots=True)
class Respect:
    """One respect in which a pair was compared: the kind, how alike, and what it adds to the weight, in bits."""

    kind: str
    likeness: str
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair that may be one person: numbers of identifiers, the smaller first; the rest as in `ScoredPair`."""

    a: int
    b: int
    weight: float
    probability: float
    verdict: Verdict
    contradiction: tuple[str, ...]
    respects: tuple[Respect, ...]

    @classmethod
    def of(cls, pair: ScoredPair) -> Candidate:
        """What is kept of a scored pair: everything but the values."""
        respects = tuple(Respect(each.kind, each.likeness, each.weight) for each in pair.comparisons)
        return cls(pair.a, pair.b, pair.weight, pair.probability, pair.verdict, pair.contradiction, respects)


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about a pair, and when. by: the account, as the desk numbers it."""

    a: int
    b: int
    state: State
    by: str
    time: datetime


class Reviews:
    """Candidates and decisions of a workspace's `identity` folder, as they are now."""

    def __init__(self, candidates: Iterable[Candidate], decisions: Iterable[Decision]) -> None:
        self.candidates = tuple(candidates)
        self.decisions = tuple(decisions)
        self._last = {(each.a, each.b): each for each in self.decisions}

    @classmethod
    def load(cls, identity: Path) -> Reviews:
        """What is kept in the folder; nothing where there is none. `record_broken` names a file that is damaged."""
        place = identity / FOLDER
        try:
            raw = json.loads((place / CANDIDATES).read_text(encoding="utf-8"))
            candidates = [_candidate(each) for each in raw["candidates"]]
        except FileNotFoundError:
            candidates = []
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WegmarkeError("record_broken", what=f"{FOLDER}/{CANDIDATES}") from error
        return cls(candidates, _decisions(place / DECISIONS))

    def state(self, a: int, b: int) -> State:
        """What was decided last about a pair."""
        last = self._last.get((min(a, b), max(a, b)))
        return "open" if last is None else last.state

    def waiting(self, resolve: Callable[[int], int]) -> tuple[Candidate, ...]:
        """The pairs that wait for a person, heaviest first, those put aside last.

        resolve: the customer that a number belongs to now. Pairs that are one customer by now, and further pairs of the
        same two customers, do not wait.
        """
        decided = {self._ends(each.a, each.b, resolve) for each in self._last.values() if each.state in _FINAL}
        found: dict[tuple[int, int], Candidate] = {}
        for each in self.candidates:
            ends = self._ends(each.a, each.b, resolve)
            if ends[0] != ends[1] and ends not in decided and each.verdict == "review":
                found.setdefault(ends, each)
        return tuple(sorted(found.values(), key=lambda each: (self.state(each.a, each.b) == "later", -each.weight)))

    def sure(self, resolve: Callable[[int], int]) -> tuple[Candidate, ...]:
        """The pairs above the upper threshold that are not one customer yet, and of which nobody said otherwise."""
        decided = {self._ends(each.a, each.b, resolve) for each in self._last.values() if each.state in _FINAL}
        return tuple(
            each
            for each in self.candidates
            if each.verdict == "link"
            and (ends := self._ends(each.a, each.b, resolve))[0] != ends[1]
            and ends not in decided
        )

    @staticmethod
    def _ends(a: int, b: int, resolve: Callable[[int], int]) -> tuple[int, int]:
        one, other = resolve(a), resolve(b)
        return min(one, other), max(one, other)


_FINAL = ("same", "different")


def replace_candidates(identity: Path, pairs: Iterable[ScoredPair]) -> None:
    """Keep the pairs that the model found now, in place of those before; decisions stay."""
    _write_candidates(identity / FOLDER, [Candidate.of(pair) for pair in pairs])


def decide(identity: Path, a: int, b: int, state: State, by: str) -> Decision:
    """Add a decision; it is on the disk when this returns. The caller holds the writer's lock."""
    if state not in get_args(State):
        raise ValueError(state)
    made = Decision(min(a, b), max(a, b), state, by, now())
    place = identity / FOLDER
    with room_or_error(place):
        place.mkdir(parents=True, exist_ok=True)
        fresh = not (place / DECISIONS).exists()
        with (place / DECISIONS).open("ab") as file:
            line = json.dumps({**asdict(made), "time": made.time.isoformat()})
            # A line that was cut short before is ended first, so that it does not swallow this one.
            file.write(f"{'' if _ends_well(place / DECISIONS) else chr(10)}{line}\n".encode())
            file.flush()
            os.fsync(file.fileno())
    if fresh:
        sync_folder(place)
    return made


def forget(identity: Path, numbers: Collection[int]) -> int:
    """Remove every candidate and decision that speaks of one of these numbers; how many there were."""
    gone = frozenset(numbers)
    reviews = Reviews.load(identity)
    candidates = [each for each in reviews.candidates if not gone & {each.a, each.b}]
    decisions = [each for each in reviews.decisions if not gone & {each.a, each.b}]
    removed = len(reviews.candidates) - len(candidates) + len(reviews.decisions) - len(decisions)
    if removed:
        _write_candidates(identity / FOLDER, candidates)
        lines = [json.dumps({**asdict(each), "time": each.time.isoformat()}) for each in decisions]
        write_text(identity / FOLDER / DECISIONS, "".join(f"{line}\n" for line in lines))
    return removed


def _write_candidates(place: Path, candidates: Iterable[Candidate]) -> None:
    with room_or_error(place):
        place.mkdir(parents=True, exist_ok=True)
    write_text(
        place / CANDIDATES, json.dumps({"version": VERSION, "candidates": [asdict(each) for each in candidates]})
    )


def _candidate(raw: dict[str, object]) -> Candidate:
    respects = tuple(Respect(**each) for each in cast("list[dict[str, object]]", raw.pop("respects")))  # type: ignore[arg-type]
    contradiction = tuple(cast("list[str]", raw.pop("contradiction")))
    return Candidate(**raw, contradiction=contradiction, respects=respects)  # type: ignore[arg-type]


def _decisions(path: Path) -> list[Decision]:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise WegmarkeError("record_broken", what=f"{FOLDER}/{DECISIONS}") from error
    found = []
    for line in lines:
        try:
            raw = json.loads(line)
            found.append(Decision(**raw | {"time": datetime.fromisoformat(raw["time"])}))
        except (ValueError, KeyError, TypeError):  # cut short by a crash: it was never acknowledged
            continue
    return found


def _ends_well(path: Path) -> bool:
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
